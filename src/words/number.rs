//! Numbers as a language writes them, in and out; nothing else knows of decimal marks and groups.
//!
//! Digits are shown in groups from five on. A typed number may have groups, of the language's own
//! mark or of spaces. `1.048` in Portuguese and `1,048` in English could be either of two numbers a
//! thousand times apart, so they are refused and both are said. What the program writes for itself
//! (sheets, JSON, `--set`) has a point and no groups in every language, and is read back as such.

use super::language::Language;

/// Who wrote a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writing {
    /// A person, in this language.
    Typed(Language),
    /// The program, or whoever writes as it does; the language's own writing is taken as well where
    /// it cannot be mistaken.
    Canonical(Language),
}

/// Why a text is not read as a number. Numbers in it are written as they would be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misread {
    NoNumber,
    /// The mark may stand before decimals or between groups.
    Ambiguous {
        decimal: String,
        whole: String,
    },
    /// The decimal mark of another language.
    Mark {
        right: String,
    },
    /// Groups that are not of three digits.
    Groups {
        right: String,
    },
}

/// What is smaller than that is as good as nothing.
const MOST_DECIMALS: u8 = 6;

impl Language {
    fn decimal_mark(self) -> char {
        match self {
            Self::En => '.',
            Self::PtBr => ',',
        }
    }

    fn group_mark(self) -> char {
        match self {
            Self::En => ',',
            Self::PtBr => '.',
        }
    }

    /// A number as people read it.
    pub fn number(self, value: f64) -> String {
        self.written(&value.to_string(), true)
    }

    /// A number with so many decimals.
    pub fn rounded(self, value: f64, decimals: u8) -> String {
        self.written(&format!("{value:.*}", usize::from(decimals)), true)
    }

    /// The same without zeros at its end, and where nothing would be left of what is above nothing, its first
    /// digit: whoever reads `0.00` takes it for none.
    pub fn telling(self, value: f64, decimals: u8) -> String {
        let rounds_away = |decimals: u8| {
            let shown = format!("{value:.*}", usize::from(decimals));
            shown.chars().all(|c| matches!(c, '0' | '.' | '-'))
        };
        if value == 0.0 {
            return self.rounded(0.0, 0);
        }
        let enough = (decimals..=MOST_DECIMALS).find(|decimals| !rounds_away(*decimals));
        let Some(decimals) = enough else {
            return self.rounded(0.0, 0);
        };
        let shown = format!("{value:.*}", usize::from(decimals));
        let fraction = shown.split_once('.').map_or("", |(_, fraction)| fraction);
        let digits = fraction.trim_end_matches('0').len();
        self.rounded(value, u8::try_from(digits).unwrap_or(decimals))
    }

    /// A number as it would be typed: without groups.
    pub fn typed(self, value: f64) -> String {
        self.written(&value.to_string(), false)
    }

    /// From the program's own writing.
    fn written(self, canonical: &str, in_groups: bool) -> String {
        let (sign, digits) = match canonical.strip_prefix('-') {
            Some(digits) => ("-", digits),
            None => ("", canonical),
        };
        if digits == "inf" {
            return format!("{sign}∞");
        }
        let (whole, fraction) = match digits.split_once('.') {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (digits, None),
        };
        let mut text = sign.to_owned();
        if in_groups && whole.len() > FREE {
            for (place, digit) in whole.chars().enumerate() {
                if place > 0 && (whole.len() - place).is_multiple_of(3) {
                    text.push(self.group_mark());
                }
                text.push(digit);
            }
        } else {
            text.push_str(whole);
        }
        if let Some(fraction) = fraction {
            text.push(self.decimal_mark());
            text.push_str(fraction);
        }
        text
    }
}

/// A written number with what it counts, of which exactly one may be called otherwise.
pub fn counted(number: &str, unit: Option<&str>, one: Option<&str>) -> String {
    with_unit(number, one.filter(|_| number == "1").or(unit))
}

/// A written number with its unit; a percent sign stands close to it.
pub fn with_unit(number: &str, unit: Option<&str>) -> String {
    match unit {
        None | Some("") => number.to_owned(),
        Some("%") => [number, "%"].concat(),
        Some(unit) => [number, " ", unit].concat(),
    }
}

/// So many digits need no groups.
const FREE: usize = 4;

