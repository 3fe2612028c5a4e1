//! The structure tree: which cell of a table a piece of marked content belongs to, and what it reads
//! as.
//!
//! Tagged files say so exactly, where geometry can only guess: two names in neighbouring cells of a
//! row of signatures may stand one space apart, and a name may go on below itself. Nothing else of
//! the tree is read: of the order of what is drawn, and of what belongs to the body, the page itself
//! is the better witness.

use std::collections::HashMap;

use lopdf::{Dictionary, Object, ObjectId};

use super::limits::MAP_ENTRIES;
use super::object::{self, Objects};

/// How deep the tree of numbers may be nested.
const TREE_DEPTH: usize = 12;
/// How many nodes of the tree of numbers are looked at.
const TREE_NODES: usize = 4096;
/// How far up an element looks for its table cell.
const ANCESTORS: usize = 24;

/// Where in a table a piece of marked content stands; all by numbers that mean nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The cell.
    pub cell: u32,
    /// The row of the cell.
    pub row: u32,
    /// The paragraph in the cell.
    pub paragraph: u32,
}

/// The place of each piece of marked content of a page that stands in a table.
pub type TableCells = HashMap<u32, Place>;

/// What the structure tree says of the marked content of a page.
#[derive(Debug, Default)]
pub struct Tags {
    /// The pieces that stand in a table.
    pub cells: TableCells,
    /// What pieces read as, where their element says so (ISO 32000-1, 14.9.4).
    pub reads_as: HashMap<u32, String>,
}

/// Reads what the tree says of a page; nothing where the file is not tagged.
pub fn tags(objects: &Objects, page: &Dictionary) -> Tags {
    let mut tags = Tags::default();
    let Some(elements) = elements(objects, page) else {
        return tags;
    };
    // The text of an element with several pieces stands for all of them together.
    let mut pieces: HashMap<ObjectId, usize> = HashMap::new();
    for id in elements.iter().take(MAP_ENTRIES).filter_map(|it| it.as_reference().ok()) {
        *pieces.entry(id).or_default() += 1;
    }
    let mut numbers: HashMap<ObjectId, u32> = HashMap::new();
    let mut number = |element: ObjectId| {
        let next = numbers.len() as u32;
        *numbers.entry(element).or_insert(next)
    };
    let mut known = HashMap::new();
    for (mark, element) in (0..).zip(elements.iter().take(MAP_ENTRIES)) {
        let Ok(element) = element.as_reference() else { continue };
        if let Some(place) = place_of(element, objects, &mut known) {
            let [row, cell, paragraph] = place.map(&mut number);
            tags.cells.insert(mark, Place { cell, row, paragraph });
        }
        if pieces[&element] == 1
            && let Some([text]) = objects.entries(element, [b"ActualText"])
            && let Some(text) = object::resolve(&text, objects)
            && let Ok(text) = lopdf::decode_text_string(text)
        {
            tags.reads_as.insert(mark, text);
        }
    }
    tags
}

/// The elements of a page, one for each number of a piece of marked content.
fn elements<'a>(objects: &'a Objects, page: &Dictionary) -> Option<&'a [Object]> {
    let key = object::get(page, b"StructParents", objects)?.as_i64().ok()?;
    let root = object::dict(objects.catalog()?, b"StructTreeRoot", objects)?;
    let tree = object::dict(root, b"ParentTree", objects)?;
    look_up(tree, key, objects, TREE_DEPTH, &mut TREE_NODES.clone())?
        .as_array()
        .ok()
        .map(Vec::as_slice)
}

/// Looks a number up in a tree of numbers.
fn look_up<'a>(
    node: &'a Dictionary,
    key: i64,
    objects: &'a Objects,
    depth: usize,
    nodes: &mut usize,
) -> Option<&'a Object> {
    *nodes = nodes.checked_sub(1)?;
    if let Some(numbers) = object::array(node, b"Nums", objects) {
        return numbers
            .chunks_exact(2)
            .find(|pair| pair[0].as_i64().is_ok_and(|number| number == key))
            .and_then(|pair| object::resolve(&pair[1], objects));
    }
    let kids = object::array(node, b"Kids", objects).filter(|_| depth > 0)?;
    kids.iter()
        .filter_map(|kid| object::as_dict(object::resolve(kid, objects)?))
        .filter(|kid| covers(kid, key, objects))
        .find_map(|kid| look_up(kid, key, objects, depth - 1, nodes))
}

