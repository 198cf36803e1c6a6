//! What every kind says in Brazilian Portuguese.
//!
//! Codes, flags and fields of files keep their names.

mod advisor;
mod answers;
mod config;

pub(crate) use self::answers::{no_answer, why_not};

use self::answers::number;
use super::kind::{Emitting, Expected, Found, Kind, Name, Reading, Shape, Slip, Usage, Yaml};
use super::said::{Frame, Said, list, plain, quote, say};
use crate::words::table::Verb;
use crate::words::{LabWords, Language};

pub(super) const FRAME: Frame = Frame {
    error: "erro",
    warning: "aviso",
    hint: "nota",
    help: "ajuda",
    standard_input: "entrada padrão",
    line: |number| format!("linha {number}"),
};

pub(super) fn said(kind: &Kind) -> Said {
    match kind {
        Kind::Reading(kind) => reading(kind),
        Kind::Shape(kind) => shape(kind),
        Kind::Ids(kind) => advisor::ids(kind),
        Kind::Part(kind) => advisor::part(kind),
        Kind::Project(kind) => advisor::project(kind),
        Kind::Flow(kind) => advisor::flow(kind),
        Kind::Conditions(kind) => advisor::conditions(kind),
        Kind::Formula(kind) => advisor::formula(kind),
        Kind::Answers(kind) => answers::answers(kind),
        Kind::Usage(kind) => usage(kind),
        Kind::Config(kind) => config::config(kind),
        Kind::Emitting(kind) => emitting(kind),
        Kind::More(1) => say("mais um erro não é mostrado"),
        Kind::More(count) => say(format!("mais {} erros não são mostrados", number(*count))),
    }
}

/// A way around the file that is wrong.
pub(super) fn around(setting: &str) -> String {
    format!("para começar sem configuração: {setting}")
}

pub(super) fn did_you_mean(name: &str) -> String {
    answers::did_you_mean(name)
}

fn reading(kind: &Reading) -> Said {
    match kind {
        Reading::MissingFile { path } => say(format!("o arquivo {} não existe", plain(path))),
        Reading::NoAdvisor { path } => say(format!("não há conselheiro em {}", plain(path)))
            .help("--advisor recebe o diretório que contém advisor.yaml"),
        Reading::Unreadable { name, why } => say(format!(
            "não foi possível ler {}: {}",
            plain(name),
            plain(why)
        )),
        Reading::NotUtf8 { name, byte } => {
            say(format!("{} não está em UTF-8", plain(name))).label(format!("o byte {byte:#04x}"))
        }
        Reading::Empty => say("o arquivo está vazio"),
        Reading::TooLong { name, bytes, most } => say(format!(
            "{} tem {} bytes; são lidos no máximo {}",
            plain(name),
            number(*bytes),
            number(*most)
        )),
        Reading::MoreThan { name, most } => say(format!(
            "{} tem mais de {} bytes",
            plain(name),
            number(*most)
        )),
        Reading::Yaml(kind) => yaml(kind),
        Reading::Json(slip) => say(format!("JSON inválido: {}", slipped(slip))),
        Reading::Output { why } => say(format!(
            "não foi possível escrever o resultado: {}",
            plain(why)
        )),
    }
}

fn yaml(kind: &Yaml) -> Said {
    let invalid = |why: &str| say(format!("YAML inválido: {}", plain(why)));
    match kind {
        Yaml::DuplicateKey { key: Some(key) } => invalid(&format!("chave repetida: {key}")),
        Yaml::DuplicateKey { key: None } => invalid("chave repetida"),
        Yaml::NotFinite { number } => invalid(&format!("número não finito {}", quote(number)))
            .help("só números finitos podem ser comparados"),
        Yaml::TooDeep => invalid("aninhamento profundo demais"),
        Yaml::Tab => invalid("uma tabulação onde só pode haver espaços").help("recue com espaços"),
        Yaml::Aliases => {
            invalid("o documento fica grande demais quando seus aliases são expandidos")
        }
        Yaml::UnknownAnchor => {
            invalid("um alias de algo que não existe").help("um texto que começa com `*` precisa de aspas")
        }
        Yaml::Colon => {
            invalid("um segundo valor onde um já está completo").help("um texto com dois-pontos seguidos de espaço precisa de aspas")
        }
        Yaml::Quote => {
            invalid("um texto entre aspas que não combina com o que está em volta").help("talvez falte fechar as aspas de um texto mais acima")
        }
        Yaml::Escape { escape } => say(format!(
            "YAML inválido: {} não é um escape, e entre aspas duplas uma barra invertida começa um",
            quote(escape)
        ))
        .help("entre aspas simples a barra invertida é só uma barra; entre aspas duplas escreve-se `\\\\`"),
        Yaml::Slip(slip) => invalid(&slipped(slip)),
    }
}

