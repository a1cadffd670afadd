"""Holders: who has which card of a page, as the moderator who reads it sees it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from comments import claims
from comments.claims import Holder
from comments.desk import telling
from comments.desk.decision import LARGEST
from comments.desk.telling import Notice


@dataclass(frozen=True)
class Holders:
    """The claims of a page: those of others, and the reader's own; each by the comment's id."""

    others: dict[int, Holder]
    own: dict[int, Holder]
    now: dt.datetime

    @classmethod
    def of(cls, pks: Iterable[int | None], *, reader: int, now: dt.datetime) -> "Holders":
        """Look up who has these comments, in one query, for the moderator with the id ``reader``."""
        held = claims.held([pk for pk in pks if pk and pk <= LARGEST], at=now)
        own = {pk: holder for pk, holder in held.items() if holder.user_id == reader}
        return cls({pk: holder for pk, holder in held.items() if pk not in own}, own, now)

    def notice(self, pk: int) -> Notice | None:
        """Return what is said above a card that a colleague has."""
        return telling.claimed(self.others[pk], now=self.now) if pk in self.others else None

    def row(self, pk: int) -> str:
        """Return what a row of the list says of a colleague's card; "" of any other."""
        return f"{self.others[pk].short} has it" if pk in self.others else ""

    def card(self, pk: int | None) -> dict[str, Any]:
        """Return what a card has to know: whether a colleague has it, and until when the reader has."""
        yours = telling.clock(self.own[pk].until, self.now) if pk in self.own else ""
        return {"is_claimed": pk in self.others, "yours": yours}
