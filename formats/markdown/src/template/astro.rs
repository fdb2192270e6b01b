//! astro

use super::{Page, Rendered};
use postpress_model::Diagnostics;

pub(super) fn render(_body: &str, _page: &Page<'_>, _log: &mut Diagnostics) -> Option<Rendered> {
    None
}
