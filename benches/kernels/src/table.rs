//! A table and a picture of measurements.

use plotters::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;

const FORMS: [&str; 4] = ["serial", "ferromp", "rayon", "c"];

/// For each kernel and form: the times of all runs, and the numbers.
type Runs = BTreeMap<String, BTreeMap<String, (Vec<f64>, Vec<f64>)>>;

pub fn make(lines: &Path, picture: Option<&Path>) -> Result<(), String> {
    let text = std::fs::read_to_string(lines).map_err(|error| format!("{}: {error}", lines.display()))?;
    let runs = read(&text)?;
    disagreement(&runs).map_or(Ok(()), Err)?;
    let names: Vec<&str> = crate::kernel::ALL.iter().map(|(name, _)| *name).collect();
    println!("| kernel | serial (ms) | ferromp (ms) | speed-up | ÷ rayon | ÷ C |\n|---|---|---|---|---|---|");
    let mut ratios = Vec::new();
    for name in names.into_iter().filter(|name| runs.contains_key(*name)) {
        let median = |form: &str| runs[name].get(form).map(|(times, _)| median(times));
        let ours = median("ferromp");
        let over = |other: Option<f64>| match (ours, other) {
            (Some(ours), Some(other)) => ours / other,
            _ => f64::NAN,
        };
        let (serial, rayon, c) = (median("serial"), median("rayon"), median("c"));
        let cell = |x: f64| if x.is_nan() { "–".to_owned() } else { format!("{x:.2}") };
        let time = |x: Option<f64>| x.map_or("–".to_owned(), |x| format!("{x:.2}"));
        println!(
            "| {name} | {} | {} | {} | {} | {} |",
            time(serial),
            time(ours),
            cell(1.0 / over(serial)),
            cell(over(rayon)),
            cell(over(c))
        );
        ratios.push((name, [1.0 / over(serial), 1.0 / over(rayon), 1.0 / over(c)]));
    }
    picture.map_or(Ok(()), |file| draw(file, &ratios).map_err(|error| format!("{}: {error}", file.display())))
}

fn read(text: &str) -> Result<Runs, String> {
    let mut runs = Runs::new();
    for (at, line) in text.lines().enumerate() {
        let wrong = || format!("line {}: not `kernel form milliseconds number`: {line}", at + 1);
        let [name, form, time, number] = line.split_whitespace().collect::<Vec<_>>()[..] else {
            return Err(wrong());
        };
        let (time, number) = (time.parse().map_err(|_| wrong())?, number.parse().map_err(|_| wrong())?);
        if !FORMS.contains(&form) {
            return Err(format!("line {}: the form is one of {FORMS:?}, not {form}", at + 1));
        }
        let (times, numbers) = runs.entry(name.to_owned()).or_default().entry(form.to_owned()).or_default();
        times.push(time);
        numbers.push(number);
    }
    Ok(runs)
}

/// Who found another result than the serial form, or another form than it.
fn disagreement(runs: &Runs) -> Option<String> {
    for (name, forms) in runs {
        let mut numbers = FORMS
            .iter()
            .filter_map(|form| forms.get(*form).map(|runs| (form, &runs.1)))
            .flat_map(|(form, numbers)| numbers.iter().map(move |number| (form, *number)));
        let (first, expected) = numbers.next()?;
        // Sums in another order differ in their last bits.
        let agrees = |number: f64| (number - expected).abs() <= 1e-6 * expected.abs();
        let wrong = numbers.find(|(_, number)| !agrees(*number));
        if let Some((form, number)) = wrong {
            return Some(format!("{name}: {form} found {number:e}, {first} {expected:e}"));
        }
    }
    None
}

fn median(times: &[f64]) -> f64 {
    let mut times = times.to_vec();
    times.sort_by(f64::total_cmp);
    let mid = times.len() / 2;
    if times.len() % 2 == 1 { times[mid] } else { 0.5 * (times[mid - 1] + times[mid]) }
}

/// Bars: how many times as fast ferromp is as each other form.
fn draw(file: &Path, ratios: &[(&str, [f64; 3])]) -> Result<(), Box<dyn std::error::Error>> {
    let rows = ratios.len() as i32;
    let root = SVGBackend::new(file, (760, 60 + 44 * ratios.len() as u32)).into_drawing_area();
    root.fill(&WHITE)?;
    let most = ratios.iter().flat_map(|row| row.1).filter(|x| x.is_finite()).fold(2.0, f64::max);
    let mut chart = ChartBuilder::on(&root)
        .caption("How many times as fast as …", ("sans-serif", 17))
        .margin(8)
        .x_label_area_size(24)
        .y_label_area_size(90)
        .build_cartesian_2d(0.0..1.05 * most, 0..4 * rows)?;
    chart
        .configure_mesh()
        .disable_y_mesh()
        .disable_y_axis()
        .y_labels(0)
        .x_label_formatter(&|x| format!("{x:.1}"))
        .draw()?;
    let others = [
        ("the serial form", RGBColor(86, 120, 160)),
        ("rayon", RGBColor(220, 130, 60)),
        ("C with libgomp", RGBColor(100, 160, 90)),
    ];
    for (o, (name, colour)) in others.iter().enumerate() {
        let bars = ratios.iter().enumerate().filter(|(_, row)| row.1[o].is_finite()).map(|(r, row)| {
            let low = 4 * (rows - 1 - r as i32) + 2 - o as i32;
            Rectangle::new([(0.0, low), (row.1[o], low + 1)], colour.filled())
        });
        let legend = *colour;
        chart
            .draw_series(bars)?
            .label(*name)
            .legend(move |(x, y)| Rectangle::new([(x, y - 4), (x + 12, y + 4)], legend.filled()));
    }
    chart.draw_series([PathElement::new([(1.0, 0), (1.0, 4 * rows)], BLACK)])?;
    for (r, (name, _)) in ratios.iter().enumerate() {
        let y = 4 * (rows - 1 - r as i32) + 2;
        let (left, top) = chart.backend_coord(&(0.0, y));
        root.draw(&Text::new((*name).to_owned(), (left - 86, top - 6), ("sans-serif", 13)))?;
    }
    chart.configure_series_labels().background_style(WHITE.mix(0.9)).border_style(BLACK).draw()?;
    root.present()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_understood_or_complained_of() {
        let runs = read("lu serial 2.0 1e3\nlu serial 4.0 1e3\nlu c 1 1000.0000001").unwrap();
        assert_eq!(median(&runs["lu"]["serial"].0), 3.0);
        assert_eq!(disagreement(&runs), None);
        assert!(read("lu serial 2.0").unwrap_err().contains("line 1"));
        assert!(read("lu other 2.0 1").unwrap_err().contains("form"));
    }

    #[test]
    fn another_result_is_found() {
        let runs = read("lu serial 1 10\nlu c 1 10.1").unwrap();
        assert!(disagreement(&runs).unwrap().contains("lu: c"));
        let runs = read("lu serial 1 10\nlu c 1 NaN").unwrap();
        assert!(disagreement(&runs).is_some());
    }
}
