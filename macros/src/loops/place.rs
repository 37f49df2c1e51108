//! Places that a body names: a variable, perhaps a field of it, perhaps an element.

use syn::{BinOp, Expr, Ident, Member};

/// A variable, or a field of one: `y`, `self.cells`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Base {
    pub(super) root: Ident,
    fields: Vec<String>,
}

impl Base {
    /// The variable by itself.
    pub(super) fn variable(root: &Ident) -> Self {
        Self { root: root.clone(), fields: Vec::new() }
    }

    /// What `expr` is, if it is nothing but a variable, fields, parentheses and dereferences.
    pub(super) fn of(expr: &Expr) -> Option<Self> {
        match expr {
            Expr::Paren(inner) => Self::of(&inner.expr),
            Expr::Group(inner) => Self::of(&inner.expr),
            Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => Self::of(&unary.expr),
            Expr::Path(path) if path.qself.is_none() => path.path.get_ident().map(Self::variable),
            Expr::Field(field) => {
                let mut base = Self::of(&field.base)?;
                base.fields.push(match &field.member {
                    Member::Named(name) => name.to_string(),
                    Member::Unnamed(index) => index.index.to_string(),
                });
                Some(base)
            }
            _ => None,
        }
    }

    /// As one would write it.
    pub(super) fn text(&self) -> String {
        self.fields.iter().fold(self.root.to_string(), |text, field| text + "." + field)
    }

    /// Whether one is the other, or a part of it.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        self.root == other.root && self.fields.iter().zip(&other.fields).all(|(a, b)| a == b)
    }

    pub(super) fn is_variable(&self) -> bool {
        self.fields.is_empty()
    }
}

/// What is done to a place.
#[derive(Clone, Debug)]
pub(super) enum How {
    Read,
    /// `place = value`, or `place op= value`.
    Assign {
        op: Option<BinOp>,
        value: Box<Expr>,
    },
    /// `&mut place`.
    BorrowMut,
    /// A method is called with it as the receiver.
    Method(Ident),
    /// It occurs in a macro's tokens: anything may happen to it.
    Macro,
}

/// Methods that need `&mut self`, by the names that std gives to no other.
const MUTATING: &[&str] = &[
    "append",
    "as_mut",
    "as_mut_slice",
    "clear",
    "clone_from",
    "clone_from_slice",
    "copy_from_slice",
    "copy_within",
    "dedup",
    "drain",
    "entry",
    "extend",
    "extend_from_slice",
    "fill",
    "fill_with",
    "get_mut",
    "get_or_insert",
    "get_or_insert_with",
    "insert",
    "iter_mut",
    "last_mut",
    "first_mut",
    "pop",
    "pop_back",
    "pop_front",
    "push",
    "push_back",
    "push_front",
    "push_str",
    "remove",
    "reserve",
    "resize",
    "retain",
    "reverse",
    "rotate_left",
    "rotate_right",
    "select_nth_unstable",
    "sort",
    "sort_by",
    "sort_by_key",
    "sort_unstable",
    "sort_unstable_by",
    "sort_unstable_by_key",
    "split_at_mut",
    "split_off",
    "swap",
    "swap_remove",
    "swap_with_slice",
    "truncate",
    "values_mut",
    "chunks_mut",
    "chunks_exact_mut",
    "add_assign",
    "sub_assign",
    "mul_assign",
    "div_assign",
    "write_fmt",
    "write_str",
    "write_all",
];

impl How {
    /// Whether the place is changed for certain, as far as names tell.
    pub(super) fn writes(&self) -> bool {
        match self {
            How::Assign { .. } | How::BorrowMut => true,
            How::Method(name) => MUTATING.contains(&&*name.to_string()),
            How::Read | How::Macro => false,
        }
    }

    /// Whether it may be changed, for all that names tell.
    pub(super) fn may_write(&self) -> bool {
        self.writes() || matches!(self, How::Method(_))
    }
}
