//! Loom explores every interleaving, and every old value a relaxed load may see, of small loops:
//! `RUSTFLAGS="--cfg loom" cargo test --release --lib loom_`

use super::adaptive::{Adaptive, Rule};
use super::dispenser::Chunk;
use super::dispenser::Tally;
use super::dispenser::{Share, Tag};
use super::sequence::Sequence;
use super::{BinLpt, ChunkPolicy, Dispenser, Hand, LoopState, Mapping, Plan, Site};
use loom::sync::Arc;
use loom::thread;

/// Member `member` takes all it can get.
fn drain(plan: &Plan<'_>, member: usize, dispenser: &Dispenser, tag: u64) -> Vec<Chunk> {
    let mut hand = Hand::new(plan, member, tag);
    std::iter::from_fn(|| hand.next_numbered(plan, dispenser)).collect()
}

/// All members but the last `absent` run the loop, member 0 on the calling thread.
fn run(plan: Plan<'static>, absent: usize, dispenser: &Arc<Dispenser>, tag: u64) {
    dispenser.open(tag);
    dispenser.begin(&plan, Site::new(std::panic::Location::caller(), 0));
    let members = plan.members - absent;
    let others: Vec<_> = (1..members)
        .map(|member| {
            let dispenser = Arc::clone(dispenser);
            thread::spawn(move || drain(&plan, member, &dispenser, tag))
        })
        .collect();
    let mut chunks = drain(&plan, 0, dispenser, tag);
    for other in others {
        let theirs = other.join().unwrap();
        if !matches!(plan.mapping, Mapping::Steal(_) | Mapping::StaticSteal(_) | Mapping::Bins(_)) {
            assert!(theirs.is_sorted_by_key(|chunk| chunk.range.start), "monotonic");
        }
        chunks.extend(theirs);
    }
    chunks.sort_by_key(|chunk| chunk.range.start);
    let starts = chunks.iter().map(|chunk| chunk.range.start);
    let ends = chunks.iter().map(|chunk| chunk.range.end);
    assert!(starts.eq(std::iter::once(0).chain(ends).take(chunks.len())), "no gap, no overlap: {chunks:?}");
    assert_eq!(chunks.last().map_or(0, |chunk| chunk.range.end), plan.len);
    if matches!(plan.mapping, Mapping::Adaptive(_)) {
        return; // Whose chunks have the numbers of their first iterations.
    }
    chunks.sort_by_key(|chunk| chunk.number);
    assert!(
        chunks.iter().map(|chunk| chunk.number).eq(0..chunks.len() as u64),
        "numbers are unique and dense"
    );
}

fn model(len: u64, members: usize, absent: usize, mapping: Mapping<'static>, loops: u64) {
    let mut model = loom::model::Builder::new();
    model.preemption_bound = Some(3);
    model.check(move || {
        let plan = Plan { len, members, mapping };
        let dispenser = Arc::new(Dispenser::with_capacity(members));
        for tag in 0..loops {
            run(plan, absent, &dispenser, tag);
        }
    });
}

/// Owner and thief on each other's shares; then the next loop finds the tags of this one.
#[test]
fn loom_shares_are_taken_once_and_reset_by_their_tag() {
    model(4, 2, 0, Mapping::Steal(1), 1);
    model(2, 2, 0, Mapping::Steal(1), 2);
}

#[test]
fn loom_two_thieves_take_the_share_of_a_member_that_never_comes() {
    model(4, 3, 1, Mapping::Steal(1), 1);
}

/// The next loop after one that was given up halfway: some shares carry its tag, some an older one.
#[test]
fn loom_a_cancelled_loop_leaves_nothing_behind() {
    loom::model(|| {
        let plan = Plan { len: 4, members: 2, mapping: Mapping::Steal(1) };
        let dispenser = Arc::new(Dispenser::with_capacity(2));
        dispenser.open(0);
        let thief = {
            let dispenser = Arc::clone(&dispenser);
            thread::spawn(move || Hand::new(&plan, 1, 0).next(&plan, &dispenser))
        };
        let own = Hand::new(&plan, 0, 0).next(&plan, &dispenser);
        assert_ne!(own, thief.join().unwrap());
        run(plan, 0, &dispenser, 1);
    });
}

