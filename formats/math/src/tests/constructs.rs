//! What formulas of posts use, construct by construct: all of it is read, and its MathML is well-formed.

/// Formulas of our own, along what KaTeX and MathJax document.
const READ: &[&str] = &[
    // Accents.
    r"a' a'' a^{\prime}",
    r"\acute{e}\grave{e}\ddot{a}\dot{a}\bar{y}\breve{a}\check{c}\hat{\theta}\tilde{a}\vec{F}\mathring{g}",
    r"\widehat{ac}\widetilde{ac}\widecheck{ac}\overline{AB}\underline{AB}\utilde{AB}\underbar{X}",
    r"\overrightarrow{AB}\overleftarrow{AB}\Overrightarrow{AB}\overleftrightarrow{AB}\underrightarrow{AB}\overleftharpoon{ac}",
    r"\overbrace{a+\dots+a}^{n} \underbrace{b+\dots+b}_{m\text{ times}} \overgroup{AB}\undergroup{AB}\overbracket{x}\underbracket{x}",
    // Delimiters.
    r"( ) [ ] \{ \} \langle \rangle | \| \lfloor \rfloor \lceil \rceil \lvert \rvert \lVert \rVert \ulcorner \urcorner / \backslash",
    r"\left( \frac{a}{b} \middle| c \right]",
    r"\left\{ x \in \mathbb{R} \;\middle|\; x > 0 \right\}",
    r"\bigl( \Bigl[ \biggl\{ \Biggl| x \Biggr| \biggr\} \Bigr] \bigr)",
    r"\big| \Big\Vert \bigg/ \Bigg\langle",
    r"\left< x \right> \left.\frac{dy}{dx}\right|_{x=0}",
    r"\lbrace a \rbrace \lbrack b \rbrack \llbracket x \rrbracket",
    // Environments.
    r"\begin{matrix} a & b \\ c & d \end{matrix}",
    r"\begin{bmatrix} a & b \\ c & d \end{bmatrix}\begin{Bmatrix}1\end{Bmatrix}\begin{vmatrix}1\end{vmatrix}\begin{Vmatrix}1\end{Vmatrix}",
    r"\begin{pmatrix*}[r] -1 & 2 \\ 3 & -4 \end{pmatrix*}",
    r"\bigl(\begin{smallmatrix} a & b \\ c & d \end{smallmatrix}\bigr)",
    r"\begin{array}{c|cc:r} a & b & c & d \\ \hline e & f & g & h \\[4pt] \hdashline i & j \end{array}",
    r"\begin{array}{@{}l@{\quad}l@{}} a & b \end{array}",
    r"f(n) = \begin{cases} n/2 & \text{if } n \text{ is even} \\ 3n+1 & \text{otherwise} \end{cases}",
    r"\begin{rcases} a \\ b \end{rcases} \Rightarrow c \quad \begin{dcases} \frac12 \end{dcases}",
    r"\begin{align} a &= b + c \tag{1} \\ &= d \notag \end{align}",
    r"\begin{align*} a &= b & c &= d \end{align*}",
    r"\begin{aligned}[t] a &= b \\ &= c \end{aligned}",
    r"\begin{alignat}{2} 10&x+&3&y = 2 \end{alignat}",
    r"\begin{alignedat}{2} 10&x+&3&y = 2 \end{alignedat}",
    r"\begin{gather} a=b \\ e=b+c \end{gather}",
    r"\begin{gathered} a=b \end{gathered} \begin{split} a &= b \\ &= c \end{split}",
    r"\begin{equation} E = mc^2 \label{eq:e} \end{equation}",
    r"\begin{equation*} E = mc^2 \end{equation*}",
    r"\begin{eqnarray} a & = & b \\ c & = & d \end{eqnarray}",
    r"\begin{multline} a + b \\ + c \end{multline}",
    r"\begin{flalign} a &= b \end{flalign}",
    r"\begin{subarray}{l} i \\ j \end{subarray}",
    r"\sum_{\substack{0<i<m \\ 0<j<n}} P(i,j)",
    r"\cases{a & b \cr c & d} \matrix{1 & 2 \cr 3 & 4} \pmatrix{a \cr b} \displaylines{a \cr b}",
    r"a &= b \\ &= c",
    r"x = 1 \\ y = 2",
    // Letters and symbols.
    r"\Alpha \Beta \Gamma \Delta \Theta \Lambda \Xi \Pi \Sigma \Upsilon \Phi \Psi \Omega",
    r"\alpha\beta\gamma\delta\epsilon\zeta\eta\theta\iota\kappa\lambda\mu\nu\xi\omicron\pi\rho\sigma\tau\upsilon\phi\chi\psi\omega",
    r"\varepsilon\vartheta\varkappa\varpi\varrho\varsigma\varphi\digamma\imath\jmath\ell\hbar\wp\Re\Im\aleph\beth\partial\nabla\eth",
    r"\N \R \Z \Complex \infin \empty \alef \weierp \sect \isin \exist",
    r"\infty \emptyset \varnothing \forall \exists \nexists \neg \lnot \top \bot \angle \triangle \square \blacksquare \checkmark \dagger",
    r"\dots \ldots \cdots \vdots \ddots \dotsb \dotsc \dotsi \dotsm \dotso",
    r"\degree 90^\circ \% \# \& \_ \$ \S \P \copyright \pounds \yen",
    r"\clubsuit \diamondsuit \heartsuit \spadesuit \flat \natural \sharp \bigstar",
    r"面積 = \pi r^2, 速度_{最大}, Скорость",
    // Operators and relations.
    r"a+b-c*d/e \pm \mp \times \div \cdot \circ \bullet \ast \star \oplus \otimes \ominus \odot \oslash \cap \cup \uplus \wedge \vee \setminus \land \lor",
    r"= < > : \le \leq \ge \geq \ne \neq \equiv \sim \simeq \approx \cong \propto \ll \gg \prec \succ \mid \parallel \perp \asymp \doteq \models",
    r"\in \notin \ni \subset \subseteq \subsetneq \supset \supseteq \sqsubseteq \vdash \dashv \vDash \Vdash \lesssim \gtrsim \leqslant \geqslant \coloneqq \triangleq",
    r"\not= \not\in \not\subset \not\equiv \not x \nleq \ngeq \nmid \nparallel \ncong \nsubseteq",
    r"\to \rightarrow \leftarrow \leftrightarrow \Rightarrow \Leftarrow \Leftrightarrow \mapsto \longmapsto \longrightarrow \Longrightarrow \iff \implies \impliedby \gets",
    r"\uparrow \downarrow \updownarrow \nearrow \searrow \swarrow \nwarrow \hookrightarrow \rightharpoonup \rightleftharpoons \leadsto \twoheadrightarrow \upharpoonright",
    r"\xrightarrow{abc} \xleftarrow[under]{over} \xLeftrightarrow{a} \xmapsto{} \xhookrightarrow{} \xlongequal{x} \xrightleftharpoons{a}",
    r"\sum_{i=1}^{n} \prod \coprod \int_a^b \iint \iiint \oint \bigcap \bigcup \bigvee \bigwedge \bigoplus \bigotimes \bigodot \biguplus \bigsqcup",
    r"\sum\limits_a^b \int\limits_0^1 \sum\nolimits_x \mathop{\mathrm{lim}}\limits_{x\to0}",
    r"\arcsin \cos \tan \cot \sec \csc \sinh \cosh \log \ln \lg \exp \det \dim \ker \hom \deg \gcd \min \max \sup \inf \lim \liminf \limsup \Pr \arg \argmax_x \argmin_y",
    r"\operatorname{sgn} x \operatorname*{arg\,max}_\theta L(\theta) \operatorname{\mathbf{E}}[X]",
    r"a \bmod b \quad a \equiv b \pmod{n} \quad a \pod{n} \quad a \mod n",
    // Fractions and roots.
    r"\frac{a}{b} \dfrac{a}{b} \tfrac ab \cfrac{a}{1+\cfrac{1}{b}} {a \over b} \genfrac ( ] {2pt}{1}a{a+1} {a \above{2pt} b} \frac\alpha2",
    r"\binom{n}{k} \dbinom{n}{k} \tbinom nk {n \choose k} {n \brace k} {n \brack k} {a \atop b}",
    r"\sqrt{x} \sqrt[3]{x+1} \sqrt2 \sqrt[n+1]{\frac12}",
    // Scripts.
    r"x_n^2 x^2_n e^{x^{y^{z}}} {}_a^b X {x^2}^3 _2F_3 ^{\circ}C",
    r"\sideset{_1^2}{_3^4}\prod_a^b \prescript{14}{6}{C} \overset{!}{=} \underset{x}{\max} \stackrel{def}{=}",
    r"\int_{-\infty}^{\infty} e^{-x^2}\,dx = \sqrt{\pi}",
    // Fonts.
    r"\mathrm{Ab0} \mathbf{Ab0} \mathit{Ab} \mathsf{Ab} \mathtt{Ab} \mathbb{AR} \mathcal{AB} \mathscr{AB} \mathfrak{Ab} \mathnormal{x}",
    r"\bm{x} \boldsymbol{\beta} \pmb{x} \bold{A} \Bbb{R} \frak{g} \mathds{1} \mathbbm{1}",
    r"{\rm d}x {\bf v} {\it x} {\sf a} {\tt a} {\cal L}",
    r"\text{a b} \textbf{bold \textit{both}} \textrm{r} \textsf{s} \texttt{t_1} \textit{i} \mbox{if $x > 0$} \text{한글 문장}",
    r#"\text{caf\'e na\"\i ve 100\% \$5 ``quoted'' \ldots}"#,
    // Style, colour, space, boxes.
    r"\displaystyle\sum_i {\textstyle\sum_i} {\scriptstyle x} {\scriptscriptstyle x}",
    r"{\large x} {\tiny x} {\Huge x}",
    r"\color{blue} F=ma \color{#0a0} x {\color{red}y} z",
    r"\textcolor{red}{x^2} \textcolor{#228B22}{y} \colorbox{aqua}{$F=ma$} \fcolorbox{red}{yellow}{A} \color[RGB]{1,2,3}x",
    r"a\,b\:c\;d\!e\ f~g\quad h\qquad i\enspace j\hspace{1em}k\kern1em l\mkern3mu m\hskip 2pt n\thinspace o\space p\mskip 3mu q",
    r"\boxed{x=1} \fbox{text} \cancel{5} \bcancel{5} \xcancel{ABC} \sout{abc} \cancelto{0}{x}",
    r"\phantom{x} \hphantom{x} \vphantom{\frac12} \smash{y} \smash[b]{y} \mathstrut \strut \mathllap{x} \mathrlap{x} \mathclap{x} \rlap{x}",
    r"\rule{1em}{2em} \rule[-1ex]{1em}{2ex} \raisebox{1ex}{x}",
    r"\mathbin{+} \mathrel{R} \mathop{X}_a \mathord{=} \mathopen( \mathclose) \mathpunct: \mathinner{x} {=}",
    // Author's commands, comments, the rest.
    r"\newcommand{\vect}[1]{\boldsymbol{#1}} \vect{x} + \vect{y}",
    r"\def\E{\mathbb{E}} \E[X] \let\eps\varepsilon \eps \DeclareMathOperator*{\argsup}{arg\,sup} \argsup_x f",
    r"\renewcommand{\vec}[1]{\mathbf{#1}} \vec{x} \providecommand{\foo}{y} \foo",
    "a % a comment\n+ b",
    r"\href{https://example.org/a_b%20c}{x} \url{https://example.org}",
    r"x = 1 \tag{1} \label{a} y \eqref{a} \ref{b}",
    r"x \tag*{\text{※}}",
    r"\ce{CO2 + C -> 2 CO} \ce{SO4^2-} \ce{^{227}_{90}Th+} \ce{Zn^2+ <=>[+ 2OH-][+ 2H+] Zn(OH)2 v} \ce{H2O}",
    r"\bra{\psi} \ket{\phi} \braket{\phi|\psi} \abs{x} \norm{v} \dv{f}{x} \pdv[2]{f}{x} \set{x \in A}",
    r"\unicode{x263a} \char98 \verb|x_1|",
    r"\class{big}{x} \cssId{a}{y} \require{cancel} \mathchoice{a}{b}{c}{d} \bbox[red]{x} \style{color:red}{x}",
    r"\hat{\mathbf{x}}^{(i)}_{j} = \sigma\left(W^{\top} x + b\right)",
    r"P(A \mid B) = \frac{P(B \mid A)\,P(A)}{P(B)}",
    r"\nabla \times \mathbf{E} = -\frac{\partial \mathbf{B}}{\partial t}",
    r"O(n \log n), \mathcal{O}(n^2), \Theta(1), 1{,}000.5, f(1,2)",
    r"\left\lVert \sum_{k=1}^{K} w_k \right\rVert_2^2 \le \epsilon",
    r"\frac{\mathrm{d}}{\mathrm{d}x} \int_0^x f(t)\,\mathrm{d}t = f(x)",
    r"\lim_{n\to\infty}\left(1+\frac1n\right)^n = e",
    r"A = \begin{bmatrix} 1 & \cdots & n \\ \vdots & \ddots & \vdots \\ m & \cdots & mn \end{bmatrix}^{\mathsf T}",
    r"x \in [0, 1), y \in (-\infty, 0]",
    r"\therefore a \because b \Box \Diamond \lozenge \maltese \mho \complement \backprime",
    r"\overset{\text{iid}}{\sim} \mathcal{N}(\mu, \sigma^2)",
    r"\llap{x} \vcenter{x} \hbox{a} \overparen{AB} \underparen{AB} \dddot{x}",
    "\u{1d465} + ℝ ≤ ∑ α ∞ → ∈ 𝒜",
];

