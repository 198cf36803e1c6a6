//! The picture of a design as a diagram, for readers of Markdown that draw Mermaid.

use crate::render::one_line;
use crate::sketch::Pictured;

/// A flowchart of what stands under what, line by line. Nodes go by numbers, so that no name can be read
/// as a word of the diagram.
pub(super) fn flowchart(picture: &Pictured) -> Vec<String> {
    let mut lines = vec!["flowchart TD".to_owned()];
    // The last node at each depth so far.
    let mut above: Vec<usize> = Vec::new();
    for (place, node) in picture.nodes.iter().enumerate() {
        let mut label = quoted(&node.label);
        if !node.notes.is_empty() {
            label += "<br/>";
            label += &quoted(&node.notes.join(", "));
        }
        lines.push(format!("    n{place}[\"{label}\"]"));
        above.truncate(node.depth());
        if let Some(parent) = above.last() {
            lines.push(format!("    n{parent} --> n{place}"));
        }
        above.push(place);
    }
    lines
}

/// Text that means itself inside the quotes of a label.
fn quoted(text: &str) -> String {
    let mut out = String::new();
    for c in one_line(text).chars() {
        match c {
            '"' | '#' | '&' | '<' | '>' | '`' | '\\' | ';' => {
                out.push('#');
                out += &u32::from(c).to_string();
                out.push(';');
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn what_would_be_read_as_the_diagram_is_not() {
        let cases = [
            ("plain, at most 3", "plain, at most 3"),
            ("a\"] --> b", "a#34;] --#62; b"),
            ("<script>&amp;#35;", "#60;script#62;#38;amp#59;#35;35#59;"),
            ("`bold`\nnext", "#96;bold#96; next"),
        ];
        for (text, said) in cases {
            assert_eq!(quoted(text), said);
        }
    }
}
