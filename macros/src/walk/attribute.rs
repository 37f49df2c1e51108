//! Which attributes and statements are directives.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Attribute, Expr, Meta, Path, Stmt};

use crate::parse;

/// Which of the two attributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Omp,
    ParallelFor,
}

/// A directive's text, and where it stands.
pub(crate) struct Found {
    pub(crate) tokens: TokenStream,
    pub(crate) place: TokenStream,
}

/// Which of the attributes `attribute` is, if any.
pub(crate) fn kind(attribute: &Attribute) -> Option<Kind> {
    if is_called(attribute.path(), "omp") {
        Some(Kind::Omp)
    } else if is_called(attribute.path(), "parallel_for") {
        Some(Kind::ParallelFor)
    } else {
        None
    }
}

/// Whether a path is `name`, `krate::name` or `krate::prelude::name`.
fn is_called(path: &Path, name: &str) -> bool {
    path.segments.len() <= 3
        && path.segments.last().is_some_and(|last| last.ident == name && last.arguments.is_none())
}

/// Takes the first directive off a statement.
pub(crate) fn take(stmt: &mut Stmt) -> Option<Found> {
    let attributes = match stmt {
        Stmt::Local(local) => &mut local.attrs,
        Stmt::Expr(expr, _) => attributes(expr)?,
        Stmt::Macro(call) => &mut call.attrs,
        // Items are asked for theirs as items.
        Stmt::Item(_) => return None,
    };
    let at = attributes.iter().position(|attribute| kind(attribute).is_some())?;
    let attribute = attributes.remove(at);
    let tokens = match (&attribute.meta, kind(&attribute)) {
        (Meta::List(list), Some(Kind::ParallelFor)) => parse::parallel_for(&list.tokens),
        (_, Some(Kind::ParallelFor)) => parse::parallel_for(&TokenStream::new()),
        (Meta::List(list), _) => list.tokens.clone(),
        (Meta::NameValue(pair), _) => pair.value.to_token_stream(),
        (Meta::Path(_), _) => TokenStream::new(),
    };
    Some(Found { tokens, place: attribute.into_token_stream() })
}

/// The text of `omp!(…);`.
pub(super) fn stand_alone(stmt: &Stmt) -> Option<Found> {
    let call = match stmt {
        Stmt::Macro(call) => &call.mac,
        Stmt::Expr(Expr::Macro(call), _) => &call.mac,
        _ => return None,
    };
    is_called(&call.path, "omp")
        .then(|| Found { tokens: call.tokens.clone(), place: call.path.to_token_stream() })
}

/// The attributes of an expression statement. They belong to the leftmost operand: `#[a] x += 1` is `(#[a] x) += 1`.
fn attributes(expr: &mut Expr) -> Option<&mut Vec<Attribute>> {
    Some(match expr {
        Expr::Assign(assign) => return attributes(&mut assign.left),
        Expr::Binary(binary) => return attributes(&mut binary.left),
        Expr::Cast(cast) => return attributes(&mut cast.expr),
        Expr::MethodCall(call) => return attributes(&mut call.receiver),
        Expr::Field(field) => return attributes(&mut field.base),
        Expr::Index(index) => return attributes(&mut index.expr),
        Expr::Call(call) => return attributes(&mut call.func),
        Expr::Try(inner) => return attributes(&mut inner.expr),
        Expr::Await(inner) => return attributes(&mut inner.base),
        Expr::Range(range) => return attributes(range.start.as_mut()?),
        Expr::Array(it) => &mut it.attrs,
        Expr::Async(it) => &mut it.attrs,
        Expr::Block(it) => &mut it.attrs,
        Expr::Closure(it) => &mut it.attrs,
        Expr::Const(it) => &mut it.attrs,
        Expr::ForLoop(it) => &mut it.attrs,
        Expr::If(it) => &mut it.attrs,
        Expr::Lit(it) => &mut it.attrs,
        Expr::Loop(it) => &mut it.attrs,
        Expr::Macro(it) => &mut it.attrs,
        Expr::Match(it) => &mut it.attrs,
        Expr::Paren(it) => &mut it.attrs,
        Expr::Path(it) => &mut it.attrs,
        Expr::Reference(it) => &mut it.attrs,
        Expr::Struct(it) => &mut it.attrs,
        Expr::Tuple(it) => &mut it.attrs,
        Expr::Unary(it) => &mut it.attrs,
        Expr::Unsafe(it) => &mut it.attrs,
        Expr::While(it) => &mut it.attrs,
        _ => return None,
    })
}
