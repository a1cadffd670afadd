"""Deciding in the admin leaves alone what a colleague has in front of them at the desk, and says so."""

import pytest
from django.contrib.auth.models import User

from articles.models import Article
from comments import claims
from comments.models import Comment
from tests.comments.staffroom import LIST, form_of, make_moderator, signed_in
from tests.factories import make_article, make_comment, make_staff
from tests.page import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def mo() -> User:
    """Return the moderator."""
    return make_moderator()


@pytest.fixture
def colleague() -> User:
    """Return Bashir Lindgren, another moderator."""
    return make_staff("bashir", "Moderator", first_name="Bashir", last_name="Lindgren")


@pytest.fixture
def article() -> Article:
    """Return a story."""
    return make_article()


def approve(mo: User, address: str, *comments: Comment) -> str:
    """Approve comments in the list or on a comment's own page; return what the next page says."""
    sent = {"_selected_action": [comment.pk for comment in comments], "index": "0"}
    sent |= {"seen": [f"{comment.pk}:{comment.seq}" for comment in comments]}
    form = {**sent, "action" if address == LIST else "CHANGE_FORM-action": "approve"}
    page = Page.of(signed_in(mo).post(address, form, follow=True))
    return " ".join(item.text for item in page.all("li"))


def status(comment: Comment) -> str:
    return Comment.objects.get(pk=comment.pk).status


def test_what_a_colleague_has_is_left_to_them_and_the_rest_decided(
    mo: User, colleague: User, article: Article
) -> None:
    theirs, free = make_comment(article), make_comment(article)
    claims.claim([theirs.pk], by=colleague, session="theirs")
    said = approve(mo, LIST, theirs, free)
    assert (status(theirs), status(free)) == ("pending", "approved")
    assert "1 comment approved." in said
    assert f"Comment {theirs.pk} was left alone: Bashir Lindgren has its card at the desk." in said


def test_so_it_is_on_its_own_page_until_the_colleague_lets_go(
    mo: User, colleague: User, article: Article
) -> None:
    comment = make_comment(article)
    claims.claim([comment.pk], by=colleague, session="theirs")
    assert "Bashir Lindgren has its card at the desk." in approve(mo, form_of(comment), comment)
    assert status(comment) == "pending"
    claims.release_all(session="theirs")
    approve(mo, form_of(comment), comment)
    assert status(comment) == "approved"


def test_ones_own_claim_keeps_nothing(mo: User, article: Article) -> None:
    comment = make_comment(article)
    claims.claim([comment.pk], by=mo, session="mine")
    approve(mo, LIST, comment)
    assert status(comment) == "approved"


def test_of_many_only_the_first_are_told(mo: User, colleague: User, article: Article) -> None:
    comments = [make_comment(article) for _ in range(7)]
    claims.claim([comment.pk for comment in comments], by=colleague, session="theirs")
    said = approve(mo, LIST, *comments)
    assert said.count("was left alone: ") == 5
    assert "2 more were left alone: colleagues have their cards." in said
