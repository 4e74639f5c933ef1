"""The article: what stays the same while its text has editions, and who may see it when.

Visibility is a function of the clock and of these rows. Two words own it: `listed()` and `answer_for()`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from itertools import batched
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils import timezone

from selayar_site.jsonlist import json_list
from selayar_site.models import Photo
from selayar_site.prepared import Prepared
from selayar_site.text import ProseField

from .correction import Correction
from .edition import Edition, EditionPhoto

# Up to so many editions are named one by one; more are left to the database, which then walks the list by date.
FEW = 600


class Outcome(Enum):
    """What a reader gets at an address."""

    LIVE = "live"  # the text
    MOVED = "moved"  # another address has it
    GONE = "gone"  # 410 and why
    NOTICE = "notice"  # the text under a notice of withdrawal


@dataclass(frozen=True)
class Answer:
    outcome: Outcome
    article: "Article"
    url: str = ""
    until: datetime | None = None  # the next instant at which the clock may change this


class ArticleQuerySet(models.QuerySet["Article"]):
    def listed(self, at: datetime | None = None) -> "ArticleQuerySet":
        """The articles that lists, feeds, sitemaps, search and counts may show at that instant, newest first.

        Each carries `live_edition_id`; `with_live()` loads the editions themselves.
        """
        at = at or timezone.now()
        return (
            self.filter(first_live_from__lte=at)
            .filter(Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at))
            .annotate(
                live_edition_id=self._live_id(at),
                current_slug=self._current_slug(),
                corrected_at=Subquery(self._corrections(at).filter(kind=Correction.Kind.CORRECTION).values("at")[:1]),
            )
            .filter(
                Exists(
                    Edition.objects.filter(pk=OuterRef("live_edition_id")).filter(
                        Q(expires_at__isnull=True) | Q(expires_at__gt=at)
                    )
                )
            )
            .order_by("-first_live_from", "-pk")
        )

    @staticmethod
    def _live_id(at: datetime) -> Subquery:
        """The approved edition with the latest `live_from` not after `at`: single by a unique constraint."""
        return Subquery(
            Edition.objects.filter(article=OuterRef("pk"), state=Edition.State.APPROVED, live_from__lte=at)
            .order_by("-live_from")
            .values("pk")[:1]
        )

    @staticmethod
    def _corrections(at: datetime) -> models.QuerySet[Correction]:
        return Correction.objects.filter(article=OuterRef("pk"), at__lte=at).order_by("-at")

    @staticmethod
    def _current_slug(article: str = "pk") -> Subquery:
        return Subquery(Address.objects.filter(article=OuterRef(article), is_current=True).values("slug")[:1])

    def answer_for(self, slug: str, at: datetime | None = None) -> Answer:
        """What a reader gets at that address at that instant, in two queries.

        Raises Article.DoesNotExist where nothing is, or nothing is yet.
        """
        at = at or timezone.now()
        found = _answers(slug=slug, at=at)
        if not found:
            raise Article.DoesNotExist
        (edition,) = found
        edition.hold_photos(_uses(edition=edition.pk))
        article = edition.article
        article.live, article.current_slug = edition, edition.current_slug
        until = earliest(edition.next_coming, edition.next_ending, edition.next_correction)
        outcome, url = article.outcome_at(slug, at)
        return Answer(outcome, article, url, until)

    def with_live(self) -> list["Article"]:
        """Evaluate, with `live` on each article: two more queries however many rows."""
        return self.load_live(list(self))

    @staticmethod
    def load_live(articles: list["Article"]) -> list["Article"]:
        """The same articles of `listed()`, with `live`, category and lead photo on each. Two queries for a hundred."""
        for some in batched(articles, MANY, strict=False):
            keys = [article.live_edition_id for article in some]
            editions = {edition.pk: edition for edition in _editions(keys=keys)}
            leads = {use.edition_id: use for use in _leads(keys=keys)}
            for article in some:
                article.live = editions[article.live_edition_id]
                article.live.leads = [leads[article.live.pk]] if article.live.pk in leads else []
        return articles

    @staticmethod
    def load_cards(rows: Iterable["Article"], *, pictured: int | None = None) -> list["Article"]:
        """The articles of `listed()`, with of `live` what a card shows of it; of the first `pictured`, or of all, the
        lead photo too. Two queries for a hundred.
        """
        articles = list(rows)
        for some in batched(articles, MANY, strict=False):
            editions = {edition.pk: edition for edition in _cards(keys=[each.live_edition_id for each in some])}
            for article in some:
                article.live = editions[article.live_edition_id]
                article.live.leads = []
        for some in batched(articles[:pictured], MANY, strict=False):
            live = {article.live.pk: article.live for article in some}
            for use in _card_photos(keys=list(live)):
                live[use.edition_id].leads = [use]
        return articles

    def next_change(self, after: datetime) -> datetime | None:
        """The next instant at which the clock alone changes what the public sees: a text comes or ends, or a
        correction of a later date appears.

        One query, three index look-ups.
        """
        moments = _moments(after=after)
        return earliest(*moments[0]) if moments else None

    @staticmethod
    def _next_changes(after: datetime) -> dict[str, Subquery]:
        approved = Edition.objects.filter(state=Edition.State.APPROVED)
        coming = approved.filter(live_from__gt=after).order_by("live_from").values("live_from")[:1]
        ending = approved.filter(expires_at__gt=after).order_by("expires_at").values("expires_at")[:1]
        corrections = Correction.objects.filter(at__gt=after).order_by("at").values("at")[:1]
        return {
            "next_coming": Subquery(coming),
            "next_ending": Subquery(ending),
            "next_correction": Subquery(corrections),
        }

    def where_live(self, *terms: Q, **conditions: Any) -> "ArticleQuerySet":
        """Of `listed()`, those whose live edition meets the conditions. Asks one query at once.

        Where few editions meet them, the articles are reached by way of those; the database alone would walk the
        whole archive by date for three that bear a rare tag.
        """
        editions = Edition.objects.filter(*terms, state=Edition.State.APPROVED, **conditions)
        numbers = list(editions.order_by().values_list("pk", flat=True)[: FEW + 1])
        if len(numbers) <= FEW:
            return self.among(numbers)
        return self.meeting(*terms, **conditions)

    def meeting(self, *terms: Q, **conditions: Any) -> "ArticleQuerySet":
        """The same, article by article: where few are left."""
        return self.filter(Exists(Edition.objects.filter(*terms, pk=OuterRef("live_edition_id"), **conditions)))

    def among(self, numbers: list[int]) -> "ArticleQuerySet":
        """Of `listed()`, those whose live edition has one of these numbers, by way of their keys."""
        keys = Edition.objects.filter(pk__in=numbers).values("article")
        return self.filter(pk__in=keys, live_edition_id__in=numbers)

    def with_title(self) -> "ArticleQuerySet":
        """Of `listed()`: `live_title`, for lists of links that need no more."""
        return self.annotate(
            live_title=Subquery(Edition.objects.filter(pk=OuterRef("live_edition_id")).values("title"))
        )

    def with_changed_at(self, at: datetime | None = None) -> "ArticleQuerySet":
        """Of `listed()`: `changed_at`, when the live text or its latest correction appeared."""
        at = at or timezone.now()
        edition = Edition.objects.filter(pk=OuterRef("live_edition_id")).values("live_from")
        correction = self._corrections(at).values("at")[:1]
        return self.annotate(
            live_from=Subquery(edition),
            changed_at=Greatest(Subquery(edition), Coalesce(Subquery(correction), Subquery(edition))),
        )


def earliest(*moments: datetime | None) -> datetime | None:
    return min((moment for moment in moments if moment), default=None)


# What every page asks, compiled once.

MANY = 100


def _answer_rows(slug: str, at: datetime) -> models.QuerySet[Edition]:
    editions = Edition.objects.filter(article__addresses__slug=slug, state=Edition.State.APPROVED, live_from__lte=at)
    corrections = Correction.objects.filter(article=OuterRef("article"), at__lte=at)
    rides_along = {
        "current_slug": ArticleQuerySet._current_slug("article"),
        "correction_rows": json_list(corrections, "id", "kind", "at", "wrong", "right"),
    }
    return (
        editions.with_lists()
        .select_related("article", "category")
        .annotate(
            **rides_along,
            **ArticleQuerySet._next_changes(at),
        )
        .order_by("-live_from")[:1]
    )


_answers = Prepared(_answer_rows, slug=str, at=datetime)
_uses = Prepared(
    lambda edition: EditionPhoto.objects.filter(edition_id=edition).select_related("photo"),
    edition=int,
)
_editions = Prepared(lambda keys: Edition.objects.filter(pk__in=keys).select_related("category"), keys=MANY)
_leads = Prepared(
    lambda keys: EditionPhoto.objects.filter(edition__in=keys, role=EditionPhoto.Role.LEAD).select_related("photo"),
    keys=MANY,
)
# A third of the columns, in a third of the time.
_cards = Prepared(
    lambda keys: (
        Edition.objects.filter(pk__in=keys)
        .select_related("category")
        .only("title", "summary", "body_html", "category__name", "category__slug", "category__position")
    ),
    keys=MANY,
)
_card_photos = Prepared(
    lambda keys: (
        EditionPhoto.objects.filter(edition__in=keys, role=EditionPhoto.Role.LEAD)
        .select_related("photo")
        .only("edition_id", "alt", "is_decorative", *(f"photo__{name}" for name in Photo.SHOWN))
    ),
    keys=MANY,
)
_moments = Prepared(
    lambda after: Edition.objects.order_by().values_list(*ArticleQuerySet._next_changes(after).values())[:1],
    after=datetime,
)


class Article(models.Model):
    class Withdrawal(models.TextChoices):
        GONE = "gone", "Dicabut, alasannya tampil di alamat lama"
        REDIRECT = "redirect", "Dicabut, pembaca dialihkan ke siaran pers lain"
        NOTICE = "notice", "Dicabut, tetap dapat dibaca di bawah keterangan"

    release_number = models.CharField(  # noqa: DJ001  unique, and many have none yet
        "nomor siaran pers", max_length=40, unique=True, null=True, editable=False
    )
    number_key = models.CharField(  # noqa: DJ001  as above
        "nomor dalam alamat", max_length=40, unique=True, null=True, editable=False
    )
    first_live_from = models.DateTimeField("pertama terbit", null=True, editable=False)
    withdrawn_at = models.DateTimeField("dicabut", null=True, editable=False)
    withdrawal_mode = models.CharField("cara pencabutan", max_length=10, choices=Withdrawal, blank=True, editable=False)
    withdrawal_reason = ProseField("alasan pencabutan", blank=True, editable=False)
    withdrawal_target = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, verbose_name="siaran pers pengganti", related_name="+"
    )
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, verbose_name="dibuat oleh", related_name="+"
    )
    created_at = models.DateTimeField("dibuat", auto_now_add=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ArticleQuerySet.as_manager()

    # Set by `with_live()` and `answer_for()`.
    live: Edition
    live_edition_id: int
    current_slug: str
    corrected_at: datetime | None
    changed_at: datetime
    live_title: str
    rank: int  # set by news/search/ranking.py

    class Meta:
        verbose_name = "naskah siaran pers"
        verbose_name_plural = "naskah siaran pers"
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["-first_live_from", "-id"], name="news_article_newest"),
            models.Index(fields=["withdrawn_at"], name="news_article_withdrawn"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawal_mode="", withdrawal_reason="")
                    | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                    & ~Q(withdrawal_mode="")
                    & ~Q(withdrawal_reason="")
                ),
                name="news_article_withdrawal_is_one_fact",
                violation_error_message="Pencabutan menyebut waktu, cara, pelaku, dan alasannya sekaligus.",
            ),
            models.CheckConstraint(
                condition=Q(release_number__isnull=True, number_key__isnull=True)
                | Q(release_number__isnull=False, number_key__isnull=False),
                name="news_article_number_with_its_key",
                violation_error_message="Nomor siaran pers dan bentuknya dalam alamat diberikan sekaligus.",
            ),
            models.CheckConstraint(
                condition=~Q(withdrawal_mode="redirect") | Q(withdrawal_target__isnull=False),
                name="news_article_redirect_has_a_target",
                violation_error_message="Pilih siaran pers tujuan pengalihan.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawal_target__isnull=True) | ~Q(withdrawal_mode=""),
                name="news_article_withdrawn_names_another",
                violation_error_message="Hanya siaran pers yang dicabut yang menunjuk penggantinya.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawal_target__isnull=True) | ~Q(withdrawal_target=F("id")),
                name="news_article_not_redirected_to_itself",
                violation_error_message="Siaran pers tidak dapat dialihkan ke dirinya sendiri.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(first_live_from__isnull=False),
                name="news_article_withdrawn_after_publication",
                violation_error_message="Yang belum terbit tidak dapat dicabut.",
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    @classmethod
    def shown_in_history(cls, keys: Iterable[int]) -> dict[int, Edition]:
        """The office knows an article by its newest edition."""
        return {edition.article_id: edition for edition in Edition.objects.newsroom().filter(article__in=keys)}

    @property
    def slug(self) -> str:
        """The current address; no query on articles from `listed()` and `answer_for()`."""
        if "current_slug" not in self.__dict__:
            self.current_slug = self.addresses.filter(is_current=True).values_list("slug", flat=True).first() or ""
        return self.current_slug

    def get_absolute_url(self) -> str:
        return reverse("article_detail", kwargs={"slug": self.slug})

    def get_number_url(self) -> str:
        """Where anybody can ask whether a paper with its number is genuine; it has one since its first approval."""
        return reverse("number_detail", kwargs={"number": self.number_key})

    def is_withdrawn(self, at: datetime | None = None) -> bool:
        return self.withdrawn_at is not None and self.withdrawn_at <= (at or timezone.now())

    def outcome_at(self, slug: str, at: datetime) -> tuple[Outcome, str]:
        """What `answer_for` answers at one of this article's addresses, with `live` at hand."""
        withdrawn = self.is_withdrawn(at)
        if withdrawn and self.withdrawal_mode == self.Withdrawal.REDIRECT:
            return Outcome.MOVED, self.redirect_url()
        if withdrawn and self.withdrawal_mode == self.Withdrawal.GONE:
            return Outcome.GONE, ""
        if slug != self.slug:
            return Outcome.MOVED, self.get_absolute_url()
        if self.live.has_expired(at):
            return Outcome.GONE, ""
        return Outcome.NOTICE if withdrawn else Outcome.LIVE, ""

    def redirect_url(self) -> str:
        """Where a withdrawn article sends its readers: the end of the line, so that no browser hops twice."""
        target, seen = self.withdrawal_target, {self.pk}
        while target and target.pk not in seen and target.withdrawal_mode == self.Withdrawal.REDIRECT:
            seen.add(target.pk)
            target = target.withdrawal_target
        return target.get_absolute_url() if target and target.pk not in seen else reverse("article_list")

    def successor(self, at: datetime | None = None) -> "Article | None":
        """What readers of a withdrawn article are told to read instead, with its `live_title`, while it is listed."""
        if self.withdrawal_target_id is None:
            return None
        return Article.objects.listed(at).filter(pk=self.withdrawal_target_id).with_title().first()

    def is_known(self, at: datetime | None = None) -> bool:
        """Whether readers may have met it: it has been live, whatever became of it since."""
        return self.first_live_from is not None and self.first_live_from <= (at or timezone.now())

    def edition_at(self, at: datetime | None = None) -> Edition | None:
        """What readers have at that instant, were it not for a withdrawal: the live edition, ended ones included."""
        approved = self.editions.filter(state=Edition.State.APPROVED, live_from__lte=at or timezone.now())
        return approved.order_by("-live_from").first()

    def is_listed(self, at: datetime | None = None) -> bool:
        """The same truth as `listed()`, for one article."""
        return Article.objects.filter(pk=self.pk).listed(at).exists()


