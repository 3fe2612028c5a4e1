//! The clauses that words can be looked for in.

use crate::motion::Role;

/// Clauses of one sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// All with this role.
    Role(Role),
    /// Those of this kind, by its name in the record: `overwegende`.
    Kind(&'static str),
}

/// What fields that look into clauses are called: Dutch names, of which the first is printed, and English ones.
///
/// The kinds are those of the grammars, as a test sees. `verzoekt` is any dictum: who asks what a motion
/// asked for does not care by which verb. `soort:verzoekt` is the kind.
pub(super) const SCOPES: [(Scope, &[&str], &[&str]); 60] = [
    (
        Scope::Role(Role::Preamble),
        &["overwegingen", "overweging", "preambule", "gronden"],
        &["preamble", "grounds"],
    ),
    (Scope::Role(Role::Opinion), &["mening", "meningen", "oordeel"], &["opinion", "opinions"]),
    (
        Scope::Role(Role::Dictum),
        &["verzoekt", "verzoek", "verzoeken", "dictum"],
        &["requests", "request"],
    ),
    (Scope::Kind("aangezien"), &["aangezien"], &["since"]),
    (Scope::Kind("acht"), &["acht"], &["deems"]),
    (Scope::Kind("benadrukt"), &["benadrukt"], &["emphasises"]),
    (Scope::Kind("bepaalt"), &["bepaalt"], &["stipulates"]),
    (Scope::Kind("bepleit"), &["bepleit"], &["advocates"]),
    (Scope::Kind("beseffende"), &["beseffende"], &["realising"]),
    (Scope::Kind("besluit"), &["besluit"], &["decides"]),
    (Scope::Kind("betreurt"), &["betreurt"], &["regrets"]),
    (Scope::Kind("beveelt_aan"), &["beveelt_aan"], &["recommends"]),
    (Scope::Kind("bevestigend"), &["bevestigend"], &["affirming"]),
    (Scope::Kind("bezorgd"), &["bezorgd"], &["concerned"]),
    (Scope::Kind("concluderende"), &["concluderende"], &["concluding"]),
    (Scope::Kind("constaterende"), &["constaterende", "constaterend"], &["noting"]),
    (Scope::Kind("draagt_op"), &["draagt_op"], &["instructs"]),
    (Scope::Kind("dringt_aan"), &["dringt_aan"], &["urges"]),
    (Scope::Kind("eist"), &["eist"], &["demands"]),
    (Scope::Kind("erkennende"), &["erkennende"], &["recognising"]),
    (Scope::Kind("geeft_in_overweging"), &["geeft_in_overweging"], &["suggests"]),
    (Scope::Kind("geeft_mee"), &["geeft_mee"], &["passes_on"]),
    (Scope::Kind("gegeven"), &["gegeven"], &["given"]),
    (Scope::Kind("gehoord"), &["gehoord"], &["heard"]),
    (Scope::Kind("gelet_op"), &["gelet_op"], &["having_regard_to"]),
    (Scope::Kind("gelezen"), &["gelezen"], &["read"]),
    (Scope::Kind("gezien"), &["gezien"], &["seen"]),
    (Scope::Kind("herinnerend"), &["herinnerend"], &["recalling"]),
    (Scope::Kind("in_aanmerking"), &["in_aanmerking"], &["taking_into_account"]),
    (Scope::Kind("in_overweging"), &["in_overweging"], &["taking_into_consideration"]),
    (Scope::Kind("indachtig"), &["indachtig"], &["mindful"]),
    (Scope::Kind("kennisgenomen"), &["kennisgenomen"], &["having_noted"]),
    (Scope::Kind("keurt_af"), &["keurt_af"], &["disapproves"]),
    (Scope::Kind("moedigt_aan"), &["moedigt_aan"], &["encourages"]),
    (Scope::Kind("nodigt_uit"), &["nodigt_uit"], &["invites"]),
    (Scope::Kind("onderschrijft"), &["onderschrijft"], &["endorses"]),
    (Scope::Kind("ontneemt_vertrouwen"), &["ontneemt_vertrouwen"], &["withdraws_confidence"]),
    (Scope::Kind("overtuigd"), &["overtuigd"], &["convinced"]),
    (Scope::Kind("overwegende"), &["overwegende", "overwegend"], &["considering"]),
    (Scope::Kind("rekening_houdende"), &["rekening_houdende"], &["allowing_for"]),
    (Scope::Kind("roept_op"), &["roept_op"], &["calls_on"]),
    (Scope::Kind("roept_uit"), &["roept_uit"], &["proclaims"]),
    (Scope::Kind("spreekt_uit"), &["spreekt_uit"], &["declares"]),
    (Scope::Kind("stelt_voor"), &["stelt_voor"], &["proposes"]),
    (Scope::Kind("stemt_in"), &["stemt_in"], &["agrees"]),
    (Scope::Kind("uitgaande_van"), &["uitgaande_van"], &["assuming"]),
    (Scope::Kind("van_mening_zijnde"), &["van_mening_zijnde"], &["being_of_the_opinion"]),
    (Scope::Kind("vaststellende"), &["vaststellende"], &["establishing"]),
    (Scope::Kind("vernomen"), &["vernomen"], &["having_learnt"]),
    (Scope::Kind("veroordeelt"), &["veroordeelt"], &["condemns"]),
    (Scope::Kind("verwacht"), &["verwacht"], &["expects"]),
    (Scope::Kind("verwerpt"), &["verwerpt"], &["rejects"]),
    (Scope::Kind("verwijzende_naar"), &["verwijzende_naar"], &["referring_to"]),
    (Scope::Kind("vraagt"), &["vraagt"], &["asks"]),
    (Scope::Kind("waarderende"), &["waarderende"], &["appreciating"]),
    (Scope::Kind("wenst"), &["wenst"], &["wishes"]),
    (Scope::Kind("wetende"), &["wetende"], &["knowing"]),
    (Scope::Kind("wijst_af"), &["wijst_af"], &["dismisses"]),
    (Scope::Kind("wijzend_op"), &["wijzend_op"], &["pointing_to"]),
    (Scope::Kind("zegt_vertrouwen_op"), &["zegt_vertrouwen_op"], &["declares_no_confidence"]),
];
