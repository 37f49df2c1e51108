mod blocks;
mod operators;
mod partials;
