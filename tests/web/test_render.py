"""The one function that declares markup safe: what it makes of articles, and of attacks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.utils.safestring import SafeString

from pipeline.citations import cited_keys
from pipeline.evidence import evidence_key
from surveygo.articles.pictures import Picture
from surveygo.articles.render import CLASSES, TAGS, outline, render_article, render_preview
from tests.pipeline.articles import ARTICLE, HOSTILE
from tests.web.attacks import ATTACKS


@dataclass(frozen=True)
class Judgement:
    verdict: str


def no_figure(source: str) -> str:
    return ""


def html(markdown: str, *known: str) -> str:
    keys = [key for key in cited_keys(markdown) if key in known]
    return render_preview(markdown, keys=keys, figure_url=no_figure)


class Reader(HTMLParser):
    """Start tags with their attributes, as a browser would meet them."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.text += data


ATTRIBUTES = {
    "a": {"href", "title", "rel", "class", "data-key", "data-evidence"},
    "span": {"class", "data-key", "data-evidence", "data-tex", "title"},
    "div": {"class", "role", "tabindex", "aria-label", "data-tex"},
    "img": {"src", "alt", "loading", "width", "height"},
    "ol": {"start"},
    "th": {"class"},
    "td": {"class"},
    "code": {"class"},
    "figure": {"class"},
    **{f"h{level}": {"id"} for level in range(1, 7)},
}


def assert_harmless(markup: str) -> None:
    """Only listed elements, attributes, classes and addresses, whatever went in."""
    for tag, attributes in Reader(markup).tags:
        assert tag in TAGS, tag
        assert set(attributes) <= ATTRIBUTES.get(tag, set()), (tag, attributes)
        for word in attributes.get("class", "").split():
            assert word in CLASSES or re.fullmatch(r"language-[\w+#.-]+", word)
        address = re.sub(r"[\x00-\x20]", "", attributes.get("href", "")).lower()
        assert not re.match(r"[^/\\?#]*:", address) or address.startswith(("http:", "https:", "mailto:"))
        assert tag != "img" or re.fullmatch(r"/figures/[\w.]+", attributes["src"])
    assert not re.search("[\ue000-\ue00f]", markup)


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize(
    "frame", ["{}", "text {} text", "- {}", "> {}", "*{}*", "| {} |\n|---|", "## {}", "[{}](http://a.org)"]
)
def test_nothing_dangerous_survives(attack: str, frame: str) -> None:
    markup = render_preview(frame.format(attack), keys=["a", "b"], figure_url=lambda source: "/figures/1.svg")
    assert_harmless(markup)
    for level, text, name in [(h.level, h.text, h.id) for h in outline(frame.format(attack))]:
        assert 1 <= level <= 6 and re.fullmatch(r"sec-[\w-]+", name) and isinstance(text, str)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "//127.0.0.1:1/x", "http://127.0.0.1:1/x", "/\\127.0.0.1", "data:x"]
)
def test_a_figure_comes_only_from_this_site(address: str) -> None:
    markup = render_preview("```mermaid\nx\n```", keys=[], figure_url=lambda source: address)
    assert all("src" not in attributes for _, attributes in Reader(markup).tags)


def test_the_hostile_article_is_shown_as_text() -> None:
    markup = render_preview(HOSTILE, keys=["li2018ensure"], figure_url=lambda source: "/figures/1.svg")
    assert_harmless(markup)
    assert "<script>alert(1)</script>" in Reader(markup).text
    assert 'href="https://example.org/#x"' in markup


def test_it_is_marked_safe_in_one_place_only() -> None:
    assert isinstance(html("x"), SafeString)
    root = Path(__file__).resolve().parents[2]
    found = [
        f"{path.relative_to(root)}:{number}"
        for folder in ("surveygo", "pipeline")
        for path in sorted((root / folder).rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1)
        if re.search(r"mark_safe\(|SafeString\((?!\"\"\))|SafeText\(|html_safe", line)
    ]
    assert len(found) == 1 and found[0].startswith("surveygo/articles/render.py:")
    for template in sorted((root / "templates").rglob("*.html")):
        assert not re.search(r"\|\s*safe\b|autoescape off", template.read_text(encoding="utf-8")), template


