"""The verbs of the newsroom: the one door for each change of state.

Each claims the version its caller saw, checks, writes, appends to the history and tells the page store,
in one transaction. What is not allowed raises ValidationError with the sentence to show; a lost race
raises Stale before anything is written.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Max, Min
from django.utils import timezone

from news.digest import digest_of
from news.indexnow import announce
from news.links import watch_links
from news.models import Address, Article, Attachment, Correction, Edition, EditionPhoto, ReviewComment
from news.numbers import give_number
from news.passages import MOST as LONGEST_QUOTATION
from news.passages import passages_in
from news.rules import bypass_problem, publishing_problems
from news.search.spelling import learn_words_of
from news.slugs import give_address, slug_of
from news.words import moment
from selayar_site.claims import claim
from selayar_site.models import Audit, User
from selayar_site.pagestore import purge

State = Edition.State

# verb: (from these states, to this one)
TRANSITIONS: dict[str, tuple[tuple[str, ...], str]] = {
    "submit": (Edition.WRITABLE_STATES, State.IN_REVIEW),
    "recall": ((State.IN_REVIEW,), State.DRAFT),
    "give_back": ((State.IN_REVIEW,), State.RETURNED),
    "approve": ((State.IN_REVIEW,), State.APPROVED),
    "take_back": ((State.APPROVED,), State.IN_REVIEW),
}


def may(edition: Edition, verb: str) -> bool:
    """Whether the state allows the verb; the other conditions are the verb's own."""
    return edition.state in TRANSITIONS[verb][0]


@transaction.atomic
def start_article(*, by: User, title: str, slug: str = "", **fields: Any) -> Edition:
    """A new release: article, address and the first draft."""
    article = Article.objects.create(created_by=by)
    give_address(article, slug or slug_of(title))
    edition = Edition.objects.create(article=article, title=title, created_by=by, **fields)
    Audit.objects.record(edition, "start", by=by, to_state=edition.state)
    return edition


@transaction.atomic
def start_revision(article: Article, *, by: User, kind: str = Edition.ChangeKind.UPDATE) -> Edition:
    """The next edition as a copy of the latest, which stays up untouched.

    Refused where one is already open, and where the latest is approved but not live yet.
    """
    copy = _next_edition(article, source=None, by=by, kind=kind)
    Audit.objects.record(copy, "start_revision", by=by, to_state=copy.state)
    return copy


@transaction.atomic
def restore(edition: Edition, *, by: User) -> Edition:
    """Go back to what an earlier edition said: the next edition, to be reviewed like any other, is its copy.

    Refused as `start_revision` is.
    """
    copy = _next_edition(edition.article, source=edition, by=by, kind=Edition.ChangeKind.UPDATE)
    Audit.objects.record(copy, "restore_edition", by=by, to_state=copy.state)
    return copy


def _next_edition(article: Article, *, source: Edition | None, by: User, kind: str) -> Edition:
    """A new draft with the text, pictures and relations of `source`, or else of the latest edition."""
    _refuse_withdrawn(Article.objects.select_for_update().get(pk=article.pk))  # until the copy is there: set_end()
    latest = article.editions.order_by("-number").first()
    if latest is None or latest.is_scheduled():
        raise ValidationError("Edisi ini belum terbit. Tarik kembali persetujuannya untuk mengubahnya.")
    source = source or latest
    copy = Edition(
        article=article,
        number=latest.number + 1,
        created_by=by,
        change_kind=kind,
        change_note="" if source == latest else f"Kembali ke teks edisi {source.number}.",
        **{name: getattr(source, name) for name in ("title", "summary", "body_html", "place", "press_contact")},
        category=source.category,
        expires_at=latest.expires_at,
    )
    try:
        with transaction.atomic():
            copy.save()
    except IntegrityError as error:
        raise ValidationError("Siaran pers ini sudah memiliki revisi yang sedang dikerjakan.") from error
    _copy_relations(source, copy)
    return copy


