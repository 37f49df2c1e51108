//! Measures one rival in this process and prints a JSON line per construct.

mod forkunion3;

fn main() {
    rivals::cli::main(&[("forkunion3", forkunion3::run)]);
}
