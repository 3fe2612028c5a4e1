//! Files that are encrypted but open without a password (ISO 32000-1, 7.6).

use lopdf::encryption::decrypt_object;
use lopdf::{Dictionary, Document, EncryptionState, Object, ObjectId};

/// The key of a file.
#[derive(Debug)]
pub struct Key {
    state: EncryptionState,
    /// The number of the dictionary that says how the file is encrypted, and is not.
    own: Option<u32>,
}

impl Key {
    /// Makes the key that the empty password gives; `None` when it opens nothing. `own` is the
    /// number of the dictionary, `ids` what the trailer says under `ID`.
    pub fn new(encrypt: Dictionary, own: Option<u32>, ids: Option<Object>) -> Option<Self> {
        let mut document = Document::new();
        let id = document.add_object(encrypt);
        document.trailer.set("Encrypt", id);
        if let Some(ids) = ids {
            document.trailer.set("ID", ids);
        }
        let state = EncryptionState::decode(&document, b"").ok()?;
        Some(Self { state, own })
    }

    /// Decrypts the strings and the content of an object.
    pub fn decrypt(&self, id: ObjectId, object: &mut Object) {
        if self.own != Some(id.0) {
            // What cannot be decrypted stays as it is; it is not readable then.
            let _ = decrypt_object(&self.state, id, object);
        }
    }
}
