"""No page, message, mail or log line tells a number of a person, whoever asks; only opening one does."""

import logging
import re

import pytest
from django.contrib import admin
from django.core import mail
from django.test import Client
from django.urls import reverse

from programs.actions import doubles, people
from programs.models import CivilServant, PossibleDouble, RosterImport, WaitingEntry, Worker
from selayar_site import roles
from selayar_site.logs import MaskingFormatter
from selayar_site.models import AuditReason
from tests import lists
from tests.factories import (
    make_agency,
    make_civil_servant,
    make_live_article,
    make_membership,
    make_occupation,
    make_program,
    make_user,
    make_village,
    make_waiting_entry,
    make_worker,
)
from tests.sign_in import make_staff, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]

WORKER = {"nik": "9901991705804321", "kk": "9901991234567654", "phone": "+6281355558888", "kpj": "07234561890"}
OTHER = {"nik": "9901991705808765", "kk": "9901991234569876", "phone": "+6281298765432", "kpj": "07234569999"}
SERVANT = {"nip": "198005172009031234", "nik": "9901991705805678", "kk": "9901991234565432", "phone": "+6281355557777"}
FORMER = "198005172008031567"
SECRETS = [*WORKER.values(), *OTHER.values(), *SERVANT.values(), FORMER]
BLOTTED = {secret: re.compile(r"\D{0,2}".join(secret.lstrip("+").removeprefix("62"))) for secret in SECRETS}


def told_in(text):
    return [secret for secret, pattern in BLOTTED.items() if pattern.search(text)]


@pytest.fixture
def log():
    """Everything that is logged, as it would be written."""
    written = []

    class Keep(logging.Handler):
        def emit(self, record):
            written.append(self.format(record))

    handler = Keep(level=logging.DEBUG)
    handler.setFormatter(MaskingFormatter("{asctime} {levelname} {name}: {message}", style="{"))
    loggers = [logging.getLogger(name) for name in ("", "django", "django.request")]
    for logger in loggers:
        logger.addHandler(handler)
    yield written
    for logger in loggers:
        logger.removeHandler(handler)


@pytest.fixture
def registers():
    """People in every state that a page may show."""
    village, occupation, user = make_village(), make_occupation(), make_user()
    place = {"village": village, "occupation": occupation}
    worker = make_worker(name="Muh. Nasir", **WORKER, **place)
    gone = make_worker(name="Muhammad Nasir", **OTHER, **place)
    doubles.merge(PossibleDouble.objects.get(), keep=worker, by=user, version=1, reason="Sama.")
    twin = make_worker(name="Muhamad Nasir", **place)
    pending = make_worker(name="Siti Aminah", sex="P", nik="9901991705801111", **place)
    servant = make_civil_servant(**SERVANT | {"nip": FORMER}, agency=make_agency())
    people.change_person(servant, by=user, version=servant.version, nip=SERVANT["nip"])
    people.find_by_number(Worker, kind="nik", number=WORKER["nik"], by=user, reason="Loket.")
    people.reveal(worker, "kk", by=user, reason="Mencocokkan.")
    bring_in_lists()
    make_waiting_entry(worker=twin)
    make_waiting_entry(worker=make_worker(name="Nasir Tua", nik="9901991705802222", **place))
    make_membership(worker=worker)
    make_live_article()
    make_program(slug="sikamseang")
    return {"worker": worker, "gone": gone, "twin": twin, "pending": pending, "servant": servant}


def bring_in_lists():
    """Lists that wait for their columns, that were checked with rows of every fate, and that were applied."""
    headings = ["NIK", "Nama", "KK", "Desa", "Pekerjaan", "HP", "KPJ"]
    village, trade = Worker.objects.first().village.name, Worker.objects.first().occupation.name
    same = [WORKER["nik"], "Muh. Nasir", WORKER["kk"], village, trade, WORKER["phone"], WORKER["kpj"]]
    changed = [OTHER["nik"], "Muh. Nasir", OTHER["kk"], village, trade, OTHER["phone"], OTHER["kpj"]]
    refused = ["9901991705809999", f"Budi {WORKER['kk']}", "1", OTHER["phone"], SERVANT["nip"], "12", WORKER["kpj"]]
    new = ["9901991705807777", "Orang Baru", "", village, trade, SERVANT["phone"], ""]
    lists.received(lists.csv_of(same, changed, refused))
    lists.received(lists.csv_of([*headings, WORKER["nik"]], same))
    checked = lists.checked(lists.csv_of(headings, same, changed, refused, new))
    assert set(checked.rows.values_list("fate", flat=True)) == {"same", "changed", "refused", "new"}
    lists.applied(checked)
    lists.checked(lists.csv_of(headings, [*changed[:5], "081211112222", ""], refused))


