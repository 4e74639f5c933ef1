"""The index of the search: one row for each edition, in SQLite an FTS5 table, in PostgreSQL a `tsvector` under GIN.

Both (migration 0003) hold the words as stems.py makes them and neither cuts or stems anything, so both find the same.
Editions write their row in the transaction that saves them; `manage.py reindex` writes all of them anew. No trigger
(a rebuilt table loses it silently) and no foreign key (the row of an edition that is gone is found by nobody).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models.expressions import RawSQL

from news.stems import stems, words
from selayar_site.richtext import plain

# Of one text; more is no press release, and PostgreSQL takes no longer `tsvector`.
LONGEST = 200_000
# A stem of the headline, and the beginning of one of its words: no word of a text holds these signs.
IN_TITLE, WRITTEN = "§", "¶"

# How each database writes a quoted word, “and”, “or”, and that a word only begins so.
SIGNS = {"sqlite": ('"', " AND ", " OR ", "*"), "postgresql": ("'", " & ", " | ", ":*")}
COLUMNS = ("title", "summary", "body", "marks")


@dataclass(frozen=True)
class Text:
    """What the index holds of an edition: stems, parted by spaces."""

    title: str
    summary: str
    body: str
    marks: str = ""


def text_of(title: str, summary: str, body_html: str) -> Text:
    headline = stems(title)
    marks = [f"{IN_TITLE}{stem}" for stem in headline] + [f"{WRITTEN}{word}" for word in words(title)]
    body = " ".join(stems(plain(body_html)))
    if len(body) > LONGEST:
        body = body[:LONGEST].rpartition(" ")[0]
    return Text(" ".join(headline), " ".join(stems(summary)), body, " ".join(dict.fromkeys(marks)))


def put(texts: Iterable[tuple[int, Text]]) -> None:
    """Keep these texts under the numbers of their editions, in place of what was kept there."""
    rows = [(number, text.title, text.summary, text.body, text.marks) for number, text in texts]
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM news_search WHERE {_key()} = %s", [row[:1] for row in rows])
        cursor.executemany(
            f"INSERT INTO news_search ({_key()}, {', '.join(COLUMNS)}) VALUES (%s, %s, %s, %s, %s)", rows
        )


def texts(numbers: Sequence[int]) -> dict[int, Text]:
    """The kept texts of these editions. One query."""
    if not numbers:
        return {}
    places = ", ".join(["%s"] * len(numbers))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_key()}, title, summary, body FROM news_search WHERE {_key()} IN ({places})", list(numbers)
        )
        return {number: Text(*columns) for number, *columns in cursor.fetchall()}


def tidy() -> None:
    """After a great change: the index in one piece, and known to the planner."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO news_search (news_search) VALUES ('optimize')")
        else:
            cursor.execute("ANALYZE news_search")


# Asking


@dataclass(frozen=True)
class Match:
    """What a text must have: one of each of these. A word that ends in “*” is the beginning of one."""

    needs: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, stems: Iterable[str], mark: str = "") -> "Match":
        return cls(tuple((f"{mark}{stem}",) for stem in stems))

    @property
    def written(self) -> str:
        """In the words of the database. A part is letters, digits and our marks, and is quoted all the same."""
        quote, both, either, beginning = SIGNS[connection.vendor]

        def quoted(word: str) -> str:
            return f"{quote}{word.rstrip('*')}{quote}{beginning if word.endswith('*') else ''}"

        return both.join(f"({either.join(quoted(word) for word in need)})" for need in self.needs)


def newest(match: Match, most: int) -> list[int]:
    """The numbers of the editions that match, the latest made first; at most so many. One query."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_select()} ORDER BY {_key()} DESC LIMIT %s", [match.written, most])
        return [number for (number,) in cursor.fetchall()]


def all_of(match: Match) -> RawSQL:
    """The same without a limit, for the right side of an `__in`."""
    return RawSQL(_select(), [match.written])


def _key() -> str:
    return "rowid" if connection.vendor == "sqlite" else "edition_id"


def _select() -> str:
    if connection.vendor == "sqlite":
        return "SELECT rowid FROM news_search WHERE news_search MATCH %s"
    return "SELECT edition_id FROM news_search WHERE words @@ %s::tsquery"
