//! Pictures, films, sounds and pages from elsewhere.

use super::address;
use super::article::Article;
use super::inline::short;
use super::markup::Tag;
use postpress_model::block::Medium;
use postpress_model::inline::Extent;
use postpress_model::{Attr, Diagnostic, Effect, Embed, Image, Span};

/// What a page in a frame may do: play, and open what is clicked. It is not let at the page around it.
const SANDBOX: &str = "allow-scripts allow-same-origin allow-popups allow-forms allow-presentation";

impl Article<'_> {
    pub(super) fn image(&mut self, image: &Image, attr: &Attr, span: Span) {
        let alt = image.alt.as_deref().or(image.title.as_deref()).unwrap_or_default();
        if self.repeating {
            return self.out.text(alt);
        }
        let picture = self.picture(image.resource, span);
        self.out.forget_last();
        if picture.address.is_empty() {
            // Its place can't be empty: what is said instead of it is what there is.
            self.words(&self.tag("span", attr).with_class("picture"), alt);
            return;
        }
        let mut tag = self.tag("img", attr).with("src", picture.address).with("alt", alt);
        if let Some(title) = image.title.as_ref().filter(|title| !title.trim().is_empty()) {
            tag.set("title".into(), title.clone());
        }
        tag = sized(tag, image, picture.size);
        // The first is likely to be seen at once.
        if self.pictures_shown > 0 {
            tag = tag.with("loading", "lazy");
        }
        self.pictures_shown += 1;
        self.out.void(&tag);
    }

    pub(super) fn embed(&mut self, embed: &Embed, attr: &Attr, span: Span) {
        let frame = embed.medium == Medium::Frame;
        let allowed = |written: &String| if frame { address::frame(written) } else { address::media(written) };
        let addresses: Vec<String> = embed.addresses.iter().filter_map(allowed).collect();
        for refused in embed.addresses.iter().filter(|written| allowed(written).is_none()) {
            let message = format!("`{}` would run in the page and is left out", short(refused.trim()));
            self.say(Diagnostic::warning("embed/unsafe", message, span).with_effect(Effect::Dropped));
        }
        let (class, label) = match embed.medium {
            Medium::Video => ("embed embed-video", self.labels.video),
            Medium::Audio => ("embed embed-audio", self.labels.audio),
            Medium::Frame => ("embed embed-frame", self.labels.frame),
        };
        let title = embed.title.as_deref().map(str::trim).filter(|title| !title.is_empty());
        let tag = self.tag("div", attr).with_class(class);
        self.lines_within(&tag, attr, |article| {
            match embed.medium {
                Medium::Frame => article.frame(&addresses, title.unwrap_or(label)),
                Medium::Video | Medium::Audio => article.player(embed, &addresses, title, span),
            }
            for address in &addresses {
                let link = Tag::new("a").with("href", address.clone());
                article.out.open(&Tag::new("p").with("class", "embed-link generated"));
                article.words(&link, &title.map_or_else(|| short(address), str::to_owned));
                article.out.close();
                article.out.line();
            }
            article.blocks(&embed.fallback);
        });
    }

    fn frame(&mut self, addresses: &[String], title: &str) {
        let Some(address) = addresses.first() else { return };
        // A page of this very site could reach out of a sandbox that lets it run scripts, so it may run none.
        let sandbox = if address::is_remote(address) { SANDBOX } else { "" };
        let frame = Tag::new("iframe").with("src", address.clone()).with("title", title).with("sandbox", sandbox);
        let frame = frame.with("loading", "lazy").with("allowfullscreen", "allowfullscreen");
        self.words(&frame.with("referrerpolicy", "strict-origin-when-cross-origin"), "");
        self.out.line();
    }

    fn player(&mut self, embed: &Embed, addresses: &[String], title: Option<&str>, span: Span) {
        let poster = embed.poster.map(|poster| self.picture(poster, span).address).filter(|address| !address.is_empty());
        if addresses.is_empty() {
            return;
        }
        let name = if embed.medium == Medium::Video { "video" } else { "audio" };
        let player = Tag::new(name).with("controls", "controls").with("preload", "metadata").with_some("poster", poster);
        self.out.open(&player.with_some("title", title));
        for address in addresses {
            self.out.void(&Tag::new("source").with("src", address.clone()));
        }
        self.out.close();
        self.out.line();
    }
}

/// The size that was asked for, in attributes where it is pixels: they keep the place free until the picture is there.
fn sized(tag: Tag, image: &Image, size: Option<(u32, u32)>) -> Tag {
    let ratio = size.filter(|(width, height)| *width > 0 && *height > 0).map(|(width, height)| f64::from(height) / f64::from(width));
    let pixels = |extent: Option<Extent>| match extent {
        Some(Extent::Pixels(pixels)) if pixels >= 1.0 => Some(f64::from(pixels)),
        Some(Extent::Pixels(_) | Extent::Percent(_)) | None => None,
    };
    let percent = |extent: Option<Extent>| match extent {
        Some(Extent::Percent(percent)) if percent > 0.0 => Some(percent),
        Some(Extent::Percent(_) | Extent::Pixels(_)) | None => None,
    };
    let (width, height) = match (pixels(image.width), pixels(image.height), ratio) {
        (Some(width), Some(height), _) => (Some(width), Some(height)),
        (Some(width), None, ratio) => (Some(width), ratio.map(|ratio| width * ratio)),
        (None, Some(height), ratio) => (ratio.map(|ratio| height / ratio), Some(height)),
        (None, None, Some(_)) => size.map_or((None, None), |(width, height)| (Some(f64::from(width)), Some(f64::from(height)))),
        (None, None, None) => (None, None),
    };
    let whole = |length: f64| (length.round().clamp(1.0, 100_000.0) as u32).to_string();
    let mut tag = tag.with_some("width", width.map(whole)).with_some("height", height.map(whole));
    if let Some(width) = percent(image.width) {
        tag = tag.with_style(&format!("width:{}%", width.min(100.0)));
    }
    tag
}
