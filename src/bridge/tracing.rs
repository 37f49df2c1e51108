//! Events of `tracing` from what observers are told.

use ::tracing::{Level, event};

use crate::hook::{
    Access, Cancelled, Endpoint, Event, Kind, MutexKind, MutexStep, Observing, SyncKind, TaskStatus, Work,
    observe,
};

/// Emits events of [`tracing`](::tracing) for what happens in the regions of this process, until the guard is dropped.
///
/// They have the target `ferromp`. What each is, in OpenMP's words, is its message:
///
/// | level | messages | fields |
/// |---|---|---|
/// | `DEBUG` | `parallel` | `requested`, `size`, `level`, `combined`, `file`, `line` |
/// | | `implicit task` | `size`, `runner` |
/// | | `loop`, `taskloop`, `sections`, `single`, `masked`, `scope` | `len`, `schedule`, `count`, `executor` where they apply; `file`, `line` |
/// | | `task create` | `task`, `parent`, `depends`, `file`, `line` |
/// | | `task schedule` | `prior`, `status`, `next` |
/// | | `cancel` | `what` |
/// | | `thread` | `seat` |
/// | `TRACE` | `chunk` | `first`, `len` |
/// | | `sync`, `wait` | `sync`, `file`, `line` |
/// | | `mutex` | `step`, `mutex`, `id` |
/// | | `task dependence` | `task`, `data`, `access` |
///
/// Each also has `endpoint`, which is `begin`, `end` or `point`, and, where it belongs to a member of a team, `region` and
/// `thread_num`. The fields mean what those of [`Kind`] mean. Begins and ends are balanced and nested on every
/// thread; they are no spans, because a subscriber would take user code's events to be inside of them on one member only.
///
/// Events come from the members' threads: a subscriber that is the default of one thread alone sees that thread's. It may
/// open regions itself, and they are not told of. What nobody is interested in is not made: it costs a call and the look
/// at an atomic that `tracing` takes. Two guards at a time emit everything twice.
///
/// ```
/// let guard = ferromp::bridge::trace();
/// // Wherever the subscriber of the program writes to: "parallel endpoint="begin" requested=2 size=2 level=1 …".
/// ferromp::Parallel::new().num_threads(2).run(|_| ());
/// drop(guard);
/// ```
///
/// # Panics
/// It does not. A panic of the subscriber ends the events: [`Observing::has_panicked`].
#[must_use = "the events end when the guard is dropped"]
pub fn trace() -> Observing {
    observe(&emit)
}

/// An event of ours at a level, with fields of its own (each with a comma behind) and a message.
macro_rules! told {
    ($event:ident, $level:ident, $message:literal, $($fields:tt)*) => {
        event!(
            target: "ferromp",
            Level::$level,
            endpoint = endpoint($event.endpoint),
            region = $event.member.map(|member| member.region),
            thread_num = $event.member.map(|member| member.thread_num),
            $($fields)*
            $message
        )
    };
}

/// Fields are looked at only if somebody is interested.
fn emit(event: &Event<'_>) {
    match event.kind {
        Kind::Thread { seat } => told!(event, DEBUG, "thread", seat,),
        Kind::Parallel { requested, size, level, combined, place } => told!(
            event,
            DEBUG,
            "parallel",
            requested,
            size,
            level,
            combined,
            file = place.file(),
            line = place.line(),
        ),
        Kind::ImplicitTask { size, runner } => told!(event, DEBUG, "implicit task", size, runner,),
        Kind::Work { work, place } => emit_work(event, work, (place.file(), place.line())),
        Kind::Chunk { first, len } => told!(event, TRACE, "chunk", first, len,),
        Kind::Sync { sync, place } => {
            told!(
                event,
                TRACE,
                "sync",
                sync = synchronisation(sync),
                file = place.file(),
                line = place.line(),
            );
        }
        Kind::Wait { sync, place } => {
            told!(
                event,
                TRACE,
                "wait",
                sync = synchronisation(sync),
                file = place.file(),
                line = place.line(),
            );
        }
        Kind::Mutex { step, mutex, id } => {
            told!(event, TRACE, "mutex", step = mutex_step(step), mutex = mutex_kind(mutex), id,);
        }
        Kind::TaskCreate { task, parent, depends, place } => told!(
            event,
            DEBUG,
            "task create",
            task,
            parent,
            depends,
            file = place.file(),
            line = place.line(),
        ),
        Kind::TaskDependence { task, data, access } => {
            told!(event, TRACE, "task dependence", task, data, access = depend(access),);
        }
        Kind::TaskSchedule { prior, status, next } => {
            told!(event, DEBUG, "task schedule", prior, status = task_status(status), next,);
        }
        Kind::Cancel { what } => told!(event, DEBUG, "cancel", what = cancelled(what),),
    }
}

fn emit_work(event: &Event<'_>, work: Work<'_>, (file, line): (&str, u32)) {
    match work {
        Work::Loop { len, schedule } => told!(event, DEBUG, "loop", len, %schedule, file, line,),
        Work::TaskLoop { id, len } => told!(event, DEBUG, "taskloop", id, len, file, line,),
        Work::Sections { count } => told!(event, DEBUG, "sections", count, file, line,),
        Work::SingleExecutor => told!(event, DEBUG, "single", executor = true, file, line,),
        Work::SingleOther => told!(event, DEBUG, "single", executor = false, file, line,),
        Work::Masked => told!(event, DEBUG, "masked", file, line,),
        Work::Scope => told!(event, DEBUG, "scope", file, line,),
    }
}

fn endpoint(endpoint: Endpoint) -> &'static str {
    match endpoint {
        Endpoint::Begin => "begin",
        Endpoint::End => "end",
        Endpoint::Point => "point",
    }
}

fn synchronisation(sync: SyncKind) -> &'static str {
    match sync {
        SyncKind::Barrier => "barrier",
        SyncKind::ImplicitBarrier => "implicit barrier",
        SyncKind::ParallelEnd => "end of parallel",
        SyncKind::Taskwait => "taskwait",
        SyncKind::Taskgroup => "taskgroup",
    }
}

fn mutex_step(step: MutexStep) -> &'static str {
    match step {
        MutexStep::Acquire => "acquire",
        MutexStep::Acquired => "acquired",
        MutexStep::Released => "released",
    }
}

fn mutex_kind(mutex: MutexKind) -> &'static str {
    match mutex {
        MutexKind::Critical => "critical",
        MutexKind::Lock => "lock",
        MutexKind::NestLock => "nest lock",
        MutexKind::Ordered => "ordered",
    }
}

fn depend(access: Access) -> &'static str {
    match access {
        Access::Read => "in",
        Access::Write => "inout",
        Access::Commute => "mutexinoutset",
        Access::Concurrent => "inoutset",
    }
}

fn task_status(status: TaskStatus) -> &'static str {
    match status {
        TaskStatus::Switch => "switch",
        TaskStatus::Complete => "complete",
        TaskStatus::Cancel => "cancel",
    }
}

fn cancelled(what: Cancelled) -> &'static str {
    match what {
        Cancelled::Parallel => "parallel",
        Cancelled::Loop => "loop",
        Cancelled::Taskgroup => "taskgroup",
    }
}
