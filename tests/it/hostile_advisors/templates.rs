//! Templates that are too deep for their parser, that never end, or that make gigabytes.

use std::sync::Arc;

use otp_advisor::inside::session::{Origin, Session};
use otp_advisor::inside::{embedded, emit};

use super::{Advisor, EMIT};

#[test]
fn h04_templates_too_deep_for_the_parser_are_refused() {
    let texts = [
        format!("{{{{ {}1 }}}}", "-".repeat(26_000)),
        format!("{{{{ 1{} }}}}", "+1".repeat(26_000)),
        format!("{{{{ a{} }}}}", ".a".repeat(40_000)),
        format!("{{{{ {}1 }}}}", "not ".repeat(20_000)),
        format!("{{{{ {}1{} }}}}", "[".repeat(20_000), "]".repeat(20_000)),
        format!("{{{{ a{} }}}}", "|string".repeat(20_000)),
        format!("{{{{ 1{} }}}}", " if 1 else 1".repeat(8_000)),
        format!("{{% if a %}}{}{{% endif %}}", "{% elif a %}".repeat(8_000)),
        "{% if a %}".repeat(8_000),
        "{% set a %}".repeat(8_000),
    ];
    for text in texts {
        let advisor = Advisor::new(&text);
        advisor
            .check()
            .refused(&["error[too-large]", "templates/out.j2:1:"]);
        // By a name that is made while rendering it is not seen before.
        let advisor = Advisor::new("{% include \"dee\" ~ \"p.j2\" %}");
        advisor.write("templates/deep.j2", &text);
        advisor.check().found(&["template-failed", "scenario one"]);
    }
}

#[test]
fn h04_templates_that_call_themselves_end() {
    for text in [
        "{% include \"out.j2\" %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}",
    ] {
        Advisor::new(text).check().found(&["template-failed"]);
    }
}

#[test]
fn h05_what_templates_make_is_bounded() {
    let double = |step: &str| {
        let steps: String = (0..30).map(|_| step).collect();
        format!(
            "{{% set s = \"{}\" %}}{steps}{{{{ s|length }}}}",
            "x".repeat(100)
        )
    };
    let texts = [
        double("{% set s = s ~ s %}"),
        double("{% set s = s + s %}"),
        double("{% set s %}{{ s }}{{ s }}{% endset %}"),
        double("{% set s = [s, s] %}"),
        double("{% set s = s|replace(\"x\", \"xx\") %}"),
        double("{% set s = [s, s]|join %}"),
        double("{% set s = \"%s%s\"|format(s, s) %}"),
        double("{% set s = [s, s]|map(\"default\", s)|list|string %}"),
        format!("{}{}", "{% with s = s ~ s %}".repeat(30), "{% endwith %}".repeat(30))
            .replacen("s ~ s", "'x'", 1),
        format!("{{% for i in range(20000) %}}{}{{% endfor %}}", "x".repeat(100_000)),
        format!(
            "{{% set s %}}{{% for i in range(20000) %}}{}{{% endfor %}}{{% endset %}}",
            "x".repeat(100_000)
        ),
        format!(
            "{{% macro m() %}}{}{{% endmacro %}}{{% for i in range(20000) %}}{{{{ m() }}}}{{% endfor %}}",
            "x".repeat(100_000)
        ),
        format!(
            "{{% block b %}}{}{{% endblock %}}{{% for i in range(20000) %}}{{% set s = self.b() %}}{{% endfor %}}",
            "x".repeat(100_000)
        ),
        "{% for i in range(20000) %}{% include \"large.j2\" %}{% endfor %}".to_owned(),
        "{% macro m(s, n) %}{% if n %}{{ m(s ~ s, n - 1) }}{% endif %}{% endmacro %}{{ m(\"x\", 40) }}".to_owned(),
        "{% set n = namespace(s=\"x\") %}{% for i in range(40) %}{% set n.s = n.s ~ n.s %}{% endfor %}".to_owned(),
        "{% set n = namespace(s=[]) %}{% for i in range(9999) %}{% set n.s = [n.s] %}{% endfor %}".to_owned(),
        "{% for s in [\"x\"] recursive %}{{ loop([s ~ s]) }}{% endfor %}".to_owned(),
        "{{ \"x\" * 100000000 }}".to_owned(),
        "{{ 100000000 * \"x\" }}".to_owned(),
        "{{ ([0] * 100000000)|list|length }}".to_owned(),
        "{{ \"x\"|indent(1000000000, true) }}".to_owned(),
        "{{ [1]|batch(1000000000, 0)|length }}".to_owned(),
        "{{ [1]|slice(1000000000)|length }}".to_owned(),
        "{{ \"%1000000000d\"|format(1) }}".to_owned(),
        "{{ \"%*d\"|format(1000000000, 1) }}".to_owned(),
    ];
    for text in texts {
        let advisor = Advisor::new(&text);
        advisor.write("templates/large.j2", &"x".repeat(100_000));
        let told = advisor.check();
        told.found(&["template-failed", "scenario one", ".j2:1:"]);
        let bounds = [
            "makes more than 131072 bytes",
            "make more than 67108864 bytes",
            "takes numbers",
            "more than 32 deep",
        ];
        let bounded = bounds.iter().any(|bound| told.out.contains(bound));
        assert!(bounded, "{text:.200}\n{:.2000}", told.out);
    }
}

