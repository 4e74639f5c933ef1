"""How things are written for readers."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from selayar_site.templatetags import site_tags


def test_moment_names_the_time_zone_of_the_regency():
    assert site_tags.moment(datetime(2026, 3, 7, 9, 5, tzinfo=UTC)) == "7 Maret 2026, pukul 17.05 WITA"


def test_day_is_the_day_in_the_regency():
    assert site_tags.day(datetime(2026, 3, 7, 16, 30, tzinfo=UTC)) == "8 Maret 2026"
    assert site_tags.day(date(2026, 3, 7)) == "7 Maret 2026"


def test_nothing_is_written_for_no_moment():
    assert site_tags.moment(None) == site_tags.day(None) == site_tags.number(None) == ""


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (999, "999"), (24874, "24.874"), (1234567, "1.234.567"), (59.5, "59,5")]
)
def test_numbers_have_points_for_thousands_and_a_comma(value, text):
    assert site_tags.number(value) == text


@pytest.mark.parametrize(
    ("size", "text"),
    [(1, "1 kB"), (341_600, "342 kB"), (999_400, "999 kB"), (999_600, "1,0 MB"), (1_240_000, "1,2 MB")],
)
def test_file_sizes_are_in_thousands(size, text):
    assert site_tags.file_size(size) == text


def test_rich_text_is_sanitised_on_show():
    assert site_tags.rich('<p onclick="x()">Isi<script>alert(1)</script></p>') == "<p>Isi</p>"


def test_dateline_stands_in_the_first_paragraph():
    assert site_tags.rich("<p>Isi</p><p>Lagi</p>", "Benteng (HUMAS)") == (
        '<p><strong class="dateline">Benteng (HUMAS)</strong> – Isi</p><p>Lagi</p>'
    )


def test_dateline_stands_alone_before_anything_but_a_paragraph():
    assert site_tags.rich("<h2>Judul</h2>", "Benteng").endswith("</strong> – </p><h2>Judul</h2>")


def test_dateline_is_escaped():
    opening = site_tags.dateline("<b>Benteng</b>", datetime(2026, 3, 7, tzinfo=UTC), "HUMAS")
    assert "<b>" not in site_tags.rich("<p>Isi</p>", opening)
    assert "Benteng" in opening


def test_wide_table_scrolls_by_itself():
    shown = site_tags.rich("<table><tbody><tr><td>1</td></tr></tbody></table>")
    assert shown.startswith('<div class="scroll" role="group" tabindex="0"')
    assert shown.endswith("</table></div>")


def test_whatsapp_link_carries_headline_and_address():
    link = site_tags.whatsapp_url("Satu & dua", "https://humas.example", "/berita/satu/")
    said = "Satu%20%26%20dua%0Ahttps%3A%2F%2Fhumas.example%2Fberita%2Fsatu%2F%3Flewat%3Dwa"
    assert link == f"https://wa.me/?text={said}"


@pytest.mark.parametrize(
    ("path", "link", "mark"),
    [
        ("/berita/", "/berita/", ' aria-current="page"'),
        ("/berita/satu/", "/berita/", ' aria-current="true"'),
        ("/berita/", "/", ""),
        ("/", "/", ' aria-current="page"'),
    ],
)
def test_navigation_says_where_the_reader_is(path, link, mark):
    context = Context({"request": RequestFactory().get(path), "link": link})
    assert Template("{% load site_tags %}{% current link %}").render(context) == mark


def test_navigation_stands_without_a_request():
    assert Template("{% load site_tags %}{% current '/' %}").render(Context()) == ""
