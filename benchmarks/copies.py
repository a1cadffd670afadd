"""Copies: many comments out of a few, made by the database itself, each with its entries in the log.

The copies' entries make no chain and have no details: no benchmark verifies the log.
"""

import json
from collections.abc import Sequence

from django.db import connection

from comments.models import Comment, LogEntry

ENTRIES_A_COMMENT = 2
# The beginning of a place in the thread, its most significant time, gives way to the number of the copy.
COPY_DIGITS = 4
FINGERPRINT_KEPT = 70


class Source:
    """A thread whose comments and entries were the first of the newsroom, to be copied."""

    def __init__(self, article_id: int, length: int) -> None:
        self.article_id, self.length, self.done = article_id, length, 0
        self.comments = _step(Comment.objects.latest("id").pk)
        self.entries = _step(LogEntry.objects.latest("seq").seq)

    def copy_to(self, articles: Sequence[int], most: int | None = None) -> None:
        """Copy the thread once for each of these stories; of each copy the first ``most`` comments."""
        if not articles:
            return
        numbered = list(enumerate(articles, self.done + 1))
        last = min(most or self.length, self.length)
        self._copy(Comment, numbered, f"c.id <= {last} AND c.article_id = {self.article_id}", self._comment())
        entries = f"c.comment_id <= {last} AND c.seq <= {self.length * ENTRIES_A_COMMENT}"
        self._copy(LogEntry, numbered, entries, self._entry())
        self.done += len(articles)

    def _copy(
        self,
        model: type[Comment | LogEntry],
        numbered: Sequence[tuple[int, int]],
        which: str,
        copied: dict[str, str],
    ) -> None:
        """Insert these rows of one table again for each (number of the copy, story)."""
        table, names = model._meta.db_table, [str(field.column) for field in model._meta.concrete_fields]
        values = ", ".join(copied.get(name, f"c.{name}") for name in names)
        source = f"{_targets()} CROSS JOIN (SELECT * FROM {table} c WHERE {which}) c"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM {source}",  # noqa: S608
                [json.dumps(numbered)],
            )

    def _later(self, column: str) -> str:
        return f"{column} + n * {self.entries}"

    def _comment(self) -> dict[str, str]:
        further = f"c.id + n * {self.comments}"
        return {
            "id": further,
            "parent_id": f"c.parent_id + n * {self.comments}",
            "article_id": "story",
            "seq": self._later("c.seq"),
            "standing_seq": self._later("c.standing_seq"),
            "position": f"{_digits('n')} || substr(c.position, {COPY_DIGITS + 1})",
            "uuid": _uuid(further),
            "receipt_hash": _text(further),
            "text_digest": _text(further),
            "email_print": f"substr(c.email_print, 1, {FINGERPRINT_KEPT}) || {_text('n')}",
            "address_print": f"substr(c.address_print, 1, {FINGERPRINT_KEPT}) || {_text('n')}",
        }

    def _entry(self) -> dict[str, str]:
        return {"seq": self._later("c.seq"), "comment_id": f"c.comment_id + n * {self.comments}"}


def _step(last: int) -> int:
    """Return the distance of two copies' numbers: a round one that is larger than any number of the first."""
    return int(10 ** len(str(last)))


def continue_numbers() -> None:
    """Let PostgreSQL go on counting behind the copies; SQLite does so by itself."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence('comments_comment', 'id'), max(id)) FROM comments_comment"
            )


def _targets() -> str:
    if connection.vendor == "postgresql":
        pairs = "jsonb_array_elements(%s::jsonb) AS pair"
        return f"(SELECT (pair->>0)::bigint AS n, (pair->>1)::bigint AS story FROM {pairs}) targets"  # noqa: S608
    return "(SELECT value->>0 AS n, value->>1 AS story FROM json_each(%s)) targets"


def _digits(number: str) -> str:
    if connection.vendor == "postgresql":
        return f"lpad(({number})::text, {COPY_DIGITS}, '0')"
    return f"printf('%%0{COPY_DIGITS}d', {number})"


def _uuid(number: str) -> str:
    if connection.vendor == "postgresql":
        return f"md5(({number})::text)::uuid"
    return f"printf('%%032x', {number})"


def _text(number: str) -> str:
    return f"CAST({number} AS text)"
