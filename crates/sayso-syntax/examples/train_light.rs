//! Trains the light model: `train_light OUT DEV.conllu GOLD.conllu [--silver FILE.conllu] [--clusters FILE] [options]`.
//!
//! Two averaged perceptrons, the parser with a dynamic oracle and on tags predicted by taggers that did not see the
//! sentence. Weights are pruned to the size given, rounded to eight bits and written with the clusters.

use sayso_syntax::light::features::{parse_features, tag_features};
use sayso_syntax::light::labels::{RELATIONS, relation_numbered};
use sayso_syntax::light::model::{EDGE_TAG, Model, PlainRows, Scratch, best};
use sayso_syntax::light::state::{Move, NONE, State};
use sayso_syntax::light::table::Clusters;
use sayso_syntax::light::words::{Word, hash, normal, words};
use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasherDefault, Hasher};

#[derive(Clone, Default)]
struct Tree {
    forms: Vec<String>,
    tags: Vec<u32>,
    /// `NONE` for the root.
    heads: Vec<usize>,
    labels: Vec<u8>,
    silver: bool,
}

#[derive(Default)]
struct Same(u64);
impl Hasher for Same {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, _: &[u8]) {}
    fn write_u32(&mut self, value: u32) {
        self.0 = u64::from(value).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

#[derive(Clone, Copy)]
struct Cell {
    class: u8,
    weight: i32,
    sum: i64,
    stamp: u32,
}

/// Weights while they are learnt.
#[derive(Default)]
struct Perceptron {
    rows: HashMap<u32, Vec<Cell>, BuildHasherDefault<Same>>,
    clock: u32,
    /// How often a feature was seen; only those seen often enough get weights.
    seen: HashMap<u32, u8, BuildHasherDefault<Same>>,
    least: u8,
}

impl Perceptron {
    fn count(&mut self, keys: &[u32]) {
        for &key in keys {
            let seen = self.seen.entry(key).or_default();
            *seen = seen.saturating_add(1);
        }
    }

    fn add(&self, keys: &[u32], scores: &mut [i32]) {
        for key in keys {
            if let Some(row) = self.rows.get(key) {
                for cell in row {
                    scores[cell.class as usize] += cell.weight;
                }
            }
        }
    }

    fn update(&mut self, keys: &[u32], class: usize, by: i32) {
        let clock = self.clock;
        for &key in keys {
            if self.least > 1 && self.seen.get(&key).is_none_or(|&seen| seen < self.least) {
                continue;
            }
            let row = self.rows.entry(key).or_default();
            let place = row.iter().position(|cell| cell.class == class as u8).unwrap_or_else(|| {
                row.push(Cell { class: class as u8, weight: 0, sum: 0, stamp: clock });
                row.len() - 1
            });
            let cell = &mut row[place];
            cell.sum += i64::from(cell.weight) * i64::from(clock - cell.stamp);
            cell.stamp = clock;
            cell.weight += by;
        }
    }

    /// Averaged weights, the `cells` largest of them, rounded to eight bits.
    fn compact(&self, cells: usize) -> PlainRows {
        let mut rows: Vec<(u32, Vec<(u8, f32)>)> = Vec::new();
        let mut sizes = Vec::new();
        for (&key, row) in &self.rows {
            let mut plain = Vec::new();
            for cell in row {
                let sum = cell.sum + i64::from(cell.weight) * i64::from(self.clock - cell.stamp);
                let weight = sum as f32 / self.clock as f32;
                if weight != 0.0 {
                    plain.push((cell.class, weight));
                    sizes.push(weight.abs());
                }
            }
            rows.push((key, plain));
        }
        sizes.sort_by(f32::total_cmp);
        let floor = sizes[sizes.len().saturating_sub(cells.max(1))];
        let ceiling = sizes[sizes.len() - 1 - sizes.len() / 5000].max(1e-6);
        println!("  cells {} floor {floor:.3} ceiling {ceiling:.2}", sizes.len());
        let scale = 127.0 / ceiling;
        let mut plain: PlainRows = rows
            .into_iter()
            .filter_map(|(key, row)| {
                let mut row: Vec<(u8, i8)> = row
                    .into_iter()
                    .filter(|(_, weight)| weight.abs() >= floor)
                    .map(|(class, weight)| (class, (weight * scale).round().clamp(-127.0, 127.0) as i8))
                    .filter(|&(_, weight)| weight != 0)
                    .collect();
                row.sort_unstable();
                (!row.is_empty()).then_some((key, row))
            })
            .collect();
        plain.sort_by_key(|row| row.0);
        plain
    }
}

struct Chance(u64);
impl Chance {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }
    fn order(&mut self, n: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..n).collect();
        for i in (1..n).rev() {
            order.swap(i, (self.next() * (i + 1) as f64) as usize);
        }
        order
    }
}

