from tests.database import Database


def test_everyone_connects(database: Database) -> None:
    for role in ("app", "auth", "owner"):
        assert database.connect(role).run("SELECT 1") == [[1]]
