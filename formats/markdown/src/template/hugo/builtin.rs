//! Hugo's own shortcodes.

use super::Hugo;
use crate::front_matter;
use crate::template::call::Call;
use crate::template::named::value;
use crate::template::output::{Inner, Piece, writer};
use crate::template::parts::{self, Picture};
use postpress_model::source_map::Origin;
use postpress_model::{Diagnostics, Value};

/// What the shortcode means, if it is one of Hugo's own.
pub(super) fn meaning(call: &Call, inner: Option<Inner<'_>>, hugo: &Hugo<'_>) -> Option<Vec<Piece>> {
    let name = call.name.to_ascii_lowercase();
    let span = call.span();
    let made = Origin::Made(span);
    Some(match &*name {
        "figure" | "fig" => {
            let mut picture = Picture::of(call);
            if picture.src.is_empty() {
                picture.src = value(call.at(0));
            }
            let caption = call.named(&["caption", "cap"]).or_else(|| call.at(1).filter(|_| call.named(&["src"]).is_none()));
            if picture.alt.is_empty() {
                picture.alt = caption.map_or("", |caption| caption.value.as_str());
            }
            let title = call.named(&["title"]);
            picture.title = "";
            if picture.src.is_empty() {
                return None;
            }
            parts::figure(&picture, title, caption, call)
        }
        "highlight" => {
            vec![parts::code(value(call.either(&["lang", "language"], 0)), value(call.either(&["options", "opts"], 1)), inner?, span)]
        }
        "gist" => {
            let (user, id) = (value(call.at(0)), value(call.at(1)));
            if id.is_empty() {
                return None;
            }
            let file = call.at(2).map(|file| format!("?file={}", file.value)).unwrap_or_default();
            vec![parts::frame(&format!("https://gist.github.com/{user}/{id}{file}"), "", span)]
        }
        "instagram" if call.at(0).is_some() => vec![parts::frame(&format!("https://www.instagram.com/p/{}", value(call.at(0))), "", span)],
        "x" | "tweet" | "twitter" | "twitter_simple" | "x_simple" => {
            let id = value(call.either(&["id"], 0));
            if id.is_empty() {
                return None;
            }
            let user = value(call.either(&["user"], 1));
            let user = if user.is_empty() { "i" } else { user };
            let address = if id.contains("://") { id.to_owned() } else { format!("https://x.com/{user}/status/{id}") };
            vec![parts::frame(&address, "", span)]
        }
        "param" => {
            let shown = hugo.parameter(value(call.at(0))).and_then(|value| shown(&value)).unwrap_or_default();
            vec![hugo.put(&shown, call)]
        }
        "ref" | "relref" | "absref" => {
            let address = hugo.address_of(value(call.either(&["path"], 0)));
            vec![hugo.put(&if name == "relref" { address } else { hugo.absolute(address) }, call)]
        }
        "qr" => {
            let text = inner.map(|inner| inner.text()).unwrap_or_default();
            let text = if text.trim().is_empty() { value(call.either(&["text"], 0)).to_owned() } else { text.trim().to_owned() };
            if parts::is_address(&text) { vec![parts::link(&text, &text, "", made, span)] } else { vec![parts::text(&text, made)] }
        }
        "details" if inner.is_some() => {
            let summary = call.either(&["summary", "title"], 0);
            let origin = summary.map_or(made, |summary| call.origin(summary));
            let is_open = call.named(&["open"]).is_some_and(|open| open.value != "false");
            parts::details(summary.map_or("Details", |summary| &summary.value), origin, is_open, span)
        }
        "baseurl" | "base_url" | "siteurl" => vec![hugo.put(hugo.page.around.base_url().unwrap_or_default(), call)],
        "comment" if inner.is_some() => Vec::new(),
        "include" | "readfile" | "read-file" | "includefile" | "include-file" | "include-md" | "includemd" | "import" | "codefile"
        | "code-file" | "includecode" | "include-code" | "include-html" => return included(call, hugo),
        _ => return None,
    })
}

/// A file of the site in the shortcode's place: Markdown and HTML as what they are, everything else as code. Shortcodes in the
/// file are not run, so that a file with some is left to its name.
fn included(call: &Call, hugo: &Hugo<'_>) -> Option<Vec<Piece>> {
    let span = call.span();
    let name = value(call.either(&["file", "path", "src", "filename", "name"], 0));
    let language = call.named(&["lang", "language", "highlight", "code", "codelang"]);
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    let (text, extension) = match hugo.file(name) {
        Some(text) => (text, extension),
        // Pages are named without what their files' names end in.
        None => (hugo.file(&format!("{name}.md"))?, "md".to_owned()),
    };
    if language.is_some() || !matches!(&*extension, "md" | "markdown" | "html" | "htm") {
        let language = language.map_or(&*extension, |language| language.value.as_str());
        return Some(vec![parts::code_of(if language == "true" { &extension } else { language }, "", &text, span)]);
    }
    if text.contains("{{<") || text.contains("{{%") || !hugo.begins_line(call) {
        return None;
    }
    let body = front_matter::split(&text, &mut Diagnostics::new()).body;
    let text = text.get(body..)?.trim();
    Some(vec![match extension.starts_with('m') {
        true => Piece::Text(format!("{text}\n"), Origin::Made(span)),
        false => {
            let mut out = writer();
            out.raw(text, Origin::Made(span));
            Piece::html(out.finish())
        }
    }])
}

/// A value as Hugo prints it.
pub(super) fn shown(value: &Value) -> Option<String> {
    match value {
        Value::List(values) => {
            let values: Vec<String> = values.iter().filter_map(shown).collect();
            Some(format!("[{}]", values.join(" ")))
        }
        Value::Null | Value::Bool(_) | Value::Integer(_) | Value::Float(_) | Value::Text(_) | Value::Date(_) | Value::Map(_) => {
            value.to_text()
        }
    }
}
