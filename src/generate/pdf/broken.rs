//! PDFs that were locked, or that lost a part on their way (ISO 32000-1, 7.5.4 and 7.6).

use lopdf::encryption::{EncryptionState, EncryptionVersion, Permissions};
use lopdf::{Document, Object, StringFormat};
use memchr::memmem;

use crate::generate::dice::Dice;

/// Who may change a locked file.
const OWNER: &str = "eigenaar";

/// The same file, encrypted (RC4, 128 bits): it opens with this password, where it is one.
pub(in crate::generate) fn locked(bytes: &[u8], password: &str) -> Vec<u8> {
    let mut document = Document::load_mem(bytes).expect("the file was just made, and is whole");
    // The key is made with the file's id; one for all files, since none of them is secret.
    let id = Object::String(b"0123456789abcdef".to_vec(), StringFormat::Hexadecimal);
    document.trailer.set("ID", Object::Array(vec![id.clone(), id]));
    let state = EncryptionState::try_from(EncryptionVersion::V2 {
        document: &document,
        owner_password: OWNER,
        user_password: password,
        key_length: 128,
        permissions: Permissions::PRINTABLE,
    });
    state
        .and_then(|state| document.encrypt(&state))
        .expect("a file with an id can be encrypted with plain passwords");
    settle(&mut document);
    let mut out = Vec::with_capacity(bytes.len());
    document.save_to(&mut out).expect("a vector takes all bytes");
    out
}

/// Sets the half of the key's check that may be anything (7.6.3.4, algorithm 5), and is by chance.
fn settle(document: &mut Document) {
    let encrypt = document.trailer.get(b"Encrypt").and_then(Object::as_reference);
    let dict = encrypt.and_then(|id| document.get_dictionary_mut(id));
    if let Ok(Object::String(check, _)) = dict.and_then(|dict| dict.get_mut(b"U")) {
        check.truncate(16);
        check.resize(32, 0);
    }
}

/// The same file with its places wrong: something stands before it, or the table is said to be elsewhere.
pub(in crate::generate) fn misplaced(dice: &mut Dice, bytes: &[u8]) -> Vec<u8> {
    const HEADER: &[u8] = b"Content-Type: application/pdf\r\n\r\n";
    if dice.chance(50) {
        return [HEADER, bytes].concat();
    }
    let at = memmem::rfind(bytes, b"startxref").unwrap_or(bytes.len());
    [&bytes[..at], b"startxref\n7\n%%EOF\n"].concat()
}

/// The same file without its table, or the end of it: as a download that stopped leaves it.
pub(in crate::generate) fn without_table(bytes: &[u8]) -> Vec<u8> {
    let table = memmem::rfind(bytes, b"\nxref\n").map(|at| at + 1);
    let end = table.or_else(|| memmem::rfind(bytes, b"startxref")).unwrap_or(bytes.len());
    bytes[..end].to_vec()
}

/// The same file without its last page; `None` where its pages are told at its end.
pub(in crate::generate) fn without_end(bytes: &[u8]) -> Option<Vec<u8>> {
    if memmem::find(bytes, b"/ObjStm").is_some() {
        return None;
    }
    let page = memmem::rfind(bytes, b"/Type/Page/")?;
    // The middle of what is drawn on it, which stands before it.
    let content = memmem::rfind(&bytes[..page], b"stream\n")?;
    let start = memmem::rfind(&bytes[..content], b"stream\n").unwrap_or(content);
    Some(bytes[..start + (content - start) / 2].to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::pdf::blank;

    #[test]
    fn a_locked_file_is_the_same_each_time() {
        let bytes = blank(&mut Dice::of(1, 1), 1);
        let once = locked(&bytes, "geheim");
        assert_eq!(once, locked(&bytes, "geheim"));
        assert!(Document::load_mem(&once).is_ok_and(|document| document.is_encrypted()));
    }

    #[test]
    fn a_file_without_its_end_has_no_table() {
        for seed in 0..20 {
            let bytes = blank(&mut Dice::of(seed, 1), 2);
            if let Some(cut) = without_end(&bytes) {
                assert!(cut.len() < bytes.len());
                assert!(memmem::find(&cut, b"startxref").is_none());
            }
        }
    }
}
