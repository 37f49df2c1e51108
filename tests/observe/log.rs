//! An observer that writes everything down, and what always holds of what it has written.

use std::collections::{BTreeMap, HashMap};
use std::panic::Location;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};

use ferromp::observe::{Dealing, Endpoint, Event, Kind, Member, Observer, Observing, Work, observe};

/// An event that is kept.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen {
    pub(crate) thread: ThreadId,
    pub(crate) member: Option<Member>,
    pub(crate) endpoint: Endpoint,
    pub(crate) kind: Kind<'static>,
}

impl Seen {
    pub(crate) fn begins(&self) -> bool {
        self.endpoint == Endpoint::Begin
    }

    pub(crate) fn region(&self) -> u64 {
        self.member.expect("it belongs to a region").region
    }
}

#[derive(Default)]
pub(crate) struct Log(Mutex<Vec<Seen>>);

impl Observer for Log {
    fn event(&self, event: &Event<'_>) {
        let seen = Seen {
            thread: thread::current().id(),
            member: event.member,
            endpoint: event.endpoint,
            kind: kept(event.kind),
        };
        self.0.lock().unwrap().push(seen);
    }
}

/// A policy's name lives as long as the policy; here it lives for ever. Patterns of other crates cannot build variants, so
/// only the names of known policies are kept.
fn kept(kind: Kind<'_>) -> Kind<'static> {
    // SAFETY: policies in these tests are statics, and so are their names.
    unsafe { std::mem::transmute::<Kind<'_>, Kind<'static>>(kind) }
}

/// One test at a time: observers hear of all regions of the process.
static ALONE: Mutex<()> = Mutex::new(());

pub(crate) fn alone() -> MutexGuard<'static, ()> {
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What happens while `body` runs. It has been checked that begins and ends are balanced.
pub(crate) fn log(body: impl FnOnce()) -> Vec<Seen> {
    let _alone = alone();
    let log: &'static Log = Box::leak(Box::default());
    let guard: Observing = observe(log);
    body();
    drop(guard);
    let seen = log.0.lock().unwrap().clone();
    check_balance(&seen);
    check_members(&seen);
    seen
}

/// On every thread, what begins ends, the innermost first, and says the same at both.
pub(crate) fn check_balance(seen: &[Seen]) {
    let mut open: HashMap<ThreadId, Vec<String>> = HashMap::new();
    for event in seen.iter().filter(|event| !matches!(event.kind, Kind::Thread { .. })) {
        let stack = open.entry(event.thread).or_default();
        let what = format!("{:?} {:?}", event.member, event.kind);
        match event.endpoint {
            Endpoint::Begin => stack.push(what),
            Endpoint::End => assert_eq!(stack.pop().as_ref(), Some(&what)),
            Endpoint::Point => {}
        }
    }
    assert!(open.values().all(Vec::is_empty), "{open:#?}");
}

/// Every region has its number and as many members as it says, each once; what happens in it happens between its begin and
/// its end, on members that it has.
fn check_members(seen: &[Seen]) {
    let mut sizes: BTreeMap<u64, usize> = BTreeMap::new();
    let mut over: Vec<u64> = Vec::new();
    let mut come: HashMap<u64, Vec<usize>> = HashMap::new();
    for event in seen {
        let Some(member) = event.member else { continue };
        if let Kind::Parallel { size, .. } = event.kind {
            assert_eq!(member.thread_num, 0);
            if event.begins() {
                assert_eq!(sizes.insert(member.region, size), None, "the number of a region came twice");
            } else {
                over.push(member.region);
            }
        }
        assert!(member.region != 0);
        assert!(event.endpoint == Endpoint::End || !over.contains(&member.region), "{event:?}");
        assert!(member.thread_num < sizes[&member.region], "{event:?}");
        if let Kind::ImplicitTask { size, runner, .. } = event.kind {
            assert_eq!(size, sizes[&member.region]);
            assert!(runner < size);
            if event.begins() {
                come.entry(member.region).or_default().push(member.thread_num);
            }
        }
    }
    assert_eq!(over.len(), sizes.len());
    for (region, mut members) in come {
        members.sort_unstable();
        members.windows(2).for_each(|pair| assert!(pair[0] != pair[1], "region {region}: {members:?}"));
    }
}

/// The members whose implicit tasks are in `seen`, in order, of a region that is the only one.
pub(crate) fn members(seen: &[Seen]) -> Vec<usize> {
    let tasks = seen.iter().filter(|event| event.begins() && matches!(event.kind, Kind::ImplicitTask { .. }));
    let mut members: Vec<usize> = tasks.map(|event| event.member.unwrap().thread_num).collect();
    members.sort_unstable();
    members
}

/// The loop at `line`: its length, how it was dealt out, and its chunks in order, all of which lie in its work on the same
/// thread.
pub(crate) fn loop_at(seen: &[Seen], line: u32) -> Vec<LoopSeen> {
    let mut loops: Vec<LoopSeen> = Vec::new();
    let mut open: HashMap<ThreadId, Vec<Option<usize>>> = HashMap::new();
    for event in seen {
        let stack = open.entry(event.thread).or_default();
        match (event.kind, event.endpoint) {
            (Kind::Work { work, place, .. }, Endpoint::Begin) => {
                let known = match work {
                    Work::Loop { len, schedule, .. } if place.line() == line => Some(LoopSeen {
                        region: event.region(),
                        len,
                        schedule: Some(schedule),
                        chunks: vec![],
                    }),
                    Work::TaskLoop { id, len, .. } if place.line() == line => {
                        Some(LoopSeen { region: id, len, schedule: None, chunks: vec![] })
                    }
                    _ => None,
                };
                stack.push(known.map(|new| {
                    assert!(place.file().ends_with(".rs"));
                    let at = loops.iter().position(|old| old.region == new.region);
                    at.unwrap_or_else(|| {
                        loops.push(new);
                        loops.len() - 1
                    })
                }));
            }
            (Kind::Work { .. }, Endpoint::End) => drop(stack.pop()),
            (Kind::Chunk { first, len, .. }, Endpoint::Begin) => {
                if let Some(&Some(at)) = stack.last() {
                    assert!(len > 0);
                    loops[at].chunks.push((first, len, event.member.unwrap().thread_num));
                }
            }
            _ => {}
        }
    }
    loops.iter_mut().for_each(|seen| seen.chunks.sort_unstable());
    loops
}

/// What was seen of a loop.
#[derive(Clone, Debug)]
pub(crate) struct LoopSeen {
    pub(crate) region: u64,
    pub(crate) len: u64,
    pub(crate) schedule: Option<Dealing<'static>>,
    /// First iteration, length, member.
    pub(crate) chunks: Vec<(u64, u64, usize)>,
}

impl LoopSeen {
    /// Whether each iteration is in one chunk.
    pub(crate) fn is_covered(&self) -> bool {
        let end =
            self.chunks.iter().try_fold(0, |next, &(first, len, _)| (first == next).then_some(first + len));
        end == Some(self.len)
    }
}

/// Where the caller stands.
#[track_caller]
pub(crate) fn line() -> u32 {
    Location::caller().line()
}
