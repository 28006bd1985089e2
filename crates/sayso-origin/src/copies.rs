//! Which reports are copies of one text.
//!
//! Texts that share runs of words meet in buckets (see [`crate::signature`]); those that meet are compared word by word. A
//! text joins the copies of another only if it is no template release of their first. Work grows with the number of
//! reports: within a bucket a text is compared with a bounded number of others, the most alike first.

use crate::ReportText;
use crate::compare::{Verdict, compare};
use crate::signature::{BANDS, Signature};
use crate::tokens::{Token, tokens};
use crate::union::Union;
use crate::words::OriginWords;
use jiff::civil::Date;
use sayso_model::ReportId;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Groups of other texts that one text is compared with in a bucket, at most.
const TRIES: usize = 8;

/// Share of a text, in thousandths, from which an outlet's release of another day is the same once more.
const WHOLE: u16 = 900;

/// The reports of a collection, grouped by text.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Copies {
    groups: Vec<CopyGroup>,
    of: BTreeMap<ReportId, usize>,
}

/// All reports that are one text; a text that was not copied is a group of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CopyGroup {
    /// The report that was published first; of several of that day, the one with the smallest id.
    pub first: ReportId,
    /// The others, by day and id.
    pub copies: Vec<Copy>,
}

/// A report that is a copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Copy {
    pub report: ReportId,
    /// Share of the shorter text, in thousandths, that stands in the text this one was found to copy.
    pub shared: u16,
    /// Which report that was.
    pub like: ReportId,
}

impl Copies {
    /// All groups, by day and id of their first report.
    pub fn groups(&self) -> &[CopyGroup] {
        &self.groups
    }

    /// The group a report is in.
    pub fn group(&self, report: &ReportId) -> Option<&CopyGroup> {
        self.of.get(report).and_then(|at| self.groups.get(*at))
    }

    /// The first report with the text of this one; itself where it was not given.
    pub fn first<'a>(&'a self, report: &'a ReportId) -> &'a ReportId {
        self.group(report).map_or(report, |group| &group.first)
    }
}

impl CopyGroup {
    /// All reports of the group, the first one first.
    pub fn reports(&self) -> impl Iterator<Item = &ReportId> {
        std::iter::once(&self.first).chain(self.copies.iter().map(|copy| &copy.report))
    }
}

/// Signatures of the texts that came so far, so that the copies of one that comes later are found without reading all again.
#[derive(Debug, Clone, Default)]
pub struct KnownTexts {
    names: Vec<ReportId>,
    signatures: Vec<Signature>,
    by_name: BTreeMap<ReportId, u32>,
    /// Texts by band and bucket.
    buckets: BTreeSet<(u64, u32)>,
}

impl KnownTexts {
    /// Those most like a known text, the most alike first: if it is a copy of any, it is of one of these.
    pub fn nearest(&self, report: &ReportId, most: usize) -> Vec<&ReportId> {
        let Some(own) = self.by_name.get(report).copied() else {
            return Vec::new();
        };
        let signature = &self.signatures[own as usize];
        let mut met: BTreeMap<u32, usize> = BTreeMap::new();
        for band in 0..BANDS {
            let bucket = signature.bucket(band);
            for (_, other) in self.buckets.range((bucket, 0)..=(bucket, u32::MAX)) {
                if *other != own {
                    *met.entry(*other).or_insert(0) += 1;
                }
            }
        }
        let mut met: Vec<(usize, u32)> = met
            .into_iter()
            .map(|(other, bands)| (bands, other))
            .collect();
        met.sort_by(|a, b| {
            b.0.cmp(&a.0)
                .then_with(|| self.names[a.1 as usize].cmp(&self.names[b.1 as usize]))
        });
        met.truncate(most);
        met.into_iter()
            .map(|(_, other)| &self.names[other as usize])
            .collect()
    }

    fn add(&mut self, report: &ReportId, signature: &Signature) {
        if self.by_name.contains_key(report) {
            return;
        }
        let number = self.names.len() as u32;
        self.names.push(report.clone());
        self.by_name.insert(report.clone(), number);
        self.buckets
            .extend((0..BANDS).map(|band| (signature.bucket(band), number)));
        self.signatures.push(signature.clone());
    }
}

