//! Shows how a text is segmented: `segments FILE`, one sentence a line, its tokens apart, quoted ones marked.

use sayso_text::{SegmentLexicon, segment};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let text = std::fs::read_to_string(std::env::args().nth(1).ok_or("a text file")?)?;
    let document = segment(&text, SegmentLexicon::builtin());
    for paragraph in &document.paragraphs {
        println!("{:?}", paragraph.kind);
        for sentence in &document.sentences[paragraph.sentences.clone()] {
            if let Some(dateline) = sentence.dateline.and_then(|span| span.slice(&text)) {
                println!("  <{dateline}>");
            }
            let tokens: Vec<String> = sentence
                .tokens
                .iter()
                .map(|t| {
                    if t.quoted {
                        format!("_{}", t.form)
                    } else {
                        t.form.clone()
                    }
                })
                .collect();
            println!(
                "  {}{}{}",
                if sentence.starts_in_quote { ">> " } else { "" },
                tokens.join(" "),
                if sentence.ends_in_quote { " >>" } else { "" }
            );
        }
    }
    Ok(())
}
