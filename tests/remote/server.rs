//! A web server on loopback for one test, which says what it likes.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{IpAddr, Ipv4Addr, TcpListener};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

/// A request as it came.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) path: String,
    head: Vec<String>,
}

impl Request {
    /// What a header says.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.head.iter().filter_map(|line| line.split_once(':')).find(|(own, _)| own.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.trim())
    }
}

/// Writes an answer. An error closes the connection.
type Answer = dyn Fn(&Request, &mut dyn Write) -> io::Result<()> + Send + Sync;

/// A server that lives as long as the test's process.
#[derive(Clone)]
pub(crate) struct Server {
    pub(crate) address: std::net::SocketAddr,
    scheme: &'static str,
    log: Arc<Mutex<Vec<Request>>>,
    most: Arc<AtomicUsize>,
}

impl Server {
    /// A server on 127.0.0.1.
    pub(crate) fn new(answer: impl Fn(&Request, &mut dyn Write) -> io::Result<()> + Send + Sync + 'static) -> Server {
        Server::at(Ipv4Addr::LOCALHOST.into(), answer)
    }

    /// A server on an address of loopback.
    pub(crate) fn at(ip: IpAddr, answer: impl Fn(&Request, &mut dyn Write) -> io::Result<()> + Send + Sync + 'static) -> Server {
        Server::listen(ip, None, Arc::new(answer))
    }

    /// A server that speaks TLS with the certificate of the tests.
    pub(crate) fn encrypted(answer: impl Fn(&Request, &mut dyn Write) -> io::Result<()> + Send + Sync + 'static) -> Server {
        let key = rustls::pki_types::PrivateKeyDer::try_from(&include_bytes!("server.key.der")[..]).unwrap();
        let certificates = vec![rustls::pki_types::CertificateDer::from(&include_bytes!("server.der")[..])];
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = rustls::ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let config = builder.with_no_client_auth().with_single_cert(certificates, key).unwrap();
        Server::listen(Ipv4Addr::LOCALHOST.into(), Some(Arc::new(config)), Arc::new(answer))
    }

    fn listen(ip: IpAddr, tls: Option<Arc<rustls::ServerConfig>>, answer: Arc<Answer>) -> Server {
        let listener = TcpListener::bind((ip, 0)).unwrap();
        let scheme = if tls.is_some() { "https" } else { "http" };
        let server = Server { address: listener.local_addr().unwrap(), scheme, log: Arc::default(), most: Arc::default() };
        let (own, now) = (server.clone(), Arc::new(AtomicUsize::new(0)));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (own, now, answer, tls) = (own.clone(), now.clone(), answer.clone(), tls.clone());
                thread::spawn(move || {
                    let _ = stream.set_nodelay(true);
                    // Whatever goes wrong is the other side's business, whose test looks at it.
                    let _ = match tls {
                        None => own.serve(stream, &now, &*answer),
                        Some(config) => {
                            let session = rustls::ServerConnection::new(config).unwrap();
                            own.serve(rustls::StreamOwned::new(session, stream), &now, &*answer)
                        }
                    };
                });
            }
        });
        server
    }

    fn serve(&self, stream: impl Read + Write, now: &AtomicUsize, answer: &Answer) -> io::Result<()> {
        let mut stream = BufReader::new(stream);
        loop {
            let mut head = Vec::new();
            loop {
                let mut line = String::new();
                if stream.read_line(&mut line)? == 0 {
                    return Ok(());
                }
                match line.trim_end() {
                    "" => break,
                    line => head.push(line.to_owned()),
                }
            }
            let path = head.first().and_then(|line| line.split(' ').nth(1)).unwrap_or_default().to_owned();
            let request = Request { path, head };
            self.log.lock().unwrap().push(request.clone());
            self.most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            let result = answer(&request, stream.get_mut()).and_then(|()| stream.get_mut().flush());
            now.fetch_sub(1, Ordering::SeqCst);
            result?;
        }
    }

    /// The address of a path on it.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}://{}{path}", self.scheme, self.address)
    }

    /// What it was asked for so far.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.log.lock().unwrap().clone()
    }

    /// How many requests it answered at the same time at most.
    pub(crate) fn most_at_once(&self) -> usize {
        self.most.load(Ordering::SeqCst)
    }
}

/// An answer in full, with further header lines.
pub(crate) fn answer(out: &mut dyn Write, status: &str, headers: &[&str], body: &[u8]) -> io::Result<()> {
    let headers: String = headers.iter().map(|line| format!("{line}\r\n")).collect();
    write!(out, "HTTP/1.1 {status}\r\n{headers}content-length: {}\r\n\r\n", body.len())?;
    out.write_all(body)
}

pub(crate) fn ok(out: &mut dyn Write, body: &[u8]) -> io::Result<()> {
    answer(out, "200 OK", &[], body)
}

pub(crate) fn redirect(out: &mut dyn Write, to: &str) -> io::Result<()> {
    answer(out, "302 Found", &[&format!("location: {to}")], b"")
}

/// Ends the connection here.
pub(crate) fn hang_up() -> io::Result<()> {
    Err(io::ErrorKind::ConnectionAborted.into())
}
