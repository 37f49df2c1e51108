//! Runs the constructs asked for on one rival, and prints a line for each.

use std::hint::black_box;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use crate::construct::{ALL, Construct, Sched};
use crate::kernels::{Form, Program, cholesky};
use crate::peer::{Inside, Member, Peer};
use crate::record::Record;
use crate::timing::{self, Effort, Samples};
use crate::work;

/// What one process measures.
pub struct Session {
    pub peer: String,
    pub threads: usize,
    pub constructs: Vec<Construct>,
    pub effort: Effort,
}

impl Session {
    /// Measures `peer`; the rivals' modules call this with their threads running.
    pub fn run<P: Peer>(&self, mut peer: P) {
        check(&mut peer);
        for (name, construct) in ALL {
            if self.constructs.contains(construct) && P::CAN.has(*construct) {
                let samples = self.measure(&mut peer, *construct);
                let (ns, min) = samples.summary();
                let ns = if *construct == Construct::HogMean { mean(&samples) } else { ns };
                self.print(name, ns, min, samples.0.len());
            }
        }
    }

    fn print(&self, construct: &str, ns: f64, min: f64, samples: usize) {
        let (peer, construct) = (self.peer.clone(), construct.to_owned());
        let record = Record { peer, threads: self.threads, construct, ns, min, samples, round: 0 };
        println!("{}", serde_json::to_string(&record).expect("numbers and plain names"));
    }

    fn measure<P: Peer>(&self, peer: &mut P, construct: Construct) -> Samples {
        let (effort, threads) = (&self.effort, peer.threads());
        let delay = |_: usize| work::pause();
        let value = |_: usize| {
            work::pause();
            1.0
        };
        let reference = timing::reference;
        let nothing = |_: usize| ();
        match construct {
            Construct::Region => {
                timing::overhead(effort, 1, |n| (0..n).for_each(|_| peer.region(delay)), reference)
            }
            Construct::Reduce => {
                let mut run = || assert_eq!(peer.reduce(value), threads as f64);
                timing::overhead(effort, 1, |n| (0..n).for_each(|_| run()), reference)
            }
            Construct::Tiny => {
                timing::overhead(effort, 1, |n| (0..n).for_each(|_| peer.tiny(delay)), reference)
            }
            Construct::TinySum => {
                let mut run = || assert_eq!(peer.tiny_sum(value), threads as f64);
                timing::overhead(effort, 1, |n| (0..n).for_each(|_| run()), reference)
            }
            Construct::Barrier => {
                timing::overhead(effort, 4, |reps| peer.inside(Barriers { reps }), reference)
            }
            Construct::For => {
                timing::overhead(effort, 4, |reps| peer.inside(Loops { reps, threads }), reference)
            }
            Construct::Single => timing::overhead(effort, 4, |reps| peer.inside(Singles { reps }), reference),
            // EPCC's way: the repetitions are divided among the members, and the reference runs all of them.
            Construct::Critical => timing::overhead(
                effort,
                4 * threads,
                |reps| peer.inside(Criticals { reps: reps / threads }),
                reference,
            ),
            Construct::Empty(s) => {
                let mut run = || peer.each(black_box(work::EMPTY), s, work::touch);
                let samples = timing::overhead(effort, 1, |n| (0..n).for_each(|_| run()), nothing);
                Samples(samples.0.into_iter().map(|ns| ns / work::EMPTY as f64).collect())
            }
            Construct::Axpy(n) => {
                let (x, mut y) = (vec![1.0; n], vec![0.0; n]);
                let run = |reps: usize| {
                    (0..reps).for_each(|_| peer.axpy(black_box(1e-3), black_box(&x), black_box(&mut y)));
                };
                timing::overhead(effort, 1, run, nothing)
            }
            Construct::Triangle(s) => {
                let effort = Effort { samples: effort.samples.min(5), ..*effort };
                timing::overhead(
                    &effort,
                    1,
                    |n| (0..n).for_each(|_| rows(peer, work::TRIANGLE, s, work::triangle)),
                    nothing,
                )
            }
            Construct::Mandel(s) => {
                let effort = Effort { samples: effort.samples.min(5), ..*effort };
                timing::overhead(
                    &effort,
                    1,
                    |n| (0..n).for_each(|_| rows(peer, work::MANDEL.0, s, work::mandel)),
                    nothing,
                )
            }
            Construct::Sum => {
                let x = vec![1.0; work::LONG];
                let mut run = || assert_eq!(peer.sum(black_box(&x)), work::LONG as f64);
                timing::overhead(effort, 1, |n| (0..n).for_each(|_| run()), nothing)
            }
            Construct::IdleRegion => timing::after_pause(2 * effort.samples, || peer.region(delay)),
            Construct::IdleLoop => timing::after_pause(2 * effort.samples, || peer.tiny(delay)),
            Construct::IdleCpu => Samples(vec![timing::burnt(|| peer.region(delay))]),
            Construct::Tasks(program, form) => {
                let result = program.serial();
                let mut run = || assert_eq!(peer.tasks(program, form), result, "{program:?}");
                timing::overhead(effort, 1, |n| (0..n).for_each(|_| run()), nothing)
            }
            Construct::Cholesky => {
                let matrix = cholesky::matrix();
                let [mut serial, mut parallel] = [matrix.clone(), matrix.clone()];
                cholesky::serial(&mut serial);
                peer.cholesky(&mut parallel);
                assert!(serial == parallel, "the factor differs from the serial one");
                let copies = |n: usize| (0..n).for_each(|_| drop(black_box(matrix.clone())));
                let run = |n: usize| {
                    for _ in 0..n {
                        let mut tiles = matrix.clone();
                        peer.cholesky(&mut tiles);
                        black_box(tiles);
                    }
                };
                timing::overhead(effort, 1, run, copies)
            }
            Construct::IdleTasks => {
                let mut all = || {
                    P::CAN.tasks.iter().for_each(|form| {
                        black_box(peer.tasks(Program::Fib(22), *form));
                    })
                };
                Samples(vec![timing::burnt(&mut all)])
            }
            Construct::HogRegion | Construct::HogMean => {
                timing::back_to_back(Duration::from_millis(300), || peer.region(delay))
            }
        }
    }
}

