use super::data::Data;
use crate::taskpool::history::{Entry, Mode};

/// What a task has access to: [`read`](Data::read), [`write`](Data::write), [`commute`](Data::commute) or
/// [`concurrent`](Data::concurrent) of a [`Data`], and tuples (of up to eight), arrays, slices and vectors of accesses, which
/// do for the `iterator` modifier; `None` of an `Option` is no access. The closure of the task receives what [`Lend`] says.
///
/// ```
/// use ferromp::{Data, parallel_masked};
/// let parts: Vec<Data<u32>> = (0..10).map(Data::new).collect();
/// let sum = Data::new(0);
/// parallel_masked(|team| {
///     for (i, part) in parts.iter().enumerate() {
///         let left = i.checked_sub(1).map(|left| parts[left].read());
///         team.task_with((left, part.write()), |_, (left, part)| *part += left.unwrap_or(&0));
///     }
///     let all: Vec<_> = parts.iter().map(Data::read).collect();
///     team.task_with((all, sum.write()), |_, (all, sum)| *sum = all.into_iter().sum());
/// });
/// assert_eq!(sum.into_inner(), 165);
/// ```
pub trait Access: for<'r> Lend<'r> + sealed::Grant {}

/// What the closure of a task receives for its [`Access`], while it runs: a reference for each, in the same arrangement.
pub trait Lend<'r, Bound = &'r Self>: sealed::Sealed {
    /// `&T` or `&mut T`; tuples, arrays, vectors and options of these.
    type Refs;
}

/// `depend(in: …)`. See [`Data::read`].
#[derive(Debug)]
#[must_use = "an access does nothing until a task is created with it"]
pub struct Read<'d, T>(pub(super) &'d Data<T>);

/// `depend(inout: …)`. See [`Data::write`].
#[derive(Debug)]
#[must_use = "an access does nothing until a task is created with it"]
pub struct Write<'d, T>(pub(super) &'d Data<T>);

/// `depend(mutexinoutset: …)`. See [`Data::commute`].
#[derive(Debug)]
#[must_use = "an access does nothing until a task is created with it"]
pub struct Commute<'d, T>(pub(super) &'d Data<T>);

/// `depend(inoutset: …)`. See [`Data::concurrent`].
#[derive(Debug)]
#[must_use = "an access does nothing until a task is created with it"]
pub struct Concurrent<'d, T>(pub(super) &'d Data<T>);

/// The accesses of a task that is being created.
#[doc(hidden)]
#[derive(Debug)]
pub struct Entries<'a>(&'a mut Vec<Entry>);

impl<'a> Entries<'a> {
    /// Adds what was collected before.
    pub(super) fn extend(&mut self, entries: &[Entry]) {
        self.0.extend_from_slice(entries);
    }

    /// Those of `access` in place of what was in `list`, in the order of addresses, each data once; `None` if a task
    /// may not have them.
    pub(super) fn collect(access: &impl Access, list: &'a mut Vec<Entry>) -> Option<()> {
        list.clear();
        access.name(&mut Entries(list));
        list.sort_unstable_by_key(|entry| entry.header);
        let mut fit = true;
        list.dedup_by(|a, b| {
            let same = std::ptr::eq(a.header, b.header);
            fit &= !same || a.mode == b.mode && matches!(a.mode, Mode::Read | Mode::Concurrent);
            same
        });
        fit.then_some(())
    }

    fn add<T>(&mut self, data: &Data<T>, mode: Mode) {
        self.0.push(Entry { header: data.header(), mode });
    }
}

pub(super) mod sealed {
    use super::{Entries, Lend};

    pub trait Sealed {}

    pub trait Grant: for<'r> Lend<'r> {
        /// Names all accesses.
        fn name(&self, entries: &mut Entries<'_>);

        /// What the closure receives.
        ///
        /// # Safety
        /// During `'r` no other references to the data exist that exclude these. No two of the accesses are to the same
        /// data, unless both are for `&T`.
        unsafe fn lend<'r>(&'r self) -> <Self as Lend<'r>>::Refs;
    }
}

use sealed::{Grant, Sealed};

macro_rules! one {
    ($access:ident, $mode:ident, $target:ty, $pointer:ident => $reference:expr) => {
        impl<T> Sealed for $access<'_, T> {}

        impl<T> Clone for $access<'_, T> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<T> Copy for $access<'_, T> {}

        impl<'r, T> Lend<'r> for $access<'_, T> {
            type Refs = $target;
        }

        impl<T> Grant for $access<'_, T> {
            #[inline]
            fn name(&self, entries: &mut Entries<'_>) {
                entries.add(self.0, Mode::$mode);
            }

            #[inline]
            unsafe fn lend<'r>(&'r self) -> $target {
                let $pointer = self.0.value();
                // SAFETY: contract of this function; the data outlive the borrow in the access.
                unsafe { $reference }
            }
        }

        impl<T> Access for $access<'_, T> {}
    };
}

one!(Read, Read, &'r T, pointer => &*pointer);
one!(Write, Write, &'r mut T, pointer => &mut *pointer);
one!(Commute, Commute, &'r mut T, pointer => &mut *pointer);
one!(Concurrent, Concurrent, &'r T, pointer => &*pointer);

macro_rules! tuple {
    ($($name:ident $index:tt),*) => {
        impl<$($name: Sealed),*> Sealed for ($($name,)*) {}

        impl<'r, $($name: Lend<'r>),*> Lend<'r> for ($($name,)*) {
            type Refs = ($($name::Refs,)*);
        }

        impl<$($name: Access),*> Grant for ($($name,)*) {
            #[inline]
            #[allow(unused_variables)]
            fn name(&self, entries: &mut Entries<'_>) {
                $(self.$index.name(entries);)*
            }

            #[inline]
            #[allow(clippy::unused_unit)]
            unsafe fn lend<'r>(&'r self) -> <Self as Lend<'r>>::Refs {
                // SAFETY: passed on.
                ($(unsafe { self.$index.lend() },)*)
            }
        }

        impl<$($name: Access),*> Access for ($($name,)*) {}
    };
}

tuple!();
tuple!(A 0);
tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);
tuple!(A 0, B 1, C 2, D 3, E 4);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);

macro_rules! several {
    ([$($generics:tt)*] $several:ty, $refs:ty, $this:ident, $one:ident => $lent:expr) => {
        impl<A: Sealed, $($generics)*> Sealed for $several {}

        impl<'r, A: Lend<'r>, $($generics)*> Lend<'r> for $several {
            type Refs = $refs;
        }

        impl<A: Access, $($generics)*> Grant for $several {
            fn name(&self, entries: &mut Entries<'_>) {
                self.iter().for_each(|access| access.name(entries));
            }

            unsafe fn lend<'r>(&'r self) -> <Self as Lend<'r>>::Refs {
                // SAFETY: passed on; each is called once.
                let $one = |access: &'r A| unsafe { access.lend() };
                let $this = self;
                $lent
            }
        }

        impl<A: Access, $($generics)*> Access for $several {}
    };
}

several!([] Vec<A>, Vec<A::Refs>, list, lend => list.iter().map(lend).collect());
several!([] &[A], Vec<A::Refs>, list, lend => list.iter().map(lend).collect());
several!([] Option<A>, Option<A::Refs>, option, lend => option.as_ref().map(lend));
several!([const N: usize] [A; N], [A::Refs; N], list, lend => list.each_ref().map(lend));
