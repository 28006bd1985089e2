//! The errors of one document: templates missed or spurious, and wrong entities of mapped templates by role.

use super::ROLES;
use super::score::Normal;
use crate::report::ErrorLine;

pub(super) fn errors(
    id: &str,
    own: &[Normal],
    gold: &[Normal],
    mapping: &[Option<usize>],
    out: &mut Vec<ErrorLine>,
) {
    let mut put = |class: String, gold: String, predicted: String, words: String| {
        out.push(ErrorLine {
            class,
            document: id.to_owned(),
            gold,
            predicted,
            words,
        });
    };
    let show = |t: &Normal| {
        let roles = t
            .roles
            .iter()
            .zip(ROLES)
            .filter(|(list, _)| !list.is_empty());
        let roles: Vec<String> = roles
            .map(|(list, role)| {
                format!(
                    "{role}: {}",
                    list.iter()
                        .map(|e| e.join(" / "))
                        .collect::<Vec<_>>()
                        .join("; ")
                )
            })
            .collect();
        format!("{} {}", t.incident_type, roles.join(" "))
    };
    for (p, template) in own.iter().enumerate() {
        let Some(target) = mapping.get(p).copied().flatten().and_then(|g| gold.get(g)) else {
            put(
                "spurious-template".to_owned(),
                String::new(),
                show(template),
                String::new(),
            );
            continue;
        };
        for (role, name) in ROLES.iter().enumerate() {
            let (mine, theirs) = (&template.roles[role], &target.roles[role]);
            let fits = |g: &Vec<String>, e: &Vec<String>| e.iter().all(|m| g.contains(m));
            let joined = |list: &[&Vec<String>]| {
                list.iter()
                    .map(|e| e.join(" / "))
                    .collect::<Vec<_>>()
                    .join("; ")
            };
            let wrong: Vec<&Vec<String>> = mine
                .iter()
                .filter(|e| !theirs.iter().any(|g| fits(g, e)))
                .collect();
            let missed: Vec<&Vec<String>> = theirs
                .iter()
                .filter(|g| !mine.iter().any(|e| fits(g, e)))
                .collect();
            let class = match (missed.is_empty(), wrong.is_empty()) {
                (true, true) => continue,
                (false, true) => "missed",
                (true, false) => "spurious",
                (false, false) => "wrong",
            };
            put(
                format!("{class}-{name}"),
                joined(&missed),
                joined(&wrong),
                target.incident_type.clone(),
            );
        }
    }
    for (g, template) in gold.iter().enumerate() {
        if !mapping.contains(&Some(g)) {
            put(
                "missed-template".to_owned(),
                show(template),
                String::new(),
                String::new(),
            );
        }
    }
}