fn slipped(slip: &Slip) -> String {
    match slip {
        Slip::Unclosed { bracket } => format!("{} não é fechado", quote(bracket)),
        Slip::Ended => "termina no meio".to_owned(),
        Slip::Bracket => "um fechamento sem abertura".to_owned(),
        Slip::Character => "um caractere que não pode começar nada aqui".to_owned(),
        Slip::Indentation => "isto não pertence a nada do que está acima; veja o recuo".to_owned(),
        Slip::NoColon => "uma chave sem `:` depois".to_owned(),
        Slip::Documents => "começa um segundo documento, e só um é lido".to_owned(),
        Slip::TrailingComma => "uma vírgula sem nada depois".to_owned(),
        Slip::Separator => "falta uma vírgula, dois-pontos ou um fechamento".to_owned(),
        Slip::After => "há algo depois do fim".to_owned(),
        Slip::Escape => "uma barra invertida que não começa um escape".to_owned(),
        Slip::Number => "não é um número".to_owned(),
        Slip::Control => "um caractere de controle entre aspas".to_owned(),
        Slip::NoValue => "nenhum valor começa aqui".to_owned(),
        Slip::NoKey => "uma chave é um texto entre aspas".to_owned(),
        Slip::Twice { key } => format!("{} aparece duas vezes", quote(key)),
        Slip::Other { why } => plain(why).to_string(),
    }
}

fn shape(kind: &Shape) -> Said {
    match kind {
        Shape::UnknownField { name, known } => {
            say(format!("o campo {} não é conhecido", quote(name)))
                .help(format!("conhecidos aqui: {}", list(known)))
        }
        Shape::MissingField { name } => say(format!("falta aqui o campo `{name}`")),
        Shape::UnknownWord { word, known } => say(format!("{} não é conhecido aqui", quote(word)))
            .help(format!("um destes: {}", list(known))),
        Shape::WrongType { expected, found } | Shape::BadNumber { expected, found } => {
            say(format!(
                "esperava-se {}, mas {}",
                expected_text(expected),
                found_text(found)
            ))
        }
        Shape::Other { why } => say(plain(why).to_string()),
    }
}

fn expected_text(expected: &Expected) -> &str {
    match expected {
        Expected::Text => "um texto",
        Expected::List => "uma lista",
        Expected::YesNo => "`yes` ou `no`",
        Expected::Number => "um número",
        Expected::Whole => "um número inteiro a partir de 0",
        Expected::Fields => "um mapeamento de campos",
        Expected::Condition => "uma condição como `{question: option}` ou `always`",
        Expected::Cell => "uma opção, uma lista de opções ou testes como `{lt: 70}`",
        Expected::Default => "uma resposta ou uma lista de `{when: …, is: …}`",
        Expected::Entries => "um mapeamento de nomes para textos",
        Expected::Named => "um mapeamento de nomes",
        Expected::Word => "uma das palavras conhecidas",
        Expected::Other(text) => text,
    }
}

fn found_text(found: &Found) -> String {
    match found {
        Found::Nothing => "não veio nada".to_owned(),
        Found::Text(text) => format!("veio {}", quote(text)),
        Found::List => "veio uma lista".to_owned(),
        Found::Mapping => "veio um mapeamento".to_owned(),
        Found::Other(text) => format!("veio {}", plain(text)),
    }
}

/// What the lab understands.
fn events(verbs: &[Verb]) -> String {
    format!("eventos: {}", lab().forms(verbs))
}

fn lab() -> &'static LabWords {
    &Language::PtBr.words().lab
}

fn no_times(given: &str, verb: Verb) -> Said {
    let example = lab().repeated(verb, 4);
    say(format!("{} vezes não é nada", quote(given))).help(format!(
        "uma vez se diz sem número; senão, de 1 em diante, como em: {example}"
    ))
}