PEOPLE = (Worker, CivilServant, PossibleDouble, RosterImport, WaitingEntry)


def admin_pages(user):
    """Every list, form, history, autocomplete and page of its own; of people each row, to whoever asks."""
    yield reverse("admin:index")
    for model, desk in admin.site._registry.items():
        may = user is not None and user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}")
        if not may and model not in PEOPLE:
            continue
        rows = model._default_manager.values_list("pk", flat=True).order_by("pk")
        keys = list(rows if may and model in PEOPLE else rows[:1])
        for route in desk.get_urls():
            names = re.findall(r"<(?:\w+:)?(\w+)>", str(route.pattern))
            if route.name and not names:
                page = reverse(f"admin:{route.name}")
                questions = ("q=nasir", "keadaan=tercatat", "keadaan=gabung") if page.count("/") == 4 else ()
                yield from (page, *(f"{page}?{question}" for question in questions))
            elif route.name and len(names) == 1:
                yield from (reverse(f"admin:{route.name}", args=[key]) for key in keys if str(key).isdigit())
        for number in getattr(desk.form, "numbers", ()):
            yield from (reverse(f"admin:programs_{model._meta.model_name}_reveal", args=[key, number]) for key in keys)
    for label in ("worker", "civilservant", "possibledouble"):
        yield f"/admin/autocomplete/?term=nas&app_label=programs&model_name={label}&field_name=x"


PUBLIC = [
    "/",
    "/program/",
    "/program/sikamseang/",
    "/sikamseang/daftar-tunggu/",
    "/berita/",
    "/cari/?q=nasir",
    "/sitemap.xml",
    "/rss/berita.xml",
]


@pytest.mark.parametrize("role", [*roles.ROLES, "semua hak", None])
def test_no_page_tells_a_number(role, registers, log, client):
    client.raise_request_exception = False
    user = None
    if role:
        user = make_staff(is_superuser=True) if role == "semua hak" else make_staff(role)
        sign_in(client, user)
    asked, statuses = 0, set()
    for url in [*admin_pages(user), *PUBLIC]:
        response = client.get(url)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        text = body.decode("utf-8", "replace") + str(response.headers)
        assert not told_in(text), (role, url)
        assert response.status_code < 500, (role, url)
        asked, statuses = asked + 1, statuses | {response.status_code}
    assert asked > 30 and not told_in("\n".join(log)) and not mail.outbox
    assert 200 in statuses


def test_the_search_sees_what_it_looks_for(registers):
    """The test above would notice."""
    assert told_in("NIK 9901 9917 0580 4321.") == [WORKER["nik"]]
    assert told_in("0813-5555-8888") == [WORKER["phone"]]


def test_a_form_that_is_refused_tells_nothing_that_was_stored(registers, log):
    client = sign_in(Client(raise_request_exception=False), make_staff(roles.PROGRAM_OFFICER))
    worker = registers["worker"]
    url = reverse("admin:programs_worker_change", args=[worker.pk])
    answers = [
        client.post(url, {"version": 1, "name": ""}),
        client.post(url, {"version": worker.version, "name": "X", "nik": "1"}),
        client.post(reverse("admin:programs_worker_reveal", args=[worker.pk, "nik"]), {"reason": ""}),
        client.get("/admin/programs/worker/9999/change/"),
        client.get("/admin/programs/worker/", {"q": WORKER["nik"]}),
    ]
    for answer in answers:
        assert not told_in(answer.content.decode() + str(answer.headers))
    assert not told_in("\n".join(log))


def test_opening_tells_one_number_once_and_is_not_kept(registers, log):
    client = sign_in(Client(), make_staff(roles.VERIFIER))
    url = reverse("admin:programs_worker_reveal", args=[registers["worker"].pk, "nik"])
    answer = client.post(url, {"reason": "Mencocokkan KTP."})
    assert told_in(answer.content.decode()) == [WORKER["nik"]] and "no-store" in answer["Cache-Control"]
    assert not told_in(client.get(url).content.decode())
    assert not told_in("\n".join(log)) and AuditReason.objects.filter(text="Mencocokkan KTP.").count() == 1