def test_citations_are_numbered_links() -> None:
    markup = html("First [@b]. Both [@a; @b]. More [see @a, p. 3]. [-@b]", "a", "b")
    first = '<a class="citation" href="#ref-1" data-key="b">[1]</a>'
    assert f'First <span class="citations">{first}</span>.' in markup
    assert Reader(markup).text.strip() == "First [1]. Both [2, 1]. More [see 2, p. 3]. [1]"


def test_unknown_keys_are_shown_as_such() -> None:
    (_, attributes), *_ = [t for t in Reader(html("X [@nokey].", "a")).tags if "unknown" in t[1].get("class", "")]
    assert attributes["data-key"] == "nokey" and attributes["title"] == "No work with this key is in the collection."
    assert "[?nokey]" in html("X [@nokey].", "a")


def test_only_citations_are_citations() -> None:
    plain = "In [0, 1] and x[i], [CLS], `[@a]`, $[@a]$, mail a@b.org and @a."
    assert "citation" not in html(plain, "a")
    assert "[0, 1] and x[i], [CLS]" in html(plain, "a")


def test_an_unsupported_sentence_is_marked_and_its_citations_name_the_evidence() -> None:
    sentence = "A **bold** claim about $x_1$ fails [@a]."
    good = "This one holds [@b]."
    bad_key, good_key = evidence_key(sentence, ("a",)), evidence_key(good, ("b",))
    markup = render_article(
        f"Before. {sentence} {good}\n\n- Item: {good}\n",
        numbers={"a": 1, "b": 2},
        evidence={bad_key: Judgement("unsupported"), good_key: Judgement("supported")},
        figure_url=no_figure,
    )
    (marked,) = re.findall(r'<span class="unsupported">(.*?\[1\]</a></span>.)</span>', markup)
    assert marked.startswith("A <strong>bold</strong> claim") and f'data-evidence="{bad_key}"' in marked
    assert markup.count(f'data-evidence="{good_key}"') == 1  # "Item: …" is another sentence


def test_a_sentence_that_begins_in_emphasis_is_marked_whole() -> None:
    sentence = "**Strong start. Weak middle [@a].** And an end."
    evidence = {evidence_key("Weak middle [@a].**", ("a",)): Judgement("unsupported")}
    markup = render_article(sentence, numbers={"a": 1}, evidence=evidence, figure_url=no_figure)
    assert_harmless(markup)
    assert "Weak middle" in markup and "And an end." in markup


def test_headings_have_the_ids_of_the_outline() -> None:
    markdown = "# T\n\n## One *and* `two`\n\n## One and two\n\n### 注意力\n\n## ???\n\nUnder\n-----\n\n```\n# no\n```\n"
    headings = outline(markdown)
    assert [(h.level, h.text, h.id) for h in headings] == [
        (1, "T", "sec-t"),
        (2, "One and two", "sec-one-and-two"),
        (2, "One and two", "sec-one-and-two-2"),
        (3, "注意力", "sec-注意力"),
        (2, "???", "sec-untitled"),
        (2, "Under", "sec-under"),
    ]
    assert [a["id"] for t, a in Reader(html(markdown)).tags if re.fullmatch(r"h\d", t)] == [h.id for h in headings]


def test_lists_are_read_as_people_write_them() -> None:
    markup = re.sub(
        r"\s+", "", html("Text before:\n- one\n  - nested\n    - deeper\n- two\n\n1) first\n   - inside\n2) second\n")
    )
    assert (
        "<p>Textbefore:</p><ul><li>one<ul><li>nested<ul><li>deeper</li></ul></li></ul></li><li>two</li></ul>" in markup
    )
    assert "<ol><li>first<ul><li>inside</li></ul></li><li>second</li></ol>" in markup


def test_a_year_at_the_start_of_a_line_is_no_list() -> None:
    assert "<ol" not in html("It was found in\n2019. Then it was lost.")


def test_maths_reach_the_typesetter_untouched() -> None:
    markup = html("Here $w[i]$ and $a*b*c \\| x_1 < y_2$ and \\(z\\), not $5 and $10.\n\n$$\n\\frac{a}{b} \\\\ c\n$$\n")
    inline = re.findall(r'<span class="math" data-tex="inline">(.*?)</span>', markup)
    assert inline == ["w[i]", "a*b*c \\| x_1 &lt; y_2", "z"]
    assert '<div class="math display" data-tex="block">\\frac{a}{b} \\\\ c</div>' in markup
    assert "$5 and $10." in markup


