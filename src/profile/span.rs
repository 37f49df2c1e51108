use std::panic::Location;

/// Something that took a thread's time.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Span {
    /// What.
    pub what: What,
    /// Where that stands, where it is known.
    pub place: Option<&'static Location<'static>>,
    /// When it began.
    pub begin_ns: u64,
    /// When it ended; the end of the recording if that came first.
    pub end_ns: u64,
}

/// What takes a thread's time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum What {
    /// A region or combined loop, on the thread that met it.
    #[non_exhaustive]
    Region {
        /// Members that were asked for.
        requested: usize,
        /// Members that it had.
        size: usize,
        /// Regions around its inside.
        level: usize,
        /// Its implicit tasks were shares that whoever was awake could run.
        combined: bool,
    },
    /// A member's part of a region, or a share of a combined loop.
    #[non_exhaustive]
    Member {
        /// Its number.
        thread_num: usize,
    },
    /// A chunk of a loop.
    #[non_exhaustive]
    Chunk {
        /// The first logical iteration.
        first: u64,
        /// How many.
        len: u64,
    },
    /// A worksharing construct; of a loop, getting chunks included.
    #[non_exhaustive]
    Work {
        /// In OpenMP's words.
        name: &'static str,
    },
    /// A wait.
    #[non_exhaustive]
    Wait {
        /// For what, in OpenMP's words.
        name: &'static str,
    },
    /// An explicit task, or a half of a join that another member has taken.
    #[non_exhaustive]
    Task {
        /// Its number in the process.
        task: u64,
    },
}

impl Span {
    /// What it is, in a few words.
    pub fn name(&self) -> String {
        let name = match self.what {
            What::Region { .. } => "parallel",
            What::Member { .. } => "implicit task",
            What::Chunk { .. } => "chunk",
            What::Work { name } | What::Wait { name } => name,
            What::Task { .. } => "task",
        };
        match self.place {
            Some(place) => format!("{name} {}:{}", place.file(), place.line()),
            None => name.to_owned(),
        }
    }
}
