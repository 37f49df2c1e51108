//! `for` and `parallel for`: which call a loop becomes.

mod chunks;
mod doacross;
mod items;
mod outcome;
mod scan;

pub(super) use doacross::stand_alone as doacross;
pub(super) use items::order;

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Block, Expr, ExprForLoop, Label, Stmt};

use super::tasks::reduction::Contributions;
use super::{cancel, clauses, jumps, tasks, team, transform, worksharing};
use crate::loops::{self, LoweredLoop};
use crate::model::{ClauseName, Construct, Directive, LoopDirective, LoopKind, Sharing};
use crate::share::{self, Carried, Outer};
use crate::walk::{Walker, attribute};
use crate::{parse, validate};

/// A loop on its way to a call.
struct Parts<'l> {
    directive: &'l Directive,
    kind: LoopKind,
    sharing: Sharing,
    label: Option<Label>,
    lowered: LoweredLoop,
    carried: Carried,
    contributions: Contributions,
    krate: TokenStream,
}

pub(super) fn expand(directive: &Directive, stmt: &mut Stmt, walker: &mut Walker<'_>) -> Option<TokenStream> {
    transformed(stmt, walker)?;
    let Stmt::Expr(Expr::ForLoop(source), _) = stmt else { return None };
    let is_scan = scan::is_scan(directive);
    if is_scan && directive.has(Construct::Parallel) {
        return scan::combined(directive, source, walker);
    }
    let before_errors = walker.errors.count();
    let cancelled = cancel::rewrite(&mut source.body, &mut source.label, walker.errors, &walker.krate);
    let mut described = describe(directive, walker)?;
    // C programs name the indices of their loops, which are private anyway.
    let indices = indices(source, described.collapse);
    described.sharing.private.retain(|var| !indices.contains(var));
    let mut carried = Carried::default();
    if described.kind != LoopKind::Combined
        && !leaves_early(&source.body)
        && !directive.is(ClauseName::Ordered)
        && !is_scan
    {
        let mark = walker.around.region_mark();
        carried = Carried::find(&source.body, &described.sharing, &walker.locals, mark);
        described.locals = described.locals.without(&carried.names());
    }
    let lent = lend(source, &described, walker);
    let mut directive = directive.clone();
    if described.doacross {
        directive.indices = doacross::indices(source, &described, walker)?;
    }
    let directive = &directive;
    let mut lowered = loops::lower(source, &described, walker.errors, &walker.krate)?;
    let exits = validate::loop_exits(&lowered.body, source, &described, directive, cancelled, walker);
    let by_item = exits.is_some() || directive.is(ClauseName::Ordered);
    if by_item || is_scan {
        lowered.reads.forget(&mut lowered.body, lowered.value.as_mut());
    }
    if let Some(exits) = exits {
        jumps::rewrite(&mut lowered.body, source.label.as_ref(), Some(exits), &walker.krate);
    } else if by_item {
        jumps::rewrite(&mut lowered.body, source.label.as_ref(), None, &walker.krate);
    }
    lowered.before = {
        let before = lowered.before;
        quote!(#lent #before)
    };
    let mut halves = None;
    if is_scan {
        let opening = lowered.body.stmts.len().saturating_sub(source.body.stmts.len());
        halves = Some(scan::Halves::of(lowered.body.clone(), opening, directive, walker)?);
        halves.iter_mut().for_each(|halves| scan::walk(halves, directive, walker));
        lowered.body.stmts.clear();
    }
    if described.doacross && lowered.lanes.len() > 1 {
        doacross::refuse_lanes(directive, walker);
    }
    outcome::mark_conditional(&mut lowered.body, &described.sharing);
    walk(&mut lowered.body, lowered.value.as_mut(), directive, walker);
    if walker.errors.count() > before_errors {
        return None;
    }
    let contributions = Contributions::of(directive, walker)?;
    let parts = Parts {
        directive,
        kind: described.kind,
        sharing: described.sharing,
        label: source.label.clone(),
        carried,
        contributions,
        krate: walker.krate.clone(),
        lowered,
    };
    if let Some(halves) = halves {
        return Some(scan::expand(&parts, &halves, walker));
    }
    let statements =
        if by_item { items::expand(&parts, exits, walker) } else { chunks::expand(&parts, walker) };
    Some(parts.within(statements, walker))
}

/// Does the transforms that stand below the directive on its loop.
fn transformed(stmt: &mut Stmt, walker: &Walker<'_>) -> Option<()> {
    let mut directives = Vec::new();
    while let Some(found) = attribute::take(stmt) {
        let directive = parse::directive(found.tokens, &found.place, walker.errors)?;
        use Construct::{Interchange, Reverse, Tile, Unroll};
        if !matches!(directive.innermost(), Interchange | Reverse | Tile | Unroll) {
            let message = format!("`{}` on a loop that another directive shares out", directive.name());
            walker.errors.add(syn::Error::new(directive.span(), message));
            return None;
        }
        if !validate::clauses_of(&directive, walker.errors) {
            return None;
        }
        directives.push(directive);
    }
    // The one next to the loop first.
    for directive in directives.iter().rev() {
        let Stmt::Expr(Expr::ForLoop(source), _) = stmt else { return None };
        *source = transform::of_loop(directive, source, walker.errors, &walker.krate)?;
    }
    Some(())
}

/// The variables that the loops of a nest declare.
fn indices(source: &ExprForLoop, depth: usize) -> Vec<proc_macro2::Ident> {
    let mut names = loops::bound_by(&source.pat);
    if depth > 1
        && let [Stmt::Expr(Expr::ForLoop(inner), _)] = &source.body.stmts[..]
    {
        names.extend(indices(inner, depth - 1));
    }
    names
}

/// Whether an iteration may end the loop: then the body is a closure by itself.
fn leaves_early(body: &Block) -> bool {
    let exits = validate::exits(body);
    !exits.breaks.is_empty() || !exits.returns.is_empty() || !exits.tries.is_empty()
}

/// What critical sections and atomic statements of the loop are lent. Loops of a region are lent it by the region.
fn lend(source: &mut ExprForLoop, described: &LoopDirective, walker: &Walker<'_>) -> TokenStream {
    if described.kind == LoopKind::Region {
        return TokenStream::new();
    }
    let outer = Outer {
        sharing: &described.sharing,
        locals: &walker.locals,
        errors: walker.errors,
        krate: &walker.krate,
    };
    share::lend(&mut source.body, &outer)
}

fn walk(body: &mut Block, value: Option<&mut Expr>, directive: &Directive, walker: &mut Walker<'_>) {
    use syn::visit_mut::VisitMut;
    walker.inside(directive, |walker| {
        walker.visit_block_mut(body);
        if let Some(value) = value {
            walker.visit_expr_mut(value);
        }
    });
}

fn describe(directive: &Directive, walker: &Walker<'_>) -> Option<LoopDirective> {
    // A taskloop is met by one member, and evaluated once as a combined loop is.
    let kind = if directive.has(Construct::Parallel) || directive.has(Construct::Taskloop) {
        LoopKind::Combined
    } else if walker.around.has_team() {
        LoopKind::Region
    } else {
        LoopKind::Orphan
    };
    let doacross = doacross::depth(directive, walker)?;
    Some(LoopDirective {
        kind,
        collapse: doacross.map_or_else(|| collapse(directive, walker), Some)?,
        doacross: doacross.is_some(),
        sharing: Sharing::of(directive),
        locals: walker.locals.clone(),
    })
}

/// How many loops the directive takes.
fn collapse(directive: &Directive, walker: &Walker<'_>) -> Option<usize> {
    let Some(expr) = directive.expr(ClauseName::Collapse) else { return Some(1) };
    if let Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(number), .. }) = expr
        && let Ok(count @ 1..) = number.base10_parse::<usize>()
    {
        return Some(count);
    }
    walker.errors.at(expr, "`collapse` takes the number of loops as a literal: `collapse(2)`");
    None
}

