//! Who tells whom: members are gathered in groups of eight consecutive ones, groups in groups of eight.
//!
//! A member of a group reports to the group's first; that one, when its group is complete, to the first of
//! eight groups, and so on up to member 0. Subtrees are runs of consecutive members, so partial results
//! combined on the way up stay in member order. Teams of up to eight members are flat: member 0 looks at
//! seven lines. 128 members need three levels and nobody looks at more than fifteen lines.

/// Members that share one release line and report to one leader.
pub(crate) const GROUP: usize = 8;

/// The largest team whose members meet at a barrier by all looking at all: one line transfer of latency
/// instead of two, for `size * (size - 1)` transfers instead of `2 * size`.
pub(crate) const ABREAST: usize = 4;

/// The group whose release line `member` watches.
#[inline]
pub(crate) fn group_of(member: usize) -> usize {
    member / GROUP
}

/// How many groups a team of `size` members has.
#[inline]
pub(crate) fn groups(size: usize) -> usize {
    size.div_ceil(GROUP)
}

/// To whom `member` reports; member 0 to itself.
#[inline]
pub(crate) fn parent(member: usize) -> usize {
    let mut stride = GROUP;
    while member != 0 && member.is_multiple_of(stride) {
        stride *= GROUP;
    }
    member - member % stride
}

/// Whether members may report to `member`, in a team that is large enough.
#[inline]
pub(crate) fn leads(member: usize) -> bool {
    member.is_multiple_of(GROUP)
}

/// Calls `visit` with each member that reports to `member` in a team of `size`, in member order.
#[inline]
pub(crate) fn for_each_child(member: usize, size: usize, mut visit: impl FnMut(usize)) {
    let mut stride = 1;
    while stride < size && member.is_multiple_of(stride * GROUP) {
        let mut child = member + stride;
        while child < size && child < member + stride * GROUP {
            visit(child);
            child += stride;
        }
        stride *= GROUP;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_member_but_the_first_reports_once_and_subtrees_are_consecutive() {
        for size in [1, 2, 7, 8, 9, 15, 63, 64, 65, 128, 513, 4095] {
            let mut parent: Vec<Option<usize>> = vec![None; size];
            // A subtree's end: members are complete from the last to the first.
            let mut end: Vec<usize> = (0..size).map(|k| k + 1).collect();
            for member in (0..size).rev() {
                for_each_child(member, size, |child| {
                    assert_eq!(parent[child].replace(member), None);
                    assert_eq!(super::parent(child), member);
                    assert_eq!(child, end[member], "subtrees must be consecutive");
                    end[member] = end[child];
                });
            }
            assert_eq!(parent[0], None);
            assert!(parent[1..].iter().all(Option::is_some));
            assert_eq!(end[0], size);
        }
    }

    #[test]
    fn fan_in_stays_small() {
        for member in 0..128 {
            let mut children = 0;
            for_each_child(member, 128, |_| children += 1);
            assert!(children <= 15);
        }
        assert_eq!(groups(128), 16);
        assert_eq!((group_of(7), group_of(8)), (0, 1));
    }
}
