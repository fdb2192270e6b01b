//! Which addresses of the internet a picture may come from.
//!
//! A post is text that nobody vouches for, and whoever converts it sits inside a network that the post's author does not.
//! So only addresses that mean the same machine to everyone are connected to. The table follows the IANA registries of
//! special-purpose addresses (RFC 6890 and what was registered after it); of IPv6 only the range that is given out as
//! global unicast is open at all, and forms that carry an IPv4 address in them are judged by that one too.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// May anyone's picture come from this address?
///
/// ```
/// use postpress::load::remote::is_public;
///
/// assert!(is_public("93.184.215.14".parse().unwrap()));
/// assert!(!is_public("169.254.169.254".parse().unwrap()));
/// assert!(!is_public("::ffff:10.0.0.5".parse().unwrap()));
/// ```
pub fn is_public(address: IpAddr) -> bool {
    special(address).is_none()
}

/// What is special about an address that is not public, to follow "it is".
pub(super) fn special(address: IpAddr) -> Option<&'static str> {
    match address {
        IpAddr::V4(address) => special_v4(address),
        IpAddr::V6(address) => special_v6(address),
    }
}

fn special_v4(address: Ipv4Addr) -> Option<&'static str> {
    match address.octets() {
        [0, ..] => Some("an address of this machine itself"),
        [127, ..] => Some("a loopback address"),
        [10, ..] | [172, 16..=31, ..] | [192, 168, ..] => Some("a private address"),
        [100, 64..=127, ..] => Some("an address inside a provider's network"),
        // Clouds answer with their customers' keys there; Azure's stands among the public ones.
        [169, 254, 169, 254] | [168, 63, 129, 16] => Some("a cloud's metadata address"),
        [169, 254, ..] => Some("a link-local address"),
        [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _] => Some("an address for documentation"),
        [192, 0, 0, _] | [192, 88, 99, _] => Some("an address of the protocol's own"),
        [198, 18..=19, ..] => Some("an address for benchmarks"),
        [224..=239, ..] => Some("a multicast address"),
        [255, 255, 255, 255] => Some("a broadcast address"),
        [240..=255, ..] => Some("a reserved address"),
        _ => None,
    }
}

fn special_v6(address: Ipv6Addr) -> Option<&'static str> {
    let v4 = |high: u16, low: u16| Ipv4Addr::from(u32::from(high) << 16 | u32::from(low));
    match address.segments() {
        [0, 0, 0, 0, 0, 0, 0, 0] => Some("an address of this machine itself"),
        [0, 0, 0, 0, 0, 0, 0, 1] => Some("a loopback address"),
        // IPv4-mapped, and NAT64 (RFC 6052), through which networks without IPv4 reach all of the older web.
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => special_v4(v4(high, low)),
        // 6to4 (RFC 3056): the IPv4 address of the gateway that packets go to.
        [0x2002, high, low, ..] => special_v4(v4(high, low)),
        [0xfc00..=0xfdff, ..] => Some("a private address"),
        [0xfe80..=0xfebf, ..] => Some("a link-local address"),
        [0xfec0..=0xfeff, ..] => Some("a private address"),
        [0xff00..=0xffff, ..] => Some("a multicast address"),
        // Teredo tunnels, benchmarks and identifiers share the first of these; no server is reached at any.
        [0x2001, 0..=0x01ff, ..] => Some("an address of the protocol's own"),
        [0x2001, 0x0db8, ..] | [0x3fff, 0..=0x0fff, ..] => Some("an address for documentation"),
        [0x2000..=0x3fff, ..] => None,
        _ => Some("a reserved address"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn what_means_a_machine_nearby_is_refused_by_its_kind() {
        for (text, kind) in [
            ("0.0.0.0", "this machine"),
            ("0.1.2.3", "this machine"),
            ("127.0.0.1", "loopback"),
            ("127.255.255.254", "loopback"),
            ("10.0.0.5", "private"),
            ("172.16.0.1", "private"),
            ("172.31.255.255", "private"),
            ("192.168.1.1", "private"),
            ("100.64.0.1", "provider"),
            ("100.100.100.200", "provider"),
            ("100.127.255.255", "provider"),
            ("169.254.0.1", "link-local"),
            ("169.254.169.254", "metadata"),
            ("168.63.129.16", "metadata"),
            ("192.0.0.192", "protocol"),
            ("192.0.2.1", "documentation"),
            ("198.51.100.1", "documentation"),
            ("203.0.113.1", "documentation"),
            ("198.18.0.1", "benchmarks"),
            ("198.19.255.255", "benchmarks"),
            ("224.0.0.1", "multicast"),
            ("239.255.255.255", "multicast"),
            ("240.0.0.1", "reserved"),
            ("255.255.255.255", "broadcast"),
            ("::", "this machine"),
            ("::1", "loopback"),
            ("::7f00:1", "reserved"),
            ("::10.0.0.5", "reserved"),
            ("::ffff:127.0.0.1", "loopback"),
            ("::ffff:10.0.0.5", "private"),
            ("::ffff:169.254.169.254", "metadata"),
            ("::ffff:0:10.0.0.5", "reserved"),
            ("64:ff9b::10.0.0.5", "private"),
            ("64:ff9b::7f00:1", "loopback"),
            ("64:ff9b:1::1", "reserved"),
            ("2002:7f00:1::", "loopback"),
            ("2002:a00:5::1", "private"),
            ("2002:c0a8:101::1", "private"),
            ("2001:0:1234::5", "protocol"),
            ("2001:2::1", "protocol"),
            ("2001:db8::1", "documentation"),
            ("3fff::1", "documentation"),
            ("fc00::1", "private"),
            ("fd00:ec2::254", "private"),
            ("fe80::1", "link-local"),
            ("fec0::1", "private"),
            ("ff02::1", "multicast"),
            ("100::1", "reserved"),
            ("5f00::1", "reserved"),
        ] {
            let said = special(address(text)).unwrap_or("nothing special");
            assert!(said.contains(kind), "{text} is {said}");
        }
    }

    #[test]
    fn what_means_the_same_machine_to_everyone_is_public() {
        for text in [
            "1.1.1.1",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "172.15.255.255",
            "172.32.0.0",
            "169.253.0.1",
            "192.169.0.1",
            "198.17.0.1",
            "223.255.255.255",
            "2606:4700::1111",
            "2001:4860:4860::8888",
            "2a00:1450::1",
            "64:ff9b::8.8.8.8",
            "::ffff:8.8.8.8",
            "2002:808:808::1",
        ] {
            assert!(is_public(address(text)), "{text}");
        }
    }
}
