use clap::ValueEnum;

/// How a kernel is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// Loops as they are, with annotations.
    Annotations,
    /// Calls of the interface in a region.
    Regions,
}
