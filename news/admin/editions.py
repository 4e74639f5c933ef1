"""“Siaran pers”: one row for each release, the form of its open text, and its steps."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from news import actions
from news.forms import CommentForm, Confirmation, EditionForm, StepForm
from news.models import Edition, EditionPhoto
from news.rules import publishing_problems
from news.search.find import in_newsroom
from news.views import attachment_response
from news.words import column_moment, remark, short_moment, standing_words
from selayar_site.claims import Stale
from selayar_site.editor import editor_csp
from selayar_site.history import Line, lines
from selayar_site.models import Audit, Photo
from selayar_site.office import posted_version
from selayar_site.photo_forms import OneUploadForm, last_credit
from selayar_site.photo_upload import as_card

from .autosave import AutosaveAdmin
from .compare import compare_urls
from .filters import CategoryFilter, PeriodFilter, ProgramFilter, PublicationFilter, StandingFilter, WriterFilter
from .inlines import AttachmentInline, EditionPhotoInline
from .links import link_urls
from .remarks import may_comment, remark_urls, remarks_of
from .second_look import second_look_of
from .steps import DECISIONS, LEAD_HOME, STEPS, Step, form_of, is_offered, offers, why_not_approve

BY_PUBLICATION = ("-article__first_live_from", "-article_id")


class NewsroomList(ChangeList):
    """One row for each release: the open edition, else the latest.

    What stands beside it is loaded after it, not joined: SQLite without statistics begins with a joined table, and
    sorts the archive for fifty rows.
    """

    beside = ("article", "category", "created_by", "programs")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = "Siaran pers"

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Edition]:
        self.root_queryset = self.root_queryset.newsroom()  # type: ignore[attr-defined]
        return super().get_queryset(request, exclude_parameters).prefetch_related(*self.beside)


@admin.register(Edition)
class EditionAdmin(AutosaveAdmin):
    form = EditionForm
    inlines = (EditionPhotoInline, AttachmentInline)
    change_form_template = "admin/news/edition/change_form.html"

    list_display = ("headline", "badge", "published", "writer", "category", "program_names", "last_saved")
    list_filter = (StandingFilter, PublicationFilter, WriterFilter, CategoryFilter, ProgramFilter, PeriodFilter)
    list_select_related = ()
    search_fields = ("title", "summary")
    search_help_text = "Kata dari judul, ringkasan, atau isi (imbuhan tidak perlu sama), atau nomor siaran pers"
    ordering = ("-saved_at", "-pk")
    sortable_by = ("last_saved",)
    actions = None

    writing = ("Tulisan", {"fields": ("title", "summary", "place", "body_html")})
    change = ("Perubahan", {"fields": ("kind", "change_note")})
    sorting = ("Pengelompokan", {"fields": ("category", "tag_names", "programs")})
    rest = {"fields": ("press_contact", "expires_at"), "classes": ("collapse",)}

    class Media:
        css = {"all": ("admin-site/newsroom.css", "css/photo-admin.css")}

    # The list

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return NewsroomList

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """What is asked for by its publication comes in that order, along the index that finds it."""
        return BY_PUBLICATION if PublicationFilter.is_asked(request) else self.ordering

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Edition], search_term: str
    ) -> tuple[QuerySet[Edition], bool]:
        """By stems, drafts too; `search_fields` only brings the field."""
        if not search_term.strip():
            return queryset, False
        return in_newsroom(queryset, search_term), False  # type: ignore[arg-type]  # an EditionQuerySet

    @admin.display(description="judul")
    def headline(self, edition: Edition) -> str:
        return edition.title

    @admin.display(description="keadaan")
    def badge(self, edition: Edition) -> SafeString:
        words = {"standing": edition.standing(), "words": standing_words(edition), "remark": remark(edition)}
        return format_html(
            '<span class="standing standing--{standing}">{words}</span> <span class="remark">{remark}</span>', **words
        )

    @admin.display(description="penulis")
    def writer(self, edition: Edition) -> str:
        return str(edition.created_by)

    @admin.display(description="program")
    def program_names(self, edition: Edition) -> str:
        return ", ".join(program.name for program in edition.programs.all()) or "—"

    @admin.display(description="terbit")
    def published(self, edition: Edition) -> SafeString | str:
        """When readers first had the release, or will; and since when they have this text, where it is a later one."""
        first = edition.article.first_live_from
        if first is None:
            return "—"
        if edition.live_from in (None, first):
            return column_moment(first)
        words = {"first": column_moment(first), "number": edition.number, "since": column_moment(edition.live_from)}
        return format_html('{first} <span class="remark">Edisi {number}: {since}</span>', **words)

    @admin.display(description="terakhir disimpan", ordering="-saved_at")
    def last_saved(self, edition: Edition) -> str:
        return short_moment(edition.saved_at)

    # The history: of the release, whichever edition's page it is asked on

    def history_entries(self, obj: Edition) -> QuerySet[Audit]:
        return Audit.objects.about_all([obj.article, *obj.article.editions.only("pk")])

    def history_lines(self, entries: Iterable[Audit]) -> list[Line]:
        """With the edition that each line is about, where there are several."""
        label, entries = Edition._meta.label_lower, list(entries)
        keys = [entry.object_id for entry in entries if entry.object_type == label]
        article = Edition.objects.filter(pk__in=keys[:1]).values("article")
        numbers = dict(Edition.objects.filter(article__in=article).values_list("pk", "number"))
        told = zip(entries, lines(entries), strict=True)
        return [
            replace(line, title=f"Edisi {numbers[entry.object_id]}")
            if len(numbers) > 1 and entry.object_type == label
            else line
            for entry, line in told
        ]

    # The form, or the text as readers see it

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_fieldsets(self, request: HttpRequest, obj: Edition | None = None) -> Any:
        is_first = obj is None or obj.number == 1
        is_known = obj is not None and obj.article.is_known()
        fields = self.rest["fields"] if is_known else ("slug", *self.rest["fields"])
        rest = ("Alamat, narahubung, dan batas waktu", {**self.rest, "fields": fields})
        return (*(() if is_first else (self.change,)), self.writing, self.sorting, rest)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Plain choices, without the small pencils that lead away from the text."""
        if db_field.name == "category":
            return db_field.formfield()
        if db_field.name == "programs":
            return db_field.formfield(widget=CheckboxSelectMultiple)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Who may not write, or not now, reads instead. A form sent too late goes to the claim, which loses
        nothing of what was typed."""
        edition = self.get_object(request, unquote(object_id)) if object_id else None
        is_writer = self.has_change_permission(request, edition)
        is_mending = bool(edition) and "sunting" in request.GET and self.may_mend(request, edition)
        may_write = is_writer and (is_mending or edition is None or edition.is_writable)
        if edition and (request.method != "POST" or not is_writer) and not may_write:
            return self.read_view(request, edition)
        return self.write_view(request, object_id, form_url, extra_context)

    def may_mend(self, request: HttpRequest, edition: Edition | None) -> bool:
        user: Any = request.user
        may_change = self.has_change_permission(request, edition)
        return edition is not None and may_change and not actions.mend_problem(edition, user)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.is_mending = self.may_mend(request, obj)
        return form

    @method_decorator(editor_csp)
    def write_view(
        self, request: HttpRequest, object_id: str | None, form_url: str, extra_context: dict[str, Any] | None
    ) -> HttpResponse:
        return super().changeform_view(request, object_id, form_url, extra_context)

    def read_view(
        self, request: HttpRequest, edition: Edition, comment_form: CommentForm | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request, edition):
            raise PermissionDenied
        complete = Edition.objects.complete().select_related("article", "created_by").get(pk=edition.pk)
        context = {**self.context_of(request, complete), "title": "Baca siaran pers"}
        context["photo_words"] = _photo_words(complete)
        if edition.is_open and self.has_change_permission(request, edition):
            context |= {"seen": self.seen(request, edition), **self.unsaved_of(request, edition)}
        if comment_form or may_comment(edition, request.user):
            context["comment_form"] = comment_form or CommentForm(auto_id="id_passage_%s")
        return TemplateResponse(request, "admin/news/edition/read.html", context)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Edition | None = None,
    ) -> HttpResponse:
        context["title"] = "Tulis siaran pers" if obj is None else "Sunting siaran pers"
        context["subtitle"] = None
        if request.user.has_perm("selayar_site.add_photo"):
            context["upload_form"] = OneUploadForm(initial={"credit": last_credit(request.user)})  # type: ignore[arg-type]
        if obj is not None:
            context |= self.context_of(request, Edition.objects.get(pk=obj.pk))
            settled = context["adminform"].form
            context["remarks"] = remarks_of(obj, settled["settled"].value() if "settled" in settled.fields else [])
        return super().render_change_form(request, context, add, change, form_url, obj)

    def context_of(self, request: HttpRequest, edition: Edition) -> dict[str, Any]:
        """What stands around the text, whether it is read or written."""
        article, others = edition.article, edition.article.editions.exclude(pk=edition.pk)
        steps = offers(edition, request.user)  # type: ignore[arg-type]  # the admin asks for an account
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "edition": edition,
            "original": edition,
            "object_id": str(edition.pk),
            "standing": edition.standing(),
            "standing_words": standing_words(edition),
            "remark": remark(edition),
            "problems": publishing_problems(edition) if edition.state == Edition.State.IN_REVIEW else [],
            "remarks": remarks_of(edition) if edition.is_open else [],
            "may_mend": self.may_mend(request, edition),
            "second_look": second_look_of(edition, request.user),  # type: ignore[arg-type]
            "why_not_approve": why_not_approve(edition, request.user),  # type: ignore[arg-type]
            "decisions": [offer for offer in steps if offer.step.verb in DECISIONS],
            "afterwards": [offer for offer in steps if offer.step.verb not in DECISIONS],
            "corrections": article.corrections.all(),
            "former_addresses": article.addresses.filter(is_current=False).order_by("-given_at"),
            "others": others.select_related("article").with_replaced_from().order_by("-number"),
            "page_url": article.get_absolute_url() if article.is_known() else "",
            "has_view_permission": True,
        }

    # Saving

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if "settled" in form.fields:
            user: Any = request.user
            actions.settle_comments(form.instance, by=user, settled=form.cleaned_data["settled"])

    def save_model(self, request: HttpRequest, obj: Edition, form: Any, change: bool) -> None:
        user: Any = request.user
        if not change:
            _start(obj, form, user)
            return
        if obj.state == Edition.State.IN_REVIEW and form.is_mending:
            actions.mend(obj, by=user)
        super().save_model(request, obj, form, change)
        if "slug" in form.fields:
            try:
                actions.move(obj.article, by=user, slug=form.wanted_slug)
            except ValidationError as taken:  # between the form's look and now
                self.message_user(request, " ".join(taken.messages), messages.WARNING)

    def log_addition(self, request: HttpRequest, obj: Edition, message: Any) -> Audit | None:  # type: ignore[override]
        """The verb has told it already."""
        return None

    def response_add(self, request: HttpRequest, obj: Edition, post_url_continue: str | None = None) -> HttpResponse:
        return self.after_saving(request, obj)

    def response_change(self, request: HttpRequest, obj: Edition) -> HttpResponse:
        return self.after_saving(request, obj)

    def after_saving(self, request: HttpRequest, edition: Edition) -> HttpResponse:
        """Back to the text; “Ajukan” saves first, so that a refusal loses nothing."""
        if edition.state == Edition.State.IN_REVIEW:
            sentence = "Suntingan Anda tersimpan. Karena Anda ikut menulis, orang lain yang menyetujui siaran pers ini."
            self.message_user(request, sentence, messages.SUCCESS)
            return redirect(self.address_of(edition))
        if "_submit" not in request.POST:
            self.message_user(request, f"Konsep tersimpan pukul {timezone.localtime():%H.%M}.", messages.SUCCESS)
            return redirect(self.address_of(edition))
        user: Any = request.user
        try:
            actions.submit(edition, by=user, version=edition.version)
        except ValidationError:
            sentence = "Konsep tersimpan, tetapi belum dapat diajukan. Lengkapi yang tercantum di bawah ini."
            self.message_user(request, sentence, messages.WARNING)
        else:
            self.message_user(request, "Diajukan. Orang lain akan membacanya sebelum terbit.", messages.SUCCESS)
        return redirect(self.address_of(edition))

    def address_of(self, edition: Edition) -> str:
        return reverse("admin:news_edition_change", args=[edition.pk])

    # Steps

    def get_urls(self) -> list[URLPattern]:
        step, photos = self.admin_site.admin_view(self.step_view), self.admin_site.admin_view(self.photos_view)
        return [
            path("<int:pk>/langkah/<slug:verb>/", step, name="news_edition_step"),
            path("foto/", photos, name="news_edition_photos"),
            path(
                "<int:pk>/lampiran/<slug:name>.pdf",
                self.admin_site.admin_view(self.attachment_view),
                name="news_edition_attachment",
            ),
            *remark_urls(self),
            *compare_urls(self.admin_site),
            *link_urls(self.admin_site),
            *super().get_urls(),
        ]

    def attachment_view(self, request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
        """The document as readers will get it, for who may read the text before them."""
        edition = self.get_object(request, str(pk))
        if edition is None or not self.has_view_permission(request, edition):
            raise PermissionDenied
        return attachment_response(get_object_or_404(edition.attachments, slug=name))

    def photos_view(self, request: HttpRequest) -> JsonResponse:
        """The newest photos of the library, those with all the words asked for, or those named by `id`."""
        if not request.user.has_perm("selayar_site.view_photo"):
            raise PermissionDenied
        photos = Photo.objects.all()
        if keys := [int(key) for key in request.GET.getlist("id")[:50] if re.fullmatch("[0-9]{1,9}", key)]:
            photos = photos.filter(pk__in=keys)
        for word in request.GET.get("q", "").replace("\0", "").split()[:6]:
            photos = photos.filter(Q(title__icontains=word) | Q(credit__icontains=word) | Q(alt__icontains=word))
        return JsonResponse({"photos": [as_card(photo) for photo in photos[:50]]})

    @method_decorator(require_POST)
    def step_view(self, request: HttpRequest, pk: int, verb: str) -> HttpResponse:
        edition, step = self.get_object(request, str(pk)), STEPS.get(verb)
        if edition is None or step is None:
            raise Http404
        user: Any = request.user
        if not self.has_view_permission(request, edition) or not user.has_perm(step.permission):
            raise PermissionDenied
        form = form_of(step, edition, user, request.POST)
        if not form.is_valid():
            return self.step_page(request, edition, step, form)
        if form.confirmation:
            return self.step_page(request, edition, step, form, confirmation=form.confirmation)
        try:
            with transaction.atomic():
                version = posted_version(request)
                next_edition = step.run(edition, by=user, version=version, **form.arguments()) or edition
        except Stale:
            return self.step_page(request, self.stored(pk), step, form, is_stale=True)
        except ValidationError as refusal:
            for field, sentences in refusal.update_error_dict({}).items():
                form.add_error(field if field in form.fields else None, sentences)
            return self.step_page(request, self.stored(pk), step, form)
        self.message_user(request, step.done(next_edition), messages.SUCCESS)
        # Who gave a text back has no business in its form, and would be announced to the writer as being there.
        return redirect("admin:index" if verb in LEAD_HOME else self.address_of(next_edition))

    def stored(self, pk: int) -> Edition:
        return Edition.objects.select_related("article", "created_by").get(pk=pk)

    def step_page(
        self,
        request: HttpRequest,
        edition: Edition,
        step: Step,
        form: StepForm,
        *,
        confirmation: Confirmation | None = None,
        is_stale: bool = False,
    ) -> HttpResponse:
        """The step alone on a page: what is wrong with it, what is to be confirmed, or who was faster."""
        user: Any = request.user
        last = Audit.objects.about(edition.article if step.of_article else edition).select_related("reason")[:1]
        context = {
            **self.admin_site.each_context(request),
            "title": step.label,
            "opts": self.opts,
            "edition": edition,
            "step": step,
            "form": form,
            # Not the newest where something is only to be mended or confirmed: that text has not been read.
            "version": step.version_of(edition) if is_stale else request.POST.get("version", ""),
            "confirmation": confirmation,
            "is_stale": is_stale,
            "changed": self.changed_since(request, edition) if is_stale and not step.of_article else [],
            "seen": self.seen(request, edition) if is_stale and edition.is_open else request.POST.get("seen", ""),
            "last": lines(last),
            "is_possible": is_offered(step, edition, user, timezone.now()),
            "standing_words": standing_words(edition),
        }
        status = 409 if is_stale else 200
        return TemplateResponse(request, "admin/news/edition/step.html", context, status=status)


def _photo_words(edition: Edition) -> list[tuple[str, EditionPhoto]]:
    """The photos by their places, which stay the same from edition to edition; their rows do not."""
    role, found = EditionPhoto.Role, []
    for place, name in ((role.LEAD, "foto utama"), (role.GALLERY, "foto galeri"), (role.BODY, "foto di dalam teks")):
        uses = [use for use in edition.photos.all() if use.role == place]
        found += [(f"{name} {number}" if len(uses) > 1 else name, use) for number, use in enumerate(uses, 1)]
    return found


def _start(edition: Edition, form: EditionForm, user: Any) -> None:
    """Let the verb make the release, and go on with its row: the relations of the form are saved onto it."""
    names = ("title", "summary", "body_html", "place", "category", "press_contact", "expires_at")
    fields = {name: form.cleaned_data[name] for name in names}
    edition.pk = actions.start_article(by=user, slug=form.cleaned_data.get("slug", ""), **fields).pk
    edition._state.adding = False
    edition.refresh_from_db()
