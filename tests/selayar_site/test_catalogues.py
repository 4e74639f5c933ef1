"""Everything a person can see of the packages is Indonesian."""

import gettext as reader
import json
import re
from pathlib import Path

import pytest
from django.contrib import admin
from django.utils.translation import gettext, ngettext, pgettext

from tests.catalogues import folder, in_code, in_scripts, in_templates

OWN = Path(__file__).resolve().parents[2] / "selayar_site" / "locale" / "id" / "LC_MESSAGES"

# The same in both languages, or of a feature that is switched off.
SAME = {
    *("April", "September", "November", "April", "jan", "feb", "mar", "apr", "jun", "jul", "sep", "nov"),
    *("Jan.", "Feb.", "Nov.", "AM", "PM", "URL", "IPv4", "IPv6", ":?.!", ":", "…", ", "),
    *("%(truncated_text)s…", "%(class_name)s %(instance)s", "MFA", "WebAuthn", "server"),
}


def visible_texts():
    django, admin, filters = folder("django"), folder("django.contrib.admin"), folder("django_filters")
    allauth = folder("allauth")
    yield from in_templates(*(admin / "templates").rglob("*.html"))
    yield from in_templates(*(filters / "templates").rglob("*.html"))
    yield from in_code(*admin.rglob("*.py"), *filters.rglob("*.py"))
    yield from in_code(*folder("django.contrib.auth").rglob("*.py"))
    for part in ("forms", "core", "db/models", "utils", "views"):
        yield from in_code(*(django / part).rglob("*.py"))
    yield from in_code(*(allauth / "account").rglob("*.py"), *(allauth / "mfa").rglob("*.py"))


def translated(context, text, plural):
    if context:
        return pgettext(context, text)
    return ngettext(text, plural, 2) if plural else gettext(text)


def test_every_text_of_the_packages_is_translated():
    texts = {text for text in visible_texts() if text[1].strip() and text[1] not in SAME}
    assert len(texts) > 500
    left = [text for text in texts if translated(*text) in text[1:]]
    assert left == []


def test_every_text_of_the_admin_s_scripts_is_translated(rf):
    scripts = folder("django.contrib.admin") / "static"
    texts = set(in_scripts(*(path for path in scripts.rglob("*.js") if "vendor" not in path.parts)))
    assert len(texts) > 50
    page = admin.site.i18n_javascript(rf.get("/")).content.decode()
    catalogue = json.loads(re.search(r"const newcatalog = (\{.*?\n  \});", page, re.DOTALL)[1])
    left = [text for _, text, _ in texts if text not in SAME and catalogue.get(text, text) == text]
    assert left == []


@pytest.mark.parametrize("name", ["django", "djangojs"])
def test_compiled_catalogue_holds_what_is_written(name):
    """The .mo files are in the repository, so that nobody needs gettext to run the site."""
    with (OWN / f"{name}.mo").open("rb") as file:
        compiled = reader.GNUTranslations(file)
    written = dict(entries((OWN / f"{name}.po").read_text()))
    assert len(written) > 15
    for text, translation in written.items():
        assert compiled.gettext(text) == translation or compiled.ngettext(text, "", 2) == translation


def entries(text):
    for block in text.split("\n\n"):
        joined = re.sub(r'"\n"', "", block)
        singular = re.search(r'^msgid "(.+)"$', joined, re.MULTILINE)
        translation = re.search(r'^msgstr(?:\[0\])? "(.+)"$', joined, re.MULTILINE)
        if singular and translation:
            yield json.loads(f'"{singular[1]}"'), json.loads(f'"{translation[1]}"')
