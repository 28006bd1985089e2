use sayso_model::*; use std::ops::Range;
pub struct Chosen { pub id: String }
#[derive(Clone,Copy)] pub enum PlaceRole { A }
impl PlaceRole { pub fn is_modifier(self)->bool{false} }
pub struct PlaceMention { pub sentence: usize, pub tokens: Range<usize>, pub span: Span, pub name: String, pub chosen: Option<Chosen>, pub point: Option<Point>, pub precision: PlacePrecision, pub reason: String, pub role: PlaceRole }
#[derive(Default)] pub struct PlaceContext;
pub fn place_mentions<A,B>(_d:&sayso_text::Document,_t:&str,_g:&A,_l:&B,_c:&PlaceContext)->Vec<PlaceMention>{vec![]}
pub struct Gazetteer; pub struct PlaceLexicon;
