//! What stands below the clauses: the closing formula, the explanation.

use super::Writer;
use crate::generate::paper::Look;

impl Writer {
    /// The closing formula.
    pub(super) fn closing(&mut self, share: usize) {
        if !self.value.dice().chance(share) {
            return;
        }
        let verb = if self.value.body.many { "gaan" } else { "gaat" };
        let end = self.value.dice().weigh(&[(88, "."), (8, ""), (4, "!")]);
        let text = format!("en {verb} over tot de orde van de dag{end}");
        let text = self.style.case.of(&text);
        self.paper.gap();
        self.paper.plain(text.clone());
        self.truth.closing = Some(text);
    }

    /// The explanation.
    pub(super) fn explanation(&mut self) {
        let sentences = std::mem::take(&mut self.value.explanation);
        if sentences.is_empty() {
            return;
        }
        self.paper.gap();
        let label = *self.value.dice().pick(&["Toelichting", "Toelichting:", "TOELICHTING"]);
        self.paper.text(Look::Bold, label);
        for paragraph in sentences.chunks(3) {
            self.paper.plain(paragraph.join(" "));
            self.paper.gap();
        }
        self.truth.explanation = Some(sentences.join(" "));
    }
}
