//! Which tasks a member that waits may run besides those below it: those that what it waits for waits for.

use std::collections::HashSet;
use std::ptr;

use super::history::{Header, Mode};
use super::links::Links;
use super::node::{LINKED, Node};
use super::pool::TaskPool;

/// After so many tasks a search is given up, with the answer that lets the program go on.
const MOST: usize = 10_000;

impl TaskPool {
    /// A task from the queue that a task below `above` waits for, directly or not.
    ///
    /// Members that wait put such tasks into the queue if they may not run them, so it is enough to look there.
    #[cold]
    pub(crate) fn find_wanted(&self, above: *const Node) -> Option<&'static Node> {
        if self.queue.is_empty() {
            return None;
        }
        // SAFETY: nodes are never freed; those in the queue are nobody's, and are not taken during the look.
        let found = self.queue.take(|task| unsafe { task.as_ref() }.is_needed_below(above));
        // SAFETY: as above.
        found.map(|task| unsafe { task.as_ref() })
    }
}

impl Node {
    /// Whether a task below `above` waits for this one, which the caller has and has not run. Nothing that waits for it
    /// can be over, so all that the search meets is alive.
    fn is_needed_below(&self, above: *const Self) -> bool {
        let Some(links) = self.linked().filter(|_| self.has(LINKED)) else { return false };
        let mut seen = HashSet::new();
        let mut open = vec![links];
        while let Some(links) = open.pop() {
            if !seen.insert(ptr::from_ref(links)) {
                continue;
            }
            if seen.len() > MOST || links.node().is_anywhere_under(above) {
                return true;
            }
            links.for_each_dependent(|next| open.push(next));
        }
        false
    }

    fn is_anywhere_under(&self, above: *const Self) -> bool {
        std::iter::successors(self.parent(), |node| node.parent()).any(|node| ptr::eq(node, above))
    }
}

impl Links {
    /// Calls `f` with what waits directly for this task, which is not over: for its end, or for its turns.
    fn for_each_dependent(&self, mut f: impl FnMut(&'static Self)) {
        self.successors.with(|successors| successors.iter().for_each(|next| f(next)));
        if self.has_turns() {
            self.with_entries(|entries| {
                let turns = entries.iter().filter(|entry| entry.mode == Mode::Commute);
                for header in turns.map(|entry| entry.header) {
                    // SAFETY: the task is not over, so the header lives.
                    let header: &Header = unsafe { &*header };
                    header.history.with(|history| history.turns.waiting.iter().for_each(|next| f(next)));
                }
            });
        }
    }
}
