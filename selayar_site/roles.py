"""Who may do what: the roles of the office, by name, as plain data.

A role is a group of Django's. `selayar_site/migrations/0002_roles.py` writes this table into the database;
a later migration that calls `grant()` again brings a changed table there. `tests/selayar_site/test_roles.py`
keeps the two equal. Nobody approves what they submitted themselves: that is a rule of `news`, not of a role.
"""

from typing import Any

from django.db.models import Value
from django.db.models.functions import Concat

WRITER = "Penulis HUMAS"
EDITOR = "Penyunting HUMAS"
PROGRAM_OFFICER = "Petugas program"
VERIFIER = "Verifikator"
BPJS_LIAISON = "Penghubung BPJS"
TREASURER = "Bendahara OPD"
AUDITOR = "Auditor"
ADMINISTRATOR = "Administrator"

APPS = ("selayar_site", "programs", "news")


def _do(app: str, model: str, *verbs: str) -> frozenset[str]:
    return frozenset(f"{app}.{verb}_{model}" for verb in verbs)


KEEP = ("view", "add", "change")
KEEP_ROWS = (*KEEP, "delete")

CATALOGUE = (
    _do("programs", "program", "view")
    | _do("programs", "agency", "view")
    | _do("programs", "area", "view")
    | _do("programs", "occupation", "view")
    | _do("programs", "benefit", "view")
    | _do("programs", "tariff", "view")
    | _do("programs", "programcontact", "view")
    | _do("programs", "programdocument", "view")
    | _do("programs", "indicator", "view")
    | _do("programs", "figure", "view")
    | _do("programs", "snapshot", "view")
    | _do("programs", "allocation", "view")
    | _do("programs", "award", "view")
)
# The people of the registers, their numbers masked; opening one is a right of its own.
SEEING_PEOPLE = (
    _do("programs", "worker", "view", "find", "reveal")
    | _do("programs", "civilservant", "view", "find", "reveal")
    | _do("programs", "placement", "view")
    | _do("programs", "formernip", "view")
    | _do("programs", "treasurer", "view")
    | _do("programs", "possibledouble", "view")
    | _do("programs", "membership", "view")
    | _do("programs", "sponsorship", "view")
    | _do("programs", "covermonth", "view")
    | _do("programs", "waitingentry", "view")
    | _do("programs", "consentwording", "view")
)
# Lists that come from outside; whose they may bring in is a right of its own for each kind.
IMPORTING = _do("programs", "rosterimport", "view", "add") | {"programs.import_workers"}
WRITING = (
    _do("news", "edition", *KEEP)
    | _do("news", "editionphoto", *KEEP_ROWS)
    | _do("news", "attachment", *KEEP_ROWS)
    | _do("news", "article", "view")
    | _do("news", "address", "view")
    | _do("news", "correction", "view")
    | _do("news", "reviewcomment", "view")
    | _do("news", "category", "view")
    | _do("news", "tag", "view", "add")
    | _do("news", "linkcheck", "view")
    | _do("news", "leadpin", "view")
    | _do("news", "dispatch", "view")
    | _do("news", "reads", "view")
    | _do("selayar_site", "urgentnotice", "view")
    | _do("selayar_site", "photo", *KEEP)
    | _do("programs", "program", "view")
)
EDITING = (
    WRITING
    | {"news.approve_edition", "news.withdraw_article"}
    | {"selayar_site.view_original", "selayar_site.replace_published"}
    | _do("news", "reviewcomment", "add")
    | _do("news", "correction", "add", "change")
    | _do("news", "category", "add", "change")
    | _do("news", "tag", "change")
    | _do("news", "leadpin", "add", "change")
    | _do("news", "dispatch", "change")
    | _do("news", "subscription", "view", "change")
    | _do("selayar_site", "urgentnotice", "add", "change")
)
RUNNING_PROGRAMS = (
    CATALOGUE
    | _do("programs", "program", *KEEP)
    | _do("programs", "agency", *KEEP)
    | _do("programs", "occupation", *KEEP)
    | _do("programs", "benefit", *KEEP)
    | _do("programs", "tariff", *KEEP)
    | _do("programs", "programcontact", *KEEP_ROWS)
    | _do("programs", "programdocument", *KEEP_ROWS)
    | _do("programs", "indicator", *KEEP)
    | _do("programs", "figure", *KEEP, "approve")
    | _do("programs", "snapshot", "add", "approve")
    | _do("programs", "allocation", *KEEP)
    | _do("programs", "award", *KEEP)
    | SEEING_PEOPLE
    | _do("programs", "worker", "add", "change", "decide")
    | _do("programs", "civilservant", "add", "change")
    | _do("programs", "placement", "add")
    | _do("programs", "treasurer", *KEEP)
    | IMPORTING
    | {"programs.import_civil_servants", "programs.import_members"}
    | _do("programs", "membership", "add", "change")
    | _do("programs", "waitingentry", "add", "change")
    | _do("programs", "consentwording", "add")
    | _do("selayar_site", "photo", "view")
)
VERIFYING = (
    CATALOGUE
    | SEEING_PEOPLE
    | IMPORTING
    | _do("programs", "worker", "decide")
    | _do("programs", "sponsorship", "verify")
    | _do("programs", "figure", "approve")
    | _do("programs", "snapshot", "approve")
)
TALKING_TO_BPJS = (
    CATALOGUE
    | _do("programs", "worker", "view", "find", "reveal")
    | _do("programs", "possibledouble", "view")
    | _do("programs", "membership", "view")
    | _do("programs", "sponsorship", "view")
    | _do("programs", "covermonth", "view")
)
RUNNING_THE_SITE = (
    _do("selayar_site", "user", *KEEP)
    | _do("selayar_site", "siteidentity", *KEEP)
    | _do("selayar_site", "page", *KEEP)
    | _do("selayar_site", "audit", "view")
    | _do("news", "subscription", "view", "change")
    | _do("news", "consenttext", "view", "add")
    | _do("auth", "group", "view")
)

# Every list there is to see, and nothing to change: filled from the permissions that exist. What is opened one by
# one, with a reason, is no list.
VIEW_EVERYTHING = frozenset({"view"})

ROLES: dict[str, frozenset[str]] = {
    WRITER: WRITING,
    EDITOR: EDITING,
    PROGRAM_OFFICER: RUNNING_PROGRAMS,
    VERIFIER: VERIFYING,
    BPJS_LIAISON: TALKING_TO_BPJS,
    TREASURER: CATALOGUE,
    AUDITOR: VIEW_EVERYTHING,
    ADMINISTRATOR: RUNNING_THE_SITE,
}


def permissions_of(role: str, permission: Any) -> Any:
    """The rows of `permission` (the model, live or of a migration) that the table gives to the role.

    Names that no migration has made yet are passed over.
    """
    if ROLES[role] == VIEW_EVERYTHING:
        return permission.objects.filter(codename=Concat(Value("view_"), "content_type__model")).filter(
            content_type__app_label__in=[*APPS, "auth"]
        )
    pairs = [name.split(".") for name in ROLES[role]]
    keys = [
        row.pk
        for row in permission.objects.select_related("content_type")
        if [row.content_type.app_label, row.codename] in pairs
    ]
    return permission.objects.filter(pk__in=keys)


def grant(apps: Any) -> None:
    """Bring the groups in line with the table. `apps` is the registry, live or of a migration."""
    group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for role in ROLES:
        row, _ = group.objects.get_or_create(name=role)
        row.permissions.set(permissions_of(role, permission))
