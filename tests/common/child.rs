//! Tests that need a process of their own: this program, started again, in which only one ignored test runs.

use std::process::{Command, Output};

/// The command that runs the ignored test `name`, with the command words `wrapper` in front, with no OpenMP
/// variable set but `variables`.
pub(crate) fn command(wrapper: &[&str], name: &str, variables: &[(&str, &str)]) -> Command {
    let program = std::env::current_exe().unwrap();
    let mut command = match wrapper {
        [] => Command::new(program),
        [first, rest @ ..] => {
            let mut command = Command::new(first);
            command.args(rest).arg(program);
            command
        }
    };
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("OMP_") {
            command.env_remove(name);
        }
    }
    command.args(["--exact", name, "--ignored", "--nocapture", "--test-threads", "1"]);
    command.envs(variables.iter().copied());
    command
}

/// Runs it; it must succeed and have run one test.
#[allow(dead_code, reason = "not every test program that includes this file calls it")]
#[track_caller]
pub(crate) fn run(wrapper: &[&str], name: &str, variables: &[(&str, &str)]) -> Output {
    let output = command(wrapper, name, variables).output().unwrap();
    let said =
        format!("{}\n{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && said.contains("1 passed"), "{name}: {:?}\n{said}", output.status);
    output
}
