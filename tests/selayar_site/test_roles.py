"""Who may do what: every role against every action of every list."""

import importlib

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from selayar_site import roles
from selayar_site.roles import ROLES, permissions_of

pytestmark = pytest.mark.django_db

# v view, a add, c change, d delete; a role not named may do nothing with that model. The auditor views all.
EVERYONE_IN_PROGRAMS = {roles.PROGRAM_OFFICER, roles.VERIFIER, roles.BPJS_LIAISON, roles.TREASURER}
TABLE = {
    "news.edition": {roles.WRITER: "vac", roles.EDITOR: "vac"},
    "news.editionphoto": {roles.WRITER: "vacd", roles.EDITOR: "vacd"},
    "news.attachment": {roles.WRITER: "vacd", roles.EDITOR: "vacd"},
    "news.article": {roles.WRITER: "v", roles.EDITOR: "v"},
    "news.address": {roles.WRITER: "v", roles.EDITOR: "v"},
    "news.correction": {roles.WRITER: "v", roles.EDITOR: "vac"},
    "news.reviewcomment": {roles.WRITER: "v", roles.EDITOR: "va"},
    "news.category": {roles.WRITER: "v", roles.EDITOR: "vac"},
    "news.tag": {roles.WRITER: "va", roles.EDITOR: "vac"},
    "news.linkcheck": {roles.WRITER: "v", roles.EDITOR: "v"},
    "news.leadpin": {roles.WRITER: "v", roles.EDITOR: "vac"},
    "news.enginenotice": {},
    "news.reads": {roles.WRITER: "v", roles.EDITOR: "v"},
    "news.releasecounter": {},
    "news.autosave": {},
    "news.presence": {},
    "news.searchword": {},
    "news.previewlink": {},
    "news.embargolink": {},
    "news.embargoopening": {},
    "news.dispatch": {roles.WRITER: "v", roles.EDITOR: "vc"},
    "news.subscription": {roles.EDITOR: "vc", roles.ADMINISTRATOR: "vc"},
    "news.consenttext": {roles.ADMINISTRATOR: "va"},
    "news.consent": {},
    "news.signup": {},
    "news.sending": {},
    "news.sentarticle": {},
    "news.bounce": {},
    "news.mailswitch": {},
    "news.quota": {},
    "programs.program": {
        roles.WRITER: "v",
        roles.EDITOR: "v",
        **dict.fromkeys(EVERYONE_IN_PROGRAMS, "v"),
        roles.PROGRAM_OFFICER: "vac",
    },
    "programs.agency": {**dict.fromkeys(EVERYONE_IN_PROGRAMS, "v"), roles.PROGRAM_OFFICER: "vac"},
    "programs.area": dict.fromkeys(EVERYONE_IN_PROGRAMS, "v"),
    "programs.occupation": {**dict.fromkeys(EVERYONE_IN_PROGRAMS, "v"), roles.PROGRAM_OFFICER: "vac"},
    "programs.benefit": {**dict.fromkeys(EVERYONE_IN_PROGRAMS, "v"), roles.PROGRAM_OFFICER: "vac"},
    "programs.tariff": {**dict.fromkeys(EVERYONE_IN_PROGRAMS, "v"), roles.PROGRAM_OFFICER: "vac"},
    "programs.indicator": {**dict.fromkeys(EVERYONE_IN_PROGRAMS, "v"), roles.PROGRAM_OFFICER: "vac"},
    "programs.figure": {**dict.fromkeys(EVERYONE_IN_PROGRAMS, "v"), roles.PROGRAM_OFFICER: "vac"},
    "programs.snapshot": {**dict.fromkeys(EVERYONE_IN_PROGRAMS, "v"), roles.PROGRAM_OFFICER: "va"},
    "programs.snapshotcell": {},
    "programs.allocation": {**dict.fromkeys(EVERYONE_IN_PROGRAMS, "v"), roles.PROGRAM_OFFICER: "vac"},
    "programs.award": {**dict.fromkeys(EVERYONE_IN_PROGRAMS, "v"), roles.PROGRAM_OFFICER: "vac"},
    "programs.programcontact": {**dict.fromkeys(EVERYONE_IN_PROGRAMS, "v"), roles.PROGRAM_OFFICER: "vacd"},
    "programs.programdocument": {**dict.fromkeys(EVERYONE_IN_PROGRAMS, "v"), roles.PROGRAM_OFFICER: "vacd"},
    "programs.worker": {roles.PROGRAM_OFFICER: "vac", roles.VERIFIER: "v", roles.BPJS_LIAISON: "v"},
    "programs.possibledouble": {roles.PROGRAM_OFFICER: "v", roles.VERIFIER: "v", roles.BPJS_LIAISON: "v"},
    "programs.civilservant": {roles.PROGRAM_OFFICER: "vac", roles.VERIFIER: "v"},
    "programs.formernip": {roles.PROGRAM_OFFICER: "v", roles.VERIFIER: "v"},
    "programs.placement": {roles.PROGRAM_OFFICER: "va", roles.VERIFIER: "v"},
    "programs.rosterimport": {roles.PROGRAM_OFFICER: "va", roles.VERIFIER: "va"},
    "programs.importrow": {},
    "programs.importpart": {},
    "programs.headingmap": {},
    "programs.membership": {roles.PROGRAM_OFFICER: "vac", roles.VERIFIER: "v", roles.BPJS_LIAISON: "v"},
    "programs.covermonth": {roles.PROGRAM_OFFICER: "v", roles.VERIFIER: "v", roles.BPJS_LIAISON: "v"},
    "programs.waitingentry": {roles.PROGRAM_OFFICER: "vac", roles.VERIFIER: "v"},
    "programs.consentwording": {roles.PROGRAM_OFFICER: "va", roles.VERIFIER: "v"},
    "programs.waitingpublication": {},
    "programs.sponsorship": {roles.PROGRAM_OFFICER: "v", roles.VERIFIER: "v", roles.BPJS_LIAISON: "v"},
    "programs.eligibilityanswer": {},
    "programs.rate": {},
    "programs.ratepart": {},
    "programs.treasurer": {roles.PROGRAM_OFFICER: "vac", roles.VERIFIER: "v"},
    "selayar_site.photo": {roles.WRITER: "vac", roles.EDITOR: "vac", roles.PROGRAM_OFFICER: "v"},
    "selayar_site.page": {roles.ADMINISTRATOR: "vac"},
    "selayar_site.siteidentity": {roles.ADMINISTRATOR: "vac"},
    "selayar_site.user": {roles.ADMINISTRATOR: "vac"},
    "selayar_site.audit": {roles.ADMINISTRATOR: "v"},
    "selayar_site.urgentnotice": {roles.WRITER: "v", roles.EDITOR: "vac"},
    "selayar_site.auditreason": {},
    "selayar_site.photoband": {},
    "selayar_site.purge": {},
    "auth.group": {roles.ADMINISTRATOR: "v"},
    "auth.permission": {},
}
VERBS = {"v": "view", "a": "add", "c": "change", "d": "delete"}


