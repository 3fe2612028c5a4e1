//! Scans: which pages are recognised, what is kept of them, and what is said where nobody can.

use moties::error::{Code, Error};
use moties::grammar::Grammars;
use moties::import::read;
use moties::motion::TextSource;
use moties::scan::{
    self, Nobody, Picture, Recognise, RecogniseError, Recognised, RecognisedWord, Tesseract,
};

/// Blots: something is written on the page, and none of it is text.
const BLOTS: &str = "100 700 40 9 re f 150 700 40 9 re f 200 700 40 9 re f 250 700 40 9 re f";

/// A PDF whose pages, 600 by 800 points, draw this.
fn pdf(pages: &[&str]) -> Vec<u8> {
    let kids: Vec<String> = (0..pages.len()).map(|page| format!("{} 0 R", 4 + 2 * page)).collect();
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!("<</Type/Pages/Count {}/Kids[{}]>>", pages.len(), kids.join(" ")),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
    ];
    for (index, content) in pages.iter().enumerate() {
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents {} 0 R\
             /Resources<</Font<</F 3 0 R>>>>>>",
            5 + 2 * index
        ));
        objects.push(format!("<</Length {}>>stream\n{content}\nendstream", content.len()));
    }
    let mut file = "%PDF-1.7\n".to_owned();
    let mut places = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        places.push(file.len());
        file += &format!("{} 0 obj\n{object}\nendobj\n", index + 1);
    }
    let table = file.len();
    file += &format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1);
    file.extend(places.iter().map(|place| format!("{place:010} 00000 n \n")));
    file +=
        &format!("trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n", places.len() + 1);
    file.into_bytes()
}

fn shown(text: &str) -> String {
    format!("BT /F 12 Tf 70 700 Td ({text}) Tj ET")
}

/// Answers the same to every picture, and counts them.
struct Answers(Result<Recognised, RecogniseError>, usize);

impl Answers {
    /// The words of a line, 300 pixels from the left and 1000 from the top, 10 pixels apart.
    fn line(text: &str, confidence: f32) -> Self {
        let mut x0 = 300;
        let words = text.split(' ').map(|text| {
            let x1 = x0 + 25 * text.chars().count() as u32;
            let word = RecognisedWord {
                text: text.to_owned(),
                x0,
                y0: 1000,
                x1,
                y1: 1036,
                confidence,
                block: 1,
                paragraph: 1,
                line: 1,
            };
            x0 = x1 + 12;
            word
        });
        Self(Ok(Recognised { words: words.collect() }), 0)
    }
}

impl Recognise for Answers {
    fn recognise(&mut self, picture: &Picture) -> Result<Recognised, RecogniseError> {
        assert_eq!((picture.width(), picture.height(), picture.dpi()), (2500, 3333, 300));
        self.1 += 1;
        self.0.clone()
    }
}

fn notices(read: &scan::Read) -> Vec<String> {
    let notice = |notice: &moties::text::Notice| format!("{}: {}", notice.code, notice.message);
    read.document.notices().iter().map(notice).collect()
}

#[test]
fn a_page_of_text_is_not_recognised() {
    let mut answers = Answers::line("iets anders", 90.0);
    let read = scan::read(&pdf(&[&shown("De raad")]), &mut answers).unwrap();
    assert_eq!((read.document.text(), answers.1, read.recognised.len()), ("De raad\n", 0, 0));
}

#[test]
fn a_page_without_text_is_and_its_words_keep_place_and_confidence() {
    let mut answers = Answers::line("De raad besluit", 91.0);
    let read = scan::read(&pdf(&[BLOTS]), &mut answers).unwrap();
    assert_eq!((read.document.text(), &read.recognised[..]), ("De raad besluit\n", &[1][..]));
    let word = &read.document.words()[1];
    assert_eq!(read.document.slice(&word.range), "raad");
    assert_eq!(word.confidence, Some(91.0));
    let [x0, y0, x1, y1] = word.bbox.rounded();
    assert!((x0 - 86.9).abs() < 1.0 && (x1 - 110.9).abs() < 1.0, "{:?}", word.bbox);
    assert!((238.0..=241.0).contains(&y0) && (247.0..=252.0).contains(&y1), "{:?}", word.bbox);
    assert!(notices(&read).is_empty());
}

#[test]
fn a_page_of_lines_is_looked_at_and_a_blank_one_is_not() {
    let pages = |content| moties::pdf::pages(&pdf(&[content])).unwrap();
    assert!(pages("q Q").list()[0].is_blank());
    for drawn in [BLOTS, "0 0 m 9 9 l S", "BI /W 1 /H 1 ID x EI", "/X sh"] {
        assert!(!pages(drawn).list()[0].is_blank(), "{drawn}");
    }
}

#[test]
fn a_blank_page_is_not_recognised() {
    let mut answers = Answers::line("spook", 90.0);
    let error = Error::from(scan::read(&pdf(&[""]), &mut answers).unwrap_err());
    assert_eq!((error.code, answers.1), (Code::PdfNoText, 0));
}

