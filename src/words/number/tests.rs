//! Numbers as they are written and read in each language, those of foreign kinds among them.

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
