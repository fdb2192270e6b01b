//! Addresses: where a link leads, as far as paper can lead there.
//!
//! Places in the post come first, whatever spelling of their name the post's engine taught its author: as it stands, decoded,
//! in lower case, as kramdown or GitHub would make it, and last by its letters and digits alone. Then the rest of the web,
//! relative addresses seen from the post's own where that is known.

use super::{Layout, Survey, short};
use crate::frame::Target;
use crate::theme::ShowAddress;
use postpress_model::{Date, Diagnostic, Heading, Metadata, Span, plain_text};
use std::collections::BTreeMap;

/// The name of the place where the document begins.
pub(super) const TOP: &str = "\u{1}top";

/// A PDF/A string holds 32,767 bytes (ISO 19005-2, 6.1.13), and a byte of an address may be written as three.
const LONGEST: usize = 10_000;

/// The address that a post's relative ones are seen from.
pub(super) struct Base {
    /// `https:`, without the slashes.
    scheme: String,
    host: String,
    /// From its slash, without query and fragment.
    path: String,
}

impl Base {
    /// The post's own address, where its metadata has one in full.
    pub(super) fn of(metadata: &Metadata) -> Option<Base> {
        [&metadata.canonical, &metadata.permalink].into_iter().flatten().find_map(|address| Base::parse(address.trim()))
    }

    fn parse(address: &str) -> Option<Base> {
        let (scheme, rest) = address.split_once("//")?;
        let scheme = scheme.to_ascii_lowercase();
        if !matches!(scheme.as_str(), "http:" | "https:") {
            return None;
        }
        let rest = rest.split(['?', '#']).next().unwrap_or_default();
        let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let path = if path.is_empty() { "/" } else { path };
        (!host.is_empty()).then(|| Base { scheme, host: host.to_owned(), path: path.to_owned() })
    }

    /// A relative address as one in full (RFC 3986, 5.2).
    fn resolve(&self, address: &str) -> String {
        let Base { scheme, host, path } = self;
        if address.starts_with("//") {
            return format!("{scheme}{address}");
        }
        let split = address.find(['?', '#']).unwrap_or(address.len());
        let (own, rest) = address.split_at(split);
        let whole = if own.is_empty() {
            path.clone()
        } else if own.starts_with('/') {
            without_dots(own)
        } else {
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            without_dots(&format!("{folder}/{own}"))
        };
        format!("{scheme}//{host}{whole}{rest}")
    }

    /// What follows the `#` of an address that leads to a place in the post itself.
    fn place_in<'a>(&self, address: &'a str) -> Option<&'a str> {
        let (before, name) = address.split_once('#')?;
        let Base { scheme, host, path } = Base::parse(before)?;
        let same = |a: &str, b: &str| a.trim_end_matches('/') == b.trim_end_matches('/');
        (scheme == self.scheme && host.eq_ignore_ascii_case(&self.host) && same(&path, &self.path) && !before.contains('?')).then_some(name)
    }
}

/// A path without its `.` and `..` (RFC 3986, 5.2.4).
fn without_dots(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    for (at, part) in parts.iter().enumerate() {
        let last = at + 1 == parts.len();
        match *part {
            "." if last => kept.push(""),
            "." => {}
            ".." => {
                kept.pop();
                if last {
                    kept.push("");
                }
            }
            _ => kept.push(part),
        }
    }
    format!("/{}", kept.join("/"))
}

/// Without what browsers drop: spaces around it, control characters in it.
fn stripped(address: &str) -> String {
    address.trim().chars().filter(|c| !c.is_control()).collect()
}

/// The scheme of an address in full, in lower case.
fn scheme(address: &str) -> Option<String> {
    let (scheme, _) = address.split_once(':')?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
    is_scheme.then(|| scheme.to_ascii_lowercase())
}

