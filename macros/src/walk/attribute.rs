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
    let attributes = of_stmt_mut(stmt)?;
    let at = attributes.iter().position(|attribute| kind(attribute).is_some())?;
    Some(found(&attributes.remove(at)))
}

/// The first directive of a statement, which stays.
pub(crate) fn peek(stmt: &Stmt) -> Option<Found> {
    of_stmt(stmt)?.iter().find(|attribute| kind(attribute).is_some()).map(found)
}

/// Takes all attributes off a statement.
pub(crate) fn take_all(stmt: &mut Stmt) -> Vec<Attribute> {
    of_stmt_mut(stmt).map(std::mem::take).unwrap_or_default()
}

/// The tokens of a statement's first directive.
pub(crate) fn tokens_mut(stmt: &mut Stmt) -> Option<&mut TokenStream> {
    let attribute = of_stmt_mut(stmt)?.iter_mut().find(|attribute| kind(attribute).is_some())?;
    match &mut attribute.meta {
        Meta::List(list) => Some(&mut list.tokens),
        _ => None,
    }
}

fn found(attribute: &Attribute) -> Found {
    let tokens = match (&attribute.meta, kind(attribute)) {
        (Meta::List(list), Some(Kind::ParallelFor)) => parse::parallel_for(&list.tokens),
        (_, Some(Kind::ParallelFor)) => parse::parallel_for(&TokenStream::new()),
        (Meta::List(list), _) => list.tokens.clone(),
        (Meta::NameValue(pair), _) => pair.value.to_token_stream(),
        (Meta::Path(_), _) => TokenStream::new(),
    };
    Found { tokens, place: attribute.to_token_stream() }
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

macro_rules! borrow {
    (shared $place:expr) => {
        &$place
    };
    (mutable $place:expr) => {
        &mut $place
    };
}

/// The attributes of statements. Those of `#[a] x += 1` belong to the left operand.
macro_rules! attributes {
    ($how:ident $of_stmt:ident($Stmt:ty) $of_expr:ident($Expr:ty) $Attributes:ty) => {
        fn $of_stmt(stmt: $Stmt) -> Option<$Attributes> {
            match stmt {
                Stmt::Local(local) => Some(borrow!($how local.attrs)),
                Stmt::Expr(expr, _) => $of_expr(expr),
                Stmt::Macro(call) => Some(borrow!($how call.attrs)),
                // Items are asked for theirs as items.
                Stmt::Item(_) => None,
            }
        }

        fn $of_expr(expr: $Expr) -> Option<$Attributes> {
            attributes!(@ $how $of_expr expr
                Assign left, Binary left, Cast expr;
                MethodCall Field Index Call Try Await Range Break Continue Return Repeat Array Async Block Closure Const ForLoop If
                Lit Loop Macro Match Paren Path Reference Struct Tuple Unary Unsafe While)
        }
    };
    (@ $how:ident $of_expr:ident $expr:ident $($Left:ident $left:ident),+; $($Kind:ident)+) => {
        match $expr {
            $(Expr::$Left(it) => $of_expr(borrow!($how *it.$left)),)+
            $(Expr::$Kind(it) => Some(borrow!($how it.attrs)),)+
            _ => None,
        }
    };
}

attributes!(shared of_stmt(&Stmt) of_expr(&Expr) &Vec<Attribute>);
attributes!(mutable of_stmt_mut(&mut Stmt) of_expr_mut(&mut Expr) &mut Vec<Attribute>);

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

/// The word that a directive begins with.
pub(super) fn first_word(found: &Found) -> String {
    found.tokens.clone().into_iter().next().map(|token| token.to_string()).unwrap_or_default()
}
