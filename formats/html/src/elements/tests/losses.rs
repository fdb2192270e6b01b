//! What is left out is said, and bad input is borne.

use super::*;
use postpress_model::Span;

fn dropped(html: &str) -> Vec<(String, String)> {
    let of = |span: Span| html.get(span.start as usize..span.end as usize).unwrap_or_default().to_owned();
    read(html).1.iter().map(|diagnostic| (diagnostic.code.to_string(), of(diagnostic.span))).collect()
}

#[test]
fn each_loss_is_a_message_over_what_was_left_out() {
    for (html, code, part) in [
        ("<p>a<script>b()</script>", "html/script", "<script>b()</script>"),
        ("<p>a<script type='application/ld+json'>{}</script>", "html/script-data", "<script type='application/ld+json'>{}</script>"),
        ("<style>p{}</style><p>a", "html/style-sheet", "<style>p{}</style>"),
        ("<p>a<canvas></canvas>", "html/canvas", "<canvas></canvas>"),
        ("<p onclick='x()'>a</p>", "html/event-handler", "<p onclick='x()'>a</p>"),
        ("<my-widget>a</my-widget>", "html/unknown-element", "<my-widget>a</my-widget>"),
        ("<video src=a.mp4><track src=s.vtt></video>", "html/track", "<track src=s.vtt>"),
        ("<p hidden>a</p><p>b", "html/hidden", "<p hidden>a</p>"),
        ("<dialog>a</dialog><p>b", "html/hidden", "<dialog>a</dialog>"),
        ("<p>a<input type=text>", "html/form-control", "<input type=text>"),
        ("<p>a<iframe srcdoc='<p>x'></iframe>", "html/frame-content", "<iframe srcdoc='<p>x'></iframe>"),
        (
            "<p style=\"background-image:url(a.png)\">text</p>",
            "html/background-picture",
            "<p style=\"background-image:url(a.png)\">text</p>",
        ),
    ] {
        assert_eq!(dropped(html), [(code.to_owned(), part.to_owned())], "{html}");
    }
}

#[test]
fn what_is_written_in_a_form_is_text() {
    let html = "<form><label>Name <input value=Kim></label><select><optgroup label=x><option>one<option>two</optgroup></select><textarea>three</textarea><button>go</button><input type=submit value=send></form>";
    let words = text(html);
    for word in ["Name", "Kim", "one two", "three", "go", "send"] {
        assert!(words.contains(word), "{word} in {words}");
    }
    assert!(codes(html).iter().all(|(code, effect)| code == "html/form-control" && *effect == Effect::Degraded));
    assert_eq!(text("<p>a<input type=password value=secret>").trim(), "a");
}

#[test]
fn players_by_number_and_parts_of_pictures_are_links() {
    let embed = |html: &str| match blocks(html).remove(0).kind {
        BlockKind::Embed(embed) => *embed,
        other => panic!("{other:?}"),
    };
    let video = embed("<lite-youtube videoid=abc playlabel='Play: Film' style=\"background-image:url('p.jpg')\"></lite-youtube>");
    assert_eq!((video.addresses[0].as_str(), video.title.as_deref()), ("https://www.youtube.com/watch?v=abc", Some("Play: Film")));
    assert!(video.poster.is_some());
    assert_eq!(embed("<amp-youtube data-videoid=abc></amp-youtube>").addresses.len(), 1);
    assert_eq!(embed("<amp-iframe src=https://x/></amp-iframe>").medium, Medium::Frame);
    assert_eq!(read("<amp-img src=a.png alt=b></amp-img>").0.resources.len(), 1);
    let map = "<p><img src=a.png usemap='#m'><map name=m><area href=/one alt=One><area href=/two><area href='javascript:x'></map></p>";
    let links: Vec<String> = inlines(map)
        .iter()
        .filter_map(|inline| match &inline.kind {
            InlineKind::Link(link) => Some(format!("{} {}", link.target, plain_text(&link.content))),
            _ => None,
        })
        .collect();
    assert_eq!(links, ["/one One", "/two /two"]);
}