struct Options {
    tag_epochs: usize,
    parse_epochs: usize,
    capitals: f64,
    tag_cells: usize,
    parse_cells: usize,
    silver_share: f64,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut plain = Vec::new();
    let mut named: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut i = 0;
    while i < arguments.len() {
        if let Some(name) = arguments[i].strip_prefix("--") {
            named.entry(name.to_owned()).or_default().push(arguments[i + 1].clone());
            i += 2;
        } else {
            plain.push(arguments[i].clone());
            i += 1;
        }
    }
    let number = |name: &str, default: f64| named.get(name).map_or(default, |v| v[0].parse().expect("number"));
    let options = Options {
        tag_epochs: number("tag-epochs", 8.0) as usize,
        parse_epochs: number("parse-epochs", 12.0) as usize,
        capitals: number("capitals", 0.2),
        tag_cells: number("tag-cells", 700_000.0) as usize,
        parse_cells: number("parse-cells", 2_000_000.0) as usize,
        silver_share: number("silver-share", 1.0),
    };
    let mut tagset: BTreeMap<(String, String), u32> = BTreeMap::new();
    let mut trees = Vec::new();
    for path in &plain[2..] {
        trees.extend(read(path, &mut tagset, false));
    }
    let gold = trees.len();
    for path in named.get("silver").into_iter().flatten() {
        trees.extend(read(path, &mut tagset, true));
    }
    let (entries, coarse) = named.get("clusters").map_or((Vec::new(), Vec::new()), |v| read_clusters(&v[0]));
    let clusters = Clusters::new(&entries, coarse.clone());
    let mut numbered: Vec<((String, String), u32)> = tagset.into_iter().collect();
    numbered.sort_by_key(|tag| tag.1);
    let names: Vec<(String, String)> = numbered.into_iter().map(|tag| tag.0).collect();
    println!("{gold} gold and {} silver trees, {} tags, {} clustered words", trees.len() - gold, names.len(), entries.len());

