//! Shared variables that every thread would write, and `default(none)`.

use std::collections::BTreeSet;

use syn::Block;

use super::mentions::{How, Mention, Mentions};
use super::{Outer, Replicated};
use crate::model::Construct;

/// Looks at a region whose variables have been lent and copied. What loops write is looked at loop by loop.
pub(super) fn region(body: &Block, outer: &Outer<'_>, replicated: &Replicated) {
    let mentions = Mentions::of(body);
    let mut told = BTreeSet::new();
    for mention in mentions.free().filter(|mention| outer.shares(&mention.name)) {
        let name = &mention.name;
        if outer.sharing.unsafe_shared.contains(name) {
            continue;
        }
        let is_copy = replicated.0.contains(name);
        if is_own_element(mention, &mentions) && !is_copy && told.insert(name.to_string()) {
            outer.errors.at(
                name,
                format!(
                    "elements of `{name}` are written by every thread, and nothing shows that no two write the same one: return \
                     them from `Parallel::map`, write them in a `for`, or say `unsafe shared({name})`"
                ),
            );
        }
        if mention.writes()
            && !mention.indexed
            && !is_taken_care_of(mention, is_copy)
            && told.insert(name.to_string())
        {
            outer.errors.at(name, written(mention, is_copy));
        }
    }
    default_none(&mentions, outer);
}

/// Whether an element is written as C programs do by thread number: in the block of the region, and in no construct.
fn is_own_element(mention: &Mention, mentions: &Mentions) -> bool {
    let written_by_loops = |other: &Mention| {
        other.name == mention.name
            && other.writes()
            && other.around.iter().any(|directive| directive.innermost().takes_loop())
    };
    mention.indexed
        && mention.how == How::Assign
        && mention.around.is_empty()
        && !mentions.all.iter().any(written_by_loops)
}

/// Whether a construct around sees to the write.
fn is_taken_care_of(mention: &Mention, is_copy: bool) -> bool {
    let own = mention.around.iter().any(|directive| {
        crate::model::Sharing::of(directive).privates().any(|private| private == &mention.name)
    });
    let in_loop = mention.around.iter().any(|directive| directive.innermost().takes_loop());
    let elsewhere = mention.is_in(Construct::Parallel) || mention.is_in(Construct::Task);
    own || in_loop || elsewhere || (is_copy && mention.is_in(Construct::Single))
}

fn written(mention: &Mention, is_copy: bool) -> String {
    let name = &mention.name;
    if is_copy {
        return format!(
            "`{name}` is shared and holds a result of this region: write it in a `single`, which hands it to all \
             threads, or outside of the region"
        );
    }
    if mention.is_in(Construct::Masked) {
        return format!(
            "`{name}` is shared and only one thread writes it, without telling the others: use `single`, which hands it \
             to all of them"
        );
    }
    format!(
        "`{name}` is shared and every thread writes it: add `reduction(+: {name})` or `private({name})`, or put all its \
         mentions in this region into `critical` sections"
    )
}

/// Every variable from outside stands in some clause.
fn default_none(mentions: &Mentions, outer: &Outer<'_>) {
    if outer.sharing.default.as_ref().is_none_or(|default| default != "none") {
        return;
    }
    let mut told = BTreeSet::new();
    for mention in mentions.free() {
        let name = &mention.name;
        let is_named = outer.sharing.named().any(|named| named == name);
        if outer.locals.contains(name) && !is_named && told.insert(name.to_string()) {
            let message = format!(
                "`{name}` is in no data-sharing clause, and `default(none)` asks for one: add `shared({name})`, \
                 `private({name})` or another"
            );
            outer.errors.at(name, message);
        }
    }
}
