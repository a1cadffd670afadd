"""The policy file: the whole policy for people to read, and back again exactly."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.screening import document as documents
from comments.screening import policy_file
from comments.screening.document import OFF, BadPolicy, Setting, as_document, default_lists
from comments.screening.lists import clean
from comments.screening.whole import Policy


def values(setting: Setting) -> st.SearchStrategy[object]:
    """Return values that a setting can have."""
    texts = (
        st.sampled_from(setting.choices) if setting.choices else st.text(max_size=20).filter(str.isprintable)
    )
    plain = {bool: st.booleans(), int: st.integers(setting.least, setting.most), str: texts}
    if setting.kind in plain:
        return plain[setting.kind]
    return st.lists(plain[str] if setting.kind == tuple[str, ...] else plain[int], max_size=3)


documents_of_any_kind = st.fixed_dictionaries(
    {
        group: st.fixed_dictionaries(
            {setting.name: values(setting) for setting in documents.settings() if setting.group == group}
        )
        for group in {setting.group for setting in documents.settings()}
    }
    | {OFF: st.lists(st.sampled_from(["links", "repeat", "a rule of “ours”"]), unique=True)}
)
LINE = st.text(alphabet=st.sampled_from("ab'\"\\ #[]=\u2028ß…"), max_size=12)
texts = st.lists(LINE, max_size=5).map("\n".join).map(clean)


@given(documents_of_any_kind, st.fixed_dictionaries(dict.fromkeys(default_lists(), texts)))
def test_what_is_written_is_read_back_exactly(document: dict[str, object], lists: dict[str, str]) -> None:
    assert policy_file.read(policy_file.write(document, lists)) == (document, lists)


def test_the_policy_as_delivered_is_written_with_what_it_means() -> None:
    text = policy_file.write(as_document(Policy()), default_lists())
    assert (
        "# A comment with this many links or more waits for a moderator. WordPress holds at 2.\nto_hold = 2\n"
        in text
    )
    assert tomllib.loads(text)["lists"].keys() == default_lists().keys()


def test_what_a_file_leaves_out_is_as_delivered() -> None:
    document, lists = policy_file.read("[links]\nto_hold = 4\n")
    policy = documents.compile(document, lists)
    assert policy.links.to_hold == 4
    assert policy.rate == Policy().rate
    assert lists == default_lists()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("links", "not TOML"),
        ("x = " + "[" * 100_000, "not TOML"),
        ("lists = 1", "has to be a text"),
        ("[lists]\nwords-hold = ['casino']", "has to be a text"),
    ],
)
def test_what_is_no_such_file_is_refused(text: str, told: str) -> None:
    with pytest.raises(BadPolicy, match=told):
        policy_file.read(text)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[links]\nto_hold = 'two'", "links.to_hold"),
        ("[links]\nto_hold = true", "links.to_hold"),
        ("[links]\nto_hold = 2026-11-23", "links.to_hold"),
        ("[links]\ncolour = 1", "links.colour"),
        ("links = 1", "links"),
        ("[weather]\nrain = 1", "weather"),
        ("off = 'links'", "off"),
        ("off = [1]", "off"),
        ("off = ['premoderated']", "off"),
        ("[lists]\nwords-hold = 'a\\na\\n'", ""),
        ('[lists]\nwords-hold = "a\\na\\n"', "words-hold"),
        ("[lists]\nwords-to-like = 'casino'", "words-to-like"),
    ],
)
def test_what_a_file_says_wrongly_is_told_with_its_place(text: str, place: str) -> None:
    document, lists = policy_file.read(text)
    if not place:
        assert documents.compile(document, lists)
        return
    with pytest.raises(BadPolicy) as refused:
        documents.compile(document, lists)
    assert set(refused.value.problems) == {place}
