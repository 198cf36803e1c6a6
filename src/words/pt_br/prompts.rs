//! The prompts in Brazilian Portuguese.

use crate::words::table::{CommandWords, Prompts};

pub(super) const PROMPTS: Prompts = Prompts {
    welcome: "Responda com um número ou uma palavra, ou ? se não souber. Uma linha vazia aceita o padrão. :ajuda explica o resto.",
    starts: "Situações por onde começar são listadas por :começar",
    heading: |title, section, question| {
        format!(
            "{title} (seção {} de {}), pergunta {} de no máximo {}",
            section.at, section.of, question.at, question.of
        )
    },
    given: |answer| format!("Sua resposta até aqui: {answer}."),
    prompt: "Resposta: ",
    prompt_default: |default| format!("Resposta (vazia aceita {default}): "),
    prompt_keep: |answer| format!("Resposta (vazia mantém {answer}): "),
    end_also: "Há também :salvar ARQUIVO, :gravar DIR, :revisar e :voltar; :ajuda explica tudo.",
    prompt_end: "Linha vazia para concluir e imprimir o conselho, ou :conselho, :porquê, :experimentar, :laboratório: ",
    prompt_end_told: "Linha vazia para concluir, ou :conselho, :porquê, :experimentar, :laboratório: ",
    prompt_undecided: "Linha vazia para deixar assim e imprimir o conselho, ou :conselho, :porquê, :experimentar: ",
    really_quit: "Sair sem conselho? As respostas se perdem. s ou n (n): ",
    really_leave: "Sair sem conselho? s guarda as respostas para :continuar, d as descarta (n): ",
    drops: &["d", "descartar"],
    can_finish: "Daqui em diante toda pergunta tem um padrão; :concluir aceita todos.",
    noted: |question, answer| format!("Anotado, {question}: {answer}."),
    taken: |answers| format!("Aceitas: {answers}."),
    decided: |section, outcome| format!("Decidido: {section} é {outcome}."),
    all_answered: "Todas as perguntas foram respondidas.",
    standing: |details| format!("Estes valem por padrão, e :ir NOME muda um: {details}."),
    again: "O mesmo sem perguntas:",
    undecided: |section, outcomes| format!("Não decidido: {section} pode ser {outcomes}."),
    settle: |question| format!("Para decidir: :ir {question}"),
    nothing_to_answer: "Não há pergunta em aberto. Uma linha vazia conclui; :revisar lista as respostas.",
    or_unknown: "Digite ? se não souber.",
    needs_answer: |question| {
        format!("A pergunta {question} não tem padrão, então antes precisa de uma resposta.")
    },
    too_long: "Essa linha é longa demais para ser uma resposta.",
    did_you_mean: |near| format!("Você quis dizer {near}?"),
    unknown_command: |given| format!("“{given}” não é um comando."),
    help_hint: "Os comandos são listados por :ajuda",
    review_hint: "As perguntas são listadas por :revisar",
    go_where: |count| {
        format!("Diga para onde: :ir e um número de 1 a {count}, ou :ir e o nome de uma pergunta.")
    },
    save_where: "Diga onde: :salvar e o nome de um arquivo.",
    emit_where: "Diga onde: :gravar e o nome de um diretório.",
    not_asked: |given| format!("“{given}” não é uma pergunta que aparece."),
    why: "O que cada resposta deixaria possível aqui",
    why_nothing: "Nenhuma resposta muda o resultado desta seção; ela completa um detalhe ou é conferida com os sinais de alerta.",
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
    why_others: ":porquê RESULTADO diz de outro o que levaria a ele.",
    no_outcome: |given| format!("“{given}” não é um resultado."),
    take_them: ":adotar aceita estas respostas, e :voltar logo em seguida as desfaz.",
    nothing_to_take: "Não há respostas a aceitar; :porquê RESULTADO ou :experimentar as encontra.",
    taken_back: "Está como antes.",
    map_answered: |question, answer| format!("{question} Sua resposta: {answer}."),
    map_here: |question| format!("{question} Você está aqui."),
    map_closed: |name| format!("excluído: {name}"),
    map_taken: |name| format!("decidido: {name}"),
    map_again: |question| format!("segue para: {question}"),
    map_any: "em todo caso",
    map_if: |asked| format!("se {asked}"),
    map_else: "senão",
    help: &[
        "Uma resposta é o número ou o nome de uma opção, o texto dela, s ou n, um número, ou ? se não souber.",
        "Uma linha vazia aceita o padrão, ou mantém a resposta dada. O fim da entrada aceita os padrões para o resto.",
    ],
    back: CommandWords {
        names: &[":voltar", ":v", ":anterior"],
        arguments: &[],
        does: "a pergunta anterior; nenhuma resposta se perde",
    },
    forward: CommandWords {
        names: &[":avançar", ":a", ":avancar", ":próxima", ":proxima"],
        arguments: &[],
        does: "a pergunta seguinte",
    },
    explain: CommandWords {
        names: &[":porquê", ":p", ":porque"],
        arguments: &["", "RESULTADO"],
        does: "o que cada resposta deixaria possível, e exemplos; depois da última pergunta, por que o conselho é este; de um resultado, o que levaria a ele",
    },
    attempt: CommandWords {
        names: &[":experimentar"],
        arguments: &["", "NOME=RESPOSTA"],
        does: "que respostas mudariam o conselho; o que outra resposta mudaria, sem aceitá-la",
    },
    try_what: "Diga o quê: :experimentar NOME=RESPOSTA, com o nome de uma pergunta.",
    turns: |section, now, then| format!("{section}: agora {now}, depois {then}."),
    nothing_else: "Nada mais mudaria.",
    begin: CommandWords {
        names: &[":começar", ":comecar", ":iniciar"],
        arguments: &["", "NOME"],
        does: "listar as situações por onde começar, ou começar por uma",
    },
    begin_how: ":começar e um número ou um nome começa com as respostas de uma; todas podem ser mudadas.",
    no_starts: "Este conselheiro não tem situações por onde começar.",
    no_start: |given| format!("“{given}” não é uma situação."),
    resume: CommandWords {
        names: &[":continuar"],
        arguments: &["", "2"],
        does: "continuar com as respostas guardadas quando uma entrevista foi interrompida",
    },
    drop: CommandWords {
        names: &[":descartar"],
        arguments: &["", "2"],
        does: "não guardar mais as respostas de uma entrevista dessas",
    },
    resume_how: ":continuar segue com elas.",
    resume_result: "Ela já tinha chegado ao resultado, e :continuar leva até ele.",
    resume_several: |count| {
        format!("Há {count} entrevistas guardadas neste diretório; :continuar as lista.")
    },
    kept_answers: |verdict, count| {
        let answers = match count {
            1 => "1 resposta".to_owned(),
            many => format!("{many} respostas"),
        };
        match verdict {
            Some(verdict) => format!("{verdict} ({answers})"),
            None => answers,
        }
    },
    resume_choose: ":continuar e um número segue com uma delas; :descartar e um número não a guarda mais.",
    resume_which: |count| format!("Diga qual: :continuar e um número de 1 a {count}."),
    drop_which: |count| format!("Diga qual: :descartar e um número de 1 a {count}."),
    resume_begun: "Respostas guardadas podem ser retomadas enquanto nada está respondido; :desfazer desfaz respostas.",
    really_drop: |what| format!("Descartar o que foi guardado: {what}? s ou n (n): "),
    nothing_kept: "Não há respostas guardadas.",
    take: CommandWords {
        names: &[":adotar"],
        arguments: &[],
        does: "aceitar as respostas que :porquê RESULTADO ou :experimentar mostrou por último",
    },
    find: CommandWords {
        names: &[":procurar", ":buscar", ":pesquisar"],
        arguments: &["PALAVRAS"],
        does: "procurar palavras em tudo o que o conselheiro diz",
    },
    guide: CommandWords {
        names: &[":guia"],
        arguments: &["", "TÓPICO"],
        does: "ler as orientações de que os conselhos são feitos",
    },
    again_command: CommandWords {
        names: &[":repetir"],
        arguments: &[],
        does: "a pergunta mais uma vez",
    },
    brief: CommandWords {
        names: &[":breve"],
        arguments: &[],
        does: "não repetir a pergunta depois de um engano ou comando, ou repetir como antes",
    },
    is_brief: "De agora em diante cada pergunta aparece uma vez; :repetir a mostra de novo.",
    is_not_brief: "De agora em diante a pergunta é repetida depois de um engano ou comando.",
    find_what: "Diga o quê: :procurar e algumas palavras.",
    and_more: |more| format!("e mais {more}; outra palavra restringe a busca."),
    read_on: "Para ler mais: :guia TÓPICO, :porquê RESULTADO, :ir PERGUNTA.",
    no_guide: "Este conselheiro não tem orientações para ler.",
    no_topic: |given| format!("“{given}” não é um tópico das orientações."),
    undo: CommandWords {
        names: &[":desfazer", ":z"],
        arguments: &[],
        does: "desfazer a última mudança de respostas",
    },
    redo: CommandWords {
        names: &[":refazer"],
        arguments: &[],
        does: "refazer a mudança desfeita",
    },
    deed: |question, answer| format!("“{question}” {answer}"),
    redo_how: ":refazer a refaz.",
    review: CommandWords {
        names: &[":revisar", ":r", ":respostas"],
        arguments: &[],
        does: "todas as respostas, numeradas",
    },
    advice: CommandWords {
        names: &[":conselho"],
        arguments: &[],
        does: "o conselho para as respostas até aqui, como a conclusão o imprime",
    },
    go: CommandWords {
        names: &[":ir", ":i"],
        arguments: &["3", "NOME"],
        does: "a uma resposta da lista, para mudá-la",
    },
    map: CommandWords {
        names: &[":mapa"],
        arguments: &["", "SEÇÃO"],
        does: "a seção em tópicos: aonde cada resposta leva, e o que está excluído",
    },
    no_section: |given| format!("“{given}” não é uma seção que apareça."),
    save: CommandWords {
        names: &[":salvar"],
        arguments: &["ARQUIVO"],
        does: "salvar a folha de respostas",
    },
    emit: CommandWords {
        names: &[":gravar"],
        arguments: &["DIR"],
        does: "gravar o projeto Rust",
    },
    lab: CommandWords {
        names: &[":laboratório", ":laboratorio"],
        arguments: &["", "derrubar NOME", "esperar 5", "carga"],
        does: "simular o projeto: derrubar as partes, ver o que reinicia e pô-lo sob carga",
    },
    lab_load: "carga",
    code: CommandWords {
        names: &[":código", ":arquivo", ":codigo"],
        arguments: &["", "ARQUIVO"],
        does: "ler o arquivo principal do projeto, ou outro, antes que algo seja gravado",
    },
    files: CommandWords {
        names: &[":arquivos"],
        arguments: &["", "TEXTO"],
        does: "listar os arquivos que :gravar gravaria, ou as linhas deles com um texto",
    },
    diff: CommandWords {
        names: &[":diferença", ":diferenca"],
        arguments: &["", "ARQUIVO"],
        does: "o que as respostas que :porquê RESULTADO ou :experimentar mostrou mudariam nesses arquivos",
    },
    code_by_default: "Com os padrões para as perguntas que restam:",
    files_how: ":código e um número ou um nome lê um deles; :arquivos TEXTO procura um texto em todos.",
    no_file: |given| format!("“{given}” não é um arquivo do projeto; :arquivos lista os que há."),
    diff_new: "novo",
    diff_gone: "deixa de existir",
    diff_how: ":diferença e um número ou um nome lê o que muda em um deles.",
    diff_of_what: "Não há com que comparar; :porquê RESULTADO ou :experimentar encontra outras respostas.",
    diff_none: "Nenhum arquivo mudaria.",
    diff_none_in: |path| format!("Nada mudaria em {path}."),
    yes_or_no: "Não é nenhuma dessas.",
    emit_unfinished: "Nada foi gravado ainda: há perguntas em aberto, e :concluir aceita o padrão de todas elas.",
    pairs: CommandWords {
        names: &[":pares"],
        arguments: &[],
        does: "cada decisão como código, em todas as linguagens que há",
    },
    no_pairs: "Nenhuma decisão até aqui é mostrada como código.",
    sources: CommandWords {
        names: &[":fontes"],
        arguments: &[],
        does: "o que ficou no padrão, por inteiro, e de onde vem cada decisão",
    },
    language: CommandWords {
        names: &[":idioma", ":língua", ":lingua"],
        arguments: &["", "en"],
        does: "passar para o próximo idioma, ou para este; respostas e lugar ficam",
    },
    speaks: "De agora em diante em português.",
    no_language: |given, known| format!("“{given}” não é um idioma daqui; há {known}."),
    finish: CommandWords {
        names: &[":concluir", ":c"],
        arguments: &[],
        does: "aceitar os padrões para o resto",
    },
    quit: CommandWords {
        names: &[":sair", ":s", ":encerrar"],
        arguments: &[],
        does: "sair sem conselho",
    },
    list: CommandWords {
        names: &[":ajuda"],
        arguments: &[],
        does: "esta lista",
    },
    colon: ("::texto", "uma resposta que começa com dois-pontos"),
};
