"""Claims: a card is one moderator's at a time, for a while, whatever happens at the same moment."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from articles.models import Article
from comments import claims, retention
from comments.models import Claim, Comment
from tests.comments.test_races import at_once
from tests.factories import make_article, make_comment, make_staff

pytestmark = pytest.mark.django_db

SECOND = dt.timedelta(seconds=1)
HERE, ELSEWHERE = "a" * 32, "b" * 32


@pytest.fixture
def article() -> Article:
    """Return a story."""
    return make_article()


@pytest.fixture
def amara() -> User:
    """Return Amara Quist."""
    return make_staff("amara", first_name="Amara", last_name="Quist")


@pytest.fixture
def bashir() -> User:
    """Return Bashir, who has given no surname."""
    return make_staff("bashir")


def test_who_claims_first_has_it_until_the_time_is_over(article: Article, amara: User, bashir: User) -> None:
    comment, now = make_comment(article), timezone.now()
    assert claims.claim([comment.pk], by=amara, session=HERE, at=now) == {}
    refused = claims.claim([comment.pk], by=bashir, session=ELSEWHERE, at=now + claims.LIVES - SECOND)
    assert refused == {comment.pk: claims.Holder(amara.pk, "Amara Quist", "Amara", now + claims.LIVES)}
    assert claims.claim([comment.pk], by=bashir, session=ELSEWHERE, at=now + claims.LIVES) == {}
    assert claims.held([comment.pk], at=now + claims.LIVES)[comment.pk].name == "bashir"


def test_a_renewed_claim_lives_on(article: Article, amara: User) -> None:
    comment, now = make_comment(article), timezone.now()
    claims.claim([comment.pk], by=amara, session=HERE, at=now)
    claims.claim([comment.pk], by=amara, session=HERE, at=now + SECOND)
    assert claims.held([comment.pk], at=now)[comment.pk].until == now + SECOND + claims.LIVES


def test_of_several_those_that_are_free_are_claimed(article: Article, amara: User, bashir: User) -> None:
    first, second = make_comment(article), make_comment(article)
    claims.claim([first.pk], by=amara, session=HERE)
    assert claims.claim([first.pk, second.pk], by=bashir, session=ELSEWHERE).keys() == {first.pk}
    assert claims.held([first.pk, second.pk], besides=amara).keys() == {second.pk}
    assert claims.held([]) == {}


def test_a_card_is_let_go_of_by_its_holder_alone(article: Article, amara: User, bashir: User) -> None:
    comment = make_comment(article)
    claims.claim([comment.pk], by=amara, session=HERE)
    claims.release([comment.pk], by=bashir)
    claims.release([comment.pk], by=amara, session=ELSEWHERE)
    assert claims.held([comment.pk])
    claims.release([comment.pk], by=amara, session=HERE)
    assert not claims.held([comment.pk])


def test_the_end_of_a_session_lets_go_of_what_was_last_claimed_in_it(article: Article, amara: User) -> None:
    first, second = make_comment(article), make_comment(article)
    claims.claim([first.pk, second.pk], by=amara, session=HERE)
    claims.claim([second.pk], by=amara, session=ELSEWHERE)
    claims.release_all(session=HERE)
    assert claims.held([first.pk, second.pk]).keys() == {second.pk}


def test_what_is_kept_of_a_session_opens_none(article: Article, amara: User) -> None:
    claims.claim([make_comment(article).pk], by=amara, session=HERE)
    assert HERE not in Claim.objects.get().session


def test_retention_sweeps_what_is_over(article: Article, amara: User) -> None:
    old, new = make_comment(article), make_comment(article)
    now = timezone.now()
    claims.claim([old.pk], by=amara, session=HERE, at=now - claims.LIVES)
    claims.claim([new.pk], by=amara, session=HERE, at=now)
    retention.apply(at=now)
    assert [claim.comment_id for claim in Claim.objects.all()] == [new.pk]


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_has_each_card() -> None:
    article = make_article()
    cards: list[Comment] = [make_comment(article) for _ in range(10)]
    staff = [make_staff(f"moderator{number}") for number in range(4)]
    now = timezone.now()
    # What was claimed long ago is replaced, by one of them.
    claims.claim([card.pk for card in cards[:5]], by=staff[0], session=HERE, at=now - 2 * claims.LIVES)

    def take(user: User) -> Callable[[], list[int]]:
        def deed() -> list[int]:
            return [
                card.pk
                for card in cards
                if not claims.claim([card.pk], by=user, session=f"{user.pk:032}", at=now)
            ]

        return deed

    taken = at_once([take(user) for user in staff])
    assert sorted(pk for pks in taken if isinstance(pks, list) for pk in pks) == [card.pk for card in cards]
    assert Claim.objects.count() == 10
