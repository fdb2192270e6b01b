//! Addresses: which may stand in a page, and how they are spelled there.
//!
//! What runs in a browser never comes through, however it is spelled: browsers drop white space and control characters
//! before they look at the scheme, so the same is done here first. What is left is percent-encoded where the URL Standard
//! wants it, and not changed otherwise.

use std::fmt::Write;

/// The address as it is written, or `None` where a browser would run it.
pub(super) fn link(address: &str) -> Option<String> {
    let bare = stripped(address);
    let safe = match scheme(&bare).as_deref() {
        Some("javascript" | "vbscript" | "livescript" | "mocha") => false,
        Some("data") => is_harmless_data(&bare),
        Some(_) | None => true,
    };
    safe.then(|| encoded(&bare))
}

/// The address of something that is shown in the page: a picture, a film, a frame. Pictures and sounds may be `data:`.
pub(super) fn media(address: &str) -> Option<String> {
    link(address).filter(|address| !address.is_empty())
}

/// The address of a picture, which may be a drawing in a `data:` too: as a picture it runs nothing.
pub(super) fn picture(address: &str) -> Option<String> {
    let bare = stripped(address);
    let is_drawing = bare.get(..11).is_some_and(|start| start.eq_ignore_ascii_case("data:image/"));
    if is_drawing { Some(encoded(&bare)) } else { media(address) }
}

/// The address of a page in a frame, which may be no `data:` at all: that would be a page of the post's own making.
pub(super) fn frame(address: &str) -> Option<String> {
    media(address).filter(|address| scheme(address).as_deref() != Some("data"))
}

/// A link to a place in the same document.
pub(super) fn fragment(id: &str) -> String {
    let mut out = String::from("#");
    for c in id.chars() {
        if matches!(c, '%' | '#') || !is_plain(c) || matches!(c, '[' | ']' | '\\') { percent(c, &mut out) } else { out.push(c) }
    }
    out
}

/// One part of a path that is written beside the file.
pub(super) fn path_part(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        // A colon in a first part would make a scheme of it.
        if matches!(c, '%' | '#' | '?' | ':' | '/') || !is_plain(c) || matches!(c, '[' | ']' | '\\') {
            percent(c, &mut out);
        } else {
            out.push(c);
        }
    }
    out
}

/// Does the address lead to another machine, and not to a file of the site?
pub(super) fn is_remote(address: &str) -> bool {
    let bare = stripped(address);
    bare.starts_with("//") || matches!(scheme(&bare).as_deref(), Some("http" | "https"))
}

/// Is it an address in full, scheme and host?
pub(super) fn is_absolute(address: &str) -> bool {
    matches!(scheme(&stripped(address)).as_deref(), Some("http" | "https"))
}

/// Without what browsers drop: control characters and spaces around it, tabs and line ends in it.
fn stripped(address: &str) -> String {
    let around = |c: char| c <= ' ' || c.is_whitespace();
    address.trim_matches(around).chars().filter(|c| !matches!(c, '\t' | '\n' | '\r' | '\0'..='\u{8}')).collect()
}

fn scheme(address: &str) -> Option<String> {
    let (scheme, _) = address.split_once(':')?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
    is_scheme.then(|| scheme.to_ascii_lowercase())
}

/// `data:` that holds no page and no drawing, both of which may hold scripts.
fn is_harmless_data(address: &str) -> bool {
    let kind = address.get(5..).unwrap_or_default().split([';', ',']).next().unwrap_or_default().trim().to_ascii_lowercase();
    let raster = ["image/png", "image/jpeg", "image/jpg", "image/gif", "image/webp", "image/avif", "image/bmp", "image/x-icon"];
    raster.contains(&kind.as_str()) || kind.starts_with("audio/") || kind.starts_with("video/") || kind == "text/plain"
}

