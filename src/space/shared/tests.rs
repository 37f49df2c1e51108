//! Who may enter shared data while others are inside.

use std::panic::Location;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::gate::Gate;
use super::key::{Key, Shape};
use super::*;
use crate::space::IntoSpace;

#[track_caller]
fn ticket(construct: u64, member: u32) -> Ticket {
    Ticket { region: 1, construct, member, members: 4, len: 8, static_chunk: None, place: Location::caller() }
}

/// Enters as a worksharing construct does.
fn enter<'i>(space: &'i impl Space, ticket: Ticket) -> Admission<'i> {
    let mut admission = Admission::new(ticket);
    space.admit(&mut admission);
    admission
}

/// What is said to a construct that may not enter.
fn refusal(space: &impl Space, ticket: Ticket) -> String {
    let refused = catch_unwind(AssertUnwindSafe(|| drop(enter(space, ticket)))).expect_err("a refusal");
    *refused.downcast::<String>().expect("a text")
}

#[test]
fn members_of_one_construct_overlap() {
    let mut data = [0; 8];
    let shared = SharedMut::new(&mut data);
    let spaces: Vec<_> = (0..200).map(|_| shared.iter_mut()).collect();
    for _ in 0..2 {
        let inside: Vec<_> =
            spaces.iter().zip(0..).map(|(space, member)| enter(space, ticket(1, member))).collect();
        drop(inside);
    }
}

#[test]
fn another_construct_waits_for_a_barrier() {
    let mut data = [0; 8];
    let shared = SharedMut::new(&mut data);
    let (a, b) = (shared.iter_mut(), shared.iter_mut());
    let (first, second) = (ticket(1, 0), ticket(2, 1));
    let inside = enter(&a, first);
    let said = refusal(&b, second);
    for ticket in [first, second] {
        assert!(said.contains(&ticket.place.to_string()), "{said}");
    }
    assert!(said.contains("barrier"), "{said}");
    drop(inside);
    drop(enter(&b, second));
    drop(enter(&a, first));
}

#[test]
fn static_loops_that_deal_alike_overlap() {
    let mut data = [0; 8];
    let shared = SharedMut::new(&mut data);
    let (a, b) = (shared.iter_mut(), shared.iter_mut());
    let first = Ticket { static_chunk: Some(0), ..ticket(1, 0) };
    let second = Ticket { static_chunk: Some(0), ..ticket(2, 1) };
    let _inside = enter(&a, first);
    drop(enter(&b, second));
    let others = [
        Ticket { static_chunk: Some(4), ..second },
        Ticket { static_chunk: None, ..second },
        Ticket { static_chunk: None, construct: 0, ..second },
        Ticket { region: 2, ..second },
        Ticket { members: 3, ..second },
        Ticket { len: 7, ..second },
    ];
    for other in others {
        refusal(&b, other);
    }
    // The same iterations of the same static loop, but of pieces: not the same elements.
    refusal(&shared.chunks_mut(2), second);
    drop(enter(&shared.chunks_mut(1), second));
}

/// Equal keys do not let one member in twice: it would be lent an element it still has.
#[test]
fn one_member_enters_once() {
    let mut data = [0; 8];
    let shared = SharedMut::new(&mut data);
    for member in [0, 47, 48, 300] {
        let first = Ticket { static_chunk: Some(0), ..ticket(1, member) };
        let nested = Ticket { static_chunk: Some(0), ..ticket(2, member) };
        let (a, b) = (shared.iter_mut(), shared.iter_mut());
        let inside = enter(&a, first);
        let said = refusal(&b, nested);
        assert!(said.contains(&format!("member {member} ")), "{said}");
        assert!(said.contains(&first.place.to_string()), "{said}");
        assert!(said.contains(&nested.place.to_string()), "{said}");
        drop(inside);

        let twice = (shared.iter_mut(), shared.iter_mut()).into_space();
        refusal(&twice, first);
        // The refusal has left what it had entered.
        drop(enter(&b, ticket(3, member)));
    }
}

#[test]
fn tuples_enter_every_part() {
    let (mut x, mut y, mut z) = ([0; 8], [0; 8], [0; 8]);
    let (x, y, z) = (SharedMut::new(&mut x), SharedMut::new(&mut y), SharedMut::new(&mut z));
    let all = crate::space::enumerate((x.iter_mut(), (y.iter_mut(), 0..8), z.chunks_mut(2)));
    let inside = enter(&all, ticket(1, 0));
    for part in [&x, &y, &z] {
        refusal(&part.iter_mut(), ticket(2, 1));
    }
    drop(inside);
    for part in [&x, &y, &z] {
        drop(enter(&part.iter_mut(), ticket(2, 1)));
    }
}

