//! The rules of pages, on strips made by hand.

use super::*;

fn strip(height: f32) -> Strip {
    let item =
        Item { x: 0.0, y: 0.0, shape: Shape::Fill { width: 1.0, height, color: postpress_model::Color::new(0, 0, 0) }, content: None };
    Strip { height, items: vec![item], ..Strip::default() }
}

fn cut_strips(strips: Vec<Strip>) -> Frames {
    let mut galley = Galley::default();
    strips.into_iter().for_each(|strip| galley.push(strip));
    let mut frames = Frames::default();
    cut(galley, Feet::default(), &Theme::default(), &mut frames);
    frames
}

/// How many strips stand on each page, and whether it lies on its side.
fn pages(frames: &Frames) -> Vec<(usize, bool)> {
    frames.pages.iter().map(|page| (page.items.len(), page.width > page.height)).collect()
}

#[test]
fn what_asks_for_a_turned_page_has_one_and_the_rest_goes_back() {
    let turned = || Strip { turned: true, ..strip(200.0) };
    let frames = cut_strips(vec![strip(20.0), turned(), turned(), turned(), strip(20.0)]);
    assert_eq!(pages(&frames), [(1, false), (2, true), (1, true), (1, false)]);
    let size = Theme::default().page.size;
    assert_eq!((frames.pages[1].width, frames.pages[1].height), (size.height, size.width));
}

#[test]
fn a_heading_turns_with_what_it_heads() {
    let heading = Strip { keep: true, ..strip(30.0) };
    let turned = Strip { turned: true, ..strip(200.0) };
    let frames = cut_strips(vec![strip(20.0), heading, turned]);
    assert_eq!(pages(&frames), [(1, false), (2, true)]);
}

#[test]
fn an_empty_page_is_turned_and_not_left() {
    let frames = cut_strips(vec![Strip { turned: true, ..strip(200.0) }, Strip { turned: true, new_page: true, ..strip(200.0) }]);
    assert_eq!(pages(&frames), [(1, true), (1, true)]);
}

#[test]
fn text_too_long_to_follow_a_turned_table_stays_where_it_is() {
    let mut strips: Vec<Strip> = (0..20).map(|_| Strip { keep: true, ..strip(30.0) }).collect();
    strips.push(Strip { turned: true, ..strip(100.0) });
    let frames = cut_strips(strips);
    let turned: usize = pages(&frames).iter().filter(|(_, turned)| *turned).map(|(count, _)| count).sum();
    assert!((2..10).contains(&turned), "{:?}", pages(&frames));
}

fn picture(height: f32, x: f32, width: f32) -> Strip {
    let shape = Shape::Picture { width, height, picture: crate::frame::PictureId(0) };
    Strip { height, items: vec![Item { x, y: 0.0, shape, content: None }], ..Strip::default() }
}

/// Left edge, top, width and height of the only picture, and its page.
fn place_of_picture(frames: &Frames) -> (usize, [f32; 4]) {
    let found = frames.pages.iter().enumerate().flat_map(|(number, page)| page.items.iter().map(move |item| (number, item)));
    let of = |(number, item): (usize, &Item)| match item.shape {
        Shape::Picture { width, height, .. } => Some((number, [item.x, item.y, width, height])),
        _ => None,
    };
    found.into_iter().find_map(of).unwrap()
}

#[test]
fn a_tall_picture_gives_way_a_little_before_it_leaves_half_a_page_empty() {
    let theme = Theme::default();
    let (measure, depth) = (theme.measure(), theme.depth());
    // It fits nearly; it would have to be much smaller; what stays empty is little.
    for (above, height, page, shrunk) in [(0.5, 0.6, 0, true), (0.5, 0.9, 1, false), (0.8, 0.25, 1, false)] {
        let mut strips: Vec<Strip> = (0..20).map(|_| strip(depth * above / 20.0)).collect();
        strips.push(Strip { keep: true, ..picture(depth * height, measure / 4.0, measure / 2.0) });
        strips.push(Strip { baseline: Some(10.0), ..strip(14.0) });
        let frames = cut_strips(strips);
        let (found, [x, y, width, own]) = place_of_picture(&frames);
        assert_eq!(found, page, "{height} below {above}");
        assert_eq!(own < depth * height - 1.0, shrunk);
        assert!((width / own - measure / 2.0 / (depth * height)).abs() < 0.001, "its proportions stay");
        assert!((x + width / 2.0 - theme.page.left.0 - measure / 2.0).abs() < 0.1, "and so does its middle");
        assert!(y + own + 14.0 <= theme.page.top.0 + depth + 0.1, "its caption stands below it");
    }
}

