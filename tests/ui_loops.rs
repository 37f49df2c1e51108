//! What the compiler says of annotated loops whose iterations cannot share their data.
#![cfg(all(not(loom), feature = "macros"))]

#[test]
fn diagnostics_of_loops() {
    trybuild::TestCases::new().compile_fail("tests/ui/loops/*.rs");
}
