//! What kinds about answers say in Brazilian Portuguese, and what the others need of it.

use super::super::kind::{Answers, NoAnswer, Possible, Renamed, Settles, Unused, WhyNot};
use super::super::said::{Said, count, list, options, plain, quote, range, say};
use crate::words::Language;

pub(super) fn answers(kind: &Answers) -> Said {
    match kind {
        Answers::UnknownQuestion { name, section } => {
            say(format!("nenhuma pergunta se chama {}", quote(name))).maybe(section.as_ref().map(
                |questions| {
                    format!(
                        "{} é uma seção; as perguntas dela são: {}",
                        quote(name),
                        list(questions)
                    )
                },
            ))
        }
        Answers::Empty { question, possible } => say(format!(
            "{} não tem padrão; por isso uma resposta vazia não diz nada",
            quote(question)
        ))
        .help(possible_text(possible)),
        Answers::Wrong { no, ask } => no_answer(no).label(plain(ask).to_string()),
        Answers::OneTooMany { last } => {
            say("esta resposta sobra: todas as perguntas já foram respondidas").help(match last {
                Some(last) => format!("a última pergunta foi {}", quote(last)),
                None => "nenhuma pergunta é feita".to_owned(),
            })
        }
        Answers::Twice { question, first } => {
            say(format!("{} foi respondida duas vezes", quote(question)))
                .help(format!("a primeira resposta está em {}", plain(first)))
        }
        Answers::Unused {
            question,
            why,
            stands,
        } => never_used(question, why, stands.as_ref()),
        Answers::Idle {
            question,
            answer,
            why,
        } => say(format!(
            "a resposta a {} não é mais necessária: sem ela vale {}",
            quote(question),
            quote(answer)
        ))
        .help(unused(why)),
        Answers::Renamed { what, was, now } => renamed(what, was, now),
        Answers::Missing {
            question,
            ask,
            possible,
        } => say(format!(
            "a pergunta {} não tem resposta nem padrão",
            quote(question)
        ))
        .help(format!("ela pergunta: {}", plain(ask)))
        .help(possible_text(possible))
        .help("com --partial, uma entrevista não terminada é aceita"),
        Answers::NoneAmong {
            question,
            lines,
            ask,
            possible,
        } => say(format!(
            "{} recebeu {} linhas que não a respondem; parece que ninguém lê as perguntas",
            quote(question),
            number(*lines)
        ))
        .help(format!("ela pergunta: {}", plain(ask)))
        .help(possible_text(possible)),
        Answers::Undecided {
            section,
            between,
            settles,
        } => undecided(section, between, settles.as_ref()),
        Answers::ForeignSheet { of, advisor } => say(format!(
            "esta folha responde ao conselheiro {}, não a {}",
            quote(of),
            quote(advisor)
        ))
        .help("indique o conselheiro dela com --advisor DIR"),
        Answers::SheetPiped => {
            say("isto é uma folha de respostas, e a entrada padrão é lida linha a linha")
                .help("`--answers -` lê uma folha da entrada padrão")
        }
        Answers::NoObject => say("esperava-se um objeto com as respostas por pergunta"),
        Answers::NeitherTextNorNumber { question } => say(format!(
            "a resposta a {} não é texto nem número",
            quote(question)
        )),
        Answers::FaultyLines { faulty, lines } => say(format!(
            "não foi possível responder a {} de {} linhas",
            number(*faulty),
            number(*lines)
        ))
        .help("no lugar delas, a saída traz um objeto com `errors`"),
    }
}

fn never_used(question: &str, why: &Unused, stands: Option<&String>) -> Said {
    let instead = stands.map(|stands| {
        format!(
            "apague esta linha: sem ela vale {}; ou mude o que impede essa pergunta",
            quote(stands)
        )
    });
    say(format!("a resposta a {} nunca é usada", quote(question)))
        .help(unused(why))
        .maybe(instead)
}

fn renamed(what: &Renamed, was: &str, now: &str) -> Said {
    let (was, now) = (quote(was), quote(now));
    say(match what {
        Renamed::Question => format!("a pergunta {was} agora se chama {now}"),
        Renamed::Option { question } => {
            let question = quote(question);
            format!("a resposta {was} a {question} agora se chama {now}")
        }
        Renamed::Outcome => format!("o resultado {was} agora se chama {now}"),
    })
}

