//! Measures fork_union 2 in this process.

mod forkunion2;

fn main() {
    rivals::cli::main(&[("forkunion2", forkunion2::run)]);
}
