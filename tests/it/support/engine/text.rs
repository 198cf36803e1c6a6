//! A random advisor as the YAML that the real loader reads.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use otp_advisor::inside::load::check;
use otp_advisor::inside::load::source::Memory;
use otp_advisor::inside::model::Advisor;

use super::{Answers, Branch, Cond, Kind, Spec, Target};

impl Spec {
    /// Loads it through the real loader.
    pub(crate) fn load(&self) -> Advisor {
        let files = self.files();
        let memory = Memory(files.clone());
        check::load(&memory, &|_| None, None).unwrap_or_else(|faults| {
            let text: Vec<String> = files.into_values().collect();
            panic!("{faults}\n{}", text.join("\n---\n"))
        })
    }

    pub(crate) fn files(&self) -> BTreeMap<String, String> {
        let ids: Vec<String> = (0..self.sections.len()).map(|s| format!("s{s}")).collect();
        let mut manifest = format!(
            "advisor: random\nversion: '1'\ntitle: T\ndescription: D\nlanguage: en\nsections: [{}]\n",
            ids.join(", ")
        );
        let mut files = BTreeMap::new();
        if !self.verdicts.is_empty() {
            manifest.push_str("verdicts: verdicts\n");
            files.insert("verdicts.yaml".to_owned(), self.verdicts_text());
        }
        files.insert("advisor.yaml".to_owned(), manifest);
        for place in 0..self.sections.len() {
            files.insert(format!("s{place}.yaml"), self.section_text(place));
        }
        files
    }

    fn verdicts_text(&self) -> String {
        let mut text = "verdicts:\n".to_owned();
        for (nth, (when, question, section)) in self.verdicts.iter().enumerate() {
            let when = match when {
                Cond::Always => String::new(),
                other => format!("when: {}, ", self.cond_text(other)),
            };
            let said = format!("V{nth}. {{q{question}}}. {{s{section}}}.");
            let _ = writeln!(text, "  - {{id: v{nth}, {when}text: '{said}'}}");
            // What comes after one that always holds would never be said.
            if when.is_empty() {
                break;
            }
        }
        text
    }

    fn section_text(&self, place: usize) -> String {
        let section = &self.sections[place];
        let ids = |list: &[usize]| {
            let ids: Vec<String> = list.iter().map(|q| format!("q{q}")).collect();
            ids.join(", ")
        };
        let logic: Vec<usize> = section
            .questions
            .iter()
            .copied()
            .filter(|q| !section.details.contains(q))
            .collect();
        let mut text = format!("section: s{place}\ntitle: S\n");
        if !matches!(section.when, Cond::Always) {
            let _ = writeln!(text, "when: {}", self.cond_text(&section.when));
        }
        match &section.kind {
            Kind::Tree => {
                let _ = writeln!(text, "kind: tree\nstart: q{}", logic[0]);
            }
            Kind::Table { hit, rows } => {
                let hit = format!("{hit:?}").to_lowercase();
                let _ = writeln!(
                    text,
                    "kind: table\nhit: {hit}\ninputs: [{}]\nrows:",
                    ids(&logic)
                );
                for (nth, (when, outcome)) in rows.iter().enumerate() {
                    let when = self.cond_text(when);
                    let _ = writeln!(
                        text,
                        "  - {{id: r{nth}, when: {when}, outcome: o{outcome}}}"
                    );
                }
            }
            Kind::Questions => text.push_str("kind: questions\n"),
        }
        if !section.details.is_empty() {
            let _ = writeln!(text, "details: [{}]", ids(&section.details));
        }
        text.push_str("questions:\n");
        for question in &section.questions {
            self.question_text(*question, &mut text);
        }
        if section.outcomes > 0 {
            text.push_str("outcomes:\n");
            for outcome in 0..section.outcomes {
                let _ = writeln!(text, "  - {{id: o{outcome}, title: O{outcome}}}");
            }
        }
        let mut heading = "quantities:\n";
        for (nth, quantity) in self.quantities.iter().enumerate() {
            if quantity.section == place {
                let sum = ids(&quantity.of).replace(", ", " + ");
                let _ = writeln!(text, "{heading}  - {{id: n{nth}, title: N, value: {sum}}}");
                heading = "";
            }
        }
        text
    }

