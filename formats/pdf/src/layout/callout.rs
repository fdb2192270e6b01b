//! Callouts and details: boxes with a bar, headed by what they are.
//!
//! A callout's kind is told by a sign and a colour, and in words: its title, the kind's name where it has none, and
//! an alternative text for the sign where the title says something else. Details stand open: paper has no handle.

use super::galley::Galley;
use super::{Context, Layout};
use crate::frame::{ElementId, Item, Role, main_subtag};
use crate::palette::readable;
use crate::text::break_lines::break_lines;
use crate::text::shape::RunStyle;
use crate::theme::WebColors;
use postpress_model::{Block, Callout, Color, Details, Inline, plain_text};

/// Space between a box's edge and what is in it.
const PADDING: f32 = 8.0;

/// Thickness of the bar.
const BAR: f32 = 2.5;

/// Kinds that look alike.
#[derive(Clone, Copy)]
enum Family {
    Note,
    Summary,
    Task,
    Tip,
    Important,
    Success,
    Question,
    Warning,
    Danger,
    Failure,
    Bug,
    Example,
    Quote,
}

/// The kinds that blogs use, with their names in Korean, Japanese and Chinese; in other languages a kind is its own name.
const KINDS: [(&str, Family, &str, &str, &str); 31] = [
    ("note", Family::Note, "참고", "注記", "说明"),
    ("info", Family::Note, "정보", "情報", "信息"),
    ("seealso", Family::Note, "함께 보기", "関連項目", "另见"),
    ("abstract", Family::Summary, "개요", "概要", "摘要"),
    ("summary", Family::Summary, "요약", "要約", "摘要"),
    ("tldr", Family::Summary, "세 줄 요약", "要約", "摘要"),
    ("todo", Family::Task, "할 일", "やること", "待办"),
    ("tip", Family::Tip, "팁", "ヒント", "提示"),
    ("hint", Family::Tip, "힌트", "ヒント", "提示"),
    ("important", Family::Important, "중요", "重要", "重要"),
    ("success", Family::Success, "성공", "成功", "成功"),
    ("check", Family::Success, "확인", "確認", "确认"),
    ("done", Family::Success, "완료", "完了", "完成"),
    ("question", Family::Question, "질문", "質問", "问题"),
    ("help", Family::Question, "도움말", "ヘルプ", "帮助"),
    ("faq", Family::Question, "자주 묻는 질문", "よくある質問", "常见问题"),
    ("warning", Family::Warning, "경고", "警告", "警告"),
    ("attention", Family::Warning, "주의", "注意", "注意"),
    ("caution", Family::Danger, "주의", "注意", "注意"),
    ("danger", Family::Danger, "위험", "危険", "危险"),
    ("alert", Family::Danger, "경고", "警告", "警告"),
    ("error", Family::Failure, "오류", "エラー", "错误"),
    ("failure", Family::Failure, "실패", "失敗", "失败"),
    ("fail", Family::Failure, "실패", "失敗", "失败"),
    ("missing", Family::Failure, "없음", "欠落", "缺失"),
    ("bug", Family::Bug, "버그", "バグ", "缺陷"),
    ("example", Family::Example, "예", "例", "示例"),
    ("quote", Family::Quote, "인용", "引用", "引用"),
    ("cite", Family::Quote, "인용", "引用", "引用"),
    ("message", Family::Note, "알림", "お知らせ", "消息"),
    ("notice", Family::Note, "알림", "お知らせ", "通知"),
];

impl Family {
    fn of(kind: &str) -> Family {
        KINDS.iter().find(|(own, ..)| *own == kind).map_or(Family::Note, |(_, family, ..)| *family)
    }

    /// The sign, a letter of the emoji face.
    fn sign(self) -> &'static str {
        match self {
            Family::Note => "ℹ\u{fe0f}",
            Family::Summary => "📋\u{fe0f}",
            Family::Task => "📌\u{fe0f}",
            Family::Tip => "💡\u{fe0f}",
            Family::Important => "❗\u{fe0f}",
            Family::Success => "✅\u{fe0f}",
            Family::Question => "❓\u{fe0f}",
            Family::Warning => "⚠\u{fe0f}",
            Family::Danger => "🛑\u{fe0f}",
            Family::Failure => "❌\u{fe0f}",
            Family::Bug => "🐞\u{fe0f}",
            Family::Example => "📝\u{fe0f}",
            Family::Quote => "💬\u{fe0f}",
        }
    }

    fn color(self) -> Color {
        match self {
            Family::Note | Family::Summary | Family::Task => Color::new(0x09, 0x5d, 0xb8),
            Family::Tip | Family::Success => Color::new(0x1a, 0x7f, 0x37),
            Family::Important => Color::new(0x75, 0x43, 0xcf),
            Family::Question => Color::new(0x0b, 0x6e, 0x75),
            Family::Warning => Color::new(0x9a, 0x60, 0x00),
            Family::Danger | Family::Failure | Family::Bug => Color::new(0xb4, 0x23, 0x18),
            Family::Example => Color::new(0x6a, 0x3f, 0xa8),
            Family::Quote => Color::new(0x5c, 0x60, 0x66),
        }
    }
}

