//! `critical`, as the macro of that name.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote_spanned};
use syn::visit_mut::VisitMut;
use syn::{Expr, Ident, Stmt};

use super::{block, span};
use crate::model::{ClauseName, Directive};
use crate::walk::Walker;

/// The block stays where it is, so `return` and `?` leave the section as they should, and its value is the
/// statement's.
pub(super) fn expand(directive: &Directive, stmt: &mut Stmt, walker: &mut Walker<'_>) -> Option<TokenStream> {
    let before = walker.errors.count();
    let mut body = block::with_value(stmt);
    walker.inside(directive, |walker| walker.visit_block_mut(&mut body));
    if walker.errors.count() > before {
        return None;
    }
    let (span, krate, stmts) = (span(directive), &walker.krate, &body.stmts);
    let name = directive.args.first().map(|name| name.to_string()).unwrap_or_default();
    let hint = directive.expr(ClauseName::Hint).cloned().map(|mut hint| {
        Hints(krate).visit_expr_mut(&mut hint);
        hint.to_token_stream()
    });
    let hint = hint.map(|hint| quote_spanned!(span=> let _: #krate::SyncHint = #hint;));
    Some(quote_spanned! {span=> {
        #hint
        let _section = {
            static CONSTRUCT: #krate::__private::NamedCritical = #krate::__private::NamedCritical::new(#name);
            CONSTRUCT.enter()
        };
        #(#stmts)*
    }})
}

/// C's names of hints: `omp_sync_hint_contended`, and `omp_lock_hint_…` as they were called before.
struct Hints<'k>(&'k TokenStream);

impl VisitMut for Hints<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        syn::visit_mut::visit_expr_mut(self, expr);
        let Expr::Path(path) = &*expr else { return };
        let Some(name) = path.path.get_ident() else { return };
        let word = name.to_string();
        let hint = word.strip_prefix("omp_sync_hint_").or_else(|| word.strip_prefix("omp_lock_hint_"));
        if let Some(hint) = hint {
            let (krate, hint) = (self.0, Ident::new(&hint.to_uppercase(), name.span()));
            *expr = syn::parse_quote!(#krate::SyncHint::#hint);
        }
    }
}
