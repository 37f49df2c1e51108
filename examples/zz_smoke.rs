use ferromp::*;
use std::hint::black_box;
use std::time::Instant;
use std::sync::atomic::*;
fn med(mut v: Vec<f64>) -> f64 { v.sort_by(f64::total_cmp); v[v.len()/2] }
fn bench(name: &str, per: usize, mut f: impl FnMut()) { for _ in 0..3 { f(); } let mut v=vec![]; for _ in 0..31 { let t=Instant::now(); f(); v.push(t.elapsed().as_nanos() as f64/per as f64);} println!("{name:30} {:.1} ns (min {:.1})", med(v.clone()), v.iter().cloned().fold(f64::MAX,f64::min)); }
struct Floor { go: [CachePad; 8], done: [CachePad; 8] }
#[repr(align(128))] struct CachePad(AtomicU64);
static FL: Floor = Floor { go: [const {CachePad(AtomicU64::new(0))}; 8], done: [const {CachePad(AtomicU64::new(0))};8] };
fn main() {
    let n: usize = std::env::args().nth(1).and_then(|s| s.parse().ok()).unwrap_or(2);
    let which = std::env::args().nth(2).unwrap_or("all".into());
    parallel(|team| { let t = team.single(|| 42); let s = team.reduce(Sum, t); assert_eq!(s, 42*team.num_threads()); });
    let x: Vec<f64> = (0..1000).map(|i| i as f64).collect(); let mut y = vec![1.0; 1000];
    const R: usize = 2000;
    let reps = if n > 2 { 200 } else { R };
    if which=="all"||which=="region" { bench("region", reps, || for _ in 0..reps { Parallel::new().num_threads(n).run(|t| { black_box(t.thread_num()); }); }); }
    if which=="all"||which=="sum" { bench("region+sum", reps, || for _ in 0..reps { black_box(Parallel::new().num_threads(n).reduce(Sum, |t| t.thread_num())); }); }
    if which=="all"||which=="barrier" { bench("barrier", reps, || Parallel::new().num_threads(n).run(|t| for _ in 0..reps { t.barrier() })); }
    if which=="all"||which=="for" { bench("for static", reps, || Parallel::new().num_threads(n).run(|t| for _ in 0..reps { t.for_loop(0..n).for_each(|i| {black_box(i);}) })); }
    if which=="all"||which=="single" { bench("single", reps, || Parallel::new().num_threads(n).run(|t| for _ in 0..reps { t.single(|| ()) })); }
    if which=="all"||which=="reduce" { bench("team.reduce", reps, || Parallel::new().num_threads(n).run(|t| for _ in 0..reps { black_box(t.reduce(Sum, 1.0)); })); }
    if which=="all"||which=="loop" { bench("combined loop", reps, || for _ in 0..reps { parallel_for(0..n).num_threads(n).for_each(|i| {black_box(i);}) }); }
    if which=="all"||which=="axpy" { bench("axpy 1k", reps, || for _ in 0..reps { parallel_for((&mut y[..], &x[..])).num_threads(n).for_each(|(y, x)| *y += 3.0 * *x); black_box(&mut y); });
    bench("axpy 1k serial", reps, || for _ in 0..reps { for (y,x) in y.iter_mut().zip(&x) { *y += 3.0*x; } black_box(&mut y); }); }
    if which=="all"||which=="dyn" { for s in ["static","static,1","dynamic,1","monotonic:dynamic,1","dynamic,16","guided"] { let s: Schedule = s.parse().unwrap(); bench(&format!("{s} 100k"), 100_000, || parallel_for(0..100_000).num_threads(n).schedule(s).for_each(|i| {black_box(i);})); } }
    if which=="all"||which=="floor" { let h: Vec<_> = (1..n.min(2)).map(|k| std::thread::spawn(move || { let mut e=0; loop { e+=1; loop { let v = FL.go[k].0.load(Ordering::Acquire); if v==u64::MAX {return} if v==e {break} std::hint::spin_loop(); } black_box(k); FL.done[k].0.store(e, Ordering::Release);} })).collect();
      let mut e=0; if n==2 { bench("floor region", R, || for _ in 0..R { e+=1; FL.go[1].0.store(e,Ordering::Release); while FL.done[1].0.load(Ordering::Acquire)!=e { std::hint::spin_loop() } }); }
      FL.go[1].0.store(u64::MAX, Ordering::Release); for h in h {h.join().unwrap();} }
}
