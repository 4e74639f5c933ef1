"""What waits for whom in the newsroom: the first thing on the first page of the admin."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from news.models import Article, Autosave, Edition, EmbargoLink, LinkCheck, Standing
from news.reads import store
from news.words import moment, short_moment
from selayar_site.models import User
from selayar_site.templatetags.site_tags import number

SHOWN = 5
SHOWN_LINKS = 30
LONGEST_TITLE = 120


@dataclass(frozen=True)
class Item:
    title: str
    note: str
    url: str


@dataclass(frozen=True)
class Part:
    """One list of the desk; `all_url` leads to the rest where there is more than is shown."""

    title: str
    items: list[Item]
    all_url: str
    is_urgent: bool = False


def desk_for(user: User, at: datetime | None = None) -> list[Part]:
    """The lists that hold something for this person now, the most urgent first; none for who may not see releases.

    One query each.
    """
    if not user.has_perm("news.view_edition"):
        return []
    at = at or timezone.now()
    editions = Edition.objects.select_related("article", "created_by", "submitted_by")
    mine = editions.filter(created_by=user)
    approves = user.has_perm("news.approve_edition")
    parts = []
    if user.has_perm("news.change_edition"):
        parts.append(_unsaved(user))
        parts.append(
            _part("Dikembalikan kepada Anda", mine.standing(Standing.RETURNED, at), _saved, urgent=True, user=user)
        )
    if approves:
        waiting = editions.standing(Standing.IN_REVIEW, at).order_by("submitted_at", "pk")
        parts.append(_part("Menunggu persetujuan", waiting, _submitted, urgent=True))
    if user.has_perm("news.change_edition"):
        if not approves:  # who approves has them among those that wait
            mine_waiting = mine.standing(Standing.IN_REVIEW, at)
            parts.append(_part("Anda ajukan, belum diputuskan", mine_waiting, _submitted, user=user))
        parts.append(_part("Konsep Anda", mine.standing(Standing.DRAFT, at), _saved, user=user))
        parts.append(_part("Foto tanpa teks alternatif", editions.lacking_alt(), _saved))
        parts.append(_dead_links())
    scheduled = editions.standing(Standing.SCHEDULED, at).order_by("live_from", "pk")
    parts.append(_part("Terjadwal", scheduled, _live_from))
    if approves:
        alone = editions.awaiting_second_look().exclude(approved_by=user)
        parts.append(_to_look_at(alone))
    if approves:
        parts.append(_embargoes(at))
    published = editions.standing(Standing.LIVE, at).order_by("-live_from", "-pk")
    parts.append(_part("Terakhir terbit", published, _live_from))
    parts.append(_most_read(at))
    return [part for part in parts if part.items]


def _part(
    title: str,
    editions: QuerySet[Edition],
    note: Callable[[Edition], str],
    *,
    urgent: bool = False,
    user: User | None = None,
) -> Part:
    rows = list(editions[: SHOWN + 1])
    items = [Item(row.title, note(row), reverse("admin:news_edition_change", args=[row.pk])) for row in rows[:SHOWN]]
    return Part(title, items, _all_url(rows[0], user) if len(rows) > SHOWN else "", urgent)


def _to_look_at(editions: QuerySet[Edition]) -> Part:
    """What one person approved alone; each leads to what it changed, where a second person settles it."""
    items = [
        Item(edition.title, _approved(edition), reverse("admin:news_edition_compare", args=[edition.pk]))
        for edition in editions.select_related("approved_by")[:SHOWN_LINKS]
    ]
    return Part("Perbaikan kecil untuk dilihat kembali", items, "")


def _unsaved(user: User) -> Part:
    """What this person typed and did not save: of releases not yet begun, and of those still open."""
    kept = Autosave.objects.left_by(user).filter(Q(edition=None) | Q(edition__state__in=Edition.OPEN_STATES))
    items = [
        Item(
            " ".join(row.data.get("title", "").split())[:LONGEST_TITLE] or "Tanpa judul",
            f"{'siaran pers baru' if row.edition_id is None else 'perubahan'}, diketik {short_moment(row.saved_at)}",
            reverse("admin:news_edition_change", args=[row.edition_id])
            if row.edition_id
            else reverse("admin:news_edition_add"),
        )
        for row in kept[:SHOWN]
    ]
    return Part("Tulisan Anda yang belum tersimpan", items, "", is_urgent=True)


def _most_read(at: datetime) -> Part:
    """What readers opened most in seven days, with how often; one query for the numbers, one for the names."""
    rows = store.most_read(store.Period(7, timezone.localdate(at)), SHOWN)
    named = Article.shown_in_history([row.article_id for row in rows])
    page = reverse("admin:news_reads_changelist")
    items = [
        Item(named[row.article_id].title, f"{number(row.number)} kali", f"{page}?siaran={row.article_id}&hari=7")
        for row in rows
    ]
    return Part("Paling dibaca 7 hari ini", items, f"{page}?hari=7")


def _dead_links() -> Part:
    """Links of live texts that lead nowhere any more."""
    checks = list(LinkCheck.objects.dead()[: SHOWN + 1])
    items = [
        Item(check.edition.title, check.url, reverse("admin:news_edition_links", args=[check.edition_id]))
        for check in checks[:SHOWN]
    ]
    return Part("Tautan mati", items, reverse("admin:news_linkcheck_changelist") if len(checks) > SHOWN else "")


def _embargoes(at: datetime) -> Part:
    """Who reads before everyone else now, and whether they have."""
    links = EmbargoLink.objects.running(at).select_related("edition").annotate(opened=Count("openings"))
    items = [
        Item(
            link.edition.title,
            f"{link}: {_opened(link.opened)}, terbit {_live_from(link.edition)}",
            reverse("admin:news_edition_access", args=[link.edition_id]),
        )
        for link in links[:SHOWN_LINKS]
    ]
    return Part("Akses embargo yang berlaku", items, "")


def _opened(times: int) -> str:
    return f"dibuka {times} kali" if times else "belum dibuka"


def _all_url(sample: Edition, user: User | None) -> str:
    """The newsroom's list, narrowed to how these stand and, for one's own, to whose they are."""
    narrowed = {"keadaan": str(sample.standing()), **({"penulis": user.pk} if user else {})}
    return f"{reverse('admin:news_edition_changelist')}?{urlencode(narrowed)}"


def _saved(edition: Edition) -> str:
    return f"disimpan {short_moment(edition.saved_at)}"


def _submitted(edition: Edition) -> str:
    when = short_moment(edition.submitted_at) if edition.submitted_at else ""
    return f"diajukan {edition.submitted_by}, {when}"


def _live_from(edition: Edition) -> str:
    return moment(edition.live_from) if edition.live_from else ""


def _approved(edition: Edition) -> str:
    return (
        f"disetujui {edition.approved_by} sendiri, {short_moment(edition.approved_at)}" if edition.approved_at else ""
    )
