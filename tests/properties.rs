//! What holds for every post: the corpus, and Markdown and HTML mixed at random.
//!
//! Each test is a sentence about all posts, not about one. Nothing vanishes between the model and the pages; a piece of
//! text stands where its span says; reading, writing and the number of threads change nothing.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests may stop at the first surprise")]

#[path = "support/page.rs"]
mod page;

use page::Page;
use postpress::html::XhtmlWriter;
use postpress::html::write::Options as XhtmlOptions;
use postpress::load::{Folder, Loaders};
use postpress::model::json;
use postpress::model::visit::{Visit, walk_document};
use postpress::pdf::{Options, PdfWriter};
use postpress::site::Site;
use postpress::{
    Block, BlockKind, By, Diagnostics, Document, Inline, InlineKind, NoSurroundings, Registry, Source, Span, Surroundings, Writer,
};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus")
}

/// The posts of the corpus: name and bytes, in order.
fn posts() -> Vec<(String, Vec<u8>)> {
    let names = fs::read_dir(corpus()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.filter(|name| name.ends_with(".md") || name.ends_with(".html")).collect();
    names.sort();
    assert!(names.len() > 10, "the corpus was found: {names:?}");
    names.into_iter().map(|name| (name.clone(), fs::read(corpus().join(name)).unwrap())).collect()
}

fn read(name: &str, bytes: &[u8]) -> (Document, Diagnostics) {
    read_in(name, bytes, &NoSurroundings)
}

fn read_in(name: &str, bytes: &[u8], around: &dyn Surroundings) -> (Document, Diagnostics) {
    let registry = Registry::new();
    let extension = name.rsplit('.').next().unwrap();
    let reader = registry.reader(By::Extension(extension)).and_then(|entry| entry.reader()).unwrap();
    reader.read_one(&mut Source::from_bytes(name, bytes), around).unwrap()
}

/// A post within its site.
struct Post {
    name: String,
    bytes: Vec<u8>,
    site: Site,
}

/// The posts of our own blog, and of every blog in the folder that `POSTPRESS_CORPUS` names, each with what stands around it.
fn blogs() -> Vec<Post> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/blog")];
    folders.extend(std::env::var_os("POSTPRESS_CORPUS").map(PathBuf::from));
    let mut posts = Vec::new();
    while let Some(folder) = folders.pop() {
        let mut entries: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        entries.sort();
        let site = Site::around(&folder).unwrap();
        let below = fs::canonicalize(&folder).unwrap();
        let below = below.strip_prefix(site.root()).unwrap().to_str().unwrap().to_owned();
        for entry in entries {
            let name = entry.file_name().unwrap().to_str().unwrap();
            if entry.is_dir() {
                // What only templates name is no post.
                if !["_includes", "_layouts", "_data", "_site"].contains(&name) {
                    folders.push(entry);
                }
            } else if [".md", ".markdown", ".mdx"].iter().any(|extension| name.ends_with(extension)) {
                let name = Path::new(&below).join(name).to_str().unwrap().to_owned();
                posts.push(Post { name, bytes: fs::read(&entry).unwrap(), site: site.clone() });
            }
        }
    }
    posts
}

/// One writer for all tests, as a program that converts many posts has one.
fn writer() -> &'static PdfWriter {
    static WRITER: OnceLock<PdfWriter> = OnceLock::new();
    WRITER.get_or_init(|| PdfWriter::new(Options::default()).unwrap())
}

fn pictures() -> Loaders {
    Loaders::with_folder(Folder::new(corpus()).unwrap())
}

/// All text on the pages in the order in which it is drawn, without white space: what a line's end does to spaces is the
/// layout's business. What is no part of the post is left out: page numbers, repeated heads, the marks of wrapped lines.
fn text_on_pages(document: &Document, resources: &Loaders) -> String {
    let dump = writer().pages(document, resources, &mut Diagnostics::new()).unwrap().dump();
    let drawn = dump.lines().filter_map(|line| {
        let (_, rest) = line.strip_prefix("  ")?.split_once(" text ")?;
        let quote = rest.find('"')?;
        let belongs = !rest[..quote].ends_with(" - ");
        belongs.then(|| unescaped(&rest[quote + 1..rest.len() - 1]))
    });
    dense(&drawn.collect::<String>())
}

