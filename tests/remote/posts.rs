//! Whole posts with pictures on the web.

use super::server::{Server, answer, ok, redirect};
use super::{png, policy};
use postpress::load::remote::{Policy, Remote};
use postpress::load::{Folder, Loaders};
use postpress::output::Memory;
use postpress::{By, Effect, NoSurroundings, Outcome, Pipeline, Registry, Resources, Severity, Source};
use std::thread;
use std::time::Duration;

fn convert(post: &str, to: &str, resources: &dyn Resources) -> (Vec<u8>, Outcome) {
    let registry = Registry::new();
    let reader = registry.reader(By::Name("markdown")).and_then(|entry| entry.reader()).unwrap();
    let options: &[(String, String)] = if to == "xhtml" { &[("embed".to_owned(), "true".to_owned())] } else { &[] };
    let writer = registry.writer(By::Name(to)).unwrap().make_writer(options).unwrap();
    let pipeline = Pipeline { reader: &**reader, around: &NoSurroundings, resources, writer: &*writer };
    let mut memory = Memory::default();
    let outcome = pipeline.run(&mut Source::from_bytes("a.md", post), &mut memory).unwrap();
    (memory.bytes, outcome)
}

fn messages(outcome: &Outcome) -> Vec<String> {
    outcome.diagnostics.iter().map(|diagnostic| diagnostic.message.clone()).collect()
}

fn occurrences(bytes: &[u8], of: &[u8]) -> usize {
    bytes.windows(of.len()).filter(|window| *window == of).count()
}

/// A picture that differs from others by a comment at its end.
fn picture(number: &str) -> Vec<u8> {
    [png(), number.as_bytes().to_vec()].concat()
}

#[test]
fn a_news_posts_picture_is_in_the_pdf_untouched_and_once() {
    let jpeg: &'static [u8] = include_bytes!("../corpus/images/seoul-night.jpg");
    let server = Server::new(move |request, out| match request.path.as_str() {
        "/meta/night.jpg" => answer(out, "200 OK", &["content-type: image/jpeg"], jpeg),
        _ => redirect(out, "/meta/night.jpg"),
    });
    let address = server.url("/meta/night.jpg");
    let post = format!(
        "---\ntitle: 서울의 밤이 더 밝아진다\ncategories:\n  - News\nexcerpt: >\n  새 등이 켜진다.\nimage: '{address}'\n---\n\n\
         ![밤의 서울]({address})\n\n<p>출처: <a href=\"https://a.example/1\">어느 신문</a></p>\n\n\
         <h2 data-ke-size=\"size26\">등을 켜다</h2>\n<p data-ke-size=\"size16\">강을 따라 등이 <b>하나씩</b> 켜졌다.</p>\n\n\
         <img src=\"{}\" alt=\"같은 밤\">\n",
        server.url("/other/name")
    );
    let remote = Remote::new(Policy { largest: 5_000_000, ..policy() });
    let (pdf, outcome) = convert(&post, "pdf", &Loaders::alone().fetching(&remote));
    assert!(
        outcome.diagnostics.iter().all(|said| said.effect == Effect::Kept && said.severity == Severity::Note),
        "{:?}",
        messages(&outcome)
    );
    assert_eq!(occurrences(&pdf, jpeg), 1);
    // Asked for once under each of its names, however often it is shown.
    assert_eq!(server.requests().iter().filter(|request| request.path == "/other/name").count(), 1);
    assert_eq!(server.requests().len(), 3);
    assert_eq!(convert(&post, "pdf", &Loaders::alone().fetching(&remote)).0, pdf);
    assert_eq!(server.requests().len(), 3);
}

#[test]
fn a_dead_host_is_asked_once_and_stalls_no_post_with_thirty_pictures() {
    let dead = Server::new(|_, _| {
        thread::sleep(Duration::from_secs(60));
        Ok(())
    });
    let live = Server::new(|request, out| ok(out, &picture(&request.path)));
    let post: String =
        (0..30).map(|at| format!("![dead]({})\n\n![live]({})\n\n", dead.url(&format!("/{at}")), live.url(&format!("/{at}")))).collect();
    let remote = Remote::new(policy());
    let (page, outcome) = convert(&post, "xhtml", &Loaders::alone().fetching(&remote));
    assert_eq!(occurrences(&page, b"data:image/png"), 30);
    let said = messages(&outcome);
    assert_eq!(said.len(), 30);
    assert!(said.iter().all(|message| message.contains(&format!("`{}` sent nothing for 0.7 seconds", dead.address))), "{said:?}");
    assert_eq!((dead.requests().len(), live.requests().len()), (1, 30));
}

#[test]
fn a_port_that_nobody_listens_on_is_dead_at_once() {
    let gone = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap();
    let post: String = (0..30).map(|at| format!("![x]( http://{gone}/{at} )\n")).collect();
    let (_, outcome) = convert(&post, "pdf", &Loaders::alone().fetching(&Remote::new(policy())));
    let refused = messages(&outcome).iter().filter(|message| message.contains("refuses to be connected to")).count();
    assert_eq!(refused, 30);
}

