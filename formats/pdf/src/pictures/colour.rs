//! Colour profiles: which of them say something that sRGB does not.
//!
//! A profile that a PDF can hold goes into the file beside its samples, so no colour is rounded twice. One that only
//! describes sRGB is left out, since the whole file says that already, and so is one that is broken.

use moxcms::{ColorProfile, DataColorSpace, ProfileClass, ToneReprCurve};
use std::sync::Arc;

/// Profiles of more bytes are left out; those of printing presses have about a million.
pub(super) const LARGEST: usize = 4 << 20;

/// The profile for samples of this many channels; `None` where sRGB says the same or the profile can't be used.
pub(super) fn profile(bytes: &[u8], channels: u8) -> Option<Arc<[u8]>> {
    if bytes.len() > LARGEST || bytes.len() < 128 || bytes.get(36..40) != Some(b"acsp") {
        return None;
    }
    // PDF 1.7 knows versions 2 and 4 (ISO 32000-1, 8.6.5.5), and bytes behind the length that the header says are none of it.
    let length = usize::try_from(u32::from_be_bytes(*bytes.first_chunk::<4>()?)).ok()?;
    let bytes = bytes.get(..length)?;
    if !matches!(bytes.get(8), Some(2 | 4)) {
        return None;
    }
    let parsed = ColorProfile::new_from_slice(bytes).ok()?;
    let fits = match parsed.color_space {
        DataColorSpace::Gray => channels == 1,
        DataColorSpace::Rgb => channels == 3,
        DataColorSpace::Cmyk => channels == 4,
        _ => false,
    };
    let is_of_devices = matches!(
        parsed.profile_class,
        ProfileClass::InputDevice | ProfileClass::DisplayDevice | ProfileClass::OutputDevice | ProfileClass::ColorSpace
    );
    (fits && is_of_devices && !is_srgb(&parsed)).then(|| bytes.into())
}

/// Are its colours those of sRGB, as near as eyes see?
fn is_srgb(profile: &ColorProfile) -> bool {
    let has_tables = profile.lut_a_to_b_perceptual.is_some() || profile.lut_a_to_b_colorimetric.is_some();
    if has_tables || !matches!(profile.color_space, DataColorSpace::Rgb | DataColorSpace::Gray) {
        return false;
    }
    let like_srgb = |curve: &Option<ToneReprCurve>| {
        [(0.25, 0.0509), (0.5, 0.2140), (0.75, 0.5225)]
            .into_iter()
            .all(|(from, to)| curve.as_ref().and_then(|curve| at(curve, from)).is_some_and(|own| (own - to).abs() < 0.006))
    };
    if profile.color_space == DataColorSpace::Gray {
        return like_srgb(&profile.gray_trc);
    }
    let srgb = ColorProfile::new_srgb();
    let near = |own: moxcms::Xyzd, other: moxcms::Xyzd| {
        (own.x - other.x).abs() < 0.004 && (own.y - other.y).abs() < 0.004 && (own.z - other.z).abs() < 0.004
    };
    near(profile.red_colorant, srgb.red_colorant)
        && near(profile.green_colorant, srgb.green_colorant)
        && near(profile.blue_colorant, srgb.blue_colorant)
        && like_srgb(&profile.red_trc)
        && like_srgb(&profile.green_trc)
        && like_srgb(&profile.blue_trc)
}

/// The value of a curve (ICC.1:2022, 10.6 and 10.18).
fn at(curve: &ToneReprCurve, x: f64) -> Option<f64> {
    match curve {
        ToneReprCurve::Lut(table) => match table.len() {
            0 => Some(x),
            1 => Some(x.powf(f64::from(*table.first()?) / 256.0)),
            count => {
                let place = x * (count - 1) as f64;
                let (low, high) = (place.floor() as usize, place.ceil() as usize);
                let (below, above) = (f64::from(*table.get(low)?), f64::from(*table.get(high)?));
                Some((below + (above - below) * (place - low as f64)) / 65535.0)
            }
        },
        ToneReprCurve::Parametric(numbers) => {
            let number = |at: usize| numbers.get(at).copied().map(f64::from);
            let (gamma, a, b) = (number(0)?, number(1).unwrap_or(1.0), number(2).unwrap_or(0.0));
            match (number(3), number(4)) {
                (Some(c), Some(d)) if x < d => Some(c * x + number(6).unwrap_or(0.0)),
                (Some(_), Some(_)) => Some((a * x + b).powf(gamma) + number(5).unwrap_or(0.0)),
                _ => Some((a * x + b).powf(gamma)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_stays_only_where_it_says_more_than_srgb() {
        assert_eq!(profile(&ColorProfile::new_srgb().encode().unwrap(), 3), None);
        let wide = ColorProfile::new_display_p3().encode().unwrap();
        assert_eq!(profile(&wide, 3).as_deref(), Some(&wide[..]));
        assert_eq!(profile(&wide, 1), None, "a profile of three channels says nothing of one");
        assert_eq!(profile(&wide[..wide.len() - 1], 3), None);
        assert_eq!(profile(b"", 3), None);
    }
}