/// What Rust's debug form of a text stands for.
fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match c {
            '\\' => match rest.next().unwrap() {
                'n' => out.push('\n'),
                't' => out.push('\t'),
                'r' => out.push('\r'),
                '0' => out.push('\0'),
                'u' => {
                    let digits: String = rest.by_ref().skip(1).take_while(|c| *c != '}').collect();
                    out.push(char::from_u32(u32::from_str_radix(&digits, 16).unwrap()).unwrap());
                }
                c => out.push(c),
            },
            c => out.push(c),
        }
    }
    out
}

/// Without what has no shape of its own on paper.
fn dense(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect()
}

/// Every leaf of text, with its span.
fn leaves(document: &Document) -> Vec<(String, Span)> {
    struct Leaves(Vec<(String, Span)>);
    impl Visit for Leaves {
        fn text(&mut self, text: &str, span: Span) {
            self.0.push((text.to_owned(), span));
        }
    }
    let mut leaves = Leaves(Vec::new());
    walk_document(&mut leaves, document);
    leaves.0
}

/// The page of a document, taken apart.
fn page(document: &Document, resources: &Loaders, fragment: bool) -> Result<Page, String> {
    let mut out = postpress::output::Memory::default();
    let writer = XhtmlWriter::new(XhtmlOptions { fragment, ..XhtmlOptions::default() });
    writer.write(document, resources, &mut out, &mut Diagnostics::new()).unwrap();
    Page::parse(std::str::from_utf8(&out.bytes).unwrap())
}

/// What is wrong with a page of this document: each leaf of text stands in it once and in order, no two places have one
/// name, no link leads to a place that is not there unless the post's own does, and no level of headings is skipped.
fn wrong_on_the_page(document: &Document, page: &Page) -> Option<String> {
    let written: String = leaves(document).into_iter().map(|(leaf, _)| leaf).collect();
    let (written, shown) = (dense(&written), dense(&page.text));
    if written != shown {
        let same = written.chars().zip(shown.chars()).take_while(|(a, b)| a == b).count();
        let near = |text: &str| text.chars().skip(same.saturating_sub(20)).take(60).collect::<String>();
        return Some(format!("`{}` became `{}`", near(&written), near(&shown)));
    }
    let mut ids = page.ids.clone();
    ids.sort();
    if let Some(pair) = ids.windows(2).find(|pair| pair[0] == pair[1]) {
        return Some(format!("`{}` is there twice", pair[0]));
    }
    if let Some(id) = page.ids.iter().find(|id| id.is_empty() || id.contains(char::is_whitespace)) {
        return Some(format!("`{id}` is no id"));
    }
    let mut open = 0;
    for level in &page.levels {
        if *level > open + 1 {
            return Some(format!("level {level} comes after {open}"));
        }
        open = *level;
    }
    None
}

/// The TeX of all formulas: their pages show what it means.
fn formulas(document: &Document) -> Vec<String> {
    struct Formulas(Vec<String>);
    impl Visit for Formulas {
        fn enter_block(&mut self, block: &Block) {
            if let BlockKind::Math(math) = &block.kind {
                self.0.push(math.tex.clone());
            }
        }
        fn enter_inline(&mut self, inline: &Inline) {
            if let InlineKind::Math(math) = &inline.kind {
                self.0.push(math.tex.clone());
            }
        }
    }
    let mut formulas = Formulas(Vec::new());
    walk_document(&mut formulas, document);
    formulas.0
}

fn runs_right_to_left(c: char) -> bool {
    matches!(c as u32, 0x590..=0x8ff | 0xfb1d..=0xfdff | 0xfe70..=0xfefe)
}

#[test]
fn every_leaf_of_text_reaches_the_pages_in_order() {
    for (name, bytes) in posts() {
        let (document, _) = read(&name, &bytes);
        let shown = text_on_pages(&document, &pictures());
        let formulas = formulas(&document);
        let is_text = |leaf: &str| !leaf.chars().any(runs_right_to_left) && !formulas.iter().any(|tex| tex == leaf);
        // Notes stand at the feet of the pages that refer to them, so each is a text of its own.
        let alone = |blocks: &[Block]| Document { blocks: blocks.to_vec(), ..Document::default() };
        let body = Document { notes: Vec::new(), ..document.clone() };
        for text in std::iter::once(body).chain(document.notes.iter().map(|note| alone(&note.content))) {
            let mut at = 0;
            for (leaf, _) in leaves(&text).into_iter().filter(|(leaf, _)| is_text(leaf)) {
                let leaf = dense(&leaf);
                let found = shown[at..].find(&leaf);
                let near: String = shown[at..].chars().take(60).collect();
                at += found.unwrap_or_else(|| panic!("{name}: `{leaf}` is not on the pages from `{near}` on")) + leaf.len();
            }
        }
    }
}

