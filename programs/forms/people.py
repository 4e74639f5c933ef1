"""Forms about people. Numbers are written into them and never shown in them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from programs.actions.people import SEARCHES, normal_numbers
from programs.models import Agency, CivilServant, Person, Worker
from selayar_site.forms import DayField, ReasonForm
from selayar_site.sealed import Sealed, mask

# Written by whoever wants a number gone.
GONE = "-"


def number_field(label: str, help_text: str, *, required: bool = False) -> forms.CharField:
    attrs = {"autocomplete": "off", "spellcheck": "false", "inputmode": "numeric", "class": "vTextField"}
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=40, widget=forms.TextInput(attrs=attrs)
    )


class PersonForm(forms.ModelForm):
    """The numbers in `numbers` are asked for; what is stored is told by a mask beside an empty field."""

    numbers: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    # What stands beside each field about the number that is stored; the admin says it for each person.
    told: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.numbers:
            if name in self.fields:
                self.fields[name].required = name in self.needed and self.instance.pk is None
                if self.instance.pk is not None:
                    self.initial[name] = ""
                    self.fields[name].help_text = self.told.get(name, "")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        given = {name: cleaned[name].strip() for name in self.numbers if cleaned.get(name, "").strip()}
        for name in set(given) & set(self.needed):
            if given[name] == GONE:
                self.add_error(name, "Nomor ini wajib ada.")
                return cleaned
        wanted = {name: "" if text == GONE else text for name, text in given.items()}
        try:
            numbers = normal_numbers(
                type(self.instance), wanted | {"status": cleaned.get("status", "")}, person=self._person()
            )
        except ValidationError as error:
            self.add_error(None, error)
        else:
            cleaned["numbers"] = {name: numbers[name] for name in given}
        return cleaned

    def _person(self) -> Person | None:
        return self.instance if self.instance.pk is not None else None

    def values(self) -> dict[str, Any]:
        """What the verb is to write: the plain fields of the form, and the numbers that were written."""
        plain = {name: self.cleaned_data[name] for name in self.fields if name not in self.numbers}
        return plain | self.cleaned_data["numbers"]


class WorkerForm(PersonForm):
    numbers = ("nik", "kk", "phone", "kpj")
    needed = ("nik",)

    nik = number_field("NIK", "16 angka, seperti pada KTP.")
    kk = number_field("Nomor KK", "16 angka, seperti pada kartu keluarga.")
    phone = number_field("Telepon", "Misalnya 0812-3456-7890.")
    kpj = number_field("KPJ", "11 angka, setelah diterima dari BPJS Ketenagakerjaan.")

    class Meta:
        model = Worker
        fields = ("name", "birth_date", "sex", "village", "occupation", "death_date", "formal_since", "moved_on")


class CivilServantForm(PersonForm):
    numbers = ("nip", "nik", "kk", "phone")
    needed = ("nip",)

    nip = number_field("NIP", "18 angka. NIP lama tetap tersimpan bila diganti.")
    nik = number_field("NIK", "16 angka, seperti pada KTP.")
    kk = number_field("Nomor KK", "16 angka, untuk memeriksa bahwa pekerja bukan keluarga.")
    phone = number_field("Telepon", "Misalnya 0812-3456-7890.")

    class Meta:
        model = CivilServant
        fields = (
            "name", "birth_date", "sex", "status", "position", "email", "retirement_age", "left_on", "left_reason",
        )  # fmt: skip


class NewCivilServantForm(CivilServantForm):
    agency = forms.ModelChoiceField(Agency.objects.filter(is_active=True), label="OPD")
    from_on = DayField(label="Bertugas sejak")


WHY = "Untuk apa? Alasan masuk ke riwayat bersama nama Anda. Jangan menulis nomor di sini."


class FindForm(forms.Form):
    kind = forms.ChoiceField(label="Cari menurut", widget=forms.RadioSelect)
    number = number_field("Nomornya", "Boleh ditulis dengan spasi atau titik.", required=True)
    reason = forms.CharField(
        label="Untuk apa?",
        max_length=300,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="Misalnya: warga bertanya di loket. Alasan masuk ke riwayat. Jangan menulis nomor di sini.",
    )

    def __init__(self, *args: Any, model: type[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = SEARCHES[model]
        labels = {name: str(model._meta.get_field(name).verbose_name) for name in kinds}  # type: ignore[union-attr]
        choices: Any = self.fields["kind"]
        choices.choices = [(name, label[0].upper() + label[1:]) for name, label in labels.items()]
        self.initial.setdefault("kind", kinds[0])


class PlaceForm(forms.Form):
    agency = forms.ModelChoiceField(Agency.objects.filter(is_active=True), label="OPD tujuan")
    from_on = DayField(label="Bertugas sejak")


class DoubleForm(ReasonForm):
    """What an officer decides about two rows; the buttons say which."""

    KEEP = (("first", "Kiri"), ("second", "Kanan"))
    keep = forms.ChoiceField(label="Baris yang dipertahankan", choices=KEEP, required=False, widget=forms.RadioSelect)
    decision = forms.ChoiceField(choices=(("same", "same"), ("different", "different")))


def masked(value: Any) -> str:
    """A number as everybody sees it: its last four signs, or that there is none."""
    if not value:
        return "belum ada"
    hidden = str(value) if isinstance(value, Sealed) else mask(str(value))
    return f"•••• {hidden.lstrip('•')}".strip()
