//! Scores templates in the form of `processed/` against a MUC-4 folder.
//!
//! `cargo run -p sayso-eval --example score_muc4 -- FOLDER PREDICTIONS.json [--errors]`

use sayso_eval::muc4;
use std::error::Error;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (folder, predictions, errors) = match arguments.as_slice() {
        [folder, predictions] => (folder, predictions, false),
        [folder, predictions, flag] if flag == "--errors" => (folder, predictions, true),
        _ => return Err("usage: score_muc4 FOLDER PREDICTIONS.json [--errors]".into()),
    };
    let predictions = muc4::read_predictions(Path::new(predictions))?;
    for corpus in muc4::load(Path::new(folder))? {
        // A file of one split is scored on that split alone.
        if corpus
            .documents
            .iter()
            .any(|document| predictions.contains_key(&document.id))
        {
            let report = muc4::score(&corpus, &predictions);
            println!("{}", report.text);
            if errors {
                print!("{}", report.errors_text());
            }
        }
    }
    Ok(())
}
