//! Brazilian Portuguese.
//!
//! Says the same as the English words; technical names stay as they are.

mod acting;
mod cli;
mod emitting;
mod jobs;
mod lab;
mod prompts;
mod record;
mod reports;
mod wizard;

use super::language::Language;
use super::table::{Meanings, Sheet, Words};

/// Brazilian Portuguese.
pub(super) const WORDS: Words = Words {
    language: Language::PtBr,
    yes: "sim",
    no: "não",
    unknown: "não se sabe",
    dont_know: "não sei",
    meanings: Meanings {
        yes: &["sim", "s"],
        no: &["não", "nao", "n"],
        unknown: &[
            "desconhecido",
            "não sei",
            "nao sei",
            "não se sabe",
            "nao se sabe",
        ],
    },
    or: "ou",
    now: |answer| format!("agora {answer}"),

    stop: "PARE",
    warn: "ATENÇÃO",
    instead: "Em vez disso:",
    dissent: "Outros dizem:",
    source: "Fonte:",
    asked_by: "Perguntado por:",

    in_rust: "Em Rust",
    in_code: |title| format!("{title} em código"),
    code_is_an_example: "Nomes e números são um exemplo; o que vale é o que você respondeu.",
    because: "Porque",
    details: "Detalhes",
    figures: "Números",
    cautions: "Cuidado",
    tipping_points: "Mudaria se",
    in_short: "Em resumo",
    by_default: "O que ficou no padrão",
    by_default_hint: "`otp-advisor questions` lista as perguntas; mude qualquer uma com --set PERGUNTA=RESPOSTA.",
    look_first: |ask, answer, then| format!("Olhe esta primeiro: {ask} Com {answer}: {then}"),
    situations: "Como um especialista responde",
    begin_with: |program| {
        format!("Comece por um: {program} --start ID; toda resposta pode ser mudada.")
    },
    now_do: "A seguir",
    write_it: "Gere o projeto:",
    try_it: "Compile e teste:",
    your_code: "O seu código entra aqui:",
    come_again: "Chegue a este projeto de novo:",
    my_project: "meu_projeto",
    opens: |outcomes| format!("volta a ficar em aberto: {outcomes}"),
    undecided: |decided, open| {
        let decided = match decided {
            1 => "1 seção decidida".to_owned(),
            many => format!("{many} seções decididas"),
        };
        format!("Não terminado: {decided}, {open} em aberto.")
    },
    so_far: "Respostas até aqui",
    nothing_so_far: "Nada foi respondido ainda.",
    first_question: "Esta é a primeira pergunta.",
    nothing_later: "Nada foi respondido além desta.",
    no_default: "Esta pergunta não tem padrão: ela precisa da sua resposta.",
    still_possible: "Ainda possíveis",
    may_not_apply: "ou nem será preciso",
    next_question: "Próxima pergunta",
    example: "Exemplo:",
    answer_with: |question| format!("Responda com --set {question}=RESPOSTA."),
    default: "padrão",
    number: |whole, min, max| {
        let kind = if whole {
            "Um número inteiro"
        } else {
            "Um número"
        };
        format!("{kind} de {min} a {max}.")
    },
    text: |expected| format!("Um texto: {expected}."),

    sheet: Sheet {
        header: |title, id, version| format!("Respostas a: {title} ({id} {version})"),
        how_to_read: "Para usar de novo: otp-advisor --answers ARQUIVO",
        unfinished: "Não terminado: há perguntas ainda sem resposta.",
        aside: "Não perguntado com as respostas atuais:",
    },
    record: record::RECORD,
    why: record::WHY,
    questions: record::QUESTIONS,
    emitting: emitting::EMITTING,
    undo: acting::UNDO,
    prompts: prompts::PROMPTS,
    wizard: wizard::WIZARD,
    reports: reports::REPORTS,
    lab: lab::LAB,
    cli: cli::CLI,
};
