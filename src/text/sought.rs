//! Finding a text in lines of code: small letters find capitals, too.

use std::ops::Range;

/// Where a text stands in a line, in bytes.
pub(crate) fn places(line: &str, sought: &str) -> Vec<Range<usize>> {
    let sought: Vec<char> = sought.chars().collect();
    let mut found = Vec::new();
    if sought.is_empty() {
        return found;
    }
    let exact = sought.iter().any(|c| c.is_uppercase());
    let same = |c: char, wanted: char| c == wanted || (!exact && c.to_lowercase().eq([wanted]));
    let chars: Vec<(usize, char)> = line.char_indices().collect();
    let mut at = 0;
    while at + sought.len() <= chars.len() {
        let here = &chars[at..at + sought.len()];
        if here
            .iter()
            .zip(&sought)
            .all(|((_, c), wanted)| same(*c, *wanted))
        {
            let end = chars
                .get(at + sought.len())
                .map_or(line.len(), |(end, _)| *end);
            found.push(here[0].0..end);
            at += sought.len();
        } else {
            at += 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::places;

    #[test]
    fn small_letters_find_capitals_and_capitals_only_themselves() {
        assert_eq!(places("Agent agent", "agent"), [0..5, 6..11]);
        let exact = places("Agent agent", "Agent");
        assert_eq!((exact.len(), exact.first()), (1, Some(&(0..5))));
        assert_eq!(places("É é", "é"), [0..2, 3..5]);
    }

    #[test]
    fn what_is_found_does_not_overlap_and_nothing_is_found_by_nothing() {
        assert_eq!(places("aaaa", "aa"), [0..2, 2..4]);
        assert!(places("aaaa", "").is_empty());
        assert!(places("a", "ab").is_empty());
    }
}
