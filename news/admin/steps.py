"""The steps of a release as buttons: who is offered which when, and what each asks for and answers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from news import actions
from news.forms import ApproveForm, CorrectForm, EndForm, GiveBackForm, MoveForm, RevisionForm, StepForm, WithdrawForm
from news.models import Article, Edition, Standing
from news.words import moment
from selayar_site.models import User


@dataclass(frozen=True)
class Step:
    """One verb. `run` is called with the edition, the actor, the version and the form's arguments; it may give
    the edition to go on with. `of_article`: the version carried is the article's."""

    verb: str
    label: str
    permission: str
    is_due: Callable[[Edition, datetime], bool]
    run: Callable[..., Edition | None]
    done: Callable[[Edition], str]
    form: type[StepForm] = StepForm
    of_article: bool = False
    is_grave: bool = False
    is_for: Callable[[Edition, User], bool] = lambda edition, user: True

    def version_of(self, edition: Edition) -> int:
        return edition.article.version if self.of_article else edition.version


@dataclass(frozen=True)
class Offer:
    """A step that somebody may take now, with its form."""

    step: Step
    version: int
    form: StepForm = field(repr=False)

    @property
    def has_fields(self) -> bool:
        return bool(self.form.visible_fields())


def _stands(*standings: Standing) -> Callable[[Edition, datetime], bool]:
    return lambda edition, at: edition.standing(at) in standings


def _is_public(edition: Edition, at: datetime) -> bool:
    return edition.article.is_known(at) and not edition.article.is_withdrawn(at)


def _is_withdrawn(edition: Edition, at: datetime) -> bool:
    return edition.article.is_withdrawn(at)


def _live(edition: Edition, at: datetime) -> Edition | None:
    """What readers have of the release now; without a query where that is this very edition."""
    if edition.article.is_withdrawn(at):
        return None
    live = edition if edition.standing(at) == Standing.LIVE else edition.article.edition_at(at)
    return None if live is None or live.has_expired(at) else live


def _is_up(edition: Edition, at: datetime) -> bool:
    return _live(edition, at) is not None


def _will_end(edition: Edition, at: datetime) -> bool:
    live = _live(edition, at)
    return live is not None and live.expires_at is not None


def _awaits_second_look(edition: Edition, at: datetime) -> bool:
    return edition.four_eyes_waived and edition.second_look_at is None


def _may_be_revised(edition: Edition, at: datetime) -> bool:
    newest = not edition.article.editions.filter(number__gt=edition.number).exists()
    return newest and edition.standing(at) in (Standing.LIVE, Standing.EXPIRED)


def _revise(edition: Edition, *, by: User, version: int, **values: Any) -> Edition:
    return actions.start_revision(edition.article, by=by, **values)


def _correct(edition: Edition, *, by: User, version: int, **values: Any) -> None:
    actions.correct(edition.article, by=by, **values)


def _on_article(verb: Callable[..., None]) -> Callable[..., None]:
    def run(edition: Edition, *, by: User, version: int, **values: Any) -> None:
        verb(edition.article, by=by, version=version, **values)

    return run


def _approved(edition: Edition) -> str:
    if edition.is_scheduled() and edition.live_from:
        return f"Disetujui. Terbit {moment(edition.live_from)}."
    return "Disetujui. Siaran pers ini sudah terbit."


def _ending(edition: Edition) -> str:
    live = edition.article.edition_at()
    return f"Siaran pers ini berhenti tayang {moment(live.expires_at)}." if live and live.expires_at else ""


def _withdrawn(edition: Edition) -> str:
    shown = {
        Article.Withdrawal.GONE: "Pembaca mendapat alasannya di alamat lama.",
        Article.Withdrawal.NOTICE: "Teksnya tetap dapat dibaca di bawah keterangan.",
        Article.Withdrawal.REDIRECT: "Pembaca dialihkan.",
    }
    return f"Siaran pers sudah dicabut. {shown[Article.Withdrawal(edition.article.withdrawal_mode)]}"


