//! Document and knowledge to claims, by a written order of passes.
