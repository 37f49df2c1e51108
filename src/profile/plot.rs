//! Timelines as pictures.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;

use plotters::coord::Shift;
use plotters::prelude::*;

use super::profile::Profile;
use super::span::{Span, What};

/// A picture could not be drawn.
#[derive(Debug)]
pub struct PlotError(pub(super) String);

impl fmt::Display for PlotError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the timeline could not be drawn: {}", self.0)
    }
}

impl Error for PlotError {}

/// Pixels: a thread's row, what surrounds the rows, and a line of the legend.
const ROW: u32 = 36;
const AROUND: u32 = 110;
const LEGEND: u32 = 18;
/// The width that axis labels and margins take.
const SIDE: u32 = 140;

/// What the threads wait in is drawn so that it recedes.
const WAIT: RGBColor = RGBColor(205, 205, 205);
const TASK: RGBColor = RGBColor(120, 120, 160);
pub(super) const FRAME: RGBColor = RGBColor(238, 238, 238);

/// Colours of loops, told apart by most eyes (Okabe and Ito, 2008); used again where there are more loops.
const LOOPS: [RGBColor; 7] = [
    RGBColor(0, 114, 178),
    RGBColor(230, 159, 0),
    RGBColor(0, 158, 115),
    RGBColor(204, 121, 167),
    RGBColor(86, 180, 233),
    RGBColor(213, 94, 0),
    RGBColor(160, 150, 30),
];

/// A stretch of a thread's row in one colour.
pub(super) struct Bar {
    pub(super) begin: u64,
    pub(super) end: u64,
    pub(super) colour: RGBColor,
}

impl Profile {
    /// A timeline as an SVG document, `width` pixels wide and as high as it needs: a row for each thread, in it the chunks in
    /// the colours of their loops, tasks, and waits in grey. Chunks of one loop that are too narrow to be told apart are
    /// drawn as one, so the picture's size depends on the number of pixels and not on that of chunks.
    ///
    /// ```
    /// use ferromp::prelude::*;
    /// use ferromp::profile::Profile;
    /// let ((), profile) = Profile::record(|| parallel_for(0..100).schedule(Schedule::Dynamic(1)).for_each(|_| ()));
    /// let svg = profile.timeline_svg(800)?;
    /// assert!(svg.starts_with("<svg"));
    /// # Ok::<(), ferromp::profile::PlotError>(())
    /// ```
    ///
    /// # Errors
    /// If there is not enough width to draw anything.
    pub fn timeline_svg(&self, width: u32) -> Result<String, PlotError> {
        let colours = self.colours();
        let height = AROUND + ROW * self.threads.len().max(1) as u32 + LEGEND * (colours.len() as u32 + 1);
        let mut svg = String::new();
        {
            let area = SVGBackend::with_string(&mut svg, (width, height)).into_drawing_area();
            self.draw(&area, width, &colours).map_err(|error| PlotError(error.to_string()))?;
            area.present().map_err(|error| PlotError(error.to_string()))?;
        }
        Ok(svg)
    }

    /// The colour of each loop, by its place, in the order of places.
    pub(super) fn colours(&self) -> BTreeMap<(&str, u32, u32), RGBColor> {
        let places = self.sites.iter().map(|site| (&*site.file, site.line, site.column));
        let distinct: std::collections::BTreeSet<_> = places.collect();
        distinct.into_iter().zip(LOOPS.into_iter().cycle()).collect()
    }

