"""Stores comments' fragments anew."""

from typing import Any

from django.core.management.base import BaseCommand

from comments import fragments


class Command(BaseCommand):
    """``manage.py refresh_fragments``: what a start leaves to the worker, done now; safe at any time."""

    help = "Store the HTML of all comments as this version of the newsroom makes it."

    def handle(self, *args: Any, **options: Any) -> None:
        refreshed = sum(iter(fragments.refresh_stale, 0))
        self.stdout.write(f"Refreshed {refreshed:,} comments.")