/// Reads a number.
///
/// # Errors
/// Why it is none, or which it could be.
pub fn read(text: &str, writing: Writing) -> Result<f64, Misread> {
    let language = match writing {
        Writing::Typed(language) => language,
        Writing::Canonical(language) => {
            if let Some(value) = canonical(text) {
                return Ok(value);
            }
            language
        }
    };
    let (negative, unsigned) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let scale = match exponent.map(str::parse::<i32>) {
        Some(Err(_)) => return Err(Misread::NoNumber),
        Some(Ok(scale)) => format!("e{scale}"),
        None => String::new(),
    };
    let sign = if negative { "-" } else { "" };
    let plain = Parts::of(mantissa, language)
        .ok_or(Misread::NoNumber)?
        .read(language)
        .map_err(|misread| misread.map(|number| format!("{sign}{number}{scale}")))?;
    canonical(&format!("{sign}{plain}{scale}")).ok_or(Misread::NoNumber)
}

/// A number in the program's own writing; underscores between digits do not count.
fn canonical(text: &str) -> Option<f64> {
    let plain = text
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | 'e' | 'E' | '_'));
    if !plain {
        return None;
    }
    let value: f64 = if text.contains('_') {
        text.replace('_', "").parse().ok()?
    } else {
        text.parse().ok()?
    };
    // -0 would print as such.
    Some(value + 0.0)
}

impl Misread {
    fn map(self, with: impl Fn(String) -> String) -> Self {
        match self {
            Self::NoNumber => Self::NoNumber,
            Self::Ambiguous { decimal, whole } => Self::Ambiguous {
                decimal: with(decimal),
                whole: with(whole),
            },
            Self::Mark { right } => Self::Mark { right: with(right) },
            Self::Groups { right } => Self::Groups { right: with(right) },
        }
    }
}

/// Digits and what stands between them.
struct Parts {
    /// The runs of digits; one more than marks.
    runs: Vec<String>,
    marks: Vec<Between>,
}

/// A mark as the language means it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Between {
    Decimal,
    Group,
    /// A space or apostrophe: never before decimals.
    Space,
}

impl Parts {
    fn of(text: &str, language: Language) -> Option<Self> {
        let mut parts = Self {
            runs: vec![String::new()],
            marks: Vec::new(),
        };
        for c in text.chars() {
            let mark = match c {
                '0'..='9' => {
                    parts.runs.last_mut()?.push(c);
                    continue;
                }
                '_' => continue,
                c if c == language.decimal_mark() => Between::Decimal,
                c if c == language.group_mark() => Between::Group,
                ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '\'' | '\u{2019}' => Between::Space,
                _ => return None,
            };
            parts.marks.push(mark);
            parts.runs.push(String::new());
        }
        parts
            .runs
            .iter()
            .any(|run| !run.is_empty())
            .then_some(parts)
    }

    /// The number in the program's own writing.
    fn read(&self, language: Language) -> Result<String, Misread> {
        let first = self.marks.first().copied();
        let last = self.marks.last().copied();
        let all = |mark| self.marks.iter().all(|other| *other == mark);
        match (self.marks.as_slice(), first, last) {
            ([], ..) => Ok(self.runs.concat()),
            ([Between::Decimal], ..) => Ok(self.runs.join(".")),
            ([Between::Group], ..) => self.one_group_mark(language),
            _ if all(Between::Group) || all(Between::Space) => self.groups(language, None),
            // `1.048.576` in English can only be one number.
            _ if all(Between::Decimal) => self.groups(language, None),
            // Groups, and then decimals.
            (_, Some(group), Some(Between::Decimal)) if group != Between::Decimal => {
                let (_, before) = self.marks.split_last().unwrap_or((&group, &[]));
                if before.iter().all(|mark| *mark == group) {
                    self.groups(language, self.runs.last())
                } else {
                    Err(Misread::NoNumber)
                }
            }
            // The same as another language writes it.
            (_, Some(Between::Decimal), Some(Between::Group)) => {
                let (_, before) = self.marks.split_last().unwrap_or((&Between::Group, &[]));
                if before.iter().all(|mark| *mark == Between::Decimal) {
                    let plain = self.groups(language, self.runs.last())?;
                    let right = language.written(&plain, false);
                    Err(Misread::Mark { right })
                } else {
                    Err(Misread::NoNumber)
                }
            }
            _ => Err(Misread::NoNumber),
        }
    }

