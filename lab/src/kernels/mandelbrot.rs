//! The Mandelbrot set, a row of the picture for each iteration.

use super::{Iterations, Kernel, scaled};

struct Mandelbrot {
    rows: u64,
}

const COLUMNS: u32 = 192;
const MOST: u32 = 256;

pub(super) fn make(scale: f64) -> Box<dyn Kernel> {
    Box::new(Mandelbrot { rows: scaled(600, scale) })
}

impl Iterations for Mandelbrot {
    fn len(&self) -> u64 {
        self.rows
    }

    fn iteration(&self, row: u64) -> u64 {
        let y = (row as f64 + 0.5) / self.rows as f64 * 2.5 - 1.25;
        (0..COLUMNS).fold(0, |sum, column| {
            let x = f64::from(column) / f64::from(COLUMNS) * 3.0 - 2.0;
            sum * 31 % 0xFFFF_FFFB + u64::from(escape(x, y))
        })
    }
}

fn escape(x: f64, y: f64) -> u32 {
    let (mut re, mut im) = (0.0, 0.0);
    for step in 0..MOST {
        let (re2, im2) = (re * re, im * im);
        if re2 + im2 > 4.0 {
            return step;
        }
        (re, im) = (re2 - im2 + x, 2.0 * re * im + y);
    }
    MOST
}
