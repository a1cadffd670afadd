"""Reporting: how many readers' reports bring a comment back to the desk."""

from dataclasses import dataclass, field

# One reader may err, two may be friends; of three who do not know each other one is usually right.
USUAL = 3
# Where more are asked for, hardly any thread has enough readers.
MOST = 50


@dataclass(frozen=True)
class ReportPolicy:
    """What readers' reports of a published comment amount to; nothing is hidden by them."""

    needed: int = field(
        default=USUAL,
        metadata={
            "label": "Bring a comment back when so many readers have reported it",
            "help": "It counts from the next report on. A report that says “unlawful” is enough by itself.",
            "least": 1,
            "most": MOST,
        },
    )
