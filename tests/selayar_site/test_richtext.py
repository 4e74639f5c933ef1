"""The one sanitiser: what is kept or shown as HTML cannot act."""

from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selayar_site.richtext import ALLOWED, from_text, plain, safe, sanitize, word_count

HOSTILE = [
    "<script>alert(1)</script>",
    "<p onclick=alert(1)>a</p>",
    '<a href="javascript:alert(1)">a</a>',
    '<a href="data:text/html,x">a</a>',
    '<a href=" java\nscript:alert(1)">a</a>',
    '<img src=x onerror="alert(1)">',
    '<svg onload="alert(1)"><p>a</p></svg>',
    "<iframe src=//example.org></iframe>",
    '<p style="position:fixed">a</p>',
    "<style>*{display:none}</style>",
    '<form action="/x"><input name="y"></form>',
    "<math><mtext><p title='</mtext><script>alert(1)</script>'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<p>a</p\x00><scr\x00ipt>alert(1)</script>",
    "<template><script>alert(1)</script></template>",
    "<base href=//example.org><meta http-equiv=refresh content=0>",
]
QUOTE = "<blockquote><p>Kata.</p></blockquote>"
FORBIDDEN = ("<script", "onclick", "onerror", "onload", "javascript:", "data:", "<img", "<svg", "<iframe", "style=")


@pytest.mark.parametrize("html", HOSTILE)
def test_nothing_that_acts_survives(html: str) -> None:
    for clean in (sanitize(html), safe(html)):
        _nothing_acts(clean)


def _nothing_acts(clean: str) -> None:
    assert [bad for bad in (*FORBIDDEN, "<style", "<form", "<input", "<base", "<meta", "\x00") if bad in clean] == []


def test_what_writers_use_survives() -> None:
    html = (
        "<h2>Jadwal</h2><p>Kapal <strong>dua</strong> <em>kali</em>.</p>"
        '<p>Lihat <a href="/berita/x/" rel="noopener">ini</a>.</p>'
        '<ul><li>Senin</li></ul><ol start="3"><li>Rabu</li></ol><blockquote><p>Dikutip.</p></blockquote>'
        '<table><thead><tr><th scope="col">Hari</th></tr></thead><tbody><tr><td>Senin</td></tr></tbody></table>'
    )
    assert sanitize(html) == html


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("<h1>Judul</h1>", "<h2>Judul</h2>"),
        ("<h4>Anak judul</h4>", "<h3>Anak judul</h3>"),
        ("<b>tebal</b> <i>miring</i>", "<p><strong>tebal</strong> <em>miring</em></p>"),
        ("<p>satu</p><p> </p><p><br></p>", "<p>satu</p>"),
        ("<p><span style='color:red'>merah</span></p>", "<p>merah</p>"),
        ("<p> satu <br> dua <b> tiga </b></p>", "<p>satu<br>dua <strong>tiga</strong></p>"),
        ("<p>satu<br/>dua<br><br>tiga<br></p>", "<p>satu<br>dua</p><p>tiga</p>"),
        ("kata <b>tebal<p>lain</p></b>", "<p>kata <strong>tebal</strong></p><p><strong>lain</strong></p>"),
        ('<p><a href="javascript:x">kata</a></p>', "<p>kata</p>"),
        ("<h2><b>Judul</b><br>dua</h2>", "<h2>Judul dua</h2>"),
        ("<ul><li><p>a</p></li><ul><li>b</li></ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("<p>a\u00a0 \u00a0b\u00a0c\x0bd</p>", "<p>a b&nbsp;c d</p>"),
        (
            "<blockquote>Kata.<footer>Nama</footer></blockquote>",
            f"<figure>{QUOTE}<figcaption>Nama</figcaption></figure>",
        ),
        (
            "<blockquote><p>Kata.</p><p><cite>Nama</cite></p></blockquote>",
            f"<figure>{QUOTE}<figcaption>Nama</figcaption></figure>",
        ),
        ("<figure><img src=x><figcaption>Lepas</figcaption></figure>", "<p>Lepas</p>"),
        ('<figure data-photo="1 or 1"><figcaption>Lepas</figcaption></figure>', "<p>Lepas</p>"),
        ('<figure data-video="pendek"></figure>', ""),
        (
            '<ul><li>a<figure data-photo="12" data-alt=" dua  kata "></figure></li></ul>',
            '<ul><li>a</li></ul><figure data-photo="12" data-alt="dua kata"></figure>',
        ),
        (
            '<figure data-decorative="" data-photo="12" data-alt="x"><figcaption><b>Ket</b></figcaption></figure>',
            '<figure data-photo="12" data-decorative="true"><figcaption>Ket</figcaption></figure>',
        ),
        (
            "<table><tr><th>A<td>B</table>",
            '<table><tbody><tr><th scope="row">A</th><td>B</td></tr></tbody></table>',
        ),
    ],
)
def test_other_programs_html_becomes_ours(written: str, kept: str) -> None:
    assert sanitize(written) == kept


