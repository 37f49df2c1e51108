//! Tuples: several spaces run in step.

use std::iter;
use std::ops::Range;

use super::{Admission, IntoSpace, Items, Space, check};

/// Spaces run in step, as long as the shortest. Made from a tuple of two to six.
#[derive(Clone, Copy, Debug)]
pub struct Zip<P> {
    parts: P,
    /// The least length, taken once: a part whose length changes later does not change this one.
    len: u64,
}

// The block of a pair is std's `Zip`; more parts are nested pairs, flattened. std's `Zip` runs on one counter
// when its parts are slices, ranges, chunks or such pairs again (specialisation that a crate cannot write),
// and that is what lets a loop over many slices vectorise like one over indices.
type Pair<'i, A, B> = iter::Zip<<A as Items<'i>>::Block, <B as Items<'i>>::Block>;

macro_rules! nested {
    ($a:ident) => { $a };
    ($a:ident $($rest:ident)+) => { nested!(@ ($a) $($rest)+) };
    (@ ($done:expr) $b:ident) => { ($done).zip($b) };
    (@ ($done:expr) $b:ident $($rest:ident)+) => { nested!(@ (($done).zip($b)) $($rest)+) };
}

macro_rules! zip_space {
    ($block:ty; $($P:ident $p:ident $i:tt),*; |$zipped:ident| $wrap:expr) => {
        impl<'i, $($P: Space),*> Items<'i> for Zip<($($P,)*)> {
            type Item = ($(<$P as Items<'i>>::Item,)*);
            type Block = $block;
        }

        impl<$($P: Space),*> Space for Zip<($($P,)*)> {
            #[inline]
            fn len(&self) -> u64 {
                self.len
            }

            #[inline]
            unsafe fn block<'i>(&'i self, range: Range<u64>) -> <Self as Items<'i>>::Block {
                check(&range, self.len);
                $(
                    // SAFETY: iteration k of the tuple is iteration k of each part, so it is asked for at
                    // most once there too, and it is below `self.len`, which is at most the length the part
                    // has stated.
                    let $p = unsafe { self.parts.$i.block(range.clone()) };
                )*
                let $zipped = nested!($($p)*);
                $wrap
            }

            #[inline]
            fn admit<'i>(&'i self, admission: &mut Admission<'i>) {
                $(self.parts.$i.admit(admission);)*
            }
        }

        impl<$($P: IntoSpace),*> IntoSpace for ($($P,)*) {
            type Space = Zip<($($P::Space,)*)>;

            #[inline]
            fn into_space(self) -> Self::Space {
                let parts = ($(self.$i.into_space(),)*);
                let len = u64::MAX $(.min(parts.$i.len()))*;
                Zip { parts, len }
            }
        }
    };
}

/// An iterator over nested pairs, as one over tuples.
macro_rules! flat {
    ($Flat:ident; $nested:pat => ($($x:ident)*); $Nested:ty; $($P:ident)*) => {
        #[doc = concat!("Nested pairs of ", stringify!($($P)*), ", as an iterator over tuples.")]
        #[derive(Clone, Debug)]
        pub struct $Flat<I>(I);

        impl<I: Iterator<Item = $Nested>, $($P),*> Iterator for $Flat<I> {
            type Item = ($($P,)*);

            #[inline]
            fn next(&mut self) -> Option<Self::Item> {
                self.0.next().map(|$nested| ($($x,)*))
            }

            #[inline]
            fn size_hint(&self) -> (usize, Option<usize>) {
                self.0.size_hint()
            }

            #[inline]
            fn fold<Acc, F: FnMut(Acc, Self::Item) -> Acc>(self, init: Acc, mut f: F) -> Acc {
                self.0.fold(init, |acc, $nested| f(acc, ($($x,)*)))
            }
        }
    };
}

flat!(Flat3; ((a, b), c) => (a b c); ((A, B), C); A B C);
flat!(Flat4; (((a, b), c), d) => (a b c d); (((A, B), C), D); A B C D);
flat!(Flat5; ((((a, b), c), d), e) => (a b c d e); ((((A, B), C), D), E); A B C D E);
flat!(Flat6; (((((a, b), c), d), e), f_) => (a b c d e f_); (((((A, B), C), D), E), F_); A B C D E F_);

type Block<'i, S> = <S as Items<'i>>::Block;

zip_space!(Pair<'i, A, B>; A a 0, B b 1; |pair| pair);
zip_space!(Flat3<iter::Zip<Pair<'i, A, B>, Block<'i, C>>>; A a 0, B b 1, C c 2; |nested| Flat3(nested));
zip_space!(
    Flat4<iter::Zip<iter::Zip<Pair<'i, A, B>, Block<'i, C>>, Block<'i, D>>>;
    A a 0, B b 1, C c 2, D d 3; |nested| Flat4(nested)
);
zip_space!(
    Flat5<iter::Zip<iter::Zip<iter::Zip<Pair<'i, A, B>, Block<'i, C>>, Block<'i, D>>, Block<'i, E>>>;
    A a 0, B b 1, C c 2, D d 3, E e 4; |nested| Flat5(nested)
);
zip_space!(
    Flat6<iter::Zip<iter::Zip<iter::Zip<iter::Zip<Pair<'i, A, B>, Block<'i, C>>, Block<'i, D>>, Block<'i, E>>,
        Block<'i, F>>>;
    A a 0, B b 1, C c 2, D d 3, E e 4, F f 5; |nested| Flat6(nested)
);
