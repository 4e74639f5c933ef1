"""What stands first: “Berita utama” and “Spanduk serta merta”."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from news.forms import MomentField
from news.front import announce, end_notice, pin_lead, refuse_period, refuse_pin, unpin_lead
from news.models import Article, Edition, LeadPin
from news.words import moment, short_moment
from selayar_site.models import Audit, UrgentNotice
from selayar_site.office import OfficeAdmin

SHOWN_ARTICLES = 60


class PeriodForm(forms.ModelForm):
    starts_at = MomentField(label="Mulai", required=False, help_text="Kosongkan untuk mulai sekarang.")
    ends_at = MomentField(label="Sampai", help_text="Turun sendiri pada waktu ini.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["starts_at"] = cleaned.get("starts_at") or timezone.now()
        if cleaned.get("ends_at"):
            self.refuse(cleaned, timezone.now())
        return cleaned

    def refuse(self, cleaned: dict[str, Any], at: datetime) -> None:
        refuse_period(cleaned["starts_at"], cleaned["ends_at"], at)


class LeadPinForm(PeriodForm):
    article = forms.TypedChoiceField(
        label="Siaran pers", help_text="Yang terbit terakhir. Untuk yang lebih lama, mulailah dari halamannya."
    )

    class Meta:
        model = LeadPin
        fields = ("article", "starts_at", "ends_at")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "article" in self.fields:
            asked = str(self.data.get("article") or self.initial.get("article") or "")
            self.articles = {str(row.pk): row for row in _articles(asked)}
            field: Any = self.fields["article"]
            field.choices = [("", "Pilih siaran pers"), *((key, row.live_title) for key, row in self.articles.items())]
            field.coerce = self.articles.get

    def refuse(self, cleaned: dict[str, Any], at: datetime) -> None:
        if cleaned.get("article"):
            refuse_pin(cleaned["article"], cleaned["starts_at"], cleaned["ends_at"], at)


def _articles(asked: str) -> list[Article]:
    """The newest listed articles, and the one that was asked for."""
    listed = Article.objects.listed().with_title()
    newest = list(listed[:SHOWN_ARTICLES])
    if asked.isascii() and asked.isdigit() and len(asked) < 10 and int(asked) not in {row.pk for row in newest}:
        newest += listed.filter(pk=int(asked))
    return newest


class UrgentNoticeForm(PeriodForm):
    class Meta:
        model = UrgentNotice
        fields = ("level", "text", "link", "starts_at", "ends_at")
        widgets = {"text": forms.Textarea({"rows": 2})}


class PeriodAdmin(OfficeAdmin):
    """Rows with a period: added, ended, never rewritten."""

    actions = ("end_now",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """To end one is a change; the form of one is only read."""
        return obj is None and super().has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Audit | None:  # type: ignore[override]
        """The verb has told it already."""
        return None

    @admin.display(description="masa tayang", ordering="-starts_at")
    def period(self, row: Any) -> str:
        return f"{short_moment(row.starts_at)} – {short_moment(row.ends_at)}"

    @admin.display(description="keadaan")
    def state(self, row: Any) -> str:
        at = timezone.now()
        if row.holds(at):
            return "Berlaku"
        return "Akan datang" if row.ends_at > at and row.starts_at > at else "Selesai"

    @admin.action(description="Akhiri sekarang", permissions=["change"])
    def end_now(self, request: HttpRequest, rows: QuerySet[Any]) -> None:
        for row in rows:
            self.end(row, request)
        self.message_user(request, "Yang dipilih sudah diakhiri.", messages.SUCCESS)

    def end(self, row: Any, request: HttpRequest) -> None:
        raise NotImplementedError


@admin.register(LeadPin)
class LeadPinAdmin(PeriodAdmin):
    form = LeadPinForm
    list_display = ("headline", "period", "state", "pinned_by")
    list_select_related = ("pinned_by", "article")
    ordering = ("-pk",)
    fields = ("article", "starts_at", "ends_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[LeadPin]:
        approved = Edition.objects.filter(article=OuterRef("article"), state=Edition.State.APPROVED)
        newest = approved.order_by("-number").values("title")[:1]
        return super().get_queryset(request).annotate(headline=Subquery(newest))

    @admin.display(description="siaran pers")
    def headline(self, pin: Any) -> str:
        return pin.headline

    def save_model(self, request: HttpRequest, obj: LeadPin, form: Any, change: bool) -> None:
        user: Any = request.user
        made = form.cleaned_data
        obj.pk = pin_lead(made["article"], by=user, starts_at=made["starts_at"], ends_at=made["ends_at"]).pk

    def response_add(self, request: HttpRequest, obj: LeadPin, post_url_continue: str | None = None) -> HttpResponse:
        sentence = f"“{obj.article.live_title}” menjadi berita utama sampai {moment(obj.ends_at)}."
        self.message_user(request, sentence, messages.SUCCESS)
        return self.response_post_save_add(request, obj)

    def end(self, row: LeadPin, request: HttpRequest) -> None:
        unpin_lead(row, by=request.user)  # type: ignore[arg-type]  # the admin asks for an account


@admin.register(UrgentNotice)
class UrgentNoticeAdmin(PeriodAdmin):
    form = UrgentNoticeForm
    list_display = ("text", "level", "period", "state", "announced_by")
    list_select_related = ("announced_by",)
    ordering = ("-pk",)
    fields = ("level", "text", "link", "starts_at", "ends_at")

    def save_model(self, request: HttpRequest, obj: UrgentNotice, form: Any, change: bool) -> None:
        user: Any = request.user
        try:
            notice = announce(by=user, **form.cleaned_data)
            obj.pk, obj.starts_at = notice.pk, notice.starts_at
        except ValidationError as refusal:  # the moment passed between the form's look and now
            self.message_user(request, " ".join(refusal.messages), messages.ERROR)

    def response_add(
        self, request: HttpRequest, obj: UrgentNotice, post_url_continue: str | None = None
    ) -> HttpResponse:
        if obj.pk:
            begins = "tampil" if obj.holds(timezone.now()) else f"tampil mulai {moment(obj.starts_at)}"
            self.message_user(request, f"Spanduk {begins} sampai {moment(obj.ends_at)}.", messages.SUCCESS)
        return self.response_post_save_add(request, obj)

    def end(self, row: UrgentNotice, request: HttpRequest) -> None:
        end_notice(row, by=request.user)  # type: ignore[arg-type]  # the admin asks for an account
