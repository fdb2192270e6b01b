//! What a drawing may cost, found out before anything of it is made.
//!
//! A few hundred bytes of SVG can stand for billions of shapes: entities within entities, `use` of what uses, markers on
//! every point of a path, style rules times elements. Each is counted in the XML tree, in linear time.

use resvg::usvg::{self, roxmltree};
use roxmltree::{Document, Node, NodeId};
use std::collections::HashMap;

/// Bytes of a drawing.
const MAX_TEXT: usize = 32 << 20;

/// Nodes of the XML tree, text and comments among them.
pub(super) const MAX_NODES: u32 = 600_000;

/// Elements once all that is used elsewhere stands in its place.
const MAX_ELEMENTS: u64 = 250_000;

/// Elements within elements: what is deeper is no drawing, and everything after this recurses.
const MAX_DEPTH: u32 = 96;

/// Bytes that entities can grow to.
const MAX_ENTITIES: usize = 16 << 20;

/// Pairs of a style rule and an element.
const MAX_STYLED: u64 = 40_000_000;

/// Shapes that markers can make.
const MAX_MARKED: u64 = 400_000;

pub(super) const TOO_LARGE: &str = "is SVG of more than can be drawn";

/// Bounds entities, which grow while the text is parsed.
pub(super) fn check_text(text: &str) -> Result<(), String> {
    if text.len() > MAX_TEXT {
        return Err(TOO_LARGE.into());
    }
    let entities = text.matches("<!ENTITY").count();
    if entities > 0 {
        let head = text.find("<!ENTITY").and_then(|start| text.get(start..)).unwrap_or_default();
        // No entity is longer than from one declaration to the next; the parser lets one reference stand for 255 others.
        let longest = head.split("<!ENTITY").skip(1).map(|declared| declared.find("]>").unwrap_or(declared.len())).max().unwrap_or(0);
        let nested = head.split("<!ENTITY").skip(1).any(|declared| declared.split_once('>').is_some_and(|(value, _)| value.contains('&')));
        let references = text.bytes().filter(|byte| *byte == b'&').count();
        let growth = longest.saturating_mul(references).saturating_mul(if nested { 255 } else { 1 });
        if growth > MAX_ENTITIES {
            return Err("is SVG whose entities would grow beyond all bounds".into());
        }
    }
    Ok(())
}

/// Bounds what the tree can grow to.
pub(super) fn check(xml: &Document<'_>) -> Result<(), String> {
    let too_large = || Err(TOO_LARGE.to_owned());
    let costs = Costs::count(xml);
    let root = costs.of(xml.root_element());
    if root.elements > MAX_ELEMENTS {
        return too_large();
    }
    if root.depth > MAX_DEPTH {
        return Err(format!("is SVG of elements more than {MAX_DEPTH} deep"));
    }
    let mut rules = 0u64;
    let mut points = 0u64;
    let mut marker = 0u64;
    for node in xml.descendants().filter(Node::is_element) {
        match node.tag_name().name() {
            "style" => {
                let text: u64 = node
                    .descendants()
                    .filter(Node::is_text)
                    .filter_map(|node| node.text())
                    .map(|text| text.matches(['{', ',']).count() as u64)
                    .sum();
                rules = rules.saturating_add(text);
            }
            "marker" => marker = marker.max(costs.of(node).elements),
            _ => {}
        }
        for name in ["d", "points"] {
            points = points.saturating_add(node.attribute(name).map_or(0, |data| data.len() as u64 / 4));
        }
    }
    if rules.saturating_mul(root.elements) > MAX_STYLED || points.saturating_mul(marker) > MAX_MARKED {
        return too_large();
    }
    Ok(())
}

/// What an element with all that it uses comes to.
#[derive(Clone, Copy, Default)]
struct Cost {
    elements: u64,
    depth: u32,
}

struct Costs(HashMap<NodeId, Cost>);

impl Costs {
    fn of(&self, node: Node<'_, '_>) -> Cost {
        self.0.get(&node.id()).copied().unwrap_or_default()
    }

    /// Counts children and what `use` points at before what holds them, each once, without recursion.
    fn count(xml: &Document<'_>) -> Costs {
        let mut named: HashMap<&str, Node<'_, '_>> = HashMap::new();
        for node in xml.descendants().filter(Node::is_element) {
            if let Some(id) = node.attribute("id") {
                named.entry(id).or_insert(node);
            }
        }
        let mut costs: HashMap<NodeId, Cost> = HashMap::new();
        let mut stack = vec![(xml.root_element(), false)];
        while let Some((node, ready)) = stack.pop() {
            if !ready {
                if costs.contains_key(&node.id()) {
                    continue;
                }
                // What uses itself counts as nothing there, as it draws nothing.
                costs.insert(node.id(), Cost::default());
                stack.push((node, true));
                stack.extend(held(node, &named).map(|held| (held, false)));
                continue;
            }
            let mut cost = Cost { elements: 1, depth: 0 };
            for held in held(node, &named) {
                let own = costs.get(&held.id()).copied().unwrap_or_default();
                cost.elements = cost.elements.saturating_add(own.elements);
                cost.depth = cost.depth.max(own.depth);
            }
            cost.depth += 1;
            costs.insert(node.id(), cost);
        }
        Costs(costs)
    }
}

/// The elements that stand within another, also by being used there.
fn held<'a, 'input: 'a>(node: Node<'a, 'input>, named: &HashMap<&'a str, Node<'a, 'input>>) -> impl Iterator<Item = Node<'a, 'input>> {
    let used = if node.tag_name().name() == "use" {
        let link = node.attributes().find(|attribute| attribute.name() == "href").map(|attribute| attribute.value().trim());
        link.and_then(|link| link.strip_prefix('#')).and_then(|name| named.get(name).copied())
    } else {
        None
    };
    node.children().filter(Node::is_element).chain(used)
}

/// What filters cost for each dot of the picture, in nanoseconds or so, where a pixel of the drawing is `scale` dots: some
/// go over a dot's surroundings, or over the dot many times.
pub(super) fn filtering(group: &usvg::Group, scale: f64) -> f64 {
    use usvg::filter::Kind;
    let one = |kind: &Kind| match kind {
        Kind::Turbulence(turbulence) => 200.0 * f64::from(turbulence.num_octaves()),
        Kind::Morphology(morphology) => {
            let side = |radius: f32| 2.0 * f64::from(radius) * scale + 1.0;
            side(morphology.radius_x().get()) * side(morphology.radius_y().get())
        }
        Kind::ConvolveMatrix(convolution) => {
            let matrix = convolution.matrix();
            4.0 * f64::from(matrix.columns()) * f64::from(matrix.rows())
        }
        _ => 50.0,
    };
    let mut cost: f64 = group.filters().iter().flat_map(|filter| filter.primitives()).map(|primitive| one(primitive.kind())).sum();
    for node in group.children() {
        if let usvg::Node::Group(group) = node {
            cost += filtering(group, scale);
        }
        node.subroots(|root| cost += filtering(root, scale));
    }
    cost
}

/// Groups that are drawn on a canvas of their own.
pub(super) fn layers(group: &usvg::Group) -> u64 {
    let mut count =
        u64::from(group.should_isolate()) + group.filters().iter().map(|filter| filter.primitives().len() as u64 * 2).sum::<u64>();
    for node in group.children() {
        if let usvg::Node::Group(group) = node {
            count += layers(group);
        }
        node.subroots(|root| count += layers(root));
    }
    count
}
