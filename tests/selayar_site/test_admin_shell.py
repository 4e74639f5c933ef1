"""The admin as one product: who reaches what, one history, nobody overwritten, nobody raises themselves."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.core import mail
from django.core.paginator import Paginator
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from selayar_site import roles
from selayar_site.admin_site import SECTIONS
from selayar_site.history import lines
from selayar_site.models import Audit, Page, Purge, SiteIdentity, User
from selayar_site.office import CappedPaginator
from tests.factories import make_approved, make_draft, make_page, make_user
from tests.sign_in import make_staff, sign_in

pytestmark = pytest.mark.django_db

# The first list of each section that a role sees on the first page.
SEEN = {
    roles.WRITER: {"news.edition", "selayar_site.photo", "programs.program"},
    roles.EDITOR: {"news.edition", "news.category", "selayar_site.photo"},
    roles.PROGRAM_OFFICER: {"programs.program", "programs.agency", "programs.area", "programs.occupation"},
    roles.TREASURER: {"programs.program"},
    roles.AUDITOR: {"selayar_site.user", "selayar_site.audit", "programs.program", "news.edition"},
    roles.ADMINISTRATOR: {"selayar_site.user", "auth.group", "selayar_site.page", "selayar_site.siteidentity"},
}


@pytest.fixture
def administrator(client):
    user = make_staff(roles.ADMINISTRATOR)
    sign_in(client, user)
    return user


def change_url(thing):
    return reverse(f"admin:{thing._meta.app_label}_{thing._meta.model_name}_change", args=[thing.pk])


def form_of(page, **fields):
    values = {"title": page.title, "summary": page.summary, "body_html": page.body_html, "position": page.position}
    return {**values, "version": page.version, **fields}


# What is where


@pytest.mark.parametrize("role", SEEN)
def test_first_page_shows_each_role_its_lists(client, role):
    response = sign_in(client, make_staff(role)).get("/admin/")
    shown = {row["model"]._meta.label_lower for section in response.context["app_list"] for row in section["models"]}
    assert shown >= SEEN[role]
    if role not in (roles.ADMINISTRATOR, roles.AUDITOR):
        assert not shown & {"selayar_site.user", "selayar_site.audit", "auth.group", "selayar_site.page"}


def test_office_keeps_the_libraries_lists_shut(client, administrator):
    for path in ("mfa/authenticator/", "account/emailaddress/", "sessions/session/", "contenttypes/contenttype/"):
        assert client.get(f"/admin/{path}").status_code == 404


def test_every_list_and_form_of_the_office_opens(client, administrator):
    administrator.is_superuser = True
    administrator.save()
    make_page()
    sections = client.get("/admin/").context["app_list"]
    links = [row[key] for section in sections for row in section["models"] for key in ("admin_url", "add_url")]
    assert len(links) > 20
    for link in filter(None, links):
        assert client.get(link, follow=True).status_code == 200, link


def lists_of(client):
    """The lists that stand on the first page, as pages."""
    for section in client.get("/admin/").context["app_list"]:
        for row in section["models"]:
            yield row["model"], client.get(row["admin_url"], follow=True).content.decode()


def test_every_list_stands_in_a_section_that_names_what_one_comes_for(client, administrator):
    administrator.is_superuser = True
    administrator.save()
    named = {label for _, labels in SECTIONS for label in labels}
    shown = {
        row["model"]._meta.label_lower for part in client.get("/admin/").context["app_list"] for row in part["models"]
    }
    assert shown <= named


def test_lists_lead_back_in_one_step_and_count_in_words_of_one_row(client, administrator):
    administrator.is_superuser = True
    administrator.save()
    make_page()
    make_draft()
    pages = {model._meta.label_lower: " ".join(text.split()) for model, text in lists_of(client)}
    for label, text in pages.items():
        crumbs = re.findall(r'<ol class="breadcrumbs">(.*?)</ol>', text)[0]
        names = [name.strip() for name in re.findall(r">([^<>]+)<", crumbs) if name.strip()]
        assert names[0] == "Beranda" and len(set(names)) == len(names) <= 3, (label, names)
    assert "1 siaran pers" in pages["news.edition"]
    assert "0 foto" in pages["selayar_site.photo"]
    assert 'href="/admin/selayar_site/"' not in pages["selayar_site.photo"]
    assert client.get("/admin/news/").url == "/admin/"


def test_each_value_of_a_list_names_its_column_and_says_yes_in_indonesian(client, administrator):
    text = client.get(reverse("admin:selayar_site_user_changelist")).content.decode()
    assert 'data-label="Langkah kedua"' in text and 'alt="ya"' in text
    assert 'alt="True"' not in text


# One history


def test_change_is_told_to_the_history_without_its_values(client, administrator):
    page = make_page()
    client.post(change_url(page), form_of(page, title="Judul yang baru"))
    entry = Audit.objects.about(page).get()
    assert (entry.action, entry.changed, entry.actor) == ("change", ["title"], administrator)
    assert not LogEntry.objects.exists()


def test_first_page_links_what_one_did_by_its_title_while_it_is_there(client, administrator):
    article, draft = make_approved(title="Yang dicabut").article, make_draft(title="Yang ditulis")
    for thing, action in ((draft, "start"), (draft, "save"), (article, "withdraw")):
        Audit.objects.record(thing, action, by=administrator, changed=["photos", "tag_names"])
    page = make_page()
    Audit.objects.record(page, "change", by=administrator)
    with CaptureQueriesContext(connection) as few:
        shown = " ".join(client.get("/admin/").content.decode().split())
    assert f'<a href="/admin/news/edition/{draft.pk}/change/">Yang ditulis</a>: disimpan' in shown
    assert f'<a href="/admin/news/edition/{article.editions.get().pk}/change/">Yang dicabut</a>: pencabutan' in shown
    assert f"no. {page.pk}: diubah" in shown
    for _ in range(3):
        Audit.objects.record(make_draft(), "start", by=administrator)
    with CaptureQueriesContext(connection) as many:
        client.get("/admin/")
    assert len(many) == len(few)


def test_history_calls_rows_and_form_fields_by_their_names(client, administrator):
    draft = make_draft()
    Audit.objects.record(draft, "save", by=administrator, changed=["attachments", "photos", "tag_names", "title"])
    assert lines(Audit.objects.about(draft))[0].fields == "lampiran, foto, tagar, judul"


def test_form_saved_as_it_was_tells_nothing(client, administrator):
    page = make_page()
    client.post(change_url(page), form_of(page))
    assert not Audit.objects.about(page).exists()


def test_history_page_speaks_of_the_office_s_time(client, administrator):
    page = make_page()
    client.post(change_url(page), form_of(page, title="Judul yang baru"))
    text = client.get(reverse("admin:selayar_site_page_history", args=[page.pk])).content.decode()
    assert "Waktu (WITA)" in text
    assert "diubah" in text
    assert "judul" in text


def test_history_cannot_be_changed_in_the_office(client, administrator):
    administrator.is_superuser = True
    administrator.save()
    entry = Audit.objects.record(administrator, "change", by=administrator)
    url = reverse("admin:selayar_site_audit_change", args=[entry.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"action": "lain"}).status_code == 403
    assert client.post(reverse("admin:selayar_site_audit_delete", args=[entry.pk])).status_code == 403


def test_history_is_filtered_by_kind_and_searched_by_person(client, administrator):
    page = make_page()
    Audit.objects.record(page, "change", by=administrator)
    Audit.objects.record(administrator, "change", by=make_user())
    url = reverse("admin:selayar_site_audit_changelist")
    kinds = client.get(url, {"jenis": "selayar_site.page"}).context["cl"].result_list
    assert [entry.object_type for entry in kinds] == ["selayar_site.page"]
    assert client.get(url, {"q": administrator.full_name}).context["cl"].result_count == 1


# Nobody is overwritten


def test_page_store_forgets_when_a_page_or_the_identity_changes(client, administrator):
    page = make_page()
    client.post(change_url(page), form_of(page, title="Judul yang baru"))
    assert [row.section for row in Purge.objects.all()] == ["site"]


def test_second_writer_loses_nothing_and_overwrites_nothing(client, administrator):
    page = make_page(title="Asli")
    first, second = form_of(page, title="Dari yang pertama"), form_of(page, title="Dari yang kedua")
    assert client.post(change_url(page), first).status_code == 302
    response = client.post(change_url(page), second)
    assert response.status_code == 409
    text = response.content.decode()
    assert 'value="Dari yang kedua"' in text
    assert "Dari yang pertama" in text
    page.refresh_from_db()
    assert (page.title, page.version) == ("Dari yang pertama", 2)


def test_loser_can_save_after_comparing(client, administrator):
    page = make_page()
    client.post(change_url(page), form_of(page, title="Dari yang pertama"))
    response = client.post(change_url(page), form_of(page, title="Dari yang kedua"))
    version = re.search(r'name="version" value="(\d+)"', response.content.decode())[1]
    assert client.post(change_url(page), form_of(page, title="Dari keduanya", version=version)).status_code == 302
    page.refresh_from_db()
    assert (page.title, page.version) == ("Dari keduanya", 3)


@pytest.mark.parametrize("version", ["", "x", "²", "-1", "99999999999999999999"])
def test_form_without_a_version_saves_nothing(client, administrator, version):
    page = make_page(title="Asli")
    assert client.post(change_url(page), form_of(page, title="Lain", version=version)).status_code == 409
    page.refresh_from_db()
    assert page.title == "Asli"


def test_invalid_form_keeps_the_version_it_was_rendered_from(client, administrator):
    page = make_page()
    Page.objects.filter(pk=page.pk).update(version=5)
    response = client.post(change_url(page), form_of(page, title=""))
    assert response.context["version"] == str(page.version)


def test_address_of_a_page_is_given_once(client, administrator):
    page = make_page(slug="tentang")
    client.post(change_url(page), form_of(page, slug="lain"))
    page.refresh_from_db()
    assert page.slug == "tentang"


def test_rich_text_is_sanitised_on_the_way_in(client, administrator):
    page = make_page()
    client.post(change_url(page), form_of(page, body_html='<p onclick="x()">Aman<script>x()</script></p>'))
    page.refresh_from_db()
    assert page.body_html == "<p>Aman</p>"


def test_style_attributes_are_allowed_on_editor_pages_alone(client, administrator):
    page = make_page()
    editor = client.get(change_url(page))["Content-Security-Policy"]
    assert "style-src-attr 'unsafe-inline'" in editor
    assert "style-src 'self'" in editor
    assert "unsafe" not in client.get("/admin/")["Content-Security-Policy"]


def test_identity_leads_straight_to_its_form(client, administrator):
    lists = reverse("admin:selayar_site_siteidentity_changelist")
    assert client.get(lists).url == reverse("admin:selayar_site_siteidentity_add")
    SiteIdentity(regency="Kabupaten A", short_name="A", site_name="Kabar A", description="A", office="HUMAS").save()
    assert client.get(lists).url == reverse("admin:selayar_site_siteidentity_change", args=[1])
    assert client.get(reverse("admin:selayar_site_siteidentity_add")).status_code == 403


# Accounts


def user_form(user, **fields):
    values = {"full_name": user.full_name, "email": user.email, "position": user.position, "is_staff": "on"}
    values |= {"is_active": "on"} if user.is_active else {}
    return {**values, "groups": list(user.groups.values_list("pk", flat=True)), **fields}


def role(name):
    return Group.objects.get(name=name).pk


def test_new_account_gets_a_link_and_no_password(client, administrator, django_capture_on_commit_callbacks):
    new = {"full_name": "Andi Baru", "email": "Andi@Selayar.example", "is_active": "on", "is_staff": "on"}
    with django_capture_on_commit_callbacks() as callbacks:
        client.post(reverse("admin:selayar_site_user_add"), {**new, "groups": [role(roles.WRITER)]})
    user = User.objects.get(email="andi@selayar.example")
    assert not user.has_usable_password()
    assert len(callbacks) >= 1
    granted = Audit.objects.about(user).get(action="grant_role")
    assert granted.to_state == roles.WRITER


@pytest.mark.django_db(transaction=True)
def test_password_link_is_sent_by_button_and_told(client, administrator):
    user = make_staff(roles.WRITER)
    button = {"CHANGE_FORM-action": "send_password_link", "_selected_action": user.pk, "index": 0}
    client.post(change_url(user), button)
    assert [message.to for message in mail.outbox] == [[user.email]]
    assert Audit.objects.about(user).first().action == "send_password_link"


def test_administrator_changes_the_role_of_a_colleague(client, administrator):
    user = make_staff(roles.WRITER)
    client.post(change_url(user), user_form(user, groups=[role(roles.EDITOR)]))
    assert [group.name for group in user.groups.all()] == [roles.EDITOR]
    told = {(entry.action, entry.from_state, entry.to_state) for entry in Audit.objects.about(user)}
    assert {("grant_role", "", roles.EDITOR), ("take_role", roles.WRITER, "")} <= told


def test_nobody_gives_themselves_rights(client, administrator):
    everything = [group.pk for group in Group.objects.all()]
    client.post(change_url(administrator), user_form(administrator, groups=everything, is_superuser="on"))
    administrator.refresh_from_db()
    assert [group.name for group in administrator.groups.all()] == [roles.ADMINISTRATOR]
    assert not administrator.is_superuser


def test_nobody_makes_a_superuser_in_the_office(client, administrator):
    user = make_staff(roles.WRITER)
    client.post(change_url(user), user_form(user, is_superuser="on", user_permissions=[1]))
    user.refresh_from_db()
    assert not user.is_superuser
    assert not user.user_permissions.exists()


def test_superuser_is_changed_only_by_their_like(client, administrator):
    chief = make_user(is_superuser=True, is_staff=True)
    assert client.post(change_url(chief), user_form(chief, email="saya@selayar.example")).status_code == 403
    reset = reverse("admin:selayar_site_user_reset_second_factor", args=[chief.pk])
    assert client.post(reset, {"reason": "ingin"}).status_code == 403


def test_accounts_are_closed_not_deleted(client, administrator):
    user = make_staff(roles.WRITER)
    assert client.post(reverse("admin:selayar_site_user_delete", args=[user.pk]), {"post": "yes"}).status_code == 403
    client.post(change_url(user), user_form(user) | {"is_active": ""})
    user.refresh_from_db()
    assert not user.is_active
    assert Audit.objects.about(user).filter(action="deactivate").exists()


def test_second_factor_of_a_colleague_is_taken_away_with_a_reason(client, administrator):
    user = make_staff(roles.WRITER)
    sign_in(type(client)(), user)
    url = reverse("admin:selayar_site_user_reset_second_factor", args=[user.pk])
    client.post(url, {"reason": ""})
    assert Authenticator.objects.filter(user=user).exists()
    client.post(url, {"reason": "Ponsel hilang, dipastikan lewat telepon."})
    assert not Authenticator.objects.filter(user=user).exists()
    entry = Audit.objects.about(user).get(action="reset_second_factor")
    assert entry.reason.text == "Ponsel hilang, dipastikan lewat telepon."


def test_nobody_takes_their_own_factor_away_in_the_office(client, administrator):
    url = reverse("admin:selayar_site_user_reset_second_factor", args=[administrator.pk])
    assert client.post(url, {"reason": "mudah"}).status_code == 403


def test_writer_does_not_reach_accounts(client):
    user = make_staff(roles.WRITER)
    sign_in(client, user)
    assert client.get(reverse("admin:selayar_site_user_changelist")).status_code == 403
    assert client.get(change_url(user)).status_code == 403


def test_roles_are_read_and_not_changed(client, administrator):
    group = Group.objects.get(name=roles.EDITOR)
    url = reverse("admin:auth_group_change", args=[group.pk])
    text = client.get(url).content.decode()
    assert "menambah siaran pers" in text
    assert client.post(url, {"name": "Lain"}).status_code == 403


# Cheap counts


def test_list_counts_to_a_thousand_and_no_further():
    Page.objects.bulk_create([Page(slug=f"s-{number}", title="A", summary="A", body_html="") for number in range(1005)])
    with CaptureQueriesContext(
        connection,
    ) as queries:
        pages = CappedPaginator(Page.objects.all(), 50)
        assert (pages.count, pages.is_capped, pages.num_pages) == (1000, True, 20)
    assert len(queries) == 1
    assert "LIMIT 1001" in queries[0]["sql"]
    assert Paginator(Page.objects.all(), 50).count == 1005


def test_lists_ask_as_often_for_fifty_accounts_as_for_five(client, administrator):
    url = reverse("admin:selayar_site_user_changelist")
    counts = []
    for number in (5, 45):
        for _ in range(number):
            make_staff(roles.WRITER)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_list_tells_nothing_of_columns_that_it_does_not_offer_to_filter_by(client):
    sign_in(client, make_staff(roles.AUDITOR))
    for hidden in ("selayar_site/user/?password__startswith=a", "programs/worker/?kpj__startswith=0"):
        assert client.get(f"/admin/{hidden}").status_code == 400, hidden
    for offered in ("selayar_site/user/?is_active__exact=1", "programs/civilservant/?status=pns", "news/reads/?hari=7"):
        assert client.get(f"/admin/{offered}").status_code == 200, offered
