//! What is better left as it is.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::visit::{self, Visit};
use syn::{Block, Expr, Macro, Stmt};

use crate::loops::known_macros::takes_expressions;

/// Where these words occur, something other than the text decides what the loop does, or something may be there only
/// once: directives, items, `static mut`, waiting.
const WORDS: &[&str] = &["omp", "parallel_for", "unsafe", "async", "await", "static", "fn", "yield"];

/// More tokens than these are not written twice: whoever does so much in an iteration does not feel a check.
const SMALL: usize = 500;

/// Whether a body is to be left alone altogether.
pub(super) fn about(body: &Block) -> bool {
    words(body.to_token_stream()).1
}

/// Whether what runs in it may be written twice. Unknown macros may declare something, or look at where they are.
pub(super) fn about_twice(tokens: &impl ToTokens, all_macros: bool) -> bool {
    struct Doubts {
        all_macros: bool,
        found: bool,
    }
    impl<'ast> Visit<'ast> for Doubts {
        fn visit_macro(&mut self, mac: &'ast Macro) {
            let name = mac.path.segments.last().map(|last| last.ident.to_string());
            self.found |= self.all_macros || !name.is_some_and(|name| takes_expressions(&name));
        }
        fn visit_stmt(&mut self, stmt: &'ast Stmt) {
            self.found |= matches!(stmt, Stmt::Item(_));
            visit::visit_stmt(self, stmt);
        }
        fn visit_expr(&mut self, expr: &'ast Expr) {
            self.found |= matches!(expr, Expr::Verbatim(_) | Expr::Const(_));
            visit::visit_expr(self, expr);
        }
    }
    let tokens = tokens.to_token_stream();
    let mut doubts = Doubts { all_macros, found: false };
    match syn::parse2::<Block>(tokens.clone()) {
        Ok(block) => doubts.visit_block(&block),
        Err(_) => return true,
    }
    doubts.found || words(tokens).0 > SMALL
}

/// The number of tokens, and whether one of the words is among them.
fn words(tokens: TokenStream) -> (usize, bool) {
    tokens.into_iter().fold((0, false), |(count, found), token| match token {
        TokenTree::Group(group) => {
            let (inner, also) = words(group.stream());
            (count + inner + 1, found || also)
        }
        TokenTree::Ident(name) => (count + 1, found || WORDS.iter().any(|word| name == word)),
        _ => (count + 1, found),
    })
}