fn encoded(address: &str) -> String {
    /// Which part of the address this is.
    #[derive(PartialEq)]
    enum Part {
        Scheme,
        Authority,
        Path,
        Query,
        Fragment,
    }
    // In the addresses of the web, and in those relative to them, a backslash is a slash.
    let of_the_web = matches!(scheme(address).as_deref(), None | Some("http" | "https"));
    let mut out = String::with_capacity(address.len());
    let mut part = Part::Scheme;
    let mut slashes = 0;
    for (at, c) in address.char_indices() {
        match c {
            '/' if part == Part::Scheme => {
                slashes += 1;
                if slashes == 2 && (out == "/" || out.ends_with(":/")) {
                    part = Part::Authority;
                } else if slashes == 2 || !(out.is_empty() || out.ends_with(':')) {
                    part = Part::Path;
                }
            }
            '/' if part == Part::Authority => part = Part::Path,
            '?' if matches!(part, Part::Scheme | Part::Authority | Part::Path) => part = Part::Query,
            '#' if part == Part::Fragment => {
                out.push_str("%23");
                continue;
            }
            '#' => part = Part::Fragment,
            _ => {}
        }
        match c {
            '%' => {
                let digits = address.as_bytes().get(at + 1..at + 3);
                let whole = digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
                out.push_str(if whole { "%" } else { "%25" });
            }
            // A browser takes it for a slash. Before a sign it is an escape of Markdown's that was not meant to be one.
            '\\' if of_the_web && !matches!(part, Part::Query | Part::Fragment) && !before_sign(address, at) => out.push('/'),
            '\\' => out.push_str("%5C"),
            '[' | ']' if part != Part::Authority => percent(c, &mut out),
            c if is_plain(c) => out.push(c),
            c => percent(c, &mut out),
        }
    }
    out
}

/// Is the backslash at `at` before a sign that Markdown escapes?
fn before_sign(address: &str, at: usize) -> bool {
    address.as_bytes().get(at + 1).is_some_and(|next| next.is_ascii_punctuation() && !matches!(next, b'\\' | b'/'))
}

/// May it stand in an address as it is? Brackets, `%`, `#` and backslashes are for the caller to judge.
fn is_plain(c: char) -> bool {
    match c {
        ' ' | '"' | '<' | '>' | '`' | '{' | '}' | '|' | '^' => false,
        '!'..='~' => true,
        '\0'..='\u{9f}' | '\u{fdd0}'..='\u{fdef}' | '\u{e000}'..='\u{f8ff}' | '\u{fff0}'..='\u{ffff}' => false,
        c => !c.is_whitespace() && (c as u32) & 0xfffe != 0xfffe && (c as u32) < 0xe_0000,
    }
}

fn percent(c: char, out: &mut String) {
    for byte in c.encode_utf8(&mut [0; 4]).bytes() {
        // Writing to a string can't fail.
        let _ = write!(out, "%{byte:02X}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_runs_is_refused_in_every_spelling() {
        for bad in [
            "javascript:alert(1)",
            " \u{1}JaVaScRiPt:alert(1)",
            "java\nscript:alert(1)",
            "java\tscript\r:x",
            "vbscript:x",
            "data:text/html,<script>",
            "DATA:image/svg+xml,<svg>",
            "data:,x",
            "\u{a0}javascript:x",
        ] {
            assert_eq!(link(bad), None, "{bad:?}");
        }
        assert_eq!(frame("data:image/png;base64,AA"), None);
        assert_eq!(picture("javascript:x"), None);
        assert_eq!(picture("data:text/html,x"), None);
        assert_eq!(picture("DATA:image/svg+xml,%3Csvg/%3E").as_deref(), Some("DATA:image/svg+xml,%3Csvg/%3E"));
    }

    #[test]
    fn addresses_are_spelled_as_the_standard_wants() {
        for (written, spelled) in [
            ("a b.html", "a%20b.html"),
            ("https://a.example\\b/start\\_page.do", "https://a.example/b/start%5C_page.do"),
            ("https://a.example/x[1].png?q[]=1|2", "https://a.example/x%5B1%5D.png?q%5B%5D=1%7C2"),
            ("http://[::1]/a", "http://[::1]/a"),
            ("100%.html", "100%25.html"),
            ("%ea%b0%80/가", "%ea%b0%80/가"),
            ("#a#b", "#a%23b"),
            ("a\\b?c\\d", "a/b?c%5Cd"),
            ("mailto:a@b.example", "mailto:a@b.example"),
            ("//a.example/b", "//a.example/b"),
            ("  /a  ", "/a"),
            ("12:30.png", "12:30.png"),
        ] {
            assert_eq!(link(written).as_deref(), Some(spelled), "{written}");
        }
    }
}
