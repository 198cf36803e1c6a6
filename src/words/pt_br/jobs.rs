//! The jobs of the crash lab in Brazilian Portuguese. Nothing agrees with a job or a message, so that each
//! sentence is right for both.

use crate::words::table::JobWords;

pub(super) const JOBS: JobWords = JobWords {
    add: &["job", "mensagem"],
    done: &["pronto"],
    fail: &["falhar"],
    store_down: &["cortar"],
    store_up: &["religar"],
    kill: &["matar"],
    tick: &["seguir"],
    added: |job| format!("{job} chega, e espera"),
    refused: |store| {
        format!("nada entra enquanto {store} está fora do ar: quem tenta fica sabendo")
    },
    crowded: "já há o máximo que se consegue acompanhar: deixe algo terminar",
    taken: |job, attempt| match attempt {
        1 => format!("{job} roda"),
        attempt => format!("{job} roda, tentativa {attempt}"),
    },
    taken_again: |job, attempt| {
        format!(
            "{job} roda de novo, tentativa {attempt}: o que fez antes pode ser feito duas vezes"
        )
    },
    in_batch: |job| format!("{job} termina, e a confirmação vem com o seu lote"),
    unrecorded: |job, store| format!("{job} termina, o que se anota quando {store} voltar"),
    is_done: |job| format!("{job} termina com êxito"),
    acknowledged: |job| format!("{job} tem a sua confirmação"),
    failed: |job, attempt, attempts| format!("{job} falha na tentativa {attempt} de {attempts}"),
    message_failed: |job| format!("{job} falha; aqui nada é tentado de novo"),
    retries: |job, after| format!("{job} tem nova tentativa em {after}"),
    lost: |job, after| {
        format!("{job} fica sem worker, o que se vê quando a reserva acabar, em {after}")
    },
    cut_off: |job| format!("{job} não consegue manter a reserva, e para"),
    lease_over: |job| format!("{job} volta a esperar: a reserva acabou"),
    redelivered: |job| format!("{job} não teve confirmação, então vem de novo"),
    hidden: |job, after| format!("{job} não teve confirmação, então aparece de novo em {after}"),
    not_running: "nada assim está rodando",
    store_goes: |store| {
        format!("{store} sai do ar: a fila pergunta de novo e de novo, e nenhum reinício é contado")
    },
    store_back: |store, within| format!("{store} volta, o que se nota em até {within}"),
    store_was_there: |store| format!("{store} está no ar"),
    store_found: |store| format!("a fila reencontra {store}"),
    killed: "o programa é morto sem aviso, e começa de novo",
    no_queue: "este projeto não guarda jobs fora da árvore",
    waits: "espera",
    runs: |attempt| match attempt {
        1 => "roda".to_owned(),
        attempt => format!("roda, tentativa {attempt}"),
    },
    ended: "terminou, falta anotar",
    retried_in: |after| format!("falhou, de novo em {after}"),
    held_for: |after| format!("sem worker, a reserva acaba em {after}"),
    hidden_for: |after| format!("sem confirmação, aparece de novo em {after}"),
    over: "com êxito",
    given_up: "fim das tentativas",
    counts: [
        "esperando",
        "rodando",
        "a tentar de novo",
        "com êxito",
        "sem êxito",
    ],
    heading: |store| format!("O que {store} guarda"),
    away: "fora do ar",
    none_yet: "Ainda não há nada.",
    taken_by: |part| format!("quem retira: {part}"),
    workers: |workers| format!("ao mesmo tempo: {workers}"),
    attempts: |attempts| format!("tentativas: {attempts}"),
    pauses: |pauses, all| format!("pausas depois de cada uma: {pauses} ({all} ao todo)"),
    lease: |lease| format!("nota-se um worker perdido em: {lease}"),
    no_retry: "o que falha não é tentado de novo aqui",
    batch: |size, wait| format!("confirmação em conjunto: {size}, no mais tardar em {wait}"),
    twice: "Ao menos uma vez: o que começou e não foi anotado é feito de novo, então precisa suportar ser feito duas vezes.",
    how_to: |part| {
        format!(
            "Para o que se guarda: job, job 3, pronto 1, falhar 1, derrubar {part}, matar, cortar, religar, seguir (até algo vir por si)."
        )
    },
};