/// Whether a node of a tree of numbers may hold a number, by its limits.
fn covers(node: &Dictionary, key: i64, objects: &Objects) -> bool {
    match object::array(node, b"Limits", objects) {
        Some([first, last]) => {
            first.as_i64().is_ok_and(|first| first <= key)
                && last.as_i64().is_ok_and(|last| key <= last)
        }
        _ => true,
    }
}

/// The row, the cell and the paragraph in it of the innermost table cell around an element. Elements
/// are looked at by two of their entries only: most files have no table, and all that would be read
/// of them would be for nothing.
fn place_of(
    element: ObjectId,
    objects: &Objects,
    known: &mut HashMap<ObjectId, Option<[ObjectId; 3]>>,
) -> Option<[ObjectId; 3]> {
    let mut passed = Vec::new();
    let mut next = Some(element);
    let mut place = None;
    while let Some(id) = next.filter(|_| passed.len() < ANCESTORS) {
        if let Some(found) = known.get(&id) {
            place = *found;
            break;
        }
        let [kind, parent] =
            objects.entries(id, [b"S", b"P"]).unwrap_or([const { Object::Null }; 2]);
        let parent = parent.as_reference().ok();
        if matches!(&kind, Object::Name(kind) if kind == b"TD" || kind == b"TH") {
            place = Some([parent.unwrap_or(id), id, id]);
            known.insert(id, place);
            break;
        }
        passed.push(id);
        next = parent;
    }
    for id in passed.into_iter().rev() {
        if let Some([_, cell, paragraph]) = &mut place
            && paragraph == cell
        {
            *paragraph = id;
        }
        known.insert(id, place);
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    fn element(kind: &str, parent: Option<lopdf::ObjectId>) -> Dictionary {
        let mut dict = Dictionary::new();
        dict.set("S", Object::Name(kind.as_bytes().to_vec()));
        if let Some(parent) = parent {
            dict.set("P", parent);
        }
        dict
    }

    #[test]
    fn marks_are_put_in_their_table_cells() {
        let mut objects = Objects::new();
        let row = objects.add_object(element("TR", None));
        let first = objects.add_object(element("TD", Some(row)));
        let second = objects.add_object(element("TD", Some(row)));
        let mut marks = Vec::new();
        for parent in [first, first, second, row] {
            marks.push(objects.add_object(element("P", Some(parent))).into());
        }
        let mut leaf = Dictionary::new();
        leaf.set("Nums", vec![7.into(), Object::Array(marks)]);
        leaf.set("Limits", vec![7.into(), 7.into()]);
        let leaf = objects.add_object(leaf);
        let mut tree = Dictionary::new();
        tree.set("Kids", vec![leaf.into()]);
        let mut root = Dictionary::new();
        root.set("ParentTree", tree);
        let mut catalog = Dictionary::new();
        catalog.set("StructTreeRoot", root);
        let catalog = objects.add_object(catalog);
        objects.trailer.set("Root", catalog);
        let mut page = Dictionary::new();
        page.set("StructParents", 7);
        let cells = tags(&objects, &page).cells;
        assert_eq!(cells.len(), 3);
        assert_eq!((cells[&0].cell, cells[&0].row), (cells[&1].cell, cells[&2].row));
        assert_ne!(cells[&0].cell, cells[&2].cell);
        assert_ne!(cells[&0].paragraph, cells[&1].paragraph);
        page.set("StructParents", 8);
        assert!(tags(&objects, &page).cells.is_empty());
    }

    #[test]
    fn a_tree_that_holds_itself_ends() {
        let mut objects = Objects::new();
        let id = (1, 0);
        let mut node = Dictionary::new();
        node.set("Kids", vec![id.into(), id.into()]);
        objects.put(id, node);
        let node = objects.get_dictionary(id).unwrap();
        let mut nodes = TREE_NODES;
        assert_eq!(look_up(node, 1, &objects, TREE_DEPTH, &mut nodes), None);
    }
}
