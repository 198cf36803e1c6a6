//! The decision record and the explanation of an outcome in Brazilian Portuguese.

use crate::words::table::{Questions, Record, Why};

pub(super) const RECORD: Record = Record {
    title_unfinished: |title| format!("{title} (ainda não decidido)"),
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
        format!("No CI, {sheet} julga estas respostas de novo e falha quando o conselho mudou.")
    },
    revisit: "Rever quando",
    revisit_point: |ask, answer, outcome| {
        format!("a resposta a “{ask}” for “{answer}”: então {outcome}.")
    },
    revisit_open: |ask, answer, outcomes| {
        format!("a resposta a “{ask}” for “{answer}”: então um destes: {outcomes}.")
    },
    more_information: "Mais informações",
    code: "Em código",
    advisor: |id, version, fingerprint| {
        format!("Conselheiro {id}, versão {version}, impressão digital {fingerprint}.")
    },
    sheet: |path| format!("As respostas estão em {path}."),
    by_default: "por padrão",
};

pub(super) const WHY: Why = Why {
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
    none_near: "Nenhuma resposta leva a ele.",
    none_found: "Não se encontraram respostas que levem a ele; são demais para tentar todas.",
    not_answered: "ainda sem resposta",
};

pub(super) const QUESTIONS: Questions = Questions {
    when: |condition| format!("se {condition}"),
    always: "sempre",
    and: "e",
    not: "não",
    answered: |question| format!("{question} tem resposta"),
};
