//! Results of a region's constructs in variables of the function around.
//!
//! `reduction(+: sum)` on a loop inside of a region leaves its total in a variable that all members share. Here every
//! member keeps a copy of such a variable for the time of the region. All members meet the same constructs, and each
//! receives what they leave behind, so the copies stay alike; the primary's comes back.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::visit_mut::{self, VisitMut};
use syn::{Block, ExprClosure, Item, Stmt};

use super::Outer;
use super::mentions::{Mentions, directive_on};
use crate::expand::{self, nest, ours};
use crate::model::{ClauseName, Construct, Directive, Sharing};

/// The variables that members keep copies of.
#[derive(Default)]
pub(crate) struct Replicated(pub(super) Vec<Ident>);

impl Replicated {
    /// Before the region: a place for the results.
    pub(crate) fn before(&self, krate: &TokenStream) -> TokenStream {
        let outcome = outcome();
        if self.0.is_empty() { quote!() } else { quote!(let #outcome = #krate::__private::Outcome::new();) }
    }

    /// At a member's beginning: its copies.
    pub(crate) fn copies(&self) -> TokenStream {
        self.0.iter().map(|var| quote!(let mut #var = ::core::clone::Clone::clone(&#var);)).collect()
    }

    /// At its end: the primary leaves them.
    pub(crate) fn leave(&self, team: &Ident) -> TokenStream {
        let (outcome, values) = (outcome(), self.values());
        if self.0.is_empty() {
            return quote!();
        }
        quote!(if #team.thread_num() == 0 { #outcome.leave(#values); })
    }

    /// After the region: the results, unless it was cancelled.
    pub(crate) fn take(&self) -> TokenStream {
        let (outcome, vars) = (outcome(), &self.0);
        if vars.is_empty() {
            return quote!();
        }
        let names: Vec<Ident> = vars.iter().map(|var| ours("result", var)).collect();
        let pattern = nest(names.iter().map(|name| quote!(#name)));
        quote!(if let ::core::option::Option::Some(#pattern) = #outcome.take() { #(#vars = #names;)* })
    }

    fn values(&self) -> TokenStream {
        nest(self.0.iter().map(|var| quote!(#var)))
    }
}

fn outcome() -> Ident {
    Ident::new("outcome", proc_macro2::Span::mixed_site())
}

/// Finds them. A `single` that assigns to a shared variable hands it to all members, as `copyprivate` does.
pub(super) fn replicate(body: &mut Block, outer: &Outer<'_>) -> Replicated {
    let mentions = Mentions::of(body);
    let mut finder = Finder { outer, mentions: &mentions, found: Vec::new() };
    finder.visit_block_mut(body);
    Replicated(finder.found)
}

struct Finder<'f, 'o> {
    outer: &'f Outer<'o>,
    mentions: &'f Mentions,
    found: Vec<Ident>,
}

impl Finder<'_, '_> {
    /// Whether it is one.
    fn add(&mut self, name: &Ident) -> bool {
        let is_it = self.outer.shares(name) && !self.mentions.binds(name);
        if is_it && !self.found.contains(name) {
            self.found.push(name.clone());
        }
        is_it
    }

    fn results(&mut self, directive: &Directive) {
        let sharing = Sharing::of(directive);
        let last = sharing.lastprivate.iter().map(|(var, _)| var.clone());
        let linear = sharing.linear.iter().map(|(var, _)| var.clone());
        let reduced = sharing.reductions.iter().map(|reduction| reduction.var.clone());
        for var in reduced.chain(last).chain(linear).chain(expand::broadcast(directive)) {
            self.add(&var);
        }
    }

    fn single(&mut self, directive: &Directive, stmt: &mut Stmt) {
        let private = Sharing::of(directive);
        let written = Mentions::of(&Block { brace_token: Default::default(), stmts: vec![stmt.clone()] });
        let written =
            written.free().filter(|mention| mention.writes() && !mention.is_in(Construct::Critical));
        let mut names: Vec<Ident> = Vec::new();
        for mention in written {
            let is_private = private.privates().any(|private| private == &mention.name);
            let in_task = mention.is_in(Construct::Task) || mention.is_in(Construct::Parallel);
            if !names.contains(&mention.name) && !is_private && !in_task {
                names.push(mention.name.clone());
            }
        }
        names.retain(|name| self.add(name));
        let named = expand::broadcast(directive);
        names.retain(|name| !named.contains(name));
        if let Some(tokens) = crate::walk::attribute::tokens_mut(stmt)
            && !names.is_empty()
        {
            tokens.extend(quote!(, copyprivate(#(#names),*)));
        }
    }
}

impl VisitMut for Finder<'_, '_> {
    fn visit_stmt_mut(&mut self, stmt: &mut Stmt) {
        if let Some(directive) = directive_on(stmt) {
            match directive.outermost() {
                // A region of its own: its results are for this one's variables, and each member's.
                Construct::Parallel => return,
                Construct::For | Construct::Loop | Construct::Sections | Construct::Scope => {
                    self.results(&directive);
                }
                Construct::Single if !directive.is(ClauseName::Nowait) => {
                    self.results(&directive);
                    self.single(&directive, stmt);
                }
                _ => {}
            }
        }
        visit_mut::visit_stmt_mut(self, stmt);
    }

    fn visit_expr_closure_mut(&mut self, _: &mut ExprClosure) {}
    fn visit_item_mut(&mut self, _: &mut Item) {}
}
