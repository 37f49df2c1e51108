//! A line for each schedule in each case.

use super::Report;

pub(super) fn csv(report: &Report) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record([
        "kernel",
        "threads",
        "iterations",
        "serial_seconds",
        "schedule",
        "median_seconds",
        "low_seconds",
        "high_seconds",
        "ratio",
        "close",
        "speedup",
        "imbalance",
        "chunks",
        "dispatch_share",
    ])?;
    for case in &report.cases {
        for row in &case.rows {
            writer.write_record([
                case.kernel.clone(),
                case.threads.to_string(),
                case.iterations.to_string(),
                case.serial_seconds.to_string(),
                row.schedule.clone(),
                row.median_seconds.to_string(),
                row.low_seconds.to_string(),
                row.high_seconds.to_string(),
                row.ratio.to_string(),
                row.close.to_string(),
                row.speedup.to_string(),
                row.imbalance.to_string(),
                row.chunks.map(|chunks| chunks.to_string()).unwrap_or_default(),
                row.dispatch_share.map(|share| share.to_string()).unwrap_or_default(),
            ])?;
        }
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}
