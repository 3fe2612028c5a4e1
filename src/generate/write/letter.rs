//! The head of a motion of the VNG's members, which is that of a letter.

use super::Writer;
use crate::generate::paper::Look;
use crate::generate::speak::printed;

impl Writer {
    /// "Aan", "Van", "Datum", "Onderwerp", and the title.
    pub(super) fn letter_head(&mut self) {
        let place = self.value.place.clone();
        let addressee = *self.value.dice().pick(&[
            "Bestuur van de VNG",
            "Bestuur van de Vereniging van Nederlandse Gemeenten",
            "VNG-bestuur",
        ]);
        let sender = format!("Gemeente {place}");
        let day = printed(self.value.day);
        let year = self.value.day.year();
        let subject = format!("Motie voor de algemene ledenvergadering {year}");
        let has_gap = self.value.dice().chance(40);
        let is_row = self.value.dice().chance(50);
        let rows = [("Aan", addressee), ("Van", &sender), ("Datum", &day), ("Onderwerp", &subject)];
        for (label, value) in rows {
            if is_row {
                self.paper.row(vec![label.to_owned(), format!(": {value}")], vec![18, 82]);
            } else {
                self.paper.plain(format!("{label}: {value}"));
            }
            if has_gap {
                self.paper.gap();
            }
        }
        self.paper.gap();
        let title = self.value.title.clone();
        self.paper.text(Look::Bold, format!("Motie {title}"));
        self.paper.gap();
        self.truth.addressee = Some(addressee.to_owned());
        self.truth.sender = Some(sender);
        self.truth.date = Some(self.value.day.to_string());
        self.truth.subject = Some(subject);
        self.truth.title = Some(title);
    }
}
