//! What is said of data that iterations cannot share: in OpenMP's words, at the token, with the way out.

use syn::{BinOp, Expr};

use super::classify::Lent;
use super::index::Form;
use super::names;
use super::place::How;
use super::syntax::{mentions, peel, text};
use super::uses::{Outside, Use};
use crate::errors::Errors;
use crate::model::{LoopDirective, LoopKind};

/// A variable that every iteration writes.
pub(super) fn scalar(this: &Use, errors: &Errors) {
    let name = names::plain(&this.base.text());
    let (variable, is_field) = (&this.base.root, !this.base.is_variable());
    let message = match &this.how {
        How::Assign { op, value } => match operator(op.as_ref(), value, &name) {
            Some(op) if is_field => format!(
                "`{name}` is shared and every thread writes it: reduce a variable with `reduction({op}: …)`, and assign \
                it to `{name}` after the loop"
            ),
            Some(op) => {
                format!("`{name}` is shared and every thread writes it: add `reduction({op}: {name})`")
            }
            None if op.is_some() => format!(
                "`{name}` is shared and every thread writes it: compute it from the iteration, or add `linear({name}: \
                step)` if it advances by the same step each time"
            ),
            None => format!(
                "`{name}` is shared and every thread writes it: declare it in the loop, or add `private({variable})`; \
                `lastprivate({variable})` if its last value is needed afterwards"
            ),
        },
        _ => format!(
            "`{name}` is shared and every thread would borrow it mutably: declare it in the loop, or add \
            `firstprivate({variable})`"
        ),
    };
    errors.at(&this.expr, message);
}

/// The operator of the reduction that an assignment looks like.
fn operator(op: Option<&BinOp>, value: &Expr, name: &str) -> Option<&'static str> {
    use BinOp::*;
    let is_it = |expr: &Expr| text(peel(expr)) == name || text(peel(expr)) == format!("*{name}");
    match (op, peel(value)) {
        (Some(AddAssign(_) | SubAssign(_)), _) => Some("+"),
        (Some(MulAssign(_) | DivAssign(_)), _) => Some("*"),
        (Some(BitAndAssign(_)), _) => Some("&"),
        (Some(BitOrAssign(_)), _) => Some("|"),
        (Some(BitXorAssign(_)), _) => Some("^"),
        (None, Expr::Binary(binary)) if is_it(&binary.left) || is_it(&binary.right) => match binary.op {
            Add(_) => Some("+"),
            Sub(_) if is_it(&binary.left) => Some("+"),
            Mul(_) => Some("*"),
            BitAnd(_) => Some("&"),
            BitOr(_) => Some("|"),
            BitXor(_) => Some("^"),
            And(_) => Some("&&"),
            Or(_) => Some("||"),
            _ => None,
        },
        (None, Expr::MethodCall(call)) if is_it(&call.receiver) || call.args.iter().any(is_it) => {
            extremum(&call.method.to_string())
        }
        (None, Expr::Call(call)) if call.args.iter().any(is_it) => match &*call.func {
            Expr::Path(path) => extremum(&path.path.segments.last()?.ident.to_string()),
            _ => None,
        },
        _ => None,
    }
}

fn extremum(name: &str) -> Option<&'static str> {
    match name {
        "max" => Some("max"),
        "min" => Some("min"),
        _ => None,
    }
}

