/// No task: a module is where code stands, the caller runs it.
pub struct Line {
    pub amount: u64,
    pub price: u64,
}

/// None when nothing is ordered, or more than can be counted.
pub fn total(lines: &[Line]) -> Option<u64> {
    if lines.is_empty() {
        return None;
    }
    lines.iter().try_fold(0_u64, |sum, line| {
        sum.checked_add(line.amount.checked_mul(line.price)?)
    })
}
