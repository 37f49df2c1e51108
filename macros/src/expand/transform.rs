//! Loop transforms: `unroll`, `reverse`, `interchange`, `tile`, `fuse`. They rewrite the loop and leave it to what
//! stands around it: nothing, or a directive that shares it out.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{Block, Expr, ExprForLoop, Label, Pat, Stmt, parse_quote};

use super::{block, data};
use crate::errors::Errors;
use crate::model::{Arg, ClauseName, Construct, Directive};
use crate::walk::Walker;

/// One loop of a nest.
#[derive(Clone)]
struct Level {
    label: Option<Label>,
    pattern: Pat,
    over: Expr,
}

/// A transform by itself: the rewritten statement, walked.
pub(super) fn expand(directive: &Directive, stmt: &mut Stmt, walker: &mut Walker<'_>) -> Option<TokenStream> {
    let before = walker.errors.count();
    *stmt = if directive.has(Construct::Fuse) {
        fuse(stmt, walker.errors)?
    } else {
        let Stmt::Expr(Expr::ForLoop(source), _) = stmt else { return None };
        Stmt::Expr(rewrite(directive, source, walker.errors, &walker.krate)?, None)
    };
    walker.inside(directive, |walker| walker.statement(stmt));
    (walker.errors.count() == before).then(|| stmt.to_token_stream())
}

/// A loop with a transform, for a directive around it: which must be given a loop.
pub(super) fn of_loop(
    directive: &Directive,
    source: &ExprForLoop,
    errors: &Errors,
    krate: &TokenStream,
) -> Option<ExprForLoop> {
    match rewrite(directive, source, errors, krate)? {
        Expr::ForLoop(rewritten) => Some(rewritten),
        _ => {
            let message =
                format!("the loops of `{}` are not shared out: put it on the loop inside", directive.name());
            errors.add(syn::Error::new(directive.span(), message));
            None
        }
    }
}

fn rewrite(
    directive: &Directive,
    source: &ExprForLoop,
    errors: &Errors,
    krate: &TokenStream,
) -> Option<Expr> {
    match directive.innermost() {
        Construct::Reverse => Some(Expr::ForLoop(reversed(source))),
        Construct::Interchange => interchange(directive, source, errors),
        Construct::Tile => tile(directive, source, errors, krate),
        // A hint; the compiler unrolls by its own judgement.
        _ => Some(Expr::ForLoop(source.clone())),
    }
}

