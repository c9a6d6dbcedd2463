//! A server on this machine that does what servers do on bad days.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// How a server answers one request.
#[derive(Clone, Copy)]
pub(super) enum Answer {
    /// As asked, to the end.
    Right,
    /// As asked, but the connection ends after so many bytes of the body.
    Break(usize),
    /// The whole file, whatever was asked for.
    IgnoreRange,
    /// The whole file, without its length.
    NoLength,
    /// A part from somewhere else than asked for.
    WrongPart,
    /// A part, though the file is another one; as servers do that know no `If-Range`.
    Splice,
    /// A refusal.
    Status(u16),
}

/// A server that holds one file and answers requests from a list, then rightly.
pub(super) struct Server {
    pub(super) url: String,
    /// The headers of every request so far.
    requests: Arc<Mutex<Vec<String>>>,
    held: Arc<Mutex<(Vec<u8>, Option<String>)>>,
}

impl Server {
    pub(super) fn new(file: Vec<u8>, tag: Option<&str>, answers: &[Answer]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/faces.zip", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let held = Arc::new(Mutex::new((file, tag.map(str::to_owned))));
        let (seen, holds) = (Arc::clone(&requests), Arc::clone(&held));
        let mut answers = VecDeque::from(answers.to_vec());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let request = read_request(&stream);
                if request.is_empty() {
                    continue;
                }
                let (file, tag) = holds.lock().unwrap().clone();
                let answer = answers.pop_front().unwrap_or(Answer::Right);
                // A client that has seen enough hangs up.
                let _ = stream.write_all(&response(answer, &request, &file, tag.as_deref()));
                seen.lock().unwrap().push(request);
            }
        });
        Self {
            url,
            requests,
            held,
        }
    }

    pub(super) fn change(&self, file: Vec<u8>, tag: Option<&str>) {
        *self.held.lock().unwrap() = (file, tag.map(str::to_owned));
    }

    pub(super) fn ranges(&self) -> Vec<Option<u64>> {
        let requests = self.requests.lock().unwrap();
        requests.iter().map(|request| range(request)).collect()
    }
}

fn read_request(stream: &TcpStream) -> String {
    let lines = BufReader::new(stream).lines().map_while(Result::ok);
    lines
        .take_while(|line| !line.is_empty())
        .map(|line| line.to_lowercase() + "\n")
        .collect()
}

fn range(request: &str) -> Option<u64> {
    let line = request
        .lines()
        .find_map(|l| l.strip_prefix("range: bytes="));
    line.map(|range| range.trim_end_matches('-').parse().unwrap())
}

fn response(answer: Answer, request: &str, file: &[u8], tag: Option<&str>) -> Vec<u8> {
    let same = request
        .lines()
        .find_map(|line| line.strip_prefix("if-range: "))
        .is_none_or(|asked| Some(asked) == tag.map(str::to_lowercase).as_deref());
    let asked = range(request).map(|first| first as usize);
    let whole = matches!(answer, Answer::IgnoreRange | Answer::NoLength)
        || !(same || matches!(answer, Answer::Splice));
    let first = asked.filter(|_| !whole);
    let mut head = match (answer, first) {
        (Answer::Status(status), _) => {
            return format!(
                "HTTP/1.1 {status} So\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            )
            .into_bytes();
        }
        (_, Some(first)) if first >= file.len() => {
            "HTTP/1.1 416 Range Not Satisfiable\r\nContent-Length: 0\r\n".to_owned()
        }
        (Answer::WrongPart, Some(first)) => {
            let (said, last, all) = (first - 1, file.len() - 1, file.len());
            format!("HTTP/1.1 206 Partial Content\r\nContent-Range: bytes {said}-{last}/{all}\r\n")
        }
        (_, Some(first)) => {
            let (last, all) = (file.len() - 1, file.len());
            format!("HTTP/1.1 206 Partial Content\r\nContent-Range: bytes {first}-{last}/{all}\r\n")
        }
        (_, None) => "HTTP/1.1 200 OK\r\n".to_owned(),
    };
    let body = file.get(first.unwrap_or(0)..).unwrap_or_default();
    if !matches!(answer, Answer::NoLength) {
        head += &format!("Content-Length: {}\r\n", body.len());
    }
    if let Some(tag) = tag {
        head += &format!("ETag: {tag}\r\n");
    }
    head += "Connection: close\r\n\r\n";
    let sent = match answer {
        Answer::Break(count) => &body[..count.min(body.len())],
        _ => body,
    };
    [head.as_bytes(), sent].concat()
}
