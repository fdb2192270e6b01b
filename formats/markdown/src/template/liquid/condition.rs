//! Whether conditions hold. Types that do not compare are no error: the comparison does not hold.

use super::expression::{Comparison, Condition, Joined, Operand, Operator};
use super::run::Run;
use super::value::Value;

impl Run<'_> {
    pub(super) fn holds(&mut self, condition: &Condition) -> bool {
        let mut result = self.compares(&condition.first);
        for (joined, comparison) in &condition.rest {
            // As Ruby chains them: `or` is done at the first that holds, `and` at the first that does not.
            match (joined, result) {
                (Joined::Or, true) | (Joined::And, false) => return result,
                (Joined::Or, false) | (Joined::And, true) => result = self.compares(comparison),
            }
        }
        result
    }

    /// Whether a `case` of `left` has come to its `when`.
    pub(super) fn is_case(&mut self, left: &Value, operand: &Operand) -> bool {
        let right = self.operand(operand);
        equal(&Side::Value(left.clone()), &right)
    }

    fn compares(&mut self, comparison: &Comparison) -> bool {
        let left = self.operand(&comparison.left);
        let Some((operator, right)) = &comparison.by else {
            return match left {
                Side::Value(value) => value.is_true(),
                Side::Empty | Side::Blank => true,
            };
        };
        let right = self.operand(right);
        match operator {
            Operator::Equal => equal(&left, &right),
            Operator::Unequal => !equal(&left, &right),
            Operator::Contains => match (&left, &right) {
                (Side::Value(left), Side::Value(right)) => contains(left, right),
                // The words stand for an empty text, which every text contains.
                (Side::Value(left), Side::Empty | Side::Blank) => matches!(left, Value::Text(_)),
                (Side::Empty | Side::Blank, _) => false,
            },
            Operator::Less => ordered(&left, &right, std::cmp::Ordering::is_lt),
            Operator::More => ordered(&left, &right, std::cmp::Ordering::is_gt),
            Operator::AtMost => ordered(&left, &right, std::cmp::Ordering::is_le),
            Operator::AtLeast => ordered(&left, &right, std::cmp::Ordering::is_ge),
            Operator::Unknown => false,
        }
    }

    fn operand(&mut self, operand: &Operand) -> Side {
        match operand {
            Operand::Empty => Side::Empty,
            Operand::Blank => Side::Blank,
            Operand::Value(expression) => Side::Value(self.value(expression)),
        }
    }
}

/// One side of a comparison.
enum Side {
    Empty,
    Blank,
    Value(Value),
}

fn equal(left: &Side, right: &Side) -> bool {
    match (left, right) {
        (Side::Value(left), Side::Value(right)) => left.equals(right),
        (Side::Empty, Side::Value(value)) | (Side::Value(value), Side::Empty) => value.is_empty().unwrap_or(false),
        // `blank?` is Rails' and not Ruby's.
        (Side::Blank, _) | (_, Side::Blank) | (Side::Empty, Side::Empty) => false,
    }
}

fn ordered(left: &Side, right: &Side, holds: fn(std::cmp::Ordering) -> bool) -> bool {
    let (Side::Value(left), Side::Value(right)) = (left, right) else { return false };
    let comparable = |value: &Value| matches!(value, Value::Integer(_) | Value::Float(_) | Value::Text(_) | Value::Time(_));
    comparable(left) && comparable(right) && left.compare(right).is_some_and(holds)
}

fn contains(left: &Value, right: &Value) -> bool {
    if !left.is_true() || !right.is_true() {
        return false;
    }
    match left {
        Value::Text(text) => text.as_str().contains(right.to_text().as_str()),
        Value::List(list) => list.iter().any(|value| value.equals(right)),
        Value::Map(map) => matches!(right, Value::Text(key) if map.get(key.as_str()).is_some()),
        Value::Range(first, last) => matches!(right, Value::Integer(number) if (first..=last).contains(&number)),
        _ => false,
    }
}
