"""Hostile paths: ways to ask for a story or a section that are not its address, and for what is no page at all."""

# Where the files are, and ways to the front page or above it.
PLACES = ["/index.html", "/front/", "/front/index.html", "/current/front/index.html", "/-/front/index.html"]
ROOTS = ["//", "/./", "/%2f", "/%3fx", "/..%5cindex.html", "/..;/index.html", "/%2e%2e/index.html", "/../x"]


def hostile(story: str, section: str) -> list[str]:
    """Return paths made from the address of a story that exists, and of a section."""
    _, year, month, day, slug, _ = story.split("/")

    def spelled(*, year: str = year, day: str = day, slug: str = slug) -> str:
        return f"/{year}/{month}/{day}/{slug}/"

    strange_stories = [
        story.rstrip("/"),
        f"/{story}",
        f"{story}/",
        f"{story};x/",
        spelled(year=f"{year}/"),
        spelled(year=_in_other_digits(year, "０")),
        spelled(day=_in_other_digits(day, "٠")),
        spelled(day=f"{day} "),
        spelled(day=f"0{day}"),
        *(spelled(slug=f"{dots}{slug}") for dots in ("..%2f", "%2e%2e%2f", "./", "../22/", "x/../", "..\\")),
        *(
            spelled(slug=dots)
            for dots in ("..", ".", "%2e%2e", "%2E.", "..%2f..", "%252e%252e", "..%00", "..%c0%af")
        ),
        *(
            spelled(slug=f"{slug}{end}")
            for end in ("%00", "%0a", "\x85", "é", "%c3%a9", ".html", "%20", "\t")
        ),
        spelled(slug=f"%{ord(slug[0]):02x}{slug[1:]}"),
        spelled(slug=slug.upper()),
        spelled(slug="a" * 300),
        spelled(slug="a" * 5000),
    ]
    files = [f"{story}{name}" for name in ("index.html", "index.json", "index.html.gz", "#x")]
    numbers = ["0", "02", "1000000", "-1", "1/../2", "1%2f", "２", "2/.."]
    threads = [f"{story}comments/{number}/" for number in numbers]
    sections = [f"/sections/{name}/" for name in ("..", "%2e%2e", "../front", "", "%2e", "x%2f..", "news%2f")]
    others = [f"/{section}", f"{section}index.html/", section.replace("/sections/", "/sections//")]
    return [*strange_stories, *files, *threads, *sections, *others, *PLACES, *ROOTS]


def _in_other_digits(number: str, zero: str) -> str:
    """Write a number in digits that Python takes for digits, and no pattern of ours."""
    return "".join(chr(ord(zero) + int(digit)) for digit in number)
