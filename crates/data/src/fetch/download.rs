//! Attempts until an archive is here whole.

use super::limits::Limits;
use super::part::Part;
use super::received::Received;
use super::transfer::{self, Failure};
use crate::Error;

/// Brings the archive at `url` into `part`, pausing and trying again where that may help.
///
/// An attempt that got further than all before it makes up for the failures before it.
pub(super) fn download(
    limits: &Limits,
    url: &str,
    part: &mut Part,
    progress: &dyn Fn(Received),
) -> Result<(), Error> {
    let agent = transfer::agent();
    let mut furthest = part.note(url).map_or(0, |_| part.length());
    let mut pauses = limits.pauses.iter();
    loop {
        if part.complete(url) {
            return part.sync();
        }
        let found = match transfer::attempt(&agent, limits, url, part, progress) {
            Ok(()) => continue,
            Err(Failure::Final(error)) => return Err(error),
            Err(Failure::Passing(found)) => found,
        };
        if part.length() > furthest {
            furthest = part.length();
            pauses = limits.pauses.iter();
        }
        let Some(&pause) = pauses.next() else {
            part.sync()?;
            return Err(Error::Download {
                url: url.to_owned(),
                found,
                advice: format!(
                    "tried {} times; run the same command again to go on from the {} bytes that \
                     are here",
                    limits.pauses.len() + 1,
                    part.length()
                ),
            });
        };
        tracing::warn!("{url}: {found}; trying again in {} s", pause.as_secs());
        std::thread::sleep(pause);
    }
}
