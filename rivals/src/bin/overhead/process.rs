//! One measuring process: started in a clean environment, timed out, its lines read.

use std::io::Read;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rivals::record::Record;

use crate::rivals_list::Rival;

/// Constructs that one process measures.
pub struct Job {
    pub constructs: Vec<&'static str>,
    /// Keep one core busy half the time meanwhile.
    pub hog: bool,
}

/// No rival needs nearly as long; one that does is stuck.
const PATIENCE: Duration = Duration::from_secs(40);

/// Measures `job` on `rival`. A rival that is not built, fails or hangs yields what it has printed, and a warning.
pub fn run(rival: &Rival, threads: usize, delay: u64, quick: bool, job: &Job) -> Vec<Record> {
    let Some(program) = find(rival.program) else {
        eprintln!("\r{}: {} is not built", rival.name, rival.program);
        return Vec::new();
    };
    let hog = job.hog.then(Hog::start);
    let mut command = Command::new(program);
    for (key, _) in std::env::vars_os() {
        let name = key.to_string_lossy();
        if ["OMP_", "KMP_", "GOMP_", "ORX_", "RAYON_"].iter().any(|prefix| name.starts_with(prefix)) {
            command.env_remove(&key);
        }
    }
    command.env("OMP_NUM_THREADS", threads.to_string()).env("OMP_DYNAMIC", "false");
    command.envs(rival.env.iter().copied());
    command.args(["--peer", rival.name, "--threads", &threads.to_string()]);
    command.args(["--constructs", &job.constructs.join(","), "--delay", &delay.to_string()]);
    if quick {
        command.args(["--sample-us", "300", "--samples", "5", "--limit-ms", "60"]);
    }
    let lines = output(command, rival.name);
    drop(hog);
    lines.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

fn output(mut command: Command, name: &str) -> String {
    let mut child =
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the rival's program starts");
    let begin = Instant::now();
    let failed = loop {
        match child.try_wait().expect("the child can be waited for") {
            Some(status) => break !status.success(),
            None if begin.elapsed() > PATIENCE => {
                stop(&mut child);
                break true;
            }
            None => std::thread::sleep(Duration::from_millis(2)),
        }
    };
    // What a measuring process prints fits in a pipe, so reading after the end loses nothing.
    let (mut lines, mut errors) = (String::new(), String::new());
    child.stdout.take().expect("piped").read_to_string(&mut lines).expect("text");
    child.stderr.take().expect("piped").read_to_string(&mut errors).expect("text");
    if failed {
        eprintln!("\r{name} failed: {}", errors.lines().next().unwrap_or("no message"));
    }
    lines
}

/// A process that keeps one core busy half the time, for as long as this lives.
struct Hog(Child);

impl Hog {
    fn start() -> Self {
        let program = find("peer").expect("peer is built together with this program");
        let mut command = Command::new(program);
        Self(command.args(["--peer", "hog"]).stdout(Stdio::null()).spawn().expect("the hog starts"))
    }
}

impl Drop for Hog {
    fn drop(&mut self) {
        stop(&mut self.0);
    }
}

fn stop(child: &mut Child) {
    // An error means that it has ended already.
    let _ = child.kill();
    let _ = child.wait();
}

/// The program called `name`: beside this one, or where `build-peers.sh` puts the C peers.
fn find(name: &str) -> Option<PathBuf> {
    let own = std::env::current_exe().expect("this program's path");
    let directory = own.parent().expect("a program lies in a directory");
    let places = [directory.join(name), directory.join("../peers").join(name)];
    places.into_iter().find(|path| path.is_file())
}