    let clock = std::time::Instant::now();
    // Tags for the parser: every fifth of the trees is tagged by a tagger that saw the others.
    let folds = 5;
    let mut predicted: Vec<[Vec<u32>; 2]> = vec![[Vec::new(), Vec::new()]; trees.len()];
    for fold in 0..folds {
        let tagger = train_tagger(&trees, names.len(), &clusters, &options, options.tag_epochs.min(4), |i| i % folds != fold);
        for i in (fold..trees.len()).step_by(folds) {
            for capitals in [false, true] {
                let words = words_of(&trees[i], capitals, &clusters);
                predicted[i][usize::from(capitals)] = tag_all(&tagger, &words, names.len());
            }
        }
        println!("fold {fold} {:.0} s", clock.elapsed().as_secs_f64());
    }
    let tagger = train_tagger(&trees, names.len(), &clusters, &options, options.tag_epochs, |_| true).compact(options.tag_cells);
    println!("tagger {:.0} s", clock.elapsed().as_secs_f64());
    let mut parser = Perceptron { least: number("least", 3.0) as u8, ..Perceptron::default() };
    count_features(&mut parser, &trees, &predicted, &clusters);
    let mut chance = Chance(7);
    for epoch in 0..options.parse_epochs {
        let wrong = train_parser(&mut parser, &trees, &predicted, &clusters, &options, epoch, &mut chance);
        println!("epoch {epoch}: {wrong} updates, {:.0} s", clock.elapsed().as_secs_f64());
        if epoch + 1 == options.parse_epochs {
            let bytes = Model::write(&names, &tagger, &parser.compact(usize::MAX), &entries, &coarse);
            println!("  unpruned {:.2} MB, {}", bytes.len() as f64 / 1e6, evaluate(&bytes, &plain[1]));
        }
        if epoch + 1 == options.parse_epochs || epoch % 4 == 3 {
            let bytes = Model::write(&names, &tagger, &parser.compact(options.parse_cells), &entries, &coarse);
            std::fs::write(&plain[0], &bytes).expect("written");
            println!("  {:.2} MB, {}", bytes.len() as f64 / 1e6, evaluate(&bytes, &plain[1]));
        }
    }
}

fn read(path: &str, tagset: &mut BTreeMap<(String, String), u32>, silver: bool) -> Vec<Tree> {
    let text = std::fs::read_to_string(path).expect("readable file");
    let mut trees = Vec::new();
    for block in text.split("\n\n") {
        let mut tree = Tree { silver, ..Tree::default() };
        for line in block.lines().filter(|line| !line.starts_with('#')) {
            let column: Vec<&str> = line.split('\t').collect();
            if column.len() < 8 || column[0].contains(['.', '-']) {
                continue;
            }
            let count = tagset.len() as u32;
            tree.forms.push(sayso_text::form_of(column[1]));
            tree.tags.push(*tagset.entry((column[3].to_owned(), column[4].to_owned())).or_insert(count));
            tree.heads.push(column[6].parse::<usize>().expect("head").checked_sub(1).unwrap_or(NONE));
            tree.labels.push(relation_numbered(column[7]).unwrap_or_else(|| panic!("relation {}", column[7])));
        }
        if !tree.forms.is_empty() {
            trees.push(tree);
        }
    }
    trees
}

/// Lines `word TAB fine TAB coarse`, fine from 1.
fn read_clusters(path: &str) -> (Vec<(u32, u16)>, Vec<u8>) {
    let mut entries = BTreeMap::new();
    let mut coarse = Vec::new();
    for line in std::fs::read_to_string(path).expect("clusters").lines() {
        let column: Vec<&str> = line.split('\t').collect();
        let fine: u16 = column[1].parse().expect("fine");
        if coarse.len() <= fine as usize {
            coarse.resize(fine as usize + 1, 0);
        }
        coarse[fine as usize] = column[2].parse().expect("coarse");
        entries.entry(hash(normal(column[0]).bytes())).or_insert(fine);
    }
    (entries.into_iter().collect(), coarse)
}

fn words_of(tree: &Tree, capitals: bool, clusters: &Clusters) -> Vec<Word> {
    if capitals {
        let upper: Vec<String> = tree.forms.iter().map(|form| form.to_uppercase()).collect();
        words(&upper.iter().map(String::as_str).collect::<Vec<_>>(), clusters)
    } else {
        words(&tree.forms.iter().map(String::as_str).collect::<Vec<_>>(), clusters)
    }
}

