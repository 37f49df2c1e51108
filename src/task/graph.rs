use std::cell::Cell;
use std::collections::HashMap;
use std::sync::Arc;

use super::access::{Access, Entries, Lend};
use crate::prim::{AtomicU32, plain};
use crate::taskpool::history::{Entry, Header, Mode};
use crate::taskpool::node::Node;
use crate::team::Team;

/// Tasks with dependences that were recorded once, to be replayed many times: what a `taskgraph` region (OpenMP 6.0 §14.3)
/// does, with the recording apart from the replays.
///
/// A [`replay`](TaskGraph::replay) does what creating the tasks anew in a taskgroup would, but who waits for whom is known:
/// it costs less, and no allocation once it has been done before. The closures are [`Fn`], since they run each time.
///
/// ```
/// use ferromp::{Data, TaskGraph, parallel_masked};
/// let (a, b) = (Data::new(1), Data::new(1));
/// let graph = TaskGraph::record(|graph| {
///     graph.task_with((a.write(), b.read()), |_, (a, b)| *a += b);
///     graph.task_with((a.read(), b.write()), |_, (a, b)| *b += a);
/// });
/// parallel_masked(|team| {
///     for _ in 0..5 {
///         graph.replay(team);
///     }
/// });
/// drop(graph);
/// assert_eq!((a.into_inner(), b.into_inner()), (89, 144));
/// ```
pub struct TaskGraph<'d> {
    pub(super) steps: Box<[Step<'d>]>,
    /// What all steps together have access to, and the graph itself, so that replays follow each other.
    pub(super) entries: Box<[Entry]>,
    /// `entries` has its address. No `Box`, which would claim to be the only way there.
    _own: Arc<Header>,
    /// This replay runs the steps as they were recorded, one after another.
    pub(super) in_order: plain::AtomicBool,
}

/// A recorded task.
pub(super) struct Step<'d> {
    pub(super) body: Body<'d>,
    pub(super) entries: Box<[Entry]>,
    /// How many steps this one waits for, and those that wait for it.
    pub(super) predecessors: u32,
    pub(super) successors: Vec<u32>,
    /// Of the present replay: predecessors that are not over, and the node that stands for the step.
    pub(super) unmet: AtomicU32,
    pub(super) node: Cell<Option<&'static Node>>,
}

type Body<'d> = Box<dyn for<'t> Fn(&Team<'t>) + Send + Sync + 'd>;

// SAFETY: bodies may be called by any thread; the headers that entries point to synchronise themselves, and outlive `'d`; the
// cells are written by who replays, while nobody else does, before the steps are handed out.
unsafe impl Send for TaskGraph<'_> {}
// SAFETY: as above.
unsafe impl Sync for TaskGraph<'_> {}

/// Records the tasks of a [`TaskGraph`].
pub struct Recorder<'d> {
    steps: Vec<Step<'d>>,
    histories: HashMap<*const Header, History>,
}

/// The steps whose access to some data came last, and those before: as for tasks that run.
struct History {
    mode: Mode,
    /// Of all accesses together.
    whole: Mode,
    last: Vec<u32>,
    before: Vec<u32>,
}

impl<'d> TaskGraph<'d> {
    /// Records the tasks that `body` names. None of them runs.
    pub fn record(body: impl FnOnce(&mut Recorder<'d>)) -> Self {
        let mut recorder = Recorder { steps: Vec::new(), histories: HashMap::new() };
        body(&mut recorder);
        let own = Arc::new(Header::new());
        let whole = |(&header, history): (&*const Header, &History)| Entry { header, mode: history.whole };
        let mut entries: Vec<_> = recorder.histories.iter().map(whole).collect();
        entries.push(Entry { header: Arc::as_ptr(&own), mode: Mode::Write });
        Self {
            steps: recorder.steps.into(),
            entries: entries.into(),
            _own: own,
            in_order: plain::AtomicBool::new(false),
        }
    }

    /// How many tasks there are.
    pub fn len(&self) -> usize {
        self.steps.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }
}

impl<'d> Recorder<'d> {
    /// Records a task that depends on nothing.
    pub fn task<F>(&mut self, body: F)
    where
        F: for<'t> Fn(&Team<'t>) + Send + Sync + 'd,
    {
        self.add(Vec::new(), Box::new(body));
    }

    /// Records a task that waits for those recorded before it whose accesses exclude its own.
    ///
    /// Tasks of a graph that [commute](crate::Data::commute) keep the order in which they were recorded.
    ///
    /// # Panics
    /// If `access` names the same data twice, not both times to read it.
    #[track_caller]
    pub fn task_with<A, F>(&mut self, access: A, body: F)
    where
        A: Access + Send + Sync + 'd,
        F: for<'t, 'r> Fn(&Team<'t>, <A as Lend<'r>>::Refs) + Send + Sync + 'd,
    {
        let mut entries = Vec::new();
        assert!(
            Entries::collect(&access, &mut entries).is_some(),
            "the same `Data` twice in the accesses of one task, not both times to read it: the references would \
             exclude each other"
        );
        // SAFETY: the body runs in replays only, which have the data to themselves, and after those steps whose accesses
        // exclude these.
        self.add(entries, Box::new(move |team: &Team<'_>| body(team, unsafe { access.lend() })));
    }

    fn add(&mut self, entries: Vec<Entry>, body: Body<'d>) {
        let Ok(at) = u32::try_from(self.steps.len()) else { panic!("more than 2^32 tasks in one graph") };
        let mut after = Vec::new();
        for entry in &entries {
            let mode = if entry.mode == Mode::Commute { Mode::Write } else { entry.mode };
            let fresh = || History { mode, whole: mode, last: Vec::new(), before: Vec::new() };
            let history = self.histories.entry(entry.header).or_insert_with(fresh);
            after.extend_from_slice(history.append(mode, at));
        }
        after.sort_unstable();
        after.dedup();
        for &earlier in &after {
            self.steps[earlier as usize].successors.push(at);
        }
        self.steps.push(Step {
            body,
            entries: entries.into(),
            predecessors: after.len() as u32,
            successors: Vec::new(),
            unmet: AtomicU32::new(0),
            node: Cell::new(None),
        });
    }
}

impl History {
    /// Adds a step; those that it has to wait for.
    fn append(&mut self, mode: Mode, step: u32) -> &[u32] {
        if mode != self.whole {
            self.whole = Mode::Write;
        }
        if mode != self.mode || mode == Mode::Write {
            self.before = std::mem::take(&mut self.last);
            self.mode = mode;
        }
        self.last.push(step);
        &self.before
    }
}

impl std::fmt::Debug for TaskGraph<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TaskGraph").field("tasks", &self.len()).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Recorder<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Recorder").field("tasks", &self.steps.len()).finish_non_exhaustive()
    }
}
