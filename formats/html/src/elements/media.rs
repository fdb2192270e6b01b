//! Pictures, and what plays or runs: it becomes a picture, an embedded thing, or a message that it was dropped.

use super::Role;
use super::attributes::Said;
use super::backup;
use super::editors::attachment;
use super::walk::{Opened, Walk};
use crate::style;
use crate::tree::{Data, Id, Tree};
use postpress_model::block::{Block, BlockKind, Embed, Medium};
use postpress_model::build::{Container, Wrapper};
use postpress_model::inline::{Extent, Image, Inline, InlineKind};
use postpress_model::{Attr, Effect, Span};

/// Where pages that load pictures late keep the address, and a list of them. What stands in `src` beside one is a blurred
/// or a small picture.
const LATE: [&str; 5] = ["data-lazy-src", "data-lazy", "data-original", "data-src", "data-actualsrc"];
const LATE_SETS: [&str; 3] = ["srcset", "data-srcset", "data-lazy-srcset"];

impl Walk<'_> {
    pub(super) fn image(&mut self, id: Id, said: Said) {
        let Some(address) = picture_address(self.tree, id) else {
            let alt = self.tree.attribute(id, "alt").unwrap_or_default().trim().to_owned();
            self.warn("html/picture-without-address", "a picture without an address is not shown", self.span(id), Effect::Dropped);
            self.builder.text(&alt, self.span(id));
            return;
        };
        self.picture_of(id, &address, said);
    }

    fn picture_of(&mut self, id: Id, address: &str, said: Said) {
        let (tree, span) = (self.tree, self.span(id));
        let width = said.declared.width.or_else(|| tree.attribute(id, "width").and_then(style::extent));
        let height = said.declared.height.or_else(|| tree.attribute(id, "height").and_then(style::extent));
        let is_dot = |extent: Option<Extent>| matches!(extent, Some(Extent::Pixels(pixels)) if pixels <= 1.0);
        if is_dot(width) && is_dot(height) {
            self.note("html/hidden", "a picture of one pixel is not shown", span, Effect::Kept);
            return;
        }
        let address = attachment(address);
        self.last_picture = Some(address.to_owned());
        let title = tree.attribute(id, "title").map(str::trim).filter(|title| !title.is_empty()).map(str::to_owned);
        let alt = tree.attribute(id, "alt").map(|alt| alt.trim().to_owned());
        let resource = self.builder.refer(address, span);
        let image = Image { resource, alt, title, width, height };
        self.builder.inline(Inline::new(InlineKind::Image(Box::new(image)), span).with(said.attr));
    }

    /// Of the choices in a `picture`, the one that every browser can show.
    pub(super) fn picture(&mut self, id: Id, said: Said) -> Option<Opened> {
        let tree = self.tree;
        let image = tree.descendants(id).find(|id| tree.name(*id) == "img");
        if image.is_some_and(|image| picture_address(tree, image).is_some()) {
            return Some(Opened::default());
        }
        let source = tree.descendants(id).filter(|id| tree.name(*id) == "source").find_map(|source| picture_address(tree, source));
        let (Some(address), Some(shown)) = (source, image.or(Some(id))) else { return Some(Opened::default()) };
        self.picture_of(shown, &address, said);
        None
    }

    /// Does this hold nothing but the picture that was shown just before? Pages that load pictures late do that for
    /// readers without scripts.
    pub(super) fn repeats_picture(&self, id: Id) -> bool {
        let tree = self.tree;
        let mut shown = tree.descendants(id).filter(|id| match &tree.node(*id).data {
            Data::Text(text) => !text.text.trim().is_empty(),
            Data::Element(_) => true,
            Data::Root | Data::Comment(_) => false,
        });
        let (Some(only), None) = (shown.next(), shown.next()) else { return false };
        tree.name(only) == "img" && picture_address(tree, only) == self.last_picture
    }

    /// Video and audio; what is in the element is for those who can't play it.
    pub(super) fn playable(&mut self, id: Id, medium: Medium, said: Said) -> Option<Opened> {
        let tree = self.tree;
        let sources = tree.children(id).filter(|child| tree.name(*child) == "source");
        let addresses = std::iter::once(id).chain(sources).filter_map(|id| address(tree, id, &["src", "data-src"]));
        let addresses: Vec<String> = addresses.collect();
        if addresses.is_empty() {
            return Some(Opened::default());
        }
        let poster = address(tree, id, &["poster"]).map(|poster| self.builder.refer(&poster, self.span(id)));
        Some(self.embed(id, medium, addresses, poster, said))
    }

    pub(super) fn frame(&mut self, id: Id, said: Said) {
        let (tree, span) = (self.tree, self.span(id));
        let address = address(tree, id, &["src", "data-src", "data-lazy-src"]).filter(|address| address != "about:blank");
        let Some(address) = address else {
            if tree.attribute(id, "srcdoc").is_some() {
                self.warn("html/frame-content", "a page written into a frame is not shown", span, Effect::Dropped);
            }
            return;
        };
        // The figure around it may know its title and its picture.
        let figure = std::iter::successors(tree.node(id).parent, |at| tree.node(*at).parent).take(3).find(|at| tree.name(*at) == "figure");
        let poster = figure.and_then(|figure| self::address(tree, figure, &["data-video-thumbnail"]));
        let poster = poster.map(|poster| self.builder.refer(&poster, span));
        let opened = self.embed(id, Medium::Frame, vec![address], poster, said);
        (0..opened.blocks).for_each(|_| self.builder.close());
    }

    /// `object` and `embed`: whatever their type says they are.
    pub(super) fn object(&mut self, id: Id, said: Said) -> Option<Opened> {
        let tree = self.tree;
        let from_parameter = || {
            let names = ["movie", "src", "url", "filename"];
            let mut parameters = tree.children(id).filter(|child| tree.name(*child) == "param");
            let parameter =
                parameters.find(|id| tree.attribute(*id, "name").is_some_and(|name| names.contains(&name.to_ascii_lowercase().as_str())));
            parameter.and_then(|id| address(tree, id, &["value"]))
        };
        let Some(address) = address(tree, id, &["data", "src"]).or_else(from_parameter) else { return Some(Opened::default()) };
        let kind = tree.attribute(id, "type").unwrap_or_default().trim().to_ascii_lowercase();
        let medium = match kind.split('/').next().unwrap_or_default() {
            "image" => {
                self.picture_of(id, &address, said);
                return None;
            }
            "video" => Medium::Video,
            "audio" => Medium::Audio,
            _ => Medium::Frame,
        };
        Some(self.embed(id, medium, vec![address], None, said))
    }

    fn embed(&mut self, id: Id, medium: Medium, addresses: Vec<String>, poster: Option<postpress_model::ResourceId>, said: Said) -> Opened {
        let tree = self.tree;
        let figure = std::iter::successors(tree.node(id).parent, |at| tree.node(*at).parent).take(3).find(|at| tree.name(*at) == "figure");
        let own = tree.attribute(id, "title").or_else(|| figure.and_then(|figure| tree.attribute(figure, "data-video-title")));
        let title = own.map(str::trim).filter(|title| !title.is_empty()).map(str::to_owned);
        let embed = Embed { medium, addresses, poster, title, fallback: Vec::new() };
        self.open_block(Container::Embed(Box::new(embed)), said, self.span(id))
    }

    /// What a script would draw can't be had; what stands in the element instead can.
    pub(super) fn canvas(&mut self, id: Id) -> Option<Opened> {
        if self.tree.all_text(id).trim().is_empty() {
            self.warn("html/canvas", "what a script draws on a `<canvas>` is not shown", self.span(id), Effect::Dropped);
        }
        Some(Opened::default())
    }

    /// MathML: the TeX that it carries along, else its letters.
    pub(super) fn mathml(&mut self, id: Id) {
        let (tree, span) = (self.tree, self.span(id));
        let display = tree.attribute(id, "display").is_some_and(|display| display.eq_ignore_ascii_case("block"));
        let local = |id: Id| &*tree.node(id).name.local;
        let is_tex = |id: &Id| {
            let encoding = || tree.attribute(*id, "encoding").unwrap_or_default().to_ascii_lowercase();
            local(*id) == "annotation" && matches!(encoding().as_str(), "application/x-tex" | "tex" | "latex" | "application/x-latex")
        };
        if let Some(tex) = tree.descendants(id).find(is_tex) {
            self.math(tree.all_text(tex), display, span);
            return;
        }
        let in_annotation = |text: Id| {
            let above = std::iter::successors(tree.node(text).parent, |at| tree.node(*at).parent.filter(|_| *at != id));
            above.into_iter().any(|at| matches!(local(at), "annotation" | "annotation-xml"))
        };
        let texts = tree.descendants(id).filter(|id| tree.text(*id).is_some() && !in_annotation(*id));
        let text: String = texts.filter_map(|id| tree.text(id)).map(|text| text.text.trim()).collect::<Vec<_>>().join(" ");
        self.note("html/mathml", "a formula in MathML without TeX beside it is reduced to its letters", span, Effect::Degraded);
        self.math(text, display, span);
    }

    /// A video that a page names by its number at a service.
    pub(super) fn player(&mut self, id: Id, name: &str, said: Said) {
        let (tree, span) = (self.tree, self.span(id));
        let Some(number) = address(tree, id, &["videoid", "data-videoid", "video-id", "data-video-id"]) else {
            let title = address(tree, id, &["playlabel", "videotitle", "title"]).unwrap_or_default();
            self.warn("html/video-without-address", format!("a video without its number (`<{name}>`) is not shown"), span, Effect::Dropped);
            self.builder.text(&title, span);
            return;
        };
        let page = match name {
            "lite-vimeo" | "amp-vimeo" => "https://vimeo.com/",
            "amp-dailymotion" => "https://www.dailymotion.com/video/",
            _ => "https://www.youtube.com/watch?v=",
        };
        let title = address(tree, id, &["title", "playlabel", "videotitle"]);
        let poster = tree.attribute(id, "style").and_then(style::background_picture).map(str::to_owned);
        let poster = poster.map(|poster| self.builder.refer(&poster, span));
        let embed = Embed { medium: Medium::Video, addresses: vec![format!("{page}{number}")], poster, title, fallback: Vec::new() };
        self.builder.block(Block::new(BlockKind::Embed(Box::new(embed)), span).with(said.attr));
    }

    /// A part of a picture that leads somewhere: which part is not carried along, where it leads is.
    pub(super) fn area(&mut self, id: Id) {
        let (tree, span) = (self.tree, self.span(id));
        let Some(target) = address(tree, id, &["href"]).filter(|target| !super::walk::is_script_address(target)) else { return };
        let label = address(tree, id, &["alt", "title", "aria-label"]).unwrap_or_else(|| target.clone());
        self.note("html/image-map", "a part of a picture that leads somewhere becomes a link beside it", span, Effect::Degraded);
        self.builder.text(" ", span);
        self.builder.open_inline(Wrapper::Link { target, title: None }, Attr::default(), span);
        self.builder.text(&label, span);
        self.builder.close_inline();
        self.builder.text(" ", span);
    }

    /// Says what an element would have done in a browser and does not do here.
    pub(super) fn tell_of_behaviour(&mut self, id: Id, name: &str, role: &Role, span: Span) {
        let tree = self.tree;
        let Some(element) = tree.element(id) else { return };
        let handler = element.attributes.iter().map(|attribute| &*attribute.name.local).find(|name| {
            // What a picture does when it can't be loaded is nothing of the author's.
            name.len() > 2
                && name.starts_with("on")
                && !matches!(*name, "onerror" | "onload")
                && name.bytes().all(|byte| byte.is_ascii_lowercase())
        });
        if let Some(handler) = handler {
            self.note("html/event-handler", format!("what `{handler}` of `<{name}>` would do is left out"), span, Effect::Degraded);
        }
        if *role == Role::Transparent && name.contains('-') {
            self.note("html/unknown-element", format!("`<{name}>` is not known; only what is in it is kept"), span, Effect::Degraded);
        }
        // A box that shows nothing but the picture behind it is that picture.
        if let Some(picture) = tree.attribute(id, "style").and_then(style::background_picture)
            && !matches!(role, Role::Figure | Role::Player)
            && !self.known_hidden(id)
        {
            let is_empty =
                tree.all_text(id).trim().is_empty() && !tree.descendants(id).any(|at| matches!(tree.name(at), "img" | "iframe" | "video"));
            if is_empty {
                let resource = self.builder.refer(attachment(picture), span);
                let alt = address(tree, id, &["aria-label", "title"]);
                let image = Image { resource, alt, ..Image::default() };
                self.builder.inline(Inline::new(InlineKind::Image(Box::new(image)), span));
            } else {
                self.note("html/background-picture", "a picture behind text is not shown", span, Effect::Degraded);
            }
        }
    }

    fn known_hidden(&self, id: Id) -> bool {
        self.tree.attribute(id, "hidden").is_some() || self.tree.attribute(id, "style").is_some_and(|css| style::parse(css).hidden)
    }

    /// Scripts do not run. One that would put a page's content in its place leaves a link to it.
    pub(super) fn script(&mut self, id: Id) {
        let (tree, span) = (self.tree, self.span(id));
        if let Some(module) = tree.attribute(id, "data-module").or_else(|| tree.attribute(id, "data-module-v2")) {
            if backup::is_video(module) {
                return self.module_video(id, module);
            }
            self.note("html/script-data", "what a script keeps beside the text is left out", span, Effect::Kept);
            return;
        }
        let address = address(tree, id, &["src"]);
        let Some(page) = address.as_deref().and_then(|address| address.split_once("gist.github.com/")).map(|(_, page)| page) else {
            let kind = tree.attribute(id, "type").unwrap_or_default().trim().to_ascii_lowercase();
            let runs = kind.is_empty() || kind == "module" || kind.ends_with("javascript") || kind.ends_with("ecmascript");
            if runs {
                self.note("html/script", "a script does not run", span, Effect::Degraded);
            } else {
                self.note("html/script-data", "what a script keeps beside the text is left out", span, Effect::Kept);
            }
            return;
        };
        let page = page.replacen(".js", "", 1);
        let embed = Embed {
            medium: Medium::Frame,
            addresses: vec![format!("https://gist.github.com/{page}")],
            poster: None,
            title: None,
            fallback: Vec::new(),
        };
        self.builder.block(Block::new(BlockKind::Embed(Box::new(embed)), self.span(id)));
    }

    /// Says what is lost with a form's control, if a reader would have seen anything in it.
    pub(super) fn control(&mut self, id: Id, name: &str) {
        let tree = self.tree;
        let kind = tree.attribute(id, "type").unwrap_or("text").trim().to_ascii_lowercase();
        if name == "input" && matches!(kind.as_str(), "submit" | "button" | "reset") {
            // Its label is text, as that of `button` is.
            let label = tree.attribute(id, "value").unwrap_or_default();
            self.builder.text(label, self.span(id));
            return;
        }
        if name == "input" && matches!(kind.as_str(), "checkbox" | "radio") {
            // Its label stands beside it; only the box to tick is missing.
            self.note("html/form-control", "a box to tick is not shown", self.span(id), Effect::Degraded);
        } else if name == "select" || name == "textarea" {
            // What can be chosen, and what is written already, is text that a reader sees.
            self.note("html/form-control", format!("a form's `<{name}>` is reduced to its text"), self.span(id), Effect::Degraded);
            for text in tree.descendants(id).filter(|at| tree.text(*at).is_some_and(|text| !text.text.trim().is_empty())) {
                self.builder.text(" ", self.span(id));
                self.text_as_it_is(text);
            }
            self.builder.text(" ", self.span(id));
        } else if kind != "hidden" {
            let shown = tree.attribute(id, "value").filter(|_| kind != "password").or_else(|| tree.attribute(id, "placeholder"));
            let shown = shown.map(str::trim).unwrap_or_default();
            let effect = if shown.is_empty() { Effect::Dropped } else { Effect::Degraded };
            self.warn("html/form-control", format!("a form's `<{name}>` is not shown"), self.span(id), effect);
            self.builder.text(shown, self.span(id));
        }
    }

    /// Elements that are no text; a template with some is told of, since a script might have shown it.
    pub(super) fn absent(&mut self, id: Id, name: &str) {
        if name == "template" {
            self.note("html/hidden", "`<template>` is not shown", self.span(id), Effect::Kept);
        }
    }
}

