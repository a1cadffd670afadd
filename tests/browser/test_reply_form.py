"""The reply form in a browser: it goes to the reply that it answers, and works without a script."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from articles.models import Article
from comments import deeds, thread
from comments.models import Comment
from tests.browser.conftest import Visitors
from tests.factories import make_article, make_comment, make_staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def article(transactional_db: None) -> Article:
    """Return a story with two comments, Oona's and Piet's."""
    article = make_article()
    for name in ["Oona", "Piet"]:
        make_comment(article, status="approved", name=name)
    return article


def reply_to(page: Page, name: str) -> None:
    """Press Reply under somebody's comment."""
    page.get_by_role("button", name=f"Reply to {name}").click()


def fill(page: Page, **typed: str) -> None:
    """Fill the form's fields, by default with what is right."""
    for name, value in {"comment": "Hello.", "name": "Lindy", "email": "lindy@example.org", **typed}.items():
        page.locator(f"[name={name}]").fill(value)


def send(page: Page) -> None:
    """Press Send reply."""
    page.get_by_role("button", name="Send reply").click()


def test_reply_brings_the_form_under_the_comment(visitors: Visitors, article: Article) -> None:
    page = visitors.arrive()
    page.goto(article.get_absolute_url())
    reply_to(page, "Piet")
    piet = Comment.objects.get(name="Piet")
    expect(page.locator(f"#comment-{piet.pk} + #reply")).to_be_visible()
    expect(page.locator(".reply__to")).to_contain_text("Replying to Piet")
    expect(page.locator("[name=parent]")).to_have_value(str(piet.pk))
    expect(page.locator("[name=comment]")).to_be_focused()


@pytest.mark.parametrize("javascript", [True, False])
def test_what_is_pinned_is_answered_as_in_its_place(
    visitors: Visitors, article: Article, *, javascript: bool
) -> None:
    piet = Comment.objects.get(name="Piet")
    deeds.pin(piet, by=make_staff("mo", "Moderator"), seen=piet.seq)
    page = visitors.arrive(javascript=javascript)
    page.goto(article.get_absolute_url())
    page.locator(".pinned").get_by_role("button", name="Reply to Piet").click()
    if javascript:
        expect(page.locator(".pinned #reply")).to_be_visible()
        expect(page.get_by_role("link", name="Piet", exact=True)).to_have_attribute(
            "href", f"#comment-{piet.pk}"
        )
    fill(page)
    send(page)
    page.wait_for_url("**/receipts/**")
    assert Comment.objects.latest("pk").parent == piet


def test_what_is_pinned_from_a_later_page_is_led_to_by_its_permanent_link(
    visitors: Visitors, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thread, "TOPS_A_PAGE", 1)
    piet = Comment.objects.get(name="Piet")
    deeds.pin(piet, by=make_staff("mo", "Moderator"), seen=piet.seq)
    page = visitors.arrive()
    page.goto(article.get_absolute_url())
    reply_to(page, "Piet")
    page.locator(".reply__to").get_by_role("link", name="Piet").click()
    expect(page.locator(f"#comment-{piet.pk}")).to_be_visible()
    assert urlsplit(page.url).fragment == f"comment-{piet.pk}"


def test_what_can_be_done_under_a_comment_stands_out_from_its_text(
    visitors: Visitors, article: Article
) -> None:
    page = visitors.arrive()
    page.goto(article.get_absolute_url())
    for button in page.locator(".comment__acts button").all():
        expect(button).to_have_css("font-weight", "600")


def test_another_reply_moves_the_form_with_all_that_was_typed(visitors: Visitors, article: Article) -> None:
    page = visitors.arrive()
    page.goto(article.get_absolute_url())
    reply_to(page, "Piet")
    fill(page)
    reply_to(page, "Oona")
    expect(page.locator(".reply__to")).to_have_count(1)
    expect(page.locator(".reply__to")).to_contain_text("Replying to Oona")
    expect(page.locator("[name=comment]")).to_have_value("Hello.")


