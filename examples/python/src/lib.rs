//! A Python module whose functions are parallel regions. They let go of the interpreter meanwhile, so other Python
//! threads go on; and they work in the children of a `fork`, where `multiprocessing` calls them.

use ferromp::prelude::*;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// The area below a quarter of the unit circle, four times, by the rule of midpoints.
#[pyfunction]
#[pyo3(signature = (steps, threads = 0))]
fn pi(py: Python<'_>, steps: u64, threads: usize) -> PyResult<f64> {
    if steps == 0 {
        return Err(PyValueError::new_err("steps must be at least 1"));
    }
    Ok(py.detach(|| {
        let width = 1.0 / steps as f64;
        let heights = parallel_for(0..steps);
        let heights = if threads == 0 { heights } else { heights.num_threads(threads) };
        width * heights.reduce(Sum, |i| 4.0 / (1.0 + ((i as f64 + 0.5) * width).powi(2)))
    }))
}

/// The sum of a list, with the same bits for any number of threads.
#[pyfunction]
#[pyo3(signature = (numbers, threads = 0))]
fn exact_sum(py: Python<'_>, numbers: Vec<f64>, threads: usize) -> f64 {
    py.detach(|| {
        let sum = parallel_for(&numbers).deterministic();
        let sum = if threads == 0 { sum } else { sum.num_threads(threads) };
        sum.reduce(Sum, |x| *x)
    })
}

#[pymodule]
fn ferromp_example(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(pi, module)?)?;
    module.add_function(wrap_pyfunction!(exact_sum, module)?)
}
