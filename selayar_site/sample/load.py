"""Content to begin with, and the sample releases of the demo. Both may be loaded again: what is there stays."""

import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils import timezone

from news import actions
from news.models import Address, Article, Attachment, Category, Edition, EditionPhoto, Tag
from programs.actions import figures, people, snapshots
from programs.areas import load_areas
from programs.models import (
    Agency,
    Allocation,
    Area,
    Award,
    Benefit,
    CivilServant,
    Indicator,
    Occupation,
    Program,
    ProgramContact,
    Snapshot,
    Tariff,
    Worker,
)
from selayar_site.documents import accept_document, document_name
from selayar_site.models import Page, Photo, SiteIdentity, User
from selayar_site.months import month_number
from selayar_site.pagestore import purge
from selayar_site.pictures import add_photo

HERE = Path(__file__).parent
CREDIT = "HUMAS Selayar"


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


@transaction.atomic
def load_basics() -> None:
    """Identity, pages, areas, occupations, agencies, programmes, categories and tags, where they are missing."""
    identity = _toml(HERE / "identity.toml")
    pages = identity.pop("pages")
    if not SiteIdentity.objects.exists():
        SiteIdentity.objects.create(**identity)
    for position, page in enumerate(pages):
        body = (HERE / "pages" / f"{page['slug']}.html").read_text(encoding="utf-8")
        _once(Page, page | {"body_html": body, "position": position})
    load_areas()
    for sector, groups in _toml(HERE / "occupations.toml").items():
        trades = [(name, group) for group, names in groups.items() for name in names]
        for position, (name, group) in enumerate(trades):
            _once(Occupation, {"name": name, "sector": sector, "group": group, "position": position}, key="name")
    for agency in _toml(HERE / "agencies.toml")["agencies"]:
        _once(Agency, {name: agency[name] for name in ("code", "name", "short_name", "kind")}, key="code")
    for position, program in enumerate(_toml(HERE / "programs.toml")["programs"]):
        program["body_html"] = program.pop("body")
        program["starts_on"] = program.pop("started_on", None)
        contacts = program.pop("contacts", [])
        _once(Program, program | {"position": position})
        _load_contacts(program["slug"], contacts)
    _load_tariffs()
    taxonomy = _toml(HERE / "categories.toml")
    for position, category in enumerate(taxonomy["categories"]):
        _once(Category, category | {"position": position})
    for tag in taxonomy["tags"]:
        _once(Tag, tag)
    purge("site", "programs", "news")


def _load_contacts(slug: str, contacts: list[dict[str, str]]) -> None:
    program = Program.objects.get(slug=slug)
    if not program.contacts.exists():
        for position, contact in enumerate(contacts):
            ProgramContact.objects.create(program=program, position=position, **contact)


def _load_tariffs() -> None:
    """Relief ends with a row of the amount before it: no end is stored."""
    if Tariff.objects.exists():
        return
    given = _toml(HERE / "tariffs.toml")
    for position, benefit in enumerate(given["benefits"]):
        _once(Benefit, benefit | {"position": position}, key="code")
    benefits = {benefit.code: benefit for benefit in Benefit.objects.all()}
    rows: list[Tariff] = []
    for tariff in given["tariffs"]:
        for sector in tariff["sectors"]:
            for payer in tariff["payers"]:
                key = {"benefit": benefits[tariff["benefit"]], "sector": sector, "payer": payer}
                told = {name: tariff.get(name, "") for name in ("source", "note")}
                since, sure = month_number(*tariff["from"]), tariff["confirmed"]
                before = next((row for row in rows if all(getattr(row, name) == key[name] for name in key)), None)
                rows.append(Tariff(**key, **told, valid_from=since, amount=tariff["amount"], is_confirmed=sure))
                if before and "until" in tariff:
                    after = {name: getattr(before, name) for name in ("amount", "source", "note", "is_confirmed")}
                    rows.append(Tariff(**key, **after, valid_from=month_number(*tariff["until"]) + 1))
    Tariff.objects.bulk_create(rows)


def load_people(*, by: User) -> None:
    """A few artificial people for the demo, through the verbs, where the registers are empty."""
    given = _toml(HERE / "people.toml")
    if not Worker.objects.exists():
        for worker in given["workers"]:
            worker["village"] = Area.objects.get(code=worker["village"])
            worker["occupation"] = Occupation.objects.get(name=worker["occupation"])
            people.register_worker(by=by, **worker)
    if not CivilServant.objects.exists():
        for person in given["civil_servants"]:
            person["agency"] = Agency.objects.get(code=person["agency"])
            people.register_civil_servant(by=by, **person)


def load_figures(*, by: User, approver: User) -> None:
    """The record of the programmes as figures, budgets and awards, through the verbs, where there are none yet."""
    given = _toml(HERE / "figures.toml")
    photos = {award["slug"]: _photo(award.pop("photo"), by=by) for award in given["awards"]}
    with transaction.atomic():
        if not Indicator.objects.exists():
            for position, row in enumerate(given["indicators"]):
                _load_indicator(row | {"position": position}, by=by, approver=approver)
        for row in given["allocations"] if not Allocation.objects.exists() else []:
            row["program"] = Program.objects.get(slug=row["program"])
            Allocation.objects.create(**row)
        for row in given["awards"] if not Award.objects.exists() else []:
            programs = Program.objects.filter(slug__in=row.pop("programs"))
            Award.objects.create(**row, photo=photos[row["slug"]]).programs.set(programs)
        purge("programs")


