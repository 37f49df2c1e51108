//! What callers without types keep with an implicit task and with a team: see [`__raw`](crate::__raw). Nothing without
//! the feature.

#[cfg_attr(all(feature = "raw", not(loom)), path = "on.rs")]
#[cfg_attr(not(all(feature = "raw", not(loom))), path = "off.rs")]
mod platform;
#[cfg(all(feature = "raw", not(loom)))]
mod work;

pub(crate) use platform::*;
#[cfg(all(feature = "raw", not(loom)))]
pub(crate) use work::*;