fn train_tagger(trees: &[Tree], classes: usize, clusters: &Clusters, options: &Options, epochs: usize, take: impl Fn(usize) -> bool) -> Perceptron {
    let mut model = Perceptron::default();
    let mut chance = Chance(3);
    let mut keys = Vec::new();
    let mut scores = vec![0; classes];
    for _ in 0..epochs {
        for i in chance.order(trees.len()) {
            let tree = &trees[i];
            if !take(i) || (tree.silver && chance.next() > options.silver_share) {
                continue;
            }
            let words = words_of(tree, chance.next() < options.capitals, clusters);
            let (mut before, mut before_that) = (EDGE_TAG, EDGE_TAG);
            for at in 0..words.len() {
                tag_features(&words, at, before, before_that, &mut keys);
                scores.fill(0);
                model.add(&keys, &mut scores);
                let guess = best(&scores, |_| true);
                let gold = tree.tags[at] as usize;
                model.clock += 1;
                if guess != gold {
                    model.update(&keys, gold, 1);
                    model.update(&keys, guess, -1);
                }
                before_that = before;
                before = guess as u32;
            }
        }
    }
    model
}

/// Tags with averaged weights, unpruned.
fn tag_all(model: &Perceptron, words: &[Word], classes: usize) -> Vec<u32> {
    let mut tags: Vec<u32> = Vec::new();
    let mut keys = Vec::new();
    for i in 0..words.len() {
        let before = if i > 0 { tags[i - 1] } else { EDGE_TAG };
        let before_that = if i > 1 { tags[i - 2] } else { EDGE_TAG };
        tag_features(words, i, before, before_that, &mut keys);
        let mut scores = vec![0i64; classes];
        for key in &keys {
            for cell in model.rows.get(key).into_iter().flatten() {
                scores[cell.class as usize] += cell.sum + i64::from(cell.weight) * i64::from(model.clock - cell.stamp);
            }
        }
        tags.push(best(&scores, |_| true) as u32);
    }
    tags
}

fn train_parser(parser: &mut Perceptron, trees: &[Tree], predicted: &[[Vec<u32>; 2]], clusters: &Clusters, options: &Options, epoch: usize, chance: &mut Chance) -> usize {
    let classes = 2 * RELATIONS.len() + 1;
    let mut keys = Vec::new();
    let mut scores = vec![0; classes];
    let mut state = State::default();
    let mut wrong = 0;
    for i in chance.order(trees.len()) {
        let tree = &trees[i];
        if tree.forms.len() > 120 || (tree.silver && chance.next() > options.silver_share) {
            continue;
        }
        let capitals = chance.next() < options.capitals;
        let words = words_of(tree, capitals, clusters);
        let tags = &predicted[i][usize::from(capitals)];
        state.reset(tree.forms.len());
        while !state.finished() {
            if state.stack.is_empty() {
                state.take(Move::Shift);
                continue;
            }
            if state.next == state.length && state.stack.len() == 1 {
                state.take(Move::Left(0));
                continue;
            }
            parse_features(&words, tags, &state, &mut keys);
            scores.fill(0);
            parser.add(&keys, &mut scores);
            parser.clock += 1;
            let guess = best(&scores, |class| state.allows(Move::numbered(class)));
            let costs = costs(&state, tree);
            let least = *costs.iter().min().expect("three costs");
            let good = |class: usize| {
                let class = Move::numbered(class);
                if !state.allows(class) {
                    return false;
                }
                match class {
                    Move::Shift => costs[0] == least,
                    Move::Left(label) => costs[1] == least && label_fits(tree, state.stack_at(0), state.next, label),
                    Move::Right(label) => costs[2] == least && label_fits(tree, state.stack_at(0), state.stack_at(1), label),
                }
            };
            let right = best(&scores, good);
            if guess != right && !good(guess) {
                parser.update(&keys, right, 1);
                parser.update(&keys, guess, -1);
                wrong += 1;
            }
            let explore = epoch > 0 && chance.next() < 0.9;
            state.take(Move::numbered(if explore || good(guess) { guess } else { right }));
        }
    }
    wrong
}

