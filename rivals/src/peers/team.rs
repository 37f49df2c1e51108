//! threadteam: regions and barriers on a reserved team, which parks.

use std::cell::Cell;

use threadteam::{Exec, Participant, Pool, TeamExec};

use crate::construct::Sched;
use crate::peer::{Can, Inside, Member, Peer};
use crate::session::Session;
use crate::work;

struct ThreadTeam<'team> {
    team: TeamExec<'team>,
    partials: Vec<Slot>,
}

#[repr(align(128))]
struct Slot(Cell<f64>);

// SAFETY: member `k` alone writes slot `k`, inside a region; the caller reads after the join.
unsafe impl Sync for Slot {}

struct TeamMember<'a, 'p>(&'a Participant<'p>);

impl Member for TeamMember<'_, '_> {
    fn barrier(&self) {
        self.0.barrier().expect("no member panics");
    }
    fn for_static(&self, n: usize, body: impl Fn(usize)) {
        work::share(self.0.index(), self.0.size(), n).for_each(body);
        self.barrier();
    }
    fn single(&self, body: impl FnOnce()) {
        if self.0.index() == 0 {
            body();
        }
        self.barrier();
    }
    fn critical(&self, _body: impl FnOnce()) {
        unreachable!("threadteam has no lock");
    }
}

impl Peer for ThreadTeam<'_> {
    const CAN: Can = Can {
        loops: true,
        inside: true,
        critical: false,
        schedules: &[Sched::Static, Sched::Static1],
        ..Can::NOTHING
    };

    fn threads(&self) -> usize {
        self.team.size().get()
    }

    fn region(&mut self, body: impl Fn(usize) + Sync) {
        self.team.reborrow().run(|member, _| body(member));
    }

    fn reduce(&mut self, body: impl Fn(usize) -> f64 + Sync) -> f64 {
        let partials = &self.partials;
        self.team.reborrow().run(|member, _| partials[member].0.set(body(member)));
        partials.iter().map(|p| p.0.get()).sum()
    }

    fn inside(&mut self, body: impl Inside) {
        self.team.reborrow().run_with(|participant| body.run(&TeamMember(participant)));
    }
}

/// Measures it.
pub fn run(session: &Session) {
    let pool = Pool::builder().threads(session.threads).build().expect("the pool starts");
    let partials = (0..session.threads).map(|_| Slot(Cell::new(0.0))).collect();
    let mut exec = Exec::new(&pool, session.threads).expect("a budget above 0");
    exec.team(|team| session.run(ThreadTeam { team, partials })).expect("the team is free");
}
