//! The tables of figures, in markdown.

use rivals::construct::TABLES;

use crate::rivals_list::Rival;
use crate::summary::Summary;

/// Prints one table for each group of constructs that was measured: `median (min)`.
pub fn print(summary: &Summary, rivals: &[&Rival], threads: usize) {
    println!("## {threads} threads\n");
    for table in TABLES {
        let measured = |c: &&&str| rivals.iter().any(|r| summary.figure(c, r.name).is_some());
        let constructs: Vec<&&str> = table.constructs.iter().filter(measured).collect();
        if constructs.is_empty() {
            continue;
        }
        println!("### {} ({}): median (min)", table.title, table.unit);
        let names: Vec<&str> = constructs.iter().map(|c| **c).collect();
        println!("| peer | {} | samples |", names.join(" | "));
        println!("|---|{}---|", "---|".repeat(constructs.len()));
        for rival in rivals {
            let figures: Vec<_> = constructs.iter().map(|c| summary.figure(c, rival.name)).collect();
            let Some(samples) = figures.iter().flatten().map(|f| f.samples).max() else { continue };
            let cells = figures.iter().map(|figure| match figure {
                Some(f) => format!("{} ({})", number(f.median / table.scale), number(f.min / table.scale)),
                None => "-".to_owned(),
            });
            println!("| {} | {} | {samples} |", rival.name, cells.collect::<Vec<_>>().join(" | "));
        }
        println!();
    }
}

/// Three significant digits, thousands set apart.
pub fn number(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    let digits = (2 - value.abs().log10().floor() as i32).max(0) as usize;
    let plain = format!("{value:.digits$}");
    let (whole, fraction) = match plain.split_once('.') {
        Some((whole, fraction)) => (whole, fraction.trim_end_matches('0')),
        None => (plain.as_str(), ""),
    };
    let (sign, whole) = whole.strip_prefix('-').map_or(("", whole), |rest| ("-", rest));
    let mut grouped = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let dot = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{grouped}{dot}{fraction}")
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_have_three_significant_digits() {
        let cases =
            [(0.0, "0"), (0.2689, "0.269"), (7.0, "7"), (83.14, "83.1"), (11_939_432.4, "11,939,432")];
        for (value, text) in cases {
            assert_eq!(number(value), text);
        }
        assert_eq!(number(-1_234.6), "-1,235");
    }
}
