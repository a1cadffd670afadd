"""Facts: from a submission to all that the rules may need to know, in a few queries whatever is there."""

import datetime as dt
import hashlib
import unicodedata

from django.conf import settings
from django.db.models import Count, Q

from articles.models import Article
from comments import identity, markup
from comments.facts import links
from comments.identity import Purpose
from comments.models import Comment
from comments.screening.rate import RateFacts
from comments.screening.repetition import RepetitionFacts
from comments.screening.shapes import Doubt, Span, Submission
from comments.screening.story import StoryFacts
from comments.screening.whole import Facts, Policy
from comments.screening.writing import WritingFacts


def gather(
    submission: Submission, *, article: Article, rendered: markup.Rendered, policy: Policy, at: dt.datetime
) -> Facts:
    """Look up what the rules ask of a submission made at ``at`` under ``article``, as far as the policy says."""
    prints = identity.fingerprints(Purpose.EMAIL, identity.email_key(submission.email))
    same = _same_text(text_digest(submission.text), prints)
    doubts = tuple(Doubt(doubt.code, Span(doubt.start, doubt.end)) for doubt in rendered.doubts)
    return Facts(
        links=links.of(submission, article_id=article.pk, at=at),
        rate=RateFacts(_recent(prints, at)),
        repetition=RepetitionFacts(same["own"], same["others"]),
        story=StoryFacts(article.comments_policy),
        writing=WritingFacts(doubts),
    )


def text_digest(text: str) -> str:
    """Return the digest by which two writings of one text are the same: NFKC, case and white space folded."""
    folded = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    return hashlib.sha256(folded.encode(errors="replace")).hexdigest()


def _same_text(digest: str, prints: tuple[str, ...]) -> dict[str, int]:
    own = Q(email_print__in=prints)
    return Comment.objects.with_text_digest(digest).aggregate(
        own=Count("pk", filter=own), others=Count("pk", filter=~own)
    )


def _recent(prints: tuple[str, ...], at: dt.datetime) -> int:
    since = at - dt.timedelta(seconds=settings.NEWSROOM_FLOOD_SECONDS)
    return Comment.objects.from_email(prints).filter(submitted_at__gt=since, submitted_at__lte=at).count()
