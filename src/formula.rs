//! Formulas: the arithmetic of quantities.
//!
//! A formula may use number questions, earlier quantities, `+ - * / ** ( )` and the functions of
//! [`functions`]. `**` binds tightest and to the right, as in `-2 ** 2`, which is -4. It is parsed
//! once, when the advisor is loaded; what-ifs evaluate it thousands of times.

mod queueing;

use std::ops::Range;

use serde::Serialize;

use crate::condition::Subject;
use crate::data::{Held, List, Str};
use crate::diagnostic::kind::{Formula as Fault, Wanted};

/// A function of one to three numbers.
#[derive(Clone, Copy)]
enum Function {
    One(fn(f64) -> f64),
    Two(fn(f64, f64) -> f64),
    Three(fn(f64, f64, f64) -> f64),
}

/// What formulas can call, with its definition; the place is what a parsed formula keeps.
const DEFINITIONS: &[(&str, Function)] = &[
    ("min", Function::Two(f64::min)),
    ("max", Function::Two(f64::max)),
    ("ceil", Function::One(f64::ceil)),
    ("floor", Function::One(f64::floor)),
    ("round", Function::One(f64::round)),
    ("sqrt", Function::One(f64::sqrt)),
    ("ln", Function::One(f64::ln)),
    ("exp", Function::One(f64::exp)),
    ("mm1_mean_wait", Function::Two(queueing::mm1_mean_wait)),
    ("mm1_wait", Function::Three(queueing::mm1_wait)),
    ("md1_mean_wait", Function::Two(queueing::md1_mean_wait)),
    ("md1_wait", Function::Three(queueing::md1_wait)),
];

/// The names of what formulas can call, for messages and documentation.
pub fn functions() -> impl Iterator<Item = &'static str> {
    DEFINITIONS.iter().map(|(name, _)| *name)
}

/// A parsed expression and the subjects it reads.
#[derive(Clone, Debug, Serialize)]
pub struct Formula {
    /// Name and subject of every number it reads.
    pub(crate) inputs: List<(Str, Subject)>,
    pub(crate) root: Node,
}

#[derive(Clone, Debug, Serialize)]
pub(crate) enum Node {
    Number(f64),
    /// The place among the inputs.
    Input(usize),
    Negative(Held<Node>),
    Binary(Operator, Held<Node>, Held<Node>),
    /// The place among the definitions.
    Call(usize, List<Node>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
}

/// What is wrong with a formula, and the bytes it is wrong at.
pub(crate) type Refusal = (Fault, Range<usize>);

impl Formula {
    /// Checks the syntax and resolves every name.
    ///
    /// # Errors
    /// What is wrong, and the bytes of the text it is wrong at.
    pub(crate) fn parse(
        text: &str,
        resolve: &mut dyn FnMut(&str) -> Option<Subject>,
    ) -> Result<Self, Refusal> {
        let mut parser = Parser {
            tokens: tokens(text)?,
            place: 0,
            depth: 0,
            end: text.len(),
            inputs: Vec::new(),
            resolve,
        };
        let root = parser.sum()?;
        match parser.peek() {
            None => Ok(Self {
                inputs: parser.inputs.into(),
                root,
            }),
            Some(_) => Err(parser.expected(Wanted::Operator)),
        }
    }

    /// Stands in for a formula that was refused.
    pub(crate) fn constant() -> Self {
        Self {
            inputs: List::EMPTY,
            root: Node::Number(0.0),
        }
    }

    /// Name and subject of every number it reads.
    pub fn inputs(&self) -> &[(Str, Subject)] {
        &self.inputs
    }

