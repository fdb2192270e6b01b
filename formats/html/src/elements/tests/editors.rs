//! What the editors of blog services and word processors write.

use super::*;
use postpress_model::{Figure, Image, List};

fn figure(html: &str) -> Figure {
    match blocks(html).remove(0).kind {
        BlockKind::Figure(figure) => *figure,
        other => panic!("not a figure: {other:?}"),
    }
}

fn addresses(html: &str) -> Vec<String> {
    read(html).0.resources.iter().map(|reference| reference.address.clone()).collect()
}

fn image(blocks: &[Block]) -> Image {
    blocks.iter().find_map(|block| block.kind.only_image()).unwrap_or_else(|| panic!("no picture: {blocks:?}")).clone()
}

fn caption(figure: &Figure) -> String {
    lines(&figure.caption.as_ref().expect("a caption").content).join("\n")
}

#[test]
fn a_component_with_a_picture_is_a_figure_with_its_caption() {
    let html = "<div class='se-component se-image se-l-default'><div class=se-component-content><div class='se-section se-section-image'>\
        <div class='se-module se-module-image'><a class=se-module-image-link href='#'><img src='a.jpg?type=w80_blur' data-lazy-src='a.jpg?type=w966' alt=''></a></div>\
        <div class='se-module se-module-text se-caption'><p class='se-text-paragraph se-text-paragraph-align-center'><span class='se-fs-fs13'>caption</span></p></div>\
        </div></div></div>";
    let figure = figure(html);
    assert_eq!(caption(&figure), "caption");
    assert_eq!(addresses(html), ["a.jpg?type=w966"]);
}

#[test]
fn alignment_and_size_are_read_from_classes() {
    for (html, align) in [
        ("<p class='se-text-paragraph se-text-paragraph-align-center'>a</p>", Align::Center),
        ("<p class=has-text-align-right>a</p>", Align::Right),
        ("<p class=text-center>a</p>", Align::Center),
        ("<p class=ql-align-justify>a</p>", Align::Justify),
        ("<p class=text-center style='text-align:right'>a</p>", Align::Right),
    ] {
        assert_eq!(blocks(html)[0].attr.look.align, Some(align), "{html}");
    }
    assert!(blocks("<p class=text-muted>a</p>")[0].attr.look.is_none());
    assert_eq!(inlines("<span class='se-fs-fs24'>a</span>")[0].attr.look.size, Some(SizeClass::Larger));
    assert_eq!(inlines("<span class='se-fs-fs15'>a</span>")[0].attr.look.size, None);
    assert_eq!(blocks("<p class=has-large-font-size>a</p>")[0].attr.look.size, Some(SizeClass::Large));
}

#[test]
fn quotations_code_and_rules_of_components_are_what_they_are() {
    let html = "<div class='se-component se-quotation se-l-quotation_line'><blockquote class=se-quotation-container><div class=se-module><p>said</p></div></blockquote></div>\
        <div class='se-component se-code'><div class=se-code-source><div class='__se_code_view language-javascript'>let a = 1;\n  b();</div></div></div>\
        <div class='se-component se-horizontalLine'><hr class=se-hr></div>";
    let mut found = Vec::new();
    postpress_model::visit::change_blocks(&mut read(html).0, &mut |blocks: &mut Vec<Block>| {
        for block in blocks {
            found.push(match &block.kind {
                BlockKind::Code(code) => format!("code {:?} {:?}", code.language, code.text),
                other => other.name().to_owned(),
            });
        }
    });
    assert!(found.contains(&"quote".to_owned()) && found.contains(&"break".to_owned()), "{found:?}");
    assert!(found.contains(&"code Some(\"javascript\") \"let a = 1;\\n  b();\"".to_owned()), "{found:?}");
}

#[test]
fn data_of_scripts_is_left_out_with_a_note_and_a_video_keeps_its_picture() {
    let image = "<div class='se-component se-image'><img src=a.png><script type='text/data' class=__se_module_data data-module='{\"type\":\"v2_image\"}'></script></div>";
    assert_eq!(codes(image), [("html/script-data".into(), Effect::Kept)]);
    let video = r#"<div class="se-component se-video"><script type="text/data" data-module='{"type":"v2_video","data":{"vid":"AB","thumbnail":"https:\/\/x\/t.jpg","mediaMeta":{"title":"A \"film\""}}}'></script></div>"#;
    assert_eq!(addresses(video), ["https://x/t.jpg"]);
    assert_eq!(self::image(&figure(video).content).alt.as_deref(), Some("A \"film\""));
    assert_eq!(codes(video), [("html/video-without-address".into(), Effect::Degraded)]);
}

