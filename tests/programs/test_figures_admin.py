"""Figures and awards in the office."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from programs.models import Award, Figure
from selayar_site import roles
from selayar_site.models import Photo
from tests.factories import make_award, make_figure, make_indicator, make_published_figure
from tests.sign_in import make_staff, sign_in
from tests.uploads import pdf_bytes, pdf_of

pytestmark = pytest.mark.django_db
ADD = "admin:programs_figure_add"


@pytest.fixture
def officer(client):
    user = make_staff(roles.PROGRAM_OFFICER)
    sign_in(client, user)
    return user


def form_of(indicator, **fields):
    values = {"indicator": indicator.pk, "nature": "observed", "wording": "exact", "value": "468"}
    values |= {"as_of": "2023-09-19", "precision": "day", "publisher": "Dinas Contoh", "source": "Catatan rapat"}
    return values | fields


def page_of(figure):
    return reverse("admin:programs_figure_change", args=[figure.pk])


def decide(client, figure, decision="approve", **fields):
    url = reverse("admin:programs_figure_decide", args=[figure.pk])
    return client.post(url, {"decision": decision, "version": figure.version, **fields}, follow=True)


def test_figure_goes_from_the_officer_to_the_verifier_and_out(client, officer):
    client.post(reverse(ADD), form_of(make_indicator()))
    figure = Figure.objects.get()
    assert (figure.entered_by, figure.state) == (officer, "pending")
    assert "Setujui dan tampilkan" not in client.get(page_of(figure)).text
    assert "orang lain" in decide(client, figure).text
    verifier = make_staff(roles.VERIFIER)
    sign_in(client, verifier)
    assert "Setujui dan tampilkan" in client.get(page_of(figure)).text
    figure.refresh_from_db()
    decide(client, figure)
    figure.refresh_from_db()
    assert (figure.state, figure.decided_by) == ("approved", verifier)


def test_approved_figure_is_looked_at_and_replaced(client, officer):
    former = make_published_figure()
    assert client.post(page_of(former), form_of(former.indicator, version=former.version)).status_code == 403
    assert client.post(reverse("admin:programs_figure_delete", args=[former.pk])).status_code == 403
    page = client.get(page_of(former)).text
    assert "Tulis pengganti" in page and 'name="value"' not in page
    url = f"{reverse(ADD)}?menggantikan={former.pk}"
    assert 'value="206' in client.get(url).text
    refused = client.post(url, form_of(former.indicator, value="208"))
    assert refused.status_code == 200 and "apa yang keliru" in refused.text
    client.post(url, form_of(former.indicator, value="208", correction="Dua orang terlewat."))
    assert former.replacements.get().value == 208
    assert "Penggantinya" in client.get(page_of(former)).text


def test_refusal_of_a_verb_keeps_what_was_typed(client, officer):
    form = form_of(make_indicator(kind="share"), numerator=468, denominator=3871, value="59", source="Catatan khas")
    page = client.post(reverse(ADD), form)
    assert page.status_code == 200 and "12,1 persen" in page.text and "Catatan khas" in page.text
    assert not Figure.objects.exists()


def test_decision_on_an_overtaken_figure_is_not_made(client):
    sign_in(client, make_staff(roles.VERIFIER))
    figure = make_figure()
    Figure.objects.update(version=9)
    assert "orang lain mengubah" in decide(client, figure).text
    assert "mengapa" in decide(client, Figure.objects.get(), "refuse").text
    assert Figure.objects.get().state == "pending"
    figure = Figure.objects.get()
    decide(client, figure, "refuse", reason="Sumbernya tidak ditemukan.")
    assert Figure.objects.get().state == "refused"
    assert "Sumbernya tidak ditemukan." in client.get(reverse("admin:programs_figure_history", args=[figure.pk])).text


def test_others_decide_nothing(client):
    figure = make_figure()
    sign_in(client, make_staff(roles.BPJS_LIAISON))
    url = reverse("admin:programs_figure_decide", args=[figure.pk])
    assert client.post(url, {"decision": "approve", "version": 1}).status_code == 403
    assert client.get(url).status_code == 405
    assert client.get(page_of(figure)).status_code == 200


def award_form(**fields):
    values = {"name": "Paritrana", "slug": "paritrana", "domain": "labour", "about": "Cakupan.", "is_public": "on"}
    values |= {"given_on": "2024-08-11", "given_by": "Panitia", "received_by": "Kepala dinas", "source": "Piagam"}
    return values | fields


def test_evidence_of_an_award_is_written_anew(client, officer):
    sent = SimpleUploadedFile("scan 001.pdf", pdf_bytes(pdf_of()), content_type="application/pdf")
    client.post(reverse("admin:programs_award_add"), award_form(evidence=sent))
    award = Award.objects.get()
    assert award.evidence_pages == 1 and award.evidence_size and "scan" not in award.evidence.name
    client.post(reverse("admin:programs_award_change", args=[award.pk]), award_form(name="Lain", version=award.version))
    award.refresh_from_db()
    assert award.name == "Lain" and award.evidence_pages == 1


def test_photo_without_words_is_told_at_its_field(client, officer):
    photo = Photo.objects.create(title="Piagam", width=1, height=1, renditions={}, uploaded_by=officer)
    page = client.post(reverse("admin:programs_award_add"), award_form(photo=photo.pk))
    errors = page.context["errors"]
    assert page.context["adminform"].form.errors.keys() == {"alt"} and len(errors) == 1


def test_retracting_asks_for_a_reason_that_readers_see(client):
    sign_in(client, make_staff(roles.VERIFIER))
    figure = make_published_figure()
    assert "Tarik angka ini" in client.get(page_of(figure)).text
    url = reverse("admin:programs_figure_retract", args=[figure.pk])
    assert "Pembaca melihat alasannya" in client.post(url, {"version": figure.version, "reason": ""}, follow=True).text
    figure.refresh_from_db()
    client.post(url, {"version": figure.version, "reason": "Tidak ada dokumennya."})
    figure.refresh_from_db()
    assert figure.is_retracted and "Tidak ada dokumennya." in client.get("/statistik/").text
    assert "Tarik angka ini" not in client.get(page_of(figure)).text
    sign_in(client, make_staff(roles.TREASURER))
    assert client.post(url, {"version": figure.version, "reason": "Usil."}).status_code == 403


def test_evidence_that_is_no_pdf_is_refused_with_a_sentence(client, officer):
    sent = SimpleUploadedFile("piagam.pdf", b"GIF89a", content_type="application/pdf")
    page = client.post(reverse("admin:programs_award_add"), award_form(evidence=sent))
    assert "bukan PDF" in page.text and not Award.objects.exists()


@pytest.mark.parametrize("name", ["figure", "indicator", "allocation", "award"])
def test_lists_and_forms_open(client, officer, name, django_assert_max_num_queries):
    make_published_figure()
    make_award()
    for page in ("changelist", "add"):
        with django_assert_max_num_queries(25):
            assert client.get(reverse(f"admin:programs_{name}_{page}")).status_code == 200
