//! Variables that are lent to critical sections, and numbers that are atomic for the time of a region.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::parse::Parser;
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, Item, Stmt, parse_quote};

use super::Outer;
use super::mentions::{How, Mention, Mentions, directive_on};
use super::rewrite::Rewrite;
use crate::expand::{self, ours};
use crate::model::{Construct, Mutable};

/// How a variable is lent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// To critical sections; a variable declared `mut`.
    Section,
    /// To critical sections; a mutable reference.
    SectionReference,
    /// A number that becomes atomic.
    Atomic,
    /// A slice of them.
    Atomics,
}

/// Rewrites the synchronised parts of `body`. The answer stands before the construct.
pub(super) fn lend(body: &mut Block, outer: &Outer<'_>) -> TokenStream {
    let mentions = Mentions::of(body);
    let mut lent: Vec<(Ident, Kind)> = Vec::new();
    for mention in mentions.free() {
        let name = &mention.name;
        if !outer.shares(name) || lent.iter().any(|(known, _)| known == name) {
            continue;
        }
        if let Some(kind) = kind(name, &mentions, outer) {
            lent.push((name.clone(), kind));
        }
    }
    Synchronised { lent: &lent, outer }.visit_block_mut(body);
    let krate = outer.krate;
    let lets = lent.iter().map(|(name, kind)| {
        let (lent, span) = (ours("lent", name), name.span().resolved_at(proc_macro2::Span::mixed_site()));
        match kind {
            Kind::Section => quote!(let #lent = #krate::__private::Lent::new(&mut #name);),
            Kind::SectionReference => quote!(let #lent = #krate::__private::Lent::new(&mut *#name);),
            Kind::Atomic => quote_spanned!(span=> let #lent = #krate::__private::atomic(&mut #name);),
            Kind::Atomics => quote_spanned!(span=> let #lent = #krate::__private::atomics(&mut #name[..]);),
        }
    });
    lets.collect()
}

/// Whether and how a variable is lent: all its mentions must be in parts of one kind.
fn kind(name: &Ident, mentions: &Mentions, outer: &Outer<'_>) -> Option<Kind> {
    let all: Vec<&Mention> = mentions.all.iter().filter(|mention| mention.name == *name).collect();
    let is_mut = outer.locals.is_mut(name);
    if !is_mut && outer.locals.mutable(name) != Mutable::Yes {
        return None;
    }
    if all.iter().all(|mention| mention.is_in(Construct::Atomic)) {
        let indexed = all.iter().any(|mention| mention.indexed && mention.how == How::Assign);
        return Some(if indexed { Kind::Atomics } else { Kind::Atomic });
    }
    let section = |mention: &Mention| {
        let critical = mention.around.iter().find(|directive| directive.has(Construct::Critical))?;
        Some(critical.args.first().map(|name| name.to_string()))
    };
    let first = section(all.first()?)?;
    let same = all.iter().all(|mention| section(mention).as_ref() == Some(&first));
    same.then_some(if is_mut { Kind::Section } else { Kind::SectionReference })
}

/// Rewrites critical sections and atomic statements.
struct Synchronised<'s, 'o> {
    lent: &'s [(Ident, Kind)],
    outer: &'s Outer<'o>,
}

impl Synchronised<'_, '_> {
    /// The block of a critical section begins with references to what is lent to it.
    fn section(&self, stmt: &mut Stmt) {
        let mut lets: Vec<Stmt> = Vec::new();
        for (name, kind) in self.lent {
            if !matches!(kind, Kind::Section | Kind::SectionReference) || !mentions(stmt, name) {
                continue;
            }
            let (lent, guard) = (ours("lent", name), ours("guard", name));
            if *kind == Kind::Section {
                Rewrite { place: &parse_quote!(#name), with: parse_quote!((*#name)) }.visit_stmt_mut(stmt);
            }
            lets.push(parse_quote!(let mut #guard = #lent.lock();));
            lets.push(parse_quote!(let #name = &mut **#guard;));
        }
        if lets.is_empty() {
            return;
        }
        match stmt {
            Stmt::Expr(Expr::Block(block), _) if block.label.is_none() => {
                block.block.stmts.splice(..0, lets);
            }
            other => {
                let attributes = crate::walk::attribute::take_all(other);
                *other = parse_quote!(#(#attributes)* { #(#lets)* #other });
            }
        }
    }

    /// An atomic statement becomes its calls: what it does is a shared access from here on.
    fn atomic(&self, stmt: &mut Stmt) {
        let mut bare = stmt.clone();
        let Some(found) = crate::walk::attribute::take(&mut bare) else { return };
        let errors = self.outer.errors;
        let Some(directive) = crate::parse::directive(found.tokens, &found.place, errors) else { return };
        if !crate::validate::clauses_of(&directive, errors) {
            return;
        }
        for (name, kind) in self.lent {
            let lent = ours("lent", name);
            let with = match kind {
                Kind::Atomic => parse_quote!((*#lent)),
                Kind::Atomics => parse_quote!(#lent),
                _ => continue,
            };
            Rewrite { place: &parse_quote!(#name), with }.visit_stmt_mut(&mut bare);
        }
        if let Some(calls) = expand::atomic(&directive, &bare, errors, self.outer.krate) {
            let parsed = Block::parse_within.parse2(quote!(#calls;)).ok();
            if let Some(call) = parsed.and_then(|stmts| stmts.into_iter().next()) {
                *stmt = call;
            }
        }
    }
}

impl VisitMut for Synchronised<'_, '_> {
    fn visit_stmt_mut(&mut self, stmt: &mut Stmt) {
        match directive_on(stmt).map(|directive| directive.innermost()) {
            Some(Construct::Atomic) => self.atomic(stmt),
            Some(Construct::Critical) => {
                self.section(stmt);
                visit_mut::visit_stmt_mut(self, stmt);
            }
            _ => visit_mut::visit_stmt_mut(self, stmt),
        }
    }

    fn visit_item_mut(&mut self, _: &mut Item) {}
}

fn mentions(stmt: &Stmt, name: &Ident) -> bool {
    expand::mentions(quote!(#stmt), name)
}
