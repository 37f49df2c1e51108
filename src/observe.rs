//! Observers: told what happens in regions, by an interface modelled on OMPT (OpenMP 5.2 §19).
//!
//! With the feature `observe`. Without it nothing of this is compiled in; with it, and while nobody observes, each place
//! that has something to tell looks at one word that hardly ever changes.

pub use crate::hook::{
    Access, Cancelled, Dealing, Endpoint, Event, Kind, Member, MutexKind, MutexStep, Observer, Observing,
    SyncKind, TaskStatus, Work, observe,
};
