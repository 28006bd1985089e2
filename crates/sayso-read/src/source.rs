//! Paths, directories and streams: finds the records and hands each to its reader.

use crate::format::{Format, refuse_binary, sniff};
use crate::record::{Record, finish};
use crate::{ReadError, ReadOptions, encoding, html, jsonl};
use sayso_model::Report;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

/// Called once for each report and each error, in the order of the input.
type Each<'a> = &'a mut dyn FnMut(Result<Report, ReadError>);

/// How much of a stream is looked at before its format is chosen.
const HEAD_BYTES: u64 = 16 << 10;

/// Reads every report below a path: one file, or a directory with all below it, in sorted order.
///
/// Hidden files and symbolic links to directories are passed over; an input that cannot be read is one error.
pub fn read_path(path: impl AsRef<Path>, options: &ReadOptions, each: Each<'_>) {
    walk(path.as_ref(), options, false, each);
}

fn walk(path: &Path, options: &ReadOptions, inside: bool, each: Each<'_>) {
    let origin = path.display().to_string();
    let metadata = match std::fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(cause) => return each(Err(io_error(origin, cause))),
    };
    if metadata.is_dir() {
        return match sorted_entries(path) {
            Ok(entries) => entries
                .iter()
                .for_each(|entry| walk(entry, options, true, each)),
            Err(cause) => each(Err(io_error(origin, cause))),
        };
    }
    // Opening a pipe waits for its writer: done only where the user named it.
    if inside && !metadata.is_file() {
        return each(Err(ReadError::NotAFile { origin }));
    }
    match std::fs::File::open(path) {
        Ok(file) => read_reader(
            &mut BufReader::with_capacity(1 << 16, file),
            &origin,
            options,
            each,
        ),
        Err(cause) => each(Err(io_error(origin, cause))),
    }
}

fn sorted_entries(directory: &Path) -> std::io::Result<Vec<std::path::PathBuf>> {
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(directory)? {
        let entry = entry?;
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        // Links to directories can lead back up.
        let loops = entry.file_type()?.is_symlink()
            && std::fs::metadata(entry.path()).is_ok_and(|target| target.is_dir());
        if !hidden && !loops {
            entries.push(entry.path());
        }
    }
    entries.sort();
    Ok(entries)
}

/// Reads every report in some bytes; `origin` names them in messages, and its extension helps to choose the reader.
pub fn read_bytes(bytes: &[u8], origin: &str, options: &ReadOptions, each: Each<'_>) {
    read_reader(&mut &bytes[..], origin, options, each);
}

/// Reads every report of a stream. JSON lines are read one at a time, so that memory does not grow with the stream.
pub fn read_reader(reader: &mut dyn BufRead, origin: &str, options: &ReadOptions, each: Each<'_>) {
    if let Err(error) = try_read(reader, origin, options, each) {
        each(Err(error));
    }
}

fn try_read(
    reader: &mut dyn BufRead,
    origin: &str,
    options: &ReadOptions,
    each: Each<'_>,
) -> Result<(), ReadError> {
    let mut head = Vec::new();
    (&mut *reader)
        .take(HEAD_BYTES)
        .read_to_end(&mut head)
        .map_err(|cause| io_error(origin.to_owned(), cause))?;
    if head.iter().all(u8::is_ascii_whitespace) && (head.len() as u64) < HEAD_BYTES
        || head == b"\xef\xbb\xbf"
    {
        return Err(ReadError::Empty {
            origin: origin.to_owned(),
        });
    }
    refuse_binary(&head, origin)?;
    let format = options.format.unwrap_or_else(|| sniff(&head, origin));
    let wide = encoding::utf16_shape(&head).is_some();
    let mut stream = head.as_slice().chain(reader);
    if format == Format::JsonLines && !wide && options.encoding.is_none() {
        return read_lines(&mut stream, origin, "UTF-8 (JSON)", options, each);
    }
    let mut raw = Vec::new();
    let limit = options.max_record_bytes;
    stream
        .take(limit as u64 + 1)
        .read_to_end(&mut raw)
        .map_err(|cause| io_error(origin.to_owned(), cause))?;
    if raw.len() > limit {
        return Err(ReadError::TooLong {
            origin: origin.to_owned(),
            limit,
        });
    }
    let declared = if format == Format::Html {
        encoding::declared_in_html(&raw)
    } else {
        None
    };
    let decoded = encoding::decode(
        &raw,
        options.encoding.as_deref(),
        declared.as_deref(),
        origin,
    )?;
    match format {
        Format::JsonLines => read_lines(
            &mut decoded.text.as_bytes(),
            origin,
            &decoded.encoding,
            options,
            each,
        )?,
        Format::Json => jsonl::read_document(
            decoded.text.as_bytes(),
            origin,
            &stem(origin),
            &decoded.encoding,
            options,
            each,
        ),
        Format::Html => each(
            html::read_page(decoded, origin, &stem(origin))
                .and_then(|record| finish(record, &raw, options)),
        ),
        Format::PlainText => {
            let text = decoded.text.replace("\r\n", "\n").replace('\r', "\n");
            let text = text
                .trim_matches(|c: char| c == '\u{feff}' || c.is_whitespace())
                .to_owned();
            let record = Record {
                input_id: stem(origin),
                origin: origin.to_owned(),
                text,
                encoding: decoded.encoding,
                notes: decoded.notes,
                ..Record::default()
            };
            each(finish(record, &raw, options));
        }
    }
    Ok(())
}

fn read_lines(
    stream: &mut dyn BufRead,
    origin: &str,
    encoding: &str,
    options: &ReadOptions,
    each: Each<'_>,
) -> Result<(), ReadError> {
    let stem = stem(origin);
    let mut line = Vec::new();
    let mut number = 0usize;
    loop {
        line.clear();
        number += 1;
        let at = format!("{origin}:{number}");
        let read = (&mut *stream)
            .take(options.max_record_bytes as u64 + 1)
            .read_until(b'\n', &mut line)
            .map_err(|cause| io_error(at.clone(), cause))?;
        if read == 0 {
            return Ok(());
        }
        if line.len() > options.max_record_bytes && !line.ends_with(b"\n") {
            each(Err(ReadError::TooLong {
                origin: at.clone(),
                limit: options.max_record_bytes,
            }));
            skip_line(stream).map_err(|cause| io_error(at, cause))?;
            continue;
        }
        while line.last().is_some_and(u8::is_ascii_whitespace) {
            line.pop();
        }
        if !line.is_empty() {
            each(jsonl::read_record(
                &line,
                &at,
                &format!("{stem}-{number}"),
                encoding,
                options,
            ));
        }
    }
}

fn skip_line(stream: &mut dyn BufRead) -> std::io::Result<()> {
    loop {
        let buffer = stream.fill_buf()?;
        if buffer.is_empty() {
            return Ok(());
        }
        match buffer.iter().position(|byte| *byte == b'\n') {
            Some(end) => {
                stream.consume(end + 1);
                return Ok(());
            }
            None => {
                let length = buffer.len();
                stream.consume(length);
            }
        }
    }
}

/// The file name without its extension; `stdin` for standard input.
fn stem(origin: &str) -> String {
    match Path::new(origin).file_stem() {
        Some(stem) if origin != "-" => stem.to_string_lossy().into_owned(),
        _ => "stdin".to_owned(),
    }
}

fn io_error(origin: String, cause: std::io::Error) -> ReadError {
    match cause.kind() {
        std::io::ErrorKind::NotFound => ReadError::NotFound { origin },
        _ => ReadError::Unreadable { origin, cause },
    }
}
