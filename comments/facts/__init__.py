"""Facts: from a submission to all that the rules may need to know, in a few queries whatever is there."""

import datetime as dt

from django.conf import settings

from articles.models import Article
from comments import identity, markup
from comments.facts import links, person, rate, repetition, trust
from comments.identity import Purpose
from comments.screening.links import LinkFacts
from comments.screening.shapes import Doubt, Span, Submission
from comments.screening.story import StoryFacts
from comments.screening.whole import Facts, Policy
from comments.screening.writing import WritingFacts


def gather(
    submission: Submission,
    *,
    article: Article,
    story: StoryFacts,
    rendered: markup.Rendered,
    policy: Policy,
    at: dt.datetime,
) -> Facts:
    """Look up what the rules ask of a submission made at ``at`` under ``article``, as far as the policy says.

    ``story`` says how the article takes comments.
    """
    prints = identity.fingerprints(Purpose.EMAIL, identity.email_key(submission.email))
    trusted, standings = trust.of(submission, prints, at)
    known = person.of(submission, prints, by_email=trusted.by_email, standings=standings, at=at)
    return Facts(
        links=links.of(submission, article_id=article.pk, at=at),
        person=known,
        rate=rate.gather(article_id=article.pk, prints=prints, policy=policy.rate, at=at),
        repetition=repetition.gather(
            submission, article=article, prints=prints, policy=policy.repetition, at=at
        ),
        story=story,
        trust=trusted,
        writing=WritingFacts(_doubts(rendered), settings.LANGUAGE_CODE),
    )


def of_text(submission: Submission, rendered: markup.Rendered) -> Facts:
    """Return what a text itself shows, at any time and without a query; the rest is as if nothing were known."""
    found = links.in_text(submission.text)
    return Facts(links=LinkFacts(found), writing=WritingFacts(_doubts(rendered), settings.LANGUAGE_CODE))


def _doubts(rendered: markup.Rendered) -> tuple[Doubt, ...]:
    return tuple(Doubt(doubt.code, Span(doubt.start, doubt.end)) for doubt in rendered.doubts)
