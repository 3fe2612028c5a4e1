//! The name of a file, as the header `Content-Disposition` gives it.
//!
//! Whoever sends a file is not refused for how its name is written: a name in no encoding that is known
//! is read as far as it goes.

use axum::http::{HeaderMap, HeaderValue, header};

/// Finds the name of a file in its headers; `None` for what is no file, empty for one without a name.
///
/// `filename*` (RFC 8187) counts more than `filename`, which clients that know no better send beside it.
pub(super) fn file_name(headers: &HeaderMap) -> Option<String> {
    let header = headers.get(header::CONTENT_DISPOSITION)?.as_bytes();
    let parameters = parameters(header);
    let of = |name: &str| {
        let is_it = |key: &[u8]| key.eq_ignore_ascii_case(name.as_bytes());
        parameters.iter().find(|(key, _)| is_it(key)).map(|(_, value)| *value)
    };
    of("filename*").and_then(extended).or_else(|| of("filename").map(plain))
}

/// The header that has a document saved under the name that it came with (RFC 6266): plain letters for
/// those who know no better, and all of it.
pub(super) fn attachment(file: &str) -> HeaderValue {
    let base = file.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = base.chars().map(|c| if c.is_control() { '_' } else { c }).collect();
    let name = Some(name.trim()).filter(|name| !name.is_empty()).unwrap_or("document");
    let is_plain = |c: char| c.is_ascii_graphic() && !"\"\\%".contains(c) || c == ' ';
    let plain: String = name.chars().map(|c| if is_plain(c) { c } else { '_' }).collect();
    let is_same = |b: u8| b.is_ascii_alphanumeric() || b"-_.~".contains(&b);
    let all: String = name
        .bytes()
        .map(|b| if is_same(b) { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect();
    let value = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{all}");
    HeaderValue::from_str(&value).expect("nothing but plain letters is in it")
}

/// The parameters of a header, each with its value as it stands there.
fn parameters(header: &[u8]) -> Vec<(&[u8], &[u8])> {
    let (mut is_quoted, mut before) = (false, b' ');
    let ends = |&byte: &u8| {
        if byte == b'"' && !(is_quoted && before == b'\\') {
            is_quoted = !is_quoted;
        }
        before = byte;
        byte == b';' && !is_quoted
    };
    header.split(ends).filter_map(pair).collect()
}

/// A parameter: its name, and what stands behind `=`.
fn pair(parameter: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = parameter.iter().position(|&byte| byte == b'=')?;
    Some((parameter[..at].trim_ascii(), parameter[at + 1..].trim_ascii()))
}

/// A value as browsers write it: in quotes, within which a quote has a backslash before it.
fn plain(value: &[u8]) -> String {
    let text = String::from_utf8_lossy(value);
    match text.strip_prefix('"') {
        Some(quoted) => quoted.strip_suffix('"').unwrap_or(quoted).replace("\\\"", "\""),
        None => text.into_owned(),
    }
}

/// A value of RFC 8187: `UTF-8'nl'caf%C3%A9`.
fn extended(value: &[u8]) -> Option<String> {
    let mut parts = value.splitn(3, |&byte| byte == b'\'');
    let (charset, _, text) = (parts.next()?, parts.next()?, parts.next()?);
    let bytes = decoded(text);
    if charset.eq_ignore_ascii_case(b"iso-8859-1") {
        return Some(bytes.into_iter().map(char::from).collect());
    }
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// Bytes of which some are written as `%` and two hexadecimal digits.
fn decoded(text: &[u8]) -> Vec<u8> {
    let digit = |at: usize| text.get(at).and_then(|&byte| char::from(byte).to_digit(16));
    let mut bytes = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let pair = (text[at] == b'%').then(|| digit(at + 1).zip(digit(at + 2))).flatten();
        let byte = pair.and_then(|(high, low)| u8::try_from(high << 4 | low).ok());
        bytes.push(byte.unwrap_or(text[at]));
        at += if byte.is_some() { 3 } else { 1 };
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_saved_under_its_name() {
        for (file, expected) in [
            ("map/motie 1.pdf", "filename=\"motie 1.pdf\"; filename*=UTF-8''motie%201.pdf"),
            ("café.txt", "filename=\"caf_.txt\"; filename*=UTF-8''caf%C3%A9.txt"),
            ("C:\\x\\a\"b;c.txt", "filename=\"a_b;c.txt\"; filename*=UTF-8''a%22b%3Bc.txt"),
            ("a\r\nb: c", "filename=\"a__b: c\"; filename*=UTF-8''a__b%3A%20c"),
            ("map/", "filename=\"document\"; filename*=UTF-8''document"),
        ] {
            assert_eq!(attachment(file).to_str().unwrap(), format!("attachment; {expected}"));
        }
    }

    #[test]
    fn names_are_read_as_clients_write_them() {
        for (header, expected) in [
            (b"form-data; name=\"file\"; filename=\"m 1.txt\"".as_slice(), Some("m 1.txt")),
            (b"attachment; FileName=m.txt", Some("m.txt")),
            (b"form-data; name=\"filename\"", None),
            (b"form-data; name=\"a; filename=b\"", None),
            (b"form-data; filename=\"a;b=c.txt\"", Some("a;b=c.txt")),
            (b"form-data; filename=\"a\\\"b.txt\"; name=\"x\"", Some("a\"b.txt")),
            (b"form-data; filename=\"C:\\moties\\a.pdf\"", Some("C:\\moties\\a.pdf")),
            (b"form-data; filename=\"caf\xc3\xa9.pdf\"", Some("café.pdf")),
            (b"form-data; filename=\"caf\xe9.pdf\"", Some("caf\u{fffd}.pdf")),
            (b"form-data; filename=\"x\"; filename*=utf-8''caf%C3%A9%2.pdf", Some("café%2.pdf")),
            (b"form-data; filename*=ISO-8859-1'nl'caf%E9.pdf", Some("café.pdf")),
            (b"form-data; filename*=geen; filename=b.txt", Some("b.txt")),
            (b"form-data; filename=\"\"", Some("")),
            (b"form-data; filename=\"open", Some("open")),
        ] {
            let value = HeaderValue::from_bytes(header).unwrap();
            let headers = HeaderMap::from_iter([(header::CONTENT_DISPOSITION, value)]);
            assert_eq!(file_name(&headers).as_deref(), expected, "{}", header.escape_ascii());
        }
        assert_eq!(file_name(&HeaderMap::new()), None);
    }
}
