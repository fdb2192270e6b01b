//! `data:` addresses: a file that the document carries in itself.
//!
//! Browsers forgive much here, and so does this: space inside base64, either alphabet, missing padding, no media type.

use super::MAX_FILE;
use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use percent_encoding::percent_decode;
use postpress_model::{Resource, ResourceError};

const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent).with_decode_allow_trailing_bits(true),
);

/// The bytes of a `data:` address.
///
/// # Errors
/// Where the address has no comma, its base64 is none, or it holds more than [`MAX_FILE`].
pub fn data_url(address: &str) -> Result<Resource, ResourceError> {
    let failed = |why: &str| ResourceError::Failed(format!("the `data:` address {why}"));
    let body = address.get("data:".len()..).ok_or_else(|| failed("is cut short"))?;
    let (kind, content) = body.split_once(',').ok_or_else(|| failed("has no `,` before its content"))?;
    // A byte takes at most three characters, so this bounds the work before it is done.
    if content.len() as u64 > MAX_FILE * 3 {
        return Err(ResourceError::TooLarge(format!("the `data:` address holds more than {} MiB", MAX_FILE >> 20)));
    }
    let bytes: Vec<u8> = percent_decode(content.as_bytes()).collect();
    let is_base64 = kind.rsplit(';').next().is_some_and(|last| last.trim().eq_ignore_ascii_case("base64"));
    let bytes = if is_base64 { from_base64(bytes).ok_or_else(|| failed("holds base64 that can't be decoded"))? } else { bytes };
    if bytes.len() as u64 > MAX_FILE {
        return Err(ResourceError::TooLarge(format!("the `data:` address holds more than {} MiB", MAX_FILE >> 20)));
    }
    Ok(Resource::new(bytes))
}

fn from_base64(mut text: Vec<u8>) -> Option<Vec<u8>> {
    text.retain(|byte| !byte.is_ascii_whitespace());
    for byte in &mut text {
        // The alphabet for addresses, which some editors write here.
        match *byte {
            b'-' => *byte = b'+',
            b'_' => *byte = b'/',
            _ => {}
        }
    }
    // Padding says nothing that the length does not.
    while text.last() == Some(&b'=') {
        text.pop();
    }
    LENIENT.decode(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_decoded_as_browsers_do() {
        for address in
            ["data:image/png;base64,aGk/", "data:;base64,aGk_", "data:image/png;charset=x;BASE64,aG\n k%2F", "data:;base64,aGk/=="]
        {
            assert_eq!(data_url(address).unwrap().bytes(), b"hi?", "{address}");
        }
    }

    #[test]
    fn padding_may_be_missing() {
        assert_eq!(data_url("data:;base64,aGk").unwrap().bytes(), b"hi");
        assert_eq!(data_url("data:;base64,aGk=").unwrap().bytes(), b"hi");
    }

    #[test]
    fn percent_signs_are_decoded_once() {
        assert_eq!(data_url("data:,a%2520b").unwrap().bytes(), b"a%20b");
    }

    #[test]
    fn what_is_no_data_address_is_an_error() {
        assert!(data_url("data:image/png;base64").is_err());
        assert!(data_url("data:;base64,%%%").is_err());
        assert!(data_url("data").is_err());
    }
}
