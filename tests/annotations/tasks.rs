//! Tasks against the serial program.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use ferromp::prelude::*;

#[omp]
fn tree(n: u64) -> u64 {
    if n < 2 {
        return n;
    }
    let (mut a, mut b) = (0, 0);
    #[omp(task)]
    {
        a = tree(n - 1);
    }
    #[omp(task, if(n > 5), final(n < 8), priority(1), untied, mergeable)]
    {
        b = tree(n - 2);
    }
    omp!(taskwait);
    a + b
}

#[test]
fn tasks_assign_to_what_their_scope_borrows() {
    assert_eq!(tree(16), 987);
    let mut inside = 0;
    Parallel::new().num_threads(3).masked(|_| inside = tree(18));
    assert_eq!(inside, 2584);
}

#[omp]
fn fill(v: &mut [usize], threads: usize) {
    #[omp(parallel masked, num_threads(threads))]
    {
        for (k, chunk) in v.chunks_mut(10).enumerate() {
            #[omp(task)]
            {
                for (j, x) in chunk.iter_mut().enumerate() {
                    *x = 10 * k + j;
                }
            }
        }
    }
}

#[test]
fn loop_variables_go_with_the_task() {
    for threads in 1..=4 {
        let mut v = vec![0; 95];
        fill(&mut v, threads);
        assert!(v.iter().copied().eq(0..95));
    }
}

#[omp]
fn between(words: &[&str]) -> (usize, String, usize) {
    let mut total = 0;
    let log = Mutex::new(Vec::new());
    #[omp(task)]
    {
        total = words.iter().map(|word| word.len()).sum();
    }
    let mut joined = words.join(" ");
    let (unused, count) = (1, words.len());
    let _ = unused;
    for word in words.iter() {
        let upper = word.to_uppercase();
        #[omp(task, firstprivate(upper), shared(log))]
        log.lock().unwrap().push(upper);
        assert_eq!(upper.len(), word.len());
    }
    omp!(taskwait);
    joined.push('.');
    let mut log = log.into_inner().unwrap();
    log.sort();
    assert_eq!(log, ["BE", "TO"]);
    (total, joined, count)
}

#[test]
fn what_is_declared_between_task_and_taskwait_is_there_behind_it() {
    assert_eq!(between(&["to", "be"]), (4, "to be.".into(), 2));
}

#[omp]
fn groups(threads: usize) -> usize {
    let done = AtomicUsize::new(0);
    #[omp(parallel, num_threads(threads))]
    {
        #[omp(single)]
        {
            #[omp(taskgroup)]
            {
                for i in 0..10 {
                    #[omp(task)]
                    {
                        #[omp(task)]
                        {
                            done.fetch_add(i, Relaxed);
                        }
                        done.fetch_add(1, Relaxed);
                    }
                }
            }
            assert_eq!(done.load(Relaxed), 55);
            #[omp(task)]
            {
                done.fetch_add(100, Relaxed);
            }
        }
        assert_eq!(done.load(Relaxed), 155);
    }
    done.into_inner()
}

#[test]
fn a_group_waits_for_descendants_and_a_barrier_for_all() {
    for threads in 1..=4 {
        assert_eq!(groups(threads), 155);
    }
}

struct Node {
    value: u64,
    children: Vec<Node>,
}

#[omp]
impl Node {
    fn sum(&mut self, depth: u32) -> u64 {
        let mut sums = vec![0; self.children.len()];
        for (child, sum) in self.children.iter_mut().zip(&mut sums) {
            #[omp(task, final(depth > 2))]
            {
                *sum = child.sum(depth + 1);
            }
        }
        omp!(taskwait);
        self.value += sums.iter().sum::<u64>();
        self.value
    }
}

#[test]
fn methods_may_have_tasks() {
    fn grow(value: u64) -> Node {
        Node { value: 1, children: (0..value).map(grow).collect() }
    }
    let mut root = grow(8);
    let sum = parallel_masked(|_| root.sum(0));
    assert_eq!(sum, 256);
}

#[omp]
fn pipeline(n: u64, threads: usize) -> (Vec<u64>, u64) {
    let cells: Vec<Data<u64>> = (0..n).map(|_| Data::new(1)).collect();
    let sum = Data::new(0);
    let mut seen = 0;
    #[omp(parallel masked, num_threads(threads))]
    {
        for i in 2..n as usize {
            #[omp(task, depend(in: cells[i - 2], cells[i - 1]), depend(inout: cells[i]))]
            {
                cells[i] = cells[i - 2] + cells[i - 1];
            }
            #[omp(task depend(in: cells[i]) depend(mutexinoutset: sum) priority(1))]
            sum += cells[i];
        }
        #[omp(task, depend(in: sum))]
        {
            assert!(sum > 0);
            let total = sum;
            #[omp(critical)]
            {
                let _ = total;
            }
        }
        omp!(taskwait, depend(in: sum));
        seen = sum.is_poisoned() as u64;
    }
    (cells.into_iter().map(Data::into_inner).collect(), sum.into_inner() + seen)
}

