//! Sparse matrices from Matrix Market files (<https://math.nist.gov/MatrixMarket/formats.html>).

use std::error::Error;
use std::fmt::Write;
use std::path::Path;

/// A square matrix by rows: row `i` has the columns and values at `starts[i]..starts[i + 1]`.
pub(crate) struct Matrix {
    starts: Vec<usize>,
    columns: Vec<usize>,
    values: Vec<f64>,
}

impl Matrix {
    pub(crate) fn rows(&self) -> usize {
        self.starts.len() - 1
    }

    pub(crate) fn nonzeros(&self) -> usize {
        self.values.len()
    }

    /// Row `i` times the vector `x`.
    pub(crate) fn row_times(&self, i: usize, x: &[f64]) -> f64 {
        let row = self.starts[i]..self.starts[i + 1];
        self.columns[row.clone()].iter().zip(&self.values[row]).map(|(&j, a)| a * x[j]).sum()
    }

    /// Reads `matrix coordinate real general` or `symmetric`.
    pub(crate) fn read(path: &Path) -> Result<Self, Box<dyn Error>> {
        let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
        let mut lines = text.lines();
        let symmetric = match lines.next().map(str::to_ascii_lowercase).as_deref().map(str::trim) {
            Some("%%matrixmarket matrix coordinate real general") => false,
            Some("%%matrixmarket matrix coordinate real symmetric") => true,
            _ => return Err(format!("{}: not a real sparse Matrix Market file", path.display()).into()),
        };
        let mut lines = lines.filter(|line| !line.starts_with('%') && !line.trim().is_empty());
        let sizes: Vec<usize> =
            lines.next().ok_or("no sizes")?.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
        let [rows, columns, count] = sizes[..] else { return Err("three sizes are needed".into()) };
        if rows != columns {
            return Err(format!("{rows} rows and {columns} columns: not square").into());
        }
        let mut entries = Vec::with_capacity(if symmetric { 2 * count } else { count });
        for line in lines.by_ref().take(count) {
            let mut fields = line.split_whitespace();
            let mut field = || fields.next().ok_or_else(|| format!("`{line}` lacks a field"));
            let (i, j): (usize, usize) = (field()?.parse()?, field()?.parse()?);
            let value: f64 = field()?.parse()?;
            if !(1..=rows).contains(&i) || !(1..=rows).contains(&j) {
                return Err(format!("`{line}` lies outside the matrix").into());
            }
            entries.push((i - 1, j - 1, value));
            if symmetric && i != j {
                entries.push((j - 1, i - 1, value));
            }
        }
        Ok(Self::from_entries(rows, entries))
    }

    fn from_entries(rows: usize, mut entries: Vec<(usize, usize, f64)>) -> Self {
        entries.sort_by_key(|&(i, j, _)| (i, j));
        let starts = (0..=rows).map(|row| entries.partition_point(|&(i, ..)| i < row)).collect();
        let columns = entries.iter().map(|&(_, j, _)| j).collect();
        Self { starts, columns, values: entries.into_iter().map(|(.., value)| value).collect() }
    }
}

/// The five-point stencil of Poisson's equation on `grid` by `grid` points, as the lower half of a Matrix
/// Market file: 4 for a point, −1 for each of its neighbours.
pub(crate) fn poisson(grid: usize) -> Result<String, Box<dyn Error>> {
    let points = grid * grid;
    let entries = points + 2 * grid * (grid - 1);
    let mut text = String::from("%%MatrixMarket matrix coordinate real symmetric\n");
    writeln!(text, "% five-point stencil of Poisson's equation on {grid} x {grid} points")?;
    writeln!(text, "{points} {points} {entries}")?;
    for point in 1..=points {
        if point > grid {
            writeln!(text, "{point} {} -1", point - grid)?;
        }
        if point % grid != 1 % grid {
            writeln!(text, "{point} {} -1", point - 1)?;
        }
        writeln!(text, "{point} {point} 4")?;
    }
    Ok(text)
}
