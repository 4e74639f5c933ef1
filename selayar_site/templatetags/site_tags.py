"""How moments, sizes, numbers and rich text are written on the page: in Indonesian, in the one time zone."""

from datetime import date, datetime
from urllib.parse import quote

from django import template
from django.conf import settings
from django.template import Context
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from selayar_site.richtext import safe

register = template.Library()

# A table wider than the screen scrolls by itself; with `tabindex`, for the keyboard too.
_SCROLL = '<div class="scroll" role="group" tabindex="0" aria-label="Tabel">'


@register.filter
def day(value: date | datetime | None) -> str:
    """ "7 Maret 2026"; a moment counts as the day it is in the regency."""
    if value is None:
        return ""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return format_date(value, "j F Y")


@register.filter
def moment(value: datetime | None) -> str:
    """ "7 Maret 2026, pukul 17.05 WITA"."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    return f"{format_date(local, 'j F Y')}, pukul {local:%H.%M} {settings.TIME_ZONE_LABEL}"


@register.filter
def number(value: float | None) -> str:
    """ "24.874"; "59,5". Points part thousands, a comma the fraction."""
    if value is None:
        return ""
    return f"{value:,}".translate(str.maketrans(",.", ".,"))


@register.filter
def file_size(size: int) -> str:
    """ "342 kB", "1,2 MB": a kilobyte is 1,000 bytes."""
    if size < 999_500:
        return f"{number(max(1, round(size / 1000)))} kB"
    return f"{number(round(size / 1_000_000, 1))} MB"


@register.filter
def rich(html: str, dateline: str = "") -> SafeString:
    """The safe part of the HTML, with a dateline in front of its first words where one is given."""
    clean = safe(html)
    if dateline:
        opening = format_html('<strong class="dateline">{}</strong> – ', dateline)
        clean = clean.replace("<p>", f"<p>{opening}", 1) if clean.startswith("<p>") else f"<p>{opening}</p>{clean}"
    clean = clean.replace("<table>", _SCROLL + "<table>").replace("</table>", "</table></div>")
    return mark_safe(clean)


@register.simple_tag
def dateline(place: str, at: datetime | None, byline: str) -> str:
    """ "Benteng, 7 Maret 2026 (HUMAS)", the beginning of a release's lead."""
    return conditional_escape(f"{place}, {day(at)} ({byline})") if at else conditional_escape(f"{place} ({byline})")


@register.simple_tag
def whatsapp_url(title: str, origin: str, path: str) -> str:
    """A plain link that opens WhatsApp with the headline and the address.

    The address says that it was shared there: the app tells nobody where its readers come from (news/reads).
    """
    return "https://wa.me/?text=" + quote(f"{title}\n{origin}{path}?lewat=wa", safe="")


@register.simple_tag(takes_context=True)
def current(context: Context, url: str) -> str:
    """`aria-current` of a link in the navigation: the page itself, or the part of the site that it is in."""
    request = context.get("request")
    if request is None:
        return ""
    if request.path == url:
        return mark_safe(' aria-current="page"')
    return mark_safe(' aria-current="true"') if url != "/" and request.path.startswith(url) else ""
