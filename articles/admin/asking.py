"""Asking: what the address of a list in the admin may ask of the database, and nothing else."""

import re
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest

if TYPE_CHECKING:
    AnyModelAdmin = admin.ModelAdmin[Any]
else:
    AnyModelAdmin = object

LOOKUP = r"(?:__id)?(?:__(?P<how>exact|in|gte|lt|isnull))?"
DAY = r"__(?:year|month|day)"
# Any other moment or year would be an overflow somewhere: in Python, or in one of the databases.
MOMENT = re.compile(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}.*", re.ASCII)
PART_OF_A_DAY = re.compile(r"[12][0-9]{3}|[0-9]{1,2}", re.ASCII)


class ListedAdmin(AnyModelAdmin):
    """An admin whose list can be filtered by what the list offers, and by ``also_filtered_by``.

    Django allows every look-up of every field: patterns that the database stumbles over, fingerprints guessed letter
    by letter.
    """

    also_filtered_by: tuple[str, ...] = ()

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Allow what the list offers, with a value that can be one; the rest is a bad request."""
        return self._is_offered(lookup, value) and super().lookup_allowed(lookup, value, request)

    def _is_offered(self, lookup: str, value: str) -> bool:
        if self.date_hierarchy and re.fullmatch(self.date_hierarchy + DAY, lookup):
            return PART_OF_A_DAY.fullmatch(value) is not None
        for name in (*map(_name, self.list_filter), *self.also_filtered_by):
            if matched := re.fullmatch(name + LOOKUP, lookup):
                return matched["how"] not in ("gte", "lt") or MOMENT.fullmatch(value) is not None
        return False


def _name(offered: Any) -> str:
    """Return by which name an entry of ``list_filter`` stands in an address."""
    if isinstance(offered, tuple):  # a field, and the filter for it
        return str(offered[0])
    return offered if isinstance(offered, str) else str(offered.parameter_name)