def _copy_relations(source: Edition, target: Edition) -> None:
    target.tags.set(source.tags.all())
    target.programs.set(source.programs.all())
    photos = source.photos.exclude(role=EditionPhoto.Role.BODY)  # those come with the text
    parts: list[EditionPhoto | Attachment] = [*photos, *source.attachments.all()]
    for part in parts:
        part.pk, part._state.adding, part.edition = None, True, target
        part.save()


def _refuse_withdrawn(article: Article) -> None:
    if article.withdrawn_at:
        raise ValidationError("Siaran pers ini sudah dicabut.")


def _step(edition: Edition, verb: str, *, version: int) -> str:
    """Claim the edition and move its state; gives the former state. The caller saves."""
    claim(edition, version)
    edition.refresh_from_db()
    sources, target = TRANSITIONS[verb]
    if edition.state not in sources:
        raise ValidationError(f"Siaran pers ini sudah berpindah keadaan: {edition.get_state_display().lower()}.")
    former, edition.state = edition.state, target
    return former


@transaction.atomic
def submit(edition: Edition, *, by: User, version: int, at: datetime | None = None) -> None:
    """Ask for approval. A release that may not be published yet is refused with all that is missing."""
    former = _step(edition, "submit", version=version)
    _refuse_withdrawn(edition.article)
    if problems := publishing_problems(edition, at):
        raise ValidationError([problem.sentence for problem in problems])
    edition.submitted_by, edition.submitted_at = by, at or timezone.now()
    edition.mended_by = edition.mended_at = None  # who submits has read what the others wrote
    edition.save()
    watch_links(edition, at)
    Audit.objects.record(edition, "submit", by=by, from_state=former, to_state=edition.state)


@transaction.atomic
def recall(edition: Edition, *, by: User, version: int) -> None:
    """The writer takes a submitted release back to go on writing."""
    former = _step(edition, "recall", version=version)
    edition.submitted_by = edition.submitted_at = None
    edition.mended_by = edition.mended_at = None
    edition.save()
    Audit.objects.record(edition, "recall", by=by, from_state=former, to_state=edition.state)


def mend_problem(edition: Edition, by: User) -> str:
    """Why this person may not change the text while it waits; empty where they may.

    One editor mends what another may still approve. A second one would leave nobody, so they comment instead.
    """
    if edition.state != State.IN_REVIEW or not by.has_perm("news.approve_edition"):
        return f"Siaran pers ini sedang {edition.get_state_display().lower()}, jadi tidak dapat disimpan."
    if edition.mended_by and edition.mended_by != by:
        return (
            f"{edition.mended_by} sudah menyunting siaran pers ini selama ditinjau. Setujui, atau kembalikan dengan "
            "komentar."
        )
    return ""


def mend(edition: Edition, *, by: User, at: datetime | None = None) -> None:
    """Count who changes a text in review among its authors. The caller has claimed the edition, and saves it.

    Raises ValidationError where they may not.
    """
    if problem := mend_problem(edition, by):
        raise ValidationError(problem)
    edition.mended_by, edition.mended_at = by, at or timezone.now()
    Audit.objects.record(edition, "mend", by=by)


@transaction.atomic
def give_back(
    edition: Edition, *, by: User, version: int, comment: str = "", remarks: Mapping[str, str] | None = None
) -> None:
    """Return to the writer, with what to change: of the whole, of single fields (`ReviewComment.Field`), or of the
    passages that were commented on since it was submitted."""
    said = {"": comment, **(remarks or {})}
    said = {field: text.strip() for field, text in said.items() if text.strip()}
    former = _step(edition, "give_back", version=version)
    if not said and not edition.comments.since(edition.submitted_at).exists():
        raise ValidationError("Tuliskan apa yang perlu diperbaiki, agar penulis tahu langkah berikutnya.")
    edition.save()
    for field, text in said.items():
        ReviewComment.objects.create(edition=edition, field=field, text=text, written_by=by)
    Audit.objects.record(edition, "give_back", by=by, from_state=former, to_state=edition.state)


