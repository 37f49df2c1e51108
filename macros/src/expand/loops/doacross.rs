//! Loops with `ordered(n)`, and the stand-alone `ordered` in them by which iterations wait for each other.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{BinOp, Expr, ExprForLoop, Pat, Stmt};

use super::order;
use crate::expand::span;
use crate::loops::is_progression;
use crate::model::{Arg, Clause, ClauseName, Directive, LoopDirective, Modified};
use crate::walk::Walker;

/// The most loops that a nest has.
const DEEPEST: usize = 6;

/// How many loops belong to a directive with `ordered(n)`; `Some(None)` for one without. `None` if there was an error.
pub(super) fn depth(directive: &Directive, walker: &Walker<'_>) -> Option<Option<usize>> {
    let Some(depth) = directive.expr(ClauseName::Ordered) else { return Some(None) };
    if let Some(collapse) = directive.find(ClauseName::Collapse) {
        let message = "the outermost loop of `ordered(n)` is shared out, and no other: leave `collapse` out";
        walker.errors.add(syn::Error::new(collapse.span, message));
        return None;
    }
    if let Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(number), .. }) = depth
        && let Ok(count @ 1..=DEEPEST) = number.base10_parse::<usize>()
    {
        return Some(Some(count));
    }
    let message = "`ordered` takes the number of loops as a literal, 6 at most: `ordered(2)`";
    walker.errors.at(depth, message);
    None
}

/// The variables of the loops. A nest is looked at by [`loops::lower`](crate::loops::lower), which reports what is wrong.
pub(super) fn indices(
    source: &ExprForLoop,
    described: &LoopDirective,
    walker: &Walker<'_>,
) -> Option<Vec<Ident>> {
    let before = walker.errors.count();
    let mut names = Vec::new();
    let mut this = source;
    loop {
        match &*this.pat {
            Pat::Ident(name) if name.by_ref.is_none() => names.push(name.ident.clone()),
            Pat::Wild(it) => names.push(Ident::new("_unnamed", it.underscore_token.span)),
            other => walker.errors.at(other, "sinks name the loop's index: `for i in a..b`"),
        }
        if !is_progression(&this.expr) {
            let message = "iterations that wait for each other are named by their index: loop over a range";
            walker.errors.at(&this.expr, message);
        }
        let around = &names[..names.len().saturating_sub(1)];
        let depends = around.iter().find(|name| crate::loops::mentions_in(&this.expr, name));
        if let Some(name) = depends {
            let message = format!(
                "the bounds depend on `{name}`: the loops of `ordered({})` are a rectangle; loop over all of it, and \
                 leave out what is outside by an `if`",
                described.collapse
            );
            walker.errors.at(&this.expr, message);
        }
        if names.len() >= described.collapse || walker.errors.count() > before {
            break;
        }
        match &this.body.stmts[..] {
            [Stmt::Expr(Expr::ForLoop(inner), _)] => this = inner,
            stmts => {
                let odd = stmts.iter().find(|stmt| !matches!(stmt, Stmt::Expr(Expr::ForLoop(_), _)));
                let message = format!(
                    "`ordered({0})` takes {0} loops, one directly within the other, with no other statement between them",
                    described.collapse
                );
                let at = odd
                    .or(stmts.get(1))
                    .map_or_else(|| this.for_token.to_token_stream(), ToTokens::to_token_stream);
                walker.errors.at(at, message);
                break;
            }
        }
    }
    (walker.errors.count() == before).then_some(names)
}

/// What other loops of the region write is lent to loops that read it, in step with their own space.
pub(super) fn refuse_lanes(directive: &Directive, walker: &Walker<'_>) {
    let message = "this loop reads an array that other loops of the region write, which a loop with `ordered(n)` cannot be \
                   lent: make it a `parallel for`, or name the array in `unsafe shared(…)` of the region";
    walker.errors.add(syn::Error::new(directive.span(), message));
}

