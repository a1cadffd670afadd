"""Origin: which posts come from our own pages, which from elsewhere, and which nobody can tell."""

import pytest

from comments.origin import Evidence, evidence

OURS = "https://news.example"


@pytest.mark.parametrize(
    ("headers", "judged"),
    [
        pytest.param({"Sec-Fetch-Site": "same-origin"}, Evidence.OURS, id="a form on our page"),
        pytest.param({"Sec-Fetch-Site": "none"}, Evidence.OURS, id="typed by the person, or reloaded"),
        pytest.param({"Sec-Fetch-Site": "cross-site"}, Evidence.FOREIGN, id="a form elsewhere"),
        pytest.param({"Sec-Fetch-Site": "same-site"}, Evidence.FOREIGN, id="a form on a neighbouring host"),
        pytest.param(
            {"Sec-Fetch-Site": "cross-site", "Origin": OURS},
            Evidence.FOREIGN,
            id="fetch metadata weighs more",
        ),
        pytest.param(
            {"Sec-Fetch-Site": "same-origin", "Origin": "null"}, Evidence.OURS, id="a null beside it"
        ),
        pytest.param({"Origin": OURS}, Evidence.OURS, id="our origin"),
        pytest.param({"Origin": "https://news.example:443"}, Evidence.OURS, id="our origin with its port"),
        pytest.param({"Origin": "http://news.example"}, Evidence.FOREIGN, id="another scheme"),
        pytest.param({"Origin": "https://news.example.evil.test"}, Evidence.FOREIGN, id="a longer host"),
        pytest.param(
            {"Origin": "https://evil.test", "Referer": OURS}, Evidence.FOREIGN, id="origin before referer"
        ),
        pytest.param({"Origin": "null"}, Evidence.NONE, id="null tells nothing"),
        pytest.param(
            {"Origin": "null", "Referer": OURS}, Evidence.NONE, id="null is not mended by a referer"
        ),
        pytest.param({"Referer": f"{OURS}/2026/11/22/a/"}, Evidence.OURS, id="our page as referer"),
        pytest.param(
            {"Referer": "https://evil.test/?https://news.example"}, Evidence.FOREIGN, id="a foreign referer"
        ),
        pytest.param({"Origin": "https://[bad"}, Evidence.FOREIGN, id="no address at all"),
        pytest.param({}, Evidence.NONE, id="nothing said"),
    ],
)
def test_a_post_is_judged_by_what_the_browser_says(headers: dict[str, str], judged: Evidence) -> None:
    assert evidence(headers, OURS) is judged
