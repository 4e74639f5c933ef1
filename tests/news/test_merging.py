"""Two people on one version: what differs, and one text of both."""

import json

from hypothesis import given
from hypothesis import strategies as st

from news.merging import (
    MERGED,
    MINE,
    STORED,
    Row,
    Text,
    blocks,
    chosen,
    data_of,
    differences,
    fingerprints,
    merge,
    read_fingerprints,
    text_in,
)

BASE = "<p>Satu.</p><p>Dua.</p><p>Tiga.</p>"


def text(rows=(), **fields) -> Text:
    values = {"title": "Judul", "body": BASE} | fields
    return Text({name: [value] for name, value in values.items()}, {"photos": list(rows)})


def photo(pk, alt="", *, is_deleted=False) -> Row:
    return Row(str(pk) if pk else "", {"photo": ["7"], "alt": [alt], "role": ["lead"]}, is_deleted)


def compared(base, mine, stored):
    return differences(mine, stored, json.loads(fingerprints(base, ["body"])), ["body"])


def merged(mine, stored, base=BASE):
    return merge(json.loads(fingerprints(text(body=base), ["body"]))["body:blocks"], mine, stored)


def test_what_only_one_of_two_changed_is_proposed_from_there():
    found = compared(text(place="Benteng"), text(title="Saya", place="Benteng"), text(place="Bontosikuyu"))
    assert [(each.key, each.choice) for each in found] == [("title", MINE), ("place", STORED)]


def test_what_both_changed_is_asked():
    [title] = compared(text(), text(title="Saya"), text(title="Rekan"))
    assert (title.choice, title.is_mine, title.is_stored) == ("", True, True)


def test_nothing_differs_between_line_ends_and_blanks():
    assert compared(text(), text(title="a\r\nb "), text(title="a\nb")) == []


def test_without_fingerprints_everything_counts_as_changed_by_both():
    for base in ("", "kacau", "[]", "null", "1"):
        [title] = differences(text(title="Saya"), text(title="Rekan"), read_fingerprints(base), ["body"])
        assert title.choice == ""


def test_paragraphs_changed_by_either_are_both_in_the_merged_text():
    mine, stored = BASE.replace("Satu", "Satu saya"), BASE.replace("Tiga", "Tiga rekan")
    assert merged(mine, stored) == ("<p>Satu saya.</p><p>Dua.</p><p>Tiga rekan.</p>", 0)


def test_neighbouring_paragraphs_changed_by_either_stand_once():
    mine, stored = BASE.replace("Satu", "Satu saya"), BASE.replace("Dua", "Dua rekan")
    assert merged(mine, stored) == ("<p>Satu saya.</p><p>Dua rekan.</p><p>Tiga.</p>", 0)


def test_a_paragraph_changed_by_both_stands_twice():
    mine, stored = BASE.replace("Dua", "Dua saya"), BASE.replace("Dua", "Dua rekan")
    assert merged(mine, stored) == ("<p>Satu.</p><p>Dua rekan.</p><p>Dua saya.</p><p>Tiga.</p>", 1)


def test_paragraphs_added_at_the_same_place_are_both_kept():
    html, doubled = merged(f"{BASE}<p>Saya.</p>", f"{BASE}<p>Rekan.</p><p>Lagi.</p>")
    assert (html, doubled) == (f"{BASE}<p>Rekan.</p><p>Lagi.</p><p>Saya.</p>", 1)


def test_a_paragraph_taken_out_by_one_stays_out():
    assert merged(BASE.replace("<p>Dua.</p>", ""), f"{BASE}<p>Rekan.</p>") == (
        "<p>Satu.</p><p>Tiga.</p><p>Rekan.</p>",
        0,
    )


def test_merged_body_is_proposed_where_both_wrote():
    [body] = compared(text(), text(body=f"{BASE}<p>Saya.</p>"), text(body=f"<p>Rekan.</p>{BASE}"))
    assert (body.choice, body.merged) == (MERGED, f"<p>Rekan.</p>{BASE}<p>Saya.</p>")


words = st.lists(st.sampled_from("abcdef"), max_size=6)


def html_of(letters) -> str:
    return "".join(f"<p>{letter}</p>" for letter in letters)


@given(words, words, words)
def test_no_paragraph_that_somebody_wrote_is_missing_from_the_merged_text(base, mine, stored):
    html, _ = merged(html_of(mine), html_of(stored), html_of(base))
    written = {letter for side in (mine, stored) for letter in side if letter not in base}
    assert written <= {block[3] for block in blocks(html)}


@given(words, words)
def test_text_changed_by_one_alone_is_taken_as_it_is(base, other):
    assert merged(html_of(other), html_of(base), html_of(base)) == (html_of(other), 0)
    assert merged(html_of(base), html_of(other), html_of(base)) == (html_of(other), 0)


@given(st.text(alphabet="<>/pulibr &;ax\n\x0b\u2028\"'=", max_size=60))
def test_any_text_can_be_cut_into_blocks(html):
    assert "".join("".join(blocks(html)).split()) == "".join(html.replace("\r\n", "\n").split())


def test_lists_and_tables_are_one_block_each():
    assert blocks("<ul><li>a</li><li>b</li></ul>\n<p>c<br>d</p>e") == [
        "<ul><li>a</li><li>b</li></ul>",
        "<p>c<br>d</p>",
        "e",
    ]


# Rows


def test_a_photo_described_by_both_is_asked():
    [row] = compared(text([photo(1)]), text([photo(1, "Saya")]), text([photo(1, "Rekan")]))
    assert (row.key, row.choice) == ("photos:1", "")


def test_a_photo_that_came_meanwhile_stays():
    base, mine, stored = text(), text(), text([photo(1, "Baru")])
    found = compared(base, mine, stored)
    assert [row.alt for row in rows_after(mine, stored, found, {})] == ["Baru"]


def test_a_photo_that_came_meanwhile_can_be_left_out():
    base, mine, stored = text(), text(), text([photo(1, "Baru")])
    found = compared(base, mine, stored)
    [row] = rows_after(mine, stored, found, {"photos:1": MINE})
    assert row.is_deleted


def test_a_photo_taken_away_meanwhile_stays_away_unless_it_was_written_on():
    base, mine, stored = text([photo(1)]), text([photo(1)]), text()
    assert rows_after(mine, stored, compared(base, mine, stored), {}) == []
    mine = text([photo(1, "Saya")])
    found = compared(base, mine, stored)
    assert found[0].choice == ""
    [row] = rows_after(mine, stored, found, {"photos:1": MINE})
    assert (row.pk, row.alt) == ("", "Saya")


def test_new_photos_of_the_later_writer_are_kept():
    mine, stored = text([photo("", "Milik saya")]), text([photo(1, "Baru")])
    found = compared(text(), mine, stored)
    assert sorted(row.alt for row in rows_after(mine, stored, found, {})) == ["Baru", "Milik saya"]


class SentRow:
    def __init__(self, row):
        self.pk, self.alt, self.is_deleted = row.pk, "".join(row.values["alt"]), row.is_deleted


def rows_after(mine, stored, found, choices):
    """The photos of the form that is sent after the choices."""
    from django.http import QueryDict

    data = QueryDict(mutable=True)
    for name, value in data_of(chosen(mine, stored, found, choices), stored):
        data.appendlist(name, value)
    sent = text_in(data, ["title"], {"photos": ["photo", "alt", "role"]})
    assert int(data["photos-INITIAL_FORMS"]) == len([row for row in sent.rows["photos"] if row.pk])
    return [SentRow(row) for row in sent.rows["photos"]]
