//! Places of two claims: points, names, containment, each as precise as it is.

use crate::item::{Item, Spot};
use crate::weights::{Limits, place as at};
use crate::words::shared;
use sayso_model::PlacePrecision;

pub(super) fn level(one: &Item, other: &Item, limits: &Limits) -> u8 {
    match (&one.place, &other.place) {
        (Some(a), Some(b)) => {
            let level = spots(a, b, limits);
            if !a.taken && !b.taken {
                return level;
            }
            // What stands in other sentences of the report may be another occurrence's: it tells less, and parts nothing.
            match level {
                at::SAME_SITE | at::SAME_PLACE | at::SAME_NAME | at::WITHIN => at::TAKEN_SAME,
                at::NEAR | at::COARSE => at::TAKEN_NEAR,
                _ if one.text == other.text => at::TAKEN_HERE,
                at::APART => at::TAKEN_APART,
                _ => at::TAKEN_OTHER,
            }
        }
        _ => at::NOT_STATED,
    }
}

fn spots(one: &Spot, other: &Spot, limits: &Limits) -> u8 {
    let (fine, coarse) = if one.precision <= other.precision {
        (one, other)
    } else {
        (other, one)
    };
    if fine.name == coarse.name && fine.precision == coarse.precision {
        return match fine.precision {
            PlacePrecision::Site | PlacePrecision::Neighbourhood => at::SAME_SITE,
            PlacePrecision::Unlocated => at::SAME_NAME,
            precision if is_local(precision) => at::SAME_PLACE,
            _ => at::COARSE,
        };
    }
    let kilometres = fine.point.zip(coarse.point).map(|(a, b)| kilometres(a, b));
    if is_local(fine.precision) && is_local(coarse.precision) {
        return local(fine, coarse, kilometres, limits);
    }
    // One names the other among its own names: `Example quarter, Exampletown` lies in `Exampletown`.
    let within = coarse_name_in(fine, coarse);
    if is_local(fine.precision) || fine.precision == PlacePrecision::District {
        return match (coarse.precision, kilometres) {
            (PlacePrecision::Unlocated, _) if within => at::SAME_NAME,
            (PlacePrecision::Unlocated, _) => at::OTHER_NAME,
            (PlacePrecision::District, _) if within => at::WITHIN,
            (_, _) if within => at::COARSE,
            (PlacePrecision::District, Some(km)) if km <= limits.district_km => at::WITHIN,
            (_, Some(km)) if km > 2.0 * radius(coarse.precision, limits) => at::APART,
            (_, Some(km)) if km > radius(coarse.precision, limits) => at::OFF,
            (_, Some(_)) => at::COARSE,
            (_, None) => at::OTHER_NAME,
        };
    }
    if fine.precision == PlacePrecision::Unlocated || coarse.precision == PlacePrecision::Unlocated
    {
        return if within || shared(&fine.names, &coarse.names) > 0 {
            at::SAME_NAME
        } else {
            at::OTHER_NAME
        };
    }
    match kilometres {
        _ if within => at::COARSE,
        Some(km) if km > radius(fine.precision, limits) + radius(coarse.precision, limits) => {
            at::APART
        }
        Some(_) => at::COARSE,
        None => at::OTHER_NAME,
    }
}

/// Two places of which each is a town or finer, or beside a town.
fn local(fine: &Spot, coarse: &Spot, kilometres: Option<f64>, limits: &Limits) -> u8 {
    let fine_site = is_within_town(fine.precision);
    let coarse_site = is_within_town(coarse.precision);
    if fine.name == coarse.name && kilometres.is_none_or(|km| km <= limits.near_km) {
        return at::SAME_PLACE;
    }
    if fine_site && !coarse_site && coarse_name_in(fine, coarse) {
        return at::WITHIN;
    }
    match kilometres {
        Some(km) if fine_site && coarse_site => {
            if km <= 0.5 {
                at::SAME_SITE
            } else if km <= limits.near_km && shared(&fine.names, &coarse.names) > 0 {
                at::OTHER_SITE
            } else if km <= limits.same_km {
                at::NEAR
            } else if km <= limits.apart_km {
                at::OTHER_SITE
            } else {
                at::APART
            }
        }
        Some(km) if km <= limits.same_km => at::SAME_PLACE,
        Some(km) if fine_site && km <= limits.near_km => at::NEAR,
        Some(km) if km <= limits.near_km => {
            let beside = fine.precision == PlacePrecision::NearTown
                || coarse.precision == PlacePrecision::NearTown;
            if beside || shared(&fine.names, &coarse.names) > 0 {
                at::NEAR
            } else {
                at::OFF
            }
        }
        Some(km) if km <= limits.apart_km => at::OFF,
        Some(_) => at::APART,
        None if shared(&fine.names, &coarse.names) > 0 => at::NEAR,
        None => at::OTHER_NAME,
    }
}

fn coarse_name_in(fine: &Spot, coarse: &Spot) -> bool {
    fine.names.binary_search(&coarse.name).is_ok()
}

pub(crate) fn is_local(precision: PlacePrecision) -> bool {
    precision <= PlacePrecision::NearTown
}

fn is_within_town(precision: PlacePrecision) -> bool {
    precision <= PlacePrecision::Neighbourhood
}

fn radius(precision: PlacePrecision, limits: &Limits) -> f64 {
    match precision {
        PlacePrecision::District => limits.district_km,
        PlacePrecision::Province => limits.province_km,
        PlacePrecision::Area => limits.area_km,
        PlacePrecision::Water => limits.water_km,
        PlacePrecision::Country => limits.country_km,
        _ => limits.near_km,
    }
}

/// Distance on a sphere, close enough for places of one region.
fn kilometres(one: (f64, f64), other: (f64, f64)) -> f64 {
    const KILOMETRES_PER_DEGREE: f64 = 111.2;
    let middle = ((one.0 + other.0) / 2.0).to_radians();
    let mut turned = (one.1 - other.1).abs() % 360.0;
    if turned > 180.0 {
        turned = 360.0 - turned;
    }
    let (x, y) = (turned * middle.cos(), one.0 - other.0);
    (x * x + y * y).sqrt() * KILOMETRES_PER_DEGREE
}
