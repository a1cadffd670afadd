"""Link targets: which hosts a comment leads to, so that the same target is seen from story to story."""

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from django.db import connections, models

from articles.prepared import Asked, Prepared, filled
from articles.writing import insert_all

if TYPE_CHECKING:
    from comments.models import Comment


def host_digest(host: str) -> str:
    """Return the digest under which a host is kept: short, and the same length for all."""
    return hashlib.blake2b(host.encode(errors="replace"), digest_size=16).hexdigest()


@lru_cache
def _newest(model: "type[LinkTarget]", alias: str, most: int) -> Prepared:
    """Read the newest comments that lead to a host: its digest, and the comment's story and status."""
    digest, since = Asked("digest", models.CharField()), Asked("since", models.DateTimeField())
    lately = model.objects.using(alias).filter(at__gt=since, host_digest=digest).order_by("-at", "-id")
    return Prepared(lately.values_list("host_digest", "comment__article_id", "comment__status")[:most])


class LinkTargetQuerySet(models.QuerySet["LinkTarget"]):
    """Where comments lead to."""

    def remember(self, comment: "Comment", digests: Iterable[str]) -> None:
        """Keep which hosts a comment leads to, by their digests."""
        insert_all(
            self.model,
            [self.model(comment=comment, host_digest=each, at=comment.submitted_at) for each in digests],
        )

    def lately(
        self, digests: Collection[str], *, since: dt.datetime, most: int
    ) -> list[tuple[str, int, str]]:
        """Read the newest comments since then that lead to these hosts, up to ``most`` of each: digest, story, status.

        One statement for all of them, each part of which reads no more of the index than it gives.
        """
        if not digests:
            return []
        connection, newest = connections[self.db], _newest(self.model, self.db, most)
        named = (f"SELECT * FROM ({newest.statement}) AS part{number}" for number in range(len(digests)))  # noqa: S608
        given = [
            filled(newest.parameters, {"digest": digest, "since": since}, connection) for digest in digests
        ]
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(named), [value for values in given for value in values])
            found: list[tuple[str, int, str]] = cursor.fetchall()
            return found


class LinkTarget(models.Model):
    """A host that a comment leads to, in its text or as its website. ``at`` is when the comment was sent."""

    comment = models.ForeignKey("comments.Comment", on_delete=models.CASCADE, related_name="link_targets")
    host_digest = models.CharField(max_length=32)
    at = models.DateTimeField()

    objects = LinkTargetQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["host_digest", "-at", "-id"], name="link_target_lately")]

    def __str__(self) -> str:
        return f"Link target {self.pk}"
