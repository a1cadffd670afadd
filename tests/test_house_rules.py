"""House rules: what holds for the whole tree, and what nobody has to remember because a test does."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.test import Client
from django.urls import URLResolver, get_resolver

from tests.factories import make_staff

ROOT = Path(__file__).parents[1]
ROOMS = ("articles", "comments", "newsroom")
LONGEST_FILE = 300
LONGEST_FUNCTION = 40
LONGEST_TEMPLATE = 120


def sources(*folders: str) -> list[Path]:
    """Return the Python files of our own, migrations left out."""
    files = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return sorted(path for path in files if "migrations" not in path.parts)


def templates() -> list[Path]:
    """Return our templates."""
    return sorted((ROOT / "templates").rglob("*.html"))


def name(path: Path) -> str:
    """Return a path as it is written in the tree."""
    return path.relative_to(ROOT).as_posix()


def nodes(path: Path) -> Iterator[ast.AST]:
    """Yield every node of a file's syntax."""
    return ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def files_with(pattern: str, paths: list[Path]) -> set[str]:
    """Return the files in which a pattern stands."""
    return {name(path) for path in paths if re.search(pattern, path.read_text(encoding="utf-8"))}


def test_only_the_two_markup_rooms_call_a_text_safe() -> None:
    assert files_with(r"\bmark_safe\b|\bSafeString\(|__html__", sources(*ROOMS)) <= {
        "articles/markup.py",
        "comments/markup.py",
    }
    assert files_with(r"\|\s*safe\b|autoescape off", templates()) == set()


def test_absolute_addresses_come_from_settings_alone() -> None:
    assert files_with(r"get_host\(|build_absolute_uri", sources(*ROOMS)) == set()


def test_settings_are_read_through_django_alone() -> None:
    assert files_with(r"newsroom\.settings import|os\.environ\[|os\.getenv", sources(*ROOMS)) == set()


def writes_status(node: ast.AST) -> bool:
    """Whether a piece of code assigns ``.status``, or passes ``status=`` to something that stores it."""
    if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return any(isinstance(target, ast.Attribute) and target.attr == "status" for target in targets)
    if isinstance(node, ast.Call):
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        stores = called in {"update", "create", "bulk_create", "update_or_create", "Comment", "Article"}
        return stores and any(keyword.arg == "status" for keyword in node.keywords)
    return False


def test_a_status_is_written_in_its_one_room() -> None:
    writers = {name(path) for path in sources(*ROOMS) if any(writes_status(node) for node in nodes(path))}
    rooms = {writer if "/moderation/" not in writer else str(Path(writer).parent) for writer in writers}
    assert rooms == {"articles/publishing.py", "comments/moderation"}


def test_visibility_is_spelled_in_the_querysets_alone() -> None:
    seen_from_outside = [
        path
        for path in sources(*ROOMS)
        if path.name in {"views.py", "feeds.py", "comments.py", "newsprint.py", "front_page.py", "thread.py"}
    ]
    assert files_with(r"objects\.all\(|filter\(status=", seen_from_outside) == set()


def desk_addresses() -> Iterator[str]:
    """Yield every address of the desk."""
    for pattern in get_resolver().url_patterns:
        if isinstance(pattern, URLResolver) and pattern.namespace == "desk":
            for each in pattern.url_patterns:
                yield f"/moderation/{re.sub(r'<[^>]+>', '1', str(each.pattern))}"


@pytest.mark.django_db
def test_every_desk_view_is_behind_the_moderators_door(client: Client) -> None:
    addresses = set(desk_addresses())
    assert "/moderation/" in addresses
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 302, address
        assert response["Location"].startswith("/admin/login/"), address
        response = client.post(address)
        assert response.status_code == 403, address
        assert "You are signed out." in response.content.decode(), address
    client.force_login(make_staff("nobody"))
    assert {client.post(address).status_code for address in addresses} == {403}


def test_every_public_model_is_totally_ordered() -> None:
    ordered = [model for app in ("articles", "comments") for model in apps.get_app_config(app).get_models()]
    for model in ordered:
        if model._meta.ordering:
            assert model._default_manager.all().totally_ordered, model


def settings_keys() -> set[str]:
    """Return every key that settings read from the environment."""
    tree = ast.parse((ROOT / "newsroom/settings.py").read_text(encoding="utf-8"))
    keys = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("env") and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and re.fullmatch(r"[A-Z_]+", str(first.value)):
                keys.add(str(first.value))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "environ.Env":
            keys.update(keyword.arg for keyword in node.keywords if keyword.arg)
    return keys


def test_the_example_environment_names_the_keys_that_settings_read() -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    told = {match[1] for line in lines if (match := re.match(r"#?\s?([A-Z][A-Z_]+)=", line))}
    assert told == settings_keys()


def test_the_readme_explains_every_key() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert {key for key in settings_keys() if f"`{key}`" not in readme} == set()


@pytest.mark.parametrize("path", sources(*ROOMS, "tests", "scripts", "benchmarks"), ids=name)
def test_a_file_is_short_and_says_what_room_it_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST_FILE
    assert not text or ast.get_docstring(ast.parse(text))


@pytest.mark.parametrize("path", sources(*ROOMS), ids=name)
def test_a_function_is_short(path: Path) -> None:
    for node in nodes(path):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            assert node.end_lineno - node.lineno + 1 <= LONGEST_FUNCTION, node.name


def test_a_template_is_short_and_has_no_inline_script_or_style() -> None:
    for path in templates():
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= LONGEST_TEMPLATE, path
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", text), path


def test_public_templates_hold_nothing_that_belongs_to_one_reader() -> None:
    public = [path for path in templates() if path.parts[-2] in {"articles", "comments", "templates"}]
    assert files_with(r"csrf_token|request\.user|\buser\.|request\.session", public) == set()


def test_only_colours_of_the_tokens_are_used() -> None:
    sheets = [path for path in (ROOT / "static/css").glob("*.css") if path.name != "tokens.css"]
    assert sheets
    colour = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(")
    for path in sheets:
        rules = re.sub(r"/\*.*?\*/|url\([^)]*\)", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        if path.name != "base.css":  # its print rules set the tokens themselves
            assert not colour.search(rules), path


def test_nothing_is_left_for_later() -> None:
    marks = "|".join(["TO" + "DO", "FIX" + "ME", "X" * 3])
    assert files_with(rf"\b({marks})\b", [*sources(*ROOMS, "tests", "scripts"), *templates()]) == set()


def test_markup_and_screening_see_no_request() -> None:
    rooms = [*sources("comments/screening"), *(ROOT / app / "markup.py" for app in ("articles", "comments"))]
    assert files_with(r"django\.http|HttpRequest", rooms) == set()
