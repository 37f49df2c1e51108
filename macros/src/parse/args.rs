//! What stands between the parentheses of a clause.

use proc_macro2::{Group, Ident};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::token::Paren;
use syn::{Expr, Token, parenthesized};

use super::{operator, schedule};
use crate::model::{Arg, ClauseName, Modified};

/// The argument of a clause that has parentheses.
pub(super) fn with(name: ClauseName, word: &Ident, is_unsafe: bool, group: &Group) -> syn::Result<Arg> {
    use ClauseName::*;
    let parse = |input: ParseStream<'_>| {
        let arg = match name {
            NumThreads | If | Final | Priority | Grainsize | NumTasks | Filter | Hint | Collapse
            | Ordered | Safelen | Simdlen | Partial => Arg::Expr(modified(input, expr)?),
            Nowait | Untied | Mergeable | Nogroup | Deterministic => Arg::Expr(modified(input, expr)?),
            Shared if is_unsafe => Arg::UnsafeVars(idents(input)?),
            Shared | Private | Firstprivate | Lastprivate | Copyprivate | Copyin | Inclusive | Exclusive
            | Nontemporal => Arg::Vars(modified(input, idents)?),
            Aligned => Arg::Exprs(modified(input, aligned)?),
            Reduction | InReduction | TaskReduction => operator::reduction(input)?,
            Schedule => schedule::schedule(input)?,
            Default | ProcBind | Order | Bind | Fail | Detach => Arg::Word(input.call(Ident::parse_any)?),
            Linear => linear(input)?,
            Depend | Affinity | Doacross | Update => Arg::Exprs(modified(input, exprs)?),
            Sizes | Permutation => Arg::Exprs(Modified { modifier: None, value: exprs(input)? }),
            Crate => return Err(input.error("expected `crate = path`")),
            Read | Write | Capture | Compare | Weak | SeqCst | AcqRel | Acquire | Release | Relaxed
            | Threads | Simd | Full => {
                return Err(syn::Error::new(group.span(), format!("`{name}` takes no argument")));
            }
        };
        if input.is_empty() {
            return Ok(arg);
        }
        Err(input.error(format!("this does not belong to `{name}`")))
    };
    if group.stream().is_empty() {
        return Err(syn::Error::new(word.span(), format!("`{name}()` is empty")));
    }
    parse.parse2(group.stream())
}

/// The argument of a clause without parentheses.
pub(super) fn without(name: ClauseName, word: &Ident) -> syn::Result<Arg> {
    use ClauseName::*;
    match name {
        Nowait | Untied | Mergeable | Nogroup | Deterministic | Ordered | Read | Write | Update | Capture
        | Compare | Weak | SeqCst | AcqRel | Acquire | Release | Relaxed | Threads | Simd | Full
        | Partial => Ok(Arg::None),
        Crate => Err(syn::Error::new(word.span(), "expected `crate = path`")),
        _ => Err(syn::Error::new(
            word.span(),
            format!("`{name}` needs an argument: `{name}({})`", example(name)),
        )),
    }
}

/// What an argument could be.
fn example(name: ClauseName) -> &'static str {
    use ClauseName::*;
    match name {
        NumThreads | Collapse | Safelen | Simdlen => "4",
        If | Final => "n > 1000",
        ProcBind => "close",
        Default => "shared",
        Reduction | InReduction | TaskReduction => "+: sum",
        Schedule => "static",
        Depend => "in: x",
        Sizes => "8, 8",
        Permutation => "2, 1",
        Order => "concurrent",
        Shared | Private | Firstprivate | Lastprivate | Linear | Copyprivate | Copyin => "x",
        _ => "…",
    }
}

