"""Snapshots in the office."""

import re

import pytest
from django.urls import reverse

from programs.models import Snapshot
from selayar_site import roles
from tests.factories import make_occupation, make_published_snapshot, make_snapshot, make_village, make_worker
from tests.sign_in import make_staff, sign_in

pytestmark = pytest.mark.django_db
LIST, COMPUTE = "admin:programs_snapshot_changelist", "admin:programs_snapshot_compute"


@pytest.fixture
def workers():
    village, occupation = make_village(), make_occupation()
    return [make_worker(village=village, occupation=occupation) for _ in range(23)]


def page_of(snapshot):
    return reverse("admin:programs_snapshot_change", args=[snapshot.pk])


def decide(client, snapshot, decision, **fields):
    fields = {"decision": decision, "version": snapshot.version, "reason": ""} | fields
    return client.post(page_of(snapshot), fields, follow=True)


def test_snapshot_goes_from_the_officer_to_the_verifier_and_out_and_back(client, workers):
    officer, verifier = make_staff(roles.PROGRAM_OFFICER), make_staff(roles.VERIFIER)
    sign_in(client, officer)
    assert "Hitung " in client.get(reverse(LIST)).text
    page = client.post(reverse(COMPUTE), follow=True).text
    snapshot = Snapshot.objects.get()
    assert snapshot.computed_by == officer and "Setujui dan terbitkan" not in page
    assert "orang lain" in decide(client, snapshot, "approve").text
    sign_in(client, verifier)
    assert "Setujui dan terbitkan" in client.get(page_of(snapshot)).text
    snapshot.refresh_from_db()
    assert "Terbit." in decide(client, snapshot, "approve").text
    snapshot.refresh_from_db()
    assert (snapshot.state, snapshot.decided_by) == ("approved", verifier)
    assert "mengapa" in decide(client, snapshot, "withdraw").text
    snapshot.refresh_from_db()
    decide(client, snapshot, "withdraw", reason="Daftar dimuat dua kali.")
    snapshot.refresh_from_db()
    assert snapshot.state == "withdrawn"


def tables_in(html):
    main = html.partition('id="pekerja-kecamatan"')[2].partition("</section>")[0]
    return re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", main, re.S)


def test_approver_reads_what_everyone_will_read_and_no_true_count(client, workers):
    snapshot = make_snapshot()
    sign_in(client, make_staff(roles.VERIFIER))
    shown = client.get(page_of(snapshot)).text
    decide(client, snapshot, "approve")
    assert tables_in(shown) == tables_in(client.get("/statistik/").text) != []
    assert not re.search(r">\s*23\s*<", shown)


def test_another_window_was_faster(client, workers):
    snapshot = make_snapshot()
    sign_in(client, make_staff(roles.VERIFIER))
    assert decide(client, snapshot, "approve", version=snapshot.version + 1).status_code == 409
    assert decide(client, snapshot, "dance").status_code == 200
    snapshot.refresh_from_db()
    assert snapshot.state == "computed"


def test_month_is_counted_once(client, workers):
    sign_in(client, make_staff(roles.PROGRAM_OFFICER))
    client.post(reverse(COMPUTE))
    assert "sudah dihitung" in client.post(reverse(COMPUTE), follow=True).text
    assert Snapshot.objects.count() == 1


def test_who_only_reads_neither_counts_nor_decides(client, workers):
    snapshot = make_published_snapshot()
    for role in (roles.TREASURER, roles.AUDITOR):
        sign_in(client, make_staff(role))
        assert client.get(page_of(snapshot)).status_code == 200 and "Hitung " not in client.get(reverse(LIST)).text
        assert client.post(reverse(COMPUTE)).status_code == 403
        assert decide(client, snapshot, "withdraw", reason="Usil.").status_code == 403
