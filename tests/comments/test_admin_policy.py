"""The screening policy in the admin: read, changed, refused with a reason, told in the history, restored."""

from http import HTTPStatus
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from comments import policies
from comments.admin.policy_form import PolicyForm
from comments.models import ListText, PolicyVersion
from comments.rule_names import RULES
from comments.screening import document as documents
from comments.screening.document import ALWAYS_ON, LISTS
from tests.comments.staffroom import make_moderator, signed_in
from tests.factories import make_staff
from tests.page import Page

pytestmark = pytest.mark.django_db

HERE = "/admin/comments/policyversion/"
HOLD = f"{HERE}lists/words-hold/"


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each test begin as a process does."""
    monkeypatch.setattr(policies, "_cache", policies.Cache())


@pytest.fixture
def editor() -> Client:
    """Return an editor's browser."""
    return signed_in(make_staff("ed", "Editor", first_name="Ed", last_name="Itor"))


def filled(**changed: Any) -> dict[str, Any]:
    """Return what the settings' form sends, with some of it changed (``links__to_hold`` for ``links.to_hold``)."""
    form = PolicyForm(policies.stored())
    sent = {}
    for name, field in form.fields.items():
        value = field.prepare_value(form.initial.get(name))
        if value is not None and value is not False:
            sent[name] = "on" if value is True else value
    return sent | {name.replace("__", "."): value for name, value in changed.items()}


def errors(response: Any) -> str:
    """Return what a page marks as wrong."""
    return " ".join(found.text for found in Page.of(response).all("ul", has_class="errorlist"))


def messages(response: Any) -> list[str]:
    """Return what a page tells after a deed."""
    page = Page.of(response)
    return [
        found.text for found in page.all("li") if set(found.classes) & {"success", "info", "warning", "error"}
    ]


def test_the_page_has_every_setting_explained_every_rule_and_every_list(editor: Client) -> None:
    page = Page.of(editor.get(HERE))
    for setting in documents.settings():
        assert page.all(name=setting.place), setting.place
    assert {box["value"] for box in page.all("input", name="off")} == set(RULES) - ALWAYS_ON
    for kind in LISTS:
        assert page.one("a", href=f"{HERE}lists/{kind.name}/").text == kind.label
    assert "WordPress holds at 2. As delivered: 2." in page.one("main").text
    assert not page.open_at_end
    assert not page.repeated_ids()
    assert not page.inline_code()


@pytest.mark.parametrize("setting", documents.settings(), ids=lambda setting: setting.place)
def test_every_setting_has_a_name_and_a_sentence(setting: documents.Setting) -> None:
    assert setting.label[:1].isupper()
    assert setting.help.endswith(".")
    assert (
        setting.problem(list(setting.default) if isinstance(setting.default, tuple) else setting.default)
        == ""
    )


def test_a_change_is_saved_and_told_in_the_history(editor: Client) -> None:
    response = editor.post(HERE, filled(links__to_hold="3", off=["links"], note="Fewer holds."), follow=True)
    assert "Saved as version 1." in messages(response)
    assert policies.current().links.to_hold == 3
    assert policies.current().off == {"links"}
    cells = [cell.text for cell in Page.of(response).all("td")]
    assert cells[0] == "Version 1"
    assert cells[2] == "Ed Itor"
    assert cells[3] == "Links: Links that hold a comment; Rules switched off"
    assert cells[4] == "Fewer holds."


def test_what_is_sent_unchanged_makes_no_version(editor: Client) -> None:
    editor.post(HERE, filled(links__to_hold="3"))
    assert "Nothing was changed." in messages(editor.post(HERE, filled(), follow=True))
    assert PolicyVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"links__to_hold": "two"}, "Enter a whole number."),
        ({"links__to_hold": ""}, "This field is required."),
        ({"links__to_hold": "0"}, "greater than or equal to 1"),
        ({"links__to_hold": "99999999999999999999"}, "less than or equal to"),
        ({"off": ["premoderated"]}, "not one of the available choices"),
        ({"based_on": "x"}, "Enter a whole number."),
        ({"note": "n" * 501}, "at most 500 characters"),
    ],
)
def test_what_cannot_be_is_refused_and_kept_as_typed(
    editor: Client, changed: dict[str, Any], told: str
) -> None:
    response = editor.post(HERE, filled(**{"note": "Mine.", **changed}))
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert told in errors(response)
    assert Page.of(response).one("input", name="note")["value"] == changed.get("note", "Mine.")
    assert not PolicyVersion.objects.exists()