#[test]
fn a_text_that_makes_no_words_gives_way_to_a_better_one() {
    let rubbish = "ef sbbe wbo ef hfnffouf cfttmvju ebu ifu dpmmfhf ".repeat(5);
    let rubbish = shown(&rubbish).replace("12 Tf", "3 Tf");
    let good =
        "de raad van de gemeente besluit dat het college de bomen van de stad telt ".repeat(4);
    let mut answers = Answers::line(good.trim(), 90.0);
    let read = scan::read(&pdf(&[&rubbish, &shown("De raad")]), &mut answers).unwrap();
    assert!(
        read.document.text().starts_with("de raad van de gemeente"),
        "{}",
        read.document.text()
    );
    assert_eq!(
        notices(&read),
        [
            "ocr-page: the text of page 1 was recognised from pictures, that of the others is in the file"
        ]
    );
    let mut answers = Answers::line("xq zzkw", 20.0);
    let read = scan::read(&pdf(&[&rubbish]), &mut answers).unwrap();
    assert!(read.document.text().starts_with("ef sbbe") && answers.1 == 1);
    assert!(read.recognised.is_empty());
}

#[test]
fn words_that_nobody_is_sure_of_are_said() {
    let read = scan::read(&pdf(&[BLOTS]), &mut Answers::line("De roed", 40.0)).unwrap();
    assert_eq!(
        notices(&read),
        ["ocr-doubtful: the words of page 1 were recognised with a confidence of 40 of 100"]
    );
}

#[test]
fn where_nobody_recognises_the_pages_of_text_are_read() {
    let file = pdf(&[BLOTS, &shown("De raad"), BLOTS]);
    let read = scan::read(&file, &mut Nobody).unwrap();
    assert_eq!(read.document.text(), "\u{c}De raad\n\u{c}");
    assert_eq!(
        notices(&read),
        ["needs-ocr: the pictures of text on pages 1 and 3 were not read: \
          expected a program that reads Dutch, found that none may be started here"]
    );
    let error = Error::from(scan::read(&pdf(&[BLOTS]), &mut Nobody).unwrap_err());
    assert_eq!(error.code, Code::NeedsOcr);
    assert_eq!(
        error.to_string(),
        "expected a program that reads Dutch, found that none may be started here, and found \
         pictures of text on page 1; install tesseract with its Dutch data, on Debian the packages \
         tesseract-ocr and tesseract-ocr-nld, and read it again"
    );
}

#[test]
fn a_recogniser_that_fails_or_hangs_is_named() {
    let failed = RecogniseError::Failed("found that it failed: kapot".to_owned());
    let mut answers = Answers(Err(failed), 0);
    let error = Error::from(scan::read(&pdf(&[BLOTS, BLOTS]), &mut answers).unwrap_err());
    assert_eq!((error.code, answers.1), (Code::OcrFailed, 2));
    assert_eq!(
        error.to_string(),
        "expected words from `tesseract`, found that it failed: kapot, and found pictures of text \
         on pages 1 and 2; read it again; if it fails again, scan the paper anew, at 300 dpi"
    );
    let mut answers = Answers(Err(RecogniseError::TimedOut(60)), 0);
    let read = scan::read(&pdf(&[BLOTS, BLOTS, &shown("De raad")]), &mut answers).unwrap();
    assert_eq!(answers.1, 1, "one that hangs is not asked again");
    assert_eq!(
        notices(&read),
        ["ocr-failed: the pictures of text on pages 1 and 2 were not read: \
          expected words within 60 s, `tesseract` took longer"]
    );
}

/// Drawing all of its pages would take more time than a document has.
#[test]
fn a_long_scan_waits_for_a_program_and_does_not_run_out_of_time() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("lang.pdf");
    std::fs::write(&file, pdf(&[BLOTS, ""].repeat(95))).unwrap();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_moties"))
        .args(["import", "--json"])
        .arg(&file)
        .env("MOTIES_DATA", dir.path().join("data"))
        .env("PATH", dir.path())
        .output()
        .unwrap();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["code"], "needs-ocr", "{report}");
}

/// The corpus holds scans; their truths are tested with all others.
#[test]
fn a_scan_says_that_it_is_one() {
    let scans: Vec<_> = crate::files("corpus", "pdf")
        .into_iter()
        .filter(|path| path.to_string_lossy().ends_with("-gescand.pdf"))
        .collect();
    assert!(scans.len() >= 3, "{scans:?}");
    let bytes = std::fs::read(&scans[0]).unwrap();
    let reading =
        read::reading("scan.pdf", &bytes, &Grammars::built_in(), &mut Tesseract::default())
            .expect("tesseract-ocr and tesseract-ocr-nld are there");
    assert_eq!(reading.motions[0].source.text, TextSource::Ocr);
}
