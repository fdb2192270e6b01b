//! The language of a text that does not say it, told from its scripts.
//!
//! Most scripts belong to one language, or to few that their letters tell apart. Latin belongs to many: there
//! the small words vote, and where they do not agree nothing is said, since a wrong language breaks lines and
//! reads aloud wrongly while none does neither. Code and addresses have no vote.

use postpress_model::visit::{Visit, walk_document};
use postpress_model::{Block, BlockKind, Document, GroupRole, Inline, InlineKind, Span};
use std::collections::HashMap;
use std::sync::LazyLock;

/// The language of a document, from its title, lead, body and notes.
pub(crate) fn of(document: &Document) -> Option<String> {
    let mut text = Prose::default();
    text.add(document.metadata.title.as_deref().unwrap_or_default());
    walk_document(&mut text, document);
    text.counts.language(&text.words)
}

/// Texts longer than this are judged by their start.
const ENOUGH: usize = 60_000;

#[derive(Default)]
struct Prose {
    counts: Counts,
    words: Votes,
    read: usize,
    in_code: bool,
    /// How many groups of preformatted text are open. What is code there only for its looks is often prose.
    verses: usize,
}

impl Prose {
    fn add(&mut self, text: &str) {
        if self.in_code || self.read > ENOUGH {
            return;
        }
        self.read += text.len();
        text.chars().for_each(|c| self.counts.add(c));
        for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
            self.words.add(word);
        }
    }
}

impl Visit for Prose {
    fn enter_block(&mut self, block: &Block) {
        self.in_code |= matches!(block.kind, BlockKind::Code(_) | BlockKind::Math(_));
        self.verses += usize::from(is_verse(block));
    }
    fn leave_block(&mut self, block: &Block) {
        self.in_code = false;
        self.verses -= usize::from(is_verse(block));
    }
    fn enter_inline(&mut self, inline: &Inline) {
        let is_code = matches!(inline.kind, InlineKind::Code(_)) && self.verses == 0;
        self.in_code |= is_code || matches!(inline.kind, InlineKind::Math(_));
    }
    fn leave_inline(&mut self, _: &Inline) {
        self.in_code = false;
    }
    fn text(&mut self, text: &str, _: Span) {
        self.add(text);
    }
}

fn is_verse(block: &Block) -> bool {
    matches!(&block.kind, BlockKind::Group(group) if group.role == GroupRole::Verse)
}

/// How many letters of each script, and of the letters that tell languages of one script apart.
#[derive(Default)]
struct Counts {
    latin: u32,
    hangul: u32,
    kana: u32,
    han: u32,
    simplified: u32,
    traditional: u32,
    cyrillic: u32,
    ukrainian: u32,
    russian: u32,
    arabic: u32,
    persian: u32,
    vietnamese: u32,
    others: [u32; OTHERS.len()],
}

/// Scripts with one main language: first and last letter, and the language.
const OTHERS: [(char, char, &str); 16] = [
    ('\u{370}', '\u{3ff}', "el"),
    ('\u{530}', '\u{58f}', "hy"),
    ('\u{590}', '\u{5ff}', "he"),
    ('\u{900}', '\u{97f}', "hi"),
    ('\u{980}', '\u{9ff}', "bn"),
    ('\u{a00}', '\u{a7f}', "pa"),
    ('\u{a80}', '\u{aff}', "gu"),
    ('\u{b80}', '\u{bff}', "ta"),
    ('\u{c00}', '\u{c7f}', "te"),
    ('\u{c80}', '\u{cff}', "kn"),
    ('\u{d00}', '\u{d7f}', "ml"),
    ('\u{e00}', '\u{e7f}', "th"),
    ('\u{e80}', '\u{eff}', "lo"),
    ('\u{1000}', '\u{109f}', "my"),
    ('\u{10a0}', '\u{10ff}', "ka"),
    ('\u{1780}', '\u{17ff}', "km"),
];

/// Common characters that only the simplified or only the traditional way of writing Chinese has.
const SIMPLIFIED: &str = "们这来时个为说国学会对过发还没开关问见让从现实经电动话东车长门马书头点无两应给里边进远业务产样";
const TRADITIONAL: &str = "們這來時個為說國學會對過發還沒開關問見讓從現實經電動話東車長門馬書頭點無兩應給裡邊進遠業務產樣";

