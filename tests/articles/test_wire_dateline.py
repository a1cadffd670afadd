"""Datelines and bylines: who wrote a story, where and for whom, and what only looks like it."""

import pytest

from articles.wire.plain import parse

HEADLINE = "Skerry Point light to burn again"
FIRST = "The keeper’s lamp will be lit on Tuesday, the harbour board said."
SECOND = "“We have found the channel by a kitchen window,” said the ferry’s master."

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
