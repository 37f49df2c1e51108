//! Regions, and what stands in them besides loops.

use proc_macro2::TokenStream;

use super::{expands, expansion_with, quote, text};

#[test]
fn parallel() {
    expands(
        "#[omp(parallel, num_threads(4))] { work(x); }",
        "::ferromp::Parallel::new().num_threads(::ferromp::__private::num_threads(4)).run(|team| { work(x); });",
    );
}

#[test]
fn sections() {
    expands(
        "#[omp(parallel)] { #[omp(sections)] { #[omp(section)] { f(); } #[omp(section)] { g(); } } }",
        "::ferromp::Parallel::new().run(|team| {
            let indices = ::ferromp::space::IntoSpace::into_space(0..2usize);
            let kind = ::ferromp::space::lend::kind_of(&indices);
            team.for_loop(::ferromp::__private::blocks((indices,)))
                .schedule(::ferromp::Schedule::Dynamic(::ferromp::__private::chunk(1)))
                .for_each(|(range, block_0)| {
                    for index in block_0 {
                        let section = kind.same(index);
                        match section {
                            0usize => { f(); }
                            1usize => { g(); }
                            _ => ::core::unreachable!(),
                        }
                    }
                });
        });",
    );
}

#[test]
fn single_copyprivate() {
    expands(
        "#[omp(parallel)] { let mut v = 0; #[omp(single, copyprivate(v))] { v = read(); } work(v); }",
        "::ferromp::Parallel::new().run(|team| {
            let mut v = 0;
            {
                let copy_v = team.single(|| { v = read(); ::core::clone::Clone::clone(&v) });
                v = copy_v;
            };
            work(v);
        });",
    );
}

#[test]
fn masked() {
    expands(
        "#[omp(parallel)] { #[omp(masked, filter(1))] { f(); } g(); }",
        "::ferromp::Parallel::new().run(|team| {
            if team.thread_num() == ::ferromp::__private::thread_num(1) { f(); }
            g();
        });",
    );
}

#[test]
fn critical() {
    expands(
        "#[omp(critical(queue))] { f(); }",
        r#"let _section = {
            static CONSTRUCT: ::ferromp::__private::NamedCritical = ::ferromp::__private::NamedCritical::new("queue");
            CONSTRUCT.enter()
        };
        f();"#,
    );
}

#[test]
fn atomic() {
    expands(
        "#[omp(atomic)] t += 2; #[omp(atomic, read)] let v = t;",
        "::ferromp::__private::Arithmetic::add(&t, 2, ::ferromp::__private::Ordering::Relaxed);
        let v = ::ferromp::__private::Atomic::read(&t, ::ferromp::__private::Ordering::Relaxed);",
    );
}

#[test]
fn barrier() {
    expands(
        "#[omp(parallel)] { f(); omp!(barrier); g(); }",
        "::ferromp::Parallel::new().run(|team| { f(); team.barrier(); g(); });",
    );
}

/// The one `unsafe` of any expansion stands where the user vouches for it.
#[test]
fn unsafe_shared() {
    expands(
        "#[omp(parallel, unsafe shared(y))] { y[a] = 1; }",
        "let ferromp_vouched_y = ::ferromp::__private::Vouched::new({
            use ::ferromp::space::lend::Lend as _;
            y.__ferromp_lend()
        });
        ::ferromp::Parallel::new().run(|team| {
            (*{ let index = a; unsafe { ferromp_vouched_y.element_mut(index) } }) = 1;
        });",
    );
}

#[test]
fn the_crate_has_the_name_that_the_attribute_gives_it() {
    let source = "#[omp(parallel)] { omp!(barrier); }";
    let ours = text(expansion_with(TokenStream::new(), source));
    let theirs = text(expansion_with(quote!(crate = ::core::omp), source));
    assert_eq!(theirs, ours.replace("::ferromp::", "::core::omp::"));
}
