//! Papers as PDF, with their text in them or as pictures of them.

mod broken;
mod code;
mod content;
mod face;
mod file;
mod raster;
mod scan;
mod sheet;

pub(super) use broken::{locked, misplaced, without_end, without_table};
use code::{Coding, Font};
use content::Drawing;
use file::{File, Making};
use sheet::{HEIGHT, Run, Sheets, WIDTH};

use super::Noise;
use super::dice::Dice;
use super::paper::Paper;

/// A PDF, and the page of each block.
#[derive(Debug)]
pub(super) struct Pdf {
    pub(super) bytes: Vec<u8>,
    /// From 1, the first and the last page that a block stands on.
    pub(super) pages: Vec<(u32, u32)>,
}

/// Lays a paper out as a PDF with its text in it.
pub(super) fn lay(paper: &Paper, dice: &mut Dice) -> Pdf {
    let Sheets { mut pages, of_block } = sheet::set(paper, dice);
    let coding = Coding::of(dice);
    if coding.has_ligatures() && dice.chance(25) {
        pages.iter_mut().flat_map(|page| &mut page.runs).for_each(Run::ligate);
    }
    let fonts = Font::all(&pages, coding);
    let drawing = Drawing::of(dice);
    let mut file = File::new(Making::of(dice));
    let names: Vec<String> = fonts
        .iter()
        .enumerate()
        .map(|(place, font)| format!("/F{place} {} 0 R", add_font(&mut file, font)))
        .collect();
    let resources = file.add(format!("<</Font<<{}>>>>", names.concat()));
    let numbers: Vec<usize> = pages
        .iter()
        .map(|page| {
            let content = file.add_stream("", content::stream(page, &fonts, drawing));
            add_page(&mut file, content, resources)
        })
        .collect();
    Pdf { bytes: file.finish(&numbers), pages: of_block }
}

/// Lays a paper out as a scanner hands it over: pictures of its pages.
pub(super) fn scan(paper: &Paper, dice: &mut Dice, noise: Noise) -> Pdf {
    let Sheets { pages, of_block } = sheet::set(paper, dice);
    let mut file = File::new(Making::of(dice));
    let numbers: Vec<usize> = pages
        .iter()
        .map(|page| {
            let picture = scan::picture(page, dice, noise);
            let dict = format!(
                "/Type/XObject/Subtype/Image/Width {}/Height {}/ColorSpace/DeviceGray\
                 /BitsPerComponent {}",
                picture.width, picture.height, picture.bits
            );
            let image = file.add_stream(&dict, picture.bytes);
            let resources = file.add(format!("<</XObject<</Im0 {image} 0 R>>>>"));
            let mut content = b"q ".to_vec();
            content::number(&mut content, WIDTH);
            content.extend_from_slice(b"0 0 ");
            content::number(&mut content, HEIGHT);
            content.extend_from_slice(b"0 0 cm /Im0 Do Q\n");
            let content = file.add_stream("", content);
            add_page(&mut file, content, resources)
        })
        .collect();
    Pdf { bytes: file.finish(&numbers), pages: of_block }
}

/// A PDF of pages that nothing is on.
pub(super) fn blank(dice: &mut Dice, pages: usize) -> Vec<u8> {
    let mut file = File::new(Making::of(dice));
    let resources = file.add("<<>>".to_owned());
    let content = file.add_stream("", Vec::new());
    let numbers: Vec<usize> = (0..pages).map(|_| add_page(&mut file, content, resources)).collect();
    file.finish(&numbers)
}

fn add_page(file: &mut File, content: usize, resources: usize) -> usize {
    let mut size = Vec::new();
    content::number(&mut size, WIDTH);
    content::number(&mut size, HEIGHT);
    let size = String::from_utf8_lossy(&size);
    file.add(format!(
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 {}]/Resources {resources} 0 R/Contents {content} 0 R>>",
        size.trim_end()
    ))
}

/// Adds the objects of a font, and tells the number of the one that pages name.
fn add_font(file: &mut File, font: &Font) -> usize {
    let face = font.face.face();
    let name =
        if font.is_embedded() { format!("ABCDEF+{}", face.name) } else { face.name.to_owned() };
    let map = font.is_mapped().then(|| file.add_stream("", font.to_unicode()));
    let map = map.map_or(String::new(), |map| format!("/ToUnicode {map} 0 R"));
    if !font.is_embedded() {
        return file.add(format!(
            "<</Type/Font/Subtype/Type1/BaseFont/{name}/Encoding{}>>",
            font.encoding()
        ));
    }
    let kind = if font.is_wide() { "CIDFontType0C" } else { "Type1C" };
    let program = file.add_stream(&format!("/Subtype/{kind}"), face.program.to_vec());
    let descriptor = file.add(format!(
        "<</Type/FontDescriptor/FontName/{name}/Flags 32/FontBBox[-200 -250 1100 950]/ItalicAngle 0\
         /Ascent 750/Descent -250/CapHeight 700/StemV 80/FontFile3 {program} 0 R>>"
    ));
    if !font.is_wide() {
        return file.add(format!(
            "<</Type/Font/Subtype/Type1/BaseFont/{name}/Encoding{}{}/FontDescriptor {descriptor} 0 R{map}>>",
            font.encoding(),
            font.widths()
        ));
    }
    let descendant = file.add(format!(
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/{name}/CIDSystemInfo<</Registry(Adobe)\
         /Ordering(Identity)/Supplement 0>>/FontDescriptor {descriptor} 0 R/DW 500/W[{}]>>",
        font.wide_widths()
    ));
    file.add(format!(
        "<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H\
         /DescendantFonts[{descendant} 0 R]{map}>>"
    ))
}
