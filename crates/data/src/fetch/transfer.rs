//! One request, and what its answer adds to the part that is here.

use std::io::Read;
use std::time::Duration;

use ureq::http::{HeaderMap, Response, StatusCode};
use ureq::{Agent, Body};

use super::limits::Limits;
use super::part::{Note, Part};
use super::received::Received;
use crate::Error;

/// A server that is silent for so long is given up for this attempt.
const SILENCE: Duration = Duration::from_secs(60);

/// Bytes read at a time.
const CHUNK: usize = 1 << 16;

/// Why an attempt ended early.
pub(super) enum Failure {
    /// May go away: what happened.
    Passing(String),
    /// Stays.
    Final(Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Final(error)
    }
}

pub(super) fn agent() -> Agent {
    Agent::config_builder()
        .http_status_as_error(false)
        .timeout_connect(Some(SILENCE))
        .timeout_recv_response(Some(SILENCE))
        .timeout_per_read(Some(SILENCE))
        .user_agent(concat!("faceoff/", env!("CARGO_PKG_VERSION")))
        .build()
        .into()
}

/// Asks for what is missing of `url` and adds it to `part`. After `Ok` the part is complete, or
/// it was found to belong to another archive and was emptied.
pub(super) fn attempt(
    agent: &Agent,
    limits: &Limits,
    url: &str,
    part: &mut Part,
    progress: &dyn Fn(Received),
) -> Result<(), Failure> {
    // As it is stored: a compressed transfer has other byte positions.
    let mut request = agent.get(url).header("Accept-Encoding", "identity");
    let note = part.note(url).filter(|_| part.length() > 0).cloned();
    if let Some(note) = &note {
        request = request.header("Range", format!("bytes={}-", part.length()));
        if let Some(version) = &note.version {
            // A changed archive is then sent whole.
            request = request.header("If-Range", version);
        }
    }
    let answer = request.call().map_err(|e| unanswered(url, e))?;
    let found = Note {
        url: url.to_owned(),
        version: version(answer.headers()),
        total: None,
    };
    match (answer.status(), note) {
        (StatusCode::OK, _) => {
            let total = answer.body().content_length();
            part.restart(Note { total, ..found })?;
            receive(answer, limits, url, part, progress)
        }
        (StatusCode::PARTIAL_CONTENT, Some(note)) => {
            let range = header(answer.headers(), "Content-Range").and_then(content_range);
            let continues = range.is_some_and(|(first, total)| {
                first == part.length()
                    && (note.total.is_none() || total == note.total)
                    && (found.version.is_none() || found.version == note.version)
            });
            if !continues {
                tracing::warn!("{url}: the archive there is another one now; starting anew");
                return Ok(part.restart(Note::default())?);
            }
            if note.total.is_none() {
                let total = range.and_then(|(_, total)| total);
                part.describe(Note { total, ..note })?;
            }
            receive(answer, limits, url, part, progress)
        }
        (StatusCode::RANGE_NOT_SATISFIABLE, Some(_)) => {
            tracing::warn!("{url}: the archive there is shorter than what is here; starting anew");
            Ok(part.restart(Note::default())?)
        }
        (status, _) => Err(refused(url, status)),
    }
}

/// Adds the body of `answer` to `part`.
fn receive(
    answer: Response<Body>,
    limits: &Limits,
    url: &str,
    part: &mut Part,
    progress: &dyn Fn(Received),
) -> Result<(), Failure> {
    let total = part.note(url).and_then(|note| note.total);
    check_size(limits, url, total.unwrap_or(0))?;
    let mut body = answer.into_body().into_reader();
    let mut chunk = vec![0; CHUNK];
    loop {
        let received = part.length();
        progress(Received { received, total });
        let count = match body.read(&mut chunk) {
            Ok(0) => break,
            Ok(count) => count,
            Err(e) => return Err(broke_off(received, total, &e.to_string())),
        };
        check_size(limits, url, received + count as u64)?;
        part.append(&chunk[..count])?;
    }
    match (total, part.length()) {
        (Some(total), length) if length < total => {
            Err(broke_off(length, Some(total), "the server closed it"))
        }
        (Some(total), length) if length > total => {
            part.restart(Note::default())?;
            let found = format!("{length} bytes where the server announced {total}");
            Err(Failure::Passing(found))
        }
        (Some(_), _) => Ok(()),
        (None, length) => {
            // Nobody said how long it is: the archive's own directory tells whether it is whole.
            let note = part.note(url).cloned().unwrap_or_default();
            let total = Some(length);
            Ok(part.describe(Note { total, ..note })?)
        }
    }
}

fn check_size(limits: &Limits, url: &str, bytes: u64) -> Result<(), Error> {
    if bytes <= limits.archive {
        return Ok(());
    }
    let found = format!("the archive has {bytes} bytes or more");
    let advice = format!("at most {} are accepted; check the address", limits.archive);
    Err(Error::Download {
        url: url.to_owned(),
        found,
        advice,
    })
}

fn broke_off(received: u64, total: Option<u64>, reason: &str) -> Failure {
    let of = total.map_or_else(String::new, |total| format!(" of {total}"));
    Failure::Passing(format!(
        "the connection broke off after {received}{of} bytes ({reason})"
    ))
}

fn unanswered(url: &str, error: ureq::Error) -> Failure {
    let advice = match error {
        ureq::Error::BadUri(_) | ureq::Error::Http(_) => {
            "expected an address like `https://host/archive.zip`"
        }
        ureq::Error::TooManyRedirects | ureq::Error::RedirectFailed => "check the address",
        other => return Failure::Passing(format!("no answer ({other})")),
    };
    Failure::Final(Error::Download {
        url: url.to_owned(),
        found: format!("no answer ({error})"),
        advice: advice.to_owned(),
    })
}

fn refused(url: &str, status: StatusCode) -> Failure {
    let found = format!("the server answered {status}");
    let passing = status.is_server_error()
        || status == StatusCode::REQUEST_TIMEOUT
        || status == StatusCode::TOO_MANY_REQUESTS;
    if passing {
        return Failure::Passing(found);
    }
    let advice = match status {
        StatusCode::NOT_FOUND | StatusCode::GONE => {
            "there is no such file; check the address, or give another one"
        }
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
            "it is not public; download it by other means and unpack it"
        }
        _ => "expected 200 or 206; check the address, or give another one",
    };
    Failure::Final(Error::Download {
        url: url.to_owned(),
        found,
        advice: advice.to_owned(),
    })
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// What tells one state of the archive from another and may stand in `If-Range`: weak tags
/// (`W/"…"`) do not stand for the same bytes.
fn version(headers: &HeaderMap) -> Option<String> {
    header(headers, "ETag")
        .filter(|tag| !tag.starts_with("W/"))
        .or_else(|| header(headers, "Last-Modified"))
        .map(str::to_owned)
}

/// First byte and total of `bytes 5-9/10`; the total may be `*`.
fn content_range(text: &str) -> Option<(u64, Option<u64>)> {
    let (range, total) = text.trim().strip_prefix("bytes ")?.split_once('/')?;
    let (first, _) = range.split_once('-')?;
    let total = match total {
        "*" => None,
        total => Some(total.parse().ok()?),
    };
    Some((first.parse().ok()?, total))
}