/// A note of strips of this height, and what refers to it.
fn with_notes(strips: Vec<Strip>, notes: &[(usize, f32)]) -> Frames {
    let mut galley = Galley::default();
    strips.into_iter().for_each(|strip| galley.push(strip));
    let note = |(count, height): &(usize, f32)| {
        let mut note = Galley::default();
        (0..*count).for_each(|_| note.push(Strip { baseline: Some(8.0), ..strip(*height) }));
        note
    };
    let theme = Theme::default();
    let feet = Feet::new(notes.iter().map(note).collect(), theme.depth(), false);
    let mut frames = Frames::default();
    cut(galley, feet, &theme, &mut frames);
    frames
}

fn referring(strip: Strip, id: u32) -> Strip {
    Strip { marks: vec![Mark::Reference(postpress_model::NoteId(id))], ..strip }
}

#[test]
fn a_turned_page_has_its_notes_and_a_long_one_goes_on_upright() {
    let turned = referring(Strip { turned: true, ..strip(300.0) }, 0);
    let frames = with_notes(vec![strip(20.0), turned, strip(20.0)], &[(90, 12.0)]);
    let [first, second, third] = [0, 1, 2].map(|page| &frames.pages[page]);
    assert!(first.height > first.width && second.width > second.height && third.height > third.width);
    assert!(second.items.len() > 3, "the note begins there");
    let all: usize = frames.pages.iter().map(|page| page.items.iter().filter(|item| is_black(item)).count()).sum();
    assert_eq!(all, 93, "nothing is lost");
    assert_within(&frames);
}

fn is_black(item: &Item) -> bool {
    matches!(item.shape, Shape::Fill { color, .. } if color == postpress_model::Color::new(0, 0, 0))
}

fn assert_within(frames: &Frames) {
    let bottom = Theme::default().page.bottom.0;
    for page in &frames.pages {
        for item in page.items.iter() {
            let Shape::Fill { height, .. } = item.shape else { continue };
            assert!(item.y + height <= page.height - bottom + 0.1, "{} on a page of {}", item.y + height, page.height);
        }
    }
}

#[test]
fn pages_of_every_mixture_lose_nothing_and_clip_nothing() {
    // A small generator of numbers, so that every run tries the same pages.
    let mut state = 7_u32;
    let mut next = move |below: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) % below
    };
    let depth = Theme::default().depth();
    let turned_depth = Theme::default().turned_depth();
    for round in 0..400 {
        let mut strips = Vec::new();
        let mut notes = Vec::new();
        for _ in 0..next(80) {
            let turned = next(30) == 0;
            let most = if turned { turned_depth } else { depth };
            let height = if next(8) == 0 { next(most as u32) as f32 } else { 14.0 };
            let mut own = Strip { before: next(20) as f32, keep: next(3) > 0, firm: next(9) == 0, turned, ..strip(height) };
            own.baseline = (height < 20.0).then_some(10.0);
            own.new_page = next(40) == 0;
            if next(4) == 0 {
                own = referring(own, notes.len() as u32);
                notes.push((1 + next(30) as usize, 5.0 + next(40) as f32));
            }
            strips.push(own);
        }
        let expected = strips.len() + notes.iter().map(|(count, _)| count).sum::<usize>();
        let frames = with_notes(strips, &notes);
        let found: usize = frames.pages.iter().map(|page| page.items.iter().filter(|item| is_black(item)).count()).sum();
        assert_eq!(found, expected, "round {round}");
        assert_within(&frames);
        assert!(frames.pages.iter().all(|page| frames.pages.len() == 1 || page.items.iter().any(is_black)), "round {round}: an empty page");
    }
}
