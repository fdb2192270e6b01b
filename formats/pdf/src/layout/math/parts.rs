//! Fractions, roots, scripts, limits, accents and boxes: rules 9 to 18 of Appendix G of the TeXbook, with the
//! measures of the font's MATH table in the place of TeX's font parameters.

use super::boxes::Piece;
use super::font::Corner;
use super::set::{Atom, Setter};
use super::style::Style;
use crate::frame::{Item, Shape};
use postpress_math::Node;
use postpress_math::tree::{self, Class, Height, Shape as Drawn};
use postpress_model::Color;
use ttf_parser::math::Constants;

/// Empty room beside a fraction, which has no delimiters of its own: TeX's `\nulldelimiterspace`.
const BESIDE: f32 = 0.12;

impl Setter<'_> {
    fn constant(&self, which: fn(&Constants<'static>) -> ttf_parser::math::MathValue<'static>, style: Style) -> f32 {
        self.font.constant(which, self.size(style))
    }

    pub(super) fn fraction(&mut self, fraction: &tree::Fraction, style: Style) -> Piece {
        let style = fraction.style.map_or(style, |level| style.at(level));
        let above = self.set(&fraction.numerator, style.numerator());
        let below = self.set(&fraction.denominator, style.denominator());
        let size = self.size(style);
        let thickness = fraction.line.map_or_else(|| self.constant(Constants::fraction_rule_thickness, style), |line| line * size);
        let width = above.width.max(below.width);
        let (above, below) = (above.centered(width), below.centered(width));
        let axis = self.axis(style);
        let displayed = style.displayed();
        let of = |displayed_one: fn(&Constants<'static>) -> _, other: fn(&Constants<'static>) -> _| {
            self.font.constant(if displayed { displayed_one } else { other }, size)
        };
        let (mut up, mut down);
        if thickness > 0.0 {
            up = of(Constants::fraction_numerator_display_style_shift_up, Constants::fraction_numerator_shift_up);
            down = of(Constants::fraction_denominator_display_style_shift_down, Constants::fraction_denominator_shift_down);
            let gap_above = of(Constants::fraction_num_display_style_gap_min, Constants::fraction_numerator_gap_min);
            let gap_below = of(Constants::fraction_denom_display_style_gap_min, Constants::fraction_denominator_gap_min);
            up = up.max(axis + thickness / 2.0 + gap_above + above.depth);
            down = down.max(gap_below + thickness / 2.0 - axis + below.height);
        } else {
            up = of(Constants::stack_top_display_style_shift_up, Constants::stack_top_shift_up);
            down = of(Constants::stack_bottom_display_style_shift_down, Constants::stack_bottom_shift_down);
            let gap = of(Constants::stack_display_style_gap_min, Constants::stack_gap_min);
            let missing = gap - (up - above.depth) + (below.height - down);
            if missing > 0.0 {
                (up, down) = (up + missing / 2.0, down + missing / 2.0);
            }
        }
        let beside = BESIDE * size;
        let mut piece = Piece::space(width + 2.0 * beside);
        piece.put(beside, -up, above);
        if thickness > 0.0 {
            piece.put(beside, -(axis - thickness / 2.0), Piece::rule(width, thickness, 0.0, style.ink));
        }
        piece.put(beside, down, below);
        piece
    }

    pub(super) fn root(&mut self, root: &tree::Root, style: Style) -> Piece {
        let inner = self.set(&root.radicand, style.cramped());
        let thickness = self.constant(Constants::radical_rule_thickness, style);
        let gap = if style.displayed() { Constants::radical_display_style_vertical_gap } else { Constants::radical_vertical_gap };
        let mut gap = self.constant(gap, style);
        let wanted = inner.total() + gap + thickness;
        let sign = self.tall("√", wanted, style).piece;
        // What the sign is taller than it has to be is room around the content.
        gap += ((sign.total() - wanted) / 2.0).max(0.0);
        let top = inner.height + gap + thickness;
        let (tall, width) = (sign.total(), sign.width);
        let down = sign.height - top;
        let mut piece = Piece::default();
        if let Some(index) = &root.index {
            let degree = self.set(index, style.superscript().superscript());
            let before = self.constant(Constants::radical_kern_before_degree, style);
            let after = self.constant(Constants::radical_kern_after_degree, style);
            let raise = self.font.degree_raise() * tall - (tall - top);
            let x = before.max(0.0);
            piece.width = (x + degree.width + after).max(0.0);
            let x = piece.width - after - degree.width;
            let up = raise + degree.depth;
            piece.put(x, -up, degree);
        }
        let at = piece.width;
        piece.put(at, down, sign);
        piece.put(at + width, 0.0, inner);
        let content = piece.parts.last().map_or(0.0, |(_, _, inner)| inner.width);
        piece.put(at + width, -(top - thickness), Piece::rule(content, thickness, 0.0, style.ink));
        piece.width = at + width + content;
        piece.height += self.constant(Constants::radical_extra_ascender, style);
        piece
    }

    pub(super) fn scripts(&mut self, scripts: &tree::Scripts, style: Style) -> Atom {
        let base = self.atom(&scripts.base, style);
        let mut atom = self.cornered(base, scripts.sub.as_ref(), scripts.sup.as_ref(), style);
        if scripts.pre_sub.is_some() || scripts.pre_sup.is_some() {
            let height = Piece { height: atom.piece.height, depth: atom.piece.depth, ..Piece::default() };
            let empty = Atom::ordinary(height);
            let before = self.cornered(empty, scripts.pre_sub.as_ref(), scripts.pre_sup.as_ref(), style);
            atom.piece = Piece::row([before.piece, atom.piece]);
        }
        atom
    }

    /// Scripts at the right corners of a base.
    fn cornered(&mut self, base: Atom, sub: Option<&Node>, sup: Option<&Node>, style: Style) -> Atom {
        let Atom { class, piece: base, italic, glyph, .. } = base;
        let size = self.size(style);
        let sup = sup.map(|node| self.set(node, style.superscript()));
        let sub = sub.map(|node| self.set(node, style.subscript()));
        let (height, depth, width) = (base.height, base.depth, base.width);
        // A letter's scripts stand where all letters' do; those of a box at its corners.
        let tall = glyph.is_none() || class == Class::Large;
        let shift = if style.cramped { Constants::superscript_shift_up_cramped } else { Constants::superscript_shift_up };
        let mut up = self.constant(shift, style);
        let mut down = self.constant(Constants::subscript_shift_down, style);
        if tall {
            up = up.max(height - self.constant(Constants::superscript_baseline_drop_max, style));
            down = down.max(depth + self.constant(Constants::subscript_baseline_drop_min, style));
        }
        if let Some(sup) = &sup {
            up = up.max(sup.depth + self.constant(Constants::superscript_bottom_min, style));
        }
        match (&sup, &sub) {
            (Some(sup), Some(sub)) => {
                let gap = (up - sup.depth) - (sub.height - down);
                let least = self.constant(Constants::sub_superscript_gap_min, style);
                if gap < least {
                    down += least - gap;
                    let lift = self.constant(Constants::superscript_bottom_max_with_subscript, style) - (up - sup.depth);
                    if lift > 0.0 {
                        let lift = lift.min(least - gap);
                        (up, down) = (up + lift, down - lift);
                    }
                }
            }
            (None, Some(sub)) => down = down.max(sub.height - self.constant(Constants::subscript_top_max, style)),
            (_, None) => {}
        }
        let kern = |corner, height| glyph.map_or(0.0, |glyph| self.font.kern(glyph, corner, height, size));
        let after = self.constant(Constants::space_after_script, style);
        let mut piece = Piece::space(width);
        piece.put(0.0, 0.0, base);
        let mut end = width;
        // The index of an integral goes under its upper end.
        let back = if class == Class::Large { italic } else { 0.0 };
        if let Some(sub) = sub {
            let x = width - back + kern(Corner::BottomRight, sub.height - down);
            end = end.max(x + sub.width);
            piece.put(x, down, sub);
        }
        if let Some(sup) = sup {
            let lean = if class == Class::Large { 0.0 } else { italic };
            let x = width + lean + kern(Corner::TopRight, up - sup.depth);
            end = end.max(x + sup.width);
            piece.put(x, -up, sup);
        }
        piece.width = end + after;
        Atom { class, ..Atom::ordinary(piece) }
    }

    pub(super) fn under_over(&mut self, both: &tree::UnderOver, style: Style) -> Atom {
        let arrow = match &both.base {
            Node::Operator(operator) if operator.height == Height::Grows && operator.class == Class::Relation => Some(operator),
            _ => None,
        };
        if both.movable && !style.displayed() {
            let base = self.atom(&both.base, style);
            return self.cornered(base, both.under.as_ref(), both.over.as_ref(), style);
        }
        let over = both.over.as_ref().map(|node| self.set(node, style.superscript()));
        let under = both.under.as_ref().map(|node| self.set(node, style.subscript()));
        let widest = over.iter().chain(&under).map(|piece| piece.width).fold(0.0, f32::max);
        let (Atom { class, piece: base, italic, .. }, is_arrow) = match arrow {
            Some(operator) => {
                let size = self.size(style);
                let wanted = (widest + 0.8 * size).max(1.6 * size);
                let drawn = operator.text.chars().next().and_then(|c| self.wide(c, wanted, style));
                let Some(piece) = drawn else { return self.labelled(operator, over, under, style) };
                (Atom { class: Class::Relation, ..Atom::ordinary(piece) }, true)
            }
            None => (self.atom(&both.base, style), false),
        };
        Atom { class, ..Atom::ordinary(self.limits(base, italic, over, under, is_arrow, style)) }
    }

    /// An arrow that the font can't stretch, with its labels.
    fn labelled(&mut self, operator: &tree::Operator, over: Option<Piece>, under: Option<Piece>, style: Style) -> Atom {
        let base = self.signs(&operator.text, tree::Alphabet::Upright, false, style).piece;
        Atom { class: Class::Relation, ..Atom::ordinary(self.limits(base, 0.0, over, under, true, style)) }
    }

    fn limits(&self, base: Piece, italic: f32, over: Option<Piece>, under: Option<Piece>, near: bool, style: Style) -> Piece {
        let width = over.iter().chain(&under).map(|piece| piece.width).fold(base.width, f32::max);
        let (height, depth) = (base.height, base.depth);
        let mut piece = Piece::space(width);
        piece.put((width - base.width) / 2.0, 0.0, base);
        // The font's own gap lets an `n` touch its sum.
        let least = 0.16 * self.size(style);
        let (gap_above, rise, gap_below, drop) = if near {
            let above = self.constant(Constants::stretch_stack_gap_above_min, style);
            (above, 0.0, self.constant(Constants::stretch_stack_gap_below_min, style), 0.0)
        } else {
            (
                self.constant(Constants::upper_limit_gap_min, style).max(least),
                self.constant(Constants::upper_limit_baseline_rise_min, style).max(least),
                self.constant(Constants::lower_limit_gap_min, style).max(least),
                self.constant(Constants::lower_limit_baseline_drop_min, style),
            )
        };
        if let Some(over) = over {
            let up = height + rise.max(gap_above + over.depth);
            piece.put((width - over.width + italic) / 2.0, -up, over);
        }
        if let Some(under) = under {
            let down = depth + drop.max(gap_below + under.height);
            piece.put((width - under.width - italic) / 2.0, down, under);
        }
        piece
    }

    pub(super) fn accent(&mut self, accent: &tree::Accent, style: Style) -> Piece {
        let base = self.atom(&accent.base, style.cramped());
        let size = self.size(style);
        let Atom { middle: own_middle, italic: lean, piece: inner, .. } = base;
        if matches!(accent.mark, '‾' | '_' | '¯') && accent.stretches {
            return self.lined(inner, accent.below, style);
        }
        // The font has marks as those that stand on letters.
        let mark = match accent.mark {
            '^' | 'ˆ' => '\u{302}',
            '~' | '˜' => '\u{303}',
            '‾' | '¯' => '\u{304}',
            '˙' => '\u{307}',
            '¨' => '\u{308}',
            '´' => '\u{301}',
            '`' => '\u{300}',
            '˘' => '\u{306}',
            'ˇ' => '\u{30c}',
            '˚' => '\u{30a}',
            '→' if !accent.stretches => '\u{20d7}',
            other => other,
        };
        let said = mark.to_string();
        let hat = matches!(mark, '\u{300}'..='\u{36f}' | '\u{20d0}'..='\u{20ff}');
        let width = inner.width;
        let mut piece = Piece::space(width);
        let Some(own) = self.font.glyph(mark) else {
            self.unknown.get_or_insert(mark);
            return inner;
        };
        let (sign, middle, measured) = if hat {
            let glyph = if accent.stretches { self.font.within(own, width, size) } else { own };
            let measured = self.font.extent(glyph, size);
            (self.ink(glyph, &said, style), self.font.accent_place(glyph, size) - measured.left, measured)
        } else {
            let sign = self.wide(mark, width, style).unwrap_or_default();
            let middle = sign.width / 2.0;
            (sign, middle, self.font.extent(own, size))
        };
        let (inner_height, inner_depth) = (inner.height, inner.depth);
        let place = own_middle.filter(|_| hat).unwrap_or((width + lean) / 2.0);
        piece.put(0.0, 0.0, inner);
        let gap = 0.1 * size;
        let y = if accent.below {
            inner_depth + gap + measured.top
        } else if hat {
            let lowest = self.constant(Constants::accent_base_height, style);
            -(inner_height - inner_height.min(lowest))
        } else {
            // Arrows and braces stand clear of what they are over.
            -(inner_height + gap - measured.bottom)
        };
        piece.put(place - middle, y, sign);
        piece
    }

    /// A line over or under something.
    fn lined(&self, inner: Piece, below: bool, style: Style) -> Piece {
        let width = inner.width;
        let (height, depth) = (inner.height, inner.depth);
        let mut piece = Piece::space(width);
        piece.put(0.0, 0.0, inner);
        if below {
            let thickness = self.constant(Constants::underbar_rule_thickness, style);
            let gap = self.constant(Constants::underbar_vertical_gap, style);
            piece.put(0.0, depth + gap, Piece::rule(width, 0.0, thickness, style.ink));
            piece.depth += self.constant(Constants::underbar_extra_descender, style);
        } else {
            let thickness = self.constant(Constants::overbar_rule_thickness, style);
            let gap = self.constant(Constants::overbar_vertical_gap, style);
            piece.put(0.0, -(height + gap), Piece::rule(width, thickness, 0.0, style.ink));
            piece.height += self.constant(Constants::overbar_extra_ascender, style);
        }
        piece
    }

    pub(super) fn enclosed(&mut self, enclosed: &tree::Enclosed, style: Style) -> Piece {
        let inner = self.set(&enclosed.content, style);
        let thickness = (self.size(style) * 0.05).max(0.4);
        let (width, height, depth) = (inner.width, inner.height, inner.depth);
        let stroke = |rising: bool| {
            let (y, dy) = if rising { (depth, -(height + depth)) } else { (-height, height + depth) };
            Item { x: 0.0, y, shape: Shape::Stroke { dx: width, dy, thickness, color: style.ink }, content: None }
        };
        let strokes = match enclosed.shape {
            Drawn::Box => return self.boxed(inner, None, Some(style.ink), style),
            Drawn::Rising => vec![stroke(true)],
            Drawn::Falling => vec![stroke(false)],
            Drawn::Cross => vec![stroke(true), stroke(false)],
            Drawn::Strike => {
                let y = -(height - depth) / 2.0 - thickness / 2.0;
                vec![Item { x: 0.0, y, shape: Shape::Fill { width, height: thickness, color: style.ink }, content: None }]
            }
        };
        let over = Piece { width, height, depth, items: strokes, ..Piece::default() };
        let mut piece = Piece::space(width);
        piece.put(0.0, 0.0, inner);
        piece.put(0.0, 0.0, over);
        piece
    }

    /// A box around something, on a ground of its own or in a frame.
    pub(super) fn boxed(&self, inner: Piece, paper: Option<Color>, frame: Option<Color>, style: Style) -> Piece {
        let size = self.size(style);
        let padding = 0.3 * size;
        let (width, height, depth) = (inner.width + 2.0 * padding, inner.height + padding, inner.depth + padding);
        let mut piece = Piece { width, height, depth, ..Piece::default() };
        if let Some(color) = paper {
            piece.items.push(Item { x: 0.0, y: -height, shape: Shape::Fill { width, height: height + depth, color }, content: None });
        }
        if let Some(color) = frame {
            piece.items.push(Item { x: 0.0, y: -height, shape: Shape::Outline { width, height: height + depth, color }, content: None });
        }
        piece.put(padding, 0.0, inner);
        piece
    }
}