#[test]
fn cards_of_links_keep_picture_title_description_and_address() {
    let cards = [
        "<figure data-ke-type=opengraph data-og-url=https://x/><a href=https://x/b><div class=og-image style=\"background-image: url('https://i/p.png');\">&nbsp;</div>\
         <div class=og-text><p class=og-title>Title</p><p class=og-desc>said</p><p class=og-host>x</p></div></a></figure>",
        "<div class='se-component se-oglink'><div class=se-module><a href=https://x/b class=se-oglink-thumbnail><img src=https://i/p.png></a>\
         <a href=https://x/b class=se-oglink-info><div><strong class=se-oglink-title>Title</strong><p class=se-oglink-summary>said</p><p class=se-oglink-url>x</p></div></a></div></div>",
        "<figure class='kg-card kg-bookmark-card'><a class=kg-bookmark-container href=https://x/b><div class=kg-bookmark-content><div class=kg-bookmark-title>Title</div>\
         <div class=kg-bookmark-description>said</div><div class=kg-bookmark-metadata><img class=kg-bookmark-icon src=i.ico><span>x</span></div></div>\
         <div class=kg-bookmark-thumbnail><img src=https://i/p.png></div></a></figure>",
        "<figure><a href=https://x/b class='bookmark source'><div class=bookmark-info><div class=bookmark-text><div class=bookmark-title>Title</div><div class=bookmark-description>said</div></div>\
         <div class=bookmark-href><img src=i.ico class='icon bookmark-icon'>x</div></div><img src=https://i/p.png class=bookmark-image></a></figure>",
    ];
    for html in cards {
        let card = figure(html);
        assert_eq!(lines(&card.content[1..]), ["Title", "said", "x"], "{html}");
        assert_eq!(addresses(html), ["https://i/p.png"], "{html}");
        let is_link = |block: &Block| matches!(&block.kind, BlockKind::Paragraph(content) if matches!(&content[0].kind, InlineKind::Link(link) if link.target == "https://x/b"));
        assert!(is_link(&card.content[0]) && is_link(&card.content[1]), "{card:?}");
    }
    let script = "<figure data-ke-type=opengraph data-og-url='javascript:x'><p class=og-title>t</p></figure>";
    assert!(!format!("{:?}", blocks(script)).contains("javascript"));
}

#[test]
fn what_unfolds_has_the_text_of_its_button() {
    let html = "<div data-ke-type=moreLess data-text-more='더보기' data-text-less='닫기'><a class=btn-toggle-moreless>더보기</a><div class=moreless-content><p>inside</p></div></div>";
    let BlockKind::Group(group) = &blocks(html)[0].kind else { panic!() };
    assert!(matches!(&group.role, GroupRole::Details(details) if plain_text(&details.summary) == "더보기" && !details.open));
    assert_eq!(text(html).matches("더보기").count(), 1);
    assert!(text(html).contains("inside"));
}

#[test]
fn the_language_of_code_is_read_from_an_editors_attribute() {
    let code = code("<pre id=code_1 class=bash data-ke-language=bash data-ke-type=codeblock><code>ls\n</code></pre>");
    assert_eq!((code.language.as_deref(), code.text.as_str()), (Some("bash"), "ls"));
}

#[test]
fn a_figure_of_a_video_knows_its_title_and_picture() {
    let html = "<figure data-ke-type=video data-video-host=youtube data-video-title=Film data-video-thumbnail=https://i/t.jpg><iframe src='https://www.youtube.com/embed/x'></iframe><figcaption>c</figcaption></figure>";
    let figure = figure(html);
    let BlockKind::Embed(embed) = &figure.content[0].kind else { panic!("{figure:?}") };
    assert_eq!((embed.title.as_deref(), embed.poster.is_some()), (Some("Film"), true));
    assert_eq!(caption(&figure), "c");
}

#[test]
fn tokens_of_backups_are_pictures_links_and_captions() {
    let one = "[##_1C|cfile1.uf@12.jpg|width=\"500\" alt=\"a b\"|The caption_##]";
    let figure = figure(one);
    assert_eq!(caption(&figure), "The caption");
    assert_eq!(image(&figure.content).alt.as_deref(), Some("a b"));
    assert_eq!(addresses(one), ["cfile1.uf@12.jpg"]);
    assert_eq!(blocks("[##_1R|a.png|x|_##]")[0].attr.look.align, Some(Align::Right));
    assert_eq!(addresses("<p>[##_2C|a.png|x|c|b.png|y|d_##]</p>"), ["a.png", "b.png"]);
    let new = "<p>before [##_Image|kage@bX/btq/k/img.png|CDM|1.3|{\"originWidth\":800,\"style\":\"alignCenter\",\"caption\":\"said\"}_##] after</p>";
    assert_eq!(addresses(new), ["https://blog.kakaocdn.net/dn/bX/btq/k/img.png"]);
    let words = text(new);
    assert!(words.contains("before") && words.contains("said") && words.contains("after") && !words.contains("##"), "{words}");
    assert_eq!(inline_names("[##_1C|a.zip|x|The file_##]"), ["link"]);
    assert_eq!(addresses("<img src='[##_ATTACH_PATH_##]/a.png'>"), ["a.png"]);
    assert_eq!(codes("[##_Jukebox|a.mp3|Song_##]"), [("html/backup-token".into(), Effect::Degraded)]);
    assert!(text("[##_Jukebox|a.mp3|Song_##]").contains("Song"));
    assert_eq!(text("<p>[##_ never closed"), "[##_ never closed\n");
    assert_eq!(code("<pre>[##_1C|a.png|x|y_##]</pre>").text, "[##_1C|a.png|x|y_##]");
}