    fn draw<B: DrawingBackend>(
        &self,
        area: &DrawingArea<B, Shift>,
        width: u32,
        colours: &BTreeMap<(&str, u32, u32), RGBColor>,
    ) -> Result<(), Box<dyn Error + '_>>
    where
        B::ErrorType: 'static,
    {
        if width < 2 * SIDE {
            return Err(format!("{width} pixels are not wide enough, take {} at least", 2 * SIDE).into());
        }
        area.fill(&WHITE)?;
        let legend = LEGEND * (colours.len() as u32 + 1);
        let (rows, key) = area.split_vertically(area.dim_in_pixel().1 - legend);
        let (begin, end) = self.extent();
        let (unit, per_unit) = unit(end - begin);
        let x = |ns: u64| (ns.saturating_sub(begin)) as f64 / per_unit;
        let threads = self.threads.len().max(1) as f64;
        let mut chart = ChartBuilder::on(&rows)
            .caption("Who ran what when", ("sans-serif", 18))
            .margin(8)
            .x_label_area_size(34)
            .y_label_area_size(SIDE - 30)
            .build_cartesian_2d(0.0..x(end).max(f64::MIN_POSITIVE), threads..0.0)?;
        let name = |y: &f64| {
            let at = *y - 0.5;
            let thread = (at >= 0.0 && at.fract() == 0.0).then(|| self.threads.get(at as usize)).flatten();
            thread.map_or_else(String::new, |thread| thread.name.clone())
        };
        chart
            .configure_mesh()
            .disable_y_mesh()
            .disable_y_axis()
            .y_labels(0)
            .y_label_formatter(&name)
            .x_desc(unit)
            .light_line_style(WHITE)
            .draw()?;
        let pixel = (end - begin) / u64::from(width - SIDE) + 1;
        for (row, thread) in self.threads.iter().enumerate() {
            let top = row as f64;
            for bar in bars(&thread.spans, pixel, colours) {
                let (low, high) = if bar.colour == FRAME { (0.08, 0.92) } else { (0.16, 0.84) };
                let corners = [(x(bar.begin), top + low), (x(bar.end), top + high)];
                chart.draw_series([Rectangle::new(corners, bar.colour.filled())])?;
            }
            let middle = rows.get_pixel_range().1;
            let plot = chart.plotting_area().get_pixel_range().1;
            let y = plot.start - middle.start
                + ((plot.end - plot.start) as f64 * (top + 0.5) / threads) as i32
                - 6;
            rows.draw_text(&thread.name, &("sans-serif", 12).into_text_style(&rows), (10, y))?;
        }
        let mut line = 0;
        let mut entry = |colour: RGBColor, text: String| -> Result<(), Box<dyn Error + '_>> {
            let y = line * LEGEND as i32;
            key.draw(&Rectangle::new([(10, y + 2), (22, y + 13)], colour.filled()))?;
            key.draw_text(&text, &("sans-serif", 12).into_text_style(&key), (30, y + 2))?;
            line += 1;
            Ok(())
        };
        for ((file, at, _), colour) in colours {
            entry(*colour, format!("{file}:{at}"))?;
        }
        entry(WAIT, "waiting (white: idle; pale: in a region)".to_owned())?;
        Ok(())
    }

    /// From the first thing that a thread did to the last.
    pub(super) fn extent(&self) -> (u64, u64) {
        let spans = || self.threads.iter().flat_map(|thread| &thread.spans);
        let begin = spans().map(|span| span.begin_ns).min().unwrap_or(0);
        let end = spans().map(|span| span.end_ns).max().unwrap_or(0);
        (begin, end.max(begin + 1))
    }
}

fn unit(length: u64) -> (&'static str, f64) {
    match length {
        n if n < 10_000 => ("nanoseconds", 1.0),
        n if n < 10_000_000 => ("microseconds", 1e3),
        n if n < 10_000_000_000 => ("milliseconds", 1e6),
        _ => ("seconds", 1e9),
    }
}

/// What is drawn of a thread, from the back to the front. Bars of one colour that are less than `pixel` nanoseconds apart are
/// one, and what begins in the pixel of a bar and is narrower than that belongs to it.
pub(super) fn bars(spans: &[Span], pixel: u64, colours: &BTreeMap<(&str, u32, u32), RGBColor>) -> Vec<Bar> {
    let mut layers: [Vec<Bar>; 3] = Default::default();
    for span in spans {
        let place = span.place.map(|place| (place.file(), place.line(), place.column()));
        let (layer, colour) = match span.what {
            What::Member { .. } => (0, FRAME),
            What::Task { .. } => (1, TASK),
            What::Chunk { .. } => (2, place.and_then(|place| colours.get(&place).copied()).unwrap_or(TASK)),
            What::Wait { .. } => (2, WAIT),
            What::Region { .. } | What::Work { .. } => continue,
        };
        let last = layers[layer].last_mut();
        let joins = |last: &&mut Bar| {
            let narrow = span.end_ns - span.begin_ns < pixel && span.begin_ns < last.begin + pixel;
            last.colour == colour && span.begin_ns <= last.end + pixel || narrow
        };
        match last.filter(joins) {
            Some(last) => last.end = last.end.max(span.end_ns),
            None => layers[layer].push(Bar { begin: span.begin_ns, end: span.end_ns, colour }),
        }
    }
    layers.into_iter().flatten().collect()
}
