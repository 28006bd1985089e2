//! What the user typed. Parsing does nothing else.
//!
//! The one definition of the command line: help and usage errors come from it.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// On whose say-so? Codes conflict reports into a ledger of claims: who says that who did what to whom.
#[derive(Debug, Parser)]
#[command(name = "sayso", version, max_term_width = 100)]
#[command(
    after_help = "Exit codes: 0 done; 1 nothing found; 2 some inputs failed; 3 bad usage, knowledge or ledger."
)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read reports and print (and store) the claims they make
    Code(CodeArguments),
    /// Print what a ledger holds
    Show(ShowArguments),
    /// Draw the curves of running tolls in a ledger, one per issuer, counted people, area and start
    Tolls(TollsArguments),
    /// Show whose text each report of a ledger is, and from whom its claims come in the end
    Origins(OriginsArguments),
    /// Join the claims of a ledger into incidents
    Link(LinkArguments),
    /// Show one incident: its claims side by side, why they are linked, what is near; merge or split incidents
    Incident(IncidentArguments),
    /// Tell how one claim came about: words, rules, look-ups
    Explain(ExplainArguments),
    /// Tell why a text gives no claim, or not the claim one expects
    WhyNot(WhyNotArguments),
    /// List who, what and where reports name, and which names the knowledge does not have
    Mentions(MentionsArguments),
    /// Test knowledge files: every fault with its file, line and mend, and the rules' own examples
    Check(CheckArguments),
    /// Score the coder against a corpus
    Eval(EvalArguments),
    /// Serve a ledger as a web application for reading, comparing and reviewing
    Serve(ServeArguments),
    /// Print the JSON schema of reports and claims
    Schema,
}

/// What shapes the coder.
#[derive(Debug, Clone, Args)]
pub struct CoderArguments {
    /// A folder of knowledge files, or one JSON file of parties, outlets and places; may be repeated
    #[arg(long, value_name = "PATH")]
    pub knowledge: Vec<PathBuf>,
    /// Provider of sentence analysis
    #[arg(long, value_enum, default_value_t = Analysis::Accurate)]
    pub analysis: Analysis,
    /// Threads that code; the output is the same for any number [default: as many as processors]
    #[arg(long, value_name = "NUMBER")]
    pub jobs: Option<NonZeroUsize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Analysis {
    /// The fine-tuned encoder
    Accurate,
    /// Small and fast, for crawls
    Light,
}

#[derive(Debug, Args)]
pub struct CodeArguments {
    /// Files or directories; `-` is standard input
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
    /// Append what is coded to this ledger (made if it is not there)
    #[arg(long, value_name = "FILE")]
    pub ledger: Option<PathBuf>,
    /// Outlet of the inputs that do not name theirs
    #[arg(long)]
    pub outlet: Option<String>,
    /// Address of the input
    #[arg(long)]
    pub url: Option<String>,
    /// Publication date of the inputs, e.g. 2024-08-22 or 2024-08-22T14:05+03:00
    #[arg(long, value_name = "DATE")]
    pub published: Option<String>,
    /// Character encoding of the inputs, e.g. windows-1251
    #[arg(long)]
    pub encoding: Option<String>,
    #[command(flatten)]
    pub coder: CoderArguments,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Table,
    Json,
    Jsonl,
    Csv,
    /// Gold lines as the annotation guide defines them
    Annotation,
}

#[derive(Debug, Args)]
pub struct ShowArguments {
    #[arg(value_name = "LEDGER")]
    pub ledger: PathBuf,
    /// Only this claim or this report, by id or the beginning of one
    pub id: Option<String>,
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
    /// Check every entry of the ledger against its chain of hashes
    #[arg(long)]
    pub verify: bool,
}

#[derive(Debug, Args)]
pub struct TollsArguments {
    #[arg(value_name = "LEDGER")]
    pub ledger: PathBuf,
    /// Only series whose id begins so
    #[arg(long, value_name = "ID")]
    pub series: Option<String>,
    /// Only series with at least so many points
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    pub least: usize,
    #[arg(long, value_enum, default_value_t = TollFormat::Table)]
    pub format: TollFormat,
    /// The knowledge that the ledger was coded with, besides the stock; may be repeated
    #[arg(long, value_name = "PATH")]
    pub knowledge: Vec<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TollFormat {
    /// A curve per series
    Table,
    /// One row per point
    Csv,
    /// All series with their points
    Json,
}

#[derive(Debug, Args)]
pub struct LinkArguments {
    #[arg(value_name = "LEDGER", required_unless_present = "named")]
    pub ledger: Option<PathBuf>,
    /// The ledger, as other commands that take an id before it name it
    #[arg(
        long = "ledger",
        id = "named",
        value_name = "FILE",
        conflicts_with = "ledger"
    )]
    pub named: Option<PathBuf>,
    #[command(flatten)]
    pub linking: LinkingArguments,
}

