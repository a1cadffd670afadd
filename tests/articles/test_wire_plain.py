"""Plain wire copy: what is the story, what the dateline, what the page around it."""

import string
import textwrap
import unicodedata
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.wire.plain import LONGEST_COPY, NotWireCopy, WireStory, parse, read

HEADLINE = "Skerry Point light to burn again because the night ferry asked for it"
FIRST = (
    "The keeper’s lamp at Skerry Point will be lit on Tuesday for the first time in thirty-eight years, "
    "the harbour board said."
)
SECOND = (
    "“We have found the channel by radar, by habit and by a kitchen window,” said the ferry’s master. "
    "The window belongs to a Mrs Åkerblom, who never draws her curtains, and who is 91."
)
THIRD = "The board is expected to spend 40,000 crowns on it by the end of 2027."
FURNITURE = "Source link\n\nLeave a Reply\n\nYour email address will not be published."
COPY = f"{HEADLINE}\n\nPort Lorne (Associated Press)-{FIRST}\n\n{SECOND}\n\n{THIRD}\n\n{FURNITURE}"


def story_ending(*furniture: str) -> WireStory:
    return parse("\n\n".join([HEADLINE, FIRST, SECOND, THIRD, *furniture]))


def body_of(*paragraphs: str) -> tuple[str, ...]:
    return parse("\n\n".join([HEADLINE, *paragraphs])).paragraphs


def test_a_page_is_read_into_its_story() -> None:
    assert parse(COPY) == WireStory(
        headline=HEADLINE,
        paragraphs=(FIRST, SECOND, THIRD),
        dateline="Port Lorne",
        source_credit="Associated Press",
    )


# The dateline: what the first paragraph begins with, the place, the credit.
DATELINES = {
    "the page it all began from": ("New Delhi (Associated Press)-", "New Delhi", "Associated Press"),
    "the agency's short form": ("NEW DELHI (AP) - ", "NEW DELHI", "Associated Press"),
    "a long dash": ("NEW DELHI (AP) — ", "NEW DELHI", "Associated Press"),
    "two hyphens": ("NEW DELHI (AP) -- ", "NEW DELHI", "Associated Press"),
    "two hyphens without spaces": ("NEW DELHI (AP)--", "NEW DELHI", "Associated Press"),
    "an underscore, as old feeds have it": ("NEW DELHI (AP) _ ", "NEW DELHI", "Associated Press"),
    "a place and its country": ("BEIRUT, Lebanon (Reuters) – ", "BEIRUT, Lebanon", "Reuters"),
    "a date is left out": ("WASHINGTON, June 2 (AFP) - ", "WASHINGTON", "Agence France-Presse"),
    "a weekday and a year too": ("PARIS, Monday, 2 Dec. 2025 (AFP) - ", "PARIS", "Agence France-Presse"),
    "two places": ("BERLIN/VIENNA (dpa) - ", "BERLIN/VIENNA", "Deutsche Presse-Agentur"),
    "two agencies": ("ROME (ANSA/EFE) - ", "ROME", "ANSA and EFE"),
    "the agency with its article": ("ST. JOHN’S (The Associated Press) — ", "ST. JOHN’S", "Associated Press"),
    "a place with particles": ("Rio de Janeiro (Reuters) - ", "Rio de Janeiro", "Reuters"),
    "a place with an article": ("The Hague (AP) — ", "The Hague", "Associated Press"),
    "an agency nobody listed": ("PORT LORNE (Marram Coast Wire) — ", "PORT LORNE", "Marram Coast Wire"),
    "no place": ("(Reuters) - ", "", "Reuters"),
    "a date for a place": ("June 2 (Reuters) - ", "", "Reuters"),
    "a place in capitals without an agency": ("LONDON — ", "LONDON", ""),
    "the same without spaces": ("LONDON—", "LONDON", ""),
    "the same with a short dash": ("SKERRY POINT, Marram - ", "SKERRY POINT, Marram", ""),
    "the same with a date": ("LONDON, June 2 -- ", "LONDON", ""),
    "none at all": ("", "", ""),
}


@pytest.mark.parametrize(("line", "place", "credit"), DATELINES.values(), ids=DATELINES)
def test_a_dateline_is_taken_off_the_first_paragraph(line: str, place: str, credit: str) -> None:
    story = parse(f"{HEADLINE}\n\n{line}{FIRST}\n\n{SECOND}")
    assert (story.dateline, story.source_credit, story.paragraphs) == (place, credit, (FIRST, SECOND))


