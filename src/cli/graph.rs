//! `graph`: the interview as Mermaid or Graphviz text, its edges named by the answers.

use std::io::Write as _;

use super::args::{Args, GraphFormat};
use super::load::load;
use super::streams::Streams;
use crate::advice::{outcome_title, question_text};
use crate::condition::Condition;
use crate::error::{Error, Finding};
use crate::ids::QuestionIx;
use crate::model::{Advisor, Branch, Goto, Logic, Question};
use crate::session::Session;

pub(super) fn graph(
    args: &Args,
    format: GraphFormat,
    streams: &mut Streams<'_>,
) -> Result<Finding, Error> {
    let loaded = load(args)?;
    let text = draw(&loaded.advisor, format);
    streams.output.write_all(text.as_bytes())?;
    Ok(Finding::Clean)
}

/// One edge: from a question by an answer to a question or an outcome.
struct Edge {
    from: String,
    label: String,
    to: String,
}

fn draw(advisor: &Advisor, format: GraphFormat) -> String {
    // Texts are as they are put where nothing is known.
    let session = Session::new(advisor);
    let mut lines = Vec::new();
    for ix in advisor.section_ixs() {
        let section = advisor.section(ix);
        let mut nodes: Vec<(String, String, bool)> = Vec::new();
        for question in &section.questions {
            let id = format!("q_{}", advisor.question(*question).id);
            nodes.push((id, question_text(&session, *question).into(), false));
        }
        for outcome in &section.outcomes {
            let id = format!("o_{}_{}", section.id, advisor.outcome(*outcome).id);
            nodes.push((id, outcome_title(&session, *outcome).into(), true));
        }
        let mut edges = Vec::new();
        match &section.logic {
            Logic::Tree { .. } => {
                for question in &section.questions {
                    edges.extend(tree_edges(advisor, *question, &section.id));
                }
            }
            Logic::Table { inputs, rows, .. } => {
                for row in rows {
                    let mut from = Vec::new();
                    row.when.subjects(&mut |subject| {
                        if let crate::condition::Subject::Question(question) = subject
                            && inputs.contains(&question)
                            && !from.contains(&question)
                        {
                            from.push(question);
                        }
                    });
                    let to = &advisor.outcome(row.outcome).id;
                    edges.extend(from.into_iter().map(|question| Edge {
                        from: format!("q_{}", advisor.question(question).id),
                        label: row.id.to_string(),
                        to: format!("o_{}_{to}", section.id),
                    }));
                }
            }
            Logic::Questions => {}
        }
        lines.push(section_text(
            &section.id,
            &section.title,
            &nodes,
            &edges,
            format,
        ));
    }
    match format {
        GraphFormat::Mermaid => format!("flowchart TD\n{}", lines.concat()),
        GraphFormat::Dot => format!(
            "digraph {} {{\n  rankdir=TB;\n{}}}\n",
            advisor.id,
            lines.concat()
        ),
    }
}

fn tree_edges(advisor: &Advisor, ix: QuestionIx, section: &str) -> Vec<Edge> {
    let question = advisor.question(ix);
    let from = format!("q_{}", question.id);
    let mut edges = Vec::new();
    for choice in question.choices() {
        edges.extend(branch_edges(
            advisor,
            &choice.next,
            &from,
            &choice.label,
            section,
        ));
    }
    if question.choices().all(|choice| choice.next.is_empty()) || has_fallback(question) {
        edges.extend(branch_edges(advisor, &question.next, &from, "", section));
    }
    edges
}

fn has_fallback(question: &Question) -> bool {
    question.choices().any(|choice| choice.next.is_empty())
}

fn branch_edges(
    advisor: &Advisor,
    branches: &[Branch],
    from: &str,
    label: &str,
    section: &str,
) -> Vec<Edge> {
    let words = &advisor.words().reports.graph;
    branches
        .iter()
        .enumerate()
        .map(|(place, branch)| Edge {
            from: from.to_owned(),
            label: match (branch.when == Condition::Always, label) {
                (true, "") if branches.len() > 1 => words.otherwise.to_owned(),
                (true, label) => label.to_owned(),
                (false, "") => (words.case)(place + 1),
                (false, label) => format!("{label}, {}", (words.case)(place + 1)),
            },
            to: match branch.to {
                Goto::Question(next) => format!("q_{}", advisor.question(next).id),
                Goto::Outcome(outcome) => {
                    format!("o_{section}_{}", advisor.outcome(outcome).id)
                }
            },
        })
        .collect()
}

fn section_text(
    id: &str,
    title: &str,
    nodes: &[(String, String, bool)],
    edges: &[Edge],
    format: GraphFormat,
) -> String {
    use std::fmt::Write as _;
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = match format {
        GraphFormat::Mermaid => writeln!(text, "  subgraph s_{id}[\"{}\"]", escape(title)),
        GraphFormat::Dot => writeln!(
            text,
            "  subgraph cluster_{id} {{\n    label=\"{}\";",
            escape(title)
        ),
    };
    for (node, label, outcome) in nodes {
        let label = escape(label);
        let _ = match (format, outcome) {
            (GraphFormat::Mermaid, false) => writeln!(text, "    {node}[\"{label}\"]"),
            (GraphFormat::Mermaid, true) => writeln!(text, "    {node}([\"{label}\"])"),
            (GraphFormat::Dot, false) => {
                writeln!(text, "    {node} [shape=box, label=\"{label}\"];")
            }
            (GraphFormat::Dot, true) => {
                writeln!(
                    text,
                    "    {node} [shape=oval, style=bold, label=\"{label}\"];"
                )
            }
        };
    }
    for Edge { from, label, to } in edges {
        let label = escape(label);
        let _ = match (format, label.is_empty()) {
            (GraphFormat::Mermaid, true) => writeln!(text, "    {from} --> {to}"),
            (GraphFormat::Mermaid, false) => writeln!(text, "    {from} -- \"{label}\" --> {to}"),
            (GraphFormat::Dot, _) => writeln!(text, "    {from} -> {to} [label=\"{label}\"];"),
        };
    }
    text.push_str(match format {
        GraphFormat::Mermaid => "  end\n",
        GraphFormat::Dot => "  }\n",
    });
    text
}

/// Quotes end the label in both languages.
fn escape(label: &str) -> String {
    label.replace('\\', "/").replace('"', "'")
}
