//! Accuracy within 161 km, distances and exact ids.

use super::{Corpus, Predictions, kilometres};
use crate::report::{ErrorLine, Report, share, table};

/// Scores the places that a coder gives for the gold toponyms.
pub fn score(corpus: &Corpus, predictions: &Predictions) -> Report {
    let mut report = Report::default();
    let (mut all, mut within, mut within_25) = (0, 0, 0);
    let (mut with_id, mut with_id_within, mut exact) = (0, 0, 0);
    let mut distances = Vec::new();
    for document in &corpus.documents {
        let answers = predictions
            .get(&document.id)
            .map_or(&[] as &[_], Vec::as_slice);
        for (position, toponym) in document.toponyms.iter().enumerate() {
            all += 1;
            with_id += usize::from(toponym.geonames_id.is_some());
            let gold = (toponym.latitude, toponym.longitude);
            let show = |id: Option<u64>| id.map_or_else(|| "-".to_owned(), |id| id.to_string());
            let answer = answers.get(position).copied().flatten();
            let distance = answer.map(|a| kilometres(gold, (a.latitude, a.longitude)));
            let near = distance.is_some_and(|km| km <= 161.0);
            within += usize::from(near);
            within_25 += usize::from(distance.is_some_and(|km| km <= 25.0));
            with_id_within += usize::from(near && toponym.geonames_id.is_some());
            let same = answer
                .is_some_and(|a| a.geonames_id.is_some() && a.geonames_id == toponym.geonames_id);
            exact += usize::from(same);
            distances.extend(distance);
            if !near || (!same && toponym.geonames_id.is_some()) {
                let class = match (distance, near) {
                    (None, _) => "unresolved",
                    (Some(_), false) => "farther-than-161-km",
                    (Some(_), true) => "other-id-nearby",
                };
                let predicted = answer.map_or_else(
                    || "-".to_owned(),
                    |a| {
                        let km = distance.unwrap_or_default();
                        format!(
                            "{:.3},{:.3} id {} ({km:.0} km off)",
                            a.latitude,
                            a.longitude,
                            show(a.geonames_id)
                        )
                    },
                );
                report.errors.push(ErrorLine {
                    class: class.to_owned(),
                    document: document.id.clone(),
                    gold: format!(
                        "{:.3},{:.3} id {}",
                        gold.0,
                        gold.1,
                        show(toponym.geonames_id)
                    ),
                    predicted,
                    words: toponym.words.clone(),
                });
            }
        }
    }
    distances.sort_by(f64::total_cmp);
    let mean = distances.iter().sum::<f64>() / distances.len().max(1) as f64;
    let median = distances
        .get(distances.len() / 2)
        .copied()
        .unwrap_or_default();
    let mut rows = Vec::new();
    for (name, right, of) in [
        ("acc161", within, all),
        ("acc161_with_id", with_id_within, with_id),
        ("acc25", within_25, all),
        ("exact_id", exact, with_id),
        ("answered", distances.len(), all),
    ] {
        if of > 0 {
            report.measures.insert(
                format!("geo.{}.{name}", corpus.name),
                right as f64 / of as f64,
            );
        }
        rows.push(vec![
            name.to_owned(),
            of.to_string(),
            right.to_string(),
            share(right, of),
        ]);
    }
    if !distances.is_empty() {
        report
            .measures
            .insert(format!("geo.{}.mean_km", corpus.name), mean);
        report
            .measures
            .insert(format!("geo.{}.median_km", corpus.name), median);
    }
    report.text = format!(
        "# Toponyms, {} ({} documents)\n\n{}\nDistance of those answered: mean {mean:.1} km, median {median:.1} km.\n",
        corpus.name,
        corpus.documents.len(),
        table(&["measure", "toponyms", "right", "share"], &rows)
    );
    report.errors.sort();
    report
}
