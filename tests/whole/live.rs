//! A study in a browser, while it is trained and afterwards.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::desk::Desk;

/// A process that serves, ended with the test.
struct Serving {
    child: Child,
    lines: BufReader<ChildStdout>,
    host: String,
}

impl Serving {
    fn new(desk: &Desk, arguments: &[&str]) -> Self {
        let mut command = desk.command(arguments);
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        let host = loop {
            let mut line = String::new();
            assert!(
                lines.read_line(&mut line).unwrap() > 0,
                "no address was printed"
            );
            let event: Value = serde_json::from_str(&line).unwrap();
            if event["event"] == "live" {
                let url = event["url"].as_str().unwrap();
                let host = url.trim_start_matches("http://").trim_end_matches('/');
                break host.to_owned();
            }
        };
        Self { child, lines, host }
    }

    /// The answer to a request for `path`, its head and its body.
    fn get(&self, path: &str, more: &str) -> (String, String) {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(120)))
            .unwrap();
        let host = &self.host;
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{more}\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.to_lowercase(), body.to_owned())
    }

    fn status(&self) -> Value {
        serde_json::from_str(&self.get("/status", "").1).unwrap()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_study_is_served_from_its_records() {
    let desk = Desk::new();
    desk.draw_faces();
    desk.run(&["run", "sgd", "--data", "faces", "--scale", "tiny"])
        .succeeds();
    let before = desk.read("results/studies/drawn-tiny/report.html");
    let serving = Serving::new(
        &desk,
        &["serve", "--data", "faces", "--port", "0", "--json"],
    );
    assert!(serving.host.starts_with("127.0.0.1:"));

    let (head, page) = serving.get("/", "");
    assert!(head.starts_with("http/1.1 200"), "{head}");
    assert!(
        page.contains("SGD") && page.contains("data-page="),
        "the report, with its script"
    );
    let status = serving.status();
    let finished = |run: &&Value| run["state"] == "finished";
    let runs = status["runs"].as_array().unwrap();
    assert_eq!(runs.iter().filter(finished).count(), 2, "{status}");
    let tag = status["page"].as_str().unwrap();
    assert!(page.contains(&format!("data-page=\"{tag}\"")));
    let (head, body) = serving.get("/", &format!("If-None-Match: \"{tag}\"\r\n"));
    assert!(
        head.starts_with("http/1.1 304") && body.is_empty(),
        "{head}"
    );
    let (head, _) = serving.get("/report.html", "");
    assert!(head.starts_with("http/1.1 404"), "{head}");

    // Nothing is written.
    assert_eq!(desk.read("results/studies/drawn-tiny/report.html"), before);
    let none = desk.run(&["serve", "drawn-tin"]).fails_with(2);
    assert!(none.err.contains("there is `drawn-tiny`"), "{}", none.err);
    let port = serving.host.rsplit_once(':').unwrap().1;
    let taken = desk.run(&["serve", "--port", port]).fails_with(1);
    assert!(
        taken.err.contains("cannot serve on 127.0.0.1"),
        "{}",
        taken.err
    );
}

#[test]
fn training_is_shown_while_it_goes_on() {
    let desk = Desk::new();
    desk.draw_faces();
    // Some seconds, so that there is something to look at.
    desk.write(
        "experiments/longer.toml",
        "extends = \"sgd\"\n[train]\nepochs = 4000\n",
    );
    let arguments = [
        "run", "longer", "--data", "faces", "--scale", "tiny", "--live", "--port", "0", "--json",
    ];
    let mut serving = Serving::new(&desk, &arguments);
    let end = Instant::now() + Duration::from_secs(120);
    let mut seen = Vec::new();
    while seen.len() < 3 {
        assert!(Instant::now() < end, "no curve grew: {}", serving.status());
        let status = serving.status();
        let runs = status["runs"].as_array().unwrap();
        let under_way = runs.iter().find(|run| run["state"] == "training");
        if let Some(run) = under_way
            && let Some(losses) = run["train"]
                .as_array()
                .map(Vec::len)
                .filter(|count| *count > 0)
            && seen.last() != Some(&losses)
        {
            assert!(run["seconds_left"].is_number() && status["seconds_left"].is_number());
            seen.push(losses);
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    let (head, page) = serving.get("/", "");
    assert!(
        head.starts_with("http/1.1 200") && page.contains("<main"),
        "{head}"
    );
    // It ends by itself, the page with it.
    let mut rest = String::new();
    serving.lines.read_to_string(&mut rest).unwrap();
    assert_eq!(serving.child.wait().unwrap().code(), Some(0), "{rest}");
    assert!(rest.contains("report.html"), "{rest}");
    assert!(TcpStream::connect(&serving.host).is_err());
}
