//! All measurements of one team size: medians over rounds, minima over everything.

use std::collections::BTreeMap;

use rivals::record::Record;

/// One rival's figure for one construct.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// Median over the rounds, in nanoseconds.
    pub median: f64,
    /// The smallest sample of all, in nanoseconds.
    pub min: f64,
    /// Samples of all rounds.
    pub samples: usize,
}

/// Figures by construct and rival.
#[derive(Default)]
pub struct Summary(BTreeMap<String, BTreeMap<String, Vec<Record>>>);

impl Summary {
    /// Takes in a measurement.
    pub fn add(&mut self, record: Record) {
        self.0
            .entry(record.construct.clone())
            .or_default()
            .entry(record.peer.clone())
            .or_default()
            .push(record);
    }

    /// The figure of `peer` for `construct`, if it was measured.
    pub fn figure(&self, construct: &str, peer: &str) -> Option<Figure> {
        let records = self.0.get(construct)?.get(peer)?;
        let mut medians: Vec<f64> = records.iter().map(|r| r.ns).collect();
        medians.sort_by(f64::total_cmp);
        Some(Figure {
            median: (medians[medians.len() / 2] + medians[(medians.len() - 1) / 2]) / 2.0,
            min: records.iter().map(|r| r.min).fold(f64::INFINITY, f64::min),
            samples: records.iter().map(|r| r.samples).sum(),
        })
    }

    /// The smallest median for `construct` among the rivals `among` accepts, with its owner.
    pub fn best(&self, construct: &str, among: impl Fn(&str) -> bool) -> Option<(&str, f64)> {
        let names = self.0.get(construct)?.keys().filter(|name| among(name));
        let medians = names.filter_map(|name| Some((name.as_str(), self.figure(construct, name)?.median)));
        medians.min_by(|a, b| a.1.total_cmp(&b.1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(peer: &str, ns: f64) -> Record {
        let (peer, construct) = (peer.to_owned(), "region".to_owned());
        Record { peer, threads: 2, construct, ns, min: ns / 2.0, samples: 3, round: 0 }
    }

    #[test]
    fn medians_are_over_rounds_and_minima_over_all() {
        let mut summary = Summary::default();
        for ns in [4.0, 100.0, 2.0, 6.0] {
            summary.add(record("a", ns));
        }
        summary.add(record("b", 4.5));
        assert_eq!(summary.figure("region", "a"), Some(Figure { median: 5.0, min: 1.0, samples: 12 }));
        assert_eq!(summary.best("region", |_| true), Some(("b", 4.5)));
        assert_eq!(summary.best("region", |name| name == "a"), Some(("a", 5.0)));
        assert_eq!(summary.figure("barrier", "a"), None);
    }
}
