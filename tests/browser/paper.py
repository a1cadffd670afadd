"""Paper: a small newsroom with everything on its pages that is hard to lay out."""

import datetime as dt
from dataclasses import dataclass
from io import BytesIO

import PIL.Image
from django.core.files.base import ContentFile
from django.utils import timezone

from articles import publishing
from articles.models import Article, Contributor, Image
from comments import moderation
from tests.factories import make_article, make_comment, make_section, submit

BODY = """
<p>The last car will cross at ten. <a href="https://example.org/log">The log</a> says four times a night.</p>
<figure class="pull"><blockquote><p>“You can hear who lives on the water.”</p></blockquote>
<figcaption>Rhona Pell, harbour master</figcaption></figure>
<h2>Two banks, two clocks</h2>
<ul><li>One</li><li>Two</li></ul>
<table><thead><tr><th scope="col">Night</th><th scope="col">Openings</th></tr></thead>
<tbody><tr><td>Monday</td><td>4</td></tr></tbody></table>
<blockquote><p>Said somebody.</p></blockquote><pre>10:00 open
10:09 shut</pre>
"""
ENDLESS = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen" * 3
PILED = "".join(letter + "\u0300\u0330" * 40 for letter in "Zalgo")


@dataclass(frozen=True)
class Paper:
    """The addresses of one page of each kind."""

    story: Article
    pages: dict[str, str]


def print_paper() -> Paper:
    """Publish stories, comments and receipts, and return where they are."""
    now = timezone.now() - dt.timedelta(days=1)
    picture = _picture()
    opinion = make_section(slug="opinion", opinion=True)
    story = make_article(
        at=now, headline="Cars lose the bridge", lead_image=picture, body=BODY, dateline="Marram"
    )
    story.bylines.create(contributor=Contributor.objects.create(name="Ines Calloway", slug="ines"))
    publishing.correct(story, text="It opened in 1908.", at=now + dt.timedelta(hours=1))
    for hours, section in enumerate(["news", "news", "schools", "schools", "schools", "culture"], start=1):
        at = now - dt.timedelta(hours=hours)
        make_article(at=at, section=make_section(slug=section), lead_image=picture, dek="A dek.")
    make_article(at=now, section=opinion, headline=ENDLESS, kicker="K" * 80, dek=ENDLESS)
    withdrawn, closed = make_article(at=now), make_article(at=now)
    publishing.withdraw(withdrawn)
    make_comment(closed, status="approved")
    Article.objects.filter(pk=closed.pk).update(comments_policy="closed")
    _comment(story)
    pages = {
        "front": "/",
        "section": "/sections/schools/",
        "opinion": "/sections/opinion/",
        "story": story.get_absolute_url(),
        "answering": f"{story.get_absolute_url()}?replyto={story.comments.earliest('pk').pk}",
        "reporting": f"/comments/{story.comments.earliest('pk').pk}/report/",
        "reporting endless": f"/comments/{story.comments.get(name=ENDLESS[:200]).pk}/report/",
        "reported": f"/comments/{story.comments.earliest('pk').pk}/report/thanks/",
        "closed": closed.get_absolute_url(),
        "missing": "/nowhere/",
        "withdrawn": withdrawn.get_absolute_url(),
        **_receipts(story),
    }
    return Paper(story, pages)


def _picture() -> Image:
    drawn = BytesIO()
    PIL.Image.new("RGB", (1200, 760), "navy").save(drawn, "webp")
    return Image.objects.create(
        file=ContentFile(drawn.getvalue(), name="upload.webp"), alt="A quay.", caption="A."
    )


def _comment(story: Article) -> None:
    parent = None
    for name in ["Oona", "Piet", "D. Marchetti", "Lindy", "Samir", "Halvard"]:
        parent = make_comment(story, status="approved", name=name, parent=parent)
    make_comment(
        story, status="approved", name=ENDLESS[:200], text=ENDLESS * 5, website="https://example.org/"
    )
    make_comment(story, status="approved", name=PILED[:240], text=PILED)
    make_comment(
        story, status="approved", name="قارئ", text="<blockquote>هذا جسر جميل</blockquote> <code>x = 1</code>"
    )
    removed = make_comment(story, status="approved")
    make_comment(story, status="approved", parent=removed)
    moderation.decide([removed], action="trash", by=None)


def _receipts(story: Article) -> dict[str, str]:
    held, published, rejected = (submit(story, text=f"{ENDLESS} {number}") for number in range(3))
    moderation.decide([published.comment], action="approve", by=None)
    moderation.decide([rejected.comment], action="reject", by=None, reason="person")
    sent = {"held": held, "published": published, "rejected": rejected}
    return {state: f"/receipts/{receipt.token}/" for state, receipt in sent.items()}
