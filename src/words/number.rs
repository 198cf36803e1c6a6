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

    /// The same without zeros at its end, of a big number fewer than asked for, and where nothing would be left
    /// of what is above nothing, its first digit: whoever reads `0.00` takes it for none.
    pub fn telling(self, value: f64, decimals: u8) -> String {
        let decimals = match value.abs() {
            size if size >= 100.0 => 0,
            size if size >= 10.0 => decimals.min(1),
            _ => decimals,
        };
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
mod tests;
