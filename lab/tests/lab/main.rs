//! The program as its users see it.

mod commands;
mod complaints;
mod interrupted;
mod program;
