//! Records as words. The lowest byte of the first is the tag, the rest of it the time in ticks.
//!
//! What begins is closed by the next [`Record::End`] that is not of something inside: a thread does one thing at a time.

use std::panic::Location;

use super::buffer::Buffer;
use super::names::Names;
use crate::hook::{Dealing, Event, Kind, Member, SyncKind, TaskStatus, Work};

type Place = &'static Location<'static>;

/// A record that has been read back, without its time.
#[derive(Clone, Copy, Debug)]
pub(super) enum Record {
    End,
    Chunk { first: u64, len: u64 },
    Implicit { region: u64, thread_num: usize, runner: usize, size: usize },
    Parallel { region: u64, place: Place, requested: usize, size: usize, level: usize, combined: bool },
    Work { region: u64, thread_num: usize, place: Place, what: Worked },
    Sync { place: Place },
    Wait { place: Place, sync: Synced },
    Create { task: u64, place: Place },
    Switch { next: u64, over: bool },
}

/// A worksharing construct. Policies are known by their place among the recording's names.
#[derive(Clone, Copy, Debug)]
pub(super) enum Worked {
    Loop { len: u64, schedule: (u64, u64) },
    TaskLoop { id: u64, len: u64 },
    Other(u64),
}

/// A synchronisation, as far as a profile tells them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub(super) enum Synced {
    Barrier = 0,
    Implicit = 1,
    End = 2,
    Taskwait = 3,
    Taskgroup = 4,
}

pub(super) const SECTIONS: u64 = 0;
pub(super) const SINGLE: u64 = 1;
pub(super) const MASKED: u64 = 2;
pub(super) const SCOPE: u64 = 3;
pub(super) const OTHER: u64 = 4;

const END: u64 = 0;
const CHUNK: u64 = 1;
const IMPLICIT: u64 = 2;
const PARALLEL: u64 = 3;
const LOOP: u64 = 4;
const TASK_LOOP: u64 = 5;
const WORK: u64 = 6;
const SYNC: u64 = 7;
const WAIT: u64 = 8;
const CREATE: u64 = 9;
const SWITCH: u64 = 10;

const TAG_BITS: u32 = 8;

#[inline]
pub(super) fn head(tag: u64, ticks: u64) -> u64 {
    ticks << TAG_BITS | tag
}

fn address(place: Place) -> u64 {
    std::ptr::from_ref(place).expose_provenance() as u64
}

fn place(word: u64) -> Place {
    // SAFETY: the word was written by `address`, from a reference that lives for ever: this module alone writes to buffers,
    // and what it reads was published after it had been written.
    unsafe { &*std::ptr::with_exposed_provenance(word as usize) }
}

/// Writes the beginning, or the only moment, of what `event` says.
#[inline]
pub(super) fn write(buffer: &Buffer, ticks: u64, event: &Event<'_>, names: &Names) {
    let Member { region, thread_num, .. } = event.member.unwrap_or(Member { region: 0, thread_num: 0 });
    let thread = thread_num as u64;
    match event.kind {
        Kind::Chunk { first, len } => buffer.put([head(CHUNK, ticks), first, len]),
        Kind::ImplicitTask { size, runner } => {
            buffer.put([head(IMPLICIT, ticks), region, thread, runner as u64, size as u64]);
        }
        Kind::Parallel { requested, size, level, combined, place } => buffer.put([
            head(PARALLEL, ticks),
            region,
            address(place),
            requested as u64,
            size as u64,
            (level as u64) << 1 | u64::from(combined),
        ]),
        Kind::Work { work: Work::Loop { len, schedule }, place } => {
            let (kind, chunk) = dealing(schedule, names);
            buffer.put([head(LOOP, ticks), region, thread, address(place), len, kind, chunk]);
        }
        Kind::Work { work: Work::TaskLoop { id, len }, place } => {
            buffer.put([head(TASK_LOOP, ticks), region, thread, address(place), id, len]);
        }
        Kind::Work { work, place } => {
            buffer.put([head(WORK, ticks), region, thread, address(place), other(work)]);
        }
        Kind::Sync { place, .. } => buffer.put([head(SYNC, ticks), address(place)]),
        Kind::Wait { sync, place } => buffer.put([head(WAIT, ticks), address(place), synced(sync) as u64]),
        Kind::TaskCreate { task, place, .. } => buffer.put([head(CREATE, ticks), task, address(place)]),
        Kind::TaskSchedule { status, next, .. } => {
            buffer.put([head(SWITCH, ticks), next, u64::from(status != TaskStatus::Switch)]);
        }
        Kind::Thread { .. } | Kind::Mutex { .. } | Kind::TaskDependence { .. } | Kind::Cancel { .. } => {}
    }
}