impl Counts {
    fn add(&mut self, c: char) {
        match c {
            'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{24f}' => {
                self.latin += 1;
                self.vietnamese += u32::from(matches!(c, 'ơ' | 'ư' | 'Ơ' | 'Ư' | 'đ' | 'Đ' | 'ă' | 'Ă'));
            }
            '\u{1ea0}'..='\u{1ef9}' => {
                self.latin += 1;
                self.vietnamese += 1;
            }
            '\u{ac00}'..='\u{d7a3}' | '\u{1100}'..='\u{11ff}' | '\u{3131}'..='\u{318e}' => self.hangul += 1,
            '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' => self.kana += 1,
            '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{20000}'..='\u{3134f}' => {
                self.han += 1;
                let (simplified, traditional) = (SIMPLIFIED.contains(c), TRADITIONAL.contains(c));
                self.simplified += u32::from(simplified && !traditional);
                self.traditional += u32::from(traditional && !simplified);
            }
            '\u{400}'..='\u{52f}' => {
                self.cyrillic += 1;
                self.ukrainian += u32::from(matches!(c, 'і' | 'ї' | 'є' | 'ґ' | 'І' | 'Ї' | 'Є' | 'Ґ'));
                self.russian += u32::from(matches!(c, 'ы' | 'э' | 'ё' | 'ъ' | 'Ы' | 'Э' | 'Ё' | 'Ъ'));
            }
            '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' => {
                self.arabic += 1;
                self.persian += u32::from(matches!(c, 'پ' | 'چ' | 'ژ' | 'گ' | 'ک' | 'ی'));
            }
            _ => {
                if let Some(at) = OTHERS.iter().position(|(first, last, _)| (*first..=*last).contains(&c))
                    && let Some(count) = self.others.get_mut(at)
                {
                    *count += 1;
                }
            }
        }
    }

    fn language(&self, words: &Votes) -> Option<String> {
        let east = self.hangul + self.kana + self.han;
        let (best_other, other) =
            OTHERS.iter().zip(self.others).max_by_key(|(_, count)| *count).map(|((_, _, tag), count)| (*tag, count))?;
        let most = east.max(self.cyrillic).max(self.arabic).max(other);
        // Posts in every language quote English and name programs; a syllable or a character says as much as several letters.
        let weight = if most == east { 3 } else { 1 };
        if most * weight <= self.latin {
            if self.vietnamese * 20 > self.latin {
                return Some("vi".to_owned());
            }
            return words.winner().map(str::to_owned);
        }
        let tag = if most == east {
            self.east_asian()
        } else if most == self.cyrillic {
            if self.ukrainian > self.russian { "uk" } else { "ru" }
        } else if most == self.arabic {
            if self.persian * 20 > self.arabic { "fa" } else { "ar" }
        } else {
            best_other
        };
        Some(tag.to_owned())
    }

    fn east_asian(&self) -> &'static str {
        if self.hangul > self.kana && self.hangul * 4 > self.han {
            "ko"
        } else if self.kana * 20 > self.han {
            "ja"
        } else if self.traditional > self.simplified * 2 {
            "zh-Hant"
        } else if self.simplified > self.traditional * 2 {
            "zh-Hans"
        } else {
            "zh"
        }
    }
}

/// Languages in Latin letters with small words that others do not have, or seldom.
const LATIN: [(&str, &[&str]); 14] = [
    ("en", &["the", "and", "of", "is", "that", "with", "for", "this", "you", "are", "was", "it", "to", "have"]),
    ("de", &["der", "die", "und", "das", "ist", "nicht", "ein", "mit", "auf", "für", "sich", "auch", "eine", "von"]),
    ("fr", &["le", "les", "et", "des", "est", "une", "dans", "pour", "que", "qui", "pas", "sur", "vous", "avec"]),
    ("es", &["el", "los", "las", "una", "para", "con", "por", "como", "más", "pero", "del", "está", "y", "esta"]),
    ("pt", &["não", "uma", "os", "para", "com", "mais", "são", "também", "você", "dos", "da", "em", "ao", "isso"]),
    ("it", &["il", "che", "di", "per", "non", "della", "sono", "gli", "anche", "con", "una", "nel", "più", "è"]),
    ("nl", &["het", "een", "van", "niet", "voor", "zijn", "dat", "met", "ook", "maar", "wordt", "naar", "de", "je"]),
    ("pl", &["się", "nie", "jest", "że", "dla", "jak", "przez", "ale", "oraz", "tego", "które", "czy", "z", "w"]),
    ("tr", &["bir", "ve", "için", "bu", "ile", "olarak", "daha", "çok", "olan", "gibi", "de", "da", "değil", "ne"]),
    ("id", &["yang", "dan", "untuk", "dengan", "ini", "itu", "dari", "pada", "tidak", "adalah", "akan", "bisa", "di", "ke"]),
    ("sv", &["och", "att", "det", "som", "inte", "för", "med", "är", "jag", "till", "ett", "på", "av", "har"]),
    ("da", &["og", "ikke", "det", "til", "som", "jeg", "af", "på", "med", "er", "et", "kan", "også", "hvis"]),
    ("fi", &["ja", "on", "ei", "että", "se", "kun", "mutta", "niin", "myös", "ovat", "joka", "voi", "tai", "olla"]),
    ("cs", &["se", "že", "je", "na", "jsem", "ale", "jako", "které", "pro", "když", "také", "není", "aby", "jsou"]),
];

