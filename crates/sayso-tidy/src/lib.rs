//! Holds no code: `tests/tidy.rs` checks what `ARCHITECTURE.md` and `CONTRIBUTING.md` promise of the repository.
