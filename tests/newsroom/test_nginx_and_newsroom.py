"""nginx before the real newsroom: a reader cannot tell which of the two has answered."""

import re
import time
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.comments.posting import TYPED
from tests.newsroom.hostile import hostile
from tests.newsroom.nginx import BROTLI, HOST, ORIGIN, Answer, Nginx, ask, running
from tests.newsroom.outages import in_shell, publish_story
from tests.newsroom.serving import PATIENCE_SECONDS, REAL, Served, served

pytestmark = pytest.mark.sqlite  # about files and headers; the database is another matter

# Of the two servers' own making; a digest is one's tag, time and size the other's.
OF_THE_SERVER = {"date", "server", "connection", "etag"}
CONDITIONS = (("GET", "If-None-Match", "ETag"), ("HEAD", "If-Modified-Since", "Last-Modified"))
A_LONG_THREAD = """
from articles.models import Article
from tests.factories import make_comment
article = Article.objects.get()
for number in range(51):
    make_comment(article, status="approved")
"""
APPROVE = """
from comments import moderation
from comments.models import Comment
moderation.decide(Comment.objects.filter(status="pending"), action="approve", by=None)
"""


class Both:
    """The newsroom, nginx before it, and the address of its one story."""

    def __init__(self, newsroom: Served, nginx: Nginx) -> None:
        self.newsroom, self.nginx = newsroom, nginx
        self.story = publish_story(newsroom)
        in_shell(newsroom, A_LONG_THREAD)
        self.addresses = ["/", "/sections/news/", self.story, f"{self.story}comments/2/"]

    def itself(self, target: str, method: str = "GET", **headers: str | None) -> Answer:
        """Ask the newsroom itself, as a proxy does that changes nothing."""
        return ask(self.newsroom.port, target, method, **{"X-Forwarded-Proto": "https", **headers})


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    """A newsroom that is served, as it would be in production."""
    folder = tmp_path_factory.mktemp("newsroom")
    production = {
        "NEWSROOM_ORIGIN": ORIGIN,
        "NEWSROOM_TRUSTED_PROXIES": "127.0.0.1",
        "NEWSROOM_PAGES": str(folder / "pages"),
        "NEWSROOM_FLOOD_SECONDS": "0",
    }
    (folder / "nginx").mkdir()
    with (
        served(folder / "var", REAL, **production) as newsroom,
        running(folder / "nginx", folder / "pages", newsroom.port) as nginx,
    ):
        yield Both(newsroom, nginx)


def is_from_a_file(answer: Answer) -> bool:
    """Whether nginx made the tag: of seconds and size, in hexadecimal; ours ends with the encoding's name."""
    return re.fullmatch('"[0-9a-f]+-[0-9a-f]+"', answer.headers["ETag"]) is not None


