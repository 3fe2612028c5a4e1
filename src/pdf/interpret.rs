//! Content streams: the drawing operations of a page, followed as far as they show letters.
//!
//! Knows text, graphics state, forms and marked content. Does not know paths, images, colours and
//! clipping. Stops where the [`Budget`] ends; a stream that cannot be read on is left there.

use std::collections::HashMap;
use std::rc::Rc;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::flood;
use super::font::Font;
use super::glyph::Glyph;
use super::limits::{Budget, FORM_DEPTH, SAVED_STATES};
use super::load::PageView;
use super::marks::{self, Marks};
use super::matrix::Matrix;
use super::object;
use super::state::{Pen, State};

/// The fonts of a file, each read once.
pub type Fonts = HashMap<ObjectId, Rc<Font>>;

/// Reads the letters of a page, in the order in which they are drawn.
pub fn glyphs(
    document: &Document,
    page: &PageView<'_>,
    fonts: &mut Fonts,
    budget: &mut Budget,
) -> Vec<Glyph> {
    let content = page.content(document, budget);
    let mut interpreter = Interpreter {
        document,
        fonts,
        budget,
        size: (page.width, page.height),
        marks: Marks::default(),
        glyphs: Vec::new(),
    };
    interpreter.run(&content, page.resources, State::new(page.display), 0);
    interpreter.glyphs
}

/// What stays the same while the streams of one page are followed.
struct Interpreter<'a, 'b> {
    document: &'a Document,
    fonts: &'b mut Fonts,
    budget: &'b mut Budget,
    /// Width and height of the page as displayed.
    size: (f32, f32),
    marks: Marks,
    glyphs: Vec<Glyph>,
}

/// What belongs to one stream: a page's, or a form's.
struct Frame<'a> {
    resources: Option<&'a Dictionary>,
    state: State,
    saved: Vec<State>,
    pen: Pen,
    depth: usize,
}

