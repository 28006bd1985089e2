//! The desk through its router, without a socket, and its built assets.

mod assets;
mod desk {
    mod access;
    mod api;
    mod contract;
    mod door;
    mod first;
    mod index;
    mod pages;
    mod review;
    pub(crate) mod room;
    mod safety;
    mod sight;
    mod stands;
    pub(crate) mod team;
}
#[path = "engine/mod.rs"]
mod engine;
