//! Compiles the kernels. Nothing names a runtime: the crate `ferromp-gomp` is the one.

fn main() {
    println!("cargo::rerun-if-changed=src/kernels.c");
    cc::Build::new().file("src/kernels.c").flag("-fopenmp").warnings(true).compile("kernels");
}
