"""Triggers that tell of each enterprise whose duties a write may have changed: for migrations.

Facts of duties come from a dozen tables, written by verbs, imports, exchanges, merges and their undoing. The database
sees them all (docs/decisions/0035).
"""

from django.db import migrations

TOUCH = """
CREATE FUNCTION ledgerkit_touch_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'DELETE' THEN
    IF NEW.{column} IS NOT NULL THEN
      INSERT INTO ledgerkit_touched (enterprise_id) VALUES (NEW.{column});
    END IF;
  END IF;
  IF TG_OP = 'DELETE' THEN
    IF OLD.{column} IS NOT NULL THEN
      INSERT INTO ledgerkit_touched (enterprise_id) VALUES (OLD.{column});
    END IF;
  ELSIF TG_OP = 'UPDATE' THEN
    IF OLD.{column} <> NEW.{column} OR (OLD.{column} IS NOT NULL AND NEW.{column} IS NULL) THEN
      INSERT INTO ledgerkit_touched (enterprise_id) VALUES (OLD.{column});
    END IF;
  END IF;
  RETURN NULL;
END $$
"""
ANEW = """
CREATE FUNCTION ledgerkit_judge_anew() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM ledgerkit_judgedday;
  RETURN NULL;
END $$
"""
FUNCTIONS = migrations.RunSQL(
    [TOUCH.format(name="firm", column="enterprise_id"), TOUCH.format(name="self", column="id"), ANEW],
    [f"DROP FUNCTION ledgerkit_{name}" for name in ("touch_firm", "touch_self", "judge_anew")],
)


def watched(table: str, *, itself: bool = False) -> migrations.RunSQL:
    """Whatever is written of this table is told by its `enterprise_id`; enterprises themselves by their `id`."""
    return migrations.RunSQL(
        f"CREATE TRIGGER touched AFTER INSERT OR UPDATE OR DELETE ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION ledgerkit_touch_{'self' if itself else 'firm'}()",
        f"DROP TRIGGER touched ON {table}",
    )
