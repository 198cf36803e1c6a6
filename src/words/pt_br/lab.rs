//! The crash lab in Brazilian Portuguese.

use crate::words::table::{LabWords, Objects};

pub(super) const LAB: LabWords = LabWords {
    title: "Laboratório de quedas",
    crash: &["derrubar"],
    end: &["terminar"],
    wait: &["esperar"],
    stop: &["parar"],
    objects: Objects {
        name: "NOME",
        times: "VEZES",
        seconds: "SEGUNDOS",
        job: "JOB",
    },
    started: |id| format!("{id} inicia"),
    started_again: |id| format!("{id} inicia de novo"),
    empty: |id| format!("{id} volta sem as suas partes: quem precisar de uma tem de iniciá-la"),
    crashed: |id| format!("{id} cai"),
    ended: |id| format!("{id} termina por conta própria"),
    fell: |id| format!("{id} cai com aquilo em que estava"),
    counted: |id, used, most, seconds| {
        format!("{id} conta o reinício {used} de {most} em {seconds} s")
    },
    too_many: |id, used, most, seconds| {
        format!("{id} contaria o reinício {used} em {seconds} s e admite {most}: desiste")
    },
    stopped_strategy: |id, strategy| format!("{id} é parado ({strategy})"),
    stopped_gives_up: |id| format!("{id} é parado, pois tudo é abandonado"),
    stopped: |id| format!("{id} é parado"),
    stays: |id, restart| format!("{id} não inicia de novo ({restart})"),
    forgotten: |id| format!("{id} é esquecido: o que é temporary não é reiniciado"),
    forgotten_at_its_end: |id, restart| {
        format!("{id} não inicia de novo ({restart}), e é esquecido")
    },
    gave_up: |id| format!("{id} terminou"),
    over: "nada está acima dele: o programa termina",
    passed: |seconds| match seconds {
        1 => "passa 1 segundo".to_owned(),
        seconds => format!("passam {seconds} segundos"),
    },
    not_running: |id| format!("{id} não está rodando"),
    nothing_left: "nada mais roda",
    is_over: |key| {
        format!("O programa terminou, então nada mais pode acontecer com ele; {key} recomeça.")
    },
    no_job: |key| format!("Não há job para isso; {key} põe um."),
    other_page: |key| format!("Isso não faz nada nesta página; {key} leva às outras."),
    nothing_to_play: "Não há nada aqui com que isso possa acontecer.",
    running: "rodando",
    has_crashed: "caído",
    is_stopped: "parado",
    restarting: "reiniciando",
    gone: "esquecido",
    tree: "A árvore",
    budget: |used, most, seconds| format!("{used} de {most} reinícios em {seconds} s"),
    times: |times| match times {
        1 => "reiniciado uma vez".to_owned(),
        times => format!("reiniciado {times} vezes"),
    },
    in_order: "Iniciados nesta ordem, parados na inversa.",
    story: "O que acontece",
    start: "início",
    more_alike: |rounds| format!("mais {rounds} iguais"),
    not_all_run: |rest| format!("Todo o resto roda, menos: {rest}."),
    load: "Sob carga",
    load_of: |title| format!("{title} sob carga"),
    assumed: "não informado, então suposto",
    rate: "chegadas no pico",
    service: "trabalho em cada uma",
    servers: "servidores",
    patience: "quem chama desiste após",
    nobody_waits: "ninguém espera resposta",
    room: "lugares na espera",
    per_second: |number| format!("{number}/s"),
    columns: [
        "carga",
        "ocupado",
        "espera média",
        "99% esperam até",
        "maior fila",
        "desistem",
        "recusadas",
    ],
    of_peak: |percent| format!("{percent}% do pico"),
    how: |requests| {
        format!(
            "{requests} requisições em cada servidor, com intervalos e trabalho aleatórios de uma semente fixa, uma após a outra."
        )
    },
    verdict_fine: "Ele dá conta no pico.",
    verdict_waits: "Ele dá conta no pico, e a espera supera o trabalho.",
    verdict_grows: "Ele não dá conta no pico: a fila cresce enquanto isso durar.",
    comes: |come, most| format!("chegam {come} por segundo e dá para atender {most}: "),
    grows: |by, room| match room {
        None => format!("a fila cresce {by} a cada segundo"),
        Some(room) => format!("a fila cresce {by} a cada segundo, até {room} esperarem"),
    },
    comes_and_goes: |longest| format!("a fila vem e vai, e nunca esperam mais de {longest}"),
    first_gives_up: |after| format!("; o primeiro a chamar desiste após {after}"),
    first_refused: |after| format!("; a primeira recusa vem após {after}"),
    few_wait: "; menos de 1 em 100 chega a esperar",
    nobody_gives_up: "; ninguém desiste",
    would_give_up: |after| {
        format!("; se isso continuar, o primeiro a chamar desiste após cerca de {after}")
    },
    would_be_refused: |after| {
        format!("; se isso continuar, a primeira recusa vem após cerca de {after}")
    },
    waiting_axis: "quantas esperam, ao longo do tempo",
    waiting_after: |every, waiting| format!("Esperam após cada {every}: {waiting}"),
    no_station: "Nada aqui tem uma fila própria, então não há carga a simular.",
    slice: |until, arrived, done, waiting, gave_up, refused| {
        let more = |count: usize, does: &str| match count {
            0 => String::new(),
            count => format!(", {count} {does}"),
        };
        let (gave_up, refused) = (more(gave_up, "desistem"), more(refused, "são recusadas"));
        format!(
            "no trecho até {until}: {arrived} chegam, {done} ficam prontas{gave_up}{refused}; então {waiting} esperam"
        )
    },
    jobs: super::jobs::JOBS,
    no_lab: "Este conselheiro não diz o que simular.",
    how_to: |id| {
        format!(
            "Continue com :laboratório e eventos: derrubar {id}, derrubar {id} 4, terminar {id}, esperar 5, parar; vários podem vir em seguida."
        )
    },
    step: |at, of| format!("passo {at} de {of}"),
    not_here: "O laboratório precisa de um resultado em que nada esteja em aberto.",
};
