//! Timelines as pixels. Line by line, so a picture takes no more memory than two lines of it.

use std::io::Write;

use plotters::style::{RGBColor, WHITE};

use super::plot::{FRAME, PlotError, bars};
use super::profile::Profile;

/// Pixels around the rows.
const MARGIN: u32 = 8;
/// The pixels that a thread's row must have.
const ROW: u32 = 4;
/// More than this is not asked for in earnest.
const LIMIT: u32 = 1 << 16;

impl Profile {
    /// Writes a timeline as a PNG image of `width` times `height` pixels: the rows and colours of
    /// [`timeline_svg`](Self::timeline_svg), without axes and text.
    ///
    /// ```
    /// use ferromp::prelude::*;
    /// use ferromp::profile::Profile;
    /// let ((), profile) = Profile::record(|| parallel_for(0..100).schedule(Schedule::Dynamic(1)).for_each(|_| ()));
    /// let mut png = Vec::new();
    /// profile.timeline_png(640, 200, &mut png)?;
    /// assert!(png.starts_with(b"\x89PNG"));
    /// # Ok::<(), ferromp::profile::PlotError>(())
    /// ```
    ///
    /// # Errors
    /// If there are not 4 pixels of height for each thread, and 16 around, or not as many of width; if there are more than 65,536
    /// of either; and if `to` fails.
    pub fn timeline_png(&self, width: u32, height: u32, to: impl Write) -> Result<(), PlotError> {
        let rows = u32::try_from(self.threads.len().max(1)).unwrap_or(LIMIT);
        let least = rows.saturating_mul(ROW).saturating_add(2 * MARGIN);
        if width < ROW + 2 * MARGIN || height < least || width.max(height) > LIMIT {
            let asked = format!("{width} times {height} pixels");
            let room =
                format!("{} times {least} at least and {LIMIT} times {LIMIT} at most", ROW + 2 * MARGIN);
            return Err(PlotError(format!("{asked} do not do, take {room}")));
        }
        self.encode(width, height, rows, to).map_err(|error| PlotError(error.to_string()))
    }

    fn encode(&self, width: u32, height: u32, rows: u32, to: impl Write) -> Result<(), png::EncodingError> {
        let mut encoder = png::Encoder::new(to, width, height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        let mut header = encoder.write_header()?;
        let mut image = header.stream_writer()?;
        let blank = vec![0xff; 3 * width as usize];
        let mut lines = |n: u32, line: &[u8]| (0..n).try_for_each(|_| image.write_all(line));

        let inside = height - 2 * MARGIN;
        lines(MARGIN, &blank)?;
        for row in 0..rows {
            // The remainder of the division is spread over the rows.
            let share = |row: u32| (u64::from(inside) * u64::from(row) / u64::from(rows)) as u32;
            let high = share(row + 1) - share(row);
            // From the outside in: nothing, the member of a region, what it does.
            let (gap, frame) = (high / 12, (high / 12).max(1));
            let [outer, inner] = self.lines_of(row as usize, width);
            lines(gap, &blank)?;
            lines(frame, &outer)?;
            lines(high - 2 * (gap + frame), &inner)?;
            lines(frame, &outer)?;
            lines(gap, &blank)?;
        }
        lines(MARGIN, &blank)?;
        image.finish()?;
        header.finish()
    }

    /// The two kinds of line of a thread's row: what frames the bars, and the bars.
    fn lines_of(&self, thread: usize, width: u32) -> [Vec<u8>; 2] {
        let mut lines = [WHITE, WHITE].map(|RGBColor(r, g, b)| [r, g, b].repeat(width as usize));
        let Some(thread) = self.threads.get(thread) else { return lines };
        let (begin, end) = self.extent();
        let inside = width - 2 * MARGIN;
        let x = |ns: u64| {
            let right = u128::from(ns.saturating_sub(begin)) * u128::from(inside) / u128::from(end - begin);
            MARGIN as usize + right.min(u128::from(inside)) as usize
        };
        for bar in bars(&thread.spans, (end - begin) / u64::from(inside) + 1, &self.colours()) {
            // At least one pixel, inside of the margin.
            let left = x(bar.begin).min((width - MARGIN) as usize - 1);
            let pixels = 3 * left..3 * x(bar.end).max(left + 1);
            let RGBColor(r, g, b) = bar.colour;
            let [outer, inner] = &mut lines;
            let fill = |line: &mut Vec<u8>| {
                line[pixels.clone()].as_chunks_mut().0.iter_mut().for_each(|pixel| *pixel = [r, g, b]);
            };
            if bar.colour == FRAME {
                fill(outer);
            }
            fill(inner);
        }
        lines
    }
}
