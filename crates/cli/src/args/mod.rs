//! What can be typed: what holds for every command, and what several commands share. What a command
//! alone takes is in its file in `commands`.

mod arguments;
mod common;
mod device;
mod live;
mod study;
mod training;

pub(crate) use arguments::Arguments;
pub(crate) use common::Common;
pub(crate) use device::DeviceArguments;
pub(crate) use live::LiveArguments;
pub(crate) use study::StudyArguments;
pub(crate) use training::TrainingArguments;
