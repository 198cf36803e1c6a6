//! Acting on the result, in Brazilian Portuguese.

use crate::words::table::{Acting, Undo};

pub(super) const UNDO: Undo = Undo {
    undone: |what| format!("Desfeito: {what}"),
    redone: |what| format!("Refeito: {what}"),
    no_past: "Não há nada a desfazer.",
    no_future: "Não há nada a refazer.",
    began: |title| format!("o começo por “{title}”"),
    took: |count, told| format!("{count} respostas ({told})"),
    finished: "os padrões para o que faltava",
    reopened: "a volta aos padrões",
};

pub(super) const ACTING: Acting = Acting {
    left_alone: |count, care| {
        let decisions = if count == 1 { "decisão" } else { "decisões" };
        match care {
            0 => format!("{count} {decisions}"),
            care => format!("{count} {decisions}, {care} a observar"),
        }
    },
    unfolds: "mostra isso e todas as fontes",
    folds: "recolhe isso e as fontes",
    written_to: |place| format!("Gravado em {place}."),

    try_title: "E se?",
    what_if: |ask, answer| format!("{ask} {answer}"),
    verdict_now: "Agora:",
    verdict_then: "Depois:",
    not_there: "não é preciso",
    still_open: |outcomes| format!("{outcomes} (em aberto)"),
    no_longer: |count| match count {
        1 => "1 resposta deixa de valer".to_owned(),
        many => format!("{many} respostas deixam de valer"),
    },
    come_up: |count| match count {
        1 => "1 pergunta nova".to_owned(),
        many => format!("{many} perguntas novas"),
    },
    to_be_asked: "a perguntar",
    raised: "surge:",
    gone: "some:",
    take_or_drop: |take, drop| format!("{take} aceita, {drop} descarta."),
    tried: |what, key| format!("Aceito: {what}; {key} desfaz."),
    not_seen: "Isso foi digitado antes: a mesma tecla sai depois que o resultado aparece.",
    undone: |what, again| match again {
        Some(again) => format!("Desfeito: {what} · {again} refaz."),
        None => format!("Desfeito: {what}"),
    },
    no_entry: |done| {
        format!("Nada está escolhido: as setas escolhem, e {done} sai e imprime o resultado.")
    },

    files_title: "Arquivos do projeto",
    lines: |count| match count {
        1 => "1 linha".to_owned(),
        many => format!("{many} linhas"),
    },
    no_files: "Não há código para olhar.",
    pairs_shown: "No conselho, cada resultado agora traz o seu código abaixo da decisão.",
    pairs_hidden: "O conselho não mostra mais os resultados como código.",
    no_pairs: "Nenhum resultado deste conselho aparece como código.",
    sources_shown: "O conselho agora mostra fontes e quem discorda em cada decisão, e os padrões no fim.",
    sources_folded: "No conselho, fontes e padrões estão recolhidos de novo.",
    set_aside: |count| match count {
        1 => "1 resposta fica de lado; mude esta de volta para tê-la de novo.".to_owned(),
        _ => format!("{count} respostas ficam de lado; mude esta de volta para tê-las de novo."),
    },
    find: "Procurar:",
    found: |at, of| format!("{at} de {of}"),
    not_found: |text| format!("“{text}” não está em nenhum arquivo do projeto."),
    nothing_sought: "Nada foi procurado ainda.",

    package: |name| format!("O pacote vai se chamar {name}."),
    written_before: |directory| {
        format!(
            "{directory} já foi gravado daqui; Enter o grava para estas respostas. O que você editou \
             fica, ou é posto à parte."
        )
    },
    not_empty: |directory| format!("{directory} já existe e não está vazio; escolha outro nome."),
    written_title: "Gravado",

    at_whole: "o conselho",
    at_entry: "uma entrada do conselho",
    at_code: "o código",
    at_files: "a lista de arquivos",
    at_try: "ao experimentar uma resposta",
    at_find: "ao procurar no código",
    at_written: "o que foi gravado",
    at_commands: "onde nada se digita",

    hint_undo: "desfazer",
    hint_redo: "refazer",
    hint_entry: "escolher",
    hint_open: "examinar",
    hint_sources: "fontes",
    hint_files: "arquivos",
    hint_find: "procurar",
    hint_match: "próximo",
    hint_take: "aceitar",
    hint_drop: "descartar",
    hint_show: "mostrar",

    help_undo: "desfaz a última mudança de respostas; os arquivos ficam como estão",
    help_redo: "refaz o que foi desfeito",
    help_next_entry: "ao próximo alerta, decisão ou outra resposta, rolando até lá",
    help_previous_entry: "ao anterior",
    help_nothing_chosen: "nada, até que uma entrada seja escolhida; então a examina",
    help_open: "experimenta a outra resposta, explica a decisão, ou vai ao que causa o alerta",
    help_sources: "mostra ou recolhe fontes, quem discorda, e o que ficou no padrão",
    help_files: "lista os arquivos do projeto, para ir a um deles",
    help_find: "procura nos arquivos do projeto",
    help_next_match: "à próxima linha encontrada",
    help_previous_match: "à linha encontrada antes",
    help_take: "aceita a outra resposta; voltar a desfaz",
    help_drop: "deixa tudo como está",
    help_show: "mostra este arquivo",
    help_found: "fica na linha encontrada",
    help_not_found: "volta aonde a busca começou",
};
