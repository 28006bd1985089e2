//! Knowledge files to checked, compiled knowledge: actors, outlets, places, frames, word lists.
