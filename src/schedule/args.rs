//! The numbers that follow a kind in the `OMP_SCHEDULE` grammar.

/// A kind's parameters, in the order and meaning that its [`Parameter`]s say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Args {
    pub(super) a: u64,
    pub(super) b: u64,
    pub(super) c: u32,
}

/// Where in [`Args`] a parameter is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    A,
    B,
    C,
    /// One byte of `a`.
    Byte(u32),
}

/// What numbers a parameter may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A positive integer: iterations, or a number of things.
    Count,
    /// Any integer of 32 bits.
    Seed,
    /// A number that is not negative, with a fraction; kept as the bits of an `f32`.
    Ratio,
    /// 1 to 255.
    Weight,
}

/// One number of a kind's.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parameter {
    /// Its name in the grammar.
    pub(super) name: &'static str,
    pub(super) slot: Slot,
    pub(super) form: Form,
    /// What it is if it is not given, in the slot's bits. 0 where that depends on the loop.
    pub(super) default: u64,
}

impl Parameter {
    /// A chunk size that goes without saying: 1.
    pub(super) const CHUNK: Self = Self::count("chunk", Slot::A, 1);

    pub(super) const fn count(name: &'static str, slot: Slot, default: u64) -> Self {
        Self { name, slot, form: Form::Count, default }
    }

    pub(super) const fn ratio(name: &'static str, slot: Slot, default: f32) -> Self {
        Self { name, slot, form: Form::Ratio, default: default.to_bits() as u64 }
    }
}

impl Args {
    pub(super) fn get(self, slot: Slot) -> u64 {
        match slot {
            Slot::A => self.a,
            Slot::B => self.b,
            Slot::C => u64::from(self.c),
            Slot::Byte(k) => self.a >> (8 * k) & 0xFF,
        }
    }

    pub(super) fn set(&mut self, slot: Slot, value: u64) {
        match slot {
            Slot::A => self.a = value,
            Slot::B => self.b = value,
            // Whoever parses has checked the range.
            Slot::C => self.c = value as u32,
            Slot::Byte(k) => self.a = self.a & !(0xFF << (8 * k)) | (value & 0xFF) << (8 * k),
        }
    }

    /// What `parameters` are when none is given.
    pub(super) fn defaults(parameters: &[Parameter]) -> Self {
        let mut args = Self::default();
        for parameter in parameters {
            args.set(parameter.slot, parameter.default);
        }
        args
    }

    /// The ratio in `c`.
    pub(super) fn ratio(self) -> f32 {
        f32::from_bits(self.c)
    }
}