@transaction.atomic
def comment_passage(edition: Edition, *, by: User, quotation: str, text: str, nth: int | None = None) -> ReviewComment:
    """Comment on a passage of a text in review. `nth`: which of several with the same words, from 0.

    It changes no text, so it claims no version; that the text stays in review meanwhile, the row's lock sees to.
    """
    stored = Edition.objects.select_for_update().get(pk=edition.pk)
    if stored.state != State.IN_REVIEW:
        raise ValidationError(f"Siaran pers ini sudah berpindah keadaan: {stored.get_state_display().lower()}.")
    found = passages_in(stored.body_html, quotation[:LONGEST_QUOTATION])
    if not found:
        raise ValidationError({"quotation": "Kutipan itu tidak ada di dalam isi. Salin persis dari naskah."})
    if len(found) > 1 and nth is None:
        sentence = f"Kutipan itu ada di {len(found)} tempat. Kutip beberapa kata lagi di sekitarnya."
        raise ValidationError({"quotation": sentence})
    passage = found[min(nth or 0, len(found) - 1)]
    comment = ReviewComment(
        edition=stored, field=ReviewComment.Field.BODY, text=text.strip(), written_by=by, **vars(passage)
    )
    comment.full_clean()
    comment.save()
    Audit.objects.record(edition, "comment", by=by)
    return comment


@transaction.atomic
def take_comment_away(comment: ReviewComment, *, by: User) -> None:
    """Who wrote a comment on a passage may take it back, as long as the writer has not been sent it."""
    edition = Edition.objects.select_for_update().get(pk=comment.edition_id)
    if edition.state != State.IN_REVIEW or comment.written_by_id != by.pk or not comment.quotation:
        raise ValidationError("Komentar ini tidak dapat dihapus lagi.")
    comment.delete()
    Audit.objects.record(edition, "take_comment_away", by=by)


@transaction.atomic
def settle_comments(
    edition: Edition, *, by: User, settled: Collection[ReviewComment], at: datetime | None = None
) -> None:
    """Mark these comments as handled, and no others. Who saves the text has claimed it."""
    keys = {comment.pk for comment in settled}
    now_done = edition.comments.filter(pk__in=keys, settled_at=None)
    undone = edition.comments.exclude(pk__in=keys).filter(settled_at__isnull=False)
    changed = now_done.update(settled_by=by, settled_at=at or timezone.now())
    if changed + undone.update(settled_by=None, settled_at=None):
        Audit.objects.record(edition, "settle_comments", by=by)


@transaction.atomic
def approve(
    edition: Edition,
    *,
    by: User,
    version: int,
    live_from: datetime | None = None,
    at: datetime | None = None,
    waive_four_eyes: str = "",
) -> None:
    """Approve, to be live from that moment on (now where none is given). No other edition is touched.

    The approver neither submitted the text nor changed it since. For a small correction `waive_four_eyes` may say why
    there is no second pair of eyes; the history keeps it, and the edition is marked for a look afterwards.
    """
    at = at or timezone.now()
    live_from = live_from or at
    former = _step(edition, "approve", version=version)
    _refuse_withdrawn(edition.article)
    if problems := publishing_problems(edition, at):
        raise ValidationError([problem.sentence for problem in problems])
    if edition.has_hand_of(by) and (problem := bypass_problem(edition, waive_four_eyes)):
        raise ValidationError(problem)
    if live_from < at:
        raise ValidationError("Waktu terbit sudah lewat. Pilih waktu yang akan datang, atau terbitkan sekarang.")
    if edition.has_expired(live_from):
        raise ValidationError("Waktu berhenti tayang harus sesudah waktu terbit.")
    _after_the_others(edition, live_from)
    edition.live_from, edition.approved_by, edition.approved_at = live_from, by, at
    edition.four_eyes_waived = edition.has_hand_of(by)
    edition.text_digest = digest_of(edition.title, edition.summary, edition.body_html)
    edition.save()
    _set_first_live_from(edition.article, at)
    give_number(edition.article, live_from=live_from)
    watch_links(edition, at)
    learn_words_of(edition)
    Audit.objects.record(edition, "approve", by=by, from_state=former, to_state=edition.state, reason=waive_four_eyes)
    announce(edition.article, at=live_from)
    if edition.expires_at:
        announce(edition.article, at=edition.expires_at)
    purge("news")


