use super::exact::{place, solution};
use super::{Flow, Vector};
use crate::report::Check;

/// The root of the mean of squares over the inner points, by component.
fn root_mean_square(n: usize, vectors: impl Iterator<Item = Vector>) -> Vector {
    let mut sums = [0.0; 5];
    for vector in vectors {
        for (sum, x) in sums.iter_mut().zip(vector) {
            *sum += x * x;
        }
    }
    let inner = (n - 2) as f64;
    sums.map(|sum| (sum / (inner * inner * inner)).sqrt())
}

/// The right-hand side and the error after the last step, beside the published ones.
pub fn checks(flow: &mut Flow, residuals: Vector, errors: Vector) -> Vec<Check> {
    flow.plane_by_plane(|_, _, _| ());
    let (n, dt) = (flow.n, flow.dt);
    let residual = root_mean_square(n, flow.rhs.iter().map(|rhs| rhs.map(|x| x / dt)));
    let error = root_mean_square(
        n,
        flow.points.iter().enumerate().map(|(at, point)| {
            let exact = solution(place(n, at));
            std::array::from_fn(|m| point.u[m] - exact[m])
        }),
    );
    let check = |what: &str, computed: Vector, expected: Vector| {
        let numbers = computed.into_iter().zip(expected).enumerate();
        let checks = numbers.map(|(m, (computed, expected))| Check {
            what: format!("The {what} of component {}", m + 1),
            computed,
            expected,
            epsilon: 1e-8,
        });
        checks.collect::<Vec<_>>()
    };
    let mut checks = check("residual", residual, residuals);
    checks.extend(check("error", error, errors));
    checks
}
