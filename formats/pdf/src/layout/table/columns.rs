//! The widths of columns, from what they need and the room there is.
//!
//! Where all that is wanted fits, each column gets it. Where it does not, two ways of sharing stand
//! against each other: in proportion to what is wanted, which makes the table short (CSS 2.2,
//! 17.5.2.2), and narrow columns first, which keeps their few words on one line. The second is taken as
//! far as it hardly costs height.

use super::needs::Need;

/// Height that may be paid for narrow columns that need not wrap.
const COMFORT: f32 = 1.12;

/// Shares `room` among columns. `wishes` are the author's shares of the table's width; `height` is how tall the rows are in
/// columns of some widths.
pub(super) fn share(needs: &[Need], wishes: &[Option<f32>], room: f32, height: impl Fn(&[f32]) -> f32) -> Vec<f32> {
    let least = sum(needs, |need| need.least);
    let most = sum(needs, |need| need.most);
    if least > room {
        return squeeze(needs, room);
    }
    if wishes.iter().any(Option::is_some) {
        return wished(needs, wishes, room);
    }
    if most <= room {
        return needs.iter().map(|need| need.most).collect();
    }
    let (short, calm) = (proportional(needs, room), level(needs, room));
    let mixed = |part: f32| -> Vec<f32> { short.iter().zip(&calm).map(|(short, calm)| short + (calm - short) * part).collect() };
    let candidates: Vec<(Vec<f32>, f32)> =
        [1.0, 0.75, 0.5, 0.25, 0.0].map(mixed).map(|widths| (height(&widths), widths)).map(|(h, w)| (w, h)).into();
    let lowest = candidates.iter().map(|(_, height)| *height).fold(f32::MAX, f32::min);
    candidates.into_iter().find(|(_, height)| *height <= lowest * COMFORT).map_or(short, |(widths, _)| widths)
}

/// What each needs, and of the rest as much as it wants more.
fn proportional(needs: &[Need], room: f32) -> Vec<f32> {
    let least = sum(needs, |need| need.least);
    let wanted = sum(needs, |need| need.most) - least;
    let part = ((room - least) / wanted.max(0.01)).min(1.0);
    needs.iter().map(|need| need.least + (need.most - need.least) * part).collect()
}

/// All that narrow columns want, and one width for the others: found by halving.
fn level(needs: &[Need], room: f32) -> Vec<f32> {
    let widths = |level: f32| -> Vec<f32> { needs.iter().map(|need| level.clamp(need.least, need.most.max(need.least))).collect() };
    let (mut low, mut high) = (0.0, room);
    for _ in 0..24 {
        let middle = (low + high) / 2.0;
        if widths(middle).iter().sum::<f32>() > room { high = middle } else { low = middle }
    }
    widths(low)
}

/// The author's shares, as far as words allow; what has none shares what is left.
fn wished(needs: &[Need], wishes: &[Option<f32>], room: f32) -> Vec<f32> {
    let asked: f32 = wishes.iter().flatten().sum();
    // Shares that sum up to more than all are shares of their sum.
    let scale = if asked > 1.0 { 1.0 / asked } else { 1.0 };
    let wish = |index: usize| wishes.get(index).copied().flatten().map(|wish| wish * scale);
    // The table is as wide as the column that wants most against its share.
    let rest: f32 = needs.iter().enumerate().filter(|(index, _)| wish(*index).is_none()).map(|(_, need)| need.most).sum();
    let left = 1.0 - asked * scale;
    let by_rest = if rest <= 0.0 {
        0.0
    } else if left > 0.001 {
        rest / left
    } else {
        room
    };
    let by_wishes = needs.iter().enumerate().filter_map(|(index, need)| wish(index).map(|wish| need.most / wish.max(0.001)));
    let width = by_wishes.fold(by_rest, f32::max).min(room);
    let fixed: Vec<Option<f32>> =
        needs.iter().enumerate().map(|(index, need)| wish(index).map(|wish| (wish * width).max(need.least))).collect();
    let open: Vec<Need> = needs.iter().zip(&fixed).filter(|(_, fixed)| fixed.is_none()).map(|(need, _)| *need).collect();
    let taken: f32 = fixed.iter().flatten().sum();
    let mut shared = proportional(&open, (width - taken).max(sum(&open, |need| need.least))).into_iter();
    let widths: Vec<f32> = fixed.iter().map(|fixed| fixed.unwrap_or_else(|| shared.next().unwrap_or(0.0))).collect();
    // Words that are wider than their share take from columns that have more than they need.
    let total: f32 = widths.iter().sum();
    let spare: f32 = widths.iter().zip(needs).map(|(width, need)| width - need.least).sum();
    let over = ((total - room).max(0.0) / spare.max(0.01)).min(1.0);
    widths.iter().zip(needs).map(|(width, need)| width - (width - need.least) * over).collect()
}