def test_a_dateline_may_stand_in_a_line_of_its_own() -> None:
    story = parse(f"{HEADLINE}\n\nNEW DELHI (AP) —\n\n{FIRST}")
    assert (story.dateline, story.paragraphs) == ("NEW DELHI", (FIRST,))


NO_DATELINES = {
    "a bracket in a sentence": "The prime minister (centre) - who was late - said nothing.",
    "a party in a bracket": "Jane Doe (Labour) - the member for Lorne - resigned.",
    "an acronym spelled out": "NATO (North Atlantic Treaty Organization) - the alliance - met.",
    "an agency spelled out": "The AP (Associated Press) - an agency - was founded in 1846.",
    "an agency's name before its short form": "Associated Press (AP) - the agency - has many bureaus.",
    "a hyphen after the bracket": "Paris (AFP)-based reporters were not admitted.",
    "small words before the bracket": "Reporters of the agency (AFP) - all of them - left.",
    "a hyphen between capitals": "NATO-Russia talks were resumed on Monday.",
    "a range between capitals": "PARIS–BREST was ridden again.",
    "an acronym and an aside": "NASA — the space agency — said so.",
    "an acronym and a sentence": "NATO — Russia’s old foe — met on Monday.",
    "a label in capitals": "BREAKING — The bridge is open.",
    "a number": "COVID-19 — The illness is back.",
    "a place not in capitals": "London — The city was quiet.",
    "a bracket and no dash": "London (AP) was where they met.",
    "a picture's credit": "Jane Doe (AP Photo) - The picture of the year.",
    "a bracket that never closes": "London (AP - the agency - said so.",
    "a bracket at the very end": "London (AP)",
    "dashes and nothing else": "(-) - -- — Well.",
    "a slash and nothing else": "/ (AP) - Well.",
}


@pytest.mark.parametrize("paragraph", NO_DATELINES.values(), ids=NO_DATELINES)
def test_an_ordinary_sentence_is_no_dateline(paragraph: str) -> None:
    story = parse(f"{HEADLINE}\n\n{paragraph}\n\n{SECOND}")
    assert (story.dateline, story.source_credit, story.paragraphs) == ("", "", (paragraph, SECOND))


# The byline: the lines under the headline, the names, the credit.
BYLINES = {
    "capitals": ("By JANE DOE", ("Jane Doe",), ""),
    "capitals with an apostrophe": ("BY SEÁN O’NEIL", ("Seán O’Neil",), ""),
    "a name and its agency": ("By Jane Doe, Associated Press", ("Jane Doe",), "Associated Press"),
    "a role at an agency": ("By Jane Doe, AP Business Writer", ("Jane Doe",), "Associated Press"),
    "a role": ("By Jane Doe, Staff Writer", ("Jane Doe",), ""),
    "a role alone names nobody": ("By our correspondent", (), ""),
    "two names": ("By Jane Doe and Jan van der Meer", ("Jane Doe", "Jan van der Meer"), ""),
    "three names": ("By Jane Doe, John Roe, and Mary-Ann Poe", ("Jane Doe", "John Roe", "Mary-Ann Poe"), ""),
    "a name twice": ("By Jane Doe and JANE DOE", ("Jane Doe",), ""),
    "an agency alone": ("By The Associated Press", (), "Associated Press"),
    "the agency in the next line": (
        "By JANE DOE\nAssociated Press Writer",
        ("Jane Doe",),
        "Associated Press",
    ),
    "a name a line": ("By Jane Doe\n\nBy John Roe", ("Jane Doe", "John Roe"), ""),
}


@pytest.mark.parametrize(("lines", "names", "credit"), BYLINES.values(), ids=BYLINES)
def test_a_byline_is_taken_from_under_the_headline(lines: str, names: tuple[str, ...], credit: str) -> None:
    story = parse(f"{HEADLINE}\n{lines}\n\n{FIRST}\n\n{SECOND}")
    assert (story.names, story.source_credit, story.paragraphs) == (names, credit, (FIRST, SECOND))


def test_the_dateline_s_agency_counts_more_than_the_byline_s() -> None:
    story = parse(f"{HEADLINE}\nBy Jane Doe, Reuters\n\nLONDON (AP) — {FIRST}")
    assert story.source_credit == "Associated Press"


