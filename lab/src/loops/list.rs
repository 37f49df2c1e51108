//! Costs as a list: a number of seconds in each line; what follows a comma is left out, and so are lines that begin with `#`.

use super::Loop;
use crate::complaint::Complaint;
use ferromp::simulate::Workload;

pub(super) fn loop_of(name: &str, text: &str) -> Result<Loop, Complaint> {
    let mut costs = Vec::new();
    let mut sum = 0.0;
    for (number, line) in text.lines().enumerate() {
        let entry = line.split(',').next().unwrap_or_default().trim();
        if entry.is_empty() || entry.starts_with('#') {
            continue;
        }
        let cost: Option<f64> = entry.parse().ok().filter(|cost: &f64| cost.is_finite() && *cost >= 0.0);
        let Some(cost) = cost else {
            let line = number + 1;
            return Err(Complaint::new(format!("{name}, line {line}: `{entry}` is not a number of seconds"))
                .fix("each line is to say how many seconds an iteration takes, such as 2.5e-6"));
        };
        sum += cost;
        costs.push(cost);
    }
    if costs.is_empty() {
        return Err(Complaint::new(format!("{name} has no numbers in it"))
            .fix("each line is to say how many seconds an iteration takes, such as 2.5e-6"));
    }
    if sum > super::profile::LONGEST {
        return Err(Complaint::new(format!("the iterations of {name} take more than 200 days together"))
            .fix("costs are in seconds: divide nanoseconds by 1e9"));
    }
    let about = "costs from a list".to_owned();
    Ok(Loop { name: name.to_owned(), about, costs: Workload::from_seconds(costs), recorded: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read() {
        let read = loop_of("a.txt", "# seconds\n1e-6\n\n 2e-6 , ignored\n").unwrap();
        assert_eq!((read.costs.len(), read.costs.total()), (2, 3e-6));
    }

    #[test]
    fn what_is_wrong_is_said() {
        let message = |text: &str| loop_of("a.txt", text).unwrap_err().to_string();
        assert!(message("1\nx\n").contains("a.txt, line 2: `x` is not"));
        assert!(message("-1").contains("`-1` is not"));
        assert!(message("NaN").contains("`NaN` is not"));
        assert!(message("# none\n").contains("no numbers"));
        assert!(message("1e9").contains("divide nanoseconds"));
    }
}
