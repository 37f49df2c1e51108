//! A set of CPU numbers of any size.

use std::fmt;

const BITS: usize = usize::BITS as usize;

/// CPUs by the operating system's numbers, in the kernel's own layout (an array of `unsigned long`), so that a
/// set goes to a system call as it is. Not limited to 1024 CPUs as `cpu_set_t` is.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct CpuSet {
    /// Bit `i % BITS` of word `i / BITS` is CPU `i`. The last word is never zero: equal sets are equal words.
    words: Vec<usize>,
}

impl CpuSet {
    /// Greatest CPU number that text may name. Far above what any kernel is built for (8192), and small enough
    /// that a mistyped number costs 8 KiB and not the machine's memory.
    pub(crate) const MAX_CPU: usize = (1 << 16) - 1;

    /// The empty set; allocates nothing.
    pub(crate) const fn new() -> Self {
        Self { words: Vec::new() }
    }

    /// The set with the kernel's representation `words`.
    pub(crate) fn from_words(mut words: Vec<usize>) -> Self {
        words.truncate(words.iter().rposition(|&word| word != 0).map_or(0, |last| last + 1));
        Self { words }
    }

    /// The kernel's representation.
    pub(crate) fn words(&self) -> &[usize] {
        &self.words
    }

    /// Adds `cpu`.
    pub(crate) fn insert(&mut self, cpu: usize) {
        let word = cpu / BITS;
        if word >= self.words.len() {
            self.words.resize(word + 1, 0);
        }
        self.words[word] |= 1 << (cpu % BITS);
    }

    /// Whether `cpu` belongs to the set.
    pub(crate) fn contains(&self, cpu: usize) -> bool {
        self.words.get(cpu / BITS).is_some_and(|word| word >> (cpu % BITS) & 1 == 1)
    }

    /// Number of CPUs.
    pub(crate) fn len(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The CPUs by increasing number.
    pub(crate) fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(index, &word)| {
            std::iter::successors((word != 0).then_some(word), |&left| {
                let left = left & (left - 1);
                (left != 0).then_some(left)
            })
            .map(move |left| index * BITS + left.trailing_zeros() as usize)
        })
    }

    /// CPUs of this set that are not in `other`.
    pub(crate) fn difference(&self, other: &Self) -> Self {
        let others = other.words.iter().copied().chain(std::iter::repeat(0));
        Self::from_words(self.words.iter().zip(others).map(|(a, b)| a & !b).collect())
    }

    /// Whether all CPUs of this set are in `other`.
    pub(crate) fn is_subset(&self, other: &Self) -> bool {
        let others = other.words.iter().copied().chain(std::iter::repeat(0));
        self.words.iter().zip(others).all(|(a, b)| a & !b == 0)
    }

    /// Adds every CPU of `other`.
    pub(crate) fn extend_from(&mut self, other: &Self) {
        if self.words.len() < other.words.len() {
            self.words.resize(other.words.len(), 0);
        }
        for (word, more) in self.words.iter_mut().zip(&other.words) {
            *word |= more;
        }
    }

    /// Reads the kernel's list format, `0-3,8,10-11`; an empty text is the empty set, other text is `None`.
    pub(crate) fn parse_list(text: &str) -> Option<Self> {
        let mut set = Self::new();
        for range in text.trim().split(',').filter(|_| !text.trim().is_empty()) {
            let (low, high) = range.split_once('-').unwrap_or((range, range));
            let (low, high): (usize, usize) = (low.parse().ok()?, high.parse().ok()?);
            if low > high || high > Self::MAX_CPU {
                return None;
            }
            (low..=high).for_each(|cpu| set.insert(cpu));
        }
        Some(set)
    }
}

impl FromIterator<usize> for CpuSet {
    fn from_iter<I: IntoIterator<Item = usize>>(cpus: I) -> Self {
        let mut set = Self::new();
        cpus.into_iter().for_each(|cpu| set.insert(cpu));
        set
    }
}

/// The kernel's list format: `0-3,8,10-11`.
impl fmt::Display for CpuSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut cpus = self.iter().peekable();
        let mut separator = "";
        while let Some(low) = cpus.next() {
            let mut high = low;
            while let Some(next) = cpus.next_if_eq(&(high + 1)) {
                high = next;
            }
            write!(f, "{separator}{low}")?;
            if high > low {
                write!(f, "-{high}")?;
            }
            separator = ",";
        }
        Ok(())
    }
}

impl fmt::Debug for CpuSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{{self}}}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn cpus() -> impl Strategy<Value = BTreeSet<usize>> {
        prop::collection::btree_set(prop_oneof![0usize..130, 0usize..5000], 0..40)
    }

    fn set(cpus: &BTreeSet<usize>) -> CpuSet {
        cpus.iter().copied().collect()
    }

    proptest! {
        #[test]
        fn behaves_as_a_set_of_numbers(a in cpus(), b in cpus()) {
            let (x, y) = (set(&a), set(&b));
            prop_assert_eq!(x.iter().collect::<Vec<_>>(), a.iter().copied().collect::<Vec<_>>());
            prop_assert_eq!(x.len(), a.len());
            prop_assert_eq!(x.is_empty(), a.is_empty());
            prop_assert_eq!(x.difference(&y), set(&(&a - &b)));
            prop_assert!((0..5100).all(|cpu| x.contains(cpu) == a.contains(&cpu)));
            prop_assert_eq!(x.is_subset(&y), a.is_subset(&b));
            prop_assert!(x.difference(&y).is_subset(&x));
            let mut both = x.clone();
            both.extend_from(&y);
            prop_assert_eq!(both, set(&(&a | &b)));
        }

        #[test]
        fn list_format_round_trips(a in cpus()) {
            prop_assert_eq!(CpuSet::parse_list(&set(&a).to_string()), Some(set(&a)));
        }
    }

    #[test]
    fn list_format_as_the_kernel_writes_it() {
        let set = CpuSet::parse_list("0-2,8,10-11\n").unwrap();
        assert_eq!(set.iter().collect::<Vec<_>>(), [0, 1, 2, 8, 10, 11]);
        assert_eq!(set.to_string(), "0-2,8,10-11");
        assert_eq!(CpuSet::parse_list("\n"), Some(CpuSet::new()));
        for bad in ["x", "1-", "3-1", "0,,1", "65536", "0-99999999999", "-1"] {
            assert_eq!(CpuSet::parse_list(bad), None, "{bad:?}");
        }
    }
}