/// Writes the end of something.
#[inline]
pub(super) fn write_end(buffer: &Buffer, ticks: u64, kind: &Kind<'_>) {
    if !matches!(kind, Kind::Thread { .. }) {
        buffer.put([head(END, ticks)]);
    }
}

/// The records in what a buffer holds.
pub(super) fn read(mut words: &[u64]) -> impl Iterator<Item = (u64, Record)> {
    std::iter::from_fn(move || {
        let (record, len) = match *words {
            [first, ..] if tag(first) == END => (Record::End, 1),
            [head, first, len, ..] if tag(head) == CHUNK => (Record::Chunk { first, len }, 3),
            [head, region, thread, runner, size, ..] if tag(head) == IMPLICIT => {
                let (thread_num, runner, size) = (thread as usize, runner as usize, size as usize);
                (Record::Implicit { region, thread_num, runner, size }, 5)
            }
            [head, region, at, requested, size, rest, ..] if tag(head) == PARALLEL => {
                let (requested, size, level) = (requested as usize, size as usize, (rest >> 1) as usize);
                let combined = rest & 1 == 1;
                (Record::Parallel { region, place: place(at), requested, size, level, combined }, 6)
            }
            [head, region, thread, at, len, kind, chunk, ..] if tag(head) == LOOP => {
                let what = Worked::Loop { len, schedule: (kind, chunk) };
                (Record::Work { region, thread_num: thread as usize, place: place(at), what }, 7)
            }
            [head, region, thread, at, id, len, ..] if tag(head) == TASK_LOOP => {
                let what = Worked::TaskLoop { id, len };
                (Record::Work { region, thread_num: thread as usize, place: place(at), what }, 6)
            }
            [head, region, thread, at, what, ..] if tag(head) == WORK => {
                let what = Worked::Other(what);
                (Record::Work { region, thread_num: thread as usize, place: place(at), what }, 5)
            }
            [head, at, ..] if tag(head) == SYNC => (Record::Sync { place: place(at) }, 2),
            [head, at, sync, ..] if tag(head) == WAIT => {
                (Record::Wait { place: place(at), sync: synced_of(sync) }, 3)
            }
            [head, task, at, ..] if tag(head) == CREATE => (Record::Create { task, place: place(at) }, 3),
            [head, next, over, ..] if tag(head) == SWITCH => (Record::Switch { next, over: over == 1 }, 3),
            _ => return None,
        };
        let ticks = words[0] >> TAG_BITS;
        words = &words[len..];
        Some((ticks, record))
    })
}

fn tag(head: u64) -> u64 {
    head & ((1 << TAG_BITS) - 1)
}

fn other(work: Work<'_>) -> u64 {
    match work {
        Work::Sections { .. } => SECTIONS,
        Work::SingleExecutor | Work::SingleOther => SINGLE,
        Work::Masked => MASKED,
        Work::Scope => SCOPE,
        Work::Loop { .. } | Work::TaskLoop { .. } => OTHER,
    }
}

fn synced(sync: SyncKind) -> Synced {
    match sync {
        SyncKind::Barrier => Synced::Barrier,
        SyncKind::ImplicitBarrier => Synced::Implicit,
        SyncKind::ParallelEnd => Synced::End,
        SyncKind::Taskwait => Synced::Taskwait,
        SyncKind::Taskgroup => Synced::Taskgroup,
    }
}

fn synced_of(word: u64) -> Synced {
    let all = [Synced::Barrier, Synced::Implicit, Synced::End, Synced::Taskwait, Synced::Taskgroup];
    all[word as usize % all.len()]
}

/// The kind and the chunk of a schedule; of a policy, the number of its name.
fn dealing(schedule: Dealing<'_>, names: &Names) -> (u64, u64) {
    match schedule {
        Dealing::Static => (0, 0),
        Dealing::StaticChunk(chunk) => (1, chunk),
        Dealing::Dynamic(chunk) => (2, chunk),
        Dealing::Monotonic(chunk) => (3, chunk),
        Dealing::Guided(chunk) => (4, chunk),
        Dealing::Policy(name) => (5, names.number(name)),
    }
}

/// The schedule in OpenMP's grammar.
pub(super) fn schedule_text((kind, chunk): (u64, u64), names: &Names) -> String {
    match kind {
        0 => Dealing::Static.to_string(),
        1 => Dealing::StaticChunk(chunk).to_string(),
        2 => Dealing::Dynamic(chunk).to_string(),
        3 => Dealing::Monotonic(chunk).to_string(),
        4 => Dealing::Guided(chunk).to_string(),
        _ => names.name(chunk),
    }
}
