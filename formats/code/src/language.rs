//! From the names that posts give their languages to grammars.
//!
//! Most names are a grammar's own or an ending of its files, which the set of grammars finds itself. What
//! authors and other highlighters call differently stands in [`ALIASES`].

use std::sync::OnceLock;
use syntect::parsing::{SyntaxReference, SyntaxSet};

/// How a text is read.
#[derive(Clone, Copy)]
pub(crate) enum Grammar {
    /// All of it in one language.
    Language(&'static SyntaxReference),
    /// What is typed at prompts, and what is answered.
    Session(&'static SyntaxReference),
}

/// The grammars, loaded when the first text asks for them.
pub(crate) fn grammars() -> &'static SyntaxSet {
    static LOADED: OnceLock<SyntaxSet> = OnceLock::new();
    LOADED.get_or_init(two_face::syntax::extra_newlines)
}

/// The longest name that is looked up; longer ones are no names.
const LONGEST_NAME: usize = 40;

/// The grammar for what a post calls its language; `None` for plain text and names that nobody knows.
pub(crate) fn find(written: &str, code: &str) -> Option<Grammar> {
    // `rust,ignore`, `python {linenos}`, `js:app.js`: the name comes first.
    let name = written.trim_start().split([' ', '\t', ',', '{', ';', ':']).next().unwrap_or_default();
    if name.is_empty() || name.len() > LONGEST_NAME {
        return None;
    }
    let lower = name.to_ascii_lowercase();
    let lower = ["language-", "lang-", "highlight-source-"].iter().find_map(|prefix| lower.strip_prefix(prefix)).unwrap_or(&lower);
    let session = SESSIONS.contains(&lower);
    let known = match ALIASES.binary_search_by_key(&lower, |(alias, _)| alias) {
        Ok(at) => ALIASES.get(at).map(|(_, name)| *name)?,
        Err(_) if session => SHELL,
        Err(_) => lower,
    };
    if known.is_empty() {
        return None;
    }
    let set = grammars();
    let syntax =
        set.find_syntax_by_name(known).or_else(|| set.find_syntax_by_token(known)).or_else(|| set.find_syntax_by_extension(name))?;
    if session {
        return Some(Grammar::Session(syntax));
    }
    // Examples of PHP mostly leave out the tag that opens it.
    let syntax =
        if syntax.name == "PHP" && !code.contains("<?") { set.find_syntax_by_name("PHP Source").unwrap_or(syntax) } else { syntax };
    (syntax.name != "Plain Text").then_some(Grammar::Language(syntax))
}

const SHELL: &str = "Bourne Again Shell (bash)";

/// Names for what stands on a terminal's screen.
const SESSIONS: [&str; 7] = ["bash-session", "console", "sh-session", "shell-session", "shellsession", "terminal", "zsh-session"];

/// Names that the grammars do not know themselves, in order; an empty one means plain text.
#[rustfmt::skip]
const ALIASES: [(&str, &str); 152] = [
    ("actionscript3", "ActionScript"), ("ahk", ""), ("apache", "Apache Conf"), ("apacheconf", "Apache Conf"), ("arduino", "C++"),
    ("as3", "ActionScript"), ("ascii", ""), ("asm", "x86_64 Assembly"), ("asm6502", "x86_64 Assembly"), ("assembly", "x86_64 Assembly"),
    ("atom", "XML"), ("babel", "TypeScriptReact"), ("bash", SHELL), ("bat", "Batch File"), ("batch", "Batch File"), ("c", "C"),
    ("c#", "C#"), ("c++", "C++"), ("cfg", "INI"), ("clojurescript", "Clojure"), ("cmd", "Batch File"), ("coffee-script", "CoffeeScript"),
    ("coffeescript", "CoffeeScript"), ("common-lisp", "Lisp"), ("commonlisp", "Lisp"), ("conf", "INI"), ("config", "INI"), ("cpp", "C++"),
    ("cql", "SQL"), ("csharp", "C#"), ("cshtml", "HTML"), ("ctp", "PHP"), ("cuda", "C++"), ("cypher", "SQL"), ("delphi", "Pascal"),
    ("desktop", "INI"), ("django", "HTML (Jinja2)"), ("docker", "Dockerfile"), ("docker-compose", "YAML"), ("dockerfile", "Dockerfile"),
    ("dosbatch", "Batch File"), ("dotenv", "DotENV"), ("editorconfig", "INI"), ("eex", "HTML (EEx)"), ("ejs", "HTML (Rails)"),
    ("elisp", "Lisp"), ("emacs", "Lisp"), ("emacs-lisp", "Lisp"), ("erb", "HTML (Rails)"), ("f#", "F#"), ("fortran", "Fortran (Modern)"),
    ("fsharp", "F#"), ("gdscript", "GDScript (Godot Engine)"), ("gherkin", ""), ("gitignore", "Git Ignore"), ("glsl", "GLSL"),
    ("gnuplot", "gnuplot"), ("go-html-template", "HTML (Jinja2)"), ("go-text-template", "HTML (Jinja2)"), ("gohtml", "HTML (Jinja2)"), ("golang", "Go"), ("gradle", "Groovy"), ("graphviz", "Graphviz (DOT)"),
    ("handlebars", "HTML (Twig)"), ("hbs", "HTML (Twig)"), ("hcl", "Terraform"), ("hlsl", "GLSL"), ("htaccess", "Apache Conf"),
    ("html+erb", "HTML (Rails)"), ("html+jinja", "HTML (Jinja2)"), ("htmlbars", "HTML (Twig)"), ("htmlmixed", "HTML"), ("jade", ""),
    ("javascript", "JavaScript"), ("jinja", "HTML (Jinja2)"), ("js", "JavaScript"), ("json5", "JavaScript"), ("jsonc", "JSON"),
    ("jsonl", "JSON"), ("jsp", "Java Server Page (JSP)"), ("jsx", "TypeScriptReact"), ("kotlin-script", "Kotlin"), ("ksh", SHELL),
    ("liquid", "HTML (Jinja2)"), ("llvm", "LLVM"), ("mac", ""), ("make", "Makefile"), ("makefile", "Makefile"), ("matlab", "MATLAB"),
    ("md", "Markdown"), ("mdx", "Markdown"), ("mermaid", ""), ("mips", "x86_64 Assembly"), ("mjs", "JavaScript"),
    ("mustache", "HTML (Twig)"), ("mysql", "SQL"), ("nasm", "x86_64 Assembly"), ("node", "JavaScript"), ("none", ""),
    ("nunjucks", "HTML (Jinja2)"), ("obj-c", "Objective-C"), ("objc", "Objective-C"), ("objective-c", "Objective-C"),
    ("objective-c++", "Objective-C++"), ("objectivec", "Objective-C"), ("octave", "MATLAB"), ("org", "orgmode"), ("output", ""),
    ("pgsql", "SQL"), ("php+html", "PHP"), ("pl", "Perl"), ("plain", ""), ("plaintext", ""), ("plist", "XML"), ("plpgsql", "SQL"),
    ("plsql", "SQL"), ("posh", ""), ("postgres", "SQL"), ("postgresql", "SQL"), ("proto3", "Protocol Buffer"), ("ps", ""),
    ("pycon", "Python"), ("python2", "Python"), ("python3", "Python"), ("raw", ""), ("razor", "HTML"), ("rhtml", "HTML (Rails)"),
    ("rmd", "Markdown"), ("rss", "XML"), ("rst", "reStructuredText"), ("s", "x86_64 Assembly"), ("scheme", "Lisp"), ("sh", SHELL),
    ("shell", SHELL), ("shellscript", SHELL), ("solidity", "Solidity"), ("sqlite", "SQL"), ("styl", "Stylus"), ("swig", "HTML (Jinja2)"),
    ("systemd", "INI"), ("text", ""), ("tf", "Terraform"), ("tsql", "SQL"), ("txt", ""), ("typescriptreact", "TypeScriptReact"),
    ("vb", ""), ("vim", "VimL"), ("vimscript", "VimL"), ("vue", "Vue Component"), ("wasm", ""), ("wat", "Lisp"), ("zsh", SHELL),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn name(written: &str) -> Option<&'static str> {
        find(written, "").map(|found| match found {
            Grammar::Language(syntax) | Grammar::Session(syntax) => syntax.name.as_str(),
        })
    }

