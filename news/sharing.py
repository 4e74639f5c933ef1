"""A release as people pass it on by hand, and on paper."""

from functools import lru_cache

import segno

from news.models import Article
from selayar_site.open_data import whole
from selayar_site.templatetags.site_tags import day


def whatsapp_text(article: Article) -> str:
    """Headline in bold, day, summary, address and number, as a messenger shows them; `article` has `live`.

    WhatsApp makes bold what stands between two asterisks in one line, so the headline may hold none itself.
    """
    edition = article.live
    title = " ".join(edition.title.replace("*", " ").split())
    opening = ", ".join(filter(None, [edition.place, day(article.first_live_from)]))
    address = f"{whole(article.get_absolute_url())}?lewat=wa"
    parts = [f"*{title}*", f"{opening}. {edition.summary}", f"Selengkapnya: {address}"]
    if article.release_number:
        check = whole(article.get_number_url())
        parts.append(f"Siaran pers nomor {article.release_number}. Periksa keasliannya: {check}")
    return "\n\n".join(filter(None, parts))


@lru_cache(maxsize=256)
def qr_svg(url: str) -> str:
    """The address as an SVG of black on white, without a size of its own."""
    code = segno.make(url, error="m", micro=False)
    svg = code.svg_inline(border=4, omitsize=True, svgclass="qr", lineclass=None, dark="#000", light="#fff")
    return svg.replace("<svg ", '<svg role="img" aria-label="Kode QR ke alamat di bawah ini" ', 1)
