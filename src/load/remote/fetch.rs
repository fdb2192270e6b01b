//! One picture on its way: request, redirects, bytes.
//!
//! Redirects are followed by hand, because each is an address that a stranger chose and has to pass what the first one
//! passed; from https none leads back to http. One deadline holds for all of it, so that a server which sends a byte now
//! and then gains nothing by it. Nothing is sent but the request, the address of the post and who is asking: no
//! cookies, no passwords.
//!
//! No proxy is used, whatever the environment says: a proxy looks names up by itself and connects to what it likes,
//! so that the check of the address would be a check of nothing.

use super::address::Address;
use super::disk::Validators;
use super::policy::Policy;
use super::resolve::{Gate, NoWay};
use postpress_model::ResourceError;
use std::io::{self, Read};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};
use ureq::http::{Response, StatusCode, header};
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::unversioned::transport::{Connector, RustlsConnector, TcpConnector};
use ureq::{Agent, Body, Timeout};

const NAME: &str = concat!("postpress/", env!("CARGO_PKG_VERSION"));
const WANTED: &str = "image/avif,image/webp,image/png,image/jpeg,image/gif,image/svg+xml,image/*;q=0.8,*/*;q=0.5";
/// Before a server that is busy is asked for a second and last time.
const PAUSE: Duration = Duration::from_millis(300);
/// Bytes a second below which a server that is too slow is taken for one that does not want to answer.
const TRICKLE: u64 = 4 * 1024;

/// What came of asking for a picture.
pub(super) enum Answer {
    /// Its bytes, and what it can be known again by.
    Bytes(Vec<u8>, Validators),
    /// It has not changed since it was kept.
    Unchanged,
}

/// Why there is no picture.
#[derive(Clone, Debug)]
pub(super) struct Failure {
    pub(super) error: ResourceError,
    /// The server that need not be asked again.
    pub(super) dead: Option<String>,
    /// Is it worth another try?
    pub(super) again: bool,
}

impl From<ResourceError> for Failure {
    fn from(error: ResourceError) -> Failure {
        Failure { error, dead: None, again: false }
    }
}

/// What is known of servers.
pub(super) trait Servers {
    /// Why a server need not be asked.
    fn dead(&self, server: &str) -> Option<ResourceError>;
    /// A server has answered.
    fn answered(&self, server: &str);
    /// Has a server ever answered?
    fn has_answered(&self, server: &str) -> bool;
}

/// Asks for pictures. Connections are kept between one and the next.
#[derive(Debug)]
pub(super) struct Fetcher {
    agent: Agent,
    policy: Policy,
}

impl Fetcher {
    pub(super) fn new(policy: &Policy) -> Fetcher {
        let certificate = |der: &Vec<u8>| Certificate::from_der(der).to_owned();
        let roots = match &policy.authorities {
            Some(own) => RootCerts::Specific(Arc::new(own.iter().map(certificate).collect())),
            None => RootCerts::WebPki,
        };
        let config = Agent::config_builder()
            .proxy(None)
            .tls_config(TlsConfig::builder().root_certs(roots).build())
            .user_agent(NAME)
            .accept(WANTED)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .max_idle_connections(policy.at_once * 2)
            .max_idle_connections_per_host(policy.at_once_a_host)
            .timeout_resolve(Some(policy.connect))
            .timeout_connect(Some(policy.connect))
            .timeout_per_read(Some(policy.idle))
            .timeout_per_write(Some(policy.idle))
            .build();
        let connector = ().chain(TcpConnector::default()).chain(RustlsConnector::default());
        Fetcher { agent: Agent::with_parts(config, connector, Gate::new(policy.clone())), policy: policy.clone() }
    }

    /// Asks for a picture, once more where a server was busy or hung up.
    pub(super) fn fetch(
        &self,
        address: &Address,
        referer: Option<&Address>,
        known: Option<&Validators>,
        servers: &dyn Servers,
    ) -> Result<Answer, Failure> {
        let deadline = Instant::now() + self.policy.total;
        let first = self.follow(address, referer, known, servers, deadline);
        match first {
            Err(failure) if failure.again && Instant::now() + PAUSE < deadline => {
                thread::sleep(PAUSE);
                self.follow(address, referer, known, servers, deadline)
            }
            first => first,
        }
    }