    fn question_text(&self, place: usize, text: &mut String) {
        let question = &self.questions[place];
        let kind = question.kind;
        let name = match kind {
            Answers::YesNo => "yes_no",
            Answers::Choice(_) => "choice",
            Answers::Number => "number\n    min: 0\n    max: 30",
        };
        let default = kind.value_text(question.default);
        let default = match &question.special {
            Some((when, value)) => {
                let (when, value) = (self.cond_text(when), kind.value_text(*value));
                format!("[{{when: {when}, is: {value}}}, {{is: {default}}}]")
            }
            None => default,
        };
        let _ = writeln!(
            text,
            "  - id: q{place}\n    ask: Q{place}?\n    kind: {name}\n    default: {default}"
        );
        if !matches!(question.when, Cond::Always) {
            let _ = writeln!(text, "    when: {}", self.cond_text(&question.when));
        }
        let _ = writeln!(
            text,
            "    {}:",
            if kind == Answers::Number {
                "bands"
            } else {
                "options"
            }
        );
        for choice in 0..kind.choices() {
            let id = kind.choice_id(choice);
            let below = match (kind, choice) {
                (Answers::Number, 0) => ", below: 10",
                (Answers::Number, 1) => ", below: 20",
                _ => "",
            };
            let next = question.ways.get(choice).map_or(&[][..], Vec::as_slice);
            let next = self.next_text(next);
            let _ = writeln!(text, "      - {{id: {id}, label: L{choice}{below}{next}}}");
        }
        if !question.fallback.is_empty() {
            let next = self.next_text(&question.fallback);
            let _ = writeln!(text, "    {}", next.trim_start_matches(", "));
        }
    }

    fn next_text(&self, branches: &[Branch]) -> String {
        if branches.is_empty() {
            return String::new();
        }
        let branches: Vec<String> = branches
            .iter()
            .map(|branch| {
                let when = match &branch.when {
                    Cond::Always => String::new(),
                    other => format!("when: {}, ", self.cond_text(other)),
                };
                match branch.to {
                    Target::Question(to) => format!("{{{when}goto: q{to}}}"),
                    Target::Outcome(to) => format!("{{{when}outcome: o{to}}}"),
                }
            })
            .collect();
        format!(", next: [{}]", branches.join(", "))
    }

    fn cond_text(&self, cond: &Cond) -> String {
        let list = |all: &[Cond]| {
            let texts: Vec<String> = all.iter().map(|one| self.cond_text(one)).collect();
            texts.join(", ")
        };
        match cond {
            Cond::Always => "always".to_owned(),
            Cond::Is(question, choices) => {
                let kind = self.questions[*question].kind;
                let ids: Vec<String> = choices.iter().map(|c| kind.choice_id(*c)).collect();
                format!("{{q{question}: [{}]}}", ids.join(", "))
            }
            Cond::Compare(question, operator, limit) => {
                format!("{{q{question}: {{{operator}: {limit}}}}}")
            }
            Cond::Outcome(section, outcomes) => {
                let ids: Vec<String> = outcomes.iter().map(|o| format!("o{o}")).collect();
                format!("{{s{section}: [{}]}}", ids.join(", "))
            }
            Cond::Quantity(quantity, operator, limit) => {
                format!("{{n{quantity}: {{{operator}: {limit}}}}}")
            }
            Cond::Not(inner) => format!("{{not: {}}}", self.cond_text(inner)),
            Cond::All(all) => format!("{{all: [{}]}}", list(all)),
            Cond::Any(any) => format!("{{any: [{}]}}", list(any)),
        }
    }
}
