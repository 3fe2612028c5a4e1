//! Content streams: the drawing operations of a page, followed as far as they show letters.
//!
//! Knows text, graphics state, forms, layers and marked content; of paths the small ones, and what
//! they cover; of images where they are; of colours whether they are white. Does not know clipping.
//! Stops where the [`Budget`] ends.

use std::collections::HashMap;
use std::rc::Rc;

use lopdf::{Dictionary, Object, Stream};

use super::annotation::{self, Appearance};
use super::content::{Operands, Operations};
use super::font::Font;
use super::glyph::Glyph;
use super::ground::{self, Grounds};
use super::limits::{Budget, FONTS, FORM_DEPTH, SAVED_STATES};
use super::load::PageView;
use super::marks::Marks;
use super::matrix::Matrix;
use super::object::{self, Objects};
use super::optional::Layers;
use super::shape::{Shape, Shapes};
use super::state::{Pen, State};
use super::structure::Tags;
use crate::clock::{self, Stage};

/// The fonts of a file, each read once, by where their dictionaries stand in memory.
pub type Fonts = HashMap<*const Dictionary, Rc<Font>>;

/// What is drawn on a page.
#[derive(Debug)]
pub struct Drawn {
    /// Its letters, in the order in which they are drawn.
    pub glyphs: Vec<Glyph>,
    /// Its small shapes.
    pub shapes: Vec<Shape>,
    /// Where its images are: left, top, right, bottom.
    pub images: Vec<[f32; 4]>,
    /// Whether nothing is drawn at all, not even what is no letter.
    pub is_blank: bool,
}

/// Reads what is drawn on a page: what belongs to it, with what is filled into its fields, and what
/// was added to it.
pub fn page<'a>(
    objects: &'a Objects<'a>,
    page: &PageView<'a>,
    tags: &Tags,
    fonts: &mut Fonts,
    budget: &mut Budget,
) -> (Drawn, Drawn) {
    let _stage = clock::enter(Stage::Content);
    let content = page.content(objects, budget);
    let (fields, added): (Vec<_>, Vec<_>) =
        annotation::appearances(objects, page).into_iter().partition(|looks| looks.is_field);
    let mut interpreter = Interpreter::new(objects, page, fonts, budget);
    interpreter.reads_as = Some(&tags.reads_as);
    interpreter.run(&content, page.resources, State::new(page.display), 0);
    interpreter.annotations(&fields, page);
    let own = interpreter.drawn();
    let mut interpreter = Interpreter::new(objects, page, fonts, budget);
    interpreter.annotations(&added, page);
    (own, interpreter.drawn())
}

/// What stays the same while the streams of one page are followed.
pub struct Interpreter<'a, 'b> {
    pub(super) objects: &'a Objects<'a>,
    fonts: &'b mut Fonts,
    pub(super) budget: &'b mut Budget,
    /// Width and height of the page as displayed.
    pub(super) size: (f32, f32),
    pub(super) marks: Marks,
    /// What pieces of the page's own marked content read as, by the structure tree.
    reads_as: Option<&'b HashMap<u32, String>>,
    pub(super) glyphs: Vec<Glyph>,
    shapes: Shapes,
    pub(super) grounds: Grounds,
    layers: Layers,
}

/// What belongs to one stream: a page's, or a form's.
pub struct Frame<'a> {
    resources: Option<&'a Dictionary>,
    pub(super) state: State,
    saved: Vec<State>,
    pub(super) pen: Pen,
    depth: usize,
}

impl<'a, 'b> Interpreter<'a, 'b> {
    fn new(
        objects: &'a Objects<'a>,
        page: &PageView<'_>,
        fonts: &'b mut Fonts,
        budget: &'b mut Budget,
    ) -> Self {
        Self {
            objects,
            fonts,
            budget,
            size: (page.width, page.height),
            marks: Marks::default(),
            reads_as: None,
            glyphs: Vec::new(),
            shapes: Shapes::default(),
            grounds: Grounds::default(),
            layers: Layers::read(objects),
        }
    }

    fn drawn(self) -> Drawn {
        Drawn {
            is_blank: self.glyphs.is_empty() && self.grounds.is_untouched(),
            glyphs: self.glyphs,
            shapes: self.shapes.found(),
            images: self.grounds.images(),
        }
    }

