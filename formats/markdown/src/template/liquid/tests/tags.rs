//! Each tag as Ruby shows it.

use super::{rendered, shows};

#[test]
fn branches_choose() {
    shows("{% if page.title == 'A post' %}yes{% else %}no{% endif %}", "yes");
    shows("{% unless page.title %}yes{% else %}no{% endunless %}", "no");
    shows("{% if page.none %}a{% elsif 1 < 2 %}b{% endif %}", "b");
    shows("{% if true or false and false %}yes{% endif %}", "yes");
    shows("{% if page.tags contains 'two' %}yes{% endif %}", "yes");
    shows("{% case 3 %}{% when 1, 2 %}low{% when 3 or 4 %}mid{% else %}high{% endcase %}", "mid");
}

#[test]
fn loops_go_over_what_there_is() {
    shows("{% for i in (1..3) %}{{ i }}{% unless forloop.last %},{% endunless %}{% endfor %}", "1,2,3");
    shows("{% for p in site.data.people reversed %}{{ p.name }} {% endfor %}", "Bo Ann ");
    shows("{% for p in site.data.people limit:1 offset:1 %}{{ p.name }}{% endfor %}", "Bo");
    shows("{% for pair in site.data.order %}{{ pair[0] }}{{ forloop.index }}{% endfor %}", "z1a2m3");
    shows("{% for x in page.none %}{% else %}none{% endfor %}", "none");
    shows("{% for i in (1..9) %}{% if i == 2 %}{% continue %}{% endif %}{% if i == 4 %}{% break %}{% endif %}{{ i }}{% endfor %}.", "13.");
    shows("{% for i in (1..4) %}{% cycle 'a', 'b' %}{% endfor %}", "abab");
    shows(
        "{% tablerow i in (1..3) cols:2 %}{{ i }}{% endtablerow %}",
        "<tr class=\"row1\">\n<td class=\"col1\">1</td><td class=\"col2\">2</td></tr>\n<tr class=\"row2\"><td class=\"col1\">3</td></tr>\n",
    );
}

#[test]
fn variables_are_set_and_counted() {
    shows("{% assign x = 'a,b' | split: ',' %}{{ x[1] }}{{ x.size }}{{ x.first }}", "b2a");
    shows("{% capture x %}<{{ page.title }}>{% endcapture %}{{ x }}{{ x | size }}", "<A post>8");
    shows("{% increment n %}{% increment n %}{% decrement n %}", "011");
}

#[test]
fn includes_take_parameters() {
    shows("{% include hello.html name=\"Ann\" %}", "Hello Ann!");
    shows("{% include hello.html name=page.title %}", "Hello A post!");
    shows("{% include {{ page.inc }} name='Bo' %}", "Hello Bo!");
    shows("{% include_relative hello.html name='Bo' %}", "Hello Bo!");
}

#[test]
fn links_lead_where_the_site_says() {
    shows(
        "[a]({% link about.md %}) [b]({% post_url 2024-01-02-other %}) [c]({% link gone.md %})",
        "[a](/about/) [b](/2024/01/02/other.html) [c](/gone.md)",
    );
}

#[test]
fn raw_text_stays_raw() {
    shows("{% raw %}{{ x }} {% if %}{% endraw %}!", "{{ x }} {% if %}!");
    shows("{% comment %}{% if %}a{% comment %}b{% endcomment %}{% endcomment %}c", "c");
}

#[test]
fn spaces_go_where_a_dash_says() {
    shows("a {{- 1 -}} b", "a1b");
    shows("a\n{%- assign x = 1 -%}\nb", "ab");
    shows("{% if true %}\n  {% assign x = 1 %}\n{% endif %}{{ x }}", "1");
}

#[test]
fn highlighted_code_goes_past_the_markdown() {
    let (made, _) = rendered("text\n{% highlight ruby linenos %}\n*a* < b\n{% endhighlight %}\nmore");
    assert_eq!(made.islands.len(), 1);
    let island = &made.islands[0];
    assert_eq!(made.text, format!("text\n\n{}\n\n\nmore", island.mark));
    assert_eq!(island.written.html, "<pre><code>*a* &lt; b\n</code></pre>");
    assert!(island.block);
}