def _after_the_others(edition: Edition, live_from: datetime) -> None:
    """An edition that goes live before an older one would be replaced by it later."""
    latest = edition.article.editions.filter(state=State.APPROVED).aggregate(at=Max("live_from"))["at"]
    if latest and live_from <= latest:
        raise ValidationError("Edisi sebelumnya terbit pada atau sesudah waktu itu. Pilih waktu yang lebih kemudian.")


def _set_first_live_from(article: Article, at: datetime) -> None:
    """Sorting follows the first publication; it moves only until that has passed."""
    if article.first_live_from is None or article.first_live_from > at:
        first = article.editions.filter(state=State.APPROVED).aggregate(at=Min("live_from"))["at"]
        article.first_live_from = first
        article.save(update_fields=["first_live_from"])


@transaction.atomic
def take_back(edition: Edition, *, by: User, version: int, at: datetime | None = None) -> None:
    """Undo an approval, as long as nobody could have read the text yet."""
    at = at or timezone.now()
    former = _step(edition, "take_back", version=version)
    if edition.live_from is None or edition.live_from <= at:
        raise ValidationError("Siaran pers sudah terbit. Buat revisi, atau cabut siaran pers ini.")
    edition.live_from = edition.approved_by = edition.approved_at = None
    edition.four_eyes_waived, edition.text_digest = False, ""
    edition.second_look_by = edition.second_look_at = None
    edition.save()
    _set_first_live_from(edition.article, at)
    Audit.objects.record(edition, "take_back", by=by, from_state=former, to_state=edition.state)
    purge("news")


@transaction.atomic
def look_again(edition: Edition, *, by: User, version: int, at: datetime | None = None) -> None:
    """A second person has seen what one approved alone. The text stays as it is."""
    claim(edition, version)
    edition.refresh_from_db()
    if not edition.four_eyes_waived or edition.second_look_at:
        raise ValidationError("Siaran pers ini tidak menunggu untuk dilihat kembali.")
    if edition.approved_by_id == by.pk:
        raise ValidationError("Anda sendiri yang menyetujui perbaikan kecil ini, jadi orang lain yang melihatnya.")
    edition.second_look_by, edition.second_look_at = by, at or timezone.now()
    Edition.objects.filter(pk=edition.pk).update(second_look_by=by, second_look_at=edition.second_look_at)
    Audit.objects.record(edition, "look_again", by=by)


@transaction.atomic
def set_end(
    article: Article, *, by: User, version: int, ends_at: datetime | None = None, at: datetime | None = None
) -> None:
    """Let a release stop at a moment, or go on without an end, with the text that readers have.

    The end is that of the live edition and of the one that follows it, in writing or scheduled: a revision does not
    bring the release back by the way. Refused for the past, and where the release is not up any more.
    """
    at = at or timezone.now()
    if ends_at is not None and ends_at <= at:
        raise ValidationError({"ends_at": "Waktu itu sudah lewat. Pilih waktu yang akan datang."})
    claim(article, version)
    article.refresh_from_db()
    _refuse_withdrawn(article)
    live = article.edition_at(at)
    if live is None or live.has_expired(at):
        raise ValidationError("Siaran pers ini tidak sedang tayang.")
    if ends_at is None and live.expires_at is None:
        raise ValidationError("Siaran pers ini tidak memiliki waktu berhenti tayang.")
    # Locked, so that no approval comes between: it reads the end that it confirms.
    editions = list(article.editions.select_for_update().filter(number__gte=live.number).order_by("pk"))
    coming = next((each for each in editions if each.is_scheduled(at)), None)
    if coming and coming.live_from and ends_at and ends_at <= coming.live_from:
        sentence = (
            f"Edisi {coming.number} terbit {moment(coming.live_from)}. Pilih waktu sesudah itu, atau tarik kembali "
            "persetujuannya dahulu."
        )
        raise ValidationError({"ends_at": sentence})
    keys = [each.pk for each in editions]
    Edition.objects.filter(pk__in=keys).update(expires_at=ends_at, version=F("version") + 1)
    if ends_at:
        Audit.objects.record(article, "set_end", by=by, reason=moment(ends_at))
        announce(article, at=ends_at)
    else:
        Audit.objects.record(article, "lift_end", by=by)
    purge("news")


