//! What kinds about advisors say in Brazilian Portuguese.

use super::super::kind::{
    Conditions, Flow, Formula, Hidden, Ids, Many, Noun, Part, PartKind, Project, TooMuch, Wanted,
    Way,
};
use super::super::said::{Said, list, plain, quote, say};
use super::answers::{no_answer, number};

pub(super) fn ids(kind: &Ids) -> Said {
    match kind {
        Ids::NoId { id } => say(format!("{} não é um id", quote(id)))
            .help("um id é uma letra minúscula seguida de letras minúsculas, dígitos e `_`"),
        Ids::FileName { file, id } => say(format!(
            "o arquivo se chama {}, e aqui está {}",
            quote(file),
            quote(id)
        ))
        .help("os dois devem ser iguais"),
        Ids::Taken { id } => say(format!("o id {} já está em uso", quote(id))),
        Ids::SubjectTaken { id } => say(format!("o id {} já está em uso", quote(id)))
            .help("perguntas, seções e grandezas compartilham o mesmo espaço de ids"),
        Ids::OldInUse { id } => say(format!("{} não é um id antigo: está em uso", quote(id)))
            .help("`replaces` traz ids que nada mais tem"),
        Ids::OldTwice { id } => say(format!("{} é substituído duas vezes", quote(id)))
            .help("um id antigo leva a um único novo"),
        Ids::ListedTwice { id } => say(format!("{} aparece duas vezes na lista", quote(id))),
        Ids::QuestionListedTwice { id } => {
            say(format!("{} aparece duas vezes na lista", quote(id)))
                .help("uma pergunta é entrada ou detalhe, e só vem uma vez")
        }
        Ids::Unknown { noun, id } => say(format!("{} se chama {}", none(*noun), quote(id))),
        Ids::Placeholder { id } => say(format!(
            "{} não é nome de pergunta, seção nem grandeza",
            quote(&format!("{{{id}}}"))
        )),
        Ids::NeitherYesNorNo { option } => say(format!(
            "{} não é opção de uma pergunta de sim ou não",
            quote(option)
        ))
        .help("as opções dela são `yes` e `no`; para outras, use `kind: choice`"),
        Ids::Ambiguous {
            answer,
            option,
            other,
        } => {
            let (answer, option) = (quote(answer), quote(option));
            match other {
                Some(other) => say(format!(
                    "a resposta {answer} quer dizer a opção {option} e a opção {}",
                    quote(other)
                )),
                None => say(format!(
                    "a resposta {answer} quer dizer a opção {option} e \"não sei\""
                )),
            }
            .help("responde-se uma opção pelo id, pelo rótulo ou pelo número dela, em maiúsculas ou minúsculas; dê-lhe outro rótulo")
        }
        Ids::TooMany { many, count, most } => say(format!(
            "{} {}; aceitam-se no máximo {}",
            number(*count),
            these(*many),
            number(*most)
        )),
    }
}

fn none(noun: Noun) -> &'static str {
    match noun {
        Noun::Question => "nenhuma pergunta",
        Noun::QuestionHere => "nenhuma pergunta desta seção",
        Noun::Outcome => "nenhum resultado",
        Noun::OutcomeHere => "nenhum resultado desta seção",
        Noun::Section => "nenhuma seção",
        Noun::Option => "nenhuma opção",
        Noun::Band => "nenhuma faixa",
        Noun::Subject => "nenhuma pergunta, seção ou grandeza",
        Noun::Condition => "nenhuma condição",
        Noun::RedFlag => "nenhum sinal de alerta",
        Noun::Caution => "nenhum cuidado",
        Noun::NodeBefore => "nenhum nó acima deste",
        Noun::Strategy => "nenhuma estratégia",
        Noun::Restart => "nenhum tipo de reinício",
        Noun::GroupBelow => "nenhum grupo mais abaixo",
        Noun::PartPlayed => "nenhuma parte que esteja sozinha",
        Noun::Keeping => "nenhum modo de guardar trabalho",
        Noun::Fact => "nenhum fato de uma nota",
    }
}

fn these(many: Many) -> &'static str {
    match many {
        Many::Sections => "seções",
        Many::Questions => "perguntas em uma só seção",
        Many::Outcomes => "resultados em uma só seção",
        Many::Quantities => "grandezas em uma só seção",
        Many::Conditions => "condições com nome",
        Many::Files => "arquivos em um só alvo",
        Many::Nodes => "nós na imagem",
        Many::Parts => "itens em uma só lista do laboratório",
        Many::Copies => "cópias de uma só parte",
    }
}

