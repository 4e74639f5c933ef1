"""Rich text: one sanitiser for everything that is kept or shown as HTML."""

import re

import nh3

ALLOWED: dict[str, set[str]] = {
    "p": set(),
    "br": set(),
    "h2": set(),
    "h3": set(),
    "ul": set(),
    "ol": {"start"},
    "li": set(),
    "a": {"href"},
    "strong": set(),
    "em": set(),
    "blockquote": set(),
    "cite": set(),
    "table": set(),
    "caption": set(),
    "thead": set(),
    "tbody": set(),
    "tr": set(),
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}
# What editors and office programs write, in our own words.
RENAMED = {"h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3", "b": "strong", "i": "em"}

_renamed_tag = re.compile(rf"<(/?)({'|'.join(RENAMED)})(?=[\s>/])", re.IGNORECASE)
_empty_block = re.compile(r"<(p|h2|h3|li|blockquote)>(?:\s|&nbsp;|<br>)*</\1>")


def sanitize(html: str) -> str:
    """The allowed part of `html`, the same again when asked twice.

    Scripts, styles, frames, pictures and every attribute not listed go; links keep only http, https,
    mailto, tel and own paths. Written by every save and used again on show.
    """
    html = html.replace("\x00", "")
    html = _renamed_tag.sub(lambda tag: f"<{tag[1]}{RENAMED[tag[2].lower()]}", html)
    clean = nh3.clean(
        html,
        tags=set(ALLOWED),
        attributes={tag: names for tag, names in ALLOWED.items() if names},
        clean_content_tags={"script", "style", "template", "svg", "math", "iframe", "object", "noscript"},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener",
        strip_comments=True,
    )
    return _empty_block.sub("", clean).strip()


def plain(html: str) -> str:
    """The words of `html` alone, blocks parted by a blank line."""
    text = re.sub(r"</(p|h2|h3|li|tr|blockquote|caption)>|<br>", "\n\n", sanitize(html))
    text = nh3.clean(text, tags=set())
    for entity, sign in (("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        text = text.replace(entity, sign)
    return re.sub(r"[ \t]*\n\s*\n\s*", "\n\n", text).strip()


def word_count(html: str) -> int:
    return len(plain(html).split())
