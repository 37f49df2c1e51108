//! `collapse(n)`: a nest of loops as one.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Block, Expr, ExprForLoop, Ident, Pat, Stmt};

use super::header::is_progression;
use super::names::ours;
use super::syntax::mentions;
use crate::errors::Errors;
use crate::model::LoopDirective;

/// A perfect nest over ranges.
pub(super) struct Nest {
    /// The spaces of two loops, taken before; none if the inner one depends on the outer, or there are more.
    pub(super) spaces: Option<[Ident; 2]>,
    pub(super) before: TokenStream,
    pub(super) space: TokenStream,
    pub(super) pattern: TokenStream,
    pub(super) names: Vec<Ident>,
    /// What the innermost loop does.
    pub(super) body: Block,
}

impl Nest {
    pub(super) fn of(
        source: &ExprForLoop,
        directive: &LoopDirective,
        errors: &Errors,
        krate: &TokenStream,
    ) -> Option<Self> {
        let mut loops = vec![source];
        while loops.len() < directive.collapse {
            let around = loops[loops.len() - 1];
            match &around.body.stmts[..] {
                [Stmt::Expr(Expr::ForLoop(inner), _)] => loops.push(inner),
                stmts => {
                    let odd = stmts.iter().find(|stmt| !matches!(stmt, Stmt::Expr(Expr::ForLoop(_), _)));
                    let message = format!(
                        "`collapse({})` takes {} loops, one directly within the other, with no other statement between them",
                        directive.collapse, directive.collapse
                    );
                    match odd.or(stmts.get(1)) {
                        Some(stmt) => errors.at(stmt, message),
                        None => errors.at(around.for_token, message),
                    }
                    return None;
                }
            }
        }
        let before = errors.count();
        let mut names = Vec::new();
        for this in &loops {
            match &*this.pat {
                Pat::Ident(name) if name.by_ref.is_none() => names.push(name.ident.clone()),
                Pat::Wild(_) => {}
                other => errors.at(
                    other,
                    "a loop of a collapsed nest counts with a variable of its own: `for i in a..b`",
                ),
            }
            if !is_progression(&this.expr) {
                errors.at(
                    &this.expr,
                    "a loop of a collapsed nest runs over a range: its index stands for the iteration",
                );
            }
            if let Some(label) = &this.label {
                errors
                    .at(label, "the loops of a collapsed nest are one loop: a label would name a part of it");
            }
        }
        if errors.count() > before {
            return None;
        }
        let depends = |inner: &ExprForLoop| names.iter().any(|name| mentions(&inner.expr, name));
        let ranges: Vec<&Expr> = loops.iter().map(|this| &*this.expr).collect();
        let patterns = loops.iter().map(|this| &this.pat);
        let mut before = TokenStream::new();
        let mut spaces = None;
        let space = match loops.iter().skip(1).find(|inner| depends(inner)) {
            None if names.len() == 2 && loops.len() == 2 => {
                let (outer, inner) = (ours("outer"), ours("inner"));
                let (a, b) = (ranges[0], ranges[1]);
                before = quote! {
                    let #outer = #krate::space::IntoSpace::into_space(#a);
                    let #inner = #krate::space::IntoSpace::into_space(#b);
                };
                let space = quote!(#krate::space::Collapse::collapse((#outer, #inner)));
                spaces = Some([outer, inner]);
                space
            }
            None => quote!(#krate::space::Collapse::collapse((#(#ranges),*))),
            Some(_) if loops.len() == 2 => {
                let (outer, inner, index) = (&loops[0].expr, &loops[1].expr, &loops[0].pat);
                quote!(#krate::space::collapse_with(#outer, |#index| #inner))
            }
            Some(inner) => {
                let message = "bounds may depend on the loop around in a nest of two: write `collapse(2)`";
                errors.at(&inner.expr, message);
                return None;
            }
        };
        let body = loops[loops.len() - 1].body.clone();
        Some(Nest { spaces, before, space, pattern: quote!((#(#patterns),*)), names, body })
    }
}
