//! The two attributes.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::parse::{Parse, ParseStream};
use syn::visit_mut::VisitMut;
use syn::{Item, ItemFn, Stmt, TraitItemFn};

use super::{Walker, crate_path, strip};
use crate::errors::Errors;
use crate::parse;

/// What the attribute stands on. A method is parsed as a function: what it may have besides is only a receiver.
#[derive(Clone)]
enum Subject {
    Function(ItemFn),
    TraitMethod(TraitItemFn),
    Item(Item),
}

impl Parse for Subject {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        use syn::parse::discouraged::Speculative;
        let fork = input.fork();
        if let Ok(function) = fork.parse::<ItemFn>() {
            input.advance_to(&fork);
            return Ok(Subject::Function(function));
        }
        let fork = input.fork();
        if let Ok(method) = fork.parse::<TraitItemFn>() {
            input.advance_to(&fork);
            return Ok(Subject::TraitMethod(method));
        }
        input.parse().map(Subject::Item)
    }
}

impl Subject {
    fn visit(&mut self, visitor: &mut impl VisitMut) {
        match self {
            Subject::Function(function) => visitor.visit_item_fn_mut(function),
            Subject::TraitMethod(method) => visitor.visit_trait_item_fn_mut(method),
            Subject::Item(item) => visitor.visit_item_mut(item),
        }
    }
}

impl ToTokens for Subject {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Subject::Function(function) => function.to_tokens(tokens),
            Subject::TraitMethod(method) => method.to_tokens(tokens),
            Subject::Item(item) => item.to_tokens(tokens),
        }
    }
}

/// `#[omp]` on an item.
pub(crate) fn omp(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand(arguments, item, |subject, _, errors| {
        if let Subject::Item(Item::Struct(_) | Item::Enum(_) | Item::Use(_) | Item::Type(_)) = subject {
            errors.at(subject, "`#[omp]` stands on a function, an impl block, a trait or a module");
        }
    })
}

/// `#[parallel_for(…)]` on a function.
pub(crate) fn parallel_for(clauses: TokenStream, item: TokenStream) -> TokenStream {
    let directive = parse::parallel_for(&clauses);
    expand(TokenStream::new(), item, |subject, original, errors| {
        let Subject::Function(function) = subject else {
            errors.at(original, "`#[parallel_for]` stands on a function with one loop in it");
            return;
        };
        let mut loops = function.block.stmts.iter_mut().filter_map(|stmt| match stmt {
            Stmt::Expr(syn::Expr::ForLoop(source), _) => Some(source),
            _ => None,
        });
        let (Some(source), rest) = (loops.next(), loops.next()) else {
            errors.at(&function.sig.ident, "this function has no `for` loop as a statement of its body");
            return;
        };
        if let Some(second) = rest {
            let message = "a second loop: put `#[omp]` on the function and `#[parallel_for]` on the loops";
            errors.at(second.for_token, message);
            return;
        }
        source.attrs.push(syn::parse_quote!(#[omp(#directive)]));
    })
}

/// Walks through an item that `prepare` has looked at.
fn expand(
    arguments: TokenStream,
    item: TokenStream,
    prepare: impl FnOnce(&mut Subject, &TokenStream, &Errors),
) -> TokenStream {
    let errors = Errors::default();
    let Ok(original) = syn::parse2::<Subject>(item.clone()) else {
        if syn::parse2::<Stmt>(item.clone()).is_ok() {
            let message = "the function around has no `#[omp]`, which turns on the directives inside";
            errors.add(syn::Error::new(proc_macro2::Span::call_site(), message));
        }
        // Otherwise it is nothing that syn knows: rustc says what is wrong with it.
        let errors = errors.into_tokens();
        return quote!({ #errors #item });
    };
    let krate = crate_path::find(arguments, &errors);
    let mut subject = original.clone();
    prepare(&mut subject, &item, &errors);
    if errors.count() == 0 {
        subject.visit(&mut Walker::new(&errors, krate));
    }
    if errors.count() == 0 {
        return subject.into_token_stream();
    }
    let mut serial = original;
    serial.visit(&mut strip::Strip);
    let errors = errors.into_tokens();
    quote!(#errors #serial)
}
