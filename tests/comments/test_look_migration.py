"""Look of names: what an older release stored of them is made anew, and nothing else is touched."""

from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from comments import verification
from comments.models import Comment, LogEntry
from comments.screening.names import look
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db(transaction=True)
MIGRATION = "0020_look_of_names"
OLD = "करण राव".replace("ा", " ").replace("  ", " ")


def run_again(monkeypatch: pytest.MonkeyPatch, batch: int) -> None:
    """Make the looks anew, so many rows at a time."""
    migration = import_module(f"comments.migrations.{MIGRATION}")
    monkeypatch.setattr(migration, "BATCH", batch)
    historical = MigrationExecutor(connection).loader.project_state(("comments", MIGRATION)).apps
    with connection.schema_editor(atomic=False) as editor:
        migration.look_anew(historical, editor)


@pytest.mark.parametrize("batch", [1, 2, 1_000])
def test_each_look_is_made_anew_where_the_name_is_not_ascii(
    monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    names = ["Ann", "करण राव", "किरण राव", "Zoë", "สุดา"]
    article = make_article()
    made = {name: make_comment(article, name=name).pk for name in names}
    Comment.objects.filter(name__in=["करण राव", "किरण राव"]).update(name_look=OLD)
    Comment.objects.filter(name="Ann").update(name_look="whatever")
    kept = list(LogEntry.objects.values_list("seq", "hash", "detail__body", "detail__sealed"))
    run_again(monkeypatch, batch)
    found = dict(Comment.objects.values_list("pk", "name_look"))
    assert {name: found[pk] for name, pk in made.items()} == {
        "Ann": "whatever",
        **{name: look(name) for name in names[1:]},
    }
    assert list(LogEntry.objects.values_list("seq", "hash", "detail__body", "detail__sealed")) == kept
    assert verification.verify().is_sound


def test_what_retention_has_emptied_stays_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    comment = make_comment(make_article(), name="करण राव")
    Comment.objects.filter(pk=comment.pk).update(name="", name_look=None)
    run_again(monkeypatch, 10)
    assert Comment.objects.get(pk=comment.pk).name_look is None
