//! Jekyll's templates: Liquid, as Ruby's lax mode reads it.
//!
//! A template never loses a post. What Ruby refuses (a tag without an end, words that mean nothing, a filter that no
//! one knows) vanishes alone, and the rest stays; what only a plugin or a site that is not there could make leaves
//! what a reader would miss of it: pictures, links, captions, inner text.
//!
//! The body is cut into tokens ([`scan`]), these into a tree ([`tree`]), which is walked once ([`run`]). Literal text
//! keeps its place all the way, through branches, loops and captures ([`text`]). The walk is ours and no library's: the
//! grammar of Rust's `liquid` refuses a whole template where Ruby is lax, its objects have no order, and its output has
//! no places. Time, memory and depth are bounded by one budget ([`run`]).

use super::{Island, Page, Rendered};
use postpress_model::{Diagnostic, Diagnostics, Effect, Span};

mod condition;
mod expression;
mod filters;
mod highlight;
mod include;
mod iterate;
mod markup;
mod remains;
mod run;
mod scan;
mod scope;
mod strftime;
mod text;
mod time;
mod tree;
mod value;

/// Renders a body; `None` where it holds no template.
pub(super) fn render(body: &str, page: &Page<'_>, log: &mut Diagnostics) -> Option<Rendered> {
    if !body.contains("{{") && !body.contains("{%") {
        return None;
    }
    let template = tree::Template::parse(body, true);
    for complaint in &template.complaints {
        let span = Span::from_range(complaint.range.clone());
        let (code, message) = match &complaint.what {
            tree::Wrong::Unclosed(name) => ("liquid/unclosed", format!("nothing ends `{{% {name} %}}`, and what follows it is text")),
            tree::Wrong::Stray(name) => ("liquid/stray", format!("`{{% {name} %}}` belongs to no block and is left out")),
            tree::Wrong::Syntax(name) => {
                ("liquid/syntax", format!("what `{{% {name} %}}` says can't be understood, and the tag is left out"))
            }
            tree::Wrong::TooDeep => ("liquid/depth", "blocks stand in each other too deep, and this one's tags are overlooked".to_owned()),
        };
        say(log, code, message, span, Effect::Degraded);
    }
    let mut run = run::Run::new(body, page, log);
    let mut out = text::Writing::default();
    run.nodes(&template.nodes, &run::Source { text: body, place: None }, &mut out);
    let islands: Vec<Island> = run.into_islands();
    Some(Rendered { text: out.text, map: out.map, islands })
}

fn say(log: &mut Diagnostics, code: &'static str, message: impl Into<String>, span: Span, effect: Effect) {
    log.push(Diagnostic::warning(code, message, span).with_effect(effect));
}

#[cfg(test)]
mod tests;
