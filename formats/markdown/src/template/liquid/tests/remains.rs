//! What stays where the site or the plugin is not there.

use super::{rendered, shows};
use postpress_model::Effect;

#[test]
fn pictures_stay() {
    shows("{% include figure.html src=\"/a.png\" alt='One' class=\"wide\" %}", "<img src=\"/a.png\" alt=\"One\" />");
    shows(
        "{% include image.html url=\"/a.jpg\" caption=\"By <b>me</b>\" %}",
        "<figure><img src=\"/a.jpg\" alt=\"By &lt;b&gt;me&lt;/b&gt;\" /><figcaption>By <b>me</b></figcaption></figure>",
    );
    shows("see {% img left /b.gif 350 350 \"A title\" \"An alt\" %}", "see <img src=\"/b.gif\" alt=\"An alt\" />");
    shows("{% image /c.webp %}", "<img src=\"/c.webp\" alt=\"\" />");
}

#[test]
fn films_and_links_stay() {
    shows("{% youtube dQw4w9WgXcQ %}", "<iframe src=\"https://www.youtube.com/embed/dQw4w9WgXcQ\"></iframe>");
    shows("{% include youtube.html id=\"dQw4w9WgXcQ\" %}", "<iframe src=\"https://www.youtube.com/embed/dQw4w9WgXcQ\"></iframe>");
    shows("{% vimeo https://vimeo.com/1234 %}", "<iframe src=\"https://player.vimeo.com/video/1234\"></iframe>");
    shows("{% gist jane/5555 %}", "<a href=\"https://gist.github.com/jane/5555\">https://gist.github.com/jane/5555</a>");
    shows("{% include card.html url='https://a.org/' title='A card' id='x' %}", "<a href=\"https://a.org/\">A card</a>");
    shows("{% video /v.mp4 %}", "<video controls=\"\" src=\"/v.mp4\"></video>");
}

#[test]
fn within_a_link_only_an_address_stays() {
    shows("![a]({% asset_path b.png %}) <img src=\"{% img_url c.png %}\">", "![a](/assets/b.png) <img src=\"c.png\">");
}

#[test]
fn contents_of_blocks_stay() {
    shows("{% note info %}*a*{% endnote %}", "*a*");
    shows("{% callout title=\"Mind\" %}b{% endcallout %}", "Mind\n\nb");
    let (made, _) = rendered("{% codeblock lang:ruby %}\n*a*\n{% endcodeblock %}");
    assert_eq!(made.islands.len(), 1);
}

#[test]
fn what_only_styles_is_left_out() {
    shows("a{% include ad.html slot=\"12\" class=\"wide\" id=\"x\" %}b{% toc %}", "ab");
}

#[test]
fn each_name_is_told_once() {
    let (_, log) = rendered("{% foo %}{% foo %}{% img /a.png %}{% include gone.html %}{% include gone.html %}");
    let codes: Vec<_> = log.iter().map(|message| (&*message.code, message.effect)).collect();
    assert_eq!(codes, [("liquid/plugin", Effect::Dropped), ("liquid/plugin", Effect::Degraded), ("liquid/include", Effect::Dropped)]);
}
