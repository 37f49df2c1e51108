//! What observers are told.

use std::panic::Location;

/// Where a construct stands in the source.
pub(crate) type Place = &'static Location<'static>;

/// One thing that has happened, on the thread that calls the observer. OpenMP 5.2 §19.5, the callbacks of OMPT.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Event<'a> {
    /// The member on which it happened; `None` for what does not belong to one: threads, locks, and what happens
    /// outside of regions.
    pub member: Option<Member>,
    /// Whether something begins or ends.
    pub endpoint: Endpoint,
    /// What it is. Begin and end of the same thing say the same of it.
    pub kind: Kind<'a>,
}

/// Begin, end, or neither. OMPT's `ompt_scope_endpoint_t`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Endpoint {
    /// It begins.
    Begin,
    /// It ends: returned, unwound or cancelled. Every begin has its end, on the same thread, and they are nested.
    End,
    /// It takes no time.
    Point,
}

/// A member of a team: an implicit task of a region or combined loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Member {
    /// The region: a number from 1 that no other region or combined loop of the process has, 0 for one that began
    /// before anybody observed.
    pub region: u64,
    /// The member's number in its team.
    pub thread_num: usize,
}

/// What has happened.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Kind<'a> {
    /// A thread of the runtime lives. OMPT's `thread_begin` and `thread_end`.
    #[non_exhaustive]
    Thread {
        /// The number that it has in every team of its kind, from 1.
        seat: usize,
    },
    /// A region or combined loop, on the thread that met it; the member is the primary. OMPT's `parallel_begin`,
    /// `parallel_end`.
    #[non_exhaustive]
    Parallel {
        /// How many members were asked for, by clause or setting.
        requested: usize,
        /// How many there are.
        size: usize,
        /// How many regions enclose its inside, itself included: 1 for the outermost.
        level: usize,
        /// A combined loop: its implicit tasks are shares, which whoever is awake runs.
        combined: bool,
        /// Where it stands.
        place: &'static Location<'static>,
    },
    /// A member's part of a region, or a share of a combined loop. OMPT's `implicit_task`.
    #[non_exhaustive]
    ImplicitTask {
        /// Members of the team.
        size: usize,
        /// Which thread of the team runs it: its own number, or that of another that has claimed the share.
        runner: usize,
    },
    /// A member's part of a worksharing construct. OMPT's `work`.
    #[non_exhaustive]
    Work {
        /// Which construct.
        work: Work<'a>,
        /// Where it stands.
        place: &'static Location<'static>,
    },
    /// A chunk of a loop runs, or a section. OMPT's `dispatch`, with an end.
    #[non_exhaustive]
    Chunk {
        /// The first logical iteration, from 0, or the number of the section.
        first: u64,
        /// How many iterations, at least 1.
        len: u64,
    },
    /// A member takes part in a synchronisation; tasks may run inside. OMPT's `sync_region`.
    #[non_exhaustive]
    Sync {
        /// Which.
        sync: SyncKind,
        /// Where it stands.
        place: &'static Location<'static>,
    },
    /// It waits in one. OMPT's `sync_region_wait`.
    #[non_exhaustive]
    Wait {
        /// In which.
        sync: SyncKind,
        /// Where that stands.
        place: &'static Location<'static>,
    },
    /// A thread wants a lock, gets it, or gives it back. OMPT's `mutex_acquire`, `mutex_acquired`, `mutex_released`.
    #[non_exhaustive]
    Mutex {
        /// Which of the three. Who wants what it holds already gets an error in place of the lock.
        step: MutexStep,
        /// What kind of lock.
        mutex: MutexKind,
        /// Its address, or the number of the loop for `ordered`; OMPT's `wait_id`.
        id: u64,
    },
    /// A task is created. OMPT's `task_create`.
    #[non_exhaustive]
    TaskCreate {
        /// Its number, from 1, that no other task of the process has.
        task: u64,
        /// The number of the task that creates it; 0 for an implicit one, or one that nobody observed.
        parent: u64,
        /// Its accesses decide when it may run.
        depends: bool,
        /// Where it is created.
        place: &'static Location<'static>,
    },
    /// A task has access to a piece of data. OMPT's `dependences`, one at a time, right after the task's creation.
    #[non_exhaustive]
    TaskDependence {
        /// The task.
        task: u64,
        /// The address that stands for the data.
        data: usize,
        /// The kind of access.
        access: Access,
    },
    /// The member goes from one task to another. OMPT's `task_schedule`.
    #[non_exhaustive]
    TaskSchedule {
        /// The task that it leaves; 0 for an implicit one, or one that nobody observed.
        prior: u64,
        /// Why.
        status: TaskStatus,
        /// The task that it goes on with.
        next: u64,
    },
    /// Something is cancelled. OMPT's `cancel`.
    #[non_exhaustive]
    Cancel {
        /// What.
        what: Cancelled,
    },
}

