//! Scores a provider of sentence analysis on the development part of UD English EWT.
//!
//! `cargo run --release -p sayso-syntax --example ewt_dev -- accurate|light [--upper] [--limit N] [--tokens]`
//!
//! Reads `$SAYSO_CORPORA/ud_ewt`. Prints figures with the treebank's tokens and with the tokens of `sayso-text`
//! (each sentence's text given, tokens matched by their characters), then words per second on one thread.
//! `--tokens` lists where the two sets of tokens differ.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Instant;

use sayso_text::{Analyser, SegmentLexicon, TokenAnalysis, Upos};

const CORE: [&str; 11] = [
    "nsubj",
    "nsubj:pass",
    "obj",
    "obl",
    "obl:agent",
    "ccomp",
    "xcomp",
    "acl:relcl",
    "advcl",
    "appos",
    "conj",
];

struct Gold {
    text: String,
    forms: Vec<String>,
    /// Characters without white space: start and end of each token.
    places: Vec<(usize, usize)>,
    upos: Vec<String>,
    xpos: Vec<String>,
    heads: Vec<Option<usize>>,
    rels: Vec<String>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let upper = args.iter().any(|a| a == "--upper");
    let limit = args
        .iter()
        .position(|a| a == "--limit")
        .and_then(|i| args.get(i + 1)?.parse().ok());
    let provider: Box<dyn Analyser> = match args.first().map(String::as_str) {
        Some("accurate") => Box::new(sayso_syntax::Accurate::new()?),
        Some("light") => Box::new(sayso_syntax::Light),
        _ => return Err("which provider, accurate or light?".into()),
    };
    let root = std::env::var_os("SAYSO_CORPORA")
        .map_or_else(|| PathBuf::from("../shared/corpora"), PathBuf::from);
    let file = std::fs::read_to_string(root.join("ud_ewt/en_ewt-ud-dev.conllu"))?;
    let mut gold = read(&file);
    gold.truncate(limit.unwrap_or(usize::MAX));
    if upper {
        for g in &mut gold {
            g.text = g.text.to_uppercase();
            g.forms.iter_mut().for_each(|f| *f = f.to_uppercase());
        }
    }
    println!(
        "{}{}: {} sentences",
        provider.name(),
        if upper { ", upper case" } else { "" },
        gold.len()
    );

    let folded: Vec<Vec<String>> = gold
        .iter()
        .map(|g| g.forms.iter().map(|f| sayso_text::form_of(f)).collect())
        .collect();
    let forms: Vec<Vec<&str>> = folded
        .iter()
        .map(|f| f.iter().map(String::as_str).collect())
        .collect();
    let _ = provider.analyse(&forms[..forms.len().min(20)]);
    let start = Instant::now();
    let results = provider.analyse(&forms);
    let seconds = start.elapsed().as_secs_f64();
    let mut score = Score::default();
    for (g, r) in gold.iter().zip(&results) {
        score.add(g, r, &g.places);
    }
    score.print("treebank tokens");

    let documents: Vec<_> = gold
        .iter()
        .map(|g| sayso_text::segment(&g.text, SegmentLexicon::builtin()))
        .collect();
    let tokens: Vec<Vec<_>> = documents
        .iter()
        .map(|d| d.sentences.iter().flat_map(|s| &s.tokens).collect())
        .collect();
    let own: Vec<Vec<&str>> = tokens
        .iter()
        .map(|t: &Vec<&sayso_text::Token>| t.iter().map(|t| t.form.as_str()).collect())
        .collect();
    let mut score = Score::default();
    for ((g, tokens), result) in gold.iter().zip(&tokens).zip(provider.analyse(&own)) {
        let place = |t: &&sayso_text::Token| {
            (
                dense(&g.text, t.span.start as usize),
                dense(&g.text, t.span.end as usize),
            )
        };
        let places: Vec<(usize, usize)> = tokens.iter().map(place).collect();
        score.add(g, &result, &places);
        if args.iter().any(|a| a == "--tokens") {
            let missed = g
                .places
                .iter()
                .zip(&g.forms)
                .filter(|(p, _)| !places.contains(p))
                .map(|(_, f)| f.as_str());
            let extra = places
                .iter()
                .zip(tokens)
                .filter(|(p, _)| !g.places.contains(p))
                .map(|(_, t)| t.form.as_str());
            let (missed, extra): (Vec<&str>, Vec<&str>) = (missed.collect(), extra.collect());
            if !missed.is_empty() {
                println!("{missed:?} but own {extra:?}");
            }
        }
    }
    score.print("own tokens");
    let words: usize = forms.iter().map(Vec::len).sum();
    println!(
        "{words} words in {seconds:.2} s, one thread: {:.0} words/s",
        words as f64 / seconds
    );
    for label in CORE {
        print!(
            "{label} {:.1}  ",
            score.labels.get(label).map_or(0.0, Counts::f1)
        );
    }
    println!("\ndigest of the analyses {:016x}", digest(&results));
    Ok(())
}

/// Equal for equal analyses: compares processors.
fn digest(results: &[Vec<TokenAnalysis>]) -> u64 {
    let text = results
        .iter()
        .flatten()
        .map(|t| format!("{:?} {} {:?} {}\n", t.upos, t.xpos, t.head, t.deprel));
    text.flat_map(String::into_bytes)
        .fold(0xcbf2_9ce4_8422_2325, |h, b| {
            (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3)
        })
}