pub(super) fn part(kind: &Part) -> Said {
    match kind {
        Part::NoSection { file } => say(format!("{} não lista nenhuma seção", plain(file))),
        Part::MeansNothing { field, kind } => {
            say(format!("`{field}` não significa nada em {}", a(*kind)))
        }
        Part::Needs { field, kind } => say(format!("{} precisa de `{field}`", a(*kind))),
        Part::NumberNeeds { id, field } => {
            say(format!("o número {} precisa de `{field}`", quote(id)))
        }
        Part::NumberNeedsBand { id } => say(format!(
            "o número {} precisa de pelo menos uma faixa",
            quote(id)
        ))
        .help("as faixas dizem o que os números significam; a última não tem `below`"),
        Part::NeedsLabel { id } => say(format!("{} precisa de um `label`", quote(id))),
        Part::NeedsDefault { id } => say(format!(
            "a pergunta condicional {} precisa de um `default`",
            quote(id)
        ))
        .help("ele vale como resposta quando a pergunta não é feita"),
        Part::TwoOptions { id } => say(format!("{} precisa de pelo menos duas opções", quote(id))),
        Part::TextInput { id } => say(format!(
            "a pergunta de texto {} não pode ser entrada de uma tabela",
            quote(id)
        ))
        .help("as linhas decidem sobre opções e números; peça um texto entre os detalhes"),
        Part::OnlyBandsEnd => say("só uma faixa tem `below`"),
        Part::OnlyOptionsReplace => {
            say("uma faixa não substitui nada: nenhuma resposta a menciona")
        }
        Part::MinAboveMax { min, max } => say(format!("min {min} está acima de max {max}")),
        Part::BandWithoutEnd => say("só a última faixa pode ficar sem `below`"),
        Part::LastBandEnds => say("a última faixa não tem `below`"),
        Part::BandsDescend => say("as faixas devem crescer entre min e max"),
        Part::BadPattern { why } => say(format!("expressão regular inválida: {}", plain(why))),
        Part::BadAnswer(no) => no_answer(no),
        Part::UnknownExample => {
            say("um exemplo mostra uma resposta, e não saber não é uma resposta")
        }
        Part::TooCostly { id } => say(format!(
            "{} é calculada a partir de outras grandezas demais",
            quote(id)
        )),
        Part::TooManyDecimals { most } => {
            say(format!("um número tem no máximo {most} casas decimais"))
        }
        Part::EmptyText => say("este texto está vazio"),
        Part::FilledName => say("nada se insere neste texto, que dá nome a algo")
            .help("insere-se em perguntas, suas ajudas, motivos, resultados e regras"),
        Part::ControlCharacter(c) => say(format!(
            "o caractere de controle {} não cabe em um texto",
            c.escape_unicode()
        )),
        Part::CodeLines { most } => say(format!("o código mostrado tem no máximo {most} linhas")),
        Part::CodeColumns { most } => say(format!(
            "uma linha do código mostrado tem no máximo {most} colunas"
        )),
        Part::NoTexts { language, known } => say(format!(
            "o conselheiro não tem textos em {}",
            quote(language)
        ))
        .help(format!("ele tem: {}", list(known))),
        Part::MissingText { key, text } => say(format!("falta o texto {}", quote(key)))
            .help(format!("no idioma de base: {}", plain(text))),
        Part::UnknownText { key } => say(format!(
            "nenhum texto do conselheiro tem a chave {}",
            quote(key)
        )),
    }
}