fn undecided(section: &str, between: &[String], settles: Option<&Settles>) -> Said {
    let section = quote(section);
    let said = match between {
        [] => say(format!(
            "com estas respostas, a seção {section} não chega a nenhum resultado"
        )),
        _ => say(format!(
            "a seção {section} está indecisa entre {}",
            list(between)
        )),
    };
    match settles {
        Some(settles) => said
            .help(format!(
                "o que mais decidiria é uma resposta a {}: {}",
                quote(&settles.question),
                plain(&settles.ask)
            ))
            .help(possible_text(&settles.possible)),
        None => said,
    }
    .help("com --partial, mostra-se o que ainda é possível")
}

fn unused(why: &Unused) -> String {
    match why {
        Unused::Decided { section, outcome } => format!(
            "a seção {} chega a {} sem fazer essa pergunta",
            quote(section),
            quote(outcome)
        ),
        Unused::Absent { section } => {
            format!("a seção {} não aparece com estas respostas", quote(section))
        }
        Unused::NotAsked => "com as outras respostas dadas, ela não é feita".to_owned(),
    }
}

/// Why a text is no answer, and how it would be one.
pub(crate) fn why_not(no: &NoAnswer) -> Option<(&'static str, Option<String>)> {
    Some(match &no.why {
        WhyNot::NoOption => return None,
        WhyNot::NoNumber => ("não é um número", None),
        WhyNot::Ambiguous { decimal, whole } => (
            "pode ser lido de duas maneiras",
            Some(format!("escreva {} ou {}", quote(decimal), quote(whole))),
        ),
        WhyNot::Mark { right } => (
            "as casas decimais vêm depois da vírgula",
            Some(format!("escreva {}", quote(right))),
        ),
        WhyNot::Groups { right } => (
            "os algarismos são agrupados de três em três, ou não são agrupados",
            Some(format!("escreva {}", quote(right))),
        ),
        WhyNot::Unit => (
            "digita-se só o número, sem unidade",
            match &no.possible {
                Possible::Number {
                    unit: Some(unit), ..
                } => Some(format!("conta-se em {}", plain(unit))),
                _ => None,
            },
        ),
        WhyNot::NotWhole => ("não é um número inteiro", None),
        WhyNot::OutOfRange => ("está fora dos limites", None),
        WhyNot::PatternMissed => ("não segue o padrão exigido", None),
    })
}

/// What is wrong with an answer and what would be right, for whoever refuses it.
pub(crate) fn no_answer(no: &NoAnswer) -> Said {
    let (why, hint) = match why_not(no) {
        Some((why, hint)) => (format!(": {why}"), hint),
        None => (String::new(), None),
    };
    let message = format!(
        "{} não responde a {}{why}",
        quote(&no.given),
        quote(&no.question)
    );
    say(message)
        .maybe(no.near.as_deref().map(did_you_mean))
        .maybe(hint)
        .help(match (&no.possible, &no.why) {
            (Possible::Text { pattern, hint }, WhyNot::PatternMissed) => match hint {
                Some(hint) => format!("esperado: {} ({})", plain(hint), plain(pattern)),
                None => format!("esperado: {}", plain(pattern)),
            },
            (possible, _) => possible_text(possible),
        })
}

/// Numbers stand as they are typed: digits in groups could be another number.
fn possible_text(possible: &Possible) -> String {
    let what = match possible {
        Possible::Options(ids) => options(Language::PtBr, ids),
        Possible::Number {
            whole,
            min,
            max,
            unit,
        } => {
            let kind = if *whole {
                "um número inteiro"
            } else {
                "um número"
            };
            let (min, max) = range(Language::PtBr, *min, *max, unit.as_deref());
            format!("{kind} de {min} a {max}")
        }
        Possible::Text {
            hint: Some(hint), ..
        } => format!("um texto ({})", plain(hint)),
        Possible::Text { pattern, .. } => format!("um texto que siga {}", plain(pattern)),
    };
    format!("respostas possíveis: {what}, ou ? se não souber")
}

pub(super) fn did_you_mean(name: &str) -> String {
    format!("você quis dizer {}?", quote(name))
}

pub(super) fn number(counted: impl TryInto<u64>) -> String {
    count(Language::PtBr, counted)
}
