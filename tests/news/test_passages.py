"""Comments on passages of a text, and what becomes of them while the text is edited."""

from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError

from news import actions
from news.models import ReviewComment
from news.passages import Passage, locate, passages_in
from selayar_site.models import Audit
from tests.factories import make_draft, make_submitted, make_user

TEXT = "<p>Bupati hadir di <strong>Benteng</strong>.</p><p>Sebanyak 120 nelayan menerima kartu.</p><p>Bupati hadir.</p>"


def only(html: str, quotation: str) -> Passage:
    (passage,) = passages_in(html, quotation)
    return passage


def test_passage_is_found_across_marks_and_paragraphs():
    passage = only(TEXT, "di Benteng. Sebanyak\n120")
    assert (passage.quotation, passage.place) == ("di Benteng. Sebanyak 120", 13)


@pytest.mark.parametrize("quotation", ["BUPATI HADIR DI", "“Bupati” hadir", "", "Tidak ada"])
def test_capitals_and_signs_of_keyboards_do_not_matter_but_words_do(quotation):
    text = '<p>"Bupati" hadir di Benteng.</p><p>Bupati hadir di Benteng.</p>'
    assert bool(passages_in(text, quotation)) == (quotation in ("BUPATI HADIR DI", "“Bupati” hadir"))


def test_who_quotes_the_dateline_too_is_understood():
    assert only(TEXT, "Benteng, 7 Maret 2026 (HUMAS) – Bupati hadir di").quotation == "Bupati hadir di"


def test_passage_survives_edits_around_it():
    passage = only(TEXT, "120 nelayan")
    edited = "<h2>Pembuka baru</h2><p>Paragraf tambahan.</p>" + TEXT.replace("menerima kartu", "mendapat kartu peserta")
    found = locate(edited, passage)
    assert found and (found.words, found.nth) == ("120 nelayan", 0)


def test_of_two_like_passages_the_one_with_the_same_words_around_it_is_meant():
    first, last = passages_in(TEXT, "Bupati hadir")
    edited = f"<p>Bupati hadir kemarin.</p>{TEXT}"
    assert [locate(edited, passage).nth for passage in (first, last)] == [1, 2]
    swapped = "<p>Bupati hadir.</p><p>Bupati hadir di <strong>Benteng</strong>.</p>"
    assert locate(swapped, first).nth == 1


def test_passage_that_was_rewritten_is_gone():
    assert locate(TEXT.replace("120", "121"), only(TEXT, "120 nelayan")) is None


def test_long_texts_are_searched_quickly():
    html = "<p>Bupati hadir. </p>" * 5_000
    passages = passages_in(html, "Bupati hadir")
    assert len(passages) == 5_000 and all(one.place < other.place for one, other in pairwise(passages))
    assert locate(html, passages[4_000]).nth in range(5_000)


@pytest.mark.django_db
def test_comment_keeps_its_passage_and_is_told_in_the_history():
    editor, edition = make_user(), make_submitted(body_html=TEXT)
    comment = actions.comment_passage(edition, by=editor, quotation="120 nelayan", text=" Menurut siapa? ")
    comment.refresh_from_db()
    assert (comment.field, comment.quotation, comment.text) == ("body_html", "120 nelayan", "Menurut siapa?")
    assert comment.before.endswith("Sebanyak ") and comment.after.startswith(" menerima")
    assert Audit.objects.about(edition).first().action == "comment"
    edition.refresh_from_db()
    assert edition.version == 2  # the submission's: a comment makes nobody stale


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("quotation", "text", "why"),
    [
        ("Tidak tertulis", "Apa?", "tidak ada di dalam isi"),
        ("Bupati hadir", "Yang mana?", "ada di 2 tempat"),
        ("120 nelayan", " ", "tidak boleh"),
    ],
)
def test_comment_without_its_passage_or_words_is_refused(quotation, text, why):
    edition = make_submitted(body_html=TEXT)
    with pytest.raises(ValidationError, match=why):
        actions.comment_passage(edition, by=make_user(), quotation=quotation, text=text)
    assert not ReviewComment.objects.exists()


@pytest.mark.django_db
def test_only_a_text_in_review_is_commented_on():
    with pytest.raises(ValidationError, match="berpindah keadaan"):
        actions.comment_passage(make_draft(body_html=TEXT), by=make_user(), quotation="120 nelayan", text="Apa?")


@pytest.mark.django_db
def test_text_goes_back_with_comments_on_passages_alone():
    editor, edition = make_user(), make_submitted(body_html=TEXT)
    with pytest.raises(ValidationError, match="Tuliskan apa"):
        actions.give_back(edition, by=editor, version=edition.version)
    edition.refresh_from_db()
    actions.comment_passage(edition, by=editor, quotation="Bupati hadir", nth=1, text="Sudah disebut.")
    actions.give_back(edition, by=editor, version=edition.version)
    assert edition.state == "returned"
    # A comment of the round before is no answer to the next submission.
    actions.submit(edition, by=make_user(), version=edition.version)
    with pytest.raises(ValidationError, match="Tuliskan apa"):
        actions.give_back(edition, by=editor, version=edition.version)


@pytest.mark.django_db
def test_comment_is_taken_away_by_its_writer_while_in_review_alone():
    editor, edition = make_user(), make_submitted(body_html=TEXT)
    comment = actions.comment_passage(edition, by=editor, quotation="120 nelayan", text="Apa?")
    with pytest.raises(ValidationError):
        actions.take_comment_away(comment, by=make_user())
    actions.take_comment_away(comment, by=editor)
    comment = actions.comment_passage(edition, by=editor, quotation="120 nelayan", text="Apa?")
    actions.give_back(edition, by=editor, version=edition.version)
    with pytest.raises(ValidationError):
        actions.take_comment_away(comment, by=editor)


@pytest.mark.django_db
def test_comments_are_settled_and_opened_again():
    writer, edition = make_user(), make_submitted(body_html=TEXT)
    comment = actions.comment_passage(edition, by=make_user(), quotation="120 nelayan", text="Apa?")
    for settled in ([comment], [comment], []):
        actions.settle_comments(edition, by=writer, settled=settled)
        comment.refresh_from_db()
        assert comment.is_settled == bool(settled) and comment.settled_by == (writer if settled else None)
    assert [entry.action for entry in Audit.objects.about(edition)[:2]] == ["settle_comments"] * 2
