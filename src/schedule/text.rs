//! The grammar of `OMP_SCHEDULE`: `[modifier:]kind[,number…]` (OpenMP 5.2 §21.2.1), read and printed.

use super::args::{Args, Form, Parameter, Slot};
use super::kinds::{self, Kind};
use super::schedule::{Modifier, Schedule};
use std::fmt::{self, Write};
use std::num::IntErrorKind;
use std::str::FromStr;

/// Prints what [`FromStr`] reads, in lower case, with the parameters that do not go without saying; `runtime` for
/// [`Schedule::Runtime`]. A policy's name no grammar knows, and of bins with an estimate `binlpt` is all there is.
impl fmt::Display for Schedule<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((kind, args)) = self.built_in() else {
            return match self {
                Schedule::Custom(policy) => f.pad(policy.name()),
                _ => f.pad(kinds::BINLPT.name),
            };
        };
        let mut text = String::from(self.modifier().map_or("", |modifier| match modifier {
            Modifier::Monotonic => "monotonic:",
            Modifier::Nonmonotonic => "nonmonotonic:",
        }));
        text.push_str(kind.name);
        let said = |parameter: &Parameter| args.get(parameter.slot) != parameter.default;
        let count = kind.parameters.iter().rposition(said).map_or(0, |last| last + 1);
        for parameter in &kind.parameters[..count] {
            let value = args.get(parameter.slot);
            match parameter.form {
                Form::Ratio => write!(text, ",{}", f32::from_bits(value as u32))?,
                _ => write!(text, ",{value}")?,
            }
        }
        f.pad(&text)
    }
}

/// Reads `[modifier:]kind[,number…]` as `OMP_SCHEDULE` has it: modifier `monotonic` or `nonmonotonic`; kind `static`,
/// `dynamic`, `guided`, `auto` or the name of a published policy; then the kind's parameters, as many as are given, the
/// others being what they are without saying. Any case, white space around each part, `-` for `_`.
///
/// ```
/// use ferromp::Schedule;
/// assert_eq!("tss,64".parse(), Ok(Schedule::Tss { first: 64, last: 1 }));
/// assert_eq!("fac,0.5".parse(), Ok(Schedule::Fac { spread: 0.5, chunk: 1 }));
/// assert_eq!("AWF-B".parse(), Ok(Schedule::AwfB(1)));
/// ```
impl FromStr for Schedule<'_> {
    type Err = ParseScheduleError;

    fn from_str(text: &str) -> Result<Self, ParseScheduleError> {
        parse(text).map_err(|problem| ParseScheduleError { value: text.into(), problem })
    }
}

fn parse(text: &str) -> Result<Schedule<'static>, Problem> {
    if text.trim().is_empty() {
        return Err(Problem::Empty);
    }
    let (modifier, rest) = match text.split_once(':') {
        Some((modifier, rest)) => (Some(parse_modifier(modifier)?), rest),
        None => (None, text),
    };
    let mut parts = rest.split(',');
    let kind = parse_kind(parts.next().unwrap_or(""))?;
    let mut args = Args::defaults(kind.parameters);
    let mut parameters = kind.parameters.iter();
    for part in parts {
        let parameter = parameters.next().ok_or(Problem::TooMany(kind))?;
        let value = parse_number(part, parameter).map_err(|fault| Problem::Number(parameter.name, fault))?;
        args.set(parameter.slot, value);
    }
    let plain = (kind.make)(args);
    Ok(match modifier {
        Some(Modifier::Monotonic) => plain.monotonic(),
        Some(Modifier::Nonmonotonic) => plain.nonmonotonic(),
        None => plain,
    })
}

fn parse_modifier(text: &str) -> Result<Modifier, Problem> {
    match text.trim() {
        word if word.eq_ignore_ascii_case("monotonic") => Ok(Modifier::Monotonic),
        word if word.eq_ignore_ascii_case("nonmonotonic") => Ok(Modifier::Nonmonotonic),
        _ => Err(Problem::Modifier),
    }
}

fn parse_kind(text: &str) -> Result<&'static Kind, Problem> {
    let word = text.trim().replace('-', "_");
    if word.eq_ignore_ascii_case(kinds::RUNTIME.name) {
        return Err(Problem::Runtime);
    }
    let named = kinds::ALL.iter().find(|kind| kind.name.eq_ignore_ascii_case(&word));
    named.copied().ok_or(Problem::Kind)
}

