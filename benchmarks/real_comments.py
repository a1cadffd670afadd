"""Real comments: what the rules find in sets of them, and what that takes; for `benchmarks.screening`, Django ready."""

import gc
import itertools
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import process_time
from typing import NamedTuple

import psutil

from benchmarks.markup import report, say
from benchmarks.posting import p99
from comments import facts, markup
from comments.screening import keys
from comments.screening.document import compile as compiled
from comments.screening.policy import ORDINARY, RULES, screen
from comments.screening.shapes import Severity, Submission
from comments.screening.story import StoryFacts
from comments.screening.trust import TrustFacts
from comments.screening.whole import Facts, Policy, Rule

WORDPRESS = "wordlists/wordpress_comment_blacklist.txt"
HELD, REFUSED, PASSED = "held", "refused", "let through"
# Goals: the most milliseconds that 99 of 100 comments take, by their size in bytes, and the policy's megabytes.
GOALS = {1_024: 5.0, 65_525: 50.0}
HOW_MANY = {1_024: 400, 65_525: 40}
MOST_MEGABYTES = 30.0
TRUSTED = TrustFacts(proved=True, approved=10)


class Kind(NamedTuple):
    """A set of comments of one kind, and whether they had better be let through."""

    name: str
    is_fine: bool
    texts: list[str]


def rows(folder: Path, pattern: str) -> Iterator[dict[str, str]]:
    """Yield the rows of some files."""
    for file in sorted(folder.glob(pattern)):
        yield from map(json.loads, file.read_text(encoding="utf-8").splitlines())


def kinds(folder: Path) -> list[Kind]:
    """Return the sets of comments."""
    video = list(rows(folder, "spam/*.jsonl"))
    news = list(rows(folder, "toxicity/ucc_news_comments.jsonl"))
    return [
        Kind("spam under videos", False, [row["text"] for row in video if row["label"] == "spam"]),
        Kind("ham under videos", True, [row["text"] for row in video if row["label"] == "ham"]),
        Kind("healthy news comments", True, [row["text"] for row in news if row["label"] == "healthy"]),
        Kind("unhealthy news comments", False, [row["text"] for row in news if row["label"] != "healthy"]),
    ]


def sent(text: str) -> Submission:
    """Return a text as somebody sends it."""
    return Submission(article_id=1, name="Reader", email="reader@example.org", text=markup.clean_source(text))


def known(submission: Submission, trust: TrustFacts) -> Facts:
    """Return what the text shows, under an open story."""
    shown = facts.of_text(submission, markup.render(submission.text))
    return replace(shown, story=StoryFacts("postmoderated"), trust=trust)


def counted(texts: Iterable[str], policy: Policy, trust: TrustFacts) -> Counter[str]:
    """Count the comments that each rule holds or refuses, and what becomes of them by all rules together."""
    counts: Counter[str] = Counter()
    for submission in map(sent, texts):
        found = [
            finding
            for finding in screen(submission, known(submission, trust), policy).findings
            if finding.severity > Severity.NOTE and finding.rule not in ORDINARY
        ]
        counts.update({finding.rule for finding in found})
        worst = max((finding.severity for finding in found), default=Severity.NOTE)
        counts[PASSED if worst is Severity.NOTE else HELD if worst is Severity.HOLD else REFUSED] += 1
    return counts


def tell(kind: Kind, who: str, what: str, counts: Counter[str]) -> None:
    """Print what became of a set of comments."""
    number = len(kind.texts)
    say(f"{kind.name}, {who}, {what}: {number}")
    for name in (HELD, REFUSED, PASSED):
        say(f"    {name:26}{counts[name]:7}{counts[name] / number:9.2%}")
    for rule, times in counts.most_common():
        if rule not in (HELD, REFUSED, PASSED):
            say(f"        {rule:22}{times:7}{times / number:9.2%}")


def of_size(texts: list[str], size: int, number: int) -> Iterator[str]:
    """Yield comments of a size, made of real ones that follow each other."""
    following = itertools.cycle(texts)
    for _ in range(number):
        pieces, length = [], 0
        while length < size:
            pieces.append(next(following))
            length += len(pieces[-1].encode()) + 2
        yield "\n\n".join(pieces).encode()[:size].decode(errors="ignore")


def taken(work: Callable[[], object]) -> float:
    """Return the milliseconds of processor time that some work takes."""
    start = process_time()
    work()
    return (process_time() - start) * 1_000


def median(values: list[float]) -> float:
    """Return what half of them stay below."""
    return sorted(values)[len(values) // 2]


def timed(texts: list[str], size: int, policy: Policy) -> bool:
    """Print what comments of a size take; tell whether the goal is kept."""
    made = [sent(text) for text in of_size(texts, size, HOW_MANY[size])]
    with_facts = [(submission, known(submission, TrustFacts())) for submission in made]
    screen(*with_facts[0], policy)
    rendered = [taken(partial(markup.render, each.text)) for each in made]
    whole = [taken(partial(screen, *pair, policy)) for pair in with_facts]
    say(f"{size} bytes, ms: p50 {median(whole):.2f}, p99 {p99(whole):.2f} (goal {GOALS[size]:.0f})")
    say(f"    beside it, to make its markup: p50 {median(rendered):.2f}, p99 {p99(rendered):.2f}")
    for rule in RULES:
        each = [taken(partial(_all_of, rule, *pair, policy)) for pair in with_facts]
        if p99(each) >= GOALS[size] / 100:
            say(f"    {rule.__name__:28} p50 {median(each):.2f}, p99 {p99(each):.2f}")
    return p99(whole) <= GOALS[size]


def with_keys(folder: Path) -> tuple[Policy, float, float]:
    """Return the policy with the WordPress keys, the megabytes that it takes and the seconds to load it."""
    text = keys.take((folder / WORDPRESS).read_text(encoding="utf-8"), "words-hold").text
    compiled({}, {})
    gc.collect()
    before, start = psutil.Process().memory_full_info().uss, process_time()
    policy = compiled({}, {"words-hold": text})
    seconds = process_time() - start
    gc.collect()
    return policy, (psutil.Process().memory_full_info().uss - before) / 1024**2, seconds


def judged(folder: Path, *, growth: bool) -> bool:
    """Count and measure with the corpora in a folder, nasty texts of doubling size too if asked. Is all kept?"""
    policy, megabytes, seconds = with_keys(folder)
    say(f"the loaded policy: {megabytes:.1f} MB (goal {MOST_MEGABYTES:.0f}), loaded in {seconds:.2f} s")
    every = kinds(folder)
    for what, tried in (("as delivered", compiled({}, {})), ("with the WordPress keys", policy)):
        for kind in every:
            for who, trust in (("new", TrustFacts()), ("trusted", TRUSTED)):
                tell(kind, who, what, counted(kind.texts, tried, trust))
    texts = [text for kind in every for text in kind.texts]
    kept = [timed(texts, size, policy) for size in GOALS] + [megabytes <= MOST_MEGABYTES]
    if growth:
        kept.append(report(lambda text: _screened(text, policy), "all rules"))
    return all(kept)


def _all_of(rule: Rule, submission: Submission, shown: Facts, policy: Policy) -> None:
    list(rule(submission, shown, policy))


def _screened(text: str, policy: Policy) -> None:
    submission = sent(text)
    screen(submission, known(submission, TrustFacts()), policy)
