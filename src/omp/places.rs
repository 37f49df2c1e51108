//! Routines that tell about the place list (OpenMP 5.2, sections 18.3.2 to 18.3.4).

use crate::icv::places;

/// Number of places to which threads can be bound: those that `OMP_PLACES` names, or else one for each core that the
/// process may use. Mirrors `omp_get_num_places`.
///
/// ```
/// for place in 0..ferromp::omp::get_num_places() {
///     println!("place {place}: CPUs {:?}", ferromp::omp::get_place_proc_ids(place));
/// }
/// ```
#[must_use]
pub fn get_num_places() -> usize {
    places().len()
}

/// Number of processors in the place with the number `place_num`; 0 if there is no such place. Mirrors
/// `omp_get_place_num_procs`.
///
/// ```
/// use ferromp::omp;
/// assert_eq!(omp::get_place_num_procs(0), omp::get_place_proc_ids(0).len());
/// assert_eq!(omp::get_place_num_procs(omp::get_num_places()), 0);
/// ```
#[must_use]
pub fn get_place_num_procs(place_num: usize) -> usize {
    places().get(place_num).map_or(0, |place| place.len())
}

/// The operating system's numbers of the processors in the place with the number `place_num`, in increasing order; none
/// if there is no such place. Mirrors `omp_get_place_proc_ids`.
///
/// ```
/// let ids = ferromp::omp::get_place_proc_ids(0);
/// assert!(ids.is_sorted());
/// ```
#[must_use]
pub fn get_place_proc_ids(place_num: usize) -> Vec<usize> {
    places().get(place_num).map_or_else(Vec::new, |place| place.iter().collect())
}
