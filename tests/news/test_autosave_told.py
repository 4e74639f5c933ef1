"""What a form that is being written is told besides its rules."""

import pytest

from news import actions, autosave
from selayar_site import roles
from tests.factories import make_draft, make_submitted, make_user
from tests.news.test_admin import desk, page_of, text_of
from tests.news.test_autosave import KEEP, typed
from tests.sign_in import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return make_staff(roles.WRITER)


def test_each_autosave_tells_where_the_passages_stand_that_were_commented_on():
    writer, editor = make_staff(roles.WRITER), make_staff(roles.EDITOR)
    edition = make_submitted(by=writer, body_html="<p>Bupati hadir. Camat hadir.</p>")
    first = actions.comment_passage(edition, by=editor, quotation="Bupati hadir", text="Sebutkan.")
    second = actions.comment_passage(edition, by=editor, quotation="Camat", text="Siapa?")
    edition.refresh_from_db()
    actions.give_back(edition, by=editor, version=edition.version)
    edition.refresh_from_db()
    data = typed(writer, edition, body_html="<p>Kini Bupati hadir.</p>")
    told = desk(writer).post(KEEP, data).json()["remarks"]
    assert told == {str(first.pk): ["Bupati hadir", 0], str(second.pk): None}


def test_own_windows_are_told_by_the_script_alone(writer):
    """The page that is being replaced has not yet said that it is gone."""
    edition = make_draft(by=writer)
    autosave.note_presence(edition.pk, by=writer, window="jendela-lama")
    autosave.note_presence(edition.pk, by=make_user(full_name="Rekan"), window="jendela-rekan")
    page = text_of(desk(writer).get(page_of(edition)))
    assert "jendela Anda yang lain" not in page and "juga membuka siaran pers ini" in page


def test_form_above_the_limit_is_told_that_nothing_is_lost(writer):
    edition = make_draft(by=writer)
    for address in (page_of(edition), KEEP):
        answer = desk(writer).post(address, typed(writer, edition, body_html="x" * 4_300_000))
        assert answer.status_code == 413 and "Tidak ada yang hilang" in text_of(answer)