NO_BYLINES = {
    "a sentence": "By the time the ferry came, it was dark.",
    "a sentence with a name": "By Jane Doe’s account, it was dark by then.",
    "a single word": "By Monday",
    "a paper's name": "By Jane Doe for The Morning Courier",
    "a long line": f"By {'Jane Doe and ' * 20}John Roe",
    "a long name": f"By Jane {'e' * 60}",
}


@pytest.mark.parametrize("line", NO_BYLINES.values(), ids=NO_BYLINES)
def test_another_line_is_no_byline(line: str) -> None:
    story = parse(f"{HEADLINE}\n\n{line}\n\n{FIRST}")
    assert (story.names, story.paragraphs) == ((), (line, FIRST))


FURNITURES = {
    "the page it all began from": FURNITURE,
    "the whole reply form": "Leave a Reply Cancel reply\n\nYour email address will not be published. "
    "Required fields are marked *\n\nComment *\n\nName *\n\nEmail *\n\nWebsite\n\nSave my name, email, and "
    "website in this browser for the next time I comment.\n\nPost Comment",
    "the form without its heading": "Comment *\nName*\nEmail*\nWebsite\nPost Comment",
    "share links": "Share this:\n\nTwitter\nFacebook\n\nLike this:\n\nLike Loading...",
    "related titles": "Related\n\nIndia buys ferries from Lorne despite the board’s doubts\n\nDecember 6, 2026\n\n"
    "In “World”",
    "related titles before the form": "Related\n\nA title\n\nLeave a Reply\n\nAnything said below it.",
    "an advertisement": "Advertisement",
    "a subscription": "Subscribe to our newsletter for more.",
    "a copyright notice": "Copyright © 2026 The Agency. All rights reserved. This material may not be published, "
    "broadcast, rewritten or redistributed.",
    "a wrapped copyright notice": "Copyright 2026 The Agency. All rights reserved. This material may not\n"
    "be published, broadcast, rewritten or redistributed.",
    "more to read": "Read more: The ferry’s timetable",
    "tags": "Tags: ferry, light, Skerry Point",
    "neighbours": "Post navigation\n\n← Previous Post\nThe bridge is shut\n\nNext: The bridge is open",
    "earlier comments": "2 thoughts on “Skerry Point light”\n\nTam says:\n\nGood. I can see it from here.",
    "a rule": "* * *",
    "an end mark": "-30-",
    "all of it in capitals": "SOURCE LINK\n\nLEAVE A REPLY",
}


@pytest.mark.parametrize("furniture", FURNITURES.values(), ids=FURNITURES)
def test_furniture_after_the_story_is_cut(furniture: str) -> None:
    assert story_ending(furniture).paragraphs == (FIRST, SECOND, THIRD)


def test_furniture_is_cut_without_a_blank_line_before_it() -> None:
    assert parse(f"{HEADLINE}\n\n{FIRST}\nSource link\nLeave a Reply\n{SECOND}").paragraphs == (FIRST,)


@pytest.mark.parametrize("between", ["Advertisement", "ADVERTISEMENT", "Story continues below advertisement"])
def test_an_advertisement_between_paragraphs_is_cut(between: str) -> None:
    assert body_of(FIRST, between, SECOND) == (FIRST, SECOND)


IN_THE_STORY = {
    "a word of the form": "Comment",
    "a heading": "Related",
    "a sentence with the words": "The button says “Leave a Reply”, and nobody does.",
    "a sentence that begins with them": "Leave a Reply, it says, and the source link is dead.",
    "a promise of the form": "Your email address will not be published, the form promises.",
    "a sentence about copyright": "Copyright law is older than the light.",
    "a sentence about subscribers": "Subscribers will read it first.",
    "a sentence about news": "More news is expected on Tuesday.",
    "a source that is no address": "Source: the harbour board’s minutes, page 3.",
    "signs": "* * *",
}


@pytest.mark.parametrize("paragraph", IN_THE_STORY.values(), ids=IN_THE_STORY)
def test_the_story_is_not_cut_in_the_middle(paragraph: str) -> None:
    assert body_of(FIRST, paragraph, SECOND) == (FIRST, paragraph, SECOND)


