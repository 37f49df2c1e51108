use super::node::{Kind, Node};
use super::pool::{Reach, TaskPool};

fn node() -> &'static Node {
    Box::leak(Box::new(Node::new(0, Kind::Task)))
}

#[test]
fn a_thief_of_a_larger_region_still_looks_at_everybody() {
    let pool = TaskPool::new(8);
    for last in 0..8 {
        pool.seats[1].set_victim(last);
        assert!(pool.seats[0].deque().push(node().into()));
        let found = pool.find(&pool.seats[1], 2, Reach::Any);
        assert!(found.is_some_and(|(_, stolen)| stolen), "after a steal from member {last}");
    }
}

#[test]
fn an_ancestor_is_told_at_any_distance() {
    let chain: Vec<&Node> = (0..5_000).map(|_| node()).collect();
    for pair in chain.windows(2) {
        pair[1].begin(Kind::Task, pair[0], 0, 0);
    }
    let stranger = node();
    stranger.begin(Kind::Task, chain[10], 0, 0);
    for below in [1, 2, 3, 64, 65, 1_000, 4_095, 4_999] {
        for above in [0, 1, 5, 63, 1_000, 4_998] {
            assert_eq!(chain[below].is_under(chain[above]), below > above, "{below} under {above}");
        }
        assert!(!chain[below].is_under(stranger));
    }
}
