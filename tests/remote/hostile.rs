//! Servers that mean harm, and addresses that do.

use super::server::{Server, answer, ok, redirect};
use super::{load, load_with, png, policy, why_not};
use postpress::ResourceError;
use postpress::load::remote::{Policy, Remote};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

/// The bytes as a stored gzip member (RFC 1952).
pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let crc = bytes.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 })
    });
    let length = u16::try_from(bytes.len()).unwrap();
    let mut packed = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 1];
    packed.extend(length.to_le_bytes());
    packed.extend((!length).to_le_bytes());
    packed.extend(bytes);
    packed.extend((!crc).to_le_bytes());
    packed.extend(u32::from(length).to_le_bytes());
    packed
}

/// So many times 258 zeros in thirteen bits each, by the fixed codes of RFC 1951: "the byte before, 258 times".
fn bomb(times: usize) -> Vec<u8> {
    let header = "110";
    let zero = "00110000";
    let again = "1100010100000";
    let bits: String = [header, zero].into_iter().chain(std::iter::repeat_n(again, times)).collect();
    let mut packed = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    let byte = |bits: &[u8]| bits.iter().enumerate().fold(0, |byte, (at, bit)| byte | (bit - b'0') << at);
    packed.extend(bits.as_bytes().chunks(8).map(byte));
    packed
}

#[test]
fn by_default_nothing_nearby_is_connected_to_however_it_is_written() {
    let server = Server::new(|_, out| ok(out, &png()));
    let port = server.address.port();
    let remote = Remote::new(Policy { ports: vec![1..=65535], ..Policy::default() });
    for host in [
        "127.0.0.1",
        "localhost",
        "0x7f.1",
        "2130706433",
        "0177.0.0.1",
        "127.1",
        "0.0.0.0",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::]",
    ] {
        let error = load_with(&remote, &format!("http://{host}:{port}/a.png")).unwrap_err();
        // A machine without IPv6 does not know such names in the first place.
        assert!(matches!(&error, ResourceError::Refused(why) if why.contains(" is not asked: ")) || host.contains('['), "{host}: {error}");
    }
    let error = load_with(&remote, &format!("http://10.0.0.5:{port}/")).unwrap_err().to_string();
    assert_eq!(error, format!("`10.0.0.5:{port}` is not asked: 10.0.0.5 is a private address; put the picture into the post's folder"));
    assert_eq!(server.requests().len(), 0);
}