/// `[modifier:] value`. A modifier is a single word before a single colon.
fn modified<T>(
    input: ParseStream<'_>,
    value: impl FnOnce(ParseStream<'_>) -> syn::Result<T>,
) -> syn::Result<Modified<T>> {
    let has_modifier = input.peek(Ident::peek_any) && input.peek2(Token![:]) && !input.peek2(Token![::]);
    let modifier = has_modifier.then(|| input.call(Ident::parse_any)).transpose()?;
    if has_modifier {
        input.parse::<Token![:]>()?;
    }
    Ok(Modified { modifier, value: value(input)? })
}

/// Variables. What is another place, or an array section of C, is answered with what to write.
pub(super) fn idents(input: ParseStream<'_>) -> syn::Result<Vec<Ident>> {
    let mut names = Vec::new();
    while !input.is_empty() {
        names.push(variable(input)?);
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
    }
    Ok(names)
}

fn variable(input: ParseStream<'_>) -> syn::Result<Ident> {
    let rest = input.cursor();
    let name = match input.call(Ident::parse_any) {
        Ok(name) if name == "self" => {
            return Err(syn::Error::new(
                name.span(),
                "clauses name variables: take a field out first, as in `let total = &mut self.total;`",
            ));
        }
        Ok(name) => name,
        Err(_) => {
            let span = rest.token_stream().into_iter().next().map_or(input.span(), |token| token.span());
            return Err(syn::Error::new(span, "expected a variable"));
        }
    };
    if input.peek(syn::token::Bracket) {
        let section = input.parse::<Group>()?;
        let message = format!("arrays are named whole here, without a section: `{name}`");
        return Err(syn::Error::new(section.span(), message));
    }
    if input.peek(Token![.]) {
        let message =
            format!("clauses name variables: take the field out first, as in `let field = {name}.field;`");
        return Err(input.error(message));
    }
    Ok(name)
}

fn exprs(input: ParseStream<'_>) -> syn::Result<Vec<Expr>> {
    let word = input.fork().call(Ident::parse_any).ok();
    if let Some(word) = word.filter(|word| word == "iterator" && input.peek2(Paren)) {
        let message =
            "`iterator` is not here: put the accesses in a `Vec`, and give them to `Team::task_with`";
        return Err(syn::Error::new(word.span(), message));
    }
    Ok(Punctuated::<Expr, Token![,]>::parse_terminated(input)?.into_iter().collect())
}

/// `aligned(a, b: 32)`: a hint, of which the variables are kept.
fn aligned(input: ParseStream<'_>) -> syn::Result<Vec<Expr>> {
    let vars = Punctuated::<Expr, Token![,]>::parse_separated_nonempty(input)?;
    if input.parse::<Option<Token![:]>>()?.is_some() {
        input.parse::<Expr>()?;
    }
    Ok(vars.into_iter().collect())
}

/// `linear(x, y: 2)`, as since 5.2 `linear(x: val, step(2))`, as before it `linear(val(x): 2)`.
fn linear(input: ParseStream<'_>) -> syn::Result<Arg> {
    let vars = if input.peek(Ident::peek_any) && input.peek2(Paren) {
        val(input)?;
        let content;
        parenthesized!(content in input);
        idents(&content)?
    } else {
        Punctuated::<Ident, Token![,]>::parse_separated_nonempty(input)?.into_iter().collect()
    };
    if input.parse::<Option<Token![:]>>()?.is_none() {
        return Ok(Arg::Linear { vars, step: None });
    }
    let mut step = None;
    loop {
        let word = input.fork().call(Ident::parse_any).ok();
        if word.as_ref().is_some_and(|word| word == "step") && input.peek2(Paren) {
            input.call(Ident::parse_any)?;
            let content;
            parenthesized!(content in input);
            step = Some(content.parse::<Expr>()?);
        } else if word.is_some_and(|word| LINEAR.iter().any(|known| word == known)) {
            val(input)?;
        } else {
            step = Some(input.parse::<Expr>()?);
        }
        if input.parse::<Option<Token![,]>>()?.is_none() {
            return Ok(Arg::Linear { vars, step });
        }
    }
}

const LINEAR: [&str; 3] = ["val", "ref", "uval"];

/// The modifier `val` of `linear`; the others are about references of C++.
fn val(input: ParseStream<'_>) -> syn::Result<()> {
    let word = input.call(Ident::parse_any)?;
    if word == "val" {
        return Ok(());
    }
    Err(syn::Error::new(word.span(), format!("`linear` has the modifier `val` here, and not `{word}`")))
}

fn expr(input: ParseStream<'_>) -> syn::Result<Expr> {
    input.parse()
}
