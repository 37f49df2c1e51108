//! Slices, their pieces, and tuples of them.

use std::cell::Cell;

use super::*;

fn data() -> impl Strategy<Value = Vec<u16>> {
    prop::collection::vec(any::<u16>(), 0..200)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn references(x in data(), cuts in cuts()) {
        let (mut y, mut z) = (x.clone(), x.clone());
        law!(&x[..], &x, cuts);
        law!(&x, &x, cuts);
        law!(x.iter(), x.iter(), cuts);
        law!(&mut y[..], &mut z[..], cuts);
        law!(&mut y, &mut z, cuts);
        law!(y.iter_mut(), z.iter_mut(), cuts);
        let (mut array, mut same) = ([1, 2, 3, 4, 5], [1, 2, 3, 4, 5]);
        law!(&array, &[1, 2, 3, 4, 5], cuts);
        law!(&mut array, &mut same, cuts);
    }

    #[test]
    fn no_size_no_problem(n in 0_usize..50, cuts in cuts()) {
        let (mut y, mut z) = (vec![(); n], vec![(); n]);
        law!(&mut y, &mut z, cuts);
        law!(chunks_mut(&mut y, 3), z.chunks_mut(3), cuts);
        law!(vec![(); n], vec![(); n], cuts);
    }

    #[test]
    fn pieces(x in data(), n in 1_usize..70, cuts in cuts()) {
        let (mut y, mut z) = (x.clone(), x.clone());
        law!(x.chunks(n), x.chunks(n), cuts);
        law!(x.rchunks(n), x.rchunks(n), cuts);
        law!(x.chunks_exact(n), x.chunks_exact(n), cuts);
        law!(x.windows(n), x.windows(n), cuts);
        law!(chunks_mut(&mut y, n), z.chunks_mut(n), cuts);
        law!(chunks_exact_mut(&mut y, n), z.chunks_exact_mut(n), cuts);
        law!(chunks_mut(&mut y, usize::MAX), z.chunks_mut(usize::MAX), cuts);
    }

    #[test]
    fn tuples(x in data(), y in data(), cuts in cuts()) {
        let (mut z, mut w) = (y.clone(), y.clone());
        law!((&x, &y), x.iter().zip(&y), cuts);
        law!(
            (&x, &mut z, 5..1000),
            x.iter().zip(&mut w).zip(5..).map(|((a, b), c)| (a, b, c)),
            cuts
        );
        let serial = x.iter().zip(&y).enumerate().map(|(i, (a, b))| (a, b, i, i as u8, 2 * i, b));
        law!((&x, &y, 0_usize..1000, 0_u8..=255, (0..1000).step_by(2), &y), serial.clone().take(256), cuts);
        law!((&x, &y, 0..1000_usize), serial.clone().map(|(a, b, i, ..)| (a, b, i)), cuts);
        law!(
            (&x, &y, 0..1000_usize, 0..=255_u8),
            serial.clone().map(|(a, b, i, j, ..)| (a, b, i, j)).take(256),
            cuts
        );
        law!(
            (&x, &y, 0..1000_usize, 0..=255_u8, (0..1000_usize).step_by(2)),
            serial.map(|(a, b, i, j, k, _)| (a, b, i, j, k)).take(256),
            cuts
        );
        law!(((&x, 0..1000), &y), x.iter().zip(0..).zip(&y), cuts);
    }

    #[test]
    fn numbered(x in data(), n in 1_usize..9, cuts in cuts()) {
        let (mut y, mut z) = (x.clone(), x.clone());
        law!(enumerate(&mut y), z.iter_mut().enumerate(), cuts);
        law!(enumerate(chunks_mut(&mut y, n)), z.chunks_mut(n).enumerate(), cuts);
        law!(enumerate(x.clone()), x.clone().into_iter().enumerate(), cuts);
    }

    #[test]
    fn lent_for_the_iteration(x in data(), n in 1_usize..70, cuts in cuts()) {
        let (mut y, mut z) = (x.clone(), x);
        let shared = SharedMut::new(&mut y);
        law!(shared.iter_mut(), z.iter_mut(), cuts);
        law!(shared.chunks_mut(n), z.chunks_mut(n), cuts);
        law!((0..1000, shared.iter_mut()), (0..1000).zip(&mut z), cuts);
    }
}

#[test]
fn every_element_is_written_once() {
    let mut x = vec![0; 100];
    let space = (&mut x).into_space();
    for start in (0..15).rev().map(|k| 7 * k) {
        // SAFETY: disjoint blocks within the length.
        unsafe { space.block(start..(start + 7).min(100)) }.for_each(|x| *x += 1);
    }
    assert_eq!(x, [1; 100]);
}

/// A space that says one length and another, and gives blocks of a length of its own.
struct Liar {
    says: Cell<u64>,
    gives: usize,
}

impl<'i> Items<'i> for Liar {
    type Item = u8;
    type Block = std::iter::RepeatN<u8>;
}

impl Space for Liar {
    fn len(&self) -> u64 {
        self.says.replace(3)
    }

    unsafe fn block<'i>(&'i self, _: Range<u64>) -> <Self as Items<'i>>::Block {
        std::iter::repeat_n(7, self.gives)
    }
}

/// trap20: a lying space beside honest ones makes a tuple shorter, never longer than they are.
#[test]
fn a_liar_in_a_tuple() {
    for (says, gives) in [(0, 1000), (1000, 1000), (1000, 0), (u64::MAX, 5), (10, 4)] {
        let liar = || Liar { says: Cell::new(says), gives };
        let mut x = [0; 10];
        let expected = 10.min(says).min(gives as u64) as usize;
        let drawn = items!((liar(), &mut x));
        assert_eq!(drawn.len(), expected);
        let drawn = items!((&mut x, 0..100, liar()));
        assert_eq!(drawn.len(), expected);
        assert_eq!(items!(enumerate(liar())).len() as u64, says.min(gives as u64));

        let dropped = std::rc::Rc::new(());
        let owned = vec![std::rc::Rc::clone(&dropped); 10];
        assert_eq!(items!((owned, liar())).len(), expected);
        assert_eq!(std::rc::Rc::strong_count(&dropped), 1);
    }
}
