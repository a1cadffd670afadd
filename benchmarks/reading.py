"""What finding links and reading a text's manner takes for texts of doubling size: `python -m benchmarks.reading`.

As `benchmarks.markup` measures and judges: at most 2.5 times as long for a text that is twice as long, and no text of
65 kB takes 100 ms, for each of the rooms alone. The markup's own finding of what the page links is not counted here.
"""

import sys
from itertools import chain

from benchmarks.markup import ALL, Nasty, report
from comments.screening import private, writing
from comments.screening.links import LinkFacts
from comments.screening.shapes import Submission
from comments.screening.unmasking import links
from comments.screening.whole import Facts, Policy
from comments.screening.writing import WritingFacts

LINKS = (
    "a.",
    "a.com ",
    "a.com/",
    "(dot)",
    "a(dot)",
    "[.]",
    "%2e",
    "\u200b",
    "\uff0e",
    "&#46;",
    "-.",
    "a-",
    "http://a@",
    "hxxp ",
)
WORDS = ("a ", "x", "X", "xy ", "aa bb ", "buy ", "buy\n", "qxzjk ", ". ", "   ", "!", "aA", "abcdefgh" * 8)
DATA = (
    "a@",
    "a@b",
    "a@b.",
    "a@b.c ",
    "joe(at)",
    "1",
    "1 ",
    "1-",
    "+1",
    "0(",
    "DE89",
    "DE89 ",
    "AA11 A A A ",
    "tel ",
)
PROSE = "The council has voted to close the swing bridge at night, said Ann on 12 May 2026. "
OWN = tuple(map(Nasty, (*LINKS, *WORDS, *DATA, PROSE)))
FACTS = Facts(writing=WritingFacts(language="en"))
POLICY = Policy()
MANNER = (writing.all_capitals, writing.repeated_characters, writing.gibberish, writing.other_language)
DATA_RULES = (private.email_addresses, private.phone_numbers, private.bank_accounts)


def read_links(text: str) -> object:
    return LinkFacts(links(text, ()))


def read_manner(text: str) -> object:
    sent = Submission(article_id=1, name="", email="", text=text)
    return list(chain.from_iterable(rule(sent, FACTS, POLICY) for rule in MANNER))


def read_data(text: str) -> object:
    sent = Submission(article_id=1, name="", email="", text=text)
    return list(chain.from_iterable(rule(sent, FACTS, POLICY) for rule in DATA_RULES))


if __name__ == "__main__":
    works = {"links": read_links, "manner": read_manner, "private data": read_data}
    kept = [report(work, name, (*OWN, *ALL)) for name, work in works.items()]
    sys.exit(0 if all(kept) else 1)
