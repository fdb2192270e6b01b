//! Addresses of the web, as they are fetched.
//!
//! What a post says is read as a browser reads it (the URL standard, by the crate `url`), so that a host written in
//! Hangul or an IPv4 address written in octal is one and the same thing to every check after this. An [`Address`] is http
//! or https, names a host, goes to an open port, and carries neither a password nor a fragment.

use super::policy::Policy;
use postpress_model::ResourceError;
use std::fmt;
use url::Url;

/// Longer ones are refused by servers, too.
const LONGEST: usize = 8 * 1024;

/// The address of something that may be asked for. Whether its host may be connected to is found out on the way there.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Address(Url);

impl Address {
    /// The address that `text` says by itself; without a scheme it is https.
    pub(super) fn parse(text: &str, policy: &Policy) -> Result<Address, ResourceError> {
        let text = text.trim();
        long(text)?;
        let whole = if text.starts_with("//") { format!("https:{text}") } else { text.to_owned() };
        let url = Url::parse(&whole).map_err(|error| ResourceError::Failed(format!("the address can't be read: {error}")))?;
        Address::of(url, policy)
    }

    /// The address that `text` says, seen from this one.
    pub(super) fn join(&self, text: &str, policy: &Policy) -> Result<Address, ResourceError> {
        long(text)?;
        let url = self.0.join(text).map_err(|error| ResourceError::Failed(format!("the address can't be read: {error}")))?;
        Address::of(url, policy)
    }

    fn of(mut url: Url, policy: &Policy) -> Result<Address, ResourceError> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(ResourceError::Refused(format!("only http and https are fetched, and this is `{}:`", url.scheme())));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(ResourceError::Refused("its address carries a user name or a password, which are not sent anywhere".into()));
        }
        if url.host_str().is_none_or(str::is_empty) {
            return Err(ResourceError::Failed("its address names no host".into()));
        }
        let port = url.port_or_known_default().unwrap_or_default();
        if !policy.ports.iter().any(|open| open.contains(&port)) {
            return Err(ResourceError::Refused(format!("nothing is fetched from port {port}, where no web server is expected")));
        }
        url.set_fragment(None);
        Ok(Address(url))
    }

    pub(super) fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The server: what is dead or alive, and answers so many requests at once.
    pub(super) fn server(&self) -> String {
        format!("{}:{}", self.0.host_str().unwrap_or_default(), self.0.port_or_known_default().unwrap_or_default())
    }

    /// The host as messages name it.
    pub(super) fn host(&self) -> String {
        let host = super::super::shortened(self.0.host_str().unwrap_or_default());
        match self.0.port() {
            Some(port) => format!("{host}:{port}"),
            None => host,
        }
    }

    pub(super) fn is_encrypted(&self) -> bool {
        self.0.scheme() == "https"
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

fn long(text: &str) -> Result<(), ResourceError> {
    if text.len() <= LONGEST {
        return Ok(());
    }
    Err(ResourceError::Refused(format!("its address is longer than the {} KiB that servers take", LONGEST >> 10)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, String> {
        Address::parse(text, &Policy::default()).map(|address| address.to_string()).map_err(|error| error.to_string())
    }

    #[test]
    fn addresses_are_read_as_browsers_read_them() {
        for (text, read_as) in [
            ("//a.example/b.png", "https://a.example/b.png"),
            ("HTTP://A.Example/b c.png#top", "http://a.example/b%20c.png"),
            ("https://한글.example/가.png", "https://xn--bj0bj06e.example/%EA%B0%80.png"),
            ("http://0x7f.1/", "http://127.0.0.1/"),
            ("http://2130706433/", "http://127.0.0.1/"),
            ("https://a.example:443/x?y=1", "https://a.example/x?y=1"),
        ] {
            assert_eq!(read(text).as_deref(), Ok(read_as), "{text}");
        }
    }

    #[test]
    fn what_is_no_web_address_is_refused_by_its_reason() {
        for (text, why) in [
            ("ftp://a.example/x.png", "only http and https"),
            ("https://me:secret@a.example/x.png", "password"),
            ("https://trusted.example@a.example/x.png", "user name"),
            ("https://a.example:22/x.png", "port 22"),
            ("http://a.example:6379/", "port 6379"),
            ("https:///", "can't be read"),
            ("https://[::1/x.png", "can't be read"),
        ] {
            let said = read(text).unwrap_err();
            assert!(said.contains(why), "{text}: {said}");
        }
        assert!(read(&format!("https://a.example/{}", "x".repeat(9000))).unwrap_err().contains("longer"));
    }

    #[test]
    fn a_redirect_is_read_from_where_it_stands() {
        let policy = Policy::default();
        let base = Address::parse("https://a.example/x/y.html", &policy).unwrap();
        assert_eq!(base.join("../z.png", &policy).unwrap().as_str(), "https://a.example/z.png");
        assert_eq!(base.join("//b.example/z.png", &policy).unwrap().as_str(), "https://b.example/z.png");
        assert!(base.join("file:///etc/passwd", &policy).is_err());
    }
}