pub(super) fn project(kind: &Project) -> Said {
    match kind {
        Project::Outside { path } => say(format!("{} sai do projeto", quote(path)))
            .help("um caminho é relativo, com `/`, sem `..`"),
        Project::MissingTemplate { name, looked } => say(format!("não há modelo {}", quote(name)))
            .help(format!(
                "procurou-se {} e entre os modelos embutidos",
                plain(looked)
            )),
        Project::TemplateTooLarge(too_much) => say(match too_much {
            TooMuch::Bytes { bytes, most } => format!(
                "o modelo tem {} bytes; aceitam-se no máximo {}",
                number(*bytes),
                number(*most)
            ),
            TooMuch::Parts { most } => format!("esta tag tem mais de {most} partes"),
            TooMuch::Brackets { most } => format!("há mais de {most} parênteses abertos"),
            TooMuch::Blocks { most } => {
                format!("há mais de {most} blocos abertos, contando cada `elif`")
            }
        }),
        Project::TemplateOutside { name } => {
            say(format!("o modelo {} sai do conselheiro", quote(name)))
                .help("o nome de um modelo é seu caminho abaixo de `templates/`, com `/`, sem `..`")
        }
        Project::PathPlaceholder { name } => say(format!(
            "{} não é substituído em um caminho",
            quote(&format!("{{{name}}}"))
        ))
        .help("`{name}` e `{crate}` são, pelo nome do projeto"),
        Project::PathTwice { path, one, two } => say(format!(
            "{} seria escrito duas vezes: a partir de {} e de {}",
            quote(path),
            quote(one),
            quote(two)
        ))
        .help(
            "as condições de um mesmo caminho devem se excluir, como `{queue: a}` e `{queue: b}`, \
             ou uma ser o `not` da outra",
        ),
        Project::PathShared { path, most } => say(format!(
            "mais de {most} arquivos têm o caminho {}",
            quote(path)
        )),
        Project::NoMain { target, without } => {
            let said = format!(
                "nem todo projeto tem um arquivo principal em {}",
                quote(target)
            );
            let said = say(if without.is_empty() {
                said
            } else {
                format!("{said}: nenhum é garantido com {}", list(without))
            });
            said.help("`main: true` marca o arquivo que mostra o projeto; vale o primeiro escolhido")
                .help("o último deles dispensa condição, ou há um para cada resultado de uma seção que sempre aparece")
        }
        Project::NeverMain { path } => say(format!(
            "{} nunca é o arquivo principal: um anterior sempre é",
            quote(path)
        )),
        Project::TemplateSyntax { why } => say(format!(
            "não foi possível interpretar o modelo: {}",
            plain(why)
        )),
    }
}

fn a(kind: PartKind) -> &'static str {
    match kind {
        PartKind::Tree => "uma árvore",
        PartKind::Table => "uma tabela",
        PartKind::Questions => "uma seção só de perguntas",
        PartKind::YesNo => "uma pergunta de sim ou não",
        PartKind::Choice => "uma escolha",
        PartKind::Number => "um número",
        PartKind::Text => "um texto",
    }
}

pub(super) fn flow(kind: &Flow) -> Said {
    match kind {
        Flow::SeveralWays => say("`goto`, `outcome` e `next` se excluem"),
        Flow::TwoTargets => say("`goto` e `outcome` se excluem"),
        Flow::NoTarget => {
            say("este caminho não leva a lugar nenhum").help("dê a ele `goto` ou `outcome`")
        }
        Flow::LastWayConditional => {
            say("o último caminho tem uma condição; por isso pode não haver nenhum")
                .help("acrescente um sem `when`")
        }
        Flow::LastDefaultConditional => {
            say("o último padrão tem uma condição; por isso pode não haver nenhum")
        }
        Flow::NeverSaid => {
            say("este veredito não tem condição, então os que vêm depois nunca são ditos")
        }
        Flow::NeverTaken => {
            say("este caminho não tem condição; por isso os seguintes nunca são tomados")
        }
        Flow::LeadsNowhere { from, question } => {
            let from = match from {
                Way::Option(option) => quote(option),
                Way::AnyText => quote("qualquer texto"),
            };
            say(format!(
                "a partir de {from} em {} a árvore não leva a lugar nenhum",
                quote(question)
            ))
            .help("dê a ela `goto`, `outcome` ou `next`, ou dê-os à pergunta")
        }
        Flow::DecidesNothing { question } => say(format!(
            "{} não decide nenhum caminho; por isso `goto`, `outcome` e `next` não significam nada",
            quote(question)
        )),
        Flow::ToDetail { question } => say(format!(
            "{} é um detalhe; por isso nenhum caminho leva até ela",
            quote(question)
        ))
        .help("os detalhes são perguntados depois que o resultado está decidido"),
        Flow::Circle { questions } => say(format!(
            "as perguntas formam um ciclo: {}",
            questions.join(" -> ")
        )),
    }
}

