use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::Stmt;
use syn::visit_mut::VisitMut;

use super::reduction::Contributions;
use super::{depend, scope};
use crate::expand::clauses::says;
use crate::expand::{block, data, span, team};
use crate::model::{Arg, ClauseName, Directive, Sharing};
use crate::walk::{TaskPlace, Walker};

/// `task`. Variables from outside of what waits for the task are shared: the closure borrows them. Those declared inside
/// are gone by then, so the task takes them along: by a clone if `firstprivate` says so, by a move otherwise.
pub(in crate::expand) fn expand(
    directive: &Directive,
    stmt: &mut Stmt,
    walker: &mut Walker<'_>,
) -> Option<TokenStream> {
    let before = walker.errors.count();
    let sharing = Sharing::of(directive);
    let mut body = block::of(stmt);
    block::refuse_exits(&body, "task", walker.errors);
    let (place, mark) = walker.around.task_place();
    let accesses = depend::accesses(directive, walker)?;
    let contributions = Contributions::of(directive, walker)?;
    accesses.iter().for_each(|access| access.rewrite(&mut body));
    let mentioned = quote!(#body);
    let mut moved: Vec<Ident> = moved(&mentioned, mark, &sharing, walker);
    moved.extend(contributions.gathered());
    walker.inside(directive, |walker| walker.visit_block_mut(&mut body));
    if walker.errors.count() > before {
        return None;
    }
    let (span, krate, team, stmts) = (span(directive), &walker.krate, team::handle(), &body.stmts);
    let place = match place {
        TaskPlace::Scope => scope::handle(),
        TaskPlace::Group | TaskPlace::Team => team.clone(),
    };
    let cloned = &sharing.firstprivate;
    let (private, quiet) = (data::private(&sharing, &mentioned), data::quiet());
    let clauses = clauses(directive, walker);
    let event = match directive.find(ClauseName::Detach).map(|clause| &clause.arg) {
        Some(Arg::Word(event)) => Some(event),
        _ => None,
    };
    let (access, refs) = (depend::expr(&accesses), depend::refs(&accesses));
    let (method, event_parameter) = match (&event, accesses.is_empty()) {
        (None, true) => (quote_spanned!(span=> spawn), quote!()),
        (None, false) => (quote_spanned!(span=> spawn_with), quote!()),
        (Some(event), true) => (quote_spanned!(span=> spawn_detached), quote!(, #event)),
        (Some(event), false) => (quote_spanned!(span=> spawn_detached_with), quote!(, #event)),
    };
    let (access, refs) =
        if accesses.is_empty() { (quote!(), quote!()) } else { (quote!(#access,), quote!(, #refs)) };
    let work = contributions.around(quote!(#(#stmts)*), &team, krate);
    let spawn = quote_spanned! {span=>
        #krate::Task::new() #clauses .#method(#place, #access #quiet |#team #event_parameter #refs| {
            #(let mut #moved = #krate::__private::Taken::into_inner(#moved);)*
            #(let mut #cloned = #krate::__private::Taken::into_inner(#cloned);)*
            #private
            #work
        })
    };
    let spawn = team::bind(spawn, walker);
    Some(quote_spanned! {span=> {
        #(let #moved = #krate::__private::Taken::new(#moved);)*
        #(let #cloned = #krate::__private::Taken::new(#krate::__private::copy(&#cloned));)*
        #spawn;
    }})
}

/// The variables that the task mentions and that end before it may.
fn moved(body: &TokenStream, mark: usize, sharing: &Sharing, walker: &Walker<'_>) -> Vec<Ident> {
    let mut moved: Vec<Ident> = Vec::new();
    for name in walker.locals.since(mark) {
        let is_named = sharing.named().any(|named| named == name);
        if !is_named && !moved.contains(name) && data::mentions(body.clone(), name) {
            moved.push(name.clone());
        }
    }
    moved
}

/// The clauses of a task or a taskloop as calls.
pub(in crate::expand) fn clauses(directive: &Directive, walker: &Walker<'_>) -> TokenStream {
    let krate = &walker.krate;
    let mut calls = TokenStream::new();
    // It makes another builder, so it comes last.
    let mut nogroup = TokenStream::new();
    for clause in &directive.clauses {
        let span = clause.span.resolved_at(proc_macro2::Span::mixed_site());
        calls.extend(match (clause.name, &clause.arg) {
            (ClauseName::If, Arg::Expr(condition))
                if says(condition, "task") || says(condition, "taskloop") =>
            {
                let value = &condition.value;
                quote_spanned!(span=> .only_if(#value))
            }
            (ClauseName::Final, Arg::Expr(condition)) => {
                let value = &condition.value;
                quote_spanned!(span=> .final_if(#value))
            }
            (ClauseName::Priority, Arg::Expr(priority)) => {
                let value = &priority.value;
                quote_spanned!(span=> .priority(#krate::__private::priority(#value)))
            }
            (ClauseName::Grainsize | ClauseName::NumTasks, Arg::Expr(n)) => {
                let (name, value) = (Ident::new(clause.name.word(), span), &n.value);
                let strict = n.modifier.is_some().then(|| quote_spanned!(span=> .strict()));
                quote_spanned!(span=> .#name(#krate::__private::chunk(#value)) #strict)
            }
            (ClauseName::Nogroup, _) => {
                nogroup = quote_spanned!(span=> .nogroup());
                quote!()
            }
            (ClauseName::Untied, _) => quote_spanned!(span=> .untied()),
            (ClauseName::Mergeable, _) => quote_spanned!(span=> .mergeable()),
            _ => quote!(),
        });
    }
    calls.extend(nogroup);
    calls
}
