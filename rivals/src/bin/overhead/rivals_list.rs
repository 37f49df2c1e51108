//! The rivals the runner knows, with the programs and settings that make them.

/// A rival as the runner starts it.
pub struct Rival {
    /// Its name in tables, JSON lines and `--peers`.
    pub name: &'static str,
    /// Its program, in the directory of this one or in `target/peers`.
    pub program: &'static str,
    /// Its environment beyond what every rival gets.
    pub env: &'static [(&'static str, &'static str)],
    /// Whether it is measured when `--peers` does not name it.
    pub usual: bool,
}

const fn rust(name: &'static str) -> Rival {
    Rival { name, program: "peer", env: &[], usual: true }
}

const fn omp(
    name: &'static str,
    program: &'static str,
    env: &'static [(&'static str, &'static str)],
    usual: bool,
) -> Rival {
    Rival { name, program, env, usual }
}

/// Every rival, in the order of the tables.
pub const ALL: &[Rival] = &[
    rust("ferromp"),
    omp("gomp", "omp-gomp", &[], true),
    omp("gomp-active", "omp-gomp", &[("OMP_WAIT_POLICY", "active")], false),
    omp("gomp-passive", "omp-gomp", &[("OMP_WAIT_POLICY", "passive")], true),
    omp("gomp-bind", "omp-gomp", &[("OMP_PROC_BIND", "true")], false),
    omp("iomp5", "omp-iomp5", &[], true),
    omp("iomp5-bt0", "omp-iomp5", &[("KMP_BLOCKTIME", "0")], false),
    omp("iomp5-inf", "omp-iomp5", &[("KMP_BLOCKTIME", "infinite")], false),
    omp("iomp5-turn", "omp-iomp5", &[("KMP_LIBRARY", "turnaround")], false),
    rust("floor"),
    rust("threadteam"),
    rust("micropool"),
    rust("forkunion3"),
    Rival { name: "forkunion2", program: "peer-forkunion2", env: &[], usual: true },
    rust("rayon"),
    rust("rayon-in"),
    rust("spindle"),
    rust("paralight"),
    rust("orx"),
    rust("chili"),
    rust("forte"),
    rust("std"),
    rust("serial-rust"),
    omp("serial-gcc", "omp-gomp", &[], true),
    omp("serial-clang", "omp-iomp5", &[], true),
];

/// The rivals `names` asks for, or the usual ones; a name nobody has ends the program.
pub fn chosen(names: &[String]) -> Vec<&'static Rival> {
    if names.is_empty() {
        return ALL.iter().filter(|rival| rival.usual).collect();
    }
    let find = |name: &String| ALL.iter().find(|rival| rival.name == name);
    names.iter().map(|name| find(name).unwrap_or_else(|| panic!("no rival is called {name}"))).collect()
}

/// An OpenMP runtime, in whatever settings.
pub fn is_openmp(name: &str) -> bool {
    name.starts_with("gomp") || name.starts_with("iomp5")
}

/// Runs on one thread.
pub fn is_serial(name: &str) -> bool {
    name.starts_with("serial")
}
