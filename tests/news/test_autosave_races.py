"""Two at once: with real threads."""

import threading
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.http import QueryDict

from news import autosave
from news.models import Autosave, Edition
from selayar_site import roles
from selayar_site.models import Audit
from tests.factories import make_draft, make_submitted, make_user
from tests.news.test_admin import desk, form_data, page_of, step_of, text_of
from tests.news.test_autosave import KEEP, typed
from tests.news.test_newsroom_browser import roles_granted  # noqa: F401  a fixture
from tests.sign_in import make_staff

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("roles_granted")]


def at_once(*tasks):
    barrier, answers = threading.Barrier(len(tasks)), []

    def run(task):
        try:
            barrier.wait(timeout=20)
            answers.append(task())
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[task]) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(answers) == len(tasks)
    return answers


def test_of_two_who_press_approve_at_once_one_approves_and_the_other_reads_who():
    edition = make_submitted()
    clients = [desk(make_staff(roles.EDITOR)) for _ in range(2)]
    data = {"version": edition.version, "when": "now"}
    answers = at_once(*(lambda client=client: client.post(step_of(edition, "approve"), data) for client in clients))
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    assert "disetujui oleh" in text_of(next(answer for answer in answers if answer.status_code == 409))
    assert Audit.objects.filter(action="approve").count() == 1


def test_of_two_windows_of_one_person_saving_at_once_none_overwrites_the_other():
    user = make_staff(roles.WRITER)
    edition = make_draft(title="Semula")
    clients = [desk(user), desk(user)]
    forms = [form_data(edition, title=title) | {"window": f"jendela-{title}"} for title in ("kiri", "kanan")]
    answers = at_once(
        *(
            lambda client=client, form=form: client.post(page_of(edition), form)
            for client, form in zip(clients, forms, strict=True)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    edition.refresh_from_db()
    assert {edition.title, Autosave.objects.of(user, edition).get().data["title"]} == {"kiri", "kanan"}


def test_two_signs_of_one_window_at_once_are_one_row():
    user, edition = make_staff(roles.WRITER), make_draft()
    clients = [desk(user), desk(user)]
    answers = at_once(
        *(lambda client=client: client.post(KEEP, typed(user, edition, title="Sama")) for client in clients)
    )
    assert [answer.status_code for answer in answers] == [200, 200] and Autosave.objects.count() == 1


def test_text_of_an_edition_that_is_no_more_is_answered_in_words():
    writer, edition = make_user(), make_draft()
    gone = Edition(pk=edition.pk + 1000)
    data = QueryDict(urlencode({"title": "Judul"}))
    with pytest.raises(autosave.Gone):
        autosave.keep(data, by=writer, edition=gone, window="jendela-satu", version=1)
    with pytest.raises(autosave.Gone):
        autosave.note_presence(gone.pk, by=writer, window="jendela-satu")
    assert not Autosave.objects.exists()
