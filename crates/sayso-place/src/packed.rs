//! The packed gazetteer: fixed-width records read in place from bytes, names in a finite-state map.
//!
//! Nothing is parsed when it is opened. The layout is written by `examples/pack_gazetteer.rs` and described by
//! [`Header`]; all integers are little-endian.

use fst::Map;

/// First bytes of a packed gazetteer; the last digit is the layout version.
pub const MAGIC: &[u8; 8] = b"SAYSOGZ2";
/// Bytes of one place record.
pub const RECORD_BYTES: usize = 24;
/// Bytes of one administrative-area record.
pub const AREA_BYTES: usize = 28;
/// Bytes of one country record before its name.
pub const COUNTRY_BYTES: usize = 20;
/// Flag of a record: the capital of its country.
pub const FLAG_CAPITAL: u8 = 1;

/// How a name belongs to a place, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameClass {
    /// The main name, or a name of the hand-kept supplement.
    Main,
    /// A spelling close to the main name.
    Spelling,
    /// Another name: historic, in another language, or a wider one.
    Alternate,
    /// Made from another name by dropping an article or a bracket.
    Derived,
}

impl NameClass {
    /// The class of a posting's two lowest bits.
    pub fn of_bits(bits: u32) -> NameClass {
        match bits & 3 {
            0 => NameClass::Main,
            1 => NameClass::Spelling,
            2 => NameClass::Alternate,
            _ => NameClass::Derived,
        }
    }
}

/// Counts and section offsets, in the order in which the sections lie.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Header {
    pub records: usize,
    pub postings: usize,
    pub areas: usize,
    pub countries: usize,
    pub text_bytes: usize,
}

impl Header {
    /// Bytes of the header itself.
    pub const BYTES: usize = 8 + 5 * 4;

    fn sections(&self) -> [usize; 6] {
        let records = Header::BYTES;
        let postings = records + self.records * RECORD_BYTES;
        let areas = postings + self.postings * 4;
        let countries = areas + self.areas * AREA_BYTES;
        let text = countries + self.countries * COUNTRY_BYTES;
        [
            records,
            postings,
            areas,
            countries,
            text,
            text + self.text_bytes,
        ]
    }
}

/// Why bytes are not a packed gazetteer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PackError {
    #[error("not a packed gazetteer of this version")]
    Magic,
    #[error("the packed gazetteer is cut short: {found} bytes, {expected} expected")]
    Length { found: usize, expected: usize },
    #[error("the name index cannot be read: {0}")]
    Index(String),
}

/// One place of the packed gazetteer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PackedPlace {
    pub latitude: f64,
    pub longitude: f64,
    pub population: u32,
    pub geonames_id: u32,
    /// Index into the administrative areas.
    pub area: u16,
    /// Index into the countries.
    pub country: u8,
    pub capital: bool,
}

/// A first-level administrative area as far as its towns tell: where they lie on average.
#[derive(Debug, Clone, PartialEq)]
pub struct PackedArea<'a> {
    pub country: u8,
    pub code: &'a str,
    pub latitude: f64,
    pub longitude: f64,
    pub towns: u32,
}

/// A country of the packed gazetteer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackedCountry<'a> {
    pub iso: &'a str,
    pub continent: &'a str,
    pub geonames_id: u32,
    pub population: u32,
    pub name: &'a str,
}

/// A packed gazetteer over borrowed bytes.
pub struct Packed {
    data: &'static [u8],
    header: Header,
    offsets: [usize; 6],
    index: Map<&'static [u8]>,
}

impl Packed {
    /// Opens a packed gazetteer; checks sizes, reads nothing else.
    pub fn open(data: &'static [u8], index: &'static [u8]) -> Result<Packed, PackError> {
        if data.get(..8) != Some(MAGIC.as_slice()) {
            return Err(PackError::Magic);
        }
        let count = |i: usize| read_u32(data, 8 + i * 4) as usize;
        let header = Header {
            records: count(0),
            postings: count(1),
            areas: count(2),
            countries: count(3),
            text_bytes: count(4),
        };
        let offsets = header.sections();
        if data.len() != offsets[5] {
            return Err(PackError::Length {
                found: data.len(),
                expected: offsets[5],
            });
        }
        let index = Map::new(index).map_err(|error| PackError::Index(error.to_string()))?;
        Ok(Packed {
            data,
            header,
            offsets,
            index,
        })
    }

