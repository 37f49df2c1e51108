//! Names of ours, which the user's code cannot see.

use proc_macro2::Span;
use syn::Ident;

use super::place::Base;

const PREFIX: &str = "ferromp_";

/// What an iteration is lent of an array; in an inner loop it is a captured variable like any other.
pub(super) const LENT: &str = "ferromp_lent_";
/// A `SharedMut` that holds an array for the loops of a region.
pub(super) const SHARED: &str = "ferromp_shared_";
/// What such a one is read by, for one loop.
pub(super) const READ: &str = "ferromp_read_";
/// What `unsafe shared` makes of a variable.
pub(super) const VOUCHED: &str = "ferromp_vouched_";
/// What a captured array is read by, for a chunk.
pub(super) const VIEW: &str = "ferromp_view_";
/// The length of a lent array.
pub(super) const LEN: &str = "ferromp_len_";

/// `name`, seen by nobody else.
pub(super) fn ours(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}

/// Our name for something of `base`, pointing at it.
pub(super) fn of(prefix: &str, base: &Base) -> Ident {
    let text = base.text();
    let text = text.strip_prefix("r#").unwrap_or(&text).replace('.', "_");
    Ident::new(&format!("{prefix}{text}"), base.root.span().resolved_at(Span::mixed_site()))
}

pub(super) fn is_ours(name: &Ident) -> bool {
    name.to_string().starts_with(PREFIX)
}

pub(super) fn is_shared(name: &Ident) -> bool {
    name.to_string().starts_with(SHARED)
}

/// As the user knows it.
pub(super) fn plain(text: &str) -> String {
    [LENT, SHARED, READ].iter().fold(text.to_owned(), |text, prefix| text.replace(prefix, ""))
}
