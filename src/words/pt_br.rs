//! Brazilian Portuguese.
//!
//! Says the same as the English words; technical names stay as they are.

use super::{Record, Sheet, Why, Words};

/// Brazilian Portuguese.
pub const PT_BR: Words = Words {
    yes: "sim",
    no: "não",
    unknown: "não se sabe",

    stop: "PARE",
    warn: "ATENÇÃO",
    instead: "Em vez disso:",
    dissent: "Outros dizem:",
    source: "Fonte:",

    in_rust: "Em Rust",
    because: "Porque",
    details: "Detalhes",
    figures: "Números",
    cautions: "Cuidado",
    tipping_points: "Mudaria se",
    in_short: "Em resumo",
    by_default: "O que ficou no padrão",
    by_default_hint: "As respostas estão acima; mude qualquer uma com --set PERGUNTA=RESPOSTA.",
    opens: |outcomes| format!("volta a ficar em aberto: {outcomes}"),
    undecided: |decided, open| {
        let decided = match decided {
            1 => "1 seção decidida".to_owned(),
            many => format!("{many} seções decididas"),
        };
        format!("Não terminado: {decided}, {open} em aberto.")
    },
    so_far: "Respostas até aqui:",
    still_possible: "Ainda possíveis",
    may_not_apply: "ou nem será preciso",
    next_question: "Próxima pergunta",
    example: "Exemplo:",
    answer_with: |question| format!("Responda com --set {question}=RESPOSTA."),
    default: "padrão",
    number: |whole, min, max, unit| {
        let kind = if whole {
            "Um número inteiro"
        } else {
            "Um número"
        };
        let space = if unit.is_empty() { "" } else { " " };
        format!("{kind} de {min} a {max}{space}{unit}.")
    },
    text: |expected| format!("Um texto: {expected}."),

    sheet: Sheet {
        header: |title, id, version| format!("Respostas a: {title} ({id} {version})"),
        how_to_read: "Para usar de novo: otp-advisor --answers ARQUIVO",
        unfinished: "Não terminado: há perguntas ainda sem resposta.",
        default: "padrão",
    },
    record: Record {
        title_unfinished: "Qual abstração usar (ainda não decidido)",
        context: "Contexto e problema",
        drivers: "Fatores da decisão",
        no_drivers: "Nenhuma pergunta foi respondida; vale tudo o que é padrão.",
        options: "Opções consideradas",
        chosen: "escolhida",
        rejected: |ask, answer| format!("fora, pois a resposta a “{ask}” foi “{answer}”"),
        rejected_elsewhere: "fora pelo que se decidiu em outras seções",
        open: "em aberto",
        outcome: "Decisão",
        consequences: "Consequências",
        no_consequences: "Nenhuma além do que está dito acima.",
        confirmation: "Confirmação",
        confirm_with: |command| {
            format!("O projeto gerado mostra a decisão funcionando: rode {command} nele.")
        },
        confirm_review: |sheet| {
            format!("Na CI, {sheet} julga estas respostas de novo e falha quando o conselho mudou.")
        },
        revisit: "Rever quando",
        revisit_point: |ask, answer, outcome| {
            format!("a resposta a “{ask}” for “{answer}”: então {outcome}.")
        },
        revisit_open: |ask, answer, outcomes| {
            format!("a resposta a “{ask}” for “{answer}”: então um destes: {outcomes}.")
        },
        more_information: "Mais informações",
        advisor: |id, version, fingerprint| {
            format!("Conselheiro {id}, versão {version}, impressão digital {fingerprint}.")
        },
        sheet: |path| format!("As respostas estão em {path}."),
        by_default: "por padrão",
    },
    why: Why {
        holds: |outcome| format!("{outcome} é o conselho."),
        open: |outcome| format!("{outcome} ainda é possível."),
        details_open: |outcome| {
            format!("{outcome} é o conselho; há perguntas sobre os detalhes em aberto.")
        },
        not: |outcome| format!("{outcome} não é o conselho."),
        absent: |section| format!("A seção “{section}” não aparece com estas respostas."),
        comes_up: "Ela aparece, ou pode aparecer, com",
        instead: |outcome| format!("O conselho é: {outcome}."),
        instead_open: |outcomes| format!("O que resta: {outcomes}."),
        excluded_by: "Excluído por",
        elsewhere: "O que se decidiu em outras seções o exclui.",
        nearest: "Respostas mais próximas que levam a ele",
        nearest_open: "Respostas que levam a ele",
        none_near: "Nenhuma resposta só desta seção leva a ele.",
        none_found: "Não se encontraram respostas só desta seção que levem a ele; ela é grande demais para tentar todas.",
        now: |answer| format!("hoje {answer}"),
        not_answered: "ainda sem resposta",
    },
};