#[test]
fn an_empty_box_with_a_picture_behind_it_is_that_picture() {
    let html = "<div style=\"background:#fff url('a b.png') no-repeat;height:200px\" title=t></div>";
    let (document, log) = read(html);
    assert_eq!(document.resources[0].address, "a b.png");
    assert_eq!(log.iter().count(), 0);
    assert!(read("<div style='background:linear-gradient(red,blue)'></div>").0.resources.is_empty());
    assert!(read("<div style='display:none;background-image:url(a.png)'></div>").0.resources.is_empty());
}

#[test]
fn a_drawing_is_a_picture_without_what_runs_in_it() {
    let html = "<svg width=20 height=10 viewBox='0 0 2 1' onload='x()'><title>A line</title><script>y()</script><path d='M0 0' onclick=z /><image href='https://x/a.png'/><text>Words &amp; more</text></svg>";
    let (document, log) = read(html);
    let address = &document.resources[0].address;
    assert!(address.starts_with("data:image/svg+xml,%3Csvg%20xmlns="), "{address}");
    for gone in ["onload", "script", "onclick", "https:"] {
        assert!(!address.replace("http%3A//www.w3.org", "").replace("http://www.w3.org", "").contains(gone), "{gone} in {address}");
    }
    assert!(address.contains("Words%20%26amp;%20more"), "{address}");
    assert!(matches!(&inlines(html)[0].kind, InlineKind::Image(image) if image.alt.as_deref() == Some("A line") && image.width.is_some()));
    assert_eq!(log.iter().count(), 0);
    let words = "<svg><text>only</text><text>words</text></svg>";
    assert!(matches!(&inlines(words)[0].kind, InlineKind::Image(image) if image.alt.as_deref() == Some("only words")));
    for decoration in ["<p>a<svg aria-hidden=true><path d='M0'/></svg>", "<p>a<svg><use href='#i'/></svg>", "<p>a<svg></svg>"] {
        assert_eq!(codes(decoration), [("html/svg".into(), Effect::Degraded)]);
    }
}

#[test]
fn old_elements_look_as_they_did() {
    assert_eq!(
        inline_names("<tt>a</tt> <big>b</big> <small>c</small> <strike>d</strike> <nobr>e</nobr>"),
        ["code", "text", "group", "text", "styled", "text", "styled", "text", "text"]
    );
    assert_eq!(kinds("<dir><li>a</dir><menu><li>b</menu>"), ["list", "list"]);
    assert_eq!(inline_names("<acronym title='x y'>a</acronym>"), ["abbreviation"]);
    assert_eq!(text("<marquee>a</marquee><blink>b</blink>").trim(), "ab");
    assert_eq!(inline_names("<span style='vertical-align:super'>a</span>"), ["styled"]);
    assert_eq!(text("<span aria-hidden=true>seen</span>").trim(), "seen");
    assert_eq!(text("<dialog open>seen</dialog>").trim(), "seen");
}

#[test]
fn bad_input_keeps_its_text() {
    assert_eq!(text("AT&ampT &copy x &notit; &#xD800; &#0; &#x110000;").trim(), "AT&T © x ¬it; \u{fffd} \u{fffd} \u{fffd}");
    assert_eq!(text("<p>a\u{1}b\u{7f}c").trim(), "a\u{1}b\u{7f}c");
    let hangul = "\u{1112}\u{1161}\u{11ab}";
    assert_eq!(text(&format!("<p>{hangul}")).trim(), hangul, "letters stay as they were written");
    assert_eq!(text("<p dir=rtl>שלום <b>עולם</b></p>").trim(), "שלום עולם");
    assert_eq!(blocks("<p dir=rtl>שלום</p>")[0].attr.direction, Some(postpress_model::Direction::RightToLeft));
    let wide = table("<table><tr><td colspan=1000000 rowspan=1000000>a<td colspan=-1>b<td colspan=0>c</table>");
    assert_eq!(wide.bodies[0].rows[0].cells.len(), 3);
    assert!(wide.bodies[0].rows[0].cells.iter().all(|cell| cell.columns <= 1_000));
    let nested = "<table><tr><td>a<table><tr><td>b<table><tr><td>c</table>d</table>e</table>";
    assert_eq!(text(nested).split_whitespace().collect::<String>(), "abcde");
    let lists = "<ul><li>a<table><tr><td>b<ol><li>c<ul><li>d</ul></ol>e</table>f</ul>";
    assert_eq!(text(lists).split_whitespace().collect::<String>().replace(['-', '•', '.'], "").replace('1', ""), "abcdef");
}
