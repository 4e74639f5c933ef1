"""Lists in the office: taken in, matched, looked through, applied, sent back."""

import json
from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.cache import add_never_cache_headers
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from programs.actions import imports
from programs.forms.imports import MatchForm, RowsForm, UploadForm, masked_text
from programs.imports import returned
from programs.imports.cells import is_blank
from programs.imports.headings import is_numbering, twice
from programs.imports.keeping import head_of
from programs.imports.kinds import Kind, kind_of, kinds
from programs.imports.refusals import SheetRefused
from programs.imports.telling import FATES, OUTCOMES, Tab, said, sentence_of, tabs_of
from programs.models import ImportRow, RosterImport
from selayar_site.claims import Stale
from selayar_site.office import ViewOnlyAdmin, posted_version
from selayar_site.pagination import BadCursor, keyset_page

State = RosterImport.State
ROWS = 50
CHANGED_MEANWHILE = "Selagi halaman ini terbuka, orang lain mengubah daftar ini. Periksa dahulu, lalu ulangi."


@admin.register(RosterImport)
class RosterImportAdmin(ViewOnlyAdmin):
    list_display = ("name", "shown_state", "result", "uploaded_by", "uploaded_at")
    list_filter = ("kind", "state")
    list_select_related = ("uploaded_by",)
    ordering = ("-uploaded_at", "-pk")
    sortable_by = ()
    list_title = "Impor daftar"
    unit = "daftar"
    change_list_template = "admin/programs/rosterimport/change_list.html"

    class Media:
        css = {"all": ("admin-site/imports.css",)}

    @admin.display(description="daftar")
    def name(self, roster_import: RosterImport) -> str:
        return str(roster_import)

    @admin.display(description="keadaan")
    def shown_state(self, roster_import: RosterImport) -> str:
        return roster_import.get_state_display()

    @admin.display(description="isi")
    def result(self, roster_import: RosterImport) -> str:
        return said(roster_import) or "—"

    # Who may what

    def own_kinds(self, request: HttpRequest) -> list[Kind]:
        return [kind for kind in kinds().values() if request.user.has_perm(kind.permission)]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("programs.add_rosterimport") and bool(self.own_kinds(request))

    def found(self, request: HttpRequest, pk: int | str, *, to_act: bool = True) -> RosterImport:
        """The import, for who may bring such lists in, or only look. Raises Http404 and PermissionDenied."""
        roster_import: Any = self.get_object(request, str(pk))
        if roster_import is None:
            raise Http404
        if not self.has_view_permission(request, roster_import):
            raise PermissionDenied
        if to_act and not self.may_act(request, roster_import):
            raise PermissionDenied
        return roster_import

    def may_act(self, request: HttpRequest, roster_import: RosterImport) -> bool:
        return request.user.has_perm(kind_of(roster_import).permission)

    # Pages

    def get_urls(self) -> list[URLPattern]:
        view, name = self.admin_site.admin_view, "programs_rosterimport"
        return [
            path("<int:pk>/kolom/", view(self.match_view), name=f"{name}_match"),
            path("<int:pk>/baris-judul/", view(self.rows_view), name=f"{name}_rows"),
            path("<int:pk>/terapkan/", view(self.apply_view), name=f"{name}_apply"),
            path("<int:pk>/teruskan/", view(self.retry_view), name=f"{name}_retry"),
            path("<int:pk>/batalkan/", view(self.discard_view), name=f"{name}_discard"),
            path("<int:pk>/ditolak/<str:form>/", view(self.return_view), name=f"{name}_return"),
            *super().get_urls(),
        ]

    def page(
        self, request: HttpRequest, template: str, title: str, *, status: int = 200, **context: Any
    ) -> TemplateResponse:
        """Never kept by a browser: it names people."""
        page = {**self.admin_site.each_context(request), "title": title, "subtitle": None, "opts": self.opts, **context}
        response = TemplateResponse(request, f"admin/programs/rosterimport/{template}.html", page, status=status)
        add_never_cache_headers(response)
        return response

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        own = self.own_kinds(request)
        form = UploadForm(request.POST or None, request.FILES or None, kinds=own)
        if request.method == "POST" and form.is_valid():
            content = form.cleaned_data["file"].read()
            try:
                roster_import = imports.receive(content, kind=kinds()[form.cleaned_data["kind"]], by=request.user)  # type: ignore[arg-type]
            except SheetRefused as refusal:
                form.add_error("file", str(refusal))
            else:
                return self._to(roster_import, "match" if roster_import.state == State.MAPPING else "change")
        return self.page(request, "add", "Impor daftar baru", form=form, kinds=own)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Where the list is: what waits for a decision, how far the work is, and every row."""
        roster_import = self.found(request, object_id, to_act=False)
        tabs = tabs_of(roster_import, request.GET.get("baris", ""), request.GET.get("sebab", ""))
        chosen = next((tab for tab in tabs if tab.is_current), None)
        if request.GET.get("baris") and chosen is None:
            raise Http404
        same = RosterImport.objects.filter(content_index=roster_import.content_index, state=State.DONE)
        return self.page(
            request,
            "change_form",
            str(roster_import),
            roster_import=roster_import,
            may_act=self.may_act(request, roster_import),
            sentence=sentence_of(roster_import),
            tabs=tabs,
            rows=self._rows(request, roster_import, chosen) if chosen else None,
            reasons=self._reasons(roster_import) if chosen and chosen.has_reasons else [],
            to_write=self._to_write(roster_import),
            back=self._count_back(roster_import),
            most_in_workbook=returned.MOST_IN_WORKBOOK,
            same=same.exclude(pk=roster_import.pk).order_by("-done_at").first(),
            kept_days=imports.kept_days(),
            history_url=reverse("admin:programs_rosterimport_history", args=[roster_import.pk]),
        )

    def _to_write(self, roster_import: RosterImport) -> int:
        return int(roster_import.summary.get("checked", {}).get("outcome", {}).get(ImportRow.Outcome.WAITING, 0))

    def _count_back(self, roster_import: RosterImport) -> int:
        if roster_import.erased_at is not None:
            return 0
        sums = roster_import.summary.get("applied") or roster_import.summary.get("checked") or {}
        outcomes = sums.get("outcome", {})
        return int(outcomes.get(ImportRow.Outcome.REFUSED, 0) + outcomes.get(ImportRow.Outcome.DIFFERS, 0))

    def _reasons(self, roster_import: RosterImport) -> list[tuple[str, str, int]]:
        """What was refused, by field: its name, label and number."""
        sums = roster_import.summary.get("applied") or roster_import.summary.get("checked") or {}
        labels = {each.name: each.label for each in kind_of(roster_import).fields}
        return [(name, labels[name], count) for name, count in sums.get("reasons", {}).items() if name in labels]

    def _rows(self, request: HttpRequest, roster_import: RosterImport, tab: Tab) -> dict[str, Any]:
        rows = roster_import.rows.filter(**tab.where).defer("cells")
        try:
            page = keyset_page(rows, order=("pk",), size=ROWS, params=request.GET, keep=("baris", "sebab"))
        except BadCursor as error:
            raise Http404 from error
        kind = kind_of(roster_import)
        return {"items": [_shown(row, kind) for row in page.items], "page": page}

    # Columns

    def match_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        roster_import = self.found(request, pk)
        if roster_import.state not in (State.MAPPING, State.CHECKED) or roster_import.head is None:
            return self._to(roster_import)
        kind, sheets = kind_of(roster_import), head_of(roster_import)
        names = imports.headings_of(roster_import)
        examples = _examples(sheets[roster_import.sheet][1], roster_import.heading_row, len(names))
        form = MatchForm(
            request.POST or None,
            kind=kind,
            headings=names,
            examples=examples,
            initial={"columns": roster_import.columns, "options": roster_import.options},
        )
        status = 200
        if request.method == "POST" and form.is_valid():
            try:
                imports.match_columns(
                    roster_import,
                    columns=form.columns(),
                    options=form.plain_options(),
                    by=request.user,  # type: ignore[arg-type]
                    version=posted_version(request),
                )
            except Stale:
                status = 409
                form.add_error(None, CHANGED_MEANWHILE)
                roster_import.refresh_from_db()
            except ValidationError as error:
                form.add_error(None, error)
            else:
                return self._to(roster_import)
        rows_form = RowsForm(
            sheets=sheets,
            sheet=roster_import.sheet,
            initial={"sheet": roster_import.sheet, "heading_row": roster_import.heading_row},
        )
        return self.page(
            request,
            "match",
            "Cocokkan kolom",
            status=status,
            roster_import=roster_import,
            kind=kind,
            form=form,
            rows_form=rows_form,
            twice=twice(names),
            remembered=imports.remembered(roster_import) is not None,
        )

    @method_decorator(require_POST)
    def rows_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        roster_import = self.found(request, pk)
        sheets = head_of(roster_import)
        if not sheets:
            return self._to(roster_import)
        form = RowsForm(request.POST, sheets=sheets, sheet=roster_import.sheet)
        if not form.is_valid():
            messages.error(request, "Pilih lembar dan baris judul dari daftar.")
            return self._to(roster_import, "match")
        sheet, row = form.cleaned_data["sheet"], form.cleaned_data["heading_row"]
        heading_row = row if sheet == roster_import.sheet else None  # of another sheet it is looked for

        def choose() -> None:
            version = posted_version(request)
            imports.choose_rows(roster_import, sheet=sheet, heading_row=heading_row, version=version)

        return self._answer(request, roster_import, choose, "Judul kolom dibaca lagi.", then="match")

    # Steps

    @method_decorator(require_POST)
    def apply_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        roster_import = self.found(request, pk)

        def apply() -> None:
            imports.apply_list(roster_import, by=request.user, version=posted_version(request))  # type: ignore[arg-type]

        return self._answer(request, roster_import, apply, "")

    @method_decorator(require_POST)
    def retry_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        roster_import = self.found(request, pk)

        def retry() -> None:
            imports.try_again(roster_import, by=request.user, version=posted_version(request))  # type: ignore[arg-type]

        return self._answer(request, roster_import, retry, "")

    @method_decorator(require_POST)
    def discard_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        roster_import = self.found(request, pk)

        def discard() -> None:
            imports.discard(roster_import, by=request.user, version=posted_version(request))  # type: ignore[arg-type]

        return self._answer(request, roster_import, discard, "Daftar dibatalkan dan isinya dihapus.")

    def _answer(
        self,
        request: HttpRequest,
        roster_import: RosterImport,
        act: Callable[[], None],
        done: str,
        *,
        then: str = "change",
    ) -> HttpResponse:
        """Do it and go back to the list, with the sentence of what was done or of what was refused."""
        try:
            act()
        except Stale:
            messages.error(request, CHANGED_MEANWHILE)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            if done:
                messages.success(request, done)
        return self._to(roster_import, then)

    def _to(self, roster_import: RosterImport, page: str = "change") -> HttpResponse:
        return redirect(f"admin:programs_rosterimport_{page}", roster_import.pk)

    @method_decorator(require_POST)
    def return_view(self, request: HttpRequest, pk: int, form: str) -> HttpResponse:
        """The refused rows as a file, numbers and all: for who may bring such lists in, and recorded."""
        roster_import = self.found(request, pk)
        if form not in ("csv", "xlsx") or (
            form == "xlsx" and self._count_back(roster_import) > returned.MOST_IN_WORKBOOK
        ):
            raise Http404
        try:
            headings = imports.return_rows(roster_import, by=request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return self._to(roster_import)
        response: HttpResponse | StreamingHttpResponse
        if form == "csv":
            response = StreamingHttpResponse(
                returned.csv_lines(roster_import, headings), content_type="text/csv; charset=utf-8"
            )
        else:
            response = HttpResponse(
                returned.workbook(roster_import, headings),
                content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            )
        response["Content-Disposition"] = f'attachment; filename="baris-ditolak-impor-{roster_import.pk}.{form}"'
        add_never_cache_headers(response)
        return response  # type: ignore[return-value]


def _examples(rows: Any, heading_row: int, width: int) -> list[str]:
    """The first thing that stands in each column under the headings, masked."""
    found = [""] * width
    for number, cells in rows:
        if number <= heading_row or is_numbering(cells):
            continue
        for column, cell in enumerate(cells):
            if not found[column] and not is_blank(cell):
                found[column] = masked_text(cell)
    return found


def _shown(row: ImportRow, kind: Kind) -> dict[str, Any]:
    assert row.details is not None
    details = json.loads(row.details.reveal())
    settled = row.outcome not in (ImportRow.Outcome.WAITING,) and row.fate in (
        ImportRow.Fate.NEW,
        ImportRow.Fate.CHANGED,
    )
    return {
        "number": row.number,
        "label": OUTCOMES[row.outcome] if settled else FATES[row.fate],
        "mark": row.outcome if settled else row.fate,
        "who": details.get("who", ""),
        "url": kind.page_of(row.target) if row.target else "",
        "changes": details.get("changes", []),
        "wrong": details.get("wrong", []),
        "notes": details.get("notes", []),
    }