#[test]
fn h05_what_is_reasonable_is_not_bounded() {
    let advisor = Advisor::new(
        "{% set s = \"x\" ~ 2 * 3 %}{% set n = namespace(t=0) %}\
         {% for k, v in [[1, 2], [3, 4]] if v > 1 -%}\n  {% set n.t = n.t + k * v %}\n{% endfor %}\
         {% macro m(a, b=2) %}{{ a }}{{ b }}{% endmacro %}{{ s }} {{ n.t }} {{ m(1) }}\n\
         {% for i in range(2000) %}{{ \"%03d\"|format(i) }}{% endfor %}",
    );
    advisor.check().ends(0, &["1 of 1 scenarios"]);
    advisor.code().ends(0, &["x6 14 12", "000001002"]);
}

/// The program's own templates say the same when they are measured as foreign ones are.
#[test]
fn h05_measuring_changes_nothing() {
    let advisor = embedded::advisor(None).unwrap();
    let render = |session: &Session<'_>, foreign: bool| {
        let templates: emit::Templates = Arc::new(move |name| {
            let text = embedded::template(name)?;
            Some(if foreign {
                emit::Template::Foreign(text.to_owned())
            } else {
                emit::Template::Builtin(text)
            })
        });
        let brief = emit::Brief {
            name: "my-app",
            target: emit::target(advisor, None).unwrap(),
            with: &[],
            record: "# Record\n",
            sheet: "answers: {}\n",
        };
        emit::project(session, brief, &templates).unwrap_or_else(|fault| panic!("{fault}"))
    };
    for scenario in &advisor.scenarios {
        let mut session = Session::new(advisor);
        for (question, answer) in &scenario.answers {
            session.set(*question, answer.clone(), Origin::Given);
        }
        session.finish_with_defaults().unwrap();
        assert!(
            render(&session, true) == render(&session, false),
            "{}",
            scenario.id
        );
    }
}

/// What files take together is bounded, not only what each takes.
#[test]
fn h10_the_templates_of_a_project_share_a_budget() {
    let files = (0..9).map(|nth| format!("{{path: f{nth}.txt, template: out.j2}}"));
    let emit = EMIT.replace(
        "{path: out.txt",
        &format!("{}, {{path: out.txt", files.collect::<Vec<_>>().join(", ")),
    );
    // Each takes less than it may, and nothing is printed.
    let loops = "{% for i in range(600) %}{% for j in range(600) %}{% endfor %}{% endfor %}";
    let advisor = Advisor::new(loops);
    advisor.check().ends(0, &["1 of 1 scenarios"]);
    advisor.write("emit.yaml", &emit);
    advisor.write("templates/out.j2", &loops.repeat(3));
    advisor.check().found(&["out.j2", "fuel"]);
}