#[derive(Debug, Args)]
pub struct OriginsArguments {
    #[arg(value_name = "LEDGER")]
    pub ledger: PathBuf,
    /// Also which reports tell one story in words of their own
    #[arg(long)]
    pub stories: bool,
    /// As JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub linking: LinkingArguments,
}

/// What linking hangs on besides the ledger.
#[derive(Debug, Args)]
pub struct LinkingArguments {
    /// A folder of knowledge files, or one JSON file of parties, outlets and places; may be repeated
    #[arg(long, value_name = "PATH")]
    pub knowledge: Vec<PathBuf>,
    /// Weights of the linker instead of the built-in ones
    #[arg(long, value_name = "FILE")]
    pub weights: Option<PathBuf>,
    /// Threads; the result is the same for any number [default: as many as processors]
    #[arg(long, value_name = "NUMBER")]
    pub jobs: Option<NonZeroUsize>,
}

/// A ledger behind an id. The fields of [`LinkingArguments`] stand here again: an optional group may hold no other group.
#[derive(Debug, Args)]
pub struct LedgerLinking {
    #[arg(long, value_name = "FILE")]
    pub ledger: PathBuf,
    /// A folder of knowledge files, or one JSON file of parties, outlets and places; may be repeated
    #[arg(long, value_name = "PATH")]
    pub knowledge: Vec<PathBuf>,
    /// Weights of the linker instead of the built-in ones
    #[arg(long, value_name = "FILE")]
    pub weights: Option<PathBuf>,
    /// Threads; the result is the same for any number [default: as many as processors]
    #[arg(long, value_name = "NUMBER")]
    pub jobs: Option<NonZeroUsize>,
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct IncidentArguments {
    #[command(subcommand)]
    pub review: Option<ReviewCommand>,
    /// Id of an incident, today's or an earlier one, or of a claim
    #[arg(required = true)]
    pub id: Option<String>,
    #[command(flatten)]
    pub linking: Option<LedgerLinking>,
    /// Origins by name or registry id, the preferred first: what they give is shown as "declared order of sources"
    #[arg(long, value_name = "NAME")]
    pub prefer: Vec<String>,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

/// A reviewer's word; it is appended to the ledger, and every later linking respects it.
#[derive(Debug, Subcommand)]
pub enum ReviewCommand {
    /// These incidents (or claims) are one occurrence
    Merge {
        #[arg(required = true, num_args = 2.., value_name = "ID")]
        ids: Vec<String>,
        #[command(flatten)]
        review: ReviewArguments,
    },
    /// These claims do not belong to the incident they are in
    Split {
        #[arg(required = true, value_name = "CLAIM")]
        claims: Vec<String>,
        #[command(flatten)]
        review: ReviewArguments,
    },
    /// Take back a decision, by its number
    Undo {
        number: u64,
        #[command(flatten)]
        review: ReviewArguments,
    },
    /// List all decisions
    Decisions {
        #[arg(long, value_name = "FILE")]
        ledger: PathBuf,
    },
}

#[derive(Debug, Args)]
pub struct ReviewArguments {
    #[command(flatten)]
    pub linking: LedgerLinking,
    /// Who decides
    #[arg(long, value_name = "NAME")]
    pub by: String,
    /// Why
    #[arg(long, default_value = "")]
    pub note: String,
}

#[derive(Debug, Args)]
pub struct ServeArguments {
    /// The ledger (made if it is not there); each of several is a project of its own, named by the file's stem
    #[arg(long, required = true, value_name = "FILE")]
    pub ledger: Vec<PathBuf>,
    /// Where to listen; port 0 takes any that is free
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8117")]
    pub listen: SocketAddr,
    /// Listen on an address that other machines reach; put a proxy with https before it
    #[arg(long)]
    pub beyond_this_machine: bool,
    /// File of accounts and sessions [default: beside the first ledger]
    #[arg(long, value_name = "FILE")]
    pub people: Option<PathBuf>,
    /// Requests that one address may send in a second, in the long run
    #[arg(long, value_name = "NUMBER", default_value_t = 50)]
    pub rate: u32,
    /// Weights of the linker instead of the built-in ones
    #[arg(long, value_name = "FILE")]
    pub weights: Option<PathBuf>,
    #[command(flatten)]
    pub coder: CoderArguments,
}

#[derive(Debug, Args)]
pub struct ExplainArguments {
    /// Id of the claim, or the beginning of it
    pub claim: String,
    #[arg(long, value_name = "FILE")]
    pub ledger: PathBuf,
}

#[derive(Debug, Args)]
pub struct WhyNotArguments {
    #[arg(long)]
    pub text: String,
    #[arg(long, value_name = "DATE")]
    pub published: Option<String>,
    #[arg(long)]
    pub outlet: Option<String>,
    #[command(flatten)]
    pub coder: CoderArguments,
}

#[derive(Debug, Args)]
pub struct MentionsArguments {
    /// Files or directories
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// Only names of organisations, people and places that the knowledge does not have
    #[arg(long)]
    pub unknown: bool,
    /// Tell the features that spoke most for each
    #[arg(long)]
    pub because: bool,
    #[arg(long, value_name = "DATE")]
    pub published: Option<String>,
    #[arg(long)]
    pub outlet: Option<String>,
    #[command(flatten)]
    pub coder: CoderArguments,
}

#[derive(Debug, Args)]
pub struct CheckArguments {
    /// A folder of knowledge files or one JSON file; without it, the stock
    pub path: Option<PathBuf>,
    #[arg(long, value_enum, default_value_t = Analysis::Accurate)]
    pub analysis: Analysis,
    /// Leave the rules' own examples out
    #[arg(long)]
    pub files_only: bool,
    /// Print what the stock covers, by region and kind, as a page
    #[arg(long, conflicts_with_all = ["path", "files_only"])]
    pub coverage: bool,
}

#[derive(Debug, Args)]
pub struct EvalArguments {
    /// Which corpus
    #[arg(value_enum)]
    pub corpus: Corpus,
    /// Folders of the corpus; without any, the corpus' own under $SAYSO_CORPORA
    pub folders: Vec<PathBuf>,
    /// Fail where a measure is below the floor pinned in this file
    #[arg(long, value_name = "FILE")]
    pub floors: Option<PathBuf>,
    /// Raise the bounds in this file to a little below what is measured now; a bound is never loosened
    #[arg(long, value_name = "FILE")]
    pub pin: Option<PathBuf>,
    /// Write what the coder said in the corpus' own form (a folder where the corpus has several files)
    #[arg(long, value_name = "FILE")]
    pub predictions: Option<PathBuf>,
    /// Score these annotation lines or templates instead of running the coder (claims and muc4)
    #[arg(long, value_name = "FILE", conflicts_with = "predictions")]
    pub from: Option<PathBuf>,
    /// Write what the mapping of claims to templates goes by, one JSON line a report, for training/muc4 (muc4)
    #[arg(long, value_name = "FILE", conflicts_with = "from")]
    pub rows: Option<PathBuf>,
    /// Only the sets of the corpus with this name, e.g. `real_a` or `tst1_tst2`; may be repeated
    #[arg(long, value_name = "NAME")]
    pub only: Vec<String>,
    /// Write the tables of both providers as a page of documentation
    #[arg(long, value_name = "FILE", conflicts_with_all = ["from", "predictions"])]
    pub markdown: Option<PathBuf>,
    /// List the errors by class
    #[arg(long)]
    pub errors: bool,
    /// Weights of the linker instead of the built-in ones
    #[arg(long, value_name = "FILE")]
    pub weights: Option<PathBuf>,
    #[command(flatten)]
    pub coder: CoderArguments,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Corpus {
    /// A folder, or several, in the claims format
    Claims,
    Muc4,
    Airwars,
    Wikiwars,
    Geo,
    Re3d,
    /// Toll series of a folder in the claims format with a `tolls.json`
    Tolls,
    /// Articles grouped by story
    Stories,
    /// Incidents over the reports of each set of the claims corpus
    Linking,
    /// Attributions in political news; the part `train` only where it is named with --only
    Polnear,
    /// Who does something to whom in single sentences
    Cameo,
    /// The same in the examples of an event ontology, with its classes
    Plover,
    /// What the police did, by sentence
    IndiaPolice,
    /// Every corpus that is there
    All,
}