/// An element is written, and nothing says that no other iteration writes it.
pub(super) fn not_own_element(write: &Use, outside: &Outside<'_>, errors: &Errors) {
    let (place, array) = (write.text(), names::plain(&write.base.text()));
    let Expr::Index(indexed) = &write.expr else { return };
    let by_index = outside.index.is_some_and(|i| mentions(&indexed.index, i));
    let op = match &write.how {
        How::Assign { op, value } => operator(op.as_ref(), value, &place),
        _ => None,
    };
    let message = match (by_index, op) {
        (false, Some(op)) => format!(
            "`{place}` may be written by several iterations at once: add `reduction({op}: {array})`, which gives each \
            thread an array of its own"
        ),
        _ if outside.inner_index.is_some() => {
            let name = |index: Option<&syn::Ident>| index.map_or_else(String::new, ToString::to_string);
            let (i, j) = (name(outside.index), name(outside.inner_index));
            format!(
                "nothing shows that no other iteration of the nest writes `{place}`: write `{array}[{i}][{j}]` or \
                `{array}[{i} * n + {j}]`; if the indices differ for reasons of your own, `unsafe shared({array})` says so"
            )
        }
        _ if outside.index.is_none() => format!(
            "`{place}` may be written by several iterations at once: loop over an index, `for i in 0..n`, and write \
            `{array}[i]`, or loop over `{array}.iter_mut()`"
        ),
        _ if outside.index.is_some_and(|i| place == format!("{array}[{i}]")) => {
            let i = outside.index.map(ToString::to_string).unwrap_or_default();
            format!(
                "nothing shows that no other iteration writes `{place}`: `{i}` is a variable of the body here, which hides \
                the loop's index; give it another name to write `{place}` by the index"
            )
        }
        _ => {
            let i = outside.index.map(ToString::to_string).unwrap_or_default();
            format!(
                "nothing shows that no other iteration writes `{place}`: write `{array}[{i}]`, a row \
                `{array}[{i} * n..({i} + 1) * n]`, or loop over pieces with `chunks_mut`; if the indices differ for \
                reasons of your own, `unsafe shared({array})` says so"
            )
        }
    };
    errors.at(&write.expr, message);
}

/// `write` writes the iteration's own element, and `other` may reach another iteration's.
pub(super) fn dependence(write: &Use, other: &Use, errors: &Errors) {
    let (own, place, array) = (write.text(), other.text(), names::plain(&write.base.text()));
    let message = match (&other.how, &other.form) {
        (How::Macro, _) => format!(
            "`{array}` is given to a macro whole while `{own}` is written by other iterations: take what it needs into a \
            variable before"
        ),
        (how, Some(form)) => {
            let done = if how.writes() { "written" } else { "read" };
            match form.key() {
                Some(_) => format!(
                    "`{place}` is {done} while `{own}` is written by another iteration: this loop carries a dependence"
                ),
                None => format!(
                    "`{place}` is {done} while `{own}` is written by other iterations: this loop may carry a dependence; \
                    read from a copy of `{array}` made before the loop"
                ),
            }
        }
        (_, None) => format!(
            "`{place}` is used as a whole while `{own}` is written by other iterations: this loop may carry a dependence"
        ),
    };
    errors.at(&other.expr, message);
}

/// A loop whose iterations wait for each other writes an array.
pub(super) fn in_doacross(write: &Use, errors: &Errors) {
    let (place, array) = (write.text(), names::plain(&write.base.text()));
    let message = format!(
        "`{place}` is written while other iterations run, and only the sinks keep them apart, which the compiler cannot \
        check: say so with `unsafe shared({array})`, or make the elements atomic"
    );
    errors.at(&write.expr, message);
}

/// A loop in a region writes an array that the region does not share.
pub(super) fn not_shared(lent: &Lent, directive: &LoopDirective, errors: &Errors) {
    let name = names::plain(&lent.base.text());
    let message = if matches!(lent.form, Form::Part { .. }) {
        format!("arrays of ndarray are lent to `parallel for` only: loop over slices of `{name}` in a region")
    } else if directive.kind == LoopKind::Region {
        format!(
            "`{name}` is a variable of each thread, and every iteration runs on one thread only: declare it before the \
            region, and the threads share it"
        )
    } else {
        format!(
            "`{name}` cannot be shared by a `for` outside of the text of its region: take a `&SharedMut<_>` and loop over \
            `{name}.iter_mut()`"
        )
    };
    errors.at(&lent.array, message);
}

/// A collapsed nest in a region writes an array.
pub(super) fn nest_in_region(lent: &Lent, errors: &Errors) {
    let name = names::plain(&lent.base.text());
    let message = format!(
        "a collapsed `for` within a region cannot write elements of `{name}`: write `parallel for` for this nest, or leave \
        out `collapse` and let each thread write rows"
    );
    errors.at(&lent.array, message);
}
