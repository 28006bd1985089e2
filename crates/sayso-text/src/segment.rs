//! From text to document: paragraphs, datelines, sentences, tokens and quotation flags.

use crate::dateline::dateline_end;
use crate::fold::form_of;
use crate::lexicon::SegmentLexicon;
use crate::paragraph::{Block, blocks};
use crate::quote::mark_quoted;
use crate::split::sentences;
use crate::tokenise::tokenise;
use crate::{Document, Paragraph, ParagraphKind, Sentence, Token, Upos};
use sayso_model::Span;

/// Cuts a report's text into paragraphs, sentences and tokens.
///
/// Every character that is neither white space nor invisible is covered by exactly one token, or by the dateline of
/// a sentence. The time is linear in the text.
pub fn segment(text: &str, lexicon: &SegmentLexicon) -> Document {
    let mut document = Document::default();
    let mut open = false;
    for block in blocks(text) {
        open = push_block(text, block, open, lexicon, &mut document);
    }
    document
}

/// Adds one paragraph; `open` is whether the quotation of the one before was not closed, and so is the answer.
fn push_block(
    text: &str,
    block: Block,
    open: bool,
    lexicon: &SegmentLexicon,
    document: &mut Document,
) -> bool {
    let words = &text[block.start..block.end];
    let mut start = block.start;
    let mut dateline = None;
    if let Some(length) =
        dateline_end(words, lexicon).filter(|_| block.kind != ParagraphKind::ListItem)
    {
        dateline = Some(Span::new(block.start, block.start + length));
        start += length;
    }
    let raw = tokenise(text, start, block.end, lexicon);
    if raw.is_empty() {
        return open;
    }
    let forms: Vec<String> = raw
        .iter()
        .map(|token| form_of(&text[token.start..token.end]))
        .collect();
    // Only a paragraph that opens with a quotation mark continues the quotation of the one before.
    let continues = open && forms[0] == "\"";
    let mut quoted = Vec::with_capacity(raw.len());
    let open_at_end = mark_quoted(text, &raw, &forms, continues, &mut quoted);
    let ranges = sentences(&raw, &forms, lexicon, block.kind == ParagraphKind::ListItem);
    let first = document.sentences.len();
    let mut inside = continues;
    let mut forms = forms.into_iter();
    for range in ranges {
        let Some(last) = range.end.checked_sub(1) else {
            continue;
        };
        let starts_in_quote = inside;
        // Inside after this sentence: its last mark decides, else its last word.
        inside = match forms
            .as_slice()
            .get(..range.len())
            .and_then(|these| these.last())
        {
            Some(form) if form == "\"" => quoted.get(last + 1).copied().unwrap_or(false),
            _ => quoted[last],
        };
        let tokens: Vec<Token> = range
            .clone()
            .zip(forms.by_ref())
            .map(|(i, form)| {
                let lower = form.to_lowercase();
                Token {
                    span: Span::new(raw[i].start, raw[i].end),
                    lemma: lower.clone(),
                    form,
                    lower,
                    upos: Upos::X,
                    xpos: "",
                    head: None,
                    deprel: "",
                    quoted: quoted[i],
                }
            })
            .collect();
        document.sentences.push(Sentence {
            span: Span::new(raw[range.start].start, raw[last].end),
            paragraph: document.paragraphs.len(),
            tokens,
            dateline: dateline.take(),
            starts_in_quote,
            ends_in_quote: inside,
            analysed: false,
        });
    }
    let span = Span::new(block.start, block.end);
    document.paragraphs.push(Paragraph {
        span,
        sentences: first..document.sentences.len(),
        kind: block.kind,
    });
    open_at_end
}
