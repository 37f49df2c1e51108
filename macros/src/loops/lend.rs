//! What lending becomes: a space beside the loop's own, and a name in place of `y[i]`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Block, Expr, Ident, parse_quote};

use super::classify::Lent;
use super::header::{Index, ours};
use super::index::Form;
use super::uses::{LENT, Outside};
use super::walk::Walk;

impl Lent {
    /// Our name for what an iteration is lent.
    fn name(&self) -> Ident {
        let base = self.base.text();
        // In an inner loop what is lent is what was lent before, and `_` keeps the two apart.
        ours(&format!("{LENT}{}", base.replace('.', "_")))
    }

    fn len_name(&self) -> Ident {
        ours(&format!("ferromp_len_of_{}", self.base.text().replace('.', "_")))
    }

    /// The statement that makes the space, and the pattern for its items.
    pub(super) fn part(&self, index: &Index, krate: &TokenStream) -> (TokenStream, Part) {
        let (name, len, indices) = (self.name(), self.len_name(), &index.space);
        let (made, pattern) = match &self.form {
            Form::Row { stride, .. } => (quote!(rows(array, &#indices, #stride)), quote!(#name)),
            Form::Element { offset } => {
                let offset = offset.to_i128();
                if self.sure && index.exact {
                    (quote!(elements(array, &#indices, #offset)), quote!(#name))
                } else {
                    (quote!(perhaps(array, &#indices, #offset)), quote!(mut #name))
                }
            }
            Form::Other => return Default::default(),
        };
        let array = match &self.array {
            array @ Expr::Unary(_) => quote!((#array)),
            array => quote!(#array),
        };
        let statement = quote! {
            let (#name, #len) = {
                use #krate::space::lend::Lend as _;
                let array = #array.__ferromp_lend();
                let len = #krate::space::lend::Length(array.len());
                (#krate::space::lend::#made, len)
            };
        };
        // A body that does not ask for it must not be warned.
        let statement = if self.len { statement } else { quote!(#statement let _ = #len;) };
        (statement, Part { space: quote!(#name), pattern })
    }

    /// What stands in place of a use.
    fn instead(&self, form: Option<&Form>) -> Option<Expr> {
        let (name, len) = (self.name(), self.len_name());
        match form {
            Some(Form::Element { .. }) => Some(parse_quote!((*#name))),
            Some(Form::Row { rest, .. }) => Some(parse_quote!(#name[#rest])),
            Some(Form::Other) => None,
            // Its length is all that is asked of the whole.
            None => Some(parse_quote!(#len)),
        }
    }
}

/// A space beside others, and the pattern for its items.
#[derive(Default)]
pub(super) struct Part {
    pub(super) space: TokenStream,
    pub(super) pattern: TokenStream,
}

/// Puts what is lent in the place of the elements.
pub(super) fn rewrite(body: &mut Block, lent: &[Lent], outside: &Outside<'_>) {
    Walk::through(body, &outside.bound, &mut |found| {
        let this = lent.iter().find(|lent| lent.base == found.base)?;
        let form = found.index.map(|index| outside.form(index, found.inner));
        this.instead(form.as_ref())
    });
}

/// Several spaces as one: a tuple, of which more than six are nested.
pub(super) fn in_step(mut parts: Vec<Part>) -> Part {
    if parts.len() > 6 {
        let rest = in_step(parts.split_off(5));
        parts.push(rest);
    }
    if let [_] = parts[..] {
        return parts.remove(0);
    }
    let spaces = parts.iter().map(|part| &part.space);
    let patterns = parts.iter().map(|part| &part.pattern);
    Part { space: quote!((#(#spaces),*)), pattern: quote!((#(#patterns),*)) }
}