impl Parts<'_> {
    /// Where panics of the runtime point to.
    fn span(&self) -> Span {
        self.directive.span().resolved_at(Span::mixed_site())
    }

    /// The loop over `space` with its clauses, up to the dot before its end.
    fn call(&self, space: &TokenStream, walker: &Walker<'_>) -> TokenStream {
        let (span, krate, team) = (self.span(), &self.krate, team::handle());
        // The method's name says where the loop stands: not where the macro does.
        let at = self.directive.span();
        if self.directive.has(Construct::Taskloop) {
            let clauses = tasks::task::clauses(self.directive, walker);
            let call = quote_spanned!(at=> taskloop(#space));
            return quote_spanned!(span=> #team.#call #clauses);
        }
        let schedule = clauses::schedule(self.directive, walker);
        if self.kind == LoopKind::Combined {
            let region = clauses::region(self.directive, walker);
            let call = quote_spanned!(at=> parallel_for(#space));
            return quote_spanned!(span=> #krate::__private::Here.#call #region #schedule);
        }
        let nowait = self.directive.is(ClauseName::Nowait).then(|| quote!(.nowait()));
        let call = quote_spanned!(at=> for_loop(#space));
        quote_spanned!(span=> #team.#call #schedule #nowait)
    }

    /// A finished call as an expression, wherever the member comes from.
    fn bind(&self, call: TokenStream, walker: &Walker<'_>) -> TokenStream {
        // In `parallel masked taskloop` the region's handle is around the whole.
        let is_alone = self.directive.has(Construct::Parallel);
        if is_alone { call } else { team::bind(call, walker) }
    }

    /// The finished statements, in the constructs that a taskloop is combined with.
    fn within(&self, statements: TokenStream, walker: &Walker<'_>) -> TokenStream {
        if !self.directive.has(Construct::Taskloop) {
            return statements;
        }
        let statements = self.contributions.around(statements, &team::handle(), &self.krate);
        let (span, krate, team) = (self.span(), &self.krate, team::handle());
        if self.directive.has(Construct::Parallel) {
            let region = clauses::region(self.directive, walker);
            return quote_spanned!(span=> #krate::Parallel::new() #region .masked(|#team| #statements););
        }
        if self.directive.has(Construct::Masked) {
            return worksharing::masked_with(self.directive, statements, walker);
        }
        statements
    }
}
