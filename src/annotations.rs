//! The attributes, with their documentation.

/// Turns on the OpenMP directives in a function, an impl block, a trait or a module.
///
/// Inside, `#[omp(…)]` stands before a loop, a block or another statement, and `omp!(…);` where a directive has no
/// statement. The text is OpenMP's, that of version 5.2; commas between clauses may be left out. Every construct is a call
/// of this crate's functions, and costs what that call costs.
///
/// ```
/// use ferromp::prelude::*;
///
/// #[omp]
/// fn solve(a: f64, x: &[f64], y: &mut [f64]) -> f64 {
///     #[omp(parallel for, schedule(static))]
///     for i in 0..y.len() {
///         y[i] += a * x[i]; // each iteration is lent its own element of y
///     }
///
///     let mut sum = 0.0;
///     #[omp(parallel for, reduction(+: sum), num_threads(4))]
///     for v in y.iter() {
///         sum += v;
///     }
///     sum
/// }
/// assert_eq!(solve(2.0, &[1.0, 2.0], &mut [10.0, 20.0]), 36.0);
/// ```
///
/// # Directives
///
/// | | |
/// |---|---|
/// | regions | `parallel`, `parallel for`, `parallel sections`, `parallel masked`, `parallel single` |
/// | worksharing | `for`, `loop`, `sections` and `section`, `single`, `scope`, and `masked` (or `master`) |
/// | synchronisation | `critical(name)`, `atomic`, `ordered`; `omp!(barrier)`, `omp!(flush)` |
/// | in a loop with `ordered(n)` | `omp!(ordered, depend(sink: i - 1, j))`, `depend(source)`; `doacross(…)` |
/// | tasks | `task`, `taskgroup`, `taskloop`; `omp!(taskwait)`, `omp!(taskyield)` |
/// | ends | `omp!(cancel parallel)` and `for`, `sections`, `taskgroup`; `omp!(cancellation point …)` |
/// | in a loop with `reduction(inscan, …)` | `omp!(scan, inclusive(x))`, `exclusive(x)` |
/// | loops | `simd`, alone or behind `for`; `unroll`, `reverse`, `interchange`, `tile`, `fuse` |
///
/// A directive in the text of its region belongs to that region; one in a function that is called from a region
/// belongs to the region of the thread that comes to it, and outside of all regions its team has one member.
///
/// # Loops
///
/// `for` over integer ranges (also reversed, or with steps), slices and their `iter()`, `iter_mut()`, `chunks…` and
/// `windows`, `zip` and `enumerate` of these, `Vec` by value: what has a [`Space`](crate::space::Space). `continue` and
/// labels mean what they mean. `break`, `return` and `?` end the loop on all threads, and their value reaches the
/// function's caller. Of several iterations that end it the first decides, and all before it run, as in the serial loop; some
/// after it may have run, too.
///
/// ```
/// use ferromp::prelude::*;
///
/// #[omp]
/// fn parse(lines: &[&str]) -> Result<Vec<i32>, std::num::ParseIntError> {
///     let mut numbers = vec![0; lines.len()];
///     #[omp(parallel for)]
///     for i in 0..lines.len() {
///         numbers[i] = lines[i].trim().parse()?;
///     }
///     Ok(numbers)
/// }
/// assert_eq!(parse(&["1", " 2"]), Ok(vec![1, 2]));
/// assert!(parse(&["1", "two"]).is_err());
/// ```
///
/// # Whose a variable is
///
/// What a block declares is private to the thread that runs it. Variables from outside are shared, and the compiler sees
/// to it that nobody writes them while others look. These writes are accepted:
///
/// - `y[i] = …` (also `y[i + 1]`, rows `y[i * n..(i + 1) * n]`, cells of nests) where `i` is the loop's index and `y` is
///   used nowhere else in the loop: each iteration is lent its element;
/// - variables of `reduction`, `lastprivate`, `linear`, `private` and `firstprivate`;
/// - in `critical` sections, if all mentions of the variable in this region are in sections of one name;
/// - in `atomic` statements: variables of atomic types, and plain numbers (or slices of them) all of whose mentions in
///   this region are in such statements;
/// - in a `single` of a region: its value is handed to every member, which keeps a copy, so its type is `Clone`;
/// - in a `section` of `parallel sections`, if no other section mentions the variable.
///
/// Anything else is an error where it stands, with what to write instead. `unsafe shared(y)` says that the program is
/// right although the compiler cannot see it.
///
/// Bodies become closures, and what a macro of yours expands to is not seen before that: a `return` hidden in one leaves the
/// iteration, or the block, and not the function.
///
/// ```
/// use ferromp::prelude::*;
///
/// #[omp]
/// fn normalise(x: &[f64], y: &mut [f64]) -> usize {
///     let mut sum = 0.0;
///     let mut mean = 0.0;
///     let mut above = 0_usize;
///     #[omp(parallel)]
///     {
///         #[omp(for, reduction(+: sum))]
///         for i in 0..x.len() {
///             sum += x[i];
///         }
///         #[omp(single)]
///         {
///             mean = sum / x.len() as f64;
///         }
///         #[omp(for, schedule(dynamic, 16))]
///         for i in 0..x.len() {
///             y[i] = x[i] - mean;
///             if y[i] > 0.0 {
///                 #[omp(atomic)]
///                 above += 1;
///             }
///         }
///     }
///     above
/// }
/// let mut y = [0.0; 4];
/// assert_eq!(normalise(&[1.0, 2.0, 3.0, 6.0], &mut y), 1);
/// assert_eq!(y, [-2.0, -1.0, 0.0, 3.0]);
/// ```
///
/// # Reductions
///
/// `+ * & | ^ && || min max`, or any expression that is a [`Reduction`](crate::Reduction): `reduction(my_op: x)`,
/// `reduction(Elementwise(Sum): counts)` for a `Vec`. Arrays are reduced element by element.
///
/// # Schedules
///
/// `static`, `dynamic`, `guided` with or without a chunk size, `auto`, `runtime`, with `monotonic:` or `nonmonotonic:`; a
/// published one by its name in `OMP_SCHEDULE`, with the numbers that it takes: `fac2`, `schedule(tss, 64, 1)`,
/// `schedule(binlpt, bins)` with a [`BinLpt`](crate::BinLpt); or any expression that is a [`Schedule`](crate::Schedule). A
/// variable that has the name of a kind stands in parentheses.
///
/// # Tasks
///
/// The statements of a block from the first one that creates a task to `omp!(taskwait);` are one scope: its tasks may
/// borrow what is declared before it, also mutably. What is declared inside goes with the task, by a move, or by a clone
/// with `firstprivate`. The same holds for a `taskgroup`, and for the region.
///
/// ```
/// use ferromp::prelude::*;
///
/// #[omp]
/// fn tree(n: u64) -> u64 {
///     if n < 2 {
///         return n;
///     }
///     let (mut a, mut b) = (0, 0);
///     #[omp(task)]
///     {
///         a = tree(n - 1);
///     }
///     #[omp(task)]
///     {
///         b = tree(n - 2);
///     }
///     omp!(taskwait);
///     a + b
/// }
///
/// #[omp]
/// fn number() -> u64 {
///     let mut number = 0;
///     #[omp(parallel masked)]
///     {
///         number = tree(15);
///     }
///     number
/// }
/// assert_eq!(number(), 610);
/// ```
///
/// `depend(in: a)`, `out`, `inout`, `mutexinoutset` and `inoutset` name [`Data`](crate::Data); in the task, the same name is
/// what the data hold. `detach(event)` declares the task's [`Event`](crate::Event).
///
/// ```
/// use ferromp::prelude::*;
///
/// #[omp]
/// fn twice_and_once() -> u32 {
///     let (a, b) = (Data::new(0), Data::new(0));
///     #[omp(parallel masked)]
///     {
///         #[omp(task, depend(out: a))]
///         {
///             a = 3;
///         }
///         #[omp(task, depend(in: a), depend(out: b))]
///         {
///             b = 2 * a;
///         }
///     }
///     b.into_inner()
/// }
/// assert_eq!(twice_and_once(), 6);
/// ```
///
/// # Cancellation
///
/// As in OpenMP, `omp!(cancel …)` does nothing unless `OMP_CANCELLATION` is true. `break` and
/// [`Team::cancel_parallel`](crate::Team::cancel_parallel) need no such leave.
///
/// # Under another name
///
/// The expansion finds this crate by the manifest of the crate it is used in, whatever it is called there.
/// `#[omp(crate = some::path)]` says where it is otherwise, in the `macro_rules` of a library for instance.
pub use ferromp_macros::omp;
/// `#[omp(parallel for, …)]` on the one loop of a function's body; in an item with [`omp`](macro@omp), on any loop.
///
/// ```
/// use ferromp::parallel_for;
///
/// #[parallel_for(schedule(guided, 16))]
/// fn scale(v: &mut [f64], k: f64) {
///     for x in v.iter_mut() {
///         *x *= k;
///     }
/// }
/// let mut v = [1.0, 2.0];
/// scale(&mut v, 3.0);
/// assert_eq!(v, [3.0, 6.0]);
/// ```
pub use ferromp_macros::parallel_for;
