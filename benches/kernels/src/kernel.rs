use clap::ValueEnum;

/// How a kernel is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Form {
    Serial,
    Ferromp,
    Rayon,
}

/// A kernel with its data.
pub trait Kernel: Send {
    /// What comes before and is not timed.
    fn prepare(&mut self) {}

    /// Solves the whole problem, from the same start at each call, and answers a number that stands for the result.
    fn run(&mut self, form: Form) -> f64;

    /// What comes after and is not timed.
    fn finish(&mut self) {}
}

pub type Make = fn() -> Box<dyn Kernel>;

/// Name, what it is, and how to make one.
pub const ALL: &[(&str, Make)] = &[
    ("bfs", || Box::new(crate::graph::bfs::Bfs::new())),
    ("pagerank", || Box::new(crate::graph::pagerank::PageRank::new())),
    ("triangles", || Box::new(crate::graph::triangles::Triangles::new())),
    ("stencil2d", || Box::new(crate::grid::square::Square::new())),
    ("stencil3d", || Box::new(crate::grid::cube::Cube::new())),
    ("timetiles", || Box::new(crate::grid::tiles::Tiles::new())),
    ("lu", || Box::new(crate::dense::lu::Lu::new())),
    ("cholesky", || Box::new(crate::dense::cholesky::Cholesky::new())),
    ("molecules", || Box::new(crate::molecules::Molecules::new())),
    ("kmeans", || Box::new(crate::kmeans::KMeans::new())),
    ("image", || Box::new(crate::image::Image::new())),
];
