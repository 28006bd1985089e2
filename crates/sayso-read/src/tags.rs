//! One tag of a page, read in one pass with its attributes bounded.

const MAX_ATTRIBUTES: usize = 48;
const LONGEST_ATTRIBUTE: usize = 8 << 10;

/// A start or end tag.
pub(crate) struct Tag<'a> {
    pub(crate) name: &'a str,
    pub(crate) closing: bool,
    pub(crate) attributes: Vec<(&'a str, &'a str)>,
    pub(crate) dropped_attributes: bool,
    pub(crate) end: usize,
}

/// Reads the tag of `page` (`lower` is the same in lower case) whose name begins at `name_at`; `None` if it never ends.
pub(crate) fn read<'a>(
    page: &'a str,
    lower: &'a str,
    name_at: usize,
    closing: bool,
) -> Option<Tag<'a>> {
    let bytes = page.as_bytes();
    let until =
        |from: usize, stop: &dyn Fn(u8) -> bool| (from..bytes.len()).find(|at| stop(bytes[*at]));
    let blank = |byte: u8| byte.is_ascii_whitespace();
    let mut at = until(name_at, &|byte| blank(byte) || byte == b'/' || byte == b'>')?;
    let mut tag = Tag {
        name: &lower[name_at..at],
        closing,
        attributes: Vec::new(),
        dropped_attributes: false,
        end: 0,
    };
    loop {
        at = until(at, &|byte| !blank(byte) && byte != b'/')?;
        if bytes[at] == b'>' {
            tag.end = at + 1;
            return Some(tag);
        }
        // A name may begin with `=`, so at least one byte is taken.
        let name_end = until(at + 1, &|byte| {
            blank(byte) || byte == b'/' || byte == b'>' || byte == b'='
        })?;
        let name = &page[at..name_end];
        at = until(name_end, &|byte| !blank(byte))?;
        let mut value = "";
        if bytes[at] == b'=' {
            at = until(at + 1, &|byte| !blank(byte))?;
            let quote = bytes[at];
            if quote == b'"' || quote == b'\'' {
                let end = until(at + 1, &|byte| byte == quote)?;
                value = &page[at + 1..end];
                at = end + 1;
            } else {
                let end = until(at, &|byte| blank(byte) || byte == b'>')?;
                value = &page[at..end];
                at = end;
            }
        }
        let sound = name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_:.".contains(&byte));
        if tag.attributes.len() >= MAX_ATTRIBUTES || value.len() > LONGEST_ATTRIBUTE {
            tag.dropped_attributes = true;
        } else if sound {
            tag.attributes.push((name, value));
        }
    }
}
