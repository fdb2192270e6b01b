//! A post with pictures on the web becomes a PDF that holds them.
//!
//! The library fetches nothing unless it is given a loader that does; this one keeps what it fetched in a folder, takes no
//! more than ten seconds for a picture, and connects to public addresses only, as every loader does unless its policy says
//! otherwise.
//!
//! ```sh
//! cargo run --example remote_pictures -- posts/a.md a.pdf
//! ```

use postpress::load::remote::{DiskCache, Policy, Remote};
use postpress::load::{Folder, Loaders};
use postpress::output::FileOutput;
use postpress::{By, NoSurroundings, Pipeline, Registry, Source};
use std::error::Error;
use std::path::Path;
use std::time::Duration;

fn main() -> Result<(), Box<dyn Error>> {
    let [post, pdf] = std::env::args().skip(1).collect::<Vec<_>>().try_into().map_err(|_| "give a post and a name for the PDF")?;
    let cache = DiskCache::new(std::env::temp_dir().join("postpress-pictures"))?;
    let remote = Remote::new(Policy { cache: Some(cache), total: Duration::from_secs(10), ..Policy::default() });

    // One loader serves many posts; each has its own folder.
    let folder = Path::new(&post).parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    let resources = Loaders::with_folder(Folder::new(folder)?).fetching(&remote);

    let registry = Registry::new();
    let reader = registry.reader(By::Name("markdown")).and_then(|entry| entry.reader()).ok_or("no reader")?;
    let writer = registry.writer(By::Name("pdf")).ok_or("no writer")?.make_writer(&[])?;
    let pipeline = Pipeline { reader: &**reader, around: &NoSurroundings, resources: &resources, writer: &*writer };
    let mut output = FileOutput::create(Path::new(&pdf))?;
    let outcome = pipeline.run(&mut Source::from_bytes(post.clone(), std::fs::read(&post)?), &mut output)?;
    output.finish()?;
    for diagnostic in outcome.diagnostics.iter() {
        eprintln!("{}: {}", diagnostic.code, diagnostic.message);
    }
    eprintln!("{} remote pictures were asked for", remote.progress().asked);
    Ok(())
}