fn usage(kind: &Usage) -> Said {
    match kind {
        Usage::Flags { why } => say(plain(why).to_string()),
        Usage::EmitPartial => {
            say("--emit precisa de uma entrevista terminada, e --partial aceita uma não terminada")
                .help("deixe um dos dois de fora")
        }
        Usage::NothingEmitted { flag } => {
            say(format!("{flag} trata do projeto gerado, e nada é gerado"))
                .help("acrescente --emit DIR ou --format code")
        }
        Usage::DryRunFormat => say("--dry-run mostra o que seria escrito, como text ou como json")
            .help("deixe --dry-run ou --format de fora"),
        Usage::WithCodeFormat => say("--with-code acrescenta código ao texto e ao registro")
            .help("deixe --format de fora, ou use text ou markdown; json já traz todo o código"),
        Usage::Useless {
            flag,
            command,
            takes,
        } => useless(flag, command, takes),
        Usage::OtherFormat {
            format,
            command,
            known,
        } => say(format!("--format {format} não é para {}", quote(command)))
            .help(format!("ele mostra: {}", list(known))),
        Usage::TwoAdvisors { one, other } => say(format!(
            "dois conselheiros são indicados, {} e {}",
            quote(one),
            quote(other)
        ))
        .help("deixe --advisor ou o diretório de fora"),
        Usage::PlainAnswers => say("--plain faz as perguntas, e --answers já as respondeu")
            .help("deixe um dos dois de fora; --set funciona com ambos"),
        Usage::SetWithoutEquals => say("--set recebe PERGUNTA=RESPOSTA, e não há `=`"),
        Usage::Tilde { flag, expanded } => {
            say(format!("{flag} começa com `~`, que o shell não expandiu"))
                .help(format!("escreva {}", quote(expanded)))
        }
        Usage::UnfinishedCode => say("--format code precisa de uma entrevista terminada")
            .help("deixe --partial de fora ou escolha outro formato"),
        Usage::NoMainFile => say("o alvo não indica um arquivo principal para este projeto"),
        Usage::UnknownTarget { target, known } => {
            say(format!("não existe o alvo {}", quote(target)))
                .help(format!("alvos: {}", list(known)))
        }
        Usage::NoTarget { advisor } => say(format!(
            "o conselheiro {} não tem alvo para gerar",
            quote(advisor)
        )),
        Usage::UnknownStart { id } => {
            say(format!("nenhum começo se chama {}", quote(id))).help("veja: otp-advisor starts")
        }
        Usage::UnknownTopic { name } => {
            say(format!("nenhum tópico se chama {}", quote(name))).help("veja: otp-advisor guide")
        }
        Usage::NoGuide { advisor } => say(format!(
            "o conselheiro {} não tem orientações para ler",
            quote(advisor)
        ))
        .help("um conselheiro as tem com `guide: NAME` em advisor.yaml"),
        Usage::NoLab { advisor } => say(format!(
            "o conselheiro {} não diz o que simular",
            quote(advisor)
        )),
        Usage::UnknownEvent { given, verbs } => {
            say(format!("{} não é um evento do laboratório", quote(given))).help(events(verbs))
        }
        Usage::UnknownMember { given, names } => {
            let help = if names.is_empty() {
                "nada reinicia aqui, então não há árvore a simular".to_owned()
            } else {
                format!("nela estão: {}", list(names))
            };
            say(format!("nada na árvore se chama {}", quote(given))).help(help)
        }
        Usage::IncompleteEvent { word, verbs } => say(format!(
            "depois de {} vem aquilo de que se trata",
            quote(word)
        ))
        .help(events(verbs)),
        Usage::BadWait { given, most } => {
            let most = number(*most);
            say(format!("{} não é um tempo de espera", quote(given))).help(format!(
                "segundos inteiros, no máximo {most}, como em: esperar 5"
            ))
        }
        Usage::NoTimes { given, verb } => no_times(given, *verb),
        Usage::TooManyEvents { most } => say(format!(
            "o laboratório aceita no máximo {most} eventos de uma vez"
        )),
        Usage::UnknownOutcome { name } => say(format!("nenhum resultado se chama {}", quote(name)))
            .help("um resultado é indicado por seu id ou título, ou como SEÇÃO.RESULTADO"),
        Usage::BadName {
            why,
            name,
            instead,
            of_directory,
        } => bad_name(*why, name, instead.as_deref(), *of_directory),
    }
}