#[test]
fn every_leaf_of_text_stands_on_the_web_page_once_and_in_order() {
    for (name, bytes) in posts() {
        let (document, _) = read(&name, &bytes);
        for fragment in [false, true] {
            let page = page(&document, &pictures(), fragment).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(wrong_on_the_page(&document, &page), None, "{name}");
            let unsafe_name = page.names.iter().find(|name| name.contains("@on") || *name == "script");
            assert_eq!(unsafe_name, None, "{name}");
        }
    }
}

#[test]
fn notes_lead_to_and_fro_on_the_web_page() {
    let text = "A[^a] and [^b], again[^a].\n\n# fn-1\n\n[^a]: One.\n[^b]: Two.\n[^c]: Unused.\n";
    let (document, _) = read("a.md", text.as_bytes());
    let page = page(&document, &Loaders::alone(), true).unwrap();
    assert_eq!(wrong_on_the_page(&document, &page), None);
    assert!(page.targets.len() >= 6, "{:?}", page.targets);
    let lost: Vec<_> = page.targets.iter().filter(|target| !page.ids.contains(target)).collect();
    assert!(lost.is_empty(), "{lost:?}");
}

/// A line that runs from right to left is drawn from the left, and boxes for missing letters one by one: its letters are
/// all there, but not in their order.
#[test]
fn every_letter_that_runs_right_to_left_reaches_the_pages() {
    for (name, bytes) in posts() {
        let (document, _) = read(&name, &bytes);
        let count = |text: &str| letters(&text.chars().filter(|c| runs_right_to_left(*c)).collect::<String>());
        let written: String = leaves(&document).into_iter().map(|(leaf, _)| leaf).collect();
        assert_eq!(count(&text_on_pages(&document, &pictures())), count(&written), "{name}");
    }
}

/// Is `text` what a browser makes of `source`? Each character is itself, an escape or an entity; a run of white space is a
/// space, or the spaces that preformatted text keeps. Nothing else is a reason for a text to differ from its place.
fn explains(source: &str, text: &str) -> bool {
    // Texts that run on alike are skipped at once, so that the recursion is as deep as there are reasons and no deeper.
    let alike = source.chars().zip(text.chars()).take_while(|(a, b)| a == b && !a.is_whitespace() && !matches!(a, '\\' | '&'));
    let skip: usize = alike.map(|(c, _)| c.len_utf8()).sum();
    let (source, text) = (&source[skip..], &text[skip..]);
    let (Some(from), Some(made)) = (source.chars().next(), text.chars().next()) else { return source.is_empty() && text.is_empty() };
    let rest = &text[made.len_utf8()..];
    if blank(from) && blank(made) {
        return explains(source.trim_start_matches(blank), text.trim_start_matches(blank));
    }
    if from == '\\' && source[1..].starts_with(made) && made.is_ascii_punctuation() && explains(&source[1 + made.len_utf8()..], rest) {
        return true;
    }
    if let Some(end) = source.find(';').filter(|end| from == '&' && *end < 34) {
        let after = &source[end + 1..];
        // Few entities give two characters.
        let two = rest.chars().next().map(|second| &rest[second.len_utf8()..]);
        if explains(after, rest) || two.is_some_and(|rest| explains(after, rest)) {
            return true;
        }
    }
    for (typed, set) in TYPOGRAPHY {
        if let Some(after) = source.strip_prefix(typed)
            && set.contains(&made)
            && explains(after, rest)
        {
            return true;
        }
    }
    if let Some(number) = source.strip_prefix("&#").filter(|_| from == '&') {
        // A number without its semicolon is read all the same.
        let digits = number.bytes().take_while(u8::is_ascii_digit).count();
        let is_it = number[..digits].parse().ok().and_then(char::from_u32) == Some(made);
        if is_it && explains(&number[digits..], rest) {
            return true;
        }
    }
    if let Some(after) = source.strip_prefix(':').filter(|_| !made.is_ascii()).and_then(after_emoji_name) {
        // An emoji has several characters where it joins others or is told from text.
        let ends = text.char_indices().map(|(at, c)| at + c.len_utf8()).take(8);
        return ends.into_iter().any(|end| explains(after, &text[end..]));
    }
    from == made && explains(&source[from.len_utf8()..], rest)
}

