//! What an index says about the iterations that reach the element.

use quote::{ToTokens, quote};
use syn::{BinOp, Expr, ExprBinary, ExprRange, Ident, Lit, RangeLimits, Type, UnOp};

use super::syntax::{mentions, peel, text};

/// An index, seen from a loop over `i`.
#[derive(Clone, Debug)]
pub(super) enum Form {
    /// `i + offset`, the offset being the same in all iterations.
    Element { offset: Offset },
    /// `i * stride + rest`, or a range of such.
    Row { stride: Box<Expr>, rest: Box<Rest> },
    /// `[[i + offset, rest…]]`, of ndarray: a part along the first axis, at `rest` in it.
    Part { offset: Offset, rest: Vec<Expr> },
    /// `[i][j]` in a nest of two.
    Cell,
    /// `i * stride + j` in a nest of two.
    Flat { stride: Box<Expr> },
    /// Anything else.
    Other,
}

/// What is added to the index: the terms, and whether they are subtracted.
#[derive(Clone, Debug, Default)]
pub(super) struct Offset(Vec<(bool, Expr)>);

/// Where in its row an index lies.
#[derive(Clone, Debug)]
pub(super) enum Rest {
    At(Expr),
    Span(Expr, Expr),
}

impl Form {
    /// Two forms of one key never reach an element of the same array from different iterations.
    pub(super) fn key(&self) -> Option<String> {
        match self {
            Form::Element { offset } => Some(format!("+{}", offset.text())),
            Form::Row { stride, .. } => Some(format!("*{}", text(stride))),
            Form::Part { offset, .. } => Some(format!("[+{}", offset.text())),
            Form::Cell => Some("cell".to_owned()),
            Form::Flat { stride } => Some(format!("flat*{}", text(stride))),
            Form::Other => None,
        }
    }

    /// The form of an index, or of two, in a nest over `i` and `j`.
    pub(super) fn of_nest(
        index: &Expr,
        second: Option<&Expr>,
        [i, j]: [&Ident; 2],
        fixed: &dyn Fn(&Expr) -> bool,
    ) -> Self {
        match (second, Linear::of(index, i, fixed)) {
            (Some(second), _) if is_just(index, i) && is_just(second, j) => Form::Cell,
            (None, Some(Linear { stride: Some(stride), rest })) => match &rest[..] {
                [(false, term)] if is_just(term, j) => Form::Flat { stride: Box::new(stride) },
                _ => Form::Other,
            },
            _ => Form::Other,
        }
    }

    /// The form of `index` in a loop over `i`; `fixed` tells expressions that are the same in all iterations.
    pub(super) fn of(index: &Expr, i: &Ident, fixed: &dyn Fn(&Expr) -> bool) -> Self {
        let linear = |expr: &Expr| Linear::of(expr, i, fixed);
        if let Expr::Range(ExprRange {
            start: Some(start),
            end: Some(end),
            limits: RangeLimits::HalfOpen(_),
            ..
        }) = peel(index)
        {
            return match (linear(start), linear(end)) {
                (
                    Some(Linear { stride: Some(a), rest: from }),
                    Some(Linear { stride: Some(b), rest: to }),
                ) if text(&a) == text(&b) => match (sum(&from), sum(&to)) {
                    (Some(from), Some(to)) => {
                        Form::Row { stride: Box::new(a), rest: Box::new(Rest::Span(from, to)) }
                    }
                    _ => Form::Other,
                },
                _ => Form::Other,
            };
        }
        if let Expr::Array(array) = peel(index)
            && let Some((first, rest)) = array.elems.iter().collect::<Vec<_>>().split_first()
            && !rest.is_empty()
        {
            return match linear(first) {
                Some(Linear { stride: None, rest: terms }) if terms.iter().all(|(_, term)| fixed(term)) => {
                    Form::Part {
                        offset: Offset(terms),
                        rest: rest.iter().map(|&expr| expr.clone()).collect(),
                    }
                }
                _ => Form::Other,
            };
        }
        match linear(index) {
            Some(Linear { stride: None, rest }) if rest.iter().all(|(_, term)| fixed(term)) => {
                Form::Element { offset: Offset(rest) }
            }
            Some(Linear { stride: Some(stride), rest }) => match sum(&rest) {
                Some(rest) => Form::Row { stride: Box::new(stride), rest: Box::new(Rest::At(rest)) },
                None => Form::Other,
            },
            _ => Form::Other,
        }
    }
}

impl Offset {
    fn text(&self) -> String {
        let mut terms: Vec<String> = self
            .0
            .iter()
            .map(|(minus, term)| format!("{}{}", if *minus { '-' } else { '+' }, text(term)))
            .collect();
        terms.sort();
        terms.concat()
    }