#[test]
fn two_hundred_pictures_come_several_at_a_time_and_in_any_order_the_same() {
    let server = Server::new(|request, out| {
        // Later ones are quicker.
        let number: u64 = request.path.trim_start_matches('/').parse().unwrap();
        thread::sleep(Duration::from_millis(20 - number / 10));
        ok(out, &picture(&request.path))
    });
    let post: String = (0..200).map(|at| format!("![{at}]({})\n\n", server.url(&format!("/{at}")))).collect();
    let run = || convert(&post, "xhtml", &Loaders::alone().fetching(&Remote::new(policy())));
    let (page, outcome) = run();
    assert_eq!(messages(&outcome), Vec::<String>::new());
    assert_eq!(occurrences(&page, b"data:image/png"), 200);
    assert!((2..=4).contains(&server.most_at_once()), "{}", server.most_at_once());
    assert_eq!(run().0, page);
    assert_eq!(server.requests().len(), 400);
}

#[test]
fn a_post_has_only_so_many_pictures_and_bytes() {
    let server = Server::new(|request, out| ok(out, &picture(&request.path)));
    let post: String = (0..10).map(|at| format!("![{at}]({})\n\n", server.url(&format!("/{at}")))).collect();
    let (page, outcome) = convert(&post, "xhtml", &Loaders::alone().fetching(&Remote::new(Policy { pictures: 4, ..policy() })));
    assert_eq!(occurrences(&page, b"data:image/png"), 4);
    assert!(messages(&outcome).iter().all(|message| message.contains("more than the 4 remote pictures")));
    assert_eq!(server.requests().len(), 4);
    let few = Policy { post_bytes: png().len() as u64 * 3, ..policy() };
    let (page, outcome) = convert(&post, "xhtml", &Loaders::alone().fetching(&Remote::new(few)));
    assert_eq!((occurrences(&page, b"data:image/png"), messages(&outcome).len()), (3, 7));
}

#[test]
fn a_post_is_not_waited_for_without_end() {
    let servers: Vec<Server> = (0..12)
        .map(|_| {
            Server::new(|_, _| {
                thread::sleep(Duration::from_secs(60));
                Ok(())
            })
        })
        .collect();
    let post: String = servers.iter().map(|server| format!("![x]({})\n\n", server.url("/"))).collect();
    let policy = Policy { at_once: 1, patience: Duration::from_secs(1), ..policy() };
    let (_, outcome) = convert(&post, "pdf", &Loaders::alone().fetching(&Remote::new(policy)));
    let late = messages(&outcome).iter().filter(|message| message.contains("longer than the 1 seconds")).count();
    assert!((8..12).contains(&late), "{late}");
}

#[test]
fn posts_share_what_was_fetched() {
    let server = Server::new(|request, out| ok(out, &picture(&request.path)));
    let remote = Remote::new(policy());
    let post = format!("![x]({})\n\n![x]({})\n", server.url("/a"), server.url("/a#again"));
    for _ in 0..3 {
        let (page, _) = convert(&post, "xhtml", &Loaders::alone().fetching(&remote));
        assert_eq!(occurrences(&page, b"data:image/png"), 2);
    }
    assert_eq!(server.requests().len(), 1);
    assert_eq!((remote.progress().asked, remote.progress().done), (1, 1));
}

#[test]
fn a_writer_that_shows_no_pictures_fetches_none() {
    let server = Server::new(|_, out| ok(out, &png()));
    let post = format!("![x]({})\n", server.url("/a"));
    convert(&post, "json", &Loaders::alone().fetching(&Remote::new(policy())));
    assert_eq!(server.requests().len(), 0);
}

#[test]
fn the_site_s_own_pictures_come_from_its_folder_and_what_it_lacks_from_beside_the_post() {
    let server = Server::new(|request, out| match request.path.as_str() {
        "/posts/x/far.png" | "/top.png" => ok(out, &picture(&request.path)),
        _ => answer(out, "404 Not Found", &[], b""),
    });
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("near.png"), png()).unwrap();
    let home = server.url("");
    let loaders = || Loaders::with_folder(Folder::new(dir.path()).unwrap()).at_home(Some(&home)).fetching(&Remote::new(policy()));
    let post = format!(
        "---\ncanonical: {}\n---\n\n![x]({})\n\n![x](near.png)\n\n![x](far.png)\n\n![x](/top.png)\n\n![x](no.png)\n",
        server.url("/posts/x/"),
        server.url("/near.png")
    );
    let (page, outcome) = convert(&post, "xhtml", &loaders());
    assert_eq!(occurrences(&page, b"data:image/png"), 4);
    let said = messages(&outcome).concat();
    assert!(said.contains("there is no file `no.png`, and") && said.contains("answered 404"), "{said}");
    let mut asked: Vec<String> = server.requests().into_iter().map(|request| request.path).collect();
    asked.sort();
    assert_eq!(asked, ["/posts/x/far.png", "/posts/x/no.png", "/top.png"]);
    // Where nothing says where the post stands, only the site's root is known.
    let (page, outcome) = convert("![x](far.png)\n\n![x](/top.png)\n", "xhtml", &loaders());
    assert_eq!((occurrences(&page, b"data:image/png"), messages(&outcome).len()), (1, 1));
}
