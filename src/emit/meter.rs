//! How much a rendering may make: texts, lists and output, in one budget for the whole project.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use minijinja::value::{Rest, Value, ValueKind, ValueOrKwargs};
use minijinja::{Environment, Error, ErrorKind, State, escape_formatter, filters};

use super::metered::{GUARD, NUMBER};

/// The most that a value with a name may hold, in bytes.
const MAX_VALUE: u64 = 128 * 1024;
/// How deep lists and maps may stand in each other.
const MAX_DEPTH: usize = 32;
/// The most that is printed, captured and looked at for one project, in bytes.
const MAX_TOTAL: u64 = 64 * 1024 * 1024;
/// The most that a filter may be asked for by a number.
const MAX_COUNT: u64 = 10_000;
/// What an item of a list counts for besides what it holds.
const ITEM: u64 = 16;

/// What is left of the budget.
#[derive(Clone)]
struct Meter(Arc<AtomicU64>);

/// Bounds what the templates of an environment make.
pub(super) fn bound(environment: &mut Environment<'_>) {
    let meter = Meter(Arc::new(AtomicU64::new(MAX_TOTAL)));
    let printed = meter.clone();
    environment.set_formatter(move |out, state, value| {
        printed.charge(printed.size(value, MAX_TOTAL)?)?;
        escape_formatter(out, state, value)
    });
    environment.add_filter(GUARD, move |values: &Value, text: u64| {
        meter.charge(text)?;
        for value in values.try_iter()? {
            meter.size(&value, MAX_VALUE)?;
        }
        // It prints as nothing.
        Ok::<_, Error>("")
    });
    environment.add_filter(NUMBER, |value: Value| {
        if matches!(value.kind(), ValueKind::Number | ValueKind::Bool) {
            Ok(value)
        } else {
            let message = format!("`*` takes numbers, not a {}", value.kind());
            Err(Error::new(ErrorKind::InvalidOperation, message))
        }
    });
    for (name, builtin) in [
        ("batch", Value::from_function(filters::batch)),
        ("format", Value::from_function(filters::format)),
        ("indent", Value::from_function(filters::indent)),
        ("join", Value::from_function(filters::join)),
        ("map", Value::from_function(filters::map)),
        ("replace", Value::from_function(filters::replace)),
        ("slice", Value::from_function(filters::slice)),
    ] {
        environment.add_filter(
            name,
            move |state: &mut State, args: Rest<ValueOrKwargs>| -> Result<Value, Error> {
                let args = args.into_values();
                if expected(name, &args)? > MAX_VALUE {
                    return Err(too_much());
                }
                let made = builtin.call(state, &args)?;
                match size(&made, MAX_VALUE, 0)? {
                    size if size > MAX_VALUE => Err(too_much()),
                    _ => Ok(made),
                }
            },
        );
    }
}

/// How large the result of a filter may get that makes more than it is given.
fn expected(filter: &str, args: &[Value]) -> Result<u64, Error> {
    let number = |value: &Value| value.as_i64().and_then(|number| u64::try_from(number).ok());
    let count = || args.iter().skip(1).filter_map(number).max().unwrap_or(0);
    let len = |place: usize| args.get(place).map_or(Ok(0), |arg| size(arg, MAX_VALUE, 0));
    Ok(match filter {
        "join" => {
            let items = args.first().and_then(Value::len).unwrap_or(0) as u64;
            len(0)?.saturating_add(items.saturating_mul(len(1)?))
        }
        "replace" => {
            let text = args.first().map(Value::to_string).unwrap_or_default();
            let from = args.get(1).map(Value::to_string).unwrap_or_default();
            let times = text.matches(&from).count() as u64;
            (text.len() as u64).saturating_add(times.saturating_mul(len(2)?))
        }
        "indent" => {
            let text = args.first().map(Value::to_string).unwrap_or_default();
            let lines = text.lines().count() as u64 + 1;
            (text.len() as u64).saturating_add(lines.saturating_mul(count()))
        }
        "batch" | "slice" if count() > MAX_COUNT => u64::MAX,
        "format" => {
            // A width is in the pattern, or among the arguments.
            let pattern = args.first().map(Value::to_string).unwrap_or_default();
            let mut digits = pattern.split(|c: char| !c.is_ascii_digit());
            let wide = digits.any(|digits| digits.len() > 3) || pattern.contains('*');
            if wide { u64::MAX } else { 0 }
        }
        _ => 0,
    })
}

fn too_much() -> Error {
    let message = format!("this makes more than {MAX_VALUE} bytes");
    Error::new(ErrorKind::InvalidOperation, message)
}

impl Meter {
    fn charge(&self, amount: u64) -> Result<(), Error> {
        let left = self.0.load(Ordering::Relaxed);
        match left.checked_sub(amount) {
            Some(left) => {
                self.0.store(left, Ordering::Relaxed);
                Ok(())
            }
            None => Err(Error::new(
                ErrorKind::InvalidOperation,
                format!("the templates of one project make more than {MAX_TOTAL} bytes"),
            )),
        }
    }

    /// The size of a value, which is charged for being looked through.
    fn size(&self, value: &Value, most: u64) -> Result<u64, Error> {
        if let Some(text) = value.as_str() {
            let size = text.len() as u64;
            return if size > most {
                Err(too_much())
            } else {
                Ok(size)
            };
        }
        let size = size(value, most, 0)?;
        if size > most {
            return Err(too_much());
        }
        self.charge(size)?;
        Ok(size)
    }
}

/// The size of a value, or a little more than `most` when it is larger: the walk ends there.
fn size(value: &Value, most: u64, depth: usize) -> Result<u64, Error> {
    if let Some(text) = value.as_str() {
        return Ok(text.len() as u64);
    }
    if let Some(bytes) = value.as_bytes() {
        return Ok(bytes.len() as u64);
    }
    if depth > MAX_DEPTH {
        let message = format!("lists stand in each other more than {MAX_DEPTH} deep");
        return Err(Error::new(ErrorKind::InvalidOperation, message));
    }
    let mut sum = ITEM;
    match value.kind() {
        ValueKind::Seq => {
            for item in value.try_iter()? {
                sum = sum
                    .saturating_add(ITEM)
                    .saturating_add(size(&item, most, depth + 1)?);
                if sum > most {
                    break;
                }
            }
        }
        ValueKind::Map => {
            for key in value.try_iter()? {
                let item = value.get_item(&key)?;
                sum = sum
                    .saturating_add(size(&key, most, depth + 1)?)
                    .saturating_add(size(&item, most, depth + 1)?);
                if sum > most {
                    break;
                }
            }
        }
        ValueKind::Iterable => {
            let items = value.len().unwrap_or(0) as u64;
            sum = sum.saturating_add(items.saturating_mul(ITEM));
        }
        _ => {}
    }
    Ok(sum)
}
