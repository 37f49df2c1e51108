//! What stands in a region besides loops.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicU64, AtomicUsize, Ordering::Relaxed};

use ferromp::prelude::*;
use ferromp::{AtomicF64, SyncHint, omp::get_thread_num};

#[omp]
fn region_clauses(members: usize, wide: bool) -> (usize, usize, Vec<i32>) {
    let mut sum = 100;
    let mut most = 0;
    let base = vec![1, 2];
    let copies = Mutex::new(Vec::new());
    let mut scratch = 5;
    #[omp(parallel, num_threads(members), if(wide), reduction(+: sum), reduction(max: most), firstprivate(base),
        private(scratch), proc_bind(close), default(shared))]
    {
        scratch = get_thread_num();
        base.push(3);
        sum += scratch;
        most = most.max(scratch);
        copies.lock().unwrap().extend(base);
    }
    scratch += 1;
    assert_eq!((scratch, base), (6, vec![1, 2]));
    (sum, most, copies.into_inner().unwrap())
}

#[test]
fn clauses_of_regions() {
    for members in 1..=4 {
        let (sum, most, copies) = region_clauses(members, true);
        assert_eq!((sum, most), (100 + members * (members - 1) / 2, members - 1));
        assert_eq!(copies, [1, 2, 3].repeat(members));
    }
    assert_eq!(region_clauses(4, false).0, 100);
}

thread_local! {
    static SEED: Cell<u64> = const { Cell::new(0) };
}

#[omp]
fn seeds(seed: u64) -> BTreeSet<u64> {
    SEED.set(seed);
    let seen = Mutex::new(BTreeSet::new());
    #[omp(parallel, num_threads(3), copyin(SEED))]
    {
        seen.lock().unwrap().insert(SEED.get());
    }
    seen.into_inner().unwrap()
}

#[test]
fn copyin_gives_every_member_the_callers_value() {
    assert_eq!(seeds(7), BTreeSet::from([7]));
    assert_eq!(seeds(8), BTreeSet::from([8]));
}

#[omp]
fn sections_with_data(threads: usize) -> (i32, i32, i32) {
    let (mut sum, mut last) = (0, 0);
    let offset = 10;
    let runs = AtomicI32::new(0);
    #[omp(parallel, num_threads(threads), firstprivate(offset))]
    {
        offset += 1;
        let (mut mine, mut end) = (0, 0);
        #[omp(sections, reduction(+: mine), lastprivate(end), firstprivate(offset))]
        {
            {
                mine += offset;
                end = 1;
            }
            #[omp(section)]
            {
                mine += 2 * offset;
                end = 2;
            }
            #[omp(section)]
            {
                runs.fetch_add(1, Relaxed);
                mine += 100;
                end = 3;
            }
        }
        assert_eq!((mine, end), (133, 3));
        #[omp(sections, nowait)]
        {
            #[omp(section)]
            runs.fetch_add(10, Relaxed);
        }
    }
    #[omp(parallel sections, reduction(+: sum), lastprivate(last))]
    {
        #[omp(section)]
        {
            sum += 1;
            last = 1;
        }
        #[omp(section)]
        {
            sum += 2;
            last = 2;
        }
    }
    (runs.into_inner(), sum, last)
}

#[omp]
fn sections_that_borrow() -> (Vec<i32>, String) {
    let mut numbers = vec![1];
    let mut text = String::from("a");
    let suffix = 'b';
    #[omp(parallel sections, num_threads(2))]
    {
        #[omp(section)]
        {
            numbers.push(2);
        }
        #[omp(section)]
        {
            text.push(suffix);
        }
    }
    (numbers, text)
}

#[test]
fn each_section_runs_once() {
    for threads in 1..=4 {
        assert_eq!(sections_with_data(threads), (11, 3, 2));
    }
    assert_eq!(sections_that_borrow(), (vec![1, 2], "ab".into()));
}

#[omp]
fn singles(threads: usize) -> (usize, usize, usize) {
    let (runs, sum) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let masked = AtomicUsize::new(0);
    #[omp(parallel num_threads(threads))]
    {
        let mut token = 0;
        let mut name = String::new();
        #[omp(single, copyprivate(token, name))]
        {
            runs.fetch_add(1, Relaxed);
            token = 42;
            name = "single".to_string();
        }
        assert_eq!(name, "single");
        sum.fetch_add(token, Relaxed);
        #[omp(single nowait)]
        runs.fetch_add(1, Relaxed);
        #[omp(masked)]
        {
            masked.fetch_add(1, Relaxed);
        }
        #[omp(masked, filter(threads - 1))]
        {
            masked.fetch_add(100 + get_thread_num(), Relaxed);
        }
        #[omp(master)]
        {
            masked.fetch_add(1000, Relaxed);
        }
    }
    (runs.into_inner(), sum.into_inner(), masked.into_inner())
}

#[test]
fn one_member_runs_single_and_masked() {
    for threads in 1..=4 {
        assert_eq!(singles(threads), (2, 42 * threads, 1100 + threads));
    }
}

#[omp]
fn primary(threads: usize) -> (usize, String) {
    let mut text = String::new();
    let mut number = 7;
    #[omp(parallel masked, num_threads(threads))]
    {
        text.push_str("primary");
        number = get_thread_num();
    }
    #[omp(parallel single)]
    text.push('!');
    (number, text)
}