/// `omp!(ordered, doacross(sink: i - 1, j))` and its kin.
pub(in crate::expand) fn stand_alone(directive: &Directive, walker: &Walker<'_>) -> TokenStream {
    let indices = match walker.around.innermost_loop() {
        Some(around) => around.indices.clone(),
        None => Vec::new(),
    };
    let clauses = directive.clauses.iter();
    clauses.filter_map(|clause| call(directive, clause, &indices, walker)).collect()
}

fn call(
    directive: &Directive,
    clause: &Clause,
    indices: &[Ident],
    walker: &Walker<'_>,
) -> Option<TokenStream> {
    let (order, span) = (order(), span(directive));
    let Arg::Exprs(Modified { modifier, value }) = &clause.arg else { return None };
    let is_word = |expr: &Expr, word: &str| matches!(expr, Expr::Path(it) if it.path.is_ident(word));
    let kind = modifier.as_ref().map(ToString::to_string);
    match (kind.as_deref(), &value[..]) {
        (None, [source]) if is_word(source, "source") => Some(quote_spanned!(span=> #order.post();)),
        (Some("source"), []) => Some(quote_spanned!(span=> #order.post();)),
        (Some("source"), [this]) if is_word(this, "omp_cur_iteration") => {
            Some(quote_spanned!(span=> #order.post();))
        }
        (Some("sink"), [Expr::Binary(before)])
            if is_word(&before.left, "omp_cur_iteration")
                && matches!(before.op, BinOp::Sub(_))
                && before.right.to_token_stream().to_string() == "1" =>
        {
            Some(quote_spanned!(span=> #order.wait_previous();))
        }
        (Some("sink"), sink) => {
            let sink = self::sink(clause, sink, indices, walker)?;
            Some(quote_spanned!(span=> #order.wait(#sink);))
        }
        _ => {
            let name = clause.name;
            let source = if name == ClauseName::Depend { "source" } else { "source:" };
            let message = format!(
                "`ordered` waits by `{name}(sink: i - 1, j)`, and lets others go on by `{name}({source})`"
            );
            walker.errors.add(syn::Error::new(clause.span, message));
            None
        }
    }
}

/// The index that a sink is: of each loop its variable, with something added or taken away.
fn sink(clause: &Clause, sink: &[Expr], indices: &[Ident], walker: &Walker<'_>) -> Option<TokenStream> {
    if sink.len() != indices.len() {
        let message = format!(
            "a sink names an iteration by the indices of all {} loops of the `ordered` clause; here are {}",
            indices.len(),
            sink.len()
        );
        walker.errors.add(syn::Error::new(clause.span, message));
        return None;
    }
    let krate = &walker.krate;
    let mut is_itself = true;
    let mut parts = Vec::new();
    for (expr, index) in sink.iter().zip(indices) {
        let is_index = |expr: &Expr| matches!(expr, Expr::Path(it) if it.path.is_ident(index));
        match expr {
            this if is_index(this) => parts.push(quote!(#index)),
            Expr::Binary(it) if is_index(&it.left) && matches!(it.op, BinOp::Sub(_) | BinOp::Add(_)) => {
                let far = &it.right;
                is_itself = false;
                // Wrapping: what lies before the first iteration of an unsigned loop is outside.
                let method = if matches!(it.op, BinOp::Sub(_)) { quote!(before) } else { quote!(after) };
                parts.push(quote!(#krate::__private::#method(#index, #far)));
            }
            _ => {
                let message = format!(
                    "a sink is the index of an iteration, loop by loop: here `{index}`, `{index} - d` or `{index} + d`"
                );
                walker.errors.at(expr, message);
                return None;
            }
        }
    }
    if is_itself {
        let message = "this sink is the iteration itself, which would wait for ever: it names an earlier one, as in `i - 1`";
        walker.errors.add(syn::Error::new(clause.span, message));
        return None;
    }
    Some(match &parts[..] {
        [one] => one.clone(),
        _ => quote!((#(#parts),*)),
    })
}
