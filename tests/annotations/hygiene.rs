//! Names of the user's that are those of the expansion, and code in places where little is in scope.

/// Everything that an expansion names, as something else.
#[no_implicit_prelude]
mod strangers {
    #![allow(dead_code, non_snake_case, non_camel_case_types, unused_macros)]

    mod core {}
    mod std {}
    mod ferromp {}
    struct Option;
    struct Some;
    struct None;
    struct Sum;
    struct Iterator;
    struct Clone;
    struct Parallel;
    struct Team;
    fn parallel_for() {}
    fn parallel() {}
    fn drop() {}
    macro_rules! critical {
        () => {};
    }

    trait Methods {
        fn run(&self) {}
        fn for_each(&self) {}
        fn schedule(&self) {}
        fn num_threads(&self) {}
        fn reduce(&self) {}
        fn clone(&self) {}
        fn zip(&self) {}
        fn take(&self) {}
    }
    impl<T> Methods for T {}

    #[::ferromp::omp]
    pub(super) fn everything(n: usize) -> usize {
        // Variables that the expansion has under the same name.
        let (mut team, mut total, mut last, mut value) = (1, 2, 3, 4);
        let (range, block_0, number, op_total, total_total) = (10, 20, 30, 40, 50);
        let (outcome, tasks, order, slot_mine, lent_value) = (1, 1, 1, 1, 1);
        #[omp(parallel for, reduction(+: total), lastprivate(last), schedule(guided, 2), num_threads(3), linear(team))]
        for i in 0..n {
            total += range + block_0 + number + op_total + total_total;
            last = i;
            team += 1;
        }
        #[omp(parallel, num_threads(2))]
        {
            let mut mine = 0;
            #[omp(for, nowait)]
            for i in 0..n {
                mine += i / n + 1;
            }
            #[omp(critical(value))]
            {
                value += mine + (outcome + tasks + order + slot_mine + lent_value) % 5;
            }
            #[omp(single)]
            {
                last %= n;
            }
        }
        let (mut a, mut b) = (0, 0);
        #[omp(task)]
        {
            a = n;
        }
        #[omp(task)]
        {
            b = n;
        }
        omp!(taskwait);
        team + total + last + value + a + b
    }
}

#[test]
fn names_of_the_users_stay_apart() {
    // team n + 1, total 150 n + 2, last n - 1, value n + 4, a and b n each.
    assert_eq!(strangers::everything(10), 11 + 1502 + 9 + 14 + 20);
}

mod shapes {
    use ferromp::prelude::*;
    use std::fmt::Display;

    /// Generic, with bounds and constants.
    #[omp]
    pub(super) fn generic<T, const N: usize>(items: &[T], width: impl Fn(&T) -> usize + Sync) -> [usize; N]
    where
        T: Display + Sync,
    {
        let mut widths = [0; N];
        #[omp(parallel for, reduction(+: widths))]
        for item in items.iter() {
            widths[width(item) % N] += item.to_string().len();
        }
        widths
    }

    pub(super) struct Grid {
        pub(super) cells: Vec<u32>,
        step: u32,
    }

    #[omp]
    impl Grid {
        pub(super) const STEPS: u32 = 3;

        pub(super) fn new(n: usize) -> Self {
            Self { cells: vec![1; n], step: 2 }
        }

        pub(super) fn grow(&mut self) -> u32 {
            let step = self.step;
            #[omp(parallel for)]
            for cell in self.cells.iter_mut() {
                *cell += step * Self::STEPS;
            }
            self.total()
        }

        fn total(&self) -> u32 {
            let mut total = 0;
            #[omp(parallel for, reduction(+: total))]
            for i in 0..self.cells.len() {
                total += self.cells[i];
            }
            total
        }
    }

    #[omp]
    pub(super) trait Counts {
        fn items(&self) -> &[u8];

        fn ones(&self) -> usize {
            let items = self.items();
            let mut ones = 0;
            #[omp(parallel for, reduction(+: ones))]
            for item in items.iter() {
                ones += usize::from(*item == 1);
            }
            ones
        }
    }

    impl Counts for Vec<u8> {
        fn items(&self) -> &[u8] {
            self
        }
    }

    /// Directives in closures, nested functions, and other statements' blocks.
    #[omp]
    pub(super) fn nested(n: u64) -> u64 {
        #[omp]
        fn inner(n: u64) -> u64 {
            let mut sum = 0;
            #[omp(parallel for, reduction(+: sum))]
            for i in 0..n {
                sum += i;
            }
            sum
        }
        let square = |n: u64| {
            let mut sum = 0;
            #[omp(parallel for, reduction(+: sum))]
            for _ in 0..n {
                sum += n;
            }
            sum
        };
        let x = match n {
            0 => 0,
            n => {
                let n = n + 1;
                let mut product = 1;
                if n > 1 {
                    #[omp(parallel for, reduction(*: product))]
                    for i in 1..n {
                        product *= i;
                    }
                }
                product
            }
        };
        inner(n) + square(n) + x
    }

    /// Shadowing, labels, and macros in the body.
    #[omp]
    pub(super) fn shadows(n: usize) -> Vec<String> {
        let text = "outer";
        let n = n + 1;
        let mut lines = vec![String::new(); n];
        #[omp(parallel for, schedule(dynamic))]
        'rows: for i in 0..n {
            let text = format!("{text} {i}");
            let twice = i * 2;
            'inner: for j in 0.. {
                if j > twice {
                    break 'inner;
                }
                if twice == 4 {
                    continue 'rows;
                }
            }
            assert!(twice % 2 == 0, "{text}");
            let n = text.len();
            lines[i] = format!("{text} {n}");
        }
        lines
    }

    /// `unsafe` is where the user wrote it.
    #[omp]
    pub(super) unsafe fn raw(x: *const u32, n: usize) -> u32 {
        let mut sum = 0;
        // SAFETY: contract of this function.
        let x = unsafe { std::slice::from_raw_parts(x, n) };
        #[omp(parallel for, reduction(+: sum))]
        for i in 0..n {
            // SAFETY: below the length.
            sum += unsafe { *x.get_unchecked(i) };
        }
        sum
    }

    #[omp]
    pub(super) mod whole {
        /// A function of a module that is annotated as a whole.
        pub(in super::super) fn threads(n: usize) -> usize {
            let mut threads = 0;
            #[omp(parallel, num_threads(n), reduction(+: threads))]
            {
                threads += 1;
            }
            threads
        }
    }
}

#[test]
fn every_shape_of_function() {
    use shapes::Counts;
    assert_eq!(shapes::generic::<_, 3>(&[5, 66, 777], |n| *n), [5, 0, 1]);
    assert_eq!(shapes::Grid::new(10).grow(), 70);
    assert_eq!(vec![1, 2, 1].ones(), 2);
    assert_eq!(shapes::nested(4), 6 + 16 + 24);
    assert_eq!(shapes::shadows(3), ["outer 0 7", "outer 1 7", "", "outer 3 7"]);
    let x = [1, 2, 3];
    // SAFETY: three elements.
    assert_eq!(unsafe { shapes::raw(x.as_ptr(), 3) }, 6);
    assert_eq!(shapes::whole::threads(3), 3);
}
