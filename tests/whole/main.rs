//! Tests of the whole program: they run the built program as a user would, on drawn faces, each in
//! a folder of its own.

mod commands;
mod desk;
mod evidence;
mod guard;
mod inventory;
mod jobs;
mod live;
mod messages;
mod predict;
mod study;