    /// Draws annotations.
    fn annotations(&mut self, appearances: &[Appearance<'a>], page: &PageView<'a>) {
        for looks in appearances {
            let state = State::new(looks.place.then(page.display));
            self.draw_form(looks.form, state, page.resources, 0);
        }
    }

    /// Follows one stream to its end, or to the end of the budget.
    fn run(
        &mut self,
        content: &[u8],
        resources: Option<&'a Dictionary>,
        state: State,
        depth: usize,
    ) {
        /// How many letters room is made for at most before they are there.
        const ROOM: usize = 4096;
        self.glyphs.reserve((content.len() / 8).min(ROOM));
        let mut frame = Frame { resources, state, saved: Vec::new(), pen: Pen::START, depth };
        let mut operations = Operations::new(content);
        while let Some((operator, operands)) = operations.next() {
            if !self.budget.operation() || self.budget.is_spent() {
                return;
            }
            self.step(operator, operands, &mut frame);
        }
        if operations.has_images {
            self.grounds.touch();
        }
        if let Some(limit) = operations.exceeded {
            self.budget.exceed(limit);
        } else if operations.skipped {
            self.budget.skip();
        }
    }

    /// Does one operation.
    fn step(&mut self, operator: &[u8], operands: Operands<'_, '_>, frame: &mut Frame<'a>) {
        match operator {
            [b'q'] if frame.saved.len() < SAVED_STATES => frame.saved.push(frame.state.clone()),
            [b'q'] => self.budget.exceed("512 saved graphics states"),
            [b'Q'] => {
                if let Some(state) = frame.saved.pop() {
                    frame.state = state;
                }
            }
            [b'c', b'm'] => {
                if let Some(matrix) = matrix(operands) {
                    frame.state.ctm = matrix.then(frame.state.ctm);
                }
            }
            [b'D', b'o'] => self.draw(operands, frame),
            [b'B', b'M', b'C'] | [b'B', b'D', b'C'] => self.begin_mark(operands, frame),
            [b'E', b'M', b'C'] => self.end_mark(),
            [b'B', b'T'] => frame.pen = Pen::START,
            [b'T', b'f'] => self.set_font(operands, frame),
            [b'g', b's'] => self.set_state(operands, frame),
            [b'T', b'd'] | [b'T', b'D'] | [b'T', b'm'] | [b'T', b'*'] => {
                move_pen(operator, operands, frame)
            }
            [b'T', b'j'] | [b'T', b'J'] | [b'\''] | [b'"'] => {
                self.show_line(operator, operands, frame)
            }
            [b'T', b'c']
            | [b'T', b'w']
            | [b'T', b'z']
            | [b'T', b'L']
            | [b'T', b's']
            | [b'T', b'r'] => {
                set_number(operator, operands, &mut frame.state);
            }
            [b'c', b's'] => self.set_space(operands, frame),
            [b's', b'h'] => self.grounds.fill_all(),
            operator => self.draw_path(operator, operands, &mut frame.state),
        }
    }

    /// Follows a path, for the bullets that are drawn as shapes and for what text stands on.
    fn draw_path(&mut self, operator: &[u8], operands: Operands<'_, '_>, state: &mut State) {
        let mut numbers = [0.0; 6];
        let count = operands.numbers(&mut numbers);
        let numbers = &numbers[..count];
        match self.shapes.step(operator, numbers, state.ctm) {
            Some(shape) => {
                self.grounds.touch();
                if shape.filled && !state.white {
                    self.grounds.fill(&shape);
                }
            }
            None => ground::set_colour(operator, numbers, state),
        }
    }

    /// Sets the space of colours (`cs`).
    fn set_space(&self, operands: Operands<'_, '_>, frame: &mut Frame<'a>) {
        let name = operands.name(0).unwrap_or_default();
        let space = self.resource(frame, b"ColorSpace", name);
        let sort = space
            .and_then(|space| object::resolve(space.as_array().ok()?.first()?, self.objects))
            .and_then(|sort| sort.as_name().ok())
            .unwrap_or(name);
        let additive: [&[u8]; 6] =
            [b"DeviceGray", b"DeviceRGB", b"DeviceCMYK", b"CalGray", b"CalRGB", b"ICCBased"];
        frame.state.additive = additive.contains(&sort);
        frame.state.white = false;
    }

    /// Draws a form (`Do`); images show no letters.
    fn draw(&mut self, operands: Operands<'_, '_>, frame: &mut Frame<'a>) {
        match self.form(operands, frame) {
            Some(form) => {
                self.draw_form(form, frame.state.clone(), frame.resources, frame.depth);
            }
            None => self.grounds.image(frame.state.ctm),
        }
    }

    /// Draws a form from within a stream of this depth, which it inherits resources from.
    fn draw_form(
        &mut self,
        form: &'a Stream,
        mut state: State,
        resources: Option<&'a Dictionary>,
        depth: usize,
    ) {
        if self.layers.hide(&form.dict, self.objects) || !self.budget.form() {
            return;
        }
        if depth >= FORM_DEPTH {
            self.budget.exceed("12 forms inside one another");
            return;
        }
        let Some(content) = object::unpacked(form, self.budget) else {
            return;
        };
        let matrix = object::array(&form.dict, b"Matrix", self.objects)
            .and_then(|matrix| Matrix::read(matrix, self.objects));
        if let Some(matrix) = matrix {
            state.ctm = matrix.then(state.ctm);
        }
        let resources = object::dict(&form.dict, b"Resources", self.objects).or(resources);
        self.run(&content, resources, state, depth + 1);
    }

    /// The form that a name in the resources stands for.
    fn form(&self, operands: Operands<'_, '_>, frame: &Frame<'a>) -> Option<&'a Stream> {
        let objects = self.objects;
        let drawn = object::dict(frame.resources?, b"XObject", objects)?;
        let drawn = drawn.get(operands.name(0)?).ok()?;
        if drawn.as_reference().is_ok_and(|id| objects.is_image(id)) {
            return None;
        }
        let drawn = object::resolve(drawn, objects)?.as_stream().ok()?;
        let is_form = object::name(&drawn.dict, b"Subtype", objects) == Some(b"Form");
        is_form.then_some(drawn)
    }

    /// Sets font and size (`Tf`).
    fn set_font(&mut self, operands: Operands<'_, '_>, frame: &mut Frame<'a>) {
        if let Some(size) = operands.number(1) {
            frame.state.size = size;
        }
        let Some(name) = operands.name(0) else {
            return;
        };
        let font = frame
            .resources
            .and_then(|resources| object::dict(resources, b"Font", self.objects))
            .and_then(|fonts| fonts.get(name).ok());
        frame.state.font = match font {
            Some(font) => self.font(font),
            None => Some(self.lost_font()),
        };
    }

    /// Sets the font that a dictionary of graphics state names (`gs`).
    fn set_state(&mut self, operands: Operands<'_, '_>, frame: &mut Frame<'a>) {
        let Some([font, size]) = operands
            .name(0)
            .and_then(|name| self.resource(frame, b"ExtGState", name))
            .and_then(object::as_dict)
            .and_then(|state| object::array(state, b"Font", self.objects))
        else {
            return;
        };
        frame.state.size = object::number(size, self.objects).unwrap_or(frame.state.size);
        frame.state.font = self.font(font);
    }

    /// The font of a dictionary, read if this is the first time; `None` where there are too many.
    fn font(&mut self, font: &'a Object) -> Option<Rc<Font>> {
        let Some(dict) = object::resolve(font, self.objects).and_then(object::as_dict) else {
            return Some(self.lost_font());
        };
        let place = std::ptr::from_ref(dict);
        if let Some(font) = self.fonts.get(&place) {
            return Some(font.clone());
        }
        if self.fonts.len() >= FONTS {
            self.budget.exceed("1000 fonts");
            return None;
        }
        let _stage = clock::enter(Stage::Fonts);
        let font = Rc::new(Font::read(dict, self.objects, self.budget));
        self.fonts.insert(place, font.clone());
        Some(font)
    }

    /// The font that stands for those that are named and not there.
    fn lost_font(&mut self) -> Rc<Font> {
        self.fonts.entry(std::ptr::null()).or_insert_with(|| Rc::new(Font::lost())).clone()
    }

    /// Begins a piece of marked content.
    fn begin_mark(&mut self, operands: Operands<'_, '_>, frame: &Frame<'a>) {
        let named =
            || self.resource(frame, b"Properties", operands.name(1)?).and_then(object::as_dict);
        let properties = operands.dictionary(1).or_else(named);
        let start = self.glyphs.len();
        let tag = operands.name(0).unwrap_or_default();
        let is_off =
            tag == b"OC" && properties.is_some_and(|it| self.layers.is_off(it, self.objects));
        // The numbers of a form's pieces are its own, and not those of the page.
        let reads_as = self.reads_as.filter(|_| frame.depth == 0);
        self.marks.begin(tag, properties, self.objects, reads_as, (start, is_off));
    }

    /// Ends a piece of marked content; letters that it puts in are paid for.
    fn end_mark(&mut self) {
        let before = self.glyphs.len();
        self.marks.end(&mut self.glyphs);
        for _ in before..self.glyphs.len() {
            self.budget.glyph();
        }
    }

    fn resource(&self, frame: &Frame<'a>, kind: &[u8], name: &[u8]) -> Option<&'a Object> {
        let objects = self.objects;
        object::get(object::dict(frame.resources?, kind, objects)?, name, objects)
    }
}

/// Moves the pen to another line.
fn move_pen(operator: &[u8], operands: Operands<'_, '_>, frame: &mut Frame<'_>) {
    let number = |index| operands.number(index).unwrap_or(0.0);
    match operator {
        [b'T', b'm'] => {
            if let Some(line) = matrix(operands) {
                frame.pen.set(line);
            }
        }
        [b'T', b'*'] => frame.pen.next_line(0.0, -frame.state.leading),
        operator => {
            if operator == b"TD" {
                frame.state.leading = -number(1);
            }
            frame.pen.next_line(number(0), number(1));
        }
    }
}

/// Sets one of the numbers of the text state.
fn set_number(operator: &[u8], operands: Operands<'_, '_>, state: &mut State) {
    let Some(value) = operands.number(0) else {
        return;
    };
    match operator {
        [b'T', b'c'] => state.letter_spacing = value,
        [b'T', b'w'] => state.word_spacing = value,
        [b'T', b'z'] => state.stretch = value / 100.0,
        [b'T', b'L'] => state.leading = value,
        [b'T', b's'] => state.rise = value,
        [b'T', b'r'] => state.rendering = value as i64,
        _ => {}
    }
}

/// The map that six operands make.
fn matrix(operands: Operands<'_, '_>) -> Option<Matrix> {
    let number = |index| operands.number(index);
    Some(Matrix::new(number(0)?, number(1)?, number(2)?, number(3)?, number(4)?, number(5)?))
}

#[cfg(test)]
mod tests {
    use lopdf::{Stream, dictionary};

    use crate::pdf::sample::{Sample, lines, show};
    use crate::text::Notice;

    #[test]
    fn forms_are_drawn_where_their_matrix_puts_them_and_not_for_ever() {
        let form = dictionary! {
            "Subtype" => "Form",
            "Matrix" => vec![1.into(), 0.into(), 0.into(), 1.into(), 0.into(), (-50).into()],
        };
        let form = Stream::new(form, (show(70.0, 700.0, "vorm") + "/X Do").into_bytes());
        let content = show(70.0, 690.0, "pagina") + "/X Do";
        let lines = Sample::new(&[&content]).resource("XObject", "X", form).lines();
        assert_eq!(lines[..2], ["pagina", "vorm"]);
        assert_eq!(lines.len(), 1 + crate::pdf::limits::FORM_DEPTH);
    }

    #[test]
    fn what_the_file_says_a_piece_reads_as_is_what_it_reads_as() {
        let content = "/Span <</ActualText (fiets)>> BDC ".to_owned()
            + &show(70.0, 700.0, "x")
            + "EMC /Span <</ActualText ()>> BDC "
            + &show(90.0, 700.0, "y")
            + "EMC";
        assert_eq!(lines(&content), ["fiets   y"]);
    }

    #[test]
    fn text_in_a_font_that_is_not_there_is_said_to_be_unknown() {
        let content = show(70.0, 700.0, "De raad") + "BT /F9 10 Tf 70 680 Td (bes) Tj ET";
        assert_eq!(lines(&content), ["De raad", "\u{fffd}\u{fffd}\u{fffd}"]);
    }

    #[test]
    fn reading_goes_on_behind_what_is_no_operation_and_that_is_said() {
        let content = show(70.0, 700.0, "De raad") + ") } (" + &show(70.0, 680.0, "besluit");
        let document = crate::pdf::read(&Sample::new(&[&content]).bytes()).unwrap();
        assert_eq!(document.text(), "De raad\nbesluit\n");
        let notice = Notice::whole(
            "pdf-skipped",
            "what is drawn could not be read everywhere; parts were passed over, and text may be \
             missing",
        );
        assert_eq!(document.notices(), [notice]);
    }

    #[test]
    fn a_thousand_saved_states_end() {
        let content = "q ".repeat(1000) + &show(70.0, 700.0, "x") + &"Q ".repeat(2000);
        assert_eq!(lines(&content), ["x"]);
    }
}
