//! Toponym resolution: TR-News and GeoWebNews, gold toponyms with coordinates and GeoNames ids.
//!
//! A coder gets the text and the gold spans and says where each lies. Only toponyms with coordinates are asked for.
//! Distances of toponyms left unresolved do not enter the mean; accuracies count them as wrong. `acc161` is over all
//! toponyms with coordinates, `acc161_with_id` over those that have a GeoNames id too (as published results count).

mod read;
mod score;
#[cfg(test)]
mod tests;
mod write;

pub use read::load;
pub use score::score;
pub use write::written_predictions;

use std::collections::BTreeMap;

/// A gold place name: byte span, words, coordinates and GeoNames id.
#[derive(Debug, Clone, PartialEq)]
pub struct Toponym {
    pub start: usize,
    pub end: usize,
    pub words: String,
    pub latitude: f64,
    pub longitude: f64,
    pub geonames_id: Option<u64>,
}

/// One article with its toponyms in the order of the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    pub id: String,
    pub title: String,
    pub text: String,
    pub toponyms: Vec<Toponym>,
}

/// One of the two sets.
#[derive(Debug, Clone, PartialEq)]
pub struct Corpus {
    /// `trnews` or `gwn`; measures carry it as `geo.NAME`.
    pub name: String,
    pub documents: Vec<Document>,
}

/// Where a coder puts a toponym.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Resolved {
    pub latitude: f64,
    pub longitude: f64,
    pub geonames_id: Option<u64>,
}

/// By document id, one answer per toponym of [`Document::toponyms`], in that order; missing answers are `None`.
pub type Predictions = BTreeMap<String, Vec<Option<Resolved>>>;

/// Great-circle distance of two points (latitude, longitude in degrees).
pub fn kilometres(one: (f64, f64), other: (f64, f64)) -> f64 {
    let (lat1, lat2) = (one.0.to_radians(), other.0.to_radians());
    let (dlat, dlon) = (lat2 - lat1, (other.1 - one.1).to_radians());
    let h = (dlat / 2.0).sin().powi(2) + lat1.cos() * lat2.cos() * (dlon / 2.0).sin().powi(2);
    2.0 * 6371.0088 * h.clamp(0.0, 1.0).sqrt().asin()
}
