//! The name that the environment gives.

/// The machine's name, or "localhost" if the environment gives none.
pub(crate) fn hostname() -> String {
    let named = |variable| std::env::var(variable).ok().filter(|name: &String| !name.is_empty());
    named("COMPUTERNAME").or_else(|| named("HOSTNAME")).unwrap_or_else(|| "localhost".to_owned())
}
