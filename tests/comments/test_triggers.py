"""Triggers: what the database itself refuses, and how it shows when somebody has weakened them."""

import pytest
from django.core.checks import Tags, run_checks
from django.db import DatabaseError, connection, transaction

from comments import triggers
from comments.models import LogDetail, LogEntry
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db(transaction=True)

UPDATE = "comments_logentry_refuse_update"
ELSEWHERE = "comments_counter"
HOLLOWED_IN_SQLITE = f"CREATE TRIGGER {UPDATE} BEFORE UPDATE ON comments_logentry WHEN 0 BEGIN SELECT 1; END"
MOVED_IN_SQLITE = f"CREATE TRIGGER {UPDATE} BEFORE UPDATE ON {ELSEWHERE} BEGIN SELECT 1; END"
CREATE = f"CREATE TRIGGER {UPDATE} BEFORE UPDATE"
CALL = "FOR EACH ROW {} EXECUTE FUNCTION comments_logentry_refuse()"
TABLE = "ALTER TABLE comments_logentry"
WEAKENED = {
    "dropped": [],
    "on another table": [f"{CREATE} ON {ELSEWHERE} {CALL.format('')}"],
    "never true": [
        f"{CREATE} ON comments_logentry {CALL.format('WHEN (false)')}",
        f"{TABLE} ENABLE ALWAYS TRIGGER {UPDATE}",
    ],
    "for one column": [
        f"{CREATE} OF actor ON comments_logentry {CALL.format('')}",
        f"{TABLE} ENABLE ALWAYS TRIGGER {UPDATE}",
    ],
    "not for replicas": [triggers.POSTGRESQL[UPDATE]],
    "disabled": [triggers.POSTGRESQL[UPDATE], f"{TABLE} DISABLE TRIGGER {UPDATE}"],
}


@pytest.fixture
def entry() -> LogEntry:
    """Return the log's only entry, whose details are erased: nothing but the triggers protects it."""
    make_comment(make_article())
    LogDetail.objects.all().delete()
    return LogEntry.objects.get()


def run(*statements: str) -> None:
    """Run statements as somebody would who has the database before them."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def with_others(sql: str, *, than: str) -> str:
    """Return a statement in which OTHERS stands for the log's other columns."""
    others = (field.column for field in LogEntry._meta.concrete_fields if field.column != than)
    return sql.replace("OTHERS", ", ".join(others))


def assert_repaired(*missing: str) -> None:
    """Assert that these are missing, that the check says so, and that ``install`` makes them anew."""
    assert triggers.missing(connection) == sorted(missing)
    (found,) = run_checks(tags=[Tags.database], databases=["default"])
    assert (found.id, found.hint) == ("newsroom.E004", "Run: manage.py verify_log --install-triggers")
    triggers.install(connection)
    assert triggers.missing(connection) == []
    assert run_checks(tags=[Tags.database], databases=["default"]) == []
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        LogEntry.objects.update(actor="nobody")


@pytest.mark.sqlite
@pytest.mark.parametrize("verb", ["INSERT OR REPLACE", "REPLACE", "INSERT OR IGNORE"])
def test_an_entry_is_not_replaced_by_another_of_its_number(entry: LogEntry, verb: str) -> None:
    sql = " INTO comments_logentry (actor, OTHERS) SELECT 'nobody', OTHERS FROM comments_logentry"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run(verb + with_others(sql, than="actor"))
    assert LogEntry.objects.get() == entry


@pytest.mark.sqlite
def test_an_entry_is_not_replaced_by_way_of_its_row(entry: LogEntry) -> None:
    sql = (
        "INSERT OR REPLACE INTO comments_logentry (rowid, seq, OTHERS) "
        "SELECT rowid, 99, OTHERS FROM comments_logentry"
    )
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run(with_others(sql, than="seq"))
    assert LogEntry.objects.get() == entry


@pytest.mark.sqlite
def test_an_entry_is_not_altered_by_an_upsert(entry: LogEntry) -> None:
    sql = (
        "INSERT INTO comments_logentry (seq, OTHERS) SELECT seq, OTHERS FROM comments_logentry WHERE true "
        "ON CONFLICT (seq) DO UPDATE SET actor = 'nobody'"
    )
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run(with_others(sql, than="seq"))


@pytest.mark.postgres
def test_a_session_that_plays_the_replica_is_refused_too(entry: LogEntry) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run("SET LOCAL session_replication_role = replica", "DELETE FROM comments_logentry")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run("SET LOCAL session_replication_role = replica", "TRUNCATE comments_logentry CASCADE")
    assert LogEntry.objects.get() == entry


@pytest.mark.sqlite
@pytest.mark.parametrize(
    "statement", ["", HOLLOWED_IN_SQLITE, MOVED_IN_SQLITE], ids=["dropped", "hollowed", "on another table"]
)
def test_a_weakened_trigger_is_missing_and_made_anew_on_sqlite(entry: LogEntry, statement: str) -> None:
    run(f"DROP TRIGGER {UPDATE}", *filter(None, [statement]))
    assert_repaired(UPDATE)


@pytest.mark.postgres
@pytest.mark.parametrize("statements", WEAKENED.values(), ids=WEAKENED)
def test_a_weakened_trigger_is_missing_and_made_anew_on_postgresql(
    entry: LogEntry, statements: list[str]
) -> None:
    run(f"DROP TRIGGER {UPDATE} ON comments_logentry", *statements)
    assert_repaired(UPDATE)
    run(f"DROP TRIGGER IF EXISTS {UPDATE} ON {ELSEWHERE}")


@pytest.mark.postgres
def test_triggers_with_a_hollow_function_are_missing(entry: LogEntry) -> None:
    run(triggers.CREATE_FUNCTION.replace(triggers.BODY, " BEGIN RETURN NEW; END "))
    assert_repaired(*triggers.POSTGRESQL)
