use sayso_model::*;
#[derive(Clone,Copy,PartialEq,Eq)] pub enum Outcome{Killed,Injured,KilledOrInjured}
#[derive(Clone,Copy,PartialEq,Eq)] pub enum Scope{Incident,Cumulative,Unclear}
pub struct CasualtyMention{pub sentence:usize,pub trigger:Option<usize>,pub head:usize,pub span:Span,pub outcome:Outcome,pub count:Count,pub status:Option<VictimStatus>,pub group:Option<Span>,pub part_of:Option<usize>,pub attackers:bool,pub scope:Scope,pub since:Option<Span>,pub total:bool,pub superseded:bool,pub negated:bool,pub rule:String}
pub fn casualties<A>(_d:&sayso_text::Document,_t:&str,_l:&A)->Vec<CasualtyMention>{vec![]}
pub fn combined(_m:&[&CasualtyMention])->Option<Count>{None}
pub struct CasualtyLexicon;