/// What follows the name of an emoji and its colon.
fn after_emoji_name(source: &str) -> Option<&str> {
    let (name, after) = source.split_once(':')?;
    let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'+' | b'-'));
    (is_name && !name.is_empty()).then_some(after)
}

fn blank(c: char) -> bool {
    c.is_ascii_whitespace() || c == '\u{a0}'
}

/// What a typographer makes of what is typed, longest first. The quotes of other languages are a site's to choose.
const TYPOGRAPHY: [(&str, &[char]); 8] = [
    ("---", &['—']),
    ("--", &['–']),
    ("...", &['…']),
    ("<<", &['«']),
    (">>", &['»']),
    ("\"", &['“', '”', '«', '»', '„']),
    ("'", &['‘', '’', '‹', '›', '‚']),
    ("`", &['‘', '“']),
];

#[test]
fn a_text_stands_where_its_span_says() {
    /// How many texts are their place's own bytes, are explained by them, or are what a template there made.
    #[derive(Debug, Default)]
    struct Counts {
        equal: usize,
        explained: usize,
        made: usize,
    }
    struct Texts<'a>(&'a str, &'a str, &'a mut Counts, &'a mut Vec<String>);
    impl Visit for Texts<'_> {
        fn enter_inline(&mut self, inline: &Inline) {
            let Texts(name, source, counts, wrong) = self;
            let (InlineKind::Text(text) | InlineKind::Code(text)) = &inline.kind else { return };
            let place = inline.span.range().and_then(|range| source.get(range));
            match place {
                Some(there) if there == text => counts.equal += 1,
                Some(there) if explains(there, text) => counts.explained += 1,
                Some(there) if there.contains("{{") || there.contains("{%") => counts.made += 1,
                // The value of a form's control, the words for a part of a picture: the tag made them.
                Some(there) if there.starts_with('<') && (there.contains(&**text) || text == " ") => counts.explained += 1,
                Some(_) | None => wrong.push(format!("{name}: `{text}` is said to stand at {:?}, where there is {place:?}", inline.span)),
            }
        }
    }
    let (mut counts, mut wrong) = (Counts::default(), Vec::new());
    let alone = posts().into_iter().map(|(name, bytes)| Post { name, bytes, site: Site::default() });
    for post in alone.chain(blogs()) {
        let (document, _) = read_in(&post.name, &post.bytes, &post.site);
        let decoded = String::from_utf8_lossy(&post.bytes).into_owned();
        walk_document(&mut Texts(&post.name, &decoded, &mut counts, &mut wrong), &document);
    }
    assert!(wrong.is_empty(), "{} of {counts:?}:\n{}", wrong.len(), wrong[..wrong.len().min(40)].join("\n"));
    assert!(counts.equal > 1_000, "texts were looked at: {counts:?}");
    assert!(counts.made * 3 < counts.equal, "what templates copy through keeps its place: {counts:?}");
}

#[test]
fn what_explains_a_text_is_narrow() {
    for (source, text) in [
        ("a &amp; b", "a & b"),
        ("\\*a", "*a"),
        ("a\n   b", "a b"),
        ("a", "a"),
        ("&nbsp;x", "\u{a0}x"),
        ("\"a\"--", "“a”–"),
        (":heart: a", "❤️ a"),
    ] {
        assert!(explains(source, text), "{source:?} {text:?}");
    }
    for (source, text) in
        [("ab", "b"), ("a", "ab"), ("a*b", "ab"), ("&amp", "&"), ("\\a", "a"), ("", "a"), ("ab", "a b"), (": a:", "❤️"), ("-", "–")]
    {
        assert!(!explains(source, text), "{source:?} {text:?}");
    }
}

#[test]
fn the_spans_of_messages_lie_within_the_file() {
    for (name, bytes) in posts() {
        let (document, mut log) = read(&name, &bytes);
        writer().pages(&document, &pictures(), &mut log).unwrap();
        let source = std::str::from_utf8(&bytes).unwrap();
        for message in log.iter() {
            let Some(range) = message.span.range() else { continue };
            assert!(source.get(range.clone()).is_some(), "{name}: {range:?} of `{}` is no text", message.message);
        }
    }
}

