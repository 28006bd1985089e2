//! `sayso code`: reports in, claims out.
//!
//! Inputs are read one record at a time and coded in batches, so that memory does not grow with the input; only the
//! annotation form, which joins the claims of all reports, holds them to the end. A bad input is named and passed over;
//! the exit code remembers it.

use super::{export_format, published};
use crate::arguments::{CodeArguments, Format};
use crate::code::{code_all, threads};
use crate::exit::Exit;
use crate::joined::{Linking, joined};
use crate::refusal::Refusal;
use crate::stock::Stock;
use crate::terminal::{Progress, message};
use sayso_code::Coder;
use sayso_export::Exporter;
use sayso_knowledge::Knowledge;
use sayso_model::{Claim, ReadNote, Report};
use sayso_read::{ReadError, ReadOptions};
use sayso_store::{Generation, Ledger};
use std::io::{BufReader, BufWriter, Read, StdoutLock};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

/// Reports, or bytes of text, that are coded at a time.
const BATCH_REPORTS: usize = 64;
const BATCH_BYTES: usize = 1 << 20;

pub(crate) fn run(arguments: &CodeArguments) -> Result<Exit, Refusal> {
    let options = ReadOptions {
        outlet: arguments.outlet.clone(),
        url: arguments.url.clone(),
        published: published(arguments.published.as_deref())?,
        encoding: arguments.encoding.clone(),
        ..ReadOptions::default()
    };
    let stock = Stock::load(&arguments.coder)?;
    let coder = stock.coder();
    let ledger = arguments.ledger.as_ref().map(Ledger::open).transpose()?;
    let out = BufWriter::new(std::io::stdout().lock());
    let mut run = Run {
        coder: &coder,
        knowledge: &stock.knowledge,
        held: (arguments.format == Format::Annotation).then(Vec::new),
        threads: threads(arguments.coder.jobs),
        generation: stock.generation(),
        ledger,
        exporter: Exporter::new(export_format(arguments.format), out)?,
        batch: Vec::new(),
        batch_bytes: 0,
        progress: Progress::new(),
        reports: 0,
        claims: 0,
        failed: 0,
        stopped: None,
    };
    let stop = AtomicBool::new(false);
    for input in &arguments.inputs {
        run.read(input, &options, &stop);
        if run.stopped.is_some() {
            break;
        }
    }
    run.finish()
}

/// One run over all inputs.
struct Run<'a> {
    coder: &'a Coder<'a>,
    knowledge: &'a Knowledge,
    /// What is coded so far, for a form that joins the claims of all reports.
    held: Option<Vec<(Report, Vec<Claim>)>>,
    threads: usize,
    generation: Generation,
    ledger: Option<Ledger>,
    exporter: Exporter<BufWriter<StdoutLock<'static>>>,
    batch: Vec<Report>,
    batch_bytes: usize,
    progress: Progress,
    reports: usize,
    claims: usize,
    failed: usize,
    /// Set when going on makes no sense: the output is closed, or the ledger cannot be written.
    stopped: Option<Refusal>,
}

impl Run<'_> {
    fn read(&mut self, input: &Path, options: &ReadOptions, stop: &AtomicBool) {
        let mut each = |read: Result<Report, ReadError>| {
            if self.stopped.is_none() {
                self.take(read);
                stop.store(self.stopped.is_some(), Ordering::Relaxed);
            }
        };
        if input == Path::new("-") {
            let stdin = Until {
                reader: std::io::stdin().lock(),
                stop,
            };
            sayso_read::read_reader(&mut BufReader::new(stdin), "-", options, &mut each);
        } else {
            sayso_read::read_path(input, options, &mut each);
        }
    }

    fn take(&mut self, read: Result<Report, ReadError>) {
        match read {
            Ok(report) => {
                self.batch_bytes += report.text.len();
                self.batch.push(report);
                if self.batch.len() >= BATCH_REPORTS || self.batch_bytes >= BATCH_BYTES {
                    self.flush();
                }
            }
            Err(error) => {
                // Messages come in the order of the inputs.
                self.flush();
                self.failed += 1;
                self.say(&error.to_string());
            }
        }
    }

    fn say(&mut self, text: &str) {
        self.progress.clear();
        message(text);
    }

    fn flush(&mut self) {
        if self.stopped.is_none()
            && let Err(refusal) = self.code_batch()
        {
            self.stopped = Some(refusal);
        }
    }

    fn code_batch(&mut self) -> Result<(), Refusal> {
        let batch = std::mem::take(&mut self.batch);
        self.batch_bytes = 0;
        let codings = code_all(self.coder, &batch, self.threads);
        for (mut report, coding) in batch.into_iter().zip(codings) {
            let not_coded = !coding.notes.is_empty();
            for note in coding.notes {
                if !report.notes.iter().any(|known| known.code == note.code) {
                    report.notes.push(note);
                }
            }
            for note in &report.notes {
                let ReadNote { message, .. } = note;
                let text = format!("{}: {message}", report.origin);
                self.say(&text);
            }
            self.failed += usize::from(not_coded);
            if let Some(ledger) = &mut self.ledger {
                ledger.add(&report, &self.generation, &coding.claims)?;
            }
            self.reports += 1;
            self.claims += coding.claims.len();
            match &mut self.held {
                Some(held) => held.push((report, coding.claims)),
                None => self.exporter.add(&report, &coding.claims)?,
            }
        }
        self.progress
            .show(&format!("{} reports, {} claims", self.reports, self.claims));
        Ok(())
    }

    fn finish(mut self) -> Result<Exit, Refusal> {
        self.flush();
        self.progress.clear();
        if let Some(refusal) = self.stopped {
            return Err(refusal);
        }
        if let Some(held) = &self.held {
            let linking = Linking {
                knowledge: self.knowledge,
                weights: None,
                threads: self.threads,
            };
            self.exporter.join(joined(&linking, held)?);
            for (report, claims) in held {
                self.exporter.add(report, claims)?;
            }
        }
        self.exporter.finish()?;
        Ok(match (self.failed, self.claims) {
            (0, 0) => Exit::NothingFound,
            (0, _) => Exit::Done,
            _ => Exit::SomeInputsFailed,
        })
    }
}

/// A reader that ends when there is nobody left to read for.
struct Until<'s, R> {
    reader: R,
    stop: &'s AtomicBool,
}

impl<R: Read> Read for Until<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.stop.load(Ordering::Relaxed) {
            Ok(0)
        } else {
            self.reader.read(buffer)
        }
    }
}
