"""The history in words: what the office reads where `Audit` keeps codes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.urls import reverse

from selayar_site.models import Audit

ACTIONS = {
    "add": "ditambahkan",
    "change": "diubah",
    "delete": "dihapus",
    # accounts
    "grant_role": "peran diberikan",
    "take_role": "peran dicabut",
    "deactivate": "akun ditutup",
    "reactivate": "akun dibuka kembali",
    "send_password_link": "tautan kata sandi dikirim",
    "reset_second_factor": "langkah kedua dilepas",
    "set_up_second_factor": "langkah kedua dipasang",
    "remove_second_factor": "langkah kedua dilepas sendiri",
    "renew_recovery_codes": "kode cadangan diganti",
    "change_password": "kata sandi diganti",
    # photos
    "refocus": "titik fokus dipindah",
    "replace_file": "berkas diganti",
    "view_original": "berkas asli diunduh",
    # releases
    "start": "mulai ditulis",
    "save": "disimpan",
    "start_revision": "revisi dibuat",
    "correct": "ralat, pembaruan, atau hak jawab ditambahkan",
    "submit": "diajukan",
    "recall": "pengajuan ditarik",
    "give_back": "dikembalikan",
    "mend": "disunting selama ditinjau",
    "comment": "bagian naskah dikomentari",
    "take_comment_away": "komentar dihapus",
    "settle_comments": "komentar ditandai",
    "approve": "disetujui",
    "take_back": "persetujuan ditarik",
    "look_again": "dilihat kembali",
    "set_end": "saat berhenti tayang diatur",
    "lift_end": "saat berhenti tayang dihapus",
    "withdraw": "pencabutan",
    "restore": "pencabutan dibatalkan",
    "move": "alamat diganti",
    "restore_edition": "teks edisi lama dipulihkan",
    "pin_lead": "dijadikan berita utama",
    "unpin_lead": "diturunkan dari berita utama",
    "announce": "diumumkan serta merta",
    "end_notice": "spanduk diturunkan",
    "make_preview": "tautan pratinjau dibuat",
    "revoke_preview": "tautan pratinjau dicabut",
    "give_embargo_access": "akses embargo diberikan",
    "revoke_embargo_access": "akses embargo dicabut",
    "forget_journalist": "data pribadi wartawan dihapus setelah embargo",
    # subscriptions; what their owners do is told without a name
    "confirm_subscription": "langganan dikonfirmasi",
    "change_subscription": "pilihan langganan diubah",
    "end_subscription": "langganan berhenti",
    "pause_subscription": "langganan dijeda karena surel kembali",
    "resume_subscription": "langganan dilanjutkan",
    "erase_subscription": "data pelanggan dihapus",
    "stop_dispatch": "kiriman dihentikan",
    "retry_dispatch": "surel yang gagal dicoba lagi",
    "pause_mail": "kiriman surel dijeda",
    "resume_mail": "kiriman surel dilanjutkan",
    # figures
    "enter_figure": "angka ditulis",
    "refuse_figure": "angka tidak disetujui",
    "retract_figure": "angka ditarik dari pembaca",
    "compute_snapshot": "cuplikan dihitung",
    "refuse_snapshot": "cuplikan tidak disetujui",
    "withdraw_snapshot": "cuplikan dicabut",
    # registers
    "register": "dicatat",
    "accept_numbers": "perbedaan nomor diterima",
    "place": "penempatan dicatat",
    "find_by_number": "ditemukan menurut nomor",
    "find_nobody": "mencari orang menurut nomor, tidak ditemukan",
    "reveal": "nomor dibuka",
    # lists
    "upload_list": "daftar diunggah",
    "match_columns": "kolom dicocokkan",
    "refuse_list": "berkas tidak terbaca",
    "apply_list": "diterapkan",
    "finish_import": "selesai diterapkan",
    "stop_import": "pengerjaan terhenti",
    "retry_import": "pengerjaan diteruskan",
    "discard_list": "dibatalkan, isinya dihapus",
    "return_rows": "baris yang ditolak diunduh",
    "erase_list": "isi daftar dihapus setelah masa simpan",
    "tell_apart": "dinyatakan orang yang berbeda",
    "merge": "baris ganda digabungkan ke sini",
    "merged": "digabungkan ke baris lain",
    # sponsorships
    "reserve": "dipesan",
    "let_go": "pesanan dilepas",
    "lapse": "pesanan gugur",
    "override": "dikecualikan dari aturan",
    "verify": "diverifikasi",
    "end_sponsorship": "pertanggungan diakhiri",
    # cover
    "enrol": "masuk daftar, bulan-bulannya dicatat",
    "end_cover": "perlindungan diakhiri",
    # the waiting list
    "list_waiting": "masuk daftar tunggu",
    "take_waiting": "ditanggung, keluar dari daftar tunggu",
    "withdraw_waiting": "dicabut dari daftar tunggu",
    "erase_worker": "data pekerja dihapus atas keinginannya",
}

# Fields of forms that are no fields of a model.
FIELDS = {"tag_names": "tagar", "slug": "alamat", "kind": "jenis perubahan", "settled": "komentar yang sudah ditangani"}


@dataclass(frozen=True)
class Line:
    """One entry as a sentence of parts."""

    at: datetime
    actor: str
    action: str
    change: str
    fields: str
    reason: str
    thing: str
    title: str = ""
    url: str = ""


def lines(entries: Iterable[Audit]) -> list[Line]:
    """The entries in words; load them with their `reason`, or each asks for its own."""
    return [_line(entry) for entry in entries]


def linked_lines(entries: Iterable[Audit]) -> list[Line]:
    """The same, with title and address of each thing that is still there and may be named.

    A model whose rows name nobody says so with a classmethod `shown_in_history(keys) -> dict[int, Model]`:
    for each key the row of the office that stands for it. One query for each such model.
    """
    entries = list(entries)
    keys: dict[str, set[int]] = {}
    for entry in entries:
        keys.setdefault(entry.object_type, set()).add(entry.object_id)
    shown = {label: _shown(_model(label), wanted) for label, wanted in keys.items()}
    return [_line(entry, shown[entry.object_type].get(entry.object_id)) for entry in entries]


def _shown(model: type[models.Model] | None, keys: set[int]) -> dict[int, models.Model]:
    find = getattr(model, "shown_in_history", None)
    return find(keys) if find else {}


def _line(entry: Audit, thing: models.Model | None = None) -> Line:
    model = _model(entry.object_type)
    states = [_state(model, state) for state in (entry.from_state, entry.to_state) if state]
    return Line(
        at=entry.at,
        actor=entry.actor_label,
        action=action_name(entry.action),
        change=" → ".join(states),
        fields=", ".join(_field(model, name) for name in entry.changed),
        reason=entry.reason.text if hasattr(entry, "reason") else "",
        thing=thing_name(entry.object_type, entry.object_id),
        title=str(thing) if thing else "",
        url=reverse(f"admin:{thing._meta.app_label}_{thing._meta.model_name}_change", args=[thing.pk]) if thing else "",
    )


def action_name(code: str) -> str:
    return ACTIONS.get(code, code.replace("_", " "))


def thing_name(object_type: str, object_id: int) -> str:
    """What kind of thing and its number: names may be personal, and things may be gone."""
    model = _model(object_type)
    return f"{model._meta.verbose_name if model else object_type} no. {object_id}"


def _model(object_type: str) -> type[models.Model] | None:
    try:
        return apps.get_model(object_type)
    except (LookupError, ValueError):
        return None


def _state(model: type[models.Model] | None, state: str) -> str:
    """The label of a choice of the model, whichever field holds it."""
    fields = model._meta.get_fields() if model else []
    labels = (dict(getattr(field, "flatchoices", None) or ()).get(state) for field in fields)
    return next((str(label) for label in labels if label), state.replace("_", " "))


def _field(model: type[models.Model] | None, name: str) -> str:
    """What the form calls it: a field, the rows under it, or a field of the form alone."""
    try:
        field: Any = model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        field = None
    if field is None:
        return FIELDS.get(name, name)
    return str(field.related_model._meta.verbose_name if field.auto_created else field.verbose_name)
