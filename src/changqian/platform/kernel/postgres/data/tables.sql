-- b0d0e65aa7cae67db19f00d0b5b47b49082ad5625880140a59e9770ce6143b3b
--
-- PostgreSQL database dump
--



SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET transaction_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: procrastinate_job_event_type; Type: TYPE; Schema: public; Owner: -
--

CREATE TYPE public.procrastinate_job_event_type AS ENUM (
    'deferred',
    'started',
    'deferred_for_retry',
    'failed',
    'succeeded',
    'cancelled',
    'abort_requested',
    'aborted',
    'scheduled',
    'retried'
);


--
-- Name: procrastinate_job_status; Type: TYPE; Schema: public; Owner: -
--

CREATE TYPE public.procrastinate_job_status AS ENUM (
    'todo',
    'doing',
    'succeeded',
    'failed',
    'cancelled',
    'aborting',
    'aborted'
);


--
-- Name: procrastinate_job_to_defer_v1; Type: TYPE; Schema: public; Owner: -
--

CREATE TYPE public.procrastinate_job_to_defer_v1 AS (
	queue_name character varying,
	task_name character varying,
	priority integer,
	lock text,
	queueing_lock text,
	args jsonb,
	scheduled_at timestamp with time zone
);


--
-- Name: documents_keep_as_filed(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.documents_keep_as_filed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (OLD.kind, OLD.month, OLD.origin, OLD.title, OLD.number, OLD.edition, OLD.retention,
        OLD.metadata, OLD.mac, OLD.created_by_id, OLD.created_at, OLD.ended_at)
        IS DISTINCT FROM (NEW.kind, NEW.month, NEW.origin, NEW.title, NEW.number, NEW.edition, NEW.retention,
        NEW.metadata, NEW.mac, NEW.created_by_id, NEW.created_at, NEW.ended_at)
    THEN RAISE EXCEPTION 'a filed document does not change';
    END IF;
    RETURN NEW;
END $$;


--
-- Name: ledgerkit_judge_anew(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ledgerkit_judge_anew() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  DELETE FROM ledgerkit_judgedday;
  RETURN NULL;
END $$;


--
-- Name: ledgerkit_touch_firm(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ledgerkit_touch_firm() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF TG_OP <> 'DELETE' THEN
    IF NEW.enterprise_id IS NOT NULL THEN
      INSERT INTO ledgerkit_touched (enterprise_id) VALUES (NEW.enterprise_id);
    END IF;
  END IF;
  IF TG_OP = 'DELETE' THEN
    IF OLD.enterprise_id IS NOT NULL THEN
      INSERT INTO ledgerkit_touched (enterprise_id) VALUES (OLD.enterprise_id);
    END IF;
  ELSIF TG_OP = 'UPDATE' THEN
    IF OLD.enterprise_id <> NEW.enterprise_id OR (OLD.enterprise_id IS NOT NULL AND NEW.enterprise_id IS NULL) THEN
      INSERT INTO ledgerkit_touched (enterprise_id) VALUES (OLD.enterprise_id);
    END IF;
  END IF;
  RETURN NULL;
END $$;


--
-- Name: ledgerkit_touch_self(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ledgerkit_touch_self() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF TG_OP <> 'DELETE' THEN
    IF NEW.id IS NOT NULL THEN
      INSERT INTO ledgerkit_touched (enterprise_id) VALUES (NEW.id);
    END IF;
  END IF;
  IF TG_OP = 'DELETE' THEN
    IF OLD.id IS NOT NULL THEN
      INSERT INTO ledgerkit_touched (enterprise_id) VALUES (OLD.id);
    END IF;
  ELSIF TG_OP = 'UPDATE' THEN
    IF OLD.id <> NEW.id OR (OLD.id IS NOT NULL AND NEW.id IS NULL) THEN
      INSERT INTO ledgerkit_touched (enterprise_id) VALUES (OLD.id);
    END IF;
  END IF;
  RETURN NULL;
END $$;


--
-- Name: procrastinate_cancel_job_v1(bigint, boolean, boolean); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_cancel_job_v1(job_id bigint, abort boolean, delete_job boolean) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status = 'todo'
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        IF abort THEN
            UPDATE procrastinate_jobs
            SET abort_requested = true,
                status = CASE status
                    WHEN 'todo' THEN 'cancelled'::procrastinate_job_status ELSE status
                END
            WHERE id = job_id AND status IN ('todo', 'doing')
            RETURNING id INTO _job_id;
        ELSE
            UPDATE procrastinate_jobs
            SET status = 'cancelled'::procrastinate_job_status
            WHERE id = job_id AND status = 'todo'
            RETURNING id INTO _job_id;
        END IF;
    END IF;
    RETURN _job_id;
END;
$$;


--
-- Name: procrastinate_defer_jobs_v1(public.procrastinate_job_to_defer_v1[]); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_defer_jobs_v1(jobs public.procrastinate_job_to_defer_v1[]) RETURNS bigint[]
    LANGUAGE plpgsql
    AS $$
DECLARE
    job_ids bigint[];
BEGIN
    WITH inserted_jobs AS (
        INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
        SELECT (job).queue_name,
               (job).task_name,
               (job).priority,
               (job).lock,
               (job).queueing_lock,
               (job).args,
               (job).scheduled_at
        FROM unnest(jobs) AS job
        RETURNING id
    )
    SELECT array_agg(id) FROM inserted_jobs INTO job_ids;

    RETURN job_ids;
END;
$$;


--
-- Name: procrastinate_defer_periodic_job_v2(character varying, character varying, character varying, character varying, integer, character varying, bigint, jsonb); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_defer_periodic_job_v2(_queue_name character varying, _lock character varying, _queueing_lock character varying, _task_name character varying, _priority integer, _periodic_id character varying, _defer_timestamp bigint, _args jsonb) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
	_job_id bigint;
	_defer_id bigint;
BEGIN
    INSERT
        INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)
        VALUES (_task_name, _periodic_id, _defer_timestamp)
        ON CONFLICT DO NOTHING
        RETURNING id into _defer_id;

    IF _defer_id IS NULL THEN
        RETURN NULL;
    END IF;

    UPDATE procrastinate_periodic_defers
        SET job_id = (
            SELECT COALESCE((
                SELECT unnest(procrastinate_defer_jobs_v1(
                    ARRAY[
                        ROW(
                            _queue_name,
                            _task_name,
                            _priority,
                            _lock,
                            _queueing_lock,
                            _args,
                            NULL::timestamptz
                        )
                    ]::procrastinate_job_to_defer_v1[]
                ))
            ), NULL)
        )
        WHERE id = _defer_id
        RETURNING job_id INTO _job_id;

    DELETE
        FROM procrastinate_periodic_defers
        USING (
            SELECT id
            FROM procrastinate_periodic_defers
            WHERE procrastinate_periodic_defers.task_name = _task_name
            AND procrastinate_periodic_defers.periodic_id = _periodic_id
            AND procrastinate_periodic_defers.defer_timestamp < _defer_timestamp
            ORDER BY id
            FOR UPDATE
        ) to_delete
        WHERE procrastinate_periodic_defers.id = to_delete.id;

    RETURN _job_id;
END;
$$;


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: procrastinate_jobs; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.procrastinate_jobs (
    id bigint NOT NULL,
    queue_name character varying(128) NOT NULL,
    task_name character varying(128) NOT NULL,
    lock text,
    args jsonb DEFAULT '{}'::jsonb NOT NULL,
    status public.procrastinate_job_status DEFAULT 'todo'::public.procrastinate_job_status NOT NULL,
    scheduled_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    queueing_lock text,
    priority integer DEFAULT 0 NOT NULL,
    abort_requested boolean DEFAULT false NOT NULL,
    worker_id bigint,
    CONSTRAINT check_not_todo_abort_requested CHECK ((NOT ((status = 'todo'::public.procrastinate_job_status) AND (abort_requested = true))))
);


--
-- Name: procrastinate_fetch_job_v2(character varying[], bigint); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_fetch_job_v2(target_queue_names character varying[], p_worker_id bigint) RETURNS public.procrastinate_jobs
    LANGUAGE plpgsql
    AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
    WITH candidate AS (
        SELECT jobs.*
            FROM procrastinate_jobs AS jobs
            WHERE
                -- reject the job if its lock has earlier or higher priority jobs
                NOT EXISTS (
                    SELECT 1
                        FROM procrastinate_jobs AS other_jobs
                        WHERE
                            jobs.lock IS NOT NULL
                            AND other_jobs.lock = jobs.lock
                            AND (
                                -- job with same lock is already running
                                other_jobs.status = 'doing'
                                OR
                                -- job with same lock is waiting and has higher priority (or same priority but was queued first)
                                (
                                    other_jobs.status = 'todo'
                                    AND (
                                        other_jobs.priority > jobs.priority
                                        OR (
                                        other_jobs.priority = jobs.priority
                                        AND other_jobs.id < jobs.id
                                        )
                                    )
                                )
                            )
                )
                AND jobs.status = 'todo'
                AND (target_queue_names IS NULL OR jobs.queue_name = ANY( target_queue_names ))
                AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
            ORDER BY jobs.priority DESC, jobs.id ASC LIMIT 1
            FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE procrastinate_jobs
        SET status = 'doing', worker_id = p_worker_id
        FROM candidate
        WHERE procrastinate_jobs.id = candidate.id
        RETURNING procrastinate_jobs.* INTO found_jobs;

 RETURN found_jobs;
END;
$$;


--
-- Name: procrastinate_finish_job_v1(bigint, public.procrastinate_job_status, boolean); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_finish_job_v1(job_id bigint, end_status public.procrastinate_job_status, delete_job boolean) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF end_status NOT IN ('succeeded', 'failed', 'aborted') THEN
        RAISE 'End status should be either "succeeded", "failed" or "aborted" (job id: %)', job_id;
    END IF;
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = end_status,
            abort_requested = false,
            attempts = CASE status
                WHEN 'doing' THEN attempts + 1 ELSE attempts
            END
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" or "todo" status (job id: %)', job_id;
    END IF;
END;
$$;


--
-- Name: procrastinate_notify_queue_abort_job_v1(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_notify_queue_abort_job_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'abort_job_requested', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;


--
-- Name: procrastinate_notify_queue_job_inserted_v1(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_notify_queue_job_inserted_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'job_inserted', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;


--
-- Name: procrastinate_prune_stalled_workers_v1(double precision); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_prune_stalled_workers_v1(seconds_since_heartbeat double precision) RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    DELETE FROM procrastinate_workers
    WHERE last_heartbeat < NOW() - (seconds_since_heartbeat || 'SECOND')::INTERVAL
    RETURNING procrastinate_workers.id;
END;
$$;


--
-- Name: procrastinate_register_worker_v1(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_register_worker_v1() RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    INSERT INTO procrastinate_workers DEFAULT VALUES
    RETURNING procrastinate_workers.id;
END;
$$;


--
-- Name: procrastinate_retry_job_v1(bigint, timestamp with time zone, integer, character varying, character varying); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_retry_job_v1(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
BEGIN
    SELECT abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status = 'doing'
    FOR UPDATE
    INTO _abort_requested;
    IF _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" status (job id: %)', job_id;
    END IF;
END;
$$;


--
-- Name: procrastinate_retry_job_v2(bigint, timestamp with time zone, integer, character varying, character varying); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_retry_job_v2(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
    _current_status procrastinate_job_status;
BEGIN
    SELECT status, abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status IN ('doing', 'failed')
    FOR UPDATE
    INTO _current_status, _abort_requested;
    IF _current_status = 'doing' AND _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status IN ('doing', 'failed')
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or has an invalid status to retry (job id: %)', job_id;
    END IF;

END;
$$;


--
-- Name: procrastinate_trigger_abort_requested_events_procedure_v1(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'abort_requested'::procrastinate_job_event_type);
    RETURN NEW;
END;
$$;


--
-- Name: procrastinate_trigger_function_scheduled_events_v1(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type, at)
        VALUES (NEW.id, 'scheduled'::procrastinate_job_event_type, NEW.scheduled_at);

	RETURN NEW;
END;
$$;


--
-- Name: procrastinate_trigger_function_status_events_insert_v1(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'deferred'::procrastinate_job_event_type);
	RETURN NEW;
END;
$$;


--
-- Name: procrastinate_trigger_function_status_events_update_v1(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_trigger_function_status_events_update_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    WITH t AS (
        SELECT CASE
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND NEW.status = 'doing'::procrastinate_job_status
                THEN 'started'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'deferred_for_retry'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'failed'::procrastinate_job_status
                THEN 'failed'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'succeeded'::procrastinate_job_status
                THEN 'succeeded'::procrastinate_job_event_type
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND (
                    NEW.status = 'cancelled'::procrastinate_job_status
                    OR NEW.status = 'failed'::procrastinate_job_status
                    OR NEW.status = 'succeeded'::procrastinate_job_status
                )
                THEN 'cancelled'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'aborted'::procrastinate_job_status
                THEN 'aborted'::procrastinate_job_event_type
            WHEN OLD.status = 'failed'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'retried'::procrastinate_job_event_type
            ELSE NULL
        END as event_type
    )
    INSERT INTO procrastinate_events(job_id, type)
        SELECT NEW.id, t.event_type
        FROM t
        WHERE t.event_type IS NOT NULL;
	RETURN NEW;
END;
$$;


--
-- Name: procrastinate_unlink_periodic_defers_v1(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_unlink_periodic_defers_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_periodic_defers
    SET job_id = NULL
    WHERE job_id = OLD.id;
    RETURN OLD;
END;
$$;


--
-- Name: procrastinate_unregister_worker_v1(bigint); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_unregister_worker_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    DELETE FROM procrastinate_workers
    WHERE id = worker_id;
END;
$$;


--
-- Name: procrastinate_update_heartbeat_v1(bigint); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_update_heartbeat_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_workers
    SET last_heartbeat = NOW()
    WHERE id = worker_id;
END;
$$;


--
-- Name: accidents_accident; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.accidents_accident (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    client_uuid uuid,
    captured_at timestamp with time zone,
    synced_late boolean NOT NULL,
    month date NOT NULL,
    title character varying(100) NOT NULL,
    kind character varying(10) NOT NULL,
    happened_at timestamp with time zone NOT NULL,
    happened_on date NOT NULL,
    location character varying(100) NOT NULL,
    description text NOT NULL,
    deaths smallint NOT NULL,
    missing smallint NOT NULL,
    serious smallint NOT NULL,
    minor smallint NOT NULL,
    loss numeric(10,2) NOT NULL,
    measures text NOT NULL,
    level character varying(10) NOT NULL,
    status character varying(20) NOT NULL,
    known_at timestamp with time zone NOT NULL,
    report_by timestamp with time zone,
    told_at timestamp with time zone,
    told_to character varying(100) NOT NULL,
    told_late boolean NOT NULL,
    investigator character varying(10) NOT NULL,
    more_days smallint NOT NULL,
    due_on date,
    team character varying(300) NOT NULL,
    nature character varying(20) NOT NULL,
    direct_cause text NOT NULL,
    indirect_cause text NOT NULL,
    concluded_on date,
    handled text NOT NULL,
    rectified text NOT NULL,
    educated text NOT NULL,
    closed_on date,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint NOT NULL,
    region_id bigint NOT NULL,
    site_id bigint NOT NULL,
    CONSTRAINT accidents_accident_deaths_check CHECK ((deaths >= 0)),
    CONSTRAINT accidents_accident_minor_check CHECK ((minor >= 0)),
    CONSTRAINT accidents_accident_missing_check CHECK ((missing >= 0)),
    CONSTRAINT accidents_accident_more_days_check CHECK ((more_days >= 0)),
    CONSTRAINT accidents_accident_serious_check CHECK ((serious >= 0)),
    CONSTRAINT accidents_accident_version_check CHECK ((version >= 0))
);


--
-- Name: accidents_accident_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.accidents_accident ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accidents_accident_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: accidents_injury; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.accidents_injury (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    month date NOT NULL,
    source character varying(10) NOT NULL,
    name character varying(50) NOT NULL,
    id_number text NOT NULL,
    id_number_index character varying(64) NOT NULL,
    post character varying(50) NOT NULL,
    happened_on date NOT NULL,
    kind character varying(10) NOT NULL,
    part character varying(200) NOT NULL,
    gravity character varying(10) NOT NULL,
    lost_days smallint,
    disability smallint,
    care character varying(10) NOT NULL,
    applied_on date,
    recognised_on date,
    registered_on date,
    apply_by date,
    feed_key character varying(60) NOT NULL,
    insurer character varying(100) NOT NULL,
    policy_no character varying(60) NOT NULL,
    claimed integer NOT NULL,
    claim_status character varying(10) NOT NULL,
    paid integer NOT NULL,
    settled_on date,
    apart bigint[] NOT NULL,
    apart_reason character varying(200) NOT NULL,
    accident_id bigint,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint NOT NULL,
    head_id bigint,
    region_id bigint NOT NULL,
    site_id bigint NOT NULL,
    CONSTRAINT accidents_injury_claimed_check CHECK ((claimed >= 0)),
    CONSTRAINT accidents_injury_disability_check CHECK ((disability >= 0)),
    CONSTRAINT accidents_injury_lost_days_check CHECK ((lost_days >= 0)),
    CONSTRAINT accidents_injury_paid_check CHECK ((paid >= 0)),
    CONSTRAINT accidents_injury_version_check CHECK ((version >= 0))
);


--
-- Name: accidents_injury_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.accidents_injury ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accidents_injury_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: accounts_accesstoken; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.accounts_accesstoken (
    id bigint NOT NULL,
    name character varying(100) NOT NULL,
    token_hash character varying(64) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    last_used_at timestamp with time zone,
    user_id bigint NOT NULL
);


--
-- Name: accounts_accesstoken_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.accounts_accesstoken ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_accesstoken_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: accounts_assignment; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.accounts_assignment (
    id bigint NOT NULL,
    own_only boolean NOT NULL,
    department_id bigint,
    enterprise_id bigint,
    region_id bigint,
    user_id bigint NOT NULL,
    role_id bigint NOT NULL,
    administrator boolean NOT NULL,
    CONSTRAINT assignment_is_bounded CHECK (((region_id IS NOT NULL) OR (department_id IS NOT NULL) OR (enterprise_id IS NOT NULL)))
);


--
-- Name: accounts_assignment_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.accounts_assignment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_assignment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: accounts_identity; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.accounts_identity (
    id bigint NOT NULL,
    provider character varying(40) NOT NULL,
    subject character varying(255) NOT NULL,
    bound_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone,
    user_id bigint NOT NULL
);


--
-- Name: accounts_identity_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.accounts_identity ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_identity_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: accounts_oldpassword; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.accounts_oldpassword (
    id bigint NOT NULL,
    password character varying(128) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    user_id bigint NOT NULL
);


--
-- Name: accounts_oldpassword_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.accounts_oldpassword ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_oldpassword_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: accounts_recoverycode; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.accounts_recoverycode (
    id bigint NOT NULL,
    mac character varying(64) NOT NULL,
    used_at timestamp with time zone,
    user_id bigint NOT NULL
);


--
-- Name: accounts_recoverycode_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.accounts_recoverycode ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_recoverycode_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: accounts_role; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.accounts_role (
    id bigint NOT NULL,
    code character varying(40) NOT NULL,
    name character varying(50) NOT NULL,
    home character varying(10) NOT NULL,
    permissions character varying(80)[] NOT NULL,
    delivered character varying(80)[] NOT NULL,
    edited boolean NOT NULL
);


--
-- Name: accounts_role_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.accounts_role ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_role_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: accounts_secondfactor; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.accounts_secondfactor (
    id bigint NOT NULL,
    secret text NOT NULL,
    confirmed_at timestamp with time zone,
    last_step bigint NOT NULL,
    failures smallint NOT NULL,
    failed_at timestamp with time zone,
    user_id bigint NOT NULL,
    CONSTRAINT accounts_secondfactor_failures_check CHECK ((failures >= 0))
);


--
-- Name: accounts_secondfactor_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.accounts_secondfactor ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_secondfactor_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: accounts_signinlink; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.accounts_signinlink (
    id bigint NOT NULL,
    token_hash character varying(64) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    user_id bigint NOT NULL
);


--
-- Name: accounts_signinlink_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.accounts_signinlink ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_signinlink_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: accounts_user; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.accounts_user (
    id bigint NOT NULL,
    password character varying(128) NOT NULL,
    last_login timestamp with time zone,
    username character varying(40) NOT NULL,
    name character varying(50) NOT NULL,
    is_active boolean NOT NULL,
    is_system boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    department_id bigint,
    password_changed_at timestamp with time zone,
    phone text NOT NULL,
    phone_index character varying(64) NOT NULL,
    id_number text NOT NULL,
    id_number_index character varying(64) NOT NULL,
    real_name_at timestamp with time zone,
    erased_at timestamp with time zone
);


--
-- Name: accounts_user_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.accounts_user ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_user_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: accounts_usersession; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.accounts_usersession (
    id bigint NOT NULL,
    key_hash character varying(64) NOT NULL,
    address character varying(45) NOT NULL,
    agent character varying(200) NOT NULL,
    started_at timestamp with time zone NOT NULL,
    last_input_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    "end" character varying(20) NOT NULL,
    user_id bigint NOT NULL
);


--
-- Name: accounts_usersession_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.accounts_usersession ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_usersession_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: accounts_usersetting; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.accounts_usersetting (
    id bigint NOT NULL,
    key character varying(60) NOT NULL,
    value jsonb NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    user_id bigint NOT NULL
);


--
-- Name: accounts_usersetting_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.accounts_usersetting ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_usersetting_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: administration_request; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.administration_request (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    kind character varying(20) NOT NULL,
    status character varying(12) NOT NULL,
    summary character varying(300) NOT NULL,
    payload jsonb NOT NULL,
    before jsonb NOT NULL,
    reason character varying(200) NOT NULL,
    decided_at timestamp with time zone,
    decision character varying(200) NOT NULL,
    created_by_id bigint NOT NULL,
    decided_by_id bigint,
    ended_by_id bigint,
    role_id bigint,
    user_id bigint,
    phone text NOT NULL,
    CONSTRAINT administration_request_version_check CHECK ((version >= 0)),
    CONSTRAINT decided_by_another CHECK (((NOT ((decided_by_id = created_by_id) AND (decided_by_id IS NOT NULL))) OR ((status)::text = 'withdrawn'::text)))
);


--
-- Name: administration_request_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.administration_request ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.administration_request_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: administration_wish; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.administration_wish (
    id bigint NOT NULL,
    payload jsonb NOT NULL,
    user_id bigint NOT NULL
);


--
-- Name: administration_wish_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.administration_wish ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.administration_wish_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: alerts_alert; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.alerts_alert (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    rule character varying(30) NOT NULL,
    severity character varying(10) NOT NULL,
    subject character varying(140) NOT NULL,
    name character varying(60) NOT NULL,
    sentence character varying(300) NOT NULL,
    address character varying(45) NOT NULL,
    amount integer NOT NULL,
    first_at timestamp with time zone NOT NULL,
    last_at timestamp with time zone NOT NULL,
    entries jsonb NOT NULL,
    status character varying(15) NOT NULL,
    opinion character varying(500) NOT NULL,
    acknowledged_at timestamp with time zone,
    conclusion character varying(500) NOT NULL,
    closed_at timestamp with time zone,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    first_entry_id bigint NOT NULL,
    CONSTRAINT alerts_alert_amount_check CHECK ((amount >= 0)),
    CONSTRAINT alerts_alert_version_check CHECK ((version >= 0))
);


--
-- Name: alerts_alert_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.alerts_alert ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.alerts_alert_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: alerts_watch; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.alerts_watch (
    id bigint NOT NULL,
    seq bigint NOT NULL
);


--
-- Name: alerts_watch_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.alerts_watch ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.alerts_watch_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: approvals_approval; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.approvals_approval (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    kind character varying(40) NOT NULL,
    target bigint NOT NULL,
    title character varying(100) NOT NULL,
    body character varying(500) NOT NULL,
    link character varying(200) NOT NULL,
    asked_as character varying(80) NOT NULL,
    status character varying(20) NOT NULL,
    decided_at timestamp with time zone,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint,
    region_id bigint NOT NULL,
    CONSTRAINT approvals_approval_version_check CHECK ((version >= 0))
);


--
-- Name: approvals_approval_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.approvals_approval ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.approvals_approval_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: approvals_approvalevent; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.approvals_approvalevent (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    act character varying(20) NOT NULL,
    label character varying(40) NOT NULL,
    opinion character varying(500) NOT NULL,
    actor_id bigint NOT NULL,
    approval_id bigint NOT NULL
);


--
-- Name: approvals_approvalevent_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.approvals_approvalevent ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.approvals_approvalevent_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: approvals_approvalstep; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.approvals_approvalstep (
    id bigint NOT NULL,
    "order" smallint NOT NULL,
    label character varying(40) NOT NULL,
    permission character varying(80) NOT NULL,
    level character varying(20) NOT NULL,
    hours integer,
    seat character varying(20) NOT NULL,
    due_at timestamp with time zone,
    decided_at timestamp with time zone,
    opinion character varying(500) NOT NULL,
    approval_id bigint NOT NULL,
    decided_by_id bigint,
    delegate_id bigint,
    region_id bigint,
    CONSTRAINT approvals_approvalstep_hours_check CHECK ((hours >= 0)),
    CONSTRAINT approvals_approvalstep_order_check CHECK (("order" >= 0))
);


--
-- Name: approvals_approvalstep_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.approvals_approvalstep ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.approvals_approvalstep_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: audit_archive; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.audit_archive (
    id bigint NOT NULL,
    from_seq bigint NOT NULL,
    to_seq bigint NOT NULL,
    prev character varying(64) NOT NULL,
    hash character varying(64) NOT NULL,
    file character varying(120) NOT NULL,
    digest character varying(64) NOT NULL,
    until date NOT NULL,
    made_at timestamp with time zone NOT NULL,
    mac character varying(64) NOT NULL,
    made_by_id bigint NOT NULL
);


--
-- Name: audit_archive_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.audit_archive ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.audit_archive_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: audit_entry; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.audit_entry (
    id bigint NOT NULL,
    action character varying(80) NOT NULL,
    target character varying(120) NOT NULL,
    count integer NOT NULL,
    digest character varying(64) NOT NULL,
    changes jsonb NOT NULL,
    request character varying(40) NOT NULL,
    address character varying(45) NOT NULL,
    at timestamp with time zone NOT NULL,
    mac character varying(64) NOT NULL,
    seq bigint,
    prev character varying(64) NOT NULL,
    hash character varying(64) NOT NULL,
    actor_id bigint NOT NULL,
    agent character varying(60) NOT NULL,
    result character varying(10) NOT NULL,
    CONSTRAINT audit_entry_count_check CHECK ((count >= 0))
);


--
-- Name: audit_entry_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.audit_entry ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.audit_entry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: auth_group; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.auth_group (
    id integer NOT NULL,
    name character varying(150) NOT NULL
);


--
-- Name: auth_group_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.auth_group ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: auth_group_permissions; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.auth_group_permissions (
    id bigint NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);


--
-- Name: auth_group_permissions_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.auth_group_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: auth_permission; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.auth_permission (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    codename character varying(100) NOT NULL
);


--
-- Name: auth_permission_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.auth_permission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_permission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: axes_accessattempt; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.axes_accessattempt (
    id integer NOT NULL,
    user_agent character varying(255) NOT NULL,
    ip_address inet,
    username character varying(255),
    http_accept character varying(1025) NOT NULL,
    path_info character varying(255) NOT NULL,
    attempt_time timestamp with time zone NOT NULL,
    get_data text NOT NULL,
    post_data text NOT NULL,
    failures_since_start integer NOT NULL,
    CONSTRAINT axes_accessattempt_failures_since_start_check CHECK ((failures_since_start >= 0))
);


--
-- Name: axes_accessattempt_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.axes_accessattempt ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.axes_accessattempt_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: axes_accessattemptexpiration; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.axes_accessattemptexpiration (
    access_attempt_id integer NOT NULL,
    expires_at timestamp with time zone NOT NULL
);


--
-- Name: axes_accessfailurelog; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.axes_accessfailurelog (
    id integer NOT NULL,
    user_agent character varying(255) NOT NULL,
    ip_address inet,
    username character varying(255),
    http_accept character varying(1025) NOT NULL,
    path_info character varying(255) NOT NULL,
    attempt_time timestamp with time zone NOT NULL,
    locked_out boolean NOT NULL
);


--
-- Name: axes_accessfailurelog_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.axes_accessfailurelog ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.axes_accessfailurelog_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: axes_accesslog; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.axes_accesslog (
    id integer NOT NULL,
    user_agent character varying(255) NOT NULL,
    ip_address inet,
    username character varying(255),
    http_accept character varying(1025) NOT NULL,
    path_info character varying(255) NOT NULL,
    attempt_time timestamp with time zone NOT NULL,
    logout_time timestamp with time zone,
    session_hash character varying(64) NOT NULL
);


--
-- Name: axes_accesslog_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.axes_accesslog ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.axes_accesslog_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: captcha_captchastore; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.captcha_captchastore (
    id integer NOT NULL,
    challenge character varying(32) NOT NULL,
    response character varying(32) NOT NULL,
    hashkey character varying(40) NOT NULL,
    expiration timestamp with time zone NOT NULL
);


--
-- Name: captcha_captchastore_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.captcha_captchastore ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.captcha_captchastore_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: cases_accidentcase; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.cases_accidentcase (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    title character varying(100) NOT NULL,
    happened_on date NOT NULL,
    place character varying(100) NOT NULL,
    level character varying(10) NOT NULL,
    industries character varying(5)[] NOT NULL,
    deaths integer NOT NULL,
    injured integer NOT NULL,
    loss numeric(12,2),
    summary text NOT NULL,
    direct_cause text NOT NULL,
    indirect_cause text NOT NULL,
    lessons text NOT NULL,
    authority character varying(100) NOT NULL,
    reference character varying(200) NOT NULL,
    verified boolean NOT NULL,
    status character varying(20) NOT NULL,
    published_at timestamp with time zone,
    told_at timestamp with time zone,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    CONSTRAINT cases_accidentcase_deaths_check CHECK ((deaths >= 0)),
    CONSTRAINT cases_accidentcase_injured_check CHECK ((injured >= 0)),
    CONSTRAINT cases_accidentcase_version_check CHECK ((version >= 0))
);


--
-- Name: cases_accidentcase_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.cases_accidentcase ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.cases_accidentcase_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: cases_reading; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.cases_reading (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    case_id bigint NOT NULL,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint NOT NULL,
    CONSTRAINT cases_reading_version_check CHECK ((version >= 0))
);


--
-- Name: cases_reading_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.cases_reading ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.cases_reading_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: checks_checkitem; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.checks_checkitem (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    subject_kind character varying(30) NOT NULL,
    subject_id bigint NOT NULL,
    text character varying(200) NOT NULL,
    guidance character varying(500) NOT NULL,
    "order" smallint NOT NULL,
    required boolean NOT NULL,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint NOT NULL,
    region_id bigint NOT NULL,
    site_id bigint NOT NULL,
    CONSTRAINT checks_checkitem_order_check CHECK (("order" >= 0)),
    CONSTRAINT checks_checkitem_version_check CHECK ((version >= 0))
);


--
-- Name: checks_checkitem_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.checks_checkitem ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.checks_checkitem_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: checks_inspection; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.checks_inspection (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    captured_at timestamp with time zone,
    synced_late boolean NOT NULL,
    month date NOT NULL,
    subject_kind character varying(30) NOT NULL,
    subject_id bigint NOT NULL,
    subject_name character varying(100) NOT NULL,
    control_level character varying(10) NOT NULL,
    by character varying(50) NOT NULL,
    checked_at timestamp with time zone NOT NULL,
    checked_on date NOT NULL,
    scanned boolean NOT NULL,
    counts_for date,
    lon double precision,
    lat double precision,
    accuracy double precision,
    position_missing character varying(15) NOT NULL,
    distance double precision,
    far boolean NOT NULL,
    result character varying(10) NOT NULL,
    answers jsonb NOT NULL,
    abnormal smallint NOT NULL,
    note character varying(500) NOT NULL,
    remark character varying(500) NOT NULL,
    client_uuid uuid,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint NOT NULL,
    region_id bigint NOT NULL,
    site_id bigint NOT NULL,
    seconds integer,
    photographed_at timestamp with time zone,
    doubts character varying(10)[] NOT NULL,
    CONSTRAINT checks_inspection_abnormal_check CHECK ((abnormal >= 0)),
    CONSTRAINT checks_inspection_seconds_check CHECK ((seconds >= 0)),
    CONSTRAINT checks_inspection_version_check CHECK ((version >= 0)),
    CONSTRAINT inspection_position_or_reason CHECK ((((lat IS NOT NULL) AND (lon IS NOT NULL)) OR (NOT ((position_missing)::text = ''::text))))
)
PARTITION BY RANGE (month);


--
-- Name: checks_inspection_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.checks_inspection_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: checks_inspection_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.checks_inspection_id_seq OWNED BY public.checks_inspection.id;


--
-- Name: checks_inspection_rest; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.checks_inspection_rest (
    id bigint DEFAULT nextval('public.checks_inspection_id_seq'::regclass) CONSTRAINT checks_inspection_id_not_null NOT NULL,
    version integer CONSTRAINT checks_inspection_version_not_null NOT NULL,
    created_at timestamp with time zone CONSTRAINT checks_inspection_created_at_not_null NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) CONSTRAINT checks_inspection_end_reason_not_null NOT NULL,
    captured_at timestamp with time zone,
    synced_late boolean CONSTRAINT checks_inspection_synced_late_not_null NOT NULL,
    month date CONSTRAINT checks_inspection_month_not_null NOT NULL,
    subject_kind character varying(30) CONSTRAINT checks_inspection_subject_kind_not_null NOT NULL,
    subject_id bigint CONSTRAINT checks_inspection_subject_id_not_null NOT NULL,
    subject_name character varying(100) CONSTRAINT checks_inspection_subject_name_not_null NOT NULL,
    control_level character varying(10) CONSTRAINT checks_inspection_control_level_not_null NOT NULL,
    by character varying(50) CONSTRAINT checks_inspection_by_not_null NOT NULL,
    checked_at timestamp with time zone CONSTRAINT checks_inspection_checked_at_not_null NOT NULL,
    checked_on date CONSTRAINT checks_inspection_checked_on_not_null NOT NULL,
    scanned boolean CONSTRAINT checks_inspection_scanned_not_null NOT NULL,
    counts_for date,
    lon double precision,
    lat double precision,
    accuracy double precision,
    position_missing character varying(15) CONSTRAINT checks_inspection_position_missing_not_null NOT NULL,
    distance double precision,
    far boolean CONSTRAINT checks_inspection_far_not_null NOT NULL,
    result character varying(10) CONSTRAINT checks_inspection_result_not_null NOT NULL,
    answers jsonb CONSTRAINT checks_inspection_answers_not_null NOT NULL,
    abnormal smallint CONSTRAINT checks_inspection_abnormal_not_null NOT NULL,
    note character varying(500) CONSTRAINT checks_inspection_note_not_null NOT NULL,
    remark character varying(500) CONSTRAINT checks_inspection_remark_not_null NOT NULL,
    client_uuid uuid,
    created_by_id bigint CONSTRAINT checks_inspection_created_by_id_not_null NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint CONSTRAINT checks_inspection_enterprise_id_not_null NOT NULL,
    region_id bigint CONSTRAINT checks_inspection_region_id_not_null NOT NULL,
    site_id bigint CONSTRAINT checks_inspection_site_id_not_null NOT NULL,
    seconds integer,
    photographed_at timestamp with time zone,
    doubts character varying(10)[] CONSTRAINT checks_inspection_doubts_not_null NOT NULL,
    CONSTRAINT checks_inspection_abnormal_check CHECK ((abnormal >= 0)),
    CONSTRAINT checks_inspection_seconds_check CHECK ((seconds >= 0)),
    CONSTRAINT checks_inspection_version_check CHECK ((version >= 0)),
    CONSTRAINT inspection_position_or_reason CHECK ((((lat IS NOT NULL) AND (lon IS NOT NULL)) OR (NOT ((position_missing)::text = ''::text))))
);


--
-- Name: clients_client; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.clients_client (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    app_id character varying(40) NOT NULL,
    name character varying(60) NOT NULL,
    unit character varying(100) NOT NULL,
    contact character varying(50) NOT NULL,
    contact_phone text NOT NULL,
    purpose character varying(300) NOT NULL,
    status character varying(10) NOT NULL,
    sealed_only boolean NOT NULL,
    per_minute integer NOT NULL,
    per_day integer NOT NULL,
    method_limits jsonb NOT NULL,
    methods character varying(100)[] NOT NULL,
    addresses character varying(50)[] NOT NULL,
    expires_on date,
    proposed jsonb,
    proposed_at timestamp with time zone,
    verdict character varying(200) NOT NULL,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    proposed_by_id bigint,
    user_id bigint NOT NULL,
    CONSTRAINT clients_client_per_day_check CHECK ((per_day >= 0)),
    CONSTRAINT clients_client_per_minute_check CHECK ((per_minute >= 0)),
    CONSTRAINT clients_client_version_check CHECK ((version >= 0))
);


--
-- Name: clients_client_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.clients_client ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.clients_client_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: clients_clientcall; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.clients_clientcall (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    method character varying(10) NOT NULL,
    path character varying(300) NOT NULL,
    operation character varying(100) NOT NULL,
    status smallint NOT NULL,
    milliseconds integer NOT NULL,
    bytes_in integer NOT NULL,
    bytes_out bigint NOT NULL,
    sealed boolean NOT NULL,
    address character varying(45) NOT NULL,
    refused character varying(20) NOT NULL,
    request character varying(40) NOT NULL,
    client_id bigint,
    old boolean NOT NULL,
    CONSTRAINT clients_clientcall_bytes_in_check CHECK ((bytes_in >= 0)),
    CONSTRAINT clients_clientcall_bytes_out_check CHECK ((bytes_out >= 0)),
    CONSTRAINT clients_clientcall_milliseconds_check CHECK ((milliseconds >= 0)),
    CONSTRAINT clients_clientcall_status_check CHECK ((status >= 0))
);


--
-- Name: clients_clientcall_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.clients_clientcall ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.clients_clientcall_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: clients_clientkey; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.clients_clientkey (
    id bigint NOT NULL,
    version integer NOT NULL,
    secret text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone,
    client_id bigint NOT NULL,
    CONSTRAINT clients_clientkey_version_check CHECK ((version >= 0))
);


--
-- Name: clients_clientkey_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.clients_clientkey ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.clients_clientkey_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: clients_clientnonce; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.clients_clientnonce (
    id bigint NOT NULL,
    nonce character varying(64) NOT NULL,
    used_at timestamp with time zone NOT NULL,
    client_id bigint NOT NULL
);


--
-- Name: clients_clientnonce_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.clients_clientnonce ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.clients_clientnonce_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: clients_clientsession; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.clients_clientsession (
    id bigint NOT NULL,
    key_version integer NOT NULL,
    token_hash character varying(64) NOT NULL,
    address character varying(45) NOT NULL,
    started_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    client_id bigint NOT NULL,
    CONSTRAINT clients_clientsession_key_version_check CHECK ((key_version >= 0))
);


--
-- Name: clients_clientsession_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.clients_clientsession ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.clients_clientsession_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: codes_miss; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.codes_miss (
    id bigint NOT NULL,
    address character varying(45) NOT NULL,
    "window" timestamp with time zone NOT NULL,
    count integer NOT NULL,
    CONSTRAINT codes_miss_count_check CHECK ((count >= 0))
);


--
-- Name: codes_miss_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.codes_miss ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.codes_miss_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: codes_safecode; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.codes_safecode (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    token character varying(26) NOT NULL,
    subject_kind character varying(30) NOT NULL,
    subject_id bigint NOT NULL,
    subject_name character varying(100) NOT NULL,
    subject_place character varying(200) NOT NULL,
    colour character varying(10) NOT NULL,
    revoked_at timestamp with time zone,
    revoke_reason character varying(200) NOT NULL,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint NOT NULL,
    region_id bigint NOT NULL,
    site_id bigint NOT NULL,
    CONSTRAINT codes_safecode_version_check CHECK ((version >= 0))
);


--
-- Name: codes_safecode_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.codes_safecode ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.codes_safecode_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: codes_scan; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.codes_scan (
    id bigint NOT NULL,
    day date NOT NULL,
    count integer NOT NULL,
    code_id bigint NOT NULL,
    CONSTRAINT codes_scan_count_check CHECK ((count >= 0))
);


--
-- Name: codes_scan_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.codes_scan ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.codes_scan_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: dictionaries_item; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.dictionaries_item (
    id bigint NOT NULL,
    code character varying(20) NOT NULL,
    name character varying(200) NOT NULL,
    parent character varying(20),
    extra jsonb NOT NULL,
    "order" integer NOT NULL,
    enabled boolean NOT NULL,
    initials character varying(200) NOT NULL,
    scheme_id bigint NOT NULL,
    own boolean NOT NULL,
    CONSTRAINT dictionaries_item_order_check CHECK (("order" >= 0))
);


--
-- Name: dictionaries_item_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.dictionaries_item ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dictionaries_item_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: dictionaries_scheme; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.dictionaries_scheme (
    id bigint NOT NULL,
    name character varying(40) NOT NULL,
    title character varying(60) NOT NULL,
    version character varying(60) NOT NULL,
    effective_from date NOT NULL,
    effective_to date,
    source character varying(300) NOT NULL,
    verified boolean NOT NULL,
    digest character varying(64) NOT NULL,
    own boolean NOT NULL
);


--
-- Name: dictionaries_scheme_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.dictionaries_scheme ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dictionaries_scheme_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: django_content_type; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.django_content_type (
    id integer NOT NULL,
    app_label character varying(100) NOT NULL,
    model character varying(100) NOT NULL
);


--
-- Name: django_content_type_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.django_content_type ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_content_type_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: django_migrations; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.django_migrations (
    id bigint NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied timestamp with time zone NOT NULL
);


--
-- Name: django_migrations_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.django_migrations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_migrations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: django_session; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.django_session (
    session_key character varying(40) NOT NULL,
    session_data text NOT NULL,
    expire_date timestamp with time zone NOT NULL
);


--
-- Name: documents_fileddocument; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.documents_fileddocument (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    kind character varying(12) NOT NULL,
    month date NOT NULL,
    origin character varying(8) NOT NULL,
    title character varying(200) NOT NULL,
    number character varying(40) NOT NULL,
    edition smallint NOT NULL,
    retention character varying(10) NOT NULL,
    metadata jsonb NOT NULL,
    mac character varying(64) NOT NULL,
    checks jsonb NOT NULL,
    sound boolean NOT NULL,
    checked_at timestamp with time zone NOT NULL,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint NOT NULL,
    CONSTRAINT documents_fileddocument_edition_check CHECK ((edition >= 0)),
    CONSTRAINT documents_fileddocument_version_check CHECK ((version >= 0))
);


--
-- Name: documents_fileddocument_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.documents_fileddocument ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.documents_fileddocument_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: drills_drill; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.drills_drill (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    month date NOT NULL,
    title character varying(100) NOT NULL,
    kind character varying(20) NOT NULL,
    form character varying(20) NOT NULL,
    planned_on date NOT NULL,
    location character varying(100) NOT NULL,
    organiser character varying(50) NOT NULL,
    participants_planned integer NOT NULL,
    budget numeric(12,2) NOT NULL,
    contact character varying(50) NOT NULL,
    status character varying(20) NOT NULL,
    held_on date,
    happens_on date NOT NULL,
    due_on date,
    attendees bigint[] NOT NULL,
    attendee_names character varying(80)[] NOT NULL,
    others integer NOT NULL,
    participants integer NOT NULL,
    principal_attended boolean NOT NULL,
    process text NOT NULL,
    next_due_on date,
    score smallint,
    grade character varying(10) NOT NULL,
    conclusion text NOT NULL,
    problems jsonb NOT NULL,
    revise_plan boolean NOT NULL,
    revision_opinion text NOT NULL,
    evaluated_on date,
    reported_on date,
    reported_to character varying(100) NOT NULL,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint NOT NULL,
    region_id bigint NOT NULL,
    site_id bigint NOT NULL,
    plan_id bigint,
    CONSTRAINT drill_held_by_somebody CHECK ((((status)::text = 'planned'::text) OR ((held_on IS NOT NULL) AND (participants > 0)))),
    CONSTRAINT drills_drill_others_check CHECK ((others >= 0)),
    CONSTRAINT drills_drill_participants_check CHECK ((participants >= 0)),
    CONSTRAINT drills_drill_participants_planned_check CHECK ((participants_planned >= 0)),
    CONSTRAINT drills_drill_score_check CHECK ((score >= 0)),
    CONSTRAINT drills_drill_version_check CHECK ((version >= 0))
);


--
-- Name: drills_drill_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.drills_drill ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.drills_drill_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: drills_emergencyplan; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.drills_emergencyplan (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    name character varying(100) NOT NULL,
    kind character varying(20) NOT NULL,
    edition character varying(30) NOT NULL,
    published_on date NOT NULL,
    filed_on date,
    filing_no character varying(60) NOT NULL,
    file_by date NOT NULL,
    reviewed_on date,
    review_due_on date NOT NULL,
    to_revise boolean NOT NULL,
    revision_opinion text NOT NULL,
    revised_on date,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint NOT NULL,
    in_force_since date NOT NULL,
    revised_because character varying(20) NOT NULL,
    CONSTRAINT drills_emergencyplan_version_check CHECK ((version >= 0)),
    CONSTRAINT plan_filed_after_publishing CHECK (((filed_on IS NULL) OR (filed_on >= published_on)))
);


--
-- Name: drills_emergencyplan_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.drills_emergencyplan ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.drills_emergencyplan_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: enterprises_census; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.enterprises_census (
    id bigint NOT NULL,
    width smallint NOT NULL,
    area character varying(16) NOT NULL,
    enterprises integer NOT NULL,
    sites integer NOT NULL,
    CONSTRAINT enterprises_census_enterprises_check CHECK ((enterprises >= 0)),
    CONSTRAINT enterprises_census_sites_check CHECK ((sites >= 0)),
    CONSTRAINT enterprises_census_width_check CHECK ((width >= 0))
);


--
-- Name: enterprises_census_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.enterprises_census ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.enterprises_census_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: enterprises_department; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.enterprises_department (
    id bigint NOT NULL,
    name character varying(50) NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    created_by_id bigint NOT NULL,
    ended_at timestamp with time zone,
    ended_by_id bigint,
    end_reason character varying(200) NOT NULL,
    kind character varying(10) NOT NULL,
    parent_id bigint,
    region_id bigint,
    CONSTRAINT enterprises_department_version_check CHECK ((version >= 0))
);


--
-- Name: enterprises_department_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.enterprises_department ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.enterprises_department_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: enterprises_enterprise; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.enterprises_enterprise (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    uscc character varying(18),
    legacy_reg_no character varying(15),
    name character varying(200) NOT NULL,
    address character varying(200) NOT NULL,
    industry character varying(5) NOT NULL,
    supervised_industry character varying(30) NOT NULL,
    scale character varying(10) NOT NULL,
    is_above_scale boolean NOT NULL,
    status character varying(15) NOT NULL,
    management character varying(12) NOT NULL,
    legal_person character varying(50) NOT NULL,
    staff_count integer NOT NULL,
    revenue numeric(14,2),
    founded_on date,
    high_risk boolean NOT NULL,
    contact character varying(50) NOT NULL,
    contact_phone text NOT NULL,
    contact_phone_index character varying(64) NOT NULL,
    search character varying(2)[] NOT NULL,
    search_text character varying(450) NOT NULL,
    created_by_id bigint NOT NULL,
    department_id bigint,
    ended_by_id bigint,
    merged_into_id bigint,
    region_id bigint NOT NULL,
    CONSTRAINT enterprise_has_a_code CHECK (((uscc IS NOT NULL) OR (legacy_reg_no IS NOT NULL))),
    CONSTRAINT enterprises_enterprise_staff_count_check CHECK ((staff_count >= 0)),
    CONSTRAINT enterprises_enterprise_version_check CHECK ((version >= 0))
);


--
-- Name: enterprises_enterprise_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.enterprises_enterprise ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.enterprises_enterprise_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: enterprises_enterpriseregion; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.enterprises_enterpriseregion (
    id bigint NOT NULL,
    enterprise_id bigint NOT NULL,
    region_id bigint NOT NULL
);


--
-- Name: enterprises_enterpriseregion_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.enterprises_enterpriseregion ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.enterprises_enterpriseregion_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: enterprises_enterprisetrace; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.enterprises_enterprisetrace (
    id bigint NOT NULL,
    enterprise bigint NOT NULL,
    department bigint NOT NULL,
    code character varying(18) NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    region_id bigint NOT NULL
);


--
-- Name: enterprises_enterprisetrace_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.enterprises_enterprisetrace ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.enterprises_enterprisetrace_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: enterprises_image; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.enterprises_image (
    id bigint NOT NULL,
    "table" character varying(80) NOT NULL,
    "row" bigint NOT NULL,
    before jsonb,
    after jsonb,
    restructuring_id bigint NOT NULL
);


--
-- Name: enterprises_image_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.enterprises_image ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.enterprises_image_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: enterprises_legacyrow; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.enterprises_legacyrow (
    id bigint NOT NULL,
    system character varying(40) NOT NULL,
    legacy_id character varying(40) NOT NULL,
    enterprise_id bigint NOT NULL,
    site_id bigint NOT NULL
);


--
-- Name: enterprises_legacyrow_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.enterprises_legacyrow ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.enterprises_legacyrow_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: enterprises_restructuring; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.enterprises_restructuring (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    kind character varying(10) NOT NULL,
    reason character varying(200) NOT NULL,
    summary jsonb NOT NULL,
    undone_at timestamp with time zone,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint,
    other_id bigint,
    undone_by_id bigint,
    CONSTRAINT enterprises_restructuring_version_check CHECK ((version >= 0))
);


--
-- Name: enterprises_restructuring_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.enterprises_restructuring ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.enterprises_restructuring_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: enterprises_site; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.enterprises_site (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    name character varying(100) NOT NULL,
    address character varying(200) NOT NULL,
    lon double precision,
    lat double precision,
    datum character varying(10) NOT NULL,
    industry character varying(5) NOT NULL,
    is_registered boolean NOT NULL,
    status character varying(15) NOT NULL,
    staff_count integer NOT NULL,
    contact character varying(50) NOT NULL,
    contact_phone text NOT NULL,
    contact_phone_index character varying(64) NOT NULL,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint NOT NULL,
    region_id bigint NOT NULL,
    CONSTRAINT enterprises_site_staff_count_check CHECK ((staff_count >= 0)),
    CONSTRAINT enterprises_site_version_check CHECK ((version >= 0)),
    CONSTRAINT site_point_is_whole CHECK ((((lat IS NULL) AND (lon IS NULL)) OR ((lat IS NOT NULL) AND (lon IS NOT NULL))))
);


--
-- Name: enterprises_site_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.enterprises_site ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.enterprises_site_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: enterprises_sitemove; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.enterprises_sitemove (
    id bigint NOT NULL,
    moved_on date NOT NULL,
    moved_by_id bigint NOT NULL,
    new_region_id bigint NOT NULL,
    old_region_id bigint NOT NULL,
    site_id bigint NOT NULL
);


--
-- Name: enterprises_sitemove_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.enterprises_sitemove ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.enterprises_sitemove_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: enterprises_statuschange; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.enterprises_statuschange (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    old character varying(15) NOT NULL,
    new character varying(15) NOT NULL,
    effective_on date NOT NULL,
    reason character varying(200) NOT NULL,
    state character varying(10) NOT NULL,
    decided_at timestamp with time zone,
    opinion character varying(200) NOT NULL,
    created_by_id bigint NOT NULL,
    decided_by_id bigint,
    ended_by_id bigint,
    enterprise_id bigint NOT NULL,
    site_id bigint,
    CONSTRAINT enterprises_statuschange_version_check CHECK ((version >= 0))
);


--
-- Name: enterprises_statuschange_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.enterprises_statuschange ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.enterprises_statuschange_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: enterprises_tag; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.enterprises_tag (
    id bigint NOT NULL,
    code character varying(30) NOT NULL,
    source character varying(10) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    note character varying(200) NOT NULL,
    given_at timestamp with time zone NOT NULL,
    withdrawn_at timestamp with time zone,
    withdrawn_reason character varying(200) NOT NULL,
    enterprise_id bigint NOT NULL,
    given_by_id bigint NOT NULL,
    site_id bigint,
    withdrawn_by_id bigint
);


--
-- Name: enterprises_tag_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.enterprises_tag ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.enterprises_tag_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: enterprises_tagkind; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.enterprises_tagkind (
    id bigint NOT NULL,
    code character varying(30) NOT NULL,
    name character varying(30) NOT NULL,
    "group" character varying(30) NOT NULL,
    source character varying(200) NOT NULL,
    verified boolean NOT NULL
);


--
-- Name: enterprises_tagkind_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.enterprises_tagkind ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.enterprises_tagkind_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: enterprises_tagrule; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.enterprises_tagrule (
    id bigint NOT NULL,
    code character varying(30) NOT NULL,
    industries character varying(5)[] NOT NULL,
    supervised character varying(30)[] NOT NULL,
    statuses character varying(15)[] NOT NULL,
    name_contains character varying(20)[] NOT NULL,
    basis character varying(200) NOT NULL,
    verified boolean NOT NULL,
    active boolean NOT NULL
);


--
-- Name: enterprises_tagrule_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.enterprises_tagrule ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.enterprises_tagrule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: equipment_equipment; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.equipment_equipment (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    month date NOT NULL,
    number character varying(30) NOT NULL,
    name character varying(100) NOT NULL,
    class_code character varying(20) NOT NULL,
    "group" character varying(10) NOT NULL,
    model_name character varying(100) NOT NULL,
    manufacturer character varying(100) NOT NULL,
    factory_number character varying(50) NOT NULL,
    location character varying(200) NOT NULL,
    department character varying(50) NOT NULL,
    installed_on date,
    started_on date,
    registered_on date NOT NULL,
    status character varying(10) NOT NULL,
    status_reason character varying(200) NOT NULL,
    special boolean NOT NULL,
    registration_number character varying(50) NOT NULL,
    registration_code character varying(50) NOT NULL,
    last_examination_on date,
    next_examination_on date,
    result character varying(15) NOT NULL,
    note character varying(500) NOT NULL,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint NOT NULL,
    region_id bigint NOT NULL,
    responsible_id bigint,
    site_id bigint NOT NULL,
    CONSTRAINT equipment_equipment_version_check CHECK ((version >= 0)),
    CONSTRAINT equipment_examined_in_order CHECK (((last_examination_on IS NULL) OR (next_examination_on IS NULL) OR (next_examination_on > last_examination_on))),
    CONSTRAINT equipment_special_in_use_is_examined CHECK (((NOT (special AND ((status)::text = 'in_use'::text))) OR ((next_examination_on IS NOT NULL) AND (started_on IS NOT NULL))))
);


--
-- Name: equipment_equipment_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.equipment_equipment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.equipment_equipment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: equipment_examination; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.equipment_examination (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    kind character varying(15) NOT NULL,
    examined_on date NOT NULL,
    institution character varying(100) NOT NULL,
    report_number character varying(50) NOT NULL,
    result character varying(15) NOT NULL,
    next_due_on date NOT NULL,
    note character varying(500) NOT NULL,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint NOT NULL,
    equipment_id bigint NOT NULL,
    region_id bigint NOT NULL,
    site_id bigint NOT NULL,
    CONSTRAINT equipment_examination_version_check CHECK ((version >= 0)),
    CONSTRAINT examination_ends_after_it_begins CHECK ((next_due_on > examined_on))
);


--
-- Name: equipment_examination_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.equipment_examination ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.equipment_examination_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: equipment_safetydevice; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.equipment_safetydevice (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    name character varying(100) NOT NULL,
    kind character varying(20) NOT NULL,
    number character varying(50) NOT NULL,
    calibrated_on date,
    calibration_due_on date,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint NOT NULL,
    equipment_id bigint NOT NULL,
    region_id bigint NOT NULL,
    site_id bigint NOT NULL,
    CONSTRAINT equipment_safetydevice_version_check CHECK ((version >= 0))
);


--
-- Name: equipment_safetydevice_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.equipment_safetydevice ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.equipment_safetydevice_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: exports_export; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.exports_export (
    id bigint NOT NULL,
    ledger character varying(40) NOT NULL,
    query text NOT NULL,
    conditions character varying(500) NOT NULL,
    columns jsonb NOT NULL,
    format character varying(4) NOT NULL,
    status character varying(10) NOT NULL,
    total integer NOT NULL,
    done integer NOT NULL,
    name character varying(120) NOT NULL,
    key character varying(60) NOT NULL,
    size bigint NOT NULL,
    message character varying(500) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    expires_at timestamp with time zone,
    cancel_asked_at timestamp with time zone,
    request character varying(40) NOT NULL,
    address character varying(45) NOT NULL,
    user_id bigint NOT NULL,
    CONSTRAINT exports_export_done_check CHECK ((done >= 0)),
    CONSTRAINT exports_export_size_check CHECK ((size >= 0)),
    CONSTRAINT exports_export_total_check CHECK ((total >= 0))
);


--
-- Name: exports_export_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.exports_export ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.exports_export_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: files_attachment; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.files_attachment (
    id bigint NOT NULL,
    owner_kind character varying(60) NOT NULL,
    owner_id bigint NOT NULL,
    slot character varying(40) NOT NULL,
    "order" smallint NOT NULL,
    removed_at timestamp with time zone,
    file_id bigint NOT NULL,
    CONSTRAINT files_attachment_order_check CHECK (("order" >= 0))
);


--
-- Name: files_attachment_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.files_attachment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.files_attachment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: files_storedfile; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.files_storedfile (
    id bigint NOT NULL,
    sm3 character varying(64) NOT NULL,
    size bigint NOT NULL,
    kind character varying(10) NOT NULL,
    mime character varying(100) NOT NULL,
    name character varying(120) NOT NULL,
    width integer,
    height integer,
    created_at timestamp with time zone NOT NULL,
    created_by_id bigint NOT NULL,
    CONSTRAINT files_storedfile_height_check CHECK ((height >= 0)),
    CONSTRAINT files_storedfile_size_check CHECK ((size >= 0)),
    CONSTRAINT files_storedfile_width_check CHECK ((width >= 0))
);


--
-- Name: files_storedfile_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.files_storedfile ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.files_storedfile_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: footage_footagelabel; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.footage_footagelabel (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    name character varying(30) NOT NULL,
    keeps boolean NOT NULL,
    note character varying(200) NOT NULL,
    status character varying(10) NOT NULL,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    CONSTRAINT footage_footagelabel_version_check CHECK ((version >= 0))
);


--
-- Name: footage_footagelabel_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.footage_footagelabel ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.footage_footagelabel_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: footage_footagemark; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.footage_footagemark (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    channel character varying(40) NOT NULL,
    since timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    note character varying(300) NOT NULL,
    created_by_id bigint NOT NULL,
    department_id bigint NOT NULL,
    ended_by_id bigint,
    label_id bigint NOT NULL,
    region_id bigint NOT NULL,
    terminal_id bigint NOT NULL,
    CONSTRAINT footage_footagemark_version_check CHECK ((version >= 0))
);


--
-- Name: footage_footagemark_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.footage_footagemark ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.footage_footagemark_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: gateways_gateway; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.gateways_gateway (
    id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    revision bigint NOT NULL,
    spool character varying(40) NOT NULL,
    seq bigint NOT NULL,
    heard_at timestamp with time zone,
    sessions_until timestamp with time zone
);


--
-- Name: gateways_gateway_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.gateways_gateway ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.gateways_gateway_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: hazards_event; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.hazards_event (
    id bigint NOT NULL,
    step character varying(20) NOT NULL,
    status character varying(20) NOT NULL,
    at timestamp with time zone NOT NULL,
    words text NOT NULL,
    actor_id bigint NOT NULL,
    hazard_id bigint NOT NULL,
    round_id bigint
);


--
-- Name: hazards_event_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.hazards_event ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.hazards_event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: hazards_extension; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.hazards_extension (
    id bigint NOT NULL,
    reason text NOT NULL,
    before date NOT NULL,
    until date NOT NULL,
    requested_at timestamp with time zone NOT NULL,
    decision character varying(10) NOT NULL,
    decided_at timestamp with time zone,
    comment text NOT NULL,
    decided_by_id bigint,
    requested_by_id bigint NOT NULL,
    hazard_id bigint NOT NULL
);


--
-- Name: hazards_extension_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.hazards_extension ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.hazards_extension_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: hazards_hazard; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.hazards_hazard (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    client_uuid uuid,
    captured_at timestamp with time zone,
    synced_late boolean NOT NULL,
    month date NOT NULL,
    notified_at timestamp with time zone,
    notified_to character varying(100) NOT NULL,
    congress_told boolean NOT NULL,
    plan_goal text NOT NULL,
    plan_methods text NOT NULL,
    plan_funds text NOT NULL,
    plan_people text NOT NULL,
    plan_schedule text NOT NULL,
    plan_safety text NOT NULL,
    plan_approved_at timestamp with time zone,
    is_supervised boolean NOT NULL,
    supervised_at timestamp with time zone,
    supervising_body character varying(100) NOT NULL,
    supervise_no character varying(60) NOT NULL,
    supervise_deadline date,
    supervise_leader character varying(50) NOT NULL,
    supervise_public boolean NOT NULL,
    lift_no character varying(60) NOT NULL,
    lifted_at timestamp with time zone,
    number character varying(30) NOT NULL,
    description text NOT NULL,
    location character varying(200) NOT NULL,
    category character varying(20) NOT NULL,
    source character varying(20) NOT NULL,
    level character varying(10) NOT NULL,
    level_basis character varying(500) NOT NULL,
    criterion character varying(20) NOT NULL,
    status character varying(20) NOT NULL,
    origin_kind character varying(40) NOT NULL,
    origin_id bigint,
    risk_point_id bigint,
    lon double precision,
    lat double precision,
    found_at timestamp with time zone NOT NULL,
    found_on date NOT NULL,
    responsible_name character varying(50) NOT NULL,
    measures text NOT NULL,
    funds numeric(12,2),
    deadline date,
    emergency_plan text NOT NULL,
    interim_control text NOT NULL,
    assigned_at timestamp with time zone,
    due_on date,
    rounds_count smallint NOT NULL,
    rectified_at timestamp with time zone,
    rectified_on date,
    cost numeric(12,2),
    reviewed_at timestamp with time zone,
    extensions_count smallint NOT NULL,
    closed_at timestamp with time zone,
    closed_on date,
    days_to_close integer,
    announced text NOT NULL,
    dismiss_reason character varying(500) NOT NULL,
    search_text character varying(1300) NOT NULL,
    search character varying(2)[] NOT NULL,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint NOT NULL,
    found_by_id bigint NOT NULL,
    plan_approved_by_id bigint,
    planned_by_id bigint,
    rectified_by_id bigint,
    region_id bigint NOT NULL,
    responsible_id bigint,
    reviewed_by_id bigint,
    site_id bigint NOT NULL,
    recurring boolean NOT NULL,
    urged_count smallint NOT NULL,
    urged_at timestamp with time zone,
    escalated_at timestamp with time zone,
    CONSTRAINT hazard_assigned_to_somebody CHECK ((((status)::text = ANY (ARRAY[('reported'::character varying)::text, ('graded'::character varying)::text, ('notified'::character varying)::text, ('planned'::character varying)::text, ('plan_approved'::character varying)::text, ('dismissed'::character varying)::text])) OR ((deadline IS NOT NULL) AND (NOT ((responsible_name)::text = ''::text))))),
    CONSTRAINT hazard_closed_after_review CHECK (((NOT ((status)::text = 'closed'::text)) OR ((closed_on IS NOT NULL) AND (rectified_by_id IS NOT NULL) AND (reviewed_by_id IS NOT NULL)))),
    CONSTRAINT hazard_point_is_whole CHECK ((((lat IS NULL) AND (lon IS NULL)) OR ((lat IS NOT NULL) AND (lon IS NOT NULL)))),
    CONSTRAINT hazard_reviewed_by_another CHECK (((reviewed_by_id IS NULL) OR (rectified_by_id IS NULL) OR (NOT ((reviewed_by_id = rectified_by_id) AND (reviewed_by_id IS NOT NULL) AND (rectified_by_id IS NOT NULL))))),
    CONSTRAINT hazards_hazard_days_to_close_check CHECK ((days_to_close >= 0)),
    CONSTRAINT hazards_hazard_extensions_count_check CHECK ((extensions_count >= 0)),
    CONSTRAINT hazards_hazard_rounds_count_check CHECK ((rounds_count >= 0)),
    CONSTRAINT hazards_hazard_urged_count_check CHECK ((urged_count >= 0)),
    CONSTRAINT hazards_hazard_version_check CHECK ((version >= 0))
);


--
-- Name: hazards_hazard_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.hazards_hazard ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.hazards_hazard_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: hazards_numberseries; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.hazards_numberseries (
    prefix character varying(20) NOT NULL,
    last integer NOT NULL,
    CONSTRAINT hazards_numberseries_last_check CHECK ((last >= 0))
);


--
-- Name: hazards_reminder; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.hazards_reminder (
    id bigint NOT NULL,
    stage character varying(12) NOT NULL,
    deadline date NOT NULL,
    hazard_id bigint NOT NULL
);


--
-- Name: hazards_reminder_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.hazards_reminder ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.hazards_reminder_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: hazards_round; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.hazards_round (
    id bigint NOT NULL,
    number smallint NOT NULL,
    done text NOT NULL,
    cost numeric(12,2),
    submitted_at timestamp with time zone NOT NULL,
    applied_at timestamp with time zone,
    assessment text NOT NULL,
    result character varying(10) NOT NULL,
    reviewed_at timestamp with time zone,
    by_authority boolean NOT NULL,
    comment text NOT NULL,
    applied_by_id bigint,
    hazard_id bigint NOT NULL,
    reviewed_by_id bigint,
    submitted_by_id bigint NOT NULL,
    CONSTRAINT hazards_round_number_check CHECK ((number >= 0))
);


--
-- Name: hazards_round_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.hazards_round ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.hazards_round_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: imports_headermemory; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.imports_headermemory (
    id bigint NOT NULL,
    ledger character varying(40) NOT NULL,
    header character varying(200) NOT NULL,
    field character varying(60) NOT NULL,
    enterprise_id bigint,
    user_id bigint
);


--
-- Name: imports_headermemory_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.imports_headermemory ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.imports_headermemory_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: imports_import; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.imports_import (
    id bigint NOT NULL,
    ledger character varying(40) NOT NULL,
    name character varying(120) NOT NULL,
    form character varying(10) NOT NULL,
    key character varying(60) NOT NULL,
    status character varying(10) NOT NULL,
    sheets text NOT NULL,
    sheet character varying(100) NOT NULL,
    header_row integer,
    header_depth smallint NOT NULL,
    headers jsonb NOT NULL,
    mapping jsonb NOT NULL,
    mode character varying(5) NOT NULL,
    loaded boolean NOT NULL,
    total integer NOT NULL,
    checked integer NOT NULL,
    ready integer NOT NULL,
    wrong integer NOT NULL,
    passed_over integer NOT NULL,
    done integer NOT NULL,
    message character varying(500) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    cancel_asked_at timestamp with time zone,
    request character varying(40) NOT NULL,
    address character varying(45) NOT NULL,
    user_id bigint NOT NULL,
    secret text NOT NULL,
    untold jsonb NOT NULL,
    CONSTRAINT imports_import_checked_check CHECK ((checked >= 0)),
    CONSTRAINT imports_import_done_check CHECK ((done >= 0)),
    CONSTRAINT imports_import_header_depth_check CHECK ((header_depth >= 0)),
    CONSTRAINT imports_import_header_row_check CHECK ((header_row >= 0)),
    CONSTRAINT imports_import_passed_over_check CHECK ((passed_over >= 0)),
    CONSTRAINT imports_import_ready_check CHECK ((ready >= 0)),
    CONSTRAINT imports_import_total_check CHECK ((total >= 0)),
    CONSTRAINT imports_import_wrong_check CHECK ((wrong >= 0))
);


--
-- Name: imports_import_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.imports_import ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.imports_import_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: imports_importrow; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.imports_importrow (
    id bigint NOT NULL,
    number integer NOT NULL,
    cells text NOT NULL,
    "values" text NOT NULL,
    errors text NOT NULL,
    state character varying(12) NOT NULL,
    digest character varying(64) NOT NULL,
    record bigint,
    imported_id bigint NOT NULL,
    CONSTRAINT imports_importrow_number_check CHECK ((number >= 0))
);


--
-- Name: imports_importrow_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.imports_importrow ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.imports_importrow_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: industrial_industrialfirm; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.industrial_industrialfirm (
    id bigint NOT NULL,
    key character varying(20) NOT NULL,
    uscc character varying(18) NOT NULL,
    name character varying(200) NOT NULL,
    known character varying(10) NOT NULL,
    provincial_status character varying(30) NOT NULL,
    level character varying(10) NOT NULL,
    major integer NOT NULL,
    large integer NOT NULL,
    general integer NOT NULL,
    low integer NOT NULL,
    declared integer NOT NULL,
    without_card integer NOT NULL,
    tasks integer NOT NULL,
    tasks_done integer NOT NULL,
    hazards_open integer NOT NULL,
    hazards_overdue integer NOT NULL,
    report character varying(10) NOT NULL,
    report_due_on date,
    reported_at timestamp with time zone,
    zero_risk boolean NOT NULL,
    production character varying(10) NOT NULL,
    changed_on date,
    change_due_on date,
    change character varying(10) NOT NULL,
    refreshed_at timestamp with time zone NOT NULL,
    enterprise_id bigint,
    CONSTRAINT industrial_industrialfirm_declared_check CHECK ((declared >= 0)),
    CONSTRAINT industrial_industrialfirm_general_check CHECK ((general >= 0)),
    CONSTRAINT industrial_industrialfirm_hazards_open_check CHECK ((hazards_open >= 0)),
    CONSTRAINT industrial_industrialfirm_hazards_overdue_check CHECK ((hazards_overdue >= 0)),
    CONSTRAINT industrial_industrialfirm_large_check CHECK ((large >= 0)),
    CONSTRAINT industrial_industrialfirm_low_check CHECK ((low >= 0)),
    CONSTRAINT industrial_industrialfirm_major_check CHECK ((major >= 0)),
    CONSTRAINT industrial_industrialfirm_tasks_check CHECK ((tasks >= 0)),
    CONSTRAINT industrial_industrialfirm_tasks_done_check CHECK ((tasks_done >= 0)),
    CONSTRAINT industrial_industrialfirm_without_card_check CHECK ((without_card >= 0))
);


--
-- Name: industrial_industrialfirm_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.industrial_industrialfirm ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.industrial_industrialfirm_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: jobs_jobrun; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.jobs_jobrun (
    id bigint NOT NULL,
    name character varying(60) NOT NULL,
    period character varying(20) NOT NULL,
    attempts smallint NOT NULL,
    started_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    result character varying(200) NOT NULL,
    error character varying(500) NOT NULL,
    CONSTRAINT jobs_jobrun_attempts_check CHECK ((attempts >= 0))
);


--
-- Name: jobs_jobrun_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.jobs_jobrun ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.jobs_jobrun_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: jobs_pause; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.jobs_pause (
    id bigint NOT NULL,
    name character varying(60) NOT NULL,
    reason character varying(200) NOT NULL,
    paused_at timestamp with time zone NOT NULL,
    paused_by_id bigint NOT NULL
);


--
-- Name: jobs_pause_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.jobs_pause ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.jobs_pause_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: joining_claim; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.joining_claim (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    kind character varying(10) NOT NULL,
    status character varying(10) NOT NULL,
    place character varying(10) NOT NULL,
    uscc character varying(18) NOT NULL,
    firm_name character varying(200) NOT NULL,
    address character varying(200) NOT NULL,
    message character varying(200) NOT NULL,
    decide_by timestamp with time zone NOT NULL,
    asked_at timestamp with time zone,
    answered_at timestamp with time zone,
    answer character varying(200) NOT NULL,
    decided_at timestamp with time zone,
    opinion character varying(200) NOT NULL,
    answered_by_id bigint,
    created_by_id bigint NOT NULL,
    decided_by_id bigint,
    ended_by_id bigint,
    enterprise_id bigint,
    region_id bigint NOT NULL,
    phone text NOT NULL,
    phone_index character varying(64) NOT NULL,
    CONSTRAINT claim_decided_by_another CHECK (((decided_by_id IS NULL) OR (NOT ((decided_by_id = created_by_id) AND (decided_by_id IS NOT NULL))) OR ((status)::text = 'withdrawn'::text))),
    CONSTRAINT joining_claim_version_check CHECK ((version >= 0))
);


--
-- Name: joining_claim_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.joining_claim ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.joining_claim_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: joining_invitation; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.joining_invitation (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    by character varying(10) NOT NULL,
    place character varying(10) NOT NULL,
    invitee character varying(50) NOT NULL,
    phone text NOT NULL,
    phone_index character varying(64) NOT NULL,
    token text NOT NULL,
    token_index character varying(64) NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    most smallint NOT NULL,
    uses smallint NOT NULL,
    revoked_at timestamp with time zone,
    stays_as character varying(10) NOT NULL,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint NOT NULL,
    CONSTRAINT invitation_uses_bounded CHECK ((uses <= most)),
    CONSTRAINT joining_invitation_most_check CHECK ((most >= 0)),
    CONSTRAINT joining_invitation_uses_check CHECK ((uses >= 0)),
    CONSTRAINT joining_invitation_version_check CHECK ((version >= 0))
);


--
-- Name: joining_invitation_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.joining_invitation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.joining_invitation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: joining_membership; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.joining_membership (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    place character varying(10) NOT NULL,
    how character varying(12) NOT NULL,
    since timestamp with time zone,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint NOT NULL,
    invited_by_id bigint,
    user_id bigint NOT NULL,
    CONSTRAINT joining_membership_version_check CHECK ((version >= 0))
);


--
-- Name: joining_membership_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.joining_membership ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.joining_membership_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: laws_article; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.laws_article (
    id bigint NOT NULL,
    "order" integer NOT NULL,
    number integer NOT NULL,
    branch smallint NOT NULL,
    label character varying(200) NOT NULL,
    headings character varying(120)[] NOT NULL,
    paragraphs jsonb NOT NULL,
    search character varying(2)[] NOT NULL,
    search_head text NOT NULL,
    search_text text NOT NULL,
    version_id bigint NOT NULL,
    CONSTRAINT laws_article_branch_check CHECK ((branch >= 0)),
    CONSTRAINT laws_article_number_check CHECK ((number >= 0)),
    CONSTRAINT laws_article_order_check CHECK (("order" >= 0))
);


--
-- Name: laws_article_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.laws_article ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.laws_article_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: laws_law; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.laws_law (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    title character varying(200) NOT NULL,
    short character varying(100) NOT NULL,
    names character varying(100)[] NOT NULL,
    kind character varying(20) NOT NULL,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    CONSTRAINT laws_law_version_check CHECK ((version >= 0))
);


--
-- Name: laws_law_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.laws_law ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.laws_law_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: laws_lawversion; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.laws_lawversion (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    title character varying(200) NOT NULL,
    kind character varying(20) NOT NULL,
    issuer character varying(100) NOT NULL,
    number character varying(100) NOT NULL,
    published_on date,
    effective_on date,
    replaced_on date,
    repealed_on date,
    repeal_note character varying(200) NOT NULL,
    status character varying(20) NOT NULL,
    history jsonb NOT NULL,
    outline jsonb NOT NULL,
    warnings jsonb NOT NULL,
    articles_count integer NOT NULL,
    source character varying(200) NOT NULL,
    text text NOT NULL,
    digest character varying(64) NOT NULL,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    law_id bigint,
    CONSTRAINT law_published_is_whole CHECK ((((status)::text = 'draft'::text) OR ((effective_on IS NOT NULL) AND (law_id IS NOT NULL) AND (published_on IS NOT NULL)))),
    CONSTRAINT laws_lawversion_articles_count_check CHECK ((articles_count >= 0)),
    CONSTRAINT laws_lawversion_version_check CHECK ((version >= 0))
);


--
-- Name: laws_lawversion_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.laws_lawversion ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.laws_lawversion_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: ledgerkit_fact; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.ledgerkit_fact (
    id bigint NOT NULL,
    ledger character varying(40) NOT NULL,
    month date NOT NULL,
    dimension character varying(40) NOT NULL,
    measure character varying(40) NOT NULL,
    value bigint NOT NULL,
    enterprise_id bigint NOT NULL,
    region_id bigint NOT NULL,
    site_id bigint NOT NULL
)
WITH (autovacuum_vacuum_scale_factor='0.01', autovacuum_vacuum_insert_scale_factor='0.01', autovacuum_analyze_scale_factor='0.01');


--
-- Name: ledgerkit_fact_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.ledgerkit_fact ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.ledgerkit_fact_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: ledgerkit_judged; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.ledgerkit_judged (
    id bigint NOT NULL,
    duty character varying(40) NOT NULL,
    areas character varying(16)[] NOT NULL,
    enterprise_id bigint NOT NULL,
    judgement_id bigint NOT NULL
);


--
-- Name: ledgerkit_judged_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.ledgerkit_judged ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.ledgerkit_judged_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: ledgerkit_judgedday; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.ledgerkit_judgedday (
    duty character varying(40) NOT NULL,
    day date NOT NULL
);


--
-- Name: ledgerkit_judgedtotal; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.ledgerkit_judgedtotal (
    id bigint NOT NULL,
    duty character varying(40) NOT NULL,
    rule character varying(60) NOT NULL,
    "position" character varying(200) NOT NULL,
    width smallint NOT NULL,
    area character varying(16) NOT NULL,
    n integer NOT NULL,
    CONSTRAINT ledgerkit_judgedtotal_width_check CHECK ((width >= 0))
);


--
-- Name: ledgerkit_judgedtotal_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.ledgerkit_judgedtotal ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.ledgerkit_judgedtotal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: ledgerkit_judgement; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.ledgerkit_judgement (
    id bigint NOT NULL,
    duty character varying(40) NOT NULL,
    owed text NOT NULL,
    positions jsonb NOT NULL
);


--
-- Name: ledgerkit_judgement_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.ledgerkit_judgement ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.ledgerkit_judgement_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: ledgerkit_mark; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.ledgerkit_mark (
    id bigint NOT NULL,
    ledger character varying(40) NOT NULL,
    month date NOT NULL,
    site_id bigint NOT NULL
);


--
-- Name: ledgerkit_mark_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.ledgerkit_mark ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.ledgerkit_mark_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: ledgerkit_total; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.ledgerkit_total (
    id bigint NOT NULL,
    ledger character varying(40) NOT NULL,
    month date NOT NULL,
    dimension character varying(40) NOT NULL,
    measure character varying(40) NOT NULL,
    value bigint NOT NULL,
    region_id bigint NOT NULL
)
WITH (autovacuum_vacuum_scale_factor='0.01', autovacuum_vacuum_insert_scale_factor='0.01');


--
-- Name: ledgerkit_total_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.ledgerkit_total ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.ledgerkit_total_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: ledgerkit_touched; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.ledgerkit_touched (
    id bigint NOT NULL,
    enterprise_id bigint NOT NULL
);


--
-- Name: ledgerkit_touched_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.ledgerkit_touched ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.ledgerkit_touched_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: limits_spent; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.limits_spent (
    id bigint NOT NULL,
    key character varying(200) NOT NULL,
    until timestamp with time zone NOT NULL,
    count integer NOT NULL,
    CONSTRAINT limits_spent_count_check CHECK ((count >= 0))
);


--
-- Name: limits_spent_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.limits_spent ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.limits_spent_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: notices_notice; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.notices_notice (
    id bigint NOT NULL,
    kind character varying(40) NOT NULL,
    title character varying(100) NOT NULL,
    body character varying(500) NOT NULL,
    link character varying(200) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    read_at timestamp with time zone,
    user_id bigint NOT NULL,
    once character varying(80),
    held boolean NOT NULL
);


--
-- Name: notices_notice_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.notices_notice ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.notices_notice_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: notices_noticesms; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.notices_noticesms (
    id bigint NOT NULL,
    send_after timestamp with time zone NOT NULL,
    settled_at timestamp with time zone,
    remark character varying(60) NOT NULL,
    message_id bigint,
    notice_id bigint NOT NULL
);


--
-- Name: notices_noticesms_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.notices_noticesms ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.notices_noticesms_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: notices_noticewish; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.notices_noticewish (
    id bigint NOT NULL,
    kind character varying(40) NOT NULL,
    mode character varying(10) NOT NULL,
    sms boolean NOT NULL,
    user_id bigint NOT NULL
);


--
-- Name: notices_noticewish_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.notices_noticewish ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.notices_noticewish_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: organisation_safetyorganisation; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.organisation_safetyorganisation (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    name character varying(50) NOT NULL,
    kind character varying(12) NOT NULL,
    grade character varying(10) NOT NULL,
    members bigint[] NOT NULL,
    established_on date,
    duties text NOT NULL,
    address character varying(200) NOT NULL,
    lon double precision,
    lat double precision,
    datum character varying(10) NOT NULL,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint NOT NULL,
    head_id bigint,
    parent_id bigint,
    CONSTRAINT organisation_is_not_its_own_parent CHECK (((parent_id IS NULL) OR (NOT ((parent_id = id) AND (parent_id IS NOT NULL))))),
    CONSTRAINT organisation_point_is_whole CHECK ((((lat IS NULL) AND (lon IS NULL)) OR ((lat IS NOT NULL) AND (lon IS NOT NULL)))),
    CONSTRAINT organisation_safetyorganisation_version_check CHECK ((version >= 0))
);


--
-- Name: organisation_safetyorganisation_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.organisation_safetyorganisation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.organisation_safetyorganisation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: parameters_value; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.parameters_value (
    id bigint NOT NULL,
    key character varying(60) NOT NULL,
    value jsonb NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    reason character varying(200) NOT NULL,
    set_at timestamp with time zone NOT NULL,
    set_by_id bigint NOT NULL
);


--
-- Name: parameters_value_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.parameters_value ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.parameters_value_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: people_certificate; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.people_certificate (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    kind character varying(20) NOT NULL,
    category character varying(100) NOT NULL,
    number text NOT NULL,
    issuer character varying(100) NOT NULL,
    issued_on date,
    valid_from date,
    valid_to date,
    review_due_on date,
    verified boolean NOT NULL,
    verified_at timestamp with time zone,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint NOT NULL,
    verified_by_id bigint,
    person_id bigint NOT NULL,
    number_index character varying(64) NOT NULL,
    CONSTRAINT certificate_ends_after_it_begins CHECK (((valid_from IS NULL) OR (valid_to IS NULL) OR (valid_to >= valid_from))),
    CONSTRAINT people_certificate_version_check CHECK ((version >= 0))
);


--
-- Name: people_certificate_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.people_certificate ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.people_certificate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: people_person; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.people_person (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    name character varying(50) NOT NULL,
    roles character varying(20)[] NOT NULL,
    workshop character varying(50) NOT NULL,
    post character varying(50) NOT NULL,
    phone text NOT NULL,
    phone_index character varying(64) NOT NULL,
    id_number text NOT NULL,
    id_number_index character varying(64) NOT NULL,
    duties text NOT NULL,
    joined_on date,
    left_on date,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint NOT NULL,
    site_id bigint,
    user_id bigint,
    CONSTRAINT people_person_version_check CHECK ((version >= 0)),
    CONSTRAINT person_leaves_after_joining CHECK (((left_on IS NULL) OR (joined_on IS NULL) OR (left_on >= joined_on)))
);


--
-- Name: people_person_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.people_person ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.people_person_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: permits_workpermit; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.permits_workpermit (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    month date NOT NULL,
    kind character varying(12) NOT NULL,
    level character varying(8) NOT NULL,
    number character varying(50) NOT NULL,
    spot character varying(100) NOT NULL,
    content character varying(500) NOT NULL,
    unit character varying(100) NOT NULL,
    contractor boolean NOT NULL,
    workers character varying(200) NOT NULL,
    guardian character varying(50) NOT NULL,
    risks text NOT NULL,
    measures text NOT NULL,
    analysis character varying(200) NOT NULL,
    begins_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    work_on date NOT NULL,
    status character varying(10) NOT NULL,
    approver character varying(50) NOT NULL,
    approved_at timestamp with time zone,
    opened_at timestamp with time zone,
    closed_at timestamp with time zone,
    accepted_by character varying(50) NOT NULL,
    remark character varying(500) NOT NULL,
    cancelled_because character varying(200) NOT NULL,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint NOT NULL,
    region_id bigint NOT NULL,
    site_id bigint NOT NULL,
    CONSTRAINT permit_ends_after_it_begins CHECK ((ends_at > begins_at)),
    CONSTRAINT permits_workpermit_version_check CHECK ((version >= 0))
);


--
-- Name: permits_workpermit_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.permits_workpermit ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.permits_workpermit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: plans_plan; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.plans_plan (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    subject_kind character varying(30) NOT NULL,
    subject_id bigint NOT NULL,
    subject_group character varying(20) NOT NULL,
    subject_name character varying(100) NOT NULL,
    name character varying(100) NOT NULL,
    kind character varying(15) NOT NULL,
    period character varying(10) NOT NULL,
    shifts smallint NOT NULL,
    starts_on date NOT NULL,
    status character varying(10) NOT NULL,
    stop_reason character varying(200) NOT NULL,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint NOT NULL,
    region_id bigint NOT NULL,
    responsible_id bigint,
    site_id bigint NOT NULL,
    CONSTRAINT plan_one_or_group CHECK (((((subject_group)::text = ''::text) AND (subject_id > 0)) OR ((subject_id = 0) AND (NOT ((subject_group)::text = ''::text))))),
    CONSTRAINT plan_shifts CHECK (((shifts >= 1) AND (shifts <= 4))),
    CONSTRAINT plans_plan_shifts_check CHECK ((shifts >= 0)),
    CONSTRAINT plans_plan_version_check CHECK ((version >= 0))
);


--
-- Name: plans_plan_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.plans_plan ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plans_plan_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: plans_plantask; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.plans_plantask (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    month date NOT NULL,
    kind character varying(15) NOT NULL,
    subject_id bigint NOT NULL,
    subject_name character varying(100) NOT NULL,
    location character varying(200) NOT NULL,
    starts_on date NOT NULL,
    due_on date NOT NULL,
    required smallint NOT NULL,
    done smallint NOT NULL,
    abnormal smallint NOT NULL,
    status character varying(15) NOT NULL,
    late boolean NOT NULL,
    completed_at timestamp with time zone,
    opinion character varying(200) NOT NULL,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint NOT NULL,
    plan_id bigint NOT NULL,
    region_id bigint NOT NULL,
    site_id bigint NOT NULL,
    CONSTRAINT plans_plantask_abnormal_check CHECK ((abnormal >= 0)),
    CONSTRAINT plans_plantask_done_check CHECK ((done >= 0)),
    CONSTRAINT plans_plantask_required_check CHECK ((required >= 0)),
    CONSTRAINT plans_plantask_version_check CHECK ((version >= 0))
)
PARTITION BY RANGE (month);


--
-- Name: plans_plantask_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.plans_plantask_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: plans_plantask_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.plans_plantask_id_seq OWNED BY public.plans_plantask.id;


--
-- Name: plans_plantask_rest; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.plans_plantask_rest (
    id bigint DEFAULT nextval('public.plans_plantask_id_seq'::regclass) CONSTRAINT plans_plantask_id_not_null NOT NULL,
    version integer CONSTRAINT plans_plantask_version_not_null NOT NULL,
    created_at timestamp with time zone CONSTRAINT plans_plantask_created_at_not_null NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) CONSTRAINT plans_plantask_end_reason_not_null NOT NULL,
    month date CONSTRAINT plans_plantask_month_not_null NOT NULL,
    kind character varying(15) CONSTRAINT plans_plantask_kind_not_null NOT NULL,
    subject_id bigint CONSTRAINT plans_plantask_subject_id_not_null NOT NULL,
    subject_name character varying(100) CONSTRAINT plans_plantask_subject_name_not_null NOT NULL,
    location character varying(200) CONSTRAINT plans_plantask_location_not_null NOT NULL,
    starts_on date CONSTRAINT plans_plantask_starts_on_not_null NOT NULL,
    due_on date CONSTRAINT plans_plantask_due_on_not_null NOT NULL,
    required smallint CONSTRAINT plans_plantask_required_not_null NOT NULL,
    done smallint CONSTRAINT plans_plantask_done_not_null NOT NULL,
    abnormal smallint CONSTRAINT plans_plantask_abnormal_not_null NOT NULL,
    status character varying(15) CONSTRAINT plans_plantask_status_not_null NOT NULL,
    late boolean CONSTRAINT plans_plantask_late_not_null NOT NULL,
    completed_at timestamp with time zone,
    opinion character varying(200) CONSTRAINT plans_plantask_opinion_not_null NOT NULL,
    created_by_id bigint CONSTRAINT plans_plantask_created_by_id_not_null NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint CONSTRAINT plans_plantask_enterprise_id_not_null NOT NULL,
    plan_id bigint CONSTRAINT plans_plantask_plan_id_not_null NOT NULL,
    region_id bigint CONSTRAINT plans_plantask_region_id_not_null NOT NULL,
    site_id bigint CONSTRAINT plans_plantask_site_id_not_null NOT NULL,
    CONSTRAINT plans_plantask_abnormal_check CHECK ((abnormal >= 0)),
    CONSTRAINT plans_plantask_done_check CHECK ((done >= 0)),
    CONSTRAINT plans_plantask_required_check CHECK ((required >= 0)),
    CONSTRAINT plans_plantask_version_check CHECK ((version >= 0))
);


--
-- Name: posts_post; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.posts_post (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    name character varying(50) NOT NULL,
    kind character varying(15) NOT NULL,
    department character varying(50) NOT NULL,
    holders bigint[] NOT NULL,
    holder_names character varying(80)[] NOT NULL,
    scope text NOT NULL,
    criteria jsonb NOT NULL,
    cycle character varying(10) NOT NULL,
    status character varying(10) NOT NULL,
    edition integer,
    posted_on date,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint NOT NULL,
    posted_id bigint,
    CONSTRAINT post_posted_is_whole CHECK ((((edition IS NULL) AND (posted_id IS NULL) AND (posted_on IS NULL) AND ((status)::text = 'draft'::text)) OR ((NOT ((status)::text = 'draft'::text)) AND (edition IS NOT NULL) AND (posted_id IS NOT NULL) AND (posted_on IS NOT NULL)))),
    CONSTRAINT posts_post_edition_check CHECK ((edition >= 0)),
    CONSTRAINT posts_post_version_check CHECK ((version >= 0))
);


--
-- Name: posts_post_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.posts_post ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.posts_post_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: posts_postassessment; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.posts_postassessment (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    title character varying(100) NOT NULL,
    begin date NOT NULL,
    end_on date NOT NULL,
    kinds character varying(15)[] NOT NULL,
    assessors character varying(200) NOT NULL,
    passes smallint NOT NULL,
    good smallint NOT NULL,
    status character varying(10) NOT NULL,
    people integer NOT NULL,
    scored integer NOT NULL,
    failed integer NOT NULL,
    mean numeric(4,1),
    concluded_on date,
    conclusion character varying(500) NOT NULL,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint NOT NULL,
    CONSTRAINT post_assessment_ends_after_it_begins CHECK ((end_on >= begin)),
    CONSTRAINT post_assessment_good_is_better CHECK ((good > passes)),
    CONSTRAINT posts_postassessment_failed_check CHECK ((failed >= 0)),
    CONSTRAINT posts_postassessment_good_check CHECK ((good >= 0)),
    CONSTRAINT posts_postassessment_passes_check CHECK ((passes >= 0)),
    CONSTRAINT posts_postassessment_people_check CHECK ((people >= 0)),
    CONSTRAINT posts_postassessment_scored_check CHECK ((scored >= 0)),
    CONSTRAINT posts_postassessment_version_check CHECK ((version >= 0))
);


--
-- Name: posts_postassessment_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.posts_postassessment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.posts_postassessment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: posts_postedition; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.posts_postedition (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    edition integer NOT NULL,
    name character varying(50) NOT NULL,
    kind character varying(15) NOT NULL,
    department character varying(50) NOT NULL,
    holders bigint[] NOT NULL,
    holder_names character varying(80)[] NOT NULL,
    scope text NOT NULL,
    criteria jsonb NOT NULL,
    cycle character varying(10) NOT NULL,
    posted_on date NOT NULL,
    place character varying(100) NOT NULL,
    note character varying(500) NOT NULL,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint NOT NULL,
    post_id bigint NOT NULL,
    CONSTRAINT posts_postedition_edition_check CHECK ((edition >= 0)),
    CONSTRAINT posts_postedition_version_check CHECK ((version >= 0))
);


--
-- Name: posts_postedition_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.posts_postedition ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.posts_postedition_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: posts_postreceipt; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.posts_postreceipt (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    signed_on date NOT NULL,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint NOT NULL,
    of_id bigint NOT NULL,
    reader_id bigint NOT NULL,
    CONSTRAINT posts_postreceipt_version_check CHECK ((version >= 0))
);


--
-- Name: posts_postreceipt_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.posts_postreceipt ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.posts_postreceipt_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: posts_postscore; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.posts_postscore (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    points smallint[] NOT NULL,
    total smallint,
    grade character varying(10) NOT NULL,
    comment character varying(200) NOT NULL,
    scored_on date,
    assessment_id bigint NOT NULL,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint NOT NULL,
    of_id bigint NOT NULL,
    person_id bigint NOT NULL,
    CONSTRAINT post_score_is_whole CHECK ((((scored_on IS NULL) AND (total IS NULL)) OR ((scored_on IS NOT NULL) AND (total IS NOT NULL)))),
    CONSTRAINT posts_postscore_total_check CHECK ((total >= 0)),
    CONSTRAINT posts_postscore_version_check CHECK ((version >= 0))
);


--
-- Name: posts_postscore_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.posts_postscore ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.posts_postscore_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: procrastinate_events; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.procrastinate_events (
    id bigint NOT NULL,
    job_id bigint NOT NULL,
    type public.procrastinate_job_event_type,
    at timestamp with time zone DEFAULT now()
);


--
-- Name: procrastinate_events_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.procrastinate_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: procrastinate_events_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.procrastinate_events_id_seq OWNED BY public.procrastinate_events.id;


--
-- Name: procrastinate_jobs_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.procrastinate_jobs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: procrastinate_jobs_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.procrastinate_jobs_id_seq OWNED BY public.procrastinate_jobs.id;


--
-- Name: procrastinate_periodic_defers; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.procrastinate_periodic_defers (
    id bigint NOT NULL,
    task_name character varying(128) NOT NULL,
    defer_timestamp bigint,
    job_id bigint,
    periodic_id character varying(128) DEFAULT ''::character varying NOT NULL
);


--
-- Name: procrastinate_periodic_defers_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.procrastinate_periodic_defers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: procrastinate_periodic_defers_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.procrastinate_periodic_defers_id_seq OWNED BY public.procrastinate_periodic_defers.id;


--
-- Name: procrastinate_workers; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.procrastinate_workers (
    id bigint NOT NULL,
    last_heartbeat timestamp with time zone DEFAULT now() NOT NULL
);


--
-- Name: procrastinate_workers_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.procrastinate_workers ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.procrastinate_workers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: professionals_application; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.professionals_application (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    kind character varying(10) NOT NULL,
    status character varying(10) NOT NULL,
    unit character varying(200) NOT NULL,
    uscc character varying(18) NOT NULL,
    expertise character varying(20)[] NOT NULL,
    courses character varying(20)[] NOT NULL,
    title character varying(50) NOT NULL,
    certificate_no text NOT NULL,
    certificate_no_index character varying(64) NOT NULL,
    worked_years smallint,
    permit_no character varying(50) NOT NULL,
    message character varying(200) NOT NULL,
    decide_by timestamp with time zone NOT NULL,
    decided_at timestamp with time zone,
    opinion character varying(200) NOT NULL,
    valid_until date,
    created_by_id bigint NOT NULL,
    decided_by_id bigint,
    ended_by_id bigint,
    region_id bigint NOT NULL,
    CONSTRAINT professional_decided_by_another CHECK (((decided_by_id IS NULL) OR (NOT ((decided_by_id = created_by_id) AND (decided_by_id IS NOT NULL))))),
    CONSTRAINT professionals_application_version_check CHECK ((version >= 0)),
    CONSTRAINT professionals_application_worked_years_check CHECK ((worked_years >= 0))
);


--
-- Name: professionals_application_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.professionals_application ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.professionals_application_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: projects_safetyproject; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.projects_safetyproject (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    name character varying(100) NOT NULL,
    nature character varying(10) NOT NULL,
    category character varying(20) NOT NULL,
    content text NOT NULL,
    approved_on date NOT NULL,
    approval character varying(100) NOT NULL,
    investment numeric(12,2) NOT NULL,
    safety_investment numeric(12,2) NOT NULL,
    status character varying(12) NOT NULL,
    appraised_on date,
    appraiser character varying(100) NOT NULL,
    designed_on date,
    designer character varying(100) NOT NULL,
    begun_on date,
    builder character varying(100) NOT NULL,
    tried_on date,
    accepted_on date,
    conclusion character varying(10) NOT NULL,
    opinion character varying(500) NOT NULL,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint NOT NULL,
    CONSTRAINT project_safety_is_part_of_it CHECK ((safety_investment <= investment)),
    CONSTRAINT projects_safetyproject_version_check CHECK ((version >= 0))
);


--
-- Name: projects_safetyproject_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.projects_safetyproject ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.projects_safetyproject_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: province_appraisal; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.province_appraisal (
    id bigint NOT NULL,
    source_id character varying(64) NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    digest character varying(64) NOT NULL,
    mended boolean NOT NULL,
    uscc character varying(18) NOT NULL,
    enterprise_name character varying(200) NOT NULL,
    name character varying(50) NOT NULL,
    id_number text NOT NULL,
    id_number_index character varying(64) NOT NULL,
    happened_on date NOT NULL,
    recognised_on date,
    registered_on date NOT NULL,
    disability smallint,
    post character varying(50) NOT NULL,
    part character varying(200) NOT NULL,
    handed character varying(64) DEFAULT ''::character varying NOT NULL,
    batch_id bigint NOT NULL,
    enterprise_id bigint,
    CONSTRAINT province_appraisal_disability_check CHECK ((disability >= 0))
);


--
-- Name: province_appraisal_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.province_appraisal ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.province_appraisal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: province_batch; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.province_batch (
    id bigint NOT NULL,
    feed character varying(20) NOT NULL,
    state character varying(10) NOT NULL,
    since timestamp with time zone,
    as_of timestamp with time zone,
    cursor character varying(200) NOT NULL,
    pages integer NOT NULL,
    received integer NOT NULL,
    created integer NOT NULL,
    changed integer NOT NULL,
    unchanged integer NOT NULL,
    outdated integer NOT NULL,
    rejected integer NOT NULL,
    unmatched integer NOT NULL,
    digest character varying(64) NOT NULL,
    started_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    error character varying(300) NOT NULL,
    note character varying(300) NOT NULL,
    asked_by_id bigint,
    CONSTRAINT province_batch_changed_check CHECK ((changed >= 0)),
    CONSTRAINT province_batch_created_check CHECK ((created >= 0)),
    CONSTRAINT province_batch_outdated_check CHECK ((outdated >= 0)),
    CONSTRAINT province_batch_pages_check CHECK ((pages >= 0)),
    CONSTRAINT province_batch_received_check CHECK ((received >= 0)),
    CONSTRAINT province_batch_rejected_check CHECK ((rejected >= 0)),
    CONSTRAINT province_batch_unchanged_check CHECK ((unchanged >= 0)),
    CONSTRAINT province_batch_unmatched_check CHECK ((unmatched >= 0))
);


--
-- Name: province_batch_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.province_batch ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.province_batch_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: province_binding; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.province_binding (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    uscc character varying(18) NOT NULL,
    reason character varying(200) NOT NULL,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint NOT NULL,
    CONSTRAINT province_binding_version_check CHECK ((version >= 0))
);


--
-- Name: province_binding_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.province_binding ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.province_binding_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: province_declaration; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.province_declaration (
    id bigint NOT NULL,
    source_id character varying(64) NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    digest character varying(64) NOT NULL,
    mended boolean NOT NULL,
    uscc character varying(18) NOT NULL,
    name character varying(200) NOT NULL,
    reported_at timestamp with time zone NOT NULL,
    kind character varying(10) NOT NULL,
    point_count integer NOT NULL,
    major_count integer,
    large_count integer,
    production character varying(10) NOT NULL,
    batch_id bigint NOT NULL,
    enterprise_id bigint,
    CONSTRAINT province_declaration_large_count_check CHECK ((large_count >= 0)),
    CONSTRAINT province_declaration_major_count_check CHECK ((major_count >= 0)),
    CONSTRAINT province_declaration_point_count_check CHECK ((point_count >= 0))
);


--
-- Name: province_declaration_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.province_declaration ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.province_declaration_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: province_declaredpoint; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.province_declaredpoint (
    id bigint NOT NULL,
    source_id character varying(64) NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    digest character varying(64) NOT NULL,
    mended boolean NOT NULL,
    uscc character varying(18) NOT NULL,
    report_id character varying(64) NOT NULL,
    name character varying(200) NOT NULL,
    code character varying(20) NOT NULL,
    accident_types character varying(30)[] NOT NULL,
    level character varying(10) NOT NULL,
    department character varying(100) NOT NULL,
    measures text NOT NULL,
    location character varying(200) NOT NULL,
    batch_id bigint NOT NULL,
    enterprise_id bigint
);


--
-- Name: province_declaredpoint_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.province_declaredpoint ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.province_declaredpoint_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: province_industry; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.province_industry (
    id bigint NOT NULL,
    source_id character varying(64) NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    digest character varying(64) NOT NULL,
    mended boolean NOT NULL,
    uscc character varying(18) NOT NULL,
    category character varying(1) NOT NULL,
    class2 character varying(2) NOT NULL,
    class3 character varying(3) NOT NULL,
    class4 character varying(4) NOT NULL,
    batch_id bigint NOT NULL,
    enterprise_id bigint
);


--
-- Name: province_industry_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.province_industry ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.province_industry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: province_insured; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.province_insured (
    id bigint NOT NULL,
    uscc character varying(18) NOT NULL,
    name character varying(50) NOT NULL,
    id_number text NOT NULL,
    id_number_index character varying(64) NOT NULL,
    months smallint[] NOT NULL,
    last_month smallint NOT NULL,
    batch_id bigint NOT NULL,
    enterprise_id bigint,
    CONSTRAINT province_insured_last_month_check CHECK ((last_month >= 0))
);


--
-- Name: province_insured_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.province_insured ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.province_insured_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: province_listedfirm; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.province_listedfirm (
    id bigint NOT NULL,
    source_id character varying(64) NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    digest character varying(64) NOT NULL,
    mended boolean NOT NULL,
    uscc character varying(18) NOT NULL,
    name character varying(200) NOT NULL,
    region_code character varying(12) NOT NULL,
    status character varying(30) NOT NULL,
    report_mode character varying(30) NOT NULL,
    reported_at timestamp with time zone,
    above_scale boolean,
    listed_on date,
    accepted_on date,
    batch_id bigint NOT NULL,
    enterprise_id bigint
);


--
-- Name: province_listedfirm_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.province_listedfirm ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.province_listedfirm_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: province_listingchange; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.province_listingchange (
    id bigint NOT NULL,
    source_id character varying(64) NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    digest character varying(64) NOT NULL,
    mended boolean NOT NULL,
    uscc character varying(18) NOT NULL,
    name character varying(200) NOT NULL,
    reason character varying(300) NOT NULL,
    result character varying(30) NOT NULL,
    reviewed_at timestamp with time zone,
    batch_id bigint NOT NULL,
    enterprise_id bigint
);


--
-- Name: province_listingchange_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.province_listingchange ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.province_listingchange_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: province_operatorcertificate; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.province_operatorcertificate (
    id bigint NOT NULL,
    source_id character varying(64) NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    digest character varying(64) NOT NULL,
    mended boolean NOT NULL,
    name character varying(50) NOT NULL,
    id_number text NOT NULL,
    id_number_index character varying(64) NOT NULL,
    number text NOT NULL,
    number_index character varying(64) NOT NULL,
    exam_on date,
    valid_from date,
    valid_to date,
    issuer character varying(100) NOT NULL,
    category character varying(60) NOT NULL,
    item character varying(100) NOT NULL,
    batch_id bigint NOT NULL
);


--
-- Name: province_operatorcertificate_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.province_operatorcertificate ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.province_operatorcertificate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: province_personmatch; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.province_personmatch (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    reason character varying(200) NOT NULL,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint NOT NULL,
    person_id bigint,
    shared_id bigint NOT NULL,
    CONSTRAINT province_personmatch_version_check CHECK ((version >= 0))
);


--
-- Name: province_personmatch_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.province_personmatch ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.province_personmatch_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: province_provincialperson; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.province_provincialperson (
    id bigint NOT NULL,
    source_id character varying(64) NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    digest character varying(64) NOT NULL,
    mended boolean NOT NULL,
    uscc character varying(18) NOT NULL,
    firm_name character varying(200) NOT NULL,
    name character varying(50) NOT NULL,
    id_number text NOT NULL,
    id_number_index character varying(64) NOT NULL,
    kind character varying(10) NOT NULL,
    full_time boolean,
    number text NOT NULL,
    number_index character varying(64) NOT NULL,
    valid_to date,
    batch_id bigint NOT NULL,
    enterprise_id bigint
);


--
-- Name: province_provincialperson_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.province_provincialperson ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.province_provincialperson_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: province_reject; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.province_reject (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    feed character varying(20) NOT NULL,
    trouble character varying(15) NOT NULL,
    reason character varying(300) NOT NULL,
    "column" character varying(40) NOT NULL,
    source_id character varying(64) NOT NULL,
    uscc character varying(30) NOT NULL,
    name character varying(200) NOT NULL,
    "row" text NOT NULL,
    digest character varying(64) NOT NULL,
    fate character varying(10) NOT NULL,
    explanation character varying(200) NOT NULL,
    resolved_at timestamp with time zone,
    batch_id bigint NOT NULL,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint,
    CONSTRAINT province_reject_version_check CHECK ((version >= 0))
);


--
-- Name: province_reject_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.province_reject ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.province_reject_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: recorders_alarm; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.recorders_alarm (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    label character varying(60) NOT NULL,
    priority smallint,
    method smallint,
    description character varying(200) NOT NULL,
    happened_at timestamp with time zone NOT NULL,
    lon double precision,
    lat double precision,
    status character varying(10) NOT NULL,
    dealt_at timestamp with time zone,
    result character varying(300) NOT NULL,
    created_by_id bigint NOT NULL,
    department_id bigint NOT NULL,
    ended_by_id bigint,
    region_id bigint NOT NULL,
    recorder_id bigint NOT NULL,
    CONSTRAINT recorders_alarm_method_check CHECK ((method >= 0)),
    CONSTRAINT recorders_alarm_priority_check CHECK ((priority >= 0)),
    CONSTRAINT recorders_alarm_version_check CHECK ((version >= 0))
);


--
-- Name: recorders_alarm_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.recorders_alarm ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.recorders_alarm_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: recorders_channel; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.recorders_channel (
    id bigint NOT NULL,
    number character varying(40) NOT NULL,
    name character varying(100) NOT NULL,
    online boolean NOT NULL,
    maker character varying(100) NOT NULL,
    model character varying(100) NOT NULL,
    told_at timestamp with time zone NOT NULL,
    recorder_id bigint NOT NULL
);


--
-- Name: recorders_channel_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.recorders_channel ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.recorders_channel_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: recorders_deviceentry; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.recorders_deviceentry (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    kind character varying(12) NOT NULL,
    text character varying(300) NOT NULL,
    recorder_id bigint NOT NULL
);


--
-- Name: recorders_deviceentry_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.recorders_deviceentry ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.recorders_deviceentry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: recorders_holding; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.recorders_holding (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    since timestamp with time zone NOT NULL,
    until timestamp with time zone,
    created_by_id bigint NOT NULL,
    department_id bigint NOT NULL,
    ended_by_id bigint,
    officer_id bigint NOT NULL,
    region_id bigint NOT NULL,
    recorder_id bigint NOT NULL,
    CONSTRAINT recorders_holding_version_check CHECK ((version >= 0))
);


--
-- Name: recorders_holding_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.recorders_holding ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.recorders_holding_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: recorders_recorder; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.recorders_recorder (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    number character varying(20) NOT NULL,
    name character varying(60) NOT NULL,
    serial_number character varying(40) NOT NULL,
    channels smallint NOT NULL,
    password text NOT NULL,
    digest character varying(10) NOT NULL,
    media character varying(5) NOT NULL,
    charset character varying(10) NOT NULL,
    bought_on date,
    note character varying(200) NOT NULL,
    status character varying(10) NOT NULL,
    created_by_id bigint NOT NULL,
    department_id bigint NOT NULL,
    ended_by_id bigint,
    region_id bigint NOT NULL,
    terminal_id bigint NOT NULL,
    wearer_id bigint,
    model_id bigint,
    CONSTRAINT recorders_recorder_channels_check CHECK ((channels >= 0)),
    CONSTRAINT recorders_recorder_version_check CHECK ((version >= 0))
);


--
-- Name: recorders_recorder_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.recorders_recorder ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.recorders_recorder_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: recorders_recordermodel; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.recorders_recordermodel (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    maker character varying(50) NOT NULL,
    name character varying(50) NOT NULL,
    explosion_proof boolean NOT NULL,
    channels smallint NOT NULL,
    note character varying(200) NOT NULL,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    CONSTRAINT recorders_recordermodel_channels_check CHECK ((channels >= 0)),
    CONSTRAINT recorders_recordermodel_version_check CHECK ((version >= 0))
);


--
-- Name: recorders_recordermodel_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.recorders_recordermodel ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.recorders_recordermodel_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: recorders_recordingplan; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.recorders_recordingplan (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    name character varying(50) NOT NULL,
    week jsonb NOT NULL,
    on_alarm boolean NOT NULL,
    before smallint NOT NULL,
    after smallint NOT NULL,
    days smallint NOT NULL,
    created_by_id bigint NOT NULL,
    department_id bigint NOT NULL,
    ended_by_id bigint,
    region_id bigint NOT NULL,
    CONSTRAINT recorders_recordingplan_after_check CHECK ((after >= 0)),
    CONSTRAINT recorders_recordingplan_before_check CHECK ((before >= 0)),
    CONSTRAINT recorders_recordingplan_days_check CHECK ((days >= 0)),
    CONSTRAINT recorders_recordingplan_version_check CHECK ((version >= 0))
);


--
-- Name: recorders_recordingplan_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.recorders_recordingplan ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.recorders_recordingplan_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: recordings_segment; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.recordings_segment (
    id bigint NOT NULL,
    channel character varying(40) NOT NULL,
    started_at timestamp with time zone NOT NULL,
    stopped_at timestamp with time zone NOT NULL,
    path character varying(200) NOT NULL,
    bytes bigint NOT NULL,
    sm3 character varying(64) NOT NULL,
    codec character varying(40) NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    frames integer NOT NULL,
    sound character varying(10) NOT NULL,
    causes character varying(10)[] NOT NULL,
    repaired boolean NOT NULL,
    gone_at timestamp with time zone,
    gone character varying(10) NOT NULL,
    department_id bigint NOT NULL,
    officer_id bigint,
    region_id bigint NOT NULL,
    terminal_id bigint NOT NULL,
    CONSTRAINT recordings_segment_frames_check CHECK ((frames >= 0)),
    CONSTRAINT recordings_segment_height_check CHECK ((height >= 0)),
    CONSTRAINT recordings_segment_width_check CHECK ((width >= 0))
);


--
-- Name: recordings_segment_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.recordings_segment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.recordings_segment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: records_takenstep; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.records_takenstep (
    number uuid NOT NULL,
    what character varying(120) NOT NULL,
    taken_at timestamp with time zone NOT NULL,
    actor_id bigint NOT NULL
);


--
-- Name: regions_region; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.regions_region (
    id bigint NOT NULL,
    code character varying(12),
    name character varying(50) NOT NULL,
    kind character varying(20) NOT NULL,
    path character varying(16) NOT NULL,
    lon double precision,
    lat double precision,
    parent_id bigint
);


--
-- Name: regions_region_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.regions_region ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.regions_region_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: regulations_opinion; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.regulations_opinion (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    round smallint NOT NULL,
    voice character varying(12) NOT NULL,
    by character varying(50) NOT NULL,
    said text NOT NULL,
    said_on date NOT NULL,
    adoption character varying(10) NOT NULL,
    answer character varying(500) NOT NULL,
    answered_on date,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint NOT NULL,
    version_of_id bigint NOT NULL,
    CONSTRAINT regulations_opinion_round_check CHECK ((round >= 0)),
    CONSTRAINT regulations_opinion_version_check CHECK ((version >= 0))
);


--
-- Name: regulations_opinion_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.regulations_opinion ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.regulations_opinion_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: regulations_receipt; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.regulations_receipt (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint NOT NULL,
    reader_id bigint NOT NULL,
    version_of_id bigint NOT NULL,
    CONSTRAINT regulations_receipt_version_check CHECK ((version >= 0))
);


--
-- Name: regulations_receipt_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.regulations_receipt ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.regulations_receipt_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: regulations_regulation; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.regulations_regulation (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    category character varying(20) NOT NULL,
    title character varying(100) NOT NULL,
    code character varying(50) NOT NULL,
    department character varying(50) NOT NULL,
    status character varying(12) NOT NULL,
    edition integer,
    effective_on date,
    reviewed_on date,
    review_due_on date,
    repealed_on date,
    repealed_because character varying(200) NOT NULL,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint NOT NULL,
    responsible_id bigint,
    in_force_id bigint,
    CONSTRAINT regulation_in_force_is_whole CHECK ((((edition IS NULL) AND (effective_on IS NULL) AND (in_force_id IS NULL)) OR ((edition IS NOT NULL) AND (effective_on IS NOT NULL) AND (in_force_id IS NOT NULL)))),
    CONSTRAINT regulations_regulation_edition_check CHECK ((edition >= 0)),
    CONSTRAINT regulations_regulation_version_check CHECK ((version >= 0))
);


--
-- Name: regulations_regulation_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.regulations_regulation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.regulations_regulation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: regulations_regulationappraisal; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.regulations_regulationappraisal (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    reviewed_on date NOT NULL,
    reviewers character varying(200) NOT NULL,
    conclusion character varying(10) NOT NULL,
    note character varying(1000) NOT NULL,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint NOT NULL,
    version_of_id bigint NOT NULL,
    CONSTRAINT regulations_regulationappraisal_version_check CHECK ((version >= 0))
);


--
-- Name: regulations_regulationappraisal_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.regulations_regulationappraisal ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.regulations_regulationappraisal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: regulations_regulationversion; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.regulations_regulationversion (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    edition integer NOT NULL,
    cause character varying(15) NOT NULL,
    note character varying(500) NOT NULL,
    text text NOT NULL,
    round smallint NOT NULL,
    consulted_on date,
    consulted_until date,
    concluded_on date,
    approver character varying(50) NOT NULL,
    approved_on date,
    opinion character varying(500) NOT NULL,
    published_on date,
    effective_on date,
    digest character varying(64) NOT NULL,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint NOT NULL,
    regulation_id bigint NOT NULL,
    CONSTRAINT regulation_published_is_whole CHECK (((published_on IS NULL) OR ((effective_on IS NOT NULL) AND (NOT ((digest)::text = ''::text))))),
    CONSTRAINT regulations_regulationversion_edition_check CHECK ((edition >= 0)),
    CONSTRAINT regulations_regulationversion_round_check CHECK ((round >= 0)),
    CONSTRAINT regulations_regulationversion_version_check CHECK ((version >= 0))
);


--
-- Name: regulations_regulationversion_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.regulations_regulationversion ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.regulations_regulationversion_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: regulations_training; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.regulations_training (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    held_on date NOT NULL,
    content character varying(500) NOT NULL,
    teacher character varying(50) NOT NULL,
    attendees bigint[] NOT NULL,
    attendee_names character varying(80)[] NOT NULL,
    others integer NOT NULL,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint NOT NULL,
    version_of_id bigint NOT NULL,
    CONSTRAINT regulations_training_others_check CHECK ((others >= 0)),
    CONSTRAINT regulations_training_version_check CHECK ((version >= 0))
);


--
-- Name: regulations_training_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.regulations_training ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.regulations_training_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: risks_catalogueentry; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.risks_catalogueentry (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    scheme character varying(40) NOT NULL,
    category character varying(2) NOT NULL,
    category_name character varying(50) NOT NULL,
    code character varying(4) NOT NULL,
    name character varying(100) NOT NULL,
    accident_types character varying(10)[] NOT NULL,
    typical_points character varying(300) NOT NULL,
    at_least character varying(10) NOT NULL,
    state character varying(10) NOT NULL,
    revision integer NOT NULL,
    effective_from date NOT NULL,
    effective_to date,
    source character varying(200) NOT NULL,
    verified boolean NOT NULL,
    demo boolean NOT NULL,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    CONSTRAINT risks_catalogueentry_revision_check CHECK ((revision >= 0)),
    CONSTRAINT risks_catalogueentry_version_check CHECK ((version >= 0))
);


--
-- Name: risks_catalogueentry_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.risks_catalogueentry ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.risks_catalogueentry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: risks_controlchange; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.risks_controlchange (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    month date NOT NULL,
    kind character varying(10) NOT NULL,
    changed_on date NOT NULL,
    level_before character varying(10) NOT NULL,
    level character varying(10) NOT NULL,
    columns character varying(40)[] NOT NULL,
    reason character varying(200) NOT NULL,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint NOT NULL,
    region_id bigint NOT NULL,
    risk_point_id bigint NOT NULL,
    site_id bigint NOT NULL,
    CONSTRAINT risks_controlchange_version_check CHECK ((version >= 0))
);


--
-- Name: risks_controlchange_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.risks_controlchange ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.risks_controlchange_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: risks_noticecard; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.risks_noticecard (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    batch uuid NOT NULL,
    made_at timestamp with time zone NOT NULL,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint NOT NULL,
    region_id bigint NOT NULL,
    risk_point_id bigint NOT NULL,
    shows_id bigint NOT NULL,
    site_id bigint NOT NULL,
    CONSTRAINT risks_noticecard_version_check CHECK ((version >= 0))
);


--
-- Name: risks_noticecard_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.risks_noticecard ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.risks_noticecard_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: risks_riskpoint; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.risks_riskpoint (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    month date NOT NULL,
    number character varying(20) NOT NULL,
    registered_on date NOT NULL,
    catalogue_code character varying(4) NOT NULL,
    name character varying(100) NOT NULL,
    kind character varying(10) NOT NULL,
    location character varying(200) NOT NULL,
    lon double precision,
    lat double precision,
    floor character varying(20) NOT NULL,
    zone character varying(50) NOT NULL,
    method character varying(10) NOT NULL,
    likelihood numeric(5,1),
    exposure numeric(5,1),
    consequence numeric(5,1),
    declared_level character varying(10) NOT NULL,
    inherent_level character varying(10) NOT NULL,
    score numeric(8,2),
    assessed_level character varying(10) NOT NULL,
    level character varying(10) NOT NULL,
    level_reasons jsonb NOT NULL,
    self_promoted boolean NOT NULL,
    factors character varying(500) NOT NULL,
    accident_types character varying(10)[] NOT NULL,
    consequences character varying(500) NOT NULL,
    engineering character varying(1000) NOT NULL,
    management character varying(1000) NOT NULL,
    training character varying(1000) NOT NULL,
    ppe character varying(1000) NOT NULL,
    emergency character varying(1000) NOT NULL,
    control_level character varying(10) NOT NULL,
    shifts smallint NOT NULL,
    responsible_department character varying(50) NOT NULL,
    responsible_name character varying(50) NOT NULL,
    responsible_phone text NOT NULL,
    responsible_phone_index character varying(64) NOT NULL,
    supervise_phone character varying(30) NOT NULL,
    status character varying(10) NOT NULL,
    revision integer NOT NULL,
    activated_on date,
    stopped_on date,
    stop_reason character varying(200) NOT NULL,
    source character varying(10) NOT NULL,
    provincial_id character varying(64) NOT NULL,
    search_text character varying(400) NOT NULL,
    search character varying(2)[] NOT NULL,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint NOT NULL,
    entry_id bigint,
    region_id bigint NOT NULL,
    responsible_id bigint,
    site_id bigint NOT NULL,
    card_made_on date,
    card_revision integer,
    card_state character varying(10) NOT NULL,
    provincial_seen character varying(64) NOT NULL,
    provincial_note character varying(200) NOT NULL,
    CONSTRAINT risk_point_in_force_has_a_date CHECK ((((status)::text = ANY (ARRAY[('draft'::character varying)::text, ('stopped'::character varying)::text])) OR (activated_on IS NOT NULL))),
    CONSTRAINT risk_point_point_is_whole CHECK ((((lat IS NULL) AND (lon IS NULL)) OR ((lat IS NOT NULL) AND (lon IS NOT NULL)))),
    CONSTRAINT risk_point_shifts CHECK (((shifts >= 1) AND (shifts <= 4))),
    CONSTRAINT risks_riskpoint_card_revision_check CHECK ((card_revision >= 0)),
    CONSTRAINT risks_riskpoint_revision_check CHECK ((revision >= 0)),
    CONSTRAINT risks_riskpoint_shifts_check CHECK ((shifts >= 0)),
    CONSTRAINT risks_riskpoint_version_check CHECK ((version >= 0))
);


--
-- Name: risks_riskpoint_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.risks_riskpoint ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.risks_riskpoint_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: risks_riskpointversion; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.risks_riskpointversion (
    id bigint NOT NULL,
    revision integer NOT NULL,
    content jsonb NOT NULL,
    approved_at timestamp with time zone NOT NULL,
    approved_by_id bigint NOT NULL,
    risk_point_id bigint NOT NULL,
    CONSTRAINT risks_riskpointversion_revision_check CHECK ((revision >= 0))
);


--
-- Name: risks_riskpointversion_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.risks_riskpointversion ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.risks_riskpointversion_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: risks_risktask; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.risks_risktask (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    month date NOT NULL,
    level character varying(10) NOT NULL,
    starts_on date NOT NULL,
    due_on date NOT NULL,
    status character varying(15) NOT NULL,
    late boolean NOT NULL,
    required_company smallint NOT NULL,
    required_workshop smallint NOT NULL,
    required_team smallint NOT NULL,
    required_post smallint NOT NULL,
    done_company integer NOT NULL,
    done_workshop integer NOT NULL,
    done_team integer NOT NULL,
    done_post integer NOT NULL,
    progress smallint NOT NULL,
    abnormal integer NOT NULL,
    completed_at timestamp with time zone,
    exempt_reason character varying(200) NOT NULL,
    exempt_asked_at timestamp with time zone,
    exempt_opinion character varying(200) NOT NULL,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint NOT NULL,
    region_id bigint NOT NULL,
    risk_point_id bigint NOT NULL,
    site_id bigint NOT NULL,
    by_site boolean DEFAULT false NOT NULL,
    CONSTRAINT risks_risktask_abnormal_check CHECK ((abnormal >= 0)),
    CONSTRAINT risks_risktask_done_company_check CHECK ((done_company >= 0)),
    CONSTRAINT risks_risktask_done_post_check CHECK ((done_post >= 0)),
    CONSTRAINT risks_risktask_done_team_check CHECK ((done_team >= 0)),
    CONSTRAINT risks_risktask_done_workshop_check CHECK ((done_workshop >= 0)),
    CONSTRAINT risks_risktask_progress_check CHECK ((progress >= 0)),
    CONSTRAINT risks_risktask_required_company_check CHECK ((required_company >= 0)),
    CONSTRAINT risks_risktask_required_post_check CHECK ((required_post >= 0)),
    CONSTRAINT risks_risktask_required_team_check CHECK ((required_team >= 0)),
    CONSTRAINT risks_risktask_required_workshop_check CHECK ((required_workshop >= 0)),
    CONSTRAINT risks_risktask_version_check CHECK ((version >= 0))
)
PARTITION BY RANGE (month);


--
-- Name: risks_risktask_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.risks_risktask_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: risks_risktask_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.risks_risktask_id_seq OWNED BY public.risks_risktask.id;


--
-- Name: risks_risktask_rest; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.risks_risktask_rest (
    id bigint DEFAULT nextval('public.risks_risktask_id_seq'::regclass) CONSTRAINT risks_risktask_id_not_null NOT NULL,
    version integer CONSTRAINT risks_risktask_version_not_null NOT NULL,
    created_at timestamp with time zone CONSTRAINT risks_risktask_created_at_not_null NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) CONSTRAINT risks_risktask_end_reason_not_null NOT NULL,
    month date CONSTRAINT risks_risktask_month_not_null NOT NULL,
    level character varying(10) CONSTRAINT risks_risktask_level_not_null NOT NULL,
    starts_on date CONSTRAINT risks_risktask_starts_on_not_null NOT NULL,
    due_on date CONSTRAINT risks_risktask_due_on_not_null NOT NULL,
    status character varying(15) CONSTRAINT risks_risktask_status_not_null NOT NULL,
    late boolean CONSTRAINT risks_risktask_late_not_null NOT NULL,
    required_company smallint CONSTRAINT risks_risktask_required_company_not_null NOT NULL,
    required_workshop smallint CONSTRAINT risks_risktask_required_workshop_not_null NOT NULL,
    required_team smallint CONSTRAINT risks_risktask_required_team_not_null NOT NULL,
    required_post smallint CONSTRAINT risks_risktask_required_post_not_null NOT NULL,
    done_company integer CONSTRAINT risks_risktask_done_company_not_null NOT NULL,
    done_workshop integer CONSTRAINT risks_risktask_done_workshop_not_null NOT NULL,
    done_team integer CONSTRAINT risks_risktask_done_team_not_null NOT NULL,
    done_post integer CONSTRAINT risks_risktask_done_post_not_null NOT NULL,
    progress smallint CONSTRAINT risks_risktask_progress_not_null NOT NULL,
    abnormal integer CONSTRAINT risks_risktask_abnormal_not_null NOT NULL,
    completed_at timestamp with time zone,
    exempt_reason character varying(200) CONSTRAINT risks_risktask_exempt_reason_not_null NOT NULL,
    exempt_asked_at timestamp with time zone,
    exempt_opinion character varying(200) CONSTRAINT risks_risktask_exempt_opinion_not_null NOT NULL,
    created_by_id bigint CONSTRAINT risks_risktask_created_by_id_not_null NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint CONSTRAINT risks_risktask_enterprise_id_not_null NOT NULL,
    region_id bigint CONSTRAINT risks_risktask_region_id_not_null NOT NULL,
    risk_point_id bigint CONSTRAINT risks_risktask_risk_point_id_not_null NOT NULL,
    site_id bigint CONSTRAINT risks_risktask_site_id_not_null NOT NULL,
    by_site boolean DEFAULT false CONSTRAINT risks_risktask_by_site_not_null NOT NULL,
    CONSTRAINT risks_risktask_abnormal_check CHECK ((abnormal >= 0)),
    CONSTRAINT risks_risktask_done_company_check CHECK ((done_company >= 0)),
    CONSTRAINT risks_risktask_done_post_check CHECK ((done_post >= 0)),
    CONSTRAINT risks_risktask_done_team_check CHECK ((done_team >= 0)),
    CONSTRAINT risks_risktask_done_workshop_check CHECK ((done_workshop >= 0)),
    CONSTRAINT risks_risktask_progress_check CHECK ((progress >= 0)),
    CONSTRAINT risks_risktask_required_company_check CHECK ((required_company >= 0)),
    CONSTRAINT risks_risktask_required_post_check CHECK ((required_post >= 0)),
    CONSTRAINT risks_risktask_required_team_check CHECK ((required_team >= 0)),
    CONSTRAINT risks_risktask_required_workshop_check CHECK ((required_workshop >= 0)),
    CONSTRAINT risks_risktask_version_check CHECK ((version >= 0))
);


--
-- Name: siteplans_drawing; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.siteplans_drawing (
    id bigint NOT NULL,
    revision integer NOT NULL,
    zones jsonb NOT NULL,
    marks jsonb NOT NULL,
    drawn_at timestamp with time zone NOT NULL,
    drawn_by_id bigint NOT NULL,
    picture_id bigint,
    plan_id bigint NOT NULL,
    CONSTRAINT siteplans_drawing_revision_check CHECK ((revision >= 0))
);


--
-- Name: siteplans_drawing_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.siteplans_drawing ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.siteplans_drawing_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: siteplans_siteplan; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.siteplans_siteplan (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    name character varying(50) NOT NULL,
    metres integer,
    north smallint NOT NULL,
    revision integer NOT NULL,
    zone_count smallint NOT NULL,
    mark_count smallint NOT NULL,
    drawn_on date,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint NOT NULL,
    region_id bigint NOT NULL,
    site_id bigint NOT NULL,
    CONSTRAINT siteplans_siteplan_mark_count_check CHECK ((mark_count >= 0)),
    CONSTRAINT siteplans_siteplan_metres_check CHECK ((metres >= 0)),
    CONSTRAINT siteplans_siteplan_north_check CHECK ((north >= 0)),
    CONSTRAINT siteplans_siteplan_revision_check CHECK ((revision >= 0)),
    CONSTRAINT siteplans_siteplan_version_check CHECK ((version >= 0)),
    CONSTRAINT siteplans_siteplan_zone_count_check CHECK ((zone_count >= 0))
);


--
-- Name: siteplans_siteplan_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.siteplans_siteplan ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.siteplans_siteplan_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: sms_code; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.sms_code (
    id bigint NOT NULL,
    phone_index character varying(64) NOT NULL,
    purpose character varying(20) NOT NULL,
    salt character varying(32) NOT NULL,
    mac character varying(64) NOT NULL,
    tries smallint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    CONSTRAINT sms_code_tries_check CHECK ((tries >= 0))
);


--
-- Name: sms_code_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.sms_code ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.sms_code_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: sms_message; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.sms_message (
    id bigint NOT NULL,
    reference uuid NOT NULL,
    phone text NOT NULL,
    phone_index character varying(64) NOT NULL,
    params text NOT NULL,
    once character varying(120),
    state character varying(10) NOT NULL,
    attempts smallint NOT NULL,
    provider_id character varying(80) NOT NULL,
    error character varying(200) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    useless_at timestamp with time zone,
    sent_at timestamp with time zone,
    finished_at timestamp with time zone,
    template_id bigint NOT NULL,
    CONSTRAINT sms_message_attempts_check CHECK ((attempts >= 0))
);


--
-- Name: sms_message_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.sms_message ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.sms_message_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: sms_template; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.sms_template (
    id bigint NOT NULL,
    code character varying(40) NOT NULL,
    name character varying(50) NOT NULL,
    body character varying(300) NOT NULL,
    secret boolean NOT NULL,
    provider_code character varying(60) NOT NULL,
    source character varying(100) NOT NULL,
    verified boolean NOT NULL
);


--
-- Name: sms_template_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.sms_template ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.sms_template_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: summaries_firmsummary; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.summaries_firmsummary (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    month date NOT NULL,
    revision integer NOT NULL,
    points integer NOT NULL,
    reported_points integer NOT NULL,
    cards_valid integer NOT NULL,
    cards_missing integer NOT NULL,
    cards_stale integer NOT NULL,
    tasks integer NOT NULL,
    tasks_done integer NOT NULL,
    tasks_late integer NOT NULL,
    tasks_exempt integer NOT NULL,
    required integer NOT NULL,
    performed integer NOT NULL,
    major_tasks integer NOT NULL,
    major_done integer NOT NULL,
    large_tasks integer NOT NULL,
    large_done integer NOT NULL,
    general_tasks integer NOT NULL,
    general_done integer NOT NULL,
    low_tasks integer NOT NULL,
    low_done integer NOT NULL,
    control_changes integer NOT NULL,
    patrols integer NOT NULL,
    patrols_scanned integer NOT NULL,
    patrols_abnormal integer NOT NULL,
    hazards integer NOT NULL,
    hazards_major integer NOT NULL,
    hazards_closed integer NOT NULL,
    hazards_on_time integer NOT NULL,
    hazards_overdue integer NOT NULL,
    report_owed integer NOT NULL,
    report_made integer NOT NULL,
    quality numeric(4,1),
    quality_report numeric(4,1) NOT NULL,
    quality_tasks numeric(4,1) NOT NULL,
    quality_hazards numeric(4,1) NOT NULL,
    quality_cards numeric(4,1) NOT NULL,
    weights jsonb NOT NULL,
    digest character varying(64) NOT NULL,
    changes jsonb NOT NULL,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint NOT NULL,
    changes_amended integer NOT NULL,
    changes_lowered integer NOT NULL,
    changes_raised integer NOT NULL,
    changes_resumed integer NOT NULL,
    changes_stopped integer NOT NULL,
    confirmation character varying(10) NOT NULL,
    confirmed_as character varying(100) NOT NULL,
    confirmed_at timestamp with time zone,
    confirmed_by_id bigint,
    general_points integer NOT NULL,
    large_points integer NOT NULL,
    listed jsonb NOT NULL,
    low_points integer NOT NULL,
    major_points integer NOT NULL,
    plan text NOT NULL,
    whistles integer NOT NULL,
    CONSTRAINT summaries_firmsummary_cards_missing_check CHECK ((cards_missing >= 0)),
    CONSTRAINT summaries_firmsummary_cards_stale_check CHECK ((cards_stale >= 0)),
    CONSTRAINT summaries_firmsummary_cards_valid_check CHECK ((cards_valid >= 0)),
    CONSTRAINT summaries_firmsummary_changes_amended_check CHECK ((changes_amended >= 0)),
    CONSTRAINT summaries_firmsummary_changes_lowered_check CHECK ((changes_lowered >= 0)),
    CONSTRAINT summaries_firmsummary_changes_raised_check CHECK ((changes_raised >= 0)),
    CONSTRAINT summaries_firmsummary_changes_resumed_check CHECK ((changes_resumed >= 0)),
    CONSTRAINT summaries_firmsummary_changes_stopped_check CHECK ((changes_stopped >= 0)),
    CONSTRAINT summaries_firmsummary_control_changes_check CHECK ((control_changes >= 0)),
    CONSTRAINT summaries_firmsummary_general_done_check CHECK ((general_done >= 0)),
    CONSTRAINT summaries_firmsummary_general_points_check CHECK ((general_points >= 0)),
    CONSTRAINT summaries_firmsummary_general_tasks_check CHECK ((general_tasks >= 0)),
    CONSTRAINT summaries_firmsummary_hazards_check CHECK ((hazards >= 0)),
    CONSTRAINT summaries_firmsummary_hazards_closed_check CHECK ((hazards_closed >= 0)),
    CONSTRAINT summaries_firmsummary_hazards_major_check CHECK ((hazards_major >= 0)),
    CONSTRAINT summaries_firmsummary_hazards_on_time_check CHECK ((hazards_on_time >= 0)),
    CONSTRAINT summaries_firmsummary_hazards_overdue_check CHECK ((hazards_overdue >= 0)),
    CONSTRAINT summaries_firmsummary_large_done_check CHECK ((large_done >= 0)),
    CONSTRAINT summaries_firmsummary_large_points_check CHECK ((large_points >= 0)),
    CONSTRAINT summaries_firmsummary_large_tasks_check CHECK ((large_tasks >= 0)),
    CONSTRAINT summaries_firmsummary_low_done_check CHECK ((low_done >= 0)),
    CONSTRAINT summaries_firmsummary_low_points_check CHECK ((low_points >= 0)),
    CONSTRAINT summaries_firmsummary_low_tasks_check CHECK ((low_tasks >= 0)),
    CONSTRAINT summaries_firmsummary_major_done_check CHECK ((major_done >= 0)),
    CONSTRAINT summaries_firmsummary_major_points_check CHECK ((major_points >= 0)),
    CONSTRAINT summaries_firmsummary_major_tasks_check CHECK ((major_tasks >= 0)),
    CONSTRAINT summaries_firmsummary_patrols_abnormal_check CHECK ((patrols_abnormal >= 0)),
    CONSTRAINT summaries_firmsummary_patrols_check CHECK ((patrols >= 0)),
    CONSTRAINT summaries_firmsummary_patrols_scanned_check CHECK ((patrols_scanned >= 0)),
    CONSTRAINT summaries_firmsummary_performed_check CHECK ((performed >= 0)),
    CONSTRAINT summaries_firmsummary_points_check CHECK ((points >= 0)),
    CONSTRAINT summaries_firmsummary_report_made_check CHECK ((report_made >= 0)),
    CONSTRAINT summaries_firmsummary_report_owed_check CHECK ((report_owed >= 0)),
    CONSTRAINT summaries_firmsummary_reported_points_check CHECK ((reported_points >= 0)),
    CONSTRAINT summaries_firmsummary_required_check CHECK ((required >= 0)),
    CONSTRAINT summaries_firmsummary_revision_check CHECK ((revision >= 0)),
    CONSTRAINT summaries_firmsummary_tasks_check CHECK ((tasks >= 0)),
    CONSTRAINT summaries_firmsummary_tasks_done_check CHECK ((tasks_done >= 0)),
    CONSTRAINT summaries_firmsummary_tasks_exempt_check CHECK ((tasks_exempt >= 0)),
    CONSTRAINT summaries_firmsummary_tasks_late_check CHECK ((tasks_late >= 0)),
    CONSTRAINT summaries_firmsummary_version_check CHECK ((version >= 0)),
    CONSTRAINT summaries_firmsummary_whistles_check CHECK ((whistles >= 0))
);


--
-- Name: summaries_firmsummary_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.summaries_firmsummary ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.summaries_firmsummary_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: summaries_regionsummary; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.summaries_regionsummary (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    month date NOT NULL,
    revision integer NOT NULL,
    points integer NOT NULL,
    reported_points integer NOT NULL,
    cards_valid integer NOT NULL,
    cards_missing integer NOT NULL,
    cards_stale integer NOT NULL,
    tasks integer NOT NULL,
    tasks_done integer NOT NULL,
    tasks_late integer NOT NULL,
    tasks_exempt integer NOT NULL,
    required integer NOT NULL,
    performed integer NOT NULL,
    major_tasks integer NOT NULL,
    major_done integer NOT NULL,
    large_tasks integer NOT NULL,
    large_done integer NOT NULL,
    general_tasks integer NOT NULL,
    general_done integer NOT NULL,
    low_tasks integer NOT NULL,
    low_done integer NOT NULL,
    control_changes integer NOT NULL,
    patrols integer NOT NULL,
    patrols_scanned integer NOT NULL,
    patrols_abnormal integer NOT NULL,
    hazards integer NOT NULL,
    hazards_major integer NOT NULL,
    hazards_closed integer NOT NULL,
    hazards_on_time integer NOT NULL,
    hazards_overdue integer NOT NULL,
    report_owed integer NOT NULL,
    report_made integer NOT NULL,
    quality numeric(4,1),
    quality_report numeric(4,1) NOT NULL,
    quality_tasks numeric(4,1) NOT NULL,
    quality_hazards numeric(4,1) NOT NULL,
    quality_cards numeric(4,1) NOT NULL,
    weights jsonb NOT NULL,
    digest character varying(64) NOT NULL,
    changes jsonb NOT NULL,
    enterprises integer NOT NULL,
    tasked integer NOT NULL,
    finished integer NOT NULL,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    region_id bigint NOT NULL,
    changes_amended integer NOT NULL,
    changes_lowered integer NOT NULL,
    changes_raised integer NOT NULL,
    changes_resumed integer NOT NULL,
    changes_stopped integer NOT NULL,
    general_points integer NOT NULL,
    large_points integer NOT NULL,
    low_points integer NOT NULL,
    major_points integer NOT NULL,
    whistles integer NOT NULL,
    CONSTRAINT summaries_regionsummary_cards_missing_check CHECK ((cards_missing >= 0)),
    CONSTRAINT summaries_regionsummary_cards_stale_check CHECK ((cards_stale >= 0)),
    CONSTRAINT summaries_regionsummary_cards_valid_check CHECK ((cards_valid >= 0)),
    CONSTRAINT summaries_regionsummary_changes_amended_check CHECK ((changes_amended >= 0)),
    CONSTRAINT summaries_regionsummary_changes_lowered_check CHECK ((changes_lowered >= 0)),
    CONSTRAINT summaries_regionsummary_changes_raised_check CHECK ((changes_raised >= 0)),
    CONSTRAINT summaries_regionsummary_changes_resumed_check CHECK ((changes_resumed >= 0)),
    CONSTRAINT summaries_regionsummary_changes_stopped_check CHECK ((changes_stopped >= 0)),
    CONSTRAINT summaries_regionsummary_control_changes_check CHECK ((control_changes >= 0)),
    CONSTRAINT summaries_regionsummary_enterprises_check CHECK ((enterprises >= 0)),
    CONSTRAINT summaries_regionsummary_finished_check CHECK ((finished >= 0)),
    CONSTRAINT summaries_regionsummary_general_done_check CHECK ((general_done >= 0)),
    CONSTRAINT summaries_regionsummary_general_points_check CHECK ((general_points >= 0)),
    CONSTRAINT summaries_regionsummary_general_tasks_check CHECK ((general_tasks >= 0)),
    CONSTRAINT summaries_regionsummary_hazards_check CHECK ((hazards >= 0)),
    CONSTRAINT summaries_regionsummary_hazards_closed_check CHECK ((hazards_closed >= 0)),
    CONSTRAINT summaries_regionsummary_hazards_major_check CHECK ((hazards_major >= 0)),
    CONSTRAINT summaries_regionsummary_hazards_on_time_check CHECK ((hazards_on_time >= 0)),
    CONSTRAINT summaries_regionsummary_hazards_overdue_check CHECK ((hazards_overdue >= 0)),
    CONSTRAINT summaries_regionsummary_large_done_check CHECK ((large_done >= 0)),
    CONSTRAINT summaries_regionsummary_large_points_check CHECK ((large_points >= 0)),
    CONSTRAINT summaries_regionsummary_large_tasks_check CHECK ((large_tasks >= 0)),
    CONSTRAINT summaries_regionsummary_low_done_check CHECK ((low_done >= 0)),
    CONSTRAINT summaries_regionsummary_low_points_check CHECK ((low_points >= 0)),
    CONSTRAINT summaries_regionsummary_low_tasks_check CHECK ((low_tasks >= 0)),
    CONSTRAINT summaries_regionsummary_major_done_check CHECK ((major_done >= 0)),
    CONSTRAINT summaries_regionsummary_major_points_check CHECK ((major_points >= 0)),
    CONSTRAINT summaries_regionsummary_major_tasks_check CHECK ((major_tasks >= 0)),
    CONSTRAINT summaries_regionsummary_patrols_abnormal_check CHECK ((patrols_abnormal >= 0)),
    CONSTRAINT summaries_regionsummary_patrols_check CHECK ((patrols >= 0)),
    CONSTRAINT summaries_regionsummary_patrols_scanned_check CHECK ((patrols_scanned >= 0)),
    CONSTRAINT summaries_regionsummary_performed_check CHECK ((performed >= 0)),
    CONSTRAINT summaries_regionsummary_points_check CHECK ((points >= 0)),
    CONSTRAINT summaries_regionsummary_report_made_check CHECK ((report_made >= 0)),
    CONSTRAINT summaries_regionsummary_report_owed_check CHECK ((report_owed >= 0)),
    CONSTRAINT summaries_regionsummary_reported_points_check CHECK ((reported_points >= 0)),
    CONSTRAINT summaries_regionsummary_required_check CHECK ((required >= 0)),
    CONSTRAINT summaries_regionsummary_revision_check CHECK ((revision >= 0)),
    CONSTRAINT summaries_regionsummary_tasked_check CHECK ((tasked >= 0)),
    CONSTRAINT summaries_regionsummary_tasks_check CHECK ((tasks >= 0)),
    CONSTRAINT summaries_regionsummary_tasks_done_check CHECK ((tasks_done >= 0)),
    CONSTRAINT summaries_regionsummary_tasks_exempt_check CHECK ((tasks_exempt >= 0)),
    CONSTRAINT summaries_regionsummary_tasks_late_check CHECK ((tasks_late >= 0)),
    CONSTRAINT summaries_regionsummary_version_check CHECK ((version >= 0)),
    CONSTRAINT summaries_regionsummary_whistles_check CHECK ((whistles >= 0))
);


--
-- Name: summaries_regionsummary_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.summaries_regionsummary ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.summaries_regionsummary_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: teamwork_teammeeting; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.teamwork_teammeeting (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    client_uuid uuid,
    captured_at timestamp with time zone,
    synced_late boolean NOT NULL,
    month date NOT NULL,
    team character varying(50) NOT NULL,
    kind character varying(10) NOT NULL,
    held_on date NOT NULL,
    minutes smallint NOT NULL,
    chair character varying(50) NOT NULL,
    topic character varying(100) NOT NULL,
    content text NOT NULL,
    measures text NOT NULL,
    absent character varying(200) NOT NULL,
    attendees bigint[] NOT NULL,
    attendee_names character varying(80)[] NOT NULL,
    others integer NOT NULL,
    participants integer NOT NULL,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint NOT NULL,
    region_id bigint NOT NULL,
    site_id bigint NOT NULL,
    CONSTRAINT teamwork_teammeeting_minutes_check CHECK ((minutes >= 0)),
    CONSTRAINT teamwork_teammeeting_others_check CHECK ((others >= 0)),
    CONSTRAINT teamwork_teammeeting_participants_check CHECK ((participants >= 0)),
    CONSTRAINT teamwork_teammeeting_version_check CHECK ((version >= 0))
);


--
-- Name: teamwork_teammeeting_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.teamwork_teammeeting ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.teamwork_teammeeting_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: terminals_position; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.terminals_position (
    id bigint NOT NULL,
    month date NOT NULL,
    at timestamp with time zone NOT NULL,
    lon double precision NOT NULL,
    lat double precision NOT NULL,
    speed double precision,
    direction double precision,
    terminal_id bigint NOT NULL
)
PARTITION BY RANGE (month);


--
-- Name: terminals_position_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.terminals_position_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: terminals_position_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.terminals_position_id_seq OWNED BY public.terminals_position.id;


--
-- Name: terminals_position_rest; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.terminals_position_rest (
    id bigint DEFAULT nextval('public.terminals_position_id_seq'::regclass) CONSTRAINT terminals_position_id_not_null NOT NULL,
    month date CONSTRAINT terminals_position_month_not_null NOT NULL,
    at timestamp with time zone CONSTRAINT terminals_position_at_not_null NOT NULL,
    lon double precision CONSTRAINT terminals_position_lon_not_null NOT NULL,
    lat double precision CONSTRAINT terminals_position_lat_not_null NOT NULL,
    speed double precision,
    direction double precision,
    terminal_id bigint CONSTRAINT terminals_position_terminal_id_not_null NOT NULL
);


--
-- Name: terminals_terminal; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.terminals_terminal (
    id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    number character varying(40) NOT NULL,
    name character varying(60) NOT NULL,
    wearer character varying(50) NOT NULL,
    online boolean NOT NULL,
    since timestamp with time zone,
    reason character varying(200) NOT NULL,
    address character varying(60) NOT NULL,
    transport character varying(4) NOT NULL,
    protocol character varying(20) NOT NULL,
    agent character varying(100) NOT NULL,
    lon double precision,
    lat double precision,
    speed double precision,
    direction double precision,
    located_at timestamp with time zone,
    alarm_at timestamp with time zone,
    department_id bigint NOT NULL,
    region_id bigint NOT NULL
);


--
-- Name: terminals_terminal_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.terminals_terminal ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.terminals_terminal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: training_trainingsession; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.training_trainingsession (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    month date NOT NULL,
    title character varying(100) NOT NULL,
    kind character varying(15) NOT NULL,
    held_on date NOT NULL,
    hours numeric(4,1) NOT NULL,
    teacher character varying(50) NOT NULL,
    room character varying(100) NOT NULL,
    content text NOT NULL,
    exam character varying(10) NOT NULL,
    attendees bigint[] NOT NULL,
    attendee_names character varying(80)[] NOT NULL,
    failed bigint[] NOT NULL,
    failed_names character varying(80)[] NOT NULL,
    others integer NOT NULL,
    participants integer NOT NULL,
    lost integer NOT NULL,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint NOT NULL,
    region_id bigint NOT NULL,
    site_id bigint NOT NULL,
    CONSTRAINT training_trainingsession_lost_check CHECK ((lost >= 0)),
    CONSTRAINT training_trainingsession_others_check CHECK ((others >= 0)),
    CONSTRAINT training_trainingsession_participants_check CHECK ((participants >= 0)),
    CONSTRAINT training_trainingsession_version_check CHECK ((version >= 0))
);


--
-- Name: training_trainingsession_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.training_trainingsession ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.training_trainingsession_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: whistle_whistlechannel; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.whistle_whistlechannel (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    way character varying(20) NOT NULL,
    value character varying(100) NOT NULL,
    contact character varying(50) NOT NULL,
    department character varying(50) NOT NULL,
    place character varying(100) NOT NULL,
    posted_on date,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint NOT NULL,
    region_id bigint NOT NULL,
    site_id bigint NOT NULL,
    CONSTRAINT whistle_channel_is_reached CHECK ((((way)::text = ANY (ARRAY[('qr'::character varying)::text, ('app'::character varying)::text, ('in_person'::character varying)::text])) OR (NOT ((value)::text = ''::text)))),
    CONSTRAINT whistle_whistlechannel_version_check CHECK ((version >= 0))
);


--
-- Name: whistle_whistlechannel_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.whistle_whistlechannel ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.whistle_whistlechannel_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: whistle_whistleidentity; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.whistle_whistleidentity (
    id bigint NOT NULL,
    name text NOT NULL,
    phone text NOT NULL,
    account text NOT NULL,
    account_index character varying(64) NOT NULL,
    pay_by character varying(10) NOT NULL,
    payee text NOT NULL,
    card text NOT NULL,
    sent_digest character varying(64) NOT NULL,
    query_digest character varying(64) NOT NULL,
    claim_digest character varying(64) NOT NULL,
    report_id bigint NOT NULL,
    news character varying(10)[] NOT NULL,
    seen smallint NOT NULL,
    CONSTRAINT whistle_whistleidentity_seen_check CHECK ((seen >= 0))
);


--
-- Name: whistle_whistleidentity_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.whistle_whistleidentity ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.whistle_whistleidentity_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: whistle_whistlepolicy; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.whistle_whistlepolicy (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    title character varying(100) NOT NULL,
    text text NOT NULL,
    fund character varying(100) NOT NULL,
    acknowledge_hours smallint NOT NULL,
    verify_days smallint NOT NULL,
    pay_days smallint NOT NULL,
    other_forms character varying(200) NOT NULL,
    rates jsonb NOT NULL,
    handlers bigint[] NOT NULL,
    accounts bigint[] NOT NULL,
    handler_names character varying(80)[] NOT NULL,
    status character varying(20) NOT NULL,
    consulted_how character varying(20) NOT NULL,
    consulted_on date,
    opinion text NOT NULL,
    announced_on date,
    in_force_since date,
    created_by_id bigint NOT NULL,
    ended_by_id bigint,
    enterprise_id bigint NOT NULL,
    CONSTRAINT whistle_policy_was_consulted CHECK ((((status)::text = 'draft'::text) OR (consulted_on IS NOT NULL))),
    CONSTRAINT whistle_whistlepolicy_acknowledge_hours_check CHECK ((acknowledge_hours >= 0)),
    CONSTRAINT whistle_whistlepolicy_pay_days_check CHECK ((pay_days >= 0)),
    CONSTRAINT whistle_whistlepolicy_verify_days_check CHECK ((verify_days >= 0)),
    CONSTRAINT whistle_whistlepolicy_version_check CHECK ((version >= 0))
);


--
-- Name: whistle_whistlepolicy_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.whistle_whistlepolicy ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.whistle_whistlepolicy_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: whistle_whistlereport; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.whistle_whistlereport (
    id bigint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(200) NOT NULL,
    month date NOT NULL,
    how character varying(20) NOT NULL,
    hazard_class character varying(20) NOT NULL,
    location character varying(100) NOT NULL,
    text text NOT NULL,
    about_name text NOT NULL,
    about bigint[] NOT NULL,
    handlers bigint[] NOT NULL,
    reported_at timestamp with time zone NOT NULL,
    reported_on date NOT NULL,
    status character varying(20) NOT NULL,
    due_on date,
    refusal character varying(20) NOT NULL,
    findings text NOT NULL,
    partly boolean NOT NULL,
    level character varying(20) NOT NULL,
    hazard bigint,
    confirmed_on date,
    reward numeric(9,2) NOT NULL,
    reward_form character varying(20) NOT NULL,
    claimed_at timestamp with time zone,
    paid_on date,
    pay_days integer NOT NULL,
    voucher character varying(60) NOT NULL,
    published_on date,
    bulletin character varying(500) NOT NULL,
    escalated_at timestamp with time zone,
    escalated_for character varying(20) NOT NULL,
    wish text NOT NULL,
    answer text NOT NULL,
    answered_on date,
    channel_id bigint,
    created_by_id bigint NOT NULL,
    duplicate_of_id bigint,
    ended_by_id bigint,
    enterprise_id bigint NOT NULL,
    policy_id bigint,
    region_id bigint NOT NULL,
    site_id bigint NOT NULL,
    split character varying(10) NOT NULL,
    split_reason character varying(200) NOT NULL,
    whole_reward integer NOT NULL,
    CONSTRAINT whistle_whistlereport_pay_days_check CHECK ((pay_days >= 0)),
    CONSTRAINT whistle_whistlereport_version_check CHECK ((version >= 0)),
    CONSTRAINT whistle_whistlereport_whole_reward_check CHECK ((whole_reward >= 0))
);


--
-- Name: whistle_whistlereport_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.whistle_whistlereport ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.whistle_whistlereport_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: checks_inspection_rest; Type: TABLE ATTACH; Schema: public; Owner: -
--

ALTER TABLE ONLY public.checks_inspection ATTACH PARTITION public.checks_inspection_rest DEFAULT;


--
-- Name: plans_plantask_rest; Type: TABLE ATTACH; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plans_plantask ATTACH PARTITION public.plans_plantask_rest DEFAULT;


--
-- Name: risks_risktask_rest; Type: TABLE ATTACH; Schema: public; Owner: -
--

ALTER TABLE ONLY public.risks_risktask ATTACH PARTITION public.risks_risktask_rest DEFAULT;


--
-- Name: terminals_position_rest; Type: TABLE ATTACH; Schema: public; Owner: -
--

ALTER TABLE ONLY public.terminals_position ATTACH PARTITION public.terminals_position_rest DEFAULT;


--
-- Name: checks_inspection id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.checks_inspection ALTER COLUMN id SET DEFAULT nextval('public.checks_inspection_id_seq'::regclass);


--
-- Name: plans_plantask id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plans_plantask ALTER COLUMN id SET DEFAULT nextval('public.plans_plantask_id_seq'::regclass);


--
-- Name: procrastinate_events id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.procrastinate_events ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_events_id_seq'::regclass);


--
-- Name: procrastinate_jobs id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.procrastinate_jobs ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_jobs_id_seq'::regclass);


--
-- Name: procrastinate_periodic_defers id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.procrastinate_periodic_defers ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_periodic_defers_id_seq'::regclass);


--
-- Name: risks_risktask id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.risks_risktask ALTER COLUMN id SET DEFAULT nextval('public.risks_risktask_id_seq'::regclass);


--
-- Name: terminals_position id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.terminals_position ALTER COLUMN id SET DEFAULT nextval('public.terminals_position_id_seq'::regclass);


--
-- Data for Name: accidents_accident; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: accidents_injury; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: accounts_accesstoken; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: accounts_assignment; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: accounts_identity; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: accounts_oldpassword; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: accounts_recoverycode; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: accounts_role; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: accounts_secondfactor; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: accounts_signinlink; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: accounts_user; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: accounts_usersession; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: accounts_usersetting; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: administration_request; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: administration_wish; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: alerts_alert; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: alerts_watch; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: approvals_approval; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: approvals_approvalevent; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: approvals_approvalstep; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: audit_archive; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: audit_entry; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: auth_group; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: auth_group_permissions; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: auth_permission; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.auth_permission VALUES (1, 'Can add permission', 1, 'add_permission');
INSERT INTO public.auth_permission VALUES (2, 'Can change permission', 1, 'change_permission');
INSERT INTO public.auth_permission VALUES (3, 'Can delete permission', 1, 'delete_permission');
INSERT INTO public.auth_permission VALUES (4, 'Can view permission', 1, 'view_permission');
INSERT INTO public.auth_permission VALUES (5, 'Can add group', 2, 'add_group');
INSERT INTO public.auth_permission VALUES (6, 'Can change group', 2, 'change_group');
INSERT INTO public.auth_permission VALUES (7, 'Can delete group', 2, 'delete_group');
INSERT INTO public.auth_permission VALUES (8, 'Can view group', 2, 'view_group');
INSERT INTO public.auth_permission VALUES (9, 'Can add content type', 3, 'add_contenttype');
INSERT INTO public.auth_permission VALUES (10, 'Can change content type', 3, 'change_contenttype');
INSERT INTO public.auth_permission VALUES (11, 'Can delete content type', 3, 'delete_contenttype');
INSERT INTO public.auth_permission VALUES (12, 'Can view content type', 3, 'view_contenttype');
INSERT INTO public.auth_permission VALUES (13, 'Can add session', 4, 'add_session');
INSERT INTO public.auth_permission VALUES (14, 'Can change session', 4, 'change_session');
INSERT INTO public.auth_permission VALUES (15, 'Can delete session', 4, 'delete_session');
INSERT INTO public.auth_permission VALUES (16, 'Can view session', 4, 'view_session');
INSERT INTO public.auth_permission VALUES (17, 'Can add captcha store', 5, 'add_captchastore');
INSERT INTO public.auth_permission VALUES (18, 'Can change captcha store', 5, 'change_captchastore');
INSERT INTO public.auth_permission VALUES (19, 'Can delete captcha store', 5, 'delete_captchastore');
INSERT INTO public.auth_permission VALUES (20, 'Can view captcha store', 5, 'view_captchastore');
INSERT INTO public.auth_permission VALUES (21, 'Can add access attempt', 6, 'add_accessattempt');
INSERT INTO public.auth_permission VALUES (22, 'Can change access attempt', 6, 'change_accessattempt');
INSERT INTO public.auth_permission VALUES (23, 'Can delete access attempt', 6, 'delete_accessattempt');
INSERT INTO public.auth_permission VALUES (24, 'Can view access attempt', 6, 'view_accessattempt');
INSERT INTO public.auth_permission VALUES (25, 'Can add access log', 7, 'add_accesslog');
INSERT INTO public.auth_permission VALUES (26, 'Can change access log', 7, 'change_accesslog');
INSERT INTO public.auth_permission VALUES (27, 'Can delete access log', 7, 'delete_accesslog');
INSERT INTO public.auth_permission VALUES (28, 'Can view access log', 7, 'view_accesslog');
INSERT INTO public.auth_permission VALUES (29, 'Can add access failure', 8, 'add_accessfailurelog');
INSERT INTO public.auth_permission VALUES (30, 'Can change access failure', 8, 'change_accessfailurelog');
INSERT INTO public.auth_permission VALUES (31, 'Can delete access failure', 8, 'delete_accessfailurelog');
INSERT INTO public.auth_permission VALUES (32, 'Can view access failure', 8, 'view_accessfailurelog');
INSERT INTO public.auth_permission VALUES (33, 'Can add access attempt expiration', 9, 'add_accessattemptexpiration');
INSERT INTO public.auth_permission VALUES (34, 'Can change access attempt expiration', 9, 'change_accessattemptexpiration');
INSERT INTO public.auth_permission VALUES (35, 'Can delete access attempt expiration', 9, 'delete_accessattemptexpiration');
INSERT INTO public.auth_permission VALUES (36, 'Can view access attempt expiration', 9, 'view_accessattemptexpiration');
INSERT INTO public.auth_permission VALUES (37, 'Can add procrastinate event', 10, 'add_procrastinateevent');
INSERT INTO public.auth_permission VALUES (38, 'Can change procrastinate event', 10, 'change_procrastinateevent');
INSERT INTO public.auth_permission VALUES (39, 'Can delete procrastinate event', 10, 'delete_procrastinateevent');
INSERT INTO public.auth_permission VALUES (40, 'Can view procrastinate event', 10, 'view_procrastinateevent');
INSERT INTO public.auth_permission VALUES (41, 'Can add procrastinate job', 11, 'add_procrastinatejob');
INSERT INTO public.auth_permission VALUES (42, 'Can change procrastinate job', 11, 'change_procrastinatejob');
INSERT INTO public.auth_permission VALUES (43, 'Can delete procrastinate job', 11, 'delete_procrastinatejob');
INSERT INTO public.auth_permission VALUES (44, 'Can view procrastinate job', 11, 'view_procrastinatejob');
INSERT INTO public.auth_permission VALUES (45, 'Can add procrastinate periodic defer', 12, 'add_procrastinateperiodicdefer');
INSERT INTO public.auth_permission VALUES (46, 'Can change procrastinate periodic defer', 12, 'change_procrastinateperiodicdefer');
INSERT INTO public.auth_permission VALUES (47, 'Can delete procrastinate periodic defer', 12, 'delete_procrastinateperiodicdefer');
INSERT INTO public.auth_permission VALUES (48, 'Can view procrastinate periodic defer', 12, 'view_procrastinateperiodicdefer');
INSERT INTO public.auth_permission VALUES (49, 'Can add procrastinate worker', 13, 'add_procrastinateworker');
INSERT INTO public.auth_permission VALUES (50, 'Can change procrastinate worker', 13, 'change_procrastinateworker');
INSERT INTO public.auth_permission VALUES (51, 'Can delete procrastinate worker', 13, 'delete_procrastinateworker');
INSERT INTO public.auth_permission VALUES (52, 'Can view procrastinate worker', 13, 'view_procrastinateworker');
INSERT INTO public.auth_permission VALUES (53, '查看参数', 15, 'view');
INSERT INTO public.auth_permission VALUES (54, '设置参数', 15, 'set');
INSERT INTO public.auth_permission VALUES (55, '查看短信记录', 19, 'view');
INSERT INTO public.auth_permission VALUES (56, '查看审计记录', 31, 'view');
INSERT INTO public.auth_permission VALUES (57, '导出审计记录', 31, 'export');
INSERT INTO public.auth_permission VALUES (58, 'Can add taken step', 33, 'add_takenstep');
INSERT INTO public.auth_permission VALUES (59, 'Can change taken step', 33, 'change_takenstep');
INSERT INTO public.auth_permission VALUES (60, 'Can delete taken step', 33, 'delete_takenstep');
INSERT INTO public.auth_permission VALUES (61, 'Can view taken step', 33, 'view_takenstep');
INSERT INTO public.auth_permission VALUES (62, '维护数据字典', 34, 'edit');
INSERT INTO public.auth_permission VALUES (63, '维护部门', 36, 'edit_departments');
INSERT INTO public.auth_permission VALUES (64, '查看企业', 38, 'view');
INSERT INTO public.auth_permission VALUES (65, '登记企业', 38, 'register');
INSERT INTO public.auth_permission VALUES (66, '修改企业信息', 38, 'edit');
INSERT INTO public.auth_permission VALUES (67, '修改联系信息', 38, 'edit_contact');
INSERT INTO public.auth_permission VALUES (68, '上报状态变更', 38, 'report_status');
INSERT INTO public.auth_permission VALUES (69, '确认企业状态', 38, 'confirm_status');
INSERT INTO public.auth_permission VALUES (70, '新增场所', 38, 'open_site');
INSERT INTO public.auth_permission VALUES (71, '修改场所', 38, 'edit_site');
INSERT INTO public.auth_permission VALUES (72, '场所迁移', 38, 'move_site');
INSERT INTO public.auth_permission VALUES (73, '关闭场所', 38, 'close_site');
INSERT INTO public.auth_permission VALUES (74, '维护标签', 38, 'tag');
INSERT INTO public.auth_permission VALUES (75, '合并企业', 38, 'merge');
INSERT INTO public.auth_permission VALUES (76, '拆分企业', 38, 'split');
INSERT INTO public.auth_permission VALUES (77, '场所划转', 38, 'move_to');
INSERT INTO public.auth_permission VALUES (78, '撤销合并拆分', 38, 'undo');
INSERT INTO public.auth_permission VALUES (79, '接管历史数据', 38, 'take_over');
INSERT INTO public.auth_permission VALUES (80, '删除企业', 38, 'end');
INSERT INTO public.auth_permission VALUES (81, '查看联系电话', 38, 'call');
INSERT INTO public.auth_permission VALUES (82, '查看后台任务', 55, 'view');
INSERT INTO public.auth_permission VALUES (83, '立即执行后台任务', 55, 'run');
INSERT INTO public.auth_permission VALUES (84, '暂停或恢复后台任务', 55, 'pause');
INSERT INTO public.auth_permission VALUES (85, '维护法律法规', 60, 'maintain');
INSERT INTO public.auth_permission VALUES (86, '查看完整敏感信息', 63, 'reveal');
INSERT INTO public.auth_permission VALUES (87, '申请更正或删除本人信息', 63, 'ask');
INSERT INTO public.auth_permission VALUES (88, '核实更正或删除申请', 63, 'weigh');
INSERT INTO public.auth_permission VALUES (89, '删除个人信息', 63, 'erase');
INSERT INTO public.auth_permission VALUES (90, '查看审计预警', 65, 'view');
INSERT INTO public.auth_permission VALUES (91, '确认', 65, 'acknowledge');
INSERT INTO public.auth_permission VALUES (92, '关闭', 65, 'close');
INSERT INTO public.auth_permission VALUES (93, '查看接口客户端', 66, 'view');
INSERT INTO public.auth_permission VALUES (94, '登记接口客户端', 66, 'apply');
INSERT INTO public.auth_permission VALUES (95, '修改接口客户端', 66, 'edit');
INSERT INTO public.auth_permission VALUES (96, '申请变更权限', 66, 'propose');
INSERT INTO public.auth_permission VALUES (97, '批准权限', 66, 'approve');
INSERT INTO public.auth_permission VALUES (98, '驳回申请', 66, 'reject');
INSERT INTO public.auth_permission VALUES (99, '停用', 66, 'suspend');
INSERT INTO public.auth_permission VALUES (100, '恢复启用', 66, 'resume');
INSERT INTO public.auth_permission VALUES (101, '签发密钥', 66, 'issue_key');
INSERT INTO public.auth_permission VALUES (102, '注销接口客户端', 66, 'end');
INSERT INTO public.auth_permission VALUES (103, '查看账号、角色和权限申请', 71, 'view');
INSERT INTO public.auth_permission VALUES (104, '提出权限申请', 71, 'ask');
INSERT INTO public.auth_permission VALUES (105, '批准', 71, 'approve');
INSERT INTO public.auth_permission VALUES (106, '退回', 71, 'refuse');
INSERT INTO public.auth_permission VALUES (107, '撤回', 71, 'withdraw');
INSERT INTO public.auth_permission VALUES (108, '新建账号', 71, 'create_user');
INSERT INTO public.auth_permission VALUES (109, '修改账号资料', 71, 'edit_user');
INSERT INTO public.auth_permission VALUES (110, '签发登录链接', 71, 'issue_link');
INSERT INTO public.auth_permission VALUES (111, '强制下线', 71, 'end_session');
INSERT INTO public.auth_permission VALUES (112, '查看人员', 77, 'view');
INSERT INTO public.auth_permission VALUES (113, '登记人员', 77, 'add');
INSERT INTO public.auth_permission VALUES (114, '修改人员信息', 77, 'edit');
INSERT INTO public.auth_permission VALUES (115, '登记离职', 77, 'leave');
INSERT INTO public.auth_permission VALUES (116, '删除人员', 77, 'end');
INSERT INTO public.auth_permission VALUES (117, '维护证书', 77, 'certify');
INSERT INTO public.auth_permission VALUES (118, '核验证书', 77, 'verify');
INSERT INTO public.auth_permission VALUES (119, '关联账号', 77, 'link');
INSERT INTO public.auth_permission VALUES (120, '查看检查记录', 80, 'view');
INSERT INTO public.auth_permission VALUES (121, '登记检查', 80, 'inspect');
INSERT INTO public.auth_permission VALUES (122, '维护检查项', 80, 'edit_items');
INSERT INTO public.auth_permission VALUES (123, '填写批注', 80, 'remark');
INSERT INTO public.auth_permission VALUES (124, '查看隐患', 82, 'view');
INSERT INTO public.auth_permission VALUES (125, '登记隐患', 82, 'report');
INSERT INTO public.auth_permission VALUES (126, '修改', 82, 'edit');
INSERT INTO public.auth_permission VALUES (127, '评定等级', 82, 'grade');
INSERT INTO public.auth_permission VALUES (128, '派单整改', 82, 'assign');
INSERT INTO public.auth_permission VALUES (129, '当场整改', 82, 'fix_on_the_spot');
INSERT INTO public.auth_permission VALUES (130, '开始整改', 82, 'start');
INSERT INTO public.auth_permission VALUES (131, '提交整改', 82, 'submit');
INSERT INTO public.auth_permission VALUES (132, '复查合格', 82, 'pass_review');
INSERT INTO public.auth_permission VALUES (133, '复查退回', 82, 'fail_review');
INSERT INTO public.auth_permission VALUES (134, '申请延期', 82, 'request_extension');
INSERT INTO public.auth_permission VALUES (135, '审批延期', 82, 'decide_extension');
INSERT INTO public.auth_permission VALUES (136, '认定为非隐患', 82, 'dismiss');
INSERT INTO public.auth_permission VALUES (137, '上报监管部门', 82, 'report_authority');
INSERT INTO public.auth_permission VALUES (138, '提交治理方案', 82, 'plan');
INSERT INTO public.auth_permission VALUES (139, '批准治理方案', 82, 'approve_plan');
INSERT INTO public.auth_permission VALUES (140, '退回治理方案', 82, 'return_plan');
INSERT INTO public.auth_permission VALUES (141, '挂牌督办', 82, 'supervise');
INSERT INTO public.auth_permission VALUES (142, '报告治理进度', 82, 'progress');
INSERT INTO public.auth_permission VALUES (143, '申请验收', 82, 'apply_acceptance');
INSERT INTO public.auth_permission VALUES (144, '验收通过', 82, 'accept');
INSERT INTO public.auth_permission VALUES (145, '验收退回', 82, 'reject');
INSERT INTO public.auth_permission VALUES (146, '摘牌', 82, 'lift');
INSERT INTO public.auth_permission VALUES (147, '销号', 82, 'close');
INSERT INTO public.auth_permission VALUES (148, '催办', 82, 'urge');
INSERT INTO public.auth_permission VALUES (149, '提请上级督办', 82, 'escalate');
INSERT INTO public.auth_permission VALUES (150, '删除误录', 82, 'end');
INSERT INTO public.auth_permission VALUES (151, '查看常安码', 88, 'view');
INSERT INTO public.auth_permission VALUES (152, '发放常安码', 88, 'issue');
INSERT INTO public.auth_permission VALUES (153, '换发常安码', 88, 'reissue');
INSERT INTO public.auth_permission VALUES (154, '停用常安码', 88, 'revoke');
INSERT INTO public.auth_permission VALUES (155, '查看计划', 90, 'view');
INSERT INTO public.auth_permission VALUES (156, '制定计划', 90, 'make');
INSERT INTO public.auth_permission VALUES (157, '修改计划', 90, 'edit');
INSERT INTO public.auth_permission VALUES (158, '暂停计划', 90, 'stop');
INSERT INTO public.auth_permission VALUES (159, '恢复计划', 90, 'resume');
INSERT INTO public.auth_permission VALUES (160, '删除计划', 90, 'end');
INSERT INTO public.auth_permission VALUES (161, '执行计划', 90, 'execute');
INSERT INTO public.auth_permission VALUES (162, '取消计划任务', 90, 'cancel_task');
INSERT INTO public.auth_permission VALUES (163, '查看成员和认领', 92, 'view');
INSERT INTO public.auth_permission VALUES (164, '认领企业', 92, 'claim');
INSERT INTO public.auth_permission VALUES (165, '申请加入企业', 92, 'wish');
INSERT INTO public.auth_permission VALUES (166, '申请离任', 92, 'resign');
INSERT INTO public.auth_permission VALUES (167, '确认认领', 92, 'confirm');
INSERT INTO public.auth_permission VALUES (168, '不予确认', 92, 'refuse');
INSERT INTO public.auth_permission VALUES (169, '同意移交', 92, 'agree');
INSERT INTO public.auth_permission VALUES (170, '提出异议', 92, 'object');
INSERT INTO public.auth_permission VALUES (171, '同意加入', 92, 'admit');
INSERT INTO public.auth_permission VALUES (172, '不同意加入', 92, 'turn_down');
INSERT INTO public.auth_permission VALUES (173, '撤回申请', 92, 'withdraw');
INSERT INTO public.auth_permission VALUES (174, '邀请成员', 93, 'invite');
INSERT INTO public.auth_permission VALUES (175, '移交主要负责人', 93, 'hand_over');
INSERT INTO public.auth_permission VALUES (176, '撤销邀请', 93, 'revoke');
INSERT INTO public.auth_permission VALUES (177, '接受邀请', 93, 'accept');
INSERT INTO public.auth_permission VALUES (178, '变更成员角色', 94, 'change_role');
INSERT INTO public.auth_permission VALUES (179, '移除成员', 94, 'remove');
INSERT INTO public.auth_permission VALUES (180, '退出企业', 94, 'leave');
INSERT INTO public.auth_permission VALUES (181, '查看专家和机构', 95, 'view');
INSERT INTO public.auth_permission VALUES (182, '申请入驻', 95, 'apply');
INSERT INTO public.auth_permission VALUES (183, '通过入驻', 95, 'approve');
INSERT INTO public.auth_permission VALUES (184, '退回补正', 95, 'send_back');
INSERT INTO public.auth_permission VALUES (185, '不予通过', 95, 'reject');
INSERT INTO public.auth_permission VALUES (186, '补正后再提交', 95, 'correct');
INSERT INTO public.auth_permission VALUES (187, '撤回申请', 95, 'withdraw');
INSERT INTO public.auth_permission VALUES (188, '取消资格', 95, 'revoke');
INSERT INTO public.auth_permission VALUES (189, '查看省厅共享数据', 101, 'view');
INSERT INTO public.auth_permission VALUES (190, '从省厅和市大数据中心取数', 101, 'run');
INSERT INTO public.auth_permission VALUES (191, '更正后重试', 101, 'retry');
INSERT INTO public.auth_permission VALUES (192, '关联企业', 101, 'bind');
INSERT INTO public.auth_permission VALUES (193, '不予处理', 101, 'set_aside');
INSERT INTO public.auth_permission VALUES (194, '核对人员', 101, 'match');
INSERT INTO public.auth_permission VALUES (195, '查看平面图', 109, 'view');
INSERT INTO public.auth_permission VALUES (196, '新增平面图', 109, 'add');
INSERT INTO public.auth_permission VALUES (197, '修改平面图', 109, 'edit');
INSERT INTO public.auth_permission VALUES (198, '绘制区域和点位', 109, 'draw');
INSERT INTO public.auth_permission VALUES (199, '删除平面图', 109, 'end');
INSERT INTO public.auth_permission VALUES (200, '查看月度小结', 111, 'view');
INSERT INTO public.auth_permission VALUES (201, '确认', 111, 'confirm');
INSERT INTO public.auth_permission VALUES (202, '查看风控工业企业', 113, 'view');
INSERT INTO public.auth_permission VALUES (203, '查看电子文档', 114, 'view');
INSERT INTO public.auth_permission VALUES (204, '归档文档', 114, 'file');
INSERT INTO public.auth_permission VALUES (205, '四性检测', 114, 'check');
INSERT INTO public.auth_permission VALUES (206, '查看风险点', 120, 'view');
INSERT INTO public.auth_permission VALUES (207, '登记风险点', 120, 'register');
INSERT INTO public.auth_permission VALUES (208, '修改风险点', 120, 'edit');
INSERT INTO public.auth_permission VALUES (209, '启用风险点', 120, 'activate');
INSERT INTO public.auth_permission VALUES (210, '批准风险点', 120, 'approve');
INSERT INTO public.auth_permission VALUES (211, '发起变更', 120, 'revise');
INSERT INTO public.auth_permission VALUES (212, '停用风险点', 120, 'stop');
INSERT INTO public.auth_permission VALUES (213, '删除风险点', 120, 'end');
INSERT INTO public.auth_permission VALUES (214, '岗位班组巡查', 120, 'patrol');
INSERT INTO public.auth_permission VALUES (215, '车间级巡查', 120, 'patrol_workshop');
INSERT INTO public.auth_permission VALUES (216, '公司级巡查', 120, 'patrol_company');
INSERT INTO public.auth_permission VALUES (217, '申请免检', 120, 'ask_exemption');
INSERT INTO public.auth_permission VALUES (218, '批准免检', 120, 'grant_exemption');
INSERT INTO public.auth_permission VALUES (219, '退回免检申请', 120, 'refuse_exemption');
INSERT INTO public.auth_permission VALUES (220, '取消任务', 120, 'cancel_task');
INSERT INTO public.auth_permission VALUES (221, '制作告知卡', 120, 'make_cards');
INSERT INTO public.auth_permission VALUES (222, '维护风险目录', 120, 'catalogue');
INSERT INTO public.auth_permission VALUES (223, '查看演练和预案', 126, 'view');
INSERT INTO public.auth_permission VALUES (224, '制定演练计划', 126, 'plan');
INSERT INTO public.auth_permission VALUES (225, '修改演练计划', 126, 'edit');
INSERT INTO public.auth_permission VALUES (226, '调整演练日期', 126, 'postpone');
INSERT INTO public.auth_permission VALUES (227, '登记演练情况', 126, 'hold');
INSERT INTO public.auth_permission VALUES (228, '评估演练', 126, 'evaluate');
INSERT INTO public.auth_permission VALUES (229, '报送演练情况', 126, 'report');
INSERT INTO public.auth_permission VALUES (230, '撤销演练', 126, 'end');
INSERT INTO public.auth_permission VALUES (231, '登记预案', 126, 'adopt');
INSERT INTO public.auth_permission VALUES (232, '修改预案信息', 126, 'amend');
INSERT INTO public.auth_permission VALUES (233, '修订预案', 126, 'revise');
INSERT INTO public.auth_permission VALUES (234, '废止预案', 126, 'retire');
INSERT INTO public.auth_permission VALUES (235, '查看设备设施', 127, 'view');
INSERT INTO public.auth_permission VALUES (236, '登记设备', 127, 'register');
INSERT INTO public.auth_permission VALUES (237, '修改设备', 127, 'edit');
INSERT INTO public.auth_permission VALUES (238, '启用', 127, 'start');
INSERT INTO public.auth_permission VALUES (239, '停用', 127, 'stop');
INSERT INTO public.auth_permission VALUES (240, '报修', 127, 'report_fault');
INSERT INTO public.auth_permission VALUES (241, '修复', 127, 'repaired');
INSERT INTO public.auth_permission VALUES (242, '报废', 127, 'scrap');
INSERT INTO public.auth_permission VALUES (243, '登记检验', 127, 'examine');
INSERT INTO public.auth_permission VALUES (244, '删除设备', 127, 'end');
INSERT INTO public.auth_permission VALUES (245, '查看吹哨奖', 131, 'view');
INSERT INTO public.auth_permission VALUES (246, '起草制度', 131, 'adopt');
INSERT INTO public.auth_permission VALUES (247, '修改制度', 131, 'draft');
INSERT INTO public.auth_permission VALUES (248, '公示制度', 131, 'announce');
INSERT INTO public.auth_permission VALUES (249, '施行制度', 131, 'enforce');
INSERT INTO public.auth_permission VALUES (250, '撤销制度', 131, 'withdraw');
INSERT INTO public.auth_permission VALUES (251, '登记途径', 131, 'open');
INSERT INTO public.auth_permission VALUES (252, '修改途径', 131, 'amend');
INSERT INTO public.auth_permission VALUES (253, '登记张贴', 131, 'hang');
INSERT INTO public.auth_permission VALUES (254, '停用途径', 131, 'close');
INSERT INTO public.auth_permission VALUES (255, '我要吹哨', 131, 'blow');
INSERT INTO public.auth_permission VALUES (256, '处理吹哨', 131, 'read');
INSERT INTO public.auth_permission VALUES (257, '受理吹哨', 131, 'accept');
INSERT INTO public.auth_permission VALUES (258, '不予受理', 131, 'reject');
INSERT INTO public.auth_permission VALUES (259, '核查属实', 131, 'confirm');
INSERT INTO public.auth_permission VALUES (260, '核查不属实', 131, 'refute');
INSERT INTO public.auth_permission VALUES (261, '确定奖励', 131, 'reward');
INSERT INTO public.auth_permission VALUES (262, '登记发放', 131, 'pay');
INSERT INTO public.auth_permission VALUES (263, '公示奖励', 131, 'publish');
INSERT INTO public.auth_permission VALUES (264, '查看吹哨人身份', 131, 'identify');
INSERT INTO public.auth_permission VALUES (265, '监管答复', 131, 'answer');
INSERT INTO public.auth_permission VALUES (266, '查看上报的吹哨', 131, 'supervise');
INSERT INTO public.auth_permission VALUES (267, '查看事故和伤亡人员', 134, 'view');
INSERT INTO public.auth_permission VALUES (268, '报告事故', 134, 'report');
INSERT INTO public.auth_permission VALUES (269, '补报更正', 134, 'correct');
INSERT INTO public.auth_permission VALUES (270, '登记上报', 134, 'tell');
INSERT INTO public.auth_permission VALUES (271, '组织调查', 134, 'investigate');
INSERT INTO public.auth_permission VALUES (272, '延长调查期限', 134, 'extend');
INSERT INTO public.auth_permission VALUES (273, '登记调查结论', 134, 'conclude');
INSERT INTO public.auth_permission VALUES (274, '四不放过结案', 134, 'close');
INSERT INTO public.auth_permission VALUES (275, '撤销误报', 134, 'end');
INSERT INTO public.auth_permission VALUES (276, '代表政府组织调查', 134, 'lead');
INSERT INTO public.auth_permission VALUES (277, '登记伤亡人员', 134, 'enter');
INSERT INTO public.auth_permission VALUES (278, '登记安责险事故', 134, 'claim');
INSERT INTO public.auth_permission VALUES (279, '修改伤亡信息', 134, 'amend');
INSERT INTO public.auth_permission VALUES (280, '登记理赔结果', 134, 'settle');
INSERT INTO public.auth_permission VALUES (281, '认定为同一起伤害', 134, 'join');
INSERT INTO public.auth_permission VALUES (282, '认定不是同一起伤害', 134, 'part');
INSERT INTO public.auth_permission VALUES (283, '删除误录', 134, 'remove');
INSERT INTO public.auth_permission VALUES (284, '查看典型事故案例', 136, 'view');
INSERT INTO public.auth_permission VALUES (285, '编写案例', 136, 'write');
INSERT INTO public.auth_permission VALUES (286, '修改案例', 136, 'edit');
INSERT INTO public.auth_permission VALUES (287, '发布案例', 136, 'publish');
INSERT INTO public.auth_permission VALUES (288, '撤回案例', 136, 'withdraw');
INSERT INTO public.auth_permission VALUES (289, '删除案例', 136, 'end');
INSERT INTO public.auth_permission VALUES (290, '学习案例', 136, 'read');
INSERT INTO public.auth_permission VALUES (291, '查看安全管理机构', 138, 'view');
INSERT INTO public.auth_permission VALUES (292, '登记机构', 138, 'establish');
INSERT INTO public.auth_permission VALUES (293, '修改机构', 138, 'edit');
INSERT INTO public.auth_permission VALUES (294, '调整上级机构', 138, 'move');
INSERT INTO public.auth_permission VALUES (295, '撤销机构', 138, 'end');
INSERT INTO public.auth_permission VALUES (296, '查看岗位责任', 139, 'view');
INSERT INTO public.auth_permission VALUES (297, '登记岗位', 139, 'register');
INSERT INTO public.auth_permission VALUES (298, '修改岗位责任', 139, 'edit');
INSERT INTO public.auth_permission VALUES (299, '公示', 139, 'announce');
INSERT INTO public.auth_permission VALUES (300, '撤销岗位', 139, 'end');
INSERT INTO public.auth_permission VALUES (301, '签收岗位责任', 139, 'acknowledge');
INSERT INTO public.auth_permission VALUES (302, '查看考核结果', 139, 'results');
INSERT INTO public.auth_permission VALUES (303, '发起考核', 139, 'assess');
INSERT INTO public.auth_permission VALUES (304, '打分', 139, 'score');
INSERT INTO public.auth_permission VALUES (305, '公布结果', 139, 'conclude');
INSERT INTO public.auth_permission VALUES (306, '取消考核', 139, 'cancel');
INSERT INTO public.auth_permission VALUES (307, '查看规章制度', 144, 'view');
INSERT INTO public.auth_permission VALUES (308, '编制制度', 144, 'draft');
INSERT INTO public.auth_permission VALUES (309, '修改草案', 144, 'edit');
INSERT INTO public.auth_permission VALUES (310, '征求意见', 144, 'consult');
INSERT INTO public.auth_permission VALUES (311, '答复意见', 144, 'answer');
INSERT INTO public.auth_permission VALUES (312, '结束征求意见', 144, 'conclude');
INSERT INTO public.auth_permission VALUES (313, '审核通过', 144, 'approve');
INSERT INTO public.auth_permission VALUES (314, '退回修改', 144, 'send_back');
INSERT INTO public.auth_permission VALUES (315, '发布', 144, 'publish');
INSERT INTO public.auth_permission VALUES (316, '登记培训', 144, 'train');
INSERT INTO public.auth_permission VALUES (317, '登记评审', 144, 'review');
INSERT INTO public.auth_permission VALUES (318, '修订', 144, 'revise');
INSERT INTO public.auth_permission VALUES (319, '放弃修订', 144, 'discard');
INSERT INTO public.auth_permission VALUES (320, '废止', 144, 'repeal');
INSERT INTO public.auth_permission VALUES (321, '删除草案', 144, 'end');
INSERT INTO public.auth_permission VALUES (322, '提出意见', 144, 'comment');
INSERT INTO public.auth_permission VALUES (323, '学习制度', 144, 'read');
INSERT INTO public.auth_permission VALUES (324, '查看安全培训', 150, 'view');
INSERT INTO public.auth_permission VALUES (325, '登记培训', 150, 'record');
INSERT INTO public.auth_permission VALUES (326, '修改培训记录', 150, 'edit');
INSERT INTO public.auth_permission VALUES (327, '删除培训记录', 150, 'end');
INSERT INTO public.auth_permission VALUES (328, '查看班组安全活动', 151, 'view');
INSERT INTO public.auth_permission VALUES (329, '登记班组活动', 151, 'record');
INSERT INTO public.auth_permission VALUES (330, '修改活动记录', 151, 'edit');
INSERT INTO public.auth_permission VALUES (331, '删除活动记录', 151, 'end');
INSERT INTO public.auth_permission VALUES (332, '查看特殊作业', 152, 'view');
INSERT INTO public.auth_permission VALUES (333, '申请作业票', 152, 'apply');
INSERT INTO public.auth_permission VALUES (334, '修改作业票', 152, 'edit');
INSERT INTO public.auth_permission VALUES (335, '批准作业', 152, 'approve');
INSERT INTO public.auth_permission VALUES (336, '开始作业', 152, 'open');
INSERT INTO public.auth_permission VALUES (337, '完工验收', 152, 'close');
INSERT INTO public.auth_permission VALUES (338, '作废', 152, 'cancel');
INSERT INTO public.auth_permission VALUES (339, '查看建设项目三同时', 153, 'view');
INSERT INTO public.auth_permission VALUES (340, '登记项目', 153, 'register');
INSERT INTO public.auth_permission VALUES (341, '修改项目', 153, 'edit');
INSERT INTO public.auth_permission VALUES (342, '登记安全评价', 153, 'appraise');
INSERT INTO public.auth_permission VALUES (343, '登记设计审查', 153, 'design');
INSERT INTO public.auth_permission VALUES (344, '开工', 153, 'build');
INSERT INTO public.auth_permission VALUES (345, '试运行', 153, 'try_out');
INSERT INTO public.auth_permission VALUES (346, '竣工验收', 153, 'accept');
INSERT INTO public.auth_permission VALUES (347, '删除项目', 153, 'end');
INSERT INTO public.auth_permission VALUES (348, '查看执法记录仪', 155, 'view');
INSERT INTO public.auth_permission VALUES (349, '登记记录仪', 155, 'register');
INSERT INTO public.auth_permission VALUES (350, '修改记录仪', 155, 'edit');
INSERT INTO public.auth_permission VALUES (351, '领用', 155, 'hand_out');
INSERT INTO public.auth_permission VALUES (352, '归还', 155, 'take_back');
INSERT INTO public.auth_permission VALUES (353, '停用', 155, 'stop');
INSERT INTO public.auth_permission VALUES (354, '恢复使用', 155, 'resume');
INSERT INTO public.auth_permission VALUES (355, '报废', 155, 'end');
INSERT INTO public.auth_permission VALUES (356, '维护型号', 155, 'keep_models');
INSERT INTO public.auth_permission VALUES (357, '查看实时画面', 155, 'watch');
INSERT INTO public.auth_permission VALUES (358, '远程操作记录仪', 155, 'command');
INSERT INTO public.auth_permission VALUES (359, '处理告警', 155, 'deal');
INSERT INTO public.auth_permission VALUES (360, '制定录像计划', 155, 'plan');
INSERT INTO public.auth_permission VALUES (361, '查看执法影像', 161, 'view');
INSERT INTO public.auth_permission VALUES (362, '播放执法影像', 161, 'watch');
INSERT INTO public.auth_permission VALUES (363, '下载执法影像', 161, 'download');
INSERT INTO public.auth_permission VALUES (364, '标注影像', 161, 'mark');
INSERT INTO public.auth_permission VALUES (365, '撤销标注', 161, 'unmark');
INSERT INTO public.auth_permission VALUES (366, '新增标注类型', 161, 'add_label');
INSERT INTO public.auth_permission VALUES (367, '修改标注类型', 161, 'edit');
INSERT INTO public.auth_permission VALUES (368, '无效化', 161, 'invalidate');
INSERT INTO public.auth_permission VALUES (369, '恢复有效', 161, 'restore');


--
-- Data for Name: axes_accessattempt; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: axes_accessattemptexpiration; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: axes_accessfailurelog; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: axes_accesslog; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: captcha_captchastore; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: cases_accidentcase; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: cases_reading; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: checks_checkitem; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: checks_inspection_rest; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: clients_client; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: clients_clientcall; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: clients_clientkey; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: clients_clientnonce; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: clients_clientsession; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: codes_miss; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: codes_safecode; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: codes_scan; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: dictionaries_item; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: dictionaries_scheme; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: django_content_type; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.django_content_type VALUES (1, 'auth', 'permission');
INSERT INTO public.django_content_type VALUES (2, 'auth', 'group');
INSERT INTO public.django_content_type VALUES (3, 'contenttypes', 'contenttype');
INSERT INTO public.django_content_type VALUES (4, 'sessions', 'session');
INSERT INTO public.django_content_type VALUES (5, 'captcha', 'captchastore');
INSERT INTO public.django_content_type VALUES (6, 'axes', 'accessattempt');
INSERT INTO public.django_content_type VALUES (7, 'axes', 'accesslog');
INSERT INTO public.django_content_type VALUES (8, 'axes', 'accessfailurelog');
INSERT INTO public.django_content_type VALUES (9, 'axes', 'accessattemptexpiration');
INSERT INTO public.django_content_type VALUES (10, 'procrastinate', 'procrastinateevent');
INSERT INTO public.django_content_type VALUES (11, 'procrastinate', 'procrastinatejob');
INSERT INTO public.django_content_type VALUES (12, 'procrastinate', 'procrastinateperiodicdefer');
INSERT INTO public.django_content_type VALUES (13, 'procrastinate', 'procrastinateworker');
INSERT INTO public.django_content_type VALUES (14, 'regions', 'region');
INSERT INTO public.django_content_type VALUES (15, 'parameters', 'value');
INSERT INTO public.django_content_type VALUES (16, 'limits', 'spent');
INSERT INTO public.django_content_type VALUES (17, 'sms', 'template');
INSERT INTO public.django_content_type VALUES (18, 'sms', 'code');
INSERT INTO public.django_content_type VALUES (19, 'sms', 'message');
INSERT INTO public.django_content_type VALUES (20, 'accounts', 'assignment');
INSERT INTO public.django_content_type VALUES (21, 'accounts', 'role');
INSERT INTO public.django_content_type VALUES (22, 'accounts', 'user');
INSERT INTO public.django_content_type VALUES (23, 'accounts', 'accesstoken');
INSERT INTO public.django_content_type VALUES (24, 'accounts', 'signinlink');
INSERT INTO public.django_content_type VALUES (25, 'accounts', 'usersession');
INSERT INTO public.django_content_type VALUES (26, 'accounts', 'usersetting');
INSERT INTO public.django_content_type VALUES (27, 'accounts', 'identity');
INSERT INTO public.django_content_type VALUES (28, 'accounts', 'oldpassword');
INSERT INTO public.django_content_type VALUES (29, 'accounts', 'recoverycode');
INSERT INTO public.django_content_type VALUES (30, 'accounts', 'secondfactor');
INSERT INTO public.django_content_type VALUES (31, 'audit', 'entry');
INSERT INTO public.django_content_type VALUES (32, 'audit', 'archive');
INSERT INTO public.django_content_type VALUES (33, 'records', 'takenstep');
INSERT INTO public.django_content_type VALUES (34, 'dictionaries', 'scheme');
INSERT INTO public.django_content_type VALUES (35, 'dictionaries', 'item');
INSERT INTO public.django_content_type VALUES (36, 'enterprises', 'department');
INSERT INTO public.django_content_type VALUES (37, 'enterprises', 'tagkind');
INSERT INTO public.django_content_type VALUES (38, 'enterprises', 'enterprise');
INSERT INTO public.django_content_type VALUES (39, 'enterprises', 'enterpriseregion');
INSERT INTO public.django_content_type VALUES (40, 'enterprises', 'restructuring');
INSERT INTO public.django_content_type VALUES (41, 'enterprises', 'image');
INSERT INTO public.django_content_type VALUES (42, 'enterprises', 'site');
INSERT INTO public.django_content_type VALUES (43, 'enterprises', 'legacyrow');
INSERT INTO public.django_content_type VALUES (44, 'enterprises', 'sitemove');
INSERT INTO public.django_content_type VALUES (45, 'enterprises', 'statuschange');
INSERT INTO public.django_content_type VALUES (46, 'enterprises', 'tag');
INSERT INTO public.django_content_type VALUES (47, 'enterprises', 'tagrule');
INSERT INTO public.django_content_type VALUES (48, 'enterprises', 'enterprisetrace');
INSERT INTO public.django_content_type VALUES (49, 'enterprises', 'census');
INSERT INTO public.django_content_type VALUES (50, 'files', 'storedfile');
INSERT INTO public.django_content_type VALUES (51, 'files', 'attachment');
INSERT INTO public.django_content_type VALUES (52, 'notices', 'notice');
INSERT INTO public.django_content_type VALUES (53, 'notices', 'noticesms');
INSERT INTO public.django_content_type VALUES (54, 'notices', 'noticewish');
INSERT INTO public.django_content_type VALUES (55, 'jobs', 'jobrun');
INSERT INTO public.django_content_type VALUES (56, 'jobs', 'pause');
INSERT INTO public.django_content_type VALUES (57, 'approvals', 'approval');
INSERT INTO public.django_content_type VALUES (58, 'approvals', 'approvalevent');
INSERT INTO public.django_content_type VALUES (59, 'approvals', 'approvalstep');
INSERT INTO public.django_content_type VALUES (60, 'laws', 'law');
INSERT INTO public.django_content_type VALUES (61, 'laws', 'lawversion');
INSERT INTO public.django_content_type VALUES (62, 'laws', 'article');
INSERT INTO public.django_content_type VALUES (63, 'privacy', 'personaldata');
INSERT INTO public.django_content_type VALUES (64, 'alerts', 'watch');
INSERT INTO public.django_content_type VALUES (65, 'alerts', 'alert');
INSERT INTO public.django_content_type VALUES (66, 'clients', 'client');
INSERT INTO public.django_content_type VALUES (67, 'clients', 'clientcall');
INSERT INTO public.django_content_type VALUES (68, 'clients', 'clientkey');
INSERT INTO public.django_content_type VALUES (69, 'clients', 'clientnonce');
INSERT INTO public.django_content_type VALUES (70, 'clients', 'clientsession');
INSERT INTO public.django_content_type VALUES (71, 'administration', 'request');
INSERT INTO public.django_content_type VALUES (72, 'administration', 'wish');
INSERT INTO public.django_content_type VALUES (73, 'imports', 'import');
INSERT INTO public.django_content_type VALUES (74, 'imports', 'importrow');
INSERT INTO public.django_content_type VALUES (75, 'imports', 'headermemory');
INSERT INTO public.django_content_type VALUES (76, 'exports', 'export');
INSERT INTO public.django_content_type VALUES (77, 'people', 'person');
INSERT INTO public.django_content_type VALUES (78, 'people', 'certificate');
INSERT INTO public.django_content_type VALUES (79, 'checks', 'checkitem');
INSERT INTO public.django_content_type VALUES (80, 'checks', 'inspection');
INSERT INTO public.django_content_type VALUES (81, 'hazards', 'numberseries');
INSERT INTO public.django_content_type VALUES (82, 'hazards', 'hazard');
INSERT INTO public.django_content_type VALUES (83, 'hazards', 'extension');
INSERT INTO public.django_content_type VALUES (84, 'hazards', 'reminder');
INSERT INTO public.django_content_type VALUES (85, 'hazards', 'round');
INSERT INTO public.django_content_type VALUES (86, 'hazards', 'event');
INSERT INTO public.django_content_type VALUES (87, 'codes', 'miss');
INSERT INTO public.django_content_type VALUES (88, 'codes', 'safecode');
INSERT INTO public.django_content_type VALUES (89, 'codes', 'scan');
INSERT INTO public.django_content_type VALUES (90, 'plans', 'plan');
INSERT INTO public.django_content_type VALUES (91, 'plans', 'plantask');
INSERT INTO public.django_content_type VALUES (92, 'joining', 'claim');
INSERT INTO public.django_content_type VALUES (93, 'joining', 'invitation');
INSERT INTO public.django_content_type VALUES (94, 'joining', 'membership');
INSERT INTO public.django_content_type VALUES (95, 'professionals', 'application');
INSERT INTO public.django_content_type VALUES (96, 'province', 'batch');
INSERT INTO public.django_content_type VALUES (97, 'province', 'binding');
INSERT INTO public.django_content_type VALUES (98, 'province', 'declaration');
INSERT INTO public.django_content_type VALUES (99, 'province', 'declaredpoint');
INSERT INTO public.django_content_type VALUES (100, 'province', 'industry');
INSERT INTO public.django_content_type VALUES (101, 'province', 'listedfirm');
INSERT INTO public.django_content_type VALUES (102, 'province', 'listingchange');
INSERT INTO public.django_content_type VALUES (103, 'province', 'operatorcertificate');
INSERT INTO public.django_content_type VALUES (104, 'province', 'reject');
INSERT INTO public.django_content_type VALUES (105, 'province', 'appraisal');
INSERT INTO public.django_content_type VALUES (106, 'province', 'insured');
INSERT INTO public.django_content_type VALUES (107, 'province', 'provincialperson');
INSERT INTO public.django_content_type VALUES (108, 'province', 'personmatch');
INSERT INTO public.django_content_type VALUES (109, 'siteplans', 'siteplan');
INSERT INTO public.django_content_type VALUES (110, 'siteplans', 'drawing');
INSERT INTO public.django_content_type VALUES (111, 'summaries', 'firmsummary');
INSERT INTO public.django_content_type VALUES (112, 'summaries', 'regionsummary');
INSERT INTO public.django_content_type VALUES (113, 'industrial', 'industrialfirm');
INSERT INTO public.django_content_type VALUES (114, 'documents', 'fileddocument');
INSERT INTO public.django_content_type VALUES (115, 'gateways', 'gateway');
INSERT INTO public.django_content_type VALUES (116, 'terminals', 'terminal');
INSERT INTO public.django_content_type VALUES (117, 'terminals', 'position');
INSERT INTO public.django_content_type VALUES (118, 'recordings', 'segment');
INSERT INTO public.django_content_type VALUES (119, 'risks', 'catalogueentry');
INSERT INTO public.django_content_type VALUES (120, 'risks', 'riskpoint');
INSERT INTO public.django_content_type VALUES (121, 'risks', 'riskpointversion');
INSERT INTO public.django_content_type VALUES (122, 'risks', 'risktask');
INSERT INTO public.django_content_type VALUES (123, 'risks', 'noticecard');
INSERT INTO public.django_content_type VALUES (124, 'risks', 'controlchange');
INSERT INTO public.django_content_type VALUES (125, 'drills', 'emergencyplan');
INSERT INTO public.django_content_type VALUES (126, 'drills', 'drill');
INSERT INTO public.django_content_type VALUES (127, 'equipment', 'equipment');
INSERT INTO public.django_content_type VALUES (128, 'equipment', 'examination');
INSERT INTO public.django_content_type VALUES (129, 'equipment', 'safetydevice');
INSERT INTO public.django_content_type VALUES (130, 'whistle', 'whistlechannel');
INSERT INTO public.django_content_type VALUES (131, 'whistle', 'whistlepolicy');
INSERT INTO public.django_content_type VALUES (132, 'whistle', 'whistlereport');
INSERT INTO public.django_content_type VALUES (133, 'whistle', 'whistleidentity');
INSERT INTO public.django_content_type VALUES (134, 'accidents', 'accident');
INSERT INTO public.django_content_type VALUES (135, 'accidents', 'injury');
INSERT INTO public.django_content_type VALUES (136, 'cases', 'accidentcase');
INSERT INTO public.django_content_type VALUES (137, 'cases', 'reading');
INSERT INTO public.django_content_type VALUES (138, 'organisation', 'safetyorganisation');
INSERT INTO public.django_content_type VALUES (139, 'posts', 'post');
INSERT INTO public.django_content_type VALUES (140, 'posts', 'postassessment');
INSERT INTO public.django_content_type VALUES (141, 'posts', 'postedition');
INSERT INTO public.django_content_type VALUES (142, 'posts', 'postreceipt');
INSERT INTO public.django_content_type VALUES (143, 'posts', 'postscore');
INSERT INTO public.django_content_type VALUES (144, 'regulations', 'regulation');
INSERT INTO public.django_content_type VALUES (145, 'regulations', 'regulationversion');
INSERT INTO public.django_content_type VALUES (146, 'regulations', 'regulationappraisal');
INSERT INTO public.django_content_type VALUES (147, 'regulations', 'receipt');
INSERT INTO public.django_content_type VALUES (148, 'regulations', 'opinion');
INSERT INTO public.django_content_type VALUES (149, 'regulations', 'training');
INSERT INTO public.django_content_type VALUES (150, 'training', 'trainingsession');
INSERT INTO public.django_content_type VALUES (151, 'teamwork', 'teammeeting');
INSERT INTO public.django_content_type VALUES (152, 'permits', 'workpermit');
INSERT INTO public.django_content_type VALUES (153, 'projects', 'safetyproject');
INSERT INTO public.django_content_type VALUES (154, 'recorders', 'recordermodel');
INSERT INTO public.django_content_type VALUES (155, 'recorders', 'recorder');
INSERT INTO public.django_content_type VALUES (156, 'recorders', 'recordingplan');
INSERT INTO public.django_content_type VALUES (157, 'recorders', 'holding');
INSERT INTO public.django_content_type VALUES (158, 'recorders', 'deviceentry');
INSERT INTO public.django_content_type VALUES (159, 'recorders', 'channel');
INSERT INTO public.django_content_type VALUES (160, 'recorders', 'alarm');
INSERT INTO public.django_content_type VALUES (161, 'footage', 'footagelabel');
INSERT INTO public.django_content_type VALUES (162, 'footage', 'footagemark');
INSERT INTO public.django_content_type VALUES (163, 'ledgerkit', 'fact');
INSERT INTO public.django_content_type VALUES (164, 'ledgerkit', 'mark');
INSERT INTO public.django_content_type VALUES (165, 'ledgerkit', 'total');
INSERT INTO public.django_content_type VALUES (166, 'ledgerkit', 'judgedday');
INSERT INTO public.django_content_type VALUES (167, 'ledgerkit', 'touched');
INSERT INTO public.django_content_type VALUES (168, 'ledgerkit', 'judgedtotal');
INSERT INTO public.django_content_type VALUES (169, 'ledgerkit', 'judgement');
INSERT INTO public.django_content_type VALUES (170, 'ledgerkit', 'judged');


--
-- Data for Name: django_migrations; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.django_migrations VALUES (1, 'regions', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (2, 'accounts', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (3, 'enterprises', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (4, 'enterprises', '0002_departments', now());
INSERT INTO public.django_migrations VALUES (5, 'enterprises', '0003_department_tree', now());
INSERT INTO public.django_migrations VALUES (6, 'enterprises', '0004_traces', now());
INSERT INTO public.django_migrations VALUES (7, 'enterprises', '0005_census', now());
INSERT INTO public.django_migrations VALUES (8, 'accidents', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (9, 'accounts', '0002_initial', now());
INSERT INTO public.django_migrations VALUES (10, 'accounts', '0003_ways_in', now());
INSERT INTO public.django_migrations VALUES (11, 'accounts', '0004_settings', now());
INSERT INTO public.django_migrations VALUES (12, 'accounts', '0005_three_administrators', now());
INSERT INTO public.django_migrations VALUES (13, 'accounts', '0006_credentials', now());
INSERT INTO public.django_migrations VALUES (14, 'accounts', '0007_real_names', now());
INSERT INTO public.django_migrations VALUES (15, 'accounts', '0008_erased', now());
INSERT INTO public.django_migrations VALUES (16, 'administration', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (17, 'administration', '0002_factor_reset', now());
INSERT INTO public.django_migrations VALUES (18, 'administration', '0003_phones', now());
INSERT INTO public.django_migrations VALUES (19, 'administration', '0004_batches', now());
INSERT INTO public.django_migrations VALUES (20, 'audit', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (21, 'audit', '0002_search_and_archives', now());
INSERT INTO public.django_migrations VALUES (22, 'alerts', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (23, 'approvals', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (24, 'approvals', '0002_parts', now());
INSERT INTO public.django_migrations VALUES (25, 'contenttypes', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (26, 'contenttypes', '0002_remove_content_type_name', now());
INSERT INTO public.django_migrations VALUES (27, 'auth', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (28, 'auth', '0002_alter_permission_name_max_length', now());
INSERT INTO public.django_migrations VALUES (29, 'auth', '0003_alter_user_email_max_length', now());
INSERT INTO public.django_migrations VALUES (30, 'auth', '0004_alter_user_username_opts', now());
INSERT INTO public.django_migrations VALUES (31, 'auth', '0005_alter_user_last_login_null', now());
INSERT INTO public.django_migrations VALUES (32, 'auth', '0006_require_contenttypes_0002', now());
INSERT INTO public.django_migrations VALUES (33, 'auth', '0007_alter_validators_add_error_messages', now());
INSERT INTO public.django_migrations VALUES (34, 'auth', '0008_alter_user_username_max_length', now());
INSERT INTO public.django_migrations VALUES (35, 'auth', '0009_alter_user_last_name_max_length', now());
INSERT INTO public.django_migrations VALUES (36, 'auth', '0010_alter_group_name_max_length', now());
INSERT INTO public.django_migrations VALUES (37, 'auth', '0011_update_proxy_permissions', now());
INSERT INTO public.django_migrations VALUES (38, 'auth', '0012_alter_user_first_name_max_length', now());
INSERT INTO public.django_migrations VALUES (39, 'axes', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (40, 'axes', '0002_auto_20151217_2044', now());
INSERT INTO public.django_migrations VALUES (41, 'axes', '0003_auto_20160322_0929', now());
INSERT INTO public.django_migrations VALUES (42, 'axes', '0004_auto_20181024_1538', now());
INSERT INTO public.django_migrations VALUES (43, 'axes', '0005_remove_accessattempt_trusted', now());
INSERT INTO public.django_migrations VALUES (44, 'axes', '0006_remove_accesslog_trusted', now());
INSERT INTO public.django_migrations VALUES (45, 'axes', '0007_alter_accessattempt_unique_together', now());
INSERT INTO public.django_migrations VALUES (46, 'axes', '0008_accessfailurelog', now());
INSERT INTO public.django_migrations VALUES (47, 'axes', '0009_add_session_hash', now());
INSERT INTO public.django_migrations VALUES (48, 'axes', '0010_accessattemptexpiration', now());
INSERT INTO public.django_migrations VALUES (49, 'captcha', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (50, 'captcha', '0002_alter_captchastore_id', now());
INSERT INTO public.django_migrations VALUES (51, 'cases', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (52, 'checks', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (53, 'checks', '0002_looks_without_a_level', now());
INSERT INTO public.django_migrations VALUES (54, 'checks', '0003_doubts', now());
INSERT INTO public.django_migrations VALUES (55, 'clients', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (56, 'clients', '0002_steps', now());
INSERT INTO public.django_migrations VALUES (57, 'clients', '0003_old_methods', now());
INSERT INTO public.django_migrations VALUES (58, 'codes', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (59, 'dictionaries', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (60, 'dictionaries', '0002_editing', now());
INSERT INTO public.django_migrations VALUES (61, 'documents', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (62, 'ledgerkit', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (63, 'ledgerkit', '0002_total', now());
INSERT INTO public.django_migrations VALUES (64, 'ledgerkit', '0003_read_alone', now());
INSERT INTO public.django_migrations VALUES (65, 'ledgerkit', '0004_totals_read_alone', now());
INSERT INTO public.django_migrations VALUES (66, 'ledgerkit', '0005_judged', now());
INSERT INTO public.django_migrations VALUES (67, 'drills', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (68, 'drills', '0002_revision', now());
INSERT INTO public.django_migrations VALUES (69, 'drills', '0003_watched', now());
INSERT INTO public.django_migrations VALUES (70, 'people', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (71, 'equipment', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (72, 'exports', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (73, 'exports', '0002_print', now());
INSERT INTO public.django_migrations VALUES (74, 'files', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (75, 'files', '0002_alter_storedfile_kind', now());
INSERT INTO public.django_migrations VALUES (76, 'terminals', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (77, 'footage', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (78, 'gateways', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (79, 'hazards', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (80, 'hazards', '0002_alter_hazard_source', now());
INSERT INTO public.django_migrations VALUES (81, 'hazards', '0003_supervision', now());
INSERT INTO public.django_migrations VALUES (82, 'imports', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (83, 'imports', '0002_import_secret', now());
INSERT INTO public.django_migrations VALUES (84, 'imports', '0003_untold', now());
INSERT INTO public.django_migrations VALUES (85, 'industrial', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (86, 'jobs', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (87, 'jobs', '0002_pause', now());
INSERT INTO public.django_migrations VALUES (88, 'joining', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (89, 'joining', '0002_members_so_far', now());
INSERT INTO public.django_migrations VALUES (90, 'joining', '0003_claimants_phone', now());
INSERT INTO public.django_migrations VALUES (91, 'laws', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (92, 'limits', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (93, 'sms', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (94, 'notices', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (95, 'notices', '0002_alter_notice_options', now());
INSERT INTO public.django_migrations VALUES (96, 'notices', '0003_notice_once_notice_notice_told_once', now());
INSERT INTO public.django_migrations VALUES (97, 'notices', '0004_wishes_and_phones', now());
INSERT INTO public.django_migrations VALUES (98, 'people', '0002_sealed_certificate_numbers', now());
INSERT INTO public.django_migrations VALUES (99, 'organisation', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (100, 'organisation', '0002_watched', now());
INSERT INTO public.django_migrations VALUES (101, 'parameters', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (102, 'people', '0003_watched', now());
INSERT INTO public.django_migrations VALUES (103, 'permits', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (104, 'plans', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (105, 'plans', '0002_subject_is_fixed', now());
INSERT INTO public.django_migrations VALUES (106, 'posts', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (107, 'posts', '0002_watched', now());
INSERT INTO public.django_migrations VALUES (108, 'privacy', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (109, 'privacy', '0002_alter_personaldata_options', now());
INSERT INTO public.django_migrations VALUES (110, 'procrastinate', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (111, 'procrastinate', '0002_drop_started_at_column', now());
INSERT INTO public.django_migrations VALUES (112, 'procrastinate', '0003_drop_started_at_column', now());
INSERT INTO public.django_migrations VALUES (113, 'procrastinate', '0004_drop_procrastinate_version_table', now());
INSERT INTO public.django_migrations VALUES (114, 'procrastinate', '0005_fix_procrastinate_fetch_job', now());
INSERT INTO public.django_migrations VALUES (115, 'procrastinate', '0006_fix_trigger_status_events_insert', now());
INSERT INTO public.django_migrations VALUES (116, 'procrastinate', '0007_add_queueing_lock_column', now());
INSERT INTO public.django_migrations VALUES (117, 'procrastinate', '0008_close_fetch_job_race_condition', now());
INSERT INTO public.django_migrations VALUES (118, 'procrastinate', '0009_add_defer_job_function', now());
INSERT INTO public.django_migrations VALUES (119, 'procrastinate', '0010_add_procrastinate_periodic_defers', now());
INSERT INTO public.django_migrations VALUES (120, 'procrastinate', '0011_add_foreign_key_index', now());
INSERT INTO public.django_migrations VALUES (121, 'procrastinate', '0012_add_locks_to_periodic_defer', now());
INSERT INTO public.django_migrations VALUES (122, 'procrastinate', '0013_fix_procrastinate_defer_periodic_job', now());
INSERT INTO public.django_migrations VALUES (123, 'procrastinate', '0014_add_finish_job_and_retry_job_functions', now());
INSERT INTO public.django_migrations VALUES (124, 'procrastinate', '0015_add_trigger_on_job_deletion', now());
INSERT INTO public.django_migrations VALUES (125, 'procrastinate', '0016_delete_finished_jobs', now());
INSERT INTO public.django_migrations VALUES (126, 'procrastinate', '0017_add_checks_to_finish_job', now());
INSERT INTO public.django_migrations VALUES (127, 'procrastinate', '0018_add_checks_to_retry_job', now());
INSERT INTO public.django_migrations VALUES (128, 'procrastinate', '0019_fix_finish_job_compat_issue', now());
INSERT INTO public.django_migrations VALUES (129, 'procrastinate', '0020_add_index_on_procrastinate_jobs', now());
INSERT INTO public.django_migrations VALUES (130, 'procrastinate', '0021_add_kwargs_to_defer_periodic_job', now());
INSERT INTO public.django_migrations VALUES (131, 'procrastinate', '0022_null_locks_excluded', now());
INSERT INTO public.django_migrations VALUES (132, 'procrastinate', '0023_remove_old_finish_job_function', now());
INSERT INTO public.django_migrations VALUES (133, 'procrastinate', '0024_job_id_bigint', now());
INSERT INTO public.django_migrations VALUES (134, 'procrastinate', '0025_add_models', now());
INSERT INTO public.django_migrations VALUES (135, 'procrastinate', '0026_add_job_priority', now());
INSERT INTO public.django_migrations VALUES (136, 'procrastinate', '0027_add_periodic_job_priority', now());
INSERT INTO public.django_migrations VALUES (137, 'procrastinate', '0028_add_cancel_states', now());
INSERT INTO public.django_migrations VALUES (138, 'procrastinate', '0029_add_additional_params_to_retry_job', now());
INSERT INTO public.django_migrations VALUES (139, 'procrastinate', '0030_alter_procrastinateevent_options', now());
INSERT INTO public.django_migrations VALUES (140, 'procrastinate', '0031_add_indexes_for_fetch_job', now());
INSERT INTO public.django_migrations VALUES (141, 'procrastinate', '0032_pre_cancel_notification', now());
INSERT INTO public.django_migrations VALUES (142, 'procrastinate', '0033_post_cancel_notification', now());
INSERT INTO public.django_migrations VALUES (143, 'procrastinate', '0034_pre_add_heartbeat', now());
INSERT INTO public.django_migrations VALUES (144, 'procrastinate', '0035_post_add_heartbeat', now());
INSERT INTO public.django_migrations VALUES (145, 'procrastinate', '0036_add_worker_model', now());
INSERT INTO public.django_migrations VALUES (146, 'procrastinate', '0037_pre_batch_defer_jobs', now());
INSERT INTO public.django_migrations VALUES (147, 'procrastinate', '0038_post_batch_defer_jobs', now());
INSERT INTO public.django_migrations VALUES (148, 'procrastinate', '0039_pre_priority_lock_fetch_job', now());
INSERT INTO public.django_migrations VALUES (149, 'procrastinate', '0040_pre_retry_failed_job', now());
INSERT INTO public.django_migrations VALUES (150, 'procrastinate', '0041_post_retry_failed_job', now());
INSERT INTO public.django_migrations VALUES (151, 'professionals', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (152, 'projects', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (153, 'province', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (154, 'province', '0002_city_data', now());
INSERT INTO public.django_migrations VALUES (155, 'province', '0003_personnel', now());
INSERT INTO public.django_migrations VALUES (156, 'province', '0004_watched', now());
INSERT INTO public.django_migrations VALUES (157, 'recorders', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (158, 'recordings', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (159, 'records', '0001_taken_step', now());
INSERT INTO public.django_migrations VALUES (160, 'regulations', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (161, 'regulations', '0002_watched', now());
INSERT INTO public.django_migrations VALUES (162, 'risks', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (163, 'risks', '0002_by_site', now());
INSERT INTO public.django_migrations VALUES (164, 'risks', '0003_notice_cards', now());
INSERT INTO public.django_migrations VALUES (165, 'risks', '0004_catalogue_drafts', now());
INSERT INTO public.django_migrations VALUES (166, 'risks', '0005_controlchange', now());
INSERT INTO public.django_migrations VALUES (167, 'risks', '0006_declared', now());
INSERT INTO public.django_migrations VALUES (168, 'sessions', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (169, 'siteplans', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (170, 'summaries', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (171, 'summaries', '0002_double_control_report', now());
INSERT INTO public.django_migrations VALUES (172, 'teamwork', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (173, 'training', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (174, 'whistle', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (175, 'whistle', '0002_joint_rewards_and_news', now());
INSERT INTO public.django_migrations VALUES (176, 'whistle', '0003_watched', now());


--
-- Data for Name: django_session; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: documents_fileddocument; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: drills_drill; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: drills_emergencyplan; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: enterprises_census; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: enterprises_department; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: enterprises_enterprise; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: enterprises_enterpriseregion; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: enterprises_enterprisetrace; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: enterprises_image; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: enterprises_legacyrow; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: enterprises_restructuring; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: enterprises_site; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: enterprises_sitemove; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: enterprises_statuschange; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: enterprises_tag; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: enterprises_tagkind; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: enterprises_tagrule; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: equipment_equipment; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: equipment_examination; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: equipment_safetydevice; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: exports_export; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: files_attachment; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: files_storedfile; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: footage_footagelabel; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: footage_footagemark; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: gateways_gateway; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: hazards_event; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: hazards_extension; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: hazards_hazard; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: hazards_numberseries; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: hazards_reminder; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: hazards_round; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: imports_headermemory; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: imports_import; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: imports_importrow; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: industrial_industrialfirm; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: jobs_jobrun; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: jobs_pause; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: joining_claim; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: joining_invitation; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: joining_membership; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: laws_article; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: laws_law; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: laws_lawversion; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: ledgerkit_fact; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: ledgerkit_judged; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: ledgerkit_judgedday; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: ledgerkit_judgedtotal; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: ledgerkit_judgement; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: ledgerkit_mark; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: ledgerkit_total; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: ledgerkit_touched; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: limits_spent; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: notices_notice; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: notices_noticesms; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: notices_noticewish; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: organisation_safetyorganisation; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: parameters_value; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: people_certificate; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: people_person; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: permits_workpermit; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: plans_plan; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: plans_plantask_rest; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: posts_post; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: posts_postassessment; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: posts_postedition; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: posts_postreceipt; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: posts_postscore; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: procrastinate_events; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: procrastinate_jobs; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: procrastinate_periodic_defers; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: procrastinate_workers; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: professionals_application; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: projects_safetyproject; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: province_appraisal; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: province_batch; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: province_binding; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: province_declaration; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: province_declaredpoint; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: province_industry; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: province_insured; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: province_listedfirm; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: province_listingchange; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: province_operatorcertificate; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: province_personmatch; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: province_provincialperson; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: province_reject; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: recorders_alarm; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: recorders_channel; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: recorders_deviceentry; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: recorders_holding; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: recorders_recorder; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: recorders_recordermodel; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: recorders_recordingplan; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: recordings_segment; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: records_takenstep; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: regions_region; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: regulations_opinion; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: regulations_receipt; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: regulations_regulation; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: regulations_regulationappraisal; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: regulations_regulationversion; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: regulations_training; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: risks_catalogueentry; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: risks_controlchange; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: risks_noticecard; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: risks_riskpoint; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: risks_riskpointversion; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: risks_risktask_rest; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: siteplans_drawing; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: siteplans_siteplan; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: sms_code; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: sms_message; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: sms_template; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: summaries_firmsummary; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: summaries_regionsummary; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: teamwork_teammeeting; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: terminals_position_rest; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: terminals_terminal; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: training_trainingsession; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: whistle_whistlechannel; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: whistle_whistleidentity; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: whistle_whistlepolicy; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: whistle_whistlereport; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Name: accidents_accident_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.accidents_accident_id_seq', 1, false);


--
-- Name: accidents_injury_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.accidents_injury_id_seq', 1, false);


--
-- Name: accounts_accesstoken_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.accounts_accesstoken_id_seq', 1, false);


--
-- Name: accounts_assignment_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.accounts_assignment_id_seq', 1, false);


--
-- Name: accounts_identity_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.accounts_identity_id_seq', 1, false);


--
-- Name: accounts_oldpassword_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.accounts_oldpassword_id_seq', 1, false);


--
-- Name: accounts_recoverycode_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.accounts_recoverycode_id_seq', 1, false);


--
-- Name: accounts_role_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.accounts_role_id_seq', 1, false);


--
-- Name: accounts_secondfactor_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.accounts_secondfactor_id_seq', 1, false);


--
-- Name: accounts_signinlink_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.accounts_signinlink_id_seq', 1, false);


--
-- Name: accounts_user_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.accounts_user_id_seq', 1, false);


--
-- Name: accounts_usersession_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.accounts_usersession_id_seq', 1, false);


--
-- Name: accounts_usersetting_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.accounts_usersetting_id_seq', 1, false);


--
-- Name: administration_request_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.administration_request_id_seq', 1, false);


--
-- Name: administration_wish_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.administration_wish_id_seq', 1, false);


--
-- Name: alerts_alert_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.alerts_alert_id_seq', 1, false);


--
-- Name: alerts_watch_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.alerts_watch_id_seq', 1, false);


--
-- Name: approvals_approval_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.approvals_approval_id_seq', 1, false);


--
-- Name: approvals_approvalevent_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.approvals_approvalevent_id_seq', 1, false);


--
-- Name: approvals_approvalstep_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.approvals_approvalstep_id_seq', 1, false);


--
-- Name: audit_archive_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.audit_archive_id_seq', 1, false);


--
-- Name: audit_entry_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.audit_entry_id_seq', 1, false);


--
-- Name: auth_group_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.auth_group_id_seq', 1, false);


--
-- Name: auth_group_permissions_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.auth_group_permissions_id_seq', 1, false);


--
-- Name: auth_permission_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.auth_permission_id_seq', 369, true);


--
-- Name: axes_accessattempt_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.axes_accessattempt_id_seq', 1, false);


--
-- Name: axes_accessfailurelog_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.axes_accessfailurelog_id_seq', 1, false);


--
-- Name: axes_accesslog_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.axes_accesslog_id_seq', 1, false);


--
-- Name: captcha_captchastore_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.captcha_captchastore_id_seq', 1, false);


--
-- Name: cases_accidentcase_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.cases_accidentcase_id_seq', 1, false);


--
-- Name: cases_reading_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.cases_reading_id_seq', 1, false);


--
-- Name: checks_checkitem_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.checks_checkitem_id_seq', 1, false);


--
-- Name: checks_inspection_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.checks_inspection_id_seq', 1, false);


--
-- Name: clients_client_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.clients_client_id_seq', 1, false);


--
-- Name: clients_clientcall_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.clients_clientcall_id_seq', 1, false);


--
-- Name: clients_clientkey_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.clients_clientkey_id_seq', 1, false);


--
-- Name: clients_clientnonce_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.clients_clientnonce_id_seq', 1, false);


--
-- Name: clients_clientsession_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.clients_clientsession_id_seq', 1, false);


--
-- Name: codes_miss_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.codes_miss_id_seq', 1, false);


--
-- Name: codes_safecode_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.codes_safecode_id_seq', 1, false);


--
-- Name: codes_scan_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.codes_scan_id_seq', 1, false);


--
-- Name: dictionaries_item_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.dictionaries_item_id_seq', 1, false);


--
-- Name: dictionaries_scheme_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.dictionaries_scheme_id_seq', 1, false);


--
-- Name: django_content_type_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.django_content_type_id_seq', 170, true);


--
-- Name: django_migrations_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.django_migrations_id_seq', 176, true);


--
-- Name: documents_fileddocument_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.documents_fileddocument_id_seq', 1, false);


--
-- Name: drills_drill_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.drills_drill_id_seq', 1, false);


--
-- Name: drills_emergencyplan_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.drills_emergencyplan_id_seq', 1, false);


--
-- Name: enterprises_census_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.enterprises_census_id_seq', 1, false);


--
-- Name: enterprises_department_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.enterprises_department_id_seq', 1, false);


--
-- Name: enterprises_enterprise_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.enterprises_enterprise_id_seq', 1, false);


--
-- Name: enterprises_enterpriseregion_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.enterprises_enterpriseregion_id_seq', 1, false);


--
-- Name: enterprises_enterprisetrace_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.enterprises_enterprisetrace_id_seq', 1, false);


--
-- Name: enterprises_image_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.enterprises_image_id_seq', 1, false);


--
-- Name: enterprises_legacyrow_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.enterprises_legacyrow_id_seq', 1, false);


--
-- Name: enterprises_restructuring_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.enterprises_restructuring_id_seq', 1, false);


--
-- Name: enterprises_site_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.enterprises_site_id_seq', 1, false);


--
-- Name: enterprises_sitemove_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.enterprises_sitemove_id_seq', 1, false);


--
-- Name: enterprises_statuschange_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.enterprises_statuschange_id_seq', 1, false);


--
-- Name: enterprises_tag_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.enterprises_tag_id_seq', 1, false);


--
-- Name: enterprises_tagkind_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.enterprises_tagkind_id_seq', 1, false);


--
-- Name: enterprises_tagrule_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.enterprises_tagrule_id_seq', 1, false);


--
-- Name: equipment_equipment_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.equipment_equipment_id_seq', 1, false);


--
-- Name: equipment_examination_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.equipment_examination_id_seq', 1, false);


--
-- Name: equipment_safetydevice_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.equipment_safetydevice_id_seq', 1, false);


--
-- Name: exports_export_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.exports_export_id_seq', 1, false);


--
-- Name: files_attachment_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.files_attachment_id_seq', 1, false);


--
-- Name: files_storedfile_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.files_storedfile_id_seq', 1, false);


--
-- Name: footage_footagelabel_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.footage_footagelabel_id_seq', 1, false);


--
-- Name: footage_footagemark_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.footage_footagemark_id_seq', 1, false);


--
-- Name: gateways_gateway_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.gateways_gateway_id_seq', 1, false);


--
-- Name: hazards_event_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.hazards_event_id_seq', 1, false);


--
-- Name: hazards_extension_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.hazards_extension_id_seq', 1, false);


--
-- Name: hazards_hazard_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.hazards_hazard_id_seq', 1, false);


--
-- Name: hazards_reminder_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.hazards_reminder_id_seq', 1, false);


--
-- Name: hazards_round_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.hazards_round_id_seq', 1, false);


--
-- Name: imports_headermemory_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.imports_headermemory_id_seq', 1, false);


--
-- Name: imports_import_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.imports_import_id_seq', 1, false);


--
-- Name: imports_importrow_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.imports_importrow_id_seq', 1, false);


--
-- Name: industrial_industrialfirm_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.industrial_industrialfirm_id_seq', 1, false);


--
-- Name: jobs_jobrun_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.jobs_jobrun_id_seq', 1, false);


--
-- Name: jobs_pause_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.jobs_pause_id_seq', 1, false);


--
-- Name: joining_claim_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.joining_claim_id_seq', 1, false);


--
-- Name: joining_invitation_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.joining_invitation_id_seq', 1, false);


--
-- Name: joining_membership_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.joining_membership_id_seq', 1, false);


--
-- Name: laws_article_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.laws_article_id_seq', 1, false);


--
-- Name: laws_law_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.laws_law_id_seq', 1, false);


--
-- Name: laws_lawversion_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.laws_lawversion_id_seq', 1, false);


--
-- Name: ledgerkit_fact_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.ledgerkit_fact_id_seq', 1, false);


--
-- Name: ledgerkit_judged_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.ledgerkit_judged_id_seq', 1, false);


--
-- Name: ledgerkit_judgedtotal_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.ledgerkit_judgedtotal_id_seq', 1, false);


--
-- Name: ledgerkit_judgement_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.ledgerkit_judgement_id_seq', 1, false);


--
-- Name: ledgerkit_mark_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.ledgerkit_mark_id_seq', 1, false);


--
-- Name: ledgerkit_total_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.ledgerkit_total_id_seq', 1, false);


--
-- Name: ledgerkit_touched_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.ledgerkit_touched_id_seq', 1, false);


--
-- Name: limits_spent_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.limits_spent_id_seq', 1, false);


--
-- Name: notices_notice_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.notices_notice_id_seq', 1, false);


--
-- Name: notices_noticesms_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.notices_noticesms_id_seq', 1, false);


--
-- Name: notices_noticewish_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.notices_noticewish_id_seq', 1, false);


--
-- Name: organisation_safetyorganisation_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.organisation_safetyorganisation_id_seq', 1, false);


--
-- Name: parameters_value_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.parameters_value_id_seq', 1, false);


--
-- Name: people_certificate_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.people_certificate_id_seq', 1, false);


--
-- Name: people_person_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.people_person_id_seq', 1, false);


--
-- Name: permits_workpermit_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.permits_workpermit_id_seq', 1, false);


--
-- Name: plans_plan_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.plans_plan_id_seq', 1, false);


--
-- Name: plans_plantask_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.plans_plantask_id_seq', 1, false);


--
-- Name: posts_post_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.posts_post_id_seq', 1, false);


--
-- Name: posts_postassessment_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.posts_postassessment_id_seq', 1, false);


--
-- Name: posts_postedition_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.posts_postedition_id_seq', 1, false);


--
-- Name: posts_postreceipt_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.posts_postreceipt_id_seq', 1, false);


--
-- Name: posts_postscore_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.posts_postscore_id_seq', 1, false);


--
-- Name: procrastinate_events_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.procrastinate_events_id_seq', 1, false);


--
-- Name: procrastinate_jobs_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.procrastinate_jobs_id_seq', 1, false);


--
-- Name: procrastinate_periodic_defers_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.procrastinate_periodic_defers_id_seq', 1, false);


--
-- Name: procrastinate_workers_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.procrastinate_workers_id_seq', 1, false);


--
-- Name: professionals_application_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.professionals_application_id_seq', 1, false);


--
-- Name: projects_safetyproject_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.projects_safetyproject_id_seq', 1, false);


--
-- Name: province_appraisal_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.province_appraisal_id_seq', 1, false);


--
-- Name: province_batch_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.province_batch_id_seq', 1, false);


--
-- Name: province_binding_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.province_binding_id_seq', 1, false);


--
-- Name: province_declaration_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.province_declaration_id_seq', 1, false);


--
-- Name: province_declaredpoint_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.province_declaredpoint_id_seq', 1, false);


--
-- Name: province_industry_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.province_industry_id_seq', 1, false);


--
-- Name: province_insured_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.province_insured_id_seq', 1, false);


--
-- Name: province_listedfirm_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.province_listedfirm_id_seq', 1, false);


--
-- Name: province_listingchange_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.province_listingchange_id_seq', 1, false);


--
-- Name: province_operatorcertificate_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.province_operatorcertificate_id_seq', 1, false);


--
-- Name: province_personmatch_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.province_personmatch_id_seq', 1, false);


--
-- Name: province_provincialperson_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.province_provincialperson_id_seq', 1, false);


--
-- Name: province_reject_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.province_reject_id_seq', 1, false);


--
-- Name: recorders_alarm_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.recorders_alarm_id_seq', 1, false);


--
-- Name: recorders_channel_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.recorders_channel_id_seq', 1, false);


--
-- Name: recorders_deviceentry_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.recorders_deviceentry_id_seq', 1, false);


--
-- Name: recorders_holding_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.recorders_holding_id_seq', 1, false);


--
-- Name: recorders_recorder_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.recorders_recorder_id_seq', 1, false);


--
-- Name: recorders_recordermodel_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.recorders_recordermodel_id_seq', 1, false);


--
-- Name: recorders_recordingplan_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.recorders_recordingplan_id_seq', 1, false);


--
-- Name: recordings_segment_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.recordings_segment_id_seq', 1, false);


--
-- Name: regions_region_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.regions_region_id_seq', 1, false);


--
-- Name: regulations_opinion_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.regulations_opinion_id_seq', 1, false);


--
-- Name: regulations_receipt_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.regulations_receipt_id_seq', 1, false);


--
-- Name: regulations_regulation_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.regulations_regulation_id_seq', 1, false);


--
-- Name: regulations_regulationappraisal_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.regulations_regulationappraisal_id_seq', 1, false);


--
-- Name: regulations_regulationversion_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.regulations_regulationversion_id_seq', 1, false);


--
-- Name: regulations_training_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.regulations_training_id_seq', 1, false);


--
-- Name: risks_catalogueentry_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.risks_catalogueentry_id_seq', 1, false);


--
-- Name: risks_controlchange_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.risks_controlchange_id_seq', 1, false);


--
-- Name: risks_noticecard_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.risks_noticecard_id_seq', 1, false);


--
-- Name: risks_riskpoint_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.risks_riskpoint_id_seq', 1, false);


--
-- Name: risks_riskpointversion_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.risks_riskpointversion_id_seq', 1, false);


--
-- Name: risks_risktask_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.risks_risktask_id_seq', 1, false);


--
-- Name: siteplans_drawing_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.siteplans_drawing_id_seq', 1, false);


--
-- Name: siteplans_siteplan_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.siteplans_siteplan_id_seq', 1, false);


--
-- Name: sms_code_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.sms_code_id_seq', 1, false);


--
-- Name: sms_message_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.sms_message_id_seq', 1, false);


--
-- Name: sms_template_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.sms_template_id_seq', 1, false);


--
-- Name: summaries_firmsummary_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.summaries_firmsummary_id_seq', 1, false);


--
-- Name: summaries_regionsummary_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.summaries_regionsummary_id_seq', 1, false);


--
-- Name: teamwork_teammeeting_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.teamwork_teammeeting_id_seq', 1, false);


--
-- Name: terminals_position_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.terminals_position_id_seq', 1, false);


--
-- Name: terminals_terminal_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.terminals_terminal_id_seq', 1, false);


--
-- Name: training_trainingsession_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.training_trainingsession_id_seq', 1, false);


--
-- Name: whistle_whistlechannel_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.whistle_whistlechannel_id_seq', 1, false);


--
-- Name: whistle_whistleidentity_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.whistle_whistleidentity_id_seq', 1, false);


--
-- Name: whistle_whistlepolicy_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.whistle_whistlepolicy_id_seq', 1, false);


--
-- Name: whistle_whistlereport_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.whistle_whistlereport_id_seq', 1, false);


--
-- Name: accidents_accident accidents_accident_client_uuid_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accidents_accident
    ADD CONSTRAINT accidents_accident_client_uuid_key UNIQUE (client_uuid);


--
-- Name: accidents_accident accidents_accident_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accidents_accident
    ADD CONSTRAINT accidents_accident_pkey PRIMARY KEY (id);


--
-- Name: accidents_injury accidents_injury_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accidents_injury
    ADD CONSTRAINT accidents_injury_pkey PRIMARY KEY (id);


--
-- Name: accounts_accesstoken accounts_accesstoken_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts_accesstoken
    ADD CONSTRAINT accounts_accesstoken_pkey PRIMARY KEY (id);


--
-- Name: accounts_accesstoken accounts_accesstoken_token_hash_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts_accesstoken
    ADD CONSTRAINT accounts_accesstoken_token_hash_key UNIQUE (token_hash);


--
-- Name: accounts_assignment accounts_assignment_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts_assignment
    ADD CONSTRAINT accounts_assignment_pkey PRIMARY KEY (id);


--
-- Name: accounts_identity accounts_identity_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts_identity
    ADD CONSTRAINT accounts_identity_pkey PRIMARY KEY (id);


--
-- Name: accounts_oldpassword accounts_oldpassword_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts_oldpassword
    ADD CONSTRAINT accounts_oldpassword_pkey PRIMARY KEY (id);


--
-- Name: accounts_recoverycode accounts_recoverycode_mac_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts_recoverycode
    ADD CONSTRAINT accounts_recoverycode_mac_key UNIQUE (mac);


--
-- Name: accounts_recoverycode accounts_recoverycode_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts_recoverycode
    ADD CONSTRAINT accounts_recoverycode_pkey PRIMARY KEY (id);


--
-- Name: accounts_role accounts_role_code_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts_role
    ADD CONSTRAINT accounts_role_code_key UNIQUE (code);


--
-- Name: accounts_role accounts_role_name_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts_role
    ADD CONSTRAINT accounts_role_name_key UNIQUE (name);


--
-- Name: accounts_role accounts_role_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts_role
    ADD CONSTRAINT accounts_role_pkey PRIMARY KEY (id);


--
-- Name: accounts_secondfactor accounts_secondfactor_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts_secondfactor
    ADD CONSTRAINT accounts_secondfactor_pkey PRIMARY KEY (id);


--
-- Name: accounts_secondfactor accounts_secondfactor_user_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts_secondfactor
    ADD CONSTRAINT accounts_secondfactor_user_id_key UNIQUE (user_id);


--
-- Name: accounts_signinlink accounts_signinlink_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts_signinlink
    ADD CONSTRAINT accounts_signinlink_pkey PRIMARY KEY (id);


--
-- Name: accounts_signinlink accounts_signinlink_token_hash_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts_signinlink
    ADD CONSTRAINT accounts_signinlink_token_hash_key UNIQUE (token_hash);


--
-- Name: accounts_user accounts_user_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts_user
    ADD CONSTRAINT accounts_user_pkey PRIMARY KEY (id);


--
-- Name: accounts_user accounts_user_username_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts_user
    ADD CONSTRAINT accounts_user_username_key UNIQUE (username);


--
-- Name: accounts_usersession accounts_usersession_key_hash_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts_usersession
    ADD CONSTRAINT accounts_usersession_key_hash_key UNIQUE (key_hash);


--
-- Name: accounts_usersession accounts_usersession_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts_usersession
    ADD CONSTRAINT accounts_usersession_pkey PRIMARY KEY (id);


--
-- Name: accounts_usersetting accounts_usersetting_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts_usersetting
    ADD CONSTRAINT accounts_usersetting_pkey PRIMARY KEY (id);


--
-- Name: administration_request administration_request_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.administration_request
    ADD CONSTRAINT administration_request_pkey PRIMARY KEY (id);


--
-- Name: administration_wish administration_wish_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.administration_wish
    ADD CONSTRAINT administration_wish_pkey PRIMARY KEY (id);


--
-- Name: administration_wish administration_wish_user_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.administration_wish
    ADD CONSTRAINT administration_wish_user_id_key UNIQUE (user_id);


--
-- Name: recorders_alarm alarm_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recorders_alarm
    ADD CONSTRAINT alarm_once UNIQUE (recorder_id, happened_at, label);


--
-- Name: alerts_alert alert_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.alerts_alert
    ADD CONSTRAINT alert_once UNIQUE (rule, subject, first_entry_id);


--
-- Name: alerts_alert alerts_alert_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.alerts_alert
    ADD CONSTRAINT alerts_alert_pkey PRIMARY KEY (id);


--
-- Name: alerts_watch alerts_watch_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.alerts_watch
    ADD CONSTRAINT alerts_watch_pkey PRIMARY KEY (id);


--
-- Name: approvals_approval approvals_approval_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.approvals_approval
    ADD CONSTRAINT approvals_approval_pkey PRIMARY KEY (id);


--
-- Name: approvals_approvalevent approvals_approvalevent_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.approvals_approvalevent
    ADD CONSTRAINT approvals_approvalevent_pkey PRIMARY KEY (id);


--
-- Name: approvals_approvalstep approvals_approvalstep_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.approvals_approvalstep
    ADD CONSTRAINT approvals_approvalstep_pkey PRIMARY KEY (id);


--
-- Name: laws_article article_in_order; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.laws_article
    ADD CONSTRAINT article_in_order UNIQUE (version_id, "order");


--
-- Name: audit_archive audit_archive_from_seq_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.audit_archive
    ADD CONSTRAINT audit_archive_from_seq_key UNIQUE (from_seq);


--
-- Name: audit_archive audit_archive_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.audit_archive
    ADD CONSTRAINT audit_archive_pkey PRIMARY KEY (id);


--
-- Name: audit_entry audit_entry_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.audit_entry
    ADD CONSTRAINT audit_entry_pkey PRIMARY KEY (id);


--
-- Name: audit_entry audit_entry_seq_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.audit_entry
    ADD CONSTRAINT audit_entry_seq_key UNIQUE (seq);


--
-- Name: auth_group auth_group_name_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_name_key UNIQUE (name);


--
-- Name: auth_group_permissions auth_group_permissions_group_id_permission_id_0cd325b0_uniq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_permission_id_0cd325b0_uniq UNIQUE (group_id, permission_id);


--
-- Name: auth_group_permissions auth_group_permissions_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_pkey PRIMARY KEY (id);


--
-- Name: auth_group auth_group_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_pkey PRIMARY KEY (id);


--
-- Name: auth_permission auth_permission_content_type_id_codename_01ab375a_uniq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_codename_01ab375a_uniq UNIQUE (content_type_id, codename);


--
-- Name: auth_permission auth_permission_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_pkey PRIMARY KEY (id);


--
-- Name: axes_accessattempt axes_accessattempt_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.axes_accessattempt
    ADD CONSTRAINT axes_accessattempt_pkey PRIMARY KEY (id);


--
-- Name: axes_accessattempt axes_accessattempt_username_ip_address_user_agent_8ea22282_uniq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.axes_accessattempt
    ADD CONSTRAINT axes_accessattempt_username_ip_address_user_agent_8ea22282_uniq UNIQUE (username, ip_address, user_agent);


--
-- Name: axes_accessattemptexpiration axes_accessattemptexpiration_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.axes_accessattemptexpiration
    ADD CONSTRAINT axes_accessattemptexpiration_pkey PRIMARY KEY (access_attempt_id);


--
-- Name: axes_accessfailurelog axes_accessfailurelog_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.axes_accessfailurelog
    ADD CONSTRAINT axes_accessfailurelog_pkey PRIMARY KEY (id);


--
-- Name: axes_accesslog axes_accesslog_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.axes_accesslog
    ADD CONSTRAINT axes_accesslog_pkey PRIMARY KEY (id);


--
-- Name: captcha_captchastore captcha_captchastore_hashkey_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.captcha_captchastore
    ADD CONSTRAINT captcha_captchastore_hashkey_key UNIQUE (hashkey);


--
-- Name: captcha_captchastore captcha_captchastore_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.captcha_captchastore
    ADD CONSTRAINT captcha_captchastore_pkey PRIMARY KEY (id);


--
-- Name: cases_reading case_read_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.cases_reading
    ADD CONSTRAINT case_read_once UNIQUE (case_id, enterprise_id, created_by_id);


--
-- Name: cases_accidentcase cases_accidentcase_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.cases_accidentcase
    ADD CONSTRAINT cases_accidentcase_pkey PRIMARY KEY (id);


--
-- Name: cases_reading cases_reading_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.cases_reading
    ADD CONSTRAINT cases_reading_pkey PRIMARY KEY (id);


--
-- Name: enterprises_census census_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_census
    ADD CONSTRAINT census_once UNIQUE (width, area);


--
-- Name: recorders_channel channel_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recorders_channel
    ADD CONSTRAINT channel_once UNIQUE (recorder_id, number);


--
-- Name: checks_checkitem checks_checkitem_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.checks_checkitem
    ADD CONSTRAINT checks_checkitem_pkey PRIMARY KEY (id);


--
-- Name: checks_inspection checks_inspection_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.checks_inspection
    ADD CONSTRAINT checks_inspection_pkey PRIMARY KEY (id, month);


--
-- Name: checks_inspection inspection_submitted_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.checks_inspection
    ADD CONSTRAINT inspection_submitted_once UNIQUE (client_uuid, month);


--
-- Name: checks_inspection_rest checks_inspection_rest_client_uuid_month_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.checks_inspection_rest
    ADD CONSTRAINT checks_inspection_rest_client_uuid_month_key UNIQUE (client_uuid, month);


--
-- Name: checks_inspection_rest checks_inspection_rest_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.checks_inspection_rest
    ADD CONSTRAINT checks_inspection_rest_pkey PRIMARY KEY (id, month);


--
-- Name: clients_clientkey client_key_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.clients_clientkey
    ADD CONSTRAINT client_key_once UNIQUE (client_id, version);


--
-- Name: clients_client clients_client_app_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.clients_client
    ADD CONSTRAINT clients_client_app_id_key UNIQUE (app_id);


--
-- Name: clients_client clients_client_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.clients_client
    ADD CONSTRAINT clients_client_pkey PRIMARY KEY (id);


--
-- Name: clients_client clients_client_user_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.clients_client
    ADD CONSTRAINT clients_client_user_id_key UNIQUE (user_id);


--
-- Name: clients_clientcall clients_clientcall_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.clients_clientcall
    ADD CONSTRAINT clients_clientcall_pkey PRIMARY KEY (id);


--
-- Name: clients_clientkey clients_clientkey_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.clients_clientkey
    ADD CONSTRAINT clients_clientkey_pkey PRIMARY KEY (id);


--
-- Name: clients_clientnonce clients_clientnonce_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.clients_clientnonce
    ADD CONSTRAINT clients_clientnonce_pkey PRIMARY KEY (id);


--
-- Name: clients_clientsession clients_clientsession_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.clients_clientsession
    ADD CONSTRAINT clients_clientsession_pkey PRIMARY KEY (id);


--
-- Name: clients_clientsession clients_clientsession_token_hash_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.clients_clientsession
    ADD CONSTRAINT clients_clientsession_token_hash_key UNIQUE (token_hash);


--
-- Name: codes_miss codes_miss_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.codes_miss
    ADD CONSTRAINT codes_miss_pkey PRIMARY KEY (id);


--
-- Name: codes_safecode codes_safecode_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.codes_safecode
    ADD CONSTRAINT codes_safecode_pkey PRIMARY KEY (id);


--
-- Name: codes_safecode codes_safecode_token_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.codes_safecode
    ADD CONSTRAINT codes_safecode_token_key UNIQUE (token);


--
-- Name: codes_scan codes_scan_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.codes_scan
    ADD CONSTRAINT codes_scan_pkey PRIMARY KEY (id);


--
-- Name: dictionaries_item dictionaries_item_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.dictionaries_item
    ADD CONSTRAINT dictionaries_item_pkey PRIMARY KEY (id);


--
-- Name: dictionaries_scheme dictionaries_scheme_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.dictionaries_scheme
    ADD CONSTRAINT dictionaries_scheme_pkey PRIMARY KEY (id);


--
-- Name: django_content_type django_content_type_app_label_model_76bd3d3b_uniq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_app_label_model_76bd3d3b_uniq UNIQUE (app_label, model);


--
-- Name: django_content_type django_content_type_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_pkey PRIMARY KEY (id);


--
-- Name: django_migrations django_migrations_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.django_migrations
    ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);


--
-- Name: django_session django_session_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.django_session
    ADD CONSTRAINT django_session_pkey PRIMARY KEY (session_key);


--
-- Name: documents_fileddocument documents_fileddocument_number_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.documents_fileddocument
    ADD CONSTRAINT documents_fileddocument_number_key UNIQUE (number);


--
-- Name: documents_fileddocument documents_fileddocument_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.documents_fileddocument
    ADD CONSTRAINT documents_fileddocument_pkey PRIMARY KEY (id);


--
-- Name: siteplans_drawing drawing_revision_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.siteplans_drawing
    ADD CONSTRAINT drawing_revision_once UNIQUE (plan_id, revision);


--
-- Name: drills_drill drills_drill_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.drills_drill
    ADD CONSTRAINT drills_drill_pkey PRIMARY KEY (id);


--
-- Name: drills_emergencyplan drills_emergencyplan_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.drills_emergencyplan
    ADD CONSTRAINT drills_emergencyplan_pkey PRIMARY KEY (id);


--
-- Name: enterprises_enterpriseregion enterprise_region_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_enterpriseregion
    ADD CONSTRAINT enterprise_region_once UNIQUE (enterprise_id, region_id);


--
-- Name: enterprises_enterprisetrace enterprise_trace_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_enterprisetrace
    ADD CONSTRAINT enterprise_trace_once UNIQUE (enterprise, region_id, department);


--
-- Name: enterprises_census enterprises_census_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_census
    ADD CONSTRAINT enterprises_census_pkey PRIMARY KEY (id);


--
-- Name: enterprises_department enterprises_department_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_department
    ADD CONSTRAINT enterprises_department_pkey PRIMARY KEY (id);


--
-- Name: enterprises_enterprise enterprises_enterprise_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_enterprise
    ADD CONSTRAINT enterprises_enterprise_pkey PRIMARY KEY (id);


--
-- Name: enterprises_enterpriseregion enterprises_enterpriseregion_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_enterpriseregion
    ADD CONSTRAINT enterprises_enterpriseregion_pkey PRIMARY KEY (id);


--
-- Name: enterprises_enterprisetrace enterprises_enterprisetrace_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_enterprisetrace
    ADD CONSTRAINT enterprises_enterprisetrace_pkey PRIMARY KEY (id);


--
-- Name: enterprises_image enterprises_image_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_image
    ADD CONSTRAINT enterprises_image_pkey PRIMARY KEY (id);


--
-- Name: enterprises_legacyrow enterprises_legacyrow_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_legacyrow
    ADD CONSTRAINT enterprises_legacyrow_pkey PRIMARY KEY (id);


--
-- Name: enterprises_restructuring enterprises_restructuring_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_restructuring
    ADD CONSTRAINT enterprises_restructuring_pkey PRIMARY KEY (id);


--
-- Name: enterprises_site enterprises_site_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_site
    ADD CONSTRAINT enterprises_site_pkey PRIMARY KEY (id);


--
-- Name: enterprises_sitemove enterprises_sitemove_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_sitemove
    ADD CONSTRAINT enterprises_sitemove_pkey PRIMARY KEY (id);


--
-- Name: enterprises_statuschange enterprises_statuschange_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_statuschange
    ADD CONSTRAINT enterprises_statuschange_pkey PRIMARY KEY (id);


--
-- Name: enterprises_tag enterprises_tag_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_tag
    ADD CONSTRAINT enterprises_tag_pkey PRIMARY KEY (id);


--
-- Name: enterprises_tagkind enterprises_tagkind_code_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_tagkind
    ADD CONSTRAINT enterprises_tagkind_code_key UNIQUE (code);


--
-- Name: enterprises_tagkind enterprises_tagkind_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_tagkind
    ADD CONSTRAINT enterprises_tagkind_pkey PRIMARY KEY (id);


--
-- Name: enterprises_tagrule enterprises_tagrule_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_tagrule
    ADD CONSTRAINT enterprises_tagrule_pkey PRIMARY KEY (id);


--
-- Name: equipment_equipment equipment_equipment_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.equipment_equipment
    ADD CONSTRAINT equipment_equipment_pkey PRIMARY KEY (id);


--
-- Name: equipment_examination equipment_examination_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.equipment_examination
    ADD CONSTRAINT equipment_examination_pkey PRIMARY KEY (id);


--
-- Name: equipment_safetydevice equipment_safetydevice_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.equipment_safetydevice
    ADD CONSTRAINT equipment_safetydevice_pkey PRIMARY KEY (id);


--
-- Name: exports_export exports_export_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.exports_export
    ADD CONSTRAINT exports_export_pkey PRIMARY KEY (id);


--
-- Name: ledgerkit_fact fact_grain; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ledgerkit_fact
    ADD CONSTRAINT fact_grain UNIQUE (ledger, site_id, month, dimension, measure);


--
-- Name: files_attachment files_attachment_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.files_attachment
    ADD CONSTRAINT files_attachment_pkey PRIMARY KEY (id);


--
-- Name: files_storedfile files_storedfile_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.files_storedfile
    ADD CONSTRAINT files_storedfile_pkey PRIMARY KEY (id);


--
-- Name: summaries_firmsummary firm_summary_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.summaries_firmsummary
    ADD CONSTRAINT firm_summary_once UNIQUE (enterprise_id, month, revision);


--
-- Name: footage_footagelabel footage_footagelabel_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.footage_footagelabel
    ADD CONSTRAINT footage_footagelabel_pkey PRIMARY KEY (id);


--
-- Name: footage_footagemark footage_footagemark_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.footage_footagemark
    ADD CONSTRAINT footage_footagemark_pkey PRIMARY KEY (id);


--
-- Name: gateways_gateway gateways_gateway_kind_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.gateways_gateway
    ADD CONSTRAINT gateways_gateway_kind_key UNIQUE (kind);


--
-- Name: gateways_gateway gateways_gateway_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.gateways_gateway
    ADD CONSTRAINT gateways_gateway_pkey PRIMARY KEY (id);


--
-- Name: hazards_hazard hazard_number_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.hazards_hazard
    ADD CONSTRAINT hazard_number_once UNIQUE (number);


--
-- Name: hazards_event hazards_event_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.hazards_event
    ADD CONSTRAINT hazards_event_pkey PRIMARY KEY (id);


--
-- Name: hazards_extension hazards_extension_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.hazards_extension
    ADD CONSTRAINT hazards_extension_pkey PRIMARY KEY (id);


--
-- Name: hazards_hazard hazards_hazard_client_uuid_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.hazards_hazard
    ADD CONSTRAINT hazards_hazard_client_uuid_key UNIQUE (client_uuid);


--
-- Name: hazards_hazard hazards_hazard_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.hazards_hazard
    ADD CONSTRAINT hazards_hazard_pkey PRIMARY KEY (id);


--
-- Name: hazards_numberseries hazards_numberseries_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.hazards_numberseries
    ADD CONSTRAINT hazards_numberseries_pkey PRIMARY KEY (prefix);


--
-- Name: hazards_reminder hazards_reminder_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.hazards_reminder
    ADD CONSTRAINT hazards_reminder_pkey PRIMARY KEY (id);


--
-- Name: hazards_round hazards_round_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.hazards_round
    ADD CONSTRAINT hazards_round_pkey PRIMARY KEY (id);


--
-- Name: accounts_identity identity_of_one_user; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts_identity
    ADD CONSTRAINT identity_of_one_user UNIQUE (provider, subject);


--
-- Name: imports_importrow import_row_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.imports_importrow
    ADD CONSTRAINT import_row_once UNIQUE (imported_id, number);


--
-- Name: imports_headermemory imports_headermemory_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.imports_headermemory
    ADD CONSTRAINT imports_headermemory_pkey PRIMARY KEY (id);


--
-- Name: imports_import imports_import_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.imports_import
    ADD CONSTRAINT imports_import_pkey PRIMARY KEY (id);


--
-- Name: imports_importrow imports_importrow_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.imports_importrow
    ADD CONSTRAINT imports_importrow_pkey PRIMARY KEY (id);


--
-- Name: industrial_industrialfirm industrial_industrialfirm_enterprise_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.industrial_industrialfirm
    ADD CONSTRAINT industrial_industrialfirm_enterprise_id_key UNIQUE (enterprise_id);


--
-- Name: industrial_industrialfirm industrial_industrialfirm_key_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.industrial_industrialfirm
    ADD CONSTRAINT industrial_industrialfirm_key_key UNIQUE (key);


--
-- Name: industrial_industrialfirm industrial_industrialfirm_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.industrial_industrialfirm
    ADD CONSTRAINT industrial_industrialfirm_pkey PRIMARY KEY (id);


--
-- Name: province_insured insured_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_insured
    ADD CONSTRAINT insured_once UNIQUE (uscc, id_number_index);


--
-- Name: dictionaries_item item_code_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.dictionaries_item
    ADD CONSTRAINT item_code_once UNIQUE (scheme_id, code);


--
-- Name: jobs_jobrun job_once_a_period; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.jobs_jobrun
    ADD CONSTRAINT job_once_a_period UNIQUE (name, period);


--
-- Name: jobs_jobrun jobs_jobrun_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.jobs_jobrun
    ADD CONSTRAINT jobs_jobrun_pkey PRIMARY KEY (id);


--
-- Name: jobs_pause jobs_pause_name_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.jobs_pause
    ADD CONSTRAINT jobs_pause_name_key UNIQUE (name);


--
-- Name: jobs_pause jobs_pause_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.jobs_pause
    ADD CONSTRAINT jobs_pause_pkey PRIMARY KEY (id);


--
-- Name: joining_claim joining_claim_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.joining_claim
    ADD CONSTRAINT joining_claim_pkey PRIMARY KEY (id);


--
-- Name: joining_invitation joining_invitation_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.joining_invitation
    ADD CONSTRAINT joining_invitation_pkey PRIMARY KEY (id);


--
-- Name: joining_invitation joining_invitation_token_index_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.joining_invitation
    ADD CONSTRAINT joining_invitation_token_index_key UNIQUE (token_index);


--
-- Name: joining_membership joining_membership_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.joining_membership
    ADD CONSTRAINT joining_membership_pkey PRIMARY KEY (id);


--
-- Name: laws_article laws_article_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.laws_article
    ADD CONSTRAINT laws_article_pkey PRIMARY KEY (id);


--
-- Name: laws_law laws_law_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.laws_law
    ADD CONSTRAINT laws_law_pkey PRIMARY KEY (id);


--
-- Name: laws_lawversion laws_lawversion_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.laws_lawversion
    ADD CONSTRAINT laws_lawversion_pkey PRIMARY KEY (id);


--
-- Name: ledgerkit_fact ledgerkit_fact_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ledgerkit_fact
    ADD CONSTRAINT ledgerkit_fact_pkey PRIMARY KEY (id);


--
-- Name: ledgerkit_judged ledgerkit_judged_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ledgerkit_judged
    ADD CONSTRAINT ledgerkit_judged_pkey PRIMARY KEY (id);


--
-- Name: ledgerkit_judgedday ledgerkit_judgedday_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ledgerkit_judgedday
    ADD CONSTRAINT ledgerkit_judgedday_pkey PRIMARY KEY (duty);


--
-- Name: ledgerkit_judgedtotal ledgerkit_judgedtotal_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ledgerkit_judgedtotal
    ADD CONSTRAINT ledgerkit_judgedtotal_pkey PRIMARY KEY (id);


--
-- Name: ledgerkit_judgement ledgerkit_judgement_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ledgerkit_judgement
    ADD CONSTRAINT ledgerkit_judgement_pkey PRIMARY KEY (id);


--
-- Name: ledgerkit_mark ledgerkit_mark_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ledgerkit_mark
    ADD CONSTRAINT ledgerkit_mark_pkey PRIMARY KEY (id);


--
-- Name: ledgerkit_total ledgerkit_total_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ledgerkit_total
    ADD CONSTRAINT ledgerkit_total_pkey PRIMARY KEY (id);


--
-- Name: ledgerkit_touched ledgerkit_touched_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ledgerkit_touched
    ADD CONSTRAINT ledgerkit_touched_pkey PRIMARY KEY (id);


--
-- Name: enterprises_legacyrow legacy_row_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_legacyrow
    ADD CONSTRAINT legacy_row_once UNIQUE (system, legacy_id);


--
-- Name: limits_spent limits_spent_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.limits_spent
    ADD CONSTRAINT limits_spent_pkey PRIMARY KEY (id);


--
-- Name: codes_miss miss_window_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.codes_miss
    ADD CONSTRAINT miss_window_once UNIQUE (address, "window");


--
-- Name: clients_clientnonce nonce_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.clients_clientnonce
    ADD CONSTRAINT nonce_once UNIQUE (client_id, nonce);


--
-- Name: notices_noticewish notice_wish_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notices_noticewish
    ADD CONSTRAINT notice_wish_once UNIQUE (user_id, kind);


--
-- Name: notices_notice notices_notice_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notices_notice
    ADD CONSTRAINT notices_notice_pkey PRIMARY KEY (id);


--
-- Name: notices_noticesms notices_noticesms_message_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notices_noticesms
    ADD CONSTRAINT notices_noticesms_message_id_key UNIQUE (message_id);


--
-- Name: notices_noticesms notices_noticesms_notice_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notices_noticesms
    ADD CONSTRAINT notices_noticesms_notice_id_key UNIQUE (notice_id);


--
-- Name: notices_noticesms notices_noticesms_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notices_noticesms
    ADD CONSTRAINT notices_noticesms_pkey PRIMARY KEY (id);


--
-- Name: notices_noticewish notices_noticewish_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notices_noticewish
    ADD CONSTRAINT notices_noticewish_pkey PRIMARY KEY (id);


--
-- Name: accounts_identity one_identity_per_provider; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts_identity
    ADD CONSTRAINT one_identity_per_provider UNIQUE (provider, user_id);


--
-- Name: organisation_safetyorganisation organisation_safetyorganisation_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.organisation_safetyorganisation
    ADD CONSTRAINT organisation_safetyorganisation_pkey PRIMARY KEY (id);


--
-- Name: parameters_value parameters_value_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.parameters_value
    ADD CONSTRAINT parameters_value_pkey PRIMARY KEY (id);


--
-- Name: people_certificate people_certificate_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.people_certificate
    ADD CONSTRAINT people_certificate_pkey PRIMARY KEY (id);


--
-- Name: people_person people_person_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.people_person
    ADD CONSTRAINT people_person_pkey PRIMARY KEY (id);


--
-- Name: permits_workpermit permits_workpermit_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.permits_workpermit
    ADD CONSTRAINT permits_workpermit_pkey PRIMARY KEY (id);


--
-- Name: plans_plantask plan_task_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plans_plantask
    ADD CONSTRAINT plan_task_once UNIQUE (plan_id, subject_id, starts_on, month);


--
-- Name: plans_plan plans_plan_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plans_plan
    ADD CONSTRAINT plans_plan_pkey PRIMARY KEY (id);


--
-- Name: plans_plantask plans_plantask_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plans_plantask
    ADD CONSTRAINT plans_plantask_pkey PRIMARY KEY (id, month);


--
-- Name: plans_plantask_rest plans_plantask_rest_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plans_plantask_rest
    ADD CONSTRAINT plans_plantask_rest_pkey PRIMARY KEY (id, month);


--
-- Name: plans_plantask_rest plans_plantask_rest_plan_id_subject_id_starts_on_month_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plans_plantask_rest
    ADD CONSTRAINT plans_plantask_rest_plan_id_subject_id_starts_on_month_key UNIQUE (plan_id, subject_id, starts_on, month);


--
-- Name: terminals_position position_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.terminals_position
    ADD CONSTRAINT position_once UNIQUE (terminal_id, at, month);


--
-- Name: posts_postreceipt post_signed_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.posts_postreceipt
    ADD CONSTRAINT post_signed_once UNIQUE (of_id, reader_id);


--
-- Name: posts_post posts_post_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.posts_post
    ADD CONSTRAINT posts_post_pkey PRIMARY KEY (id);


--
-- Name: posts_postassessment posts_postassessment_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.posts_postassessment
    ADD CONSTRAINT posts_postassessment_pkey PRIMARY KEY (id);


--
-- Name: posts_postedition posts_postedition_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.posts_postedition
    ADD CONSTRAINT posts_postedition_pkey PRIMARY KEY (id);


--
-- Name: posts_postreceipt posts_postreceipt_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.posts_postreceipt
    ADD CONSTRAINT posts_postreceipt_pkey PRIMARY KEY (id);


--
-- Name: posts_postscore posts_postscore_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.posts_postscore
    ADD CONSTRAINT posts_postscore_pkey PRIMARY KEY (id);


--
-- Name: procrastinate_events procrastinate_events_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_pkey PRIMARY KEY (id);


--
-- Name: procrastinate_jobs procrastinate_jobs_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_pkey PRIMARY KEY (id);


--
-- Name: procrastinate_periodic_defers procrastinate_periodic_defers_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_pkey PRIMARY KEY (id);


--
-- Name: procrastinate_periodic_defers procrastinate_periodic_defers_unique; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_unique UNIQUE (task_name, periodic_id, defer_timestamp);


--
-- Name: procrastinate_workers procrastinate_workers_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.procrastinate_workers
    ADD CONSTRAINT procrastinate_workers_pkey PRIMARY KEY (id);


--
-- Name: professionals_application professionals_application_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.professionals_application
    ADD CONSTRAINT professionals_application_pkey PRIMARY KEY (id);


--
-- Name: projects_safetyproject projects_safetyproject_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.projects_safetyproject
    ADD CONSTRAINT projects_safetyproject_pkey PRIMARY KEY (id);


--
-- Name: province_appraisal province_appraisal_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_appraisal
    ADD CONSTRAINT province_appraisal_pkey PRIMARY KEY (id);


--
-- Name: province_appraisal province_appraisal_source_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_appraisal
    ADD CONSTRAINT province_appraisal_source_id_key UNIQUE (source_id);


--
-- Name: province_batch province_batch_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_batch
    ADD CONSTRAINT province_batch_pkey PRIMARY KEY (id);


--
-- Name: province_binding province_binding_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_binding
    ADD CONSTRAINT province_binding_pkey PRIMARY KEY (id);


--
-- Name: province_declaration province_declaration_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_declaration
    ADD CONSTRAINT province_declaration_pkey PRIMARY KEY (id);


--
-- Name: province_declaration province_declaration_source_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_declaration
    ADD CONSTRAINT province_declaration_source_id_key UNIQUE (source_id);


--
-- Name: province_declaredpoint province_declaredpoint_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_declaredpoint
    ADD CONSTRAINT province_declaredpoint_pkey PRIMARY KEY (id);


--
-- Name: province_declaredpoint province_declaredpoint_source_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_declaredpoint
    ADD CONSTRAINT province_declaredpoint_source_id_key UNIQUE (source_id);


--
-- Name: province_industry province_industry_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_industry
    ADD CONSTRAINT province_industry_pkey PRIMARY KEY (id);


--
-- Name: province_industry province_industry_source_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_industry
    ADD CONSTRAINT province_industry_source_id_key UNIQUE (source_id);


--
-- Name: province_insured province_insured_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_insured
    ADD CONSTRAINT province_insured_pkey PRIMARY KEY (id);


--
-- Name: province_listedfirm province_listedfirm_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_listedfirm
    ADD CONSTRAINT province_listedfirm_pkey PRIMARY KEY (id);


--
-- Name: province_listedfirm province_listedfirm_source_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_listedfirm
    ADD CONSTRAINT province_listedfirm_source_id_key UNIQUE (source_id);


--
-- Name: province_listingchange province_listingchange_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_listingchange
    ADD CONSTRAINT province_listingchange_pkey PRIMARY KEY (id);


--
-- Name: province_listingchange province_listingchange_source_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_listingchange
    ADD CONSTRAINT province_listingchange_source_id_key UNIQUE (source_id);


--
-- Name: province_operatorcertificate province_operatorcertificate_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_operatorcertificate
    ADD CONSTRAINT province_operatorcertificate_pkey PRIMARY KEY (id);


--
-- Name: province_operatorcertificate province_operatorcertificate_source_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_operatorcertificate
    ADD CONSTRAINT province_operatorcertificate_source_id_key UNIQUE (source_id);


--
-- Name: province_personmatch province_personmatch_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_personmatch
    ADD CONSTRAINT province_personmatch_pkey PRIMARY KEY (id);


--
-- Name: province_provincialperson province_provincialperson_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_provincialperson
    ADD CONSTRAINT province_provincialperson_pkey PRIMARY KEY (id);


--
-- Name: province_provincialperson province_provincialperson_source_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_provincialperson
    ADD CONSTRAINT province_provincialperson_source_id_key UNIQUE (source_id);


--
-- Name: province_reject province_reject_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_reject
    ADD CONSTRAINT province_reject_once UNIQUE (feed, digest);


--
-- Name: province_reject province_reject_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_reject
    ADD CONSTRAINT province_reject_pkey PRIMARY KEY (id);


--
-- Name: recorders_alarm recorders_alarm_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recorders_alarm
    ADD CONSTRAINT recorders_alarm_pkey PRIMARY KEY (id);


--
-- Name: recorders_channel recorders_channel_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recorders_channel
    ADD CONSTRAINT recorders_channel_pkey PRIMARY KEY (id);


--
-- Name: recorders_deviceentry recorders_deviceentry_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recorders_deviceentry
    ADD CONSTRAINT recorders_deviceentry_pkey PRIMARY KEY (id);


--
-- Name: recorders_holding recorders_holding_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recorders_holding
    ADD CONSTRAINT recorders_holding_pkey PRIMARY KEY (id);


--
-- Name: recorders_recorder recorders_recorder_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recorders_recorder
    ADD CONSTRAINT recorders_recorder_pkey PRIMARY KEY (id);


--
-- Name: recorders_recordermodel recorders_recordermodel_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recorders_recordermodel
    ADD CONSTRAINT recorders_recordermodel_pkey PRIMARY KEY (id);


--
-- Name: recorders_recordingplan recorders_recordingplan_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recorders_recordingplan
    ADD CONSTRAINT recorders_recordingplan_pkey PRIMARY KEY (id);


--
-- Name: recordings_segment recordings_segment_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recordings_segment
    ADD CONSTRAINT recordings_segment_pkey PRIMARY KEY (id);


--
-- Name: records_takenstep records_takenstep_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.records_takenstep
    ADD CONSTRAINT records_takenstep_pkey PRIMARY KEY (number);


--
-- Name: summaries_regionsummary region_summary_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.summaries_regionsummary
    ADD CONSTRAINT region_summary_once UNIQUE (region_id, month, revision);


--
-- Name: regions_region regions_region_code_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.regions_region
    ADD CONSTRAINT regions_region_code_key UNIQUE (code);


--
-- Name: regions_region regions_region_path_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.regions_region
    ADD CONSTRAINT regions_region_path_key UNIQUE (path);


--
-- Name: regions_region regions_region_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.regions_region
    ADD CONSTRAINT regions_region_pkey PRIMARY KEY (id);


--
-- Name: regulations_receipt regulation_read_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.regulations_receipt
    ADD CONSTRAINT regulation_read_once UNIQUE (version_of_id, reader_id);


--
-- Name: regulations_opinion regulations_opinion_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.regulations_opinion
    ADD CONSTRAINT regulations_opinion_pkey PRIMARY KEY (id);


--
-- Name: regulations_receipt regulations_receipt_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.regulations_receipt
    ADD CONSTRAINT regulations_receipt_pkey PRIMARY KEY (id);


--
-- Name: regulations_regulation regulations_regulation_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.regulations_regulation
    ADD CONSTRAINT regulations_regulation_pkey PRIMARY KEY (id);


--
-- Name: regulations_regulationappraisal regulations_regulationappraisal_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.regulations_regulationappraisal
    ADD CONSTRAINT regulations_regulationappraisal_pkey PRIMARY KEY (id);


--
-- Name: regulations_regulationversion regulations_regulationversion_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.regulations_regulationversion
    ADD CONSTRAINT regulations_regulationversion_pkey PRIMARY KEY (id);


--
-- Name: regulations_training regulations_training_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.regulations_training
    ADD CONSTRAINT regulations_training_pkey PRIMARY KEY (id);


--
-- Name: hazards_reminder reminder_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.hazards_reminder
    ADD CONSTRAINT reminder_once UNIQUE (hazard_id, stage, deadline);


--
-- Name: risks_riskpoint risk_point_number_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.risks_riskpoint
    ADD CONSTRAINT risk_point_number_once UNIQUE (site_id, number);


--
-- Name: risks_risktask risk_task_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.risks_risktask
    ADD CONSTRAINT risk_task_once UNIQUE (risk_point_id, month);


--
-- Name: risks_riskpointversion risk_version_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.risks_riskpointversion
    ADD CONSTRAINT risk_version_once UNIQUE (risk_point_id, revision);


--
-- Name: risks_catalogueentry risks_catalogueentry_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.risks_catalogueentry
    ADD CONSTRAINT risks_catalogueentry_pkey PRIMARY KEY (id);


--
-- Name: risks_controlchange risks_controlchange_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.risks_controlchange
    ADD CONSTRAINT risks_controlchange_pkey PRIMARY KEY (id);


--
-- Name: risks_noticecard risks_noticecard_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.risks_noticecard
    ADD CONSTRAINT risks_noticecard_pkey PRIMARY KEY (id);


--
-- Name: risks_riskpoint risks_riskpoint_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.risks_riskpoint
    ADD CONSTRAINT risks_riskpoint_pkey PRIMARY KEY (id);


--
-- Name: risks_riskpointversion risks_riskpointversion_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.risks_riskpointversion
    ADD CONSTRAINT risks_riskpointversion_pkey PRIMARY KEY (id);


--
-- Name: risks_risktask risks_risktask_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.risks_risktask
    ADD CONSTRAINT risks_risktask_pkey PRIMARY KEY (id, month);


--
-- Name: risks_risktask_rest risks_risktask_rest_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.risks_risktask_rest
    ADD CONSTRAINT risks_risktask_rest_pkey PRIMARY KEY (id, month);


--
-- Name: risks_risktask_rest risks_risktask_rest_risk_point_id_month_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.risks_risktask_rest
    ADD CONSTRAINT risks_risktask_rest_risk_point_id_month_key UNIQUE (risk_point_id, month);


--
-- Name: hazards_round round_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.hazards_round
    ADD CONSTRAINT round_once UNIQUE (hazard_id, number);


--
-- Name: codes_scan scan_day_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.codes_scan
    ADD CONSTRAINT scan_day_once UNIQUE (code_id, day);


--
-- Name: dictionaries_scheme scheme_version_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.dictionaries_scheme
    ADD CONSTRAINT scheme_version_once UNIQUE (name, version);


--
-- Name: recordings_segment segment_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recordings_segment
    ADD CONSTRAINT segment_once UNIQUE (terminal_id, path);


--
-- Name: accounts_usersetting setting_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts_usersetting
    ADD CONSTRAINT setting_once UNIQUE (user_id, key);


--
-- Name: siteplans_drawing siteplans_drawing_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.siteplans_drawing
    ADD CONSTRAINT siteplans_drawing_pkey PRIMARY KEY (id);


--
-- Name: siteplans_siteplan siteplans_siteplan_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.siteplans_siteplan
    ADD CONSTRAINT siteplans_siteplan_pkey PRIMARY KEY (id);


--
-- Name: sms_code sms_code_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sms_code
    ADD CONSTRAINT sms_code_pkey PRIMARY KEY (id);


--
-- Name: sms_message sms_message_once_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sms_message
    ADD CONSTRAINT sms_message_once_key UNIQUE (once);


--
-- Name: sms_message sms_message_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sms_message
    ADD CONSTRAINT sms_message_pkey PRIMARY KEY (id);


--
-- Name: sms_message sms_message_reference_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sms_message
    ADD CONSTRAINT sms_message_reference_key UNIQUE (reference);


--
-- Name: sms_template sms_template_code_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sms_template
    ADD CONSTRAINT sms_template_code_key UNIQUE (code);


--
-- Name: sms_template sms_template_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sms_template
    ADD CONSTRAINT sms_template_pkey PRIMARY KEY (id);


--
-- Name: limits_spent spent_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.limits_spent
    ADD CONSTRAINT spent_once UNIQUE (key, until);


--
-- Name: summaries_firmsummary summaries_firmsummary_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.summaries_firmsummary
    ADD CONSTRAINT summaries_firmsummary_pkey PRIMARY KEY (id);


--
-- Name: summaries_regionsummary summaries_regionsummary_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.summaries_regionsummary
    ADD CONSTRAINT summaries_regionsummary_pkey PRIMARY KEY (id);


--
-- Name: enterprises_tagrule tag_rule_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_tagrule
    ADD CONSTRAINT tag_rule_once UNIQUE (code, basis);


--
-- Name: teamwork_teammeeting teamwork_teammeeting_client_uuid_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.teamwork_teammeeting
    ADD CONSTRAINT teamwork_teammeeting_client_uuid_key UNIQUE (client_uuid);


--
-- Name: teamwork_teammeeting teamwork_teammeeting_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.teamwork_teammeeting
    ADD CONSTRAINT teamwork_teammeeting_pkey PRIMARY KEY (id);


--
-- Name: terminals_terminal terminal_number_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.terminals_terminal
    ADD CONSTRAINT terminal_number_once UNIQUE (kind, number);


--
-- Name: terminals_position terminals_position_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.terminals_position
    ADD CONSTRAINT terminals_position_pkey PRIMARY KEY (id, month);


--
-- Name: terminals_position_rest terminals_position_rest_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.terminals_position_rest
    ADD CONSTRAINT terminals_position_rest_pkey PRIMARY KEY (id, month);


--
-- Name: terminals_position_rest terminals_position_rest_terminal_id_at_month_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.terminals_position_rest
    ADD CONSTRAINT terminals_position_rest_terminal_id_at_month_key UNIQUE (terminal_id, at, month);


--
-- Name: terminals_terminal terminals_terminal_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.terminals_terminal
    ADD CONSTRAINT terminals_terminal_pkey PRIMARY KEY (id);


--
-- Name: training_trainingsession training_trainingsession_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.training_trainingsession
    ADD CONSTRAINT training_trainingsession_pkey PRIMARY KEY (id);


--
-- Name: whistle_whistlechannel whistle_whistlechannel_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.whistle_whistlechannel
    ADD CONSTRAINT whistle_whistlechannel_pkey PRIMARY KEY (id);


--
-- Name: whistle_whistleidentity whistle_whistleidentity_claim_digest_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.whistle_whistleidentity
    ADD CONSTRAINT whistle_whistleidentity_claim_digest_key UNIQUE (claim_digest);


--
-- Name: whistle_whistleidentity whistle_whistleidentity_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.whistle_whistleidentity
    ADD CONSTRAINT whistle_whistleidentity_pkey PRIMARY KEY (id);


--
-- Name: whistle_whistleidentity whistle_whistleidentity_query_digest_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.whistle_whistleidentity
    ADD CONSTRAINT whistle_whistleidentity_query_digest_key UNIQUE (query_digest);


--
-- Name: whistle_whistleidentity whistle_whistleidentity_report_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.whistle_whistleidentity
    ADD CONSTRAINT whistle_whistleidentity_report_id_key UNIQUE (report_id);


--
-- Name: whistle_whistleidentity whistle_whistleidentity_sent_digest_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.whistle_whistleidentity
    ADD CONSTRAINT whistle_whistleidentity_sent_digest_key UNIQUE (sent_digest);


--
-- Name: whistle_whistlepolicy whistle_whistlepolicy_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.whistle_whistlepolicy
    ADD CONSTRAINT whistle_whistlepolicy_pkey PRIMARY KEY (id);


--
-- Name: whistle_whistlereport whistle_whistlereport_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.whistle_whistlereport
    ADD CONSTRAINT whistle_whistlereport_pkey PRIMARY KEY (id);


--
-- Name: accident_due; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX accident_due ON public.accidents_accident USING btree (due_on) WHERE (due_on IS NOT NULL);


--
-- Name: accident_enterprise_day; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX accident_enterprise_day ON public.accidents_accident USING btree (enterprise_id, happened_on);


--
-- Name: accident_region_status; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX accident_region_status ON public.accidents_accident USING btree (region_id, status);


--
-- Name: accident_site_month; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX accident_site_month ON public.accidents_accident USING btree (site_id, month);


--
-- Name: accidents_accident_created_by_id_035ff1fb; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX accidents_accident_created_by_id_035ff1fb ON public.accidents_accident USING btree (created_by_id);


--
-- Name: accidents_accident_ended_by_id_99e29b69; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX accidents_accident_ended_by_id_99e29b69 ON public.accidents_accident USING btree (ended_by_id);


--
-- Name: accidents_accident_enterprise_id_ead3693b; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX accidents_accident_enterprise_id_ead3693b ON public.accidents_accident USING btree (enterprise_id);


--
-- Name: accidents_accident_region_id_8c87a493; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX accidents_accident_region_id_8c87a493 ON public.accidents_accident USING btree (region_id);


--
-- Name: accidents_accident_site_id_ce77af8e; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX accidents_accident_site_id_ce77af8e ON public.accidents_accident USING btree (site_id);


--
-- Name: accidents_injury_accident_id_ec876557; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX accidents_injury_accident_id_ec876557 ON public.accidents_injury USING btree (accident_id);


--
-- Name: accidents_injury_created_by_id_61f0755b; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX accidents_injury_created_by_id_61f0755b ON public.accidents_injury USING btree (created_by_id);


--
-- Name: accidents_injury_ended_by_id_8a2294d1; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX accidents_injury_ended_by_id_8a2294d1 ON public.accidents_injury USING btree (ended_by_id);


--
-- Name: accidents_injury_enterprise_id_3d020182; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX accidents_injury_enterprise_id_3d020182 ON public.accidents_injury USING btree (enterprise_id);


--
-- Name: accidents_injury_head_id_7b4c5095; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX accidents_injury_head_id_7b4c5095 ON public.accidents_injury USING btree (head_id);


--
-- Name: accidents_injury_region_id_619ec704; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX accidents_injury_region_id_619ec704 ON public.accidents_injury USING btree (region_id);


--
-- Name: accidents_injury_site_id_6294f1ca; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX accidents_injury_site_id_6294f1ca ON public.accidents_injury USING btree (site_id);


--
-- Name: accounts_accesstoken_token_hash_70da45a4_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX accounts_accesstoken_token_hash_70da45a4_like ON public.accounts_accesstoken USING btree (token_hash varchar_pattern_ops);


--
-- Name: accounts_accesstoken_user_id_9665e3f6; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX accounts_accesstoken_user_id_9665e3f6 ON public.accounts_accesstoken USING btree (user_id);


--
-- Name: accounts_assignment_department_id_3875a472; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX accounts_assignment_department_id_3875a472 ON public.accounts_assignment USING btree (department_id);


--
-- Name: accounts_assignment_enterprise_id_f6708a09; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX accounts_assignment_enterprise_id_f6708a09 ON public.accounts_assignment USING btree (enterprise_id);


--
-- Name: accounts_assignment_region_id_0b368975; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX accounts_assignment_region_id_0b368975 ON public.accounts_assignment USING btree (region_id);


--
-- Name: accounts_assignment_role_id_391529d3; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX accounts_assignment_role_id_391529d3 ON public.accounts_assignment USING btree (role_id);


--
-- Name: accounts_assignment_user_id_5a8ad746; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX accounts_assignment_user_id_5a8ad746 ON public.accounts_assignment USING btree (user_id);


--
-- Name: accounts_identity_user_id_f7ddf146; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX accounts_identity_user_id_f7ddf146 ON public.accounts_identity USING btree (user_id);


--
-- Name: accounts_oldpassword_user_id_c1f64a89; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX accounts_oldpassword_user_id_c1f64a89 ON public.accounts_oldpassword USING btree (user_id);


--
-- Name: accounts_recoverycode_mac_d2819ba0_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX accounts_recoverycode_mac_d2819ba0_like ON public.accounts_recoverycode USING btree (mac varchar_pattern_ops);


--
-- Name: accounts_recoverycode_user_id_994761d3; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX accounts_recoverycode_user_id_994761d3 ON public.accounts_recoverycode USING btree (user_id);


--
-- Name: accounts_role_code_31e05c3f_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX accounts_role_code_31e05c3f_like ON public.accounts_role USING btree (code varchar_pattern_ops);


--
-- Name: accounts_role_name_2b60d248_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX accounts_role_name_2b60d248_like ON public.accounts_role USING btree (name varchar_pattern_ops);


--
-- Name: accounts_signinlink_token_hash_51c31a80_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX accounts_signinlink_token_hash_51c31a80_like ON public.accounts_signinlink USING btree (token_hash varchar_pattern_ops);


--
-- Name: accounts_signinlink_user_id_a6b02f6b; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX accounts_signinlink_user_id_a6b02f6b ON public.accounts_signinlink USING btree (user_id);


--
-- Name: accounts_user_department_id_8dc06840; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX accounts_user_department_id_8dc06840 ON public.accounts_user USING btree (department_id);


--
-- Name: accounts_user_username_6088629e_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX accounts_user_username_6088629e_like ON public.accounts_user USING btree (username varchar_pattern_ops);


--
-- Name: accounts_usersession_key_hash_38690666_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX accounts_usersession_key_hash_38690666_like ON public.accounts_usersession USING btree (key_hash varchar_pattern_ops);


--
-- Name: accounts_usersession_user_id_567c9519; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX accounts_usersession_user_id_567c9519 ON public.accounts_usersession USING btree (user_id);


--
-- Name: accounts_usersetting_user_id_a191eaac; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX accounts_usersetting_user_id_a191eaac ON public.accounts_usersetting USING btree (user_id);


--
-- Name: administration_request_created_by_id_0bfffb01; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX administration_request_created_by_id_0bfffb01 ON public.administration_request USING btree (created_by_id);


--
-- Name: administration_request_decided_by_id_4541ac66; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX administration_request_decided_by_id_4541ac66 ON public.administration_request USING btree (decided_by_id);


--
-- Name: administration_request_ended_by_id_a704e010; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX administration_request_ended_by_id_a704e010 ON public.administration_request USING btree (ended_by_id);


--
-- Name: administration_request_role_id_3a049f1f; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX administration_request_role_id_3a049f1f ON public.administration_request USING btree (role_id);


--
-- Name: administration_request_user_id_0949e449; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX administration_request_user_id_0949e449 ON public.administration_request USING btree (user_id);


--
-- Name: alarm_of_recorder; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX alarm_of_recorder ON public.recorders_alarm USING btree (recorder_id, happened_at DESC);


--
-- Name: alarm_status; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX alarm_status ON public.recorders_alarm USING btree (status, id DESC);


--
-- Name: alert_status; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX alert_status ON public.alerts_alert USING btree (status, id DESC);


--
-- Name: alert_subject; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX alert_subject ON public.alerts_alert USING btree (rule, subject, first_at DESC);


--
-- Name: alerts_alert_created_by_id_520608c0; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX alerts_alert_created_by_id_520608c0 ON public.alerts_alert USING btree (created_by_id);


--
-- Name: alerts_alert_ended_by_id_41834c0a; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX alerts_alert_ended_by_id_41834c0a ON public.alerts_alert USING btree (ended_by_id);


--
-- Name: alerts_alert_first_entry_id_c3f2d030; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX alerts_alert_first_entry_id_c3f2d030 ON public.alerts_alert USING btree (first_entry_id);


--
-- Name: appraisal_firm; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX appraisal_firm ON public.province_appraisal USING btree (enterprise_id);


--
-- Name: appraisal_uscc; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX appraisal_uscc ON public.province_appraisal USING btree (uscc);


--
-- Name: approval_event_of_actor; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX approval_event_of_actor ON public.approvals_approvalevent USING btree (actor_id, id DESC);


--
-- Name: approval_of_asker; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX approval_of_asker ON public.approvals_approval USING btree (created_by_id, id DESC);


--
-- Name: approval_runs_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX approval_runs_once ON public.approvals_approval USING btree (kind, target) WHERE (NOT ((status)::text = ANY (ARRAY[('approved'::character varying)::text, ('refused'::character varying)::text, ('withdrawn'::character varying)::text])));


--
-- Name: approval_step_due; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX approval_step_due ON public.approvals_approvalstep USING btree (due_at) WHERE ((seat)::text = 'open'::text);


--
-- Name: approval_step_open; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX approval_step_open ON public.approvals_approvalstep USING btree (permission) WHERE ((seat)::text = 'open'::text);


--
-- Name: approvals_approval_created_by_id_43574d40; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX approvals_approval_created_by_id_43574d40 ON public.approvals_approval USING btree (created_by_id);


--
-- Name: approvals_approval_ended_by_id_55fc3854; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX approvals_approval_ended_by_id_55fc3854 ON public.approvals_approval USING btree (ended_by_id);


--
-- Name: approvals_approval_enterprise_id_1455c305; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX approvals_approval_enterprise_id_1455c305 ON public.approvals_approval USING btree (enterprise_id);


--
-- Name: approvals_approval_region_id_21af01e1; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX approvals_approval_region_id_21af01e1 ON public.approvals_approval USING btree (region_id);


--
-- Name: approvals_approvalevent_actor_id_332b413d; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX approvals_approvalevent_actor_id_332b413d ON public.approvals_approvalevent USING btree (actor_id);


--
-- Name: approvals_approvalevent_approval_id_08a71ba2; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX approvals_approvalevent_approval_id_08a71ba2 ON public.approvals_approvalevent USING btree (approval_id);


--
-- Name: approvals_approvalstep_approval_id_93f5d86d; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX approvals_approvalstep_approval_id_93f5d86d ON public.approvals_approvalstep USING btree (approval_id);


--
-- Name: approvals_approvalstep_decided_by_id_490eaba6; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX approvals_approvalstep_decided_by_id_490eaba6 ON public.approvals_approvalstep USING btree (decided_by_id);


--
-- Name: approvals_approvalstep_delegate_id_cd7a6dfe; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX approvals_approvalstep_delegate_id_cd7a6dfe ON public.approvals_approvalstep USING btree (delegate_id);


--
-- Name: approvals_approvalstep_region_id_75881c79; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX approvals_approvalstep_region_id_75881c79 ON public.approvals_approvalstep USING btree (region_id);


--
-- Name: article_cited; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX article_cited ON public.laws_article USING btree (version_id, number, branch);


--
-- Name: article_search; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX article_search ON public.laws_article USING gin (search);


--
-- Name: attachment_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX attachment_once ON public.files_attachment USING btree (owner_kind, owner_id, slot, file_id) WHERE (removed_at IS NULL);


--
-- Name: audit_archive_made_by_id_543c8aae; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX audit_archive_made_by_id_543c8aae ON public.audit_archive USING btree (made_by_id);


--
-- Name: audit_entry_actor_id_57c4b003; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX audit_entry_actor_id_57c4b003 ON public.audit_entry USING btree (actor_id);


--
-- Name: audit_entry_target_43756a44; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX audit_entry_target_43756a44 ON public.audit_entry USING btree (target);


--
-- Name: audit_entry_target_43756a44_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX audit_entry_target_43756a44_like ON public.audit_entry USING btree (target varchar_pattern_ops);


--
-- Name: auth_group_name_a6ea08ec_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX auth_group_name_a6ea08ec_like ON public.auth_group USING btree (name varchar_pattern_ops);


--
-- Name: auth_group_permissions_group_id_b120cbf9; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX auth_group_permissions_group_id_b120cbf9 ON public.auth_group_permissions USING btree (group_id);


--
-- Name: auth_group_permissions_permission_id_84c5c92e; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX auth_group_permissions_permission_id_84c5c92e ON public.auth_group_permissions USING btree (permission_id);


--
-- Name: auth_permission_content_type_id_2f476e4b; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX auth_permission_content_type_id_2f476e4b ON public.auth_permission USING btree (content_type_id);


--
-- Name: axes_accessattempt_ip_address_10922d9c; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX axes_accessattempt_ip_address_10922d9c ON public.axes_accessattempt USING btree (ip_address);


--
-- Name: axes_accessattempt_user_agent_ad89678b; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX axes_accessattempt_user_agent_ad89678b ON public.axes_accessattempt USING btree (user_agent);


--
-- Name: axes_accessattempt_user_agent_ad89678b_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX axes_accessattempt_user_agent_ad89678b_like ON public.axes_accessattempt USING btree (user_agent varchar_pattern_ops);


--
-- Name: axes_accessattempt_username_3f2d4ca0; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX axes_accessattempt_username_3f2d4ca0 ON public.axes_accessattempt USING btree (username);


--
-- Name: axes_accessattempt_username_3f2d4ca0_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX axes_accessattempt_username_3f2d4ca0_like ON public.axes_accessattempt USING btree (username varchar_pattern_ops);


--
-- Name: axes_accessfailurelog_ip_address_2e9f5a7f; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX axes_accessfailurelog_ip_address_2e9f5a7f ON public.axes_accessfailurelog USING btree (ip_address);


--
-- Name: axes_accessfailurelog_user_agent_ea145dda; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX axes_accessfailurelog_user_agent_ea145dda ON public.axes_accessfailurelog USING btree (user_agent);


--
-- Name: axes_accessfailurelog_user_agent_ea145dda_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX axes_accessfailurelog_user_agent_ea145dda_like ON public.axes_accessfailurelog USING btree (user_agent varchar_pattern_ops);


--
-- Name: axes_accessfailurelog_username_a8b7e8a4; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX axes_accessfailurelog_username_a8b7e8a4 ON public.axes_accessfailurelog USING btree (username);


--
-- Name: axes_accessfailurelog_username_a8b7e8a4_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX axes_accessfailurelog_username_a8b7e8a4_like ON public.axes_accessfailurelog USING btree (username varchar_pattern_ops);


--
-- Name: axes_accesslog_ip_address_86b417e5; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX axes_accesslog_ip_address_86b417e5 ON public.axes_accesslog USING btree (ip_address);


--
-- Name: axes_accesslog_user_agent_0e659004; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX axes_accesslog_user_agent_0e659004 ON public.axes_accesslog USING btree (user_agent);


--
-- Name: axes_accesslog_user_agent_0e659004_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX axes_accesslog_user_agent_0e659004_like ON public.axes_accesslog USING btree (user_agent varchar_pattern_ops);


--
-- Name: axes_accesslog_username_df93064b; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX axes_accesslog_username_df93064b ON public.axes_accesslog USING btree (username);


--
-- Name: axes_accesslog_username_df93064b_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX axes_accesslog_username_df93064b_like ON public.axes_accesslog USING btree (username varchar_pattern_ops);


--
-- Name: call_of_client; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX call_of_client ON public.clients_clientcall USING btree (client_id, at DESC);


--
-- Name: call_of_old_method; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX call_of_old_method ON public.clients_clientcall USING btree (client_id, at DESC) WHERE old;


--
-- Name: captcha_captchastore_hashkey_cbe8d15a_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX captcha_captchastore_hashkey_cbe8d15a_like ON public.captcha_captchastore USING btree (hashkey varchar_pattern_ops);


--
-- Name: case_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX case_once ON public.cases_accidentcase USING btree (title, happened_on) WHERE (ended_at IS NULL);


--
-- Name: case_reading_enterprise; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX case_reading_enterprise ON public.cases_reading USING btree (enterprise_id, case_id);


--
-- Name: cases_accidentcase_created_by_id_7a5792e9; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX cases_accidentcase_created_by_id_7a5792e9 ON public.cases_accidentcase USING btree (created_by_id);


--
-- Name: cases_accidentcase_ended_by_id_e42c3ba6; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX cases_accidentcase_ended_by_id_e42c3ba6 ON public.cases_accidentcase USING btree (ended_by_id);


--
-- Name: cases_reading_case_id_bf48e51a; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX cases_reading_case_id_bf48e51a ON public.cases_reading USING btree (case_id);


--
-- Name: cases_reading_created_by_id_d16ddaf6; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX cases_reading_created_by_id_d16ddaf6 ON public.cases_reading USING btree (created_by_id);


--
-- Name: cases_reading_ended_by_id_7943b5a5; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX cases_reading_ended_by_id_7943b5a5 ON public.cases_reading USING btree (ended_by_id);


--
-- Name: cases_reading_enterprise_id_0e62e177; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX cases_reading_enterprise_id_0e62e177 ON public.cases_reading USING btree (enterprise_id);


--
-- Name: catalogue_code_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX catalogue_code_once ON public.risks_catalogueentry USING btree (scheme, code) WHERE ((ended_at IS NULL) AND (NOT ((state)::text = 'draft'::text)));


--
-- Name: catalogue_draft_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX catalogue_draft_once ON public.risks_catalogueentry USING btree (scheme, code) WHERE ((ended_at IS NULL) AND ((state)::text = 'draft'::text));


--
-- Name: certificate_expiry; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX certificate_expiry ON public.people_certificate USING btree (valid_to) WHERE (ended_at IS NULL);


--
-- Name: certificate_number; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX certificate_number ON public.people_certificate USING btree (number_index);


--
-- Name: certificate_number_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX certificate_number_once ON public.people_certificate USING btree (enterprise_id, kind, category, number_index) WHERE (ended_at IS NULL);


--
-- Name: certificate_person; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX certificate_person ON public.people_certificate USING btree (person_id);


--
-- Name: check_item_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX check_item_once ON public.checks_checkitem USING btree (subject_kind, subject_id, text) WHERE (ended_at IS NULL);


--
-- Name: check_item_subject; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX check_item_subject ON public.checks_checkitem USING btree (subject_kind, subject_id);


--
-- Name: checks_checkitem_created_by_id_ded6ad2c; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX checks_checkitem_created_by_id_ded6ad2c ON public.checks_checkitem USING btree (created_by_id);


--
-- Name: checks_checkitem_ended_by_id_d0a2503e; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX checks_checkitem_ended_by_id_d0a2503e ON public.checks_checkitem USING btree (ended_by_id);


--
-- Name: checks_checkitem_enterprise_id_de28b0ad; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX checks_checkitem_enterprise_id_de28b0ad ON public.checks_checkitem USING btree (enterprise_id);


--
-- Name: checks_checkitem_region_id_182df053; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX checks_checkitem_region_id_182df053 ON public.checks_checkitem USING btree (region_id);


--
-- Name: checks_checkitem_site_id_1bae7707; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX checks_checkitem_site_id_1bae7707 ON public.checks_checkitem USING btree (site_id);


--
-- Name: checks_inspection_created_by_id_6f4fb618; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX checks_inspection_created_by_id_6f4fb618 ON ONLY public.checks_inspection USING btree (created_by_id);


--
-- Name: checks_inspection_ended_by_id_134875e7; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX checks_inspection_ended_by_id_134875e7 ON ONLY public.checks_inspection USING btree (ended_by_id);


--
-- Name: checks_inspection_enterprise_id_d8bf7c5e; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX checks_inspection_enterprise_id_d8bf7c5e ON ONLY public.checks_inspection USING btree (enterprise_id);


--
-- Name: checks_inspection_region_id_1398d54e; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX checks_inspection_region_id_1398d54e ON ONLY public.checks_inspection USING btree (region_id);


--
-- Name: checks_inspection_rest_created_by_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX checks_inspection_rest_created_by_id_idx ON public.checks_inspection_rest USING btree (created_by_id);


--
-- Name: checks_inspection_rest_ended_by_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX checks_inspection_rest_ended_by_id_idx ON public.checks_inspection_rest USING btree (ended_by_id);


--
-- Name: inspection_enterprise; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX inspection_enterprise ON ONLY public.checks_inspection USING btree (enterprise_id, checked_on);


--
-- Name: checks_inspection_rest_enterprise_id_checked_on_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX checks_inspection_rest_enterprise_id_checked_on_idx ON public.checks_inspection_rest USING btree (enterprise_id, checked_on);


--
-- Name: checks_inspection_rest_enterprise_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX checks_inspection_rest_enterprise_id_idx ON public.checks_inspection_rest USING btree (enterprise_id);


--
-- Name: inspection_region; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX inspection_region ON ONLY public.checks_inspection USING btree (region_id, checked_on);


--
-- Name: checks_inspection_rest_region_id_checked_on_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX checks_inspection_rest_region_id_checked_on_idx ON public.checks_inspection_rest USING btree (region_id, checked_on);


--
-- Name: inspection_doubted; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX inspection_doubted ON ONLY public.checks_inspection USING btree (region_id, checked_on) WHERE (NOT (doubts = '{}'::character varying(10)[]));


--
-- Name: checks_inspection_rest_region_id_checked_on_idx1; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX checks_inspection_rest_region_id_checked_on_idx1 ON public.checks_inspection_rest USING btree (region_id, checked_on) WHERE (NOT (doubts = '{}'::character varying(10)[]));


--
-- Name: checks_inspection_rest_region_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX checks_inspection_rest_region_id_idx ON public.checks_inspection_rest USING btree (region_id);


--
-- Name: checks_inspection_site_id_c1a8f3a2; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX checks_inspection_site_id_c1a8f3a2 ON ONLY public.checks_inspection USING btree (site_id);


--
-- Name: checks_inspection_rest_site_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX checks_inspection_rest_site_id_idx ON public.checks_inspection_rest USING btree (site_id);


--
-- Name: inspection_site; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX inspection_site ON ONLY public.checks_inspection USING btree (site_id, month);


--
-- Name: checks_inspection_rest_site_id_month_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX checks_inspection_rest_site_id_month_idx ON public.checks_inspection_rest USING btree (site_id, month);


--
-- Name: inspection_subject; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX inspection_subject ON ONLY public.checks_inspection USING btree (subject_kind, subject_id, checked_on);


--
-- Name: checks_inspection_rest_subject_kind_subject_id_checked_on_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX checks_inspection_rest_subject_kind_subject_id_checked_on_idx ON public.checks_inspection_rest USING btree (subject_kind, subject_id, checked_on);


--
-- Name: claim_enterprise; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX claim_enterprise ON public.joining_claim USING btree (enterprise_id, status);


--
-- Name: claim_open_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX claim_open_once ON public.joining_claim USING btree (created_by_id, uscc, kind) WHERE ((ended_at IS NULL) AND ((status)::text = ANY (ARRAY[('pending'::character varying)::text, ('asked'::character varying)::text, ('agreed'::character varying)::text, ('contested'::character varying)::text, ('waiting'::character varying)::text])));


--
-- Name: claim_region; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX claim_region ON public.joining_claim USING btree (region_id, status);


--
-- Name: client_name_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX client_name_once ON public.clients_client USING btree (name) WHERE (ended_at IS NULL);


--
-- Name: clients_client_app_id_eb6a99f3_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX clients_client_app_id_eb6a99f3_like ON public.clients_client USING btree (app_id varchar_pattern_ops);


--
-- Name: clients_client_created_by_id_c8f840e4; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX clients_client_created_by_id_c8f840e4 ON public.clients_client USING btree (created_by_id);


--
-- Name: clients_client_ended_by_id_896220c2; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX clients_client_ended_by_id_896220c2 ON public.clients_client USING btree (ended_by_id);


--
-- Name: clients_client_proposed_by_id_84e572ec; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX clients_client_proposed_by_id_84e572ec ON public.clients_client USING btree (proposed_by_id);


--
-- Name: clients_clientcall_at_e14ec183; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX clients_clientcall_at_e14ec183 ON public.clients_clientcall USING btree (at);


--
-- Name: clients_clientcall_client_id_77f8336c; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX clients_clientcall_client_id_77f8336c ON public.clients_clientcall USING btree (client_id);


--
-- Name: clients_clientkey_client_id_fe91c8a9; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX clients_clientkey_client_id_fe91c8a9 ON public.clients_clientkey USING btree (client_id);


--
-- Name: clients_clientnonce_client_id_b118428d; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX clients_clientnonce_client_id_b118428d ON public.clients_clientnonce USING btree (client_id);


--
-- Name: clients_clientnonce_used_at_5fa6b195; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX clients_clientnonce_used_at_5fa6b195 ON public.clients_clientnonce USING btree (used_at);


--
-- Name: clients_clientsession_client_id_3f45f924; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX clients_clientsession_client_id_3f45f924 ON public.clients_clientsession USING btree (client_id);


--
-- Name: clients_clientsession_expires_at_3cb88826; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX clients_clientsession_expires_at_3cb88826 ON public.clients_clientsession USING btree (expires_at);


--
-- Name: clients_clientsession_token_hash_bf376d57_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX clients_clientsession_token_hash_bf376d57_like ON public.clients_clientsession USING btree (token_hash varchar_pattern_ops);


--
-- Name: code_of_phone; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX code_of_phone ON public.sms_code USING btree (phone_index, purpose, created_at);


--
-- Name: codes_safecode_created_by_id_e10ae4b1; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX codes_safecode_created_by_id_e10ae4b1 ON public.codes_safecode USING btree (created_by_id);


--
-- Name: codes_safecode_ended_by_id_aa47c5ef; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX codes_safecode_ended_by_id_aa47c5ef ON public.codes_safecode USING btree (ended_by_id);


--
-- Name: codes_safecode_enterprise_id_eb93426b; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX codes_safecode_enterprise_id_eb93426b ON public.codes_safecode USING btree (enterprise_id);


--
-- Name: codes_safecode_region_id_440bc74f; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX codes_safecode_region_id_440bc74f ON public.codes_safecode USING btree (region_id);


--
-- Name: codes_safecode_site_id_a5f82022; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX codes_safecode_site_id_a5f82022 ON public.codes_safecode USING btree (site_id);


--
-- Name: codes_safecode_token_d289168e_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX codes_safecode_token_d289168e_like ON public.codes_safecode USING btree (token varchar_pattern_ops);


--
-- Name: codes_scan_code_id_88212756; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX codes_scan_code_id_88212756 ON public.codes_scan USING btree (code_id);


--
-- Name: control_change_region; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX control_change_region ON public.risks_controlchange USING btree (region_id, changed_on);


--
-- Name: control_change_site; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX control_change_site ON public.risks_controlchange USING btree (site_id, month);


--
-- Name: declaration_firm; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX declaration_firm ON public.province_declaration USING btree (enterprise_id);


--
-- Name: declaration_reported; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX declaration_reported ON public.province_declaration USING btree (enterprise_id, reported_at);


--
-- Name: declaration_uscc; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX declaration_uscc ON public.province_declaration USING btree (uscc);


--
-- Name: declaredpoint_firm; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX declaredpoint_firm ON public.province_declaredpoint USING btree (enterprise_id);


--
-- Name: declaredpoint_uscc; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX declaredpoint_uscc ON public.province_declaredpoint USING btree (uscc);


--
-- Name: department_once_below; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX department_once_below ON public.enterprises_department USING btree (parent_id, name) WHERE (ended_at IS NULL);


--
-- Name: department_once_on_top; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX department_once_on_top ON public.enterprises_department USING btree (name) WHERE ((ended_at IS NULL) AND (parent_id IS NULL));


--
-- Name: device_entry_at; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX device_entry_at ON public.recorders_deviceentry USING btree (at DESC);


--
-- Name: device_entry_of_recorder; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX device_entry_of_recorder ON public.recorders_deviceentry USING btree (recorder_id, at DESC);


--
-- Name: dictionaries_item_scheme_id_19fdc1db; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX dictionaries_item_scheme_id_19fdc1db ON public.dictionaries_item USING btree (scheme_id);


--
-- Name: django_session_expire_date_a5c62663; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX django_session_expire_date_a5c62663 ON public.django_session USING btree (expire_date);


--
-- Name: django_session_session_key_c0390e0f_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX django_session_session_key_c0390e0f_like ON public.django_session USING btree (session_key varchar_pattern_ops);


--
-- Name: document_checked; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX document_checked ON public.documents_fileddocument USING btree (checked_at);


--
-- Name: document_firm_kind_month; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX document_firm_kind_month ON public.documents_fileddocument USING btree (enterprise_id, kind, month);


--
-- Name: document_month_kind; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX document_month_kind ON public.documents_fileddocument USING btree (month, kind);


--
-- Name: documents_fileddocument_created_by_id_7fbc6e53; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX documents_fileddocument_created_by_id_7fbc6e53 ON public.documents_fileddocument USING btree (created_by_id);


--
-- Name: documents_fileddocument_ended_by_id_08e3c1a0; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX documents_fileddocument_ended_by_id_08e3c1a0 ON public.documents_fileddocument USING btree (ended_by_id);


--
-- Name: documents_fileddocument_enterprise_id_f5cfc161; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX documents_fileddocument_enterprise_id_f5cfc161 ON public.documents_fileddocument USING btree (enterprise_id);


--
-- Name: documents_fileddocument_number_87695aae_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX documents_fileddocument_number_87695aae_like ON public.documents_fileddocument USING btree (number varchar_pattern_ops);


--
-- Name: drill_day; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX drill_day ON public.drills_drill USING btree (happens_on);


--
-- Name: drill_due; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX drill_due ON public.drills_drill USING btree (due_on) WHERE (due_on IS NOT NULL);


--
-- Name: drill_enterprise_day; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX drill_enterprise_day ON public.drills_drill USING btree (enterprise_id, happens_on);


--
-- Name: drill_held; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX drill_held ON public.drills_drill USING btree (held_on) WHERE (held_on IS NOT NULL);


--
-- Name: drill_planned_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX drill_planned_once ON public.drills_drill USING btree (site_id, title, planned_on) WHERE (ended_at IS NULL);


--
-- Name: drill_region_status; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX drill_region_status ON public.drills_drill USING btree (region_id, status);


--
-- Name: drill_site_month; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX drill_site_month ON public.drills_drill USING btree (site_id, month);


--
-- Name: drills_drill_created_by_id_1535eb9c; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX drills_drill_created_by_id_1535eb9c ON public.drills_drill USING btree (created_by_id);


--
-- Name: drills_drill_ended_by_id_067f06ed; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX drills_drill_ended_by_id_067f06ed ON public.drills_drill USING btree (ended_by_id);


--
-- Name: drills_drill_enterprise_id_da017a63; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX drills_drill_enterprise_id_da017a63 ON public.drills_drill USING btree (enterprise_id);


--
-- Name: drills_drill_plan_id_6eacef93; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX drills_drill_plan_id_6eacef93 ON public.drills_drill USING btree (plan_id);


--
-- Name: drills_drill_region_id_af222139; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX drills_drill_region_id_af222139 ON public.drills_drill USING btree (region_id);


--
-- Name: drills_drill_site_id_ef6fcba7; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX drills_drill_site_id_ef6fcba7 ON public.drills_drill USING btree (site_id);


--
-- Name: drills_emergencyplan_created_by_id_8c3c18a0; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX drills_emergencyplan_created_by_id_8c3c18a0 ON public.drills_emergencyplan USING btree (created_by_id);


--
-- Name: drills_emergencyplan_ended_by_id_21137fde; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX drills_emergencyplan_ended_by_id_21137fde ON public.drills_emergencyplan USING btree (ended_by_id);


--
-- Name: drills_emergencyplan_enterprise_id_965deda3; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX drills_emergencyplan_enterprise_id_965deda3 ON public.drills_emergencyplan USING btree (enterprise_id);


--
-- Name: enterprise_legacy_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX enterprise_legacy_once ON public.enterprises_enterprise USING btree (legacy_reg_no) WHERE (ended_at IS NULL);


--
-- Name: enterprise_region_by_region; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX enterprise_region_by_region ON public.enterprises_enterpriseregion USING btree (region_id, enterprise_id);


--
-- Name: enterprise_search; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX enterprise_search ON public.enterprises_enterprise USING gin (search);


--
-- Name: enterprise_trace_changed; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX enterprise_trace_changed ON public.enterprises_enterprisetrace USING btree (changed_at);


--
-- Name: enterprise_uscc_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX enterprise_uscc_once ON public.enterprises_enterprise USING btree (uscc) WHERE (ended_at IS NULL);


--
-- Name: enterprises_department_created_by_id_967de1f6; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX enterprises_department_created_by_id_967de1f6 ON public.enterprises_department USING btree (created_by_id);


--
-- Name: enterprises_department_ended_by_id_d1386793; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX enterprises_department_ended_by_id_d1386793 ON public.enterprises_department USING btree (ended_by_id);


--
-- Name: enterprises_department_parent_id_e0cea905; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX enterprises_department_parent_id_e0cea905 ON public.enterprises_department USING btree (parent_id);


--
-- Name: enterprises_department_region_id_89d79583; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX enterprises_department_region_id_89d79583 ON public.enterprises_department USING btree (region_id);


--
-- Name: enterprises_enterprise_created_by_id_9bfc1e1c; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX enterprises_enterprise_created_by_id_9bfc1e1c ON public.enterprises_enterprise USING btree (created_by_id);


--
-- Name: enterprises_enterprise_department_id_f30606d9; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX enterprises_enterprise_department_id_f30606d9 ON public.enterprises_enterprise USING btree (department_id);


--
-- Name: enterprises_enterprise_ended_by_id_8f40f66b; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX enterprises_enterprise_ended_by_id_8f40f66b ON public.enterprises_enterprise USING btree (ended_by_id);


--
-- Name: enterprises_enterprise_merged_into_id_01de8c01; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX enterprises_enterprise_merged_into_id_01de8c01 ON public.enterprises_enterprise USING btree (merged_into_id);


--
-- Name: enterprises_enterprise_region_id_095272a5; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX enterprises_enterprise_region_id_095272a5 ON public.enterprises_enterprise USING btree (region_id);


--
-- Name: enterprises_enterpriseregion_enterprise_id_4179bd93; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX enterprises_enterpriseregion_enterprise_id_4179bd93 ON public.enterprises_enterpriseregion USING btree (enterprise_id);


--
-- Name: enterprises_enterpriseregion_region_id_7fe990f6; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX enterprises_enterpriseregion_region_id_7fe990f6 ON public.enterprises_enterpriseregion USING btree (region_id);


--
-- Name: enterprises_enterprisetrace_region_id_7caf1aa7; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX enterprises_enterprisetrace_region_id_7caf1aa7 ON public.enterprises_enterprisetrace USING btree (region_id);


--
-- Name: enterprises_image_restructuring_id_74420999; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX enterprises_image_restructuring_id_74420999 ON public.enterprises_image USING btree (restructuring_id);


--
-- Name: enterprises_legacyrow_enterprise_id_c474bd5d; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX enterprises_legacyrow_enterprise_id_c474bd5d ON public.enterprises_legacyrow USING btree (enterprise_id);


--
-- Name: enterprises_legacyrow_site_id_9d0047a8; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX enterprises_legacyrow_site_id_9d0047a8 ON public.enterprises_legacyrow USING btree (site_id);


--
-- Name: enterprises_restructuring_created_by_id_bf0b5780; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX enterprises_restructuring_created_by_id_bf0b5780 ON public.enterprises_restructuring USING btree (created_by_id);


--
-- Name: enterprises_restructuring_ended_by_id_dc7e8a2e; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX enterprises_restructuring_ended_by_id_dc7e8a2e ON public.enterprises_restructuring USING btree (ended_by_id);


--
-- Name: enterprises_restructuring_enterprise_id_1cf2dac7; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX enterprises_restructuring_enterprise_id_1cf2dac7 ON public.enterprises_restructuring USING btree (enterprise_id);


--
-- Name: enterprises_restructuring_other_id_3442caad; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX enterprises_restructuring_other_id_3442caad ON public.enterprises_restructuring USING btree (other_id);


--
-- Name: enterprises_restructuring_undone_by_id_f9601ca4; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX enterprises_restructuring_undone_by_id_f9601ca4 ON public.enterprises_restructuring USING btree (undone_by_id);


--
-- Name: enterprises_site_created_by_id_de93d25b; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX enterprises_site_created_by_id_de93d25b ON public.enterprises_site USING btree (created_by_id);


--
-- Name: enterprises_site_ended_by_id_516fcaff; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX enterprises_site_ended_by_id_516fcaff ON public.enterprises_site USING btree (ended_by_id);


--
-- Name: enterprises_site_enterprise_id_ca720e35; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX enterprises_site_enterprise_id_ca720e35 ON public.enterprises_site USING btree (enterprise_id);


--
-- Name: enterprises_site_region_id_68e18566; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX enterprises_site_region_id_68e18566 ON public.enterprises_site USING btree (region_id);


--
-- Name: enterprises_sitemove_moved_by_id_f9bd34c4; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX enterprises_sitemove_moved_by_id_f9bd34c4 ON public.enterprises_sitemove USING btree (moved_by_id);


--
-- Name: enterprises_sitemove_new_region_id_8c4f4f17; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX enterprises_sitemove_new_region_id_8c4f4f17 ON public.enterprises_sitemove USING btree (new_region_id);


--
-- Name: enterprises_sitemove_old_region_id_8512a4a5; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX enterprises_sitemove_old_region_id_8512a4a5 ON public.enterprises_sitemove USING btree (old_region_id);


--
-- Name: enterprises_sitemove_site_id_c07c4efd; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX enterprises_sitemove_site_id_c07c4efd ON public.enterprises_sitemove USING btree (site_id);


--
-- Name: enterprises_statuschange_created_by_id_0213c44b; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX enterprises_statuschange_created_by_id_0213c44b ON public.enterprises_statuschange USING btree (created_by_id);


--
-- Name: enterprises_statuschange_decided_by_id_6ac40c0e; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX enterprises_statuschange_decided_by_id_6ac40c0e ON public.enterprises_statuschange USING btree (decided_by_id);


--
-- Name: enterprises_statuschange_ended_by_id_a981e747; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX enterprises_statuschange_ended_by_id_a981e747 ON public.enterprises_statuschange USING btree (ended_by_id);


--
-- Name: enterprises_statuschange_enterprise_id_d5febe85; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX enterprises_statuschange_enterprise_id_d5febe85 ON public.enterprises_statuschange USING btree (enterprise_id);


--
-- Name: enterprises_statuschange_site_id_d55de157; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX enterprises_statuschange_site_id_d55de157 ON public.enterprises_statuschange USING btree (site_id);


--
-- Name: enterprises_tag_enterprise_id_fc204db4; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX enterprises_tag_enterprise_id_fc204db4 ON public.enterprises_tag USING btree (enterprise_id);


--
-- Name: enterprises_tag_given_by_id_2ec60104; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX enterprises_tag_given_by_id_2ec60104 ON public.enterprises_tag USING btree (given_by_id);


--
-- Name: enterprises_tag_site_id_144ada3a; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX enterprises_tag_site_id_144ada3a ON public.enterprises_tag USING btree (site_id);


--
-- Name: enterprises_tag_withdrawn_by_id_32dcb12c; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX enterprises_tag_withdrawn_by_id_32dcb12c ON public.enterprises_tag USING btree (withdrawn_by_id);


--
-- Name: enterprises_tagkind_code_b0b81daf_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX enterprises_tagkind_code_b0b81daf_like ON public.enterprises_tagkind USING btree (code varchar_pattern_ops);


--
-- Name: entry_action; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX entry_action ON public.audit_entry USING btree (action, at, id);


--
-- Name: entry_actor; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX entry_actor ON public.audit_entry USING btree (actor_id, at, id);


--
-- Name: entry_address; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX entry_address ON public.audit_entry USING btree (address, at, id);


--
-- Name: entry_at; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX entry_at ON public.audit_entry USING btree (at, id);


--
-- Name: entry_module; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX entry_module ON public.audit_entry USING btree (split_part((action)::text, '.'::text, 1), at, id);


--
-- Name: entry_refused; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX entry_refused ON public.audit_entry USING btree (at, id) WHERE ((result)::text = 'refused'::text);


--
-- Name: entry_request; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX entry_request ON public.audit_entry USING btree (request);


--
-- Name: entry_unsealed; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX entry_unsealed ON public.audit_entry USING btree (id) WHERE (seq IS NULL);


--
-- Name: equipment_due; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX equipment_due ON public.equipment_equipment USING btree (next_examination_on) WHERE (ended_at IS NULL);


--
-- Name: equipment_enterprise; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX equipment_enterprise ON public.equipment_equipment USING btree (enterprise_id, class_code);


--
-- Name: equipment_equipment_created_by_id_4bc728b7; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX equipment_equipment_created_by_id_4bc728b7 ON public.equipment_equipment USING btree (created_by_id);


--
-- Name: equipment_equipment_ended_by_id_782b875a; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX equipment_equipment_ended_by_id_782b875a ON public.equipment_equipment USING btree (ended_by_id);


--
-- Name: equipment_equipment_enterprise_id_7f63ffae; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX equipment_equipment_enterprise_id_7f63ffae ON public.equipment_equipment USING btree (enterprise_id);


--
-- Name: equipment_equipment_region_id_9cff8061; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX equipment_equipment_region_id_9cff8061 ON public.equipment_equipment USING btree (region_id);


--
-- Name: equipment_equipment_responsible_id_3cfe16dc; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX equipment_equipment_responsible_id_3cfe16dc ON public.equipment_equipment USING btree (responsible_id);


--
-- Name: equipment_equipment_site_id_05452248; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX equipment_equipment_site_id_05452248 ON public.equipment_equipment USING btree (site_id);


--
-- Name: equipment_examination_created_by_id_d87278c7; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX equipment_examination_created_by_id_d87278c7 ON public.equipment_examination USING btree (created_by_id);


--
-- Name: equipment_examination_ended_by_id_b0d61b5c; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX equipment_examination_ended_by_id_b0d61b5c ON public.equipment_examination USING btree (ended_by_id);


--
-- Name: equipment_examination_enterprise_id_d17a5658; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX equipment_examination_enterprise_id_d17a5658 ON public.equipment_examination USING btree (enterprise_id);


--
-- Name: equipment_examination_equipment_id_f2e3df32; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX equipment_examination_equipment_id_f2e3df32 ON public.equipment_examination USING btree (equipment_id);


--
-- Name: equipment_examination_region_id_306074bc; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX equipment_examination_region_id_306074bc ON public.equipment_examination USING btree (region_id);


--
-- Name: equipment_examination_site_id_e5378943; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX equipment_examination_site_id_e5378943 ON public.equipment_examination USING btree (site_id);


--
-- Name: equipment_number_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX equipment_number_once ON public.equipment_equipment USING btree (site_id, number) WHERE (ended_at IS NULL);


--
-- Name: equipment_region; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX equipment_region ON public.equipment_equipment USING btree (region_id, status);


--
-- Name: equipment_safetydevice_created_by_id_0e55b7f1; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX equipment_safetydevice_created_by_id_0e55b7f1 ON public.equipment_safetydevice USING btree (created_by_id);


--
-- Name: equipment_safetydevice_ended_by_id_00af1d56; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX equipment_safetydevice_ended_by_id_00af1d56 ON public.equipment_safetydevice USING btree (ended_by_id);


--
-- Name: equipment_safetydevice_enterprise_id_f0001b88; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX equipment_safetydevice_enterprise_id_f0001b88 ON public.equipment_safetydevice USING btree (enterprise_id);


--
-- Name: equipment_safetydevice_equipment_id_7be75577; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX equipment_safetydevice_equipment_id_7be75577 ON public.equipment_safetydevice USING btree (equipment_id);


--
-- Name: equipment_safetydevice_region_id_77bce808; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX equipment_safetydevice_region_id_77bce808 ON public.equipment_safetydevice USING btree (region_id);


--
-- Name: equipment_safetydevice_site_id_f121c2a0; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX equipment_safetydevice_site_id_f121c2a0 ON public.equipment_safetydevice USING btree (site_id);


--
-- Name: equipment_site; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX equipment_site ON public.equipment_equipment USING btree (site_id, month);


--
-- Name: export_of_user; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX export_of_user ON public.exports_export USING btree (user_id, id);


--
-- Name: exports_export_created_at_e5580fe5; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX exports_export_created_at_e5580fe5 ON public.exports_export USING btree (created_at);


--
-- Name: exports_export_user_id_667d37db; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX exports_export_user_id_667d37db ON public.exports_export USING btree (user_id);


--
-- Name: extension_pending_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX extension_pending_once ON public.hazards_extension USING btree (hazard_id) WHERE ((decision)::text = 'pending'::text);


--
-- Name: fact_read; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX fact_read ON public.ledgerkit_fact USING btree (ledger, measure, month, region_id) INCLUDE (site_id, enterprise_id, dimension, value);


--
-- Name: files_attachment_file_id_99266eea; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX files_attachment_file_id_99266eea ON public.files_attachment USING btree (file_id);


--
-- Name: files_storedfile_created_at_6caf8394; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX files_storedfile_created_at_6caf8394 ON public.files_storedfile USING btree (created_at);


--
-- Name: files_storedfile_created_by_id_de01f830; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX files_storedfile_created_by_id_de01f830 ON public.files_storedfile USING btree (created_by_id);


--
-- Name: files_storedfile_sm3_fbbad0ad; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX files_storedfile_sm3_fbbad0ad ON public.files_storedfile USING btree (sm3);


--
-- Name: files_storedfile_sm3_fbbad0ad_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX files_storedfile_sm3_fbbad0ad_like ON public.files_storedfile USING btree (sm3 varchar_pattern_ops);


--
-- Name: firm_summary_confirmation; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX firm_summary_confirmation ON public.summaries_firmsummary USING btree (month, confirmation, id) WHERE (ended_at IS NULL);


--
-- Name: firm_summary_current; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX firm_summary_current ON public.summaries_firmsummary USING btree (enterprise_id, month) WHERE (ended_at IS NULL);


--
-- Name: firm_summary_month; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX firm_summary_month ON public.summaries_firmsummary USING btree (month, id) WHERE (ended_at IS NULL);


--
-- Name: firm_summary_quality; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX firm_summary_quality ON public.summaries_firmsummary USING btree (month, quality, id) WHERE (ended_at IS NULL);


--
-- Name: footage_footagelabel_created_by_id_b762f526; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX footage_footagelabel_created_by_id_b762f526 ON public.footage_footagelabel USING btree (created_by_id);


--
-- Name: footage_footagelabel_ended_by_id_63ce0651; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX footage_footagelabel_ended_by_id_63ce0651 ON public.footage_footagelabel USING btree (ended_by_id);


--
-- Name: footage_footagemark_created_by_id_07fb29b7; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX footage_footagemark_created_by_id_07fb29b7 ON public.footage_footagemark USING btree (created_by_id);


--
-- Name: footage_footagemark_department_id_4b468043; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX footage_footagemark_department_id_4b468043 ON public.footage_footagemark USING btree (department_id);


--
-- Name: footage_footagemark_ended_by_id_ca4b8d4c; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX footage_footagemark_ended_by_id_ca4b8d4c ON public.footage_footagemark USING btree (ended_by_id);


--
-- Name: footage_footagemark_label_id_d3a28ffc; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX footage_footagemark_label_id_d3a28ffc ON public.footage_footagemark USING btree (label_id);


--
-- Name: footage_footagemark_region_id_d6d7c44b; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX footage_footagemark_region_id_d6d7c44b ON public.footage_footagemark USING btree (region_id);


--
-- Name: footage_footagemark_terminal_id_67b2d8f8; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX footage_footagemark_terminal_id_67b2d8f8 ON public.footage_footagemark USING btree (terminal_id);


--
-- Name: footage_label_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX footage_label_once ON public.footage_footagelabel USING btree (name) WHERE (ended_at IS NULL);


--
-- Name: footage_mark_of_channel; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX footage_mark_of_channel ON public.footage_footagemark USING btree (terminal_id, channel, since);


--
-- Name: gateways_gateway_kind_c2606dc6_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX gateways_gateway_kind_c2606dc6_like ON public.gateways_gateway USING btree (kind varchar_pattern_ops);


--
-- Name: hazard_due_on; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX hazard_due_on ON public.hazards_hazard USING btree (due_on) WHERE (due_on IS NOT NULL);


--
-- Name: hazard_enterprise_status; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX hazard_enterprise_status ON public.hazards_hazard USING btree (enterprise_id, status);


--
-- Name: hazard_escalated; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX hazard_escalated ON public.hazards_hazard USING btree (region_id) WHERE (escalated_at IS NOT NULL);


--
-- Name: hazard_found_at; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX hazard_found_at ON public.hazards_hazard USING btree (found_at, id);


--
-- Name: hazard_found_on; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX hazard_found_on ON public.hazards_hazard USING btree (found_on);


--
-- Name: hazard_origin; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX hazard_origin ON public.hazards_hazard USING btree (origin_kind, origin_id) WHERE (origin_id IS NOT NULL);


--
-- Name: hazard_region_status; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX hazard_region_status ON public.hazards_hazard USING btree (region_id, status);


--
-- Name: hazard_responsible; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX hazard_responsible ON public.hazards_hazard USING btree (responsible_id, status);


--
-- Name: hazard_risk_point; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX hazard_risk_point ON public.hazards_hazard USING btree (risk_point_id) WHERE (risk_point_id IS NOT NULL);


--
-- Name: hazard_search; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX hazard_search ON public.hazards_hazard USING gin (search);


--
-- Name: hazard_site_month; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX hazard_site_month ON public.hazards_hazard USING btree (site_id, month);


--
-- Name: hazards_event_actor_id_cabb6c47; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX hazards_event_actor_id_cabb6c47 ON public.hazards_event USING btree (actor_id);


--
-- Name: hazards_event_hazard_id_b421499b; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX hazards_event_hazard_id_b421499b ON public.hazards_event USING btree (hazard_id);


--
-- Name: hazards_event_round_id_c22c5594; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX hazards_event_round_id_c22c5594 ON public.hazards_event USING btree (round_id);


--
-- Name: hazards_extension_decided_by_id_90b3ab4c; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX hazards_extension_decided_by_id_90b3ab4c ON public.hazards_extension USING btree (decided_by_id);


--
-- Name: hazards_extension_hazard_id_17384c8b; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX hazards_extension_hazard_id_17384c8b ON public.hazards_extension USING btree (hazard_id);


--
-- Name: hazards_extension_requested_by_id_8fbe3033; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX hazards_extension_requested_by_id_8fbe3033 ON public.hazards_extension USING btree (requested_by_id);


--
-- Name: hazards_hazard_created_by_id_c89447ee; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX hazards_hazard_created_by_id_c89447ee ON public.hazards_hazard USING btree (created_by_id);


--
-- Name: hazards_hazard_ended_by_id_2a56444d; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX hazards_hazard_ended_by_id_2a56444d ON public.hazards_hazard USING btree (ended_by_id);


--
-- Name: hazards_hazard_enterprise_id_ebb4085f; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX hazards_hazard_enterprise_id_ebb4085f ON public.hazards_hazard USING btree (enterprise_id);


--
-- Name: hazards_hazard_region_id_dcb209fb; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX hazards_hazard_region_id_dcb209fb ON public.hazards_hazard USING btree (region_id);


--
-- Name: hazards_hazard_site_id_31d6fa4f; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX hazards_hazard_site_id_31d6fa4f ON public.hazards_hazard USING btree (site_id);


--
-- Name: hazards_numberseries_prefix_f0b434ca_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX hazards_numberseries_prefix_f0b434ca_like ON public.hazards_numberseries USING btree (prefix varchar_pattern_ops);


--
-- Name: hazards_reminder_hazard_id_61c62452; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX hazards_reminder_hazard_id_61c62452 ON public.hazards_reminder USING btree (hazard_id);


--
-- Name: hazards_round_applied_by_id_6b54f771; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX hazards_round_applied_by_id_6b54f771 ON public.hazards_round USING btree (applied_by_id);


--
-- Name: hazards_round_hazard_id_0da6a801; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX hazards_round_hazard_id_0da6a801 ON public.hazards_round USING btree (hazard_id);


--
-- Name: hazards_round_reviewed_by_id_dd500a0c; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX hazards_round_reviewed_by_id_dd500a0c ON public.hazards_round USING btree (reviewed_by_id);


--
-- Name: hazards_round_submitted_by_id_c0bae996; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX hazards_round_submitted_by_id_c0bae996 ON public.hazards_round USING btree (submitted_by_id);


--
-- Name: header_of_enterprise; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX header_of_enterprise ON public.imports_headermemory USING btree (ledger, enterprise_id, header) WHERE (user_id IS NULL);


--
-- Name: header_of_user; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX header_of_user ON public.imports_headermemory USING btree (ledger, user_id, header) WHERE (enterprise_id IS NULL);


--
-- Name: holding_officer; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX holding_officer ON public.recorders_holding USING btree (officer_id, since);


--
-- Name: idx_procrastinate_jobs_worker_not_null; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_procrastinate_jobs_worker_not_null ON public.procrastinate_jobs USING btree (worker_id) WHERE ((worker_id IS NOT NULL) AND (status = 'doing'::public.procrastinate_job_status));


--
-- Name: idx_procrastinate_workers_last_heartbeat; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_procrastinate_workers_last_heartbeat ON public.procrastinate_workers USING btree (last_heartbeat);


--
-- Name: image_order; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX image_order ON public.enterprises_image USING btree (restructuring_id, id);


--
-- Name: import_of_user; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX import_of_user ON public.imports_import USING btree (user_id, id);


--
-- Name: import_row_digest; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX import_row_digest ON public.imports_importrow USING btree (imported_id, digest) WHERE (NOT ((digest)::text = ''::text));


--
-- Name: import_row_state; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX import_row_state ON public.imports_importrow USING btree (imported_id, state, number);


--
-- Name: imports_headermemory_enterprise_id_e157de74; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX imports_headermemory_enterprise_id_e157de74 ON public.imports_headermemory USING btree (enterprise_id);


--
-- Name: imports_headermemory_user_id_2e2bda91; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX imports_headermemory_user_id_2e2bda91 ON public.imports_headermemory USING btree (user_id);


--
-- Name: imports_import_created_at_e2e5f2c9; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX imports_import_created_at_e2e5f2c9 ON public.imports_import USING btree (created_at);


--
-- Name: imports_import_user_id_b4b9c9a3; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX imports_import_user_id_b4b9c9a3 ON public.imports_import USING btree (user_id);


--
-- Name: imports_importrow_imported_id_bfe56311; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX imports_importrow_imported_id_bfe56311 ON public.imports_importrow USING btree (imported_id);


--
-- Name: industrial_change; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX industrial_change ON public.industrial_industrialfirm USING btree (change) WHERE (NOT ((change)::text = 'none'::text));


--
-- Name: industrial_industrialfirm_key_450511d6_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX industrial_industrialfirm_key_450511d6_like ON public.industrial_industrialfirm USING btree (key varchar_pattern_ops);


--
-- Name: industrial_level; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX industrial_level ON public.industrial_industrialfirm USING btree (level);


--
-- Name: industrial_report; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX industrial_report ON public.industrial_industrialfirm USING btree (report);


--
-- Name: industry_firm; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX industry_firm ON public.province_industry USING btree (enterprise_id);


--
-- Name: industry_uscc; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX industry_uscc ON public.province_industry USING btree (uscc);


--
-- Name: injury_accident; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX injury_accident ON public.accidents_injury USING btree (accident_id) WHERE (accident_id IS NOT NULL);


--
-- Name: injury_apply_by; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX injury_apply_by ON public.accidents_injury USING btree (apply_by) WHERE (apply_by IS NOT NULL);


--
-- Name: injury_enterprise_day; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX injury_enterprise_day ON public.accidents_injury USING btree (enterprise_id, happened_on);


--
-- Name: injury_feed_key_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX injury_feed_key_once ON public.accidents_injury USING btree (source, feed_key) WHERE (NOT ((feed_key)::text = ''::text));


--
-- Name: injury_head; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX injury_head ON public.accidents_injury USING btree (head_id) WHERE (head_id IS NOT NULL);


--
-- Name: injury_once_by_source; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX injury_once_by_source ON public.accidents_injury USING btree (enterprise_id, source, id_number_index, happened_on) WHERE ((ended_at IS NULL) AND (NOT ((id_number_index)::text = ''::text)));


--
-- Name: injury_region_day; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX injury_region_day ON public.accidents_injury USING btree (region_id, happened_on);


--
-- Name: injury_site_month; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX injury_site_month ON public.accidents_injury USING btree (site_id, month);


--
-- Name: insured_firm_month; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX insured_firm_month ON public.province_insured USING btree (enterprise_id, last_month);


--
-- Name: invitation_enterprise; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX invitation_enterprise ON public.joining_invitation USING btree (enterprise_id);


--
-- Name: invitation_phone; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX invitation_phone ON public.joining_invitation USING btree (phone_index) WHERE (NOT ((phone_index)::text = ''::text));


--
-- Name: jobs_pause_name_380d017e_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX jobs_pause_name_380d017e_like ON public.jobs_pause USING btree (name varchar_pattern_ops);


--
-- Name: jobs_pause_paused_by_id_c0c781be; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX jobs_pause_paused_by_id_c0c781be ON public.jobs_pause USING btree (paused_by_id);


--
-- Name: joining_claim_answered_by_id_7cd1932d; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX joining_claim_answered_by_id_7cd1932d ON public.joining_claim USING btree (answered_by_id);


--
-- Name: joining_claim_created_by_id_0c338777; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX joining_claim_created_by_id_0c338777 ON public.joining_claim USING btree (created_by_id);


--
-- Name: joining_claim_decided_by_id_3901f036; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX joining_claim_decided_by_id_3901f036 ON public.joining_claim USING btree (decided_by_id);


--
-- Name: joining_claim_ended_by_id_43a04f5c; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX joining_claim_ended_by_id_43a04f5c ON public.joining_claim USING btree (ended_by_id);


--
-- Name: joining_claim_enterprise_id_295981e6; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX joining_claim_enterprise_id_295981e6 ON public.joining_claim USING btree (enterprise_id);


--
-- Name: joining_claim_region_id_00b86c2e; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX joining_claim_region_id_00b86c2e ON public.joining_claim USING btree (region_id);


--
-- Name: joining_invitation_created_by_id_8f2bf09a; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX joining_invitation_created_by_id_8f2bf09a ON public.joining_invitation USING btree (created_by_id);


--
-- Name: joining_invitation_ended_by_id_4f9c3b18; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX joining_invitation_ended_by_id_4f9c3b18 ON public.joining_invitation USING btree (ended_by_id);


--
-- Name: joining_invitation_enterprise_id_72bfc7ce; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX joining_invitation_enterprise_id_72bfc7ce ON public.joining_invitation USING btree (enterprise_id);


--
-- Name: joining_invitation_token_index_ebb048e2_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX joining_invitation_token_index_ebb048e2_like ON public.joining_invitation USING btree (token_index varchar_pattern_ops);


--
-- Name: joining_membership_created_by_id_8f1649d0; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX joining_membership_created_by_id_8f1649d0 ON public.joining_membership USING btree (created_by_id);


--
-- Name: joining_membership_ended_by_id_90468ce8; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX joining_membership_ended_by_id_90468ce8 ON public.joining_membership USING btree (ended_by_id);


--
-- Name: joining_membership_enterprise_id_aff22795; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX joining_membership_enterprise_id_aff22795 ON public.joining_membership USING btree (enterprise_id);


--
-- Name: joining_membership_invited_by_id_0dec74a7; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX joining_membership_invited_by_id_0dec74a7 ON public.joining_membership USING btree (invited_by_id);


--
-- Name: joining_membership_user_id_809369f6; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX joining_membership_user_id_809369f6 ON public.joining_membership USING btree (user_id);


--
-- Name: judged_enterprise; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX judged_enterprise ON public.ledgerkit_judged USING btree (enterprise_id);


--
-- Name: judged_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX judged_once ON public.ledgerkit_judged USING btree (duty, enterprise_id) INCLUDE (judgement_id);


--
-- Name: judged_total_grain; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX judged_total_grain ON public.ledgerkit_judgedtotal USING btree (duty, width, area, rule, "position") INCLUDE (n);


--
-- Name: judgement_duty; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX judgement_duty ON public.ledgerkit_judgement USING btree (duty);


--
-- Name: law_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX law_once ON public.laws_law USING btree (short) WHERE (ended_at IS NULL);


--
-- Name: law_version_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX law_version_once ON public.laws_lawversion USING btree (law_id, effective_on) WHERE ((ended_at IS NULL) AND ((status)::text = 'published'::text));


--
-- Name: laws_article_version_id_822970f9; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX laws_article_version_id_822970f9 ON public.laws_article USING btree (version_id);


--
-- Name: laws_law_created_by_id_3c79da10; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX laws_law_created_by_id_3c79da10 ON public.laws_law USING btree (created_by_id);


--
-- Name: laws_law_ended_by_id_29face69; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX laws_law_ended_by_id_29face69 ON public.laws_law USING btree (ended_by_id);


--
-- Name: laws_lawversion_created_by_id_eb3c952d; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX laws_lawversion_created_by_id_eb3c952d ON public.laws_lawversion USING btree (created_by_id);


--
-- Name: laws_lawversion_ended_by_id_645a55da; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX laws_lawversion_ended_by_id_645a55da ON public.laws_lawversion USING btree (ended_by_id);


--
-- Name: laws_lawversion_law_id_75372f21; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX laws_lawversion_law_id_75372f21 ON public.laws_lawversion USING btree (law_id);


--
-- Name: ledgerkit_fact_enterprise_id_17a3bd58; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ledgerkit_fact_enterprise_id_17a3bd58 ON public.ledgerkit_fact USING btree (enterprise_id);


--
-- Name: ledgerkit_fact_region_id_0fd3ded2; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ledgerkit_fact_region_id_0fd3ded2 ON public.ledgerkit_fact USING btree (region_id);


--
-- Name: ledgerkit_fact_site_id_27a9fea5; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ledgerkit_fact_site_id_27a9fea5 ON public.ledgerkit_fact USING btree (site_id);


--
-- Name: ledgerkit_judged_judgement_id_cf9fec63; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ledgerkit_judged_judgement_id_cf9fec63 ON public.ledgerkit_judged USING btree (judgement_id);


--
-- Name: ledgerkit_judgedday_duty_fcb397d4_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ledgerkit_judgedday_duty_fcb397d4_like ON public.ledgerkit_judgedday USING btree (duty varchar_pattern_ops);


--
-- Name: ledgerkit_mark_site_id_dd9b94c2; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ledgerkit_mark_site_id_dd9b94c2 ON public.ledgerkit_mark USING btree (site_id);


--
-- Name: ledgerkit_total_region_id_7bdf590d; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ledgerkit_total_region_id_7bdf590d ON public.ledgerkit_total USING btree (region_id);


--
-- Name: legacy_row_by_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX legacy_row_by_id ON public.enterprises_legacyrow USING btree (legacy_id);


--
-- Name: limits_spent_until_23ed83bd; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX limits_spent_until_23ed83bd ON public.limits_spent USING btree (until);


--
-- Name: listedfirm_firm; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX listedfirm_firm ON public.province_listedfirm USING btree (enterprise_id);


--
-- Name: listedfirm_uscc; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX listedfirm_uscc ON public.province_listedfirm USING btree (uscc);


--
-- Name: listingchange_firm; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX listingchange_firm ON public.province_listingchange USING btree (enterprise_id);


--
-- Name: listingchange_uscc; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX listingchange_uscc ON public.province_listingchange USING btree (uscc);


--
-- Name: mark_ledger; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mark_ledger ON public.ledgerkit_mark USING btree (ledger, id);


--
-- Name: member_once_per_enterprise; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX member_once_per_enterprise ON public.joining_membership USING btree (enterprise_id, user_id) WHERE (ended_at IS NULL);


--
-- Name: membership_enterprise; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX membership_enterprise ON public.joining_membership USING btree (enterprise_id);


--
-- Name: notice_of_user; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX notice_of_user ON public.notices_notice USING btree (user_id, id);


--
-- Name: notice_sms_waits; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX notice_sms_waits ON public.notices_noticesms USING btree (send_after) WHERE (settled_at IS NULL);


--
-- Name: notice_told_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX notice_told_once ON public.notices_notice USING btree (once, user_id) WHERE (once IS NOT NULL);


--
-- Name: notice_unread; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX notice_unread ON public.notices_notice USING btree (user_id) WHERE ((NOT held) AND (read_at IS NULL));


--
-- Name: notices_notice_user_id_62c74e71; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX notices_notice_user_id_62c74e71 ON public.notices_notice USING btree (user_id);


--
-- Name: notices_noticewish_user_id_2f2e4c71; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX notices_noticewish_user_id_2f2e4c71 ON public.notices_noticewish USING btree (user_id);


--
-- Name: one_account_per_person; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX one_account_per_person ON public.accounts_user USING btree (id_number_index) WHERE (NOT ((id_number_index)::text = ''::text));


--
-- Name: one_administrator_at_most; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX one_administrator_at_most ON public.accounts_assignment USING btree (user_id) WHERE administrator;


--
-- Name: one_platform; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX one_platform ON public.accounts_user USING btree (is_system) WHERE is_system;


--
-- Name: operator_certificate_person; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX operator_certificate_person ON public.province_operatorcertificate USING btree (id_number_index);


--
-- Name: organisation_firm; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX organisation_firm ON public.organisation_safetyorganisation USING btree (enterprise_id, kind) WHERE (ended_at IS NULL);


--
-- Name: organisation_safetyorganisation_created_by_id_d1bb6692; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX organisation_safetyorganisation_created_by_id_d1bb6692 ON public.organisation_safetyorganisation USING btree (created_by_id);


--
-- Name: organisation_safetyorganisation_ended_by_id_6eafc98c; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX organisation_safetyorganisation_ended_by_id_6eafc98c ON public.organisation_safetyorganisation USING btree (ended_by_id);


--
-- Name: organisation_safetyorganisation_enterprise_id_65e0753c; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX organisation_safetyorganisation_enterprise_id_65e0753c ON public.organisation_safetyorganisation USING btree (enterprise_id);


--
-- Name: organisation_safetyorganisation_head_id_90027faf; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX organisation_safetyorganisation_head_id_90027faf ON public.organisation_safetyorganisation USING btree (head_id);


--
-- Name: organisation_safetyorganisation_parent_id_9af08601; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX organisation_safetyorganisation_parent_id_9af08601 ON public.organisation_safetyorganisation USING btree (parent_id);


--
-- Name: parameter_history; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX parameter_history ON public.parameters_value USING btree (key, effective_at DESC);


--
-- Name: parameters_value_set_by_id_e0cd1eca; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX parameters_value_set_by_id_e0cd1eca ON public.parameters_value USING btree (set_by_id);


--
-- Name: people_certificate_created_by_id_a5ac787d; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX people_certificate_created_by_id_a5ac787d ON public.people_certificate USING btree (created_by_id);


--
-- Name: people_certificate_ended_by_id_968994a2; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX people_certificate_ended_by_id_968994a2 ON public.people_certificate USING btree (ended_by_id);


--
-- Name: people_certificate_enterprise_id_bac224c8; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX people_certificate_enterprise_id_bac224c8 ON public.people_certificate USING btree (enterprise_id);


--
-- Name: people_certificate_person_id_8fdcf848; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX people_certificate_person_id_8fdcf848 ON public.people_certificate USING btree (person_id);


--
-- Name: people_certificate_verified_by_id_ae737dff; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX people_certificate_verified_by_id_ae737dff ON public.people_certificate USING btree (verified_by_id);


--
-- Name: people_person_created_by_id_82aa5eb7; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX people_person_created_by_id_82aa5eb7 ON public.people_person USING btree (created_by_id);


--
-- Name: people_person_ended_by_id_f2a1603a; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX people_person_ended_by_id_f2a1603a ON public.people_person USING btree (ended_by_id);


--
-- Name: people_person_enterprise_id_24c20f70; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX people_person_enterprise_id_24c20f70 ON public.people_person USING btree (enterprise_id);


--
-- Name: people_person_site_id_4c070efc; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX people_person_site_id_4c070efc ON public.people_person USING btree (site_id);


--
-- Name: people_person_user_id_6381a4ab; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX people_person_user_id_6381a4ab ON public.people_person USING btree (user_id);


--
-- Name: permit_firm_day; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX permit_firm_day ON public.permits_workpermit USING btree (enterprise_id, work_on) WHERE (ended_at IS NULL);


--
-- Name: permit_region_status; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX permit_region_status ON public.permits_workpermit USING btree (region_id, status);


--
-- Name: permit_site_month; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX permit_site_month ON public.permits_workpermit USING btree (site_id, month);


--
-- Name: permits_workpermit_created_by_id_1e309f2b; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX permits_workpermit_created_by_id_1e309f2b ON public.permits_workpermit USING btree (created_by_id);


--
-- Name: permits_workpermit_ended_by_id_1d05b5f7; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX permits_workpermit_ended_by_id_1d05b5f7 ON public.permits_workpermit USING btree (ended_by_id);


--
-- Name: permits_workpermit_enterprise_id_28b707b3; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX permits_workpermit_enterprise_id_28b707b3 ON public.permits_workpermit USING btree (enterprise_id);


--
-- Name: permits_workpermit_region_id_30c24908; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX permits_workpermit_region_id_30c24908 ON public.permits_workpermit USING btree (region_id);


--
-- Name: permits_workpermit_site_id_86c06722; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX permits_workpermit_site_id_86c06722 ON public.permits_workpermit USING btree (site_id);


--
-- Name: person_enterprise; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX person_enterprise ON public.people_person USING btree (enterprise_id) WHERE (ended_at IS NULL);


--
-- Name: person_id_number; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX person_id_number ON public.people_person USING btree (id_number_index);


--
-- Name: person_once_per_enterprise; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX person_once_per_enterprise ON public.people_person USING btree (enterprise_id, id_number_index) WHERE ((ended_at IS NULL) AND (left_on IS NULL) AND (NOT ((id_number_index)::text = ''::text)));


--
-- Name: person_phone; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX person_phone ON public.people_person USING btree (phone_index);


--
-- Name: person_user_once_per_enterprise; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX person_user_once_per_enterprise ON public.people_person USING btree (enterprise_id, user_id) WHERE ((ended_at IS NULL) AND (user_id IS NOT NULL));


--
-- Name: phone_of_one_user; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX phone_of_one_user ON public.accounts_user USING btree (phone_index) WHERE (NOT ((phone_index)::text = ''::text));


--
-- Name: plan_enterprise; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX plan_enterprise ON public.drills_emergencyplan USING btree (enterprise_id) WHERE (ended_at IS NULL);


--
-- Name: plan_in_force_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX plan_in_force_once ON public.drills_emergencyplan USING btree (enterprise_id, name) WHERE (ended_at IS NULL);


--
-- Name: plan_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX plan_once ON public.plans_plan USING btree (site_id, subject_kind, subject_id, subject_group, kind, period) WHERE (ended_at IS NULL);


--
-- Name: plan_region; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX plan_region ON public.plans_plan USING btree (region_id, status);


--
-- Name: plan_subject; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX plan_subject ON public.plans_plan USING btree (site_id, subject_kind, subject_id);


--
-- Name: plan_task_due; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX plan_task_due ON ONLY public.plans_plantask USING btree (due_on, id) WHERE ((status)::text = ANY (ARRAY[('pending'::character varying)::text, ('doing'::character varying)::text]));


--
-- Name: plan_task_region; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX plan_task_region ON ONLY public.plans_plantask USING btree (region_id, status);


--
-- Name: plan_task_site; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX plan_task_site ON ONLY public.plans_plantask USING btree (site_id, month);


--
-- Name: plan_task_subject; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX plan_task_subject ON ONLY public.plans_plantask USING btree (plan_id, subject_id, starts_on);


--
-- Name: plans_plan_created_by_id_6887a1fd; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX plans_plan_created_by_id_6887a1fd ON public.plans_plan USING btree (created_by_id);


--
-- Name: plans_plan_ended_by_id_c40ac294; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX plans_plan_ended_by_id_c40ac294 ON public.plans_plan USING btree (ended_by_id);


--
-- Name: plans_plan_enterprise_id_65644a95; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX plans_plan_enterprise_id_65644a95 ON public.plans_plan USING btree (enterprise_id);


--
-- Name: plans_plan_region_id_d57a883a; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX plans_plan_region_id_d57a883a ON public.plans_plan USING btree (region_id);


--
-- Name: plans_plan_responsible_id_9f3262f0; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX plans_plan_responsible_id_9f3262f0 ON public.plans_plan USING btree (responsible_id);


--
-- Name: plans_plan_site_id_f74a47b7; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX plans_plan_site_id_f74a47b7 ON public.plans_plan USING btree (site_id);


--
-- Name: plans_plantask_created_by_id_76763ee7; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX plans_plantask_created_by_id_76763ee7 ON ONLY public.plans_plantask USING btree (created_by_id);


--
-- Name: plans_plantask_ended_by_id_bfe0be07; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX plans_plantask_ended_by_id_bfe0be07 ON ONLY public.plans_plantask USING btree (ended_by_id);


--
-- Name: plans_plantask_enterprise_id_65b72b95; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX plans_plantask_enterprise_id_65b72b95 ON ONLY public.plans_plantask USING btree (enterprise_id);


--
-- Name: plans_plantask_plan_id_69cec88a; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX plans_plantask_plan_id_69cec88a ON ONLY public.plans_plantask USING btree (plan_id);


--
-- Name: plans_plantask_region_id_4dd8c8c5; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX plans_plantask_region_id_4dd8c8c5 ON ONLY public.plans_plantask USING btree (region_id);


--
-- Name: plans_plantask_rest_created_by_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX plans_plantask_rest_created_by_id_idx ON public.plans_plantask_rest USING btree (created_by_id);


--
-- Name: plans_plantask_rest_due_on_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX plans_plantask_rest_due_on_id_idx ON public.plans_plantask_rest USING btree (due_on, id) WHERE ((status)::text = ANY (ARRAY[('pending'::character varying)::text, ('doing'::character varying)::text]));


--
-- Name: plans_plantask_rest_ended_by_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX plans_plantask_rest_ended_by_id_idx ON public.plans_plantask_rest USING btree (ended_by_id);


--
-- Name: plans_plantask_rest_enterprise_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX plans_plantask_rest_enterprise_id_idx ON public.plans_plantask_rest USING btree (enterprise_id);


--
-- Name: plans_plantask_rest_plan_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX plans_plantask_rest_plan_id_idx ON public.plans_plantask_rest USING btree (plan_id);


--
-- Name: plans_plantask_rest_plan_id_subject_id_starts_on_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX plans_plantask_rest_plan_id_subject_id_starts_on_idx ON public.plans_plantask_rest USING btree (plan_id, subject_id, starts_on);


--
-- Name: plans_plantask_rest_region_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX plans_plantask_rest_region_id_idx ON public.plans_plantask_rest USING btree (region_id);


--
-- Name: plans_plantask_rest_region_id_status_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX plans_plantask_rest_region_id_status_idx ON public.plans_plantask_rest USING btree (region_id, status);


--
-- Name: plans_plantask_site_id_0bbd45ba; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX plans_plantask_site_id_0bbd45ba ON ONLY public.plans_plantask USING btree (site_id);


--
-- Name: plans_plantask_rest_site_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX plans_plantask_rest_site_id_idx ON public.plans_plantask_rest USING btree (site_id);


--
-- Name: plans_plantask_rest_site_id_month_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX plans_plantask_rest_site_id_month_idx ON public.plans_plantask_rest USING btree (site_id, month);


--
-- Name: post_assessment_firm; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX post_assessment_firm ON public.posts_postassessment USING btree (enterprise_id, concluded_on) WHERE (ended_at IS NULL);


--
-- Name: post_edition_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX post_edition_once ON public.posts_postedition USING btree (post_id, edition) WHERE (ended_at IS NULL);


--
-- Name: post_firm; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX post_firm ON public.posts_post USING btree (enterprise_id, kind) WHERE (ended_at IS NULL);


--
-- Name: post_score_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX post_score_once ON public.posts_postscore USING btree (assessment_id, of_id, person_id) WHERE (ended_at IS NULL);


--
-- Name: post_score_person; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX post_score_person ON public.posts_postscore USING btree (person_id);


--
-- Name: posts_post_created_by_id_2e5f1620; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX posts_post_created_by_id_2e5f1620 ON public.posts_post USING btree (created_by_id);


--
-- Name: posts_post_ended_by_id_9e155b29; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX posts_post_ended_by_id_9e155b29 ON public.posts_post USING btree (ended_by_id);


--
-- Name: posts_post_enterprise_id_2c1bf990; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX posts_post_enterprise_id_2c1bf990 ON public.posts_post USING btree (enterprise_id);


--
-- Name: posts_post_posted_id_1344e75d; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX posts_post_posted_id_1344e75d ON public.posts_post USING btree (posted_id);


--
-- Name: posts_postassessment_created_by_id_c270ebbd; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX posts_postassessment_created_by_id_c270ebbd ON public.posts_postassessment USING btree (created_by_id);


--
-- Name: posts_postassessment_ended_by_id_acd7daa1; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX posts_postassessment_ended_by_id_acd7daa1 ON public.posts_postassessment USING btree (ended_by_id);


--
-- Name: posts_postassessment_enterprise_id_26534844; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX posts_postassessment_enterprise_id_26534844 ON public.posts_postassessment USING btree (enterprise_id);


--
-- Name: posts_postedition_created_by_id_3cb048a4; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX posts_postedition_created_by_id_3cb048a4 ON public.posts_postedition USING btree (created_by_id);


--
-- Name: posts_postedition_ended_by_id_9b443aa5; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX posts_postedition_ended_by_id_9b443aa5 ON public.posts_postedition USING btree (ended_by_id);


--
-- Name: posts_postedition_enterprise_id_643d518d; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX posts_postedition_enterprise_id_643d518d ON public.posts_postedition USING btree (enterprise_id);


--
-- Name: posts_postedition_post_id_70eb3a96; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX posts_postedition_post_id_70eb3a96 ON public.posts_postedition USING btree (post_id);


--
-- Name: posts_postreceipt_created_by_id_86c3d528; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX posts_postreceipt_created_by_id_86c3d528 ON public.posts_postreceipt USING btree (created_by_id);


--
-- Name: posts_postreceipt_ended_by_id_5dbbe0f4; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX posts_postreceipt_ended_by_id_5dbbe0f4 ON public.posts_postreceipt USING btree (ended_by_id);


--
-- Name: posts_postreceipt_enterprise_id_76a43af4; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX posts_postreceipt_enterprise_id_76a43af4 ON public.posts_postreceipt USING btree (enterprise_id);


--
-- Name: posts_postreceipt_of_id_afd7f91f; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX posts_postreceipt_of_id_afd7f91f ON public.posts_postreceipt USING btree (of_id);


--
-- Name: posts_postreceipt_reader_id_7682d099; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX posts_postreceipt_reader_id_7682d099 ON public.posts_postreceipt USING btree (reader_id);


--
-- Name: posts_postscore_assessment_id_6f38fb28; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX posts_postscore_assessment_id_6f38fb28 ON public.posts_postscore USING btree (assessment_id);


--
-- Name: posts_postscore_created_by_id_b0aabf1e; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX posts_postscore_created_by_id_b0aabf1e ON public.posts_postscore USING btree (created_by_id);


--
-- Name: posts_postscore_ended_by_id_ebc229db; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX posts_postscore_ended_by_id_ebc229db ON public.posts_postscore USING btree (ended_by_id);


--
-- Name: posts_postscore_enterprise_id_65a6601d; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX posts_postscore_enterprise_id_65a6601d ON public.posts_postscore USING btree (enterprise_id);


--
-- Name: posts_postscore_of_id_851878c8; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX posts_postscore_of_id_851878c8 ON public.posts_postscore USING btree (of_id);


--
-- Name: posts_postscore_person_id_a535aefa; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX posts_postscore_person_id_a535aefa ON public.posts_postscore USING btree (person_id);


--
-- Name: procrastinate_events_job_id_fkey_v1; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX procrastinate_events_job_id_fkey_v1 ON public.procrastinate_events USING btree (job_id);


--
-- Name: procrastinate_jobs_id_lock_idx_v1; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX procrastinate_jobs_id_lock_idx_v1 ON public.procrastinate_jobs USING btree (id, lock) WHERE (status = ANY (ARRAY['todo'::public.procrastinate_job_status, 'doing'::public.procrastinate_job_status]));


--
-- Name: procrastinate_jobs_lock_idx_v1; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX procrastinate_jobs_lock_idx_v1 ON public.procrastinate_jobs USING btree (lock) WHERE (status = 'doing'::public.procrastinate_job_status);


--
-- Name: procrastinate_jobs_priority_idx_v1; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX procrastinate_jobs_priority_idx_v1 ON public.procrastinate_jobs USING btree (priority DESC, id) WHERE (status = 'todo'::public.procrastinate_job_status);


--
-- Name: procrastinate_jobs_queue_name_idx_v1; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX procrastinate_jobs_queue_name_idx_v1 ON public.procrastinate_jobs USING btree (queue_name);


--
-- Name: procrastinate_jobs_queueing_lock_idx_v1; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX procrastinate_jobs_queueing_lock_idx_v1 ON public.procrastinate_jobs USING btree (queueing_lock) WHERE (status = 'todo'::public.procrastinate_job_status);


--
-- Name: procrastinate_periodic_defers_job_id_fkey_v1; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX procrastinate_periodic_defers_job_id_fkey_v1 ON public.procrastinate_periodic_defers USING btree (job_id);


--
-- Name: professional_admitted_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX professional_admitted_once ON public.professionals_application USING btree (created_by_id, kind) WHERE ((ended_at IS NULL) AND ((status)::text = 'approved'::text));


--
-- Name: professional_certificate_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX professional_certificate_once ON public.professionals_application USING btree (certificate_no_index) WHERE ((ended_at IS NULL) AND ((status)::text = 'approved'::text) AND (NOT ((certificate_no_index)::text = ''::text)));


--
-- Name: professional_ends; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX professional_ends ON public.professionals_application USING btree (valid_until) WHERE ((status)::text = 'approved'::text);


--
-- Name: professional_open_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX professional_open_once ON public.professionals_application USING btree (created_by_id, kind) WHERE ((ended_at IS NULL) AND ((status)::text = ANY (ARRAY[('pending'::character varying)::text, ('returned'::character varying)::text])));


--
-- Name: professional_region; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX professional_region ON public.professionals_application USING btree (region_id, status);


--
-- Name: professionals_application_created_by_id_22c91ca7; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX professionals_application_created_by_id_22c91ca7 ON public.professionals_application USING btree (created_by_id);


--
-- Name: professionals_application_decided_by_id_9d0c8ae9; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX professionals_application_decided_by_id_9d0c8ae9 ON public.professionals_application USING btree (decided_by_id);


--
-- Name: professionals_application_ended_by_id_5a5e5e7f; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX professionals_application_ended_by_id_5a5e5e7f ON public.professionals_application USING btree (ended_by_id);


--
-- Name: professionals_application_region_id_9174d930; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX professionals_application_region_id_9174d930 ON public.professionals_application USING btree (region_id);


--
-- Name: project_firm; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX project_firm ON public.projects_safetyproject USING btree (enterprise_id, status) WHERE (ended_at IS NULL);


--
-- Name: projects_safetyproject_created_by_id_2d864e11; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX projects_safetyproject_created_by_id_2d864e11 ON public.projects_safetyproject USING btree (created_by_id);


--
-- Name: projects_safetyproject_ended_by_id_36e3c436; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX projects_safetyproject_ended_by_id_36e3c436 ON public.projects_safetyproject USING btree (ended_by_id);


--
-- Name: projects_safetyproject_enterprise_id_dbf4d570; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX projects_safetyproject_enterprise_id_dbf4d570 ON public.projects_safetyproject USING btree (enterprise_id);


--
-- Name: province_appraisal_batch_id_2db5cc51; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX province_appraisal_batch_id_2db5cc51 ON public.province_appraisal USING btree (batch_id);


--
-- Name: province_appraisal_enterprise_id_6e5faff1; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX province_appraisal_enterprise_id_6e5faff1 ON public.province_appraisal USING btree (enterprise_id);


--
-- Name: province_appraisal_source_id_7fce0464_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX province_appraisal_source_id_7fce0464_like ON public.province_appraisal USING btree (source_id varchar_pattern_ops);


--
-- Name: province_batch_asked_by_id_c9cbd0d4; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX province_batch_asked_by_id_c9cbd0d4 ON public.province_batch USING btree (asked_by_id);


--
-- Name: province_batch_feed; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX province_batch_feed ON public.province_batch USING btree (feed, id DESC);


--
-- Name: province_binding_created_by_id_54171dfb; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX province_binding_created_by_id_54171dfb ON public.province_binding USING btree (created_by_id);


--
-- Name: province_binding_ended_by_id_38411718; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX province_binding_ended_by_id_38411718 ON public.province_binding USING btree (ended_by_id);


--
-- Name: province_binding_enterprise_id_a590f75e; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX province_binding_enterprise_id_a590f75e ON public.province_binding USING btree (enterprise_id);


--
-- Name: province_binding_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX province_binding_once ON public.province_binding USING btree (uscc) WHERE (ended_at IS NULL);


--
-- Name: province_declaration_batch_id_8e55ab6e; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX province_declaration_batch_id_8e55ab6e ON public.province_declaration USING btree (batch_id);


--
-- Name: province_declaration_enterprise_id_3d1eacab; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX province_declaration_enterprise_id_3d1eacab ON public.province_declaration USING btree (enterprise_id);


--
-- Name: province_declaration_source_id_5a176611_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX province_declaration_source_id_5a176611_like ON public.province_declaration USING btree (source_id varchar_pattern_ops);


--
-- Name: province_declaredpoint_batch_id_0d29e7bb; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX province_declaredpoint_batch_id_0d29e7bb ON public.province_declaredpoint USING btree (batch_id);


--
-- Name: province_declaredpoint_enterprise_id_32fc982a; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX province_declaredpoint_enterprise_id_32fc982a ON public.province_declaredpoint USING btree (enterprise_id);


--
-- Name: province_declaredpoint_source_id_7cfc5273_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX province_declaredpoint_source_id_7cfc5273_like ON public.province_declaredpoint USING btree (source_id varchar_pattern_ops);


--
-- Name: province_industry_batch_id_9bfd7d2a; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX province_industry_batch_id_9bfd7d2a ON public.province_industry USING btree (batch_id);


--
-- Name: province_industry_enterprise_id_2739faf8; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX province_industry_enterprise_id_2739faf8 ON public.province_industry USING btree (enterprise_id);


--
-- Name: province_industry_source_id_f8adeaf7_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX province_industry_source_id_f8adeaf7_like ON public.province_industry USING btree (source_id varchar_pattern_ops);


--
-- Name: province_insured_batch_id_236d58a2; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX province_insured_batch_id_236d58a2 ON public.province_insured USING btree (batch_id);


--
-- Name: province_insured_enterprise_id_6610b67f; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX province_insured_enterprise_id_6610b67f ON public.province_insured USING btree (enterprise_id);


--
-- Name: province_listedfirm_batch_id_06c3ef5f; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX province_listedfirm_batch_id_06c3ef5f ON public.province_listedfirm USING btree (batch_id);


--
-- Name: province_listedfirm_enterprise_id_90e8c51c; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX province_listedfirm_enterprise_id_90e8c51c ON public.province_listedfirm USING btree (enterprise_id);


--
-- Name: province_listedfirm_source_id_3d03318a_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX province_listedfirm_source_id_3d03318a_like ON public.province_listedfirm USING btree (source_id varchar_pattern_ops);


--
-- Name: province_listingchange_batch_id_5fcd1436; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX province_listingchange_batch_id_5fcd1436 ON public.province_listingchange USING btree (batch_id);


--
-- Name: province_listingchange_enterprise_id_d4d68cc7; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX province_listingchange_enterprise_id_d4d68cc7 ON public.province_listingchange USING btree (enterprise_id);


--
-- Name: province_listingchange_source_id_ece2f838_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX province_listingchange_source_id_ece2f838_like ON public.province_listingchange USING btree (source_id varchar_pattern_ops);


--
-- Name: province_operatorcertificate_batch_id_4980e916; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX province_operatorcertificate_batch_id_4980e916 ON public.province_operatorcertificate USING btree (batch_id);


--
-- Name: province_operatorcertificate_source_id_8d5a9968_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX province_operatorcertificate_source_id_8d5a9968_like ON public.province_operatorcertificate USING btree (source_id varchar_pattern_ops);


--
-- Name: province_person_decided_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX province_person_decided_once ON public.province_personmatch USING btree (shared_id) WHERE (ended_at IS NULL);


--
-- Name: province_personmatch_created_by_id_f375f757; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX province_personmatch_created_by_id_f375f757 ON public.province_personmatch USING btree (created_by_id);


--
-- Name: province_personmatch_ended_by_id_023564e1; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX province_personmatch_ended_by_id_023564e1 ON public.province_personmatch USING btree (ended_by_id);


--
-- Name: province_personmatch_enterprise_id_c028f2ea; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX province_personmatch_enterprise_id_c028f2ea ON public.province_personmatch USING btree (enterprise_id);


--
-- Name: province_personmatch_person_id_dd460cec; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX province_personmatch_person_id_dd460cec ON public.province_personmatch USING btree (person_id);


--
-- Name: province_personmatch_shared_id_d17df3c7; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX province_personmatch_shared_id_d17df3c7 ON public.province_personmatch USING btree (shared_id);


--
-- Name: province_provincialperson_batch_id_e9aff574; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX province_provincialperson_batch_id_e9aff574 ON public.province_provincialperson USING btree (batch_id);


--
-- Name: province_provincialperson_enterprise_id_bb042070; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX province_provincialperson_enterprise_id_bb042070 ON public.province_provincialperson USING btree (enterprise_id);


--
-- Name: province_provincialperson_source_id_5dfbe4d9_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX province_provincialperson_source_id_5dfbe4d9_like ON public.province_provincialperson USING btree (source_id varchar_pattern_ops);


--
-- Name: province_reject_batch_id_2c261223; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX province_reject_batch_id_2c261223 ON public.province_reject USING btree (batch_id);


--
-- Name: province_reject_created_by_id_32c79674; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX province_reject_created_by_id_32c79674 ON public.province_reject USING btree (created_by_id);


--
-- Name: province_reject_ended_by_id_f21f04a2; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX province_reject_ended_by_id_f21f04a2 ON public.province_reject USING btree (ended_by_id);


--
-- Name: province_reject_enterprise_id_cdfeaa98; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX province_reject_enterprise_id_cdfeaa98 ON public.province_reject USING btree (enterprise_id);


--
-- Name: province_reject_open; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX province_reject_open ON public.province_reject USING btree (feed, source_id) WHERE ((fate)::text = 'open'::text);


--
-- Name: provincialperson_firm; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX provincialperson_firm ON public.province_provincialperson USING btree (enterprise_id);


--
-- Name: provincialperson_uscc; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX provincialperson_uscc ON public.province_provincialperson USING btree (uscc);


--
-- Name: recorder_department; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX recorder_department ON public.recorders_recorder USING btree (department_id) WHERE (ended_at IS NULL);


--
-- Name: recorder_held_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX recorder_held_once ON public.recorders_holding USING btree (recorder_id) WHERE (until IS NULL);


--
-- Name: recorder_model_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX recorder_model_once ON public.recorders_recordermodel USING btree (maker, name) WHERE (ended_at IS NULL);


--
-- Name: recorder_number_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX recorder_number_once ON public.recorders_recorder USING btree (number) WHERE (ended_at IS NULL);


--
-- Name: recorders_alarm_created_by_id_4988af81; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX recorders_alarm_created_by_id_4988af81 ON public.recorders_alarm USING btree (created_by_id);


--
-- Name: recorders_alarm_department_id_00143c64; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX recorders_alarm_department_id_00143c64 ON public.recorders_alarm USING btree (department_id);


--
-- Name: recorders_alarm_ended_by_id_5d68893f; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX recorders_alarm_ended_by_id_5d68893f ON public.recorders_alarm USING btree (ended_by_id);


--
-- Name: recorders_alarm_recorder_id_3d7df838; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX recorders_alarm_recorder_id_3d7df838 ON public.recorders_alarm USING btree (recorder_id);


--
-- Name: recorders_alarm_region_id_295905ad; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX recorders_alarm_region_id_295905ad ON public.recorders_alarm USING btree (region_id);


--
-- Name: recorders_channel_recorder_id_59c7a9ac; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX recorders_channel_recorder_id_59c7a9ac ON public.recorders_channel USING btree (recorder_id);


--
-- Name: recorders_deviceentry_recorder_id_8a3f87b8; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX recorders_deviceentry_recorder_id_8a3f87b8 ON public.recorders_deviceentry USING btree (recorder_id);


--
-- Name: recorders_holding_created_by_id_24111c5d; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX recorders_holding_created_by_id_24111c5d ON public.recorders_holding USING btree (created_by_id);


--
-- Name: recorders_holding_department_id_d48466dc; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX recorders_holding_department_id_d48466dc ON public.recorders_holding USING btree (department_id);


--
-- Name: recorders_holding_ended_by_id_c24304c8; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX recorders_holding_ended_by_id_c24304c8 ON public.recorders_holding USING btree (ended_by_id);


--
-- Name: recorders_holding_officer_id_05fc0a27; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX recorders_holding_officer_id_05fc0a27 ON public.recorders_holding USING btree (officer_id);


--
-- Name: recorders_holding_recorder_id_426cba18; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX recorders_holding_recorder_id_426cba18 ON public.recorders_holding USING btree (recorder_id);


--
-- Name: recorders_holding_region_id_dd8f3999; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX recorders_holding_region_id_dd8f3999 ON public.recorders_holding USING btree (region_id);


--
-- Name: recorders_recorder_created_by_id_3868cc47; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX recorders_recorder_created_by_id_3868cc47 ON public.recorders_recorder USING btree (created_by_id);


--
-- Name: recorders_recorder_department_id_0342aa4c; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX recorders_recorder_department_id_0342aa4c ON public.recorders_recorder USING btree (department_id);


--
-- Name: recorders_recorder_ended_by_id_09f9c843; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX recorders_recorder_ended_by_id_09f9c843 ON public.recorders_recorder USING btree (ended_by_id);


--
-- Name: recorders_recorder_model_id_0cfd2107; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX recorders_recorder_model_id_0cfd2107 ON public.recorders_recorder USING btree (model_id);


--
-- Name: recorders_recorder_region_id_a936e8f1; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX recorders_recorder_region_id_a936e8f1 ON public.recorders_recorder USING btree (region_id);


--
-- Name: recorders_recorder_terminal_id_af1a0f34; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX recorders_recorder_terminal_id_af1a0f34 ON public.recorders_recorder USING btree (terminal_id);


--
-- Name: recorders_recorder_wearer_id_804210d9; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX recorders_recorder_wearer_id_804210d9 ON public.recorders_recorder USING btree (wearer_id);


--
-- Name: recorders_recordermodel_created_by_id_27ed5dab; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX recorders_recordermodel_created_by_id_27ed5dab ON public.recorders_recordermodel USING btree (created_by_id);


--
-- Name: recorders_recordermodel_ended_by_id_94661493; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX recorders_recordermodel_ended_by_id_94661493 ON public.recorders_recordermodel USING btree (ended_by_id);


--
-- Name: recorders_recordingplan_created_by_id_0d8ff33d; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX recorders_recordingplan_created_by_id_0d8ff33d ON public.recorders_recordingplan USING btree (created_by_id);


--
-- Name: recorders_recordingplan_department_id_f2f0126d; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX recorders_recordingplan_department_id_f2f0126d ON public.recorders_recordingplan USING btree (department_id);


--
-- Name: recorders_recordingplan_ended_by_id_1df9cf12; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX recorders_recordingplan_ended_by_id_1df9cf12 ON public.recorders_recordingplan USING btree (ended_by_id);


--
-- Name: recorders_recordingplan_region_id_8010bb0b; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX recorders_recordingplan_region_id_8010bb0b ON public.recorders_recordingplan USING btree (region_id);


--
-- Name: recording_plan_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX recording_plan_once ON public.recorders_recordingplan USING btree (department_id) WHERE (ended_at IS NULL);


--
-- Name: recordings_segment_department_id_19ab00d7; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX recordings_segment_department_id_19ab00d7 ON public.recordings_segment USING btree (department_id);


--
-- Name: recordings_segment_officer_id_39768e4b; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX recordings_segment_officer_id_39768e4b ON public.recordings_segment USING btree (officer_id);


--
-- Name: recordings_segment_region_id_fe3eb61d; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX recordings_segment_region_id_fe3eb61d ON public.recordings_segment USING btree (region_id);


--
-- Name: recordings_segment_terminal_id_726a8396; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX recordings_segment_terminal_id_726a8396 ON public.recordings_segment USING btree (terminal_id);


--
-- Name: records_takenstep_actor_id_86651681; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX records_takenstep_actor_id_86651681 ON public.records_takenstep USING btree (actor_id);


--
-- Name: records_takenstep_taken_at_094afb33; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX records_takenstep_taken_at_094afb33 ON public.records_takenstep USING btree (taken_at);


--
-- Name: region_summary_current; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX region_summary_current ON public.summaries_regionsummary USING btree (region_id, month) WHERE (ended_at IS NULL);


--
-- Name: regions_region_code_f0e2b4f3_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX regions_region_code_f0e2b4f3_like ON public.regions_region USING btree (code varchar_pattern_ops);


--
-- Name: regions_region_parent_id_62e983aa; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX regions_region_parent_id_62e983aa ON public.regions_region USING btree (parent_id);


--
-- Name: regions_region_path_8036e30d_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX regions_region_path_8036e30d_like ON public.regions_region USING btree (path varchar_pattern_ops);


--
-- Name: regulation_firm; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX regulation_firm ON public.regulations_regulation USING btree (enterprise_id, category) WHERE (ended_at IS NULL);


--
-- Name: regulation_review; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX regulation_review ON public.regulations_regulation USING btree (review_due_on) WHERE ((ended_at IS NULL) AND (review_due_on IS NOT NULL));


--
-- Name: regulation_version_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX regulation_version_once ON public.regulations_regulationversion USING btree (regulation_id, edition) WHERE (ended_at IS NULL);


--
-- Name: regulations_opinion_created_by_id_bec7411a; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX regulations_opinion_created_by_id_bec7411a ON public.regulations_opinion USING btree (created_by_id);


--
-- Name: regulations_opinion_ended_by_id_250c24c4; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX regulations_opinion_ended_by_id_250c24c4 ON public.regulations_opinion USING btree (ended_by_id);


--
-- Name: regulations_opinion_enterprise_id_07127fe7; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX regulations_opinion_enterprise_id_07127fe7 ON public.regulations_opinion USING btree (enterprise_id);


--
-- Name: regulations_opinion_version_of_id_224fbf47; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX regulations_opinion_version_of_id_224fbf47 ON public.regulations_opinion USING btree (version_of_id);


--
-- Name: regulations_receipt_created_by_id_0d67af36; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX regulations_receipt_created_by_id_0d67af36 ON public.regulations_receipt USING btree (created_by_id);


--
-- Name: regulations_receipt_ended_by_id_a2984ff4; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX regulations_receipt_ended_by_id_a2984ff4 ON public.regulations_receipt USING btree (ended_by_id);


--
-- Name: regulations_receipt_enterprise_id_f30801c8; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX regulations_receipt_enterprise_id_f30801c8 ON public.regulations_receipt USING btree (enterprise_id);


--
-- Name: regulations_receipt_reader_id_f4634df0; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX regulations_receipt_reader_id_f4634df0 ON public.regulations_receipt USING btree (reader_id);


--
-- Name: regulations_receipt_version_of_id_e261c179; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX regulations_receipt_version_of_id_e261c179 ON public.regulations_receipt USING btree (version_of_id);


--
-- Name: regulations_regulation_created_by_id_0554d5c5; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX regulations_regulation_created_by_id_0554d5c5 ON public.regulations_regulation USING btree (created_by_id);


--
-- Name: regulations_regulation_ended_by_id_b69690d0; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX regulations_regulation_ended_by_id_b69690d0 ON public.regulations_regulation USING btree (ended_by_id);


--
-- Name: regulations_regulation_enterprise_id_45c0731b; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX regulations_regulation_enterprise_id_45c0731b ON public.regulations_regulation USING btree (enterprise_id);


--
-- Name: regulations_regulation_in_force_id_ed9ec6bd; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX regulations_regulation_in_force_id_ed9ec6bd ON public.regulations_regulation USING btree (in_force_id);


--
-- Name: regulations_regulation_responsible_id_bd0a1d67; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX regulations_regulation_responsible_id_bd0a1d67 ON public.regulations_regulation USING btree (responsible_id);


--
-- Name: regulations_regulationappraisal_created_by_id_17376576; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX regulations_regulationappraisal_created_by_id_17376576 ON public.regulations_regulationappraisal USING btree (created_by_id);


--
-- Name: regulations_regulationappraisal_ended_by_id_b3d87b17; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX regulations_regulationappraisal_ended_by_id_b3d87b17 ON public.regulations_regulationappraisal USING btree (ended_by_id);


--
-- Name: regulations_regulationappraisal_enterprise_id_e3e07c72; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX regulations_regulationappraisal_enterprise_id_e3e07c72 ON public.regulations_regulationappraisal USING btree (enterprise_id);


--
-- Name: regulations_regulationappraisal_version_of_id_bd1e8afd; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX regulations_regulationappraisal_version_of_id_bd1e8afd ON public.regulations_regulationappraisal USING btree (version_of_id);


--
-- Name: regulations_regulationversion_created_by_id_9fa9e11f; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX regulations_regulationversion_created_by_id_9fa9e11f ON public.regulations_regulationversion USING btree (created_by_id);


--
-- Name: regulations_regulationversion_ended_by_id_16e61d45; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX regulations_regulationversion_ended_by_id_16e61d45 ON public.regulations_regulationversion USING btree (ended_by_id);


--
-- Name: regulations_regulationversion_enterprise_id_b2fb8b75; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX regulations_regulationversion_enterprise_id_b2fb8b75 ON public.regulations_regulationversion USING btree (enterprise_id);


--
-- Name: regulations_regulationversion_regulation_id_1794b892; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX regulations_regulationversion_regulation_id_1794b892 ON public.regulations_regulationversion USING btree (regulation_id);


--
-- Name: regulations_training_created_by_id_30437027; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX regulations_training_created_by_id_30437027 ON public.regulations_training USING btree (created_by_id);


--
-- Name: regulations_training_ended_by_id_2ef40e62; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX regulations_training_ended_by_id_2ef40e62 ON public.regulations_training USING btree (ended_by_id);


--
-- Name: regulations_training_enterprise_id_158ee085; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX regulations_training_enterprise_id_158ee085 ON public.regulations_training USING btree (enterprise_id);


--
-- Name: regulations_training_version_of_id_6bb21955; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX regulations_training_version_of_id_6bb21955 ON public.regulations_training USING btree (version_of_id);


--
-- Name: request_pending_of_user; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX request_pending_of_user ON public.administration_request USING btree (user_id) WHERE ((status)::text = 'pending'::text);


--
-- Name: risk_point_card; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX risk_point_card ON public.risks_riskpoint USING btree (region_id, card_state) WHERE ((card_state)::text = ANY (ARRAY[('missing'::character varying)::text, ('stale'::character varying)::text]));


--
-- Name: risk_point_declared_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX risk_point_declared_once ON public.risks_riskpoint USING btree (provincial_id) WHERE ((ended_at IS NULL) AND (NOT ((provincial_id)::text = ''::text)));


--
-- Name: risk_point_enterprise; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX risk_point_enterprise ON public.risks_riskpoint USING btree (enterprise_id, level);


--
-- Name: risk_point_name_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX risk_point_name_once ON public.risks_riskpoint USING btree (site_id, name, location) WHERE (ended_at IS NULL);


--
-- Name: risk_point_point; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX risk_point_point ON public.risks_riskpoint USING btree (lon, lat);


--
-- Name: risk_point_region; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX risk_point_region ON public.risks_riskpoint USING btree (region_id, level, status);


--
-- Name: risk_point_search; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX risk_point_search ON public.risks_riskpoint USING gin (search);


--
-- Name: risk_point_site; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX risk_point_site ON public.risks_riskpoint USING btree (site_id, month);


--
-- Name: risk_task_asking; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX risk_task_asking ON ONLY public.risks_risktask USING btree (region_id) WHERE ((exempt_asked_at IS NOT NULL) AND ((status)::text = ANY (ARRAY[('pending'::character varying)::text, ('doing'::character varying)::text])));


--
-- Name: risk_task_due; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX risk_task_due ON ONLY public.risks_risktask USING btree (due_on, id) WHERE ((status)::text = ANY (ARRAY[('pending'::character varying)::text, ('doing'::character varying)::text]));


--
-- Name: risk_task_enterprise; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX risk_task_enterprise ON ONLY public.risks_risktask USING btree (enterprise_id, status);


--
-- Name: risk_task_region; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX risk_task_region ON ONLY public.risks_risktask USING btree (region_id, status);


--
-- Name: risk_task_site; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX risk_task_site ON ONLY public.risks_risktask USING btree (site_id, month);


--
-- Name: risks_catalogueentry_created_by_id_49b03f9b; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX risks_catalogueentry_created_by_id_49b03f9b ON public.risks_catalogueentry USING btree (created_by_id);


--
-- Name: risks_catalogueentry_ended_by_id_3c3036b7; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX risks_catalogueentry_ended_by_id_3c3036b7 ON public.risks_catalogueentry USING btree (ended_by_id);


--
-- Name: risks_controlchange_created_by_id_57f97bc3; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX risks_controlchange_created_by_id_57f97bc3 ON public.risks_controlchange USING btree (created_by_id);


--
-- Name: risks_controlchange_ended_by_id_3320a782; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX risks_controlchange_ended_by_id_3320a782 ON public.risks_controlchange USING btree (ended_by_id);


--
-- Name: risks_controlchange_enterprise_id_388128cd; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX risks_controlchange_enterprise_id_388128cd ON public.risks_controlchange USING btree (enterprise_id);


--
-- Name: risks_controlchange_region_id_7cdf4fa4; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX risks_controlchange_region_id_7cdf4fa4 ON public.risks_controlchange USING btree (region_id);


--
-- Name: risks_controlchange_risk_point_id_2f7381a3; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX risks_controlchange_risk_point_id_2f7381a3 ON public.risks_controlchange USING btree (risk_point_id);


--
-- Name: risks_controlchange_site_id_213ee808; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX risks_controlchange_site_id_213ee808 ON public.risks_controlchange USING btree (site_id);


--
-- Name: risks_noticecard_created_by_id_a5ed0121; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX risks_noticecard_created_by_id_a5ed0121 ON public.risks_noticecard USING btree (created_by_id);


--
-- Name: risks_noticecard_ended_by_id_7cf8d946; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX risks_noticecard_ended_by_id_7cf8d946 ON public.risks_noticecard USING btree (ended_by_id);


--
-- Name: risks_noticecard_enterprise_id_b3cb0237; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX risks_noticecard_enterprise_id_b3cb0237 ON public.risks_noticecard USING btree (enterprise_id);


--
-- Name: risks_noticecard_region_id_1122b11a; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX risks_noticecard_region_id_1122b11a ON public.risks_noticecard USING btree (region_id);


--
-- Name: risks_noticecard_risk_point_id_4f44a3c1; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX risks_noticecard_risk_point_id_4f44a3c1 ON public.risks_noticecard USING btree (risk_point_id);


--
-- Name: risks_noticecard_site_id_4df3f4f7; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX risks_noticecard_site_id_4df3f4f7 ON public.risks_noticecard USING btree (site_id);


--
-- Name: risks_riskpoint_created_by_id_a37b7376; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX risks_riskpoint_created_by_id_a37b7376 ON public.risks_riskpoint USING btree (created_by_id);


--
-- Name: risks_riskpoint_ended_by_id_d385aa2b; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX risks_riskpoint_ended_by_id_d385aa2b ON public.risks_riskpoint USING btree (ended_by_id);


--
-- Name: risks_riskpoint_enterprise_id_850ed04a; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX risks_riskpoint_enterprise_id_850ed04a ON public.risks_riskpoint USING btree (enterprise_id);


--
-- Name: risks_riskpoint_entry_id_39b6d357; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX risks_riskpoint_entry_id_39b6d357 ON public.risks_riskpoint USING btree (entry_id);


--
-- Name: risks_riskpoint_region_id_de44711a; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX risks_riskpoint_region_id_de44711a ON public.risks_riskpoint USING btree (region_id);


--
-- Name: risks_riskpoint_responsible_id_6a1f8647; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX risks_riskpoint_responsible_id_6a1f8647 ON public.risks_riskpoint USING btree (responsible_id);


--
-- Name: risks_riskpoint_site_id_336bf3aa; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX risks_riskpoint_site_id_336bf3aa ON public.risks_riskpoint USING btree (site_id);


--
-- Name: risks_riskpointversion_approved_by_id_2b9f9c6b; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX risks_riskpointversion_approved_by_id_2b9f9c6b ON public.risks_riskpointversion USING btree (approved_by_id);


--
-- Name: risks_riskpointversion_risk_point_id_080c66ef; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX risks_riskpointversion_risk_point_id_080c66ef ON public.risks_riskpointversion USING btree (risk_point_id);


--
-- Name: risks_risktask_created_by_id_9e43f3a3; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX risks_risktask_created_by_id_9e43f3a3 ON ONLY public.risks_risktask USING btree (created_by_id);


--
-- Name: risks_risktask_ended_by_id_aec79501; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX risks_risktask_ended_by_id_aec79501 ON ONLY public.risks_risktask USING btree (ended_by_id);


--
-- Name: risks_risktask_enterprise_id_4f441aef; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX risks_risktask_enterprise_id_4f441aef ON ONLY public.risks_risktask USING btree (enterprise_id);


--
-- Name: risks_risktask_region_id_69f07bf3; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX risks_risktask_region_id_69f07bf3 ON ONLY public.risks_risktask USING btree (region_id);


--
-- Name: risks_risktask_rest_created_by_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX risks_risktask_rest_created_by_id_idx ON public.risks_risktask_rest USING btree (created_by_id);


--
-- Name: risks_risktask_rest_due_on_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX risks_risktask_rest_due_on_id_idx ON public.risks_risktask_rest USING btree (due_on, id) WHERE ((status)::text = ANY (ARRAY[('pending'::character varying)::text, ('doing'::character varying)::text]));


--
-- Name: risks_risktask_rest_ended_by_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX risks_risktask_rest_ended_by_id_idx ON public.risks_risktask_rest USING btree (ended_by_id);


--
-- Name: risks_risktask_rest_enterprise_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX risks_risktask_rest_enterprise_id_idx ON public.risks_risktask_rest USING btree (enterprise_id);


--
-- Name: risks_risktask_rest_enterprise_id_status_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX risks_risktask_rest_enterprise_id_status_idx ON public.risks_risktask_rest USING btree (enterprise_id, status);


--
-- Name: risks_risktask_rest_region_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX risks_risktask_rest_region_id_idx ON public.risks_risktask_rest USING btree (region_id);


--
-- Name: risks_risktask_rest_region_id_idx1; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX risks_risktask_rest_region_id_idx1 ON public.risks_risktask_rest USING btree (region_id) WHERE ((exempt_asked_at IS NOT NULL) AND ((status)::text = ANY (ARRAY[('pending'::character varying)::text, ('doing'::character varying)::text])));


--
-- Name: risks_risktask_rest_region_id_status_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX risks_risktask_rest_region_id_status_idx ON public.risks_risktask_rest USING btree (region_id, status);


--
-- Name: risks_risktask_risk_point_id_cabbe2d4; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX risks_risktask_risk_point_id_cabbe2d4 ON ONLY public.risks_risktask USING btree (risk_point_id);


--
-- Name: risks_risktask_rest_risk_point_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX risks_risktask_rest_risk_point_id_idx ON public.risks_risktask_rest USING btree (risk_point_id);


--
-- Name: risks_risktask_site_id_3c783318; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX risks_risktask_site_id_3c783318 ON ONLY public.risks_risktask USING btree (site_id);


--
-- Name: risks_risktask_rest_site_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX risks_risktask_rest_site_id_idx ON public.risks_risktask_rest USING btree (site_id);


--
-- Name: risks_risktask_rest_site_id_month_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX risks_risktask_rest_site_id_month_idx ON public.risks_risktask_rest USING btree (site_id, month);


--
-- Name: safe_code_live_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX safe_code_live_once ON public.codes_safecode USING btree (site_id, subject_kind, subject_id) WHERE ((ended_at IS NULL) AND (revoked_at IS NULL));


--
-- Name: safe_code_region; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX safe_code_region ON public.codes_safecode USING btree (region_id, subject_kind);


--
-- Name: safe_code_subject; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX safe_code_subject ON public.codes_safecode USING btree (site_id, subject_kind, subject_id);


--
-- Name: safety_device_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX safety_device_once ON public.equipment_safetydevice USING btree (equipment_id, name) WHERE (ended_at IS NULL);


--
-- Name: segment_of_channel; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX segment_of_channel ON public.recordings_segment USING btree (terminal_id, channel, started_at DESC);


--
-- Name: segment_of_department; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX segment_of_department ON public.recordings_segment USING btree (department_id, started_at DESC);


--
-- Name: segment_of_officer; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX segment_of_officer ON public.recordings_segment USING btree (officer_id, started_at DESC);


--
-- Name: segment_started; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX segment_started ON public.recordings_segment USING btree (started_at DESC);


--
-- Name: session_open; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX session_open ON public.accounts_usersession USING btree (user_id) WHERE (ended_at IS NULL);


--
-- Name: site_move_history; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX site_move_history ON public.enterprises_sitemove USING btree (site_id, moved_on);


--
-- Name: site_plan_name_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX site_plan_name_once ON public.siteplans_siteplan USING btree (site_id, name) WHERE (ended_at IS NULL);


--
-- Name: site_plan_region; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX site_plan_region ON public.siteplans_siteplan USING btree (region_id, enterprise_id);


--
-- Name: site_plan_site; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX site_plan_site ON public.siteplans_siteplan USING btree (site_id);


--
-- Name: site_point; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX site_point ON public.enterprises_site USING btree (lon, lat);


--
-- Name: site_region; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX site_region ON public.enterprises_site USING btree (region_id, enterprise_id);


--
-- Name: siteplans_drawing_drawn_by_id_39869140; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX siteplans_drawing_drawn_by_id_39869140 ON public.siteplans_drawing USING btree (drawn_by_id);


--
-- Name: siteplans_drawing_picture_id_343acdb7; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX siteplans_drawing_picture_id_343acdb7 ON public.siteplans_drawing USING btree (picture_id);


--
-- Name: siteplans_drawing_plan_id_41f37bca; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX siteplans_drawing_plan_id_41f37bca ON public.siteplans_drawing USING btree (plan_id);


--
-- Name: siteplans_siteplan_created_by_id_37f2664c; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX siteplans_siteplan_created_by_id_37f2664c ON public.siteplans_siteplan USING btree (created_by_id);


--
-- Name: siteplans_siteplan_ended_by_id_ae382a94; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX siteplans_siteplan_ended_by_id_ae382a94 ON public.siteplans_siteplan USING btree (ended_by_id);


--
-- Name: siteplans_siteplan_enterprise_id_968661c0; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX siteplans_siteplan_enterprise_id_968661c0 ON public.siteplans_siteplan USING btree (enterprise_id);


--
-- Name: siteplans_siteplan_region_id_25ab5a8f; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX siteplans_siteplan_region_id_25ab5a8f ON public.siteplans_siteplan USING btree (region_id);


--
-- Name: siteplans_siteplan_site_id_03106d47; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX siteplans_siteplan_site_id_03106d47 ON public.siteplans_siteplan USING btree (site_id);


--
-- Name: sms_message_once_ea010a42_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX sms_message_once_ea010a42_like ON public.sms_message USING btree (once varchar_pattern_ops);


--
-- Name: sms_message_template_id_55059b84; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX sms_message_template_id_55059b84 ON public.sms_message USING btree (template_id);


--
-- Name: sms_of_phone; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX sms_of_phone ON public.sms_message USING btree (phone_index, created_at);


--
-- Name: sms_template_code_62dcc870_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX sms_template_code_62dcc870_like ON public.sms_template USING btree (code varchar_pattern_ops);


--
-- Name: sms_unreported; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX sms_unreported ON public.sms_message USING btree (sent_at) WHERE ((state)::text = 'sent'::text);


--
-- Name: status_change_enterprise_waits_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX status_change_enterprise_waits_once ON public.enterprises_statuschange USING btree (enterprise_id) WHERE ((ended_at IS NULL) AND (site_id IS NULL) AND ((state)::text = 'reported'::text));


--
-- Name: status_change_site_waits_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX status_change_site_waits_once ON public.enterprises_statuschange USING btree (site_id) WHERE ((ended_at IS NULL) AND (site_id IS NOT NULL) AND ((state)::text = 'reported'::text));


--
-- Name: summaries_firmsummary_created_by_id_73560030; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX summaries_firmsummary_created_by_id_73560030 ON public.summaries_firmsummary USING btree (created_by_id);


--
-- Name: summaries_firmsummary_ended_by_id_2c0cc801; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX summaries_firmsummary_ended_by_id_2c0cc801 ON public.summaries_firmsummary USING btree (ended_by_id);


--
-- Name: summaries_firmsummary_enterprise_id_5186e467; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX summaries_firmsummary_enterprise_id_5186e467 ON public.summaries_firmsummary USING btree (enterprise_id);


--
-- Name: summaries_regionsummary_created_by_id_50440392; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX summaries_regionsummary_created_by_id_50440392 ON public.summaries_regionsummary USING btree (created_by_id);


--
-- Name: summaries_regionsummary_ended_by_id_650488b8; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX summaries_regionsummary_ended_by_id_650488b8 ON public.summaries_regionsummary USING btree (ended_by_id);


--
-- Name: summaries_regionsummary_region_id_30dd5d93; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX summaries_regionsummary_region_id_30dd5d93 ON public.summaries_regionsummary USING btree (region_id);


--
-- Name: tag_code; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX tag_code ON public.enterprises_tag USING btree (code, enterprise_id);


--
-- Name: tag_once_per_enterprise; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX tag_once_per_enterprise ON public.enterprises_tag USING btree (enterprise_id, code) WHERE ((site_id IS NULL) AND (withdrawn_at IS NULL));


--
-- Name: tag_once_per_site; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX tag_once_per_site ON public.enterprises_tag USING btree (site_id, code) WHERE ((site_id IS NOT NULL) AND (withdrawn_at IS NULL));


--
-- Name: teamwork_firm_day; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX teamwork_firm_day ON public.teamwork_teammeeting USING btree (enterprise_id, held_on) WHERE (ended_at IS NULL);


--
-- Name: teamwork_region_kind; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX teamwork_region_kind ON public.teamwork_teammeeting USING btree (region_id, kind);


--
-- Name: teamwork_site_month; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX teamwork_site_month ON public.teamwork_teammeeting USING btree (site_id, month);


--
-- Name: teamwork_teammeeting_created_by_id_e6aa7b78; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX teamwork_teammeeting_created_by_id_e6aa7b78 ON public.teamwork_teammeeting USING btree (created_by_id);


--
-- Name: teamwork_teammeeting_ended_by_id_1781127f; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX teamwork_teammeeting_ended_by_id_1781127f ON public.teamwork_teammeeting USING btree (ended_by_id);


--
-- Name: teamwork_teammeeting_enterprise_id_61d951fa; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX teamwork_teammeeting_enterprise_id_61d951fa ON public.teamwork_teammeeting USING btree (enterprise_id);


--
-- Name: teamwork_teammeeting_region_id_b3defef7; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX teamwork_teammeeting_region_id_b3defef7 ON public.teamwork_teammeeting USING btree (region_id);


--
-- Name: teamwork_teammeeting_site_id_2df759e1; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX teamwork_teammeeting_site_id_2df759e1 ON public.teamwork_teammeeting USING btree (site_id);


--
-- Name: terminals_terminal_department_id_2086b016; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX terminals_terminal_department_id_2086b016 ON public.terminals_terminal USING btree (department_id);


--
-- Name: terminals_terminal_region_id_1532a66f; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX terminals_terminal_region_id_1532a66f ON public.terminals_terminal USING btree (region_id);


--
-- Name: total_grain; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX total_grain ON public.ledgerkit_total USING btree (ledger, measure, month, region_id, dimension) INCLUDE (value);


--
-- Name: training_firm_day; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX training_firm_day ON public.training_trainingsession USING btree (enterprise_id, held_on) WHERE (ended_at IS NULL);


--
-- Name: training_region_kind; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX training_region_kind ON public.training_trainingsession USING btree (region_id, kind);


--
-- Name: training_site_month; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX training_site_month ON public.training_trainingsession USING btree (site_id, month);


--
-- Name: training_trainingsession_created_by_id_9767cf89; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX training_trainingsession_created_by_id_9767cf89 ON public.training_trainingsession USING btree (created_by_id);


--
-- Name: training_trainingsession_ended_by_id_2685f547; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX training_trainingsession_ended_by_id_2685f547 ON public.training_trainingsession USING btree (ended_by_id);


--
-- Name: training_trainingsession_enterprise_id_08191d62; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX training_trainingsession_enterprise_id_08191d62 ON public.training_trainingsession USING btree (enterprise_id);


--
-- Name: training_trainingsession_region_id_8c635f20; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX training_trainingsession_region_id_8c635f20 ON public.training_trainingsession USING btree (region_id);


--
-- Name: training_trainingsession_site_id_a8812c28; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX training_trainingsession_site_id_a8812c28 ON public.training_trainingsession USING btree (site_id);


--
-- Name: username_in_any_case; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX username_in_any_case ON public.accounts_user USING btree (lower((username)::text));


--
-- Name: whistle_channel_firm; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX whistle_channel_firm ON public.whistle_whistlechannel USING btree (enterprise_id) WHERE (ended_at IS NULL);


--
-- Name: whistle_channel_region; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX whistle_channel_region ON public.whistle_whistlechannel USING btree (region_id, way);


--
-- Name: whistle_due; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX whistle_due ON public.whistle_whistlereport USING btree (due_on) WHERE (due_on IS NOT NULL);


--
-- Name: whistle_escalated; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX whistle_escalated ON public.whistle_whistlereport USING btree (escalated_at) WHERE (escalated_at IS NOT NULL);


--
-- Name: whistle_policy_in_force_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX whistle_policy_in_force_once ON public.whistle_whistlepolicy USING btree (enterprise_id) WHERE ((ended_at IS NULL) AND ((status)::text = 'in_force'::text));


--
-- Name: whistle_published; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX whistle_published ON public.whistle_whistlereport USING btree (enterprise_id, published_on) WHERE (published_on IS NOT NULL);


--
-- Name: whistle_region_status; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX whistle_region_status ON public.whistle_whistlereport USING btree (region_id, status);


--
-- Name: whistle_site_month; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX whistle_site_month ON public.whistle_whistlereport USING btree (site_id, month);


--
-- Name: whistle_whistlechannel_created_by_id_465f778d; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX whistle_whistlechannel_created_by_id_465f778d ON public.whistle_whistlechannel USING btree (created_by_id);


--
-- Name: whistle_whistlechannel_ended_by_id_63fbad57; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX whistle_whistlechannel_ended_by_id_63fbad57 ON public.whistle_whistlechannel USING btree (ended_by_id);


--
-- Name: whistle_whistlechannel_enterprise_id_5a4586a5; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX whistle_whistlechannel_enterprise_id_5a4586a5 ON public.whistle_whistlechannel USING btree (enterprise_id);


--
-- Name: whistle_whistlechannel_region_id_97d3ba80; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX whistle_whistlechannel_region_id_97d3ba80 ON public.whistle_whistlechannel USING btree (region_id);


--
-- Name: whistle_whistlechannel_site_id_ad8f55ee; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX whistle_whistlechannel_site_id_ad8f55ee ON public.whistle_whistlechannel USING btree (site_id);


--
-- Name: whistle_whistleidentity_account_index_ef54f5b1; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX whistle_whistleidentity_account_index_ef54f5b1 ON public.whistle_whistleidentity USING btree (account_index);


--
-- Name: whistle_whistleidentity_account_index_ef54f5b1_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX whistle_whistleidentity_account_index_ef54f5b1_like ON public.whistle_whistleidentity USING btree (account_index varchar_pattern_ops);


--
-- Name: whistle_whistleidentity_claim_digest_651f48e9_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX whistle_whistleidentity_claim_digest_651f48e9_like ON public.whistle_whistleidentity USING btree (claim_digest varchar_pattern_ops);


--
-- Name: whistle_whistleidentity_query_digest_afa9cc93_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX whistle_whistleidentity_query_digest_afa9cc93_like ON public.whistle_whistleidentity USING btree (query_digest varchar_pattern_ops);


--
-- Name: whistle_whistleidentity_sent_digest_56b1e77a_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX whistle_whistleidentity_sent_digest_56b1e77a_like ON public.whistle_whistleidentity USING btree (sent_digest varchar_pattern_ops);


--
-- Name: whistle_whistlepolicy_created_by_id_b39cdb84; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX whistle_whistlepolicy_created_by_id_b39cdb84 ON public.whistle_whistlepolicy USING btree (created_by_id);


--
-- Name: whistle_whistlepolicy_ended_by_id_ae6ac472; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX whistle_whistlepolicy_ended_by_id_ae6ac472 ON public.whistle_whistlepolicy USING btree (ended_by_id);


--
-- Name: whistle_whistlepolicy_enterprise_id_64f571ef; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX whistle_whistlepolicy_enterprise_id_64f571ef ON public.whistle_whistlepolicy USING btree (enterprise_id);


--
-- Name: whistle_whistlereport_channel_id_db86efd3; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX whistle_whistlereport_channel_id_db86efd3 ON public.whistle_whistlereport USING btree (channel_id);


--
-- Name: whistle_whistlereport_created_by_id_10f6228c; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX whistle_whistlereport_created_by_id_10f6228c ON public.whistle_whistlereport USING btree (created_by_id);


--
-- Name: whistle_whistlereport_duplicate_of_id_74469dbf; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX whistle_whistlereport_duplicate_of_id_74469dbf ON public.whistle_whistlereport USING btree (duplicate_of_id);


--
-- Name: whistle_whistlereport_ended_by_id_36842c96; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX whistle_whistlereport_ended_by_id_36842c96 ON public.whistle_whistlereport USING btree (ended_by_id);


--
-- Name: whistle_whistlereport_enterprise_id_fa999e08; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX whistle_whistlereport_enterprise_id_fa999e08 ON public.whistle_whistlereport USING btree (enterprise_id);


--
-- Name: whistle_whistlereport_policy_id_e92dbc74; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX whistle_whistlereport_policy_id_e92dbc74 ON public.whistle_whistlereport USING btree (policy_id);


--
-- Name: whistle_whistlereport_region_id_0e9c12b8; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX whistle_whistlereport_region_id_0e9c12b8 ON public.whistle_whistlereport USING btree (region_id);


--
-- Name: whistle_whistlereport_site_id_b939108f; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX whistle_whistlereport_site_id_b939108f ON public.whistle_whistlereport USING btree (site_id);


--
-- Name: checks_inspection_rest_client_uuid_month_key; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.inspection_submitted_once ATTACH PARTITION public.checks_inspection_rest_client_uuid_month_key;


--
-- Name: checks_inspection_rest_created_by_id_idx; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.checks_inspection_created_by_id_6f4fb618 ATTACH PARTITION public.checks_inspection_rest_created_by_id_idx;


--
-- Name: checks_inspection_rest_ended_by_id_idx; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.checks_inspection_ended_by_id_134875e7 ATTACH PARTITION public.checks_inspection_rest_ended_by_id_idx;


--
-- Name: checks_inspection_rest_enterprise_id_checked_on_idx; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.inspection_enterprise ATTACH PARTITION public.checks_inspection_rest_enterprise_id_checked_on_idx;


--
-- Name: checks_inspection_rest_enterprise_id_idx; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.checks_inspection_enterprise_id_d8bf7c5e ATTACH PARTITION public.checks_inspection_rest_enterprise_id_idx;


--
-- Name: checks_inspection_rest_pkey; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.checks_inspection_pkey ATTACH PARTITION public.checks_inspection_rest_pkey;


--
-- Name: checks_inspection_rest_region_id_checked_on_idx; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.inspection_region ATTACH PARTITION public.checks_inspection_rest_region_id_checked_on_idx;


--
-- Name: checks_inspection_rest_region_id_checked_on_idx1; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.inspection_doubted ATTACH PARTITION public.checks_inspection_rest_region_id_checked_on_idx1;


--
-- Name: checks_inspection_rest_region_id_idx; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.checks_inspection_region_id_1398d54e ATTACH PARTITION public.checks_inspection_rest_region_id_idx;


--
-- Name: checks_inspection_rest_site_id_idx; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.checks_inspection_site_id_c1a8f3a2 ATTACH PARTITION public.checks_inspection_rest_site_id_idx;


--
-- Name: checks_inspection_rest_site_id_month_idx; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.inspection_site ATTACH PARTITION public.checks_inspection_rest_site_id_month_idx;


--
-- Name: checks_inspection_rest_subject_kind_subject_id_checked_on_idx; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.inspection_subject ATTACH PARTITION public.checks_inspection_rest_subject_kind_subject_id_checked_on_idx;


--
-- Name: plans_plantask_rest_created_by_id_idx; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.plans_plantask_created_by_id_76763ee7 ATTACH PARTITION public.plans_plantask_rest_created_by_id_idx;


--
-- Name: plans_plantask_rest_due_on_id_idx; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.plan_task_due ATTACH PARTITION public.plans_plantask_rest_due_on_id_idx;


--
-- Name: plans_plantask_rest_ended_by_id_idx; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.plans_plantask_ended_by_id_bfe0be07 ATTACH PARTITION public.plans_plantask_rest_ended_by_id_idx;


--
-- Name: plans_plantask_rest_enterprise_id_idx; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.plans_plantask_enterprise_id_65b72b95 ATTACH PARTITION public.plans_plantask_rest_enterprise_id_idx;


--
-- Name: plans_plantask_rest_pkey; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.plans_plantask_pkey ATTACH PARTITION public.plans_plantask_rest_pkey;


--
-- Name: plans_plantask_rest_plan_id_idx; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.plans_plantask_plan_id_69cec88a ATTACH PARTITION public.plans_plantask_rest_plan_id_idx;


--
-- Name: plans_plantask_rest_plan_id_subject_id_starts_on_idx; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.plan_task_subject ATTACH PARTITION public.plans_plantask_rest_plan_id_subject_id_starts_on_idx;


--
-- Name: plans_plantask_rest_plan_id_subject_id_starts_on_month_key; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.plan_task_once ATTACH PARTITION public.plans_plantask_rest_plan_id_subject_id_starts_on_month_key;


--
-- Name: plans_plantask_rest_region_id_idx; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.plans_plantask_region_id_4dd8c8c5 ATTACH PARTITION public.plans_plantask_rest_region_id_idx;


--
-- Name: plans_plantask_rest_region_id_status_idx; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.plan_task_region ATTACH PARTITION public.plans_plantask_rest_region_id_status_idx;


--
-- Name: plans_plantask_rest_site_id_idx; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.plans_plantask_site_id_0bbd45ba ATTACH PARTITION public.plans_plantask_rest_site_id_idx;


--
-- Name: plans_plantask_rest_site_id_month_idx; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.plan_task_site ATTACH PARTITION public.plans_plantask_rest_site_id_month_idx;


--
-- Name: risks_risktask_rest_created_by_id_idx; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.risks_risktask_created_by_id_9e43f3a3 ATTACH PARTITION public.risks_risktask_rest_created_by_id_idx;


--
-- Name: risks_risktask_rest_due_on_id_idx; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.risk_task_due ATTACH PARTITION public.risks_risktask_rest_due_on_id_idx;


--
-- Name: risks_risktask_rest_ended_by_id_idx; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.risks_risktask_ended_by_id_aec79501 ATTACH PARTITION public.risks_risktask_rest_ended_by_id_idx;


--
-- Name: risks_risktask_rest_enterprise_id_idx; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.risks_risktask_enterprise_id_4f441aef ATTACH PARTITION public.risks_risktask_rest_enterprise_id_idx;


--
-- Name: risks_risktask_rest_enterprise_id_status_idx; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.risk_task_enterprise ATTACH PARTITION public.risks_risktask_rest_enterprise_id_status_idx;


--
-- Name: risks_risktask_rest_pkey; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.risks_risktask_pkey ATTACH PARTITION public.risks_risktask_rest_pkey;


--
-- Name: risks_risktask_rest_region_id_idx; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.risks_risktask_region_id_69f07bf3 ATTACH PARTITION public.risks_risktask_rest_region_id_idx;


--
-- Name: risks_risktask_rest_region_id_idx1; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.risk_task_asking ATTACH PARTITION public.risks_risktask_rest_region_id_idx1;


--
-- Name: risks_risktask_rest_region_id_status_idx; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.risk_task_region ATTACH PARTITION public.risks_risktask_rest_region_id_status_idx;


--
-- Name: risks_risktask_rest_risk_point_id_idx; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.risks_risktask_risk_point_id_cabbe2d4 ATTACH PARTITION public.risks_risktask_rest_risk_point_id_idx;


--
-- Name: risks_risktask_rest_risk_point_id_month_key; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.risk_task_once ATTACH PARTITION public.risks_risktask_rest_risk_point_id_month_key;


--
-- Name: risks_risktask_rest_site_id_idx; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.risks_risktask_site_id_3c783318 ATTACH PARTITION public.risks_risktask_rest_site_id_idx;


--
-- Name: risks_risktask_rest_site_id_month_idx; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.risk_task_site ATTACH PARTITION public.risks_risktask_rest_site_id_month_idx;


--
-- Name: terminals_position_rest_pkey; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.terminals_position_pkey ATTACH PARTITION public.terminals_position_rest_pkey;


--
-- Name: terminals_position_rest_terminal_id_at_month_key; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.position_once ATTACH PARTITION public.terminals_position_rest_terminal_id_at_month_key;


--
-- Name: documents_fileddocument document_as_filed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER document_as_filed BEFORE DELETE OR UPDATE ON public.documents_fileddocument FOR EACH ROW EXECUTE FUNCTION public.documents_keep_as_filed();


--
-- Name: regions_region judge_anew; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER judge_anew AFTER DELETE OR UPDATE ON public.regions_region FOR EACH STATEMENT EXECUTE FUNCTION public.ledgerkit_judge_anew();


--
-- Name: procrastinate_jobs procrastinate_jobs_notify_queue_job_aborted_v1; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER procrastinate_jobs_notify_queue_job_aborted_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN (((old.abort_requested = false) AND (new.abort_requested = true) AND (new.status = 'doing'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_notify_queue_abort_job_v1();


--
-- Name: procrastinate_jobs procrastinate_jobs_notify_queue_job_inserted_v1; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_notify_queue_job_inserted_v1();


--
-- Name: procrastinate_jobs procrastinate_trigger_abort_requested_events_v1; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER procrastinate_trigger_abort_requested_events_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.abort_requested = true)) EXECUTE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1();


--
-- Name: procrastinate_jobs procrastinate_trigger_delete_jobs_v1; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER procrastinate_trigger_delete_jobs_v1 BEFORE DELETE ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_unlink_periodic_defers_v1();


--
-- Name: procrastinate_jobs procrastinate_trigger_scheduled_events_v1; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER procrastinate_trigger_scheduled_events_v1 AFTER INSERT OR UPDATE ON public.procrastinate_jobs FOR EACH ROW WHEN (((new.scheduled_at IS NOT NULL) AND (new.status = 'todo'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1();


--
-- Name: procrastinate_jobs procrastinate_trigger_status_events_insert_v1; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER procrastinate_trigger_status_events_insert_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1();


--
-- Name: procrastinate_jobs procrastinate_trigger_status_events_update_v1; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER procrastinate_trigger_status_events_update_v1 AFTER UPDATE OF status ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_update_v1();


--
-- Name: drills_drill touched; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER touched AFTER INSERT OR DELETE OR UPDATE ON public.drills_drill FOR EACH ROW EXECUTE FUNCTION public.ledgerkit_touch_firm();


--
-- Name: drills_emergencyplan touched; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER touched AFTER INSERT OR DELETE OR UPDATE ON public.drills_emergencyplan FOR EACH ROW EXECUTE FUNCTION public.ledgerkit_touch_firm();


--
-- Name: enterprises_enterprise touched; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER touched AFTER INSERT OR DELETE OR UPDATE ON public.enterprises_enterprise FOR EACH ROW EXECUTE FUNCTION public.ledgerkit_touch_self();


--
-- Name: enterprises_enterpriseregion touched; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER touched AFTER INSERT OR DELETE OR UPDATE ON public.enterprises_enterpriseregion FOR EACH ROW EXECUTE FUNCTION public.ledgerkit_touch_firm();


--
-- Name: enterprises_tag touched; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER touched AFTER INSERT OR DELETE OR UPDATE ON public.enterprises_tag FOR EACH ROW EXECUTE FUNCTION public.ledgerkit_touch_firm();


--
-- Name: organisation_safetyorganisation touched; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER touched AFTER INSERT OR DELETE OR UPDATE ON public.organisation_safetyorganisation FOR EACH ROW EXECUTE FUNCTION public.ledgerkit_touch_firm();


--
-- Name: people_person touched; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER touched AFTER INSERT OR DELETE OR UPDATE ON public.people_person FOR EACH ROW EXECUTE FUNCTION public.ledgerkit_touch_firm();


--
-- Name: posts_post touched; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER touched AFTER INSERT OR DELETE OR UPDATE ON public.posts_post FOR EACH ROW EXECUTE FUNCTION public.ledgerkit_touch_firm();


--
-- Name: posts_postassessment touched; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER touched AFTER INSERT OR DELETE OR UPDATE ON public.posts_postassessment FOR EACH ROW EXECUTE FUNCTION public.ledgerkit_touch_firm();


--
-- Name: province_declaration touched; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER touched AFTER INSERT OR DELETE OR UPDATE ON public.province_declaration FOR EACH ROW EXECUTE FUNCTION public.ledgerkit_touch_firm();


--
-- Name: province_listedfirm touched; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER touched AFTER INSERT OR DELETE OR UPDATE ON public.province_listedfirm FOR EACH ROW EXECUTE FUNCTION public.ledgerkit_touch_firm();


--
-- Name: regulations_regulation touched; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER touched AFTER INSERT OR DELETE OR UPDATE ON public.regulations_regulation FOR EACH ROW EXECUTE FUNCTION public.ledgerkit_touch_firm();


--
-- Name: whistle_whistlechannel touched; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER touched AFTER INSERT OR DELETE OR UPDATE ON public.whistle_whistlechannel FOR EACH ROW EXECUTE FUNCTION public.ledgerkit_touch_firm();


--
-- Name: whistle_whistlepolicy touched; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER touched AFTER INSERT OR DELETE OR UPDATE ON public.whistle_whistlepolicy FOR EACH ROW EXECUTE FUNCTION public.ledgerkit_touch_firm();


--
-- Name: accidents_accident accidents_accident_created_by_id_035ff1fb_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accidents_accident
    ADD CONSTRAINT accidents_accident_created_by_id_035ff1fb_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: accidents_accident accidents_accident_ended_by_id_99e29b69_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accidents_accident
    ADD CONSTRAINT accidents_accident_ended_by_id_99e29b69_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: accidents_accident accidents_accident_enterprise_id_ead3693b_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accidents_accident
    ADD CONSTRAINT accidents_accident_enterprise_id_ead3693b_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: accidents_accident accidents_accident_region_id_8c87a493_fk_regions_region_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accidents_accident
    ADD CONSTRAINT accidents_accident_region_id_8c87a493_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: accidents_accident accidents_accident_site_id_ce77af8e_fk_enterprises_site_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accidents_accident
    ADD CONSTRAINT accidents_accident_site_id_ce77af8e_fk_enterprises_site_id FOREIGN KEY (site_id) REFERENCES public.enterprises_site(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: accidents_injury accidents_injury_accident_id_ec876557_fk_accidents_accident_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accidents_injury
    ADD CONSTRAINT accidents_injury_accident_id_ec876557_fk_accidents_accident_id FOREIGN KEY (accident_id) REFERENCES public.accidents_accident(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: accidents_injury accidents_injury_created_by_id_61f0755b_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accidents_injury
    ADD CONSTRAINT accidents_injury_created_by_id_61f0755b_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: accidents_injury accidents_injury_ended_by_id_8a2294d1_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accidents_injury
    ADD CONSTRAINT accidents_injury_ended_by_id_8a2294d1_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: accidents_injury accidents_injury_enterprise_id_3d020182_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accidents_injury
    ADD CONSTRAINT accidents_injury_enterprise_id_3d020182_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: accidents_injury accidents_injury_head_id_7b4c5095_fk_accidents_injury_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accidents_injury
    ADD CONSTRAINT accidents_injury_head_id_7b4c5095_fk_accidents_injury_id FOREIGN KEY (head_id) REFERENCES public.accidents_injury(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: accidents_injury accidents_injury_region_id_619ec704_fk_regions_region_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accidents_injury
    ADD CONSTRAINT accidents_injury_region_id_619ec704_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: accidents_injury accidents_injury_site_id_6294f1ca_fk_enterprises_site_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accidents_injury
    ADD CONSTRAINT accidents_injury_site_id_6294f1ca_fk_enterprises_site_id FOREIGN KEY (site_id) REFERENCES public.enterprises_site(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: accounts_accesstoken accounts_accesstoken_user_id_9665e3f6_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts_accesstoken
    ADD CONSTRAINT accounts_accesstoken_user_id_9665e3f6_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: accounts_assignment accounts_assignment_department_id_3875a472_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts_assignment
    ADD CONSTRAINT accounts_assignment_department_id_3875a472_fk_enterpris FOREIGN KEY (department_id) REFERENCES public.enterprises_department(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: accounts_assignment accounts_assignment_enterprise_id_f6708a09_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts_assignment
    ADD CONSTRAINT accounts_assignment_enterprise_id_f6708a09_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: accounts_assignment accounts_assignment_region_id_0b368975_fk_regions_region_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts_assignment
    ADD CONSTRAINT accounts_assignment_region_id_0b368975_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: accounts_assignment accounts_assignment_role_id_391529d3_fk_accounts_role_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts_assignment
    ADD CONSTRAINT accounts_assignment_role_id_391529d3_fk_accounts_role_id FOREIGN KEY (role_id) REFERENCES public.accounts_role(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: accounts_assignment accounts_assignment_user_id_5a8ad746_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts_assignment
    ADD CONSTRAINT accounts_assignment_user_id_5a8ad746_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: accounts_identity accounts_identity_user_id_f7ddf146_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts_identity
    ADD CONSTRAINT accounts_identity_user_id_f7ddf146_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: accounts_oldpassword accounts_oldpassword_user_id_c1f64a89_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts_oldpassword
    ADD CONSTRAINT accounts_oldpassword_user_id_c1f64a89_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: accounts_recoverycode accounts_recoverycode_user_id_994761d3_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts_recoverycode
    ADD CONSTRAINT accounts_recoverycode_user_id_994761d3_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: accounts_secondfactor accounts_secondfactor_user_id_1e182b70_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts_secondfactor
    ADD CONSTRAINT accounts_secondfactor_user_id_1e182b70_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: accounts_signinlink accounts_signinlink_user_id_a6b02f6b_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts_signinlink
    ADD CONSTRAINT accounts_signinlink_user_id_a6b02f6b_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: accounts_user accounts_user_department_id_8dc06840_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts_user
    ADD CONSTRAINT accounts_user_department_id_8dc06840_fk_enterpris FOREIGN KEY (department_id) REFERENCES public.enterprises_department(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: accounts_usersession accounts_usersession_user_id_567c9519_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts_usersession
    ADD CONSTRAINT accounts_usersession_user_id_567c9519_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: accounts_usersetting accounts_usersetting_user_id_a191eaac_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts_usersetting
    ADD CONSTRAINT accounts_usersetting_user_id_a191eaac_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: administration_request administration_reque_created_by_id_0bfffb01_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.administration_request
    ADD CONSTRAINT administration_reque_created_by_id_0bfffb01_fk_accounts_ FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: administration_request administration_reque_decided_by_id_4541ac66_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.administration_request
    ADD CONSTRAINT administration_reque_decided_by_id_4541ac66_fk_accounts_ FOREIGN KEY (decided_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: administration_request administration_request_ended_by_id_a704e010_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.administration_request
    ADD CONSTRAINT administration_request_ended_by_id_a704e010_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: administration_request administration_request_role_id_3a049f1f_fk_accounts_role_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.administration_request
    ADD CONSTRAINT administration_request_role_id_3a049f1f_fk_accounts_role_id FOREIGN KEY (role_id) REFERENCES public.accounts_role(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: administration_request administration_request_user_id_0949e449_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.administration_request
    ADD CONSTRAINT administration_request_user_id_0949e449_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: administration_wish administration_wish_user_id_389ceafd_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.administration_wish
    ADD CONSTRAINT administration_wish_user_id_389ceafd_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: alerts_alert alerts_alert_created_by_id_520608c0_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.alerts_alert
    ADD CONSTRAINT alerts_alert_created_by_id_520608c0_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: alerts_alert alerts_alert_ended_by_id_41834c0a_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.alerts_alert
    ADD CONSTRAINT alerts_alert_ended_by_id_41834c0a_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: approvals_approval approvals_approval_created_by_id_43574d40_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.approvals_approval
    ADD CONSTRAINT approvals_approval_created_by_id_43574d40_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: approvals_approval approvals_approval_ended_by_id_55fc3854_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.approvals_approval
    ADD CONSTRAINT approvals_approval_ended_by_id_55fc3854_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: approvals_approval approvals_approval_enterprise_id_1455c305_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.approvals_approval
    ADD CONSTRAINT approvals_approval_enterprise_id_1455c305_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: approvals_approval approvals_approval_region_id_21af01e1_fk_regions_region_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.approvals_approval
    ADD CONSTRAINT approvals_approval_region_id_21af01e1_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: approvals_approvalevent approvals_approvalev_approval_id_08a71ba2_fk_approvals; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.approvals_approvalevent
    ADD CONSTRAINT approvals_approvalev_approval_id_08a71ba2_fk_approvals FOREIGN KEY (approval_id) REFERENCES public.approvals_approval(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: approvals_approvalevent approvals_approvalevent_actor_id_332b413d_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.approvals_approvalevent
    ADD CONSTRAINT approvals_approvalevent_actor_id_332b413d_fk_accounts_user_id FOREIGN KEY (actor_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: approvals_approvalstep approvals_approvalst_approval_id_93f5d86d_fk_approvals; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.approvals_approvalstep
    ADD CONSTRAINT approvals_approvalst_approval_id_93f5d86d_fk_approvals FOREIGN KEY (approval_id) REFERENCES public.approvals_approval(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: approvals_approvalstep approvals_approvalst_decided_by_id_490eaba6_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.approvals_approvalstep
    ADD CONSTRAINT approvals_approvalst_decided_by_id_490eaba6_fk_accounts_ FOREIGN KEY (decided_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: approvals_approvalstep approvals_approvalstep_delegate_id_cd7a6dfe_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.approvals_approvalstep
    ADD CONSTRAINT approvals_approvalstep_delegate_id_cd7a6dfe_fk_accounts_user_id FOREIGN KEY (delegate_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: approvals_approvalstep approvals_approvalstep_region_id_75881c79_fk_regions_region_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.approvals_approvalstep
    ADD CONSTRAINT approvals_approvalstep_region_id_75881c79_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: audit_archive audit_archive_made_by_id_543c8aae_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.audit_archive
    ADD CONSTRAINT audit_archive_made_by_id_543c8aae_fk_accounts_user_id FOREIGN KEY (made_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: audit_entry audit_entry_actor_id_57c4b003_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.audit_entry
    ADD CONSTRAINT audit_entry_actor_id_57c4b003_fk_accounts_user_id FOREIGN KEY (actor_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: auth_group_permissions auth_group_permissio_permission_id_84c5c92e_fk_auth_perm; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissio_permission_id_84c5c92e_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: auth_group_permissions auth_group_permissions_group_id_b120cbf9_fk_auth_group_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_b120cbf9_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: auth_permission auth_permission_content_type_id_2f476e4b_fk_django_co; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_2f476e4b_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: axes_accessattemptexpiration axes_accessattemptex_access_attempt_id_6b73a47a_fk_axes_acce; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.axes_accessattemptexpiration
    ADD CONSTRAINT axes_accessattemptex_access_attempt_id_6b73a47a_fk_axes_acce FOREIGN KEY (access_attempt_id) REFERENCES public.axes_accessattempt(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: cases_accidentcase cases_accidentcase_created_by_id_7a5792e9_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.cases_accidentcase
    ADD CONSTRAINT cases_accidentcase_created_by_id_7a5792e9_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: cases_accidentcase cases_accidentcase_ended_by_id_e42c3ba6_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.cases_accidentcase
    ADD CONSTRAINT cases_accidentcase_ended_by_id_e42c3ba6_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: cases_reading cases_reading_case_id_bf48e51a_fk_cases_accidentcase_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.cases_reading
    ADD CONSTRAINT cases_reading_case_id_bf48e51a_fk_cases_accidentcase_id FOREIGN KEY (case_id) REFERENCES public.cases_accidentcase(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: cases_reading cases_reading_created_by_id_d16ddaf6_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.cases_reading
    ADD CONSTRAINT cases_reading_created_by_id_d16ddaf6_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: cases_reading cases_reading_ended_by_id_7943b5a5_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.cases_reading
    ADD CONSTRAINT cases_reading_ended_by_id_7943b5a5_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: cases_reading cases_reading_enterprise_id_0e62e177_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.cases_reading
    ADD CONSTRAINT cases_reading_enterprise_id_0e62e177_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: checks_checkitem checks_checkitem_created_by_id_ded6ad2c_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.checks_checkitem
    ADD CONSTRAINT checks_checkitem_created_by_id_ded6ad2c_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: checks_checkitem checks_checkitem_ended_by_id_d0a2503e_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.checks_checkitem
    ADD CONSTRAINT checks_checkitem_ended_by_id_d0a2503e_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: checks_checkitem checks_checkitem_enterprise_id_de28b0ad_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.checks_checkitem
    ADD CONSTRAINT checks_checkitem_enterprise_id_de28b0ad_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: checks_checkitem checks_checkitem_region_id_182df053_fk_regions_region_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.checks_checkitem
    ADD CONSTRAINT checks_checkitem_region_id_182df053_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: checks_checkitem checks_checkitem_site_id_1bae7707_fk_enterprises_site_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.checks_checkitem
    ADD CONSTRAINT checks_checkitem_site_id_1bae7707_fk_enterprises_site_id FOREIGN KEY (site_id) REFERENCES public.enterprises_site(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: checks_inspection checks_inspection_created_by_id_6f4fb618_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE public.checks_inspection
    ADD CONSTRAINT checks_inspection_created_by_id_6f4fb618_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: checks_inspection checks_inspection_ended_by_id_134875e7_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE public.checks_inspection
    ADD CONSTRAINT checks_inspection_ended_by_id_134875e7_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: checks_inspection checks_inspection_enterprise_id_d8bf7c5e_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE public.checks_inspection
    ADD CONSTRAINT checks_inspection_enterprise_id_d8bf7c5e_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: checks_inspection checks_inspection_region_id_1398d54e_fk_regions_region_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE public.checks_inspection
    ADD CONSTRAINT checks_inspection_region_id_1398d54e_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: checks_inspection checks_inspection_site_id_c1a8f3a2_fk_enterprises_site_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE public.checks_inspection
    ADD CONSTRAINT checks_inspection_site_id_c1a8f3a2_fk_enterprises_site_id FOREIGN KEY (site_id) REFERENCES public.enterprises_site(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: clients_client clients_client_created_by_id_c8f840e4_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.clients_client
    ADD CONSTRAINT clients_client_created_by_id_c8f840e4_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: clients_client clients_client_ended_by_id_896220c2_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.clients_client
    ADD CONSTRAINT clients_client_ended_by_id_896220c2_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: clients_client clients_client_proposed_by_id_84e572ec_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.clients_client
    ADD CONSTRAINT clients_client_proposed_by_id_84e572ec_fk_accounts_user_id FOREIGN KEY (proposed_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: clients_client clients_client_user_id_57c8fc4a_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.clients_client
    ADD CONSTRAINT clients_client_user_id_57c8fc4a_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: clients_clientcall clients_clientcall_client_id_77f8336c_fk_clients_client_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.clients_clientcall
    ADD CONSTRAINT clients_clientcall_client_id_77f8336c_fk_clients_client_id FOREIGN KEY (client_id) REFERENCES public.clients_client(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: clients_clientkey clients_clientkey_client_id_fe91c8a9_fk_clients_client_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.clients_clientkey
    ADD CONSTRAINT clients_clientkey_client_id_fe91c8a9_fk_clients_client_id FOREIGN KEY (client_id) REFERENCES public.clients_client(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: clients_clientnonce clients_clientnonce_client_id_b118428d_fk_clients_client_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.clients_clientnonce
    ADD CONSTRAINT clients_clientnonce_client_id_b118428d_fk_clients_client_id FOREIGN KEY (client_id) REFERENCES public.clients_client(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: clients_clientsession clients_clientsession_client_id_3f45f924_fk_clients_client_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.clients_clientsession
    ADD CONSTRAINT clients_clientsession_client_id_3f45f924_fk_clients_client_id FOREIGN KEY (client_id) REFERENCES public.clients_client(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: codes_safecode codes_safecode_created_by_id_e10ae4b1_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.codes_safecode
    ADD CONSTRAINT codes_safecode_created_by_id_e10ae4b1_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: codes_safecode codes_safecode_ended_by_id_aa47c5ef_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.codes_safecode
    ADD CONSTRAINT codes_safecode_ended_by_id_aa47c5ef_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: codes_safecode codes_safecode_enterprise_id_eb93426b_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.codes_safecode
    ADD CONSTRAINT codes_safecode_enterprise_id_eb93426b_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: codes_safecode codes_safecode_region_id_440bc74f_fk_regions_region_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.codes_safecode
    ADD CONSTRAINT codes_safecode_region_id_440bc74f_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: codes_safecode codes_safecode_site_id_a5f82022_fk_enterprises_site_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.codes_safecode
    ADD CONSTRAINT codes_safecode_site_id_a5f82022_fk_enterprises_site_id FOREIGN KEY (site_id) REFERENCES public.enterprises_site(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: codes_scan codes_scan_code_id_88212756_fk_codes_safecode_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.codes_scan
    ADD CONSTRAINT codes_scan_code_id_88212756_fk_codes_safecode_id FOREIGN KEY (code_id) REFERENCES public.codes_safecode(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: dictionaries_item dictionaries_item_scheme_id_19fdc1db_fk_dictionaries_scheme_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.dictionaries_item
    ADD CONSTRAINT dictionaries_item_scheme_id_19fdc1db_fk_dictionaries_scheme_id FOREIGN KEY (scheme_id) REFERENCES public.dictionaries_scheme(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: documents_fileddocument documents_fileddocum_created_by_id_7fbc6e53_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.documents_fileddocument
    ADD CONSTRAINT documents_fileddocum_created_by_id_7fbc6e53_fk_accounts_ FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: documents_fileddocument documents_fileddocum_ended_by_id_08e3c1a0_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.documents_fileddocument
    ADD CONSTRAINT documents_fileddocum_ended_by_id_08e3c1a0_fk_accounts_ FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: documents_fileddocument documents_fileddocum_enterprise_id_f5cfc161_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.documents_fileddocument
    ADD CONSTRAINT documents_fileddocum_enterprise_id_f5cfc161_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: drills_drill drills_drill_created_by_id_1535eb9c_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.drills_drill
    ADD CONSTRAINT drills_drill_created_by_id_1535eb9c_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: drills_drill drills_drill_ended_by_id_067f06ed_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.drills_drill
    ADD CONSTRAINT drills_drill_ended_by_id_067f06ed_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: drills_drill drills_drill_enterprise_id_da017a63_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.drills_drill
    ADD CONSTRAINT drills_drill_enterprise_id_da017a63_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: drills_drill drills_drill_plan_id_6eacef93_fk_drills_emergencyplan_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.drills_drill
    ADD CONSTRAINT drills_drill_plan_id_6eacef93_fk_drills_emergencyplan_id FOREIGN KEY (plan_id) REFERENCES public.drills_emergencyplan(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: drills_drill drills_drill_region_id_af222139_fk_regions_region_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.drills_drill
    ADD CONSTRAINT drills_drill_region_id_af222139_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: drills_drill drills_drill_site_id_ef6fcba7_fk_enterprises_site_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.drills_drill
    ADD CONSTRAINT drills_drill_site_id_ef6fcba7_fk_enterprises_site_id FOREIGN KEY (site_id) REFERENCES public.enterprises_site(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: drills_emergencyplan drills_emergencyplan_created_by_id_8c3c18a0_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.drills_emergencyplan
    ADD CONSTRAINT drills_emergencyplan_created_by_id_8c3c18a0_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: drills_emergencyplan drills_emergencyplan_ended_by_id_21137fde_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.drills_emergencyplan
    ADD CONSTRAINT drills_emergencyplan_ended_by_id_21137fde_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: drills_emergencyplan drills_emergencyplan_enterprise_id_965deda3_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.drills_emergencyplan
    ADD CONSTRAINT drills_emergencyplan_enterprise_id_965deda3_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: enterprises_department enterprises_departme_created_by_id_967de1f6_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_department
    ADD CONSTRAINT enterprises_departme_created_by_id_967de1f6_fk_accounts_ FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: enterprises_department enterprises_departme_parent_id_e0cea905_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_department
    ADD CONSTRAINT enterprises_departme_parent_id_e0cea905_fk_enterpris FOREIGN KEY (parent_id) REFERENCES public.enterprises_department(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: enterprises_department enterprises_department_ended_by_id_d1386793_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_department
    ADD CONSTRAINT enterprises_department_ended_by_id_d1386793_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: enterprises_department enterprises_department_region_id_89d79583_fk_regions_region_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_department
    ADD CONSTRAINT enterprises_department_region_id_89d79583_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: enterprises_enterprise enterprises_enterpri_created_by_id_9bfc1e1c_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_enterprise
    ADD CONSTRAINT enterprises_enterpri_created_by_id_9bfc1e1c_fk_accounts_ FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: enterprises_enterprise enterprises_enterpri_department_id_f30606d9_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_enterprise
    ADD CONSTRAINT enterprises_enterpri_department_id_f30606d9_fk_enterpris FOREIGN KEY (department_id) REFERENCES public.enterprises_department(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: enterprises_enterpriseregion enterprises_enterpri_enterprise_id_4179bd93_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_enterpriseregion
    ADD CONSTRAINT enterprises_enterpri_enterprise_id_4179bd93_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: enterprises_enterprise enterprises_enterpri_merged_into_id_01de8c01_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_enterprise
    ADD CONSTRAINT enterprises_enterpri_merged_into_id_01de8c01_fk_enterpris FOREIGN KEY (merged_into_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: enterprises_enterprisetrace enterprises_enterpri_region_id_7caf1aa7_fk_regions_r; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_enterprisetrace
    ADD CONSTRAINT enterprises_enterpri_region_id_7caf1aa7_fk_regions_r FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: enterprises_enterpriseregion enterprises_enterpri_region_id_7fe990f6_fk_regions_r; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_enterpriseregion
    ADD CONSTRAINT enterprises_enterpri_region_id_7fe990f6_fk_regions_r FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: enterprises_enterprise enterprises_enterprise_ended_by_id_8f40f66b_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_enterprise
    ADD CONSTRAINT enterprises_enterprise_ended_by_id_8f40f66b_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: enterprises_enterprise enterprises_enterprise_region_id_095272a5_fk_regions_region_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_enterprise
    ADD CONSTRAINT enterprises_enterprise_region_id_095272a5_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: enterprises_image enterprises_image_restructuring_id_74420999_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_image
    ADD CONSTRAINT enterprises_image_restructuring_id_74420999_fk_enterpris FOREIGN KEY (restructuring_id) REFERENCES public.enterprises_restructuring(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: enterprises_legacyrow enterprises_legacyro_enterprise_id_c474bd5d_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_legacyrow
    ADD CONSTRAINT enterprises_legacyro_enterprise_id_c474bd5d_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: enterprises_legacyrow enterprises_legacyrow_site_id_9d0047a8_fk_enterprises_site_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_legacyrow
    ADD CONSTRAINT enterprises_legacyrow_site_id_9d0047a8_fk_enterprises_site_id FOREIGN KEY (site_id) REFERENCES public.enterprises_site(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: enterprises_restructuring enterprises_restruct_created_by_id_bf0b5780_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_restructuring
    ADD CONSTRAINT enterprises_restruct_created_by_id_bf0b5780_fk_accounts_ FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: enterprises_restructuring enterprises_restruct_ended_by_id_dc7e8a2e_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_restructuring
    ADD CONSTRAINT enterprises_restruct_ended_by_id_dc7e8a2e_fk_accounts_ FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: enterprises_restructuring enterprises_restruct_enterprise_id_1cf2dac7_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_restructuring
    ADD CONSTRAINT enterprises_restruct_enterprise_id_1cf2dac7_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: enterprises_restructuring enterprises_restruct_other_id_3442caad_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_restructuring
    ADD CONSTRAINT enterprises_restruct_other_id_3442caad_fk_enterpris FOREIGN KEY (other_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: enterprises_restructuring enterprises_restruct_undone_by_id_f9601ca4_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_restructuring
    ADD CONSTRAINT enterprises_restruct_undone_by_id_f9601ca4_fk_accounts_ FOREIGN KEY (undone_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: enterprises_site enterprises_site_created_by_id_de93d25b_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_site
    ADD CONSTRAINT enterprises_site_created_by_id_de93d25b_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: enterprises_site enterprises_site_ended_by_id_516fcaff_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_site
    ADD CONSTRAINT enterprises_site_ended_by_id_516fcaff_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: enterprises_site enterprises_site_enterprise_id_ca720e35_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_site
    ADD CONSTRAINT enterprises_site_enterprise_id_ca720e35_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: enterprises_site enterprises_site_region_id_68e18566_fk_regions_region_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_site
    ADD CONSTRAINT enterprises_site_region_id_68e18566_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: enterprises_sitemove enterprises_sitemove_moved_by_id_f9bd34c4_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_sitemove
    ADD CONSTRAINT enterprises_sitemove_moved_by_id_f9bd34c4_fk_accounts_user_id FOREIGN KEY (moved_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: enterprises_sitemove enterprises_sitemove_new_region_id_8c4f4f17_fk_regions_r; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_sitemove
    ADD CONSTRAINT enterprises_sitemove_new_region_id_8c4f4f17_fk_regions_r FOREIGN KEY (new_region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: enterprises_sitemove enterprises_sitemove_old_region_id_8512a4a5_fk_regions_r; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_sitemove
    ADD CONSTRAINT enterprises_sitemove_old_region_id_8512a4a5_fk_regions_r FOREIGN KEY (old_region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: enterprises_sitemove enterprises_sitemove_site_id_c07c4efd_fk_enterprises_site_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_sitemove
    ADD CONSTRAINT enterprises_sitemove_site_id_c07c4efd_fk_enterprises_site_id FOREIGN KEY (site_id) REFERENCES public.enterprises_site(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: enterprises_statuschange enterprises_statusch_created_by_id_0213c44b_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_statuschange
    ADD CONSTRAINT enterprises_statusch_created_by_id_0213c44b_fk_accounts_ FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: enterprises_statuschange enterprises_statusch_decided_by_id_6ac40c0e_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_statuschange
    ADD CONSTRAINT enterprises_statusch_decided_by_id_6ac40c0e_fk_accounts_ FOREIGN KEY (decided_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: enterprises_statuschange enterprises_statusch_ended_by_id_a981e747_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_statuschange
    ADD CONSTRAINT enterprises_statusch_ended_by_id_a981e747_fk_accounts_ FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: enterprises_statuschange enterprises_statusch_enterprise_id_d5febe85_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_statuschange
    ADD CONSTRAINT enterprises_statusch_enterprise_id_d5febe85_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: enterprises_statuschange enterprises_statusch_site_id_d55de157_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_statuschange
    ADD CONSTRAINT enterprises_statusch_site_id_d55de157_fk_enterpris FOREIGN KEY (site_id) REFERENCES public.enterprises_site(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: enterprises_tag enterprises_tag_enterprise_id_fc204db4_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_tag
    ADD CONSTRAINT enterprises_tag_enterprise_id_fc204db4_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: enterprises_tag enterprises_tag_given_by_id_2ec60104_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_tag
    ADD CONSTRAINT enterprises_tag_given_by_id_2ec60104_fk_accounts_user_id FOREIGN KEY (given_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: enterprises_tag enterprises_tag_site_id_144ada3a_fk_enterprises_site_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_tag
    ADD CONSTRAINT enterprises_tag_site_id_144ada3a_fk_enterprises_site_id FOREIGN KEY (site_id) REFERENCES public.enterprises_site(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: enterprises_tag enterprises_tag_withdrawn_by_id_32dcb12c_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enterprises_tag
    ADD CONSTRAINT enterprises_tag_withdrawn_by_id_32dcb12c_fk_accounts_user_id FOREIGN KEY (withdrawn_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: equipment_equipment equipment_equipment_created_by_id_4bc728b7_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.equipment_equipment
    ADD CONSTRAINT equipment_equipment_created_by_id_4bc728b7_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: equipment_equipment equipment_equipment_ended_by_id_782b875a_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.equipment_equipment
    ADD CONSTRAINT equipment_equipment_ended_by_id_782b875a_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: equipment_equipment equipment_equipment_enterprise_id_7f63ffae_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.equipment_equipment
    ADD CONSTRAINT equipment_equipment_enterprise_id_7f63ffae_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: equipment_equipment equipment_equipment_region_id_9cff8061_fk_regions_region_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.equipment_equipment
    ADD CONSTRAINT equipment_equipment_region_id_9cff8061_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: equipment_equipment equipment_equipment_responsible_id_3cfe16dc_fk_people_person_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.equipment_equipment
    ADD CONSTRAINT equipment_equipment_responsible_id_3cfe16dc_fk_people_person_id FOREIGN KEY (responsible_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: equipment_equipment equipment_equipment_site_id_05452248_fk_enterprises_site_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.equipment_equipment
    ADD CONSTRAINT equipment_equipment_site_id_05452248_fk_enterprises_site_id FOREIGN KEY (site_id) REFERENCES public.enterprises_site(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: equipment_examination equipment_examinatio_created_by_id_d87278c7_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.equipment_examination
    ADD CONSTRAINT equipment_examinatio_created_by_id_d87278c7_fk_accounts_ FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: equipment_examination equipment_examinatio_enterprise_id_d17a5658_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.equipment_examination
    ADD CONSTRAINT equipment_examinatio_enterprise_id_d17a5658_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: equipment_examination equipment_examinatio_equipment_id_f2e3df32_fk_equipment; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.equipment_examination
    ADD CONSTRAINT equipment_examinatio_equipment_id_f2e3df32_fk_equipment FOREIGN KEY (equipment_id) REFERENCES public.equipment_equipment(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: equipment_examination equipment_examination_ended_by_id_b0d61b5c_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.equipment_examination
    ADD CONSTRAINT equipment_examination_ended_by_id_b0d61b5c_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: equipment_examination equipment_examination_region_id_306074bc_fk_regions_region_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.equipment_examination
    ADD CONSTRAINT equipment_examination_region_id_306074bc_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: equipment_examination equipment_examination_site_id_e5378943_fk_enterprises_site_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.equipment_examination
    ADD CONSTRAINT equipment_examination_site_id_e5378943_fk_enterprises_site_id FOREIGN KEY (site_id) REFERENCES public.enterprises_site(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: equipment_safetydevice equipment_safetydevi_created_by_id_0e55b7f1_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.equipment_safetydevice
    ADD CONSTRAINT equipment_safetydevi_created_by_id_0e55b7f1_fk_accounts_ FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: equipment_safetydevice equipment_safetydevi_enterprise_id_f0001b88_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.equipment_safetydevice
    ADD CONSTRAINT equipment_safetydevi_enterprise_id_f0001b88_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: equipment_safetydevice equipment_safetydevi_equipment_id_7be75577_fk_equipment; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.equipment_safetydevice
    ADD CONSTRAINT equipment_safetydevi_equipment_id_7be75577_fk_equipment FOREIGN KEY (equipment_id) REFERENCES public.equipment_equipment(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: equipment_safetydevice equipment_safetydevice_ended_by_id_00af1d56_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.equipment_safetydevice
    ADD CONSTRAINT equipment_safetydevice_ended_by_id_00af1d56_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: equipment_safetydevice equipment_safetydevice_region_id_77bce808_fk_regions_region_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.equipment_safetydevice
    ADD CONSTRAINT equipment_safetydevice_region_id_77bce808_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: equipment_safetydevice equipment_safetydevice_site_id_f121c2a0_fk_enterprises_site_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.equipment_safetydevice
    ADD CONSTRAINT equipment_safetydevice_site_id_f121c2a0_fk_enterprises_site_id FOREIGN KEY (site_id) REFERENCES public.enterprises_site(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: exports_export exports_export_user_id_667d37db_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.exports_export
    ADD CONSTRAINT exports_export_user_id_667d37db_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: files_attachment files_attachment_file_id_99266eea_fk_files_storedfile_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.files_attachment
    ADD CONSTRAINT files_attachment_file_id_99266eea_fk_files_storedfile_id FOREIGN KEY (file_id) REFERENCES public.files_storedfile(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: files_storedfile files_storedfile_created_by_id_de01f830_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.files_storedfile
    ADD CONSTRAINT files_storedfile_created_by_id_de01f830_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: footage_footagelabel footage_footagelabel_created_by_id_b762f526_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.footage_footagelabel
    ADD CONSTRAINT footage_footagelabel_created_by_id_b762f526_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: footage_footagelabel footage_footagelabel_ended_by_id_63ce0651_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.footage_footagelabel
    ADD CONSTRAINT footage_footagelabel_ended_by_id_63ce0651_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: footage_footagemark footage_footagemark_created_by_id_07fb29b7_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.footage_footagemark
    ADD CONSTRAINT footage_footagemark_created_by_id_07fb29b7_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: footage_footagemark footage_footagemark_department_id_4b468043_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.footage_footagemark
    ADD CONSTRAINT footage_footagemark_department_id_4b468043_fk_enterpris FOREIGN KEY (department_id) REFERENCES public.enterprises_department(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: footage_footagemark footage_footagemark_ended_by_id_ca4b8d4c_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.footage_footagemark
    ADD CONSTRAINT footage_footagemark_ended_by_id_ca4b8d4c_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: footage_footagemark footage_footagemark_label_id_d3a28ffc_fk_footage_f; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.footage_footagemark
    ADD CONSTRAINT footage_footagemark_label_id_d3a28ffc_fk_footage_f FOREIGN KEY (label_id) REFERENCES public.footage_footagelabel(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: footage_footagemark footage_footagemark_region_id_d6d7c44b_fk_regions_region_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.footage_footagemark
    ADD CONSTRAINT footage_footagemark_region_id_d6d7c44b_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: footage_footagemark footage_footagemark_terminal_id_67b2d8f8_fk_terminals; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.footage_footagemark
    ADD CONSTRAINT footage_footagemark_terminal_id_67b2d8f8_fk_terminals FOREIGN KEY (terminal_id) REFERENCES public.terminals_terminal(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: hazards_event hazards_event_actor_id_cabb6c47_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.hazards_event
    ADD CONSTRAINT hazards_event_actor_id_cabb6c47_fk_accounts_user_id FOREIGN KEY (actor_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: hazards_event hazards_event_hazard_id_b421499b_fk_hazards_hazard_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.hazards_event
    ADD CONSTRAINT hazards_event_hazard_id_b421499b_fk_hazards_hazard_id FOREIGN KEY (hazard_id) REFERENCES public.hazards_hazard(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: hazards_event hazards_event_round_id_c22c5594_fk_hazards_round_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.hazards_event
    ADD CONSTRAINT hazards_event_round_id_c22c5594_fk_hazards_round_id FOREIGN KEY (round_id) REFERENCES public.hazards_round(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: hazards_extension hazards_extension_decided_by_id_90b3ab4c_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.hazards_extension
    ADD CONSTRAINT hazards_extension_decided_by_id_90b3ab4c_fk_accounts_user_id FOREIGN KEY (decided_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: hazards_extension hazards_extension_hazard_id_17384c8b_fk_hazards_hazard_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.hazards_extension
    ADD CONSTRAINT hazards_extension_hazard_id_17384c8b_fk_hazards_hazard_id FOREIGN KEY (hazard_id) REFERENCES public.hazards_hazard(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: hazards_extension hazards_extension_requested_by_id_8fbe3033_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.hazards_extension
    ADD CONSTRAINT hazards_extension_requested_by_id_8fbe3033_fk_accounts_user_id FOREIGN KEY (requested_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: hazards_hazard hazards_hazard_created_by_id_c89447ee_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.hazards_hazard
    ADD CONSTRAINT hazards_hazard_created_by_id_c89447ee_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: hazards_hazard hazards_hazard_ended_by_id_2a56444d_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.hazards_hazard
    ADD CONSTRAINT hazards_hazard_ended_by_id_2a56444d_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: hazards_hazard hazards_hazard_enterprise_id_ebb4085f_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.hazards_hazard
    ADD CONSTRAINT hazards_hazard_enterprise_id_ebb4085f_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: hazards_hazard hazards_hazard_found_by_id_54181530_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.hazards_hazard
    ADD CONSTRAINT hazards_hazard_found_by_id_54181530_fk_accounts_user_id FOREIGN KEY (found_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: hazards_hazard hazards_hazard_plan_approved_by_id_1a30697f_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.hazards_hazard
    ADD CONSTRAINT hazards_hazard_plan_approved_by_id_1a30697f_fk_accounts_user_id FOREIGN KEY (plan_approved_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: hazards_hazard hazards_hazard_planned_by_id_6355c852_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.hazards_hazard
    ADD CONSTRAINT hazards_hazard_planned_by_id_6355c852_fk_accounts_user_id FOREIGN KEY (planned_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: hazards_hazard hazards_hazard_rectified_by_id_f1727f5f_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.hazards_hazard
    ADD CONSTRAINT hazards_hazard_rectified_by_id_f1727f5f_fk_accounts_user_id FOREIGN KEY (rectified_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: hazards_hazard hazards_hazard_region_id_dcb209fb_fk_regions_region_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.hazards_hazard
    ADD CONSTRAINT hazards_hazard_region_id_dcb209fb_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: hazards_hazard hazards_hazard_responsible_id_986cdc61_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.hazards_hazard
    ADD CONSTRAINT hazards_hazard_responsible_id_986cdc61_fk_accounts_user_id FOREIGN KEY (responsible_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: hazards_hazard hazards_hazard_reviewed_by_id_bea08de9_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.hazards_hazard
    ADD CONSTRAINT hazards_hazard_reviewed_by_id_bea08de9_fk_accounts_user_id FOREIGN KEY (reviewed_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: hazards_hazard hazards_hazard_site_id_31d6fa4f_fk_enterprises_site_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.hazards_hazard
    ADD CONSTRAINT hazards_hazard_site_id_31d6fa4f_fk_enterprises_site_id FOREIGN KEY (site_id) REFERENCES public.enterprises_site(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: hazards_reminder hazards_reminder_hazard_id_61c62452_fk_hazards_hazard_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.hazards_reminder
    ADD CONSTRAINT hazards_reminder_hazard_id_61c62452_fk_hazards_hazard_id FOREIGN KEY (hazard_id) REFERENCES public.hazards_hazard(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: hazards_round hazards_round_applied_by_id_6b54f771_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.hazards_round
    ADD CONSTRAINT hazards_round_applied_by_id_6b54f771_fk_accounts_user_id FOREIGN KEY (applied_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: hazards_round hazards_round_hazard_id_0da6a801_fk_hazards_hazard_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.hazards_round
    ADD CONSTRAINT hazards_round_hazard_id_0da6a801_fk_hazards_hazard_id FOREIGN KEY (hazard_id) REFERENCES public.hazards_hazard(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: hazards_round hazards_round_reviewed_by_id_dd500a0c_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.hazards_round
    ADD CONSTRAINT hazards_round_reviewed_by_id_dd500a0c_fk_accounts_user_id FOREIGN KEY (reviewed_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: hazards_round hazards_round_submitted_by_id_c0bae996_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.hazards_round
    ADD CONSTRAINT hazards_round_submitted_by_id_c0bae996_fk_accounts_user_id FOREIGN KEY (submitted_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: imports_headermemory imports_headermemory_enterprise_id_e157de74_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.imports_headermemory
    ADD CONSTRAINT imports_headermemory_enterprise_id_e157de74_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: imports_headermemory imports_headermemory_user_id_2e2bda91_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.imports_headermemory
    ADD CONSTRAINT imports_headermemory_user_id_2e2bda91_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: imports_import imports_import_user_id_b4b9c9a3_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.imports_import
    ADD CONSTRAINT imports_import_user_id_b4b9c9a3_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: imports_importrow imports_importrow_imported_id_bfe56311_fk_imports_import_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.imports_importrow
    ADD CONSTRAINT imports_importrow_imported_id_bfe56311_fk_imports_import_id FOREIGN KEY (imported_id) REFERENCES public.imports_import(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: industrial_industrialfirm industrial_industria_enterprise_id_91b81cb0_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.industrial_industrialfirm
    ADD CONSTRAINT industrial_industria_enterprise_id_91b81cb0_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: jobs_pause jobs_pause_paused_by_id_c0c781be_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.jobs_pause
    ADD CONSTRAINT jobs_pause_paused_by_id_c0c781be_fk_accounts_user_id FOREIGN KEY (paused_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: joining_claim joining_claim_answered_by_id_7cd1932d_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.joining_claim
    ADD CONSTRAINT joining_claim_answered_by_id_7cd1932d_fk_accounts_user_id FOREIGN KEY (answered_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: joining_claim joining_claim_created_by_id_0c338777_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.joining_claim
    ADD CONSTRAINT joining_claim_created_by_id_0c338777_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: joining_claim joining_claim_decided_by_id_3901f036_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.joining_claim
    ADD CONSTRAINT joining_claim_decided_by_id_3901f036_fk_accounts_user_id FOREIGN KEY (decided_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: joining_claim joining_claim_ended_by_id_43a04f5c_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.joining_claim
    ADD CONSTRAINT joining_claim_ended_by_id_43a04f5c_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: joining_claim joining_claim_enterprise_id_295981e6_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.joining_claim
    ADD CONSTRAINT joining_claim_enterprise_id_295981e6_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: joining_claim joining_claim_region_id_00b86c2e_fk_regions_region_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.joining_claim
    ADD CONSTRAINT joining_claim_region_id_00b86c2e_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: joining_invitation joining_invitation_created_by_id_8f2bf09a_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.joining_invitation
    ADD CONSTRAINT joining_invitation_created_by_id_8f2bf09a_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: joining_invitation joining_invitation_ended_by_id_4f9c3b18_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.joining_invitation
    ADD CONSTRAINT joining_invitation_ended_by_id_4f9c3b18_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: joining_invitation joining_invitation_enterprise_id_72bfc7ce_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.joining_invitation
    ADD CONSTRAINT joining_invitation_enterprise_id_72bfc7ce_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: joining_membership joining_membership_created_by_id_8f1649d0_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.joining_membership
    ADD CONSTRAINT joining_membership_created_by_id_8f1649d0_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: joining_membership joining_membership_ended_by_id_90468ce8_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.joining_membership
    ADD CONSTRAINT joining_membership_ended_by_id_90468ce8_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: joining_membership joining_membership_enterprise_id_aff22795_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.joining_membership
    ADD CONSTRAINT joining_membership_enterprise_id_aff22795_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: joining_membership joining_membership_invited_by_id_0dec74a7_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.joining_membership
    ADD CONSTRAINT joining_membership_invited_by_id_0dec74a7_fk_accounts_user_id FOREIGN KEY (invited_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: joining_membership joining_membership_user_id_809369f6_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.joining_membership
    ADD CONSTRAINT joining_membership_user_id_809369f6_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: laws_article laws_article_version_id_822970f9_fk_laws_lawversion_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.laws_article
    ADD CONSTRAINT laws_article_version_id_822970f9_fk_laws_lawversion_id FOREIGN KEY (version_id) REFERENCES public.laws_lawversion(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: laws_law laws_law_created_by_id_3c79da10_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.laws_law
    ADD CONSTRAINT laws_law_created_by_id_3c79da10_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: laws_law laws_law_ended_by_id_29face69_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.laws_law
    ADD CONSTRAINT laws_law_ended_by_id_29face69_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: laws_lawversion laws_lawversion_created_by_id_eb3c952d_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.laws_lawversion
    ADD CONSTRAINT laws_lawversion_created_by_id_eb3c952d_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: laws_lawversion laws_lawversion_ended_by_id_645a55da_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.laws_lawversion
    ADD CONSTRAINT laws_lawversion_ended_by_id_645a55da_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: laws_lawversion laws_lawversion_law_id_75372f21_fk_laws_law_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.laws_lawversion
    ADD CONSTRAINT laws_lawversion_law_id_75372f21_fk_laws_law_id FOREIGN KEY (law_id) REFERENCES public.laws_law(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: ledgerkit_fact ledgerkit_fact_enterprise_id_17a3bd58_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ledgerkit_fact
    ADD CONSTRAINT ledgerkit_fact_enterprise_id_17a3bd58_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: ledgerkit_fact ledgerkit_fact_region_id_0fd3ded2_fk_regions_region_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ledgerkit_fact
    ADD CONSTRAINT ledgerkit_fact_region_id_0fd3ded2_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: ledgerkit_fact ledgerkit_fact_site_id_27a9fea5_fk_enterprises_site_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ledgerkit_fact
    ADD CONSTRAINT ledgerkit_fact_site_id_27a9fea5_fk_enterprises_site_id FOREIGN KEY (site_id) REFERENCES public.enterprises_site(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: ledgerkit_judged ledgerkit_judged_enterprise_id_384b1f84_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ledgerkit_judged
    ADD CONSTRAINT ledgerkit_judged_enterprise_id_384b1f84_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: ledgerkit_judged ledgerkit_judged_judgement_id_cf9fec63_fk_ledgerkit; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ledgerkit_judged
    ADD CONSTRAINT ledgerkit_judged_judgement_id_cf9fec63_fk_ledgerkit FOREIGN KEY (judgement_id) REFERENCES public.ledgerkit_judgement(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: ledgerkit_mark ledgerkit_mark_site_id_dd9b94c2_fk_enterprises_site_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ledgerkit_mark
    ADD CONSTRAINT ledgerkit_mark_site_id_dd9b94c2_fk_enterprises_site_id FOREIGN KEY (site_id) REFERENCES public.enterprises_site(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: ledgerkit_total ledgerkit_total_region_id_7bdf590d_fk_regions_region_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ledgerkit_total
    ADD CONSTRAINT ledgerkit_total_region_id_7bdf590d_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: notices_notice notices_notice_user_id_62c74e71_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notices_notice
    ADD CONSTRAINT notices_notice_user_id_62c74e71_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: notices_noticesms notices_noticesms_message_id_17fdc84c_fk_sms_message_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notices_noticesms
    ADD CONSTRAINT notices_noticesms_message_id_17fdc84c_fk_sms_message_id FOREIGN KEY (message_id) REFERENCES public.sms_message(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: notices_noticesms notices_noticesms_notice_id_b7f90591_fk_notices_notice_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notices_noticesms
    ADD CONSTRAINT notices_noticesms_notice_id_b7f90591_fk_notices_notice_id FOREIGN KEY (notice_id) REFERENCES public.notices_notice(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: notices_noticewish notices_noticewish_user_id_2f2e4c71_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notices_noticewish
    ADD CONSTRAINT notices_noticewish_user_id_2f2e4c71_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: organisation_safetyorganisation organisation_safetyo_created_by_id_d1bb6692_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.organisation_safetyorganisation
    ADD CONSTRAINT organisation_safetyo_created_by_id_d1bb6692_fk_accounts_ FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: organisation_safetyorganisation organisation_safetyo_ended_by_id_6eafc98c_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.organisation_safetyorganisation
    ADD CONSTRAINT organisation_safetyo_ended_by_id_6eafc98c_fk_accounts_ FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: organisation_safetyorganisation organisation_safetyo_enterprise_id_65e0753c_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.organisation_safetyorganisation
    ADD CONSTRAINT organisation_safetyo_enterprise_id_65e0753c_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: organisation_safetyorganisation organisation_safetyo_head_id_90027faf_fk_people_pe; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.organisation_safetyorganisation
    ADD CONSTRAINT organisation_safetyo_head_id_90027faf_fk_people_pe FOREIGN KEY (head_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: organisation_safetyorganisation organisation_safetyo_parent_id_9af08601_fk_organisat; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.organisation_safetyorganisation
    ADD CONSTRAINT organisation_safetyo_parent_id_9af08601_fk_organisat FOREIGN KEY (parent_id) REFERENCES public.organisation_safetyorganisation(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: parameters_value parameters_value_set_by_id_e0cd1eca_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.parameters_value
    ADD CONSTRAINT parameters_value_set_by_id_e0cd1eca_fk_accounts_user_id FOREIGN KEY (set_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: people_certificate people_certificate_created_by_id_a5ac787d_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.people_certificate
    ADD CONSTRAINT people_certificate_created_by_id_a5ac787d_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: people_certificate people_certificate_ended_by_id_968994a2_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.people_certificate
    ADD CONSTRAINT people_certificate_ended_by_id_968994a2_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: people_certificate people_certificate_enterprise_id_bac224c8_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.people_certificate
    ADD CONSTRAINT people_certificate_enterprise_id_bac224c8_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: people_certificate people_certificate_person_id_8fdcf848_fk_people_person_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.people_certificate
    ADD CONSTRAINT people_certificate_person_id_8fdcf848_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: people_certificate people_certificate_verified_by_id_ae737dff_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.people_certificate
    ADD CONSTRAINT people_certificate_verified_by_id_ae737dff_fk_accounts_user_id FOREIGN KEY (verified_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: people_person people_person_created_by_id_82aa5eb7_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.people_person
    ADD CONSTRAINT people_person_created_by_id_82aa5eb7_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: people_person people_person_ended_by_id_f2a1603a_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.people_person
    ADD CONSTRAINT people_person_ended_by_id_f2a1603a_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: people_person people_person_enterprise_id_24c20f70_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.people_person
    ADD CONSTRAINT people_person_enterprise_id_24c20f70_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: people_person people_person_site_id_4c070efc_fk_enterprises_site_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.people_person
    ADD CONSTRAINT people_person_site_id_4c070efc_fk_enterprises_site_id FOREIGN KEY (site_id) REFERENCES public.enterprises_site(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: people_person people_person_user_id_6381a4ab_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.people_person
    ADD CONSTRAINT people_person_user_id_6381a4ab_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: permits_workpermit permits_workpermit_created_by_id_1e309f2b_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.permits_workpermit
    ADD CONSTRAINT permits_workpermit_created_by_id_1e309f2b_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: permits_workpermit permits_workpermit_ended_by_id_1d05b5f7_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.permits_workpermit
    ADD CONSTRAINT permits_workpermit_ended_by_id_1d05b5f7_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: permits_workpermit permits_workpermit_enterprise_id_28b707b3_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.permits_workpermit
    ADD CONSTRAINT permits_workpermit_enterprise_id_28b707b3_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: permits_workpermit permits_workpermit_region_id_30c24908_fk_regions_region_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.permits_workpermit
    ADD CONSTRAINT permits_workpermit_region_id_30c24908_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: permits_workpermit permits_workpermit_site_id_86c06722_fk_enterprises_site_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.permits_workpermit
    ADD CONSTRAINT permits_workpermit_site_id_86c06722_fk_enterprises_site_id FOREIGN KEY (site_id) REFERENCES public.enterprises_site(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: plans_plan plans_plan_created_by_id_6887a1fd_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plans_plan
    ADD CONSTRAINT plans_plan_created_by_id_6887a1fd_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: plans_plan plans_plan_ended_by_id_c40ac294_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plans_plan
    ADD CONSTRAINT plans_plan_ended_by_id_c40ac294_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: plans_plan plans_plan_enterprise_id_65644a95_fk_enterprises_enterprise_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plans_plan
    ADD CONSTRAINT plans_plan_enterprise_id_65644a95_fk_enterprises_enterprise_id FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: plans_plan plans_plan_region_id_d57a883a_fk_regions_region_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plans_plan
    ADD CONSTRAINT plans_plan_region_id_d57a883a_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: plans_plan plans_plan_responsible_id_9f3262f0_fk_people_person_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plans_plan
    ADD CONSTRAINT plans_plan_responsible_id_9f3262f0_fk_people_person_id FOREIGN KEY (responsible_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: plans_plan plans_plan_site_id_f74a47b7_fk_enterprises_site_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plans_plan
    ADD CONSTRAINT plans_plan_site_id_f74a47b7_fk_enterprises_site_id FOREIGN KEY (site_id) REFERENCES public.enterprises_site(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: plans_plantask plans_plantask_created_by_id_76763ee7_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE public.plans_plantask
    ADD CONSTRAINT plans_plantask_created_by_id_76763ee7_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: plans_plantask plans_plantask_ended_by_id_bfe0be07_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE public.plans_plantask
    ADD CONSTRAINT plans_plantask_ended_by_id_bfe0be07_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: plans_plantask plans_plantask_enterprise_id_65b72b95_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE public.plans_plantask
    ADD CONSTRAINT plans_plantask_enterprise_id_65b72b95_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: plans_plantask plans_plantask_plan_id_69cec88a_fk_plans_plan_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE public.plans_plantask
    ADD CONSTRAINT plans_plantask_plan_id_69cec88a_fk_plans_plan_id FOREIGN KEY (plan_id) REFERENCES public.plans_plan(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: plans_plantask plans_plantask_region_id_4dd8c8c5_fk_regions_region_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE public.plans_plantask
    ADD CONSTRAINT plans_plantask_region_id_4dd8c8c5_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: plans_plantask plans_plantask_site_id_0bbd45ba_fk_enterprises_site_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE public.plans_plantask
    ADD CONSTRAINT plans_plantask_site_id_0bbd45ba_fk_enterprises_site_id FOREIGN KEY (site_id) REFERENCES public.enterprises_site(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: posts_post posts_post_created_by_id_2e5f1620_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.posts_post
    ADD CONSTRAINT posts_post_created_by_id_2e5f1620_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: posts_post posts_post_ended_by_id_9e155b29_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.posts_post
    ADD CONSTRAINT posts_post_ended_by_id_9e155b29_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: posts_post posts_post_enterprise_id_2c1bf990_fk_enterprises_enterprise_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.posts_post
    ADD CONSTRAINT posts_post_enterprise_id_2c1bf990_fk_enterprises_enterprise_id FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: posts_post posts_post_posted_id_1344e75d_fk_posts_postedition_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.posts_post
    ADD CONSTRAINT posts_post_posted_id_1344e75d_fk_posts_postedition_id FOREIGN KEY (posted_id) REFERENCES public.posts_postedition(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: posts_postassessment posts_postassessment_created_by_id_c270ebbd_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.posts_postassessment
    ADD CONSTRAINT posts_postassessment_created_by_id_c270ebbd_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: posts_postassessment posts_postassessment_ended_by_id_acd7daa1_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.posts_postassessment
    ADD CONSTRAINT posts_postassessment_ended_by_id_acd7daa1_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: posts_postassessment posts_postassessment_enterprise_id_26534844_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.posts_postassessment
    ADD CONSTRAINT posts_postassessment_enterprise_id_26534844_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: posts_postedition posts_postedition_created_by_id_3cb048a4_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.posts_postedition
    ADD CONSTRAINT posts_postedition_created_by_id_3cb048a4_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: posts_postedition posts_postedition_ended_by_id_9b443aa5_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.posts_postedition
    ADD CONSTRAINT posts_postedition_ended_by_id_9b443aa5_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: posts_postedition posts_postedition_enterprise_id_643d518d_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.posts_postedition
    ADD CONSTRAINT posts_postedition_enterprise_id_643d518d_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: posts_postedition posts_postedition_post_id_70eb3a96_fk_posts_post_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.posts_postedition
    ADD CONSTRAINT posts_postedition_post_id_70eb3a96_fk_posts_post_id FOREIGN KEY (post_id) REFERENCES public.posts_post(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: posts_postreceipt posts_postreceipt_created_by_id_86c3d528_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.posts_postreceipt
    ADD CONSTRAINT posts_postreceipt_created_by_id_86c3d528_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: posts_postreceipt posts_postreceipt_ended_by_id_5dbbe0f4_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.posts_postreceipt
    ADD CONSTRAINT posts_postreceipt_ended_by_id_5dbbe0f4_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: posts_postreceipt posts_postreceipt_enterprise_id_76a43af4_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.posts_postreceipt
    ADD CONSTRAINT posts_postreceipt_enterprise_id_76a43af4_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: posts_postreceipt posts_postreceipt_of_id_afd7f91f_fk_posts_postedition_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.posts_postreceipt
    ADD CONSTRAINT posts_postreceipt_of_id_afd7f91f_fk_posts_postedition_id FOREIGN KEY (of_id) REFERENCES public.posts_postedition(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: posts_postreceipt posts_postreceipt_reader_id_7682d099_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.posts_postreceipt
    ADD CONSTRAINT posts_postreceipt_reader_id_7682d099_fk_accounts_user_id FOREIGN KEY (reader_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: posts_postscore posts_postscore_assessment_id_6f38fb28_fk_posts_pos; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.posts_postscore
    ADD CONSTRAINT posts_postscore_assessment_id_6f38fb28_fk_posts_pos FOREIGN KEY (assessment_id) REFERENCES public.posts_postassessment(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: posts_postscore posts_postscore_created_by_id_b0aabf1e_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.posts_postscore
    ADD CONSTRAINT posts_postscore_created_by_id_b0aabf1e_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: posts_postscore posts_postscore_ended_by_id_ebc229db_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.posts_postscore
    ADD CONSTRAINT posts_postscore_ended_by_id_ebc229db_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: posts_postscore posts_postscore_enterprise_id_65a6601d_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.posts_postscore
    ADD CONSTRAINT posts_postscore_enterprise_id_65a6601d_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: posts_postscore posts_postscore_of_id_851878c8_fk_posts_postedition_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.posts_postscore
    ADD CONSTRAINT posts_postscore_of_id_851878c8_fk_posts_postedition_id FOREIGN KEY (of_id) REFERENCES public.posts_postedition(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: posts_postscore posts_postscore_person_id_a535aefa_fk_people_person_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.posts_postscore
    ADD CONSTRAINT posts_postscore_person_id_a535aefa_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: procrastinate_events procrastinate_events_job_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id) ON DELETE CASCADE;


--
-- Name: procrastinate_jobs procrastinate_jobs_worker_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES public.procrastinate_workers(id) ON DELETE SET NULL;


--
-- Name: procrastinate_periodic_defers procrastinate_periodic_defers_job_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id);


--
-- Name: professionals_application professionals_applic_created_by_id_22c91ca7_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.professionals_application
    ADD CONSTRAINT professionals_applic_created_by_id_22c91ca7_fk_accounts_ FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: professionals_application professionals_applic_decided_by_id_9d0c8ae9_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.professionals_application
    ADD CONSTRAINT professionals_applic_decided_by_id_9d0c8ae9_fk_accounts_ FOREIGN KEY (decided_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: professionals_application professionals_applic_ended_by_id_5a5e5e7f_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.professionals_application
    ADD CONSTRAINT professionals_applic_ended_by_id_5a5e5e7f_fk_accounts_ FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: professionals_application professionals_applic_region_id_9174d930_fk_regions_r; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.professionals_application
    ADD CONSTRAINT professionals_applic_region_id_9174d930_fk_regions_r FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: projects_safetyproject projects_safetyproje_created_by_id_2d864e11_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.projects_safetyproject
    ADD CONSTRAINT projects_safetyproje_created_by_id_2d864e11_fk_accounts_ FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: projects_safetyproject projects_safetyproje_enterprise_id_dbf4d570_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.projects_safetyproject
    ADD CONSTRAINT projects_safetyproje_enterprise_id_dbf4d570_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: projects_safetyproject projects_safetyproject_ended_by_id_36e3c436_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.projects_safetyproject
    ADD CONSTRAINT projects_safetyproject_ended_by_id_36e3c436_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: province_appraisal province_appraisal_batch_id_2db5cc51_fk_province_batch_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_appraisal
    ADD CONSTRAINT province_appraisal_batch_id_2db5cc51_fk_province_batch_id FOREIGN KEY (batch_id) REFERENCES public.province_batch(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: province_appraisal province_appraisal_enterprise_id_6e5faff1_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_appraisal
    ADD CONSTRAINT province_appraisal_enterprise_id_6e5faff1_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: province_batch province_batch_asked_by_id_c9cbd0d4_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_batch
    ADD CONSTRAINT province_batch_asked_by_id_c9cbd0d4_fk_accounts_user_id FOREIGN KEY (asked_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: province_binding province_binding_created_by_id_54171dfb_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_binding
    ADD CONSTRAINT province_binding_created_by_id_54171dfb_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: province_binding province_binding_ended_by_id_38411718_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_binding
    ADD CONSTRAINT province_binding_ended_by_id_38411718_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: province_binding province_binding_enterprise_id_a590f75e_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_binding
    ADD CONSTRAINT province_binding_enterprise_id_a590f75e_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: province_declaration province_declaration_batch_id_8e55ab6e_fk_province_batch_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_declaration
    ADD CONSTRAINT province_declaration_batch_id_8e55ab6e_fk_province_batch_id FOREIGN KEY (batch_id) REFERENCES public.province_batch(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: province_declaration province_declaration_enterprise_id_3d1eacab_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_declaration
    ADD CONSTRAINT province_declaration_enterprise_id_3d1eacab_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: province_declaredpoint province_declaredpoi_enterprise_id_32fc982a_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_declaredpoint
    ADD CONSTRAINT province_declaredpoi_enterprise_id_32fc982a_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: province_declaredpoint province_declaredpoint_batch_id_0d29e7bb_fk_province_batch_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_declaredpoint
    ADD CONSTRAINT province_declaredpoint_batch_id_0d29e7bb_fk_province_batch_id FOREIGN KEY (batch_id) REFERENCES public.province_batch(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: province_industry province_industry_batch_id_9bfd7d2a_fk_province_batch_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_industry
    ADD CONSTRAINT province_industry_batch_id_9bfd7d2a_fk_province_batch_id FOREIGN KEY (batch_id) REFERENCES public.province_batch(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: province_industry province_industry_enterprise_id_2739faf8_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_industry
    ADD CONSTRAINT province_industry_enterprise_id_2739faf8_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: province_insured province_insured_batch_id_236d58a2_fk_province_batch_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_insured
    ADD CONSTRAINT province_insured_batch_id_236d58a2_fk_province_batch_id FOREIGN KEY (batch_id) REFERENCES public.province_batch(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: province_insured province_insured_enterprise_id_6610b67f_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_insured
    ADD CONSTRAINT province_insured_enterprise_id_6610b67f_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: province_listedfirm province_listedfirm_batch_id_06c3ef5f_fk_province_batch_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_listedfirm
    ADD CONSTRAINT province_listedfirm_batch_id_06c3ef5f_fk_province_batch_id FOREIGN KEY (batch_id) REFERENCES public.province_batch(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: province_listedfirm province_listedfirm_enterprise_id_90e8c51c_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_listedfirm
    ADD CONSTRAINT province_listedfirm_enterprise_id_90e8c51c_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: province_listingchange province_listingchan_enterprise_id_d4d68cc7_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_listingchange
    ADD CONSTRAINT province_listingchan_enterprise_id_d4d68cc7_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: province_listingchange province_listingchange_batch_id_5fcd1436_fk_province_batch_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_listingchange
    ADD CONSTRAINT province_listingchange_batch_id_5fcd1436_fk_province_batch_id FOREIGN KEY (batch_id) REFERENCES public.province_batch(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: province_operatorcertificate province_operatorcer_batch_id_4980e916_fk_province_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_operatorcertificate
    ADD CONSTRAINT province_operatorcer_batch_id_4980e916_fk_province_ FOREIGN KEY (batch_id) REFERENCES public.province_batch(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: province_personmatch province_personmatch_created_by_id_f375f757_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_personmatch
    ADD CONSTRAINT province_personmatch_created_by_id_f375f757_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: province_personmatch province_personmatch_ended_by_id_023564e1_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_personmatch
    ADD CONSTRAINT province_personmatch_ended_by_id_023564e1_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: province_personmatch province_personmatch_enterprise_id_c028f2ea_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_personmatch
    ADD CONSTRAINT province_personmatch_enterprise_id_c028f2ea_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: province_personmatch province_personmatch_person_id_dd460cec_fk_people_person_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_personmatch
    ADD CONSTRAINT province_personmatch_person_id_dd460cec_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: province_personmatch province_personmatch_shared_id_d17df3c7_fk_province_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_personmatch
    ADD CONSTRAINT province_personmatch_shared_id_d17df3c7_fk_province_ FOREIGN KEY (shared_id) REFERENCES public.province_provincialperson(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: province_provincialperson province_provincialp_batch_id_e9aff574_fk_province_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_provincialperson
    ADD CONSTRAINT province_provincialp_batch_id_e9aff574_fk_province_ FOREIGN KEY (batch_id) REFERENCES public.province_batch(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: province_provincialperson province_provincialp_enterprise_id_bb042070_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_provincialperson
    ADD CONSTRAINT province_provincialp_enterprise_id_bb042070_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: province_reject province_reject_batch_id_2c261223_fk_province_batch_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_reject
    ADD CONSTRAINT province_reject_batch_id_2c261223_fk_province_batch_id FOREIGN KEY (batch_id) REFERENCES public.province_batch(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: province_reject province_reject_created_by_id_32c79674_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_reject
    ADD CONSTRAINT province_reject_created_by_id_32c79674_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: province_reject province_reject_ended_by_id_f21f04a2_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_reject
    ADD CONSTRAINT province_reject_ended_by_id_f21f04a2_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: province_reject province_reject_enterprise_id_cdfeaa98_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.province_reject
    ADD CONSTRAINT province_reject_enterprise_id_cdfeaa98_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: recorders_alarm recorders_alarm_created_by_id_4988af81_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recorders_alarm
    ADD CONSTRAINT recorders_alarm_created_by_id_4988af81_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: recorders_alarm recorders_alarm_department_id_00143c64_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recorders_alarm
    ADD CONSTRAINT recorders_alarm_department_id_00143c64_fk_enterpris FOREIGN KEY (department_id) REFERENCES public.enterprises_department(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: recorders_alarm recorders_alarm_ended_by_id_5d68893f_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recorders_alarm
    ADD CONSTRAINT recorders_alarm_ended_by_id_5d68893f_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: recorders_alarm recorders_alarm_recorder_id_3d7df838_fk_recorders_recorder_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recorders_alarm
    ADD CONSTRAINT recorders_alarm_recorder_id_3d7df838_fk_recorders_recorder_id FOREIGN KEY (recorder_id) REFERENCES public.recorders_recorder(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: recorders_alarm recorders_alarm_region_id_295905ad_fk_regions_region_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recorders_alarm
    ADD CONSTRAINT recorders_alarm_region_id_295905ad_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: recorders_channel recorders_channel_recorder_id_59c7a9ac_fk_recorders_recorder_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recorders_channel
    ADD CONSTRAINT recorders_channel_recorder_id_59c7a9ac_fk_recorders_recorder_id FOREIGN KEY (recorder_id) REFERENCES public.recorders_recorder(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: recorders_deviceentry recorders_deviceentr_recorder_id_8a3f87b8_fk_recorders; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recorders_deviceentry
    ADD CONSTRAINT recorders_deviceentr_recorder_id_8a3f87b8_fk_recorders FOREIGN KEY (recorder_id) REFERENCES public.recorders_recorder(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: recorders_holding recorders_holding_created_by_id_24111c5d_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recorders_holding
    ADD CONSTRAINT recorders_holding_created_by_id_24111c5d_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: recorders_holding recorders_holding_department_id_d48466dc_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recorders_holding
    ADD CONSTRAINT recorders_holding_department_id_d48466dc_fk_enterpris FOREIGN KEY (department_id) REFERENCES public.enterprises_department(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: recorders_holding recorders_holding_ended_by_id_c24304c8_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recorders_holding
    ADD CONSTRAINT recorders_holding_ended_by_id_c24304c8_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: recorders_holding recorders_holding_officer_id_05fc0a27_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recorders_holding
    ADD CONSTRAINT recorders_holding_officer_id_05fc0a27_fk_accounts_user_id FOREIGN KEY (officer_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: recorders_holding recorders_holding_recorder_id_426cba18_fk_recorders_recorder_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recorders_holding
    ADD CONSTRAINT recorders_holding_recorder_id_426cba18_fk_recorders_recorder_id FOREIGN KEY (recorder_id) REFERENCES public.recorders_recorder(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: recorders_holding recorders_holding_region_id_dd8f3999_fk_regions_region_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recorders_holding
    ADD CONSTRAINT recorders_holding_region_id_dd8f3999_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: recorders_recorder recorders_recorder_created_by_id_3868cc47_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recorders_recorder
    ADD CONSTRAINT recorders_recorder_created_by_id_3868cc47_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: recorders_recorder recorders_recorder_department_id_0342aa4c_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recorders_recorder
    ADD CONSTRAINT recorders_recorder_department_id_0342aa4c_fk_enterpris FOREIGN KEY (department_id) REFERENCES public.enterprises_department(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: recorders_recorder recorders_recorder_ended_by_id_09f9c843_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recorders_recorder
    ADD CONSTRAINT recorders_recorder_ended_by_id_09f9c843_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: recorders_recorder recorders_recorder_model_id_0cfd2107_fk_recorders; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recorders_recorder
    ADD CONSTRAINT recorders_recorder_model_id_0cfd2107_fk_recorders FOREIGN KEY (model_id) REFERENCES public.recorders_recordermodel(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: recorders_recorder recorders_recorder_region_id_a936e8f1_fk_regions_region_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recorders_recorder
    ADD CONSTRAINT recorders_recorder_region_id_a936e8f1_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: recorders_recorder recorders_recorder_terminal_id_af1a0f34_fk_terminals; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recorders_recorder
    ADD CONSTRAINT recorders_recorder_terminal_id_af1a0f34_fk_terminals FOREIGN KEY (terminal_id) REFERENCES public.terminals_terminal(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: recorders_recorder recorders_recorder_wearer_id_804210d9_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recorders_recorder
    ADD CONSTRAINT recorders_recorder_wearer_id_804210d9_fk_accounts_user_id FOREIGN KEY (wearer_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: recorders_recordermodel recorders_recordermo_created_by_id_27ed5dab_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recorders_recordermodel
    ADD CONSTRAINT recorders_recordermo_created_by_id_27ed5dab_fk_accounts_ FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: recorders_recordermodel recorders_recordermo_ended_by_id_94661493_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recorders_recordermodel
    ADD CONSTRAINT recorders_recordermo_ended_by_id_94661493_fk_accounts_ FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: recorders_recordingplan recorders_recordingp_created_by_id_0d8ff33d_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recorders_recordingplan
    ADD CONSTRAINT recorders_recordingp_created_by_id_0d8ff33d_fk_accounts_ FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: recorders_recordingplan recorders_recordingp_department_id_f2f0126d_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recorders_recordingplan
    ADD CONSTRAINT recorders_recordingp_department_id_f2f0126d_fk_enterpris FOREIGN KEY (department_id) REFERENCES public.enterprises_department(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: recorders_recordingplan recorders_recordingp_ended_by_id_1df9cf12_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recorders_recordingplan
    ADD CONSTRAINT recorders_recordingp_ended_by_id_1df9cf12_fk_accounts_ FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: recorders_recordingplan recorders_recordingplan_region_id_8010bb0b_fk_regions_region_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recorders_recordingplan
    ADD CONSTRAINT recorders_recordingplan_region_id_8010bb0b_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: recordings_segment recordings_segment_department_id_19ab00d7_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recordings_segment
    ADD CONSTRAINT recordings_segment_department_id_19ab00d7_fk_enterpris FOREIGN KEY (department_id) REFERENCES public.enterprises_department(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: recordings_segment recordings_segment_officer_id_39768e4b_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recordings_segment
    ADD CONSTRAINT recordings_segment_officer_id_39768e4b_fk_accounts_user_id FOREIGN KEY (officer_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: recordings_segment recordings_segment_region_id_fe3eb61d_fk_regions_region_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recordings_segment
    ADD CONSTRAINT recordings_segment_region_id_fe3eb61d_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: recordings_segment recordings_segment_terminal_id_726a8396_fk_terminals; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recordings_segment
    ADD CONSTRAINT recordings_segment_terminal_id_726a8396_fk_terminals FOREIGN KEY (terminal_id) REFERENCES public.terminals_terminal(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: records_takenstep records_takenstep_actor_id_86651681_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.records_takenstep
    ADD CONSTRAINT records_takenstep_actor_id_86651681_fk_accounts_user_id FOREIGN KEY (actor_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: regions_region regions_region_parent_id_62e983aa_fk_regions_region_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.regions_region
    ADD CONSTRAINT regions_region_parent_id_62e983aa_fk_regions_region_id FOREIGN KEY (parent_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: regulations_opinion regulations_opinion_created_by_id_bec7411a_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.regulations_opinion
    ADD CONSTRAINT regulations_opinion_created_by_id_bec7411a_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: regulations_opinion regulations_opinion_ended_by_id_250c24c4_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.regulations_opinion
    ADD CONSTRAINT regulations_opinion_ended_by_id_250c24c4_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: regulations_opinion regulations_opinion_enterprise_id_07127fe7_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.regulations_opinion
    ADD CONSTRAINT regulations_opinion_enterprise_id_07127fe7_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: regulations_opinion regulations_opinion_version_of_id_224fbf47_fk_regulatio; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.regulations_opinion
    ADD CONSTRAINT regulations_opinion_version_of_id_224fbf47_fk_regulatio FOREIGN KEY (version_of_id) REFERENCES public.regulations_regulationversion(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: regulations_receipt regulations_receipt_created_by_id_0d67af36_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.regulations_receipt
    ADD CONSTRAINT regulations_receipt_created_by_id_0d67af36_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: regulations_receipt regulations_receipt_ended_by_id_a2984ff4_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.regulations_receipt
    ADD CONSTRAINT regulations_receipt_ended_by_id_a2984ff4_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: regulations_receipt regulations_receipt_enterprise_id_f30801c8_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.regulations_receipt
    ADD CONSTRAINT regulations_receipt_enterprise_id_f30801c8_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: regulations_receipt regulations_receipt_reader_id_f4634df0_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.regulations_receipt
    ADD CONSTRAINT regulations_receipt_reader_id_f4634df0_fk_accounts_user_id FOREIGN KEY (reader_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: regulations_receipt regulations_receipt_version_of_id_e261c179_fk_regulatio; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.regulations_receipt
    ADD CONSTRAINT regulations_receipt_version_of_id_e261c179_fk_regulatio FOREIGN KEY (version_of_id) REFERENCES public.regulations_regulationversion(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: regulations_regulation regulations_regulati_created_by_id_0554d5c5_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.regulations_regulation
    ADD CONSTRAINT regulations_regulati_created_by_id_0554d5c5_fk_accounts_ FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: regulations_regulationappraisal regulations_regulati_created_by_id_17376576_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.regulations_regulationappraisal
    ADD CONSTRAINT regulations_regulati_created_by_id_17376576_fk_accounts_ FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: regulations_regulationversion regulations_regulati_created_by_id_9fa9e11f_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.regulations_regulationversion
    ADD CONSTRAINT regulations_regulati_created_by_id_9fa9e11f_fk_accounts_ FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: regulations_regulationversion regulations_regulati_ended_by_id_16e61d45_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.regulations_regulationversion
    ADD CONSTRAINT regulations_regulati_ended_by_id_16e61d45_fk_accounts_ FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: regulations_regulationappraisal regulations_regulati_ended_by_id_b3d87b17_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.regulations_regulationappraisal
    ADD CONSTRAINT regulations_regulati_ended_by_id_b3d87b17_fk_accounts_ FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: regulations_regulation regulations_regulati_enterprise_id_45c0731b_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.regulations_regulation
    ADD CONSTRAINT regulations_regulati_enterprise_id_45c0731b_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: regulations_regulationversion regulations_regulati_enterprise_id_b2fb8b75_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.regulations_regulationversion
    ADD CONSTRAINT regulations_regulati_enterprise_id_b2fb8b75_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: regulations_regulationappraisal regulations_regulati_enterprise_id_e3e07c72_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.regulations_regulationappraisal
    ADD CONSTRAINT regulations_regulati_enterprise_id_e3e07c72_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: regulations_regulation regulations_regulati_in_force_id_ed9ec6bd_fk_regulatio; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.regulations_regulation
    ADD CONSTRAINT regulations_regulati_in_force_id_ed9ec6bd_fk_regulatio FOREIGN KEY (in_force_id) REFERENCES public.regulations_regulationversion(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: regulations_regulationversion regulations_regulati_regulation_id_1794b892_fk_regulatio; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.regulations_regulationversion
    ADD CONSTRAINT regulations_regulati_regulation_id_1794b892_fk_regulatio FOREIGN KEY (regulation_id) REFERENCES public.regulations_regulation(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: regulations_regulation regulations_regulati_responsible_id_bd0a1d67_fk_people_pe; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.regulations_regulation
    ADD CONSTRAINT regulations_regulati_responsible_id_bd0a1d67_fk_people_pe FOREIGN KEY (responsible_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: regulations_regulationappraisal regulations_regulati_version_of_id_bd1e8afd_fk_regulatio; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.regulations_regulationappraisal
    ADD CONSTRAINT regulations_regulati_version_of_id_bd1e8afd_fk_regulatio FOREIGN KEY (version_of_id) REFERENCES public.regulations_regulationversion(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: regulations_regulation regulations_regulation_ended_by_id_b69690d0_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.regulations_regulation
    ADD CONSTRAINT regulations_regulation_ended_by_id_b69690d0_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: regulations_training regulations_training_created_by_id_30437027_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.regulations_training
    ADD CONSTRAINT regulations_training_created_by_id_30437027_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: regulations_training regulations_training_ended_by_id_2ef40e62_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.regulations_training
    ADD CONSTRAINT regulations_training_ended_by_id_2ef40e62_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: regulations_training regulations_training_enterprise_id_158ee085_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.regulations_training
    ADD CONSTRAINT regulations_training_enterprise_id_158ee085_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: regulations_training regulations_training_version_of_id_6bb21955_fk_regulatio; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.regulations_training
    ADD CONSTRAINT regulations_training_version_of_id_6bb21955_fk_regulatio FOREIGN KEY (version_of_id) REFERENCES public.regulations_regulationversion(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: risks_catalogueentry risks_catalogueentry_created_by_id_49b03f9b_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.risks_catalogueentry
    ADD CONSTRAINT risks_catalogueentry_created_by_id_49b03f9b_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: risks_catalogueentry risks_catalogueentry_ended_by_id_3c3036b7_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.risks_catalogueentry
    ADD CONSTRAINT risks_catalogueentry_ended_by_id_3c3036b7_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: risks_controlchange risks_controlchange_created_by_id_57f97bc3_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.risks_controlchange
    ADD CONSTRAINT risks_controlchange_created_by_id_57f97bc3_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: risks_controlchange risks_controlchange_ended_by_id_3320a782_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.risks_controlchange
    ADD CONSTRAINT risks_controlchange_ended_by_id_3320a782_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: risks_controlchange risks_controlchange_enterprise_id_388128cd_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.risks_controlchange
    ADD CONSTRAINT risks_controlchange_enterprise_id_388128cd_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: risks_controlchange risks_controlchange_region_id_7cdf4fa4_fk_regions_region_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.risks_controlchange
    ADD CONSTRAINT risks_controlchange_region_id_7cdf4fa4_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: risks_controlchange risks_controlchange_risk_point_id_2f7381a3_fk_risks_ris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.risks_controlchange
    ADD CONSTRAINT risks_controlchange_risk_point_id_2f7381a3_fk_risks_ris FOREIGN KEY (risk_point_id) REFERENCES public.risks_riskpoint(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: risks_controlchange risks_controlchange_site_id_213ee808_fk_enterprises_site_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.risks_controlchange
    ADD CONSTRAINT risks_controlchange_site_id_213ee808_fk_enterprises_site_id FOREIGN KEY (site_id) REFERENCES public.enterprises_site(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: risks_noticecard risks_noticecard_created_by_id_a5ed0121_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.risks_noticecard
    ADD CONSTRAINT risks_noticecard_created_by_id_a5ed0121_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: risks_noticecard risks_noticecard_ended_by_id_7cf8d946_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.risks_noticecard
    ADD CONSTRAINT risks_noticecard_ended_by_id_7cf8d946_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: risks_noticecard risks_noticecard_enterprise_id_b3cb0237_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.risks_noticecard
    ADD CONSTRAINT risks_noticecard_enterprise_id_b3cb0237_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: risks_noticecard risks_noticecard_region_id_1122b11a_fk_regions_region_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.risks_noticecard
    ADD CONSTRAINT risks_noticecard_region_id_1122b11a_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: risks_noticecard risks_noticecard_risk_point_id_4f44a3c1_fk_risks_riskpoint_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.risks_noticecard
    ADD CONSTRAINT risks_noticecard_risk_point_id_4f44a3c1_fk_risks_riskpoint_id FOREIGN KEY (risk_point_id) REFERENCES public.risks_riskpoint(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: risks_noticecard risks_noticecard_shows_id_afa9e640_fk_risks_riskpointversion_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.risks_noticecard
    ADD CONSTRAINT risks_noticecard_shows_id_afa9e640_fk_risks_riskpointversion_id FOREIGN KEY (shows_id) REFERENCES public.risks_riskpointversion(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: risks_noticecard risks_noticecard_site_id_4df3f4f7_fk_enterprises_site_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.risks_noticecard
    ADD CONSTRAINT risks_noticecard_site_id_4df3f4f7_fk_enterprises_site_id FOREIGN KEY (site_id) REFERENCES public.enterprises_site(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: risks_riskpoint risks_riskpoint_created_by_id_a37b7376_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.risks_riskpoint
    ADD CONSTRAINT risks_riskpoint_created_by_id_a37b7376_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: risks_riskpoint risks_riskpoint_ended_by_id_d385aa2b_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.risks_riskpoint
    ADD CONSTRAINT risks_riskpoint_ended_by_id_d385aa2b_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: risks_riskpoint risks_riskpoint_enterprise_id_850ed04a_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.risks_riskpoint
    ADD CONSTRAINT risks_riskpoint_enterprise_id_850ed04a_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: risks_riskpoint risks_riskpoint_entry_id_39b6d357_fk_risks_catalogueentry_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.risks_riskpoint
    ADD CONSTRAINT risks_riskpoint_entry_id_39b6d357_fk_risks_catalogueentry_id FOREIGN KEY (entry_id) REFERENCES public.risks_catalogueentry(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: risks_riskpoint risks_riskpoint_region_id_de44711a_fk_regions_region_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.risks_riskpoint
    ADD CONSTRAINT risks_riskpoint_region_id_de44711a_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: risks_riskpoint risks_riskpoint_responsible_id_6a1f8647_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.risks_riskpoint
    ADD CONSTRAINT risks_riskpoint_responsible_id_6a1f8647_fk_accounts_user_id FOREIGN KEY (responsible_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: risks_riskpoint risks_riskpoint_site_id_336bf3aa_fk_enterprises_site_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.risks_riskpoint
    ADD CONSTRAINT risks_riskpoint_site_id_336bf3aa_fk_enterprises_site_id FOREIGN KEY (site_id) REFERENCES public.enterprises_site(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: risks_riskpointversion risks_riskpointversi_approved_by_id_2b9f9c6b_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.risks_riskpointversion
    ADD CONSTRAINT risks_riskpointversi_approved_by_id_2b9f9c6b_fk_accounts_ FOREIGN KEY (approved_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: risks_riskpointversion risks_riskpointversi_risk_point_id_080c66ef_fk_risks_ris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.risks_riskpointversion
    ADD CONSTRAINT risks_riskpointversi_risk_point_id_080c66ef_fk_risks_ris FOREIGN KEY (risk_point_id) REFERENCES public.risks_riskpoint(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: risks_risktask risks_risktask_created_by_id_9e43f3a3_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE public.risks_risktask
    ADD CONSTRAINT risks_risktask_created_by_id_9e43f3a3_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: risks_risktask risks_risktask_ended_by_id_aec79501_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE public.risks_risktask
    ADD CONSTRAINT risks_risktask_ended_by_id_aec79501_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: risks_risktask risks_risktask_enterprise_id_4f441aef_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE public.risks_risktask
    ADD CONSTRAINT risks_risktask_enterprise_id_4f441aef_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: risks_risktask risks_risktask_region_id_69f07bf3_fk_regions_region_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE public.risks_risktask
    ADD CONSTRAINT risks_risktask_region_id_69f07bf3_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: risks_risktask risks_risktask_risk_point_id_cabbe2d4_fk_risks_riskpoint_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE public.risks_risktask
    ADD CONSTRAINT risks_risktask_risk_point_id_cabbe2d4_fk_risks_riskpoint_id FOREIGN KEY (risk_point_id) REFERENCES public.risks_riskpoint(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: risks_risktask risks_risktask_site_id_3c783318_fk_enterprises_site_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE public.risks_risktask
    ADD CONSTRAINT risks_risktask_site_id_3c783318_fk_enterprises_site_id FOREIGN KEY (site_id) REFERENCES public.enterprises_site(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: siteplans_drawing siteplans_drawing_drawn_by_id_39869140_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.siteplans_drawing
    ADD CONSTRAINT siteplans_drawing_drawn_by_id_39869140_fk_accounts_user_id FOREIGN KEY (drawn_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: siteplans_drawing siteplans_drawing_picture_id_343acdb7_fk_files_storedfile_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.siteplans_drawing
    ADD CONSTRAINT siteplans_drawing_picture_id_343acdb7_fk_files_storedfile_id FOREIGN KEY (picture_id) REFERENCES public.files_storedfile(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: siteplans_drawing siteplans_drawing_plan_id_41f37bca_fk_siteplans_siteplan_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.siteplans_drawing
    ADD CONSTRAINT siteplans_drawing_plan_id_41f37bca_fk_siteplans_siteplan_id FOREIGN KEY (plan_id) REFERENCES public.siteplans_siteplan(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: siteplans_siteplan siteplans_siteplan_created_by_id_37f2664c_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.siteplans_siteplan
    ADD CONSTRAINT siteplans_siteplan_created_by_id_37f2664c_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: siteplans_siteplan siteplans_siteplan_ended_by_id_ae382a94_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.siteplans_siteplan
    ADD CONSTRAINT siteplans_siteplan_ended_by_id_ae382a94_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: siteplans_siteplan siteplans_siteplan_enterprise_id_968661c0_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.siteplans_siteplan
    ADD CONSTRAINT siteplans_siteplan_enterprise_id_968661c0_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: siteplans_siteplan siteplans_siteplan_region_id_25ab5a8f_fk_regions_region_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.siteplans_siteplan
    ADD CONSTRAINT siteplans_siteplan_region_id_25ab5a8f_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: siteplans_siteplan siteplans_siteplan_site_id_03106d47_fk_enterprises_site_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.siteplans_siteplan
    ADD CONSTRAINT siteplans_siteplan_site_id_03106d47_fk_enterprises_site_id FOREIGN KEY (site_id) REFERENCES public.enterprises_site(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: sms_message sms_message_template_id_55059b84_fk_sms_template_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sms_message
    ADD CONSTRAINT sms_message_template_id_55059b84_fk_sms_template_id FOREIGN KEY (template_id) REFERENCES public.sms_template(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: summaries_firmsummary summaries_firmsummar_confirmed_by_id_0fed6a8a_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.summaries_firmsummary
    ADD CONSTRAINT summaries_firmsummar_confirmed_by_id_0fed6a8a_fk_accounts_ FOREIGN KEY (confirmed_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: summaries_firmsummary summaries_firmsummar_created_by_id_73560030_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.summaries_firmsummary
    ADD CONSTRAINT summaries_firmsummar_created_by_id_73560030_fk_accounts_ FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: summaries_firmsummary summaries_firmsummar_enterprise_id_5186e467_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.summaries_firmsummary
    ADD CONSTRAINT summaries_firmsummar_enterprise_id_5186e467_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: summaries_firmsummary summaries_firmsummary_ended_by_id_2c0cc801_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.summaries_firmsummary
    ADD CONSTRAINT summaries_firmsummary_ended_by_id_2c0cc801_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: summaries_regionsummary summaries_regionsumm_created_by_id_50440392_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.summaries_regionsummary
    ADD CONSTRAINT summaries_regionsumm_created_by_id_50440392_fk_accounts_ FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: summaries_regionsummary summaries_regionsumm_ended_by_id_650488b8_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.summaries_regionsummary
    ADD CONSTRAINT summaries_regionsumm_ended_by_id_650488b8_fk_accounts_ FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: summaries_regionsummary summaries_regionsummary_region_id_30dd5d93_fk_regions_region_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.summaries_regionsummary
    ADD CONSTRAINT summaries_regionsummary_region_id_30dd5d93_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: teamwork_teammeeting teamwork_teammeeting_created_by_id_e6aa7b78_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.teamwork_teammeeting
    ADD CONSTRAINT teamwork_teammeeting_created_by_id_e6aa7b78_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: teamwork_teammeeting teamwork_teammeeting_ended_by_id_1781127f_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.teamwork_teammeeting
    ADD CONSTRAINT teamwork_teammeeting_ended_by_id_1781127f_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: teamwork_teammeeting teamwork_teammeeting_enterprise_id_61d951fa_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.teamwork_teammeeting
    ADD CONSTRAINT teamwork_teammeeting_enterprise_id_61d951fa_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: teamwork_teammeeting teamwork_teammeeting_region_id_b3defef7_fk_regions_region_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.teamwork_teammeeting
    ADD CONSTRAINT teamwork_teammeeting_region_id_b3defef7_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: teamwork_teammeeting teamwork_teammeeting_site_id_2df759e1_fk_enterprises_site_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.teamwork_teammeeting
    ADD CONSTRAINT teamwork_teammeeting_site_id_2df759e1_fk_enterprises_site_id FOREIGN KEY (site_id) REFERENCES public.enterprises_site(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: terminals_position terminals_position_terminal_id_879c93fb_fk_terminals; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE public.terminals_position
    ADD CONSTRAINT terminals_position_terminal_id_879c93fb_fk_terminals FOREIGN KEY (terminal_id) REFERENCES public.terminals_terminal(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: terminals_terminal terminals_terminal_department_id_2086b016_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.terminals_terminal
    ADD CONSTRAINT terminals_terminal_department_id_2086b016_fk_enterpris FOREIGN KEY (department_id) REFERENCES public.enterprises_department(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: terminals_terminal terminals_terminal_region_id_1532a66f_fk_regions_region_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.terminals_terminal
    ADD CONSTRAINT terminals_terminal_region_id_1532a66f_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: training_trainingsession training_trainingses_created_by_id_9767cf89_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.training_trainingsession
    ADD CONSTRAINT training_trainingses_created_by_id_9767cf89_fk_accounts_ FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: training_trainingsession training_trainingses_ended_by_id_2685f547_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.training_trainingsession
    ADD CONSTRAINT training_trainingses_ended_by_id_2685f547_fk_accounts_ FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: training_trainingsession training_trainingses_enterprise_id_08191d62_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.training_trainingsession
    ADD CONSTRAINT training_trainingses_enterprise_id_08191d62_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: training_trainingsession training_trainingses_region_id_8c635f20_fk_regions_r; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.training_trainingsession
    ADD CONSTRAINT training_trainingses_region_id_8c635f20_fk_regions_r FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: training_trainingsession training_trainingses_site_id_a8812c28_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.training_trainingsession
    ADD CONSTRAINT training_trainingses_site_id_a8812c28_fk_enterpris FOREIGN KEY (site_id) REFERENCES public.enterprises_site(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: whistle_whistlechannel whistle_whistlechann_created_by_id_465f778d_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.whistle_whistlechannel
    ADD CONSTRAINT whistle_whistlechann_created_by_id_465f778d_fk_accounts_ FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: whistle_whistlechannel whistle_whistlechann_enterprise_id_5a4586a5_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.whistle_whistlechannel
    ADD CONSTRAINT whistle_whistlechann_enterprise_id_5a4586a5_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: whistle_whistlechannel whistle_whistlechannel_ended_by_id_63fbad57_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.whistle_whistlechannel
    ADD CONSTRAINT whistle_whistlechannel_ended_by_id_63fbad57_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: whistle_whistlechannel whistle_whistlechannel_region_id_97d3ba80_fk_regions_region_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.whistle_whistlechannel
    ADD CONSTRAINT whistle_whistlechannel_region_id_97d3ba80_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: whistle_whistlechannel whistle_whistlechannel_site_id_ad8f55ee_fk_enterprises_site_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.whistle_whistlechannel
    ADD CONSTRAINT whistle_whistlechannel_site_id_ad8f55ee_fk_enterprises_site_id FOREIGN KEY (site_id) REFERENCES public.enterprises_site(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: whistle_whistleidentity whistle_whistleident_report_id_1f940478_fk_whistle_w; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.whistle_whistleidentity
    ADD CONSTRAINT whistle_whistleident_report_id_1f940478_fk_whistle_w FOREIGN KEY (report_id) REFERENCES public.whistle_whistlereport(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: whistle_whistlepolicy whistle_whistlepolic_created_by_id_b39cdb84_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.whistle_whistlepolicy
    ADD CONSTRAINT whistle_whistlepolic_created_by_id_b39cdb84_fk_accounts_ FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: whistle_whistlepolicy whistle_whistlepolic_enterprise_id_64f571ef_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.whistle_whistlepolicy
    ADD CONSTRAINT whistle_whistlepolic_enterprise_id_64f571ef_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: whistle_whistlepolicy whistle_whistlepolicy_ended_by_id_ae6ac472_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.whistle_whistlepolicy
    ADD CONSTRAINT whistle_whistlepolicy_ended_by_id_ae6ac472_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: whistle_whistlereport whistle_whistlerepor_channel_id_db86efd3_fk_whistle_w; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.whistle_whistlereport
    ADD CONSTRAINT whistle_whistlerepor_channel_id_db86efd3_fk_whistle_w FOREIGN KEY (channel_id) REFERENCES public.whistle_whistlechannel(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: whistle_whistlereport whistle_whistlerepor_created_by_id_10f6228c_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.whistle_whistlereport
    ADD CONSTRAINT whistle_whistlerepor_created_by_id_10f6228c_fk_accounts_ FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: whistle_whistlereport whistle_whistlerepor_duplicate_of_id_74469dbf_fk_whistle_w; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.whistle_whistlereport
    ADD CONSTRAINT whistle_whistlerepor_duplicate_of_id_74469dbf_fk_whistle_w FOREIGN KEY (duplicate_of_id) REFERENCES public.whistle_whistlereport(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: whistle_whistlereport whistle_whistlerepor_enterprise_id_fa999e08_fk_enterpris; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.whistle_whistlereport
    ADD CONSTRAINT whistle_whistlerepor_enterprise_id_fa999e08_fk_enterpris FOREIGN KEY (enterprise_id) REFERENCES public.enterprises_enterprise(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: whistle_whistlereport whistle_whistlerepor_policy_id_e92dbc74_fk_whistle_w; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.whistle_whistlereport
    ADD CONSTRAINT whistle_whistlerepor_policy_id_e92dbc74_fk_whistle_w FOREIGN KEY (policy_id) REFERENCES public.whistle_whistlepolicy(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: whistle_whistlereport whistle_whistlereport_ended_by_id_36842c96_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.whistle_whistlereport
    ADD CONSTRAINT whistle_whistlereport_ended_by_id_36842c96_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: whistle_whistlereport whistle_whistlereport_region_id_0e9c12b8_fk_regions_region_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.whistle_whistlereport
    ADD CONSTRAINT whistle_whistlereport_region_id_0e9c12b8_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: whistle_whistlereport whistle_whistlereport_site_id_b939108f_fk_enterprises_site_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.whistle_whistlereport
    ADD CONSTRAINT whistle_whistlereport_site_id_b939108f_fk_enterprises_site_id FOREIGN KEY (site_id) REFERENCES public.enterprises_site(id) DEFERRABLE INITIALLY DEFERRED;


--
-- PostgreSQL database dump complete
--
