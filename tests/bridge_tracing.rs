//! What happens in regions, as events of `tracing`. One test, because a process has one subscriber that all threads share.
#![cfg(not(loom))]

#[path = "common/watchdog.rs"]
mod watchdog;

use std::collections::{BTreeMap, HashMap};
use std::fmt::Debug;
use std::panic::Location;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, ThreadId};

use ferromp::observe::Observing;
use ferromp::{Parallel, Schedule, bridge};
use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::{Interest, Subscriber};
use tracing::{Level, Metadata};

/// An event that has come.
struct Seen {
    thread: ThreadId,
    level: Level,
    fields: BTreeMap<&'static str, String>,
}

impl Seen {
    fn get(&self, field: &str) -> &str {
        self.fields.get(field).map_or("", |value| value)
    }

    fn is(&self, message: &str) -> bool {
        self.get("message") == message
    }

    fn begins(&self) -> bool {
        self.get("endpoint") == "begin"
    }
}

static SEEN: Mutex<Vec<Seen>> = Mutex::new(Vec::new());
/// What the subscriber is interested in.
static WANTED: Mutex<LevelFilter> = Mutex::new(LevelFilter::OFF);
/// How often it was asked or told anything of an event, but for the first time.
static CALLS: AtomicUsize = AtomicUsize::new(0);
/// It opens regions itself, or panics.
static REENTERS: AtomicBool = AtomicBool::new(false);
static PANICS: AtomicBool = AtomicBool::new(false);
static INSIDE: AtomicUsize = AtomicUsize::new(0);

struct Watcher;

fn wanted() -> LevelFilter {
    *WANTED.lock().unwrap_or_else(PoisonError::into_inner)
}

fn want(level: LevelFilter) {
    *WANTED.lock().unwrap() = level;
    tracing::callsite::rebuild_interest_cache();
}