def test_who_was_overtaken_is_told_and_may_save_again(editor: Client) -> None:
    sent = filled(links__to_hold="7")
    policies.save({"links": {"to_hold": 3}}, {}, by=None)
    response = editor.post(HERE, sent)
    assert response.status_code == HTTPStatus.CONFLICT
    assert "Version 1 was saved in the meantime" in errors(response)
    page = Page.of(response)
    assert page.one("input", name="links.to_hold")["value"] == "7"
    assert page.one("input", name="based_on")["value"] == "1"
    editor.post(HERE, sent | {"based_on": "1"})
    assert policies.current().links.to_hold == 7


def test_a_list_is_pasted(editor: Client) -> None:
    editor.post(HOLD, {"based_on": "0", "text": "# Bets\r\ncasino\r\nslot machine\r\n"})
    assert policies.stored().lists["words-hold"] == "# Bets\ncasino\nslot machine\n"
    assert "casino" in Page.of(editor.get(HOLD)).one("textarea", name="text").text


def test_a_list_is_sent_as_a_file(editor: Client) -> None:
    file = SimpleUploadedFile("words.txt", "\ufeffcasino\r\nkrög".encode())
    editor.post(HOLD, {"based_on": "0", "text": "what stood there", "file": file})
    assert policies.stored().lists["words-hold"] == "casino\nkrög\n"


def test_an_empty_file_empties_the_list(editor: Client) -> None:
    policies.save({}, {"words-hold": "casino"}, by=None)
    editor.post(HOLD, {"based_on": "1", "text": "casino", "file": SimpleUploadedFile("words.txt", b"")})
    assert policies.stored().lists["words-hold"] == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("casino\n\nloan", "Line 2: The line is empty."),
        ("casino\nloan\nCASINO", "Line 3: “CASINO” stands in line 1 already."),
        ("casino\n*", "Line 2: “*” would match everything."),
        ("casino\nlo\0an", "Line 2: The line has a character that cannot be printed."),
    ],
)
@pytest.mark.parametrize("way", ["text", "file"])
def test_a_list_that_cannot_stand_is_refused_with_its_line_and_kept_as_typed(
    editor: Client, text: str, told: str, way: str
) -> None:
    sent = text if way == "text" else SimpleUploadedFile("words.txt", text.encode())
    response = editor.post(HOLD, {"based_on": "0", "text": "", way: sent})
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert told in errors(response)
    assert Page.of(response).one("textarea", name="text").text == " ".join(text.split())
    assert not PolicyVersion.objects.exists()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"0123456789\n" * 1_000_000, "Line 1: The file has 11,000,000 bytes"),
        (b"casino\nlo\xffan", "Line 2: This is not text in UTF-8."),
    ],
    ids=["ten megabytes", "not UTF-8"],
)
def test_a_file_that_is_no_list_is_refused(editor: Client, content: bytes, told: str) -> None:
    response = editor.post(HOLD, {"based_on": "0", "text": "mine", "file": SimpleUploadedFile("x", content)})
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert told in errors(response)
    assert Page.of(response).one("textarea", name="text").text == "mine"


def test_wordpress_keys_are_added_and_what_is_left_out_is_told(editor: Client) -> None:
    policies.save({}, {"words-hold": "casino"}, by=None)
    keys = "casino\r\nviagra\r\n\r\n192.0.2.7\r\n*\r\nViagra\r\npoker online"
    response = editor.post(
        HOLD, {"based_on": "1", "text": keys, "is_wordpress": "on", "note": "From the old site."}, follow=True
    )
    assert policies.stored().lists["words-hold"] == "casino\nviagra\npoker online\n"
    told = messages(response)
    assert "2 keys were added, 4 left out." in told
    assert "Line 4, “192.0.2.7”: It is a network address; ban it instead." in told


