//! From what threads have written one after the other to who ran what when.

use std::collections::HashMap;
use std::panic::Location;

use super::loops::Loops;
use super::names::Names;
use super::profile::{Profile, Thread};
use super::record::{self, Record, Synced, Worked};
use super::recorder::Log;
use super::span::{Span, What};
use crate::sys;

type Place = &'static Location<'static>;

/// A member, as far as the records of its thread tell.
#[derive(Clone, Copy)]
pub(super) struct Implicit {
    pub(super) region: u64,
    pub(super) thread_num: usize,
    pub(super) runner: usize,
    pub(super) size: usize,
}

/// What a thread is doing.
struct Open {
    what: Option<What>,
    place: Option<Place>,
    begin: u64,
    kind: Doing,
}

enum Doing {
    Member,
    Region { region: u64 },
    Loop { execution: usize, member: usize },
    Chunk { first: u64, len: u64 },
    Wait { sync: Synced },
    Rest,
}

pub(super) fn digest(logs: &[Log], ended: u64, nanoseconds_per_tick: f64, names: &Names) -> Profile {
    let nanoseconds = |ticks: u64| (ticks as f64 * nanoseconds_per_tick) as u64;
    let mut loops = Loops::default();
    let tasks = created(logs);
    let mut threads = Vec::new();
    for log in logs {
        let mut reader = Reader {
            loops: &mut loops,
            tasks: &tasks,
            names,
            stack: Vec::new(),
            members: Vec::new(),
            spans: Vec::new(),
        };
        for (ticks, record) in record::read(&log.words) {
            reader.take(nanoseconds(ticks), record);
        }
        let spans = reader.finish(nanoseconds(ended));
        threads.push(Thread { name: log.thread.clone(), spans });
    }
    Profile {
        duration_ns: nanoseconds(ended),
        processors: sys::width::default_width(),
        dropped: logs.iter().map(|log| log.dropped).sum(),
        sites: loops.into_sites(),
        threads,
    }
}

/// Where tasks were created, which may be on another thread than theirs.
fn created(logs: &[Log]) -> HashMap<u64, Place> {
    let records = logs.iter().flat_map(|log| record::read(&log.words));
    let tasks = records.filter_map(|(_, record)| match record {
        Record::Create { task, place } => Some((task, place)),
        _ => None,
    });
    tasks.collect()
}

/// Reads the records of one thread.
struct Reader<'a> {
    loops: &'a mut Loops,
    tasks: &'a HashMap<u64, Place>,
    names: &'a Names,
    stack: Vec<Open>,
    /// The implicit tasks that the thread is in, the innermost last.
    members: Vec<Implicit>,
    spans: Vec<Span>,
}

