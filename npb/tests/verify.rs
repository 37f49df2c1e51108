//! Every kernel on its smallest problem, by the program as a user runs it.

use std::process::{Command, Output};

fn npb(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_npb")).args(arguments).output().unwrap()
}

fn verifies(kernel: &str) {
    for threads in ["1", "2", "3", "8"] {
        let output = npb(&[kernel, "--class", "S", "--threads", threads]);
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{kernel} on {threads} threads: {said}");
        assert!(said.contains("SUCCESSFUL") && !said.contains("UNSUCCESSFUL"), "{said}");
    }
}

macro_rules! kernels {
    ($($kernel:ident)*) => {
        $(#[test] fn $kernel() { verifies(stringify!($kernel)); })*
    };
}

kernels!(ep mg cg ft is bt sp lu);

#[test]
fn bad_arguments_are_explained() {
    for (arguments, word) in [
        (&["xy"][..], "possible values"),
        (&["ep", "--class", "Z"], "possible values"),
        (&["ep", "--threads", "0"], "1.."),
        (&[], "Usage"),
    ] {
        let output = npb(arguments);
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8(output.stderr).unwrap().contains(word), "{arguments:?}");
    }
}
