//! The loop of events: the member whose chunk ends first asks for the next.

use super::dispatch::Cursors;
use super::machine::Machine;
use super::noise;
use super::outcome::{Load, Outcome, Span};
use super::time::{self, Time};
use super::workload::Workload;
use crate::icv;
use crate::schedule::{Dispenser, Hand, Loan, Mapping, Plan, Schedule, Site, Source, Spent};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::Range;
use std::panic::Location;
use std::sync::atomic::{AtomicUsize, Ordering};

impl Machine {
    /// What `schedule` makes of `workload` here.
    ///
    /// Each call is a loop of its own: a schedule that learns begins anew, and does so over the
    /// [`loops`](Self::loops) of the call.
    ///
    /// [`Schedule::Runtime`] is what `OMP_SCHEDULE` says. A loop without any iteration has no chunk and takes as long as
    /// its region.
    ///
    /// # Panics
    /// If a policy panics.
    #[track_caller]
    pub fn run(&self, workload: &Workload, schedule: Schedule<'_>) -> Outcome {
        let len = workload.len();
        let mapping = schedule.resolve(icv::environment().schedule, len, self.members, false);
        // As a team of one does it.
        let mapping = if self.members == 1 { mapping.alone() } else { mapping };
        let plan = Plan { len, members: self.members, mapping };
        let dispenser = Dispenser::with_capacity(self.members);
        // A policy of the user's needs none; and while it runs, who knows what else, none is held.
        let memory = (!matches!(mapping, Mapping::Policy(_))).then(Loan::take);
        let site = memory.as_ref().map_or_else(unused_site, |memory| unused_site().remembered_in(memory));
        let run = |tag| {
            dispenser.open(tag);
            dispenser.begin(&plan, site);
            Simulation::new(self, workload, &plan, &dispenser, tag).run()
        };
        let mut outcome = run(0);
        for tag in 1..u64::from(self.loops) {
            outcome = run(tag);
        }
        outcome
    }
}

/// A site that no loop had before, so that no policy remembers anything of it.
#[track_caller]
fn unused_site() -> Site {
    static USED: AtomicUsize = AtomicUsize::new(0);
    Site::new(Location::caller(), USED.fetch_add(1, Ordering::Relaxed))
}

/// One loop on its way.
struct Simulation<'s> {
    machine: &'s Machine,
    workload: &'s Workload,
    plan: &'s Plan<'s>,
    dispenser: &'s Dispenser,
    cursors: Cursors,
    members: Vec<Member>,
    timeline: Vec<(usize, Piece)>,
}

struct Member {
    hand: Hand,
    last: Option<Piece>,
    busy: Time,
    dispatching: Time,
    finish: Time,
    chunks: u64,
    iterations: u64,
}

/// A chunk: when its member asked for it, and from when to when it runs.
#[derive(Clone)]
struct Piece {
    range: Range<u64>,
    asked: Time,
    begin: Time,
    end: Time,
}

impl<'s> Simulation<'s> {
    fn new(
        machine: &'s Machine,
        workload: &'s Workload,
        plan: &'s Plan<'s>,
        dispenser: &'s Dispenser,
        tag: u64,
    ) -> Self {
        let member = |number| Member {
            hand: Hand::unclocked(plan, number, tag),
            last: None,
            busy: 0,
            dispatching: 0,
            finish: 0,
            chunks: 0,
            iterations: 0,
        };
        Simulation {
            machine,
            workload,
            plan,
            dispenser,
            cursors: Cursors::new(machine),
            members: (0..plan.members).map(member).collect(),
            timeline: Vec::new(),
        }
    }

    /// Lets the members ask in the order of time; of those that ask at the same time the lowest first.
    fn run(mut self) -> Outcome {
        let first = |member| Reverse((self.machine.delay(member), member));
        let mut asking: BinaryHeap<_> = (0..self.members.len()).map(first).collect();
        while let Some(Reverse((now, member))) = asking.pop() {
            if let Some(end) = self.ask(member, now) {
                asking.push(Reverse((end, member)));
            }
        }
        self.outcome()
    }

    /// Hands `member` its next chunk and says when it will be done with it; `None` if there is none.
    fn ask(&mut self, member: usize, now: Time) -> Option<Time> {
        let asking = &mut self.members[member];
        if let Some(last) = asking.last.take() {
            asking.hand.completed(self.plan, self.dispenser, &last.range, last.spent());
        }
        let (held, looked) = (asking.hand.holds(), asking.hand.source());
        let Some(chunk) = asking.hand.next_numbered(self.plan, self.dispenser) else {
            asking.finish = self.cursors.dismissed(looked, self.plan.members, now);
            asking.dispatching = asking.dispatching.saturating_add(asking.finish - now);
            return None;
        };
        let source = if held { Source::Nobody } else { asking.hand.source() };
        let begin = self.cursors.served(source, member, now);
        let took = stretched(self.machine, self.workload, member, &chunk.range);
        let piece = Piece { asked: now, begin, end: begin.saturating_add(took), range: chunk.range };
        asking.dispatching = asking.dispatching.saturating_add(begin - now);
        asking.busy = asking.busy.saturating_add(took);
        asking.chunks += 1;
        asking.iterations += piece.range.end - piece.range.start;
        if self.machine.timeline {
            self.timeline.push((member, piece.clone()));
        }
        let end = piece.end;
        asking.last = Some(piece);
        Some(end)
    }

    fn outcome(mut self) -> Outcome {
        self.timeline.sort_by_key(|(member, piece)| (piece.begin, *member, piece.range.start));
        let last = self.members.iter().map(|member| member.finish).max().unwrap_or(0);
        Outcome {
            makespan: time::to_seconds(last.saturating_add(self.machine.region)),
            chunks: self.members.iter().map(|member| member.chunks).sum(),
            work: self.workload.total(),
            members: self.members.iter().map(Member::load).collect(),
            timeline: self.timeline.iter().map(|(member, piece)| piece.span(*member)).collect(),
        }
    }
}

/// How long a member takes for some iterations.
fn stretched(machine: &Machine, workload: &Workload, member: usize, range: &Range<u64>) -> Time {
    let mut work = workload.work(range.clone()) as f64 / machine.speed(member);
    if machine.noise > 0.0 {
        work *= noise::factor(machine.seed, range.start, machine.noise);
    }
    work.round() as Time
}

impl Member {
    fn load(&self) -> Load {
        Load {
            busy: time::to_seconds(self.busy),
            dispatching: time::to_seconds(self.dispatching),
            finish: time::to_seconds(self.finish),
            chunks: self.chunks,
            iterations: self.iterations,
        }
    }
}

impl Piece {
    fn spent(&self) -> Spent {
        let nanoseconds = |time: Time| time.saturating_add(time::NANOSECOND / 2) / time::NANOSECOND;
        Spent { body: nanoseconds(self.end - self.begin), dispatch: nanoseconds(self.begin - self.asked) }
    }

    fn span(&self, thread_num: usize) -> Span {
        Span {
            thread_num,
            first: self.range.start,
            len: self.range.end - self.range.start,
            begin: time::to_seconds(self.begin),
            end: time::to_seconds(self.end),
        }
    }
}
