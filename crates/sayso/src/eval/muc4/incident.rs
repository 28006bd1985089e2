//! What the claims on one occurrence say of it: its type in the task, and features by which it is judged.

use super::super::Run;
use super::candidate::{Candidate, Role};
use super::words::{bare, head};
use sayso_eval::muc4::words as words_of_task;
use sayso_knowledge::events::Crime;
use sayso_model::{Claim, Field, Happened, Kind, Party, Report as NewsReport, Span, WeaponClass};
use sayso_text::{Document as Segmented, Token, Upos};
use std::collections::BTreeSet;

/// What is read of one report beside its claims.
pub(super) struct Reader<'r> {
    pub(super) run: &'r Run<'r>,
    pub(super) report: &'r NewsReport,
    pub(super) segmented: &'r Segmented,
}

impl Reader<'_> {
    /// What an occurrence may fill a template with, once for each type that it may be of; nothing where its kind is no
    /// incident of the task.
    pub(super) fn candidates(&self, claims: &[&Claim], all: &[Claim]) -> Vec<Candidate> {
        let Some(found) = self.candidate(claims, all) else {
            return Vec::new();
        };
        let given = found.incident_type;
        let mut types = BTreeSet::from([given]);
        for claim in claims {
            types.extend(self.incident_type(claim));
            let kinds = claim
                .derivation
                .iter()
                .filter(|step| step.subject == "kind");
            types.extend(kinds.filter_map(|step| self.crime(&step.rule.0)));
        }
        if found.explosive {
            types.insert("bombing");
        }
        if given == "bombing" {
            types.insert("attack");
        }
        types
            .into_iter()
            .map(|incident_type| {
                let mut own = found.clone();
                own.incident_type = incident_type;
                own.given = incident_type == given;
                own.features.push(format!("type={incident_type}"));
                own.features.push(format!("given={given}"));
                own.features.push(format!("explosive={}", found.explosive));
                own.close();
                own
            })
            .collect()
    }

    fn candidate(&self, claims: &[&Claim], all: &[Claim]) -> Option<Candidate> {
        let asserted: Vec<&Claim> = claims
            .iter()
            .copied()
            .filter(|claim| claim.happened == Happened::Asserted)
            .collect();
        let incident_type = asserted
            .iter()
            .find_map(|claim| self.incident_type(claim))?;
        let mut found = Candidate::new(incident_type);
        let mut hurt = false;
        let mut military_target = false;
        let mut other_target = false;
        for claim in &asserted {
            for told in self.parties(&claim.perpetrator, claim, "perpetrator") {
                found.told = told.features(claim);
                self.perpetrator(&told.party, &told.spans, &mut found);
            }
            for told in self.parties(&claim.target, claim, "target") {
                let armed = self.is_armed(&told.party, &told.spans);
                military_target |= armed;
                other_target |= !armed;
                found.told = told.features(claim);
                found.told.push(format!("armed={armed}"));
                self.target(&told.spans, &mut found);
            }
            for (name, harmed) in [("killed", &claim.killed), ("injured", &claim.injured)] {
                found.told = vec![format!("by={name}")];
                for name in self.persons(harmed.spans()) {
                    found.add(Role::Victim, name, &[]);
                }
            }
            hurt |= claim.killed.is_known() || claim.injured.is_known();
            if let Some(weapon) = claim.weapon.value() {
                let words = bare(&weapon.words);
                found.told = vec![
                    "by=weapon".to_owned(),
                    format!("class={:?}", weapon.class),
                    format!("weapon={}", self.is_weapon(&words)),
                    format!("carried={}", carried(weapon.class)),
                ];
                found.add(Role::Weapon, words, &[]);
            }
        }
        if let Some(name) = self.only_group(&asserted) {
            found.told = vec!["by=only-group".to_owned()];
            found.add(Role::PerpOrg, name, &[]);
        }
        self.mentions(&asserted, all, &mut found);
        found.told.clear();
        found.features = self.features(&asserted, claims);
        for (name, holds) in [
            ("any-harm", hurt),
            ("military-target", military_target),
            ("other-target", other_target),
            ("between-states", self.between_states(&asserted)),
            ("by-the-state", self.by_the_state(&asserted)),
            (
                "all-aggregate",
                asserted.iter().all(|claim| claim.aggregate),
            ),
        ] {
            found.features.push(format!("{name}={holds}"));
        }
        // Armed against armed is war or crime, not terror; an act of which neither aim nor harm is told is not specific.
        let specific = hurt || other_target || matches!(incident_type, "bombing" | "kidnapping");
        found.features.push(format!(
            "specific={}",
            specific && (other_target || !military_target)
        ));
        Some(found)
    }

    /// What is told of an occurrence, in words for the judge.
    fn features(&self, asserted: &[&Claim], all: &[&Claim]) -> Vec<String> {
        let mut features = BTreeSet::new();
        for claim in asserted {
            features.insert(format!("kind={:?}", claim.kind));
            features.insert(format!("rule={}", claim.kind_rule.0));
            features.insert(format!("source={}", claim.sources.len().min(2)));
            if let Some(link) = claim.sources.last() {
                features.insert(format!("stance={:?}", link.stance));
            }
            features.insert(format!("hedged={}", claim.hedged));
            features.insert(format!("self={}", claim.self_claim));
            features.insert(format!("aggregate={}", claim.aggregate));
            let place = claim.place.value();
            features.insert(place.map_or("place=none".to_owned(), |place| {
                format!("place={:?}", place.precision)
            }));
            if let Field::Known { rule, .. } = &claim.place {
                features.insert(format!("place-rule={}", rule.0));
            }
            match claim.when.value() {
                Some(when) => {
                    features.insert(format!("when={:?}-{:?}", when.basis, when.precision));
                }
                None => {
                    features.insert("when=none".to_owned());
                }
            }
            if let Some(count) = claim.killed.value() {
                let best = count.best.or(count.low);
                features.insert(format!("killed={}", size(best)));
            }
            if let Some(count) = claim.injured.value() {
                features.insert(format!("injured={}", size(count.best.or(count.low))));
            }
            if let Some(status) = claim.victims.value() {
                features.insert(format!("victims={status:?}"));
            }
            features.insert(match claim.weapon.value() {
                Some(weapon) => format!("weapon={:?}", weapon.class),
                None => "weapon=none".to_owned(),
            });
            for (name, field) in [("doer", &claim.perpetrator), ("aim", &claim.target)] {
                features.insert(match field.value() {
                    Some(party) => format!("{name}={}", self.class_of(party, field.spans())),
                    None => format!("{name}=none"),
                });
            }
            for step in claim
                .derivation
                .iter()
                .filter(|step| step.subject == "kind")
            {
                features.insert(format!("frame={}", step.rule.0));
            }
        }
        features.insert(format!("others={}", all.len() - asserted.len()));
        features.insert(format!("claims={}", asserted.len().min(4)));
        let sentences: BTreeSet<usize> = asserted
            .iter()
            .flat_map(|claim| &claim.evidence)
            .filter_map(|span| self.sentence_of(*span))
            .collect();
        features.insert(format!("sentences={}", sentences.len().min(4)));
        if let Some(first) = sentences.first() {
            let total = self.segmented.sentences.len().max(1);
            features.insert(format!("first={}", position(*first)));
            features.insert(format!("part={}", 4 * first / total));
        }
        features.into_iter().collect()
    }

    pub(super) fn sentence_of(&self, span: Span) -> Option<usize> {
        self.segmented
            .sentences
            .iter()
            .position(|sentence| sentence.span.overlaps(span))
    }

    /// The kind of a party: of the registry, else of its noun.
    pub(super) fn class_of(&self, party: &Party, spans: &[Span]) -> String {
        let actors = &self.run.stock.knowledge.actors;
        if let Some(actor) = party.registry.as_deref().and_then(|id| actors.by_id(id)) {
            return format!("{:?}", actors.kind(actor));
        }
        let tokens = self.tokens(spans);
        let Some(head) = head(&tokens) else {
            return "nothing".to_owned();
        };
        self.class_of_token(head).to_owned()
    }

    pub(super) fn class_of_token(&self, head: &Token) -> &'static str {
        let parties = &self.run.stock.knowledge.words.events.parties;
        let lemma = head.lemma.to_lowercase();
        let task = words_of_task();
        if head.upos == Upos::Pron {
            "pronoun"
        } else if parties.armed.contains(&lemma) {
            "armed"
        } else if parties.collectives.contains(&lemma) {
            "collective"
        } else if parties.people.contains(&lemma) {
            "people"
        } else if task.bodies.contains(&lemma) {
            "body"
        } else if task.no_targets.contains(&lemma) {
            "stretch"
        } else if parties.objects.contains(&lemma) {
            "object"
        } else if task.things.contains(&lemma) {
            "thing"
        } else if head.upos == Upos::Propn {
            "name"
        } else {
            "noun"
        }
    }

    fn incident_type(&self, claim: &Claim) -> Option<&'static str> {
        match claim.kind {
            Kind::Bombing => Some("bombing"),
            Kind::Abduction => Some("kidnapping"),
            Kind::Strike | Kind::Attack | Kind::StatementOfResponsibility => {
                let bomb = claim.weapon.value().is_some_and(|weapon| {
                    matches!(weapon.class, WeaponClass::IedVbied | WeaponClass::Suicide)
                });
                Some(match self.crime(&claim.kind_rule.0) {
                    Some(crime) => crime,
                    None if bomb => "bombing",
                    None => "attack",
                })
            }
            _ => None,
        }
    }

    /// The type of the task that a frame's crime is.
    fn crime(&self, frame: &str) -> Option<&'static str> {
        let frames = &self.run.stock.knowledge.words.events.events.frames;
        let known = frames.iter().find(|known| known.id == frame)?;
        Some(match known.crime? {
            Crime::Arson => "arson",
            Crime::Robbery => "robbery",
        })
    }
}

/// Weapons that people carry, throw or plant; aircraft and troops are not instruments here.
pub(super) fn carried(class: WeaponClass) -> bool {
    !matches!(
        class,
        WeaponClass::Airstrike | WeaponClass::GroundOp | WeaponClass::Drone
    )
}

fn size(number: Option<u64>) -> &'static str {
    match number {
        None => "open",
        Some(0) => "none",
        Some(1) => "one",
        Some(2..=4) => "few",
        Some(5..=20) => "many",
        Some(_) => "mass",
    }
}

fn position(sentence: usize) -> &'static str {
    match sentence {
        0 => "0",
        1 => "1",
        2 | 3 => "2",
        4..=7 => "4",
        8..=15 => "8",
        _ => "16",
    }
}