class Address(models.Model):
    """A slug is given once for all time; former ones lead to the article, so redirects have no chains."""

    # What the site itself answers under /berita/.
    RESERVED = ("arsip",)

    slug = models.SlugField(
        "alamat",
        max_length=80,
        unique=True,
        error_messages={
            "unique": "Alamat ini sudah dipakai siaran pers lain, sekarang atau dahulu. Pilih alamat lain.",
        },
    )
    article = models.ForeignKey(Article, models.PROTECT, related_name="addresses")
    is_current = models.BooleanField("dipakai sekarang", default=True)
    given_at = models.DateTimeField("diberikan", auto_now_add=True)

    class Meta:
        verbose_name = "alamat"
        verbose_name_plural = "alamat"
        indexes = [models.Index(fields=["-given_at", "-id"], name="news_address_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["article"],
                condition=Q(is_current=True),
                name="news_address_one_current_per_article",
                violation_error_message="Siaran pers hanya memiliki satu alamat yang dipakai.",
            ),
            models.CheckConstraint(
                condition=~Q(slug__in=("arsip",)),
                name="news_address_is_not_of_the_site",
                violation_error_message="Alamat ini dipakai halaman lain situs ini. Pilih alamat lain.",
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.slug = self.slug.lower()
        super().save(*args, **kwargs)
