//! Scores annotation lines against a folder in the claims format.
//!
//! `cargo run -p sayso-eval --example score_annotation -- FOLDER PREDICTIONS.jsonl [--errors]`

use sayso_eval::{claims, no_registry, read_annotation_lines};
use std::error::Error;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (folder, predictions, errors) = match arguments.as_slice() {
        [folder, predictions] => (folder, predictions, false),
        [folder, predictions, flag] if flag == "--errors" => (folder, predictions, true),
        _ => return Err("usage: score_annotation FOLDER PREDICTIONS.jsonl [--errors]".into()),
    };
    let sets = claims::load_all(Path::new(folder))?;
    let lines = read_annotation_lines(Path::new(predictions))?;
    let report = claims::score(&sets, &lines, &no_registry);
    print!("{}", report.text);
    if errors {
        print!("{}", report.errors_text());
    }
    Ok(())
}