fn rows<P: Peer>(peer: &mut P, n: usize, schedule: Sched, row: impl Fn(usize) + Sync) {
    peer.each(black_box(n), schedule, row);
}

fn mean(samples: &Samples) -> f64 {
    samples.0.iter().sum::<f64>() / samples.0.len() as f64
}

struct Barriers {
    reps: usize,
}

impl Inside for Barriers {
    fn run(&self, member: &impl Member) {
        for _ in 0..self.reps {
            work::pause();
            member.barrier();
        }
    }
}

struct Loops {
    reps: usize,
    threads: usize,
}

impl Inside for Loops {
    fn run(&self, member: &impl Member) {
        for _ in 0..self.reps {
            member.for_static(self.threads, |_| work::pause());
        }
    }
}

struct Singles {
    reps: usize,
}

impl Inside for Singles {
    fn run(&self, member: &impl Member) {
        for _ in 0..self.reps {
            member.single(work::pause);
        }
    }
}

struct Criticals {
    reps: usize,
}

impl Inside for Criticals {
    fn run(&self, member: &impl Member) {
        for _ in 0..self.reps {
            member.critical(work::pause);
        }
    }
}

/// A figure of a rival that skips work would mean nothing: every loop must run each iteration once.
fn check<P: Peer>(peer: &mut P) {
    let hits: Vec<AtomicU32> = (0..1_003).map(|_| AtomicU32::new(0)).collect();
    let hit = |i: usize| {
        hits[i].fetch_add(1, Ordering::Relaxed);
    };
    let all_once = |n: usize, what: &str| {
        assert!(hits[..n].iter().all(|h| h.swap(0, Ordering::Relaxed) == 1), "{what}: not exactly once");
    };
    let threads = peer.threads();
    if P::CAN.loops {
        peer.region(hit);
        all_once(threads, "region");
        peer.tiny(hit);
        all_once(threads, "tiny");
    }
    for schedule in P::CAN.schedules {
        peer.each(hits.len(), *schedule, hit);
        all_once(hits.len(), &format!("{schedule:?}"));
    }
    for form in P::CAN.tasks {
        let programs = [Program::Fib(15), Program::Queens(6)];
        let of_this_form = |program: &&Program| *form != Form::Group || matches!(program, Program::Fib(_));
        for program in programs.iter().filter(of_this_form) {
            assert_eq!(peer.tasks(*program, *form), program.serial(), "{program:?} by {form:?}");
        }
    }
    if P::CAN.has(Construct::Sum) {
        let x: Vec<f64> = (0..1_003).map(f64::from).collect();
        assert_eq!(peer.sum(&x), 1_002.0 * 1_003.0 / 2.0, "sum");
        let mut y = vec![1.0; x.len()];
        peer.axpy(2.0, &x, &mut y);
        assert!(y.iter().zip(&x).all(|(y, x)| *y == 1.0 + 2.0 * x), "axpy");
    }
}
