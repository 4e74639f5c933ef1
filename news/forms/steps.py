"""What each step of a release asks for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from news.models import Article, Correction, Edition, ReviewComment
from news.passages import MOST as LONGEST_QUOTATION
from news.slugs import refuse_reserved
from news.words import moment, short_moment

from .fields import CHANGE_KINDS, MomentField


@dataclass(frozen=True)
class Confirmation:
    """What is said back before a step counts: the heaviest sentence first, and the words of the two ways on."""

    opening: SafeString
    sentences: tuple[str, ...]
    yes: str
    back: str


class StepForm(forms.Form):
    """What a step asks for beside the version; some ask for nothing."""

    # Of a valid form: what is still to be confirmed.
    confirmation: Confirmation | None = None

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        self.edition = edition
        super().__init__(*args, **kwargs)

    def arguments(self) -> dict[str, Any]:
        """What the verb is called with."""
        return self.cleaned_data


def _paragraph(label: str, help_text: str = "", *, required: bool = True, rows: int = 4) -> forms.CharField:
    area = forms.Textarea({"rows": rows})
    return forms.CharField(label=label, help_text=help_text, required=required, widget=area, max_length=4000)


class GiveBackForm(StepForm):
    """One comment on the whole, and one on each field that needs it."""

    comment = _paragraph("Yang perlu diperbaiki", "Penulis membacanya di atas formulirnya.", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in ReviewComment.Field.choices:
            self.fields[f"on_{name}"] = forms.CharField(
                label=f"Tentang {label.lower()}", required=False, max_length=4000
            )

    def clean(self) -> dict[str, Any]:
        passages = self.edition.comments.since(self.edition.submitted_at)
        if not any(self.cleaned_data.values()) and not passages.exists():
            self.add_error("comment", "Tuliskan apa yang perlu diperbaiki, agar penulis tahu langkah berikutnya.")
        return self.cleaned_data

    def arguments(self) -> dict[str, Any]:
        remarks = {name: self.cleaned_data[f"on_{name}"] for name in ReviewComment.Field.values}
        return {"comment": self.cleaned_data["comment"], "remarks": remarks}


class CommentForm(forms.Form):
    """A comment on a passage. The script fills in the quotation from what is marked in the text, and which of
    several like it is meant."""

    quotation = forms.CharField(
        label="Bagian yang dikomentari",
        help_text="Salin beberapa kata dari naskah, atau tandai bagiannya di dalam naskah.",
        max_length=LONGEST_QUOTATION,
        widget=forms.Textarea({"rows": 2}),
    )
    text = _paragraph("Komentar", rows=3)
    nth = forms.IntegerField(required=False, min_value=0, max_value=9999, widget=forms.HiddenInput)


class ApproveForm(StepForm):
    """Now, or for a moment. `confirmed` is set by the page that shows the moment in words."""

    NOW, LATER = "now", "later"

    when = forms.ChoiceField(
        label="Waktu terbit",
        choices=[(NOW, "Sekarang juga"), (LATER, "Pada waktu tertentu")],
        initial=NOW,
        widget=forms.RadioSelect,
    )
    live_from = MomentField(label="Tanggal dan jam (WITA)", required=False)
    waive_four_eyes = _paragraph(
        "Alasan menyetujui sendiri",
        "Anda sendiri yang mengajukan perbaikan kecil ini. Alasan Anda dicatat untuk dilihat kembali.",
        rows=2,
    )
    confirmed = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, is_own: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_own:
            del self.fields["waive_four_eyes"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        later = cleaned.get("when") == self.LATER
        if later and not cleaned.get("live_from") and "live_from" not in self.errors:
            self.add_error("live_from", "Pilih tanggal dan jam terbitnya.")
        elif later and "live_from" in cleaned and cleaned["live_from"] <= timezone.now():
            self.add_error("live_from", "Waktu itu sudah lewat. Pilih waktu yang akan datang.")
        return cleaned

    @property
    def confirmation(self) -> Confirmation | None:  # type: ignore[override]  # a plain None in the base
        if self.cleaned_data["when"] != self.LATER or self.cleaned_data["confirmed"]:
            return None
        return Confirmation(
            format_html("Terbit <strong>{}</strong>.", moment(self.cleaned_data["live_from"])),
            ("Sebelum waktu itu tidak seorang pun dapat membacanya, dan persetujuan masih dapat ditarik kembali.",),
            "Ya, setujui untuk waktu itu",
            "Ganti waktunya",
        )

    def arguments(self) -> dict[str, Any]:
        live_from = self.cleaned_data["live_from"] if self.cleaned_data["when"] == self.LATER else None
        return {"live_from": live_from, "waive_four_eyes": self.cleaned_data.get("waive_four_eyes", "")}


class RevisionForm(StepForm):
    kind = forms.ChoiceField(
        label="Jenis perubahan",
        choices=CHANGE_KINDS,
        initial=Edition.ChangeKind.UPDATE,
        widget=forms.RadioSelect,
    )


class CorrectForm(StepForm):
    kind = forms.ChoiceField(
        label="Jenis", choices=Correction.Kind, initial=Correction.Kind.CORRECTION, widget=forms.RadioSelect
    )
    wrong = _paragraph("Yang keliru", "Dikutip secukupnya, agar pembaca mengenalinya.", required=False, rows=2)
    right = _paragraph("Yang benar", "Satu atau dua kalimat yang dapat berdiri sendiri.", rows=3)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") == Correction.Kind.CORRECTION and not cleaned.get("wrong"):
            self.add_error("wrong", "Ralat menyebut apa yang keliru.")
        return cleaned


class MoveForm(StepForm):
    slug = forms.SlugField(
        label="Alamat baru",
        max_length=80,
        help_text="Alamat lama tetap ada dan mengantar pembaca ke sini.",
        validators=[refuse_reserved],
        error_messages={"invalid": "Alamat hanya memakai huruf kecil, angka, dan tanda hubung."},
    )


class EndForm(StepForm):
    """`confirmed` is set by the page that shows the moment in words."""

    ends_at = MomentField(
        label="Tanggal dan jam (WITA)",
        help_text="Sampai saat itu siaran pers tayang seperti biasa. Teksnya tidak berubah.",
        error_messages={"required": "Pilih tanggal dan jam berhenti tayangnya."},
    )
    confirmed = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        known = edition.expires_at if edition.state == Edition.State.APPROVED else None
        super().__init__(*args, edition=edition, initial={"ends_at": known}, **kwargs)

    def clean_ends_at(self) -> datetime:
        ends_at: datetime = self.cleaned_data["ends_at"]
        if ends_at <= timezone.now():
            raise forms.ValidationError(
                "Waktu itu sudah lewat. Pilih waktu yang akan datang, atau cabut siaran pers ini bila harus berhenti "
                "sekarang."
            )
        return ends_at

    @property
    def confirmation(self) -> Confirmation | None:  # type: ignore[override]  # a plain None in the base
        if self.cleaned_data["confirmed"]:
            return None
        following = self.edition.article.editions.open().first()
        return Confirmation(
            format_html("Berhenti tayang <strong>{}</strong>.", moment(self.cleaned_data["ends_at"])),
            (
                "Sesudah itu pembaca hanya mendapat keterangan bahwa masa tayangnya telah berakhir; daftar, umpan, dan "
                "pencarian tidak memuatnya lagi.",
                *([f"Edisi {following.number}, yang sedang dikerjakan, mengikuti waktu ini."] if following else []),
                "Sebelum saat itu tiba, waktunya masih dapat diganti atau dihapus.",
            ),
            "Ya, berhenti pada waktu itu",
            "Batal, biarkan tayang",
        )

    def arguments(self) -> dict[str, Any]:
        return {"ends_at": self.cleaned_data["ends_at"]}


class WithdrawForm(StepForm):
    MOST = 8  # to pick from

    mode = forms.ChoiceField(
        label="Yang dilihat pembaca",
        choices=[
            (Article.Withdrawal.GONE, "Alasan pencabutan saja"),
            (Article.Withdrawal.NOTICE, "Teksnya, di bawah keterangan pencabutan"),
            (Article.Withdrawal.REDIRECT, "Siaran pers lain"),
        ],
        initial=Article.Withdrawal.GONE,
        widget=forms.RadioSelect,
    )
    target = forms.CharField(
        label="Siaran pers penggantinya",
        required=False,
        help_text="Judul lengkap atau alamatnya; sebagian judul memberi daftar pilihan. Wajib bila pembaca dialihkan. "
        "Selain itu menjadi tautan di bawah alasan.",
    )
    picked = forms.ChoiceField(label="Yang dimaksud", required=False, widget=forms.RadioSelect)
    reason = _paragraph("Alasan pencabutan", "Dibaca oleh umum.", rows=3)
    confirmed = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = str(self.data.get("target", "")).replace("\0", "").strip()
        self.exact, self.matches = self._named(words) if words else (None, [])
        field: Any = self.fields["picked"]
        field.choices = [(str(each.pk), _title_and_address(each)) for each in self.matches]
        if not self.matches:
            del self.fields["picked"]

    def _named(self, words: str) -> tuple[Article | None, list[Article]]:
        """The release that goes by this address or whole headline; where none or several do, those to pick from."""
        others = Article.objects.listed().exclude(pk=self.edition.article_id).with_title()
        slug = urlsplit(words).path.rstrip("/").rpartition("/")[2] if _is_address(words) else words
        if by_address := others.filter(addresses__slug=slug.lower()).first():
            return by_address, []
        same = list(others.where_live(title__iexact=words)[: self.MOST])
        if len(same) == 1:
            return same[0], []
        return None, same or list(others.where_live(title__icontains=words)[: self.MOST])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        words, picked = cleaned.get("target"), cleaned.pop("picked", "")
        cleaned["target"] = self.exact or next((each for each in self.matches if str(each.pk) == picked), None)
        if cleaned["target"]:
            return cleaned
        if self.matches:
            self.add_error("picked", "Pilih siaran pers yang dimaksud, atau tulis judul lengkapnya.")
        elif words:
            self.add_error("target", "Tidak ada siaran pers yang tayang dengan judul atau alamat itu.")
        elif cleaned.get("mode") == Article.Withdrawal.REDIRECT:
            self.add_error("target", "Pilih siaran pers tujuan pengalihan.")
        return cleaned

    @property
    def confirmation(self) -> Confirmation | None:  # type: ignore[override]  # a plain None in the base
        if self.cleaned_data["confirmed"]:
            return None
        return Confirmation(
            self._outcome(),
            (
                f"Alasan yang dibaca umum: “{self.cleaned_data['reason']}”",
                "Siaran pers ini hilang dari daftar, umpan, dan pencarian. Pencabutan dapat dibatalkan kemudian.",
            ),
            "Ya, cabut siaran pers ini",
            "Jangan cabut",
        )

    def _outcome(self) -> SafeString:
        words, mode = "Siaran pers ini dicabut, dan <strong>{}</strong>{}.", self.cleaned_data["mode"]
        if mode == Article.Withdrawal.REDIRECT:
            target = self.cleaned_data["target"]
            return format_html(
                words, f"pembaca diantar ke “{target.live_title}”", f" di alamat {target.get_absolute_url()}"
            )
        if mode == Article.Withdrawal.NOTICE:
            return format_html(words, "teksnya tetap dapat dibaca", " di bawah keterangan pencabutan")
        return format_html(words, "pembaca hanya mendapat alasannya", ", bukan teksnya")

    def arguments(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("mode", "target", "reason")}


def _is_address(words: str) -> bool:
    return "/" in words and " " not in words


def _title_and_address(article: Article) -> str:
    when = short_moment(article.first_live_from) if article.first_live_from else ""
    return f"{article.live_title} ({article.get_absolute_url()}, {when})"
