"""The record: what is proved to be the commenter's, and kept apart from it what merely shares the e-mail address."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from comments import bans, identity, notes
from comments.desk import record, scope
from comments.desk.record import Group
from comments.identity import Purpose
from comments.models import Comment, EmailProof
from tests.comments.desk.hands import DESK, MINUTE, decided_by, read
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db

EMAIL = "lindy.marsh@example.org"
NOTHING = {"approved": 0, "rejected": 0, "spam": 0, "held now": 0}


def of(comment: Comment, reader: User) -> record.Record:
    """Return the record beside a comment."""
    return record.of(Comment.objects.get(pk=comment.pk), reader=reader, now=timezone.now())


def counted(group: Group | None, **counts: int) -> bool:
    """Whether a group counts this and nothing else."""
    told = {label.replace("_", " "): count for label, count in counts.items()}
    return group is not None and group.counts == {**NOTHING, **told}


def prove(device: str, email: str = EMAIL) -> None:
    """Let somebody prove an e-mail address with a device."""
    EmailProof.objects.create(
        email_print=identity.fingerprint(Purpose.EMAIL, email),
        device_print=identity.fingerprint(Purpose.DEVICE, device),
        proved_at=timezone.now(),
    )


def test_what_was_sent_with_the_same_device_is_proved(article: Article, moderator: User) -> None:
    for status in ["approved", "approved", "rejected", "spam", "trash", "pending"]:
        make_comment(article, status=status, device="hers")
    make_comment(article, status="approved", device="another's")
    found = of(make_comment(article, device="hers"), moderator)
    assert counted(found.proved, approved=2, rejected=1, spam=1, held_now=1)
    assert found.in_short == "2 approved, 1 rejected"
    assert found.shared is not None
    assert found.shared.is_empty


def test_each_count_leads_to_its_list(desk: Client, article: Article) -> None:
    for name, status in [("Early", "approved"), ("Late", "approved"), ("Rude", "rejected")]:
        make_comment(article, name=name, status=status, device="hers")
    prove("hers")
    prove("her telephone's")
    make_comment(article, name="Walking", status="approved", device="her telephone's")
    make_comment(article, name="Else", status="approved", email=EMAIL, device="another's")
    comment = make_comment(article, name="Now", email=EMAIL, device="hers")
    links = [link for link in read(desk, f"{DESK}{comment.pk}/").links if "like=" in link]
    listed = {link.partition("?")[2]: set(read(desk, link).all("queue__name")) for link in links}
    assert listed == {
        f"view=approved&like={comment.pk}&by=device": {"Early", "Late", "Walking"},
        f"view=rejected&like={comment.pk}&by=device": {"Rude"},
        f"view=approved&like={comment.pk}&by=email": {"Else"},
    }


def test_what_merely_shares_the_email_address_is_counted_apart(article: Article, moderator: User) -> None:
    make_comment(article, status="approved", email=EMAIL, device="hers")
    make_comment(article, status="rejected", email=EMAIL)
    make_comment(article, status="spam", email=EMAIL, device="another's")
    found = of(make_comment(article, email=EMAIL, device="hers"), moderator)
    assert counted(found.proved, approved=1)
    assert counted(found.shared, rejected=1, spam=1)
    assert not found.by_email


def test_without_a_device_nothing_is_proved(article: Article, moderator: User) -> None:
    make_comment(article, status="approved", email=EMAIL, device="hers")
    found = of(make_comment(article, email=EMAIL), moderator)
    assert found.proved is None
    assert counted(found.shared, approved=1)
    assert found.in_short == "unproved"


def test_a_proved_email_address_joins_the_devices_that_proved_it(article: Article, moderator: User) -> None:
    make_comment(article, status="approved", email=EMAIL, device="her telephone")
    make_comment(article, status="rejected", email=EMAIL, device="a stranger's")
    for device in ["her telephone", "her desk"]:
        prove(device)
    found = of(make_comment(article, email=EMAIL, device="her desk"), moderator)
    assert counted(found.proved, approved=1)
    assert counted(found.shared, rejected=1)
    assert found.by_email


def test_a_proof_by_somebody_else_proves_nothing(article: Article, moderator: User) -> None:
    make_comment(article, status="approved", email=EMAIL, device="hers")
    prove("hers")
    found = of(make_comment(article, email=EMAIL, device="a stranger's"), moderator)
    assert counted(found.proved)
    assert counted(found.shared, approved=1)


def test_whom_nothing_is_kept_of_has_no_record(article: Article, moderator: User) -> None:
    comment = make_comment(article, status="rejected")
    Comment.objects.filter(pk=comment.pk).update(email_print="", device_print=None)
    found = of(comment, moderator)
    assert (found.proved, found.shared, found.restrictions) == (None, None, [])


def test_the_last_decisions_are_told_with_their_reasons_the_newest_first(
    article: Article, moderator: User, colleague: User
) -> None:
    now = timezone.now()
    sent = [make_comment(article, device="hers", at=now - 90 * MINUTE) for _ in range(7)]
    for number, comment in enumerate(sent[:6]):
        decided_by(colleague, comment, "approve", at=now - (60 - number) * MINUTE)
    decided_by(colleague, sent[6], "reject", reason="private", at=now - 3 * MINUTE)
    found = of(make_comment(article, device="hers"), moderator).proved
    assert found is not None
    assert [line.said for line in found.lines] == ["Rejected: private or advert", *["Approved"] * 4]
    assert found.lines[0].url == f"{DESK}{sent[6].pk}/"
    assert found.since == min(comment.submitted_at for comment in sent)


def test_what_the_rules_decided_is_said_to_be_theirs(moderator: User) -> None:
    story = make_article(comments_policy="postmoderated")
    assert make_comment(story, device="hers").status == "approved"
    found = of(make_comment(story, device="hers"), moderator).proved
    assert found is not None
    assert [line.said for line in found.lines] == ["Approved by the rules"]


def test_at_most_two_hundred_are_looked_at(
    article: Article, moderator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record, "MOST_LOOKED_AT", 3)
    sent = [make_comment(article, device="hers", status="approved") for _ in range(4)]
    exactly, more = of(sent[0], moderator).proved, of(make_comment(article, device="hers"), moderator).proved
    assert exactly is not None
    assert more is not None
    assert (exactly.counts["approved"], exactly.is_cut) == (3, False)
    assert (more.counts["approved"], more.is_cut) == (3, True)


def test_bans_in_force_are_told_with_what_they_go_by(article: Article, moderator: User) -> None:
    now = timezone.now()
    comment = make_comment(article, email=EMAIL, device="hers")
    for target, until in [("email", None), ("device", now + dt.timedelta(days=3)), ("address", now)]:
        kept = bans.print_kept_in(comment, target)
        bans.restrict(kept, effect="ban", target=target, reason="person", by=moderator, until=until, at=now)
    told = of(comment, moderator).restrictions
    assert [(each.about, each.effect, each.reason) for each in told] == [
        ("the commenter (the key that their browser keeps)", "Banned", "attacks a person"),
        ("the e-mail address", "Banned", "attacks a person"),
    ]
    assert told[1].until == "for ever"


def test_the_page_says_in_words_what_is_proved_and_what_is_not(desk: Client, article: Article) -> None:
    make_comment(article, status="rejected", email=EMAIL, name="Somebody Else")
    comment = make_comment(article, email=EMAIL, device="hers", name="Lindy")
    page = read(desk, f"{DESK}{comment.pk}/")
    assert "Lindy on this site" in page.text
    assert "Proved to be the same person, by the key that the browser keeps" in page.text
    assert page.says("shared").startswith(
        "Others under the same e-mail address They merely share the address. Anybody can type it"
    )
    assert page.all("record") == [
        "approved 0 rejected 0 spam 0 held now 0",
        "approved 0 rejected 1 spam 0 held now 0",
    ]
    unproved = read(desk, f"{DESK}{make_comment(article).pk}/")
    assert "Nothing proves who sent this, so nothing is counted as theirs." in unproved.text


def test_no_email_address_network_address_or_fingerprint_leaves_the_record(
    desk: Client, article: Article, moderator: User
) -> None:
    make_comment(article, status="approved", email=EMAIL, device="dev1ce-0f-hers")
    comment = make_comment(article, email=EMAIL, device="dev1ce-0f-hers", address="192.0.2.77")
    bans.restrict(comment.address_print, effect="ban", target="address", reason="person", by=moderator)
    notes.add(comment, text="Sells bridge shares.", by=moderator)
    body = desk.get(f"{DESK}{comment.pk}/").content.decode()
    secrets = [EMAIL, "lindy.marsh", "192.0.2.77", "dev1ce-0f-hers"]
    secrets += [str(getattr(comment, field)) for field in bans.KEPT_IN.values()]
    assert [secret for secret in secrets if secret in body] == []


def test_the_number_of_queries_does_not_grow(article: Article, moderator: User) -> None:
    def queries() -> int:
        comment = Comment.objects.get(pk=make_comment(article, email=EMAIL, device="canary-device").pk)
        with CaptureQueriesContext(connection) as captured:
            record.of(comment, reader=moderator, now=timezone.now())
        return len(captured)

    scope.of(moderator)  # asked once a request, by whatever needs it first
    assert queries() <= 6
    for status in ["approved", "rejected", "spam"] * 3:
        made = make_comment(article, status=status, email=EMAIL, device="canary-device")
        make_comment(article, status=status, email=EMAIL)
        notes.add(made, text="Again.", by=moderator)
    assert queries() <= 6