def kept(both: Both, address: str, **headers: str | None) -> Answer:
    """Ask nginx for a page until it has it: whoever asks first makes the newsroom keep it, soon after the answer.

    A page that has changed within a second carries the date of the next; nginx sends it before, the newsroom then.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_from_a_file(answer := both.nginx.ask(address, **headers)):
        assert time.monotonic() < deadline, answer
        time.sleep(0.01)
    time.sleep(max(0.0, parsedate_to_datetime(answer.headers["Last-Modified"]).timestamp() - time.time()))
    return answer


def comparable(answer: Answer) -> tuple[int, dict[str, list[str]], bytes]:
    """Return what has to be the same whoever answers; a header that comes twice is seen."""
    names = {name.lower() for name in answer.headers} - OF_THE_SERVER
    return answer.status, {name: answer.headers.get_all(name, []) for name in sorted(names)}, answer.body


@pytest.mark.parametrize("number", range(4), ids=["front", "section", "story", "thread"])
@pytest.mark.parametrize("encoding", [None, "gzip", "br"])
def test_the_answers_of_both_are_equal(both: Both, number: int, encoding: str | None) -> None:
    if encoding == "br" and not BROTLI.exists():
        pytest.skip("nginx has no brotli module here")
    address = both.addresses[number]
    answers = asked(both, address, encoding)
    if answers[0][1].headers["ETag"] != answers[-1][1].headers["ETag"]:
        answers = asked(
            both, address, encoding
        )  # its brotli was polished meanwhile, which happens to a page once
    for status, mine, theirs in answers:
        assert mine.status == status
        assert comparable(mine) == comparable(theirs)
    page = answers[0][1]
    assert page.headers["Content-Encoding"] == encoding
    assert page.headers["Vary"] == "Accept-Encoding"
    for name in ("Content-Security-Policy", "Strict-Transport-Security", "Surrogate-Key", "Last-Modified"):
        assert page.headers[name]


def asked(both: Both, address: str, encoding: str | None) -> list[tuple[int, Answer, Answer]]:
    """Ask both for a page in each way that has an answer of its own, first and last for what it has now.

    Each time return the status that is right, nginx' answer and the newsroom's.
    """
    mine = kept(both, address, Accept_Encoding=encoding)
    theirs = both.itself(address, Accept_Encoding=encoding)
    answers = [(200, mine, theirs)]
    for method, condition, validator in (*CONDITIONS, ("HEAD", "", "")):
        pair = (
            question(
                address,
                method,
                Accept_Encoding=encoding,
                **({condition: known.headers[validator]} if condition else {}),
            )
            for question, known in ((both.nginx.ask, mine), (both.itself, theirs))
        )
        answers.append((304 if condition else 200, *pair))
    return answers


def test_parameters_conditions_and_methods_are_answered_alike(both: Both) -> None:
    for address in both.addresses:
        kept(both, address)
        for query in (
            "utm_source=x",
            "page=2",
            "page",
            "p%61ge=2",
            "sort=x",
            "replyto=1",
            "x&page=&y",
            "a=b%20c",
        ):
            target = f"{address}?{query}"
            assert comparable(both.nginx.ask(target)) == comparable(both.itself(target))
        for method in ("POST", "PUT", "DELETE", "OPTIONS"):
            assert comparable(both.nginx.ask(address, method)) == comparable(both.itself(address, method))
        for headers in ({"Range": "bytes=0-3"}, {"If-Match": '"x"'}, {"Cookie": "sessionid=x"}):
            assert comparable(both.nginx.ask(address, **headers)) == comparable(
                both.itself(address, **headers)
            )


def test_hostile_paths_are_answered_alike_or_refused_by_nginx(both: Both) -> None:
    kept(both, both.story)
    for target in hostile(both.story, "/sections/news/"):
        mine = both.nginx.ask(target)
        assert mine.status == 400 or comparable(mine) == comparable(both.itself(target)), target
        assert mine.status != 200 or "../" not in target, target


def test_a_published_story_is_on_the_front_page_at_the_next_request(both: Both, tmp_path: Path) -> None:
    kept(both, "/")
    copy = tmp_path / "story.txt"
    copy.write_text(
        "Ferry Back on Friday\n\nMARRAM (Wire)-\n\nThe ferry sails again on Friday, weather allowing.\n"
    )
    both.newsroom.manage("import_story", str(copy), "--section", "news", "--publish")

    assert "Ferry Back on Friday" in both.nginx.ask("/").text
    assert "Ferry Back on Friday" in both.nginx.ask("/sections/news/").text
    assert "Ferry Back on Friday" in kept(both, "/").text


def test_a_reply_goes_the_whole_way_through_nginx(both: Both) -> None:
    kept(both, both.story)
    last_page = f"{both.story}comments/2/"
    kept(both, last_page)
    form = urlencode({**TYPED, "comment": "It came the whole way."}).encode()
    sent = both.nginx.ask(
        f"{both.story}reply/",
        "POST",
        body=form,
        Content_Type="application/x-www-form-urlencoded",
        Sec_Fetch_Site="same-origin",
    )
    receipt = both.nginx.ask(sent.headers["Location"])

    assert (sent.status, receipt.status) == (303, 200)
    assert "It came the whole way." in receipt.text
    assert "no-store" in receipt.headers["Cache-Control"]
    assert "It came the whole way." not in both.nginx.ask(last_page).text
    in_shell(both.newsroom, APPROVE)
    assert "It came the whole way." in both.nginx.ask(last_page).text
    assert "It came the whole way." in kept(both, last_page).text


def test_a_style_sheet_comes_through_nginx_and_can_be_had_again_without_asking(both: Both) -> None:
    page = both.nginx.ask("/").text
    sheet = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
    first, again = (both.nginx.ask(sheet, Accept_Encoding="gzip") for _ in range(2))

    assert comparable(first) == comparable(again) == comparable(both.itself(sheet, Accept_Encoding="gzip"))
    assert (first.status, first.headers["Content-Encoding"]) == (200, "gzip")
    assert "immutable" in first.headers["Cache-Control"]


def test_the_newsroom_is_known_by_its_name_alone(both: Both) -> None:
    for host in ("127.0.0.1", f"x.{HOST}", ""):
        assert both.nginx.ask("/", Host=host).status == 400
        assert both.itself("/", Host=host).status == 400
    assert both.itself("/", **{"X-Forwarded-Proto": "http"}).headers["Location"] == f"{ORIGIN}/"
    assert both.nginx.ask("/healthz").status == 200
