//! TeX's styles, and the room between atoms (chapters 17 and 18 of the TeXbook).

use postpress_math::tree::{Class, Style as Level};
use postpress_model::Color;

/// How a part of a formula is set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    pub(super) level: Level,
    /// Exponents stay low, as under a root.
    pub(super) cramped: bool,
    /// The size of letters at the text's level, in points.
    pub(super) base: f32,
    pub(super) ink: Color,
    /// What is behind.
    pub(super) paper: Color,
}

impl Style {
    pub(super) fn cramped(self) -> Style {
        Style { cramped: true, ..self }
    }

    pub(super) fn at(self, level: Level) -> Style {
        Style { level, ..self }
    }

    pub(super) fn displayed(self) -> bool {
        self.level == Level::Display
    }

    pub(super) fn superscript(self) -> Style {
        let level = match self.level {
            Level::Display | Level::Text => Level::Script,
            Level::Script | Level::ScriptScript => Level::ScriptScript,
        };
        self.at(level)
    }

    pub(super) fn subscript(self) -> Style {
        self.superscript().cramped()
    }

    pub(super) fn numerator(self) -> Style {
        match self.level {
            Level::Display => self.at(Level::Text),
            Level::Text | Level::Script | Level::ScriptScript => self.superscript(),
        }
    }

    pub(super) fn denominator(self) -> Style {
        self.numerator().cramped()
    }

    /// How many steps smaller than text.
    pub(super) fn steps(self) -> u16 {
        match self.level {
            Level::Display | Level::Text => 0,
            Level::Script => 1,
            Level::ScriptScript => 2,
        }
    }
}

/// Room between two atoms in eighteenths of an em; less than nothing where scripts have none.
pub(super) fn room(left: Class, right: Class) -> i8 {
    // Rows and columns: ordinary, operator, binary, relation, open, close, punctuation, inner.
    const TABLE: [[i8; 8]; 8] = [
        [0, 3, -4, -5, 0, 0, 0, -3],
        [3, 3, 0, -5, 0, 0, 0, -3],
        [-4, -4, 0, 0, -4, 0, 0, -4],
        [-5, -5, 0, 0, -5, 0, 0, -5],
        [0, 0, 0, 0, 0, 0, 0, 0],
        [0, 3, -4, -5, 0, 0, 0, -3],
        [-3, -3, 0, -3, -3, -3, -3, -3],
        [-3, 3, -4, -5, -3, 0, -3, -3],
    ];
    let place = |class: Class, left: bool| match class {
        Class::Ordinary => 0,
        Class::Large | Class::Function => 1,
        Class::Binary => 2,
        Class::Relation => 3,
        Class::Open => 4,
        Class::Close => 5,
        Class::Punctuation => 6,
        Class::Inner => 7,
        // It closes what is before it and opens what is after.
        Class::Middle => {
            if left {
                4
            } else {
                5
            }
        }
    };
    TABLE.get(place(left, true)).and_then(|row| row.get(place(right, false))).copied().unwrap_or(0)
}

/// A sign between two things is one only where there are two (rules 5 and 6 of Appendix G): elsewhere it is a sign of its own.
pub(super) fn settle(classes: &mut [Class]) {
    let ends = |class: Class| {
        matches!(class, Class::Binary | Class::Large | Class::Function | Class::Relation | Class::Open | Class::Punctuation | Class::Middle)
    };
    let mut before = None;
    for at in 0..classes.len() {
        let next = classes.get(at + 1).copied();
        let Some(class) = classes.get_mut(at) else { break };
        let nothing_after = next.is_none_or(|next| matches!(next, Class::Relation | Class::Close | Class::Punctuation | Class::Middle));
        if *class == Class::Binary && (before.is_none_or(ends) || nothing_after) {
            *class = Class::Ordinary;
        }
        before = Some(*class);
    }
}
