//! What a caller without types keeps with an implicit task: see [`__raw`](crate::__raw). Nothing without the feature.

#[cfg_attr(all(feature = "raw", not(loom)), path = "on.rs")]
#[cfg_attr(not(all(feature = "raw", not(loom))), path = "off.rs")]
mod platform;

pub(crate) use platform::*;
