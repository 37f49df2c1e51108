//! What is measured: the constructs, their names and how they group into tables.

use crate::kernels::{Form, Program};

/// How a loop's iterations are handed to threads, in OpenMP's words; `Auto` is the rival's own choice, `Taskloop1` a
/// `taskloop` with `grainsize(1)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sched {
    Static,
    Static1,
    Dynamic1,
    Dynamic16,
    Guided,
    Auto,
    Taskloop1,
}

/// One measured construct. The name in the tables and in the JSON lines is its entry in [`ALL`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Construct {
    /// A region on all members.
    Region,
    /// A region in which the members' values are summed.
    Reduce,
    /// A barrier, inside a region.
    Barrier,
    /// A static loop of one iteration a thread and its barrier, inside a region.
    For,
    /// A `single` and its barrier, inside a region.
    Single,
    /// A critical section all members want at once.
    Critical,
    /// A combined loop of as many iterations as threads.
    Tiny,
    /// The same with a sum.
    TinySum,
    /// A combined loop of 100,000 empty iterations; the figure is per iteration.
    Empty(Sched),
    /// `y += a * x` on so many elements, static.
    Axpy(usize),
    /// A loop whose iteration `i` costs `i`.
    Triangle(Sched),
    /// Rows of the Mandelbrot set.
    Mandel(Sched),
    /// The sum of 10 million `f64`.
    Sum,
    /// One region after a pause of 10 ms.
    IdleRegion,
    /// One combined loop of as many iterations as threads after a pause of 10 ms.
    IdleLoop,
    /// Processor time used in the 2 s after a region.
    IdleCpu,
    /// A program of tasks.
    Tasks(Program, Form),
    /// Cholesky's factorisation by tasks with dependences.
    Cholesky,
    /// Processor time used in the 2 s after many tasks.
    IdleTasks,
    /// A region while another process uses one core half the time: the median region.
    HogRegion,
    /// The same: the mean, which counts the regions that were hit.
    HogMean,
}

impl Construct {
    /// Whether it consists of tasks: such programs take longer than all other constructs together.
    pub fn is_of_tasks(self) -> bool {
        matches!(self, Tasks(..) | Cholesky | IdleTasks | Empty(Taskloop1))
    }
}

use Construct::*;
use Form::*;
use Program::*;
use Sched::*;

/// Every construct with its name, in the order of the tables.
pub const ALL: &[(&str, Construct)] = &[
    ("region", Region),
    ("reduce", Reduce),
    ("barrier", Barrier),
    ("for", For),
    ("single", Single),
    ("critical", Critical),
    ("tiny", Tiny),
    ("tinysum", TinySum),
    ("static", Empty(Static)),
    ("static1", Empty(Static1)),
    ("dyn1", Empty(Dynamic1)),
    ("dyn16", Empty(Dynamic16)),
    ("guided", Empty(Guided)),
    ("auto", Empty(Auto)),
    ("axpy1k", Axpy(1_000)),
    ("axpy100k", Axpy(100_000)),
    ("axpy10m", Axpy(10_000_000)),
    ("tri.static", Triangle(Static)),
    ("tri.dyn1", Triangle(Dynamic1)),
    ("tri.guided", Triangle(Guided)),
    ("tri.auto", Triangle(Auto)),
    ("mandel.static", Mandel(Static)),
    ("mandel.dyn1", Mandel(Dynamic1)),
    ("mandel.guided", Mandel(Guided)),
    ("mandel.auto", Mandel(Auto)),
    ("sum10m", Sum),
    ("idle.region", IdleRegion),
    ("idle.loop", IdleLoop),
    ("idle.cpu", IdleCpu),
    ("hog.region", HogRegion),
    ("hog.mean", HogMean),
    ("fib27.join", Tasks(Fib(27), Join)),
    ("fib32.join", Tasks(Fib(32), Join)),
    ("fib27.task", Tasks(Fib(27), Task)),
    ("fib27.group", Tasks(Fib(27), Group)),
    ("fib32.task", Tasks(Fib(32), Task)),
    ("nq11.join", Tasks(Queens(11), Join)),
    ("nq11.task", Tasks(Queens(11), Task)),
    ("uts.join", Tasks(Tree, Join)),
    ("uts.task", Tasks(Tree, Task)),
    ("cholesky", Cholesky),
    ("taskloop1", Empty(Taskloop1)),
    ("idle.tasks", IdleTasks),
];

/// One table of the report: its title, the unit of its figures, nanoseconds in that unit, its constructs.
pub struct Table {
    pub title: &'static str,
    pub unit: &'static str,
    pub scale: f64,
    pub constructs: &'static [&'static str],
}

/// The tables of the report.
pub const TABLES: &[Table] = &[
    Table {
        title: "synchronisation overheads",
        unit: "ns per construct",
        scale: 1.0,
        constructs: &["region", "reduce", "barrier", "for", "single", "critical", "tiny", "tinysum"],
    },
    Table {
        title: "loop scheduling, 100k empty iterations",
        unit: "ns per iteration",
        scale: 1.0,
        constructs: &["static", "static1", "dyn1", "dyn16", "guided", "auto"],
    },
    Table {
        title: "axpy, static",
        unit: "µs per call",
        scale: 1e3,
        constructs: &["axpy1k", "axpy100k", "axpy10m"],
    },
    Table {
        title: "irregular loops, and the sum of 10M f64",
        unit: "ms",
        scale: 1e6,
        constructs: &[
            "tri.static",
            "tri.dyn1",
            "tri.guided",
            "tri.auto",
            "mandel.static",
            "mandel.dyn1",
            "mandel.guided",
            "mandel.auto",
            "sum10m",
        ],
    },
    Table {
        title: "after a pause of 10 ms",
        unit: "µs",
        scale: 1e3,
        constructs: &["idle.region", "idle.loop"],
    },
    Table {
        title: "processor time in the 2 s after a region",
        unit: "ms",
        scale: 1e6,
        constructs: &["idle.cpu"],
    },
    Table {
        title: "programs of tasks, without a cut-off",
        unit: "ms",
        scale: 1e6,
        constructs: &[
            "fib27.join",
            "fib27.task",
            "fib27.group",
            "fib32.join",
            "fib32.task",
            "nq11.join",
            "nq11.task",
            "uts.join",
            "uts.task",
            "cholesky",
        ],
    },
    Table {
        title: "taskloop, 100k empty iterations, grainsize 1",
        unit: "ns per iteration",
        scale: 1.0,
        constructs: &["taskloop1"],
    },
    Table {
        title: "processor time in the 2 s after many tasks",
        unit: "ms",
        scale: 1e6,
        constructs: &["idle.tasks"],
    },
    Table {
        title: "region while another process uses one core half the time",
        unit: "ns",
        scale: 1.0,
        constructs: &["hog.region", "hog.mean"],
    },
];

/// The construct of this name, or `None`.
pub fn by_name(name: &str) -> Option<Construct> {
    ALL.iter().find(|(n, _)| *n == name).map(|(_, c)| *c)
}
