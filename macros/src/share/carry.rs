//! Variables of a member's own that its part of a loop writes.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::Block;

use super::mentions::Mentions;
use crate::expand::ours;
use crate::model::{Locals, Mutable, Sharing};

/// What one member's chunks hand on to each other: `mine += x` in a loop of a region that declares `mine`.
#[derive(Default)]
pub(crate) struct Carried(Vec<Ident>);

impl Carried {
    /// Finds them: written in the loop, declared since `mark` (where the region begins), in no clause.
    pub(crate) fn find(body: &Block, sharing: &Sharing, locals: &Locals, mark: Option<usize>) -> Self {
        let mentions = Mentions::of(body);
        let mut found: Vec<Ident> = Vec::new();
        for mention in mentions.free().filter(|mention| mention.writes() && mention.around.is_empty()) {
            let name = &mention.name;
            let is_own = match mark {
                Some(mark) => {
                    locals.since(mark).any(|own| own == name) && locals.mutable(name) == Mutable::Yes
                }
                // In a function that is called from a region; what it borrows may be others', too.
                None => locals.is_mut(name),
            };
            if is_own && !sharing.named().any(|named| named == name) && !found.contains(name) {
                found.push(name.clone());
            }
        }
        Self(found)
    }

    /// As variables that the loop does not capture.
    pub(crate) fn names(&self) -> Locals {
        let mut locals = Locals::default();
        self.0.iter().for_each(|name| locals.declare(name.clone()));
        locals
    }

    /// Before the loop: into the slots.
    pub(crate) fn before(&self, krate: &TokenStream) -> TokenStream {
        self.each(|name, slot| quote!(let #slot = #krate::__private::Slot::new(#name);))
    }

    /// At a chunk's beginning: out of them.
    pub(crate) fn take(&self) -> TokenStream {
        self.each(|name, slot| quote!(let mut #name = #slot.take();))
    }

    /// At its end: into them again.
    pub(crate) fn put(&self) -> TokenStream {
        self.each(|name, slot| quote!(#slot.put(#name);))
    }

    /// After the loop.
    pub(crate) fn after(&self) -> TokenStream {
        self.each(|name, slot| quote!(#name = #slot.take();))
    }

    fn each(&self, tokens: impl Fn(&Ident, Ident) -> TokenStream) -> TokenStream {
        self.0.iter().map(|name| tokens(name, ours("slot", name))).collect()
    }
}