@pytest.mark.parametrize("paragraph", [row for row in IN_THE_STORY.values() if row.endswith(".")])
def test_a_sentence_is_no_furniture_at_the_end_either(paragraph: str) -> None:
    assert body_of(FIRST, paragraph, "Share this:") == (FIRST, paragraph)


def test_a_line_in_the_middle_of_a_sentence_is_no_furniture() -> None:
    paragraph = (
        "The page has a source link, and below it, in small type, it asks you to\nleave a reply\nor to go."
    )
    assert body_of(paragraph) == (paragraph.replace("\n", " "),)


def test_a_last_paragraph_without_a_full_stop_is_kept() -> None:
    assert body_of(FIRST, "Reporting from Lorne", "Share this:") == (FIRST, "Reporting from Lorne")


SOURCES = {
    "after a colon": ("Source: https://wire.example/1", "https://wire.example/1"),
    "with the link's words": ("Source link: https://wire.example/1?a=b", "https://wire.example/1?a=b"),
    "in the next line": ("Source link\nhttps://wire.example/1", "https://wire.example/1"),
    "in the next paragraph": ("Source link\n\nRead it at https://wire.example/1.", "https://wire.example/1"),
    "in angle brackets": ("Source: <https://wire.example/1>", "https://wire.example/1"),
    "as Markdown": ("[Source link](https://wire.example/1)", "https://wire.example/1"),
    "no address": ("Source link\n\nLeave a Reply", ""),
    "another link of the page": ("Source link\n\nLeave a Reply\n\nhttps://wire.example/1", ""),
    "an address that is none": ("Source link: https://wire", ""),
    "an address with a password": ("Source link: https://me:secret@wire.example/1", ""),
    "an address too long to store": (f"Source link: https://wire.example/{'a' * 500}", ""),
}


@pytest.mark.parametrize(("furniture", "url"), SOURCES.values(), ids=SOURCES)
def test_the_furniture_gives_the_source_s_address(furniture: str, url: str) -> None:
    story = story_ending(furniture)
    assert (story.source_url, story.paragraphs) == (url, (FIRST, SECOND, THIRD))


WRAPPED = "\n\n".join(textwrap.fill(block, 72) for block in COPY.split("\n\n"))
SAME_COPY = {
    "other line ends": COPY.replace("\n", "\r\n").encode(),
    "old line ends": COPY.replace("\n", "\r").encode(),
    "line ends doubled on the way": COPY.replace("\n", "\r\r\n").encode(),
    "hard-wrapped lines": WRAPPED.encode(),
    "hard-wrapped, the headline too": "\n\n".join(textwrap.fill(b, 60) for b in COPY.split("\n\n")).encode(),
    "spaces at the ends of lines": WRAPPED.replace("\n", "  \t\n").encode(),
    "indented, with blank lines of spaces": WRAPPED.replace("\n", "\n   ").encode(),
    "a byte order mark": COPY.encode("utf-8-sig"),
    "UTF-16": COPY.encode("utf-16"),
    "UTF-16, the other way round": "\ufeff".encode("utf-16-be") + COPY.encode("utf-16-be"),
    "Windows-1252": COPY.encode("cp1252"),
    "Windows-1252 taken for Latin-1": COPY.encode("cp1252").decode("latin-1").encode(),
    "no-break spaces": COPY.replace(" ", "\N{NO-BREAK SPACE}").encode(),
    "zero-width spaces and soft hyphens": COPY.replace("light", "li\u200bg\u00adht").encode(),
    "typewriter's quotes": COPY.translate(str.maketrans("“”’", '""\'')).encode(),
    "no furniture": COPY.removesuffix(FURNITURE).encode(),
    "other furniture": COPY.replace(FURNITURE, "Share this:\nFacebook").encode(),
    "an advertisement in between": COPY.replace(THIRD, f"Advertisement\n\n{THIRD}").encode(),
    "another dateline": COPY.replace("Port Lorne (Associated Press)-", "PORT LORNE, June 2 (AP) — ").encode(),
    "decomposed letters": unicodedata.normalize("NFD", COPY).encode(),
}


@pytest.mark.parametrize("copy", SAME_COPY.values(), ids=SAME_COPY)
def test_the_same_words_have_the_same_key(copy: bytes) -> None:
    story = read(copy)
    assert (story.headline, story.key) == (HEADLINE, parse(COPY).key)
    assert len(story.paragraphs) == 3


