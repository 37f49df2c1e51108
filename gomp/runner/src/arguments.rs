//! Which arguments programs get.

/// Arguments by the beginnings of programs' names.
#[derive(Debug, Default)]
pub(crate) struct Arguments(Vec<(String, Vec<String>)>);

impl Arguments {
    /// Reads lines of a beginning and arguments, with white space between. Lines that begin with `#` are comments.
    pub(crate) fn parse(text: &str) -> Self {
        let lines = text.lines().map(str::trim).filter(|line| !line.starts_with('#'));
        let words = lines.map(|line| line.split_whitespace().map(str::to_owned));
        Self(words.filter_map(|mut words| Some((words.next()?, words.collect()))).collect())
    }

    /// The arguments of the program called `name`: those of the longest beginning that fits, none if none does.
    pub(crate) fn of(&self, name: &str) -> &[String] {
        let fitting = self.0.iter().filter(|(beginning, _)| name.starts_with(beginning));
        fitting.max_by_key(|(beginning, _)| beginning.len()).map_or(&[], |(_, arguments)| arguments)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_beginning_counts() {
        let arguments = Arguments::parse("# sizes\nfib  -n 20\n\n fib.manual -n 30 -x 5\nsort\n");
        assert_eq!(arguments.of("fib.gcc"), ["-n", "20"]);
        assert_eq!(arguments.of("fib.manual-tied"), ["-n", "30", "-x", "5"]);
        assert!(arguments.of("sort").is_empty());
        assert!(arguments.of("health").is_empty());
    }
}
