//! Regions awaited by async code.
#![cfg(not(loom))]

#[path = "common/watchdog.rs"]
mod watchdog;

use std::future::Future;
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, mpsc};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use ferromp::{Parallel, Sum, bridge, parallel_for};

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap()
}

#[test]
fn many_regions_are_awaited_at_once() {
    let _watch = watchdog::watch("many regions awaited");
    let total = runtime().block_on(async {
        let tasks: Vec<_> = (1..=40_u64)
            .map(|n| {
                let region = bridge::spawn(move || {
                    parallel_for(0..n).num_threads(1 + n as usize % 4).reduce(Sum, |i| i)
                });
                tokio::spawn(region)
            })
            .collect();
        let mut total = 0;
        for task in tasks {
            total += task.await.unwrap();
        }
        total
    });
    assert_eq!(total, (1..=40).map(|n| n * (n - 1) / 2).sum());
}

#[test]
fn the_executor_goes_on_meanwhile() {
    let _watch = watchdog::watch("the executor goes on");
    // One thread for everything: if the region blocked it, the message it waits for would never be sent.
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let (send, receive) = mpsc::channel();
    let answer = runtime.block_on(async {
        let region = bridge::spawn(move || {
            let word = receive.recv().unwrap();
            Parallel::new().num_threads(3).reduce(Sum, |_| word)
        });
        let region = tokio::spawn(region);
        tokio::task::yield_now().await;
        send.send(14).unwrap();
        region.await.unwrap()
    });
    assert_eq!(answer, 42);
}

#[test]
fn a_panic_goes_on_where_it_is_awaited() {
    let _watch = watchdog::watch("a panic is awaited");
    let result = runtime().block_on(async {
        tokio::spawn(bridge::spawn(|| {
            Parallel::new().num_threads(3).run(|team| {
                if team.thread_num() == 1 {
                    std::panic::resume_unwind(Box::new("a member"));
                }
                team.barrier();
            });
        }))
        .await
    });
    assert_eq!(result.unwrap_err().into_panic().downcast_ref(), Some(&"a member"));
}

struct Count(AtomicUsize);

impl Wake for Count {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Relaxed);
    }
}

#[test]
fn the_last_waker_is_woken_once() {
    let _watch = watchdog::watch("the last waker");
    let (send, receive) = mpsc::channel::<()>();
    let mut region = pin!(bridge::spawn(move || receive.recv().is_ok()));
    let counts = [0, 1].map(|_| Arc::new(Count(AtomicUsize::new(0))));
    for count in &counts {
        let waker = Waker::from(count.clone());
        assert!(region.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
    }
    send.send(()).unwrap();
    while counts[1].0.load(Relaxed) == 0 {
        std::thread::sleep(Duration::from_millis(1));
    }
    assert_eq!(counts[0].0.load(Relaxed), 0);
    let waker = Waker::noop();
    assert_eq!(region.as_mut().poll(&mut Context::from_waker(waker)), Poll::Ready(true));
    assert_eq!(counts[1].0.load(Relaxed), 1);
}

#[test]
fn dropped_futures_do_not_stop_the_work() {
    let _watch = watchdog::watch("dropped futures");
    let (send, receive) = mpsc::channel();
    for i in 0..20 {
        let send = send.clone();
        drop(bridge::spawn(move || send.send(i).unwrap()));
    }
    let mut numbers: Vec<i32> = receive.iter().take(20).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (0..20).collect::<Vec<_>>());
}
