//! `atomic` on one statement.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::{BinOp, Expr, ExprAssign, ExprBinary, Local, Stmt};

use super::{block, span};
use crate::errors::Errors;
use crate::model::{ClauseName, Directive};
use crate::walk::Walker;

/// An operator that assigns.
#[derive(Clone)]
struct Op {
    /// The trait and the method of atomics that do it by themselves.
    native: Option<(&'static str, &'static str)>,
    /// The operator that does not assign.
    plain: TokenStream,
}

impl Op {
    fn of(op: &BinOp) -> Option<Self> {
        let (native, plain) = match op {
            BinOp::AddAssign(_) => (Some(("Arithmetic", "add")), quote!(+)),
            BinOp::SubAssign(_) => (Some(("Arithmetic", "sub")), quote!(-)),
            BinOp::MulAssign(_) => (None, quote!(*)),
            BinOp::DivAssign(_) => (None, quote!(/)),
            BinOp::RemAssign(_) => (None, quote!(%)),
            BinOp::BitAndAssign(_) => (Some(("Bits", "and")), quote!(&)),
            BinOp::BitOrAssign(_) => (Some(("Bits", "or")), quote!(|)),
            BinOp::BitXorAssign(_) => (Some(("Bits", "xor")), quote!(^)),
            BinOp::ShlAssign(_) => (None, quote!(<<)),
            BinOp::ShrAssign(_) => (None, quote!(>>)),
            _ => return None,
        };
        Some(Self { native, plain })
    }
}

/// What an atomic statement does to its place.
enum Action {
    /// `x += e`.
    Update { place: Expr, op: Op, operand: Expr },
    /// `x = f(x)`.
    Compute { place: Expr, value: Expr },
    /// `x = e`.
    Write { place: Expr, value: Expr },
    /// `v = x`.
    Read { place: Expr },
}

impl Action {
    fn place(&self) -> &Expr {
        match self {
            Action::Update { place, .. } | Action::Compute { place, .. } | Action::Write { place, .. } => {
                place
            }
            Action::Read { place } => place,
        }
    }
}

pub(super) fn expand(directive: &Directive, stmt: &mut Stmt, walker: &mut Walker<'_>) -> Option<TokenStream> {
    atomic(directive, stmt, walker.errors, &walker.krate)
}

/// The same, where no walker has come yet.
pub(crate) fn atomic(
    directive: &Directive,
    stmt: &Stmt,
    errors: &Errors,
    krate: &TokenStream,
) -> Option<TokenStream> {
    let is = |name| directive.is(name);
    let expanded = if is(ClauseName::Capture) {
        capture(directive, stmt, krate)
    } else if is(ClauseName::Read) {
        read(directive, stmt, krate)
    } else {
        let action =
            if is(ClauseName::Compare) { compare(stmt) } else { update(stmt, is(ClauseName::Write)) };
        action.map(|action| act(&action, directive, krate))
    };
    if expanded.is_none() {
        let form = if is(ClauseName::Capture) {
            "`{ v = x; x += e; }` or `{ x += e; v = x; }`"
        } else if is(ClauseName::Compare) {
            "`if e < x { x = e; }`, `if e > x { x = e; }` or `if x == e { x = d; }`"
        } else if is(ClauseName::Read) {
            "`v = x;` or `let v = x;`"
        } else if is(ClauseName::Write) {
            "`x = e;`"
        } else {
            "`x += e;` with any operator, `x = x + e;` or `x = x.max(e);`"
        };
        errors.at(stmt, format!("`atomic` takes one statement of the form {form}"));
    }
    expanded
}

/// The statement of the directive, out of its block.
fn single(stmt: &Stmt) -> Option<Stmt> {
    match &block::of(stmt).stmts[..] {
        [one] => Some(one.clone()),
        _ => None,
    }
}

fn update(stmt: &Stmt, is_write: bool) -> Option<Action> {
    let Stmt::Expr(expr, _) = single(stmt)? else { return None };
    action_of(&expr, is_write)
}