/// The first of these attributes that is an address.
fn address(tree: &Tree, id: Id, names: &[&str]) -> Option<String> {
    names.iter().filter_map(|name| tree.attribute(id, name)).map(str::trim).find(|address| !address.is_empty()).map(str::to_owned)
}

/// The address of a picture's bytes, past the placeholders of pages that load them late.
pub(super) fn picture_address(tree: &Tree, id: Id) -> Option<String> {
    // `data-lazy="true"` is a switch.
    let is_address = |value: &&str| value.contains(['/', '.']) && !value.starts_with("data:");
    let late = LATE.iter().filter_map(|name| tree.attribute(id, name)).map(str::trim).find(is_address);
    if let Some(late) = late {
        return Some(late.to_owned());
    }
    let own = address(tree, id, &["src"]);
    if let Some(own) = own.as_ref().filter(|own| !own.starts_with("data:")) {
        return Some(own.clone());
    }
    let from_sets = || LATE_SETS.iter().filter_map(|name| tree.attribute(id, name)).find_map(best_of_set);
    address(tree, id, &["data-url"]).or_else(from_sets).or(own)
}

/// The largest picture of a `srcset`.
fn best_of_set(set: &str) -> Option<String> {
    let mut best: Option<(f32, &str)> = None;
    // A comma ends a candidate only after white space or at its end: addresses hold commas too.
    let mut rest = set.trim_start_matches([' ', '\t', '\n', ',']);
    while !rest.is_empty() {
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let (address, after) = rest.split_at(end);
        let (descriptor, next) = match address.strip_suffix(',') {
            Some(_) => ("", after),
            None => after.split_once(',').unwrap_or((after, "")),
        };
        let size: f32 = descriptor.trim().trim_end_matches(['w', 'x', 'h']).parse().unwrap_or(1.0);
        let address = address.trim_end_matches(',');
        if !address.is_empty() && best.is_none_or(|(most, _)| size > most) {
            best = Some((size, address));
        }
        rest = next.trim_start_matches([' ', '\t', '\n', ',']);
    }
    best.map(|(_, address)| address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_of_a_set_is_taken() {
        assert_eq!(best_of_set("a.png 1x, b.png 2x").as_deref(), Some("b.png"));
        assert_eq!(best_of_set("a,b.png 100w,\n c.png 50w").as_deref(), Some("a,b.png"));
        assert_eq!(best_of_set("a.png, b.png").as_deref(), Some("a.png"));
        assert_eq!(best_of_set(" , ").as_deref(), None);
    }
}
