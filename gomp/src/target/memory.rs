//! Device memory routines (OpenMP 5.2, section 18.8), for the one device that there is.

use crate::api::device::HOST;
use std::ffi::{c_int, c_void};
use std::{ptr, slice};

/// Memory of a device; null for a device that does not exist.
#[unsafe(no_mangle)]
pub extern "C" fn omp_target_alloc(size: usize, device: c_int) -> *mut c_void {
    if device != HOST {
        return ptr::null_mut();
    }
    // SAFETY: no conditions.
    unsafe { libc::malloc(size) }
}

/// Frees memory of [`omp_target_alloc`].
///
/// # Safety
/// `memory` is null or comes from there, for the same device, and nobody uses it any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn omp_target_free(memory: *mut c_void, device: c_int) {
    if device == HOST {
        // SAFETY: contract of this function.
        unsafe { libc::free(memory) };
    }
}

/// Whether what is at an address of the host is there on the device, too.
#[unsafe(no_mangle)]
pub extern "C" fn omp_target_is_present(address: *const c_void, device: c_int) -> c_int {
    (address.is_null() || device == HOST).into()
}

/// Copies from device to device. 0 if it did, an error number if not.
///
/// # Safety
/// So many bytes can be read behind `from_offset` and written behind `to_offset`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn omp_target_memcpy(
    to: *mut c_void,
    from: *const c_void,
    length: usize,
    to_offset: usize,
    from_offset: usize,
    to_device: c_int,
    from_device: c_int,
) -> c_int {
    if to_device != HOST || from_device != HOST {
        return libc::EINVAL;
    }
    // SAFETY: contract of this function. The two may overlap.
    unsafe { ptr::copy(from.byte_add(from_offset), to.byte_add(to_offset), length) };
    0
}

/// One dimension of a copy.
#[derive(Clone, Copy)]
struct Dimension {
    volume: usize,
    to_offset: usize,
    from_offset: usize,
    /// What comes after the last element of a row.
    to_extent: usize,
    from_extent: usize,
}

/// Copies a box, the outermost dimension first; `None` if a number is too great.
///
/// # Safety
/// The box lies in both arrays.
unsafe fn copy_box(to: *mut u8, from: *const u8, element: usize, dimensions: &[Dimension]) -> Option<()> {
    let Some((outer, inner)) = dimensions.split_first() else {
        // SAFETY: contract of this function. The two may overlap.
        unsafe { ptr::copy(from, to, element) };
        return Some(());
    };
    if inner.is_empty() {
        let (bytes, to_offset) = (outer.volume.checked_mul(element)?, outer.to_offset.checked_mul(element)?);
        let from_offset = outer.from_offset.checked_mul(element)?;
        // SAFETY: contract of this function. The two may overlap.
        unsafe { ptr::copy(from.add(from_offset), to.add(to_offset), bytes) };
        return Some(());
    }
    let row = |extent: fn(&Dimension) -> usize| {
        inner.iter().try_fold(element, |bytes, dimension| bytes.checked_mul(extent(dimension)))
    };
    let (to_row, from_row) = (row(|dimension| dimension.to_extent)?, row(|dimension| dimension.from_extent)?);
    for index in 0..outer.volume {
        let to_offset = outer.to_offset.checked_add(index)?.checked_mul(to_row)?;
        let from_offset = outer.from_offset.checked_add(index)?.checked_mul(from_row)?;
        // SAFETY: contract of this function: rows of the box lie in the arrays.
        unsafe { copy_box(to.add(to_offset), from.add(from_offset), element, inner)? };
    }
    Some(())
}

/// Copies a box from one array of up to any number of dimensions to another. 0 if it did, an error number if not. With
/// null for both arrays the greatest number of dimensions.
///
/// # Safety
/// All lists have as many numbers as there are dimensions, and the box lies in both arrays.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn omp_target_memcpy_rect(
    to: *mut c_void,
    from: *const c_void,
    element: usize,
    dimensions: c_int,
    volume: *const usize,
    to_offsets: *const usize,
    from_offsets: *const usize,
    to_extents: *const usize,
    from_extents: *const usize,
    to_device: c_int,
    from_device: c_int,
) -> c_int {
    if to.is_null() && from.is_null() {
        return c_int::MAX;
    }
    let count = match usize::try_from(dimensions) {
        Ok(count @ 1..) if element > 0 && to_device == HOST && from_device == HOST => count,
        _ => return libc::EINVAL,
    };
    let numbers = |list: *const usize| {
        // SAFETY: contract of this function.
        unsafe { slice::from_raw_parts(list, count) }
    };
    let lists = [volume, to_offsets, from_offsets, to_extents, from_extents].map(numbers);
    let dimension = |index: usize| {
        let [volume, to_offset, from_offset, to_extent, from_extent] = lists.map(|list| list[index]);
        Dimension { volume, to_offset, from_offset, to_extent, from_extent }
    };
    let dimensions: Vec<Dimension> = (0..count).map(dimension).collect();
    // SAFETY: contract of this function.
    match unsafe { copy_box(to.cast(), from.cast(), element, &dimensions) } {
        Some(()) => 0,
        None => libc::EINVAL,
    }
}

/// Has the device use memory of its own for memory of the host: not where the two are one.
#[unsafe(no_mangle)]
pub extern "C" fn omp_target_associate_ptr(
    _host: *const c_void,
    _on_device: *const c_void,
    _size: usize,
    _offset: usize,
    _device: c_int,
) -> c_int {
    libc::EINVAL
}

/// Undoes [`omp_target_associate_ptr`].
#[unsafe(no_mangle)]
pub extern "C" fn omp_target_disassociate_ptr(_host: *const c_void, _device: c_int) -> c_int {
    libc::EINVAL
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_is_copied_from_array_to_array() {
        let from: Vec<u16> = (0..4 * 5 * 6).collect();
        let mut to = vec![0_u16; 3 * 4 * 7];
        let copied = unsafe {
            // SAFETY: a box of 2 by 3 by 4 at these offsets lies in both arrays.
            omp_target_memcpy_rect(
                to.as_mut_ptr().cast(),
                from.as_ptr().cast(),
                2,
                3,
                [2, 3, 4].as_ptr(),
                [1, 0, 2].as_ptr(),
                [2, 1, 1].as_ptr(),
                [3, 4, 7].as_ptr(),
                [4, 5, 6].as_ptr(),
                HOST,
                HOST,
            )
        };
        assert_eq!(copied, 0);
        let mut expected = vec![0_u16; to.len()];
        for (i, j, k) in (0..2).flat_map(|i| (0..3).flat_map(move |j| (0..4).map(move |k| (i, j, k)))) {
            expected[((i + 1) * 4 + j) * 7 + k + 2] = from[((i + 2) * 5 + j + 1) * 6 + k + 1];
        }
        assert_eq!(to, expected);
    }

    #[test]
    fn what_does_not_exist_is_an_error() {
        let byte = (&raw const b"x"[0]).cast();
        // SAFETY: nothing is copied.
        unsafe {
            assert_eq!(omp_target_memcpy(ptr::null_mut(), byte, 1, 0, 0, 1, HOST), libc::EINVAL);
            assert_eq!(omp_target_memcpy(ptr::null_mut(), byte, 1, 0, 0, HOST, -1), libc::EINVAL);
        }
        assert!(omp_target_alloc(10, 1).is_null() && omp_target_alloc(10, -1).is_null());
        assert_eq!((omp_target_is_present(byte, HOST), omp_target_is_present(byte, 1)), (1, 0));
        assert_eq!(omp_target_is_present(ptr::null(), 1), 1);
    }
}
