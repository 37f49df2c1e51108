//! `for` and `parallel for`.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::visit_mut::VisitMut;
use syn::{Expr, Stmt};

use super::{clauses, jumps, team};
use crate::loops;
use crate::model::{ClauseName, Construct, Directive, LoopDirective, LoopKind, Sharing};
use crate::walk::Walker;

pub(super) fn expand(directive: &Directive, stmt: &mut Stmt, walker: &mut Walker<'_>) -> Option<TokenStream> {
    let Stmt::Expr(Expr::ForLoop(source), _) = stmt else { return None };
    let before_errors = walker.errors.count();
    let described = describe(directive, walker)?;
    let lowered = loops::lower(source, &described, walker.errors, &walker.krate)?;
    let mut body = lowered.body;
    jumps::continue_as_return(&mut body, source.label.as_ref());
    walker.inside(directive, |walker| walker.visit_block_mut(&mut body));
    if walker.errors.count() > before_errors {
        return None;
    }
    let span = directive.span().resolved_at(Span::mixed_site());
    let krate = &walker.krate;
    let (before, space, pattern, stmts) = (lowered.before, lowered.space, lowered.pattern, &body.stmts);
    let schedule = clauses::schedule(directive, walker);
    let call = if described.kind == LoopKind::Combined {
        let calls = clauses::region(directive, walker);
        quote_spanned! {span=>
            #krate::parallel_for(#space) #calls #schedule .for_each(|#pattern| { #(#stmts)* });
        }
    } else {
        let team = team::handle();
        let nowait = directive.is(ClauseName::Nowait).then(|| quote_spanned!(span=> .nowait()));
        team::bind(
            quote_spanned! {span=> #team.for_loop(#space) #schedule #nowait .for_each(|#pattern| { #(#stmts)* }) },
            walker,
        )
    };
    Some(quote_spanned! {span=> { #before #call; }})
}

fn describe(directive: &Directive, walker: &Walker<'_>) -> Option<LoopDirective> {
    let kind = if directive.has(Construct::Parallel) {
        LoopKind::Combined
    } else if walker.around.has_team() {
        LoopKind::Region
    } else {
        LoopKind::Orphan
    };
    Some(LoopDirective {
        kind,
        name: directive.name(),
        span: directive.span(),
        collapse: collapse(directive, walker)?,
        sharing: Sharing::of(directive),
        locals: walker.locals.clone(),
    })
}

/// How many loops the directive takes.
fn collapse(directive: &Directive, walker: &Walker<'_>) -> Option<usize> {
    let Some(expr) = directive.expr(ClauseName::Collapse) else { return Some(1) };
    if let Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(number), .. }) = expr
        && let Ok(count @ 1..) = number.base10_parse::<usize>()
    {
        return Some(count);
    }
    walker.errors.at(expr, "`collapse` takes the number of loops as a literal: `collapse(2)`");
    None
}
