//! The two providers of sentence analysis, accurate and light, with their weights.

pub mod accurate;
pub mod light;

pub use accurate::Accurate;
pub use light::Light;