/// Which languages each small word votes for, a bit each: every word of a post is looked up here.
static SMALL: LazyLock<HashMap<&str, u16>> = LazyLock::new(|| {
    let mut voters = HashMap::new();
    for (at, (_, small)) in LATIN.iter().enumerate() {
        for word in *small {
            *voters.entry(*word).or_insert(0) |= 1 << at;
        }
    }
    voters
});

/// How often the small words of each language occur.
#[derive(Default)]
struct Votes {
    words: u32,
    votes: [u32; LATIN.len()],
}

impl Votes {
    fn add(&mut self, word: &str) {
        self.words += 1;
        if word.len() > 10 {
            return;
        }
        let word = word.to_lowercase();
        let voters = SMALL.get(word.as_str()).copied().unwrap_or(0);
        for (at, votes) in self.votes.iter_mut().enumerate() {
            *votes += u32::from(voters >> at & 1);
        }
    }

    /// The language that clearly leads, in a text with enough small words to tell.
    fn winner(&self) -> Option<&'static str> {
        let (at, most) = self.votes.iter().copied().enumerate().max_by_key(|(at, votes)| (*votes, std::cmp::Reverse(*at)))?;
        let second = self.votes.iter().copied().enumerate().filter(|(own, _)| *own != at).map(|(_, votes)| votes).max().unwrap_or(0);
        let is_clear = most >= 3 && most * 12 >= self.words && most * 2 >= second * 3;
        is_clear.then(|| LATIN.get(at).map(|(tag, _)| *tag)).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Option<String> {
        let mut prose = Prose::default();
        prose.add(text);
        prose.counts.language(&prose.words)
    }

    #[test]
    fn scripts_tell() {
        for (text, tag) in [
            ("한일정상회담은 평화와 번영을 위한 협력의 계기", "ko"),
            ("Rust와 Python으로 만든 CLI 도구를 소개합니다", "ko"),
            ("これはペンです。東京都に住んでいます", "ja"),
            ("这是我们的国家，说来话长", "zh-Hans"),
            ("這是我們的國家，說來話長", "zh-Hant"),
            ("Это русский язык, объявление", "ru"),
            ("Це українська мова, її звуки", "uk"),
            ("هذه اللغة العربية", "ar"),
            ("این یک متن فارسی است که می‌گوید", "fa"),
            ("זה טקסט בעברית", "he"),
            ("นี่คือภาษาไทย", "th"),
            ("यह हिन्दी है", "hi"),
            ("এটি বাংলা", "bn"),
            ("Αυτό είναι ελληνικά", "el"),
            ("Tôi là người Việt Nam và đây là bài viết của tôi", "vi"),
        ] {
            assert_eq!(told(text).as_deref(), Some(tag), "{text}");
        }
    }

    #[test]
    fn preformatted_prose_votes_and_code_does_not() {
        use postpress_model::build::{Builder, Container};
        let inside = |container: Container| {
            let mut builder = Builder::new();
            builder.open(container, postpress_model::Attr::default(), Span::NONE);
            builder.inline(Inline::new(InlineKind::Code("줄을 지킨 글".into()), Span::NONE));
            builder.close();
            of(&builder.finish())
        };
        assert_eq!(inside(Container::Group(GroupRole::Verse)).as_deref(), Some("ko"));
        assert_eq!(inside(Container::Paragraph), None);
    }

    #[test]
    fn small_words_vote_and_nothing_is_said_without_them() {
        assert_eq!(told("This is the story of a program that reads and writes.").as_deref(), Some("en"));
        assert_eq!(told("Das ist die Geschichte und nicht der Anfang, auch für dich mit einem Hund.").as_deref(), Some("de"));
        assert_eq!(told("Le chat est dans la maison et les enfants sont avec une dame qui parle.").as_deref(), Some("fr"));
        assert_eq!(told("El perro está con los niños en las calles, pero no para una fiesta.").as_deref(), Some("es"));
        assert_eq!(told("Lorem ipsum dolor sit amet"), None);
        assert_eq!(told("v1.2.3"), None);
        assert_eq!(told(""), None);
    }
}
