#[inline(never)]
pub fn empty_loop(n: usize, f: &(dyn Fn() + Sync)) { let _ = f; ferromp::parallel_for(0..n).schedule(ferromp::Schedule::Static).for_each(|i| { std::hint::black_box(i); }); }
fn main() { empty_loop(std::env::args().count()*100000, &|| ()); }
