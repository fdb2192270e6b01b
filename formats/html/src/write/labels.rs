//! The few words that a page says of itself, in the post's language.

use postpress_model::Metadata;

/// The words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Labels {
    pub(super) contents: &'static str,
    pub(super) notes: &'static str,
    pub(super) note: &'static str,
    pub(super) back: &'static str,
    pub(super) details: &'static str,
    pub(super) updated: &'static str,
    pub(super) done: &'static str,
    pub(super) open: &'static str,
    pub(super) video: &'static str,
    pub(super) audio: &'static str,
    pub(super) frame: &'static str,
    pub(super) untitled: &'static str,
    /// Note, tip, important, warning, caution.
    callouts: [&'static str; 5],
}

const KINDS: [&str; 5] = ["note", "tip", "important", "warning", "caution"];

const ENGLISH: Labels = Labels {
    contents: "Contents",
    notes: "Notes",
    note: "Note",
    back: "Back to the text",
    details: "Details",
    updated: "updated",
    done: "done",
    open: "to do",
    video: "Video",
    audio: "Audio",
    frame: "Embedded page",
    untitled: "Untitled",
    callouts: ["Note", "Tip", "Important", "Warning", "Caution"],
};

const KOREAN: Labels = Labels {
    contents: "목차",
    notes: "각주",
    note: "각주",
    back: "본문으로 돌아가기",
    details: "자세히",
    updated: "수정",
    done: "완료",
    open: "할 일",
    video: "동영상",
    audio: "오디오",
    frame: "삽입된 페이지",
    untitled: "제목 없음",
    callouts: ["참고", "팁", "중요", "경고", "주의"],
};

const JAPANESE: Labels = Labels {
    contents: "目次",
    notes: "脚注",
    note: "脚注",
    back: "本文に戻る",
    details: "詳細",
    updated: "更新",
    done: "完了",
    open: "未完了",
    video: "動画",
    audio: "音声",
    frame: "埋め込みページ",
    untitled: "無題",
    callouts: ["注記", "ヒント", "重要", "警告", "注意"],
};

const CHINESE: Labels = Labels {
    contents: "目录",
    notes: "脚注",
    note: "脚注",
    back: "返回正文",
    details: "详情",
    updated: "更新于",
    done: "已完成",
    open: "待办",
    video: "视频",
    audio: "音频",
    frame: "嵌入页面",
    untitled: "无标题",
    callouts: ["说明", "提示", "重要", "警告", "注意"],
};

impl Labels {
    /// The words for a post.
    pub(super) fn of(metadata: &Metadata) -> &'static Labels {
        match metadata.main_language().as_deref() {
            Some("ko") => &KOREAN,
            Some("ja") => &JAPANESE,
            Some("zh") => &CHINESE,
            Some(_) | None => &ENGLISH,
        }
    }

    /// What a callout without a title is headed: its kind in the post's language, or the author's own word.
    pub(super) fn callout(&self, kind: &str) -> String {
        let known = KINDS.iter().position(|own| *own == kind).and_then(|at| self.callouts.get(at));
        known.map_or_else(
            || {
                let mut letters = kind.chars();
                letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
            },
            |name| (*name).to_owned(),
        )
    }
}
