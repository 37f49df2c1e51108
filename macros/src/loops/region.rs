//! A region whose loops write shared arrays: each array is held by a `SharedMut` for the time of the region.

use std::cell::RefCell;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Block, Expr, ExprForLoop, Ident, parse_quote};

use super::classify::classify;
use super::header::Header;
use super::index::Form;
use super::names::{self, READ, SHARED};
use super::place::{Base, How};
use super::uses::{Outside, uses};
use super::walk::{Found, Walk};
use crate::errors::Errors;
use crate::model::{Construct, Directive, Locals, LoopDirective, LoopKind, Sharing};
use crate::parse;
use crate::walk::attribute::{self, Kind};

/// How a region shares what its loops write.
#[derive(Default)]
pub(crate) struct RegionSharing {
    /// Statements before the region, in a block of their own with it: `SharedMut::new(&mut y[..])` and the like.
    pub(crate) before: TokenStream,
}

/// Prepares a `parallel` block for the worksharing loops in it (and only those in its own text): finds what they lend,
/// and rewrites the block so that it fits `before`. Called before [`lower`](super::lower) sees the loops inside.
///
/// In a loop that writes `y`, its name becomes that of the `SharedMut`, which `lower` knows; in one that reads `y`, that
/// of a slice which `lower` lends to every iteration. Elsewhere in the region each expression that reads takes a guard of
/// its own.
pub(crate) fn region(
    body: &mut Block,
    sharing: &Sharing,
    locals: &Locals,
    errors: &Errors,
    krate: &TokenStream,
) -> RegionSharing {
    let bound: Vec<Ident> = sharing.privates().cloned().collect();
    let written = written_by_loops(body, &bound, locals, krate);
    if written.is_empty() {
        return RegionSharing::default();
    }
    rename(body, &bound, &written, locals, errors);
    let lets = written.iter().map(|Written { base, array, .. }| {
        let shared = names::of(SHARED, base);
        quote! {
            let #shared = #krate::space::SharedMut::new({ use #krate::space::lend::Lend as _; #array.__ferromp_lend() });
        }
    });
    RegionSharing { before: lets.collect() }
}

/// `unsafe shared` of a region: puts accesses through pointers in the place of its variables, before anything else looks
/// at the block. Answers with statements that stand before the region.
pub(crate) fn vouch(body: &mut Block, sharing: &Sharing, krate: &TokenStream) -> TokenStream {
    let bound: Vec<Ident> = sharing.privates().cloned().collect();
    super::vouch::rewrite(body, &sharing.unsafe_shared, &bound, krate)
}

/// An array that loops of the region write.
struct Written {
    base: Base,
    array: Expr,
    /// The loops that write it, by their order in the text.
    loops: Vec<usize>,
}

/// The worksharing directive on a loop.
fn directive(source: &ExprForLoop) -> Option<Directive> {
    let attribute = source.attrs.iter().find(|attribute| attribute::kind(attribute) == Some(Kind::Omp))?;
    let list = attribute.meta.require_list().ok()?;
    // What is wrong with it is told when the loop itself is expanded.
    let directive = parse::directive(list.tokens.clone(), &quote!(), &Errors::default())?;
    matches!(directive.outermost(), Construct::For | Construct::Loop).then_some(directive)
}

fn written_by_loops(body: &Block, bound: &[Ident], locals: &Locals, krate: &TokenStream) -> Vec<Written> {
    let mut written: Vec<Written> = Vec::new();
    let mut number = 0;
    let mut on_loop = |source: &mut ExprForLoop, inner: &Locals| {
        let Some(directive) = directive(source) else { return false };
        for (base, array) in written_by(source, &directive, &locals.without(inner), krate) {
            match written.iter_mut().find(|this| this.base == base) {
                Some(this) => this.loops.push(number),
                None => written.push(Written { base, array, loops: vec![number] }),
            }
        }
        number += 1;
        true
    };
    Walk::around_loops(&mut body.clone(), bound, &mut |_| None, &mut on_loop);
    written
}

