//! Work on one report: its text, its claims, and a form for each act.

use super::super::Frame;
use super::super::report::{Left, ReportView, Whole, find, names_shown, whole};
use crate::acts::{Deed, Sight, apply};
use crate::claim_view::{Around, ClaimView, FIELDS};
use crate::http::{Answer, Call, Format, Reply};
use crate::private;
use askama::Template;
use sayso_export::label;
use sayso_model::{Claim, Happened, Kind, VictimStatus, WeaponClass};
use schemars::JsonSchema;
use serde::Serialize;

/// A claim as this reviewer has it so far.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Card {
    /// As the coder has it, or as a reviewer added it.
    pub(crate) claim: ClaimView,
    /// The reviewer's own verdict.
    pub(crate) own: Option<String>,
    /// Own corrections: field and value for people.
    pub(crate) corrections: Vec<(String, String)>,
    pub(crate) notes: Vec<String>,
    /// What others say; shown only after the reviewer's own word.
    pub(crate) others: Vec<String>,
    pub(crate) added_by: Option<String>,
}

/// Work on a report, for programs.
#[derive(Serialize, JsonSchema)]
pub(crate) struct WorkAnswer {
    report: ReportView,
    cards: Vec<Card>,
    not_coded: Option<Vec<Left>>,
}

#[derive(Template)]
#[template(path = "work.html")]
struct WorkPage {
    frame: Frame,
    whole: Whole,
    cards: Vec<Card>,
    kinds: Vec<String>,
    happened: Vec<String>,
    weapons: Vec<String>,
    victims: Vec<String>,
    last: Option<(u64, String)>,
    may_show: bool,
    fields: &'static [(&'static str, &'static str)],
}

/// `review/{id}`.
pub(crate) fn work(call: &Call) -> Answer {
    let project = call.project()?;
    let shown = find(call, &call.id)?;
    let names = names_shown(call, &shown.report.id.0)?;
    let hidden = if names {
        Vec::new()
    } else {
        shown.private.clone()
    };
    let (report, coded) = (shown.report.clone(), shown.claims.clone());
    let whole = whole(call, shown, names)?;
    let by = call.by();
    let open = !project.is_blind(&call.app.people)?;
    let acts = Sight::of(call)?.known(project.acts_on_report(&report.id.0)?, &coded);
    let added: Vec<(String, Claim)> = acts
        .into_iter()
        .filter_map(|kept| match kept.act.did {
            Deed::Add { after } => Some((kept.act.by, *after)),
            _ => None,
        })
        .collect();
    let mut cards = Vec::new();
    let all = coded
        .iter()
        .map(|claim| (claim, None))
        .chain(added.iter().map(|(by, claim)| (claim, Some(by.clone()))));
    for (position, (claim, added_by)) in all.enumerate() {
        let around = Around {
            report: &report,
            actors: &project.engine.knowledge().actors,
            private: &hidden,
            position,
            incident: project
                .index
                .claim(&claim.id.0)?
                .and_then(|row| row.incident),
            origin: None,
        };
        let words = project.words_on(&claim.id.0)?;
        let own = words.get(&by);
        let verdict = own
            .and_then(|word| word.judgement(&by))
            .map(|judgement| judgement.verdict);
        let mut corrections = Vec::new();
        if let Some(word) = own
            && let Some(corrected) = apply(claim, word)
        {
            let view = ClaimView::of(&corrected, &around);
            for field in word.corrections.keys() {
                let value = view.value(field);
                corrections.push((field.clone(), value.unwrap_or_else(|| "empty".to_owned())));
            }
        }
        let others = words
            .iter()
            .filter(|(other, _)| **other != by && (open || verdict.is_some()))
            .filter_map(|(other, word)| word.judgement(other))
            .map(|judgement| match judgement.fields.as_slice() {
                [] => format!("{} {} it", judgement.by, judgement.verdict),
                fields => format!(
                    "{} {} it: {}",
                    judgement.by,
                    judgement.verdict,
                    fields.join(", ")
                ),
            })
            .collect();
        let mut view = ClaimView::of(claim, &around);
        view.judgements.clear();
        cards.push(Card {
            claim: view,
            own: verdict,
            corrections,
            notes: own
                .map(|word| {
                    word.notes
                        .iter()
                        .map(|note| private::without(note, &report.text, &hidden))
                        .collect()
                })
                .unwrap_or_default(),
            others,
            added_by,
        });
    }
    if call.format == Format::Json {
        return Reply::json(&WorkAnswer {
            report: whole.view,
            cards,
            not_coded: whole.not_coded,
        });
    }
    let title = whole
        .view
        .title
        .clone()
        .unwrap_or_else(|| whole.view.input_id.clone());
    Reply::page(&WorkPage {
        frame: Frame::new(call, format!("Review: {title}")),
        may_show: whole.hidden_names > 0,
        whole,
        cards,
        kinds: [
            Kind::Strike,
            Kind::Bombing,
            Kind::Clash,
            Kind::Interception,
            Kind::Abduction,
            Kind::Detention,
            Kind::Attack,
            Kind::StatementOfResponsibility,
            Kind::Denial,
            Kind::ThreatOrPlan,
            Kind::TollCumulative,
            Kind::Other,
        ]
        .iter()
        .map(label)
        .collect(),
        happened: [
            Happened::Asserted,
            Happened::Denied,
            Happened::Threatened,
            Happened::Hypothetical,
        ]
        .iter()
        .map(label)
        .collect(),
        weapons: [
            WeaponClass::Drone,
            WeaponClass::RocketMissile,
            WeaponClass::ArtilleryMortar,
            WeaponClass::Airstrike,
            WeaponClass::SmallArms,
            WeaponClass::IedVbied,
            WeaponClass::Suicide,
            WeaponClass::GroundOp,
            WeaponClass::Other,
        ]
        .iter()
        .map(label)
        .collect(),
        victims: [
            VictimStatus::Civilian,
            VictimStatus::Combatant,
            VictimStatus::Mixed,
        ]
        .iter()
        .map(label)
        .collect(),
        last: project
            .last_act(&by)?
            .map(|kept| (kept.number, kept.act.did.told())),
        fields: &FIELDS,
    })
}
