//! Work that nobody waits for stands back behind those who read.

/// How far linking stands back, and how far coding does: steps of the system's own scale, of which there are twenty.
pub(crate) const LINKING: i32 = 12;
pub(crate) const CODING: i32 = 6;

/// Lowers the priority of the thread that calls this to so many steps below the desk's, for good. Where the system cannot do that,
/// nothing happens.
#[cfg(target_os = "linux")]
pub(crate) fn stand_back(steps: i32) {
    // On Linux a priority is a thread's own, and the process' that of its first. A refusal costs smoothness, nothing else.
    if let Ok(own) = rustix::process::getpriority_process(Some(rustix::process::getpid())) {
        let thread = rustix::thread::gettid();
        let _ = rustix::process::setpriority_process(Some(thread), (own + steps).min(19));
    }
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn stand_back(_: i32) {}
