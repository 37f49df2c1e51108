//! Whole blocks as items: for bodies that are loops themselves.

use std::iter;
use std::ops::Range;

use super::{Admission, IntoSpace, Items, Space, check};

/// One or more spaces run in step, whose items are blocks of theirs: a loop over it calls its body once for
/// each chunk, with the numbers of the iterations and the iterators over them. It still counts iterations, so
/// schedules deal out what they would deal out to a body that is called with items. Made by [`blocks`].
///
/// An annotated loop is this: its body, as it was written, within an ordinary loop over the chunk. Variables of
/// a chunk live outside of that loop, and `continue` and labels mean what they meant.
#[derive(Clone, Copy, Debug)]
pub struct Blocks<P> {
    parts: P,
    /// As for [`Zip`](super::Zip): the least length, taken once.
    len: u64,
}

/// The blocks of a tuple of one to eight spaces.
pub fn blocks<P: IntoBlocks>(parts: P) -> Blocks<P::Parts> {
    parts.into_blocks()
}

/// A tuple of one to eight spaces.
pub trait IntoBlocks {
    /// The same, as spaces.
    type Parts;

    /// See [`blocks`].
    fn into_blocks(self) -> Blocks<Self::Parts>;
}

macro_rules! blocks {
    ($($P:ident $p:ident $i:tt),*) => {
        impl<'i, $($P: Space),*> Items<'i> for Blocks<($($P,)*)> {
            type Item = (Range<u64>, $(<$P as Items<'i>>::Block,)*);
            type Block = iter::Once<Self::Item>;
        }

        impl<$($P: Space),*> Space for Blocks<($($P,)*)> {
            #[inline]
            fn len(&self) -> u64 {
                self.len
            }

            #[inline]
            unsafe fn block<'i>(&'i self, range: Range<u64>) -> <Self as Items<'i>>::Block {
                check(&range, self.len);
                $(
                    // SAFETY: iteration k of the tuple is iteration k of each part, so it is asked for at most once
                    // there too, and it is below `self.len`, which is at most the length the part has stated. The
                    // part's block is the item, which does not outlive the admission (contract of `block`).
                    let $p = unsafe { self.parts.$i.block(range.clone()) };
                )*
                iter::once((range, $($p,)*))
            }

            #[inline]
            fn admit<'i>(&'i self, admission: &mut Admission<'i>) {
                $(self.parts.$i.admit(admission);)*
            }
        }

        impl<$($P: IntoSpace),*> IntoBlocks for ($($P,)*) {
            type Parts = ($($P::Space,)*);

            #[inline]
            fn into_blocks(self) -> Blocks<Self::Parts> {
                let parts = ($(self.$i.into_space(),)*);
                let len = u64::MAX $(.min(parts.$i.len()))*;
                Blocks { parts, len }
            }
        }
    };
}

blocks!(A a 0);
blocks!(A a 0, B b 1);
blocks!(A a 0, B b 1, C c 2);
blocks!(A a 0, B b 1, C c 2, D d 3);
blocks!(A a 0, B b 1, C c 2, D d 3, E e 4);
blocks!(A a 0, B b 1, C c 2, D d 3, E e 4, F f 5);
blocks!(A a 0, B b 1, C c 2, D d 3, E e 4, F f 5, G g 6);
blocks!(A a 0, B b 1, C c 2, D d 3, E e 4, F f 5, G g 6, H h 7);