    pub fn len(&self) -> usize {
        self.header.records
    }

    pub fn is_empty(&self) -> bool {
        self.header.records == 0
    }

    pub fn area_count(&self) -> usize {
        self.header.areas
    }

    pub fn country_count(&self) -> usize {
        self.header.countries
    }

    /// The name index, for walks over several words.
    pub fn index(&self) -> &Map<&'static [u8]> {
        &self.index
    }

    /// The places under one value of the name index, best name class and largest population first.
    pub fn postings(&self, value: u64) -> Vec<(u32, NameClass)> {
        if value & 1 == 1 {
            let posting = (value >> 1) as u32;
            return vec![(posting >> 2, NameClass::of_bits(posting))];
        }
        let start = self.offsets[1] + (value >> 1) as usize * 4;
        let count = read_u32(self.data, start) as usize;
        (1..=count.min(self.header.postings))
            .map(|i| read_u32(self.data, start + i * 4))
            .map(|posting| (posting >> 2, NameClass::of_bits(posting)))
            .filter(|(record, _)| (*record as usize) < self.header.records)
            .collect()
    }

    /// The record at an index below [`Packed::len`].
    pub fn place(&self, record: u32) -> PackedPlace {
        let at = self.offsets[0] + record as usize * RECORD_BYTES;
        PackedPlace {
            latitude: degrees(self.data, at),
            longitude: degrees(self.data, at + 4),
            population: read_u32(self.data, at + 8),
            geonames_id: read_u32(self.data, at + 12),
            area: read_u16(self.data, at + 20),
            country: self.data.get(at + 22).copied().unwrap_or_default(),
            capital: self.data.get(at + 23).copied().unwrap_or_default() & FLAG_CAPITAL != 0,
        }
    }

    /// The main name of a record.
    pub fn name(&self, record: u32) -> &'static str {
        let at = self.offsets[0] + record as usize * RECORD_BYTES;
        self.text(read_u32(self.data, at + 16))
    }

    /// The administrative area at an index below [`Packed::area_count`].
    pub fn area(&self, index: u16) -> PackedArea<'static> {
        let at = self.offsets[2] + index as usize * AREA_BYTES;
        PackedArea {
            latitude: degrees(self.data, at),
            longitude: degrees(self.data, at + 4),
            towns: read_u32(self.data, at + 8),
            country: self.data.get(at + 12).copied().unwrap_or_default(),
            code: trimmed(self.data, at + 13, 15),
        }
    }

    /// The country at an index below [`Packed::country_count`].
    pub fn country(&self, index: u8) -> PackedCountry<'static> {
        let at = self.offsets[3] + index as usize * COUNTRY_BYTES;
        PackedCountry {
            geonames_id: read_u32(self.data, at),
            population: read_u32(self.data, at + 4),
            name: self.text(read_u32(self.data, at + 8)),
            iso: trimmed(self.data, at + 12, 4),
            continent: trimmed(self.data, at + 16, 4),
        }
    }

    /// A length-prefixed name in the text section.
    fn text(&self, offset: u32) -> &'static str {
        let at = self.offsets[4] + offset as usize;
        let length = self.data.get(at).copied().unwrap_or_default() as usize;
        self.data
            .get(at + 1..at + 1 + length)
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
            .unwrap_or_default()
    }
}

fn read_u32(data: &[u8], at: usize) -> u32 {
    data.get(at..at + 4)
        .and_then(|bytes| bytes.try_into().ok())
        .map(u32::from_le_bytes)
        .unwrap_or_default()
}

fn read_u16(data: &[u8], at: usize) -> u16 {
    data.get(at..at + 2)
        .and_then(|bytes| bytes.try_into().ok())
        .map(u16::from_le_bytes)
        .unwrap_or_default()
}

fn degrees(data: &[u8], at: usize) -> f64 {
    f64::from(read_u32(data, at) as i32) / 100_000.0
}

fn trimmed(data: &'static [u8], at: usize, width: usize) -> &'static str {
    let bytes = data.get(at..at + width).unwrap_or_default();
    let end = bytes.iter().position(|b| *b == 0).unwrap_or(bytes.len());
    std::str::from_utf8(&bytes[..end]).unwrap_or_default()
}