fn useless(flag: &str, command: &str, takes: &[String]) -> Said {
    let said = say(format!("{} não usa {flag}", quote(command)));
    if takes.is_empty() {
        said.help("deixe-a de fora")
    } else {
        said.help(format!("deixe-a de fora; ele recebe: {}", list(takes)))
    }
}

fn bad_name(why: Name, name: &str, instead: Option<&str>, of_directory: bool) -> Said {
    let name = quote(name);
    let said = say(match why {
        Name::Empty => "o nome do projeto está vazio".to_owned(),
        Name::Control => "o nome do projeto contém caracteres de controle".to_owned(),
        Name::Path => format!("{name} é um caminho, não um nome; --emit recebe o diretório"),
        Name::Keyword => format!("{name} é uma palavra reservada do Rust"),
        Name::Taken => {
            format!(
                "{name} já é usado pelo cargo, pela biblioteca padrão, pelo sistema ou por uma parte do projeto"
            )
        }
        Name::NoPackage => format!("{name} não é um nome de pacote"),
        Name::TooLong(characters) => format!("o nome tem {} caracteres", number(characters)),
        Name::NotSnakeCase => format!(
            "o compilador reclamaria de um crate chamado {name}: letras maiúsculas ou dois separadores seguidos"
        ),
        Name::Dependency => format!("{name} é o nome de um crate que o projeto usa"),
        Name::File => format!("{name} é o nome de outro arquivo do projeto"),
    });
    let said = match why {
        Name::Dependency | Name::File => said,
        _ => said.help(
            "um nome é uma letra seguida de letras, dígitos, `-` e `_`, no máximo 64 ao todo",
        ),
    };
    let said = said.maybe(instead.map(|other| format!("{} serviria", quote(other))));
    if of_directory {
        said.flag("--name dá ao projeto um nome diferente do nome do diretório")
    } else {
        said
    }
}

fn emitting(kind: &Emitting) -> Said {
    match kind {
        Emitting::PathTwice { path, one, two } => say(format!(
            "{} seria escrito duas vezes",
            quote(path)
        ))
        .help(format!("a partir de {} e de {}", quote(one), quote(two))),
        Emitting::NotEmpty { path } => say(format!("{} não está vazio", plain(path)))
            .flag("--force substitui os arquivos do projeto e deixa os outros")
            .flag("--dry-run mostra o que mudaria"),
        Emitting::Busy { path } => say(format!(
            "outra execução está escrevendo em {} agora",
            plain(path)
        ))
        .help("veja o que ela escreveu e tente de novo"),
        Emitting::FinishedEarlier { path } => say(format!(
            "uma execução interrompida tinha começado a escrever {}; isso foi concluído agora, e nada mais foi escrito",
            plain(path)
        ))
        .flag("--force substitui os arquivos do projeto e deixa os outros")
        .flag("--dry-run mostra o que mudaria"),
        Emitting::ThroughLink { path } => say(format!(
            "{} é um link e poderia levar para fora do projeto",
            plain(path)
        ))
        .help("remova-o, ou gere o projeto no diretório para o qual ele aponta"),
        Emitting::NoFile { path } => say(format!(
            "{} não é um arquivo comum, e um arquivo do projeto vai ali",
            plain(path)
        ))
        .help("mova-o para outro lugar, ou gere o projeto em outro diretório"),
        Emitting::Interrupted { path } => say(format!(
            "interrompido: {} está como antes",
            plain(path)
        )),
        Emitting::ForeignWorkspace { manifest, member } => say(format!(
            "o workspace de {} não lista este projeto, e o cargo recusaria todo comando nele",
            plain(manifest)
        ))
        .help(format!(
            "acrescente {} aos `members` dele, ou ao `exclude`",
            quote(&format!("{member:?}"))
        )),
        Emitting::NoDirectory { path } => say(format!("{} não é um diretório", plain(path)))
            .flag("--emit recebe o diretório do projeto"),
        Emitting::Unwritable { path, why } => say(format!(
            "não foi possível escrever em {}: {}",
            plain(path),
            plain(why)
        )),
        Emitting::Template { why, template } => say(format!(
            "não foi possível processar o modelo: {}",
            plain(why)
        ))
        .maybe(
            template
                .as_deref()
                .map(|name| format!("no modelo {}", plain(name))),
        ),
    }
}
