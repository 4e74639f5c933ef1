"""Comments of the review on the page: on passages of the text, on fields, and on the whole."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST

from news import actions
from news.forms import CommentForm
from news.models import Edition, ReviewComment
from news.passages import Found


@dataclass(frozen=True)
class Remark:
    """A comment beside the text that it is shown with. `is_ticked`: marked as handled, or about to be."""

    comment: ReviewComment
    edition: Edition
    is_ticked: bool

    @cached_property
    def found(self) -> Found | None:
        return self.comment.found_in(self.edition.body_html)

    @property
    def fragment(self) -> str:
        """An address within the page that browsers scroll to by its words."""
        return f"#naskah:~:text={quote(self.found.words, safe='')}" if self.found else ""

    @property
    def anchor(self) -> str:
        field = self.comment.field
        return f"{field}-group" if field in ("photos", "attachments") else f"id_{field}"


def remarks_of(edition: Edition, ticked: Iterable[Any] | None = None) -> list[Remark]:
    """The comments on an edition: what is to be handled first; of the whole, then in the order of form and text.

    `ticked`: keys as a form has them.
    """
    keys: Collection[str] | None = None if ticked is None else {str(getattr(key, "pk", key)) for key in ticked}
    remarks = [
        Remark(comment, edition, comment.is_settled if keys is None else str(comment.pk) in keys)
        for comment in edition.comments.select_related("written_by", "settled_by")
    ]
    fields = ["", *ReviewComment.Field.values]
    return sorted(
        remarks,
        key=lambda remark: (
            remark.comment.is_settled,
            fields.index(remark.comment.field),
            remark.comment.place,
            remark.comment.pk,
        ),
    )


def passages_now(edition: Edition, html: str) -> dict[str, tuple[str, int] | None]:
    """Where the passages that were commented on stand in the text as it is being typed; None where they are gone."""
    comments = edition.comments.exclude(quotation="")
    places = {str(comment.pk): comment.found_in(html) for comment in comments}
    return {key: (found.words, found.nth) if found else None for key, found in places.items()}


def may_comment(edition: Edition, user: Any) -> bool:
    return edition.state == Edition.State.IN_REVIEW and user.has_perm("news.approve_edition")


def remark_urls(admin: Any) -> list[URLPattern]:
    def comment_view(request: HttpRequest, pk: int) -> HttpResponse:
        edition = _reviewed(admin, request, pk)
        form = CommentForm(request.POST, auto_id="id_passage_%s")
        if not form.is_valid():
            return admin.read_view(request, edition, form)
        user: Any = request.user
        try:
            comment = actions.comment_passage(edition, by=user, **form.cleaned_data)
        except ValidationError as refusal:
            for field, sentences in refusal.update_error_dict({}).items():
                form.add_error(field if field in form.fields else None, sentences)
            return admin.read_view(request, edition, form)
        return redirect(f"{_page_of(pk)}#komentar-{comment.pk}")

    def take_away_view(request: HttpRequest, pk: int, comment_pk: int) -> HttpResponse:
        edition = _reviewed(admin, request, pk)
        user: Any = request.user
        try:
            actions.take_comment_away(get_object_or_404(edition.comments, pk=comment_pk), by=user)
        except ValidationError as refusal:
            admin.message_user(request, " ".join(refusal.messages), messages.WARNING)
        return redirect(f"{_page_of(pk)}#komentar")

    wrap = admin.admin_site.admin_view
    return [
        path("<int:pk>/komentar/", wrap(require_POST(comment_view)), name="news_edition_comment"),
        path(
            "<int:pk>/komentar/<int:comment_pk>/hapus/",
            wrap(require_POST(take_away_view)),
            name="news_edition_take_comment_away",
        ),
    ]


def _page_of(pk: int) -> str:
    return reverse("admin:news_edition_change", args=[pk])


def _reviewed(admin: Any, request: HttpRequest, pk: int) -> Edition:
    edition = admin.get_object(request, str(pk))
    user: Any = request.user
    if edition is None or not admin.has_view_permission(request, edition) or not user.has_perm("news.approve_edition"):
        raise PermissionDenied
    return edition