def _load_indicator(row: dict[str, Any], *, by: User, approver: User) -> None:
    rows, programs = row.pop("figures"), row.pop("programs", [])
    indicator = Indicator.objects.create(**row)
    indicator.programs.set(Program.objects.filter(slug__in=programs))
    for values in rows:
        values["value"] = Decimal(str(values["value"]))
        figure = figures.enter_figure(by=by, indicator=indicator, **values)
        figures.approve_figure(figure, by=approver, version=figure.version)


def load_snapshots(*, by: User, approver: User) -> None:
    """Half a year of the registers, the last month still waiting for its approval, where there are none yet."""
    if Snapshot.objects.exists():
        return
    last = snapshots.month_before(timezone.localdate())
    for month in range(last - 6, last + 1):
        snapshot = snapshots.compute_snapshot(month, by=by)
        if month < last:
            snapshots.approve_snapshot(snapshot, by=approver, version=snapshot.version)


def _once(model: Any, values: dict[str, Any], key: str = "slug") -> None:
    model.objects.get_or_create(**{key: values[key]}, defaults=values)


def load_releases(*, writer: User, editor: User) -> Iterator[str]:
    """The sample releases, through the same verbs as any other; gives each slug as it is done."""
    releases = [_toml(path) for path in sorted((HERE / "releases").glob("*.toml"))]
    for release in releases:
        if not Address.objects.filter(slug=release["slug"]).exists():
            pictures = [release["lead"], *release.get("gallery", [])]
            # Before the transaction: drawing under a lock would make other writers wait.
            photos = [_photo(picture["photo"], by=writer) for picture in pictures]
            _publish(release, photos, writer=writer, editor=editor)
            yield release["slug"]
    for release in releases:
        _afterwards(release, by=editor)


@transaction.atomic
def _publish(release: dict[str, Any], photos: list[Photo], *, writer: User, editor: User) -> None:
    live_from = _moment(release)
    approved_at = min(live_from, timezone.now()) - timedelta(minutes=20)
    edition = actions.start_article(
        by=writer,
        slug=release["slug"],
        category=Category.objects.get(slug=release["category"]),
        body_html=release["body"],
        **{name: release[name] for name in ("title", "summary", "place")},
    )
    edition.tags.set(Tag.objects.filter(slug__in=release["tags"]))
    edition.programs.set(Program.objects.filter(slug__in=release["programs"]))
    for position, (picture, photo) in enumerate(
        zip([release["lead"], *release.get("gallery", [])], photos, strict=True)
    ):
        EditionPhoto.objects.create(
            edition=edition,
            photo=photo,
            role=EditionPhoto.Role.GALLERY if position else EditionPhoto.Role.LEAD,
            position=position,
            **{name: picture[name] for name in ("alt", "caption")},
        )
    for position, attachment in enumerate(release.get("attachments", [])):
        _attach(edition, attachment, position)
    actions.submit(edition, by=writer, version=edition.version, at=approved_at - timedelta(hours=1))
    if not release.get("is_in_review"):
        actions.approve(edition, by=editor, version=edition.version, live_from=live_from, at=approved_at)


def _moment(release: dict[str, Any]) -> datetime:
    """`date` in the regency's time; else as the demo begins: nine in the morning `in_days`, or `hours_ago`."""
    if "date" in release:
        return timezone.make_aware(release["date"])
    if "in_days" in release:
        return timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(release["in_days"])
    return timezone.now().replace(second=0, microsecond=0) - timedelta(hours=release.get("hours_ago", 0))


def _photo(key: str, *, by: User) -> Photo:
    title = key.replace("-", " ").capitalize()
    known = Photo.objects.filter(title=title, credit=CREDIT).first()
    if known:
        return known
    with (HERE / "pictures" / f"{key}.jpg").open("rb") as file:
        return add_photo(File(file, name=f"{key}.jpg"), by=by, title=title, credit=CREDIT)


def _attach(edition: Edition, attachment: dict[str, Any], position: int) -> None:
    with (HERE / "attachments" / attachment["file"]).open("rb") as file:
        document = accept_document(File(file, name=attachment["file"]), title=attachment["title"])
    Attachment.objects.create(
        edition=edition,
        title=attachment["title"],
        file=ContentFile(document.content, name=document_name(attachment["title"])),
        size=len(document.content),
        pages=document.pages,
        position=position,
    )


@transaction.atomic
def _afterwards(release: dict[str, Any], *, by: User) -> None:
    """Corrections and withdrawals, which may point to releases that come later in the list."""
    article = Article.objects.get(addresses__slug=release["slug"])
    if not article.corrections.exists():
        for correction in release.get("corrections", []):
            at = timezone.make_aware(correction["at"])
            text = {name: correction[name] for name in ("kind", "wrong", "right")}
            actions.correct(article, by=by, at=at, **text)
    withdrawal = release.get("withdrawal")
    if withdrawal and not article.withdrawn_at:
        target = Article.objects.filter(addresses__slug=withdrawal.get("target", "")).first()
        actions.withdraw(
            article,
            by=by,
            version=article.version,
            mode=withdrawal["mode"],
            reason=withdrawal["reason"],
            target=target,
            at=timezone.make_aware(withdrawal["at"]),
        )