#[test]
fn dependences_order_tasks() {
    for threads in 1..=4 {
        let (cells, sum) = pipeline(10, threads);
        assert_eq!(cells, [1, 1, 2, 3, 5, 8, 13, 21, 34, 55]);
        assert_eq!(sum, 141);
    }
}

#[omp]
fn detached(threads: usize) -> usize {
    let done = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let (send, receive) = std::sync::mpsc::channel::<ferromp::Event>();
        let helper = &done;
        scope.spawn(move || {
            for event in receive {
                helper.fetch_add(10, Relaxed);
                event.fulfill();
            }
        });
        Parallel::new().num_threads(threads).masked(|_| {
            #[omp(task, detach(event))]
            {
                done.fetch_add(1, Relaxed);
                send.send(event).unwrap();
            }
            omp!(taskwait);
            assert_eq!(done.load(Relaxed), 11);
            drop(send);
        });
    });
    done.into_inner()
}

#[test]
fn a_detached_task_is_done_when_its_event_is() {
    for threads in 1..=3 {
        assert_eq!(detached(threads), 11);
    }
}

#[omp]
fn taskloops(n: usize, threads: usize) -> (Vec<usize>, usize, usize, usize) {
    let mut squares = vec![0; n];
    let (mut sum, mut last) = (5, 0);
    let done = AtomicUsize::new(0);
    #[omp(parallel masked taskloop, num_threads(threads), grainsize(3), reduction(+: sum), lastprivate(last))]
    for i in 0..n {
        squares[i] = i * i;
        sum += i;
        last = i;
    }
    #[omp(parallel, num_threads(threads))]
    {
        #[omp(masked taskloop, num_tasks(strict: 4), untied)]
        for _ in 0..n {
            done.fetch_add(1, Relaxed);
        }
        #[omp(single)]
        {
            #[omp(taskloop, nogroup)]
            for _ in 0..n {
                done.fetch_add(1, Relaxed);
            }
            omp!(taskwait);
            #[omp(taskloop simd, grainsize(strict: 2), if(n > 3), priority(1))]
            for i in 0..n {
                if i == 0 {
                    continue;
                }
                done.fetch_add(1, Relaxed);
            }
        }
    }
    (squares, sum, last, done.into_inner())
}

#[test]
fn a_taskloop_runs_every_iteration() {
    for threads in 1..=4 {
        let (squares, sum, last, done) = taskloops(20, threads);
        assert!(squares.into_iter().eq((0..20).map(|i| i * i)));
        assert_eq!((sum, last, done), (195, 19, 59));
    }
}

fn leaves(depth: u32) -> usize {
    1 << depth
}

/// Tasks in tasks, two variables, an operator of ones own, and a `taskloop` that contributes.
#[omp]
fn contributed(threads: usize) -> (usize, u32, Vec<usize>) {
    let (mut sum, mut most, mut counts) = (1, 0, vec![0; 5]);
    #[omp(parallel masked, num_threads(threads))]
    {
        #[omp(taskgroup, task_reduction(+: sum), task_reduction(max: most), task_reduction(Elementwise(Sum): counts))]
        {
            for k in 0..20_u32 {
                #[omp(task, in_reduction(+: sum), in_reduction(max: most), in_reduction(Elementwise(Sum): counts))]
                {
                    sum += leaves(k % 4);
                    most = most.max(k * 7 % 19);
                    counts[k as usize % 5] += 1;
                    #[omp(task, in_reduction(+: sum))]
                    sum += 100;
                }
            }
            #[omp(taskloop, grainsize(8), in_reduction(+: sum))]
            for i in 0..50 {
                sum += i;
            }
        }
    }
    (sum, most, counts)
}

#[test]
fn tasks_contribute_to_the_variables_of_their_group() {
    let sum = 1 + 5 * (1 + 2 + 4 + 8) + 2000 + 49 * 25;
    let most = (0..20).map(|k| k * 7 % 19).max().unwrap();
    for threads in [1, 2, 3, 4, 8] {
        assert_eq!(contributed(threads), (sum, most, vec![4; 5]));
    }
}

#[omp]
fn taskwait_without_waiting(threads: usize) -> (u64, u64) {
    let (a, b) = (Data::new(1), Data::new(2));
    #[omp(parallel masked, num_threads(threads))]
    {
        #[omp(task, depend(out: a))]
        {
            a = 10;
        }
        omp!(taskwait, depend(inout: a, b), nowait);
        #[omp(task, depend(inout: b))]
        {
            b *= 10;
        }
        omp!(taskwait, depend(in: b));
    }
    (a.into_inner(), b.into_inner())
}

#[test]
fn a_taskwait_with_nowait_is_a_knot_of_dependences() {
    for threads in [1, 2, 4] {
        assert_eq!(taskwait_without_waiting(threads), (10, 20));
    }
}
