//! Words per second of the light provider, segmentation included: `light_speed TEXT [ROUNDS]`, on one thread.

use sayso_text::{SegmentLexicon, analyse, segment};
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let text = std::fs::read_to_string(arguments.next().ok_or("a text file")?)?;
    let rounds: usize = arguments.next().map_or(Ok(3), |n| n.parse())?;
    for _ in 0..rounds {
        let start = Instant::now();
        let mut document = segment(&text, SegmentLexicon::builtin());
        let segmented = start.elapsed().as_secs_f64();
        analyse(&mut document, &sayso_syntax::Light, |_| true);
        let seconds = start.elapsed().as_secs_f64();
        let words: usize = document
            .sentences
            .iter()
            .map(|sentence| sentence.tokens.len())
            .sum();
        println!(
            "{words} words: {:.0} words/s, of it segmentation {segmented:.2} s of {seconds:.2} s",
            words as f64 / seconds
        );
    }
    Ok(())
}
