//! What the plain prompts say, in English and Brazilian Portuguese.
//!
//! Every sentence stands alone, for it may be heard and not seen: no symbol carries the meaning and
//! nothing refers to a place on the screen.

use crate::interview::Progress;
use crate::model::Advisor;
use crate::words::Language;

/// The words of one language.
pub(super) struct PlainWords {
    /// What is taken for yes and for no.
    pub(super) yes: &'static [&'static str],
    pub(super) no: &'static [&'static str],
    pub(super) welcome: &'static str,
    /// The section's title and the progress.
    pub(super) heading: fn(&str, Progress) -> String,
    pub(super) still_possible: fn(&str) -> String,
    pub(super) given: fn(&str) -> String,
    /// The prompt: plain, with a default, with an answer to keep.
    pub(super) prompt: &'static str,
    pub(super) prompt_default: fn(&str) -> String,
    pub(super) prompt_keep: fn(&str) -> String,
    pub(super) prompt_end: &'static str,
    pub(super) can_finish: &'static str,
    pub(super) noted: fn(&str, &str) -> String,
    pub(super) decided: fn(&str, &str) -> String,
    pub(super) all_answered: &'static str,
    /// A section, what remains of it, and the question that would settle it.
    pub(super) undecided: fn(&str, &str) -> String,
    pub(super) settle: fn(&str) -> String,
    pub(super) nothing_to_answer: &'static str,
    pub(super) no_default: &'static str,
    pub(super) needs_answer: fn(&str) -> String,
    pub(super) at_first: &'static str,
    pub(super) at_front: &'static str,
    pub(super) too_long: &'static str,
    pub(super) not_an_answer: fn(&str) -> String,
    pub(super) did_you_mean: fn(&str) -> String,
    pub(super) expected: fn(&str) -> String,
    pub(super) unknown_command: fn(&str) -> String,
    pub(super) help_hint: &'static str,
    pub(super) review_hint: &'static str,
    pub(super) go_where: fn(usize) -> String,
    pub(super) not_asked: fn(&str) -> String,
    pub(super) nothing_yet: &'static str,
    pub(super) review: &'static str,
    pub(super) why: &'static str,
    pub(super) why_nothing: &'static str,
    pub(super) why_same: fn(&str) -> String,
    pub(super) changes_nothing: &'static str,
    pub(super) leaves: fn(&str) -> String,
    pub(super) raises: fn(&str) -> String,
    pub(super) may_raise: fn(&str) -> String,
    pub(super) any_text: &'static str,
    pub(super) help: &'static [&'static str],
    /// Commands and what they do.
    pub(super) commands: [(&'static str, &'static str); 9],
    pub(super) really_quit: &'static str,
}

impl PlainWords {
    pub(super) fn of(advisor: &Advisor) -> &'static Self {
        match Language::of(&advisor.language) {
            Language::En => &EN,
            Language::PtBr => &PT_BR,
        }
    }
}

/// English.
const EN: PlainWords = PlainWords {
    yes: &["y", "yes"],
    no: &["n", "no"],
    welcome: "Answer with a number or a word, or ? if you do not know. An empty line takes the default. :help tells the rest.",
    heading: |section, progress| {
        let Progress {
            section: place,
            sections,
            question,
            questions_at_most,
        } = progress;
        format!(
            "{section} (section {place} of {sections}), question {question} of at most {questions_at_most}"
        )
    },
    still_possible: |outcomes| format!("Still possible: {outcomes}."),
    given: |answer| format!("Your answer so far: {answer}."),
    prompt: "Answer: ",
    prompt_default: |default| format!("Answer (empty takes {default}): "),
    prompt_keep: |answer| format!("Answer (empty keeps {answer}): "),
    prompt_end: "Empty line to finish, or :review, or :back: ",
    can_finish: "From here on every question has a default; :finish takes them all.",
    noted: |question, answer| format!("Noted, {question}: {answer}."),
    decided: |section, outcome| format!("Decided: {section} is {outcome}."),
    all_answered: "All questions are answered.",
    undecided: |section, outcomes| format!("Not decided: {section} may be {outcomes}."),
    settle: |question| format!("To settle it: :go {question}"),
    nothing_to_answer: "No question is open. An empty line finishes; :review lists the answers.",
    no_default: "This question has no default. Answer it, or type ? if you do not know.",
    needs_answer: |question| {
        format!("The question {question} has no default, so it needs an answer first.")
    },
    at_first: "This is the first question.",
    at_front: "There is no later answer to go to.",
    too_long: "That line is too long to be an answer.",
    not_an_answer: |given| format!("“{given}” is no answer to this question."),
    did_you_mean: |near| format!("Did you mean {near}?"),
    expected: |answers| format!("Possible: {answers}, or ? if you do not know."),
    unknown_command: |given| format!("“{given}” is no command."),
    help_hint: "The commands are listed by :help",
    review_hint: "The questions are listed by :review",
    go_where: |count| {
        if count == 0 {
            "No question is answered yet.".to_owned()
        } else {
            format!(
                "Say where: :go and a number from 1 to {count}, or :go and the name of a question."
            )
        }
    },
    not_asked: |given| format!("“{given}” is no question that comes up."),
    nothing_yet: "Nothing is answered yet.",
    review: "Answers so far",
    why: "What each answer would leave possible here",
    why_nothing: "No answer changes the outcome of this section; it fills in a detail or is checked against the red flags.",
    why_same: |outcomes| {
        format!(
            "By itself no answer here rules anything out; with the questions after it, it decides among {outcomes}."
        )
    },
    changes_nothing: "changes nothing",
    leaves: |outcomes| format!("leaves {outcomes}"),
    raises: |flag| format!("raises the red flag “{flag}”"),
    may_raise: |flag| format!("may raise the red flag “{flag}”"),
    any_text: "Any text",
    help: &[
        "An answer is the number or the name of an option, its text, y or n, a number, or ? if you do not know.",
        "An empty line takes the default, or keeps the answer you gave. End of input takes the defaults for the rest.",
    ],
    commands: [
        (":back, :b", "the question before; no answer is lost"),
        (":forward, :f", "the question after"),
        (
            ":why, :w",
            "what each answer would leave possible, and the source",
        ),
        (":review, :r", "all answers, numbered"),
        (
            ":go 3, :go NAME",
            "to an answer of the review, to change it",
        ),
        (":finish", "take the defaults for the rest and finish"),
        (":quit, :q", "leave without advice"),
        (":help, :h", "this list"),
        ("::text", "an answer that begins with a colon"),
    ],
    really_quit: "Leave without advice? The answers are lost. y or n (n): ",
};

