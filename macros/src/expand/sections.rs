//! `sections`.
//!
//! Sections are the iterations of a loop, handed out one by one, and become one: so all data clauses are those of loops.
//! Without any, a combined `parallel sections` does better: each section is a closure made before the region, which may
//! borrow mutably what no other section touches.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::visit_mut::VisitMut;
use syn::{Block, Expr, Stmt};

use super::{block, clauses, loops, span, team};
use crate::model::{Clause, ClauseName, Construct, Directive};
use crate::walk::{Walker, directive_of};

pub(super) fn expand(directive: &Directive, stmt: &mut Stmt, walker: &mut Walker<'_>) -> Option<TokenStream> {
    let sections = split(block::of(stmt), walker)?;
    let has_data =
        directive.clauses.iter().any(|clause| is_of_loop(clause) && clause.name != ClauseName::Nowait);
    if directive.has(Construct::Parallel) && !has_data {
        return closures(directive, sections, walker);
    }
    let arms = sections.iter().enumerate().map(|(k, section)| quote!(#k => #section));
    let count = sections.len();
    let span = span(directive);
    let mut source: Stmt = syn::parse_quote_spanned! {span=>
        for section in 0..#count { match section { #(#arms)* _ => ::core::unreachable!() } }
    };
    loops::expand(&as_loop(directive), &mut source, walker)
}

/// The loop's directive, which hands out one section at a time.
fn as_loop(directive: &Directive) -> Directive {
    let mut directive = directive.clone();
    for (construct, _) in &mut directive.constructs {
        if *construct == Construct::Sections {
            *construct = Construct::For;
        }
    }
    let one: Expr = syn::parse_quote!(1);
    let schedule = crate::model::Arg::Schedule {
        modifiers: Vec::new(),
        kind: syn::parse_quote!(dynamic),
        numbers: vec![one],
    };
    directive.clauses.push(Clause {
        name: ClauseName::Schedule,
        span: directive.span(),
        arg: schedule,
        tokens: TokenStream::new(),
    });
    directive
}

/// Whether a clause asks for something that loops do.
fn is_of_loop(clause: &Clause) -> bool {
    use ClauseName::*;
    matches!(clause.name, Private | Firstprivate | Lastprivate | Reduction | Nowait)
}

/// Each section as a closure that runs once, on whichever member comes for it.
fn closures(directive: &Directive, mut sections: Vec<Block>, walker: &mut Walker<'_>) -> Option<TokenStream> {
    let before = walker.errors.count();
    for section in &mut sections {
        block::refuse_exits(section, "section", walker.errors);
        walker.inside(directive, |walker| walker.visit_block_mut(section));
    }
    if walker.errors.count() > before {
        return None;
    }
    let (span, krate, team) = (span(directive), &walker.krate, team::handle());
    let calls = clauses::region(directive, walker);
    let names: Vec<_> =
        (0..sections.len()).map(|k| format_ident!("section_{k}", span = Span::mixed_site())).collect();
    Some(quote_spanned! {span=> {
        #(let #names = #krate::__private::Once::new(|| #sections);)*
        #krate::Parallel::new() #calls .run(|#team| #team.sections([#(&|| #names.run()),*]));
    }})
}

/// The sections of a block. Statements before the first `#[omp(section)]` are one without its directive.
fn split(block: Block, walker: &Walker<'_>) -> Option<Vec<Block>> {
    let mut sections: Vec<Block> = Vec::new();
    let mut first = Vec::new();
    for mut stmt in block.stmts {
        match directive_of(&mut stmt, Construct::Section) {
            true => sections.push(block::of(&stmt)),
            false if sections.is_empty() => first.push(stmt),
            false => {
                walker.errors.at(&stmt, "only the first section may do without its `#[omp(section)]`");
                return None;
            }
        }
    }
    if !first.is_empty() {
        sections.insert(0, Block { brace_token: Default::default(), stmts: first });
    }
    Some(sections)
}

/// A `section` outside of `sections`, or with clauses, has been reported.
pub(super) fn stray(_: &Directive, _: &mut Stmt, _: &mut Walker<'_>) -> Option<TokenStream> {
    None
}