    fn follow(
        &self,
        first: &Address,
        referer: Option<&Address>,
        known: Option<&Validators>,
        servers: &dyn Servers,
        deadline: Instant,
    ) -> Result<Answer, Failure> {
        let mut at = first.clone();
        for _ in 0..=self.policy.redirects {
            let server = at.server();
            if let Some(error) = servers.dead(&server) {
                return Err(error.into());
            }
            let one = One { fetcher: self, at: &at, first, deadline, servers };
            let mut response = one.request(referer, known)?;
            servers.answered(&server);
            let status = response.status();
            match (status, response.headers().get(header::LOCATION)) {
                (StatusCode::NOT_MODIFIED, _) if known.is_some() => return Ok(Answer::Unchanged),
                (StatusCode::NO_CONTENT, _) => return Err(one.failed("sent nothing").into()),
                _ if status.is_success() => return one.bytes(&mut response),
                (
                    StatusCode::MOVED_PERMANENTLY
                    | StatusCode::FOUND
                    | StatusCode::SEE_OTHER
                    | StatusCode::TEMPORARY_REDIRECT
                    | StatusCode::PERMANENT_REDIRECT,
                    Some(next),
                ) => at = one.next(&String::from_utf8_lossy(next.as_bytes()))?,
                _ => return Err(one.status(status)),
            }
        }
        let limit = self.policy.redirects;
        Err(ResourceError::Failed(format!("`{}` leads on to other addresses more than {limit} times", first.host())).into())
    }
}

/// One request.
struct One<'a> {
    fetcher: &'a Fetcher,
    at: &'a Address,
    first: &'a Address,
    deadline: Instant,
    servers: &'a dyn Servers,
}

impl One<'_> {
    fn request(&self, referer: Option<&Address>, known: Option<&Validators>) -> Result<Response<Body>, Failure> {
        let left = self.deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(self.broken(ureq::Error::Timeout(Timeout::Global), 0));
        }
        let mut request = self.fetcher.agent.get(self.at.as_str()).config().timeout_global(Some(left)).build();
        // What was read over https is nobody's business on a line that anyone can listen to.
        if let Some(referer) = referer.filter(|referer| self.at.is_encrypted() || !referer.is_encrypted()) {
            request = request.header(header::REFERER, referer.as_str());
        }
        if let Some(etag) = known.and_then(|known| known.etag.as_deref()) {
            request = request.header(header::IF_NONE_MATCH, etag);
        }
        if let Some(date) = known.and_then(|known| known.last_modified.as_deref()) {
            request = request.header(header::IF_MODIFIED_SINCE, date);
        }
        request.call().map_err(|error| self.broken(error, 0))
    }

    /// The address that a redirect leads to.
    fn next(&self, location: &str) -> Result<Address, Failure> {
        let next = self.at.join(location, &self.fetcher.policy).map_err(|error| match error {
            ResourceError::Refused(why) => ResourceError::Refused(format!("`{}` leads to another address: {why}", self.at.host())),
            error => error,
        })?;
        if self.at.is_encrypted() && !next.is_encrypted() {
            let message = format!("`{}` leads from https to http, where anyone could change the picture", self.at.host());
            return Err(ResourceError::Refused(message).into());
        }
        Ok(next)
    }

    /// The body, unpacked, within its limit. What it is, its bytes say, and not the type that the server tells.
    fn bytes(&self, response: &mut Response<Body>) -> Result<Answer, Failure> {
        let largest = self.fetcher.policy.largest;
        let too_large = || ResourceError::TooLarge(format!("it is larger than the {} that are fetched", size(largest)));
        let said = |name: header::HeaderName| response.headers().get(name).and_then(|said| said.to_str().ok()).map(str::to_owned);
        let validators = Validators { etag: said(header::ETAG), last_modified: said(header::LAST_MODIFIED) };
        if said(header::CONTENT_LENGTH).and_then(|length| length.parse().ok()).is_some_and(|length: u64| length > largest) {
            return Err(too_large().into());
        }
        let mut bytes = Vec::new();
        let mut chunk = vec![0; 64 * 1024];
        let mut reader = response.body_mut().as_reader();
        loop {
            match reader.read(&mut chunk) {
                Ok(0) => break,
                Ok(length) => bytes.extend_from_slice(chunk.get(..length).unwrap_or_default()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(self.broken(error.into(), bytes.len() as u64)),
            }
            if bytes.len() as u64 > largest {
                return Err(too_large().into());
            }
        }
        if bytes.is_empty() {
            return Err(self.failed("sent nothing").into());
        }
        if is_web_page(&bytes) {
            return Err(self.failed("answered with a web page and no picture").into());
        }
        Ok(Answer::Bytes(bytes, validators))
    }

    /// The server, and how we came to it.
    fn server(&self) -> String {
        let host = self.at.host();
        if self.at.host() == self.first.host() { format!("`{host}`") } else { format!("`{host}`, where `{}` leads,", self.first.host()) }
    }

    fn failed(&self, what: &str) -> ResourceError {
        ResourceError::Failed(format!("{} {what}", self.server()))
    }

    fn status(&self, status: StatusCode) -> Failure {
        let name = status.canonical_reason().map(|name| format!(" ({})", name.to_lowercase())).unwrap_or_default();
        let message = format!("{} answered {}{name}", self.server(), status.as_u16());
        let error = match status {
            StatusCode::NOT_FOUND | StatusCode::GONE => ResourceError::Missing(message),
            _ => ResourceError::Failed(message),
        };
        Failure { error, dead: None, again: status == StatusCode::SERVICE_UNAVAILABLE }
    }

    /// What went wrong on the line, after so many bytes of the picture.
    fn broken(&self, error: ureq::Error, got: u64) -> Failure {
        let policy = &self.fetcher.policy;
        let dead = |what: String| Failure { dead: Some(self.at.server()), ..Failure::from(self.failed(&what)) };
        match error {
            ureq::Error::Timeout(Timeout::Resolve) => dead(format!("was not found within {}", seconds(policy.connect))),
            ureq::Error::Timeout(Timeout::Connect) => dead(format!("did not answer within {}", seconds(policy.connect))),
            ureq::Error::Timeout(Timeout::PerRead | Timeout::PerWrite) => dead(format!("sent nothing for {}", seconds(policy.idle))),
            ureq::Error::Timeout(_) => {
                let what = format!("had not sent the whole picture after {}", seconds(policy.total));
                // A large picture on a slow line is no fault of its server's.
                if got >= TRICKLE * policy.total.as_secs().max(1) { self.failed(&what).into() } else { dead(what) }
            }
            ureq::Error::Other(error) => match error.downcast_ref::<NoWay>() {
                Some(NoWay::Unknown) => dead("can't be reached: no such host is known".into()),
                Some(refused @ NoWay::Refused(_)) => {
                    let why = format!("{} is not asked: {refused}; put the picture into the post's folder", self.server());
                    Failure { error: ResourceError::Refused(why), dead: Some(self.at.server()), again: false }
                }
                None => dead(format!("can't be reached: {error}")),
            },
            ureq::Error::Io(error) => self.io(&error),
            ureq::Error::Rustls(error) => dead(untrusted(&error.to_string())),
            ureq::Error::Tls(error) => dead(untrusted(error)),
            ureq::Error::LargeResponseHeader(..) => dead("sent more headers than a server needs".into()),
            error => self.confused(&format!("did not answer as a web server does: {error}")),
        }
    }

    /// One answer was none. A server that never gave a better one is not asked again.
    fn confused(&self, what: &str) -> Failure {
        let server = self.at.server();
        let dead = (!self.servers.has_answered(&server)).then_some(server);
        Failure { dead, ..self.failed(what).into() }
    }

    fn io(&self, error: &io::Error) -> Failure {
        let dead = |what: String| Failure { dead: Some(self.at.server()), ..Failure::from(self.failed(&what)) };
        match error.kind() {
            io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted | io::ErrorKind::BrokenPipe => {
                Failure { again: true, ..self.confused("closed the connection before the picture was whole") }
            }
            io::ErrorKind::UnexpectedEof => Failure { again: true, ..self.confused("ended the connection before the picture was whole") },
            io::ErrorKind::ConnectionRefused => dead("refuses to be connected to".into()),
            io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable | io::ErrorKind::NetworkDown => {
                dead("can't be reached from here: is there a network?".into())
            }
            io::ErrorKind::InvalidData if error.to_string().contains("certificate") => dead(untrusted(&error.to_string())),
            _ => self.failed(&format!("can't be read from: {}", crate::reason(error))).into(),
        }
    }
}

