//! Zola's shortcodes, and its links between pages.
//!
//! `{{ name(arg="…") }}` stands alone, `{% name(…) %}…{% end %}` around text. A shortcode means what the site's template
//! makes of it ([`tera`]), else what Zola makes of its own ones and what sites agree on. Anything else between such braces
//! is text, as it is to Zola.

mod lex;
mod tera;

use super::call::Call;
use super::output::{Engine, Inner, Piece, unclosed, write};
use super::{Page, Rendered, named, parts};
use postpress_model::source_map::Origin;
use postpress_model::{Diagnostics, Include, Target};
use std::collections::{HashMap, HashSet};

/// Renders the shortcodes of `body`.
pub(super) fn render(body: &str, page: &Page<'_>, log: &mut Diagnostics) -> Option<Rendered> {
    let items = lex::items(body, log)?;
    let mut zola = Zola { page, told: HashSet::new(), templates: HashMap::new(), steps: tera::STEPS_OF_POST };
    Some(write(body, items, &mut zola, log))
}

struct Zola<'a> {
    page: &'a Page<'a>,
    /// Names that a message was given for.
    told: HashSet<String>,
    /// The site's own shortcodes, as they were asked for.
    templates: HashMap<String, Option<String>>,
    /// How much they may do yet.
    steps: usize,
}

impl Engine for Zola<'_> {
    fn meaning(&mut self, call: &Call, inner: Option<Inner<'_>>, log: &mut Diagnostics) -> Vec<Piece> {
        if call.name == lex::LINK {
            let target = call.at(0).map_or("", |target| target.value.as_str());
            return vec![Piece::Text(self.address_of(target), Origin::Made(call.span()))];
        }
        if !call.alone && inner.is_none() {
            unclosed(call, log);
        }
        let around = self.page.around;
        let template = self.templates.entry(call.name.clone()).or_insert_with(|| around.include(Include::Shortcode(&call.name)));
        if let Some(template) = template.as_deref()
            && let Some(pieces) = tera::pieces(template, call, inner, self.page, &mut self.steps)
        {
            return pieces;
        }
        if let Some(pieces) = own(call) {
            return pieces;
        }
        match named::meaning(call, inner) {
            Some(named::Meaning::Is(pieces)) => pieces,
            Some(named::Meaning::NeedsEnd) => parts::readable(call),
            None => {
                if self.told.insert(call.name.clone()) {
                    log.push(parts::unknown_shortcode(call, self.page, "templates/shortcodes"));
                }
                parts::unknown(call, inner)
            }
        }
    }
}

impl Zola<'_> {
    /// The address of the page that a path below `content` names; the path itself where the site does not know.
    fn address_of(&self, target: &str) -> String {
        let (path, fragment) = target.split_once('#').map_or((target, None), |(path, fragment)| (path, Some(fragment)));
        let found = self.page.around.link(Target::Page { from: self.page.name, name: path });
        let address = found.unwrap_or_else(|| format!("/{}", path.trim_start_matches("@/")));
        match fragment {
            Some(fragment) => format!("{address}#{fragment}"),
            None => address,
        }
    }
}

/// Zola's own.
fn own(call: &Call) -> Option<Vec<Piece>> {
    let span = call.span();
    match &*call.name {
        "gist" => Some(vec![parts::frame(&call.named(&["url"])?.value, "", span)]),
        "youtube" | "vimeo" | "streamable" => {
            let id = call.either(&["id"], 0)?;
            let playlist = call.named(&["playlist"]).is_some_and(|playlist| playlist.value == "true");
            let address = match playlist {
                true => format!("https://www.youtube.com/embed/videoseries?list={}", id.value),
                false => parts::film_address(&call.name, &id.value)?,
            };
            Some(vec![parts::frame(&address, "", span)])
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests;