    /// As an `i128`.
    pub(super) fn to_i128(&self) -> proc_macro2::TokenStream {
        let terms = self.0.iter().map(|(minus, term)| {
            let sign = if *minus { quote!(-) } else { quote!(+) };
            quote!(#sign ((#term) as i128))
        });
        quote!(0_i128 #(#terms)*)
    }
}

/// The terms added up, if that begins with one that is not subtracted.
fn sum(terms: &[(bool, Expr)]) -> Option<Expr> {
    let plus = terms.iter().filter(|(minus, _)| !minus).map(|(_, term)| term);
    let minus = terms.iter().filter(|(minus, _)| *minus).map(|(_, term)| term);
    if terms.is_empty() {
        return Some(syn::parse_quote!(0));
    }
    let sum = plus.cloned().reduce(|a, b| syn::parse_quote!(#a + #b))?;
    Some(minus.fold(sum, |a, b| syn::parse_quote!(#a - (#b))))
}

/// `i + rest` or `i * stride + rest`.
struct Linear {
    stride: Option<Expr>,
    rest: Vec<(bool, Expr)>,
}

impl Linear {
    fn of(expr: &Expr, i: &Ident, fixed: &dyn Fn(&Expr) -> bool) -> Option<Self> {
        let expr = peel(expr);
        match expr {
            Expr::Path(path) if path.path.is_ident(i) => Some(Linear { stride: None, rest: Vec::new() }),
            // Truncating casts would make two indices one.
            Expr::Cast(cast) if is_usize(&cast.ty) => Self::of(&cast.expr, i, fixed),
            Expr::Binary(ExprBinary { left, right, op: op @ (BinOp::Add(_) | BinOp::Sub(_)), .. }) => {
                let minus = matches!(op, BinOp::Sub(_));
                if !mentions(right, i) {
                    let mut linear = Self::of(left, i, fixed)?;
                    linear.add(minus, right);
                    Some(linear)
                } else if !minus && !mentions(left, i) {
                    let mut linear = Self::of(right, i, fixed)?;
                    linear.add(false, left);
                    Some(linear)
                } else {
                    None
                }
            }
            Expr::Binary(ExprBinary { left, right, op: BinOp::Mul(_), .. }) => {
                let (linear, stride) = if mentions(left, i) {
                    (Self::of(left, i, fixed)?, peel(right))
                } else {
                    (Self::of(right, i, fixed)?, peel(left))
                };
                if linear.stride.is_some() || !fixed(stride) {
                    return None;
                }
                let rest = linear.rest.into_iter().map(|(minus, term)| {
                    let one = matches!(&term, Expr::Lit(lit) if matches!(&lit.lit, Lit::Int(n) if n.base10_digits() == "1"));
                    (minus, if one { stride.clone() } else { syn::parse_quote!((#term) * #stride) })
                });
                Some(Linear { stride: Some(stride.clone()), rest: rest.collect() })
            }
            _ => None,
        }
    }

    /// Adds the terms of a sum one by one, so that `n + 1` and `1 + n` are the same.
    fn add(&mut self, minus: bool, expr: &Expr) {
        match peel(expr) {
            Expr::Binary(ExprBinary { left, right, op: op @ (BinOp::Add(_) | BinOp::Sub(_)), .. }) => {
                self.add(minus, left);
                self.add(minus != matches!(op, BinOp::Sub(_)), right);
            }
            _ => self.rest.push((minus, expr.clone())),
        }
    }
}

/// Whether `expr` is `name`, or that `as usize`.
fn is_just(expr: &Expr, name: &Ident) -> bool {
    match peel(expr) {
        Expr::Path(path) => path.path.is_ident(name),
        Expr::Cast(cast) => is_usize(&cast.ty) && is_just(&cast.expr, name),
        _ => false,
    }
}

fn is_usize(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.is_ident("usize"))
}

/// Whether `expr` is arithmetic of literals and of variables that `outer` accepts.
pub(super) fn is_fixed(expr: &Expr, outer: &dyn Fn(&Ident) -> bool) -> bool {
    match expr {
        Expr::Lit(lit) => matches!(lit.lit, Lit::Int(_)),
        Expr::Path(path) => path.path.get_ident().is_some_and(outer),
        Expr::Field(field) => is_fixed(&field.base, outer),
        Expr::Paren(inner) => is_fixed(&inner.expr, outer),
        Expr::Group(inner) => is_fixed(&inner.expr, outer),
        Expr::Cast(cast) => is_fixed(&cast.expr, outer),
        Expr::Unary(unary) => {
            matches!(unary.op, UnOp::Neg(_) | UnOp::Deref(_)) && is_fixed(&unary.expr, outer)
        }
        Expr::Binary(binary) => {
            matches!(binary.op, BinOp::Add(_) | BinOp::Sub(_) | BinOp::Mul(_) | BinOp::Div(_))
                && is_fixed(&binary.left, outer)
                && is_fixed(&binary.right, outer)
        }
        _ => false,
    }
}

impl ToTokens for Rest {
    fn to_tokens(&self, tokens: &mut proc_macro2::TokenStream) {
        match self {
            Rest::At(at) => at.to_tokens(tokens),
            Rest::Span(from, to) => tokens.extend(quote!((#from)..(#to))),
        }
    }
}
