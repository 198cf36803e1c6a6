//! Formulas: the arithmetic of quantities, written as minijinja expressions.
//!
//! A formula may use number questions, earlier quantities, `+ - * / ** ( )` and the functions listed
//! in [`FUNCTIONS`]. It is compiled once, when it is first used.

use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use minijinja::{Environment, Expression, Value};
use serde::{Deserialize, Serialize};

use super::condition::Subject;
use super::queueing;

/// What formulas can call, for messages and documentation.
pub const FUNCTIONS: &[&str] = &[
    "min",
    "max",
    "ceil",
    "floor",
    "round",
    "sqrt",
    "ln",
    "exp",
    "mm1_mean_wait",
    "mm1_wait",
    "md1_mean_wait",
    "md1_wait",
];

static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut env = Environment::empty();
    env.set_undefined_behavior(minijinja::UndefinedBehavior::Strict);
    env.add_function("min", |a: f64, b: f64| a.min(b));
    env.add_function("max", |a: f64, b: f64| a.max(b));
    env.add_function("ceil", f64::ceil);
    env.add_function("floor", f64::floor);
    env.add_function("round", f64::round);
    env.add_function("sqrt", f64::sqrt);
    env.add_function("ln", f64::ln);
    env.add_function("exp", f64::exp);
    env.add_function("mm1_mean_wait", queueing::mm1_mean_wait);
    env.add_function("mm1_wait", queueing::mm1_wait);
    env.add_function("md1_mean_wait", queueing::md1_mean_wait);
    env.add_function("md1_wait", queueing::md1_wait);
    env
});

/// A compiled-on-demand expression and the subjects it reads.
#[derive(Debug, Serialize, Deserialize)]
pub struct Formula {
    text: String,
    /// Name and subject of every number it reads.
    inputs: Vec<(String, Subject)>,
    #[serde(skip)]
    compiled: OnceLock<Option<Expression<'static, 'static>>>,
}

impl Clone for Formula {
    fn clone(&self) -> Self {
        Self {
            text: self.text.clone(),
            inputs: self.inputs.clone(),
            compiled: OnceLock::new(),
        }
    }
}

impl Formula {
    /// Checks the syntax and resolves every name.
    ///
    /// # Errors
    /// What is wrong, and the bytes of the text it is wrong at where they are known.
    pub(crate) fn parse(
        text: &str,
        mut resolve: impl FnMut(&str) -> Option<Subject>,
    ) -> Result<Self, (String, Option<std::ops::Range<usize>>)> {
        let compiled = compile(text).map_err(|error| {
            (
                error.detail().unwrap_or("not a formula").to_owned(),
                error.range(),
            )
        })?;
        let mut names: Vec<String> = compiled.undeclared_variables(false).into_iter().collect();
        names.sort();
        let mut inputs = Vec::new();
        for name in names {
            if FUNCTIONS.contains(&name.as_str()) {
                continue;
            }
            match resolve(&name) {
                Some(subject) => inputs.push((name, subject)),
                None => {
                    let at = text.find(&name).map(|start| start..start + name.len());
                    return Err((
                        format!("`{name}` is no number question, earlier quantity or function"),
                        at,
                    ));
                }
            }
        }
        Ok(Self {
            text: text.to_owned(),
            inputs,
            compiled: OnceLock::new(),
        })
    }

    /// Stands in for a formula that was refused.
    pub(crate) fn constant() -> Self {
        Self {
            text: "0".to_owned(),
            inputs: Vec::new(),
            compiled: OnceLock::new(),
        }
    }

    /// The expression as written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Name and subject of every number it reads.
    pub fn inputs(&self) -> &[(String, Subject)] {
        &self.inputs
    }

    /// The value for numbers by name; `None` when it is not a number (a division by zero, say).
    pub fn eval(&self, numbers: &BTreeMap<&str, f64>) -> Option<f64> {
        let expression = self
            .compiled
            .get_or_init(|| compile(&self.text).ok())
            .as_ref()?;
        let context: BTreeMap<&str, Value> = numbers
            .iter()
            .map(|(name, value)| (*name, Value::from(*value)))
            .collect();
        let value: Value = expression.eval(Value::from(context)).ok()?;
        f64::try_from(value).ok().filter(|value| !value.is_nan())
    }
}

fn compile(text: &str) -> Result<Expression<'static, 'static>, minijinja::Error> {
    ENVIRONMENT.compile_expression_owned(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::model::QuantityIx;

    fn eval(text: &str, numbers: &[(&'static str, f64)]) -> Option<f64> {
        let formula = Formula::parse(text, |_| Some(Subject::Quantity(QuantityIx::new(0))));
        let formula = formula.unwrap_or_else(|(message, _)| panic!("{message}"));
        formula.eval(&numbers.iter().copied().collect())
    }

    #[test]
    fn arithmetic_over_named_numbers() {
        let numbers = [("rate", 700.0), ("service", 1.0)];
        assert_eq!(eval("100 * rate * service / 1000", &numbers), Some(70.0));
        assert_eq!(eval("ceil(rate / 300)", &numbers), Some(3.0));
        assert_eq!(eval("max(0, 1 - 70 / rate)", &numbers), Some(0.9));
    }
}
