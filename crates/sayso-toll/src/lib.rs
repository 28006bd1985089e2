//! Running tolls of many reports, joined into series.
//!
//! A series is the count of one issuer, over one group of people, in one area, from one start. [`series`] puts the
//! figures of reports into series, whoever carries them; [`Series::points`] is the curve with its rises, falls and
//! revisions as they were given. No difference between two points is ever made: the people who join a running total
//! between two days need not have died between them. What single occurrences are known in a series' period is set
//! beside it by [`within`], and never summed with it.

mod assign;
mod counted;
mod curve;
mod figure;
mod overlap;
mod score;
mod words;

pub use assign::series;
pub use counted::Counted;
pub use curve::{Note, Point, Series};
pub use figure::{Body, Relations, TollFigure, Unrelated, number};
pub use overlap::{Listed, Within, within};
pub use words::TollWords;
