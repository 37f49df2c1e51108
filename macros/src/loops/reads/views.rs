//! Captured arrays that are only read, each looked at once for a chunk.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Block, Expr, Ident, parse_quote};

use super::index::is_plain;
use crate::loops::names::{self, READ, VIEW};
use crate::loops::place::{Base, How};
use crate::loops::syntax::peel;
use crate::loops::uses::{Outside, Use, uses};

/// Puts `(*view)[i]` in the place of `x[i]`, and answers with the statements that make the views.
pub(super) fn take(body: &mut Block, outside: &Outside<'_>, krate: &TokenStream) -> TokenStream {
    let uses = uses(body, outside);
    let mut views: Vec<(Base, Expr)> = Vec::new();
    for this in &uses {
        if is_read_by_index(this)
            && views.iter().all(|(base, _)| *base != this.base)
            && only_read(this, &uses)
        {
            views.push((this.base.clone(), this.array.clone()));
        }
    }
    outside.walk(body, &mut |found| {
        let (base, _) = views.iter().find(|(base, _)| *base == found.base)?;
        let (Expr::Index(indexed), None) = (found.expr, found.second) else { return None };
        if !is_plain(&indexed.expr) || is_of_ndarray(found.expr) || !is_read(&found.how) {
            return None;
        }
        let (view, mut indexed) = (name(base), indexed.clone());
        *indexed.expr = parse_quote!((*#view));
        Some(Expr::Index(indexed))
    });
    let lets = views.iter().map(|(base, array)| {
        let view = name(base);
        quote!(let #view = #krate::__private::reads::Indexed(&#array).view();)
    });
    lets.collect()
}

fn name(base: &Base) -> Ident {
    names::of(VIEW, base)
}

fn is_read_by_index(this: &Use) -> bool {
    let root = &this.base.root;
    (!names::is_ours(root) || root.to_string().starts_with(READ))
        && this.form.is_some()
        && !is_of_ndarray(&this.expr)
        && is_plain(peel(&this.array))
        && is_read(&this.how)
}

/// `a[[i, j]]`
fn is_of_ndarray(place: &Expr) -> bool {
    matches!(place, Expr::Index(indexed) if matches!(peel(&indexed.index), Expr::Array(_)))
}

fn is_read(how: &How) -> bool {
    matches!(how, How::Read) || matches!(how, How::Method(name) if of_numbers(name))
}

/// Methods of numbers, which take them by value. Another one might want `&mut self`: then it is the compiler who tells, and
/// of the user's own name.
pub(super) fn of_numbers(method: &Ident) -> bool {
    const OF_NUMBERS: &[&str] = &[
        "abs",
        "abs_diff",
        "ceil",
        "clamp",
        "clone",
        "cos",
        "exp",
        "floor",
        "hypot",
        "is_nan",
        "ln",
        "log10",
        "log2",
        "max",
        "min",
        "mul_add",
        "pow",
        "powf",
        "powi",
        "recip",
        "rem_euclid",
        "round",
        "signum",
        "sin",
        "sqrt",
        "tan",
        "tanh",
        "to_bits",
        "wrapping_add",
        "wrapping_mul",
        "wrapping_sub",
    ];
    OF_NUMBERS.contains(&&*method.to_string())
}

fn only_read(this: &Use, uses: &[Use]) -> bool {
    uses.iter()
        .filter(|other| other.base.overlaps(&this.base))
        .all(|other| !other.how.writes() && !other.atomic)
}
