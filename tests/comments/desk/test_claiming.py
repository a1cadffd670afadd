"""Claims at the desk: who has a card is seen by everybody, and nobody else decides on it meanwhile."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments import bans, claims, openness
from comments.models import Claim, Comment, Restriction
from tests.comments.desk.hands import DECIDE, DESK, MINUTE, Reader, form_for, press, read
from tests.factories import make_comment

pytestmark = pytest.mark.django_db

CLAIMS = "/moderation/claims/"
SCRIPT = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def other_desk(colleague: User) -> Client:
    """Return Bashir's browser, signed in."""
    client = Client()
    client.force_login(colleague)
    return client


def held(article: Article, count: int = 3) -> list[Comment]:
    """Return comments that wait, the earliest due first."""
    now = timezone.now()
    return [make_comment(article, at=now - (9 - number) * MINUTE) for number in range(count)]


def take(client: Client, comment: Comment, **more: Any) -> dict[str, Any]:
    """Display a card as the script does; return what it is told."""
    response = client.post(CLAIMS, {"comment": comment.pk, **more}, **SCRIPT)
    assert response.status_code == 200
    told: dict[str, Any] = response.json()
    return told


def test_a_card_is_taken_without_a_script_by_a_button(
    desk: Client, other_desk: Client, article: Article
) -> None:
    first, _second, _third = held(article)
    form = read(desk).forms[DECIDE]
    assert "Take this card" in read(desk).text
    response = desk.post(CLAIMS, form)
    assert (response.status_code, response["Location"]) == (303, f"{DESK}{first.pk}/#card")
    own = read(desk, response["Location"])
    assert "yours until" in own.text
    assert "Take this card" not in own.text
    others = read(other_desk, f"{DESK}{first.pk}/")
    assert others.says("notice").startswith("Amara Quist has this one until ")
    assert "Take this card" not in others.text


def test_opening_or_prefetching_a_card_claims_nothing(desk: Client, article: Article) -> None:
    first, *_ = held(article)
    for address in [DESK, f"{DESK}{first.pk}/", f"{DESK}{first.pk}/?part=card", f"{DESK}?part=queue"]:
        read(desk, address)
    assert not Claim.objects.exists()


def test_lists_say_who_has_a_card_and_the_desk_skips_it(
    desk: Client, other_desk: Client, article: Article
) -> None:
    first, second, third = held(article)
    take(desk, first)
    page = read(other_desk)
    assert page.says("card__by") == second.name
    assert page.says("queue__item--claimed").startswith(first.name)
    assert page.says("queue__claim") == "Amara has it ·"
    take(desk, third)
    assert DESK in press(other_desk, f"{DESK}{second.pk}/", action="approve")["Location"]
    assert read(desk).says("card__by") == first.name


def test_where_all_are_taken_the_first_is_shown_to_be_read(
    desk: Client, other_desk: Client, article: Article
) -> None:
    first, *_ = cards = held(article)
    for card in cards:
        take(desk, card)
    page = read(other_desk)
    assert page.says("card__by") == first.name
    assert page.says("notice").startswith("Amara Quist has this one")


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_a_decision_on_a_colleagues_card_changes_nothing_while_the_claim_lives(
    desk: Client, other_desk: Client, article: Article, accept: str
) -> None:
    first, *_ = held(article)
    take(desk, first)
    form = form_for(first, action="approve", note="Mine!")
    response = other_desk.post(DECIDE, form, HTTP_ACCEPT=accept)
    assert response.status_code == 409
    assert "Amara Quist has this one until " in response.content.decode()
    assert "Your decision changed nothing." in response.content.decode()
    Claim.objects.update(expires_at=timezone.now())
    assert other_desk.post(DECIDE, form).status_code == 303


def test_a_decision_lets_go_of_the_card(desk: Client, article: Article) -> None:
    first, *_ = held(article)
    take(desk, first)
    desk.post(DECIDE, form_for(first, action="spam"))
    assert not Claim.objects.exists()


def test_the_script_is_told_who_has_what(
    desk: Client, other_desk: Client, article: Article, moderator: User
) -> None:
    first, second, third = held(article)
    mine = take(desk, first)
    assert (mine["seq"], mine["claimed"], mine["beside"]) == (first.seq, "", {})
    assert mine["yours"].startswith("yours until ")
    theirs = take(other_desk, first, beside=f"{second.pk},{third.pk},nonsense")
    assert (theirs["yours"], theirs["beside"]) == ("", {str(first.pk): "Amara has it"})
    assert theirs["claimed"].startswith("Amara Quist has this one until ")
    assert Claim.objects.get().user == moderator


def test_going_on_to_another_card_lets_go_of_the_one_before(desk: Client, article: Article) -> None:
    first, second, _third = held(article)
    take(desk, first)
    take(desk, second, left=first.pk)
    assert [claim.comment_id for claim in Claim.objects.all()] == [second.pk]
    assert desk.post(CLAIMS, {"left": second.pk}).status_code == 204
    assert not Claim.objects.exists()


