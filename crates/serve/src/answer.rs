//! What a request is answered with.

use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{self, HeaderMap, HeaderValue};
use hyper::{Method, Request, Response, StatusCode};

use crate::host::is_own;
use crate::{Document, Source};

/// What pages may load: what is in them, and the status.
const POLICY: &str = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; \
                      img-src data:; font-src data:; connect-src 'self'; base-uri 'none'; \
                      form-action 'none'; frame-ancestors 'none'";
const HTML: &str = "text/html; charset=utf-8";
const JSON: &str = "application/json";

const STYLE: &str = include_str!("live.css");
const SCRIPT: &str = include_str!("live.js");

pub(crate) type Answer = Response<Full<Bytes>>;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    Page,
    Status,
}

/// The answer to `request`, which came in on `port`. Its body is not read.
pub(crate) fn answer<B>(request: &Request<B>, source: &dyn Source, port: u16) -> Answer {
    let head = request.method() == Method::HEAD;
    let mut answer = match asked(request, port) {
        Ok(Asked::Page) => document(request.headers(), HTML, &source.page(), live),
        Ok(Asked::Status) => {
            let status = source.status();
            document(request.headers(), JSON, &status, |status| {
                status.text.to_string()
            })
        }
        Err((status, words)) => plain(status, words),
    };
    let headers = answer.headers_mut();
    for (name, value) in [
        (header::CACHE_CONTROL, "no-cache"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    match head {
        true => answer.map(|_| Full::default()),
        false => answer,
    }
}

fn asked<B>(request: &Request<B>, port: u16) -> Result<Asked, (StatusCode, &'static str)> {
    let host = request.headers().get(header::HOST);
    if !is_own(host.and_then(|host| host.to_str().ok()), port) {
        let words = "this server answers on this machine alone, as localhost\n";
        return Err((StatusCode::MISDIRECTED_REQUEST, words));
    }
    if ![Method::GET, Method::HEAD].contains(request.method()) {
        let words = "there is nothing to be written here: GET alone\n";
        return Err((StatusCode::METHOD_NOT_ALLOWED, words));
    }
    match request.uri().path() {
        "/" => Ok(Asked::Page),
        "/status" => Ok(Asked::Status),
        _ => Err((StatusCode::NOT_FOUND, "there is only the page /\n")),
    }
}

/// `document` as `text` writes it; nothing to a browser that has it.
fn document(
    headers: &HeaderMap,
    kind: &'static str,
    document: &Document,
    text: impl FnOnce(&Document) -> String,
) -> Answer {
    let tag = format!("\"{}\"", document.tag);
    let known = headers.get(header::IF_NONE_MATCH);
    let known = known.and_then(|known| known.to_str().ok());
    let knows = known.is_some_and(|known| {
        let mut tags = known.split(',');
        tags.any(|known| known.trim().trim_start_matches("W/") == tag)
    });
    let (status, body) = match knows {
        true => (StatusCode::NOT_MODIFIED, String::new()),
        false => (StatusCode::OK, text(document)),
    };
    let mut answer = Response::new(Full::new(Bytes::from(body)));
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    answer
}

fn plain(status: StatusCode, words: &'static str) -> Answer {
    let mut answer = Response::new(Full::new(Bytes::from_static(words.as_bytes())));
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/plain; charset=utf-8"),
    );
    if status == StatusCode::METHOD_NOT_ALLOWED {
        headers.insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
    }
    answer
}

/// `page` with the style and the script that make it live, at the end of its body.
fn live(page: &Document) -> String {
    let (text, tag) = (&*page.text, &page.tag);
    let (before, after) = text.rsplit_once("</body>").unwrap_or((text, ""));
    format!(
        "{before}<style>{STYLE}</style>\n<script data-page=\"{tag}\">{SCRIPT}</script>\n</body>{after}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Two;

    impl Source for Two {
        fn page(&self) -> Document {
            Document {
                text: "<html><body><main>a page</main></body></html>".into(),
                tag: "one".to_owned(),
            }
        }

        fn status(&self) -> Document {
            Document {
                text: r#"{"page":"one"}"#.into(),
                tag: "two".to_owned(),
            }
        }
    }

    fn asked(method: Method, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        let own = [("host", "localhost:9")];
        let given = headers.iter().any(|(name, _)| *name == "host");
        for (name, value) in headers.iter().chain(own.iter().filter(|_| !given)) {
            request = request.header(*name, *value);
        }
        answer(&request.body(()).unwrap(), &Two, 9)
    }

    #[test]
    fn what_can_be_asked_for() {
        for (method, path, headers, expected) in [
            (Method::GET, "/", &[][..], 200),
            (Method::GET, "/status?x=1", &[], 200),
            (Method::HEAD, "/", &[], 200),
            (Method::GET, "/", &[("if-none-match", "\"one\"")], 304),
            (
                Method::GET,
                "/",
                &[("if-none-match", "\"old\", W/\"one\"")],
                304,
            ),
            (Method::GET, "/", &[("if-none-match", "\"two\"")], 200),
            (Method::GET, "/status", &[("if-none-match", "\"two\"")], 304),
            (Method::GET, "/../study.json", &[], 404),
            (Method::GET, "/favicon.ico", &[], 404),
            (Method::POST, "/", &[], 405),
            (Method::PUT, "/status", &[], 405),
            (Method::GET, "/", &[("host", "example.org:9")], 421),
            (Method::GET, "/", &[("host", "localhost:10")], 421),
        ] {
            let answer = asked(method.clone(), path, headers);
            assert_eq!(answer.status(), expected, "{method} {path} {headers:?}");
            assert!(answer.headers().contains_key("content-security-policy"));
        }
    }

    #[test]
    fn a_page_asks_how_things_stand() {
        let page = live(&Two.page());
        assert!(page.starts_with("<html><body><main>a page</main><style>"));
        assert!(page.contains("<script data-page=\"one\">"));
        assert!(page.contains("fetch(\"/status\"") && page.ends_with("</body></html>"));
    }
}
