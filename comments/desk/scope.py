"""Scope: which sections a moderator sees and decides on; what lies outside is as good as not there."""

from dataclasses import dataclass

from django.contrib.auth.models import User

from comments.models import DeskScope
from comments.querysets import CommentQuerySet

# Asked once a request: the account is loaded anew for each.
KEPT = "_desk_scope"


@dataclass(frozen=True)
class Scope:
    """The ids of the sections that somebody is limited to; None for everything."""

    sections: frozenset[int] | None = None

    @property
    def is_limited(self) -> bool:
        """Whether there is anything that somebody may not see."""
        return self.sections is not None

    def covers(self, section_id: int) -> bool:
        """Whether a section lies within."""
        return self.sections is None or section_id in self.sections

    def keep(self, comments: CommentQuerySet) -> CommentQuerySet:
        """Keep the comments that lie within."""
        return comments if self.sections is None else comments.in_sections(self.sections)


def of(user: User) -> Scope:
    """Return what a moderator sees and decides on."""
    kept: Scope | None = getattr(user, KEPT, None)
    if kept is None:
        kept = Scope(DeskScope.objects.sections_of(user))
        setattr(user, KEPT, kept)
    return kept