/// What one loop writes: elements in its body, or by the space it runs over.
fn written_by(
    source: &ExprForLoop,
    directive: &Directive,
    locals: &Locals,
    krate: &TokenStream,
) -> Vec<(Base, Expr)> {
    let described = LoopDirective {
        kind: LoopKind::Region,
        collapse: 1,
        doacross: directive.waits_by_index(),
        sharing: Sharing::of(directive),
        locals: locals.clone(),
    };
    let errors = Errors::default();
    let mut written = Vec::new();
    Walk::through_expr(&mut source.expr.clone(), &[], &mut |found| {
        let by_method = matches!(&found.how, How::Method(name) if is_lending(name));
        if found.index.is_none()
            && locals.contains(&found.base.root)
            && (by_method || matches!(found.how, How::BorrowMut))
        {
            written.push((found.base.clone(), found.expr.clone()));
        }
        None
    });
    let Some(header) = Header::of(source, &errors, krate) else { return written };
    let outside = Outside::new(&described, header.index.as_ref().map(|index| &index.name), &header.names);
    let lent = classify(&uses(&source.body, &outside), &outside, &errors);
    let slices = lent.into_iter().filter(|lent| !matches!(lent.form, Form::Part { .. }));
    written.extend(slices.map(|lent| (lent.base, lent.array)));
    written
}

fn is_lending(method: &Ident) -> bool {
    ["iter_mut", "chunks_mut", "chunks_exact_mut"].iter().any(|name| method == name)
}

/// Puts our names in the place of the arrays.
fn rename(body: &mut Block, bound: &[Ident], written: &[Written], locals: &Locals, errors: &Errors) {
    let is_it = |found: &Found<'_>| {
        locals
            .contains(&found.base.root)
            .then(|| written.iter().find(|this| this.base == found.base))
            .flatten()
    };
    let number = RefCell::new(0);
    let mut on_loop = |source: &mut ExprForLoop, inner: &Locals| {
        if directive(source).is_none() {
            return false;
        }
        let this_loop = number.replace_with(|number| *number + 1);
        let hidden: Vec<Ident> = inner.names().cloned().chain(bound.iter().cloned()).collect();
        Walk::through_expr(&mut source.expr, &hidden, &mut |found| {
            is_it(&found).map(|_| named(found.expr, &names::of(SHARED, &found.base)))
        });
        let mut of_body = hidden.clone();
        of_body.extend(super::syntax::bound_by(&source.pat));
        let mut name = |found: Found<'_>| {
            let this = is_it(&found)?;
            let prefix = if this.loops.contains(&this_loop) { SHARED } else { READ };
            Some(named(found.expr, &names::of(prefix, &found.base)))
        };
        Walk::through(&mut source.body, &of_body, &mut name);
        true
    };
    let mut elsewhere = |found: Found<'_>| {
        is_it(&found)?;
        let shared = names::of(SHARED, &found.base);
        match &found.how {
            How::Method(name) if found.index.is_none() && (name == "len" || name == "is_empty") => {
                return Some(parse_quote!(#shared));
            }
            How::Macro => errors.at(
                found.expr,
                format!(
                    "`{name}` is given to a macro whole, but loops of this region write it: take what the macro needs into \
                    a variable before",
                    name = found.base.text()
                ),
            ),
            how if how.writes() => errors.at(
                found.expr,
                format!(
                    "`{name}` is lent to loops of this region, so only they can write it: write it in a loop, or outside \
                    of the region",
                    name = found.base.text()
                ),
            ),
            _ => {}
        }
        let guard: Expr = parse_quote!((*#shared.read()));
        Some(with_base(found.expr, guard))
    };
    Walk::around_loops(body, bound, &mut elsewhere, &mut on_loop);
}

/// The place with another name for its base.
fn named(place: &Expr, name: &Ident) -> Expr {
    with_base(place, parse_quote!(#name))
}

fn with_base(place: &Expr, base: Expr) -> Expr {
    match place {
        Expr::Index(indexed) => {
            let mut indexed = indexed.clone();
            indexed.expr = Box::new(base);
            Expr::Index(indexed)
        }
        _ => base,
    }
}
