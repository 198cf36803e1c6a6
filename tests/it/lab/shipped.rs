//! The shipped advisor's lab: it plays what the emitted project starts, and every design has something to say.

use otp_advisor::inside::embedded;
use otp_advisor::inside::lab::plan::Plan;
use otp_advisor::inside::lab::story::Story;
use otp_advisor::inside::session::Session;

use crate::support::program::run;

/// The parts that stand for what the user puts beside the others.
const STAND_INS: [&str; 2] = ["earlier", "later"];

/// Answers, each `question=answer`, for designs of every kind.
fn designs() -> Vec<Vec<&'static str>> {
    let server = "state=yes complex=yes supervision=yes request_response=yes explicit_states=no";
    let machine = "state=yes complex=yes supervision=yes request_response=yes explicit_states=yes";
    let tasks = "state=yes complex=yes supervision=yes request_response=no";
    let linked = "state=yes complex=yes supervision=no";
    let agent = "state=yes complex=no";
    let none = "state=no";
    let all = [
        (none, ""),
        (none, "work_shape=background"),
        (none, "work_shape=one_result"),
        (none, "work_shape=one_result caller_survives=no"),
        (none, "work_shape=many_items"),
        (none, "work_shape=by_the_clock"),
        (none, "work_source=own_jobs"),
        (none, "work_source=own_jobs database=postgresql"),
        (none, "work_source=broker"),
        (none, "keep=table"),
        (none, "keep=cache"),
        (agent, ""),
        (agent, "siblings=all_together max_restarts=1 max_seconds=60"),
        (agent, "how_many=many start_storm=yes"),
        (linked, ""),
        (linked, "work_source=broker"),
        (tasks, ""),
        (tasks, "how_many=many"),
        (tasks, "siblings=unsupervised"),
        (server, "siblings=later_depend restart=transient"),
        (server, "siblings=unsupervised"),
        (server, "siblings=unsupervised work_source=own_jobs"),
        (server, "how_many=many idle_end=yes"),
        (server, "how_many=many siblings=unsupervised"),
        (
            server,
            "assess_load=yes peak_rate=5000 service_time=1 read_share=0",
        ),
        (
            server,
            "assess_load=yes peak_rate=5000 service_time=1 read_share=95",
        ),
        (server, "keep=table"),
        (server, "how_many=each_node"),
        (server, "how_many=each_node siblings=unsupervised"),
        (server, "how_many=many found_by=topic"),
        (machine, "work_source=broker restart=temporary"),
    ];
    let words = |(first, more): (&'static str, &'static str)| {
        first.split(' ').chain(more.split_whitespace()).collect()
    };
    all.map(words).into()
}

fn plan(design: &[&str]) -> Plan {
    let mut session = Session::new(embedded::advisor(None).unwrap());
    for set in design {
        let (question, answer) = set.split_once('=').unwrap();
        session.tell(question, answer).unwrap();
    }
    session.finish_with_defaults().unwrap();
    Plan::of(&session).unwrap()
}

/// What the emitted project starts below its root, in order, by the names that the lab has for it; and
/// where it says how its root deals with failures.
fn started(design: &[&str]) -> (Vec<&'static str>, String) {
    let folder = tempfile::tempdir().unwrap();
    let project = folder.path().join("app").display().to_string();
    let mut args = vec!["--emit", &project, "--dry-run"];
    args.extend(design.iter().flat_map(|set| ["--set", set]));
    let ran = run(&args, "");
    assert_eq!(ran.status, 0, "{design:?}: {}", ran.errors);
    let Some((_, system)) = ran.output.split_once("+++ b/src/otp/system.rs") else {
        return (Vec::new(), String::new());
    };
    let system = system.split("\n+++ b/").next().unwrap();
    let system = system.replace("\n+", "\n");
    let children = system.split_once("In the order of starting");
    let children = children.map_or("", |(_, rest)| {
        let (_, list) = rest.split_once("vec![").unwrap();
        list.split_once(']').unwrap().0
    });
    let names = children
        .split(',')
        .map(str::trim)
        .filter(|one| !one.is_empty());
    let names = names.map(|child| match child {
        "visits.child()" => "table",
        "task_supervisor.child(\"tasks\")" => "tasks",
        "supervisor" => "instances",
        "partitions" => "partitions",
        "child" => "worker",
        "queue.child()" => "queue",
        "pipeline" => "pipeline",
        clock if clock.ends_with("::clock(\"clock\")") => "clock",
        other => panic!("{other} has no name in the lab"),
    });
    let cluster = system.contains("cluster.child(\"cluster\", &url)");
    let names = cluster.then_some("cluster").into_iter().chain(names);
    let root = system.split_once("const ROOT: Options = Options {");
    let root = root.map_or("", |(_, root)| root.split_once("};").unwrap().0);
    let root = root.split_whitespace().collect::<Vec<_>>().join(" ");
    (names.collect(), root)
}

