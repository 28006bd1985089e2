//! Where tests find the corpora; tests pass without them and say that they skip.

use std::path::{Path, PathBuf};

/// The folder of a corpus, or `None` (said on standard error) when it is not there.
pub(crate) fn corpus(name: &str) -> Option<PathBuf> {
    let root = std::env::var_os("SAYSO_CORPORA").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora"),
        PathBuf::from,
    );
    let path = root.join(name);
    if path.exists() {
        return Some(path);
    }
    eprintln!("skipped: no corpus at {}", path.display());
    None
}
