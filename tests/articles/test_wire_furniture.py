"""Furniture: what a page puts around a story is cut, and nothing of the story is."""

import pytest

from articles.wire.plain import WireStory, parse

HEADLINE = "Skerry Point light to burn again"
FIRST = "The keeper’s lamp will be lit on Tuesday, the harbour board said."
SECOND = "“We have found the channel by a kitchen window,” said the ferry’s master."
THIRD = "The board is expected to spend 40,000 crowns on it by the end of 2027."
REPLY_FORM = "Source link\n\nLeave a Reply\n\nYour email address will not be published."


def story_ending(*furniture: str) -> WireStory:
    return parse("\n\n".join([HEADLINE, FIRST, SECOND, THIRD, *furniture]))


def body_of(*paragraphs: str) -> tuple[str, ...]:
    return parse("\n\n".join([HEADLINE, *paragraphs])).paragraphs


FURNITURES = {
    "the page it all began from": REPLY_FORM,
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


def test_what_stands_below_a_rule_is_kept() -> None:
    assert body_of(FIRST, "***", "Reporting from Lorne", "***") == (FIRST, "***", "Reporting from Lorne")


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
