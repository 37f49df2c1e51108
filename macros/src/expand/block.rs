//! The statement of a directive as a block.

use quote::ToTokens;
use syn::visit_mut::VisitMut;
use syn::{Block, Expr, Stmt};

use crate::errors::Errors;
use crate::model::Directive;
use crate::walk::Walker;

/// The block that a directive stands on, or one around any other statement. The label of a block is kept.
pub(super) fn of(stmt: &Stmt) -> Block {
    match stmt {
        Stmt::Expr(Expr::Block(block), _) if block.label.is_none() => block.block.clone(),
        other => Block { brace_token: Default::default(), stmts: vec![terminated(other)] },
    }
}

/// The same, where a statement that ends the block around keeps its value.
pub(super) fn with_value(stmt: &Stmt) -> Block {
    match stmt {
        Stmt::Expr(Expr::Block(_), _) | Stmt::Expr(_, Some(_)) | Stmt::Macro(_) => of(stmt),
        other => Block { brace_token: Default::default(), stmts: vec![other.clone()] },
    }
}

/// The block that a directive stands on, walked, whose body becomes a function: nothing may jump out of it. `None` if
/// there were errors.
pub(super) fn walked(directive: &Directive, stmt: &Stmt, walker: &mut Walker<'_>) -> Option<Block> {
    let before = walker.errors.count();
    let mut body = of(stmt);
    refuse_exits(&body, &directive.name(), walker.errors);
    walker.inside(directive, |walker| walker.visit_block_mut(&mut body));
    (walker.errors.count() == before).then_some(body)
}

/// A statement whose value is dropped.
fn terminated(stmt: &Stmt) -> Stmt {
    match stmt {
        Stmt::Expr(expr, None) if !is_block_like(expr) => Stmt::Expr(expr.clone(), Some(Default::default())),
        other => other.clone(),
    }
}

fn is_block_like(expr: &Expr) -> bool {
    matches!(
        expr,
        Expr::Block(_)
            | Expr::Unsafe(_)
            | Expr::If(_)
            | Expr::ForLoop(_)
            | Expr::While(_)
            | Expr::Loop(_)
            | Expr::Match(_)
    )
}

/// Refuses jumps out of the block of `name`, whose body becomes a function.
pub(super) fn refuse_exits(body: &Block, name: &str, errors: &Errors) {
    refuse_exits_with(
        body,
        &format!("would leave the block of `{name}`, which is left at its end only"),
        errors,
    );
}

/// The same, with another reason.
pub(super) fn refuse_exits_with(body: &Block, reason: &str, errors: &Errors) {
    let exits = crate::validate::exits(body);
    let refuse = |tokens: &dyn ToTokens, what: &str| {
        errors.at(tokens.to_token_stream(), format!("`{what}` {reason}"));
    };
    exits.returns.iter().for_each(|it| refuse(&it.return_token, "return"));
    exits.tries.iter().for_each(|it| refuse(&it.question_token, "?"));
    exits.breaks.iter().for_each(|it| refuse(&it.break_token, "break"));
    exits.continues.iter().for_each(|it| refuse(&it.continue_token, "continue"));
}