@transaction.atomic
def withdraw(
    article: Article,
    *,
    by: User,
    version: int,
    mode: str,
    reason: str,
    target: Article | None = None,
    at: datetime | None = None,
) -> None:
    """Take a published release from view: gone, redirected, or readable under a notice; always with why.

    `target` is where readers are redirected, or what they are told to read instead.
    """
    at = at or timezone.now()
    if not reason.strip():
        raise ValidationError("Tuliskan alasan pencabutan. Pembaca berhak mengetahuinya.")
    claim(article, version)
    article.refresh_from_db()
    _refuse_withdrawn(article)
    if article.first_live_from is None or article.first_live_from > at:
        raise ValidationError("Yang belum terbit tidak dapat dicabut. Tarik kembali persetujuannya.")
    article.withdrawn_at, article.withdrawn_by = at, by
    article.withdrawal_mode, article.withdrawal_reason = mode, reason.strip()
    article.withdrawal_target = target
    article.validate_constraints()
    article.save()
    Audit.objects.record(article, "withdraw", by=by, to_state=mode, reason=article.withdrawal_reason)
    announce(article, at=at)
    purge("news")


@transaction.atomic
def reinstate(article: Article, *, by: User, version: int) -> None:
    """Undo a withdrawal: readers have again what they would have had without it. The history keeps why it was."""
    claim(article, version)
    article.refresh_from_db()
    if article.withdrawn_at is None:
        raise ValidationError("Siaran pers ini tidak sedang dicabut.")
    former = article.withdrawal_mode
    article.withdrawn_at = article.withdrawn_by = article.withdrawal_target = None
    article.withdrawal_mode = article.withdrawal_reason = ""
    article.save()
    Audit.objects.record(article, "restore", by=by, from_state=former)
    announce(article)
    purge("news")


@transaction.atomic
def correct(
    article: Article, *, by: User, kind: str, right: str, wrong: str = "", at: datetime | None = None
) -> Correction:
    """Tell readers what was wrong, what is new, or what the other side replies."""
    correction = Correction(
        article=article, kind=kind, wrong=wrong, right=right, written_by=by, at=at or timezone.now()
    )
    correction.full_clean()
    correction.save()
    Audit.objects.record(article, "correct", by=by, to_state=kind)
    announce(article, at=correction.at)
    purge("news")
    return correction


@transaction.atomic
def move(article: Article, *, by: User, slug: str, version: int | None = None, at: datetime | None = None) -> None:
    """Another address. One that readers may know stays for ever and leads here; an unread one is let go.

    `version` is the article's; who has claimed its edition in the same transaction needs none.
    """
    slug, at = slug.lower(), at or timezone.now()
    if version is not None:
        claim(article, version)
    current = article.addresses.filter(is_current=True).first()
    if current and current.slug == slug:
        return
    is_read = article.first_live_from is not None and article.first_live_from <= at
    try:
        with transaction.atomic():
            if current and is_read:
                article.addresses.update(is_current=False)
                Address.objects.update_or_create(article=article, slug=slug, defaults={"is_current": True})
            else:
                article.addresses.filter(is_current=True).update(slug=slug)
    except IntegrityError as error:
        sentence = Address._meta.get_field("slug").error_messages["unique"]
        raise ValidationError({"slug": sentence}) from error
    article.current_slug = slug
    Audit.objects.record(article, "move", by=by)
    for each in {slug, current.slug if current else slug}:
        announce(article, slug=each, at=at)
    purge("news")
