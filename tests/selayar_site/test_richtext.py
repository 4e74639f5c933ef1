"""The one sanitiser: what is kept or shown as HTML cannot act."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selayar_site.richtext import plain, sanitize, word_count

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
FORBIDDEN = ("<script", "onclick", "onerror", "onload", "javascript:", "data:", "<img", "<svg", "<iframe", "style=")


@pytest.mark.parametrize("html", HOSTILE)
def test_nothing_that_acts_survives(html: str) -> None:
    clean = sanitize(html)
    assert [bad for bad in (*FORBIDDEN, "<style", "<form", "<input", "<base", "<meta", "\x00") if bad in clean] == []


def test_what_writers_use_survives() -> None:
    html = (
        '<h2>Jadwal</h2><p>Kapal <strong>dua</strong> <em>kali</em>, lihat <a href="/berita/x/" rel="noopener">ini</a>.</p>'
        '<ul><li>Senin</li></ul><ol start="3"><li>Rabu</li></ol><blockquote>Dikutip.</blockquote>'
        '<table><thead><tr><th scope="col">Hari</th></tr></thead><tbody><tr><td>Senin</td></tr></tbody></table>'
    )
    assert sanitize(html) == html


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("<h1>Judul</h1>", "<h2>Judul</h2>"),
        ("<h4>Anak judul</h4>", "<h3>Anak judul</h3>"),
        ("<b>tebal</b> <i>miring</i>", "<strong>tebal</strong> <em>miring</em>"),
        ("<p>satu</p><p> </p><p><br></p>", "<p>satu</p>"),
        ("<p><span style='color:red'>merah</span></p>", "<p>merah</p>"),
        ("<br/>", "<br>"),
    ],
)
def test_other_programs_html_becomes_ours(written: str, kept: str) -> None:
    assert sanitize(written) == kept


@given(st.text(alphabet=st.sampled_from("<>/\"'= &;abhpsi1\x00\n:"), max_size=80))
def test_cleaning_twice_is_cleaning_once(html: str) -> None:
    clean = sanitize(html)
    assert sanitize(clean) == clean


def test_plain_text_parts_blocks_and_reads_entities() -> None:
    assert plain("<h2>A &amp; B</h2><p>satu &lt; dua</p>") == "A & B\n\nsatu < dua"
    assert word_count("<p>satu dua</p><ul><li>tiga</li></ul>") == 3