CLIPBOARD = Path(__file__).parent.parent / "clipboard"


@pytest.mark.parametrize("program", ["word", "google-docs", "whatsapp"])
def test_what_other_programs_copy_becomes_clean_text(program: str) -> None:
    copied = (CLIPBOARD / f"{program}.html").read_text()
    assert sanitize(copied) == (CLIPBOARD / f"{program}.kept.html").read_text().replace("\n", "")


def test_messages_without_markup_become_paragraphs_and_lists() -> None:
    html = sanitize(from_text((CLIPBOARD / "whatsapp.txt").read_text()))
    assert html == (CLIPBOARD / "whatsapp-text.kept.html").read_text().replace("\n", "")


ELEMENTS = ["p", "b", "a href='/x/'", "a href='javascript:x'", "i", "h1", "h3", "ul", "ol start=3", "li", "table", "tr"]
ELEMENTS += ["th scope=row", "td colspan=2", "thead", "caption", "blockquote", "footer", "figure", "figcaption", "div"]
ELEMENTS += [
    "figure data-photo=12 data-alt='a&quot;b'",
    "figure data-video=dQw4w9WgXcQ",
    "span style='font-weight:700'",
]
ELEMENTS += ["p style='mso-list:l0 level2 lfo1'", "span style='mso-list:Ignore'", "span style='white-space:pre'", "svg"]
ELEMENTS += ["script", "style", "math", "select", "br", "img src=x onerror=x", "form", "template", "pre", "cite"]
PIECES = [f"<{name}>" for name in ELEMENTS] + [f"</{name.split()[0]}>" for name in ELEMENTS]
PIECES += ["kata", " ", "\n", "&nbsp;", "&lt;b&gt;", "<!--", "-->", "<![if x]>", "\x00", "\x0b", "1.", "🎉", '"', "<"]


def outside_the_list(html: str) -> list[str]:
    """What is in `html` that ALLOWED does not name, read by another parser than the sanitiser's."""

    class Reader(HTMLParser):
        found: list[str] = []

        def handle_starttag(self, tag, attrs):
            names = ALLOWED.get(tag, {"(not allowed)"}) | ({"rel"} if tag == "a" else set())
            self.found += [] if tag in ALLOWED else [tag]
            self.found += [f"{tag} {name}" for name, _ in attrs if name not in names]
            self.found += [value for name, value in attrs if name == "href" and not value.startswith(("/", "http"))]

    reader = Reader()
    reader.found = []
    reader.feed(html)
    return reader.found


@given(st.lists(st.sampled_from(PIECES), max_size=30))
@settings(max_examples=1500)
def test_garbage_is_cleaned_once_for_all_and_stays_within_the_list(pieces: list[str]) -> None:
    clean = sanitize("".join(pieces))
    assert sanitize(clean) == clean == safe(clean)
    assert outside_the_list(clean) == []


@given(st.text(max_size=200))
def test_any_text_keeps_its_words(text: str) -> None:
    clean = sanitize(from_text(text))
    assert sanitize(clean) == clean and outside_the_list(clean) == []


@given(st.text(alphabet=st.sampled_from("<>/\"'= &;abhpsi1\x00\n:"), max_size=80))
def test_cleaning_twice_is_cleaning_once(html: str) -> None:
    clean = sanitize(html)
    assert sanitize(clean) == clean


@pytest.mark.parametrize("unit", ["<ul><li>", "<div>", "<blockquote>", "<table><td>", "<b><p>", "<figure>", "<i>a"])
def test_nesting_without_end_leaves_the_words_alone(unit: str) -> None:
    """A parser would be busy with it for ten seconds and more."""
    clean = sanitize(unit * (200_000 // len(unit)) + "kata")
    assert clean.endswith("kata</p>") and clean.count("<") == 2


def test_plain_text_parts_blocks_and_reads_entities() -> None:
    assert plain("<h2>A &amp; B</h2><p>satu &lt; dua</p>") == "A & B\n\nsatu < dua"
    assert word_count("<p>satu dua</p><ul><li>tiga</li></ul>") == 3