#[test]
fn a_table_around_a_picture_is_a_figure() {
    let html = "<table class=tr-caption-container><tbody><tr><td><a href=/l><img src=a.png></a></td></tr><tr><td class=tr-caption>The caption</td></tr></tbody></table>";
    let figure = figure(html);
    assert_eq!(caption(&figure), "The caption");
    assert_eq!(addresses(html), ["a.png"]);
    let data = "<table class=tr-caption-container><tr><td>a<td>b<tr><td>c<td class=tr-caption>d</table>";
    assert_eq!(kinds(data), ["table"], "a table with more in it stays one");
}

#[test]
fn captions_of_block_editors_are_captions() {
    let html = "<div class='wp-caption aligncenter' id=attachment_1><img src=a.png><p class=wp-caption-text>c</p></div>";
    assert_eq!(caption(&figure(html)), "c");
    let gallery = "<figure class='wp-block-gallery'><ul class=blocks-gallery-grid><li><figure><img src=a.png><figcaption>x</figcaption></figure></li></ul><figcaption>all</figcaption></figure>";
    assert_eq!(caption(&figure(gallery)), "all");
    assert!(text(gallery).contains('x'));
}

#[test]
fn callouts_are_told_by_their_class() {
    for (html, kind, title) in [
        ("<div class='admonition warning'><p class=admonition-title>Mind</p><p>text</p></div>", "warning", "Mind"),
        ("<figure class='block-color-gray_background callout'><div><span class=icon>💡</span></div><div>text</div></figure>", "note", ""),
    ] {
        let BlockKind::Group(group) = &blocks(html)[0].kind else { panic!("{html}") };
        let GroupRole::Callout(callout) = &group.role else { panic!("{html}") };
        assert_eq!((callout.kind.as_str(), plain_text(&callout.title).as_str()), (kind, title));
        assert!(text(html).contains("text"));
    }
}

#[test]
fn pasted_lists_of_word_processors_are_lists() {
    let item = |level: u8, mark: &str, text: &str| {
        format!(
            "<p class=MsoListParagraph style='margin-left:36pt;mso-list:l0 level{level} lfo1'><![if !supportLists]><span><span style='mso-list:Ignore'>{mark}<span style='font:7pt'>&nbsp;&nbsp;</span></span></span><![endif]>{text}<o:p></o:p></p>\n"
        )
    };
    let html = format!(
        "<p>before</p>{}{}{}{}<p>after</p>",
        item(1, "1.", "one"),
        item(2, "·", "inner"),
        item(2, "·", "second"),
        item(1, "2.", "two")
    );
    let blocks = blocks(&html);
    let names: Vec<&str> = blocks.iter().map(|block| block.kind.name()).collect();
    assert_eq!(names, ["paragraph", "list", "paragraph"]);
    let BlockKind::List(list) = &blocks[1].kind else { panic!() };
    let list: &List = list;
    assert!(matches!(list.marker, Marker::Number { start: 1, style: NumberStyle::Decimal, .. }));
    assert_eq!(list.items.len(), 2);
    let BlockKind::List(inner) = &list.items[0].content[1].kind else { panic!("{:?}", list.items[0]) };
    assert_eq!((&inner.marker, inner.items.len()), (&Marker::Bullet, 2));
    assert!(!text(&html).contains('·') && !text(&html).contains("1."), "{}", text(&html));
    // What ends in a deeper level, and what starts in one, closes all the same.
    let open = format!("{}{}<p>after</p>", item(3, "§", "deep"), item(1, "o", "flat"));
    assert_eq!(kinds(&open), ["list", "list", "paragraph"]);
    assert_eq!(kinds(&format!("{}<p>after</p>", item(2, "a)", "x"))), ["list", "paragraph"]);
}

#[test]
fn word_processors_leave_only_their_content() {
    let html = "<!--[if gte mso 9]><xml><w:View>Normal</w:View></xml><![endif]--><p class=MsoNormal style='mso-margin-top-alt:auto;text-align:justify'><b><span lang=EN-US style='mso-fareast-language:KO'>a</span></b><o:p>&nbsp;</o:p></p>";
    assert_eq!(text(html).trim(), "a");
    let docs = "<b style='font-weight:normal' id=docs-internal-guid-1><p dir=ltr><span style='font-weight:700;font-style:italic;text-decoration:none'>a</span><span style='font-weight:400'>b</span></p></b>";
    let mut strong = String::new();
    postpress_model::visit::change_inlines(&mut read(docs).0, &mut |inline: &mut Inline| {
        if let InlineKind::Styled(Style::Strong, content) = &inline.kind {
            strong.push_str(&plain_text(content));
        }
    });
    assert_eq!(strong, "a");
}