/// Less than words need: narrow columns keep their words, wide ones get an equal part and break theirs.
fn squeeze(needs: &[Need], room: f32) -> Vec<f32> {
    let mut widths = vec![0.0; needs.len()];
    let mut open: Vec<usize> = (0..needs.len()).collect();
    let mut left = room;
    loop {
        let equal = left / open.len().max(1) as f32;
        let (fits, wide): (Vec<usize>, Vec<usize>) =
            open.iter().copied().partition(|index| needs.get(*index).is_some_and(|need| need.least <= equal));
        for index in &fits {
            if let (Some(width), Some(need)) = (widths.get_mut(*index), needs.get(*index)) {
                *width = need.least;
                left -= need.least;
            }
        }
        if fits.is_empty() || wide.is_empty() {
            for index in &wide {
                if let Some(width) = widths.get_mut(*index) {
                    *width = equal;
                }
            }
            return widths;
        }
        open = wide;
    }
}

fn sum(needs: &[Need], part: fn(&Need) -> f32) -> f32 {
    needs.iter().map(part).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn widths(needs: &[Need], wishes: &[Option<f32>], room: f32) -> Vec<f32> {
        share(needs, wishes, room, |widths| needs.iter().zip(widths).map(|(need, width)| (need.total / width).ceil()).fold(0.0, f32::max))
    }

    fn need(least: f32, most: f32) -> Need {
        Need::new(least, most)
    }

    #[test]
    fn columns_get_all_they_want_where_there_is_room() {
        assert_eq!(widths(&[need(10.0, 50.0), need(20.0, 30.0)], &[], 100.0), [50.0, 30.0]);
    }

    #[test]
    fn room_beyond_need_goes_where_more_is_wanted() {
        let widths = widths(&[need(10.0, 60.0), need(10.0, 600.0)], &[], 100.0);
        assert!((widths.iter().sum::<f32>() - 100.0).abs() < 0.01);
        assert!(widths[1] > widths[0] * 3.0, "{widths:?}");
    }

    #[test]
    fn a_narrow_column_does_not_wrap_where_that_costs_no_height() {
        let widths = widths(&[need(10.0, 60.0), need(20.0, 2000.0)], &[], 460.0);
        assert!((widths[0] - 60.0).abs() < 0.1, "{widths:?}");
    }

    #[test]
    fn columns_that_are_too_many_share_the_room() {
        let widths = widths(&vec![need(40.0, 80.0); 300], &[], 450.0);
        assert!((widths.iter().sum::<f32>() - 450.0).abs() < 0.1);
    }

    #[test]
    fn a_narrow_column_keeps_its_word_beside_one_that_can_be_broken() {
        assert_eq!(widths(&[need(30.0, 30.0), need(900.0, 900.0)], &[], 300.0), [30.0, 270.0]);
    }

    #[test]
    fn wished_shares_are_kept_where_words_allow() {
        let long = need(10.0, 500.0);
        assert_eq!(widths(&[long, long], &[Some(0.25), None], 400.0), [100.0, 300.0]);
        let widths = widths(&[need(80.0, 500.0), need(10.0, 500.0)], &[Some(0.1), Some(0.9)], 400.0);
        assert!((widths[0] - 80.0).abs() < 0.1 && (widths[1] - 320.0).abs() < 0.1, "{widths:?}");
    }

    #[test]
    fn a_table_of_short_words_is_as_wide_as_its_shares_make_it() {
        assert_eq!(widths(&[need(20.0, 20.0), need(30.0, 30.0)], &[Some(0.5), Some(0.5)], 400.0), [30.0, 30.0]);
    }

    #[test]
    fn shares_of_more_than_all_still_fit() {
        let long = need(10.0, 900.0);
        let widths = widths(&[long, long, long], &[Some(1.0), Some(1.0), None], 400.0);
        assert!(widths.iter().sum::<f32>() <= 400.1 && widths.iter().all(|width| *width >= 10.0), "{widths:?}");
    }
}
