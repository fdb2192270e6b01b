//! TeX.
