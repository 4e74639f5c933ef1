"""Writing without losing a word: what was typed is kept aside, and who loses a race merges both texts."""

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core.exceptions import PermissionDenied
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from news import autosave
from news.merging import MERGED, MINE, STORED, Text, chosen, data_of, differences, fingerprints, read_fingerprints
from news.models import Autosave, Edition, Presence
from news.words import standing_words
from selayar_site.editor import LONGEST
from selayar_site.history import lines
from selayar_site.models import Audit
from selayar_site.office import VersionedAdmin

from .judging import Judgement, as_typed, chosen_in, files_in, judge_stored, judge_typed, rules_html
from .merging import Blank, Changed, Shown, changed_since, new_rows_of, shown_of
from .remarks import passages_now

MOST_OFFERS = 3
CHOICES = (MINE, STORED, MERGED)


@dataclass(frozen=True)
class Offer:
    """What this person left unsaved, beside what is stored."""

    row: Autosave
    shown: list[Shown]
    new_rows: list[str]
    files: list[str]
    is_stale: bool

    @property
    def is_today(self) -> bool:
        return timezone.localdate(self.row.saved_at) == timezone.localdate()


class AsTyped:
    """Mixed into a form that shows what was typed, without judging it."""

    def full_clean(self) -> None:
        self._errors = ErrorDict()
        self.cleaned_data: dict[str, Any] = {}

    def is_valid(self) -> bool:
        return False


