//! The clause `linear`.

/// Types that a `linear` variable may have.
pub trait Linear: Copy {
    /// `self + number · step`. Integers wrap, as a variable that is stepped that often does in a release build.
    fn advance(self, number: u64, step: Self) -> Self;
}

macro_rules! linear {
    (wrapping: $($integer:ident)+; floating: $($float:ident)+) => {
        $(impl Linear for $integer {
            #[inline]
            fn advance(self, number: u64, step: Self) -> Self {
                // Truncated, since multiplication is modulo the width of the type.
                self.wrapping_add((number as $integer).wrapping_mul(step))
            }
        })+
        $(impl Linear for $float {
            #[inline]
            fn advance(self, number: u64, step: Self) -> Self {
                self + number as $float * step
            }
        })+
    };
}

linear!(wrapping: i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize; floating: f32 f64);

/// A variable of `linear` at the beginning of iteration `number`. OpenMP 5.2 §5.4.6.
#[inline]
pub fn linear<T: Linear>(start: T, number: u64, step: T) -> T {
    start.advance(number, step)
}
