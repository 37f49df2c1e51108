//! Every mention of a variable in a block, with the constructs that it is in.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, BinOp, Block, Expr, Item, Macro, PatIdent, Stmt};

use crate::errors::Errors;
use crate::model::{Construct, Directive};
use crate::parse;
use crate::walk::attribute;

/// What is done to a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// Assigned to, with or without an operator; whole, or an element or a field of it.
    Assign,
    /// Borrowed mutably.
    BorrowMut,
    /// Anything else.
    Other,
}

/// One mention.
pub(super) struct Mention {
    pub(super) name: Ident,
    pub(super) how: How,
    /// Whether an element is assigned to, or borrowed.
    pub(super) indexed: bool,
    /// The directives around, within the block, from the outside to the inside.
    pub(super) around: Vec<Directive>,
}

impl Mention {
    /// Whether it is within a construct of this kind.
    pub(super) fn is_in(&self, construct: Construct) -> bool {
        self.around.iter().any(|directive| directive.has(construct))
    }

    pub(super) fn writes(&self) -> bool {
        self.how != How::Other
    }
}

/// All mentions in a block, and the names that it binds itself.
#[derive(Default)]
pub(super) struct Mentions {
    pub(super) all: Vec<Mention>,
    pub(super) bound: BTreeSet<String>,
    around: Vec<Directive>,
}

impl Mentions {
    pub(super) fn of(body: &Block) -> Self {
        let mut mentions = Self::default();
        mentions.visit_block(body);
        mentions
    }

    /// The mentions of variables that the block does not bind.
    pub(super) fn free(&self) -> impl Iterator<Item = &Mention> {
        self.all.iter().filter(|mention| !self.binds(&mention.name))
    }

    /// Whether some pattern in the block binds this name: then not every mention is the outer variable.
    pub(super) fn binds(&self, name: &Ident) -> bool {
        self.bound.contains(&name.to_string())
    }

    fn mention(&mut self, name: &Ident, how: How, indexed: bool) {
        self.all.push(Mention { name: name.clone(), how, indexed, around: self.around.clone() });
    }

    /// A place and what is done to it.
    fn place(&mut self, place: &Expr, how: How, indexed: bool) {
        match place {
            Expr::Path(path) => {
                if let Some(name) = path.path.get_ident() {
                    self.mention(name, how, indexed);
                }
            }
            Expr::Index(it) => {
                self.place(&it.expr, how, true);
                self.visit_expr(&it.index);
            }
            Expr::Field(it) => self.place(&it.base, how, indexed),
            Expr::Paren(it) => self.place(&it.expr, how, indexed),
            Expr::Group(it) => self.place(&it.expr, how, indexed),
            Expr::Unary(it) if matches!(it.op, syn::UnOp::Deref(_)) => self.place(&it.expr, how, indexed),
            Expr::Tuple(it) => it.elems.iter().for_each(|elem| self.place(elem, how, indexed)),
            other => self.visit_expr(other),
        }
    }

    fn tokens(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Ident(name) => self.mention(&name, How::Other, false),
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Literal(literal) => {
                    for name in crate::loops::captures(&literal.to_string()) {
                        if let Ok(name) = syn::parse_str::<Ident>(name) {
                            self.mention(&name, How::Other, false);
                        }
                    }
                }
                TokenTree::Punct(_) => {}
            }
        }
    }
}

/// The directive on a statement, whose errors are told elsewhere.
pub(super) fn directive_on(stmt: &Stmt) -> Option<Directive> {
    // Only attributes are asked for; a statement is copied for it if it may have one.
    let may_have = match stmt {
        Stmt::Local(local) => !local.attrs.is_empty(),
        Stmt::Expr(..) | Stmt::Macro(_) => true,
        Stmt::Item(_) => false,
    };
    let found = may_have.then(|| attribute::peek(stmt)).flatten()?;
    parse::directive(found.tokens, &found.place, &Errors::default())
}

impl<'a> Visit<'a> for Mentions {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        let Some(directive) = directive_on(stmt) else { return visit::visit_stmt(self, stmt) };
        self.around.push(directive);
        visit::visit_stmt(self, stmt);
        self.around.pop();
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Path(_) => self.place(expr, How::Other, false),
            Expr::Assign(it) => {
                self.visit_expr(&it.right);
                self.place(&it.left, How::Assign, false);
            }
            Expr::Binary(it) if is_assignment(&it.op) => {
                self.visit_expr(&it.right);
                self.place(&it.left, How::Assign, false);
            }
            Expr::Reference(it) if it.mutability.is_some() => self.place(&it.expr, How::BorrowMut, false),
            _ => visit::visit_expr(self, expr),
        }
    }

    fn visit_macro(&mut self, it: &'a Macro) {
        self.tokens(it.tokens.clone());
    }

    /// Names in the clauses of inner directives are mentions outside of their statement.
    fn visit_attribute(&mut self, it: &'a Attribute) {
        // The name of a critical section is no variable's.
        if let (Some(_), syn::Meta::List(list)) = (attribute::kind(it), &it.meta)
            && !attribute::begins_with(it, Construct::Critical)
        {
            let directive = self.around.pop();
            self.tokens(list.tokens.clone());
            self.around.extend(directive);
        }
    }

    fn visit_pat_ident(&mut self, it: &'a PatIdent) {
        self.bound.insert(it.ident.to_string());
        visit::visit_pat_ident(self, it);
    }

    fn visit_item(&mut self, _: &'a Item) {}
}

fn is_assignment(op: &BinOp) -> bool {
    use BinOp::*;
    matches!(
        op,
        AddAssign(_)
            | SubAssign(_)
            | MulAssign(_)
            | DivAssign(_)
            | RemAssign(_)
            | BitXorAssign(_)
            | BitAndAssign(_)
            | BitOrAssign(_)
            | ShlAssign(_)
            | ShrAssign(_)
    )
}
