"""The waiting list in the office."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from programs.models import WaitingEntry, Worker
from selayar_site import roles
from tests.factories import make_occupation, make_village, make_waiting_entry, make_worker
from tests.sign_in import make_staff, sign_in

pytestmark = pytest.mark.django_db
LIST = "/admin/programs/waitingentry/"
NIK = "9901991705804321"


@pytest.fixture
def officer(client):
    user = make_staff(roles.PROGRAM_OFFICER)
    sign_in(client, user)
    return user


def change(entry):
    return reverse("admin:programs_waitingentry_change", args=[entry.pk])


def test_longest_wait_comes_first_and_is_bounded(client, officer, django_assert_max_num_queries):
    village = make_village()
    for days in (3, 40, 12, 200, 1, 90, 30, 60, 15, 7):
        worker = make_worker(name=f"Menunggu {days}", village=village)
        make_waiting_entry(worker=worker, since=timezone.localdate() - timedelta(days=days))
    with django_assert_max_num_queries(14):
        answer = client.get(LIST)
    assert [row.worker.name for row in answer.context["cl"].result_list][:2] == ["Menunggu 200", "Menunggu 90"]
    assert "200 hari" in answer.text


def test_filters_narrow_the_list(client, officer):
    sea = make_waiting_entry(worker=make_worker(name="Laut", occupation=make_occupation(group="sea")))
    old = make_waiting_entry(worker=make_worker(name="Lama"), since=date(2025, 1, 2))
    gone = make_waiting_entry(worker=make_worker(name="Meninggal"))
    Worker.objects.filter(pk=gone.worker_id).update(death_date=timezone.localdate())

    def found(**asked):
        return [row.pk for row in client.get(LIST, asked).context["cl"].result_list]

    assert sorted(found()) == sorted([sea.pk, old.pk])
    assert found(kelompok="sea") == [sea.pk]
    assert old.pk in found(lama="365")
    assert found(keadaan="terhalang") == [gone.pk]
    assert found(keadaan="withdrawn") == []
    assert found(kecamatan=sea.worker.village.parent_id, kelompok="sea") == [sea.pk]
    assert found(q="laut") == [sea.pk]


def test_number_in_the_search_box_is_led_to_the_right_page(client, officer):
    answer = client.get(LIST, {"q": NIK})
    assert answer.status_code == 302 and NIK not in answer["Location"]


def test_officer_lists_a_worker_from_the_workers_page(client, officer):
    worker = make_worker(name="Siti Rahma", nik=NIK)
    page = client.get(reverse("admin:programs_worker_change", args=[worker.pk])).text
    assert f"{LIST}add/?worker={worker.pk}" in page
    form = client.get(f"{LIST}add/?worker={worker.pk}").text
    assert "Siti Rahma" in form and "Saya bersedia" in form and NIK not in form
    today = timezone.localdate().isoformat()
    data = {"worker": worker.pk, "since": today, "source": "counter", "consent_on": today, "consent_how": "thumb"}
    assert client.post(f"{LIST}add/", data | {"note": ""}).status_code == 302
    entry = WaitingEntry.objects.get()
    assert entry.listed_by == officer and entry.consent.number == 1
    assert "Menunggu sejak" in client.get(reverse("admin:programs_worker_change", args=[worker.pk])).text
    again = client.post(f"{LIST}add/", data | {"note": "Datang lagi."})
    assert "sudah ada dalam daftar tunggu" in again.text and "Datang lagi." in again.text


def test_officer_withdraws_and_the_history_tells(client, officer):
    entry = make_waiting_entry(note="Rumah biru.")
    assert "Rumah biru." in client.get(change(entry)).text
    assert "dasar keputusan" in client.post(change(entry), {"reason": "gone", "note": "", "version": 1}).text
    assert client.post(change(entry), {"reason": "by_wish", "note": "", "version": 1}).status_code == 302
    entry.refresh_from_db()
    assert entry.state == "withdrawn" and entry.note == ""
    page = client.get(change(entry)).text
    assert "Atas keinginan pekerja" in page and "Cabut dari" not in page
    history = client.get(reverse("admin:programs_waitingentry_history", args=[entry.pk])).text
    assert "dicabut dari daftar tunggu" in history


def test_page_from_before_answers_409(client, officer):
    entry = make_waiting_entry()
    assert client.post(change(entry), {"reason": "by_wish", "version": 7}).status_code == 409


def test_erasing_takes_the_worker_along(client, officer):
    entry = make_waiting_entry()
    answer = client.post(change(entry), {"reason": "by_wish", "erase": "on", "version": 1})
    assert answer.status_code == 302 and not Worker.objects.exists()
    assert client.get(change(entry)).status_code in (302, 404)


def test_verifier_reads_and_changes_nothing(client):
    sign_in(client, make_staff(roles.VERIFIER))
    entry = make_waiting_entry()
    assert "Cabut dari" not in client.get(change(entry)).text
    assert client.post(change(entry), {"reason": "by_wish", "version": 1}).status_code == 403
    assert client.get(f"{LIST}add/").status_code == 403


def test_treasurer_does_not_see_the_list(client):
    sign_in(client, make_staff(roles.TREASURER))
    assert client.get(LIST).status_code == 403
    assert client.get(change(make_waiting_entry())).status_code == 403


def test_new_wording_counts_from_now_on(client, officer):
    url = reverse("admin:programs_consentwording_add")
    assert client.post(url, {"purpose": "waiting", "text": "Saya <b>bersedia</b>."}).status_code == 302
    assert "Saya &lt;b&gt;bersedia&lt;/b&gt;." in client.get(f"{LIST}add/").text
    assert make_waiting_entry().consent.number == 2