@pytest.mark.parametrize("changed", [COPY.replace("91", "92"), COPY.replace("again", "anew", 1)])
def test_other_words_have_another_key(changed: str) -> None:
    assert parse(changed).key != parse(COPY).key


def test_markup_is_text() -> None:
    assert body_of("He typed <b>this</b> &amp; left.") == ("He typed <b>this</b> &amp; left.",)


def test_long_lines_without_blank_lines_between_are_paragraphs() -> None:
    assert parse(f"{HEADLINE}\n{FIRST} {THIRD}\n{SECOND}").paragraphs == (f"{FIRST} {THIRD}", SECOND)


def test_wrapped_copy_right_under_its_headline_leaves_the_headline_alone() -> None:
    wrapped = textwrap.fill(SECOND, 72)
    story = parse(f"{HEADLINE}\n{wrapped}\n\n{wrapped}")
    assert (story.headline, story.paragraphs) == (HEADLINE, (SECOND, SECOND))


def test_a_hyphen_at_a_line_s_end_joins_its_word_again() -> None:
    assert body_of("A months-\nlong wait of pre-\nand post-war ferries.") == (
        "A months-long wait of pre- and post-war ferries.",
    )


REFUSED = {
    "nothing": (b"", "is empty"),
    "white space": (b" \r\n\t\n\xc2\xa0", "is empty"),
    "nothing but a mark": (b"\xef\xbb\xbf", "is empty"),
    "nothing but unseen signs": ("\u200b\u200d".encode(), "is empty"),
    "a headline": (HEADLINE.encode(), "no text under it"),
    "a headline and furniture": (f"{HEADLINE}\n\n{FURNITURE}".encode(), "no text under it"),
    "a headline and a dateline": (f"{HEADLINE}\n\nLONDON (AP) —".encode(), "no text under it"),
    "a headline and a byline": (f"{HEADLINE}\nBy Jane Doe".encode(), "no text under it"),
    "a long headline": (b"Long " * 41 + b"\n\nText.", "has 204 characters; 200 are the most"),
    "a NUL": (b"Head\n\nText\x00.", r"control character U\+0000"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "control character"),
    "a page of another alphabet": (b"Head\n\n\x81\x8d\x8f", "no text in UTF-8"),
    "half a UTF-16 sign": (b"\xff\xfeH\x00\x00\xd8", "no text in UTF-8"),
    "more than a megabyte": (b"Head\n\n" + b"a" * LONGEST_COPY, "longer than 1 MB"),
}


@pytest.mark.parametrize(("copy", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_story_is_refused_with_a_reason(copy: bytes, reason: str) -> None:
    with pytest.raises(NotWireCopy, match=reason):
        read(copy)


@given(st.binary(max_size=400))
def test_any_bytes_are_a_story_or_refused(copy: bytes) -> None:
    with suppress(NotWireCopy):
        assert read(copy).paragraphs


@given(st.text(alphabet=st.one_of(st.sampled_from("\n\r —-()/,.By AP"), st.characters()), max_size=300))
def test_any_text_is_a_story_or_refused(text: str) -> None:
    with suppress(NotWireCopy):
        story = parse(text)
        assert all([story.headline, *story.paragraphs])


SENTENCE = st.lists(st.text(string.ascii_lowercase, min_size=1, max_size=12), min_size=1, max_size=40).map(
    lambda words: f"{' '.join(words)}."
)


@given(
    st.lists(SENTENCE, min_size=1, max_size=12),
    st.sampled_from(["\n\n", "\r\n\r\n", "\n \n\n"]),
    st.booleans(),
)
def test_no_paragraph_is_lost_or_doubled(sentences: list[str], gap: str, wrapped: bool) -> None:
    blocks = [textwrap.fill(sentence, 72) if wrapped else sentence for sentence in sentences]
    assert list(parse(gap.join([HEADLINE, *blocks, "Leave a Reply", FIRST])).paragraphs) == sentences


@pytest.mark.parametrize(
    "unit", ["\r", "\n", "By ", "A B\n", "A (AP) - ", "a-\n", "Source link: ", "Tags: ", "(", "—"]
)
def test_a_megabyte_of_anything_is_judged_at_once(unit: str) -> None:
    text = f"{HEADLINE}\n\n{unit * ((LONGEST_COPY - 200) // len(unit))}\n\nText."
    assert parse(text).headline == HEADLINE
