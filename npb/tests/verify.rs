//! Every kernel on its smallest problem, by the program as a user runs it.

use std::process::{Command, Output};

fn npb(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_npb")).args(arguments).output().unwrap()
}

fn verifies(kernel: &str, form: &str) {
    for threads in ["1", "2", "3", "8"] {
        let output = npb(&[kernel, "--class", "S", "--threads", threads, "--form", form]);
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{kernel} on {threads} threads: {said}");
        assert!(said.contains("SUCCESSFUL") && !said.contains("UNSUCCESSFUL"), "{said}");
    }
}

macro_rules! kernels {
    ($($kernel:ident)*) => {
        $(#[test] fn $kernel() { verifies(stringify!($kernel), "annotations"); })*
    };
}

kernels!(ep mg cg ft is bt sp lu);

#[test]
fn cg_in_regions() {
    verifies("cg", "regions");
}

#[test]
fn is_in_regions() {
    verifies("is", "regions");
}

#[test]
fn bad_arguments_are_explained() {
    for (arguments, word) in [
        (&["xy"][..], "possible values"),
        (&["ep", "--class", "Z"], "possible values"),
        (&["ep", "--threads", "0"], "1.."),
        (&["ft", "--form", "regions"], "ft is not written with regions"),
        (&["cg", "--form", "other"], "possible values"),
        (&[], "Usage"),
    ] {
        let output = npb(arguments);
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8(output.stderr).unwrap().contains(word), "{arguments:?}");
    }
}
