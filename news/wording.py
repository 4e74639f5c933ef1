"""Two texts word by word: what was taken out, what was put in, what stayed.

    for row in compare_texts(old_html, new_html):
        row.inline, row.left, row.right      # HTML with <ins> and <del>
        row.change                           # "same", "changed", "added" or "removed"

Blocks (paragraphs, headings, list items, table rows) are aligned first, then the words inside each pair. Without
its insertions a row is the old block, without its deletions the new one. Work is bounded on any input: where two
blocks have nothing to hold on to, the whole is replaced, which also reads better.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from news.blocks import KINDS, Block, Word, blocks, plain_words

# Blocks alike in less than this share of their words are two different ones.
ALIKE = 0.4
# More cells than this are not compared one by one (0.1 s for words, as much for blocks).
MOST_CELLS = 10_000
MOST_PAIRS = 40_000


class Run(NamedTuple):
    """Words that stayed (both equal), or that were replaced by others; either side may be empty."""

    old: tuple[Word, ...]
    new: tuple[Word, ...]
    is_same: bool


@dataclass(frozen=True)
class Row:
    """A block, as it was and as it is; one of the two is None where it was added or removed."""

    old: Block | None
    new: Block | None
    runs: tuple[Run, ...]

    @property
    def change(self) -> str:
        if self.old is None or self.new is None:
            return "added" if self.old is None else "removed"
        return "same" if self.old == self.new else "changed"

    @property
    def is_same(self) -> bool:
        return self.change == "same"

    @property
    def kind(self) -> str:
        """What it is, and what it was where that changed."""
        names = [KINDS.get(block.kind, "Bagian") for block in (self.old, self.new) if block]
        return " menjadi ".join(dict.fromkeys([names[0], names[-1]] if len(names) > 1 else names))

    @cached_property
    def inline(self) -> SafeString:
        return _html(self.runs, old=True, new=True)

    @cached_property
    def left(self) -> SafeString:
        return _html(self.runs, old=True, new=False)

    @cached_property
    def right(self) -> SafeString:
        return _html(self.runs, old=False, new=True)


def compare_texts(old_html: str, new_html: str, titles: Mapping[int, str] | None = None) -> list[Row]:
    """The rows of two rich texts, in the order of reading. `titles` of the photos in them, by number."""
    old, new = blocks(old_html, titles), blocks(new_html, titles)
    rows: list[Row] = []
    for i, j in _aligned(old, new):
        before, after = (None if i is None else old[i]), (None if j is None else new[j])
        rows.append(Row(before, after, compare_words(before.words if before else (), after.words if after else ())))
    return rows


def compare_plain(old: str, new: str) -> Row:
    """Two short texts without mark-up, as one row."""
    before, after = plain_words(old), plain_words(new)
    return Row(Block("p", before), Block("p", after), compare_words(before, after))


# Aligning


def _aligned(old: list[Block], new: list[Block]) -> list[tuple[int | None, int | None]]:
    """Pairs of places in the order of reading; None where the other side has nothing like it."""
    pairs: list[tuple[int | None, int | None]] = []
    i = j = 0
    for same_i, same_j in [*_anchors(old, new), (len(old), len(new))]:
        pairs += _paired(old, new, range(i, same_i), range(j, same_j))
        if same_i < len(old):
            pairs.append((same_i, same_j))
        i, j = same_i + 1, same_j + 1
    return pairs


def _paired(old: list[Block], new: list[Block], left: range, right: range) -> list[tuple[int | None, int | None]]:
    """Blocks between two that stayed: those alike become pairs, so that likeness is the greatest in all."""
    if not left or not right or len(left) * len(right) > MOST_PAIRS:
        return [*((i, None) for i in left), *((None, j) for j in right)]
    bags = {id(block): Counter(word.text.strip() for word in block.words) for block in (*old, *new)}
    rows, columns = len(left), len(right)
    alike = [[_likeness(bags[id(old[i])], bags[id(new[j])]) for j in right] for i in left]
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for row in range(rows - 1, -1, -1):
        for column in range(columns - 1, -1, -1):
            value = max(best[row + 1][column], best[row][column + 1])
            if alike[row][column] >= ALIKE:
                value = max(value, alike[row][column] + best[row + 1][column + 1])
            best[row][column] = value
    pairs: list[tuple[int | None, int | None]] = []
    row = column = 0
    while row < rows and column < columns:
        if alike[row][column] >= ALIKE and best[row][column] == alike[row][column] + best[row + 1][column + 1]:
            pairs.append((left[row], right[column]))
            row, column = row + 1, column + 1
        elif best[row][column] == best[row + 1][column]:
            pairs.append((left[row], None))
            row += 1
        else:
            pairs.append((None, right[column]))
            column += 1
    return [*pairs, *((i, None) for i in left[row:]), *((None, j) for j in right[column:])]


def _likeness(a: Counter[str], b: Counter[str]) -> float:
    """From 0 to 1: the share of words that both have."""
    small, large = (a, b) if len(a) < len(b) else (b, a)
    common = sum(min(count, large[word]) for word, count in small.items() if word in large)
    return 2 * common / (a.total() + b.total())


def compare_words(old: Sequence[Word], new: Sequence[Word]) -> tuple[Run, ...]:
    """The runs of two blocks. All their old sides make `old`, all their new sides `new`."""
    runs: list[Run] = []
    i = j = 0
    for same_i, same_j in [*_matches(old, new, 0, len(old), 0, len(new)), (len(old), len(new))]:
        if i < same_i or j < same_j:
            runs.append(Run(tuple(old[i:same_i]), tuple(new[j:same_j]), False))
        if same_i < len(old):
            word = (old[same_i],)
            if runs and runs[-1].is_same:
                runs[-1] = Run(runs[-1].old + word, runs[-1].new + word, True)
            else:
                runs.append(Run(word, word, True))
        i, j = same_i + 1, same_j + 1
    return tuple(_readable(runs))


def _readable(runs: list[Run]) -> list[Run]:
    """One or two words that happen to stay inside a rewritten passage are part of it."""
    joined: list[Run] = []
    for number, run in enumerate(runs):
        is_between = run.is_same and 0 < number < len(runs) - 1 and len(run.old) <= 2
        if is_between:
            around = [len(each.old) + len(each.new) for each in (runs[number - 1], runs[number + 1])]
            run = Run(run.old, run.new, min(around) < 4 * len(run.old))
        if joined and not run.is_same and not joined[-1].is_same:
            run = Run(joined[-1].old + run.old, joined.pop().new + run.new, False)
        joined.append(run)
    return joined


def _matches(
    old: Sequence[Hashable], new: Sequence[Hashable], i: int, i_end: int, j: int, j_end: int
) -> list[tuple[int, int]]:
    """Places that stayed, ascending on both sides, in old[i:i_end] and new[j:j_end]."""
    found: list[tuple[int, int]] = []
    while i < i_end and j < j_end and old[i] == new[j]:
        found.append((i, j))
        i, j = i + 1, j + 1
    tail: list[tuple[int, int]] = []
    while i < i_end and j < j_end and old[i_end - 1] == new[j_end - 1]:
        i_end, j_end = i_end - 1, j_end - 1
        tail.append((i_end, j_end))
    if i < i_end and j < j_end:
        anchors = _anchors(old[i:i_end], new[j:j_end])
        if anchors:
            for at_i, at_j in [*((i + a, j + b) for a, b in anchors), (i_end, j_end)]:
                found += _matches(old, new, i, at_i, j, at_j)
                if at_i < i_end:
                    found.append((at_i, at_j))
                i, j = at_i + 1, at_j + 1
        elif (i_end - i) * (j_end - j) <= MOST_CELLS:
            found += _longest_common(old, new, range(i, i_end), range(j, j_end))
    return [*found, *reversed(tail)]


def _anchors(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """What occurs once on each side, as the longest line of places ascending on both (patience)."""
    once = [_once(side) for side in (old, new)]
    places = [(i, once[1][thing]) for thing, i in once[0].items() if thing in once[1]]
    ends: list[int] = []
    chain: list[tuple[int, int]] = []
    before: list[int] = []
    last: list[int] = []
    for number, (i, j) in enumerate(places):
        length = bisect_left(ends, j)
        chain.append((i, j))
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1], last[length : length + 1] = [j], [number]
    line: list[tuple[int, int]] = []
    number = last[-1] if last else -1
    while number >= 0:
        line.append(chain[number])
        number = before[number]
    return line[::-1]


def _once(side: Sequence[Hashable]) -> dict[Hashable, int]:
    """Each thing that occurs once, with its place, in order."""
    counts = Counter(side)
    return {thing: place for place, thing in enumerate(side) if counts[thing] == 1}


def _longest_common(
    old: Sequence[Hashable], new: Sequence[Hashable], left: range, right: range
) -> list[tuple[int, int]]:
    """The longest common subsequence, by the table: for short passages."""
    rows, columns = len(left), len(right)
    best = [[0] * (columns + 1) for _ in range(rows + 1)]
    for row in range(rows - 1, -1, -1):
        thing, below, here = old[left[row]], best[row + 1], best[row]
        for column in range(columns - 1, -1, -1):
            is_same = thing == new[right[column]]
            here[column] = below[column + 1] + 1 if is_same else max(below[column], here[column + 1])
    found = []
    row = column = 0
    while row < rows and column < columns:
        if old[left[row]] == new[right[column]]:
            found.append((left[row], right[column]))
            row, column = row + 1, column + 1
        elif best[row + 1][column] >= best[row][column + 1]:
            row += 1
        else:
            column += 1
    return found


# To HTML


def _html(runs: Sequence[Run], *, old: bool, new: bool) -> SafeString:
    html = ""
    for run in runs:
        if run.is_same:
            html += _words_html(run.old)
            continue
        # The blank after a mark stands outside it, where it is not struck through, unless that would part words
        # that are written together on one side.
        is_loose = html[-1:] in ("", " ") and all(_ends_loose(side) for side in (run.old, run.new) if side)
        if old and run.old:
            html += _marked("del", run.old, is_loose)
        if new and run.new:
            html += _marked("ins", run.new, is_loose)
    return mark_safe(html.strip())


def _ends_loose(words: Sequence[Word]) -> bool:
    return words[-1].text.endswith(" ")


def _marked(tag: str, words: Sequence[Word], is_loose: bool) -> str:
    html = _words_html(words)
    return f"<{tag}>{html.rstrip()}</{tag}> " if is_loose else f"<{tag}>{html}</{tag}>"


def _words_html(words: Sequence[Word]) -> str:
    return "".join(_word_html(word) for word in words)


def _word_html(word: Word) -> str:
    html: str = conditional_escape(word.text)
    for mark in word.marks:
        blank = " " if html.endswith(" ") else ""
        form = '<span class="sign">{}</span>' if mark == "sign" else f"<{mark}>{{}}</{mark}>"
        html = format_html(form, mark_safe(html.rstrip())) + blank
    return html
