//! Optional content: layers of a page that are switched off (ISO 32000-1, 8.11).
//!
//! Knows what the file says is shown when it is opened. Does not know what changes for printing, and
//! reads no expressions of layers.

use std::collections::HashSet;

use lopdf::{Dictionary, Object};

use super::object::{self, Objects};

/// How many layers are looked at.
const LAYERS: usize = 4096;

/// Which layers are off.
#[derive(Debug, Default)]
pub struct Layers {
    /// Those that are off; where all are unless they are named, those that are on.
    named: HashSet<*const Dictionary>,
    /// Whether all are off that are not named.
    all_off: bool,
}

impl Layers {
    /// Reads which layers of a file are off when it is opened.
    pub fn read(objects: &Objects) -> Self {
        let catalog = objects.catalog();
        let Some(usual) = catalog
            .and_then(|catalog| object::dict(catalog, b"OCProperties", objects))
            .and_then(|properties| object::dict(properties, b"D", objects))
        else {
            return Self::default();
        };
        let all_off = object::name(usual, b"BaseState", objects) == Some(b"OFF");
        let key = if all_off { &b"ON"[..] } else { b"OFF" };
        let named = object::array(usual, key, objects).unwrap_or_default().iter();
        let named = named.take(LAYERS).filter_map(|layer| layer_of(layer, objects)).collect();
        Self { named, all_off }
    }

    /// Whether what belongs to this layer, or to these layers, is not shown.
    pub fn is_off(&self, content: &Dictionary, objects: &Objects) -> bool {
        if self.named.is_empty() && !self.all_off {
            return false;
        }
        if object::name(content, b"Type", objects) != Some(b"OCMD") {
            return self.hides(content);
        }
        let layers: Vec<*const Dictionary> = match object::get(content, b"OCGs", objects) {
            Some(Object::Array(layers)) => {
                layers.iter().take(LAYERS).filter_map(|layer| layer_of(layer, objects)).collect()
            }
            Some(layer) => layer_of(layer, objects).into_iter().collect(),
            None => return false,
        };
        let is_off = |layer: &*const Dictionary| self.named.contains(layer) != self.all_off;
        let is_shown = match object::name(content, b"P", objects) {
            Some(b"AllOn") => !layers.iter().any(is_off),
            Some(b"AnyOff") => layers.iter().any(is_off),
            Some(b"AllOff") => layers.iter().all(is_off),
            _ => layers.is_empty() || !layers.iter().all(is_off),
        };
        !is_shown
    }

    /// Whether an object with an entry for its layers is not shown.
    pub fn hide(&self, holder: &Dictionary, objects: &Objects) -> bool {
        object::dict(holder, b"OC", objects).is_some_and(|content| self.is_off(content, objects))
    }

    fn hides(&self, layer: &Dictionary) -> bool {
        self.named.contains(&std::ptr::from_ref(layer)) != self.all_off
    }
}

/// Where the dictionary of a layer stands in memory.
fn layer_of(layer: &Object, objects: &Objects) -> Option<*const Dictionary> {
    object::resolve(layer, objects).and_then(object::as_dict).map(std::ptr::from_ref)
}

#[cfg(test)]
mod tests {
    use lopdf::{Object, Stream, dictionary};

    use crate::pdf::sample::{Sample, show};

    /// The lines of a page with a layer that is off, one that is on, and content that belongs to
    /// the layers of these members.
    fn lines(usual: &str, policy: &str) -> Vec<String> {
        let piece = |name: &str, y, text: &str| {
            format!("/OC /{name} BDC /Span BMC {} EMC EMC ", show(70.0, y, text))
        };
        let content = show(70.0, 740.0, "altijd")
            + &piece("Off", 700.0, "uit")
            + &piece("On", 680.0, "aan")
            + &piece("Both", 660.0, "beide")
            + "/X Do";
        let mut sample = Sample::new(&[&content]);
        let document = &mut sample.document;
        let layer = || dictionary! { "Type" => "OCG", "Name" => Object::string_literal("x") };
        let (off, on) = (document.add_object(layer()), document.add_object(layer()));
        let both = document.add_object(dictionary! {
            "Type" => "OCMD",
            "OCGs" => vec![off.into(), on.into()],
            "P" => Object::Name(policy.into()),
        });
        let catalog = document.trailer.get(b"Root").unwrap().as_reference().unwrap();
        let (base, key, layer) =
            if usual == "OFF" { ("OFF", "ON", on) } else { ("ON", "OFF", off) };
        let usual = dictionary! { "BaseState" => base, key => vec![layer.into()] };
        let catalog = document.get_dictionary_mut(catalog).unwrap();
        catalog.set("OCProperties", dictionary! { "D" => usual });
        let properties = dictionary! { "Off" => off, "On" => on, "Both" => both };
        let form = dictionary! { "Subtype" => "Form", "OC" => off };
        let form = Stream::new(form, show(70.0, 640.0, "vorm").into_bytes());
        let resources = sample.resources;
        let resources = sample.document.get_dictionary_mut(resources).unwrap();
        resources.set("Properties", properties);
        sample.resource("XObject", "X", form).lines()
    }

    #[test]
    fn what_is_in_a_layer_that_is_off_is_not_read() {
        assert_eq!(lines("ON", "AnyOn"), ["altijd", "aan", "beide"]);
        assert_eq!(lines("OFF", "AllOn"), ["altijd", "aan"]);
        assert_eq!(lines("ON", "AnyOff"), ["altijd", "aan", "beide"]);
        assert_eq!(lines("ON", "AllOff"), ["altijd", "aan"]);
    }
}
