use sayso_model::Span;
use std::ops::Range;

/// A report's text, segmented.
#[derive(Debug, Clone, Default)]
pub struct Document {
    pub paragraphs: Vec<Paragraph>,
    pub sentences: Vec<Sentence>,
}

#[derive(Debug, Clone)]
pub struct Paragraph {
    pub span: Span,
    /// Indexes into [`Document::sentences`].
    pub sentences: Range<usize>,
    pub kind: ParagraphKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParagraphKind {
    Body,
    /// A short line without a final stop: a heading or a label.
    Heading,
    /// Starts with a bullet, dash or number.
    ListItem,
}

#[derive(Debug, Clone)]
pub struct Sentence {
    /// The whole sentence with its closing quotation mark, without surrounding white space.
    pub span: Span,
    /// Index into [`Document::paragraphs`].
    pub paragraph: usize,
    pub tokens: Vec<Token>,
    /// A place-and-agency prefix such as `KYIV, 3 May (Agency) –`; its tokens are not in `tokens`.
    pub dateline: Option<Span>,
    /// The sentence begins, or ends, inside a quotation.
    pub starts_in_quote: bool,
    pub ends_in_quote: bool,
    /// False until an [`Analyser`] has filled the tokens' analysis.
    pub analysed: bool,
}

/// One word or punctuation mark, split the way Universal Dependencies split English ("do" "n't", "army" "'s").
#[derive(Debug, Clone)]
pub struct Token {
    /// Where it stands in the report's text.
    pub span: Span,
    /// The token with typographic quotes, dashes and invisible characters folded to plain ones.
    pub form: String,
    /// Lower-case `form`.
    pub lower: String,
    /// Dictionary form, lower-case except for proper nouns; equals `lower` until analysed.
    pub lemma: String,
    pub upos: Upos,
    /// Penn Treebank tag, e.g. `VBD`; empty until analysed.
    pub xpos: &'static str,
    /// Index of the governing token in the sentence; `None` for the root (and until analysed).
    pub head: Option<usize>,
    /// Universal Dependencies relation with subtype, e.g. `nsubj:pass`; empty until analysed.
    pub deprel: &'static str,
    /// Whether this token lies inside quotation marks.
    pub quoted: bool,
}

/// Universal part of speech.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Upos {
    Adj,
    Adp,
    Adv,
    Aux,
    Cconj,
    Det,
    Intj,
    Noun,
    Num,
    Part,
    Pron,
    Propn,
    Punct,
    Sconj,
    Sym,
    Verb,
    X,
}

/// What an [`Analyser`] says of one token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TokenAnalysis {
    pub upos: Upos,
    /// Penn Treebank tag.
    pub xpos: &'static str,
    /// Index of the head in the same sentence; `None` for the root. Exactly one token has no head, and heads form a tree.
    pub head: Option<usize>,
    /// One of the relations of the Universal Dependencies English treebank.
    pub deprel: &'static str,
}

/// A provider of sentence analysis. Pure: the same forms give the same analysis, whatever the batch or thread.
pub trait Analyser: Send + Sync {
    /// Name and version of the provider and its weights, e.g. `accurate-1`; part of the coder's identity.
    fn name(&self) -> &str;

    /// Analyses sentences given as token forms; the answer has one inner vector per sentence, one entry per token.
    fn analyse(&self, sentences: &[Vec<&str>]) -> Vec<Vec<TokenAnalysis>>;
}
