//! What a formula is made of: a tree that every writer sets in its own way.
//!
//! The one idea: the tree says what things are and leaves how they look to the writer, except where the
//! author said it (a style, a colour, a space). Lengths are in ems of the text that they stand in.
//! Its depth is bounded by the parser, so that recursion over it is safe.

/// A piece of a formula.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// Pieces in a line that count as one.
    Row(Vec<Node>),
    /// A variable or another sign that stands for itself: `x`, `∞`.
    Identifier(Leaf),
    /// A number.
    Number(Leaf),
    /// An operator, a relation, a bracket, a mark, the name of a function.
    Operator(Operator),
    /// Words within a formula. Spaces in it count.
    Text(Leaf),
    /// Room.
    Space(Space),
    /// A fraction; without its line, what stands above one another.
    Fraction(Box<Fraction>),
    /// A root.
    Root(Box<Root>),
    /// What stands at the corners of its base.
    Scripts(Box<Scripts>),
    /// What stands under and over its base.
    UnderOver(Box<UnderOver>),
    /// A mark, line, arrow or brace over or under its base.
    Accent(Box<Accent>),
    /// What stands between delimiters that grow with it.
    Fenced(Box<Fenced>),
    /// Rows and columns: matrices, cases, aligned equations.
    Table(Box<Table>),
    /// Takes room as its content does, and is not seen.
    Phantom(Box<Phantom>),
    /// A box around, or a stroke through.
    Enclosed(Box<Enclosed>),
    /// In other colours than what is around.
    Colored(Box<Colored>),
    /// In another style or size than what is around.
    Styled(Box<Styled>),
    /// Set with the spacing of another class.
    Atom(Box<Atom>),
    /// Leads somewhere.
    Link(Box<Link>),
    /// Takes no room in the line.
    Overlap(Box<Overlap>),
    /// A filled rectangle.
    Rule(Space),
}

/// Characters in an alphabet.
#[derive(Clone, Debug, PartialEq)]
pub struct Leaf {
    /// The characters as the author wrote them, not yet those of the alphabet: see [`Leaf::styled`].
    pub text: String,
    /// How they look.
    pub alphabet: Alphabet,
}

/// The looks that letters and digits have in formulas.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Alphabet {
    /// The writer's own choice: single letters slanted, names and numbers upright.
    #[default]
    Normal,
    /// Expressly upright.
    Upright,
    /// Slanted.
    Italic,
    /// Bold and upright.
    Bold,
    /// Bold and slanted.
    BoldItalic,
    /// Bold, and slanted where it were slanted otherwise.
    BoldNormal,
    /// ℝ.
    DoubleStruck,
    /// 𝒞.
    Script,
    /// Script, bold.
    BoldScript,
    /// 𝔤.
    Fraktur,
    /// Fraktur, bold.
    BoldFraktur,
    /// Without serifs.
    Sans,
    /// Without serifs, bold.
    BoldSans,
    /// Without serifs, slanted.
    SansItalic,
    /// All of one width.
    Mono,
}

/// What decides about the space around a sign, as in TeX.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// A sign that stands for itself.
    Ordinary,
    /// A large operator: ∑, ∫.
    Large,
    /// The name of a function: sin, lim.
    Function,
    /// A sign between two things of a kind: +.
    Binary,
    /// A relation: =.
    Relation,
    /// A bracket that opens.
    Open,
    /// A bracket that closes.
    Close,
    /// A comma or semicolon.
    Punctuation,
    /// A delimiter within others.
    Middle,
    /// A fraction or what stands between delimiters.
    Inner,
}

/// A sign with space around it.
#[derive(Clone, Debug, PartialEq)]
pub struct Operator {
    /// The sign, or the name of a function.
    pub text: String,
    /// Which space stands around it.
    pub class: Class,
    /// How a function's name looks.
    pub alphabet: Alphabet,
    /// How tall it is.
    pub height: Height,
}

/// How tall a sign is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Height {
    /// As the font has it.
    #[default]
    Font,
    /// Smaller than others of its kind.
    Small,
    /// So many ems, as `\big` and its like ask for.
    Ems(f32),
    /// As tall as what stands beside it.
    Grows,
}

/// Room in the line.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Space {
    /// Along the line; less than nothing goes back.
    pub width: f32,
    /// Above the baseline.
    pub height: f32,
    /// Under the baseline.
    pub depth: f32,
}

/// One thing over another.
#[derive(Clone, Debug, PartialEq)]
pub struct Fraction {
    /// Above.
    pub numerator: Node,
    /// Below.
    pub denominator: Node,
    /// How thick the line is, in ems: `None` as the font has it, 0 for none.
    pub line: Option<f32>,
    /// The style it is set in whatever is around.
    pub style: Option<Style>,
}

/// A root.
#[derive(Clone, Debug, PartialEq)]
pub struct Root {
    /// What the root is drawn from.
    pub radicand: Node,
    /// Which root; the second where nothing is said.
    pub index: Option<Node>,
}

/// Things at the corners of another.
#[derive(Clone, Debug, PartialEq)]
pub struct Scripts {
    /// What they stand at.
    pub base: Node,
    /// At the lower right.
    pub sub: Option<Node>,
    /// At the upper right.
    pub sup: Option<Node>,
    /// At the lower left.
    pub pre_sub: Option<Node>,
    /// At the upper left.
    pub pre_sup: Option<Node>,
}