/// Claims of several chunks at once, over the end and by whoever comes first to an old tag.
#[test]
fn loom_batches_are_disjoint() {
    loom::model(|| {
        let share = Arc::new(Share::new());
        assert_eq!(share.claim(Tag::new(0), 5, |_| 4), Some(0..4));
        let claim_all = |share: &Share| {
            let mut claims = vec![share.claim(Tag::new(1), 5, |_| 2)];
            if claims[0].is_some() {
                claims.push(share.claim_more(5, 2));
            }
            claims.into_iter().flatten().collect::<Vec<_>>()
        };
        let other = {
            let share = Arc::clone(&share);
            thread::spawn(move || claim_all(&share))
        };
        let mut claims = claim_all(&share);
        claims.extend(other.join().unwrap());
        claims.sort_by_key(|claim| claim.start);
        assert_eq!(claims, [0..2, 2..4, 4..5]);
    });
}

#[test]
fn loom_counter_numbers_are_unique() {
    model(3, 3, 0, Mapping::Counter(2), 1);
    model(3, 2, 0, Mapping::Counter(1), 2);
}

#[test]
fn loom_guided_members_agree_on_the_sequence() {
    model(6, 2, 0, Mapping::Guided(1), 2);
    model(4, 3, 0, Mapping::Guided(2), 1);
}

#[test]
fn loom_policies_are_asked_again_after_a_lost_race() {
    struct Halves;
    impl ChunkPolicy for Halves {
        fn next_chunk(&self, state: &LoopState) -> u64 {
            state.remaining() / 2
        }
    }
    model(4, 2, 0, Mapping::Policy(&Halves), 1);
}

#[test]
fn loom_quarters_are_taken_once() {
    model(8, 2, 0, Mapping::StaticSteal(1), 1);
    model(5, 3, 1, Mapping::StaticSteal(1), 1);
    model(2, 2, 0, Mapping::StaticSteal(1), 2);
}

#[test]
fn loom_bins_are_taken_once() {
    let bins: &'static BinLpt = Box::leak(Box::new(BinLpt::new(&[3, 1, 2, 1], 3)));
    model(4, 2, 0, Mapping::Bins(bins), 2);
    model(4, 3, 1, Mapping::Bins(bins), 1);
}

#[test]
fn loom_members_agree_on_a_sequence() {
    model(6, 2, 0, Mapping::Sequence(Sequence::Fac2 { chunk: 1 }), 2);
    model(5, 3, 0, Mapping::Sequence(Sequence::Tss { first: 2, last: 1 }), 1);
    // Chunks of one, enough for members to take several numbers at once. (Time stands still here: all are brief.)
    model(12, 2, 0, Mapping::Sequence(Sequence::Fac2 { chunk: 1 }), 1);
    model(10, 2, 0, Mapping::Sequence(Sequence::Tss { first: 1, last: 1 }), 1);
}

/// What members tell each other is read while it is written, and every iteration is handed out once.
#[test]
fn loom_adaptive_members_exchange_positions() {
    for rule in [Rule::AwfC, Rule::Af, Rule::Bold { spread: 1.0, overhead: 0.0 }] {
        model(4, 2, 0, Mapping::Adaptive(Adaptive { rule, chunk: 1 }), 1);
    }
    model(3, 2, 0, Mapping::Adaptive(Adaptive { rule: Rule::AwfB, chunk: 1 }), 2);
}

/// Numbers of an older loop are never taken for this one's.
#[test]
fn loom_a_tally_is_about_one_loop() {
    loom::model(|| {
        let tally = Arc::new(Tally::new());
        tally.write(0, (1.0, 1.0));
        let writer = {
            let tally = Arc::clone(&tally);
            thread::spawn(move || tally.write(1, (2.0, 2.0)))
        };
        assert!(matches!(tally.read(1), None | Some((2.0, 2.0))));
        writer.join().unwrap();
        assert_eq!(tally.read(1), Some((2.0, 2.0)));
        assert_eq!(tally.read(0), None);
    });
}
