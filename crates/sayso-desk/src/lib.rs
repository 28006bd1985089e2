//! The desk: a web application where people read, compare and review the claims of a ledger.
//!
//! Pages are made on the server and work without script. The desk knows neither the coder nor the linker's insides: whoever starts it
//! brings an [`Engine`]. It listens and answers; it never opens a connection to anywhere. Beside each ledger lie two files: the index,
//! which is made out of the ledger and can be deleted at any time, and the people with their sessions. Every act of a reviewer is appended
//! to the ledger; nothing there is ever changed.

mod acts;
mod alpha;
mod app;
mod calm;
mod claim_view;
mod engine;
mod error;
mod gold;
mod http;
mod index;
mod marked;
mod pages;
mod people;
mod private;
mod project;
mod public;
mod release;
mod serve;
mod work;

pub use acts::{Act, Correction, Deed, Judgement};
pub use alpha::alpha;
pub use app::{App, Config};
pub use claim_view::{ClaimView, FIELDS, FieldView, LinkView, Quote, StepView, field_label};
pub use engine::{CodedReport, Coding, Engine, Input, Links, NotCoded};
pub use error::DeskError;
pub use http::{Access, Params, ROUTES, Route, encoded, openapi, router};
pub use index::{Filter, IncidentRow, Named, Range, Spot, radius};
pub use marked::{Paragraph, Segment, paragraphs};
pub use pages::LIMITS;
pub use people::Role;
pub use private::MARK;
pub use serve::serve;
