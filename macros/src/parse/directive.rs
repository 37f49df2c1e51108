use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::quote;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::token::{Comma, Paren};
use syn::{Token, parenthesized};

use super::{args, foreign};
use crate::errors::Errors;
use crate::model::{Arg, Clause, ClauseName, Construct, Directive};

/// Reads `tokens` as `name clause, clause …`; the commas may be left out, as in C. `None` if the name is no
/// directive; bad clauses are left out of the answer. `at` is where an empty directive is reported.
pub(crate) fn directive(
    tokens: TokenStream,
    at: &impl quote::ToTokens,
    errors: &Errors,
) -> Option<Directive> {
    if tokens.is_empty() {
        errors.at(at, "which directive? For example `#[omp(parallel for)]`");
        return None;
    }
    let parsed = (|input: ParseStream<'_>| read(input, errors)).parse2(tokens);
    errors.keep(parsed)
}

fn read(input: ParseStream<'_>, errors: &Errors) -> syn::Result<Directive> {
    let mut directive = name(input)?;
    arguments(input, &mut directive)?;
    while !input.is_empty() {
        if input.peek(Token![,]) {
            input.parse::<Comma>()?;
            continue;
        }
        if let Some(clause) = clause(input, &directive, errors)? {
            directive.clauses.push(clause);
        }
    }
    Ok(directive)
}

/// The constructs that a directive begins with.
fn name(input: ParseStream<'_>) -> syn::Result<Directive> {
    let first = input.call(Ident::parse_any)?;
    let Some(construct) = Construct::of(&first.to_string()) else {
        return Err(syn::Error::new(first.span(), foreign::directive(&first)));
    };
    let mut constructs = vec![(construct, first.span())];
    if first == "cancellation" {
        let point = input.call(Ident::parse_any)?;
        if point != "point" {
            return Err(syn::Error::new(point.span(), "expected `cancellation point`"));
        }
    }
    while input.peek(Ident::peek_any) && !input.peek2(Paren) {
        let word = input.fork().call(Ident::parse_any)?;
        let Some(next) = Construct::of(&word.to_string()) else { break };
        let (last, _) = constructs[constructs.len() - 1];
        if !last.combines_with(next) {
            break;
        }
        input.call(Ident::parse_any)?;
        constructs.push((next, word.span()));
    }
    Ok(Directive { constructs, args: Vec::new(), cancels: None, clauses: Vec::new(), indices: Vec::new() })
}

/// What some constructs take right behind their name.
fn arguments(input: ParseStream<'_>, directive: &mut Directive) -> syn::Result<()> {
    match directive.innermost() {
        Construct::Critical | Construct::Flush if input.peek(Paren) => {
            let content;
            let parentheses = parenthesized!(content in input);
            directive.args = args::idents(&content)?;
            if directive.outermost() == Construct::Critical && directive.args.len() != 1 {
                let message = "`critical` takes one name: `critical(name)`";
                return Err(syn::Error::new(parentheses.span.join(), message));
            }
        }
        Construct::Cancel | Construct::CancellationPoint => {
            let construct = input.call(Ident::parse_any).ok();
            let known = construct.as_ref().and_then(|word| Construct::of(&word.to_string()));
            use Construct::{For, Parallel, Sections, Taskgroup};
            match (construct, known) {
                (Some(word), Some(what @ (Parallel | For | Sections | Taskgroup))) => {
                    directive.cancels = Some((what, word.span()));
                }
                (word, _) => {
                    let span = word.map_or(directive.span(), |word| word.span());
                    let message = format!(
                        "`{0}` needs the construct it ends: `{0} parallel`, `for`, `sections` or `taskgroup`",
                        directive.name()
                    );
                    return Err(syn::Error::new(span, message));
                }
            }
        }
        _ => {}
    }
    Ok(())
}

/// One clause; `None` if it was bad and has been reported.
fn clause(input: ParseStream<'_>, directive: &Directive, errors: &Errors) -> syn::Result<Option<Clause>> {
    let is_unsafe = input.parse::<Option<Token![unsafe]>>()?;
    if !input.peek(Ident::peek_any) {
        return Err(input.error("expected a clause"));
    }
    let word = input.call(Ident::parse_any)?;
    if word == "crate" && input.peek(Token![=]) {
        input.parse::<Token![=]>()?;
        input.call(syn::Path::parse_mod_style)?;
        return Ok(Some(Clause {
            name: ClauseName::Crate,
            span: word.span(),
            arg: Arg::Path,
            tokens: quote!(),
        }));
    }
    if input.peek(Token![=]) && !input.peek(Token![==]) {
        let equals = input.parse::<Token![=]>()?;
        while !input.is_empty() && !input.peek(Token![,]) {
            input.parse::<TokenTree>()?;
        }
        let message = format!("what a clause says stands in parentheses: `{word}(…)`");
        errors.add(syn::Error::new(equals.span, message));
        return Ok(None);
    }
    let group = input.peek(Paren).then(|| input.parse::<Group>()).transpose()?;
    let Some(name) = ClauseName::of(&word.to_string()) else {
        errors.add(syn::Error::new(word.span(), foreign::clause(&word, directive)));
        return Ok(None);
    };
    if let Some(keyword) = is_unsafe
        && name != ClauseName::Shared
    {
        errors.at(keyword, format!("`unsafe` stands before `shared` only, not before `{name}`"));
        return Ok(None);
    }
    let tokens = quote!(#is_unsafe #word #group);
    let parsed = match group {
        Some(group) => args::with(name, &word, is_unsafe.is_some(), &group),
        None => args::without(name, &word),
    };
    Ok(errors.keep(parsed).map(|arg| Clause { name, span: word.span(), arg, tokens }))
}

/// The tokens of `#[parallel_for(…)]` as those of the directive that it is short for.
pub(crate) fn parallel_for(clauses: &TokenStream) -> TokenStream {
    quote!(parallel for, #clauses)
}