/// The number as its slot keeps it.
fn parse_number(text: &str, parameter: &Parameter) -> Result<u64, Fault> {
    let digits = text.trim();
    if parameter.form == Form::Ratio {
        return parse_ratio(digits);
    }
    if let Some(magnitude) = digits.strip_prefix('-') {
        let number = !magnitude.is_empty() && magnitude.bytes().all(|b| b.is_ascii_digit());
        return Err(if number { Fault::Negative } else { Fault::NoNumber });
    }
    let most = match (parameter.form, parameter.slot) {
        (Form::Weight, _) => 255,
        (_, Slot::C) => u64::from(u32::MAX),
        _ => u64::MAX,
    };
    // What the loop decides if it is not given may be 0, which says the same; but there is no `static,0`.
    let own_choice = parameter.form == Form::Seed || parameter.form == Form::Count && parameter.default == 0;
    match digits.parse() {
        Ok(0) if own_choice && parameter.name != "chunk" => Ok(0),
        Ok(0) => Err(Fault::Zero),
        Ok(number) if number > most => Err(Fault::TooLarge(most)),
        Ok(number) => Ok(number),
        Err(error) if *error.kind() == IntErrorKind::PosOverflow => Err(Fault::TooLarge(most)),
        Err(_) => Err(Fault::NoNumber),
    }
}

fn parse_ratio(digits: &str) -> Result<u64, Fault> {
    match digits.parse::<f32>() {
        Ok(ratio) if ratio.is_nan() || ratio.is_infinite() => Err(Fault::NoNumber),
        Ok(ratio) if ratio < 0.0 => Err(Fault::Negative),
        // Adding 0 makes -0 positive.
        Ok(ratio) => Ok(u64::from((ratio + 0.0).to_bits())),
        Err(_) => Err(Fault::NoNumber),
    }
}

/// A text that is no schedule. Its message says what is wrong with it and gives the grammar.
///
/// ```
/// use ferromp::Schedule;
/// let error = "dynamic,0".parse::<Schedule>().unwrap_err().to_string();
/// let start = "invalid schedule \"dynamic,0\": the chunk size must be positive, not 0; expected \
///      [monotonic:|nonmonotonic:]{static[,chunk]|dynamic[,chunk]|guided[,chunk]|auto|";
/// assert!(error.starts_with(start), "{error}");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseScheduleError {
    value: Box<str>,
    problem: Problem,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Problem {
    Empty,
    Modifier,
    Kind,
    Runtime,
    TooMany(&'static Kind),
    /// Of a parameter of this name.
    Number(&'static str, Fault),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    NoNumber,
    Zero,
    Negative,
    TooLarge(u64),
}

impl std::error::Error for ParseScheduleError {}

impl fmt::Display for ParseScheduleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "invalid schedule {:?}: ", self.value)?;
        match self.problem {
            Problem::Empty => f.write_str("it is empty")?,
            Problem::Modifier => f.write_str("unknown modifier")?,
            Problem::Kind => f.write_str("unknown kind")?,
            Problem::Runtime => f.write_str("`runtime` would refer to itself here")?,
            Problem::TooMany(kind) => match kind.parameters {
                [] => write!(f, "`{}` takes no chunk size", kind.name)?,
                [_] => write!(f, "`{}` takes one number", kind.name)?,
                several => write!(f, "`{}` takes {} numbers at most", kind.name, several.len())?,
            },
            Problem::Number(name, fault) => {
                match name {
                    "chunk" => f.write_str("the chunk size")?,
                    name => write!(f, "`{name}`")?,
                }
                match fault {
                    Fault::NoNumber => f.write_str(" is not a number")?,
                    Fault::Zero => f.write_str(" must be positive, not 0")?,
                    Fault::Negative => f.write_str(" must be positive, not negative")?,
                    Fault::TooLarge(u64::MAX) => f.write_str(" is too large (64 bits at most)")?,
                    Fault::TooLarge(most) => write!(f, " is too large ({most} at most)")?,
                }
            }
        }
        f.write_str("; expected [monotonic:|nonmonotonic:]{")?;
        for (i, kind) in kinds::ALL.iter().enumerate() {
            write!(f, "{}{}", if i == 0 { "" } else { "|" }, kind.name)?;
            match kind.parameters {
                [Parameter { form: Form::Weight, name, .. }, ..] => write!(f, "[,{name}]…")?,
                parameters => {
                    parameters.iter().try_for_each(|parameter| write!(f, "[,{}", parameter.name))?;
                    parameters.iter().try_for_each(|_| f.write_str("]"))?;
                }
            }
        }
        f.write_str("}")
    }
}
