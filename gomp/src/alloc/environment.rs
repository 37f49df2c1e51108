//! `OMP_ALLOCATOR` (OpenMP 5.2, section 21.5): a predefined allocator, or a memory space and traits.
//!
//! ```text
//! value = allocator | space [":" trait {"," trait}]        trait = name "=" value
//! ```

use super::allocator::{Allocator, DEFAULT_MEM, NAMES, NULL};
use super::traits::{Traits, named};

const SPACES: [&str; 5] = [
    "omp_default_mem_space",
    "omp_large_cap_mem_space",
    "omp_const_mem_space",
    "omp_high_bw_mem_space",
    "omp_low_lat_mem_space",
];

/// What a value may be.
pub(crate) const GRAMMAR: &str = "an allocator such as omp_default_mem_alloc, or a memory space and traits as in \
                                  omp_default_mem_space:alignment=64,pool_size=4096";

/// The handle of the allocator that `text` names or describes; `None` if it does neither.
pub(crate) fn parse(text: &str) -> Option<usize> {
    let text = text.trim().to_ascii_lowercase();
    if let Some(handle) = NAMES.iter().position(|name| *name == text) {
        return (handle != NULL).then_some(handle);
    }
    let (space, list) = text.split_once(':').map_or((&text[..], None), |(space, list)| (space, Some(list)));
    if !SPACES.contains(&space.trim_end()) {
        return None;
    }
    let Some(list) = list else { return Some(DEFAULT_MEM) };
    let pairs = list.split(',').map(|pair| pair.split_once('='));
    let traits = pairs.map(|pair| pair.and_then(|(key, value)| named(key.trim(), value.trim())));
    let traits = Traits::read(&traits.collect::<Option<Vec<_>>>()?)?;
    Some(Allocator::new(traits).into_handle())
}

/// What is shown of a value.
pub(crate) fn shown(text: &str) -> String {
    // A second allocator of this kind costs a few bytes, and is never used.
    if parse(text).is_some() { text.trim().to_ascii_lowercase() } else { NAMES[DEFAULT_MEM].to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::alloc::traits::Fallback;

    #[test]
    fn predefined_allocators_have_their_numbers() {
        assert_eq!(parse(" OMP_Default_Mem_Alloc "), Some(1));
        assert_eq!(parse("omp_thread_mem_alloc"), Some(8));
        assert_eq!(shown(" OMP_Low_Lat_Mem_Alloc"), "omp_low_lat_mem_alloc");
        assert_eq!(shown("nothing"), "omp_default_mem_alloc");
        assert_eq!(parse("omp_const_mem_space"), Some(DEFAULT_MEM));
    }

    #[test]
    fn traits_make_an_allocator() {
        let handle = parse("omp_default_mem_space : alignment=64, pool_size=1000,fallback=null_fb").unwrap();
        // SAFETY: just made.
        let traits = unsafe { Allocator::of(handle) }.unwrap().traits;
        assert_eq!(traits, Traits { alignment: 64, pool_size: 1000, fallback: Fallback::Null });
        // SAFETY: nobody else knows it.
        unsafe { Allocator::destroy(handle) };
    }

    #[test]
    fn nothing_else_is_an_allocator() {
        for text in [
            "",
            "malloc",
            "omp_null_allocator",
            "omp_default_mem_space:",
            "omp_default_mem_space:alignment",
            "omp_default_mem_space:alignment=48",
            "omp_default_mem_space:pinned=true",
            "omp_default_mem_alloc:alignment=64",
        ] {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }
}
