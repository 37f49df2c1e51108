//! `scan`: a loop whose body is two, one that gives values and one that receives the running totals.
//!
//! An item of the loop is there in both halves. The first sees it by reference, so of what is lent mutably it can name
//! nothing; it computes a value anyway.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{Block, ExprForLoop, Stmt, parse_quote};

use super::Parts;
use crate::expand::data::{self, ours};
use crate::expand::team;
use crate::model::{Arg, Clause, ClauseName, Directive, Sharing};
use crate::parse;
use crate::walk::{Walker, stand_alone};

/// Whether the directive's reduction is one of `scan`.
pub(super) fn is_scan(directive: &Directive) -> bool {
    directive.all(ClauseName::Reduction).any(is_inscan)
}

fn is_inscan(clause: &Clause) -> bool {
    matches!(&clause.arg, Arg::Reduction { modifier: Some(modifier), .. } if modifier == "inscan")
}

/// A combined loop with `scan` is a region with the loop in it: its members meet between the halves.
pub(super) fn combined(
    directive: &Directive,
    source: &ExprForLoop,
    walker: &mut Walker<'_>,
) -> Option<TokenStream> {
    let (of_region, of_loop): (Vec<Clause>, Vec<Clause>) =
        directive.clauses.iter().cloned().partition(|clause| {
            use ClauseName::*;
            matches!(clause.name, NumThreads | If | ProcBind | Copyin | Default | Shared)
        });
    let clauses = of_loop.iter().map(|clause| &clause.tokens);
    let name = quote_spanned!(directive.span()=> for);
    let mut block: Stmt = parse_quote!({ #[omp(#name #(, #clauses)*)] #source });
    let mut region = directive.clone();
    (region.clauses, region.constructs) = (of_region, vec![directive.constructs[0]]);
    super::super::region::expand(&region, &mut block, walker)
}

/// The two halves of a body, around its `omp!(scan …);`, and whether the first one's values count in their own total.
pub(super) struct Halves {
    input: Vec<Stmt>,
    output: Vec<Stmt>,
    inclusive: bool,
}

impl Halves {
    /// Parts the body, whose first `opening` statements take the item apart: both halves need them. `None` if there were
    /// errors.
    pub(super) fn of(
        body: Block,
        opening: usize,
        directive: &Directive,
        walker: &Walker<'_>,
    ) -> Option<Self> {
        let is_scan =
            |stmt: &Stmt| stand_alone(stmt).is_some_and(|found| found.tokens.to_string().starts_with("scan"));
        let refuse = |message: &str| {
            walker.errors.add(syn::Error::new(directive.span(), message));
            None
        };
        let reductions = directive.all(ClauseName::Reduction).count();
        let mut stmts = body.stmts;
        let Some(at) = stmts.iter().position(is_scan) else {
            return refuse(
                "a loop with `reduction(inscan, …)` has `omp!(scan, inclusive(x));` as a statement of its body",
            );
        };
        let mut output = stmts.split_off(at + 1);
        output.splice(..0, stmts[..opening].iter().cloned());
        let found = stmts.pop().and_then(|stmt| stand_alone(&stmt))?;
        let scan = parse::directive(found.tokens, &found.place, walker.errors)?;
        let (inclusive, exclusive) = (scan.is(ClauseName::Inclusive), scan.is(ClauseName::Exclusive));
        let vars = Sharing::of(directive).reductions.len();
        if inclusive == exclusive || reductions != 1 || vars != 1 {
            return refuse(
                "a `scan` is of one variable: `reduction(inscan, +: x)` and `omp!(scan, inclusive(x));`",
            );
        }
        let (input, output) = if inclusive { (stmts, output) } else { (output, stmts) };
        Some(Self { input, output, inclusive })
    }
}

pub(super) fn expand(parts: &Parts<'_>, halves: &Halves, walker: &Walker<'_>) -> TokenStream {
    let (krate, lowered, span) = (&parts.krate, &parts.lowered, parts.span());
    let (team, quiet) = (team::handle(), data::quiet());
    let reduction = &parts.sharing.reductions[0];
    let (var, op, total) = (&reduction.var, ours("op", &reduction.var), ours("total", &reduction.var));
    let slot = ours("slot", var);
    let (input, output) = (&halves.input, &halves.output);
    let views = lowered.reads.views(krate);
    let mentioned = quote!(#views #(#input)*);
    let items: Vec<Ident> =
        (0..lowered.lanes.len()).map(|k| format_ident!("item_{k}", span = Span::mixed_site())).collect();
    let lets = items.iter().zip(&lowered.lanes).filter_map(|(item, lane)| {
        let pattern = &lane.pattern;
        let names = crate::loops::names_in(pattern);
        names
            .iter()
            .any(|name| data::mentions(mentioned.clone(), name))
            .then(|| quote!(let #pattern = *#item;))
    });
    let item_patterns = data::nest(items.iter().map(|item| quote!(#item)));
    let patterns = data::nest(lowered.lanes.iter().map(|lane| lane.pattern.clone()));
    let spaces = data::nest(lowered.lanes.iter().map(|lane| lane.space.clone()));
    let method = Ident::new(if halves.inclusive { "scan_inclusive" } else { "scan_exclusive" }, span);
    let operators = data::operators(&parts.sharing.reductions, krate);
    let before = &lowered.before;
    let upto = Ident::new("upto", Span::mixed_site());
    let call = parts.call(&spaces, walker);
    let call = quote_spanned! {span=>
        #call.#method(
            &#op,
            #quiet |#item_patterns| {
                let mut #var = #krate::__private::identity(&#op, &#var);
                #(#lets)*
                #views
                #(#input)*
                #slot.add(&#op, &#var);
                #var
            },
            #quiet |#patterns, #upto| {
                let mut #var = #krate::Reduction::combine(&#op, ::core::clone::Clone::clone(&#var), #upto);
                #views
                #(#output)*
            },
        )
    };
    let call = parts.bind(call, walker);
    let whole = parts.bind(quote_spanned!(span=> #team.reduce(&#op, #slot.take())), walker);
    quote_spanned! {span=> {
        #operators
        let #slot = #krate::__private::Total::new(#krate::__private::identity(&#op, &#var));
        { #before #call; }
        let #total = #whole;
        #krate::__private::absorb(&#op, &mut #var, #total);
    }}
}

/// Walks through the halves.
pub(super) fn walk(halves: &mut Halves, directive: &Directive, walker: &mut Walker<'_>) {
    walker.inside(directive, |walker| {
        halves.input.iter_mut().chain(&mut halves.output).for_each(|stmt| walker.statement(stmt));
    });
}
