//! Work that nobody waits for stands back behind those who read.

/// How far linking stands back, and how far coding does: steps of the system's own scale, of which there are twenty.
pub(crate) const LINKING: i32 = 12;
pub(crate) const CODING: i32 = 6;

/// Lowers the priority of the thread that calls this, for good. Where the system cannot do that, nothing happens.
#[cfg(target_os = "linux")]
pub(crate) fn stand_back(steps: i32) {
    // On Linux a priority is a thread's own. A refusal costs smoothness, nothing else.
    let _ = rustix::process::setpriority_process(Some(rustix::thread::gettid()), steps);
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn stand_back(_: i32) {}
