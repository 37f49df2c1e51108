//! `teams` (OpenMP 5.2, section 10.2): teams of one initial thread each, all of which the calling thread is, in turn.

use crate::api::teams::{max_teams, teams_thread_limit};
use crate::escape::Outlined;
use crate::truth::Truth;
use ferromp::__raw::{Settings, as_initial_thread, run_body};
use std::ffi::{c_uint, c_void};

/// Teams of a construct that asks for no number, in an environment that does not either.
const DEFAULT_TEAMS: c_uint = 3;

/// `teams` outside of `target`: calls `body` with `data` for each team. 0 for either number means that the construct does
/// not say it.
///
/// # Safety
/// `body` may be called with `data` so many times.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GOMP_teams_reg(
    body: Outlined,
    data: *mut c_void,
    num_teams: c_uint,
    thread_limit: c_uint,
    _flags: c_uint,
) {
    let or = |number: c_uint, other: c_uint| if number > 0 { number } else { other };
    let num_teams = or(or(num_teams, max_teams()), DEFAULT_TEAMS);
    let thread_limit = or(thread_limit, teams_thread_limit());
    let outside = Settings::of_this_task();
    for team_num in 0..num_teams {
        let begin = |settings: &mut Settings| {
            *settings = outside;
            if thread_limit > 0 {
                settings.set_thread_limit(thread_limit);
            }
            settings.host_mut().team_num = team_num;
            settings.host_mut().num_teams = num_teams;
        };
        // SAFETY: contract of this function.
        as_initial_thread(begin, || unsafe { run_body(body, data) });
    }
}

/// `teams` inside `target`, which has made the calling thread an initial one: called in a loop, it makes it the first
/// team and the next one after that, until it answers that there is no other. There are as few teams as asked for.
#[unsafe(no_mangle)]
pub extern "C" fn GOMP_teams4(least: c_uint, _most: c_uint, thread_limit: c_uint, first: Truth) -> bool {
    let mut settings = Settings::of_this_task();
    let variables = settings.host_mut();
    if first.holds() {
        variables.num_teams = least.max(1);
        variables.team_num = 0;
        if thread_limit > 0 {
            settings.set_thread_limit(thread_limit);
        }
    } else {
        if variables.team_num + 1 >= variables.num_teams {
            return false;
        }
        variables.team_num += 1;
    }
    settings.keep();
    true
}

/// `teams` inside `target` of compilers before gcc 12: there is one team.
#[unsafe(no_mangle)]
pub extern "C" fn GOMP_teams(_num_teams: c_uint, thread_limit: c_uint) {
    GOMP_teams4(1, 1, thread_limit, true.into());
}
