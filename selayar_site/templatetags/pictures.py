"""Pictures in templates: no query, every address from the row at hand."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from selayar_site.models import Photo

register = template.Library()


# Written here and not in a template: a list shows a dozen, and a template of its own cost each a quarter millisecond.
_PICTURE = (
    '<picture><source type="image/avif" srcset="{avif}" sizes="{sizes}"><img src="{src}" srcset="{jpeg}"'
    ' sizes="{sizes}" width="{width}" height="{height}" alt="{alt}"{style}{loading}></picture>'
)
_EAGER = mark_safe(' fetchpriority="high"')
_LAZY = mark_safe(' loading="lazy" decoding="async"')


@register.simple_tag
def picture(
    use: Any,
    variant: str = "full",
    sizes: str = "100vw",
    eager: bool = False,
    alt: str | None = None,
    **attributes: str,
) -> SafeString:
    """A `<picture>`: AVIF and JPEG in the widths that exist, measures so that nothing moves, lazy unless `eager`.

    `use` is a photo in one of its uses (`.photo`, `.alt`, `.is_decorative`), or a bare Photo with `alt`; without
    one (None) nothing is written. `sizes` is HTML's. `class="…"` goes to the `<img>`. Decorative: an empty alt.
    """
    photo = use if isinstance(use, Photo) else getattr(use, "photo", None)
    if photo is None:
        return SafeString()
    if alt is None:
        alt = photo.alt if use is photo else "" if use.is_decorative else use.alt or photo.alt
    widths = photo.widths(variant)
    style = attributes.get("class", "")
    return format_html(
        _PICTURE,
        avif=photo.srcset(variant, "avif"),
        jpeg=photo.srcset(variant, "jpg"),
        src=photo.file_url(variant, photo.nearest(variant, 800)),
        sizes=sizes,
        width=widths[-1],
        height=photo.height_of(variant, widths[-1]),
        alt=alt,
        style=format_html(' class="{}"', style) if style else "",
        loading=_EAGER if eager else _LAZY,
    )


@register.simple_tag
def picture_src(photo: Photo, variant: str = "card", width: int = 400, extension: str = "jpg") -> str:
    """The address of one file, in that width or the nearest that exists."""
    return photo.file_url(variant, photo.nearest(variant, width), extension)
