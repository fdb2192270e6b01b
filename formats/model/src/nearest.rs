//! Which name was meant, where one was mistyped.

/// The known name that is a slip of the finger away from `typed`, if there is one: help for who mistyped an option or a key.
///
/// ```
/// use postpress_model::nearest::nearest;
///
/// assert_eq!(nearest("page-sise", ["theme", "page-size"]), Some("page-size"));
/// assert_eq!(nearest("nothing-like-it", ["theme", "page-size"]), None);
/// ```
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // What is much longer than any name is no slip, and not worth the time.
    if typed.len() > 64 {
        return None;
    }
    let near = known.into_iter().map(|name| (distance(typed, name), name)).min()?;
    (near.0 <= 1 + typed.chars().count() / 4).then_some(near.1)
}

/// How many letters have to be changed, added or taken away to make one text of the other (Levenshtein's distance).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut next = vec![i + 1];
        for ((above, to), diagonal) in row.iter().skip(1).zip(&b).zip(&row) {
            let left = next.last().copied().unwrap_or_default();
            next.push((diagonal + usize::from(from != *to)).min(above + 1).min(left + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_counted_as_they_differ() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(nearest("nothing-like-it", ["theme", "page-size"]), None);
    }
}