STEPS = {
    step.verb: step
    for step in (
        Step(
            "approve", "Setujui", "news.approve_edition", _stands(Standing.IN_REVIEW), actions.approve, _approved,
            ApproveForm, is_for=lambda edition, user: not _needs_another(edition, user),
        ),
        Step(
            "give_back", "Kembalikan", "news.approve_edition", _stands(Standing.IN_REVIEW), actions.give_back,
            lambda edition: "Dikembalikan kepada penulis bersama komentar Anda.", GiveBackForm,
        ),
        Step(
            "recall", "Tarik ke konsep", "news.change_edition", _stands(Standing.IN_REVIEW), actions.recall,
            lambda edition: "Pengajuan ditarik. Anda dapat menulis lagi.",
        ),
        Step(
            "take_back", "Tarik kembali persetujuan", "news.approve_edition", _stands(Standing.SCHEDULED),
            actions.take_back, lambda edition: "Persetujuan ditarik. Siaran pers ini menunggu persetujuan lagi.",
        ),
        Step(
            "revise", "Buat revisi", "news.change_edition", _may_be_revised, _revise,
            lambda edition: "Revisi dibuat. Teks yang terbit tidak berubah sampai revisi ini disetujui.", RevisionForm,
        ),
        Step(
            "correct", "Terbitkan ralat, pembaruan, atau hak jawab", "news.add_correction", _is_public, _correct,
            lambda edition: "Sudah tayang pada halaman siaran pers.", CorrectForm,
        ),
        Step(
            "move", "Ganti alamat", "news.approve_edition", _is_public, _on_article(actions.move),
            lambda edition: "Alamat diganti. Alamat lama mengantar pembaca ke yang baru.", MoveForm, of_article=True,
        ),
        Step(
            "set_end", "Atur saat berhenti tayang", "news.approve_edition", _is_up, _on_article(actions.set_end),
            _ending, EndForm, of_article=True,
        ),
        Step(
            "lift_end", "Hapus saat berhenti tayang", "news.approve_edition", _will_end, _on_article(actions.set_end),
            lambda edition: "Siaran pers ini tayang terus, tanpa waktu berhenti.", of_article=True,
        ),
        Step(
            "withdraw", "Cabut", "news.withdraw_article", _is_public, _on_article(actions.withdraw), _withdrawn,
            WithdrawForm, of_article=True, is_grave=True,
        ),
        Step(
            "reinstate", "Batalkan pencabutan", "news.withdraw_article", _is_withdrawn, _on_article(actions.reinstate),
            lambda edition: "Pencabutan dibatalkan. Pembaca mendapat lagi siaran pers ini.", of_article=True,
        ),
        Step(
            "look_again", "Sudah saya lihat", "news.approve_edition", _awaits_second_look, actions.look_again,
            lambda edition: f"“{edition}” dicatat sebagai sudah dilihat kembali.",
            is_for=lambda edition, user: edition.approved_by_id != user.pk,
        ),
    )
}  # fmt: skip
# What to do with a text that waits; the other steps concern what readers have.
DECISIONS = ("approve", "give_back", "recall", "take_back")
# On the page of the comparison alone: who presses it has seen what was changed.
BESIDE_COMPARISON = ("look_again",)
# After these nothing is left to do with the text: on to what else waits.
LEAD_HOME = ("give_back", "look_again")


def form_of(step: Step, edition: Edition, user: User, data: Any = None) -> StepForm:
    """The step's form; ids differ from step to step, as several stand on one page."""
    options: dict[str, Any] = {"edition": edition, "auto_id": f"id_{step.verb}_%s"}
    if step.form is ApproveForm:
        options["is_own"] = edition.has_hand_of(user)
    return step.form(data, **options)


def is_offered(step: Step, edition: Edition, user: User, at: datetime) -> bool:
    """Whether this person may take the step now. The verb decides again, with its own conditions."""
    if not user.has_perm(step.permission) or not step.is_due(edition, at):
        return False
    return step.is_for(edition, user)


def _needs_another(edition: Edition, user: User) -> bool:
    return edition.has_hand_of(user) and edition.change_kind != Edition.ChangeKind.MINOR


def why_not_approve(edition: Edition, user: User, at: datetime | None = None) -> str:
    """For who may approve, but not what they submitted themselves: why there is no button, and the way on."""
    approve = STEPS["approve"]
    is_due = user.has_perm(approve.permission) and approve.is_due(edition, at or timezone.now())
    if not is_due or not _needs_another(edition, user):
        return ""
    if edition.submitted_by_id != user.pk:
        return (
            "Anda sudah menyunting siaran pers ini selama ditinjau, jadi orang lain yang menyetujuinya: editor lain, "
            "atau Anda setelah penulis menariknya, membaca suntingan Anda, dan mengajukannya lagi."
        )
    return (
        "Anda sendiri yang mengajukan siaran pers ini, jadi orang lain yang menyetujuinya. Mintalah editor lain "
        "membukanya dari “Menunggu persetujuan” di Beranda. Untuk menulis lagi, tarik siaran pers ini ke konsep."
    )


def offer(step: Step, edition: Edition, user: User) -> Offer:
    return Offer(step, step.version_of(edition), form_of(step, edition, user))


def offers(edition: Edition, user: User, at: datetime | None = None) -> list[Offer]:
    """The steps beside the text."""
    at = at or timezone.now()
    steps = [step for step in STEPS.values() if step.verb not in BESIDE_COMPARISON]
    return [offer(step, edition, user) for step in steps if is_offered(step, edition, user, at)]
