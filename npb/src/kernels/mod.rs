//! One file or folder for each benchmark.

mod bt;
mod cg;
mod ep;
mod flow;
mod ft;
mod is;
mod lu;
mod mg;
mod sp;

use crate::class::Class;
use crate::form::Form;
use crate::report::Report;
use clap::ValueEnum;

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Kernel {
    /// Embarrassingly parallel: normal deviates, counted by size.
    Ep,
    /// Multigrid: Poisson's equation on a cube with periodic boundaries.
    Mg,
    /// Conjugate gradient: the smallest eigenvalue of a sparse matrix.
    Cg,
    /// Fourier transform: a heat equation in three dimensions.
    Ft,
    /// Integer sort: the ranks of keys.
    Is,
    /// Block tridiagonal: a flow, by systems of five by five blocks.
    Bt,
    /// Scalar pentadiagonal: the same flow, by scalar systems.
    Sp,
    /// Lower-upper: the same flow, by sweeps in which a point needs those before it.
    Lu,
}

impl Kernel {
    /// Whether it is written in this form.
    pub fn has(self, form: Form) -> bool {
        form == Form::Annotations || matches!(self, Kernel::Cg | Kernel::Is)
    }

    pub fn run(self, class: Class, form: Form) -> Report {
        match self {
            Kernel::Ep => ep::run(class),
            Kernel::Mg => mg::run(class),
            Kernel::Cg => cg::run(class, form),
            Kernel::Ft => ft::run(class),
            Kernel::Is => is::run(class, form),
            Kernel::Bt => bt::run(class),
            Kernel::Sp => sp::run(class),
            Kernel::Lu => lu::run(class),
        }
    }
}