    /// `1.048` in Portuguese, `1,5` in English.
    fn one_group_mark(&self, language: Language) -> Result<String, Misread> {
        let [left, right] = self.runs.as_slice() else {
            return Err(Misread::NoNumber);
        };
        if right.is_empty() {
            return Err(Misread::NoNumber);
        }
        let decimal = format!("{left}.{right}");
        let could_be_group = (1..=3).contains(&left.len()) && !left.starts_with('0');
        let is_point = language.group_mark() == '.';
        // Other digits behind a point are decimals in any language's calculator.
        if is_point && !(could_be_group && right.len() == 3) {
            return Ok(decimal);
        }
        let decimal = language.written(&decimal, false);
        // A group has three digits, so `5,5` can only be meant as decimals.
        Err(if could_be_group && right.len() == 3 {
            Misread::Ambiguous {
                decimal,
                whole: format!("{left}{right}"),
            }
        } else {
            Misread::Mark { right: decimal }
        })
    }

    /// Runs of three digits, the first of one to three; `fraction` is the last of them otherwise.
    fn groups(&self, language: Language, fraction: Option<&String>) -> Result<String, Misread> {
        let groups = match fraction {
            Some(_) => &self.runs[..self.runs.len() - 1],
            None => &self.runs[..],
        };
        let mut plain = groups.concat();
        if let Some(fraction) = fraction {
            plain.push('.');
            plain.push_str(fraction);
        }
        let three = |run: &&String| run.len() == 3;
        let rest = &groups[1..];
        if (1..=3).contains(&groups[0].len()) && rest.iter().all(|run| three(&run)) {
            return Ok(plain);
        }
        let meant =
            groups.iter().all(|run| !run.is_empty()) && fraction.is_none_or(|f| !f.is_empty());
        // Otherwise it is a version, a date, an address.
        Err(
            if meant && (rest.iter().any(|run| three(&run)) || self.marks.len() == 1) {
                let right = language.written(&plain, false);
                Misread::Groups { right }
            } else {
                Misread::NoNumber
            },
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EN: Language = Language::En;
    const PT: Language = Language::PtBr;

    #[test]
    fn what_is_above_nothing_is_not_shown_as_nothing() {
        for (value, decimals, told) in [
            (2.444, 2, "2.44"),
            (4.5, 2, "4.5"),
            (90.0, 1, "90"),
            (2.996, 2, "3"),
            (0.0, 2, "0"),
            (0.008, 2, "0.01"),
            (0.004, 2, "0.004"),
            (0.000_26, 2, "0.0003"),
            (-0.004, 1, "-0.004"),
            (0.4, 0, "0.4"),
            (0.6, 0, "1"),
            (1e-9, 2, "0"),
        ] {
            assert_eq!(Language::En.telling(value, decimals), told);
            let told = told.replace('.', ",");
            assert_eq!(Language::PtBr.telling(value, decimals), told);
        }
    }

    #[test]
    fn numbers_are_shown_as_the_language_writes_them() {
        for (value, en, pt) in [
            (0.5, "0.5", "0,5"),
            (5000.0, "5000", "5000"),
            (12345.0, "12,345", "12.345"),
            (1_048_576.25, "1,048,576.25", "1.048.576,25"),
            (-123_456.0, "-123,456", "-123.456"),
            (f64::INFINITY, "∞", "∞"),
        ] {
            assert_eq!(EN.number(value), en);
            assert_eq!(PT.number(value), pt);
        }
        assert_eq!(PT.rounded(12345.678, 1), "12.345,7");
        assert_eq!(PT.typed(12345.5), "12345,5");
    }

    #[test]
    fn what_is_typed_is_read_as_the_language_writes_it() {
        for (text, value) in [
            ("0,5", 0.5),
            ("0.5", 0.5),
            ("1.5", 1.5),
            ("1.048.576", 1_048_576.0),
            ("1.048,5", 1048.5),
            ("1 048,5", 1048.5),
            ("1048", 1048.0),
            ("1_000", 1000.0),
            ("-3,5", -3.5),
            ("1,048", 1.048),
            ("1,5e3", 1500.0),
        ] {
            assert_eq!(read(text, Writing::Typed(PT)), Ok(value), "{text}");
        }
        for (text, value) in [
            ("0.5", 0.5),
            (".5", 0.5),
            ("1.048", 1.048),
            ("1,048,576", 1_048_576.0),
            ("1,048.5", 1048.5),
            ("1.048.576", 1_048_576.0),
            ("1 000", 1000.0),
            ("1\u{202f}000", 1000.0),
            ("1'000'000", 1_000_000.0),
            ("1e3", 1000.0),
            ("+7", 7.0),
            ("-0", 0.0),
        ] {
            assert_eq!(read(text, Writing::Typed(EN)), Ok(value), "{text}");
        }
    }

    #[test]
    fn what_could_be_two_numbers_is_none() {
        let ambiguous = |decimal: &str, whole: &str| {
            Err(Misread::Ambiguous {
                decimal: decimal.to_owned(),
                whole: whole.to_owned(),
            })
        };
        assert_eq!(
            read("1.048", Writing::Typed(PT)),
            ambiguous("1,048", "1048")
        );
        assert_eq!(
            read("1,048", Writing::Typed(EN)),
            ambiguous("1.048", "1048")
        );
        assert_eq!(
            read("-1,048", Writing::Typed(EN)),
            ambiguous("-1.048", "-1048")
        );
    }

    #[test]
    fn both_readings_are_themselves_read() {
        for language in Language::ALL {
            for text in [
                "1.048", "1,048", "1,5", "12.500", "1,048.5", "1.048,5", "10 00",
            ] {
                let said = match read(text, Writing::Typed(language)) {
                    Ok(_) | Err(Misread::NoNumber) => continue,
                    Err(Misread::Ambiguous { decimal, whole }) => vec![decimal, whole],
                    Err(Misread::Mark { right } | Misread::Groups { right }) => vec![right],
                };
                for right in said {
                    let again = read(&right, Writing::Typed(language));
                    assert!(again.is_ok(), "{text}: {right} in {language:?}");
                }
            }
        }
    }

    #[test]
    fn slips_are_told_apart() {
        let mark = |right: &str| {
            Err(Misread::Mark {
                right: right.to_owned(),
            })
        };
        let groups = |right: &str| {
            Err(Misread::Groups {
                right: right.to_owned(),
            })
        };
        assert_eq!(read("0,5", Writing::Typed(EN)), mark("0.5"));
        assert_eq!(read("1,5", Writing::Typed(EN)), mark("1.5"));
        assert_eq!(read("-12,34", Writing::Typed(EN)), mark("-12.34"));
        assert_eq!(read("1234,5", Writing::Typed(EN)), mark("1234.5"));
        assert_eq!(read("1.048,5", Writing::Typed(EN)), mark("1048.5"));
        assert_eq!(read("1,048.5", Writing::Typed(PT)), mark("1048,5"));
        assert_eq!(read("10 00", Writing::Typed(EN)), groups("1000"));
        assert_eq!(read("1,0000,000", Writing::Typed(EN)), groups("10000000"));
        for text in [
            "", "-", "x", "1.2.3", "5s", "1e", "1--2", "1,2 3", ",", "1 , 5", "e5", "٣",
        ] {
            assert_eq!(
                read(text, Writing::Typed(EN)),
                Err(Misread::NoNumber),
                "{text}"
            );
        }
    }

    #[test]
    fn the_programs_own_writing_is_the_same_in_every_language() {
        for language in Language::ALL {
            for value in [0.5, 1.048, 1048.0, 12.125, 1_048_576.0, -3.25, 1e-9] {
                let written = value.to_string();
                assert_eq!(read(&written, Writing::Canonical(language)), Ok(value));
            }
        }
        assert_eq!(read("0,5", Writing::Canonical(PT)), Ok(0.5));
        assert!(read("1,5", Writing::Canonical(EN)).is_err());
    }

    #[test]
    fn what_would_be_typed_is_read_back() {
        for language in Language::ALL {
            for value in [
                0.0,
                0.5,
                1.048,
                1048.0,
                12.125,
                123_456.789,
                -7.0,
                1e15,
                1e-7,
            ] {
                let typed = language.typed(value);
                assert_eq!(read(&typed, Writing::Typed(language)), Ok(value), "{typed}");
            }
        }
    }
}
