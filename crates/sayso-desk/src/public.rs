//! What is taken out of a row before those may see it who have no account, or no need.

use crate::index::{IncidentRow, Spot};
use crate::private::masked_words;
use sayso_knowledge::ActorRegistry;

/// Hides names that the knowledge does not have and that look like a person's.
pub(crate) fn mask(row: &mut IncidentRow, actors: &ActorRegistry) {
    let place = row.place.as_ref().map(|place| place.name.clone());
    let named = row
        .targets
        .iter_mut()
        .chain(&mut row.speakers)
        .chain(&mut row.perpetrators)
        .filter(|named| named.id.is_none());
    for named in named {
        named.name = masked_words(&named.name, place.as_deref(), actors);
    }
}

/// Degrees of the grid that each precision is made coarse to, and the radius that stands for a cell of it.
fn grid(coarsest: &str) -> Option<(f64, u32, &'static [&'static str])> {
    Some(match coarsest {
        "town" => (0.1, 10_000, &["site", "neighbourhood"]),
        "district" => (0.5, 40_000, &["site", "neighbourhood", "town", "near_town"]),
        "province" => (
            1.0,
            80_000,
            &["site", "neighbourhood", "town", "near_town", "district"],
        ),
        _ => return None,
    })
}

/// Whether a place is finer than may be shown.
pub(crate) fn too_fine(precision: &str, coarsest: &str) -> bool {
    grid(coarsest).is_some_and(|(_, _, fine)| fine.contains(&precision))
}

/// Makes a row's place as coarse as the setting says: another centre, a larger area, no name. Nothing is moved by chance.
pub(crate) fn coarsen(row: &mut IncidentRow, coarsest: &str) {
    let Some((step, radius, fine)) = grid(coarsest) else {
        return;
    };
    if let Some(place) = &mut row.place
        && fine.contains(&place.precision.as_str())
    {
        let centre = |value: f64| ((value / step).floor() + 0.5) * step;
        let name = "place made coarser".to_owned();
        row.title = row.title.replace(&place.name, &name);
        *place = Spot {
            name,
            precision: coarsest.to_owned(),
            latitude: place.latitude.map(centre),
            longitude: place.longitude.map(centre),
            radius_m: place.radius_m.map(|own| own.max(radius)),
            coarsened: true,
        };
    }
}
