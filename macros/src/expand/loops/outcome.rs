//! What a loop leaves behind: `reduction`, `lastprivate`, `linear`. All of it travels as one reduction, which combines
//! what chunks give in the order of their iterations: of two last values, the one of the later chunk is kept.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, ExprPath};

use crate::expand::data::{self, ours};
use crate::model::Sharing;

/// Whether there is something.
pub(super) fn has_some(sharing: &Sharing) -> bool {
    !sharing.reductions.is_empty() || lasts(sharing).next().is_some()
}

/// The variables whose last value is kept; with `true` if only some iterations may have one.
fn lasts(sharing: &Sharing) -> impl DoubleEndedIterator<Item = (&Ident, bool)> {
    let last = sharing.lastprivate.iter().map(|(var, conditional)| (var, *conditional));
    last.chain(sharing.linear.iter().map(|(var, _)| (var, false)))
}

/// Our name for the number of an iteration.
pub(super) fn number() -> Ident {
    Ident::new("number", Span::mixed_site())
}

/// The operators of all that is left behind, nested.
pub(super) fn operators(sharing: &Sharing, krate: &TokenStream) -> TokenStream {
    let ops = sharing.reductions.iter().map(|reduction| {
        let op = ours("op", &reduction.var);
        quote!(&#op)
    });
    data::nest(ops.chain(lasts(sharing).map(|_| quote!(#krate::__private::Latest))))
}

/// Before the loop over a chunk: no last values yet.
pub(super) fn declare(sharing: &Sharing) -> TokenStream {
    let lets = lasts(sharing).map(|(var, conditional)| {
        let last = ours("last", var);
        let is_first = sharing.firstprivate.contains(var);
        // A conditional one keeps its value from iteration to iteration, and a flag tells whether it was set.
        let copy =
            (conditional && !is_first).then(|| quote!(let mut #var = ::core::clone::Clone::clone(&#var);));
        let none = if conditional { quote!(false) } else { quote!(::core::option::Option::None) };
        quote!(#copy let mut #last = #none;)
    });
    lets.collect()
}

/// The variables of `lastprivate` and `linear` at the beginning of an iteration.
pub(super) fn of_entry(sharing: &Sharing, krate: &TokenStream) -> TokenStream {
    let number = number();
    let last = sharing
        .lastprivate
        .iter()
        .filter(|(var, conditional)| !conditional && !sharing.firstprivate.contains(var));
    let last = last.map(|(var, _)| quote!(let mut #var;));
    let linear = sharing.linear.iter().map(|(var, step)| {
        let step = step.as_ref().map_or_else(|| quote!(1), |step| quote!(#step));
        quote!(let mut #var = #krate::__private::linear(#var, #number, #step);)
    });
    last.chain(linear).collect()
}

/// At the end of an iteration: its last values.
pub(super) fn of_iteration(sharing: &Sharing) -> TokenStream {
    let notes = lasts(sharing).filter(|(_, conditional)| !conditional).map(|(var, _)| {
        let last = ours("last", var);
        if sharing.firstprivate.contains(var) {
            quote!(#last = ::core::option::Option::Some(::core::clone::Clone::clone(&#var));)
        } else {
            quote!(#last = ::core::option::Option::Some(#var);)
        }
    });
    notes.collect()
}

/// What a chunk gives.
pub(super) fn of_chunk(sharing: &Sharing) -> TokenStream {
    let reduced = sharing.reductions.iter().map(|reduction| {
        let var = &reduction.var;
        quote!(#var)
    });
    let last = lasts(sharing).map(|(var, conditional)| {
        let last = ours("last", var);
        if conditional { quote!(#last.then_some(#var)) } else { quote!(#last) }
    });
    data::nest(reduced.chain(last))
}

/// A pattern for the total, and the statements that bring it into the user's variables.
pub(super) fn absorb(sharing: &Sharing, krate: &TokenStream) -> (TokenStream, TokenStream) {
    let reduced = sharing.reductions.iter().map(|reduction| &reduction.var);
    let names: Vec<Ident> =
        reduced.chain(lasts(sharing).map(|(var, _)| var)).map(|var| ours("total", var)).collect();
    let last = lasts(sharing).map(|(var, _)| {
        let (total, last) = (ours("total", var), ours("last", var));
        quote!(if let ::core::option::Option::Some(#last) = #total { #var = #last; })
    });
    let statements = [data::absorb(&sharing.reductions, krate)].into_iter().chain(last).collect();
    (data::nest(names.iter().map(|name| quote!(#name))), statements)
}

/// Assignments to variables of `lastprivate(conditional: …)` raise their flag.
pub(super) fn mark_conditional(body: &mut Block, sharing: &Sharing) {
    let vars: Vec<&Ident> =
        sharing.lastprivate.iter().filter(|(_, conditional)| *conditional).map(|(var, _)| var).collect();
    if !vars.is_empty() {
        Marks(vars).visit_block_mut(body);
    }
}

struct Marks<'v>(Vec<&'v Ident>);

impl Marks<'_> {
    fn var(&self, place: &Expr) -> Option<Ident> {
        match place {
            Expr::Path(ExprPath { path, .. }) => {
                path.get_ident().filter(|name| self.0.contains(name)).cloned()
            }
            _ => None,
        }
    }
}

impl VisitMut for Marks<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_mut::visit_expr_mut(self, expr);
        let place = match expr {
            Expr::Assign(assign) => &assign.left,
            Expr::Binary(binary) if is_assignment(&binary.op) => &binary.left,
            _ => return,
        };
        if let Some(var) = self.var(place) {
            let last = ours("last", &var);
            *expr = syn::parse_quote!({ #expr; #last = true; });
        }
    }
}

fn is_assignment(op: &syn::BinOp) -> bool {
    use syn::BinOp::*;
    matches!(
        op,
        AddAssign(_)
            | SubAssign(_)
            | MulAssign(_)
            | DivAssign(_)
            | RemAssign(_)
            | BitXorAssign(_)
            | BitAndAssign(_)
            | BitOrAssign(_)
            | ShlAssign(_)
            | ShrAssign(_)
    )
}
