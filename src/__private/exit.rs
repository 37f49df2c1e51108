//! What `?` does, for loops whose body is a closure. `std::ops::Try` is not stable.

use std::convert::Infallible;
use std::ops::ControlFlow;

/// What `?` may stand behind.
pub trait Branch {
    /// What it gives.
    type Output;
    /// What it returns from the function.
    type Exit;

    /// Which of the two.
    fn branch(self) -> ControlFlow<Self::Exit, Self::Output>;
}

/// The result of a function in which `?` meets an `Exit`.
pub trait FromExit<Exit> {
    /// That result.
    fn from_exit(exit: Exit) -> Self;
}

impl<T> Branch for Option<T> {
    type Output = T;
    type Exit = Option<Infallible>;

    #[inline]
    fn branch(self) -> ControlFlow<Self::Exit, T> {
        self.map_or(ControlFlow::Break(None), ControlFlow::Continue)
    }
}

impl<T> FromExit<Option<Infallible>> for Option<T> {
    #[inline]
    fn from_exit(_: Option<Infallible>) -> Self {
        None
    }
}

impl<T, E> Branch for Result<T, E> {
    type Output = T;
    type Exit = Result<Infallible, E>;

    #[inline]
    fn branch(self) -> ControlFlow<Self::Exit, T> {
        match self {
            Ok(value) => ControlFlow::Continue(value),
            Err(error) => ControlFlow::Break(Err(error)),
        }
    }
}

impl<T, E, F: From<E>> FromExit<Result<Infallible, E>> for Result<T, F> {
    #[inline]
    fn from_exit(exit: Result<Infallible, E>) -> Self {
        match exit {
            Err(error) => Err(error.into()),
            Ok(never) => match never {},
        }
    }
}
