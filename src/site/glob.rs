//! Patterns of paths, as shells and configurations write them.

/// Does a shell's pattern mean this path? `*` stays within a folder, `**/` passes any number of them.
pub(super) fn glob(pattern: &str, path: &str) -> bool {
    let patterns: Vec<&str> = pattern.split('/').collect();
    let parts: Vec<&str> = path.split('/').collect();
    // Which parts of the path the pattern up to here may have passed: a row at a time, so that no pattern takes long.
    let mut reached = vec![false; parts.len() + 1];
    if let Some(first) = reached.first_mut() {
        *first = true;
    }
    for own in patterns {
        let mut next = vec![false; parts.len() + 1];
        for at in 0..=parts.len() {
            let here = reached.get(at).copied().unwrap_or_default();
            if own == "**" {
                let passed = here || (at > 0 && next.get(at - 1).copied().unwrap_or_default());
                if let Some(place) = next.get_mut(at) {
                    *place = passed;
                }
            } else if here
                && parts.get(at).is_some_and(|part| matches_part(own, part))
                && let Some(place) = next.get_mut(at + 1)
            {
                *place = true;
            }
        }
        reached = next;
    }
    reached.last().copied().unwrap_or_default()
}

/// Does a pattern of one part, with `*` and `?`, mean this name?
fn matches_part(pattern: &str, name: &str) -> bool {
    let (pattern, name): (Vec<char>, Vec<char>) = (pattern.chars().collect(), name.chars().collect());
    let (mut p, mut n, mut star) = (0, 0, None);
    while n < name.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, n));
                p += 1;
            }
            Some(c) if *c == '?' || name.get(n) == Some(c) => {
                p += 1;
                n += 1;
            }
            _ => {
                let Some((at, from)) = star else { return false };
                star = Some((at, from + 1));
                p = at + 1;
                n = from + 1;
            }
        }
    }
    pattern.get(p..).is_some_and(|rest| rest.iter().all(|c| *c == '*'))
}

#[cfg(test)]
mod tests {
    use super::glob;

    #[test]
    fn a_star_stays_within_its_folder_and_two_pass_any() {
        assert!(glob("_posts/*/deep", "_posts/x/deep"));
        assert!(!glob("_posts/*", "_posts/x/deep"));
        assert!(glob("**/deep", "_posts/x/deep") && glob("**/deep", "deep"));
        assert!(glob("a?c*e", "abcde") && !glob("a?c*e", "abcd"));
        assert!(!glob(&"*a".repeat(40), &"a".repeat(39)));
    }
}
