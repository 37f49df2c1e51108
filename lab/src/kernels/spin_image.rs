//! Spin images (Johnson, 1997): for each point of a surface a histogram of the points around it, by distance from its
//! normal and height over its tangent plane. Only points whose normals are alike count, so flat parts are dear.

use super::{Iterations, Kernel, scaled};
use crate::random::Random;

struct Surface(Vec<Oriented>);

struct Oriented {
    at: [f64; 3],
    normal: [f64; 3],
}

const BINS: usize = 16;
const SUPPORT: f64 = 0.5;

pub(super) fn make(scale: f64) -> Box<dyn Kernel> {
    let mut random = Random::new(5);
    // A body that is flat at one end and round at the other.
    let points = (0..scaled(1500, scale.sqrt())).map(|i| {
        let (u, angle) = (random.even(), std::f64::consts::TAU * random.even());
        let flat = i % 3 != 0;
        let (height, tilt) = if flat { (0.0, 0.0) } else { (u, u * 1.5) };
        let normal = [tilt.sin() * angle.cos(), tilt.sin() * angle.sin(), tilt.cos()];
        Oriented { at: [u * angle.cos(), u * angle.sin(), height], normal }
    });
    let mut points: Vec<Oriented> = points.collect();
    points.sort_by(|a, b| a.at[2].total_cmp(&b.at[2]));
    Box::new(Surface(points))
}

fn dot(a: [f64; 3], b: [f64; 3]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

impl Iterations for Surface {
    fn len(&self) -> u64 {
        self.0.len() as u64
    }

    fn iteration(&self, i: u64) -> u64 {
        let here = &self.0[i as usize];
        let mut image = [0_u32; BINS * BINS];
        for point in &self.0 {
            if dot(point.normal, here.normal) < 0.9 {
                continue;
            }
            let apart = [0, 1, 2].map(|axis| point.at[axis] - here.at[axis]);
            let height = dot(here.normal, apart);
            let radius = (dot(apart, apart) - height * height).max(0.0).sqrt();
            if radius < SUPPORT && height.abs() < SUPPORT {
                let row = ((height + SUPPORT) / (2.0 * SUPPORT) * BINS as f64) as usize;
                let column = (radius / SUPPORT * BINS as f64) as usize;
                image[row.min(BINS - 1) * BINS + column.min(BINS - 1)] += 1;
            }
        }
        image.iter().fold(0_u64, |sum, count| sum.wrapping_mul(31).wrapping_add(u64::from(*count)))
    }
}
