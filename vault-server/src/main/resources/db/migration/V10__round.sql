-- Rounds, disinfection, ventilation: what is to be done when, and the record of each time that it was done, or was not.
-- Due times come from a rhythm in the site's time zone (docs/how-to/keep-rounds.md); the server's clock says when they have come.

CREATE TABLE round_schedule (
    id           text COLLATE "C" PRIMARY KEY CHECK (id ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
    kind         text NOT NULL CHECK (kind IN ('round', 'disinfection', 'ventilation')),
    title_zh     text NOT NULL,
    title_en     text NOT NULL,
    vault        text COLLATE "C" NOT NULL,
    -- For ventilation: the block whose carriages are spread.
    block        text COLLATE "C",
    -- As JSON: the rhythm, and the checklist.
    rhythm       text NOT NULL,
    checklist    text NOT NULL,
    -- Local dates on which nothing is due.
    days_off     date[] NOT NULL DEFAULT '{}',
    warn_minutes integer NOT NULL CHECK (warn_minutes >= 0),
    active       boolean NOT NULL,
    -- What is due next, or has been due since.
    due_at       timestamptz NOT NULL,
    -- Whether the book of alarms has been told that it is overdue.
    alarmed      boolean NOT NULL DEFAULT false,
    changed_at   timestamptz NOT NULL,
    changed_by   text NOT NULL,
    CHECK ((kind = 'ventilation') = (block IS NOT NULL))
);

CREATE TABLE round_run (
    id             uuid PRIMARY KEY,
    schedule       text COLLATE "C" NOT NULL REFERENCES round_schedule (id),
    no             bigint GENERATED ALWAYS AS IDENTITY,
    -- What it was done for; null for one beyond what was due.
    due_at         timestamptz,
    -- missed: it was due, and the next was done instead.
    state          text NOT NULL CHECK (state IN ('going', 'finished', 'missed')),
    started_at     timestamptz,
    started_by     text,
    finished_at    timestamptz,
    finished_by    text,
    -- The checklist as it was then, so that a later change of the schedule changes no record.
    checklist      text NOT NULL,
    -- The air of the vault when it was begun and when it was finished, as JSON.
    readings_start text NOT NULL DEFAULT '[]',
    readings_end   text NOT NULL DEFAULT '[]',
    -- For ventilation: what was judged before it was begun, as JSON.
    judged         text,
    remark         text NOT NULL DEFAULT '',
    findings       integer NOT NULL DEFAULT 0,
    CHECK ((state = 'missed') = (started_at IS NULL)),
    CHECK ((state = 'finished') = (finished_at IS NOT NULL)),
    CHECK ((started_at IS NULL) = (started_by IS NULL) AND (finished_at IS NULL) = (finished_by IS NULL))
);
-- One at a time.
CREATE UNIQUE INDEX round_run_going ON round_run (schedule) WHERE state = 'going';
CREATE INDEX round_run_newest ON round_run (schedule, no DESC);

-- Every answer that was ever given; the last one to an item counts.
CREATE TABLE round_answer (
    run    uuid NOT NULL REFERENCES round_run (id),
    no     bigint GENERATED ALWAYS AS IDENTITY,
    item   text COLLATE "C" NOT NULL,
    answer text NOT NULL CHECK (answer IN ('ok', 'not-ok', 'not-applicable')),
    remark text NOT NULL DEFAULT '',
    -- SHA-256 of a photograph, which is kept elsewhere.
    photo  text COLLATE "C" CHECK (photo ~ '^[0-9a-f]{64}$'),
    at     timestamptz NOT NULL,
    by     text NOT NULL,
    PRIMARY KEY (run, no)
);

-- What was done is never changed; only what goes on can be finished.
CREATE FUNCTION refuse_change_of_round() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'round_run' AND to_jsonb(OLD) ->> 'state' = 'going' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the record of a round stays as it is: % refused', TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER round_run_stays BEFORE UPDATE OR DELETE ON round_run
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_round();
CREATE TRIGGER round_answer_stays BEFORE UPDATE OR DELETE ON round_answer
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_round();