/// Groups reports by text. The same reports in any order give the same groups.
pub fn copies(reports: &[ReportText<'_>], words: &OriginWords) -> Copies {
    copies_and(reports, words, &mut |_, _| {})
}

/// Groups reports by text, and keeps what is needed to find later copies of them.
pub fn copies_kept(
    reports: &[ReportText<'_>],
    words: &OriginWords,
    known: &mut KnownTexts,
) -> Copies {
    copies_and(reports, words, &mut |report, signature| {
        known.add(report, signature)
    })
}

fn copies_and(
    reports: &[ReportText<'_>],
    words: &OriginWords,
    keep: &mut dyn FnMut(&ReportId, &Signature),
) -> Copies {
    let mut order: Vec<&ReportText<'_>> = reports.iter().collect();
    order.sort_by_key(|report| (report.published.unwrap_or(Date::MAX), report.id));
    order.dedup_by_key(|report| report.id);
    let texts: Vec<Vec<Token>> = order
        .iter()
        .map(|report| tokens(report.text, report.outlet, words))
        .collect();
    let signatures: Vec<Signature> = texts.iter().map(|text| Signature::of(text)).collect();
    for (report, signature) in order.iter().zip(&signatures) {
        keep(report.id, signature);
    }
    let mut search = Search {
        order: &order,
        texts: &texts,
        signatures: &signatures,
        union: Union::new(texts.len()),
        known: BTreeMap::new(),
        like: vec![None; texts.len()],
    };
    for band in 0..BANDS {
        let mut buckets: Vec<(u64, usize)> = signatures
            .iter()
            .enumerate()
            .map(|(at, signature)| (signature.bucket(band), at))
            .collect();
        buckets.sort_unstable();
        for bucket in buckets
            .chunk_by(|a, b| a.0 == b.0)
            .filter(|bucket| bucket.len() > 1)
        {
            search.bucket(bucket);
        }
    }
    collect(&order, search)
}

struct Search<'a> {
    order: &'a [&'a ReportText<'a>],
    texts: &'a [Vec<Token>],
    signatures: &'a [Signature],
    union: Union,
    /// Verdicts so far, smaller index first.
    known: BTreeMap<(usize, usize), Verdict>,
    /// What each text was found to copy, and how much of it.
    like: Vec<Option<(usize, u16)>>,
}

impl Search<'_> {
    /// Compares the texts of a bucket, each with one text per group that stands before it.
    fn bucket(&mut self, bucket: &[(u64, usize)]) {
        // Group and the member met first here.
        let mut met: Vec<usize> = Vec::new();
        for &(_, at) in bucket {
            let group = self.union.find(at);
            let mut roots = BTreeSet::new();
            let mut others: Vec<usize> = Vec::new();
            for &other in &met {
                let root = self.union.find(other);
                if roots.insert(root) && root != group {
                    others.push(other);
                }
            }
            if !roots.contains(&group) {
                met.push(at);
            }
            if others.len() > TRIES {
                others.sort_by_key(|other| {
                    let agreement = self.signatures[at].agreement(&self.signatures[*other]);
                    (std::cmp::Reverse(agreement), *other)
                });
                others.truncate(TRIES);
            }
            for other in others {
                self.join(other, at);
            }
        }
    }

    fn join(&mut self, a: usize, b: usize) {
        let (first_a, first_b) = (self.union.find(a), self.union.find(b));
        if first_a == first_b {
            return;
        }
        let Verdict::Copy(shared) = self.verdict(a, b) else {
            return;
        };
        if self.verdict(first_a, first_b) == Verdict::Template {
            return;
        }
        let (of, copy) = (a.min(b), a.max(b));
        if self.like[copy].is_none() {
            self.like[copy] = Some((of, shared));
        }
        self.union.join(a, b);
    }

    fn verdict(&mut self, a: usize, b: usize) -> Verdict {
        let pair = (a.min(b), a.max(b));
        let (texts, order) = (self.texts, self.order);
        *self.known.entry(pair).or_insert_with(|| {
            match compare(&texts[pair.0], &texts[pair.1]) {
                // An outlet that gives out much the same another day gives out another release.
                Verdict::Copy(shared)
                    if shared < WHOLE && is_another_day(order[pair.0], order[pair.1]) =>
                {
                    Verdict::Template
                }
                verdict => verdict,
            }
        })
    }
}

/// One outlet, two days of publication.
fn is_another_day(one: &ReportText<'_>, other: &ReportText<'_>) -> bool {
    one.outlet.is_some()
        && one.outlet == other.outlet
        && matches!((one.published, other.published), (Some(a), Some(b)) if a != b)
}

fn collect(order: &[&ReportText<'_>], mut search: Search<'_>) -> Copies {
    let mut found = Copies::default();
    let mut at_root: BTreeMap<usize, usize> = BTreeMap::new();
    for (at, report) in order.iter().enumerate() {
        // The smallest index is the root, so a group's first report comes before its copies.
        let root = search.union.find(at);
        let group = *at_root.entry(root).or_insert_with(|| {
            found.groups.push(CopyGroup {
                first: report.id.clone(),
                copies: Vec::new(),
            });
            found.groups.len() - 1
        });
        if root != at {
            let (like, shared) =
                search.like[at].unwrap_or_else(|| match search.verdict(root, at) {
                    Verdict::Copy(shared) => (root, shared),
                    Verdict::Template | Verdict::Apart => (root, 0),
                });
            found.groups[group].copies.push(Copy {
                report: report.id.clone(),
                shared,
                like: order[like].id.clone(),
            });
        }
        found.of.insert(report.id.clone(), group);
    }
    found
}
