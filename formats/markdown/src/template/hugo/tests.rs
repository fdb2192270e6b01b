use crate::template::tests::{Site, place_of};
use postpress_model::{Dialect, Value};

fn hugo() -> Site {
    Site::of(Dialect::Hugo)
}

fn html(body: &str) -> String {
    hugo().html(body)
}

#[test]
fn show_all() {
    for body in [
        "a {{< kbd >}}x{{< /kbd >}} b\n\n{{< figure src=\"a.png\" title=\"T\" caption=\"C *d*\" attr=\"who\" attrlink=\"https://e.example\" >}}\n",
        "{{< figure src=a.png >}}\n{{< figure src=\"b.png\" alt=\"B\" >}}\n",
        "text\n{{% notice tip \"A title\" %}}\n**bold** text\n\n- x\n{{% /notice %}}\nafter\n",
        "- item\n  {{< note >}}\n  inside\n  {{< /note >}}\n- two\n",
        "{{< tabs >}}\n    {{< tab \"One\" >}}\n        first\n    {{< /tab >}}\n    {{< tab \"Two\" >}}\n        second\n    {{< /tab >}}\n{{< /tabs >}}\n",
        "[x]({{< ref \"a_b c.md\" >}}) and <a href=\"{{< relref \"q.md#z\" >}}\">q</a> `{{< ref \"z\" >}}`\n",
        "```\n{{</* figure src=\"x\" */>}} {{< figure src=\"y.png\" >}}\n```\n",
        "{{< highlight go \"linenos=table\" >}}\n  func main() {}\n{{< /highlight >}}\n",
        "{{< mystery src=\"/p.png\" caption=\"Hi there\" >}}\ninner **md**\n{{< /mystery >}}\n{{< odd >}}",
        "| a | b |\n|---|---|\n| {{< icon x >}} | {{< badge \"new\" >}} |\n",
        "> {{% note %}}\n> quoted\n> {{% /note %}}\n",
    ] {
        println!("{body}\n==>\n{}\n--------", html(body));
    }
}
