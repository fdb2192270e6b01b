//! Letters of the mathematical alphabets, as Unicode has them.

use crate::tree::{Alphabet, Leaf};

impl Leaf {
    /// The characters in their alphabet: `ℝ` for a double-struck R.
    ///
    /// What an alphabet has no character for stays as it is. Under [`Alphabet::Normal`] nothing changes: a
    /// single letter's slant is the writer's.
    pub fn styled(&self) -> String {
        self.text.chars().map(|c| letter(c, self.alphabet)).collect()
    }
}

/// Where an alphabet's letters and digits begin: capitals, small letters, Greek capitals, Greek small letters, digits.
struct Start {
    latin: u32,
    greek: Option<u32>,
    digits: Option<u32>,
}

fn start(alphabet: Alphabet) -> Option<Start> {
    let of = |latin, greek, digits| Some(Start { latin, greek, digits });
    match alphabet {
        Alphabet::Normal | Alphabet::Upright => None,
        Alphabet::Bold => of(0x1d400, Some(0x1d6a8), Some(0x1d7ce)),
        Alphabet::Italic => of(0x1d434, Some(0x1d6e2), None),
        Alphabet::BoldItalic => of(0x1d468, Some(0x1d71c), Some(0x1d7ce)),
        Alphabet::BoldNormal => of(0x1d468, Some(0x1d71c), Some(0x1d7ce)),
        Alphabet::Script => of(0x1d49c, None, None),
        Alphabet::BoldScript => of(0x1d4d0, None, None),
        Alphabet::Fraktur => of(0x1d504, None, None),
        Alphabet::DoubleStruck => of(0x1d538, None, Some(0x1d7d8)),
        Alphabet::BoldFraktur => of(0x1d56c, None, None),
        Alphabet::Sans => of(0x1d5a0, None, Some(0x1d7e2)),
        Alphabet::BoldSans => of(0x1d5d4, Some(0x1d756), Some(0x1d7ec)),
        Alphabet::SansItalic => of(0x1d608, None, Some(0x1d7e2)),
        Alphabet::Mono => of(0x1d670, None, Some(0x1d7f6)),
    }
}

fn letter(c: char, alphabet: Alphabet) -> char {
    let Some(start) = start(alphabet) else { return c };
    // Capital Greek letters are upright by themselves.
    if alphabet == Alphabet::BoldNormal && ('Α'..='Ω').contains(&c) {
        return letter(c, Alphabet::Bold);
    }
    if let Some(before) = letterlike(c, alphabet) {
        return before;
    }
    let at = match c {
        'A'..='Z' => Some(start.latin + (c as u32 - 'A' as u32)),
        'a'..='z' => Some(start.latin + 26 + (c as u32 - 'a' as u32)),
        '0'..='9' => start.digits.map(|digits| digits + (c as u32 - '0' as u32)),
        'Α'..='Ω' if c != '\u{3a2}' => start.greek.map(|greek| greek + (c as u32 - 'Α' as u32)),
        'α'..='ω' => start.greek.map(|greek| greek + 26 + (c as u32 - 'α' as u32)),
        _ => start.greek.and_then(|greek| {
            let at = ['∂', 'ϵ', 'ϑ', 'ϰ', 'ϕ', 'ϱ', 'ϖ'].iter().position(|other| *other == c)?;
            Some(greek + 51 + at as u32)
        }),
    };
    at.and_then(char::from_u32).unwrap_or(c)
}

/// Letters that Unicode had before it had the alphabets.
fn letterlike(c: char, alphabet: Alphabet) -> Option<char> {
    Some(match (alphabet, c) {
        (Alphabet::Italic, 'h') => 'ℎ',
        (Alphabet::Italic, 'ı') => '𝚤',
        (Alphabet::Script, 'B') => 'ℬ',
        (Alphabet::Script, 'E') => 'ℰ',
        (Alphabet::Script, 'F') => 'ℱ',
        (Alphabet::Script, 'H') => 'ℋ',
        (Alphabet::Script, 'I') => 'ℐ',
        (Alphabet::Script, 'L') => 'ℒ',
        (Alphabet::Script, 'M') => 'ℳ',
        (Alphabet::Script, 'R') => 'ℛ',
        (Alphabet::Script, 'e') => 'ℯ',
        (Alphabet::Script, 'g') => 'ℊ',
        (Alphabet::Script, 'o') => 'ℴ',
        (Alphabet::Fraktur, 'C') => 'ℭ',
        (Alphabet::Fraktur, 'H') => 'ℌ',
        (Alphabet::Fraktur, 'I') => 'ℑ',
        (Alphabet::Fraktur, 'R') => 'ℜ',
        (Alphabet::Fraktur, 'Z') => 'ℨ',
        (Alphabet::DoubleStruck, 'C') => 'ℂ',
        (Alphabet::DoubleStruck, 'H') => 'ℍ',
        (Alphabet::DoubleStruck, 'N') => 'ℕ',
        (Alphabet::DoubleStruck, 'P') => 'ℙ',
        (Alphabet::DoubleStruck, 'Q') => 'ℚ',
        (Alphabet::DoubleStruck, 'R') => 'ℝ',
        (Alphabet::DoubleStruck, 'Z') => 'ℤ',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn styled(text: &str, alphabet: Alphabet) -> String {
        Leaf { text: text.to_owned(), alphabet }.styled()
    }

    #[test]
    fn alphabets_have_their_letters() {
        assert_eq!(styled("ABR12x", Alphabet::DoubleStruck), "𝔸𝔹ℝ𝟙𝟚𝕩");
        assert_eq!(styled("ALo", Alphabet::Script), "𝒜ℒℴ");
        assert_eq!(styled("gC", Alphabet::Fraktur), "𝔤ℭ");
        assert_eq!(styled("xΩβ1", Alphabet::BoldNormal), "𝒙𝛀𝜷𝟏");
        assert_eq!(styled("xy", Alphabet::Normal), "xy");
        assert_eq!(styled("가+", Alphabet::Bold), "가+");
        assert_eq!(styled("az", Alphabet::Mono), "𝚊𝚣");
    }
}
