//! Who may enter shared data while others are inside.

use std::panic::Location;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::gate::Key;
use super::*;
use crate::space::IntoSpace;

#[track_caller]
fn ticket(construct: u64, member: u32) -> Ticket {
    Ticket { region: 1, construct, member, members: 4, len: 8, static_chunk: None, place: Location::caller() }
}

/// Enters as a worksharing construct does.
fn enter<'i>(space: &'i impl Space, ticket: Ticket) -> Result<Admission<'i>, String> {
    catch_unwind(AssertUnwindSafe(|| {
        let mut admission = Admission::new(ticket);
        space.admit(&mut admission);
        admission
    }))
    .map_err(|panic| *panic.downcast::<String>().expect("a text"))
}

#[test]
fn members_of_one_construct_overlap() {
    let mut data = [0; 8];
    let shared = SharedMut::new(&mut data);
    let spaces: Vec<_> = (0..200).map(|_| shared.iter_mut()).collect();
    for _ in 0..2 {
        let inside: Vec<_> =
            spaces.iter().zip(0..).map(|(space, member)| enter(space, ticket(1, member)).unwrap()).collect();
        drop(inside);
    }
}

#[test]
fn another_construct_waits_for_a_barrier() {
    let mut data = [0; 8];
    let shared = SharedMut::new(&mut data);
    let (a, b) = (shared.iter_mut(), shared.iter_mut());
    let (first, second) = (ticket(1, 0), ticket(2, 1));
    let inside = enter(&a, first).unwrap();
    let refusal = enter(&b, second).unwrap_err();
    for ticket in [first, second] {
        assert!(refusal.contains(&ticket.place.to_string()), "{refusal}");
    }
    assert!(refusal.contains("barrier"), "{refusal}");
    drop(inside);
    drop(enter(&b, second).unwrap());
    drop(enter(&a, first).unwrap());
}

#[test]
fn static_loops_that_deal_alike_overlap() {
    let mut data = [0; 8];
    let shared = SharedMut::new(&mut data);
    let (a, b) = (shared.iter_mut(), shared.iter_mut());
    let first = Ticket { static_chunk: Some(0), ..ticket(1, 0) };
    let second = Ticket { static_chunk: Some(0), ..ticket(2, 1) };
    let _inside = enter(&a, first).unwrap();
    drop(enter(&b, second).unwrap());
    let others = [
        Ticket { static_chunk: Some(4), ..second },
        Ticket { static_chunk: None, ..second },
        Ticket { static_chunk: None, construct: 0, ..second },
        Ticket { region: 2, ..second },
        Ticket { members: 3, ..second },
        Ticket { len: 7, ..second },
    ];
    for other in others {
        enter(&b, other).unwrap_err();
    }
    // The same iterations of the same static loop, but of pieces: not the same elements.
    enter(&shared.chunks_mut(2), second).unwrap_err();
    drop(enter(&shared.chunks_mut(1), second).unwrap());
}

/// Equal keys do not let one member in twice: it would be lent an element it still has.
#[test]
fn one_member_enters_once() {
    let mut data = [0; 8];
    let shared = SharedMut::new(&mut data);
    for member in [0, 63, 64, 300] {
        let first = Ticket { static_chunk: Some(0), ..ticket(1, member) };
        let nested = Ticket { static_chunk: Some(0), ..ticket(2, member) };
        let (a, b) = (shared.iter_mut(), shared.iter_mut());
        let inside = enter(&a, first).unwrap();
        let refusal = enter(&b, nested).unwrap_err();
        assert!(refusal.contains(&format!("member {member} ")), "{refusal}");
        assert!(refusal.contains(&first.place.to_string()), "{refusal}");
        assert!(refusal.contains(&nested.place.to_string()), "{refusal}");
        drop(inside);

        let twice = (shared.iter_mut(), shared.iter_mut()).into_space();
        enter(&twice, first).unwrap_err();
        // The refusal has left what it had entered.
        drop(enter(&b, ticket(3, member)).unwrap());
    }
}

#[test]
fn tuples_enter_every_part() {
    let (mut x, mut y, mut z) = ([0; 8], [0; 8], [0; 8]);
    let (x, y, z) = (SharedMut::new(&mut x), SharedMut::new(&mut y), SharedMut::new(&mut z));
    let all = crate::space::enumerate((x.iter_mut(), (y.iter_mut(), 0..8), z.chunks_mut(2)));
    let inside = enter(&all, ticket(1, 0)).unwrap();
    for part in [&x, &y, &z] {
        enter(&part.iter_mut(), ticket(2, 1)).unwrap_err();
    }
    drop(inside);
    for part in [&x, &y, &z] {
        drop(enter(&part.iter_mut(), ticket(2, 1)).unwrap());
    }
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
                    if gate.enter(&Key::of(&ticket, 1), member, ticket.place).is_err() {
                        continue;
                    }
                    inside[mine].fetch_add(1, Ordering::SeqCst);
                    assert_eq!(inside[1 - mine].load(Ordering::SeqCst), 0);
                    entered.fetch_add(1, Ordering::SeqCst);
                    inside[mine].fetch_sub(1, Ordering::SeqCst);
                    gate.leave(member);
                }
            });
        }
    });
    assert!(entered.into_inner() > 0);
}
