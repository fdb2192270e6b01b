//! What a server may do, and what is sent to it.

use super::server::{Server, answer, hang_up, ok, redirect};
use super::{load, load_with, png, policy, why_not};
use postpress::load::Loaders;
use postpress::load::remote::{Policy, Remote};
use postpress::{Document, Metadata, Reference, ResourceError, Resources};
use std::sync::atomic::{AtomicUsize, Ordering};

#[test]
fn a_picture_comes_as_it_is_whatever_type_it_is_called() {
    let server = Server::new(|_, out| answer(out, "200 OK", &["content-type: text/plain"], &png()));
    assert_eq!(load(&server.url("/a.jpg")).unwrap().bytes(), png());
}

#[test]
fn a_web_page_is_no_picture_whatever_type_it_is_called() {
    let server = Server::new(|_, out| answer(out, "200 OK", &["content-type: image/png"], b"<!DOCTYPE html><p>Gone"));
    let host = server.address;
    assert_eq!(why_not(&server.url("/a.png")), format!("`{host}` answered with a web page and no picture"));
}

#[test]
fn chunks_are_put_together() {
    let server = Server::new(|_, out| {
        out.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")?;
        for byte in png() {
            write!(out, "1\r\n")?;
            out.write_all(&[byte])?;
            write!(out, "\r\n")?;
        }
        write!(out, "0\r\n\r\n")
    });
    assert_eq!(load(&server.url("/")).unwrap().bytes(), png());
}

#[test]
fn what_the_server_answered_is_said() {
    let server = Server::new(|_, out| answer(out, "404 Not Found", &[], b"gone"));
    let host = server.address;
    assert_eq!(load(&server.url("/")), Err(ResourceError::Missing(format!("`{host}` answered 404 (not found)"))));
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn redirects_are_followed_from_where_they_stand() {
    let server = Server::new(|request, out| match request.path.as_str() {
        "/a/1" => redirect(out, "2"),
        "/a/2" => redirect(out, "/b#there"),
        "/b" => ok(out, &png()),
        _ => answer(out, "404 Not Found", &[], b""),
    });
    assert_eq!(load(&server.url("/a/1")).unwrap().bytes(), png());
}

#[test]
fn a_busy_server_is_asked_once_more_and_an_angry_one_is_not() {
    let count = AtomicUsize::new(0);
    let server = Server::new(move |request, out| match request.path.as_str() {
        "/busy" if count.fetch_add(1, Ordering::SeqCst) > 0 => ok(out, &png()),
        "/busy" => answer(out, "503 Service Unavailable", &[], b""),
        _ => answer(out, "500 Internal Server Error", &[], b""),
    });
    assert_eq!(load(&server.url("/busy")).unwrap().bytes(), png());
    assert!(why_not(&server.url("/angry")).contains("answered 500"));
    assert_eq!(server.requests().len(), 3);
}

#[test]
fn a_picture_that_is_cut_short_is_asked_for_once_more_and_never_taken_for_whole() {
    let server = Server::new(|_, out| {
        out.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nonly this")?;
        hang_up()
    });
    assert!(why_not(&server.url("/")).contains("before the picture was whole"));
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn a_server_learns_who_asks_and_for_which_post_and_nothing_more() {
    let server = Server::new(|_, out| answer(out, "200 OK", &["set-cookie: who=you"], &png()));
    let remote = Remote::new(policy());
    let loaders = Loaders::alone().fetching(&remote);
    let post = |canonical: Option<&str>, path: &str| {
        let resources = vec![Reference { address: server.url(path), ..Reference::default() }];
        let metadata = Metadata { canonical: canonical.map(str::to_owned), ..Metadata::default() };
        let document = Document { metadata, resources, ..Document::default() };
        loaders.prepare(&document);
        loaders.load(&document.resources[0]).unwrap();
        server.requests().pop().unwrap()
    };
    let known = post(Some("http://blog.example/2025/밤/#notes"), "/1");
    assert_eq!(known.header("referer"), Some("http://blog.example/2025/%EB%B0%A4/"));
    assert_eq!(known.header("user-agent"), Some(concat!("postpress/", env!("CARGO_PKG_VERSION"))));
    assert!(known.header("accept").unwrap().starts_with("image/"));
    let unknown = post(None, "/2");
    assert_eq!((unknown.header("referer"), unknown.header("cookie")), (None, None));
    // What was read over https is not told over http.
    assert_eq!(post(Some("https://blog.example/x/"), "/3").header("referer"), None);
    assert_eq!(server.requests().len(), 3);
}

#[test]
fn a_certificate_that_nobody_vouches_for_is_refused() {
    let server = Server::encrypted(|_, out| ok(out, &png()));
    let said = why_not(&server.url("/"));
    assert!(said.contains("shows a certificate that can't be trusted"), "{said}");
    assert_eq!(server.requests().len(), 0);
    let own = Policy { authorities: Some(vec![include_bytes!("authority.der").to_vec()]), ..policy() };
    assert_eq!(load_with(&Remote::new(own), &server.url("/")).unwrap().bytes(), png());
}

#[test]
fn from_https_nothing_leads_to_http() {
    let plain = Server::new(|_, out| ok(out, &png()));
    let to = plain.url("/");
    let server = Server::encrypted(move |_, out| redirect(out, &to));
    let own = Policy { authorities: Some(vec![include_bytes!("authority.der").to_vec()]), ..policy() };
    let error = load_with(&Remote::new(own), &server.url("/")).unwrap_err();
    assert!(matches!(&error, ResourceError::Refused(why) if why.contains("from https to http")), "{error}");
    assert_eq!(plain.requests().len(), 0);
}

#[test]
fn what_is_packed_is_unpacked() {
    let server = Server::new(|_, out| answer(out, "200 OK", &["content-encoding: gzip"], &super::hostile::gzip(b"<svg/>")));
    assert_eq!(load(&server.url("/a.svg")).unwrap().bytes(), b"<svg/>");
}

#[test]
fn addresses_are_asked_for_as_a_browser_would() {
    let server = Server::new(|_, out| ok(out, &png()));
    for path in ["/a b.png", "/밤.png?q=가", "/a|b[1]{x}^`'\"<>.png?q=[1]|{}^'\"<>`", "/%2e%2e/%zz.png", "//x//y.png", "/a\\b.png"] {
        assert_eq!(load(&server.url(path)).map(|_| ()), Ok(()), "{path}");
    }
    assert_eq!(server.requests()[1].path, "/%EB%B0%A4.png?q=%EA%B0%80");
}

#[test]
fn whoever_says_offline_is_offline() {
    let server = Server::new(|_, out| ok(out, &png()));
    let loaders = Loaders::alone().offline(true).fetching(&Remote::new(policy()));
    let reference = Reference { address: server.url("/"), ..Reference::default() };
    let document = Document { resources: vec![reference.clone()], ..Document::default() };
    loaders.prepare(&document);
    assert_eq!(loaders.load(&reference).unwrap_err().to_string(), "it is remote, and the network is off (`--offline`)");
    assert_eq!(server.requests().len(), 0);
}
