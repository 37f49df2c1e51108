//! Pictures of the examples, written as PNG.

use std::error::Error;
use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

/// Writes `pixels` (red, green, blue, row by row) to `target/<name>` of this checkout and reads them back.
pub(crate) fn save(name: &str, width: usize, pixels: &[[u8; 3]]) -> Result<PathBuf, Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target");
    std::fs::create_dir_all(&folder)?;
    let path = folder.join(name);
    write(&path, width, pixels)?;
    let mut reader = png::Decoder::new(std::io::BufReader::new(File::open(&path)?)).read_info()?;
    let mut read = vec![0; reader.output_buffer_size().ok_or("the picture is too large")?];
    reader.next_frame(&mut read)?;
    if read != pixels.as_flattened() {
        return Err(format!("{} does not hold the pixels that were written", path.display()).into());
    }
    Ok(path)
}

fn write(path: &Path, width: usize, pixels: &[[u8; 3]]) -> Result<(), Box<dyn Error>> {
    let height = pixels.len() / width;
    let file = BufWriter::new(File::create(path)?);
    let mut encoder = png::Encoder::new(file, u32::try_from(width)?, u32::try_from(height)?);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(pixels.as_flattened())?;
    writer.finish()?;
    Ok(())
}

/// A colour for a value from 0 (black) over red and yellow to 1 (white).
pub(crate) fn glow(value: f64) -> [u8; 3] {
    let channel = |from: f64| ((value * 3.0 - from).clamp(0.0, 1.0) * 255.0) as u8;
    [channel(0.0), channel(1.0), channel(2.0)]
}
