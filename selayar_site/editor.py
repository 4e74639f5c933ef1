"""Writing rich text in the admin, within what `richtext.sanitize()` keeps.

    class PageForm(forms.ModelForm):
        body_html = RichTextField(label="Isi")

    class PageAdmin(VersionedAdmin):
        form = PageForm
        changeform_view = method_decorator(editor_csp)(VersionedAdmin.changeform_view)

The editor is django-prose-editor's, put together by static/admin-site/editor.js. Without JavaScript the
field is a text area with the HTML in it.
"""

from typing import Any

from django import forms
from django.conf import settings
from django.forms.widgets import Script
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override

from selayar_site.richtext import from_text, has_markup, sanitize

# Pasted Google-Docs and Word text loses its meaning where the browser refuses its style attributes (bold is
# `font-weight`, all else is thrown away by the editor). So pages with an editor allow them, and no others.
_policy: dict[str, Any] = {**settings.SECURE_CSP, "style-src-attr": [CSP.UNSAFE_INLINE]}
editor_csp = csp_override(_policy)


LONGEST = 200_000  # signs; the longest release so far has 9,000


class RichTextWidget(forms.Textarea):
    @property
    def media(self) -> forms.Media:
        return forms.Media(
            css={"all": ["admin-site/editor.css"]},
            # The editor itself is imported by the module, by a path of its own: an import map would have
            # to stand inline in the page, which the CSP forbids.
            js=[Script("admin-site/editor.js", type="module")],  # type: ignore[list-item]  # the stubs know texts alone
        )

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"data-richtext": "", "rows": 20, **(attrs or {})})

    def use_required_attribute(self, initial: Any) -> bool:
        """Never: the text area is hidden behind the editor, and browsers cannot point at it."""
        return False


class RichTextField(forms.CharField):
    """Sanitised on the way in, as every writer is. `with_figures` offers photos of the library and videos.

    Words without any markup, as they are typed or pasted where there is no JavaScript, become paragraphs.
    """

    widget = RichTextWidget

    def __init__(self, *, with_figures: bool = False, **options: Any) -> None:
        super().__init__(**options)
        if with_figures:
            self.widget.attrs["data-figures"] = ""

    def clean(self, value: Any) -> str:
        text = super().clean(value) or ""
        if len(text) > LONGEST:
            length, most = (f"{number:,}".replace(",", ".") for number in (len(text), LONGEST))
            raise forms.ValidationError(
                f"Teks ini terlalu panjang: {length} huruf dan tanda, paling banyak {most}. Tidak ada yang hilang: "
                "pendekkan, atau pindahkan sebagian ke lampiran.",
                code="max_length",
            )
        return sanitize(text if has_markup(text) else from_text(text))