def test_cancel_takes_the_form_home_and_the_focus_back(visitors: Visitors, article: Article) -> None:
    page = visitors.arrive()
    page.goto(article.get_absolute_url())
    reply_to(page, "Piet")
    page.get_by_role("link", name="Cancel").click()
    expect(page.locator(".thread + #reply")).to_be_visible()
    expect(page.locator("[name=parent]")).to_have_value("")
    expect(page.locator(".reply__to")).to_have_count(0)
    expect(page.get_by_role("button", name="Reply to Piet")).to_be_focused()


def test_replying_makes_no_history(visitors: Visitors, article: Article) -> None:
    page = visitors.arrive()
    page.goto("/")
    page.goto(article.get_absolute_url())
    reply_to(page, "Piet")
    page.get_by_role("link", name="Cancel").click()
    page.go_back()
    assert urlsplit(page.url).path == "/"


def test_an_answer_drawn_by_the_server_is_cancelled_without_losing_a_word(
    visitors: Visitors, article: Article
) -> None:
    page = visitors.arrive()
    page.goto(f"{article.get_absolute_url()}?replyto={Comment.objects.get(name='Oona').pk}#reply")
    fill(page)
    page.get_by_role("link", name="Cancel").click()
    expect(page.locator("[name=comment]")).to_have_value("Hello.")
    expect(page.locator("[name=parent]")).to_have_value("")
    assert "replyto" not in page.url


def test_an_answer_goes_where_it_was_meant_with_the_keyboard_alone(
    visitors: Visitors, article: Article
) -> None:
    page = visitors.arrive()
    page.goto(article.get_absolute_url())
    page.get_by_role("button", name="Reply to Piet").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[name=comment]")).to_be_focused()
    for typed in ["Hello.", "Lindy", "lindy@example.org"]:
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/receipts/**")
    assert Comment.objects.latest("pk").parent == Comment.objects.get(name="Piet")


def test_a_name_is_kept_only_when_asked_and_forgotten_when_asked(
    visitors: Visitors, article: Article
) -> None:
    page = visitors.arrive()
    page.goto(article.get_absolute_url())
    expect(page.locator("[name=save]")).not_to_be_checked()
    fill(page, name="", website="https://example.org/")
    send(page)
    assert page.evaluate("localStorage.length") == 0
    fill(page)
    page.locator("[name=save]").check()
    send(page)
    page.goto(article.get_absolute_url())
    expect(page.locator("[name=email]")).to_have_value("lindy@example.org")
    expect(page.locator("[name=save]")).to_be_checked()
    page.locator("[name=save]").uncheck()
    send(page)
    assert page.evaluate("localStorage.length") == 0
    assert page.context.cookies() == []


def test_the_summary_of_errors_has_the_focus(visitors: Visitors, article: Article) -> None:
    page = visitors.arrive()
    page.goto(article.get_absolute_url())
    fill(page, email="lindy.example.org")
    send(page)
    expect(page.locator(".errors")).to_be_focused()
    page.get_by_role("link", name=re.compile("^Email: ")).click()
    expect(page.locator("[name=email]")).to_be_focused()


def test_without_a_script_the_reply_link_draws_the_form(visitors: Visitors, article: Article) -> None:
    page = visitors.arrive(javascript=False)
    page.goto(article.get_absolute_url())
    expect(page.locator("[name=save]")).to_be_hidden()
    reply_to(page, "Piet")
    expect(page.locator(".reply__to")).to_contain_text("Replying to Piet")
    fill(page, email="lindy.example.org")
    send(page)
    expect(page.locator(".errors")).to_be_focused()
    expect(page.locator("[name=comment]")).to_have_value("Hello.")
    fill(page)
    send(page)
    expect(page.locator("h1")).to_have_text(re.compile("^Your reply has arrived"))
    assert Comment.objects.latest("pk").parent == Comment.objects.get(name="Piet")
