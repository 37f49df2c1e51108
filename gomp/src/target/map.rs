//! What a region gets in place of the originals: on the host the originals, but copies of what is `firstprivate`.

use std::ffi::c_void;
use std::slice;

/// The kind of a `firstprivate` item whose address is given. (Small numbers are given in place of their address.)
const FIRSTPRIVATE: u16 = 12;

/// Copies of the `firstprivate` items of a region. They live as long as this.
#[derive(Default)]
pub(super) struct Copies {
    /// Where they are: in words, so that most are aligned by nature.
    _memory: Vec<u64>,
}

/// What the compiler says about the items of a region.
#[derive(Clone, Copy)]
pub(super) struct Items {
    pub(super) count: usize,
    pub(super) addresses: *mut *mut c_void,
    pub(super) sizes: *const usize,
    /// For each item its kind, and in the upper half the logarithm of its alignment.
    pub(super) kinds: *const u16,
}

/// Size and alignment of each `firstprivate` item, with its index.
fn firstprivate<'a>(
    sizes: &'a [usize],
    kinds: &'a [u16],
) -> impl Iterator<Item = (usize, usize, usize)> + 'a {
    let items = sizes.iter().zip(kinds).enumerate();
    let items = items.filter(|(_, (_, kind))| **kind & 0xff == FIRSTPRIVATE);
    items.map(|(index, (&size, kind))| (index, size, 1 << (kind >> 8).min(12)))
}

impl Copies {
    /// Copies what is `firstprivate`, and puts the copies' addresses in the place of the originals'.
    ///
    /// # Safety
    /// So many addresses, sizes and kinds are there, the addresses may be written, and what they point to can be read.
    pub(super) unsafe fn make(items: Items) -> Self {
        if items.count == 0 {
            return Self::default();
        }
        // SAFETY: contract of this function.
        let (addresses, sizes, kinds) = unsafe {
            (
                slice::from_raw_parts_mut(items.addresses, items.count),
                slice::from_raw_parts(items.sizes, items.count),
                slice::from_raw_parts(items.kinds, items.count),
            )
        };
        // For each item room to move it to a place that is aligned.
        let bytes: usize = firstprivate(sizes, kinds).map(|(_, size, alignment)| size + alignment).sum();
        if bytes == 0 {
            return Self::default();
        }
        let mut memory = vec![0_u64; bytes.div_ceil(8)];
        let mut free: *mut u8 = memory.as_mut_ptr().cast();
        for (index, size, alignment) in firstprivate(sizes, kinds) {
            let copy = free.wrapping_add(free.addr().next_multiple_of(alignment) - free.addr());
            // SAFETY: the original can be read, and for the copy there are `size + alignment` bytes.
            unsafe { copy.copy_from_nonoverlapping(addresses[index].cast(), size) };
            addresses[index] = copy.cast();
            free = copy.wrapping_add(size);
        }
        Self { _memory: memory }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_firstprivate_items_are_copied_each_to_where_it_is_aligned() {
        let (mut small, mut great, mut mapped, number) = (7_u8, [1.5_f64, 2.5], 9_i32, 42_usize);
        let mut addresses = [
            (&raw mut small).cast(),
            (&raw mut great).cast(),
            (&raw mut mapped).cast(),
            std::ptr::without_provenance_mut(number),
            (&raw mut small).cast::<c_void>(),
        ];
        let originals = addresses;
        let sizes = [1, 16, 4, 0, 1];
        // The second wants a whole cache line for itself.
        let kinds = [12, 6 << 8 | 12, 2 << 8 | 3, 13, 12];
        let items = Items {
            count: 5,
            addresses: addresses.as_mut_ptr(),
            sizes: sizes.as_ptr(),
            kinds: kinds.as_ptr(),
        };
        // SAFETY: these are five, and what they point to is there.
        let copies = unsafe { Copies::make(items) };
        assert_eq!(addresses[2..4], originals[2..4]);
        assert_eq!(addresses[1].addr() % 64, 0);
        // SAFETY: the copies are there.
        unsafe {
            addresses[0].cast::<u8>().write(8);
            addresses[1].cast::<f64>().write(3.5);
            assert_eq!(addresses[4].cast::<u8>().read(), 7);
            assert_eq!(addresses[1].cast::<f64>().add(1).read(), 2.5);
        }
        drop(copies);
        assert_eq!((small, great, mapped), (7, [1.5, 2.5], 9));
    }

    #[test]
    fn without_items_nothing_is_looked_at() {
        let none = std::ptr::null_mut();
        // SAFETY: of nothing there is enough.
        unsafe { Copies::make(Items { count: 0, addresses: none, sizes: none.cast(), kinds: none.cast() }) };
    }
}