impl<'a> Interpreter<'a, '_> {
    /// Follows one stream to its end, or to the end of the budget.
    fn run(
        &mut self,
        content: &[u8],
        resources: Option<&'a Dictionary>,
        state: State,
        depth: usize,
    ) {
        if flood::is_flood(content) {
            self.budget.exceed("250000 operands to one operator");
            return;
        }
        let mut frame = Frame { resources, state, saved: Vec::new(), pen: Pen::START, depth };
        for operation in Content::decode_iter(content).flatten() {
            if !self.budget.operation() || self.budget.is_spent() {
                return;
            }
            self.step(&operation, &mut frame);
        }
    }

    /// Does one operation.
    fn step(&mut self, operation: &Operation, frame: &mut Frame<'a>) {
        let operands = operation.operands.as_slice();
        match operation.operator.as_str() {
            "q" if frame.saved.len() < SAVED_STATES => frame.saved.push(frame.state.clone()),
            "q" => self.budget.exceed("512 saved graphics states"),
            "Q" => frame.state = frame.saved.pop().unwrap_or_else(|| frame.state.clone()),
            "cm" => {
                if let Some(matrix) = Matrix::read(operands, self.document) {
                    frame.state.ctm = matrix.then(frame.state.ctm);
                }
            }
            "Do" => self.draw(operands, frame),
            "BMC" | "BDC" => self.begin_mark(operands, frame),
            "EMC" => self.marks.end(&mut self.glyphs),
            "BT" => frame.pen = Pen::START,
            "Tf" => self.set_font(operands, frame),
            "gs" => self.set_state(operands, frame),
            "Td" | "TD" | "Tm" | "T*" => self.move_pen(operation, frame),
            "Tj" | "TJ" | "'" | "\"" => self.show_line(operation, frame),
            operator => self.set_number(operator, operands, &mut frame.state),
        }
    }

    /// Sets one of the numbers of the text state.
    fn set_number(&self, operator: &str, operands: &[Object], state: &mut State) {
        let Some(value) = self.number(operands, 0) else {
            return;
        };
        match operator {
            "Tc" => state.letter_spacing = value,
            "Tw" => state.word_spacing = value,
            "Tz" => state.stretch = value / 100.0,
            "TL" => state.leading = value,
            "Ts" => state.rise = value,
            "Tr" => state.rendering = value as i64,
            _ => {}
        }
    }

    /// Moves the pen to another line.
    fn move_pen(&mut self, operation: &Operation, frame: &mut Frame<'a>) {
        let number = |index| self.number(&operation.operands, index).unwrap_or(0.0);
        match operation.operator.as_str() {
            "Tm" => {
                if let Some(line) = Matrix::read(&operation.operands, self.document) {
                    frame.pen.set(line);
                }
            }
            "T*" => frame.pen.next_line(0.0, -frame.state.leading),
            operator => {
                if operator == "TD" {
                    frame.state.leading = -number(1);
                }
                frame.pen.next_line(number(0), number(1));
            }
        }
    }

    /// Shows a string, after moving to the next line where the operator says so.
    fn show_line(&mut self, operation: &Operation, frame: &mut Frame<'a>) {
        let operands = &operation.operands;
        match operation.operator.as_str() {
            "'" => frame.pen.next_line(0.0, -frame.state.leading),
            "\"" => {
                frame.state.word_spacing = self.number(operands, 0).unwrap_or(0.0);
                frame.state.letter_spacing = self.number(operands, 1).unwrap_or(0.0);
                frame.pen.next_line(0.0, -frame.state.leading);
            }
            _ => {}
        }
        match operands.last() {
            Some(Object::String(bytes, _)) => self.show(bytes, frame),
            Some(Object::Array(parts)) => {
                for part in parts {
                    match part {
                        Object::String(bytes, _) => self.show(bytes, frame),
                        kern => {
                            let kern = object::number(kern, self.document).unwrap_or(0.0);
                            let state = &frame.state;
                            frame.pen.forward(-kern / 1000.0 * state.size * state.stretch);
                        }
                    }
                }
            }
            _ => {}
        }
    }

    /// Shows the codes of a string.
    fn show(&mut self, bytes: &[u8], frame: &mut Frame<'a>) {
        let state = &frame.state;
        let Some(font) = state.font.clone() else {
            return;
        };
        let mut rest = bytes;
        while !rest.is_empty() && self.budget.glyph() {
            let (shown, length) = font.next(rest);
            rest = rest.get(length..).unwrap_or_default();
            let mut step = shown.width * state.size + state.letter_spacing;
            if shown.is_space {
                step += state.word_spacing;
            }
            step *= state.stretch;
            self.place(&shown.text, step, &font, state, frame.pen.at);
            frame.pen.forward(step);
        }
    }

    /// Puts the letters of one code on the page, if they lie on it.
    fn place(&mut self, text: &str, step: f32, font: &Font, state: &State, at: Matrix) {
        let map = at.then(state.ctm);
        let (x, y) = map.apply(0.0, state.rise);
        let size = state.size.abs() * font.scale * map.height();
        let inside = |value: f32, end: f32| (-1.0..=end + 1.0).contains(&value);
        if !(inside(x, self.size.0) && inside(y, self.size.1) && size.is_finite() && size > 0.1) {
            return;
        }
        let turn = turn(map, state.size);
        let (x, y) = turned(x, y, -turn);
        let across = map.width() * state.stretch.abs() * state.size.abs();
        let count = text.chars().count().max(1) as f32;
        let width = (step.abs() * map.width()) / count;
        for (index, letter) in text.chars().enumerate() {
            self.glyphs.push(Glyph {
                letter,
                x0: x + width * index as f32,
                x1: x + width * (index + 1) as f32,
                y,
                size,
                space: font.space * across * font.scale,
                turn,
                bold: font.bold || state.rendering == 2,
                invisible: state.rendering == 3,
                artifact: self.marks.is_artifact(),
                mark: self.marks.number(),
            });
        }
    }

    /// Draws a form (`Do`); images show no letters.
    fn draw(&mut self, operands: &[Object], frame: &mut Frame<'a>) {
        let Some(form) = self.form(operands, frame) else {
            return;
        };
        if !self.budget.form() {
            return;
        }
        if frame.depth >= FORM_DEPTH {
            self.budget.exceed("12 forms inside one another");
            return;
        }
        let Some(content) = object::unpacked(form, self.budget) else {
            return;
        };
        let mut state = frame.state.clone();
        let matrix = object::array(&form.dict, b"Matrix", self.document)
            .and_then(|matrix| Matrix::read(matrix, self.document));
        if let Some(matrix) = matrix {
            state.ctm = matrix.then(state.ctm);
        }
        let resources = object::dict(&form.dict, b"Resources", self.document).or(frame.resources);
        self.run(&content, resources, state, frame.depth + 1);
    }

    /// The form that a name in the resources stands for.
    fn form(&self, operands: &[Object], frame: &Frame<'a>) -> Option<&'a Stream> {
        let name = operands.first()?.as_name().ok()?;
        let drawn = self.resource(frame, b"XObject", name)?.as_stream().ok()?;
        let is_form = object::name(&drawn.dict, b"Subtype", self.document) == Some(b"Form");
        is_form.then_some(drawn)
    }

    /// Sets font and size (`Tf`).
    fn set_font(&mut self, operands: &[Object], frame: &mut Frame<'a>) {
        if let Some(size) = self.number(operands, 1) {
            frame.state.size = size;
        }
        let Some(name) = operands.first().and_then(|name| name.as_name().ok()) else {
            return;
        };
        let font = frame
            .resources
            .and_then(|resources| object::dict(resources, b"Font", self.document))
            .and_then(|fonts| fonts.get(name).ok());
        frame.state.font = font.map(|font| self.font(font));
    }

    /// Sets the font that a dictionary of graphics state names (`gs`).
    fn set_state(&mut self, operands: &[Object], frame: &mut Frame<'a>) {
        let Some([font, size]) = operands
            .first()
            .and_then(|name| name.as_name().ok())
            .and_then(|name| self.resource(frame, b"ExtGState", name))
            .and_then(object::as_dict)
            .and_then(|state| object::array(state, b"Font", self.document))
        else {
            return;
        };
        frame.state.size = object::number(size, self.document).unwrap_or(frame.state.size);
        frame.state.font = Some(self.font(font));
    }

    /// The font behind a reference, read if this is the first time.
    fn font(&mut self, font: &Object) -> Rc<Font> {
        let read = |budget: &mut Budget| {
            let empty = Dictionary::new();
            let dict =
                object::resolve(font, self.document).and_then(object::as_dict).unwrap_or(&empty);
            Rc::new(Font::read(dict, self.document, budget))
        };
        match font {
            Object::Reference(id) => {
                self.fonts.entry(*id).or_insert_with(|| read(self.budget)).clone()
            }
            _ => read(self.budget),
        }
    }

    /// Begins a piece of marked content.
    fn begin_mark(&mut self, operands: &[Object], frame: &Frame<'a>) {
        let tag = operands.first().and_then(|tag| tag.as_name().ok());
        let properties = marks::properties(operands.get(1), frame.resources, self.document);
        let start = self.glyphs.len();
        self.marks.begin(tag.unwrap_or_default(), properties, self.document, start);
    }

    fn resource(&self, frame: &Frame<'a>, kind: &[u8], name: &[u8]) -> Option<&'a Object> {
        let document = self.document;
        object::get(object::dict(frame.resources?, kind, document)?, name, document)
    }

    fn number(&self, operands: &[Object], index: usize) -> Option<f32> {
        object::number(operands.get(index)?, self.document).filter(|value| value.is_finite())
    }
}

/// How far a line is turned, in degrees clockwise; within two degrees of a quarter it is a quarter.
fn turn(map: Matrix, size: f32) -> i16 {
    let degrees = (map.b * size.signum()).atan2(map.a * size.signum()).to_degrees();
    let quarter = (degrees / 90.0).round() * 90.0;
    let degrees = if (degrees - quarter).abs() <= 2.0 { quarter } else { degrees.round() };
    (degrees as i16).rem_euclid(360)
}

/// Turns a point about the page's corner, in degrees clockwise.
pub fn turned(x: f32, y: f32, degrees: i16) -> (f32, f32) {
    match degrees.rem_euclid(360) {
        0 => (x, y),
        90 => (-y, x),
        180 => (-x, -y),
        270 => (y, -x),
        degrees => {
            let (sin, cos) = f32::from(degrees).to_radians().sin_cos();
            (x * cos - y * sin, x * sin + y * cos)
        }
    }
}
