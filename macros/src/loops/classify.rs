//! Whose each captured variable is: lent by the iteration, shared for reading, or wrongly written by all.

use std::collections::BTreeSet;

use super::index::Form;
use super::messages;
use super::place::{Base, How};
use super::uses::{Outside, Use};
use crate::errors::Errors;
use crate::model::Mutable;

/// An array of which every iteration is lent a part of its own.
pub(super) struct Lent {
    pub(super) base: Base,
    /// As the source names it.
    pub(super) array: syn::Expr,
    /// Of its first use; all others have the same key.
    pub(super) form: Form,
    /// Whether every iteration uses its part, so that it must exist.
    pub(super) sure: bool,
    /// Whether the body asks for the array's length.
    pub(super) len: bool,
}

/// Sorts the uses of a body. What is neither lent nor wrong is captured by reference, and the compiler has the last
/// word.
pub(super) fn classify(uses: &[Use], outside: &Outside<'_>, errors: &Errors) -> Vec<Lent> {
    let mut lent = Vec::new();
    let mut seen: Vec<&Base> = Vec::new();
    for this in uses {
        if !seen.contains(&&this.base) {
            seen.push(&this.base);
            lent.extend(array(&this.base, uses, outside, errors));
        }
    }
    scalars(uses, errors);
    none(uses, outside, errors);
    lent
}

/// Whether this use shows that iterations write elements of the array.
fn writes(this: &Use, mutable: Mutable) -> bool {
    if this.form.is_none() || this.atomic {
        return false;
    }
    match &this.how {
        // By its name it might change the element, but then the array could be changed.
        How::Method(_) => match mutable {
            Mutable::Yes | Mutable::Binding => {
                this.how.may_write() && this.form.as_ref().is_some_and(|form| form.key().is_some())
            }
            Mutable::Unknown => this.how.writes(),
            Mutable::No => false,
        },
        how => how.writes(),
    }
}

/// Looks at one array (or variable) as a whole.
fn array(base: &Base, uses: &[Use], outside: &Outside<'_>, errors: &Errors) -> Option<Lent> {
    let mutable = outside.mutable(base);
    let mine: Vec<&Use> = uses.iter().filter(|this| this.base == *base).collect();
    let certain = |this: &&&Use| writes(this, mutable) && !matches!(this.how, How::Method(_));
    let write = *mine.iter().find(certain).or_else(|| mine.iter().find(|this| writes(this, mutable)))?;
    if outside.directive.doacross {
        messages::in_doacross(write, errors);
        return None;
    }
    let method = matches!(write.how, How::Method(_));
    let key = write.form.as_ref().and_then(Form::key);
    let Some(key) = key else {
        if !method {
            messages::not_own_element(write, outside, errors);
        }
        return None;
    };
    let whole = || uses.iter().filter(|this| this.base != *base && this.base.overlaps(base));
    // ndarray's `len` is another one.
    let has_len = !matches!(write.form, Some(Form::Part { .. }));
    let others = mine.iter().copied().filter(|this| !(has_len && this.is_len()));
    let conflict = others
        .chain(whole())
        .find(|this| this.form.as_ref().and_then(Form::key).as_ref() != Some(&key) || this.base != *base);
    if let Some(other) = conflict {
        // A method that may as well read is no proof of a dependence.
        if !method || write.how.writes() {
            messages::dependence(write, other, errors);
        }
        return None;
    }
    Some(Lent {
        base: base.clone(),
        array: write.array.clone(),
        form: write.form.clone()?,
        sure: mine.iter().any(|this| this.sure && this.form.is_some()),
        len: mine.iter().any(|this| this.is_len()),
    })
}

/// Variables that every iteration writes: each once, where it is written first.
fn scalars(uses: &[Use], errors: &Errors) {
    let mut told = BTreeSet::new();
    for this in uses.iter().filter(|this| this.form.is_none() && !this.atomic) {
        let written = matches!(this.how, How::Assign { .. } | How::BorrowMut);
        if written && told.insert(this.base.text()) {
            messages::scalar(this, errors);
        }
    }
}

/// `default(none)`
fn none(uses: &[Use], outside: &Outside<'_>, errors: &Errors) {
    let sharing = &outside.directive.sharing;
    if sharing.default.as_ref().is_none_or(|default| default != "none") {
        return;
    }
    let mut told = BTreeSet::new();
    for this in uses {
        let root = &this.base.root;
        if !sharing.named().any(|named| named == root) && told.insert(root.to_string()) {
            errors.at(
                root,
                format!(
                    "`{root}` is in no data-sharing clause, and `default(none)` asks for one: add `shared({root})`, \
                    `private({root})` or another"
                ),
            );
        }
    }
}