fn reversed(source: &ExprForLoop) -> ExprForLoop {
    let mut source = source.clone();
    let over = &source.expr;
    *source.expr = match &**over {
        Expr::Range(_) => parse_quote!((#over).rev()),
        Expr::MethodCall(_) => parse_quote!(#over.rev()),
        _ => parse_quote!(::core::iter::Iterator::rev(::core::iter::IntoIterator::into_iter(#over))),
    };
    source
}

fn interchange(directive: &Directive, source: &ExprForLoop, errors: &Errors) -> Option<Expr> {
    let order = match directive.find(ClauseName::Permutation) {
        Some(clause) => numbers(&clause.arg, errors)?,
        None => vec![2, 1],
    };
    let mut sorted = order.clone();
    sorted.sort_unstable();
    if !sorted.iter().copied().eq(1..=order.len()) {
        let message = "`permutation` names each loop of the nest once, from 1";
        errors.add(syn::Error::new(directive.span(), message));
        return None;
    }
    let (levels, body) = nest(directive, source, order.len(), errors)?;
    order.iter().rev().fold(None, |inner: Option<Expr>, number| {
        let Level { label, pattern, over } = &levels[number - 1];
        let body = inner.map_or_else(|| body.clone(), |inner| parse_quote!({ #inner }));
        Some(parse_quote!(#label for #pattern in #over #body))
    })
}

fn tile(directive: &Directive, source: &ExprForLoop, errors: &Errors, krate: &TokenStream) -> Option<Expr> {
    let Some(Arg::Exprs(sizes)) = directive.find(ClauseName::Sizes).map(|clause| &clause.arg) else {
        errors
            .add(syn::Error::new(directive.span(), "`tile` needs the sizes of a tile: `tile, sizes(8, 8)`"));
        return None;
    };
    let (levels, body) = nest(directive, source, sizes.value.len(), errors)?;
    let names =
        |prefix| (0..levels.len()).map(move |k| format_ident!("{prefix}_{k}", span = Span::mixed_site()));
    let (tilings, tiles): (Vec<Ident>, Vec<Ident>) = (names("tiling").collect(), names("tile").collect());
    let inner = levels.iter().zip(&tiles).rev().fold(body, |body, (Level { label, pattern, .. }, tile)| {
        parse_quote!({ #label for #pattern in ::core::clone::Clone::clone(&#tile) #body })
    });
    let outer = tilings.iter().zip(&tiles).rev().fold(
        inner,
        |body, (tiling, tile)| parse_quote!({ for #tile in ::core::clone::Clone::clone(&#tiling) #body }),
    );
    let spaces = levels.iter().map(|level| &level.over);
    let sizes = &sizes.value;
    Some(parse_quote!({ #(let #tilings = #krate::__private::tiles(#spaces, #sizes);)* #outer }))
}

/// The loops of a perfect, rectangular nest, and the innermost body.
fn nest(
    directive: &Directive,
    source: &ExprForLoop,
    depth: usize,
    errors: &Errors,
) -> Option<(Vec<Level>, Block)> {
    let mut levels: Vec<Level> = Vec::new();
    let mut source = source.clone();
    loop {
        let names = crate::loops::bound_by(&source.pat);
        let level = Level { label: source.label, pattern: *source.pat, over: *source.expr };
        levels.push(level);
        if levels.len() == depth {
            break;
        }
        let [Stmt::Expr(Expr::ForLoop(inner), _)] = &source.body.stmts[..] else {
            let message = format!(
                "`{}` takes {depth} loops, each the only statement of the one around it; here are {}",
                directive.name(),
                levels.len()
            );
            errors.at(source.for_token, message);
            return None;
        };
        if let Some(name) = names.iter().find(|name| data::mentions(inner.expr.to_token_stream(), name)) {
            let message =
                format!("the bounds of the inner loop depend on `{name}`, so the loops cannot change places");
            errors.at(&inner.expr, message);
            return None;
        }
        source = inner.clone();
    }
    let exits = crate::validate::exits(&source.body);
    for it in &exits.breaks {
        let message = format!("`break` would leave out other iterations after `{}`", directive.name());
        errors.at(it.break_token, message);
    }
    exits.breaks.is_empty().then_some((levels, source.body))
}

/// Consecutive loops as one: an iteration of each in turn.
fn fuse(stmt: &Stmt, errors: &Errors) -> Option<Stmt> {
    let mut loops: Vec<ExprForLoop> = Vec::new();
    for stmt in block::of(stmt).stmts {
        match stmt {
            Stmt::Expr(Expr::ForLoop(source), _) => loops.push(source),
            other => {
                errors.at(other, "`fuse` takes a block of `for` loops and nothing else");
                return None;
            }
        }
    }
    let mut ends = 0;
    for source in &loops {
        for it in crate::validate::exits(&source.body).breaks {
            errors.at(
                it.break_token,
                "`break` would leave out iterations of the loops that are fused with this one",
            );
            ends += 1;
        }
    }
    if ends > 0 {
        return None;
    }
    let names: Vec<Ident> =
        (0..loops.len()).map(|k| format_ident!("fused_{k}", span = Span::mixed_site())).collect();
    let (over, patterns): (Vec<_>, Vec<_>) = loops.iter().map(|source| (&source.expr, &source.pat)).unzip();
    let (labels, bodies): (Vec<_>, Vec<_>) = loops.iter().map(|source| (&source.label, &source.body)).unzip();
    let next = quote!(::core::iter::Iterator::next);
    Some(parse_quote!({
        #(let mut #names = ::core::iter::Iterator::fuse(::core::iter::IntoIterator::into_iter(#over));)*
        loop {
            let mut is_over = true;
            #(#labels for #patterns in ::core::option::Option::into_iter(#next(&mut #names)) {
                is_over = false;
                #bodies
            })*
            if is_over {
                break;
            }
        }
    }))
}

/// Literals: `permutation(2, 1)`.
fn numbers(arg: &Arg, errors: &Errors) -> Option<Vec<usize>> {
    let Arg::Exprs(list) = arg else { return None };
    let number = |expr: &Expr| match expr {
        Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(number), .. }) => number.base10_parse().ok(),
        _ => None,
    };
    let found: Option<Vec<usize>> = list.value.iter().map(number).collect();
    if found.is_none() {
        errors.at(&list.value[0], "`permutation` takes numbers, as literals");
    }
    found
}
