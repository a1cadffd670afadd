"""Drops the personal data that has outlived its time."""

from typing import Any

from django.core.management.base import BaseCommand

from comments import retention


class Command(BaseCommand):
    """``manage.py apply_retention``: safe to run at any time and as often as one likes."""

    help = (
        "Drop fingerprints of addresses after 90 days, those of devices after 180, and refused texts 30 days after "
        "their decision."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        dropped = retention.apply()
        self.stdout.write(
            f"Dropped the address fingerprints of {dropped['addresses']} comments "
            f"and the text of {dropped['texts']} refused ones."
        )
