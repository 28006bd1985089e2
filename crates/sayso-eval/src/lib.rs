//! Scorers and gold readers for the corpora; floors.
