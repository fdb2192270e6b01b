//! A string becomes a PDF in memory: no file is read, and none is written but the result.
//!
//! ```sh
//! cargo run --example in_memory > night.pdf
//! ```

use std::error::Error;
use std::io::Write;

const POST: &str = "\
---
title: 밤의 서울
date: 2025-11-22
---

서울의 밤은 **밝다**. *Seoul at night* is bright.
";

fn main() -> Result<(), Box<dyn Error>> {
    let pdf = postpress::convert(POST, "markdown", "pdf")?;
    for diagnostic in pdf.diagnostics.iter() {
        eprintln!("{}: {}", diagnostic.code, diagnostic.message);
    }
    eprintln!("{} bytes of PDF, titled {:?}", pdf.bytes.len(), pdf.metadata.title.unwrap_or_default());
    std::io::stdout().write_all(&pdf.bytes)?;
    Ok(())
}