def held_by(role):
    rows = Permission.objects.filter(group__name=role).select_related("content_type")
    return {f"{row.content_type.app_label}.{row.codename}" for row in rows}


def models():
    return [model for app in (*roles.APPS, "auth") for model in apps.get_app_config(app).get_models()]


def test_table_names_every_model():
    assert {model._meta.label_lower for model in models()} == set(TABLE)


@pytest.mark.parametrize("role", ROLES)
def test_role_may_do_exactly_what_the_table_says(role):
    held = held_by(role)
    for label, rights in TABLE.items():
        app, model = label.split(".")
        letters = "v" if role == roles.AUDITOR else rights.get(role, "")
        expected = {f"{app}.{VERBS[letter]}_{model}" for letter in letters}
        assert {name for name in held if name.endswith(f"_{model}") and name.startswith(f"{app}.")} - {
            "news.approve_edition",
            "news.withdraw_article",
            "programs.approve_figure",
            "programs.approve_snapshot",
            "programs.verify_sponsorship",
            *NUMBERS,
        } == expected, (role, label)


# What is opened one by one, with a reason, and who may.
NUMBERS = {
    "programs.find_worker": {roles.PROGRAM_OFFICER, roles.VERIFIER, roles.BPJS_LIAISON},
    "programs.reveal_worker": {roles.PROGRAM_OFFICER, roles.VERIFIER, roles.BPJS_LIAISON},
    "programs.decide_worker": {roles.PROGRAM_OFFICER, roles.VERIFIER},
    "programs.find_civilservant": {roles.PROGRAM_OFFICER, roles.VERIFIER},
    "programs.reveal_civilservant": {roles.PROGRAM_OFFICER, roles.VERIFIER},
}


# Which lists a role may bring in.
LISTS = {
    "programs.import_workers": {roles.PROGRAM_OFFICER, roles.VERIFIER},
    "programs.import_civil_servants": {roles.PROGRAM_OFFICER},
    "programs.import_members": {roles.PROGRAM_OFFICER},
}


@pytest.mark.parametrize("permission", LISTS)
def test_lists_are_brought_in_by_few(permission):
    assert {role for role in ROLES if permission in held_by(role)} == LISTS[permission]


@pytest.mark.parametrize("permission", NUMBERS)
def test_numbers_are_opened_by_few(permission):
    assert {role for role in ROLES if permission in held_by(role)} == NUMBERS[permission]


@pytest.mark.parametrize(
    "permission",
    ["news.approve_edition", "news.withdraw_article", "selayar_site.view_original", "selayar_site.replace_published"],
)
def test_only_editors_change_and_open_what_is_out(permission):
    assert {role for role in ROLES if permission in held_by(role)} == {roles.EDITOR}


@pytest.mark.parametrize("permission", ["programs.approve_figure", "programs.approve_snapshot"])
def test_figures_are_approved_by_two_roles(permission):
    holders = {role for role in ROLES if permission in held_by(role)}
    assert holders == {roles.PROGRAM_OFFICER, roles.VERIFIER}


def test_database_holds_the_table_after_all_migrations():
    """A changed table needs a migration that calls `grant()` again."""
    assert set(Group.objects.values_list("name", flat=True)) == set(ROLES)
    for role in ROLES:
        group = Group.objects.get(name=role)
        assert set(group.permissions.all()) == set(permissions_of(role, Permission)), role


def test_table_names_only_permissions_that_exist():
    existing = {
        f"{row.content_type.app_label}.{row.codename}" for row in Permission.objects.select_related("content_type")
    }
    named = set().union(*(rights for rights in ROLES.values() if rights != roles.VIEW_EVERYTHING))
    assert named <= existing


def test_auditor_changes_nothing():
    assert all(name.split(".")[1].startswith("view_") for name in held_by(roles.AUDITOR))


def test_migration_of_the_roles_can_be_taken_back():
    migration = importlib.import_module("selayar_site.migrations.0002_roles")
    state = MigrationExecutor(connection).loader.project_state([("selayar_site", "0002_roles")])
    migration.remove_roles(state.apps, None)
    assert not Group.objects.filter(name__in=ROLES).exists()
    migration.write_roles(state.apps, None)
    assert Group.objects.filter(name__in=ROLES).count() == len(ROLES)