#[test]
fn no_port_but_those_of_web_servers_is_connected_to() {
    let server = Server::new(|_, out| ok(out, &png()));
    let remote = Remote::new(Policy { ports: Policy::default().ports, ..policy() });
    if !(8000..=8999).contains(&server.address.port()) {
        assert!(matches!(load_with(&remote, &server.url("/")), Err(ResourceError::Refused(_))));
        assert_eq!(server.requests().len(), 0);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_redirect_to_what_is_not_allowed_is_refused() {
    let secret = Server::new(|_, out| ok(out, &png()));
    let to = secret.url("/");
    let server = Server::at([127, 0, 0, 2].into(), move |_, out| redirect(out, &to));
    let remote = Remote::new(policy().allowing(|address| address == std::net::IpAddr::from([127, 0, 0, 2])));
    let error = load_with(&remote, &server.url("/")).unwrap_err();
    assert!(matches!(&error, ResourceError::Refused(why) if why.contains("127.0.0.1 is a loopback address")), "{error}");
    assert!(error.to_string().contains(&format!("where `{}` leads", server.address)), "{error}");
    assert_eq!((server.requests().len(), secret.requests().len()), (1, 0));
}

#[test]
fn redirects_without_end_are_given_up() {
    let server = Server::new(|request, out| redirect(out, &format!("{}x", request.path)));
    assert!(why_not(&server.url("/")).contains("more than 5 times"));
    assert_eq!(server.requests().len(), 6);
}

#[test]
fn redirects_out_of_the_web_are_refused() {
    for to in ["file:///etc/passwd", "ftp://127.0.0.1/x", "http://me:secret@127.0.0.1/", "data:image/png,x"] {
        let server = Server::new(move |_, out| redirect(out, to));
        assert!(matches!(load(&server.url("/")), Err(ResourceError::Refused(_))), "{to}");
    }
}

#[test]
fn a_byte_now_and_then_gains_no_time() {
    let server = Server::new(|_, out| {
        out.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n")?;
        loop {
            out.write_all(b"x")?;
            out.flush()?;
            thread::sleep(Duration::from_millis(100));
        }
    });
    let remote = Remote::new(Policy { total: Duration::from_secs(1), ..policy() });
    assert!(load_with(&remote, &server.url("/1")).unwrap_err().to_string().contains("had not sent the whole picture after 1 second"));
    // The second fails with the first.
    assert!(load_with(&remote, &server.url("/2")).unwrap_err().to_string().contains("after 1 second"));
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn headers_that_drip_gain_no_time_either() {
    let server = Server::new(|_, out| {
        out.write_all(b"HTTP/1.1 200 OK\r\n")?;
        loop {
            out.write_all(b"x: y\r\n")?;
            out.flush()?;
            thread::sleep(Duration::from_millis(100));
        }
    });
    let remote = Remote::new(Policy { total: Duration::from_secs(1), ..policy() });
    assert!(load_with(&remote, &server.url("/")).unwrap_err().to_string().contains("after 1 second"));
}

#[test]
fn silence_is_not_waited_out() {
    let server = Server::new(|_, _| {
        thread::sleep(Duration::from_secs(60));
        Ok(())
    });
    assert!(why_not(&server.url("/")).contains("sent nothing for 0.7 seconds"));
}

#[test]
fn what_has_no_end_is_cut_at_the_limit() {
    let sent = Arc::new(AtomicU64::new(0));
    let count = sent.clone();
    let endless = Server::new(move |_, out| {
        out.write_all(b"HTTP/1.1 200 OK\r\n\r\n")?;
        loop {
            out.write_all(&[0; 64 * 1024])?;
            count.fetch_add(64 * 1024, Ordering::SeqCst);
        }
    });
    assert_eq!(load(&endless.url("/")), Err(ResourceError::TooLarge("it is larger than the 200000 bytes that are fetched".into())));
    // What the system keeps between the two is all that came beyond the limit.
    assert!(sent.load(Ordering::SeqCst) < 50_000_000);
    let honest = Server::new(|_, out| out.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 10000000000\r\n\r\n"));
    assert!(matches!(load(&honest.url("/")), Err(ResourceError::TooLarge(_))));
}

#[test]
fn what_grows_on_unpacking_is_cut_at_the_limit() {
    let packed = bomb(400_000);
    assert!(packed.len() < 700_000);
    let server = Server::new(move |_, out| answer(out, "200 OK", &["content-encoding: gzip"], &packed));
    let remote = Remote::new(Policy { largest: 1_000_000, ..policy() });
    assert!(matches!(load_with(&remote, &server.url("/")), Err(ResourceError::TooLarge(_))));
}

#[test]
fn what_is_no_answer_is_an_error_in_words() {
    for text in [
        "",
        "SSH-2.0-OpenSSH\r\n\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length: many\r\n\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
        "HTTP/1.1 304 Not Modified\r\n\r\n",
    ] {
        let server = Server::new(move |_, out| {
            out.write_all(text.as_bytes())?;
            super::server::hang_up()
        });
        let said = why_not(&server.url("/"));
        assert!(said.contains(&server.address.to_string()), "{text:?}: {said}");
    }
}

#[test]
fn a_server_that_never_answers_as_one_is_asked_no_further() {
    let server = Server::new(|_, _| super::server::hang_up());
    let remote = Remote::new(policy());
    for path in ["/1", "/2", "/3"] {
        assert!(load_with(&remote, &server.url(path)).unwrap_err().to_string().contains("ended the connection"), "{path}");
    }
    assert_eq!(server.requests().len(), 2);
}
