"""Rules: each a pure function of (Submission, Facts, Policy), named for what it finds."""

from collections.abc import Iterator

from comments.screening.shapes import Facts, Finding, Policy, Severity, Submission

MOST_MARKED = 20  # a text can have thousands of links; the message says how many
# Told where the reason itself would tell what others sent, or what nobody has published.
LOOKED_AT = "Something in it has to be looked at first."
DOUBT_MESSAGES = {
    "unusual-markup": "Has so much markup that it was left as typed.",
    "sanitisers-disagree": "Its markup is read in two ways, so it was left as typed.",
    "unusual-characters": "Has characters that stack up or turn the direction of the text.",
}


def premoderated_story(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """The story holds every comment."""
    if facts.comments_policy != "postmoderated":
        yield Finding(
            rule="premoderated",
            version=1,
            severity=Severity.HOLD,
            message="The story is premoderated.",
            told="Every reply to this story is read before it appears.",
            field="",
        )


def newcomer_or_unproved(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """Nothing proves that the commenter is somebody we know: a typed name or e-mail never does."""
    if not facts.proved:
        yield Finding(
            rule="unproved",
            version=1,
            severity=Severity.NOTE if facts.comments_policy == "postmoderated" else Severity.HOLD,
            message="Unproved: nothing shows that this person has commented here before.",
            told="We have no proof that you have replied here before.",
            field="",
        )


def no_proof_of_our_page(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """The browser said nothing of the page that the post came from."""
    if not submission.from_our_page:
        yield Finding(
            rule="unknown-page",
            version=1,
            severity=Severity.HOLD,
            message="The browser did not say which page this was sent from.",
            told="Your browser did not say which page your reply was sent from.",
            field="",
        )


def two_or_more_links(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """As many links as the policy holds for; each is marked, as far as marks help anybody."""
    if len(facts.links) < policy.links_to_hold:
        return
    for span in facts.links[:MOST_MARKED]:
        yield Finding(
            rule="links",
            version=1,
            severity=Severity.HOLD,
            message=f"Has {len(facts.links)} links; {policy.links_to_hold} or more are held.",
            told=f"It has {len(facts.links)} links. Replies with {policy.links_to_hold} or more are read first.",
            start=span.start,
            end=span.end,
        )


def repeat(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """The same e-mail address was given with the same text before."""
    if facts.same_text_by_same_email:
        yield Finding(
            rule="repeat",
            version=1,
            severity=Severity.HOLD,
            message="The same text was sent before with the same e-mail address.",
            told=LOOKED_AT,
            end=len(submission.text),
        )


def duplicate(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """The same text stands on the site already, from somebody else."""
    if facts.same_text_by_others:
        yield Finding(
            rule="duplicate",
            version=1,
            severity=Severity.HOLD,
            message=f"The same text was sent before, from elsewhere ({facts.same_text_by_others} times).",
            told=LOOKED_AT,
            end=len(submission.text),
        )


def flood(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """Several comments with one e-mail address in a short while.

    A note and nothing more, and nothing is told: anybody can type an address, to silence somebody or to learn
    whether it is known here.
    """
    if facts.recent_by_email >= policy.recent_by_email_to_note:
        yield Finding(
            rule="flood",
            version=1,
            severity=Severity.NOTE,
            message="Another comment with this e-mail address came within the last seconds.",
            told="",
            field="email",
        )


def markup_doubts(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """The renderer was not sure what the text means."""
    for doubt in facts.doubts:
        yield Finding(
            rule=doubt.code,
            version=1,
            severity=Severity.HOLD,
            message=DOUBT_MESSAGES[doubt.code],
            told="It has unusual markup or characters.",
            start=doubt.span.start,
            end=doubt.span.end,
        )
