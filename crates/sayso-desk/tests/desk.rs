//! Tests of the desk; one binary.

mod assets;