pub(super) fn conditions(kind: &Conditions) -> Said {
    match kind {
        Conditions::Empty => {
            say("esta condição está vazia").help("escreva `always` ou deixe `when` de fora")
        }
        Conditions::NoneInside => say("não há nenhuma condição aqui dentro"),
        Conditions::EmptyList => say("esta lista está vazia; por isso nunca vale"),
        Conditions::NothingAsked { id } => say(format!("nada se pergunta sobre {}", quote(id))),
        Conditions::Hidden { id, why } => {
            say(format!("{} não pode ser consultada aqui", quote(id))).help(hidden(why))
        }
        Conditions::NumberForBand { number } => {
            say(format!("{} é um número, não uma faixa", quote(number)))
                .help(format!("para comparar, escreva {{eq: {}}}", plain(number)))
        }
        Conditions::UnknownTest { test, known } => {
            say(format!("nenhum teste se chama {}", quote(test)))
                .help(format!("um destes: {}", list(known)))
        }
        Conditions::NotComparable { id } => say(format!(
            "{} não é um número; por isso não pode ser comparada",
            quote(id)
        )),
        Conditions::ExpectedNumber => say("esperava-se um número com que comparar"),
        Conditions::NoNumber { text } => say(format!("{} não é um número", quote(text))),
        Conditions::NoQuestion { id } => say(format!(
            "{} não é uma pergunta; por isso não pode ser respondida",
            quote(id)
        )),
        Conditions::ExpectedYesNo => say("esperava-se `yes` ou `no`"),
        Conditions::NoInput { id } => {
            say(format!("{} não é entrada desta tabela", quote(id))).help("acrescente-a a `inputs`")
        }
        Conditions::AnsweredInput { id } => say(format!(
            "isto pergunta se {} foi respondida, e é a própria tabela que decide se a pergunta",
            quote(id)
        ))
        .help("teste as respostas dela; um detalhe ou uma seção posterior pode olhar se foi respondida"),
        Conditions::Circle { conditions } => say(format!(
            "as condições formam um ciclo: {}",
            conditions.join(" -> ")
        )),
        Conditions::TooLarge { id, most } => {
            say(format!("{} tem mais de {most} partes", quote(id)))
                .help("as condições que ela cita contam por inteiro")
        }
        Conditions::AllTooLarge { most } => say(format!(
            "as condições deste conselheiro têm mais de {} partes, incluídas as que elas citam",
            number(*most)
        )),
        Conditions::NotHere { id, subject, why } => {
            say(format!("a condição {} não pode ser usada aqui", quote(id)))
                .help(format!("ela consulta {}", quote(subject)))
                .help(hidden(why))
        }
        Conditions::Unused { id } => {
            say(format!("nada usa a condição {}", quote(id))).help(format!(
                "{} em uma condição a usa, e {} em um modelo",
                quote(&format!("is: {id}")),
                quote(&format!("is.{id}"))
            ))
        }
    }
}

fn hidden(why: &Hidden) -> String {
    match why {
        Hidden::NotEarlier => {
            "a condição de uma seção só pode consultar seções anteriores".to_owned()
        }
        Hidden::LaterSection => {
            "aqui só se conhecem as seções anteriores e as perguntas desta seção".to_owned()
        }
        Hidden::OwnOutcome => {
            "só os detalhes podem consultar o resultado da própria seção".to_owned()
        }
        Hidden::OwnAnswer => "uma pergunta não pode depender da própria resposta".to_owned(),
        Hidden::LaterQuantity => {
            "uma grandeza pode consultar as grandezas anteriores a ela".to_owned()
        }
        Hidden::ComputedLater { from } => format!(
            "ela é calculada a partir de {}, que é perguntada depois",
            quote(from)
        ),
        Hidden::ComputedFromItself { from } => {
            format!("ela é calculada a partir da própria {}", quote(from))
        }
        Hidden::DecidedLater => "ela depende de um resultado que é decidido depois".to_owned(),
        Hidden::NeverAsked { id } => format!("{} nunca é perguntada", quote(id)),
        Hidden::AskedLater => "ela é perguntada depois".to_owned(),
    }
}

pub(super) fn formula(kind: &Formula) -> Said {
    match kind {
        Formula::Expected { what, at_end } => {
            let what = match what {
                Wanted::Operator => "um operador como `+`",
                Wanted::Operand => "um número, um nome ou `(`",
                Wanted::Close => "`)`",
                Wanted::CommaOrClose => "`,` ou `)`",
            };
            let place = if *at_end { "no fim" } else { "aqui" };
            say(format!("esperava-se {what} {place}"))
        }
        Formula::NoNumber { text } => say(format!("{} não é um número", quote(text))),
        Formula::Foreign(c) => say(format!("`{c}` não cabe em uma fórmula")),
        Formula::TooDeep => say("aninhamento profundo demais"),
        Formula::TooLong => say("esta fórmula é longa demais"),
        Formula::UnknownName { name } => say(format!(
            "{} não é uma pergunta de número nem uma grandeza anterior",
            quote(name)
        )),
        Formula::UnknownFunction { name, known } => {
            say(format!("nenhuma função se chama {}", quote(name)))
                .help(format!("funções: {}", list(known)))
        }
        Formula::Arguments {
            function,
            wanted,
            given,
        } => say(format!(
            "{} recebe {wanted} números, não {given}",
            quote(function)
        )),
    }
}