/// Things under and over another.
#[derive(Clone, Debug, PartialEq)]
pub struct UnderOver {
    /// What is between.
    pub base: Node,
    /// Under it.
    pub under: Option<Node>,
    /// Over it.
    pub over: Option<Node>,
    /// They stand at the corners instead where the formula is not displayed.
    pub movable: bool,
}

/// A mark at its base.
#[derive(Clone, Debug, PartialEq)]
pub struct Accent {
    /// What is marked.
    pub base: Node,
    /// The mark.
    pub mark: char,
    /// As wide as its base.
    pub stretches: bool,
    /// Under the base.
    pub below: bool,
}

/// Content between delimiters as tall as it.
#[derive(Clone, Debug, PartialEq)]
pub struct Fenced {
    /// What opens; empty for nothing.
    pub open: String,
    /// What closes; empty for nothing.
    pub close: String,
    /// What is between; operators of [`Class::Middle`] grow as well.
    pub content: Node,
}

/// Rows and columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// What it is for.
    pub kind: TableKind,
    /// Columns with what the author said about them; rows may have more cells, whose alignment is the last's.
    pub columns: Vec<Column>,
    /// A line after the last column.
    pub line_after: Option<Line>,
    /// Rows from above.
    pub rows: Vec<TableRow>,
    /// Lines under the last row.
    pub lines_below: Vec<Line>,
}

/// What a table is for, which decides about the room between its columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableKind {
    /// A matrix or array.
    Matrix,
    /// A matrix within a line of text.
    SmallMatrix,
    /// A matrix whose cells are set in display style.
    DisplayMatrix,
    /// Equations aligned at their relations: columns in pairs, without room within a pair.
    Aligned,
    /// Lines that only stand above one another.
    Gathered,
    /// Cases with their conditions.
    Cases {
        /// The cells are set in display style.
        display: bool,
    },
    /// Lines of a limit.
    Substack,
}

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Where its cells go.
    pub align: Align,
    /// A line before it.
    pub line_before: Option<Line>,
}

/// Where the content of a cell goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// To the left.
    Left,
    /// To the middle.
    #[default]
    Center,
    /// To the right.
    Right,
}

/// A line between columns or rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// Unbroken.
    Solid,
    /// Dashed.
    Dashed,
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableRow {
    /// Cells from the left; an empty row is an empty cell.
    pub cells: Vec<Node>,
    /// Lines above it.
    pub lines_above: Vec<Line>,
    /// More room under it, in ems.
    pub room_below: f32,
    /// The equation's number as the author wrote it, with its brackets.
    pub tag: Option<Node>,
}

/// Something that is not seen.
#[derive(Clone, Debug, PartialEq)]
pub struct Phantom {
    /// What it is as large as.
    pub content: Node,
    /// Its content is seen after all, and only its room is not what it seems.
    pub visible: bool,
    /// It takes its content's width.
    pub width: bool,
    /// It takes its content's height above the baseline.
    pub height: bool,
    /// It takes its content's depth under the baseline.
    pub depth: bool,
}

/// Something in a box or with a stroke through it.
#[derive(Clone, Debug, PartialEq)]
pub struct Enclosed {
    /// What is in it.
    pub content: Node,
    /// What is drawn.
    pub shape: Shape,
}

/// What is drawn around or through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A box.
    Box,
    /// A stroke from the lower left to the upper right.
    Rising,
    /// A stroke from the upper left to the lower right.
    Falling,
    /// Both.
    Cross,
    /// A stroke along the line.
    Strike,
}

/// Something in colour.
#[derive(Clone, Debug, PartialEq)]
pub struct Colored {
    /// What is coloured.
    pub content: Node,
    /// Colour of the signs.
    pub color: Option<Color>,
    /// Colour behind them.
    pub background: Option<Color>,
    /// Colour of a frame around.
    pub border: Option<Color>,
}

/// A colour in sRGB.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Color {
    /// Red, 0 to 255.
    pub red: u8,
    /// Green, 0 to 255.
    pub green: u8,
    /// Blue, 0 to 255.
    pub blue: u8,
}

/// TeX's four styles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// As in a formula by itself.
    Display,
    /// As within a line of text.
    Text,
    /// As in a script.
    Script,
    /// As in a script's script.
    ScriptScript,
}

/// Something in another style or size.
#[derive(Clone, Debug, PartialEq)]
pub struct Styled {
    /// What is set so.
    pub content: Node,
    /// The style.
    pub style: Option<Style>,
    /// The size against the text around, 1 for the same.
    pub size: f32,
}

/// Something with the spacing of a class.
#[derive(Clone, Debug, PartialEq)]
pub struct Atom {
    /// What it is.
    pub content: Node,
    /// What it is spaced as.
    pub class: Class,
}

/// Something that leads somewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// What is clicked.
    pub content: Node,
    /// The address as the author wrote it; it may be of any scheme.
    pub target: String,
}

/// Something that takes no room.
#[derive(Clone, Debug, PartialEq)]
pub struct Overlap {
    /// What is set.
    pub content: Node,
    /// Where it goes from the point where it stands.
    pub align: Align,
}

impl Node {
    /// One piece out of many.
    pub fn row(mut nodes: Vec<Node>) -> Node {
        match nodes.pop() {
            Some(only) if nodes.is_empty() => only,
            Some(last) => {
                nodes.push(last);
                Node::Row(nodes)
            }
            None => Node::Row(nodes),
        }
    }

    /// Is there nothing in it?
    pub fn is_empty(&self) -> bool {
        matches!(self, Node::Row(nodes) if nodes.is_empty())
    }
}
