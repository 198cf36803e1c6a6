//! What is meant by a short answer: yes, no or "I don't know", in any language the program speaks.
//!
//! Whoever answers need not know in which language the program asks, so the words of all languages
//! are taken in all of them.

use super::language::Language;

/// What a word says by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    Yes,
    No,
    Unknown,
}

/// The meaning of a text in whatever language; upper and lower case are the same.
pub fn meaning(text: &str) -> Option<Meaning> {
    let text = text.trim();
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let same = |word: &&str| text.chars().flat_map(char::to_lowercase).eq(word.chars());
    Language::ALL.into_iter().find_map(|language| {
        let words = &language.words().meanings;
        let says = |words: &[&str]| words.iter().any(same);
        [
            (words.yes, Meaning::Yes),
            (words.no, Meaning::No),
            (words.unknown, Meaning::Unknown),
        ]
        .into_iter()
        .find_map(|(words, meaning)| says(words).then_some(meaning))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_every_language_are_taken() {
        for (text, expected) in [
            ("y", Meaning::Yes),
            ("Sim", Meaning::Yes),
            ("TRUE", Meaning::Yes),
            ("n", Meaning::No),
            ("NÃO", Meaning::No),
            ("nao", Meaning::No),
            ("?", Meaning::Unknown),
            ("I don't know", Meaning::Unknown),
            ("não sei", Meaning::Unknown),
            ("desconhecido", Meaning::Unknown),
        ] {
            assert_eq!(meaning(text), Some(expected), "{text}");
        }
        assert_eq!(meaning("maybe"), None);
        assert_eq!(meaning(""), None);
    }

    #[test]
    fn no_word_means_two_things() {
        let all = Language::ALL.map(|language| &language.words().meanings);
        for (place, one) in all.iter().enumerate() {
            let [yes, no, unknown] = [one.yes, one.no, one.unknown];
            for other in &all[place..] {
                for word in yes {
                    assert!(!other.no.contains(word) && !other.unknown.contains(word));
                }
                for word in no {
                    assert!(!other.yes.contains(word) && !other.unknown.contains(word));
                }
                for word in unknown {
                    assert!(!other.yes.contains(word) && !other.no.contains(word));
                }
            }
        }
    }

    #[test]
    fn what_the_program_writes_is_taken_back() {
        for language in Language::ALL {
            let words = language.words();
            for (word, expected) in [
                (words.yes, Meaning::Yes),
                (words.no, Meaning::No),
                (words.unknown, Meaning::Unknown),
                (words.dont_know, Meaning::Unknown),
            ] {
                assert_eq!(meaning(word), Some(expected), "{word}");
            }
        }
    }
}
