"""The rules of the house that can be checked by reading the code."""

import ast
import inspect
import re
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import models
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.template import engines
from django.urls import URLPattern, get_resolver

ROOT = Path(settings.BASE_DIR)
OWN_APPS = ("selayar_site", "programs", "news")
NOT_OURS = {".git", ".venv", ".uv", "var", "shots", "node_modules", "__pycache__", "migrations"}
# The roof of selayar_site: what knows both apps. Everything else in that package is ground.
ROOF = {
    "feeds", "search", "sample", "settings", "sitemaps", "urls", "views", "wsgi",
    "management.commands.begin", "management.commands.demo", "templatetags.front",
}  # fmt: skip
READS_ENVIRONMENT = {"selayar_site/settings.py", "selayar_site/wsgi.py", "manage.py"}


@cache
def sources(*suffixes: str, under: tuple[str, ...] = ("",)) -> list[Path]:
    """Our own files, by their ending, under the named folders."""
    found = (path for folder in under for path in (ROOT / folder).rglob("*"))
    return sorted(
        path
        for path in found
        if path.suffix in suffixes and path.is_file() and not NOT_OURS & set(path.relative_to(ROOT).parts)
    )


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def lines_with(pattern: str, paths: list[Path]) -> list[str]:
    return [
        f"{name_of(path)}:{number}: {line.strip()[:100]}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(pattern, line)
    ]


# Floors


def module_of(path: Path) -> str:
    return name_of(path).removesuffix(".py").replace("/", ".").removesuffix(".__init__")


def floor_of(module: str) -> int:
    """0 ground, 1 programs, 2 news, 3 roof."""
    app, _, rest = module.partition(".")
    if app != "selayar_site":
        return {"programs": 1, "news": 2}[app]
    return 3 if any(rest == name or rest.startswith(f"{name}.") for name in ROOF) else 0


def imports_of(path: Path) -> set[str]:
    """Own modules that the file imports, also inside functions and for type checking."""
    package = module_of(path) if path.name == "__init__.py" else module_of(path).rpartition(".")[0]
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            # `from selayar_site import views` names a module; `from selayar_site.models import User` does not matter.
            found |= {module} | {f"{module}.{alias.name}" for alias in node.names}
    return {module for module in found if module.partition(".")[0] in OWN_APPS}


def test_imports_go_down_only():
    upward = [
        f"{module_of(path)} imports {module}"
        for path in sources(".py", under=OWN_APPS)
        for module in imports_of(path)
        if floor_of(module) > floor_of(module_of(path))
    ]
    assert not upward


def test_each_name_of_the_roof_exists():
    """A name left over would let a new module of that name skip the rule."""
    package = ROOT / "selayar_site"
    later = {"feeds", "templatetags.front"}
    gone = [
        name
        for name in ROOF - later
        if not (package / f"{name.replace('.', '/')}.py").exists() and not (package / name.replace(".", "/")).is_dir()
    ]
    assert not gone


# The database


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def own_models() -> list[type[models.Model]]:
    return [model for app in OWN_APPS for model in apps.get_app_config(app).get_models()]


def promises(model: type[models.Model]) -> list[models.BaseConstraint | models.Index]:
    return [*model._meta.constraints, *model._meta.indexes]


def test_constraints_and_indexes_are_named_after_their_model():
    odd = [
        promise.name
        for model in own_models()
        for promise in promises(model)
        if not promise.name.startswith(f"{model._meta.app_label}_{model._meta.model_name}_")
    ]
    assert not odd


def test_constraints_say_a_sentence():
    silent = [
        constraint.name
        for model in own_models()
        for constraint in model._meta.constraints
        if constraint.violation_error_message == constraint.default_violation_error_message
    ]
    assert not silent


def test_the_database_keeps_its_promises_without_django():
    """A function that Django adds to SQLite is missing in every other program that opens the file."""
    connection = DatabaseWrapper({"NAME": ":memory:", "OPTIONS": {}, "TIME_ZONE": None})
    editor = connection.schema_editor(collect_sql=True)
    borrowed = []
    for model in own_models():
        for promise in promises(model):
            sql = str(promise.create_sql(model, editor))
            if isinstance(promise, models.CheckConstraint):
                sql += promise._get_check_sql(model, editor)
            if re.search(r"django_|REGEXP", sql):
                borrowed.append(f"{promise.name}: {sql}")
    connection.close()
    assert not borrowed