/// Characters before a byte, white space not counted.
fn dense(text: &str, byte: usize) -> usize {
    text.get(..byte)
        .unwrap_or(text)
        .chars()
        .filter(|c| !c.is_whitespace())
        .count()
}

fn read(file: &str) -> Vec<Gold> {
    file.split("\n\n").filter_map(sentence).collect()
}

fn sentence(block: &str) -> Option<Gold> {
    let text = block
        .lines()
        .find_map(|l| l.strip_prefix("# text = "))?
        .to_owned();
    let mut g = Gold {
        text,
        forms: vec![],
        places: vec![],
        upos: vec![],
        xpos: vec![],
        heads: vec![],
        rels: vec![],
    };
    let (mut at, mut whole) = (0, 0..0);
    for line in block.lines().filter(|l| !l.starts_with('#')) {
        let c: Vec<&str> = line.split('\t').collect();
        let size = |form: &str| form.chars().filter(|c| !c.is_whitespace()).count();
        let [id, form, _, upos, xpos, _, head, rel] = *c.get(..8)? else {
            return None;
        };
        if let Some((from, to)) = id.split_once('-') {
            // A word written together, such as "don't": its parts may not spell it.
            whole = from.parse().ok()?..to.parse::<usize>().ok()? + 1;
            at += size(form);
            continue;
        }
        let Ok(n) = id.parse::<usize>() else { continue };
        if whole.contains(&n) {
            let left: usize = 0;
            let start = if n == whole.start {
                at - block_size(block, &whole)
            } else {
                g.places.last()?.1
            };
            let end = if n + 1 == whole.end {
                at
            } else {
                start + size(form)
            };
            g.places.push((start, end.max(start + left)));
        } else {
            g.places.push((at, at + size(form)));
            at += size(form);
        }
        g.forms.push(form.to_owned());
        g.upos.push(upos.to_owned());
        g.xpos.push(xpos.to_owned());
        g.heads.push(head.parse::<usize>().ok()?.checked_sub(1));
        g.rels.push(rel.to_owned());
    }
    Some(g)
}

/// Characters of the written word that covers these tokens.
fn block_size(block: &str, whole: &std::ops::Range<usize>) -> usize {
    let id = format!("{}-{}\t", whole.start, whole.end - 1);
    let line = block.lines().find_map(|l| l.strip_prefix(id.as_str()));
    line.and_then(|l| l.split('\t').next()).map_or(0, |form| {
        form.chars().filter(|c| !c.is_whitespace()).count()
    })
}

#[derive(Default)]
struct Counts {
    right: usize,
    gold: usize,
    found: usize,
}

impl Counts {
    fn f1(&self) -> f64 {
        200.0 * self.right as f64 / (self.gold + self.found).max(1) as f64
    }
}

#[derive(Default)]
struct Score {
    words: Counts,
    upos: usize,
    xpos: usize,
    uas: usize,
    las: usize,
    labels: BTreeMap<&'static str, Counts>,
}

impl Score {
    fn add(&mut self, g: &Gold, result: &[TokenAnalysis], places: &[(usize, usize)]) {
        let index: BTreeMap<(usize, usize), usize> =
            places.iter().enumerate().map(|(i, p)| (*p, i)).collect();
        let of_gold: Vec<Option<usize>> = g.places.iter().map(|p| index.get(p).copied()).collect();
        self.words.gold += g.places.len();
        self.words.found += places.len();
        for label in CORE {
            let counts = self.labels.entry(label).or_default();
            counts.found += result.iter().filter(|t| t.deprel == label).count();
            counts.gold += g.rels.iter().filter(|r| *r == label).count();
        }
        for (i, own) in of_gold.iter().enumerate() {
            let Some(token) = own.and_then(|i| result.get(i)) else {
                continue;
            };
            self.words.right += 1;
            self.upos += usize::from(name(token.upos) == g.upos[i]);
            self.xpos += usize::from(token.xpos == g.xpos[i]);
            let head = match (g.heads[i], token.head) {
                (None, None) => true,
                (Some(gold), Some(own)) => of_gold[gold] == Some(own),
                _ => false,
            };
            self.uas += usize::from(head);
            if head && token.deprel == g.rels[i] {
                self.las += 1;
                if let Some(counts) = self.labels.get_mut(token.deprel) {
                    counts.right += 1;
                }
            }
        }
    }

    /// F1 over words throughout: with the treebank's tokens that is the share of words.
    fn print(&self, what: &str) {
        let f1 = |right| {
            Counts {
                right,
                gold: self.words.gold,
                found: self.words.found,
            }
            .f1()
        };
        let mut core = Counts::default();
        for counts in self.labels.values() {
            core.right += counts.right;
            core.gold += counts.gold;
            core.found += counts.found;
        }
        println!(
            "{what}: words {:.2}  UPOS {:.2}  XPOS {:.2}  UAS {:.2}  LAS {:.2}  core F1 {:.2}",
            f1(self.words.right),
            f1(self.upos),
            f1(self.xpos),
            f1(self.uas),
            f1(self.las),
            core.f1()
        );
    }
}

fn name(upos: Upos) -> String {
    format!("{upos:?}").to_uppercase()
}