/// Counts the features along one correct path through every tree.
fn count_features(parser: &mut Perceptron, trees: &[Tree], predicted: &[[Vec<u32>; 2]], clusters: &Clusters) {
    let mut keys = Vec::new();
    let mut state = State::default();
    for (tree, tags) in trees.iter().zip(predicted) {
        let words = words_of(tree, false, clusters);
        state.reset(tree.forms.len());
        while !state.finished() {
            parse_features(&words, &tags[0], &state, &mut keys);
            parser.count(&keys);
            let costs = costs(&state, tree);
            let label = |child: usize| tree.labels.get(child).copied().unwrap_or(1);
            let choices = [Move::Left(if state.next == state.length { 0 } else { label(state.stack_at(0)).max(1) }), Move::Right(label(state.stack_at(0)).max(1)), Move::Shift];
            let least = costs.iter().min().copied().unwrap_or(0);
            let cost = [costs[1], costs[2], costs[0]];
            let Some(choice) = (0..3).find(|&k| cost[k] == least && state.allows(choices[k])) else { break };
            state.take(choices[choice]);
        }
    }
}

/// An arc of the tree must bear its label; an arc that is wrong anyway may bear any.
fn label_fits(tree: &Tree, child: usize, head: usize, label: u8) -> bool {
    let root = head == tree.forms.len();
    if tree.heads[child] == head || (root && tree.heads[child] == NONE) { tree.labels[child] == label } else { true }
}

/// Arcs of the tree that shift, left and right would lose.
fn costs(state: &State, tree: &Tree) -> [usize; 3] {
    const NEVER: usize = 1 << 20;
    let n = state.length;
    let b0 = state.next;
    let (s0, s1) = (state.stack_at(0), state.stack_at(1));
    let head = |i: usize| if tree.heads[i] == NONE { n } else { tree.heads[i] };
    let mut costs = [NEVER; 3];
    if state.can_shift() {
        let below = state.stack.len().saturating_sub(1);
        let own = usize::from(state.stack[..below].contains(&head(b0)));
        costs[0] = own + state.stack.iter().filter(|&&token| head(token) == b0).count();
    }
    let later = (b0..n).filter(|&token| head(token) == s0).count();
    if state.can_left() {
        let lost = head(s0) == s1 || (head(s0) > b0 && head(s0) <= n);
        costs[1] = usize::from(lost) + later;
    }
    if state.can_right() {
        costs[2] = usize::from(head(s0) >= b0 && head(s0) <= n) + later;
    }
    costs
}

fn evaluate(bytes: &[u8], path: &str) -> String {
    let model = Model::read(bytes).expect("a model");
    let mut tagset = BTreeMap::new();
    let trees = read(path, &mut tagset, false);
    let mut names = vec![String::new(); tagset.len()];
    for ((upos, _), number) in &tagset {
        names[*number as usize] = upos.clone();
    }
    let mut answer = String::new();
    for capitals in [false, true] {
        let mut scratch = Scratch::default();
        let (mut count, mut upos, mut uas, mut las) = (0, 0, 0, 0);
        let clock = std::time::Instant::now();
        for tree in &trees {
            let forms: Vec<String> = tree.forms.iter().map(|form| if capitals { form.to_uppercase() } else { form.clone() }).collect();
            let own = model.analyse(&forms.iter().map(String::as_str).collect::<Vec<_>>(), &mut scratch);
            for (i, token) in own.iter().enumerate() {
                count += 1;
                upos += usize::from(format!("{:?}", token.upos).to_uppercase() == names[tree.tags[i] as usize]);
                let head = token.head.unwrap_or(NONE) == tree.heads[i];
                uas += usize::from(head);
                las += usize::from(head && token.deprel == RELATIONS[tree.labels[i] as usize]);
            }
        }
        let share = |n: usize| 100.0 * n as f64 / count as f64;
        answer += &format!("UPOS {:.2} UAS {:.2} LAS {:.2} {:.0} words/s; ", share(upos), share(uas), share(las), count as f64 / clock.elapsed().as_secs_f64());
    }
    answer
}
