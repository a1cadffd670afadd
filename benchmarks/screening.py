"""What the rules find in real comments, and what they take: `NEWSROOM_CORPORA=... python -m benchmarks.screening`.

Only what a text itself shows is looked at: nothing is known of rates, persons or what was sent before, the story is
open, and what a story or a newcomer is held for anyway is left aside. For each set of comments: how many each rule
holds or refuses, all together, and how many are let through; for somebody new and for somebody trusted, with the policy
as it is delivered and with the 62,000 keys of the WordPress list as words to hold. Then the milliseconds of processor
time of one comment of 1 kB and of 65 kB made of these texts, and the memory that the loaded policy takes. With
``--growth`` the nasty texts of `benchmarks.markup` go through all rules at doubling sizes too. Exits with 1 where a
goal is missed.
"""

import argparse
import os
import sys
from pathlib import Path

import django


def main() -> int:
    """Count and measure; 1 where a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.screening", description=__doc__)
    parser.add_argument("--growth", action="store_true", help="also try nasty texts of doubling size")
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()
    from benchmarks import real_comments  # the rules are there once Django is

    folder = Path(os.environ.get("NEWSROOM_CORPORA", ""))
    if not (folder / real_comments.WORDPRESS).is_file():
        parser.error("NEWSROOM_CORPORA names no folder of corpora")
    return 0 if real_comments.judged(folder, growth=asked.growth) else 1


if __name__ == "__main__":
    sys.exit(main())
