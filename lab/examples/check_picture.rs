//! Checks that a screenshot shows a report: that it has many colours, a background that suits the scheme, and something on
//! it from top to bottom.
//!
//! `check_picture PICTURE.png light|dark`

use std::collections::BTreeSet;
use std::fs::File;
use std::io::BufReader;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [path, scheme] = arguments.as_slice() else {
        eprintln!("usage: check_picture PICTURE.png light|dark");
        return ExitCode::from(2);
    };
    match check(path, scheme == "dark") {
        Ok(said) => {
            println!("{path}: {said}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{path}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn check(path: &str, dark: bool) -> Result<String, Box<dyn std::error::Error>> {
    let mut reader = png::Decoder::new(BufReader::new(File::open(path)?)).read_info()?;
    let mut pixels = vec![0; reader.output_buffer_size().ok_or("too large")?];
    let frame = reader.next_frame(&mut pixels)?;
    if frame.bit_depth != png::BitDepth::Eight {
        return Err("not of 8 bits a sample".into());
    }
    let samples = frame.color_type.samples();
    let width = frame.width as usize;
    let rgb = |pixel: &[u8]| [pixel[0], pixel[1.min(samples - 1)], pixel[2.min(samples - 1)]];
    let rows: Vec<Vec<[u8; 3]>> = pixels[..frame.buffer_size()]
        .chunks_exact(frame.line_size)
        .map(|line| line[..width * samples].chunks_exact(samples).map(rgb).collect())
        .collect();

    let background = rows[0][0];
    let bright = background.iter().map(|sample| u32::from(*sample)).sum::<u32>() > 3 * 128;
    if bright == dark {
        return Err(format!("the background is {background:?}, which does not suit the scheme").into());
    }
    let colours: BTreeSet<[u8; 3]> = rows.iter().flatten().copied().collect();
    if colours.len() < 200 {
        return Err(format!("only {} colours: is it blank?", colours.len()).into());
    }
    // Each fifth of the page has something on it.
    for (part, rows) in rows.chunks(rows.len().div_ceil(5)).enumerate() {
        let drawn = rows.iter().flatten().filter(|pixel| **pixel != background).count();
        if drawn < 500 {
            return Err(format!("nothing in part {part} of 5").into());
        }
    }
    Ok(format!("{} × {}, {} colours", frame.width, frame.height, colours.len()))
}