#[test]
fn a_combined_masked_block_may_change_what_it_borrows() {
    assert_eq!(primary(3), (0, "primary!".into()));
}

#[omp]
fn scopes(threads: usize) -> Vec<usize> {
    let totals = Mutex::new(Vec::new());
    #[omp(parallel, num_threads(threads))]
    {
        let mut total = 1;
        #[omp(scope, reduction(+: total))]
        {
            total += get_thread_num() + 1;
        }
        #[omp(scope, nowait)]
        totals.lock().unwrap().push(total);
    }
    totals.into_inner().unwrap()
}

#[test]
fn a_scope_reduces_over_the_members() {
    for threads in 1..=4 {
        assert_eq!(scopes(threads), vec![1 + threads * (threads + 1) / 2; threads]);
    }
}

#[omp]
fn exclusive(threads: usize, stop_at: usize) -> Option<usize> {
    let (inside, entries) = (AtomicBool::new(false), AtomicUsize::new(0));
    #[omp(parallel, num_threads(threads))]
    {
        for _ in 0..100 {
            #[omp(critical(annotated) hint(SyncHint::CONTENDED))]
            {
                assert!(!inside.swap(true, Relaxed));
                entries.fetch_add(1, Relaxed);
                inside.store(false, Relaxed);
            }
        }
    }
    #[omp(critical)]
    {
        if entries.load(Relaxed) == stop_at {
            return None;
        }
    }
    #[omp(critical)]
    Some(entries.into_inner())
}

#[test]
fn one_thread_at_a_time_is_in_a_critical_section() {
    assert_eq!(exclusive(4, 7), Some(400));
    assert_eq!(exclusive(2, 200), None);
    assert_eq!(exclusive(2, 0), Some(200));
}

#[omp]
fn atomics(n: u64, threads: usize) -> (u64, u64, u64, i32, f64, u64) {
    let (count, highest, bits) = (AtomicU64::new(0), AtomicU64::new(0), AtomicU64::new(0));
    let (lowest, sum) = (AtomicI32::new(i32::MAX), AtomicF64::new(0.5));
    let table = [AtomicU64::new(0), AtomicU64::new(0)];
    let tickets = Mutex::new(BTreeSet::new());
    #[omp(parallel for, num_threads(threads))]
    for i in 0..n {
        let mut ticket = 0;
        #[omp(atomic, capture)]
        {
            ticket = count;
            count += 1;
        }
        tickets.lock().unwrap().insert(ticket);
        #[omp(atomic)]
        highest = highest.max(i);
        #[omp(atomic compare)]
        if (i as i32) < lowest {
            lowest = i as i32;
        }
        #[omp(atomic, update, seq_cst)]
        sum += 0.5;
        #[omp(atomic)]
        bits |= 1 << (i % 8);
        #[omp(atomic)]
        table[(i % 2) as usize] += i;
    }
    assert!(tickets.into_inner().unwrap().into_iter().eq(0..n));
    let x = AtomicU64::new(10);
    let (before, after);
    #[omp(atomic, capture)]
    {
        before = x;
        x = 20;
    }
    #[omp(atomic, capture)]
    {
        x *= 3;
        after = x;
    }
    assert_eq!((before, after), (10, 60));
    #[omp(atomic, write, release)]
    x = 5;
    #[omp(atomic, read, acquire)]
    let x = x;
    let [even, odd] = table.map(AtomicU64::into_inner);
    assert_eq!(even + odd, n * n.saturating_sub(1) / 2);
    (count.into_inner(), highest.into_inner(), bits.into_inner(), lowest.into_inner(), sum.into_inner(), x)
}

#[test]
fn atomic_statements_lose_nothing() {
    for threads in 1..=4 {
        assert_eq!(atomics(1000, threads), (1000, 999, 255, 0, 500.5, 5));
    }
}

#[omp]
fn stand_alone(threads: usize) -> usize {
    let seen = AtomicUsize::new(0);
    #[omp(parallel, num_threads(threads))]
    {
        omp!(flush);
        omp!(flush(seen));
        omp!(taskyield);
        seen.fetch_add(1, Relaxed);
        ferromp::omp!(barrier);
        omp!(cancellation point parallel);
        // Without OMP_CANCELLATION this is nothing.
        omp!(cancel parallel);
        #[omp(for)]
        for i in 0..10 {
            omp!(cancel for if(i > 3));
            omp!(cancellation point for);
            seen.fetch_add(1, Relaxed);
        }
    }
    omp!(barrier);
    seen.into_inner()
}

#[test]
fn stand_alone_directives() {
    for threads in 1..=3 {
        assert_eq!(stand_alone(threads), threads + 10);
    }
}

#[omp]
fn hints(x: &[f32]) -> f32 {
    let mut sum = 0.0;
    #[omp(simd, reduction(+: sum), safelen(8), aligned(x: 32))]
    for v in x.iter() {
        sum += v;
    }
    let mut twice = 0.0;
    #[omp(parallel for simd, reduction(+: twice), simdlen(4))]
    for v in x.iter() {
        twice += 2.0 * v;
    }
    assert_eq!(twice, 2.0 * sum);
    sum
}

#[test]
fn simd_is_a_hint() {
    assert_eq!(hints(&[1.0; 64]), 64.0);
}
