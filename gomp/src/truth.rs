use std::ffi::c_uint;

/// A `_Bool` that C passes as an argument: its lowest byte is 0 or 1, and the others are whatever the register held.
///
/// Not `bool`: LLVM takes a `bool` argument for extended to 32 bits, as clang passes it and gcc does not (`setne %sil`), and then
/// tests all of them.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct Truth(c_uint);

impl Truth {
    #[inline(always)]
    pub(crate) fn holds(self) -> bool {
        self.0 & 0xFF != 0
    }
}

impl From<bool> for Truth {
    #[inline]
    fn from(value: bool) -> Self {
        Self(value.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_lowest_byte_counts() {
        assert!(!Truth(0xFFFF_FF00).holds() && Truth(0xFFFF_FF01).holds());
        assert!(!Truth::from(false).holds() && Truth::from(true).holds());
    }
}