#[test]
fn a_document_survives_json_both_ways() {
    for (name, bytes) in posts() {
        let (document, _) = read(&name, &bytes);
        assert_eq!(json::from_str(&json::to_string(&document)).unwrap(), document, "{name}");
        assert_eq!(json::from_str(&json::to_string_pretty(&document)).unwrap(), document, "{name}");
    }
}

#[test]
fn a_document_that_went_through_json_is_laid_out_alike() {
    for (name, bytes) in posts() {
        let (document, _) = read(&name, &bytes);
        let again = json::from_str(&json::to_string(&document)).unwrap();
        let pages = |document| writer().pages(document, &pictures(), &mut Diagnostics::new()).unwrap().dump();
        assert_eq!(pages(&document), pages(&again), "{name}");
    }
}

#[test]
fn a_post_read_twice_is_the_same_document() {
    for (name, bytes) in posts() {
        assert_eq!(read(&name, &bytes), read(&name, &bytes), "{name}");
    }
}

#[test]
fn one_writer_gives_one_thread_and_four_the_same_bytes() {
    let documents: Vec<_> = posts().into_iter().map(|(name, bytes)| (read(&name, &bytes).0, name)).collect();
    let pictures = pictures();
    // Alone, each with a writer of its own; together, in another order in each thread, so that what a thread leaves behind
    // in the fonts that they share would show.
    let write = |writer: &PdfWriter, at: usize| {
        let mut bytes = Vec::new();
        writer.write(&documents[at].0, &pictures, &mut bytes, &mut Diagnostics::new()).unwrap();
        bytes
    };
    let alone: Vec<_> = (0..documents.len()).map(|at| write(&PdfWriter::new(Options::default()).unwrap(), at)).collect();
    let shared = PdfWriter::new(Options::default()).unwrap();
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let (alone, shared, documents) = (&alone, &shared, &documents);
            scope.spawn(move || {
                for step in 0..documents.len() {
                    let at = (step * 5 + thread * 4) % documents.len();
                    assert!(write(shared, at) == alone[at], "{} in thread {thread}", documents[at].1);
                }
            });
        }
    });
}

/// A piece of a post at random, and what of it is a plain paragraph that must be found again.
type Piece = (String, Option<String>);

fn words() -> impl Strategy<Value = String> {
    prop::collection::vec("[a-z]{1,14}|[가-힣]{1,8}|[ぁ-ん]{1,6}", 1..30).prop_map(|words| words.join(" "))
}

fn paragraph() -> impl Strategy<Value = Piece> {
    words().prop_map(|words| (words.clone(), Some(words)))
}

/// Tags that open, close, or do neither where they should. What swallows all that follows in a browser too (comments,
/// scripts, raw text, `select`) is kept out: its words are not lost but never text.
fn tag() -> impl Strategy<Value = String> {
    const NAMES: [&str; 24] = [
        "div",
        "b",
        "i",
        "span",
        "p",
        "a",
        "table",
        "tr",
        "td",
        "th",
        "caption",
        "ul",
        "li",
        "ol",
        "dl",
        "dd",
        "blockquote",
        "h2",
        "figure",
        "figcaption",
        "details",
        "summary",
        "font",
        "section",
    ];
    let name = prop::sample::select(&NAMES[..]);
    (name, 0..6_u8).prop_map(|(name, how)| match how {
        0 | 1 => format!("<{name}>"),
        2 => format!("</{name}>"),
        3 => format!("<{name} style=\"color: #c00; text-align: center\" rowspan=\"3\" colspan=\"2\" start=\"4\">"),
        4 => format!("<{name}/>"),
        _ => format!("<{name} id=\"{name}\">a</{name}>"),
    })
}