def test_a_version_tells_what_changed_and_is_restored(editor: Client) -> None:
    policies.save({"links": {"to_hold": 3}}, {"words-hold": "casino\nloan"}, by=None)
    policies.save({"links": {"to_hold": 9}}, {"words-hold": "casino\nbet"}, by=None, note="Bets.")
    page = Page.of(editor.get(f"{HERE}versions/2/"))
    assert [cell.text for cell in page.all("td")] == ["3", "9"]
    assert [each.text for each in page.all("ins")] == ["bet"]
    assert [each.text for each in page.all("del")] == ["loan"]
    assert not page.all("input", value="Restore this version")
    assert Page.of(editor.get(f"{HERE}versions/1/")).all("input", value="Restore this version")
    response = editor.post(f"{HERE}versions/1/restore/", {"based_on": "2"}, follow=True)
    assert "The policy is as in version 1 again." in messages(response)
    assert policies.current().links.to_hold == 3
    assert policies.stored().lists["words-hold"] == "casino\nloan\n"


def test_a_restore_that_was_overtaken_changes_nothing(editor: Client) -> None:
    for number in (3, 4, 5):
        policies.save({"links": {"to_hold": number}}, {}, by=None)
    response = editor.post(f"{HERE}versions/1/restore/", {"based_on": "2"}, follow=True)
    assert "Nothing was restored. Version 3 was saved in the meantime." in messages(response)
    assert policies.current().links.to_hold == 5


@pytest.mark.parametrize("address", ["versions/7/", f"versions/{'9' * 40}/", "lists/no-such-list/"])
def test_what_is_not_there_is_not_found(editor: Client, address: str) -> None:
    assert editor.get(f"{HERE}{address}").status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("address", ["", "lists/words-hold/", "versions/1/", "policy.toml"])
def test_only_those_who_may_change_it_read_it(address: str) -> None:
    policies.save({"links": {"to_hold": 3}}, {}, by=None)
    assert Client().get(f"{HERE}{address}").status_code == HTTPStatus.FOUND
    assert signed_in(make_moderator()).get(f"{HERE}{address}").status_code == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize("address", ["", "lists/words-hold/", "versions/1/restore/"])
def test_only_those_who_may_change_it_change_it(address: str) -> None:
    policies.save({"links": {"to_hold": 3}}, {}, by=None)
    policies.save({"links": {"to_hold": 4}}, {}, by=None)
    moderator = signed_in(make_moderator())
    sent = {**filled(links__to_hold="9"), "text": "casino"}
    assert moderator.post(f"{HERE}{address}", sent).status_code == HTTPStatus.FORBIDDEN
    assert PolicyVersion.objects.count() == 2


def test_a_version_is_restored_by_a_post_alone(editor: Client) -> None:
    policies.save({"links": {"to_hold": 3}}, {}, by=None)
    assert editor.get(f"{HERE}versions/1/restore/").status_code == HTTPStatus.METHOD_NOT_ALLOWED


def test_the_alarm_stands_where_staff_look_until_the_policy_is_repaired(editor: Client) -> None:
    policies.save({"links": {"to_hold": 3}}, {}, by=None)
    assert not Page.of(editor.get("/admin/")).all(role="alert")
    PolicyVersion.objects.update(document={"links": {"to_hold": "two"}}, digest="x")
    for address in ("/admin/", HERE):
        alarm = Page.of(editor.get(address)).one(role="alert").text
        assert "Every comment is held" in alarm
        assert "links.to_hold: 'two' is not a whole number." in alarm
    editor.post(HERE, filled())
    assert not Page.of(editor.get("/admin/")).all(role="alert")


def test_a_list_that_is_lost_is_told_and_another_version_repairs_it(editor: Client) -> None:
    policies.save({}, {"words-hold": "casino"}, by=None)
    ListText.objects.filter(text="casino\n").delete()
    assert "Words to hold" in Page.of(editor.get(f"{HERE}versions/1/")).one(has_class="errornote").text
    editor.post(HOLD, {"based_on": "1", "text": "casino"})
    assert policies.current().is_available


def test_a_setting_that_is_stored_as_what_it_cannot_be_is_shown_as_delivered() -> None:
    (setting,) = (each for each in documents.settings() if each.place == "links.to_hold")
    kept: list[Any] = [[], {"links": 1}, {"links": {"to_hold": "two"}}, {}]
    for document in kept:
        assert documents.value_of(document, setting) == 2
