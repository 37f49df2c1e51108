//! `task_reduction` of a group, and `in_reduction` of the tasks in it.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::expand::data::{self, ours};
use crate::model::{Arg, ClauseName, Directive, Reduction};
use crate::walk::Walker;

/// Our name for what gathers the values of a variable.
pub(super) fn gathered(var: &Ident) -> Ident {
    ours("gathered", var)
}

/// The variables that the tasks of a group contribute to.
pub(super) fn of_group(directive: &Directive) -> Vec<Reduction> {
    named(directive, ClauseName::TaskReduction)
}

/// What private copies are made like: the variables of a group, seen from its tasks.
pub(super) fn seeds(reductions: &[Reduction]) -> TokenStream {
    let lets = reductions.iter().map(|Reduction { var, .. }| {
        let seed = ours("seed", var);
        quote!(let #seed = &#var;)
    });
    lets.collect()
}

fn named(directive: &Directive, name: ClauseName) -> Vec<Reduction> {
    let clauses = directive.all(name).filter_map(|clause| match &clause.arg {
        Arg::Reduction { op, vars, .. } => {
            Some(vars.iter().map(move |var| Reduction { op: op.clone(), var: var.clone() }))
        }
        _ => None,
    });
    clauses.flatten().collect()
}

/// The variables to which a task, or a `taskloop`, contributes.
pub(in crate::expand) struct Contributions(Vec<Ident>);

impl Contributions {
    /// `None` if there is no group with them around.
    pub(in crate::expand) fn of(directive: &Directive, walker: &Walker<'_>) -> Option<Self> {
        let before = walker.errors.count();
        let vars: Vec<Ident> =
            named(directive, ClauseName::InReduction).into_iter().map(|reduction| reduction.var).collect();
        for var in &vars {
            let has_it = |around: &Directive| of_group(around).iter().any(|reduction| reduction.var == *var);
            if !walker.around.directives().any(has_it) {
                let message = format!(
                    "`{var}` is reduced by no `taskgroup` in the text around: \
                     `#[omp(taskgroup, task_reduction(+: {var}))] {{ … }}`"
                );
                walker.errors.at(var, message);
            }
        }
        (walker.errors.count() == before).then_some(Self(vars))
    }

    /// What gathers them: a reference, which a task takes along.
    pub(super) fn gathered(&self) -> impl Iterator<Item = Ident> {
        self.0.iter().map(gathered)
    }

    /// `statements` with copies of the variables that begin with the identity, and are handed in behind.
    pub(in crate::expand) fn around(
        &self,
        statements: TokenStream,
        team: &Ident,
        krate: &TokenStream,
    ) -> TokenStream {
        if self.0.is_empty() {
            return statements;
        }
        let begin = self.0.iter().map(|var| {
            let (op, seed) = (ours("op", var), ours("seed", var));
            quote!(let mut #var = #krate::__private::identity(&#op, #seed);)
        });
        let end = self.0.iter().map(|var| {
            let gathered = gathered(var);
            quote!(#gathered.add(#team, #var);)
        });
        let quiet = data::quiet();
        quote! { #quiet { #(#begin)* let () = { #statements }; #(#end)* } }
    }
}
