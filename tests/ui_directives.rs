//! What is said of directives that are wrong. `TRYBUILD=overwrite` writes what is said now.
#![cfg(feature = "macros")]

#[test]
fn wrong_directives_are_explained() {
    trybuild::TestCases::new().compile_fail("tests/ui/directives/*.rs");
}
