//! The command line in Brazilian Portuguese.

use crate::words::table::{Cli, Commands, Flags, Formats, Manual, Values, Wrong};

pub(super) const CLI: Cli = Cli {
    about: "Qual abstração de Erlang/OTP serve, e como ela fica em Rust",
    details: "Em um terminal, o programa entrevista você; com a entrada vinda de um pipe, lê uma resposta por linha, ou linhas `pergunta=resposta` em qualquer ordem. Os resultados vão para a saída padrão.",
    exit_status: "\
Código de saída: 0 conselho dado, ou nada encontrado; 1 check ou review
encontrou algo; 2 uso incorreto; 3 respostas que faltam, erradas, sem decisão
ou ilegíveis; 4 conselheiro ausente ou inválido; 5 não foi possível gravar o
destino; 130 cancelado.",
    examples: "Exemplos:",
    usage: "Uso:",
    commands_heading: "Comandos",
    arguments_heading: "Argumentos",
    options_heading: "Opções",
    any_options: "[OPÇÕES]",
    any_command: "COMANDO",
    possible_values: "valores possíveis:",
    default_value: "padrão:",
    help_flag: "Mostra a ajuda",
    version_flag: "Mostra a versão",
    help_command: "Mostra esta mensagem ou a ajuda de um comando",
    flags: Flags {
        plain: "Pergunta linha a linha, com opções numeradas, sem desenhar na tela",
        answers: "Lê as respostas de uma folha salva; `-` é a entrada padrão",
        start: "Começa com as respostas de uma situação; `starts` as lista",
        thorough: "Pergunta também os detalhes; sem isto valem os padrões deles",
        set: "Dá uma resposta; vale mais que a folha (pode ser repetida)",
        advisor: "Carrega outro conselheiro em vez do embutido",
        lang: "O idioma de tudo o que é dito [padrão: o do conselheiro, en]",
        format: "Como mostrar o conselho",
        emit: "Grava um projeto neste diretório",
        name: "O nome do pacote do projeto [padrão: o nome do diretório]",
        target: "Para qual alvo gerar",
        runtime_tests: "Traz junto também os testes do runtime (src/otp)",
        dry_run: "Mostra o que --emit gravaria, e não grava nada",
        force: "Substitui os arquivos do projeto em um diretório que não está vazio",
        partial: "Aceita uma entrevista não terminada e diz o que ainda é possível",
        with_code: "Mostra cada resultado em código, também no registro",
        no_mouse: "Deixa o mouse com o terminal",
        print_config: "Mostra a configuração que vale, cada linha com a sua origem",
    },
    formats: Formats {
        text: "Para pessoas",
        json: "Para programas",
        yaml: "A folha de respostas",
        markdown: "Um registro de decisão (MADR)",
        code: "O módulo Rust principal",
    },
    commands: Commands {
        check: "Verifica um conselheiro: arquivos, cenários, modelos, traduções",
        check_dir: "O diretório do conselheiro [padrão: o embutido]",
        graph: "Desenha a entrevista como um grafo",
        graph_format: "Para uma página ou para o graphviz",
        review: "Julga de novo folhas salvas: 1 se o conselho mudou ou um sinal de alerta manda parar",
        review_files: "Folhas de respostas salvas; `-` é a entrada padrão",
        batch: "Lê respostas em linhas JSON, escreve conselhos em linhas JSON",
        batch_details: "\
Uma linha é um objeto com as respostas por pergunta, sozinho ou como numa folha:

  {\"state\": \"yes\", \"complex\": false, \"peak_rate\": 300}
  {\"answers\": {\"state\": \"no\"}}

Uma resposta é o id, o texto ou o número de uma opção, um número, um texto, true
ou false, `unknown`, ou \"\" para o padrão. Para cada linha sai uma: o que
--format json mostra, ou um objeto com `errors` e o número da linha. O código 3
diz que houve algum; `schema output` descreve os dois lados.",
        why: "Explica um resultado: por que sim, por que não, e o que levaria a ele",
        why_outcome: "O id ou o título de um resultado, ou SEÇÃO.RESULTADO",
        lab: "Simula o projeto: derruba as partes, mostra o que reinicia, aplica carga",
        lab_events: "`derrubar NOME [VEZES]`, `terminar NOME`, `esperar SEGUNDOS`, `parar`; do que se guarda, `job [VEZES]`, `pronto [JOB]`, `falhar [JOB]`, `cortar`, `religar`, `seguir`, `matar`, um após o outro [padrão: uma história inteira]",
        report_format: "Para pessoas ou para programas [padrão: text]",
        questions: "Lista cada pergunta com opções, faixas, padrão e quando ela aparece",
        starts: "Lista as situações com que --start começa",
        guide: "Mostra as orientações de que os conselhos são feitos, ou um tópico delas",
        guide_topic: "O id ou o título de um tópico; sem ele, todos são mostrados",
        schema: "Mostra o JSON Schema dos arquivos de um conselheiro, ou do que programas leem e escrevem",
        schema_of: "Dos arquivos de um conselheiro, ou de tudo o que --format json mostra e batch lê",
        completions: "Mostra o script de autocompletar de um shell",
        completions_shell: "O shell",
        man: "Mostra a página de manual",
    },
    values: Values {
        file: "ARQUIVO",
        dir: "DIR",
        assignment: "PERGUNTA=RESPOSTA",
        lang: "IDIOMA",
        format: "FORMATO",
        name: "NOME",
        target: "ALVO",
        outcome: "RESULTADO",
        topic: "TÓPICO",
        event: "EVENTO",
        shell: "SHELL",
        schema: "SCHEMA",
        command: "COMANDO",
    },
    manual: Manual {
        name: "NOME",
        synopsis: "SINOPSE",
        description: "DESCRIÇÃO",
        options: "OPÇÕES",
        subcommands: "COMANDOS",
        extra: "MAIS",
        version: "VERSÃO",
        any_subcommand: "comandos",
    },
    wrong: Wrong {
        error: "erro",
        tip: "dica",
        unknown_argument: |argument| format!("argumento inesperado '{argument}'"),
        similar_argument: |near| format!("existe um argumento parecido: '{near}'"),
        unknown_command: |command| format!("o comando '{command}' não existe"),
        similar_command: |near| format!("existe um comando parecido: '{near}'"),
        invalid_value: |value, argument| format!("valor inválido '{value}' para '{argument}'"),
        similar_value: |near| format!("existe um valor parecido: '{near}'"),
        no_value: |argument| format!("'{argument}' precisa de um valor, e nenhum foi dado"),
        unexpected_value: |value, argument| {
            format!("valor inesperado '{value}' para '{argument}'; não se esperava mais nenhum")
        },
        twice: |argument| format!("o argumento '{argument}' não pode ser usado mais de uma vez"),
        conflict: |argument, other| {
            format!("o argumento '{argument}' não pode ser usado com '{other}'")
        },
        missing: "faltam estes argumentos obrigatórios:",
        not_utf8: "há argumentos que não estão em UTF-8",
        more: "Para mais informações, use '--help'.",
    },
};
