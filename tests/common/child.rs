//! Settings are read once in a process, so their tests run in processes of their own: the test program, started again
//! with another environment in which only one of its ignored tests runs and reports what it sees.

use std::process::Command;

/// What a child process wrote.
pub(crate) struct Said {
    /// Standard output.
    report: String,
    /// Standard error.
    pub(crate) errors: String,
}

impl Said {
    /// What stands behind `name=` in the child's report.
    pub(crate) fn value(&self, name: &str) -> &str {
        let prefix = format!("{name}=");
        let line = self.report.lines().find_map(|line| line.strip_prefix(&prefix));
        line.unwrap_or_else(|| panic!("no {name} in {:?}\n{}", self.report, self.errors))
    }
}

/// Runs the ignored test `child` of this program with no `OMP_` variable set but `variables`; `wrapper` is a command in
/// front of it.
pub(crate) fn run_wrapped(wrapper: &[&str], child: &str, variables: &[(&str, &str)]) -> Said {
    let program = std::env::current_exe().unwrap();
    let mut command = match wrapper {
        [] => Command::new(program),
        [wrapper, arguments @ ..] => {
            let mut command = Command::new(wrapper);
            command.args(arguments).arg(program);
            command
        }
    };
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("OMP_") {
            command.env_remove(name);
        }
    }
    let output = command
        .args(["--exact", child, "--ignored", "--nocapture", "--quiet"])
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    let report = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{child} with {variables:?}: {:?}\n{report}\n{errors}", output.status);
    assert!(report.contains("test result: ok. 1 passed"), "there is no ignored test {child}");
    Said { report, errors }
}

/// [`run_wrapped`] without a command in front.
pub(crate) fn run(child: &str, variables: &[(&str, &str)]) -> Said {
    run_wrapped(&[], child, variables)
}
