//! What a form or a program sends: pairs, JSON, or files in parts.

use super::params::Params;
use super::reply::Problem;
use serde_json::Value;

/// Files of one request, at most.
const MOST_FILES: usize = 200;

/// What was sent.
#[derive(Debug, Clone, Default)]
pub(crate) struct Form {
    pub(crate) params: Params,
    pub(crate) files: Vec<File>,
    /// The body, where it was JSON.
    pub(crate) json: Option<Value>,
}

/// One file of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

/// Reads a body by its content type.
pub(crate) fn read_form(content_type: &str, body: &[u8]) -> Result<Form, Problem> {
    let (kind, rest) = content_type.split_once(';').unwrap_or((content_type, ""));
    match kind.trim().to_ascii_lowercase().as_str() {
        "application/x-www-form-urlencoded" => Ok(Form {
            params: Params::parse(&String::from_utf8_lossy(body)),
            ..Form::default()
        }),
        "application/json" => {
            let json: Value = serde_json::from_slice(body)
                .map_err(|fault| Problem::bad(format!("the JSON cannot be read: {fault}")))?;
            let pairs = match &json {
                Value::Object(map) => map
                    .iter()
                    .filter_map(|(name, value)| match value {
                        Value::String(text) => Some((name.clone(), text.clone())),
                        Value::Number(number) => Some((name.clone(), number.to_string())),
                        Value::Bool(flag) => Some((name.clone(), flag.to_string())),
                        _ => None,
                    })
                    .collect(),
                _ => return Err(Problem::bad("a JSON object is expected")),
            };
            Ok(Form {
                params: Params::from_pairs(pairs),
                files: Vec::new(),
                json: Some(json),
            })
        }
        "multipart/form-data" => {
            let boundary = rest
                .split(';')
                .filter_map(|part| part.trim().strip_prefix("boundary="))
                .map(|boundary| boundary.trim_matches('"'))
                .next()
                .filter(|boundary| !boundary.is_empty())
                .ok_or_else(|| Problem::bad("a form in parts needs its boundary"))?;
            parts(boundary, body)
        }
        "" if body.is_empty() => Ok(Form::default()),
        other => Err(Problem::new(
            415,
            format!("`{other}` is not read here; send a form or JSON"),
        )),
    }
}

fn parts(boundary: &str, body: &[u8]) -> Result<Form, Problem> {
    let mark = format!("--{boundary}");
    let mut pairs = Vec::new();
    let mut files = Vec::new();
    let mut rest = match find(body, mark.as_bytes()) {
        Some(at) => body.get(at + mark.len()..).unwrap_or_default(),
        None => return Err(Problem::bad("the form's parts cannot be told apart")),
    };
    let end = format!("\r\n{mark}");
    while !rest.starts_with(b"--") {
        let head_at = find(rest, b"\r\n\r\n")
            .ok_or_else(|| Problem::bad("a part of the form has no head"))?;
        let head = String::from_utf8_lossy(rest.get(..head_at).unwrap_or_default()).into_owned();
        let content = rest.get(head_at + 4..).unwrap_or_default();
        let length =
            find(content, end.as_bytes()).ok_or_else(|| Problem::bad("the form was cut off"))?;
        let bytes = content.get(..length).unwrap_or_default();
        let disposition = head
            .lines()
            .find(|line| {
                line.to_ascii_lowercase()
                    .starts_with("content-disposition:")
            })
            .unwrap_or_default();
        let name = attribute(disposition, "name").unwrap_or_default();
        match attribute(disposition, "filename") {
            // A file field left empty comes as a file without a name.
            Some(file) if !file.is_empty() => {
                if files.len() == MOST_FILES {
                    return Err(Problem::new(
                        413,
                        format!("at most {MOST_FILES} files at once"),
                    ));
                }
                files.push(File {
                    name: file,
                    bytes: bytes.to_vec(),
                });
            }
            Some(_) => {}
            None => pairs.push((name, String::from_utf8_lossy(bytes).into_owned())),
        }
        rest = content.get(length + end.len()..).unwrap_or_default();
        if rest.is_empty() {
            return Err(Problem::bad("the form was cut off"));
        }
    }
    Ok(Form {
        params: Params::from_pairs(pairs),
        files,
        json: None,
    })
}

fn attribute(head: &str, name: &str) -> Option<String> {
    let wanted = format!("{name}=\"");
    let mut rest = head;
    loop {
        let at = rest.find(&wanted)?;
        let whole = rest[..at].ends_with([' ', ';']);
        rest = &rest[at + wanted.len()..];
        if whole {
            return rest.split('"').next().map(str::to_owned);
        }
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let first = *wanted.first()?;
    let mut at = 0;
    while let Some(step) = bytes.get(at..)?.iter().position(|byte| *byte == first) {
        at += step;
        if bytes.get(at..)?.starts_with(wanted) {
            return Some(at);
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_told_apart() {
        let body = b"--X\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\na\r\nb\r\n--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\n\x00--Y\r\n--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\"\r\n\r\n\r\n--X--\r\n";
        let form = read_form("multipart/form-data; boundary=X", body).expect("a form");
        assert_eq!(form.params.get("text"), Some("a\r\nb"));
        assert_eq!(
            form.files,
            [File {
                name: "a.txt".to_owned(),
                bytes: b"\x00--Y".to_vec()
            }]
        );
    }

    #[test]
    fn broken_forms_are_refused_and_never_panic() {
        let whole = b"--X\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--X--\r\n";
        for cut in 0..whole.len() - 4 {
            let form = read_form("multipart/form-data; boundary=X", &whole[..cut]);
            assert!(form.is_err(), "cut at {cut}");
        }
        for (kind, body, status) in [
            ("text/plain", "a", 415),
            ("application/json", "{", 400),
            ("application/json", "[1]", 400),
            ("multipart/form-data", "x", 400),
        ] {
            assert_eq!(
                read_form(kind, body.as_bytes())
                    .expect_err("refused")
                    .status,
                status,
                "{kind} {body}"
            );
        }
    }
}