# Templates


TEMPLATES = [name_of(path) for path in sources(".html", ".txt", ".xml", ".svg", under=("templates",))]


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_compiles(name: str):
    engines["django"].get_template(name.removeprefix("templates/"))


def test_templates_keep_to_the_content_security_policy():
    # Mail programs know no policy of ours, and fetch no stylesheet.
    pages = [path for path in sources(".html", under=("templates",)) if path.parent.name != "mail"]
    for what, pattern in {
        "style attribute": r"\sstyle\s*=",
        "style element": r"<style\b",
        "event attribute": r"<[^>]*\son[a-z]+\s*=",
        "script address": r"javascript:",
        # Structured data is the one kind that may stand in a page: browsers do not run it.
        "inline script": r"<script(?!\stype=\"application/ld\+json\">|[^>]*\ssrc=)",
        "another host": r"(src|srcset|action|<link[^>]*href)\s*=\s*[\"'](https?:)?//",
    }.items():
        assert not lines_with(pattern, pages), what


def test_stylesheets_and_scripts_ask_nobody_else():
    own = sources(".css", ".js", under=("static",))
    assert not lines_with(r"(url\(|@import|import\s|fetch\()\s*[\"']?(https?:)?//", own)


# Addresses


def own_views() -> list[tuple[str, str]]:
    """Name of the address and of the view function; feeds, sitemaps and class views have no name to share."""

    def walk(patterns):
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                yield pattern
            else:
                yield from walk(pattern.url_patterns)

    routes = [(route.name, inspect.unwrap(route.callback)) for route in walk(get_resolver().url_patterns)]
    return [
        (name, view.__name__)
        for name, view in routes
        if inspect.isfunction(view) and view.__module__.startswith(OWN_APPS) and "." not in view.__qualname__
    ]


def test_a_view_and_its_address_have_one_name():
    views = own_views()
    assert ("home", "home") in views
    assert [pair for pair in views if pair[0] != pair[1]] == []


# The tree


def test_environment_is_read_in_one_place():
    elsewhere = [path for path in sources(".py", under=OWN_APPS) if name_of(path) not in READS_ENVIRONMENT]
    assert not lines_with(r"os\.environ|os\.getenv|environ\.Env|\benv\.(str|bool|int|list)\(", elsewhere)


TEXTS = (".py", ".html", ".css", ".js", ".toml", ".md", ".txt", ".yaml", ".conf", ".service", ".timer")


def written() -> list[Path]:
    return [path for path in sources(*TEXTS) if path != Path(__file__)]


def test_nothing_is_left_unfinished():
    assert not lines_with(r"\b(TODO|FIXME|XXX)\b|(?i:lorem ipsum)", written())


def test_no_path_of_one_machine_is_written_down():
    assert not lines_with(r"(?<![\w.])/(root|home|work|Users)/[a-z]", written())


def test_no_file_is_large():
    large = [name_of(path) for path in sources(*TEXTS, ".jpg", ".png", ".avif", ".woff2", ".pdf", ".svg", ".json")
             if path.stat().st_size > 700_000]  # fmt: skip
    assert not large


def test_a_reader_can_hold_a_module_in_mind():
    long = [
        f"{name_of(path)}: {count} lines"
        for path in sources(".py")
        if "pictures" not in path.parts  # a drawing is a list of shapes
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 500
    ]
    assert not long


def test_the_history_has_words_for_every_verb() -> None:
    """A code that `history.ACTIONS` lacks would be read as English."""
    from selayar_site.history import ACTIONS

    recorded = {
        code
        for path in sources(".py", under=("selayar_site", "programs", "news"))
        for code in re.findall(r'Audit\.objects\.record\(\s*[^,]+,\s*"([a-z_]+)"', path.read_text(encoding="utf-8"))
    }
    assert recorded - set(ACTIONS) == set()
    assert len(recorded) > 20