impl Layout<'_> {
    pub(super) fn callout(&mut self, callout: &Callout, content: &[Block], context: &Context, out: &mut Galley) {
        let element = self.child(context.element, Role::Division);
        let family = Family::of(&callout.kind);
        let color = match self.theme.colors {
            WebColors::Keep => readable(family.color(), &[self.theme.quote.background]),
            WebColors::Gray | WebColors::None => self.theme.text.color,
        };
        let name = name_of(&callout.kind, context.language.as_deref());
        // Does the title say the kind?
        let title = plain_text(&callout.title).to_lowercase();
        let said = callout.title.is_empty() || title.contains(&name.to_lowercase()) || title.contains(&callout.kind);
        self.boxed(color, element, context, out, |layout, inner, galley| {
            let mut head = inner.clone();
            head.style.bold = true;
            head.style.color = color;
            head.element = layout.child(inner.element, Role::Paragraph);
            let spoken = (!said).then_some(name.as_str());
            layout.headed(family.sign(), spoken, &callout.title, &name, &head, galley);
            layout.blocks(content, inner, galley);
        });
    }

    pub(super) fn details(&mut self, details: &Details, content: &[Block], context: &Context, out: &mut Galley) {
        let element = self.child(context.element, Role::Division);
        self.boxed(self.theme.quote.bar, element, context, out, |layout, inner, galley| {
            let mut head = inner.clone();
            head.style.bold = true;
            head.element = layout.child(inner.element, Role::Paragraph);
            let name = match main_subtag(inner.language.as_deref()) {
                Some("ko") => "자세히",
                Some("ja") => "詳細",
                Some("zh") => "详情",
                _ => "Details",
            };
            layout.headed("▾", None, &details.summary, name, &head, galley);
            layout.blocks(content, inner, galley);
        });
    }

    /// A sign and a line of words beside it, which stay with what follows; `spoken` is what the sign is read as, if
    /// anything. Without `words` it is `name` that is shown.
    fn headed(&mut self, sign: &str, spoken: Option<&str>, words: &[Inline], name: &str, head: &Context, out: &mut Galley) {
        let style = RunStyle { bold: false, italic: false, underline: false, strike: false, background: None, ..head.style.clone() };
        let (mut drawn, width) = self.ornament(sign, style);
        if let Some(spoken) = spoken.filter(|_| !self.measuring) {
            let place = self.structure.add(head.element, Role::Span);
            if let Some(element) = self.structure.element(place) {
                element.alt = Some(spoken.to_owned());
            }
            let content = self.slot(place);
            drawn.iter_mut().for_each(|item| item.content = content);
        }
        let room = head.indented(width + head.style.size * 0.4);
        let mut lines = if words.is_empty() {
            let shaped = self.shape_label(name, &room);
            let broken = break_lines(&shaped, room.width);
            self.lines(&shaped, &broken, &room)
        } else {
            self.text(words, &room)
        };
        let x = if head.right_to_left { head.x + head.width - width } else { head.x };
        if let Some(first) = lines.strips.first_mut().filter(|_| room.width < head.width) {
            let baseline = first.baseline.unwrap_or(0.0);
            first.items.splice(0..0, drawn.into_iter().map(|item| Item { x: item.x + x, y: item.y + baseline, ..item }));
        }
        lines.keep_all(true);
        out.append(lines);
        out.settle();
        out.space(self.theme.space.item.0 * 1.5);
    }

    /// A tinted box with a bar at the side where lines start.
    pub(super) fn boxed(
        &mut self,
        bar: Color,
        element: ElementId,
        context: &Context,
        out: &mut Galley,
        content: impl FnOnce(&mut Self, &Context, &mut Galley),
    ) {
        let mut inner = context.indented(self.theme.quote.indent.0 - PADDING / 2.0).padded(PADDING / 2.0).within(element);
        inner.tight = false;
        inner.on = self.theme.quote.background;
        let mut galley = Galley::default();
        galley.pad(PADDING, true);
        content(self, &inner, &mut galley);
        galley.settle();
        if let Some(last) = galley.strips.last_mut() {
            last.keep = true;
        }
        galley.pad(PADDING, false);
        galley.close_top();
        self.bar(bar, context, &inner, &mut galley);
        galley.fill(context.x, context.width, self.theme.quote.background);
        out.space(self.theme.space.block.0);
        out.append(galley);
        out.space(self.theme.space.block.0);
    }

    /// A bar at the side where lines start, if what is beside it leaves room.
    pub(super) fn bar(&self, color: Color, around: &Context, inner: &Context, galley: &mut Galley) {
        let room = if around.right_to_left { around.x + around.width - inner.x - inner.width } else { inner.x - around.x };
        if room >= BAR + 1.0 {
            let x = if around.right_to_left { around.x + around.width - BAR } else { around.x };
            galley.fill(x, BAR, color);
        }
    }
}

/// What a callout without a title is headed, in the document's language.
pub(super) fn name_of(kind: &str, language: Option<&str>) -> String {
    if let Some((_, _, ko, ja, zh)) = KINDS.iter().find(|(own, ..)| *own == kind) {
        match main_subtag(language) {
            Some("ko") => return (*ko).to_owned(),
            Some("ja") => return (*ja).to_owned(),
            Some("zh") => return (*zh).to_owned(),
            _ => {}
        }
    }
    let mut letters = kind.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