def test_tables_have_captions_and_a_frame_to_scroll_in() -> None:
    markup = html("Text:\n| A | B |\n|---|--:|\n| x [@a] | 1 \\| 2 |\n: A *caption* [@a].\n", "a")
    assert '<div aria-label="Table 1" class="table" role="region" tabindex="0">' in markup
    assert '<caption><span class="label">Table 1.</span> A <em>caption</em>' in markup
    assert '<td class="align-right">1 | 2</td>' in markup and "<p>Text:</p>" in markup
    assert markup.count('href="#ref-1"') == 2


def test_a_table_cell_with_evidence_opens_it() -> None:
    cell, other = evidence_key("an F1 of 88.0%", ("a",)), evidence_key("BERT & | more", ("b",))
    markup = render_article(
        "| Work | Result |\n|---|---|\n| A [@a] | an F1 of 88.0% |\n| B [@b] | BERT & \\| more |\n| C [@c] | – |\n",
        numbers={"a": 1, "b": 2, "c": 3},
        evidence={cell: Judgement("supported"), other: Judgement("supported")},
        figure_url=no_figure,
    )
    link = f'<a class="citation cell" href="#ref-1" data-key="a" data-evidence="{cell}">an F1 of 88.0%</a>'
    assert f"<td>{link}</td>" in markup
    assert f'data-evidence="{other}">BERT &amp; | more</a>' in markup and "<td>–</td>" in markup


def test_diagrams_are_images_with_their_caption_as_description() -> None:
    seen: list[str] = []

    def figure(source: str) -> str:
        seen.append(source)
        return "/figures/7.svg"

    markup = render_article(ARTICLE, numbers={"li2018ensure": 1}, evidence={}, figure_url=figure)
    assert seen == ["flowchart LR\n a[Summaries] --> b[Correctness]"]
    ((_, image),) = [t for t in Reader(markup).tags if t[0] == "img"]
    assert image["src"] == "/figures/7.svg" and image["alt"] == "Figure 1. Taxonomy of the works"
    assert '<figcaption><span class="label">Figure 1.</span> Taxonomy of the works</figcaption>' in markup


def test_a_diagram_that_cannot_be_drawn_is_shown_as_its_source() -> None:
    assert '<pre><code class="language-mermaid">nonsense\n</code></pre>' in html("```mermaid\nnonsense\n```").replace(
        "nonsense</code>", "nonsense\n</code>"
    )


def test_other_images_are_their_descriptions() -> None:
    assert html("See ![a *plain* picture](http://a.org/x.png) here.").strip() == "<p>See a *plain* picture here.</p>"


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        (
            "![A *b* [@k]](image:3)",
            '<figcaption><span class="label">Figure 1.</span> A <em>b</em> <span class="citations">',
        ),
        ("See ![a *b* [@k]](image:3).", 'alt="a b [@k]"'),
        ("![a](image:4)", "<p>a</p>"),
        ("`![a](image:3)`", "<code>![a](image:3)</code>"),
        ('![" onerror="alert(1)](image:3)', 'alt="Figure 1. &quot; onerror=&quot;alert(1)"'),
    ],
)
def test_images_of_the_article_are_shown(markdown: str, expected: str) -> None:
    """Alone in a paragraph with a caption, among words with a description, in code as they are; never others'."""
    pictures = {3: Picture("/articles/1/images/3", 30, 20)}
    markup = str(render_preview(markdown, keys=["k"], figure_url=no_figure, pictures=pictures))
    assert_harmless(markup.replace("/articles/1/images/3", "/figures/3"))
    assert expected in markup


def test_chinese_articles_have_chinese_labels() -> None:
    assert "表 1." in html("方法的比较如下：\n\n| 方法 | 数据 |\n|---|---|\n| 甲 | 乙 |\n\n: 比较\n")


@pytest.mark.parametrize(
    "markdown",
    ["[" * 20_000, "![" * 10_000, "[a](" * 8_000, ">" * 20_000, "- " * 5_000 + "x", " " * 50_000 + "x", "`" * 20_001],
)
def test_absurd_text_renders(markdown: str) -> None:
    assert_harmless(html(markdown))


def test_code_keeps_every_character() -> None:
    markup = html('```python\nx = "[@a]" < 3 && y["k"]\n\tz\n```', "a")
    assert Reader(markup).text.strip() == 'x = "[@a]" < 3 && y["k"]\n    z'