impl Reader<'_> {
    fn take(&mut self, now: u64, record: Record) {
        let mut open = |what: Option<What>, place: Option<Place>, kind: Doing| {
            self.stack.push(Open { what, place, begin: now, kind });
        };
        match record {
            Record::End => self.end(now),
            Record::Chunk { first, len } => {
                let place = self.stack.last().and_then(|around| around.place);
                self.stack.push(Open {
                    what: Some(What::Chunk { first, len }),
                    place,
                    begin: now,
                    kind: Doing::Chunk { first, len },
                });
            }
            Record::Implicit { region, thread_num, runner, size } => {
                open(Some(What::Member { thread_num }), None, Doing::Member);
                self.members.push(Implicit { region, thread_num, runner, size });
            }
            Record::Parallel { region, place, requested, size, level, combined } => {
                let what = What::Region { requested, size, level, combined };
                open(Some(what), Some(place), Doing::Region { region });
                self.loops.region_begins(region, place, now);
            }
            Record::Work { region, thread_num, place, what } => {
                self.work(now, region, thread_num, place, what);
            }
            // Only the wait in it is shown.
            Record::Sync { place } => open(None, Some(place), Doing::Rest),
            Record::Wait { place, sync } => {
                let name = match sync {
                    Synced::Barrier => "barrier",
                    Synced::Implicit => "implicit barrier",
                    Synced::End => "end of parallel",
                    Synced::Taskwait => "taskwait",
                    Synced::Taskgroup => "taskgroup",
                };
                open(Some(What::Wait { name }), Some(place), Doing::Wait { sync });
            }
            Record::Create { .. } => {}
            Record::Switch { over: false, next } => {
                open(Some(What::Task { task: next }), self.tasks.get(&next).copied(), Doing::Rest);
            }
            Record::Switch { over: true, .. } => self.end(now),
        }
    }

    fn work(&mut self, now: u64, region: u64, thread_num: usize, place: Place, what: Worked) {
        let around = self.members.last().copied().filter(|around| around.region == region);
        let (runner, size) = around.map_or((thread_num, 0), |around| (around.runner, around.size));
        let (name, execution) = match what {
            // Of a region that was running when the recording began.
            Worked::Loop { .. } if region == 0 => ("for", None),
            Worked::Loop { len, schedule } => {
                let schedule = record::schedule_text(schedule, self.names);
                ("for", Some(self.loops.comes(region, thread_num, place, len, size, schedule)))
            }
            Worked::TaskLoop { id, len } => {
                ("taskloop", Some(self.loops.task_comes(id, thread_num, place, len)))
            }
            Worked::Other(record::SECTIONS) => ("sections", None),
            Worked::Other(record::SINGLE) => ("single", None),
            Worked::Other(record::MASKED) => ("masked", None),
            Worked::Other(record::SCOPE) => ("scope", None),
            Worked::Other(_) => ("work", None),
        };
        let kind = match execution {
            Some(execution) => Doing::Loop { execution, member: runner },
            None => Doing::Rest,
        };
        self.stack.push(Open { what: Some(What::Work { name }), place: Some(place), begin: now, kind });
    }

    /// What was begun last ends.
    fn end(&mut self, now: u64) {
        // Nothing, if it began before the recording.
        let Some(open) = self.stack.pop() else { return };
        let now = now.max(open.begin);
        match open.kind {
            Doing::Member => drop(self.members.pop()),
            Doing::Region { region } => self.loops.region_ends(region, now),
            Doing::Loop { execution, member } => self.loops.leaves(execution, member, open.begin, now),
            Doing::Chunk { first, len } => {
                if let Some(Open { kind: Doing::Loop { execution, member }, .. }) = self.stack.last() {
                    self.loops.ran(*execution, *member, first, len, open.begin, now);
                }
            }
            Doing::Wait { sync } => self.waited(sync, open.place, open.begin, now),
            Doing::Rest => {}
        }
        if let Some(what) = open.what {
            self.spans.push(Span { what, place: open.place, begin_ns: open.begin, end_ns: now });
        }
    }

    fn waited(&mut self, sync: Synced, place: Option<Place>, begin: u64, end: u64) {
        if let (Synced::Implicit, Some(place), Some(around)) = (sync, place, self.members.last().copied()) {
            self.loops.waited(around, place, begin, end);
        }
        // A loop that meets the others in its midst has not spent that on getting chunks.
        let inside = self.stack.iter().rev().find_map(|open| match open.kind {
            Doing::Loop { execution, .. } => Some(Some(execution)),
            Doing::Chunk { .. } | Doing::Member | Doing::Region { .. } => Some(None),
            _ => None,
        });
        if let Some(Some(execution)) = inside {
            self.loops.waited_inside(execution, end - begin);
        }
    }

    /// What is still open when the recording ends is shown up to there, but belongs to no loop.
    fn finish(mut self, ended: u64) -> Vec<Span> {
        for open in self.stack.drain(..) {
            if let Some(what) = open.what {
                let end_ns = ended.max(open.begin);
                self.spans.push(Span { what, place: open.place, begin_ns: open.begin, end_ns });
            }
        }
        // Outer ones first where several begin at once.
        self.spans.sort_by_key(|span| (span.begin_ns, std::cmp::Reverse(span.end_ns)));
        self.spans
    }
}