/// Readers share; a reader and a loop exclude each other, in both orders.
#[test]
fn readers_and_loops() {
    let mut data = [1, 2, 3, 4, 5, 6, 7, 8];
    let shared = SharedMut::new(&mut data);
    let space = shared.iter_mut();
    let (one, two) = (shared.read(), shared.read());
    assert_eq!(one[0] + two[7], 9);
    let said = refusal(&space, ticket(1, 0));
    assert!(said.contains(file!()), "{said}");
    drop(one);
    refusal(&space, ticket(1, 0));
    drop(two);
    let inside = enter(&space, ticket(1, 0));
    assert!(catch_unwind(AssertUnwindSafe(|| shared.read())).is_err());
    drop(inside);
    assert_eq!(shared.read().len(), 8);
}

/// A reader that is leaked shuts the loops out for good: refused, not raced.
#[test]
fn a_leaked_reader() {
    let mut data = [1; 8];
    let shared = SharedMut::new(&mut data);
    std::mem::forget(shared.read());
    refusal(&shared.iter_mut(), ticket(1, 0));
    assert_eq!(shared.read()[0], 1);
}

/// Members of the same number in two teams, and leaked readers up to the limit: refused.
#[test]
fn the_limits_of_the_gate() {
    let gate = Gate::new();
    for member in [3, 100] {
        let (mine, other) = (ticket(1, member), Ticket { region: 2, ..ticket(1, member) });
        assert!(gate.enter(Key::of(&mine, Shape::pieces(1)), Some(member), mine.place).is_ok());
        let said =
            gate.enter(Key::of(&other, Shape::pieces(1)), Some(member), other.place).unwrap_err().to_string();
        assert!(said.contains("barrier"), "{said}");
        gate.leave(Some(member));
        assert!(gate.enter(Key::of(&other, Shape::pieces(1)), Some(member), other.place).is_ok());
        gate.leave(Some(member));
    }
    let readers = (1 << 15) - 1;
    for _ in 0..readers {
        assert!(gate.enter(Key::READ, None, Location::caller()).is_ok());
    }
    assert!(catch_unwind(AssertUnwindSafe(|| gate.enter(Key::READ, None, Location::caller()))).is_err());
    for _ in 0..readers {
        gate.leave(None);
    }
    let mine = ticket(1, 0);
    assert!(gate.enter(Key::of(&mine, Shape::pieces(1)), Some(0), mine.place).is_ok());
}

/// Threads that come and go with two keys: never two keys at once.
#[test]
fn threads_never_mix() {
    use std::sync::atomic::{AtomicU64, Ordering};
    let gate = Gate::new();
    let inside = [AtomicU64::new(0), AtomicU64::new(0)];
    let entered = AtomicU64::new(0);
    let rounds = if cfg!(miri) { 20 } else { 20_000 };
    std::thread::scope(|s| {
        for member in 0..4 {
            let (gate, inside, entered) = (&gate, &inside, &entered);
            s.spawn(move || {
                let mine = usize::from(member >= 2);
                let ticket = ticket(mine as u64, member);
                for _ in 0..rounds {
                    if gate.enter(Key::of(&ticket, Shape::pieces(1)), Some(member), ticket.place).is_err() {
                        continue;
                    }
                    inside[mine].fetch_add(1, Ordering::SeqCst);
                    assert_eq!(inside[1 - mine].load(Ordering::SeqCst), 0);
                    entered.fetch_add(1, Ordering::SeqCst);
                    inside[mine].fetch_sub(1, Ordering::SeqCst);
                    gate.leave(Some(member));
                }
            });
        }
    });
    assert!(entered.into_inner() > 0);
}

/// Loops that lend by index: beside each other only where iteration k has the same elements.
#[test]
fn shapes_of_lent_parts() {
    let mut data = [0; 8];
    let shared = SharedMut::new(&mut data);
    let at = |range: std::ops::Range<usize>| range.into_space();
    let first = Ticket { static_chunk: Some(0), len: 4, ..ticket(1, 0) };
    let second = Ticket { static_chunk: Some(0), len: 4, ..ticket(2, 1) };
    let one = shared.lend_elements(&at(1..5), 0);
    let _inside = enter(&one, first);
    drop(enter(&shared.lend_elements(&at(0..4), 1), second));
    drop(enter(&shared.lend_perhaps(&at(2..6), -1), second));
    drop(enter(&shared.lend_rows(&at(1..5), 1), second));
    refusal(&shared.lend_elements(&at(1..5), 1), second);
    refusal(&shared.lend_elements(&(1..8).step_by(2).into_space(), 0), second);
    refusal(&shared.lend_rows(&at(1..5), 2), second);
    refusal(&shared.iter_mut(), second);
    refusal(&one, Ticket { static_chunk: None, ..second });
}