impl Layout<'_> {
    /// Where a link leads; `None` where it may not or can't be followed.
    pub(super) fn target(&mut self, target: &str, span: Span) -> Option<Target> {
        let target = stripped(target);
        if let Some(name) = target.strip_prefix('#') {
            return self.place(name, span);
        }
        if let Some(place) = self.base.as_ref().and_then(|base| base.place_in(&target)).and_then(|name| self.known_place(name)) {
            return Some(Target::Inside(place));
        }
        if target.is_empty() {
            return None;
        }
        if target.len() > LONGEST {
            let message = format!("an address of {} bytes is more than a link can hold, so its text stands alone", target.len());
            self.say(Diagnostic::note("link/too-long", message, span));
            return None;
        }
        match scheme(&target).as_deref() {
            // What runs in a browser, or is a file in itself, is nothing that paper can lead to.
            Some("javascript" | "vbscript" | "livescript" | "mocha" | "data" | "blob") => {
                let message = format!("the address `{}` works in a browser only, so its text stands alone", short(&target));
                self.say(Diagnostic::note("link/refused", message, span));
                None
            }
            Some(_) => Some(Target::Address(target)),
            None => Some(Target::Address(self.base.as_ref().map_or(target.clone(), |base| base.resolve(&target)))),
        }
    }

    /// Says so where a link's address stays relative, for then it depends on where the file is read.
    pub(super) fn remark_relative(&mut self, target: &Target, span: Span) {
        let Target::Address(address) = target else { return };
        if self.base.is_some() || scheme(address).is_some() {
            return;
        }
        let message = format!("the address `{}` is relative, and the post's own is not known", short(address));
        let help = "give the post's address as `canonical_url` in its front matter";
        self.say(Diagnostic::note("link/relative", message, span).with_help(help));
    }

    /// A place in the post by what follows `#`.
    fn place(&mut self, name: &str, span: Span) -> Option<Target> {
        let found = self.known_place(name);
        if found.is_none() {
            let message = format!("nothing here is called `{}`, so the link to it leads nowhere", short(name));
            self.say(Diagnostic::note("link/no-target", message, span));
        }
        found.map(Target::Inside)
    }

    fn known_place(&self, name: &str) -> Option<String> {
        let decoded = percent_decoded(name);
        let exact = [name, decoded.as_str(), decoded.to_lowercase().as_str()]
            .into_iter()
            .find(|name| self.names.contains(*name))
            .map(str::to_owned);
        exact.or_else(|| self.other_names.get(&decoded.to_lowercase()).cloned()).or_else(|| {
            // HTML has two names for where a page begins (HTML Living Standard, 7.4.6.4).
            if name.is_empty() || decoded.eq_ignore_ascii_case("top") {
                return Some(TOP.to_owned());
            }
            self.other_names.get(&loose(&decoded)).cloned()
        })
    }

    /// What is written after a link's text, where the theme wants its address to be read on paper.
    pub(super) fn address_beside(&self, target: &Target, said: &str) -> Option<String> {
        let Target::Address(address) = target else { return None };
        if self.theme.links.show_address == ShowAddress::None {
            return None;
        }
        let bare = ["mailto:", "tel:", "https://", "http://"].iter().find_map(|scheme| address.strip_prefix(scheme)).unwrap_or(address);
        let core = bare.trim_end_matches('/');
        (!core.is_empty() && !said.contains(core)).then(|| format!(" ({})", short(address.strip_prefix("mailto:").unwrap_or(address))))
    }

    /// A date as the title block and running heads show it.
    pub(super) fn date(&self, date: &Date) -> String {
        super::date::shown(date, self.theme.title.date, self.document.metadata.language.as_deref())
    }
}

/// Letters and digits alone, in lower case: what all ways to make a name of a heading agree on.
fn loose(name: &str) -> String {
    let letters: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    format!("\u{1}{letters}")
}

pub(super) fn percent_decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8().map_or_else(|_| text.to_owned(), |text| text.into_owned())
}

