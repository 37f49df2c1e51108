//! The loops of a recording, while they are put together from what their members have recorded.

use std::collections::{BTreeMap, HashMap};
use std::panic::Location;

use super::digest::Implicit;
use super::profile::{Chunk, Execution, LoopKind, Site, Wait};

type Place = &'static Location<'static>;

/// Where something stands, as a key: the same place may have several addresses.
type Key = (&'static str, u32, u32);

fn key(place: Place) -> Key {
    (place.file(), place.line(), place.column())
}

#[derive(Default)]
pub(super) struct Loops {
    regions: HashMap<u64, Region>,
    executions: Vec<Running>,
    /// Members meet the same constructs in the same order: the first time that one comes to a place in a region belongs to
    /// the first time that the others do.
    known: HashMap<(u64, Key, usize), usize>,
    /// How often a member of a region has come to a place.
    visits: HashMap<(u64, Key, usize), usize>,
    task_loops: HashMap<u64, usize>,
}

struct Region {
    place: Place,
    begin: u64,
    end: Option<u64>,
}

struct Running {
    region: u64,
    place: Place,
    is_task_loop: bool,
    execution: Execution,
    /// When each member was in the loop.
    stays: Vec<Wait>,
    /// The time that members waited for each other in its midst.
    inside: u64,
}

impl Loops {
    pub(super) fn region_begins(&mut self, region: u64, place: Place, now: u64) {
        self.regions.insert(region, Region { place, begin: now, end: None });
    }

    pub(super) fn region_ends(&mut self, region: u64, now: u64) {
        if let Some(region) = self.regions.get_mut(&region) {
            region.end = Some(now);
        }
    }

    /// A member comes to a loop. Answers which execution it is.
    pub(super) fn comes(
        &mut self,
        region: u64,
        thread_num: usize,
        place: Place,
        len: u64,
        threads: usize,
        schedule: String,
    ) -> usize {
        let visits = self.visits.entry((region, key(place), thread_num)).or_default();
        let visit = *visits;
        *visits += 1;
        let executions = &mut self.executions;
        *self.known.entry((region, key(place), visit)).or_insert_with(|| {
            executions.push(Running::new(region, place, false, len, threads, schedule));
            executions.len() - 1
        })
    }

    /// A task that draws chunks of a taskloop begins.
    pub(super) fn task_comes(&mut self, id: u64, thread_num: usize, place: Place, len: u64) -> usize {
        let executions = &mut self.executions;
        let at = *self.task_loops.entry(id).or_insert_with(|| {
            executions.push(Running::new(0, place, true, len, 0, "taskloop".to_owned()));
            executions.len() - 1
        });
        let threads = &mut self.executions[at].execution.threads;
        *threads = (*threads).max(thread_num + 1);
        at
    }

    pub(super) fn ran(&mut self, at: usize, member: usize, first: u64, len: u64, begin: u64, end: u64) {
        let chunk = Chunk { member, first, len, begin_ns: begin, end_ns: end };
        self.executions[at].execution.chunks.push(chunk);
    }

    pub(super) fn leaves(&mut self, at: usize, member: usize, begin: u64, end: u64) {
        self.executions[at].stays.push(Wait { member, begin_ns: begin, end_ns: end });
    }

    /// A member has waited at a barrier of `place`: that of a loop, if one of this place has just ended.
    pub(super) fn waited(&mut self, member: Implicit, place: Place, begin: u64, end: u64) {
        let Some(visits) = self.visits.get(&(member.region, key(place), member.thread_num)) else { return };
        let Some(&at) = self.known.get(&(member.region, key(place), visits - 1)) else { return };
        let wait = Wait { member: member.runner, begin_ns: begin, end_ns: end };
        self.executions[at].execution.waits.push(wait);
    }

    pub(super) fn waited_inside(&mut self, at: usize, nanoseconds: u64) {
        self.executions[at].inside += nanoseconds;
    }

    pub(super) fn into_sites(self) -> Vec<Site> {
        let mut sites: BTreeMap<(Key, LoopKind), Vec<Execution>> = BTreeMap::new();
        for running in self.executions {
            // None has left it before the recording ended.
            if running.stays.is_empty() {
                continue;
            }
            let region = self.regions.get(&running.region);
            let combined = region.filter(|region| key(region.place) == key(running.place));
            let kind = match combined {
                _ if running.is_task_loop => LoopKind::TaskLoop,
                Some(_) => LoopKind::ParallelFor,
                None => LoopKind::For,
            };
            sites.entry((key(running.place), kind)).or_default().push(running.conclude(combined));
        }
        let sites = sites.into_iter().map(|(((file, line, column), kind), mut executions)| {
            executions.sort_by_key(|execution| execution.begin_ns);
            Site { file: file.to_owned(), line, column, kind, executions }
        });
        sites.collect()
    }
}

impl Running {
    fn new(
        region: u64,
        place: Place,
        is_task_loop: bool,
        len: u64,
        threads: usize,
        schedule: String,
    ) -> Self {
        let execution = Execution {
            len,
            threads,
            schedule,
            begin_ns: 0,
            end_ns: 0,
            elapsed_ns: 0,
            complete: false,
            chunks: Vec::new(),
            dispatch_ns: 0,
            waits: Vec::new(),
        };
        Self { region, place, is_task_loop, execution, stays: Vec::new(), inside: 0 }
    }

    /// The execution, now that all members have been heard. `combined`: the region that consists of the loop.
    fn conclude(self, combined: Option<&Region>) -> Execution {
        let Self { mut execution, stays, inside, .. } = self;
        let begin = stays.iter().map(|stay| stay.begin_ns).min().unwrap_or(0);
        let end = stays.iter().map(|stay| stay.end_ns).max().unwrap_or(0);
        let stayed: u64 = stays.iter().map(|stay| stay.end_ns - stay.begin_ns).sum();
        (execution.begin_ns, execution.end_ns) = (begin, end);
        execution.threads =
            execution.threads.max(stays.iter().map(|stay| stay.member + 1).max().unwrap_or(1));
        execution.dispatch_ns = stayed.saturating_sub(execution.work_ns()).saturating_sub(inside);
        if let Some((Region { begin: forked, .. }, joined)) =
            combined.and_then(|region| Some((region, region.end?)))
        {
            execution.waits = waits_for_join(&stays, joined);
            execution.elapsed_ns = joined.saturating_sub(*forked);
        } else {
            let last = execution.waits.iter().map(|wait| wait.end_ns).max().unwrap_or(0);
            execution.elapsed_ns = end.max(last) - begin;
        }
        execution.waits.sort_by_key(|wait| (wait.member, wait.begin_ns));
        execution.complete = covers(&execution.chunks, execution.len);
        execution.chunks.sort_by_key(|chunk| (chunk.begin_ns, chunk.first));
        execution
    }
}

/// Of a combined loop: each member that came has nothing to do from its last share until the join.
fn waits_for_join(stays: &[Wait], joined: u64) -> Vec<Wait> {
    let mut last: BTreeMap<usize, u64> = BTreeMap::new();
    for stay in stays {
        let end = last.entry(stay.member).or_default();
        *end = stay.end_ns.max(*end);
    }
    let waits =
        last.into_iter().map(|(member, begin)| Wait { member, begin_ns: begin, end_ns: joined.max(begin) });
    waits.collect()
}

/// Whether the chunks are `0..len`, each iteration once.
fn covers(chunks: &[Chunk], len: u64) -> bool {
    let mut ranges: Vec<(u64, u64)> = chunks.iter().map(|chunk| (chunk.first, chunk.len)).collect();
    ranges.sort_unstable();
    let mut next = 0;
    let disjoint = ranges.into_iter().all(|(first, len)| {
        let follows = first == next;
        next = first + len;
        follows
    });
    disjoint && next == len
}
