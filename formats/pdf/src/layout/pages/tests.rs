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
