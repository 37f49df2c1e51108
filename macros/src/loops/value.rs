//! A body that ends by combining one value into the loop's only reduction.

use syn::visit::{self, Visit};
use syn::{BinOp, Block, Expr, Ident, Macro, Stmt};

use super::syntax::{mentions, peel};
use crate::model::{ReductionOp, Sharing};

/// Takes the last statement of `body` out, if it is `var op= value` or the like for the only variable that the loop
/// leaves behind, and nothing else mentions the variable or jumps; answers with the value.
pub(super) fn take(body: &mut Block, sharing: &Sharing) -> Option<Expr> {
    let [reduction] = &sharing.reductions[..] else { return None };
    if !sharing.lastprivate.is_empty() || !sharing.linear.is_empty() {
        return None;
    }
    let ReductionOp::Builtin { name, .. } = &reduction.op else { return None };
    let (last, rest) = body.stmts.split_last()?;
    let Stmt::Expr(last, _) = last else { return None };
    let value = value(last, name, &reduction.var)?;
    if rest.iter().any(|stmt| mentions(stmt, &reduction.var))
        || mentions(&value, &reduction.var)
        || jumps(body)
    {
        return None;
    }
    body.stmts.pop();
    Some(value)
}

fn value(stmt: &Expr, operator: &str, var: &Ident) -> Option<Expr> {
    let is_var = |expr: &Expr| matches!(peel(expr), Expr::Path(path) if path.path.is_ident(var));
    match stmt {
        Expr::Binary(binary) if binary.attrs.is_empty() && is_var(&binary.left) => {
            let same = match binary.op {
                BinOp::AddAssign(_) => "Sum",
                BinOp::MulAssign(_) => "Product",
                BinOp::BitAndAssign(_) => "BitAnd",
                BinOp::BitOrAssign(_) => "BitOr",
                BinOp::BitXorAssign(_) => "BitXor",
                _ => return None,
            };
            (same == operator).then(|| (*binary.right).clone())
        }
        Expr::Assign(assign) if assign.attrs.is_empty() && is_var(&assign.left) => {
            match peel(&assign.right) {
                Expr::Binary(binary) if is_var(&binary.left) => {
                    let same = match binary.op {
                        BinOp::Add(_) => "Sum",
                        BinOp::Mul(_) => "Product",
                        BinOp::BitAnd(_) => "BitAnd",
                        BinOp::BitOr(_) => "BitOr",
                        BinOp::BitXor(_) => "BitXor",
                        _ => return None,
                    };
                    (same == operator).then(|| (*binary.right).clone())
                }
                Expr::MethodCall(call) if is_var(&call.receiver) && call.args.len() == 1 => {
                    let same = match call.method.to_string().as_str() {
                        "max" => "Max",
                        "min" => "Min",
                        _ => return None,
                    };
                    (same == operator).then(|| call.args[0].clone())
                }
                _ => None,
            }
        }
        _ => None,
    }
}

/// Whether something might leave the iteration before its end; in a macro one cannot know.
fn jumps(body: &Block) -> bool {
    struct Jumps(bool);
    impl<'ast> Visit<'ast> for Jumps {
        fn visit_expr(&mut self, expr: &'ast Expr) {
            self.0 |= matches!(expr, Expr::Continue(_) | Expr::Break(_) | Expr::Return(_) | Expr::Try(_));
            visit::visit_expr(self, expr);
        }
        fn visit_macro(&mut self, _: &'ast Macro) {
            self.0 = true;
        }
    }
    let mut jumps = Jumps(false);
    jumps.visit_block(body);
    jumps.0
}