fn markdown() -> impl Strategy<Value = Piece> {
    let other = prop_oneof![
        words().prop_map(|words| format!("## {words}")),
        words().prop_map(|words| format!("- {words}\n  1. {words}\n- [x] {words}")),
        words().prop_map(|words| format!("> {words}\n{words}\n> > {words}")),
        words().prop_map(|words| format!("```a\n{words}\n\n\t{words}\n```")),
        words().prop_map(|words| format!("| {words} | b |\n|:-:|--|\n| `a` | **{words}** | c |\n| d |")),
        words().prop_map(|words| format!("A[^n] ![{words}](no.png) [a]({words}) `{words}`\n\n[^n]: {words}")),
        words().prop_map(|words| format!("{words}\n: {words}\n: b")),
        prop::collection::vec(tag(), 1..6).prop_map(|tags| tags.concat()),
        (tag(), words(), tag()).prop_map(|(open, words, close)| format!("{open}{words} *a{close} b*")),
        // Without `<`, which could open what swallows, and without line ends.
        "[-*_\\[\\]()!#>`~|\\\\&;+=:$\"' a0]{1,40}",
    ]
    .prop_map(|text| (text, None));
    prop_oneof![2 => paragraph(), 3 => other]
}

fn html() -> impl Strategy<Value = Piece> {
    let other = prop_oneof![
        prop::collection::vec(tag(), 1..6).prop_map(|tags| tags.concat()),
        words().prop_map(|words| format!("<pre>{words}\n\n  {words}</pre>")),
        words().prop_map(|words| format!("<img alt=\"{words}\" src=a.png width=50%><br>&nbsp;&unknown;&#x41;<hr>")),
    ]
    .prop_map(|text| (text, None));
    let paragraph = words().prop_map(|words| (format!("<p>{words}</p>"), Some(words)));
    prop_oneof![1 => paragraph, 2 => other]
}

/// How often each letter stands in a text.
fn letters(text: &str) -> BTreeMap<char, usize> {
    let mut counts = BTreeMap::new();
    dense(text).chars().for_each(|c| *counts.entry(c).or_insert(0) += 1);
    counts
}

/// Goes all the way, finds every plain paragraph whole in the document, and every letter of the document on the pages.
/// (The pages are not searched for paragraphs: cells that run on over a page's end take turns there.)
fn all_of_it_is_shown(name: &str, text: &str, paragraphs: &[&String]) -> Result<(), TestCaseError> {
    let (document, mut log) = read(name, text.as_bytes());
    let mut bytes = Vec::new();
    writer().write(&document, &Loaders::alone(), &mut bytes, &mut log).unwrap();
    prop_assert!(bytes.starts_with(b"%PDF-"));
    prop_assert_eq!(&json::from_str(&json::to_string(&document)).unwrap(), &document);
    let page = page(&document, &Loaders::alone(), true).map_err(TestCaseError::fail)?;
    prop_assert_eq!(wrong_on_the_page(&document, &page), None);
    let written: String = leaves(&document).into_iter().map(|(leaf, _)| leaf).collect();
    let kept = dense(&written);
    for paragraph in paragraphs {
        prop_assert!(kept.contains(&dense(paragraph)), "`{}` is not in the document: {}", paragraph, written);
    }
    let shown = letters(&text_on_pages(&document, &Loaders::alone()));
    for (letter, count) in letters(&written) {
        let found = shown.get(&letter).copied().unwrap_or(0);
        prop_assert!(found >= count, "`{}` stands {} times in the document and {} times on the pages", letter, count, found);
    }
    Ok(())
}

proptest! {
    // A failure is printed with its post, whole; a file of seeds beside the tests would only be one more thing to keep.
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn markdown_and_html_mixed_at_random_lose_no_paragraph(first in paragraph(), pieces in prop::collection::vec(markdown(), 0..20)) {
        // A paragraph comes first, or the pieces could be front matter.
        let pieces: Vec<_> = std::iter::once(first).chain(pieces).collect();
        let text = pieces.iter().map(|(text, _)| text.as_str()).collect::<Vec<_>>().join("\n\n");
        let paragraphs: Vec<_> = pieces.iter().filter_map(|(_, paragraph)| paragraph.as_ref()).collect();
        all_of_it_is_shown("a.md", &text, &paragraphs)?;
    }

    #[test]
    fn a_soup_of_tags_loses_no_paragraph(first in paragraph(), pieces in prop::collection::vec(html(), 0..30)) {
        let text = first.0.clone() + &pieces.iter().map(|(text, _)| text.as_str()).collect::<String>();
        let paragraphs: Vec<_> = std::iter::once(&first).chain(&pieces).filter_map(|(_, paragraph)| paragraph.as_ref()).collect();
        all_of_it_is_shown("a.html", &text, &paragraphs)?;
    }
}
