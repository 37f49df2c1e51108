//! What whole programs expand to.
//!
//! Each text stands in a function and goes through `#[omp]`. What comes out is compared as a program, so expected texts are
//! laid out as one likes. Two things are left out on both sides: what closures allow, and blocks around a lone block.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, ExprClosure, File, Path, Stmt};

use crate::walk::entry;

mod loops;
mod regions;
mod tasks;
mod transforms;

/// The function that a text stands in.
fn function(body: &str) -> String {
    format!("fn program(n: usize, m: usize, a: i64, x: &[i64], y: &mut [i64], t: &AtomicI64) {{ {body} }}")
}

/// What a text expands to under these arguments of `#[omp]`.
fn expansion_with(arguments: TokenStream, source: &str) -> File {
    let item = function(source).parse().unwrap();
    let expansion = entry::omp(arguments, item);
    let file = syn::parse2(expansion).expect(source);
    check_names(&file, source);
    check_unsafe(&file, source);
    file
}

/// A program as text, without what is the same everywhere.
fn text(mut file: File) -> String {
    Plain.visit_file_mut(&mut file);
    prettyplease::unparse(&file)
}

/// The text expands to this one, and to nothing that no expansion may have.
#[track_caller]
fn expands(source: &str, expected: &str) {
    let found = text(expansion_with(TokenStream::new(), source));
    let expected = text(syn::parse_file(&function(expected)).unwrap());
    assert!(found == expected, "{source}\nexpands to\n{found}\nand not to\n{expected}");
}

/// The text expands to one that has these parts, in this order. White space does not matter.
#[track_caller]
fn expands_with_parts(source: &str, parts: &[&str]) {
    let found = text(expansion_with(TokenStream::new(), source));
    let packed = |text: &str| text.split_whitespace().collect::<String>();
    let whole = packed(&found);
    let mut rest = whole.as_str();
    for part in parts {
        let (_, after) =
            rest.split_once(&packed(part)).unwrap_or_else(|| panic!("{source}\nhas no {part}\n{found}"));
        rest = after;
    }
}

struct Plain;

impl VisitMut for Plain {
    fn visit_block_mut(&mut self, block: &mut Block) {
        visit_mut::visit_block_mut(self, block);
        if let [Stmt::Expr(Expr::Block(inner), _)] = &block.stmts[..]
            && inner.label.is_none()
            && inner.attrs.is_empty()
        {
            *block = inner.block.clone();
        }
    }

    fn visit_expr_closure_mut(&mut self, closure: &mut ExprClosure) {
        closure.attrs.retain(|attribute| !attribute.path().is_ident("allow"));
        visit_mut::visit_expr_closure_mut(self, closure);
    }
}

/// A path of several names begins at the root of ferromp or of `core`, and no type is named without a path: nothing that
/// the user's program imports or declares can change what is meant. (The programs here write no such names of their own.)
fn check_names(file: &File, source: &str) {
    struct Names<'a>(&'a str);
    impl Visit<'_> for Names<'_> {
        fn visit_path(&mut self, path: &Path) {
            let said = path.to_token_stream().to_string();
            let first = path.segments[0].ident.to_string();
            if path.segments.len() > 1 {
                let is_absolute = path.leading_colon.is_some() && ["ferromp", "core"].contains(&&*first);
                assert!(is_absolute, "`{said}` in the expansion of {}", self.0);
            } else {
                let is_local = first.starts_with(char::is_lowercase) || first == "CONSTRUCT";
                let is_of_user = function(self.0).contains(&first);
                assert!(is_local || is_of_user, "`{said}` in the expansion of {}", self.0);
            }
            visit::visit_path(self, path);
        }

        fn visit_item_use(&mut self, item: &syn::ItemUse) {
            let said = item.to_token_stream().to_string();
            assert!(said.starts_with("use :: ferromp ::"), "`{said}` in the expansion of {}", self.0);
        }
    }
    Names(source).visit_file(file);
}

/// Only a text that says `unsafe shared` expands to `unsafe`.
fn check_unsafe(file: &File, source: &str) {
    fn has_unsafe(tokens: TokenStream) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Ident(ident) => ident == "unsafe",
            TokenTree::Group(group) => has_unsafe(group.stream()),
            _ => false,
        })
    }
    assert_eq!(has_unsafe(file.to_token_stream()), source.contains("unsafe shared"), "{source}");
}
