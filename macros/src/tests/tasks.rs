//! Tasks.

use super::expands;

/// The scope of the task ends where the text waits for it, so that the task may borrow.
#[test]
fn task_and_taskwait() {
    expands(
        "#[omp(parallel single)] { #[omp(task, firstprivate(a))] { left(a); } right(); omp!(taskwait); both(); }",
        "::ferromp::Parallel::new().masked(|team| {
            team.taskscope(|tasks| {
                {
                    let a = ::ferromp::__private::Taken::new(::ferromp::__private::copy(&a));
                    ::ferromp::Task::new().spawn(tasks, |team| {
                        let mut a = ::ferromp::__private::Taken::into_inner(a);
                        left(a);
                    });
                };
                right();
            });
            both();
        });",
    );
}

#[test]
fn taskgroup() {
    expands(
        "#[omp(parallel single)] { #[omp(taskgroup)] { #[omp(task)] left(a); } right(); }",
        "::ferromp::Parallel::new().masked(|team| {
            team.taskgroup(|team| {
                ::ferromp::Task::new().spawn(team, |team| { left(a); });
            });
            right();
        });",
    );
}

#[test]
fn taskloop() {
    expands(
        "#[omp(parallel single)] { #[omp(taskloop, grainsize(8))] for i in 0..n { f(i); } }",
        "::ferromp::Parallel::new().masked(|team| {
            let indices = ::ferromp::space::IntoSpace::into_space(0..n);
            let kind = ::ferromp::space::lend::kind_of(&indices);
            team.taskloop(::ferromp::__private::blocks((indices,)))
                .grainsize(::ferromp::__private::chunk(8))
                .for_each(|(range, block_0)| {
                    for index in block_0 { let i = kind.same(index); f(i); }
                });
        });",
    );
}
