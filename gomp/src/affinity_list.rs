//! `GOMP_CPU_AFFINITY`: a list of CPU numbers and ranges, one place for each number.
//!
//! ```text
//! list = range {("," | " ") range}        range = number ["-" number [":" stride]]
//! ```

/// The same list as `OMP_PLACES` has it; `None` if it is none.
pub(crate) fn places(text: &str) -> Option<String> {
    let places = numbers(text)?.into_iter().map(|number| format!("{{{number}}}"));
    Some(places.collect::<Vec<_>>().join(","))
}

/// CPU numbers end here.
const MOST: usize = 65_535;

fn numbers(text: &str) -> Option<Vec<usize>> {
    let mut numbers = Vec::new();
    let ranges = text.split(|c: char| c == ',' || c.is_ascii_whitespace()).filter(|range| !range.is_empty());
    for range in ranges {
        let (range, stride) = match range.split_once(':') {
            Some((range, stride)) => (range, stride.parse().ok().filter(|&stride| stride > 0)?),
            None => (range, 1),
        };
        let (first, last) = range.split_once('-').unwrap_or((range, range));
        let (first, last): (usize, usize) = (first.parse().ok()?, last.parse().ok()?);
        if first > last || last > MOST {
            return None;
        }
        numbers.extend((first..=last).step_by(stride));
    }
    (!numbers.is_empty()).then_some(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_become_places() {
        for (text, expected) in [
            ("0", "{0}"),
            ("0 3 1-2", "{0},{3},{1},{2}"),
            ("4-15:2", "{4},{6},{8},{10},{12},{14}"),
            ("0,1, 2", "{0},{1},{2}"),
        ] {
            assert_eq!(places(text).as_deref(), Some(expected), "{text}");
        }
        for text in ["", " ", "x", "3-1", "1-2:0", "1-2:x", "-1", "1-", "0-4000000000"] {
            assert_eq!(places(text), None, "{text:?}");
        }
    }
}
