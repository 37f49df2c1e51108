//! The classification on snippets: what is lent, and what is said.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Ident;

use super::lower;
use crate::errors::Errors;
use crate::model::{Locals, LoopDirective, LoopKind, Mutable, Sharing};

/// `before | space | pattern | body`, or the errors, each with the text it points at.
fn lowered_with(source: &str, change: impl FnOnce(&mut LoopDirective)) -> Result<[String; 4], Vec<String>> {
    let mut locals = Locals::default();
    for name in ["a", "b", "c", "x", "y", "n", "m", "k", "sum", "t", "hist", "v", "best", "ok", "self"] {
        locals.declare(
            syn::parse_str(name).unwrap_or_else(|_| Ident::new(name, proc_macro2::Span::call_site())),
        );
    }
    locals.declare_as(syn::parse_quote!(fixed), Mutable::No);
    locals.declare_as(syn::parse_quote!(cells), Mutable::Yes);
    let mut directive = LoopDirective {
        kind: LoopKind::Combined,
        collapse: 1,
        doacross: false,
        sharing: Sharing::default(),
        locals,
    };
    change(&mut directive);
    let errors = Errors::default();
    let lowered = lower(&syn::parse_str(source).unwrap(), &directive, &errors, &quote!(ferromp));
    let said = errors.messages();
    let text = |tokens: TokenStream| tokens.to_string();
    match lowered {
        Some(lowered) if said.is_empty() => {
            let body = lowered.body;
            let spaces: Vec<String> = lowered.lanes.iter().map(|lane| text(lane.space.clone())).collect();
            let patterns: Vec<String> = lowered.lanes.iter().map(|lane| text(lane.pattern.clone())).collect();
            Ok([text(lowered.before), spaces.join(" / "), patterns.join(" / "), text(quote!(#body))])
        }
        _ => Err(said),
    }
}

fn lowered(source: &str) -> Result<[String; 4], Vec<String>> {
    lowered_with(source, |_| ())
}

/// The loop is lowered, with these arrays lent.
#[track_caller]
fn lends(source: &str, lent: &[&str]) {
    let [before, _, _, body] = lowered(source).unwrap_or_else(|errors| panic!("{source}: {errors:?}"));
    let found: Vec<&str> =
        before.split("let (ferromp_lent_").skip(1).map(|rest| rest.split(' ').next().unwrap()).collect();
    assert_eq!(found, lent, "{source}\n{before}\n{body}");
}

/// The loop is refused with one error, which begins like this.
#[track_caller]
fn refused(source: &str, message: &str) {
    let errors = lowered(source).expect_err(source);
    assert_eq!(errors.len(), 1, "{source}: {errors:?}");
    assert!(errors[0].starts_with(message), "{source}: {errors:?}");
}

#[test]
fn an_element_for_each_iteration_is_lent() {
    lends("for i in 0..n { y[i] = x[i]; }", &["y"]);
    lends("for i in 0..n { y[i] += x[i] * x[i + 1]; }", &["y"]);
    lends("for i in 1..n - 1 { b[i] = a[i - 1] + a[i + 1]; }", &["b"]);
    lends("for i in 0..n { (y[i], x[i]) = (1.0, 2.0); }", &["y", "x"]);
    lends("for i in 0..n { y[i] = 1; x[i] = y[i]; }", &["y", "x"]);
    lends("for i in 0..n { y[i as usize] = 1; }", &["y"]);
    lends("for i in 0..n { y[(i + 1) as usize] = 1; y[i as usize + 1] += 1; }", &["y"]);
    lends("for i in 0..n { y[i + k] = y[k + i] + 1; }", &["y"]);
    lends("for i in 0..n { c[i][k] = 1; c[i][n - 1] += c[i][0]; }", &["c"]);
    lends("for i in 0..n { for j in 0..m { for k in 0..n { c[i][j] += a[i][k] * b[k][j]; } } }", &["c"]);
    lends("for i in 0..n { let r = &mut c[i]; r[0] = 1; }", &["c"]);
    lends("for i in 0..n { self.c[i] = self.a[i]; }", &["self_c"]);
    lends("for i in 0..n { if i < y.len() { y[i] = 1; } }", &["y"]);
    lends("for (i, t) in x.iter().enumerate() { y[i] = *t; }", &["y"]);
    lends("for (i, t) in (0..n).zip(x) { y[i] = *t; }", &["y"]);
    lends("for i in 0..n { y[i] = 1; println!(\"{}\", y[i]); }", &["y"]);
    lends("for i in 0..n { v[i].push(1); }", &["v"]);
    lends("for i in 0..n { cells[i].step(); }", &["cells"]);
    lends("for i in 0..n { fixed[i].push(1); }", &[]);
    lends("for i in 0..n { let t = a[i].max(b[i]); y[i] = t.sqrt(); }", &["y"]);
}

#[test]
fn rows_are_lent() {
    lends("for i in 0..n { for j in 0..m { c[i * m + j] = 1; } }", &["c"]);
    lends("for i in 0..n { c[i * m..(i + 1) * m].fill(1); }", &["c"]);
    lends("for i in 0..n { c[m * i..m * i + m][0] = 1; }", &["c"]);
    lends("for i in 0..n { y[2 * i] = 1; y[2 * i + 1] = 2; }", &["y"]);
    let [.., body] = lowered("for i in 0..n { c[(i + 1) * m - 1] = c[i * m]; }").unwrap();
    assert_eq!(body, "{ ferromp_lent_c [m - (1)] = ferromp_lent_c [0] ; }");
}

#[test]
fn parts_of_arrays_are_lent() {
    let [before, _, _, body] =
        lowered("for i in 1..n { for j in 0..m { c[[i - 1, j]] += a[[i, j]]; } }").unwrap();
    assert!(before.contains("subviews (c . view_mut () , & indices , 0_i128 - ((1) as i128))"), "{before}");
    assert!(body.contains("ferromp_lent_c [[j]] += a [[i , j]]"), "{body}");
    refused(
        "for i in 0..n { c[[i, 0]] = c[[i - 1, 0]]; }",
        "`c[[i - 1, 0]]` is read while `c[[i, 0]]` is written",
    );
    refused("for i in 0..n { c[[k, i]] = 1; }", "nothing shows");
}

#[test]
fn names_of_the_body_are_its_own() {
    lends("for i in 0..n { let mut y = [0; 4]; y[i] = 1; }", &[]);
    lends("for i in 0..n { let mut t = 0; t += 1; }", &[]);
    lends("for i in 0..n { for y in &mut c[i] { *y = 1; } }", &["c"]);
    lends("for i in 0..n { if let Some(y) = &mut c[i] { *y = 1; } }", &["c"]);
    lends("for i in 0..n { let f = |y: &mut [i32]| y[0] = 1; f(&mut [1]); }", &[]);
    refused(
        "for i in 0..n { { let y = 1; } y[0] = 1; }",
        "nothing shows that no other iteration writes `y[0]`",
    );
    let hidden = "nothing shows that no other iteration writes `y[i]`: `i` is a variable of the body here";
    refused("for i in 0..n { for i in 0..m { y[i] = 1; } }", hidden);
    refused("for i in 0..n { let i = 0; y[i] = 1; }", hidden);
    refused("for i in 0..n { let k = i; y[i + k] = 1; }", "nothing shows");
}

#[test]
fn what_every_thread_writes_is_refused() {
    let shared = |name: &str| format!("`{name}` is shared and every thread writes it: ");
    for (source, name, advice) in [
        ("sum += x[i];", "sum", "add `reduction(+: sum)`"),
        ("sum -= x[i];", "sum", "add `reduction(+: sum)`"),
        ("sum = sum + x[i];", "sum", "add `reduction(+: sum)`"),
        ("sum *= 2;", "sum", "add `reduction(*: sum)`"),
        ("ok &= x[i] > 0;", "ok", "add `reduction(&: ok)`"),
        ("ok = ok && x[i] > 0;", "ok", "add `reduction(&&: ok)`"),
        ("best = best.max(x[i]);", "best", "add `reduction(max: best)`"),
        ("best = f64::min(x[i], best);", "best", "add `reduction(min: best)`"),
        ("*sum += 1;", "sum", "add `reduction(+: sum)`"),
        ("if x[i] > 0 { t = i; }", "t", "declare it in the loop, or add `private(t)`"),
        ("self.t += 1;", "self.t", "reduce a variable with `reduction(+: …)`"),
        ("k <<= 1;", "k", "compute it from the iteration"),
    ] {
        refused(&format!("for i in 0..n {{ {source} }}"), &(shared(name) + advice));
    }
    refused("for i in 0..n { f(&mut t); }", "`t` is shared and every thread would borrow it mutably");
}

#[test]
fn dependences_are_refused() {
    let carries = |place: &str| {
        format!(
            "`{place}` is read while `y[i]` is written by another iteration: this loop carries a dependence"
        )
    };
    refused("for i in 1..n { y[i] = y[i - 1]; }", &carries("y[i - 1]"));
    refused("for i in 1..n { y[i] += 1; let t = y[i + 1].abs(); }", &carries("y[i + 1]"));
    refused(
        "for i in 0..n { y[i] = 1; y[i + 1] = 2; }",
        "`y[i + 1]` is written while `y[i]` is written by another",
    );
    refused("for i in 0..n { y[i] = y[k]; }", "`y[k]` is read while `y[i]` is written by other iterations");
    refused("for i in 0..n { y[i] = f(&y); }", "`y` is used as a whole while `y[i]` is written");
    refused("for i in 0..n { y[i] = 1; log!(y); }", "`y` is given to a macro whole while `y[i]` is written");
    refused("for i in 0..n { y[i] = 1; println!(\"{y:?}\"); }", "`y` is given to a macro whole");
    refused(
        "for i in 0..n { self.y[i] = self.total(); }",
        "`self` is used as a whole while `self.y[i]` is written",
    );
}

#[test]
fn elements_of_several_iterations_are_refused() {
    refused(
        "for i in 0..n { hist[x[i]] += 1; }",
        "nothing shows that no other iteration writes `hist[x[i]]`",
    );
    refused(
        "for t in x.iter() { hist[*t] += 1; }",
        "`hist[*t]` may be written by several iterations at once: add `reduction(+: hist)`",
    );
    refused("for i in 0..n { y[n - i] = 1; }", "nothing shows that no other iteration writes `y[n - i]`");
    refused("for i in 0..n { y[i as u8 as usize] = 1; }", "nothing shows");
    refused(
        "for t in x.iter() { y[0] = *t; }",
        "`y[0]` may be written by several iterations at once: loop over an index",
    );
}

#[test]
fn several_errors_are_told_at_once() {
    let errors = lowered("for i in 1..n { sum += 1; y[i] = y[i - 1]; t = 1; }").unwrap_err();
    assert_eq!(errors.len(), 3, "{errors:?}");
}

#[test]
fn headers() {
    let space = |source: &str| lowered(source).map(|[_, space, pattern, _]| (space, pattern)).unwrap();
    assert_eq!(
        space("for i in 0..n { y[i] = x[i]; }"),
        ("indices / ferromp_lent_y".into(), "index / ferromp_lent_y".into())
    );
    assert_eq!(space("for i in 0..n { y[i] = 0; }"), ("ferromp_lent_y".into(), "ferromp_lent_y".into()));
    assert_eq!(space("for x in y.iter_mut() {}"), ("y . iter_mut ()".into(), "x".into()));
    assert_eq!(
        space("for (x, y) in x.iter().zip(y) {}"),
        ("(x . iter () , indices)".into(), "(x , y)".into())
    );
    assert_eq!(space("for x in v.into_iter() {}").0, "indices");
    refused("for x in v.iter().take(3) {}", "`take` has no iterations that can be counted");
    refused("for (i, x) in v.iter().map(f).enumerate() {}", "`map` stands before what needs the number");
}

#[test]
fn nests() {
    let nest = |source: &str, n| {
        lowered_with(source, |directive| directive.collapse = n).map(|[_, space, ..]| space)
    };
    assert!(
        nest("for i in 0..n { for j in 0..m { f(i, j); } }", 2)
            .unwrap()
            .contains("Collapse :: collapse ((outer , inner))")
    );
    assert!(
        nest("for i in 0..n { for j in i..m { f(i, j); } }", 2)
            .unwrap()
            .contains("collapse_with (0 .. n , | i | i .. m)")
    );
    for (source, message) in [
        ("for i in 0..n { g(); for j in 0..m {} }", "`collapse(2)` takes 2 loops"),
        ("for i in 0..n {}", "`collapse(2)` takes 2 loops"),
        ("for i in x.iter() { for j in 0..m {} }", "a loop of a collapsed nest runs over a range"),
        ("for i in 0..n { 'inner: for j in 0..m {} }", "the loops of a collapsed nest are one loop"),
        ("for i in 0..n { for j in 0..m { sum += 1; } }", "`sum` is shared and every thread writes it"),
    ] {
        let errors = nest(source, 2).unwrap_err();
        assert!(errors.len() == 1 && errors[0].starts_with(message), "{source}: {errors:?}");
    }
    assert!(
        nest("for i in 0..n { for j in 0..i { for k in 0..m {} } }", 3).unwrap_err()[0]
            .starts_with("bounds may depend")
    );
}

#[test]
fn default_none_wants_every_variable_named() {
    let errors = lowered_with("for i in 0..n { y[i] = x[i] + x[0] * k; f(); }", |directive| {
        directive.sharing.default = Some(syn::parse_quote!(none));
        directive.sharing.shared = vec![syn::parse_quote!(x)];
    });
    let errors = errors.unwrap_err();
    assert!(errors.len() == 2 && errors[0].starts_with("`k` is in no data-sharing clause"), "{errors:?}");
}

#[test]
fn cells_of_a_nest() {
    let nest = |body: &str| {
        let source = format!("for i in 0..n {{ for j in 0..m {{ {body} }} }}");
        lowered_with(&source, |directive| directive.collapse = 2)
    };
    assert_eq!(nest("c[i][j] = a[i][j] + b[j][i];").unwrap()[1].matches("ferromp_lent_c").count(), 1);
    assert_eq!(nest("y[i * m + j] += y[j + m * i];").unwrap()[1].matches("ferromp_lent_y").count(), 1);
    for (body, message) in [
        ("y[i] = 1;", "nothing shows that no other iteration of the nest writes `y[i]`: write `y[i][j]` or"),
        ("y[i * m + j + 1] = 1;", "nothing shows"),
        ("c[j][i] = 1;", "nothing shows"),
        ("let i = j; c[i][j] = 1;", "nothing shows"),
        ("c[i][j] = c[i][j - 1];", "`c[i][j - 1]` is read while `c[i][j]` is written by other iterations"),
        ("c[i][j] = 1; c[i].sort();", "`c[i]` is written while `c[i][j]` is written by other iterations"),
    ] {
        let errors = nest(body).unwrap_err();
        assert!(errors.len() == 1 && errors[0].starts_with(message), "{body}: {errors:?}");
    }
}

/// The elements that run in step with the loop itself, and with serial loops in it.
fn in_step(source: &str) -> (usize, usize) {
    let [.., body] = lowered(source).unwrap_or_else(|errors| panic!("{source}: {errors:?}"));
    let count = |name: &str| (0..9).filter(|k| body.contains(&format!("{name}{k}"))).count();
    (count("ferromp_item_"), count("ferromp_at_"))
}

#[test]
fn what_a_loop_reads_runs_in_step_with_it() {
    for (source, of_loop, of_inner) in [
        ("for i in 0..n { y[i] += 2 * x[i]; }", 1, 0),
        ("for i in 1..n { y[i] = x[i - 1] + x[i] + x[i + 1] + x[i]; }", 3, 0),
        ("for i in 0..n { y[i] = x[i + k] * a[k + i] + b[i as usize]; }", 3, 0),
        ("for i in 0..n { c[i][0] = a[i][0]; }", 1, 0),
        ("for i in 0..n { for j in 0..m { c[i][j] += a[i][k] * b[k][j]; } }", 0, 2),
        ("for i in 0..n { for j in 1..m { c[i][j] = a[i][j - 1] + a[i][j + 1]; } }", 0, 3),
        ("for i in 0..n { for j in 0..m { c[i * m + j] += a[i * m + k] * b[k * m + j]; } }", 0, 2),
        ("for i in 0..n { let mut t = 0; for j in a[i]..a[i + 1] { t += b[j] * x[v[j]]; } y[i] = t; }", 0, 2),
        ("for i in 0..n { let r = &a[i]; for j in 0..m { c[i][j] = r[j]; } }", 0, 2),
        ("for i in 0..n { let r = f(); for j in 0..m { c[i][j] = r[j]; smooth(r); } }", 0, 1),
        ("for i in 0..n { for j in 0..m { a[j][k].work(); c[i][j] = b[i][j]; smooth(c[i]); } }", 0, 1),
    ] {
        assert_eq!(in_step(source), (of_loop, of_inner), "{source}");
    }
}

#[test]
fn loops_that_are_left_as_they_are() {
    for source in [
        // The index is not that of a neighbour, or not known to be.
        "for i in 0..n { y[i] = x[2 * i] + x[n - i] + x[k] + x[i % m] + x[i / 2] + x[i as u8 as usize]; }",
        "for i in 0..n { let k = f(); y[i] = x[i + k]; }",
        "for i in 0..n { let i = f(); let t = x[i]; }",
        "for i in 0..n { y[i] = x[i + k.n]; }",
        // Something else may happen to the array.
        "for i in 0..n { y[i] = f(|k| x[i]); }",
        "for i in 0..n { unsafe { y[i] = x[i]; } }",
        "for i in 0..n { mine!(x[i]); }",
        "for i in 0..n { static N: usize = 0; y[i] = x[i]; }",
        "for i in 0..n { x[i].work(); }",
        // What is written in an inner loop is read at another place.
        "for i in 0..n { for j in 1..m { c[i][j] += c[i][j - 1]; } }",
        "for i in 0..n { for j in 0..m { c[i][j] = c[i].len(); } }",
        "for i in 0..n { for j in 0..m { c[i][j].work(); } }",
        // The inner loop or its variables are not what they seem.
        "for i in 0..n { for j in 0..m { let j = f(j); c[i][j] = 0; } }",
        "for i in 0..n { for j in (0..m).rev() { c[i][j] = 0; } }",
        "for i in 0..n { for j in 0..lock().get() { c[i][j] = 0; } }",
        "for i in 0..n { let mut t = 0; for j in 0..m { c[i][t + j] = 0; t += 1; } }",
        "for i in 0..n { for j in 0..m { g(|| c[i][j]); c[i][j] = 0; } }",
        "for i in 0..n { 'a: loop { for j in 0..m { c[i][j] = 0; break 'a; } } }",
        "for i in 0..n { for j in 0..m { log!(j); c[i][j] = 0; } }",
        "for i in 0..n { let r = &mut c[i]; for j in 0..m { r[j] = 0; } }",
    ] {
        assert_eq!(in_step(source), (0, 0), "{source}");
    }
}
