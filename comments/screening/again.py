"""Again: a comment of some time ago, looked at with another policy."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import chain

from comments.screening.policy import screen, verdict
from comments.screening.shapes import Finding, Submission, Verdict
from comments.screening.whole import Facts, Policy

# What the text and the policy alone show, so that it can be found at any time. All else (the form, the rate, what was
# sent before, the person, the story) was found when the comment came, and stays as it was found.
FROM_TEXT = frozenset(
    {
        "policy-unavailable",
        "blocked-domain",
        "links",
        "disguised-link",
        "deceptive-link",
        "name-link",
        "shortener",
        "unusual-markup",
        "sanitisers-disagree",
        "unusual-characters",
        "capitals",
        "repeated-characters",
        "gibberish",
        "other-language",
        "private-email",
        "private-phone",
        "private-account",
        "held-word",
        "rejected-word",
        "disguised-word",
        "too-many-words",
        "learned-score",
    }
)


def screen_again(submission: Submission, facts: Facts, policy: Policy, found: Iterable[Finding]) -> Verdict:
    """Return the verdict by now. ``facts`` are of the text, ``found`` is what was found when the comment came.

    A rule that is switched off by now finds nothing of either kind.
    """
    anew: dict[str, list[Finding]] = defaultdict(list)
    for each in screen(submission, facts, policy).findings:
        if each.rule in FROM_TEXT:
            anew[each.rule].append(each)
    before: dict[str, list[Finding]] = defaultdict(list)
    for each in found:
        before[each.rule].append(each)
    # In the order of then, so that the same findings are the same; what nobody found then comes first.
    as_then = [anew.pop(rule, []) if rule in FROM_TEXT else each for rule, each in before.items()]
    findings = chain.from_iterable([*anew.values(), *as_then])
    return verdict(finding for finding in findings if finding.rule not in policy.off)
