//! The picture of a design tells the truth: what it draws is what the emitted program starts, in that
//! order, with those limits.

use otp_advisor::inside::data::Str;
use otp_advisor::inside::emit::File;
use otp_advisor::inside::session::Session;
use otp_advisor::inside::sketch::{Hung, pictured};

use crate::matrix::designs;
use crate::projects::{describe, files};

/// The text of an emitted file; empty where there is none.
fn text<'f>(files: &'f [File], path: &str) -> &'f str {
    files
        .iter()
        .find(|file| file.path == path)
        .map_or("", |file| &file.text)
}

/// What is between two marks.
fn between<'t>(text: &'t str, from: &str, to: &str) -> Option<&'t str> {
    let rest = text.split_once(from)?.1;
    Some(rest.split_once(to)?.0.trim())
}

/// The children that the program starts, by the ids that the picture gives them.
fn started(system: &str) -> Vec<&'static str> {
    let mut started = Vec::new();
    if system.contains("cluster.child(\"cluster\", &url)") {
        started.push("cluster");
    }
    let children = between(system, "vec![", "]").unwrap_or_default();
    for child in children
        .split(',')
        .map(str::trim)
        .filter(|child| !child.is_empty())
    {
        started.push(match child {
            "visits.child()" => "table",
            "task_supervisor.child(\"tasks\")" => "tasks",
            "supervisor" => "instances",
            "partitions" => "partitions",
            "child" => "own",
            "queue.child()" => "queue",
            "pipeline" => "pipeline",
            clock if clock.ends_with("::clock(\"clock\")") => "clock",
            other => panic!("nobody knows what {other} is"),
        });
    }
    started
}

fn node<'p>(nodes: &'p [Hung], id: &str) -> Option<&'p Hung> {
    nodes.iter().find(|node| node.id == id)
}

/// The options of a supervisor as its node should tell them.
fn options(system: &str, from: &str) -> String {
    let options = between(system, from, "};").unwrap_or(
        // What a program has that says nothing.
        "strategy: Strategy::OneForOne,\nmax_restarts: 3,\nmax_seconds: 5,",
    );
    let number = |name: &str| {
        let value = between(options, name, ",").unwrap().replace('_', "");
        value.parse::<u32>().unwrap()
    };
    let strategy = match between(options, "Strategy::", ",").unwrap() {
        "OneForOne" => "one_for_one",
        "OneForAll" => "one_for_all",
        "RestForOne" => "rest_for_one",
        other => panic!("{other}"),
    };
    let restarts = number("max_restarts:");
    let word = if restarts == 1 { "restart" } else { "restarts" };
    format!(
        "{strategy}, {restarts} {word} in {} s",
        number("max_seconds:")
    )
}

/// The restart types named in the code of the abstraction.
fn restart(own: &str) -> &'static str {
    match own {
        _ if own.contains("Restart::Temporary") => "temporary",
        _ if own.contains("Restart::Transient") => "transient",
        _ => "permanent",
    }
}

