"""Pictures in templates: no query, every address from the row at hand."""

from typing import Any

from django import template

from selayar_site.models import Photo

register = template.Library()


@register.inclusion_tag("selayar_site/_picture.html")
def picture(
    use: Any,
    variant: str = "full",
    sizes: str = "100vw",
    eager: bool = False,
    alt: str | None = None,
    **attributes: str,
) -> dict[str, object]:
    """A `<picture>`: AVIF and JPEG in the widths that exist, measures so that nothing moves, lazy unless `eager`.

    `use` is a photo in one of its uses (`.photo`, `.alt`, `.is_decorative`), or a bare Photo with `alt`; without
    one (None) nothing is written. `sizes` is HTML's. `class="…"` goes to the `<img>`. Decorative: an empty alt.
    """
    photo = use if isinstance(use, Photo) else getattr(use, "photo", None)
    if photo is None:
        return {"photo": None}
    if alt is None:
        alt = photo.alt if use is photo else "" if use.is_decorative else use.alt or photo.alt
    widths = photo.widths(variant)
    return {
        "photo": photo,
        "avif": _srcset(photo, variant, "avif"),
        "jpeg": _srcset(photo, variant, "jpg"),
        "src": photo.file_url(variant, photo.nearest(variant, 800)),
        "sizes": sizes,
        "width": widths[-1],
        "height": photo.height_of(variant, widths[-1]),
        "alt": alt,
        "eager": eager,
        "class": attributes.get("class", ""),
    }


@register.simple_tag
def picture_src(photo: Photo, variant: str = "card", width: int = 400, extension: str = "jpg") -> str:
    """The address of one file, in that width or the nearest that exists."""
    return photo.file_url(variant, photo.nearest(variant, width), extension)


def _srcset(photo: Photo, variant: str, extension: str) -> str:
    return ", ".join(f"{photo.file_url(variant, width, extension)} {width}w" for width in photo.widths(variant))
