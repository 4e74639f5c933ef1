"""The sample content: enough, complete, and true to what the record says."""

import tomllib
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from news.models import Article, Correction, Edition
from news.rules import publishing_problems
from programs.models import Agency, Area, Occupation, Program
from selayar_site.models import Page, SiteIdentity
from selayar_site.richtext import plain, sanitize
from selayar_site.sample.load import HERE, load_basics, load_releases
from tests.factories import make_user

RELEASES = sorted((HERE / "releases").glob("*.toml"))


@pytest.mark.django_db
def test_basics_load_twice_and_keep_what_the_office_changed() -> None:
    load_basics()
    Page.objects.filter(slug="tentang").update(title="Tentang kami")
    load_basics()
    assert Page.objects.get(slug="tentang").title == "Tentang kami"
    assert SiteIdentity.objects.count() == 1
    pages = {"tentang", "kontak", "privasi", "aksesibilitas", "pemakaian-ulang"}
    assert set(Page.objects.values_list("slug", flat=True)) == pages
    assert Agency.objects.count() == 38
    assert Program.objects.get(slug="sikamseang").other_names == ["Sikamaseang"]
    assert Occupation.objects.filter(sector=Occupation.Sector.TRANSPORT).count() == 2


@pytest.mark.django_db
def test_the_regency_has_its_11_districts_and_88_villages() -> None:
    load_basics()
    regency = Area.objects.get(code="73.01")
    districts = regency.parts.filter(kind=Area.Kind.DISTRICT)
    villages = Area.objects.filter(parent__in=districts)
    assert (districts.count(), villages.count()) == (11, 88)
    assert villages.filter(kind=Area.Kind.VILLAGE).count() == 81
    assert villages.filter(kind=Area.Kind.URBAN_VILLAGE).count() == 7


@pytest.mark.parametrize("path", RELEASES, ids=lambda path: path.stem)
def test_each_release_is_whole(path: Path) -> None:
    release = tomllib.loads(path.read_text(encoding="utf-8"))
    assert len(release["title"]) <= 100 and len(release["summary"]) <= 230
    assert not release["title"].endswith(".")
    assert plain(sanitize(release["body"])) == plain(release["body"])
    assert release["lead"]["alt"] and release["lead"]["alt"] != release["title"]
    for picture in (release["lead"], *release.get("gallery", [])):
        assert (HERE / "pictures" / f"{picture['photo']}.jpg").stat().st_size < 150_000
    assert "lorem" not in release["body"].lower()


@pytest.mark.once
@pytest.mark.django_db
def test_releases_load_through_the_newsroom_and_only_once(client: Client) -> None:
    load_basics()
    people = {"writer": make_user(), "editor": make_user()}
    assert len(list(load_releases(**people))) == len(RELEASES) >= 24
    assert list(load_releases(**people)) == []
    now = timezone.now()
    assert Article.objects.listed(now).count() >= 24
    assert Edition.objects.filter(live_from__gt=now).count() == 1
    assert Article.objects.listed(now + timedelta(days=4)).count() == Article.objects.listed(now).count() + 1
    assert set(Article.objects.exclude(withdrawn_at=None).values_list("withdrawal_mode", flat=True)) == {
        "gone",
        "redirect",
        "notice",
    }
    assert "<news:news>" in client.get("/sitemap-berita.xml").text, "one of today"
    assert Edition.objects.filter(state=Edition.State.IN_REVIEW).count() == 1
    assert Correction.objects.filter(kind="ralat").exists()
    assert Edition.objects.filter(attachments__isnull=False).exists()
    assert [edition.title for edition in Edition.objects.all() if publishing_problems(edition)] == []
    for article in Article.objects.all():
        assert client.get(article.get_absolute_url(), follow=True).status_code in {200, 404, 410}
    assert client.get("/").status_code == 200


@pytest.mark.django_db
def test_a_new_installation_begins_with_pages_and_areas_but_no_releases(client: Client) -> None:
    call_command("begin", stdout=StringIO())
    assert client.get("/privasi/").status_code == client.get("/program/sikamseang/").status_code == 200
    assert Area.objects.count() == 101
    assert not Article.objects.exists()