impl Subscriber for Watcher {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        if *metadata.level() <= wanted() { Interest::sometimes() } else { Interest::never() }
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(wanted())
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        CALLS.fetch_add(1, Relaxed);
        *metadata.level() <= wanted()
    }

    fn event(&self, event: &tracing::Event<'_>) {
        CALLS.fetch_add(1, Relaxed);
        assert_eq!(event.metadata().target(), "ferromp");
        let mut fields = Fields::default();
        event.record(&mut fields);
        let level = *event.metadata().level();
        SEEN.lock().unwrap().push(Seen { thread: thread::current().id(), level, fields: fields.0 });
        if REENTERS.load(Relaxed) {
            Parallel::new().num_threads(2).run(|_| _ = INSIDE.fetch_add(1, Relaxed));
        }
        assert!(!PANICS.load(Relaxed), "as it was asked to");
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        unreachable!("there are no spans")
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[derive(Default)]
struct Fields(BTreeMap<&'static str, String>);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }
}

#[track_caller]
fn line() -> u32 {
    Location::caller().line()
}

/// The lines of the region, the loop and the task.
struct Lines {
    region: String,
    of_loop: String,
    task: String,
}

fn work(threads: usize) -> Lines {
    let here = line();
    Parallel::new().num_threads(threads).run(|team| {
        team.for_loop(0..100).schedule(Schedule::Dynamic(10)).for_each(|i| _ = std::hint::black_box(i));
        team.masked(|| team.task(|_| ()));
    });
    Lines { region: (here + 1).to_string(), of_loop: (here + 2).to_string(), task: (here + 3).to_string() }
}

/// What has come since the last time. Threads of the runtime begin and end when they like.
fn seen() -> Vec<Seen> {
    let mut seen = std::mem::take(&mut *SEEN.lock().unwrap());
    seen.retain(|event| !event.is("thread"));
    seen
}

#[test]
fn regions_are_traced() {
    let _watch = watchdog::watch("bridge_tracing");
    tracing::subscriber::set_global_default(Watcher).unwrap();
    let guard = bridge::trace();
    for threads in [1, 2, 3, 4, 8] {
        everything_is_told(threads);
        levels_are_minded(threads);
        subscribers_may_open_regions(threads);
    }
    ends_with_the_guard(guard);
    panics_go_no_further();
}

fn everything_is_told(threads: usize) {
    want(LevelFilter::TRACE);
    let lines = work(threads);
    let seen = seen();
    check_balance(&seen);
    let begun = |message: &str| -> Vec<&Seen> {
        seen.iter().filter(|event| event.is(message) && event.begins()).collect()
    };
    let stands = |event: &Seen, line: &str| {
        assert!(event.get("file").ends_with("bridge_tracing.rs"));
        assert_eq!(event.get("line"), line);
    };
    let number = threads.to_string();

    let [region] = begun("parallel")[..] else { panic!("there is one region") };
    stands(region, &lines.region);
    let told = ["requested", "size", "level", "combined", "thread_num"].map(|field| region.get(field));
    assert_eq!(told, [&*number, &number, "1", "false", "0"]);
    assert!(seen.iter().all(|event| event.get("region") == region.get("region")));

    let mut members: Vec<usize> =
        begun("implicit task").iter().map(|task| task.get("thread_num").parse().unwrap()).collect();
    members.sort_unstable();
    assert!(members.iter().copied().eq(0..threads));

    let loops = begun("loop");
    // A team of one has nobody to deal out to.
    let schedule = if threads == 1 { "static,10" } else { "dynamic,10" };
    assert_eq!(loops.len(), threads);
    for event in loops {
        stands(event, &lines.of_loop);
        assert_eq!((event.get("len"), event.get("schedule")), ("100", schedule));
    }
    let chunks = begun("chunk");
    let mut firsts: Vec<u64> = chunks.iter().map(|chunk| chunk.get("first").parse().unwrap()).collect();
    firsts.sort_unstable();
    assert!(firsts.into_iter().eq((0..100).step_by(10)));
    assert!(chunks.iter().all(|chunk| chunk.get("len") == "10"));

    let points = |message: &str| -> Vec<&Seen> {
        seen.iter().filter(|event| event.is(message) && event.get("endpoint") == "point").collect()
    };
    let [task] = points("task create")[..] else { panic!("there is one task") };
    stands(task, &lines.task);
    assert_eq!((task.get("parent"), task.get("depends")), ("0", "false"));
    let [to, from] = points("task schedule")[..] else { panic!("it begins and ends") };
    assert_eq!((to.get("status"), to.get("next")), ("switch", task.get("task")));
    assert_eq!((from.get("status"), from.get("prior")), ("complete", task.get("task")));

    for event in &seen {
        let fine = ["chunk", "sync", "wait", "mutex", "task dependence"].contains(&event.get("message"));
        assert_eq!(event.level, if fine { Level::TRACE } else { Level::DEBUG });
    }
    assert!(!begun("sync").is_empty());
}

/// On every thread, what begins ends, the innermost first, and says the same at both.
fn check_balance(seen: &[Seen]) {
    let mut open: HashMap<ThreadId, Vec<BTreeMap<&str, String>>> = HashMap::new();
    for event in seen {
        let mut what = event.fields.clone();
        let stack = open.entry(event.thread).or_default();
        match &*what.remove("endpoint").unwrap() {
            "begin" => stack.push(what),
            "end" => assert_eq!(stack.pop(), Some(what)),
            other => assert_eq!(other, "point"),
        }
    }
    assert!(open.values().all(Vec::is_empty), "{open:?}");
}

/// How many events there are of each kind that comes as often each time.
fn coarse(seen: &[Seen]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for event in seen.iter().filter(|event| event.level == Level::DEBUG) {
        *counts.entry(format!("{} {}", event.get("message"), event.get("endpoint"))).or_default() += 1;
    }
    counts
}

fn levels_are_minded(threads: usize) {
    want(LevelFilter::TRACE);
    work(threads);
    let all = seen();
    want(LevelFilter::DEBUG);
    work(threads);
    let some = seen();
    assert!(some.iter().all(|event| event.level == Level::DEBUG));
    check_balance(&some);
    assert_eq!(coarse(&some), coarse(&all));
    for nothing in [LevelFilter::INFO, LevelFilter::OFF] {
        want(nothing);
        let before = CALLS.load(Relaxed);
        work(threads);
        assert_eq!(CALLS.load(Relaxed), before, "nobody asks who is not interested");
        assert!(seen().is_empty());
    }
}

fn subscribers_may_open_regions(threads: usize) {
    want(LevelFilter::TRACE);
    work(threads);
    let without = seen();
    REENTERS.store(true, Relaxed);
    let before = INSIDE.load(Relaxed);
    work(threads);
    REENTERS.store(false, Relaxed);
    let with = seen();
    check_balance(&with);
    assert_eq!(coarse(&with), coarse(&without));
    assert!(INSIDE.load(Relaxed) - before >= with.len());
}

fn ends_with_the_guard(guard: Observing) {
    let second = bridge::trace();
    want(LevelFilter::DEBUG);
    work(2);
    let twice = coarse(&seen());
    drop(second);
    work(2);
    let once = coarse(&seen());
    assert!(!once.is_empty() && once.iter().all(|(what, count)| twice[what] == 2 * count));
    drop(guard);
    work(2);
    assert!(seen().is_empty());
}

fn panics_go_no_further() {
    let guard = bridge::trace();
    PANICS.store(true, Relaxed);
    Parallel::new().num_threads(1).run(|_| ());
    PANICS.store(false, Relaxed);
    assert!(guard.has_panicked());
    assert_eq!(seen().len(), 1);
    work(2);
    assert!(seen().is_empty());
    // The next guard has its events again.
    drop(guard);
    let _guard = bridge::trace();
    work(2);
    assert!(!seen().is_empty());
}
