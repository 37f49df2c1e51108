//! Simulates the health service of a country, day by day.
//!
//! ```text
//! cargo run --release --example health [LEVELS [DAYS]]
//! ```
//! Every district has a hospital; it takes its own sick and those whom the hospitals of its subdistricts cannot
//! cure. A district's day is a task; it makes tasks of the days of its subdistricts, sees to its own patients
//! meanwhile, waits for the subdistricts at the end of a `taskgroup`, and then takes in whom they sent.
//! Each district has random numbers of its own, and takes patients in the order of its subdistricts, so what
//! happens does not depend on who simulates what.
//!
//! Ends with an error if the country is not, to the last patient, what the serial simulation makes of it, or if
//! people have appeared or vanished.

#[path = "shared/arguments.rs"]
mod arguments;
#[path = "shared/random.rs"]
mod random;
#[path = "shared/timed.rs"]
mod timed;

use std::collections::VecDeque;
use std::error::Error;
use std::ops::AddAssign;

use ferromp::prelude::*;
use random::Random;

/// Subdistricts of a district.
const SUBDISTRICTS: u64 = 4;
/// Inhabitants of a district without subdistricts.
const INHABITANTS: u32 = 30;
/// How many of a thousand fall sick in a day, and how many of a thousand patients are sent on.
const SICK: u64 = 5;
const SENT_ON: u64 = 100;
/// Days it takes to find out what a patient has, and to cure it.
const DAYS_TO_ASSESS: u32 = 3;
const DAYS_TO_CURE: u32 = 12;

fn main() -> Result<(), Box<dyn Error>> {
    let levels = arguments::number(1, "LEVELS", 7_u32)?.clamp(1, 9);
    let days = arguments::number(2, "DAYS", 365_u32)?;
    let country = District::new(levels, 1);
    let people = country.census().people;

    let (serial, serial_time) = timed::best_of(3, || {
        let mut country = country.clone();
        (0..days).for_each(|_| country.day_serially(true));
        country
    });
    let (parallel, parallel_time) = timed::best_of(3, || {
        let mut country = country.clone();
        parallel_masked(|team| (0..days).for_each(|_| country.day(team, true)));
        country
    });

    println!("{levels} levels, {people} people, {days} days: {:?}", parallel.census());
    if parallel != serial {
        return Err(format!("serially: {:?}", serial.census()).into());
    }
    if parallel.census().people != people {
        return Err("people have appeared or vanished".into());
    }
    timed::report(serial_time, parallel_time);
    Ok(())
}

#[derive(Clone, Debug, PartialEq)]
struct Person {
    days_left: u32,
    days_in_hospitals: u32,
    hospitals: u32,
}

/// A district, and below it its subdistricts.
#[derive(Clone, PartialEq)]
struct District {
    subdistricts: Vec<District>,
    hospital: Hospital,
}

/// A hospital and those who would come to it first.
#[derive(Clone, PartialEq)]
struct Hospital {
    random: Random,
    free_staff: u32,
    healthy: Vec<Person>,
    waiting: VecDeque<Person>,
    assessed: Vec<Person>,
    treated: Vec<Person>,
    /// Whom the hospital above is to take.
    sent_on: Vec<Person>,
}

impl District {
    fn new(levels: u32, seed: u64) -> Self {
        let mut random = Random(seed);
        let below = if levels > 1 { SUBDISTRICTS } else { 0 };
        let subdistricts = (0..below).map(|_| Self::new(levels - 1, random.next())).collect();
        let person = Person { days_left: 0, days_in_hospitals: 0, hospitals: 0 };
        let hospital = Hospital {
            random,
            free_staff: 2 << levels,
            healthy: vec![person; (INHABITANTS << (levels - 1)) as usize],
            waiting: VecDeque::new(),
            assessed: Vec::new(),
            treated: Vec::new(),
            sent_on: Vec::new(),
        };
        Self { subdistricts, hospital }
    }

    fn day_serially(&mut self, top: bool) {
        self.subdistricts.iter_mut().for_each(|district| district.day_serially(false));
        self.hospital.day(top);
        self.admit_from_below();
    }

    fn day(&mut self, team: &Team<'_>, top: bool) {
        let Self { subdistricts, hospital } = self;
        team.taskgroup(|group| {
            for district in subdistricts {
                group.task(move |team| district.day(team, false));
            }
            hospital.day(top);
        });
        self.admit_from_below();
    }

    fn admit_from_below(&mut self) {
        for below in &mut self.subdistricts {
            for person in below.hospital.sent_on.drain(..) {
                self.hospital.waiting.push_back(person);
            }
        }
    }

    fn census(&self) -> Census {
        let mut census = self.hospital.census();
        self.subdistricts.iter().for_each(|district| census += district.census());
        census
    }
}

impl Hospital {
    /// A day in this hospital. The one at the top sends nobody on.
    fn day(&mut self, top: bool) {
        for person in extract(&mut self.treated, Person::is_through) {
            self.free_staff += 1;
            self.healthy.push(person);
        }
        for mut person in extract(&mut self.assessed, Person::is_through) {
            if !top && self.random.below(1000) < SENT_ON {
                self.free_staff += 1;
                self.sent_on.push(person);
            } else {
                person.days_left = DAYS_TO_CURE;
                self.treated.push(person);
            }
        }
        self.waiting.iter_mut().for_each(|person| person.days_in_hospitals += 1);
        while self.free_staff > 0 {
            let Some(mut person) = self.waiting.pop_front() else { break };
            self.free_staff -= 1;
            person.days_left = DAYS_TO_ASSESS;
            person.hospitals += 1;
            self.assessed.push(person);
        }
        let random = &mut self.random;
        self.waiting.extend(extract(&mut self.healthy, |_| random.below(1000) < SICK));
    }

    fn census(&self) -> Census {
        let inside = self.waiting.iter().chain(&self.assessed).chain(&self.treated).chain(&self.sent_on);
        let all = self.healthy.iter().chain(inside.clone());
        Census {
            people: all.clone().count() as u64,
            inside: inside.count() as u64,
            admissions: all.clone().map(|person| u64::from(person.hospitals)).sum(),
            days_in_hospitals: all.map(|person| u64::from(person.days_in_hospitals)).sum(),
        }
    }
}

impl Person {
    /// Whether one more day ends what is done to this person.
    fn is_through(&mut self) -> bool {
        self.days_left -= 1;
        self.days_in_hospitals += 1;
        self.days_left == 0
    }
}

/// Takes out those that `leaves` accepts; all keep their order.
fn extract(people: &mut Vec<Person>, leaves: impl FnMut(&mut Person) -> bool) -> Vec<Person> {
    people.extract_if(.., leaves).collect()
}

#[derive(Debug, Default, PartialEq)]
struct Census {
    people: u64,
    inside: u64,
    admissions: u64,
    days_in_hospitals: u64,
}

impl AddAssign for Census {
    fn add_assign(&mut self, other: Self) {
        self.people += other.people;
        self.inside += other.inside;
        self.admissions += other.admissions;
        self.days_in_hospitals += other.days_in_hospitals;
    }
}
