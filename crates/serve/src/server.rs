//! The server: a thread with its connections.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::sync::{Semaphore, oneshot};

use crate::answer::answer;
use crate::{Error, Source};

/// The port that is tried where none is asked for.
const PORT: u16 = 8380;
/// Connections at the same time; who comes later waits.
const MOST_CONNECTIONS: usize = 256;
/// Answers that are made at the same time.
const MOST_ANSWERS: usize = 2;
/// Most bytes of a request's head.
const LONGEST_HEAD: usize = 16 << 10;
/// How long a request's head may take, so that nobody holds a connection for nothing.
const SLOWEST_HEAD: Duration = Duration::from_secs(30);

/// A server, until it is dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Serves `source` on the loopback address at `port`; without one at a usual port, or another
    /// where that is taken.
    ///
    /// # Errors
    /// When the port cannot be had.
    pub fn start(port: Option<u16>, source: Arc<dyn Source>) -> Result<Self, Error> {
        let listener = match (port, bind(PORT)) {
            (Some(port), _) => bind(port)?,
            (None, Ok(listener)) => listener,
            (None, Err(_)) => bind(0)?,
        };
        let address = listener.local_addr().map_err(Error::Start)?;
        listener.set_nonblocking(true).map_err(Error::Start)?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .max_blocking_threads(MOST_ANSWERS)
            .build()
            .map_err(Error::Start)?;
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::Builder::new().name("faceoff-serve".to_owned());
        let thread = thread.spawn(move || {
            runtime.block_on(async {
                let accepting = tokio::spawn(accept(listener, source, address.port()));
                // Told to stop, or whoever could tell is gone.
                let _ = stopped.await;
                accepting.abort();
            });
            runtime.shutdown_background();
        });
        Ok(Self {
            address,
            stop: Some(stop),
            thread: Some(thread.map_err(Error::Start)?),
        })
    }

    /// What a browser opens.
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            // A server that has ended already needs no telling.
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn bind(port: u16) -> Result<TcpListener, Error> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    TcpListener::bind(address).map_err(|source| Error::Address { address, source })
}

/// Answers whoever connects.
async fn accept(listener: TcpListener, source: Arc<dyn Source>, port: u16) {
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else {
        return;
    };
    let free = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    loop {
        let Ok(place) = free.clone().acquire_owned().await else {
            return;
        };
        let Ok((stream, _)) = listener.accept().await else {
            // Too many open files, say: others end meanwhile.
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        };
        let source = source.clone();
        let service = service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
            let source = source.clone();
            // Pages are made on threads of their own.
            tokio::task::spawn_blocking(move || answer(&request, &*source, port))
        });
        tokio::spawn(async move {
            let mut connection = http1::Builder::new();
            connection
                .timer(TokioTimer::new())
                .header_read_timeout(SLOWEST_HEAD);
            connection.max_buf_size(LONGEST_HEAD);
            // Whoever is gone has no interest in an answer.
            let _ = connection
                .serve_connection(TokioIo::new(stream), service)
                .await;
            drop(place);
        });
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpStream;

    use super::*;
    use crate::Document;

    struct Constant;

    impl Source for Constant {
        fn page(&self) -> Document {
            Document {
                text: "<body>a page</body>".into(),
                tag: "one".to_owned(),
            }
        }

        fn status(&self) -> Document {
            Document {
                text: "{}".into(),
                tag: "two".to_owned(),
            }
        }
    }

    /// What comes back for `request`, until the connection ends.
    fn exchange(server: &Server, request: &str) -> String {
        let mut stream = TcpStream::connect(server.address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer);
        answer
    }

    fn get(server: &Server, more: &str) -> String {
        let host = server.address;
        let request = format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{more}\r\n");
        exchange(server, &request)
    }

    #[test]
    fn a_browser_gets_the_page_and_not_again_what_it_has() {
        let server = Server::start(Some(0), Arc::new(Constant)).unwrap();
        assert!(server.address.ip().is_loopback());
        let page = get(&server, "");
        assert!(
            page.starts_with("HTTP/1.1 200 OK") && page.contains("a page"),
            "{page}"
        );
        let known = get(&server, "If-None-Match: \"one\"\r\n");
        assert!(
            known.starts_with("HTTP/1.1 304") && !known.contains("a page"),
            "{known}"
        );
    }

    #[test]
    fn what_is_no_request_costs_its_own_connection_alone() {
        let server = Server::start(Some(0), Arc::new(Constant)).unwrap();
        let long = format!("X: {}\r\n", "a".repeat(LONGEST_HEAD));
        let refused = get(&server, &long);
        assert!(refused.starts_with("HTTP/1.1 431"), "{refused}");
        assert!(!exchange(&server, "no request\r\n\r\n").contains("a page"));
        let idle: Vec<_> = (0..40)
            .map(|_| TcpStream::connect(server.address).unwrap())
            .collect();
        assert!(get(&server, "").contains("a page"));
        drop(idle);
    }

    #[test]
    fn a_port_that_is_taken_is_named() {
        let server = Server::start(Some(0), Arc::new(Constant)).unwrap();
        let port = server.address.port();
        let error = Server::start(Some(port), Arc::new(Constant)).unwrap_err();
        assert!(
            error.to_string().contains(&format!("127.0.0.1:{port}")),
            "{error}"
        );
        drop(server);
        assert!(TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err());
    }
}