fn action_of(expr: &Expr, is_write: bool) -> Option<Action> {
    match expr {
        Expr::Assign(ExprAssign { left, right, .. }) if is_write => {
            Some(Action::Write { place: (**left).clone(), value: (**right).clone() })
        }
        Expr::Assign(ExprAssign { left, right, .. }) => {
            let text = quote!(#left).to_string();
            // It would be a plain write otherwise, which is not what an update is.
            let mentions = contains(right, &text);
            mentions.then(|| Action::Compute { place: (**left).clone(), value: (**right).clone() })
        }
        Expr::Binary(ExprBinary { left, op, right, .. }) if !is_write => {
            Some(Action::Update { place: (**left).clone(), op: Op::of(op)?, operand: (**right).clone() })
        }
        _ => None,
    }
}

/// `if e < x { x = e; }` and its kin.
fn compare(stmt: &Stmt) -> Option<Action> {
    let Stmt::Expr(Expr::If(it), _) = single(stmt)? else { return None };
    let [Stmt::Expr(Expr::Assign(assign), _)] = &it.then_branch.stmts[..] else { return None };
    if it.else_branch.is_some() || !matches!(*it.cond, Expr::Binary(_)) {
        return None;
    }
    let (place, condition, value) = (&assign.left, &it.cond, &assign.right);
    let value = syn::parse_quote!(if #condition { #value } else { #place });
    Some(Action::Compute { place: (**place).clone(), value })
}

fn read(directive: &Directive, stmt: &Stmt, krate: &TokenStream) -> Option<TokenStream> {
    let load = |place: &Expr| act(&Action::Read { place: place.clone() }, directive, krate);
    match single(stmt)? {
        Stmt::Expr(Expr::Assign(ExprAssign { left, right, .. }), _) => {
            let value = load(&right);
            Some(quote!(#left = #value;))
        }
        Stmt::Local(Local { pat, init: Some(init), .. }) if init.diverge.is_none() => {
            let value = load(&init.expr);
            Some(quote!(let #pat = #value;))
        }
        _ => None,
    }
}

/// Two statements in a block, or `let v = { … }`, of which one reads the place and the other changes it.
fn capture(directive: &Directive, stmt: &Stmt, krate: &TokenStream) -> Option<TokenStream> {
    let block = block::of(stmt);
    let [first, second] = &block.stmts[..] else { return None };
    let (Stmt::Expr(first, _), Stmt::Expr(second, _)) = (first, second) else { return None };
    let assigned = |expr: &Expr, place: &Expr| match expr {
        Expr::Assign(assign) if same(&assign.right, place) => Some((*assign.left).clone()),
        _ => None,
    };
    // `{ v = x; x = e; }` exchanges; a change that mentions the place computes.
    let change = |expr: &Expr| action_of(expr, false).or_else(|| action_of(expr, true));
    if let Some(action) = change(second)
        && let Some(target) = assigned(first, action.place())
    {
        let before = act(&action, directive, krate);
        return Some(quote!(#target = #before;));
    }
    let action = change(first)?;
    let target = assigned(second, action.place())?;
    let after = after(&action, directive, krate)?;
    Some(quote!(#target = #after;))
}

/// The value after the change: that before it, changed once more.
fn after(action: &Action, directive: &Directive, krate: &TokenStream) -> Option<TokenStream> {
    let span = span(directive);
    match action {
        Action::Update { op, operand, .. } => {
            let before = act(
                &Action::Update {
                    place: action.place().clone(),
                    op: op.clone(),
                    operand: syn::parse_quote_spanned!(span=> operand),
                },
                directive,
                krate,
            );
            let plain = &op.plain;
            Some(
                quote_spanned!(span=> { let operand = #operand; let before = #before; before #plain operand }),
            )
        }
        Action::Compute { place, value } => {
            let (name, order) = (Ident::new("after", span), order(directive, krate));
            let update = computed(place, value, directive);
            Some(quote_spanned! {span=> {
                let mut #name = ::core::option::Option::None;
                #krate::__private::Atomic::update(&#place, #order, |old| {
                    let value = (#update)(old);
                    #name = ::core::option::Option::Some(value);
                    value
                });
                #name.unwrap()
            }})
        }
        Action::Write { .. } | Action::Read { .. } => None,
    }
}

/// The call, whose value is that before it.
fn act(action: &Action, directive: &Directive, krate: &TokenStream) -> TokenStream {
    let (span, order) = (span(directive), order(directive, krate));
    match action {
        Action::Update { place, op: Op { native: Some((of, method)), .. }, operand } => {
            let (of, method) = (Ident::new(of, span), Ident::new(method, span));
            quote_spanned!(span=> #krate::__private::#of::#method(&#place, #operand, #order))
        }
        Action::Update { place, op, operand } => {
            let plain = &op.plain;
            quote_spanned! {span=> {
                let operand = #operand;
                #krate::__private::Atomic::update(&#place, #order, |old| old #plain operand)
            }}
        }
        Action::Compute { place, value } => {
            let update = computed(place, value, directive);
            quote_spanned!(span=> #krate::__private::Atomic::update(&#place, #order, #update))
        }
        Action::Write { place, value } => {
            quote_spanned!(span=> #krate::__private::Atomic::exchange(&#place, #value, #order))
        }
        Action::Read { place } => quote_spanned!(span=> #krate::__private::Atomic::read(&#place, #order)),
    }
}

/// A closure from the old value to the new one: the place, wherever `value` mentions it, is the old one.
fn computed(place: &Expr, value: &Expr, directive: &Directive) -> TokenStream {
    use syn::visit_mut::{self, VisitMut};
    struct Replace<'p> {
        place: &'p Expr,
        old: Expr,
    }
    impl VisitMut for Replace<'_> {
        fn visit_expr_mut(&mut self, expr: &mut Expr) {
            if same(expr, self.place) {
                *expr = self.old.clone();
            } else {
                visit_mut::visit_expr_mut(self, expr);
            }
        }
    }
    let span = span(directive);
    let old = Ident::new("old", span);
    let mut value = value.clone();
    Replace { place, old: syn::parse_quote!(#old) }.visit_expr_mut(&mut value);
    quote_spanned!(span=> |#old| #value)
}

fn same(a: &Expr, b: &Expr) -> bool {
    quote!(#a).to_string() == quote!(#b).to_string()
}

fn contains(expr: &Expr, text: &str) -> bool {
    use syn::visit::{self, Visit};
    struct Find<'t>(&'t str, bool);
    impl<'a> Visit<'a> for Find<'_> {
        fn visit_expr(&mut self, expr: &'a Expr) {
            self.1 |= quote!(#expr).to_string() == self.0;
            visit::visit_expr(self, expr);
        }
    }
    let mut find = Find(text, false);
    find.visit_expr(expr);
    find.1
}

/// OpenMP's default is relaxed.
fn order(directive: &Directive, krate: &TokenStream) -> TokenStream {
    let has = |name| directive.is(name);
    let name = if has(ClauseName::SeqCst) {
        "SeqCst"
    } else if has(ClauseName::AcqRel) {
        "AcqRel"
    } else if has(ClauseName::Acquire) {
        "Acquire"
    } else if has(ClauseName::Release) {
        "Release"
    } else {
        "Relaxed"
    };
    let name = Ident::new(name, directive.span());
    quote!(#krate::__private::Ordering::#name)
}