/// The name that kramdown gives a heading (its `basic_generate_id`): Latin letters, digits and hyphens, from the first letter.
fn kramdown_name(text: &str) -> String {
    let from_letter = text.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
    let kept = from_letter.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-'));
    let name: String = kept.map(|c| if c == ' ' { '-' } else { c.to_ascii_lowercase() }).collect();
    if name.is_empty() { "section".into() } else { name }
}

/// The names that engines give to places, beside those that stand in the post.
#[derive(Default)]
pub(super) struct OtherNames {
    /// Each other name, and the one that its place has.
    pub(super) names: BTreeMap<String, String>,
    /// How often kramdown made a name.
    made: BTreeMap<String, usize>,
}

impl OtherNames {
    /// Remembers what a heading called `name` may be called otherwise.
    pub(super) fn heading(&mut self, heading: &Heading, name: &str) {
        let text = plain_text(&heading.content);
        let base = kramdown_name(&text);
        let times = self.made.entry(base.clone()).or_insert(0);
        let kramdown = if *times == 0 { base } else { format!("{base}-{times}") };
        *times += 1;
        for other in [kramdown, loose(&text)] {
            self.names.entry(other).or_insert_with(|| name.to_owned());
        }
    }
}

impl Survey {
    /// All other names of places; names that stand in the post are found by their letters alone, too.
    pub(super) fn all_other_names(&mut self) -> BTreeMap<String, String> {
        let mut names = std::mem::take(&mut self.others.names);
        for name in &self.names {
            names.entry(loose(name)).or_insert_with(|| name.clone());
        }
        names.remove("\u{1}");
        names
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_addresses_are_seen_from_the_posts_own() {
        let base = Base::parse("https://a.example/2024/05/post/?x#y").unwrap();
        for (address, expected) in [
            ("img/a.png", "https://a.example/2024/05/post/img/a.png"),
            ("../other/", "https://a.example/2024/05/other/"),
            ("../../../../up", "https://a.example/up"),
            ("./", "https://a.example/2024/05/post/"),
            ("/about/?q=a/../b#c", "https://a.example/about/?q=a/../b#c"),
            ("//cdn.example/x", "https://cdn.example/x"),
            ("?page=2", "https://a.example/2024/05/post/?page=2"),
            ("한글/길", "https://a.example/2024/05/post/한글/길"),
        ] {
            assert_eq!(base.resolve(address), expected, "{address}");
        }
    }

    #[test]
    fn only_an_address_in_full_is_a_base() {
        for address in ["/2024/post/", "a.example/x", "ftp://a.example/", "https://", ""] {
            assert!(Base::parse(address).is_none(), "{address}");
        }
        assert_eq!(Base::parse("HTTPS://a.example").map(|base| base.resolve("x")).as_deref(), Some("https://a.example/x"));
    }

    #[test]
    fn a_link_to_a_place_in_the_post_itself_is_known_by_its_address() {
        let base = Base::parse("https://a.example/post/").unwrap();
        assert_eq!(base.place_in("https://A.example/post#part"), Some("part"));
        assert_eq!(base.place_in("https://a.example/other/#part"), None);
        assert_eq!(base.place_in("https://a.example/post/"), None);
    }

    #[test]
    fn schemes_are_told_from_colons_in_paths() {
        assert_eq!(scheme("JavaScript:alert(1)").as_deref(), Some("javascript"));
        assert_eq!(scheme("tel:+82-2-123").as_deref(), Some("tel"));
        assert_eq!(scheme("한글:x"), None);
        assert_eq!(scheme("./a:b"), None);
        assert_eq!(stripped(" java\nscript:x "), "javascript:x");
    }

    #[test]
    fn names_are_made_as_kramdown_makes_them() {
        assert_eq!(kramdown_name("2.1 Set up (quickly)"), "set-up-quickly");
        assert_eq!(kramdown_name("설치"), "section");
    }
}
