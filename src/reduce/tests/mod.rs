mod blocks;
mod operators;
mod partials;
mod scan;