fn compare(session: &Session<'_>) {
    let files = files(session, "app");
    let system = text(&files, "src/otp/system.rs");
    let what = describe(session);
    let Some(picture) = pictured(session) else {
        assert!(
            started(system).is_empty(),
            "{what}: no picture of\n{system}"
        );
        return;
    };
    let nodes = &picture.nodes;
    let root = node(nodes, "root").unwrap_or_else(|| panic!("{what}: {nodes:#?}"));
    let told = root.notes.join(", ");
    let limit = options(system, "const ROOT: Options = Options {");
    assert!(told.starts_with(&limit), "{what}: {told} is not {limit}");
    let children = nodes.iter().filter(|node| node.depth() == 1);
    let children: Vec<&str> = children.map(|node| node.id.as_str()).collect();
    let mut really = started(system);
    if node(nodes, "owner").is_some() {
        // The child is the owner; what is linked to it is no child of the supervisor.
        for child in &mut really {
            *child = if *child == "own" { "owner" } else { *child };
        }
    }
    assert_eq!(children, really, "{what}");
    for id in ["instances", "partitions"] {
        if let Some(node) = node(nodes, id) {
            let limit = options(system, "const SHARED: Options = Options {");
            assert_eq!(node.notes[..2].join(", "), limit, "{what}");
        }
    }
    let linked = text(&files, "src/app.rs").contains("Links::default()");
    assert_eq!(node(nodes, "owner").is_some(), linked, "{what}");
    if let Some(own) = node(nodes, "owner").or(node(nodes, "own")) {
        let restart = restart(text(&files, "src/app.rs"));
        assert_eq!(own.notes.last().unwrap(), restart, "{what}");
        if let Some(most) = between(system, "MAX_CHILDREN: usize = ", ";") {
            let most = most.replace('_', "");
            let told = own
                .notes
                .iter()
                .map(|note| note.replace(['\u{a0}', ' ', ','], ""));
            let told: Vec<String> = told.collect();
            assert!(
                told.iter().any(|note| note.contains(&most)),
                "{what}: {told:?}"
            );
        }
    }
    if node(nodes, "pool").is_some() {
        let most = between(system, "MAX_CHILDREN: usize = ", ";").unwrap();
        let few: usize = most.replace('_', "").parse().unwrap();
        let few = format!("PARTITIONS: usize = {};", few.min(8));
        assert!(system.contains(&few), "{what}");
        assert!(
            system.contains("SHARED, PARTITIONS, MAX_CHILDREN, make)"),
            "{what}"
        );
    }
    let table = text(&files, "src/app.rs").contains("pub type Table =");
    assert_eq!(node(nodes, "rows").is_some(), table, "{what}");
    if node(nodes, "workers").is_some() {
        assert!(system.contains("\"default\", 10"), "{what}");
    }
    let registry = system.contains("Registry::default()")
        || system.contains("Topics::default()")
        || (text(&files, "src/otp/instances.rs").contains("names: Registry<"));
    assert_eq!(node(nodes, "registry").is_some(), registry, "{what}");
}

#[test]
fn the_picture_is_what_is_emitted() {
    let advisor = crate::advisor();
    for session in designs() {
        compare(session);
    }
    // As people come with them, too.
    for scenario in &advisor.scenarios {
        let mut session = Session::new(advisor);
        for (question, answer) in &scenario.answers {
            let given = otp_advisor::inside::session::Origin::Given;
            session.set(*question, answer.clone(), given);
        }
        if session.finish_with_defaults().is_ok() && session.is_complete() {
            compare(&session);
        }
    }
}

/// Jobs by the clock go by a crontab, which has not every period: both tell which it is.
#[test]
fn the_times_in_the_picture_are_those_of_the_crontab() {
    let periods = [
        (0.5, "* * * * *", false),
        (60.0, "* * * * *", true),
        (90.0, "* * * * *", false),
        (120.0, "*/2 * * * *", true),
        (420.0, "*/6 * * * *", false),
        (1800.0, "*/30 * * * *", true),
        (2700.0, "*/30 * * * *", false),
        (3600.0, "0 * * * *", true),
        (5400.0, "0 * * * *", false),
        (7200.0, "0 */2 * * *", true),
        (18_000.0, "0 */4 * * *", false),
        (43_200.0, "0 */12 * * *", true),
        (86_400.0, "0 0 * * *", true),
        (259_200.0, "0 0 * * *", false),
        (604_800.0, "0 0 * * 1", true),
    ];
    for (period, crontab, even) in periods {
        let mut session = Session::new(crate::advisor());
        for (question, answer) in [
            ("state", "no"),
            ("work_source", "own_jobs"),
            ("work_shape", "by_the_clock"),
            ("database", "postgresql"),
            ("period", &period.to_string()),
        ] {
            session.tell(question, answer).unwrap();
        }
        session.finish_with_defaults().unwrap();
        let files = files(&session, "app");
        let jobs = text(&files, "src/app.rs");
        let times = between(jobs, "pub const TIMES: &str = \"", " report").unwrap();
        assert_eq!(times, crontab, "{period}");
        let told = between(jobs, "/// This is ", ".").unwrap();
        let picture = pictured(&session).unwrap();
        let notes = &node(&picture.nodes, "queue").unwrap().notes;
        let inserts = format!("inserts one {told}");
        let of_times = |note: &&Str| note.starts_with("inserts one ");
        let notes_of_times: Vec<_> = notes.iter().filter(of_times).collect();
        assert!(
            matches!(*notes_of_times, [one] if one.starts_with(&inserts)),
            "{period}: {notes:?} and {inserts}"
        );
        assert_eq!(jobs.contains("s was asked for"), !even, "{period}");
        let nearest = notes.iter().any(|note| note.contains("nearest"));
        assert_eq!(nearest, !even, "{period}: {notes:?}");
    }
}