    /// The value for numbers in the order of [`inputs`](Self::inputs); `None` when it is not a
    /// number (`0 / 0`, say).
    pub fn eval(&self, numbers: &[f64]) -> Option<f64> {
        let value = self.root.eval(numbers);
        // -0 would print as such.
        (!value.is_nan()).then_some(value + 0.0)
    }
}

impl Node {
    fn eval(&self, numbers: &[f64]) -> f64 {
        match self {
            Self::Number(value) => *value,
            Self::Input(place) => numbers.get(*place).copied().unwrap_or(f64::NAN),
            Self::Negative(inner) => -inner.eval(numbers),
            Self::Binary(operator, left, right) => {
                let (left, right) = (left.eval(numbers), right.eval(numbers));
                match operator {
                    Operator::Add => left + right,
                    Operator::Subtract => left - right,
                    Operator::Multiply => left * right,
                    Operator::Divide => left / right,
                    Operator::Power => left.powf(right),
                }
            }
            Self::Call(function, arguments) => {
                let at = |place: usize| arguments.get(place).map_or(f64::NAN, |n| n.eval(numbers));
                match DEFINITIONS[*function].1 {
                    Function::One(call) => call(at(0)),
                    Function::Two(call) => call(at(0), at(1)),
                    Function::Three(call) => call(at(0), at(1), at(2)),
                }
            }
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Number(f64),
    Name(String),
    Operator(Operator),
    Open,
    Close,
    Comma,
}

fn tokens(text: &str) -> Result<Vec<(Token, Range<usize>)>, Refusal> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let start = at;
        if found.len() == MAX_TOKENS {
            return Err((Fault::TooLong, start..text.len()));
        }
        let rest = &text[start..];
        let token = match c {
            _ if c.is_whitespace() => {
                at += c.len_utf8();
                continue;
            }
            '0'..='9' | '.' => {
                let len = number_len(rest);
                at += len;
                let written = rest[..len].replace('_', "");
                let number = written.parse().map_err(|_| {
                    let text = rest[..len].to_owned();
                    (Fault::NoNumber { text }, start..at)
                })?;
                found.push((Token::Number(number), start..at));
                continue;
            }
            'a'..='z' => {
                let is_part = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
                let len = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
                at += len;
                found.push((Token::Name(rest[..len].to_owned()), start..at));
                continue;
            }
            '*' if rest.starts_with("**") => {
                at += 1;
                Token::Operator(Operator::Power)
            }
            '+' => Token::Operator(Operator::Add),
            '-' => Token::Operator(Operator::Subtract),
            '*' => Token::Operator(Operator::Multiply),
            '/' => Token::Operator(Operator::Divide),
            '(' => Token::Open,
            ')' => Token::Close,
            ',' => Token::Comma,
            other => {
                return Err((Fault::Foreign(other), start..start + other.len_utf8()));
            }
        };
        at += 1;
        found.push((token, start..at));
    }
    Ok(found)
}

/// How many bytes at the start are a number: digits, `_`, a point, an exponent.
fn number_len(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let exponent = matches!(byte, b'e' | b'E')
            && bytes.get(at + 1).is_some_and(|next| {
                next.is_ascii_digit()
                    || (matches!(next, b'+' | b'-')
                        && bytes.get(at + 2).is_some_and(u8::is_ascii_digit))
            });
        if exponent {
            at += 2;
        } else if byte.is_ascii_digit() || matches!(byte, b'.' | b'_') {
            at += 1;
        } else {
            break;
        }
    }
    at
}

/// Evaluation follows the tree, so its height has an end as well.
const MAX_TOKENS: usize = 1000;

/// Deep enough for any arithmetic a person writes, and an end for nested parentheses.
const MAX_DEPTH: usize = 64;

