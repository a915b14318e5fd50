-- Ventilation moves carriages: a command "ventilate" is fenced, ended and counted like "open-aisle".

-- At most one command that moves is under way in a block, whatever it asks for.
DROP INDEX shelving_command_one_moving;
CREATE UNIQUE INDEX shelving_command_one_moving ON shelving_command (block)
    WHERE kind IN ('open-aisle', 'ventilate') AND ended_at IS NULL;

-- Each time that somebody asked to spread the carriages for a record of ventilation. How the command ended stands in
-- shelving_command; what became of the carriages stands here.
CREATE TABLE round_motion (
    command   uuid PRIMARY KEY,
    no        bigint GENERATED ALWAYS AS IDENTITY,
    run       uuid NOT NULL REFERENCES round_run (id),
    block     text COLLATE "C" NOT NULL,
    asked_at  timestamptz NOT NULL,
    asked_by  text NOT NULL,
    -- What was judged before it was asked, as JSON.
    judged    text NOT NULL,
    -- When the edge told that the carriages rest after it; and whether they stand spread then, null when unknown.
    rested_at timestamptz,
    spread    boolean,
    CHECK (spread IS NULL OR rested_at IS NOT NULL)
);
CREATE INDEX round_motion_run ON round_motion (run, no);

-- What was asked is never changed; that the carriages came to rest is told once.
CREATE FUNCTION refuse_change_of_round_motion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.rested_at IS NULL
       AND (NEW.command, NEW.run, NEW.block, NEW.asked_at, NEW.asked_by, NEW.judged)
           = (OLD.command, OLD.run, OLD.block, OLD.asked_at, OLD.asked_by, OLD.judged) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the record of a ventilation stays as it is: % refused', TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER round_motion_stays BEFORE UPDATE OR DELETE ON round_motion
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_round_motion();
