//! Lines of points that are solved side by side, so that each operation is one on vectors.

use super::{Point, Vector};
use std::ops::{Add, Mul, Sub};

/// Lines that are solved together.
pub const LANES: usize = 4;

/// One number of each line.
#[derive(Clone, Copy, Debug)]
pub struct Lanes(pub [f64; LANES]);

impl Lanes {
    pub const ZERO: Self = Self::all(0.0);

    pub const fn all(value: f64) -> Self {
        Self([value; LANES])
    }

    #[inline(always)]
    pub fn recip(self) -> Self {
        Self(self.0.map(|x| 1.0 / x))
    }
}

macro_rules! operators {
    ($($Trait:ident $method:ident $op:tt),*) => {$(
        impl $Trait for Lanes {
            type Output = Self;

            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                Self(std::array::from_fn(|lane| self.0[lane] $op other.0[lane]))
            }
        }
    )*};
}

operators!(Add add +, Sub sub -, Mul mul *);

impl Mul<Lanes> for f64 {
    type Output = Lanes;

    #[inline(always)]
    fn mul(self, other: Lanes) -> Lanes {
        Lanes(other.0.map(|x| self * x))
    }
}

/// The lines that begin at `first` and beside it. The last of `n` points along an edge are left out, and where there are
/// fewer lines than lanes, the last one is taken several times: it is solved as often, with the same result.
#[inline]
pub fn beside(first: usize, n: usize) -> [usize; LANES] {
    std::array::from_fn(|lane| (first + lane).min(n - 2))
}

/// A number of one point in each line.
#[inline(always)]
pub fn gather(points: [&Point; LANES], number: impl Fn(&Point) -> f64) -> Lanes {
    Lanes(points.map(number))
}

/// A vector of one point in each line.
#[inline(always)]
pub fn gather_vectors(vectors: [&Vector; LANES]) -> [Lanes; 5] {
    std::array::from_fn(|m| Lanes(vectors.map(|vector| vector[m])))
}

/// The vector of one lane.
#[inline(always)]
pub fn lane(vectors: &[Lanes; 5], lane: usize) -> Vector {
    vectors.map(|lanes| lanes.0[lane])
}
