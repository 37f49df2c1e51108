//! Tasks that somebody else completes.

#[path = "common/watchdog.rs"]
mod watchdog;

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::sync::mpsc::channel;
use std::time::Duration;

use ferromp::{Data, Event, Parallel, Task};
use watchdog::watch;

const CREWS: [usize; 4] = [1, 2, 3, 8];

#[test]
fn a_wait_lasts_until_the_event_is_fulfilled() {
    let _watch = watch("a_wait_lasts_until_the_event_is_fulfilled");
    for crew in CREWS {
        for nap in [0, 5] {
            let done = AtomicBool::new(false);
            std::thread::scope(|threads| {
                let done = &done;
                Parallel::new().num_threads(crew).masked(|team| {
                    let later = move |event: Event| {
                        threads.spawn(move || {
                            std::thread::sleep(Duration::from_millis(nap));
                            done.store(true, SeqCst);
                            event.fulfill();
                        });
                    };
                    team.task_detached(move |_, event| later(event));
                    team.taskwait();
                    assert!(done.swap(false, SeqCst));
                    team.taskgroup(|group| group.task_detached(move |_, event| later(event)));
                    assert!(done.swap(false, SeqCst));
                    team.task_detached(move |_, event| later(event));
                });
                assert!(done.swap(false, SeqCst));
            });
        }
    }
}

#[test]
fn a_dropped_event_is_fulfilled() {
    let _watch = watch("a_dropped_event_is_fulfilled");
    for crew in CREWS {
        Parallel::new().num_threads(crew).masked(|team| {
            for _ in 0..100 {
                team.task_detached(|_, _event| ());
            }
            team.taskwait();
        });
        let panic = std::panic::catch_unwind(|| {
            Parallel::new()
                .num_threads(crew)
                .masked(|team| team.task_detached(|_, _event| panic!("at once")));
        });
        assert!(panic.is_err());
    }
}

#[test]
fn successors_wait_for_the_event() {
    let _watch = watch("successors_wait_for_the_event");
    for crew in CREWS {
        for _ in 0..20 {
            let (send, receive) = channel::<Event>();
            let told = AtomicUsize::new(0);
            let data = Data::new(1);
            std::thread::scope(|threads| {
                let (told, send) = (&told, Mutex::new(send));
                threads.spawn(move || {
                    for event in receive {
                        told.fetch_add(1, SeqCst);
                        event.fulfill();
                    }
                });
                Parallel::new().num_threads(crew).masked(|team| {
                    for round in 1..=10 {
                        let send = send.lock().unwrap().clone();
                        Task::new().spawn_detached_with(team, data.write(), move |_, event, data| {
                            *data *= 2;
                            send.send(event).unwrap();
                        });
                        team.task_with(data.read(), move |_, _| assert!(told.load(SeqCst) >= round));
                    }
                    assert_eq!(team.taskwait_with(data.read(), |data| *data), 1024);
                });
                drop(send);
            });
        }
    }
}

/// With one thread, what waits for an event is put off, so that this thread can fulfil it.
#[test]
fn a_creator_may_fulfil_the_event_itself() {
    let _watch = watch("a_creator_may_fulfil_the_event_itself");
    for crew in CREWS {
        let (send, receive) = channel::<Event>();
        let data = Data::new(Vec::new());
        Parallel::new().num_threads(crew).masked(|team| {
            Task::new().spawn_detached_with(team, data.write(), move |_, event, data| {
                data.push(1);
                send.send(event).unwrap();
            });
            for i in 2..5000 {
                team.task_with(data.write(), move |_, data| data.push(i));
            }
            receive.recv().unwrap().fulfill();
        });
        assert_eq!(data.into_inner(), (1..5000).collect::<Vec<_>>());
    }
}

#[test]
fn an_async_runtime_completes_tasks() {
    let _watch = watch("an_async_runtime_completes_tasks");
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap();
    for crew in CREWS {
        let answers = Data::new(Vec::new());
        let (send, receive) = channel();
        let receive = Mutex::new(receive);
        Parallel::new().num_threads(crew).masked(|team| {
            for i in 0..50 {
                let (send, runtime) = (send.clone(), &runtime);
                Task::new().spawn_detached_with(team, answers.read(), move |_, event, _| {
                    runtime.spawn(async move {
                        tokio::task::yield_now().await;
                        send.send(i).unwrap();
                        event.fulfill();
                    });
                });
            }
            team.task_with(answers.write(), |_, answers| answers.extend(receive.lock().unwrap().try_iter()));
        });
        let mut answers = answers.into_inner();
        answers.sort_unstable();
        assert_eq!(answers, (0..50).collect::<Vec<_>>());
    }
}

#[test]
fn a_cancelled_group_waits_for_events_that_are_out() {
    let _watch = watch("a_cancelled_group_waits_for_events_that_are_out");
    for crew in CREWS {
        let (send, receive) = channel::<Event>();
        let fulfilled = AtomicBool::new(false);
        std::thread::scope(|threads| {
            let fulfilled = &fulfilled;
            threads.spawn(move || {
                for event in receive {
                    std::thread::sleep(Duration::from_millis(2));
                    fulfilled.store(true, SeqCst);
                    drop(event);
                }
            });
            Parallel::new().num_threads(crew).masked(|team| {
                team.taskgroup(|group| {
                    let again = send.clone();
                    Task::new()
                        .only_if(false)
                        .spawn_detached(group, move |_, event| send.send(event).unwrap());
                    group.cancel();
                    group.task_detached(move |_, event| again.send(event).unwrap());
                });
                assert!(fulfilled.load(SeqCst));
            });
        });
    }
}
