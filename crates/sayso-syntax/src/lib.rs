//! The two providers of sentence analysis, accurate and light, with their weights.
