"""The forms of subscriptions: what one wants to read, and with which address."""

from typing import Any

from django import forms
from django.conf import settings

from news.addresses import tidy
from news.models import Category, ConsentText, Rhythm, Subscription
from news.subscriptions import Wish
from programs.models import Program

CHOOSE = "Pilih salah satu dari tiga pilihan ini."
# Also where a category was renamed or a programme ended while the form lay open.
NOT_OFFERED = "Salah satu pilihan tidak tersedia lagi. Centang yang Anda inginkan dari daftar ini."


def rhythm_choices() -> list[tuple[str, str]]:
    hour = f"pukul {settings.DIGEST_HOUR:02d}.00 {settings.TIME_ZONE_LABEL}"
    return [
        (Rhythm.AT_ONCE, "Segera setelah terbit, satu surel untuk setiap siaran pers"),
        (Rhythm.DAILY, f"Sekali sehari, {hour}, bila ada yang terbit"),
        (Rhythm.WEEKLY, f"Sekali seminggu, Senin {hour}, bila ada yang terbit"),
    ]


class WishForm(forms.Form):
    """Subjects and rhythm. Nothing ticked is everything, so there is no contradiction to fill in."""

    rhythm = forms.ChoiceField(
        label="Seberapa sering?",
        widget=forms.RadioSelect,
        initial=Rhythm.AT_ONCE,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    categories = forms.ModelMultipleChoiceField(
        Category.objects.all(),
        to_field_name="slug",
        label="Hanya kategori ini",
        help_text="Tidak mencentang apa pun, di sini dan di bawah, berarti semua siaran pers.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(["invalid_choice", "invalid_pk_value", "invalid_list"], NOT_OFFERED),
    )
    programs = forms.ModelMultipleChoiceField(
        Program.objects.listed(),
        to_field_name="slug",
        label="Dan semua tentang program ini",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(["invalid_choice", "invalid_pk_value", "invalid_list"], NOT_OFFERED),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rhythm"].choices = rhythm_choices()  # type: ignore[attr-defined]

    @property
    def wish(self) -> Wish:
        """What the valid form says."""
        data = self.cleaned_data
        return Wish(data["rhythm"], list(data["categories"]), list(data["programs"]))

    @staticmethod
    def initial_of(subscription: Subscription) -> dict[str, Any]:
        return {
            "rhythm": subscription.rhythm,
            "categories": list(subscription.categories.values_list("slug", flat=True)),
            "programs": list(subscription.programs.values_list("slug", flat=True)),
        }


class SignUpForm(WishForm):
    email = forms.EmailField(
        label="Alamat surel",
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}),
        error_messages={
            "required": "Tuliskan alamat surel Anda.",
            "invalid": "Tuliskan alamat surel yang lengkap, misalnya nama@contoh.id.",
        },
    )
    agreed = forms.BooleanField(error_messages={"required": "Tanpa persetujuan Anda, kami tidak mengirim surel."})

    def __init__(self, *args: Any, text: ConsentText, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed"].label = text.text
        self.order_fields(["email", "rhythm", "categories", "programs", "agreed"])

    def clean_email(self) -> str:
        return tidy(self.cleaned_data["email"])