    #[test]
    fn aliases_are_in_order_and_lead_to_grammars() {
        assert!(ALIASES.is_sorted_by(|a, b| a.0 < b.0), "looked up by halves");
        for (alias, known) in ALIASES.iter().filter(|(_, known)| !known.is_empty()) {
            assert!(grammars().find_syntax_by_name(known).is_some(), "{alias} leads to {known}, which there is not");
        }
    }

    #[test]
    fn names_as_posts_write_them_are_understood() {
        for (written, grammar) in [
            ("js", "JavaScript"),
            ("c++", "C++"),
            ("yml", "YAML"),
            ("objective-c", "Objective-C"),
            ("Python", "Python"),
            ("JAVA", "Java"),
            ("ts", "TypeScript"),
            ("tsx", "TypeScriptReact"),
            ("toml", "TOML"),
            ("kotlin", "Kotlin"),
            ("swift", "Swift"),
            ("dockerfile", "Dockerfile"),
            ("rust,ignore", "Rust"),
            ("language-ruby", "Ruby"),
            ("go {linenos=true}", "Go"),
            ("html", "HTML"),
            ("css", "CSS"),
            ("scss", "SCSS"),
            ("sql", "SQL"),
            ("diff", "Diff"),
            ("shell-session", SHELL),
            ("R", "R"),
        ] {
            assert_eq!(name(written), Some(grammar), "{written}");
        }
    }

    #[test]
    fn plain_text_and_unknown_names_have_no_grammar() {
        for written in ["", " ", "text", "plain", "plaintext", "txt", "none", "mermaid", "no-such-language", &"x".repeat(5000)] {
            assert_eq!(name(written), None, "{written}");
        }
    }

    #[test]
    fn php_without_its_tag_is_php() {
        let php = |code: &str| match find("php", code) {
            Some(Grammar::Language(syntax)) => syntax.name.clone(),
            _ => String::new(),
        };
        assert_eq!(php("echo 1;"), "PHP Source");
        assert_eq!(php("<?php echo 1;"), "PHP");
    }
}
