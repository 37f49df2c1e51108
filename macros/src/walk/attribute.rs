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
pub(crate) fn stand_alone(stmt: &Stmt) -> Option<Found> {
    let call = match stmt {
        Stmt::Macro(call) => &call.mac,
        Stmt::Expr(Expr::Macro(call), _) => &call.mac,
        _ => return None,
    };
    is_called(&call.path, "omp")
        .then(|| Found { tokens: call.tokens.clone(), place: call.path.to_token_stream() })
}

/// The attributes of an expression statement. Those of `#[a] x += 1` belong to the left operand.
fn attributes(expr: &mut Expr) -> Option<&mut Vec<Attribute>> {
    Some(match expr {
        Expr::Assign(assign) => return attributes(&mut assign.left),
        Expr::Binary(binary) => return attributes(&mut binary.left),
        Expr::Cast(cast) => return attributes(&mut cast.expr),
        Expr::MethodCall(it) => &mut it.attrs,
        Expr::Field(it) => &mut it.attrs,
        Expr::Index(it) => &mut it.attrs,
        Expr::Call(it) => &mut it.attrs,
        Expr::Try(it) => &mut it.attrs,
        Expr::Await(it) => &mut it.attrs,
        Expr::Range(it) => &mut it.attrs,
        Expr::Break(it) => &mut it.attrs,
        Expr::Return(it) => &mut it.attrs,
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

/// Whether `stmt` has the directive `construct` and nothing else in its first attribute, which is then taken off.
pub(crate) fn directive_of(stmt: &mut Stmt, construct: crate::model::Construct) -> bool {
    let mut without = stmt.clone();
    let is_it = take(&mut without).is_some_and(|found| found.tokens.to_string() == construct.word());
    if is_it {
        *stmt = without;
    }
    is_it
}

/// Whether an attribute is a directive whose first construct is `construct`.
pub(crate) fn begins_with(attribute: &Attribute, construct: crate::model::Construct) -> bool {
    let Meta::List(list) = &attribute.meta else { return false };
    let first = list.tokens.clone().into_iter().next().map(|token| token.to_string());
    kind(attribute) == Some(Kind::Omp) && first.as_deref() == Some(construct.word())
}

/// Whether a statement is `omp!(taskwait);` without clauses.
pub(crate) fn is_taskwait(stmt: &Stmt) -> bool {
    stand_alone(stmt).is_some_and(|found| found.tokens.to_string() == "taskwait")
}
