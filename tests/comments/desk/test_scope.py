"""Scope: a moderator whose groups are all limited to sections sees and decides there, and nowhere else."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client

from articles.models import Article
from comments import claims
from comments.desk import queue, scope, sharing
from comments.desk.place import Place, View
from comments.models import Comment, DeskScope, SavedFilter
from tests.comments.desk.hands import DECIDE, DESK, UNDO, decided_by, form_for, read
from tests.comments.staffroom import LIST, form_of, signed_in
from tests.factories import make_article, make_comment, make_section, make_staff

pytestmark = pytest.mark.django_db
LIMITS = "/admin/comments/deskscope/"


def limit(group: str, *slugs: str) -> DeskScope:
    """Limit a group to sections."""
    made = DeskScope.objects.create(group=Group.objects.get(name=group))
    made.sections.set([make_section(slug=slug) for slug in slugs])
    return made


@pytest.fixture
def inside(article: Article) -> Comment:
    """Return a comment in the section that moderators are limited to."""
    limit("Moderator", "harbour")
    return make_comment(article, name="Inside")


@pytest.fixture
def outside() -> Comment:
    """Return a comment in another section."""
    return make_comment(make_article(section=make_section(slug="council")), name="Outside")


def test_the_queue_shows_what_lies_within(desk: Client, inside: Comment, outside: Comment) -> None:
    page = read(desk)
    assert page.all("queue__name") == ["Inside"]
    assert page.says("views").startswith("Held 1 ")
    assert "Outside" not in page.text
    assert "ouncil" not in page.text


def test_counts_tell_of_nothing_else(
    desk: Client, inside: Comment, outside: Comment, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert desk.get(f"{DESK}counts/").json()["held"] == {"count": 1, "said": "1"}
    monkeypatch.setattr(queue, "MOST_LOOKED_AT", 1)
    assert desk.get(f"{DESK}counts/").json()["held"] == {"count": 1, "said": "1+"}


@pytest.mark.parametrize("query", ["section=council", "story={article}", "like={comment}&by=email"])
def test_a_filter_by_what_lies_outside_answers_as_if_it_were_not_there(
    desk: Client, inside: Comment, outside: Comment, query: str
) -> None:
    asked = query.format(article=outside.article_id, comment=outside.pk)
    found = read(desk, f"{DESK}?{asked}", status=404).text
    nothing = read(desk, f"{DESK}?{re.sub('=(council|[0-9]+)', '=999', asked)}", status=404).text
    assert found == nothing


@pytest.mark.parametrize("query", ["section=council", "view=spam&story={article}", "like={comment}&by=email"])
def test_a_colleagues_filter_about_what_lies_outside_is_not_named(
    desk: Client, colleague: User, moderator: User, inside: Comment, outside: Comment, query: str
) -> None:
    for comment, name in [(inside, "Harbour talk"), (outside, "Council talk")]:
        asked = query.replace("council", comment.article.section.slug)
        asked = asked.format(article=comment.article_id, comment=comment.pk)
        SavedFilter.objects.create(owner=colleague, name=name, query=asked, is_shared=True)
    SavedFilter.objects.create(owner=colleague, name="Links", query="rule=links", is_shared=True)
    SavedFilter.objects.create(owner=moderator, name="Mine", query="section=council")
    assert [each.name for each in sharing.shown(moderator)] == ["Mine", "Harbour talk", "Links"]
    page = desk.get(DESK).content.decode()
    assert "Harbour talk" in page
    assert "ouncil talk" not in page
    DeskScope.objects.all().delete()
    assert "Council talk" in desk.get(DESK).content.decode()


def test_a_limit_costs_the_same_few_queries_for_many_filters(
    colleague: User, inside: Comment, django_assert_max_num_queries: Any
) -> None:
    for number in range(9):
        query = f"section=harbour&story={inside.article_id}&like={inside.pk}"
        SavedFilter.objects.create(owner=colleague, name=f"{number}", query=query, is_shared=True)
    reader = make_staff("limited", "Moderator")
    assert scope.of(reader).is_limited
    with django_assert_max_num_queries(4):
        assert len(sharing.shown(reader)) == 9


def send(client: Client, address: str, given: dict[str, Any]) -> Any:
    return client.post(address, given)


def test_nothing_outside_is_opened_decided_claimed_or_undone(
    desk: Client, moderator: User, inside: Comment, outside: Comment
) -> None:
    decided = make_comment(outside.article)
    decided_by(moderator, decided)
    decided.refresh_from_db()
    assert desk.get(f"{DESK}{outside.pk}/").status_code == 404
    assert desk.get(f"{DESK}{outside.pk}/?part=card").status_code == 404
    assert send(desk, DECIDE, form_for(outside, action="approve")).status_code == 404
    assert send(desk, UNDO, {"entry": decided.seq}).status_code == 404
    assert send(desk, f"{DESK}claims/", {"comment": outside.pk}).status_code == 404
    outside.refresh_from_db()
    assert outside.status == "pending"


def test_nobody_is_told_who_has_a_card_outside(
    desk: Client, colleague: User, inside: Comment, outside: Comment
) -> None:
    claims.claim([outside.pk], by=colleague, session="another")
    given = {"comment": inside.pk, "beside": outside.pk}
    assert desk.post(f"{DESK}claims/", given, HTTP_ACCEPT="application/json").json()["beside"] == {}


def test_the_record_is_of_the_whole_site_and_tells_no_word_of_what_lies_outside(
    desk: Client, colleague: User, inside: Comment
) -> None:
    card, near = (make_comment(inside.article, device="hers") for _ in range(2))
    council = make_article(headline="The council sits", section=make_section(slug="council"))
    far = make_comment(council, device="hers", name="Another Name", text="Nobody reads this here.")
    decided_by(colleague, near, "approve")
    decided_by(colleague, far, "reject", reason="story")
    page = read(desk, f"{DESK}{card.pk}/")
    assert page.says("record").startswith("approved 1 rejected 1 ")
    assert page.says("told").startswith("Rejected: off the story")
    assert "In all sections, also those that are not yours." in page.text
    assert f"{DESK}{near.pk}/" in page.links
    assert f"{DESK}{far.pk}/" not in page.links
    for word in ("Another Name", "Nobody reads", "council"):
        assert word not in page.text
    DeskScope.objects.all().delete()
    page = read(desk, f"{DESK}{card.pk}/")
    assert f"{DESK}{far.pk}/" in page.links
    assert "In all sections" not in page.text


def test_what_lies_within_is_decided(desk: Client, inside: Comment) -> None:
    assert send(desk, DECIDE, form_for(inside, action="approve")).status_code == 303
    inside.refresh_from_db()
    assert inside.status == "approved"


@pytest.mark.parametrize("view", View.values)
def test_every_list_keeps_to_the_sections(
    view: str, moderator: User, inside: Comment, outside: Comment
) -> None:
    for comment in (inside, outside):
        action = {"approved": "approve", "rejected": "reject", "spam": "spam", "trash": "trash"}.get(view)
        if action or view in ("decided", "mine"):
            decided_by(moderator, comment, action or "approve")
        Comment.objects.update(reported_due_at=comment.due_at, escalated_at=comment.due_at)
    assert queue.window(Place(View(view)), moderator).ids == [inside.pk]
    assert [comment.pk for comment in Place(View(view)).matching(moderator)] == [inside.pk]
    assert queue.counts(moderator)[View(view)].said == "1"


def test_one_group_without_a_limit_lifts_it(inside: Comment) -> None:
    both = make_staff("both", "Moderator", "Editor")
    assert not scope.of(both).is_limited


@pytest.mark.parametrize("how", ["superuser", "own permission"])
def test_who_may_decide_by_no_group_is_not_limited_by_one(inside: Comment, how: str) -> None:
    somebody = make_staff("somebody", "Moderator", is_superuser=how == "superuser")
    if how == "own permission":
        somebody.user_permissions.add(Permission.objects.get(codename="moderate_comment"))
    assert not scope.of(User.objects.get(pk=somebody.pk)).is_limited


def test_two_limits_add_up_and_an_empty_one_shows_nothing(inside: Comment, outside: Comment) -> None:
    other = Group.objects.create(name="Council desk")
    other.permissions.add(Permission.objects.get(codename="moderate_comment"))
    limited = DeskScope.objects.create(group=other)
    somebody = make_staff("somebody", "Council desk")
    assert queue.window(Place(), somebody).ids == []
    limited.sections.add(make_section(slug="council"))
    both = make_staff("both", "Council desk", "Moderator")
    assert sorted(queue.window(Place(), both).ids) == [inside.pk, outside.pk]


def test_the_admins_list_and_its_pages_keep_to_the_sections_too(
    desk: Client, inside: Comment, outside: Comment
) -> None:
    assert "Outside" not in desk.get(LIST).content.decode()
    assert desk.get(form_of(inside)).status_code == 200
    assert desk.get(form_of(outside)).status_code == 302
    ticked = {"action": "approve", "_selected_action": [inside.pk, outside.pk], "index": 0}
    desk.post(LIST, ticked)
    assert Comment.objects.get(pk=inside.pk).is_public
    assert not Comment.objects.get(pk=outside.pk).is_public


def test_an_editor_limits_a_group_in_the_admin() -> None:
    council = make_section(slug="council", name="Council")
    editor = signed_in(make_staff("ed", "Editor"))
    page = editor.get(f"{LIMITS}add/").content.decode()
    assert "Members see and decide on comments under stories of these sections" in page
    assert 'type="checkbox"' in page
    moderators = Group.objects.get(name="Moderator")
    sent = {"group": moderators.pk, "sections": [council.pk]}
    assert editor.post(f"{LIMITS}add/", sent).status_code == 302
    assert DeskScope.objects.sections_of(make_staff("mo", "Moderator")) == frozenset({council.pk})
    assert "Council" in editor.get(LIMITS).content.decode()


def test_a_limit_names_a_section(desk: Client) -> None:
    editor = signed_in(make_staff("ed", "Editor"))
    moderators = Group.objects.get(name="Moderator")
    assert editor.post(f"{LIMITS}add/", {"group": moderators.pk}).status_code == 200
    assert not DeskScope.objects.exists()


@pytest.mark.parametrize("address", [LIMITS, f"{LIMITS}add/"])
def test_moderators_set_no_limits(desk: Client, address: str) -> None:
    assert desk.get(address).status_code == 403
