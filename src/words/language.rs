//! The languages the program speaks, and the one place where a language tag is read.
//!
//! An advisor's texts may be in any language; the program's own words are in these. Tags are compared
//! as BCP 47 says: case does not count, and `_` (as locales write it) is taken for `-`.

/// A language of the program's own words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// English; also for every language the program does not speak.
    #[default]
    En,
    /// Brazilian Portuguese; also for Portuguese of other places.
    PtBr,
}

impl Language {
    pub const ALL: [Self; 2] = [Self::En, Self::PtBr];

    /// The language of a tag such as `en-US`, `pt` or `pt_BR`, if the program speaks it.
    pub fn known(tag: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|language| primary(tag).eq_ignore_ascii_case(primary(language.tag())))
    }

    /// The language for texts of this tag: English where the program does not speak theirs.
    pub fn of(tag: &str) -> Self {
        Self::known(tag).unwrap_or_default()
    }

    /// The tag as it is written in advisors and on the command line.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::PtBr => "pt-BR",
        }
    }
}

/// The tag among `known` that `asked` means: the same one, or else the first of the same language
/// (`pt` finds `pt-BR`, `en_US` finds `en`).
pub fn find_tag<'k>(asked: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let mut same_language = None;
    for tag in known {
        if parts(asked).eq(parts(tag)) {
            return Some(tag);
        }
        if same_language.is_none() && parts(asked).next() == parts(tag).next() {
            same_language = Some(tag);
        }
    }
    same_language
}

fn parts(tag: &str) -> impl Iterator<Item = String> + '_ {
    tag.split(['-', '_']).map(str::to_ascii_lowercase)
}

fn primary(tag: &str) -> &str {
    tag.split(['-', '_']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_parse_of_a_tag() {
        for tag in ["pt", "pt-BR", "pt_BR", "PT-br", "pt-PT"] {
            assert_eq!(Language::of(tag), Language::PtBr, "{tag}");
        }
        for tag in ["en", "en-US", "EN", "de", "pty", "", "-", "português"] {
            assert_eq!(Language::of(tag), Language::En, "{tag}");
        }
        assert_eq!(Language::known("de"), None);
        for language in Language::ALL {
            assert_eq!(Language::known(language.tag()), Some(language));
        }
    }

    #[test]
    fn a_tag_finds_its_own_texts_or_those_of_its_language() {
        let known = || ["en", "pt", "pt-BR"].into_iter();
        assert_eq!(find_tag("PT_br", known()), Some("pt-BR"));
        assert_eq!(find_tag("pt-PT", known()), Some("pt"));
        assert_eq!(find_tag("en-US", known()), Some("en"));
        assert_eq!(find_tag("de", known()), None);
        assert_eq!(find_tag("", known()), None);
    }
}
