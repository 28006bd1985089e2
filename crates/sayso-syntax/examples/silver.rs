//! Trees of plain text by the accurate provider, as CoNLL-U: `silver TEXT > TREES.conllu`, to train the light one on.

use sayso_text::{Analyser, SegmentLexicon, segment};
use std::io::Write;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("a text file")?;
    let text = std::fs::read_to_string(path)?;
    let document = segment(&text, SegmentLexicon::builtin());
    let teacher = sayso_syntax::Accurate::new()?;
    let mut out = std::io::BufWriter::new(std::io::stdout());
    // Very short and very long pieces are mostly headings, tables and faults.
    let chosen: Vec<_> = document
        .sentences
        .iter()
        .filter(|s| (4..=80).contains(&s.tokens.len()))
        .collect();
    for batch in chosen.chunks(64) {
        let forms: Vec<Vec<&str>> = batch
            .iter()
            .map(|s| s.tokens.iter().map(|t| t.form.as_str()).collect())
            .collect();
        for (forms, answer) in forms.iter().zip(teacher.analyse(&forms)) {
            for (i, (form, token)) in forms.iter().zip(&answer).enumerate() {
                let upos = format!("{:?}", token.upos).to_uppercase();
                let head = token.head.map_or(0, |head| head + 1);
                writeln!(
                    out,
                    "{}\t{form}\t_\t{upos}\t{}\t_\t{head}\t{}\t_\t_",
                    i + 1,
                    token.xpos,
                    token.deprel
                )?;
            }
            writeln!(out)?;
        }
    }
    Ok(())
}