fn untrusted(error: &str) -> String {
    match error.strip_prefix("invalid peer certificate: ") {
        Some(why) => format!("shows a certificate that can't be trusted: {why}"),
        None => format!("can't be spoken to over TLS: {error}"),
    }
}

/// Error pages come with the status of success surprisingly often.
fn is_web_page(bytes: &[u8]) -> bool {
    let head = bytes.trim_ascii_start().get(..15).unwrap_or_default().to_ascii_lowercase();
    head.starts_with(b"<!doctype html") || head.starts_with(b"<html")
}

fn seconds(time: Duration) -> String {
    let tenths = (time.as_millis() + 50) / 100;
    match (tenths / 10, tenths % 10) {
        (1, 0) => "1 second".into(),
        (whole, 0) => format!("{whole} seconds"),
        (whole, part) => format!("{whole}.{part} seconds"),
    }
}

fn size(bytes: u64) -> String {
    if bytes >= 1_000_000 { format!("{} MB", bytes / 1_000_000) } else { format!("{bytes} bytes") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_said_as_people_say_them() {
        assert_eq!(seconds(Duration::from_secs(1)), "1 second");
        assert_eq!(seconds(Duration::from_secs(30)), "30 seconds");
        assert_eq!(seconds(Duration::from_millis(240)), "0.2 seconds");
    }

    #[test]
    fn a_web_page_is_no_picture_and_an_svg_is() {
        assert!(is_web_page(b"\n <!DOCTYPE html>\n<title>x</title>") && is_web_page(b"<html lang=\"en\"><body>"));
        assert!(!is_web_page(b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>") && !is_web_page(b"<!DOCTYPE svg>") && !is_web_page(b"<html"));
    }
}