def test_logging_out_lets_go_of_what_was_claimed_in_that_session(
    desk: Client, article: Article, moderator: User
) -> None:
    first, second, _third = held(article)
    take(desk, first)
    claims.claim([second.pk], by=moderator, session="another")
    desk.post("/admin/logout/")
    assert [claim.comment_id for claim in Claim.objects.all()] == [second.pk]


@pytest.mark.parametrize(("comment", "status"), [("", 204), ("x", 204), ("999999", 404)])
def test_what_is_not_there_is_not_claimed(desk: Client, article: Article, comment: str, status: int) -> None:
    assert desk.post(CLAIMS, {"comment": comment}, **SCRIPT).status_code == status
    assert not Claim.objects.exists()


def test_who_takes_a_card_that_is_gone_is_told_so_on_a_page(desk: Client, article: Article) -> None:
    response = desk.post(CLAIMS, {"comment": "999999"})
    assert (response.status_code, response["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert "The comment is not there any more." in response.content.decode()


def test_however_many_are_named_a_page_of_them_is_looked_at(desk: Client, article: Article) -> None:
    first, *_ = held(article)
    assert take(desk, first, left="1," * 400_000)["seq"] == first.seq


def test_a_made_up_place_does_not_matter(desk: Client, article: Article) -> None:
    first, *_ = held(article)
    response = desk.post(CLAIMS, {"comment": first.pk, "status": "nowhere"})
    assert response["Location"] == f"{DESK}{first.pk}/#card"


def test_a_form_that_was_refused_says_so_in_words(desk: Client, article: Article) -> None:
    first, *_ = held(article)
    page = Reader(desk.post(DECIDE, form_for(first, action="reject")).content.decode())
    assert page.says("notice").startswith("Nothing was decided.")


@pytest.mark.parametrize(
    ("sheet", "sent"),
    [
        ("mark", {"deed": "pin"}),
        ("escalate", {"note": "Is this libel?"}),
        ("reply", {"text": "We asked them."}),
        ("redact", {"passages": "think", "step": "remove"}),
        ("thread", {"deed": "close", "note": "It is all said."}),
        (
            "ban",
            {"effect": "ban", "target": "email", "lasts": "7", "reason": "person", "note": "The third time."},
        ),
    ],
)
def test_no_other_deed_is_done_on_a_colleagues_card_either(
    desk: Client, other_desk: Client, article: Article, sheet: str, sent: dict[str, str]
) -> None:
    comment = make_comment(article, status="approved")
    take(desk, comment)
    address, form = f"{DESK}{comment.pk}/{sheet}/", {"seq": comment.seq, **sent}
    response = other_desk.post(address, form)
    assert response.status_code == 409
    told = response.content.decode()
    assert "Amara Quist has this one until " in told
    assert "Nothing was changed: until then it is theirs." in told
    assert all(typed in told for name, typed in sent.items() if name in ("note", "text"))
    assert Comment.objects.get().seq == comment.seq
    assert openness.of(Article.objects.get()).takes_comments
    assert not Restriction.objects.exists()
    Claim.objects.update(expires_at=timezone.now())
    assert other_desk.post(address, form).status_code == 303


def test_a_ban_is_not_ended_on_a_colleagues_card_and_the_reason_is_kept(
    desk: Client, other_desk: Client, article: Article, colleague: User
) -> None:
    comment = make_comment(article, device="hers")
    made = bans.restrict(
        comment.device_print or "", effect="ban", target="device", reason="person", by=colleague
    )
    take(desk, comment)
    address, form = f"{DESK}{comment.pk}/ban/end/", {"restriction": made.pk, "why": "A mistake."}
    response = other_desk.post(address, form)
    assert response.status_code == 409
    assert "Amara Quist has this one until " in response.content.decode()
    assert 'value="A mistake."' in response.content.decode()
    assert Restriction.objects.get().ended_at is None
    assert desk.post(address, form).status_code == 303


@pytest.mark.parametrize("sheet", ["note", "ban", "thread"])
def test_what_can_be_done_later_can_be_read_and_noted_meanwhile(
    desk: Client, other_desk: Client, article: Article, sheet: str
) -> None:
    comment = make_comment(article)
    take(desk, comment)
    read(other_desk, f"{DESK}{comment.pk}/{sheet}/")
    assert other_desk.post(f"{DESK}{comment.pk}/note/", {"text": "Sells bridges."}).status_code == 303


def test_whoever_has_the_card_does_with_it_what_they_want(desk: Client, article: Article) -> None:
    comment = make_comment(article, status="approved")
    take(desk, comment)
    assert desk.post(f"{DESK}{comment.pk}/mark/", {"seq": comment.seq, "deed": "pin"}).status_code == 303
