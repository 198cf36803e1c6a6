//! Reports in Brazilian Portuguese.

use crate::words::table::{Check, Graph, Reports, Review};

pub(super) const REPORTS: Reports = Reports {
    check: Check {
        summary: |counts, languages| {
            format!(
                "{}, {}, {}, {}, {} de {} cenários como esperado, idiomas {languages}",
                many(counts.sections, "seção", "seções"),
                many(counts.questions, "pergunta", "perguntas"),
                many(counts.outcomes, "resultado", "resultados"),
                many(counts.rules, "regra", "regras"),
                counts.as_expected,
                counts.scenarios,
            )
        },
        scenario: |id, what| format!("cenário {id}: {what}"),
        no_default: |question| format!("`{question}` não tem resposta nem padrão"),
        undecided: "não decidido",
        other_outcome: |section, is, expected| format!("{section} deu {is}, e não {expected}"),
        never_asked: |question| format!("`{question}` nunca é perguntada"),
        flag_missing: |flag| format!("o sinal de alerta {flag} não é levantado"),
        flag_raised: |flag| format!("o sinal de alerta {flag} é levantado"),
        caution_missing: |caution| format!("o cuidado {caution} não é mostrado"),
        not_rendered: |scenarios| {
            let left_out = if scenarios == 1 {
                "cenário ficou"
            } else {
                "cenários ficaram"
            };
            format!(
                "os modelos dele não foram processados, pois os anteriores gastaram todo o trabalho de uma execução ({scenarios} {left_out} de fora)"
            )
        },
    },
    review: Review {
        as_recorded: "como registrado",
        changed: |section, was, now| format!("{section} era {was} e agora é {now}"),
        gone: |section, was| format!("{section} era {was} e não aparece mais"),
        new: |section, now| format!("{section} agora é {now} e não estava registrado"),
        nothing_recorded: "ela não registra decisões para comparar; `--format yaml` as escreve",
        other_version: |was, now| {
            format!("nota: ela foi feita com a versão {was} do conselheiro, e esta é a {now}")
        },
        other_fingerprint: "nota: o conselheiro mudou desde que ela foi feita, na mesma versão",
        note: |text| format!("nota: {text}"),
        flag: |id, text| format!("sinal de alerta {id}: {text}"),
    },
    graph: Graph {
        otherwise: "senão",
        case: |number| format!("caso {number}"),
    },
    written: |files, place| format!("{} em {place}", many(files, "arquivo", "arquivos")),
    try_now: |command| format!("experimente: {command}"),
};

fn many(count: usize, one: &str, more: &str) -> String {
    let what = if count == 1 { one } else { more };
    format!("{count} {what}")
}
