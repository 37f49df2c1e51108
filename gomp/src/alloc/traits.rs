//! What an allocator is asked to be.

/// Codes of traits (`omp_alloctrait_key_t`).
mod key {
    pub(super) const SYNC_HINT: i32 = 1;
    pub(super) const ALIGNMENT: i32 = 2;
    pub(super) const ACCESS: i32 = 3;
    pub(super) const POOL_SIZE: i32 = 4;
    pub(super) const FALLBACK: i32 = 5;
    pub(super) const FB_DATA: i32 = 6;
    pub(super) const PINNED: i32 = 7;
    pub(super) const PARTITION: i32 = 8;
}

/// Codes of values (`omp_alloctrait_value_t`).
mod value {
    pub(super) const DEFAULT: usize = usize::MAX;
    pub(super) const FALSE: usize = 0;
    pub(super) const CONTENDED: usize = 3;
    pub(super) const PRIVATE: usize = 6;
    pub(super) const ALL: usize = 7;
    pub(super) const CGROUP: usize = 10;
    pub(super) const DEFAULT_MEM_FB: usize = 11;
    pub(super) const NULL_FB: usize = 12;
    pub(super) const ABORT_FB: usize = 13;
    pub(super) const ALLOCATOR_FB: usize = 14;
    pub(super) const ENVIRONMENT: usize = 15;
    pub(super) const INTERLEAVED: usize = 18;
}

/// `omp_alloctrait_t`.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Trait {
    /// Which trait.
    pub key: i32,
    /// Its value.
    pub value: usize,
}

/// What to do when there is no memory left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fallback {
    /// The default allocator is asked.
    DefaultMemory,
    /// Null is answered.
    Null,
    /// The process ends.
    Abort,
    /// The allocator with this handle is asked.
    Allocator(usize),
}

/// The traits of an allocator that make a difference here. Who may use the memory (`access`), how many do so at once
/// (`sync_hint`) and where it lies (`partition`) is all the same to memory that everybody can use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Traits {
    /// Least alignment of all blocks: a power of two.
    pub(super) alignment: usize,
    /// Most bytes in use at a time.
    pub(super) pool_size: usize,
    pub(super) fallback: Fallback,
}

impl Default for Traits {
    fn default() -> Self {
        Self { alignment: 1, pool_size: usize::MAX, fallback: Fallback::DefaultMemory }
    }
}

impl Traits {
    /// Reads a list of traits; `None` if it has a trait or value that does not exist, or one that cannot be had, which
    /// are pinned pages.
    pub(super) fn read(list: &[Trait]) -> Option<Self> {
        let mut traits = Self::default();
        let (mut fallback, mut data) = (value::DEFAULT_MEM_FB, 0);
        for &Trait { key, value } in list {
            let known = match key {
                key::SYNC_HINT => {
                    value == value::DEFAULT || (value::CONTENDED..=value::PRIVATE).contains(&value)
                }
                key::ALIGNMENT => {
                    traits.alignment = if value == value::DEFAULT { 1 } else { value };
                    traits.alignment.is_power_of_two()
                }
                key::ACCESS => value == value::DEFAULT || (value::ALL..=value::CGROUP).contains(&value),
                // The default is the greatest number: no limit.
                key::POOL_SIZE => {
                    traits.pool_size = value;
                    true
                }
                key::FALLBACK => {
                    fallback = if value == value::DEFAULT { value::DEFAULT_MEM_FB } else { value };
                    (value::DEFAULT_MEM_FB..=value::ALLOCATOR_FB).contains(&fallback)
                }
                key::FB_DATA => {
                    data = value;
                    true
                }
                key::PINNED => matches!(value, value::DEFAULT | value::FALSE),
                key::PARTITION => {
                    value == value::DEFAULT || (value::ENVIRONMENT..=value::INTERLEAVED).contains(&value)
                }
                _ => false,
            };
            if !known {
                return None;
            }
        }
        traits.fallback = match fallback {
            value::NULL_FB => Fallback::Null,
            value::ABORT_FB => Fallback::Abort,
            value::ALLOCATOR_FB => Fallback::Allocator(data),
            _ => Fallback::DefaultMemory,
        };
        Some(traits)
    }
}

