"""What the packages say to people, as they keep it: the texts to translate in code, templates and scripts."""

import ast
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from django.utils.translation.template import templatize

CALLS = {"_", "gettext", "gettext_lazy", "gettext_noop", "pgettext", "pgettext_lazy", "ngettext", "ngettext_lazy"}
CONTEXT = {"pgettext", "pgettext_lazy"}
PLURAL = {"ngettext", "ngettext_lazy"}
_quoted = r"""(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')"""
_script = re.compile(rf"\bn?gettext\(\s*{_quoted}(?:,\s*{_quoted})?")
_joined = re.compile(r"""(["'])\s*\+\s*\1""")


Text = tuple[str, str, str]  # context, singular, plural


def folder(package: str) -> Path:
    return Path(find_spec(package).origin).parent


def in_code(*paths: Path) -> Iterator[Text]:
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                yield from _call(node)


def in_templates(*paths: Path) -> Iterator[Text]:
    for path in paths:
        source = templatize(path.read_text(), origin=str(path))
        # Django writes a pseudo source for xgettext: calls between filler of x's.
        for call in re.findall(r"\b(?:n?gettext|_)\(u?[\"'].*?[\"']\)|\bngettext\(.*?\)", source, re.DOTALL):
            yield from _pseudo(call)


def in_scripts(*paths: Path) -> Iterator[Text]:
    for path in paths:
        for one, two, three, four in _script.findall(_joined.sub("", path.read_text())):
            yield "", _plain(one or two), _plain(three or four)


def _plain(quoted: str) -> str:
    return re.sub(r"\\(['\"])", r"\1", quoted)


def _pseudo(call: str) -> Iterator[Text]:
    try:
        tree = ast.parse(call.strip(), mode="eval")
    except SyntaxError:
        return
    if isinstance(tree.body, ast.Call):
        yield from _call(tree.body)


def _call(node: ast.Call) -> Iterator[Text]:
    name = getattr(node.func, "id", getattr(node.func, "attr", ""))
    if name not in CALLS:
        return
    words = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
    if not words:
        return
    if name in CONTEXT and len(words) > 1:
        yield words[0], words[1], ""
    elif name in PLURAL and len(words) > 1:
        yield "", words[0], words[1]
    else:
        yield "", words[0], ""
