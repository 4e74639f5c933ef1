"""Forms of the waiting list."""

from django import forms
from django.core.exceptions import ValidationError

from programs.models import WaitingEntry
from selayar_site.forms import DayField

YEARS = range(2000, 2101)


class WaitingForm(forms.ModelForm):
    """What an officer writes down; the verb adds the wording, the officer and the moment."""

    since = DayField(label="Menunggu sejak", years=YEARS, help_text="Tanggal pekerja ini meminta atau diusulkan.")
    consent_on = DayField(label="Persetujuan diberikan", years=YEARS)

    class Meta:
        model = WaitingEntry
        fields = ("worker", "since", "source", "consent_on", "consent_how", "note")
        widgets = {"note": forms.Textarea({"rows": 3, "class": "vLargeTextField"})}


class WithdrawalForm(forms.Form):
    """Why somebody waits no more."""

    reason = forms.ChoiceField(label="Alasan", choices=WaitingEntry.Reason, widget=forms.RadioSelect)
    note = forms.CharField(
        label="Dasarnya",
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 3, "class": "vLargeTextField"}),
        help_text="Misalnya surat yang diterima; masuk ke riwayat. Tidak perlu bila atas keinginan pekerja, dan lalu "
        "tidak disimpan. Jangan menulis nomor di sini.",
    )
    erase = forms.BooleanField(
        label="Hapus juga data orangnya dari daftar pekerja",
        required=False,
        help_text="Hanya bila pekerja memintanya sendiri dan tidak ada catatan lain yang memerlukannya. Tidak dapat "
        "dibatalkan.",
    )

    def refuse(self, error: ValidationError) -> None:
        """Show the sentences of the verb, beside their fields where they have one."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            self.add_error(name if name in self.fields else None, errors)
