//! Exit codes, in one place.

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Everything asked for was done.
    Done,
    /// Done, and nothing was found.
    NothingFound,
    /// Some inputs failed; the others were coded.
    SomeInputsFailed,
    /// Bad usage, bad knowledge, a ledger that cannot be used, or a floor that does not hold.
    Refused,
}

impl Exit {
    pub fn code(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::NothingFound => 1,
            Exit::SomeInputsFailed => 2,
            Exit::Refused => 3,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Exit;

    #[test]
    fn codes_are_the_documented_ones() {
        let codes = [
            Exit::Done,
            Exit::NothingFound,
            Exit::SomeInputsFailed,
            Exit::Refused,
        ]
        .map(Exit::code);
        assert_eq!(codes, [0, 1, 2, 3]);
    }
}