/// A worksharing construct.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Work<'a> {
    /// A worksharing loop or the loop of a combined one.
    #[non_exhaustive]
    Loop {
        /// Logical iterations.
        len: u64,
        /// How they are dealt out.
        schedule: Dealing<'a>,
    },
    /// A `taskloop`: one of the tasks that draw its chunks.
    #[non_exhaustive]
    TaskLoop {
        /// A number that no other taskloop of the process has.
        id: u64,
        /// Logical iterations.
        len: u64,
    },
    /// A `sections`.
    #[non_exhaustive]
    Sections {
        /// How many.
        count: u64,
    },
    /// A `single`, on the member that runs it.
    SingleExecutor,
    /// A `single`, on the others.
    SingleOther,
    /// A `masked`, on the member that runs it.
    Masked,
    /// A `scope`.
    Scope,
}

/// How a loop is dealt out, after `auto` and `runtime` have been resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Dealing<'a> {
    /// `static`: a block for each member.
    Static,
    /// `static,c`.
    StaticChunk(u64),
    /// `dynamic,c`.
    Dynamic(u64),
    /// `monotonic:dynamic,c`.
    Monotonic(u64),
    /// `guided,c`.
    Guided(u64),
    /// A policy, by its name.
    Policy(&'a str),
}

impl std::fmt::Display for Dealing<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Static => f.write_str("static"),
            Self::StaticChunk(chunk) => write!(f, "static,{chunk}"),
            Self::Dynamic(chunk) => write!(f, "dynamic,{chunk}"),
            Self::Monotonic(chunk) => write!(f, "monotonic:dynamic,{chunk}"),
            Self::Guided(chunk) => write!(f, "guided,{chunk}"),
            Self::Policy(name) => f.write_str(name),
        }
    }
}

/// A synchronisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SyncKind {
    /// A `barrier` that stands in the source.
    Barrier,
    /// The one at the end of a worksharing construct, or in an exchange of values.
    ImplicitBarrier,
    /// The end of a region or combined loop. Only the primary waits for all; others go their ways.
    ParallelEnd,
    /// A `taskwait`, or the end of a `taskscope`.
    Taskwait,
    /// A `taskgroup`, of which only the end waits.
    Taskgroup,
}

/// A kind of lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MutexKind {
    /// [`critical!`](crate::critical) or a [`Critical`](crate::Critical).
    Critical,
    /// A [`Lock`](crate::Lock).
    Lock,
    /// A [`NestLock`](crate::NestLock), when it goes from free to held and back.
    NestLock,
    /// An `ordered` region.
    Ordered,
}

/// What a thread does with a lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MutexStep {
    /// It wants it, and may wait.
    Acquire,
    /// It has it.
    Acquired,
    /// It has given it back.
    Released,
}

/// Why a member leaves a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TaskStatus {
    /// To run another one while it waits, or at once.
    Switch,
    /// Its body is over, or has panicked.
    Complete,
    /// It was cancelled and not run.
    Cancel,
}

/// What a task does with data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Access {
    /// `depend(in)`.
    Read,
    /// `depend(out)`, `depend(inout)`.
    Write,
    /// `depend(mutexinoutset)`.
    Commute,
    /// `depend(inoutset)`.
    Concurrent,
}

/// What is cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Cancelled {
    /// A region.
    Parallel,
    /// A loop.
    Loop,
    /// A `taskgroup`.
    Taskgroup,
}