/// Brazilian Portuguese.
const PT_BR: PlainWords = PlainWords {
    yes: &["s", "sim", "y", "yes"],
    no: &["n", "não", "nao", "no"],
    welcome: "Responda com um número ou uma palavra, ou ? se não souber. Uma linha vazia aceita o padrão. :help conta o resto.",
    heading: |section, progress| {
        let Progress {
            section: place,
            sections,
            question,
            questions_at_most,
        } = progress;
        format!(
            "{section} (seção {place} de {sections}), pergunta {question} de no máximo {questions_at_most}"
        )
    },
    still_possible: |outcomes| format!("Ainda possíveis: {outcomes}."),
    given: |answer| format!("Sua resposta até aqui: {answer}."),
    prompt: "Resposta: ",
    prompt_default: |default| format!("Resposta (vazia aceita {default}): "),
    prompt_keep: |answer| format!("Resposta (vazia mantém {answer}): "),
    prompt_end: "Linha vazia para concluir, ou :review, ou :back: ",
    can_finish: "Daqui em diante toda pergunta tem um padrão; :finish aceita todos.",
    noted: |question, answer| format!("Anotado, {question}: {answer}."),
    decided: |section, outcome| format!("Decidido: {section} é {outcome}."),
    all_answered: "Todas as perguntas foram respondidas.",
    undecided: |section, outcomes| format!("Não decidido: {section} pode ser {outcomes}."),
    settle: |question| format!("Para decidir: :go {question}"),
    nothing_to_answer: "Não há pergunta em aberto. Uma linha vazia conclui; :review lista as respostas.",
    no_default: "Esta pergunta não tem padrão. Responda, ou digite ? se não souber.",
    needs_answer: |question| {
        format!("A pergunta {question} não tem padrão, então precisa antes de uma resposta.")
    },
    at_first: "Esta é a primeira pergunta.",
    at_front: "Não há resposta posterior.",
    too_long: "Essa linha é longa demais para ser uma resposta.",
    not_an_answer: |given| format!("“{given}” não responde a esta pergunta."),
    did_you_mean: |near| format!("Você quis dizer {near}?"),
    expected: |answers| format!("Possíveis: {answers}, ou ? se não souber."),
    unknown_command: |given| format!("“{given}” não é um comando."),
    help_hint: "Os comandos são listados por :help",
    review_hint: "As perguntas são listadas por :review",
    go_where: |count| {
        if count == 0 {
            "Nenhuma pergunta foi respondida ainda.".to_owned()
        } else {
            format!(
                "Diga para onde: :go e um número de 1 a {count}, ou :go e o nome de uma pergunta."
            )
        }
    },
    not_asked: |given| format!("“{given}” não é uma pergunta que aparece."),
    nothing_yet: "Nada foi respondido ainda.",
    review: "Respostas até aqui",
    why: "O que cada resposta deixaria possível aqui",
    why_nothing: "Nenhuma resposta muda o resultado desta seção; ela completa um detalhe ou é comparada com os sinais de alerta.",
    why_same: |outcomes| {
        format!(
            "Sozinha, nenhuma resposta aqui exclui nada; com as perguntas seguintes, ela decide entre {outcomes}."
        )
    },
    changes_nothing: "não muda nada",
    leaves: |outcomes| format!("deixa {outcomes}"),
    raises: |flag| format!("levanta o sinal de alerta “{flag}”"),
    may_raise: |flag| format!("pode levantar o sinal de alerta “{flag}”"),
    any_text: "Qualquer texto",
    help: &[
        "Uma resposta é o número ou o nome de uma opção, o texto dela, s ou n, um número, ou ? se não souber.",
        "Uma linha vazia aceita o padrão, ou mantém a resposta dada. O fim da entrada aceita os padrões para o resto.",
    ],
    commands: [
        (
            ":back, :b, :voltar",
            "a pergunta anterior; nenhuma resposta se perde",
        ),
        (":forward, :f, :avançar", "a pergunta seguinte"),
        (
            ":why, :w, :porque",
            "o que cada resposta deixaria possível, e a fonte",
        ),
        (":review, :r, :revisar", "todas as respostas, numeradas"),
        (
            ":go 3, :go NOME, :ir",
            "a uma resposta da lista, para mudá-la",
        ),
        (
            ":finish, :concluir",
            "aceitar os padrões para o resto e concluir",
        ),
        (":quit, :q, :sair", "sair sem conselho"),
        (":help, :h, :ajuda", "esta lista"),
        ("::texto", "uma resposta que começa com dois-pontos"),
    ],
    really_quit: "Sair sem conselho? As respostas se perdem. s ou n (n): ",
};