class AutosaveAdmin(VersionedAdmin):
    """For editions: autosave, who else writes, and merging. See static/js/newsroom-autosave.js for the other half."""

    class Media:
        css = {"all": ("admin-site/compare.css", "admin-site/autosave.css")}

    def get_urls(self) -> list[URLPattern]:
        discard = self.admin_site.admin_view(self.discard_view)
        return [
            # They answer a stranger themselves: a script cannot follow a redirect to the sign-in.
            path("sementara/", self.autosave_view, name="news_edition_autosave"),
            path("hadir/", self.presence_view, name="news_edition_presence"),
            path("sementara/buang/", discard, name="news_edition_discard"),
            *super().get_urls(),
        ]

    # Asked by the script

    @method_decorator(never_cache)
    def autosave_view(self, request: HttpRequest) -> JsonResponse:
        """GET: who is signed in, with a token for the forms of the page. POST: keep what was typed."""
        user: Any = request.user
        if not self.admin_site.has_permission(request):
            return _told("signed_out", status=401)
        if request.method != "POST":
            return JsonResponse({"owner": str(user.pk), "token": get_token(request)})
        if request.POST.get("owner") != str(user.pk):
            return _told("other_account", status=409)
        window = request.POST.get("window", "")
        if not autosave.is_window(window):
            return _told("refused", status=400)
        try:
            edition = self._edition_of(request)
        except PermissionDenied:
            return _told("refused", status=403)
        version = _number(request.POST.get("version", ""))
        try:
            kept_at = autosave.keep(request.POST, by=user, edition=edition, window=window, version=version)
        except autosave.TooLong:
            return _told("too_long", status=413)
        except autosave.Gone:
            return _told("gone", status=410)
        told: dict[str, Any] = {"saved_at": _clock(kept_at), "version": edition.version if edition else 0}
        if edition is None or edition.is_open:
            told["rules"] = rules_html(self.judge(request, edition, request.POST))
        if edition and edition.is_open:
            told["remarks"] = passages_now(edition, request.POST.get("body_html", "")[:LONGEST])
        return JsonResponse(told)

    @method_decorator(never_cache)
    @method_decorator(require_POST)
    def presence_view(self, request: HttpRequest) -> JsonResponse:
        """Note that this window is open (or, with `leaving`, closed), and answer who else is there."""
        user: Any = request.user
        if not self.admin_site.has_permission(request):
            return _told("signed_out", status=401)
        window = request.POST.get("window", "")
        try:
            edition = self._edition_of(request)
        except PermissionDenied:
            return _told("refused", status=403)
        if edition is None or not autosave.is_window(window):
            return _told("refused", status=400)
        if "leaving" in request.POST:
            Presence.objects.filter(edition=edition, user=user, window=window).delete()
            return JsonResponse({})
        try:
            autosave.note_presence(edition.pk, by=user, window=window)
        except autosave.Gone:
            return _told("gone", status=410)
        others = autosave.others(edition.pk, than=user, window=window)
        return JsonResponse({"others": [other.sentence for other in others], "version": edition.version})

    def _edition_of(self, request: HttpRequest) -> Edition | None:
        """The edition that the window has open. Raises PermissionDenied."""
        key = _number(request.POST.get("edition", ""))
        edition = Edition.objects.filter(pk=key).first() if key else None
        may_write = self.has_change_permission(request, edition) if key else self.has_add_permission(request)
        if not may_write or (key and edition is None):
            raise PermissionDenied
        return edition

    @method_decorator(require_POST)
    def discard_view(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        key = _number(request.POST.get("edition", ""))
        if autosave.discard(by=user, windows=[request.POST.get("window", "")]):
            self.message_user(request, "Tulisan yang belum tersimpan itu sudah dibuang.", messages.SUCCESS)
        if key:
            return redirect("admin:news_edition_change", key)
        return redirect("admin:news_edition_add")

    # The form

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        edition = self.get_object(request, unquote(object_id)) if object_id else None
        if request.method == "GET" and "pulihkan" in request.GET:
            return self.restore_view(request, edition, object_id, extra_context)
        if request.method == "POST" and edition and {"_merge", "_edit"} & request.POST.keys():
            return self.merged_view(request, edition, object_id, extra_context)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def restore_view(
        self, request: HttpRequest, edition: Edition | None, object_id: str | None, extra: dict[str, Any] | None
    ) -> HttpResponse:
        """The form as it was left; beside what is stored, where that is another text by now."""
        user: Any = request.user
        row = Autosave.objects.of(user, edition).filter(window=request.GET["pulihkan"]).first()
        if row is None:
            self.message_user(request, "Tulisan itu sudah tersimpan atau dibuang.", messages.INFO)
            return redirect(request.path)
        if edition and row.base_version != edition.version:
            return self.merge_page(request, edition, row.data, restored=row)
        data = row.data.copy()
        data["restored"] = row.window
        return self.typed_view(request, data, object_id, {"restored": row, **(extra or {})})

    def typed_view(
        self, request: HttpRequest, data: QueryDict, object_id: str | None, extra: dict[str, Any] | None
    ) -> HttpResponse:
        """The form with these words, unjudged and unsaved."""
        _ = request.FILES  # read before: Django reads both at once, and would empty POST again
        request.method = "POST"
        request.POST = data  # type: ignore[assignment]  # Django lets it be set
        request.is_as_typed = True  # type: ignore[attr-defined]  # read by get_form and render_change_form
        return super().changeform_view(request, object_id, "", extra)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        if getattr(request, "is_as_typed", False):
            return type(form.__name__, (AsTyped, form), {})
        return form

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        formsets = [inline.formset for inline in context["inline_admin_formsets"]]
        user: Any = request.user
        is_as_typed = getattr(request, "is_as_typed", False)
        if request.method == "POST" and not is_as_typed:
            # As the form refused it: the files that came with it are judged too.
            context["judgement"] = judge_typed(context["adminform"].form, formsets)
            context |= {"is_refused": True, "errors": []}  # the summary says it, field by field
        elif is_as_typed:
            context["judgement"] = self.judge(request, obj, request.POST)
        else:
            context["judgement"] = judge_stored(obj, context["adminform"].form, formsets)
        if is_as_typed:
            _unjudge(formsets)
            context["errors"] = []
        if request.method == "POST":
            context["base"] = request.POST.get("base", "")
            context["restored_window"] = request.POST.get("restored", "")
            window = request.POST.get("window", "")
            # The page goes on as that window: what was kept of it is forgotten when it is saved.
            context["refused_window"] = window if autosave.is_window(window) and not is_as_typed else ""
        else:
            blank = Blank(context["adminform"].form, formsets)
            context |= self.unsaved_of(request, obj, blank)
            context["base"] = fingerprints(blank.text(), blank.rich) if obj else ""
        context["owner"] = user.pk
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        user: Any = request.user
        autosave.saved(by=user, window=request.POST.get("window", ""), restored=request.POST.get("restored", ""))

    def unsaved_of(self, request: HttpRequest, edition: Edition | None, blank: Blank | None = None) -> dict[str, Any]:
        """What this person left unsaved, and who else is here. Two queries where nothing was left."""
        user: Any = request.user
        rows = list(Autosave.objects.of(user, edition)[: MOST_OFFERS + autosave.MOST_WINDOWS])
        offers = []
        if rows:
            blank = blank or self.blank(request, edition)
            stored = blank.text()
            offers = [offer for row in rows if (offer := self._offer(row, edition, blank, stored))]
            same = {row.window for row in rows} - {offer.row.window for offer in offers}
            autosave.discard(by=user, windows=list(same))
        # Windows of one's own are told by the script: one of them may be the page that this one replaces.
        others = [other for other in autosave.others(edition.pk, than=user) if not other.is_self] if edition else []
        return {"offers": offers[:MOST_OFFERS], "presence": others}

    def _offer(self, row: Autosave, edition: Edition | None, blank: Blank, stored: Text) -> Offer | None:
        """None where it says nothing that is not stored."""
        typed = blank.typed(row.data)
        found = differences(typed, stored, read_fingerprints(row.data.get("base", "")), blank.rich)
        new_rows = new_rows_of(blank, typed)
        files = files_in(blank, row.data)
        if not found and not new_rows and not files:
            return None
        is_stale = edition is not None and row.base_version != edition.version
        # What came meanwhile is not this person's writing.
        return Offer(row, shown_of(blank, [each for each in found if each.is_mine]), new_rows, files, is_stale)

    def blank(self, request: HttpRequest, edition: Edition | None) -> Blank:
        """The form of what is stored, whatever the request brings."""
        return Blank(*self._forms(request, edition, edition))

    def judge(self, request: HttpRequest, edition: Edition | None, data: QueryDict) -> Judgement:
        """The rules for what was typed, whether it is saved or not."""
        return judge_typed(*self._forms(request, edition, as_typed(edition), data), chosen_in(data))

    def _forms(
        self, request: HttpRequest, edition: Edition | None, instance: Edition | None, data: QueryDict | None = None
    ) -> tuple[Any, list[Any]]:
        """The form and its rows for `instance`: of these data, or else as stored."""
        fields = flatten_fieldsets(self.get_fieldsets(request, edition))
        form_class = super().get_form(request, edition, change=edition is not None, fields=fields)
        form_class.is_mending = True  # whether it may be saved now is no matter of its words
        form = form_class(data, instance=instance)
        formsets = []
        for inline in self.get_inline_instances(request, edition):
            cls = inline.get_formset(request, edition)
            prefix, rows = cls.get_default_prefix(), inline.get_queryset(request)
            formsets.append(cls(data, instance=form.instance, prefix=prefix, queryset=rows))
        return form, formsets

    # Steps

    def seen(self, request: HttpRequest, edition: Edition) -> str:
        """Fingerprints of the text as it is read, for its buttons to carry."""
        blank = self.blank(request, edition)
        return fingerprints(blank.text(), blank.rich)

    def changed_since(self, request: HttpRequest, edition: Edition) -> list[Changed]:
        """What somebody who pressed a button too late has not read yet."""
        return changed_since(self.blank(request, edition), request.POST.get("seen", ""))

    # Merging

    def overtaken_view(
        self, request: HttpRequest, object_id: str | None, form_url: str, extra_context: dict[str, Any] | None
    ) -> HttpResponse:
        edition = Edition.objects.select_related("article", "created_by").get(pk=unquote(object_id or ""))
        return self.merge_page(request, edition, request.POST)

    def merge_page(
        self,
        request: HttpRequest,
        edition: Edition,
        data: QueryDict,
        *,
        restored: Autosave | None = None,
        is_unanswered: bool = False,
    ) -> HttpResponse:
        """Both texts, and a choice for each difference. What was typed is kept aside already."""
        user: Any = request.user
        blank = self.blank(request, edition)
        stored, typed = blank.text(), blank.typed(data)
        found = differences(typed, stored, read_fingerprints(data.get("base", "")), blank.rich)
        new_rows = new_rows_of(blank, typed)
        files = [file.name for name in request.FILES for file in request.FILES.getlist(name)]
        if not found and not new_rows and not files:  # pressed twice
            autosave.discard(by=user, windows=[data.get("window", ""), restored.window if restored else ""])
            return redirect(request.path)
        window = restored.window if restored else self._keep_aside(request, edition, data)
        last = Audit.objects.about(edition).select_related("reason")[:1]
        pairs = QueryDict(autosave.typed_in(data)).lists()
        context = {
            **self.admin_site.each_context(request),
            "title": "Gabungkan dua tulisan",
            "opts": self.opts,
            "edition": edition,
            "standing_words": standing_words(edition),
            "shown": shown_of(blank, found),
            "new_rows": new_rows,
            "files": files,
            "pairs": [(name, value) for name, values in pairs if name != "version" for value in values],
            "version": edition.version,
            "restored_window": window,
            "restored": restored,
            "is_unanswered": is_unanswered,
            "last": lines(last),
        }
        status = 200 if restored else 409
        return TemplateResponse(request, "admin/news/edition/stale.html", context, status=status)

    def _keep_aside(self, request: HttpRequest, edition: Edition, data: QueryDict) -> str:
        """The window under which the typed text is kept now; empty where it is too long for that."""
        user: Any = request.user
        autosave.discard(by=user, windows=[data.get("window", "")])
        restored = data.get("restored", "")
        window = restored if autosave.is_window(restored) else uuid.uuid4().hex
        try:
            autosave.keep(data, by=user, edition=edition, window=window, version=_number(data.get("version", "")) or 0)
        except autosave.TooLong:
            return ""
        return window

    def merged_view(
        self, request: HttpRequest, edition: Edition, object_id: str | None, extra: dict[str, Any] | None
    ) -> HttpResponse:
        """The choices made: saved, or put into the form to be worked on. Who was overtaken again chooses again."""
        if not self.has_change_permission(request, edition):
            raise PermissionDenied
        if _number(request.POST.get("version", "")) != edition.version or not edition.is_writable:
            return self.merge_page(request, edition, request.POST)
        blank = self.blank(request, edition)
        stored, typed = blank.text(), blank.typed(request.POST)
        found = differences(typed, stored, read_fingerprints(request.POST.get("base", "")), blank.rich)
        choices = {each.key: request.POST.get(f"merge-{each.key}", "") for each in found}
        choices = {key: choice for key, choice in choices.items() if choice in CHOICES}
        is_editing = "_edit" in request.POST
        if not is_editing and any(not each.choice and each.key not in choices for each in found):
            return self.merge_page(request, edition, request.POST, is_unanswered=True)
        pairs = data_of(chosen(typed, stored, found, choices), stored)
        data = QueryDict(mutable=True)
        for name, value in pairs:
            data.appendlist(name, value)
        data["version"], data["base"] = str(edition.version), fingerprints(stored, blank.rich)
        data["restored"] = request.POST.get("restored", "")
        if is_editing:
            return self.typed_view(request, data, object_id, {"is_merging": True, **(extra or {})})
        data["_save"] = ""
        request.POST = data  # type: ignore[assignment]
        return super().changeform_view(request, object_id, "", extra)


def _unjudge(formsets: Iterable[Any]) -> None:
    for formset in formsets:
        formset._non_form_errors = formset.error_class()
        formset._errors = [ErrorDict() for _ in formset.forms]
        for form in formset.forms:
            form._errors = ErrorDict()


# What the script is told, by its name; the sentences stand here, where the others stand.
SENTENCES = {
    "signed_out": "Masa masuk Anda sudah berakhir. Tulisan Anda masih ada pada halaman ini; jangan ditutup dahulu.",
    "other_account": "Anda sekarang masuk dengan akun lain. Tulisan ini milik akun yang membukanya: masuklah kembali "
    "dengan akun itu di tab lain.",
    "too_long": "Tulisan ini terlalu panjang untuk disimpan sementara. Simpan konsepnya sekarang, atau pindahkan "
    "sebagian ke lampiran.",
    "gone": "Siaran pers ini sudah tidak ada, jadi tulisan ini tidak dapat disimpan. Salin dahulu tulisan Anda, lalu "
    "buka lagi daftar siaran pers.",
    "refused": "Tulisan ini tidak dapat disimpan sementara. Muat ulang halaman setelah menyimpannya.",
}


def _told(reason: str, *, status: int) -> JsonResponse:
    return JsonResponse({"reason": reason, "sentence": SENTENCES[reason]}, status=status)


def _number(text: str) -> int:
    """A key or version; 0 where it is none."""
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else 0


def _clock(at: datetime) -> str:
    return f"{timezone.localtime(at):%H.%M}"