struct Parser<'r> {
    tokens: Vec<(Token, Range<usize>)>,
    place: usize,
    depth: usize,
    end: usize,
    inputs: Vec<(Str, Subject)>,
    resolve: &'r mut dyn FnMut(&str) -> Option<Subject>,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.place).map(|(token, _)| token)
    }

    /// Where the next token stands, or the end.
    fn here(&self) -> Range<usize> {
        self.tokens
            .get(self.place)
            .map_or(self.end..self.end, |(_, range)| range.clone())
    }

    fn expected(&self, what: Wanted) -> Refusal {
        let at_end = self.peek().is_none();
        (Fault::Expected { what, at_end }, self.here())
    }

    fn take(&mut self, token: &Token) -> bool {
        let found = self.peek() == Some(token);
        self.place += usize::from(found);
        found
    }

    fn operator(&mut self, among: &[Operator]) -> Option<Operator> {
        match self.peek() {
            Some(Token::Operator(operator)) if among.contains(operator) => {
                let operator = *operator;
                self.place += 1;
                Some(operator)
            }
            _ => None,
        }
    }

    fn sum(&mut self) -> Result<Node, Refusal> {
        let mut left = self.product()?;
        while let Some(operator) = self.operator(&[Operator::Add, Operator::Subtract]) {
            left = self.binary(operator, left, Self::product)?;
        }
        Ok(left)
    }

    fn product(&mut self) -> Result<Node, Refusal> {
        let mut left = self.signed()?;
        while let Some(operator) = self.operator(&[Operator::Multiply, Operator::Divide]) {
            left = self.binary(operator, left, Self::signed)?;
        }
        Ok(left)
    }

    fn binary(
        &mut self,
        operator: Operator,
        left: Node,
        right: fn(&mut Self) -> Result<Node, Refusal>,
    ) -> Result<Node, Refusal> {
        let right = right(self)?;
        Ok(Node::Binary(operator, left.into(), right.into()))
    }

    fn signed(&mut self) -> Result<Node, Refusal> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err((Fault::TooDeep, self.here()));
        }
        let node = if self.operator(&[Operator::Subtract]).is_some() {
            Node::Negative(self.signed()?.into())
        } else {
            let base = self.atom()?;
            match self.operator(&[Operator::Power]) {
                Some(power) => self.binary(power, base, Self::signed)?,
                None => base,
            }
        };
        self.depth -= 1;
        Ok(node)
    }

    fn atom(&mut self) -> Result<Node, Refusal> {
        let at = self.here();
        let token = self.peek().cloned();
        let node = match token {
            Some(Token::Number(value)) => Node::Number(value),
            Some(Token::Name(name)) => {
                self.place += 1;
                return if self.take(&Token::Open) {
                    self.call(&name, at)
                } else {
                    self.input(name, at)
                };
            }
            Some(Token::Open) => {
                self.place += 1;
                let inner = self.sum()?;
                return if self.take(&Token::Close) {
                    Ok(inner)
                } else {
                    Err(self.expected(Wanted::Close))
                };
            }
            _ => return Err(self.expected(Wanted::Operand)),
        };
        self.place += 1;
        Ok(node)
    }

    fn input(&mut self, name: String, at: Range<usize>) -> Result<Node, Refusal> {
        if let Some(place) = self.inputs.iter().position(|(known, _)| *known == name) {
            return Ok(Node::Input(place));
        }
        match (self.resolve)(&name) {
            Some(subject) => {
                self.inputs.push((name.into(), subject));
                Ok(Node::Input(self.inputs.len() - 1))
            }
            None => Err((Fault::UnknownName { name }, at)),
        }
    }

    fn call(&mut self, name: &str, at: Range<usize>) -> Result<Node, Refusal> {
        let Some(function) = DEFINITIONS.iter().position(|(known, _)| *known == name) else {
            let kind = Fault::UnknownFunction {
                name: name.to_owned(),
                known: functions().collect(),
            };
            return Err((kind, at));
        };
        let mut arguments = vec![self.sum()?];
        while self.take(&Token::Comma) {
            arguments.push(self.sum()?);
        }
        if !self.take(&Token::Close) {
            return Err(self.expected(Wanted::CommaOrClose));
        }
        let wanted = match DEFINITIONS[function].1 {
            Function::One(_) => 1,
            Function::Two(_) => 2,
            Function::Three(_) => 3,
        };
        if arguments.len() != wanted {
            let kind = Fault::Arguments {
                function: name.to_owned(),
                wanted,
                given: arguments.len(),
            };
            return Err((kind, at));
        }
        Ok(Node::Call(function, arguments.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostic;
    use crate::ids::QuantityIx;
    use crate::words::Language;

    fn parse(text: &str) -> Result<Formula, Refusal> {
        Formula::parse(text, &mut |name| {
            (name != "nobody").then(|| Subject::Quantity(QuantityIx::new(0)))
        })
    }

    #[track_caller]
    fn eval(text: &str, numbers: &[f64]) -> Option<f64> {
        parse(text)
            .unwrap_or_else(|(kind, at)| panic!("{kind:?} at {at:?}"))
            .eval(numbers)
    }

    #[test]
    fn arithmetic_over_named_numbers() {
        let numbers = [700.0, 1.0];
        assert_eq!(eval("100 * rate * service / 1000", &numbers), Some(70.0));
        assert_eq!(eval("ceil(rate / 300)", &numbers), Some(3.0));
        assert_eq!(eval("max(0, 1 - 70 / rate)", &numbers), Some(0.9));
        assert_eq!(eval("rate - rate - service", &[5.0, 1.0]), Some(-1.0));
    }

    #[test]
    fn operators_bind_as_on_paper() {
        assert_eq!(eval("2 + 3 * 4", &[]), Some(14.0));
        assert_eq!(eval("(2 + 3) * 4", &[]), Some(20.0));
        assert_eq!(eval("8 / 4 / 2", &[]), Some(1.0));
        assert_eq!(eval("2 ** 3 ** 2", &[]), Some(512.0));
        assert_eq!(eval("-2 ** 2", &[]), Some(-4.0));
        assert_eq!(eval("2 ** -1", &[]), Some(0.5));
        assert_eq!(eval("1_000 + 1.5e3 - 2e-1", &[]), Some(2499.8));
    }

    #[test]
    fn what_is_no_number_is_no_value() {
        assert_eq!(eval("0 / 0", &[]), None);
        assert_eq!(eval("sqrt(0 - 1)", &[]), None);
        assert_eq!(eval("1 / 0", &[]), Some(f64::INFINITY));
    }

    #[track_caller]
    fn refused(text: &str, message: &str, at: Range<usize>) {
        match parse(text) {
            Ok(_) => panic!("`{text}` was taken"),
            Err((kind, place)) => {
                let said = Diagnostic::new(kind).said(Language::En);
                assert_eq!(
                    (said.message.as_str(), place),
                    (message, at),
                    "for `{text}`"
                );
            }
        }
    }

    #[test]
    fn faults_have_a_place() {
        refused("", "expected a number, a name or `(` at the end", 0..0);
        refused("2 +", "expected a number, a name or `(` at the end", 3..3);
        refused("2 3", "expected an operator such as `+` here", 2..3);
        refused("(2", "expected `)` at the end", 2..2);
        refused("1.2.3", "`1.2.3` is not a number", 0..5);
        refused("2 % 3", "`%` does not belong in a formula", 2..3);
        refused("'a' * 9", "`'` does not belong in a formula", 0..1);
        refused("1 + é", "`é` does not belong in a formula", 4..6);
        refused("cell(2)", "no function is called `cell`", 0..4);
        refused("max(2)", "`max` takes 2 numbers, not 1", 0..3);
        refused(
            "1 + nobody",
            "`nobody` is no number question or earlier quantity",
            4..10,
        );
        let deep = "(".repeat(100);
        refused(&deep, "this is nested too deeply", 64..65);
    }
}
