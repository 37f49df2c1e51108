//! Loops that a team shares.

use super::{expands, expands_with_parts};

#[test]
fn parallel_for_with_a_reduction() {
    expands(
        "let mut sum = 0;
        #[omp(parallel for, reduction(+: sum), schedule(dynamic, 4))]
        for i in 0..n { sum += f(i); }",
        "let mut sum = 0;
        {
            let op_sum = ::ferromp::Sum;
            let total_sum = {
                let indices = ::ferromp::space::IntoSpace::into_space(0..n);
                let kind = ::ferromp::space::lend::kind_of(&indices);
                let call = ::ferromp::__private::Here
                    .parallel_for(::ferromp::__private::blocks((indices,)))
                    .schedule(::ferromp::Schedule::Dynamic(::ferromp::__private::chunk(4)))
                    .reduce(&op_sum, |(range, block_0)| {
                        let value = {
                            ::ferromp::__private::fold(&op_sum, ::core::iter::Iterator::map(block_0, |index| {
                                let i = kind.same(index);
                                ::ferromp::__private::term(&sum, f(i))
                            }))
                        };
                        value
                    });
                call
            };
            ::ferromp::__private::absorb(&op_sum, &mut sum, total_sum);
        };",
    );
}

#[test]
fn for_in_a_region_with_nowait() {
    expands(
        "#[omp(parallel)] {
            #[omp(for, nowait)] for i in 0..n { f(i); }
            #[omp(for)] for i in 0..m { g(i); }
        }",
        "::ferromp::Parallel::new().run(|team| {
            {
                let indices = ::ferromp::space::IntoSpace::into_space(0..n);
                let kind = ::ferromp::space::lend::kind_of(&indices);
                team.for_loop(::ferromp::__private::blocks((indices,))).nowait().for_each(|(range, block_0)| {
                    for index in block_0 { let i = kind.same(index); f(i); }
                });
            };
            {
                let indices = ::ferromp::space::IntoSpace::into_space(0..m);
                let kind = ::ferromp::space::lend::kind_of(&indices);
                team.for_loop(::ferromp::__private::blocks((indices,))).for_each(|(range, block_0)| {
                    for index in block_0 { let i = kind.same(index); g(i); }
                });
            };
        });",
    );
}

#[test]
fn ordered() {
    expands(
        "#[omp(parallel for, ordered)] for i in 0..n { let v = f(i); #[omp(ordered)] { print(v); } }",
        "let indices = ::ferromp::space::IntoSpace::into_space(0..n);
        let kind = ::ferromp::space::lend::kind_of(&indices);
        ::ferromp::__private::Here.parallel_for(indices).ordered(|index, order| {
            let i = kind.same(index);
            let v = f(i);
            order.run(|| { print(v); });
        });",
    );
}

/// What stands before the directive gives an iteration's part, what stands behind it sees the total.
#[test]
fn scan() {
    expands_with_parts(
        "let mut sum = 0;
        #[omp(parallel for, reduction(inscan, +: sum))]
        for i in 0..n { sum += x[i]; omp!(scan, inclusive(sum)); y[i] = sum; }",
        &[
            "::ferromp::Parallel::new().run(|team| {",
            "let op_sum = ::ferromp::Sum;",
            "team.for_loop((indices, ferromp_lent_ferromp_shared_y)).scan_inclusive(&op_sum, |(item_0, item_1)| {",
            "let mut sum = ::ferromp::__private::identity(&op_sum, &sum);",
            "sum += x[i]; slot_sum.add(&op_sum, &sum); sum },",
            "upto| { let mut sum = ::ferromp::Reduction::combine(
                &op_sum, ::core::clone::Clone::clone(&sum), upto,);",
            "(*ferromp_lent_ferromp_shared_y) = sum; },);",
            "let total_sum = team.reduce(&op_sum, slot_sum.take());",
            "if team.thread_num() == 0 { outcome.leave(sum); }",
        ],
    );
}

#[test]
fn cancel() {
    expands(
        "#[omp(parallel for)] for i in 0..n { if found(i) { omp!(cancel for); } }",
        "let indices = ::ferromp::space::IntoSpace::into_space(0..n);
        let kind = ::ferromp::space::lend::kind_of(&indices);
        let _: ::core::option::Option<()> = ::ferromp::__private::Here.parallel_for(indices).find_any(|index| {
            let i = kind.same(index);
            if found(i) {
                if ::ferromp::omp::get_cancellation() && true {
                    return ::core::option::Option::Some(());
                }
            }
            #[allow(unreachable_code)]
            ::core::option::Option::None
        });",
    );
}
