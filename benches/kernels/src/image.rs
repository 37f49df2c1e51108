//! A picture is read from a PNG file, blurred, searched for edges, and written. Reading and writing are serial in every
//! form, and not timed. The number is the sum of the last picture's pixels.

use crate::kernel::{Form, Kernel};
use ferromp::prelude::*;
use rayon::prelude::*;
use std::fs::File;
use std::io::{BufReader, BufWriter};
use std::path::PathBuf;

const SIDE: usize = 2048;
/// Weights of a pixel and its neighbours at one, two and three steps, in both directions.
const BLUR: [f32; 4] = [0.3125, 0.234_375, 0.093_75, 0.015_625];
/// Blurs before the search.
const PASSES: usize = 4;

pub struct Image {
    folder: PathBuf,
    pixels: Vec<f32>,
    scratch: Vec<f32>,
}

impl Image {
    pub fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("ferromp-kernels-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder for pictures");
        let pixels = (0..SIDE * SIDE).map(|at| picture(at % SIDE, at / SIDE)).collect();
        let image = Self { folder, pixels, scratch: vec![0.0; SIDE * SIDE] };
        image.write("in.png");
        image
    }

    fn read(&mut self, name: &str) {
        let file = File::open(self.folder.join(name)).expect("the picture");
        let mut reader = png::Decoder::new(BufReader::new(file)).read_info().expect("a PNG file");
        let mut bytes = vec![0; SIDE * SIDE];
        reader.next_frame(&mut bytes).expect("a grey picture of the right size");
        for (pixel, byte) in self.pixels.iter_mut().zip(bytes) {
            *pixel = f32::from(byte);
        }
    }

    fn write(&self, name: &str) {
        let file = File::create(self.folder.join(name)).expect("a file for the picture");
        let mut encoder = png::Encoder::new(BufWriter::new(file), SIDE as u32, SIDE as u32);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_compression(png::Compression::Fast);
        let bytes: Vec<u8> = self.pixels.iter().map(|pixel| *pixel as u8).collect();
        let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(&bytes));
        written.expect("room for the picture");
    }

    /// All passes; `rows` computes each row of the second field from the whole first.
    fn filter(&mut self, rows: impl Fn(&[f32], &mut [f32], fn(&[f32], usize, &mut [f32]))) {
        let Self { pixels, scratch, .. } = self;
        for _ in 0..PASSES {
            rows(pixels, scratch, blur_along);
            rows(scratch, pixels, blur_across);
        }
        rows(pixels, scratch, edges);
        std::mem::swap(pixels, scratch);
    }
}

impl Drop for Image {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Rings and stripes.
fn picture(x: usize, y: usize) -> f32 {
    let (dx, dy) = (x.abs_diff(SIDE / 2), y.abs_diff(SIDE / 2));
    ((dx * dx + dy * dy) / 4096 * 37 % 200 + (x / 64 + y / 32) % 2 * 50) as f32
}

fn row(field: &[f32], y: usize) -> &[f32] {
    &field[y * SIDE..][..SIDE]
}

fn blur_along(from: &[f32], y: usize, to: &mut [f32]) {
    let from = row(from, y);
    to.copy_from_slice(from);
    for (to, w) in to[3..SIDE - 3].iter_mut().zip(from.windows(7)) {
        *to = BLUR[0] * w[3] + BLUR[1] * (w[2] + w[4]) + BLUR[2] * (w[1] + w[5]) + BLUR[3] * (w[0] + w[6]);
    }
}

fn blur_across(from: &[f32], y: usize, to: &mut [f32]) {
    if !(3..SIDE - 3).contains(&y) {
        return to.copy_from_slice(row(from, y));
    }
    let [a, b, c, d, e, f, g]: [&[f32]; 7] = std::array::from_fn(|i| row(from, y + i - 3));
    for (x, to) in to[..SIDE].iter_mut().enumerate() {
        *to = BLUR[0] * d[x] + BLUR[1] * (c[x] + e[x]) + BLUR[2] * (b[x] + f[x]) + BLUR[3] * (a[x] + g[x]);
    }
}

/// How steep the picture is, by Sobel's operator.
fn edges(from: &[f32], y: usize, to: &mut [f32]) {
    to.fill(0.0);
    if y == 0 || y == SIDE - 1 {
        return;
    }
    let (above, here, below) = (row(from, y - 1), row(from, y), row(from, y + 1));
    let to = &mut to[..SIDE];
    for x in 1..SIDE - 1 {
        let dx =
            above[x + 1] - above[x - 1] + 2.0 * (here[x + 1] - here[x - 1]) + below[x + 1] - below[x - 1];
        let dy = below[x - 1] + 2.0 * below[x] + below[x + 1] - above[x - 1] - 2.0 * above[x] - above[x + 1];
        to[x] = (dx * dx + dy * dy).sqrt().min(255.0);
    }
}

#[omp]
fn rows_ferromp(from: &[f32], to: &mut [f32], of: fn(&[f32], usize, &mut [f32])) {
    #[omp(parallel for)]
    for (y, to) in to.chunks_exact_mut(SIDE).enumerate() {
        of(from, y, to);
    }
}

impl Kernel for Image {
    fn prepare(&mut self) {
        self.read("in.png");
    }

    fn run(&mut self, form: Form) -> f64 {
        match form {
            Form::Serial => self.filter(|from, to, of| {
                to.chunks_exact_mut(SIDE).enumerate().for_each(|(y, to)| of(from, y, to));
            }),
            Form::Ferromp => self.filter(rows_ferromp),
            Form::Rayon => self.filter(|from, to, of| {
                to.par_chunks_exact_mut(SIDE).enumerate().for_each(|(y, to)| of(from, y, to));
            }),
        }
        self.pixels.iter().map(|pixel| f64::from(*pixel as u8)).sum()
    }

    fn finish(&mut self) {
        self.write("out.png");
    }
}