/// Formulas that are refused, with why: their packages draw rather than write.
const REFUSED: &[&str] = &[
    r"\begin{CD} A @>a>> B \end{CD}",
    r"\xymatrix{A \ar[r] & B}",
    r"\begin{tikzcd} A \arrow[r] & B \end{tikzcd}",
    r"\includegraphics{a.png}",
    r"\begin{prooftree} \AxiomC{A} \end{prooftree}",
];

/// Do elements close as they open?
fn is_well_formed(xml: &str) -> bool {
    let mut open = Vec::new();
    for part in xml.split('<').skip(1) {
        let Some((tag, text)) = part.split_once('>') else { return false };
        if text.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "").replace("&quot;", "").contains('&') {
            return false;
        }
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                return false;
            }
        } else if !tag.ends_with('/') {
            open.push(tag.split(' ').next().unwrap_or_default());
        }
    }
    open.is_empty()
}

#[test]
fn what_posts_write_is_read() {
    assert!(READ.len() >= 100, "{}", READ.len());
    let mut failed = Vec::new();
    for tex in READ {
        match crate::parse(tex, true) {
            Ok(formula) => {
                let xml = formula.to_mathml();
                assert!(is_well_formed(&xml), "{xml}");
                assert!(!formula.plain_text().is_empty(), "{tex}");
            }
            Err(error) => failed.push(format!("{tex}: {error} at {}", error.offset)),
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    for tex in REFUSED {
        assert!(crate::parse(tex, true).is_err(), "{tex} is read now: say so here");
    }
}

/// Pieces of TeX that mean something, and some that do not.
const PIECES: &[&str] = &[
    "x",
    "1",
    "2.5",
    "+",
    "=",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "^",
    "_",
    "&",
    "\\\\",
    "'",
    "~",
    "%",
    "\n",
    " ",
    "#1",
    "#",
    "$",
    "|",
    "<",
    "가",
    "\0",
    "\u{338}",
    "\u{10ffff}",
    "\u{fffe}",
    "\\frac",
    "\\sqrt",
    "\\left",
    "\\right",
    "\\middle",
    "\\over",
    "\\choose",
    "\\begin{matrix}",
    "\\end{matrix}",
    "\\begin{align}",
    "\\end{align}",
    "\\begin{array}{c|l}",
    "\\end{array}",
    "\\begin{cases}",
    "\\end{cases}",
    "\\hline",
    "\\text{",
    "\\textbf{",
    "\\mathrm",
    "\\bm",
    "\\color{red}",
    "\\color",
    "\\displaystyle",
    "\\sum",
    "\\int",
    "\\limits",
    "\\operatorname",
    "\\operatorname*",
    "\\hat",
    "\\underbrace",
    "\\not",
    "\\big",
    "\\Bigr",
    "\\tag{1}",
    "\\tag",
    "\\label{a}",
    "\\newcommand{\\a}[1]{#1x}",
    "\\newcommand",
    "\\def\\a",
    "\\def",
    "\\a",
    "\\let",
    "\\ce{H2O->[a]}",
    "\\ce",
    "\\href{%}{x}",
    "\\href",
    "\\substack{",
    "\\sideset{}{'}",
    "\\prescript",
    "\\hspace{1em}",
    "\\kern",
    "\\rule",
    "\\phantom",
    "\\boxed",
    "\\cancel",
    "\\verb|",
    "\\char",
    "\\unicode{x1}",
    "\\quad",
    "\\,",
    "\\!",
    "\\ ",
    "\\",
    "\\alpha",
    "\\nonsense",
    "\\DeclareMathOperator",
    "\\genfrac",
    "\\xrightarrow[a]",
    "\\pdv",
    "\\set",
    "\\cr",
    "\\pmatrix{",
    "\\rm",
];

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(2_000))]

    #[test]
    fn whatever_is_written_is_a_tree_or_an_error_within_it(
        pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..40),
        display in proptest::bool::ANY,
    ) {
        let tex = pieces.concat();
        match crate::parse(&tex, display) {
            Ok(formula) => {
                let xml = formula.to_mathml();
                assert!(is_well_formed(&xml), "{xml}");
                assert!(!xml.contains(|c: char| c.is_control() || c == '\u{fffe}'), "{xml:?}");
                formula.plain_text();
            }
            Err(error) => assert!(tex.is_char_boundary(error.offset), "{error} at {} of {tex:?}", error.offset),
        }
    }
}
