"""Leaves a city as a bench found it: every row that is written is noted by a trigger, and put back in reverse.

A city of 100 000 enterprises is some thirty gigabytes; a copy for each run would take longer than the run. The noting
costs a written row some tens of microseconds, which is in the numbers of the benches that write.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

SCHEMA = "bench_undo"
SETUP = """
CREATE SCHEMA bench_undo;
CREATE TABLE bench_undo.log (id bigserial PRIMARY KEY, of text NOT NULL, was jsonb, became jsonb);
CREATE TABLE bench_undo.statements (of text PRIMARY KEY, remove text NOT NULL, put text NOT NULL);
INSERT INTO bench_undo.statements
SELECT t.relname,
  format('DELETE FROM public.%I t USING jsonb_populate_record(NULL::public.%I, $1) r WHERE %s', t.relname, t.relname,
    (SELECT string_agg(format('t.%I = r.%I', a.attname, a.attname), ' AND ')
     FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attnum = ANY (k.conkey))),
  format('INSERT INTO public.%I (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM jsonb_populate_record(NULL::public.%I, $1)',
    t.relname, c.columns, c.columns, t.relname)
FROM pg_class t
JOIN pg_constraint k ON k.conrelid = t.oid AND k.contype = 'p'
CROSS JOIN LATERAL (
  SELECT string_agg(quote_ident(a.attname), ', ') AS columns FROM pg_attribute a
  WHERE a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
) c
WHERE t.relnamespace = 'public'::regnamespace AND t.relkind IN ('r', 'p') AND NOT t.relispartition;
CREATE FUNCTION bench_undo.note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  INSERT INTO bench_undo.log (of, was, became) VALUES (
    TG_ARGV[0],
    CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END,
    CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END
  );
  RETURN NULL;
END $$;
CREATE FUNCTION bench_undo.replay() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE entry record; replayed bigint := 0;
BEGIN
  FOR entry IN
    SELECT l.*, s.remove, s.put FROM bench_undo.log l JOIN bench_undo.statements s USING (of) ORDER BY l.id DESC
  LOOP
    IF entry.became IS NOT NULL THEN EXECUTE entry.remove USING entry.became; END IF;
    IF entry.was IS NOT NULL THEN EXECUTE entry.put USING entry.was; END IF;
    replayed := replayed + 1;
  END LOOP;
  RETURN replayed;
END $$;
DO $$
DECLARE known text;
BEGIN
  FOR known IN SELECT of FROM bench_undo.statements LOOP
    EXECUTE format('CREATE TRIGGER bench_undo AFTER INSERT OR UPDATE OR DELETE ON public.%I'
      ' FOR EACH ROW EXECUTE FUNCTION bench_undo.note(%L)', known, known);
  END LOOP;
END $$;
"""


@contextmanager
def undone(url: str) -> Iterator[None]:
    """What anybody writes within is taken back at the end; `url` is a superuser's. Nobody may be connected then."""
    put_back(url)  # of a run that was killed
    with psycopg.connect(url) as connection:
        connection.execute(SETUP)
    try:
        yield
    finally:
        put_back(url)


def put_back(url: str) -> int:
    """Take back what is noted, without triggers and foreign keys: each step back was a state before. Rows replayed."""
    with psycopg.connect(url) as connection:
        if not connection.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [SCHEMA]).fetchone():
            return 0
        connection.execute("SET session_replication_role = replica")
        (replayed,) = connection.execute("SELECT bench_undo.replay()").fetchone() or (0,)
        connection.execute("DROP SCHEMA bench_undo CASCADE")
    return int(replayed)
