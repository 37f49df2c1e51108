//! How a directive reaches the member that runs it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::walk::Walker;

/// Our name for the handle of a member.
pub(super) fn handle() -> Ident {
    Ident::new("team", Span::mixed_site())
}

/// `construct`, an expression of [`handle`]. Within the text of the region the handle is a variable; elsewhere the
/// construct belongs to whichever region the thread is in when it comes here.
pub(super) fn bind(construct: TokenStream, walker: &Walker<'_>) -> TokenStream {
    if walker.around.has_team() {
        return construct;
    }
    let (team, krate) = (handle(), &walker.krate);
    quote!(#krate::__private::with_team(|#team| #construct))
}