/// A trait by the names that the environment uses: `None` if there is no such trait, or no such value of it.
pub(super) fn named(key: &str, value: &str) -> Option<Trait> {
    let numbers = |value: &str| value.parse::<usize>().ok();
    let among =
        |names: &[(&str, usize)]| names.iter().find(|(name, _)| *name == value).map(|(_, code)| *code);
    let (key, value) = match key {
        "sync_hint" => (
            key::SYNC_HINT,
            among(&[
                ("contended", 3),
                ("uncontended", 4),
                ("serialized", 5),
                ("sequential", 5),
                ("private", 6),
            ])?,
        ),
        "alignment" => (key::ALIGNMENT, numbers(value)?),
        "access" => (key::ACCESS, among(&[("all", 7), ("thread", 8), ("pteam", 9), ("cgroup", 10)])?),
        "pool_size" => (key::POOL_SIZE, numbers(value)?),
        "fallback" => (key::FALLBACK, among(&[("default_mem_fb", 11), ("null_fb", 12), ("abort_fb", 13)])?),
        "pinned" => (key::PINNED, among(&[("false", 0), ("true", 1)])?),
        "partition" => (
            key::PARTITION,
            among(&[("environment", 15), ("nearest", 16), ("blocked", 17), ("interleaved", 18)])?,
        ),
        _ => return None,
    };
    Some(Trait { key, value })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(key: i32, value: usize) -> Option<Traits> {
        Traits::read(&[Trait { key, value }])
    }

    #[test]
    fn values_that_exist_are_taken_and_no_others() {
        let table: [(i32, &[usize]); 8] = [
            (key::SYNC_HINT, &[3, 4, 5, 6]),
            (key::ALIGNMENT, &[1, 2, 4, 8, 16]),
            (key::ACCESS, &[7, 8, 9, 10]),
            (key::FALLBACK, &[11, 12, 13, 14]),
            (key::PINNED, &[0]),
            (key::PARTITION, &[15, 16, 17, 18]),
            (0, &[]),
            (9, &[]),
        ];
        for (key, values) in table {
            let taken: Vec<usize> = (0..20).filter(|&value| one(key, value).is_some()).collect();
            assert_eq!(taken, values, "{key}");
            assert_eq!(one(key, value::DEFAULT).is_some(), (1..9).contains(&key), "{key}");
        }
        assert_eq!(one(key::POOL_SIZE, 0).map(|traits| traits.pool_size), Some(0));
        assert_eq!(one(key::ALIGNMENT, 96), None);
    }

    #[test]
    fn a_list_says_one_thing() {
        let list = [
            Trait { key: key::FB_DATA, value: 77 },
            Trait { key: key::ALIGNMENT, value: 64 },
            Trait { key: key::FALLBACK, value: value::ALLOCATOR_FB },
            Trait { key: key::POOL_SIZE, value: 1000 },
        ];
        let traits = Traits { alignment: 64, pool_size: 1000, fallback: Fallback::Allocator(77) };
        assert_eq!(Traits::read(&list), Some(traits));
        assert_eq!(Traits::read(&[]), Some(Traits::default()));
    }

    #[test]
    fn names_are_those_of_the_codes() {
        let code = |key, value| named(key, value).map(|named| (named.key, named.value));
        assert_eq!(code("alignment", "64"), Some((key::ALIGNMENT, 64)));
        assert_eq!(code("fallback", "null_fb"), Some((key::FALLBACK, value::NULL_FB)));
        assert_eq!(code("partition", "interleaved"), Some((key::PARTITION, value::INTERLEAVED)));
        assert_eq!(code("fallback", "allocator_fb"), None, "there is no allocator to name");
        assert_eq!(code("alignment", "much"), None);
        assert_eq!(code("colour", "red"), None);
    }
}
