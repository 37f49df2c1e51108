//! The command line of the measuring processes.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use crate::construct;
use crate::peers::{self, Run};
use crate::session::Session;
use crate::timing::{self, Effort};
use crate::work;
use clap::Parser;

#[derive(Parser)]
struct Options {
    /// The rival; `hog` keeps the last core of the mask busy half the time instead, until it is killed.
    #[arg(long)]
    peer: String,
    #[arg(long, default_value_t = 2)]
    threads: usize,
    /// Constructs, separated by commas.
    #[arg(long, value_delimiter = ',')]
    constructs: Vec<String>,
    /// Steps of the delay inside each construct; 0 calibrates 100 ns.
    #[arg(long, default_value_t = 0)]
    delay: u64,
    #[arg(long, default_value_t = 1000)]
    sample_us: u64,
    #[arg(long, default_value_t = 11)]
    samples: usize,
    #[arg(long, default_value_t = 250)]
    limit_ms: u64,
}

/// No measuring process may last longer.
const LONGEST_SECONDS: u32 = 30;

/// Measures the rival the command line names: one of this library's or of the program's `own`.
pub fn main(own: &[(&str, Run)]) {
    // A spinning team that does not get its cores would never end: the kernel's clock ends it.
    // SAFETY: `alarm` only sets this process's timer; its signal ends the process.
    unsafe { libc::alarm(LONGEST_SECONDS) };
    let options = Options::parse();
    if options.peer == "hog" {
        return hog();
    }
    let run = own.iter().chain(peers::PEERS).find(|(name, _)| *name == options.peer).map(|(_, run)| run);
    let run = run.unwrap_or_else(|| panic!("no rival is called {}", options.peer));
    let known =
        |name: &String| construct::by_name(name).unwrap_or_else(|| panic!("no construct is called {name}"));
    let steps = match options.delay {
        0 => timing::calibrate(Duration::from_nanos(100)),
        steps => steps,
    };
    work::STEPS.store(steps, Ordering::Relaxed);
    run(&Session {
        constructs: options.constructs.iter().map(known).collect(),
        peer: options.peer,
        threads: options.threads,
        effort: Effort {
            sample: Duration::from_micros(options.sample_us),
            samples: options.samples,
            limit: Duration::from_millis(options.limit_ms),
        },
    });
}

/// Busy for 5 ms, asleep for 5 ms, until killed or until the alarm, should its parent be gone.
fn hog() {
    pin_to_last_core();
    loop {
        let busy = Instant::now();
        while busy.elapsed() < Duration::from_millis(5) {
            std::hint::spin_loop();
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn pin_to_last_core() {
    // SAFETY: all-zero bits are an empty set.
    let mut set: libc::cpu_set_t = unsafe { std::mem::zeroed() };
    let size = std::mem::size_of::<libc::cpu_set_t>();
    // SAFETY: `set` is a valid place of `size` bytes; 0 means this thread.
    assert_eq!(unsafe { libc::sched_getaffinity(0, size, &mut set) }, 0, "the affinity mask");
    // SAFETY: both macros' functions index within the set.
    let last = (0..libc::CPU_SETSIZE as usize).rfind(|cpu| unsafe { libc::CPU_ISSET(*cpu, &set) });
    // SAFETY: as above.
    unsafe {
        libc::CPU_ZERO(&mut set);
        libc::CPU_SET(last.expect("a core to run on"), &mut set);
    }
    // SAFETY: `set` is initialised and `size` bytes long.
    assert_eq!(unsafe { libc::sched_setaffinity(0, size, &set) }, 0, "pinning the hog");
}
