mod assign;
mod grammar;