#[test]
fn it_plays_what_the_project_starts() {
    for design in designs() {
        let plan = plan(&design);
        let (started, root) = started(&design);
        if plan.members.is_empty() {
            // What it starts then is never started again.
            assert!(plan.alone.is_some(), "{design:?}");
            assert!(
                started.is_empty() || started == ["worker"],
                "{design:?}: {started:?}"
            );
            assert!(root.is_empty(), "{design:?}: {root}");
            continue;
        }
        let parts = plan.parts(0).map(|part| plan.members[part].id.as_str());
        let parts = parts.filter(|part| !STAND_INS.contains(part));
        let parts: Vec<&str> = parts
            .map(|id| match id {
                "shards" => "instances",
                // The program starts the owner.
                "owner" => "worker",
                id => id,
            })
            .collect();
        assert_eq!(parts, started, "{design:?}");
        let group = plan.members[0].group.as_ref().unwrap();
        let strategy = match group.strategy().id() {
            "one_for_one" => "OneForOne",
            "one_for_all" => "OneForAll",
            _ => "RestForOne",
        };
        let told = format!(
            "strategy: Strategy::{strategy}, max_restarts: {}, max_seconds: {},",
            group.max_restarts(),
            group.max_seconds()
        );
        // Without a root of its own a project has that of the runtime.
        let expected = if root.is_empty() {
            "strategy: Strategy::OneForOne, max_restarts: 3, max_seconds: 5,"
        } else {
            &root
        };
        assert_eq!(told, expected, "{design:?}");
    }
}

#[test]
fn every_start_has_a_story() {
    let advisor = embedded::advisor(None).unwrap();
    for start in &advisor.starts {
        let ran = run(&["lab", "--start", &start.id, "--lang", "pt-BR"], "");
        assert_eq!(ran.status, 0, "{}: {}", start.id, ran.errors);
        assert!(
            ran.output.starts_with("Laboratório de quedas\n"),
            "{}",
            start.id
        );
        let widest = ran.output.lines().map(|line| line.chars().count()).max();
        assert!(widest <= Some(80), "{}", ran.output);
    }
    for design in designs() {
        let story = Story::of(plan(&design));
        assert!(story.play.is_over(), "{design:?}");
    }
}

#[test]
fn where_nothing_restarts_it_says_so() {
    for (design, told) in [
        ("state=no", "nothing to restart"),
        (
            "state=yes complex=yes supervision=no",
            "nothing restarts either",
        ),
        (
            "state=no work_shape=one_result caller_survives=no",
            "nothing restarts the work",
        ),
        (
            "state=yes complex=no siblings=unsupervised",
            "No supervisor restarts it",
        ),
    ] {
        let design: Vec<&str> = design.split(' ').collect();
        let alone = plan(&design).alone.unwrap();
        assert!(alone.contains(told), "{alone}");
    }
}

#[test]
fn what_is_restarted_is_what_the_project_restarts() {
    for (design, expected) in [
        (
            "state=yes complex=no how_many=many siblings=unsupervised",
            "temporary",
        ),
        ("state=yes complex=no how_many=many", "temporary"),
        (
            "state=yes complex=no how_many=many restart=permanent",
            "permanent",
        ),
        (
            "state=yes complex=no how_many=many restart=transient",
            "transient",
        ),
        (
            "state=yes complex=yes supervision=yes request_response=no",
            "permanent",
        ),
    ] {
        let design: Vec<&str> = design.split(' ').collect();
        let plan = plan(&design);
        let ids = ["worker", "instance_1"];
        let mut leaves = plan.leaves().map(|leaf| &plan.members[leaf]);
        let own = leaves.find(|leaf| ids.contains(&leaf.id.as_str())).unwrap();
        assert_eq!(own.restart().id(), expected, "{design:?}");
        let folder = tempfile::tempdir().unwrap();
        let project = folder.path().join("app").display().to_string();
        let mut args = vec!["--emit", &project, "--dry-run"];
        args.extend(design.iter().flat_map(|set| ["--set", set]));
        let output = run(&args, "").output;
        let code = output.split_once("+++ b/src/app.rs").unwrap().1;
        let code = code.split("\n+++ b/").next().unwrap();
        let emitted = match code {
            _ if code.contains("Restart::Temporary") => "temporary",
            _ if code.contains("Restart::Transient") => "transient",
            _ => "permanent",
        };
        assert_eq!(emitted, expected, "{design:?}");
    }
}

#[test]
fn what_ends_by_itself_under_a_dynamic_supervisor_is_forgotten() {
    let events = [
        "--set=state=yes",
        "--set=complex=no",
        "--set=how_many=many",
        "--set=restart=transient",
    ];
    let mut args = vec!["lab", "end instance_2 crash instance_2 crash instance_1"];
    args.extend(events);
    let told = run(&args, "").output;
    let forgotten = "instance_2 is not started again (transient), and is forgotten";
    assert!(told.contains(forgotten), "{told}");
    assert!(told.contains("instance_2 (gone)"), "{told}");
    assert!(told.contains("instance_1 starts again"), "{told}");
    assert!(told.contains("instance_2 is not running"), "{told}");
}

#[test]
fn what_cannot_happen_is_refused_with_what_can() {
    let set = ["--set=state=yes", "--set=complex=no"];
    for (events, told) in [
        ("wait 0.5", "whole seconds, at most 1,000,000"),
        ("wait abc", "whole seconds, at most 1,000,000"),
        ("wait 10000000", "whole seconds, at most 1,000,000"),
        ("crash worker 0", "from 1 on"),
        ("end worker -3", "from 1 on"),
        ("wait", "wait SECONDS"),
    ] {
        let mut args = vec!["lab", events];
        args.extend(set);
        let ran = run(&args, "");
        assert_eq!(ran.status, 2, "{events}: {}", ran.output);
        assert!(ran.errors.contains(told), "{events}: {}", ran.errors);
    }
    for events in ["wait 0", "wait 1000000", "wait 5s", "crash worker 1"] {
        let mut args = vec!["lab", events];
        args.extend(set);
        assert_eq!(run(&args, "").status, 0, "{events}");
    }
}
