-- Alarms of the whole house, with the life of ANSI/ISA-18.2-2016 (IEC 62682): the condition is there or gone, acknowledged
-- or not, and the alarm may be kept quiet by shelving, by design, or because it is out of service. docs/design/life-of-an-alarm.md

-- ------------------------------------------------------------------------------------ the book
DROP INDEX alarm_open;
DROP INDEX alarm_changed;
ALTER TABLE alarm DROP CONSTRAINT alarm_kind_check;
ALTER TABLE alarm
    ALTER COLUMN epc DROP NOT NULL,
    ADD COLUMN subject          text COLLATE "C",
    ADD COLUMN family           text,
    -- The quantity that it is about, where the kind does not say it; else empty.
    ADD COLUMN aspect           text COLLATE "C" NOT NULL DEFAULT '',
    ADD COLUMN priority         text,
    -- The condition, and whether somebody has seen it.
    ADD COLUMN state            text,
    -- Whether and how it is kept quiet.
    ADD COLUMN quiet            text NOT NULL DEFAULT 'no',
    ADD COLUMN quiet_until      timestamptz,
    ADD COLUMN quiet_by         text,
    ADD COLUMN quiet_reason     text,
    -- Told more than a minute after it was due, because a link, the server or the database was away.
    ADD COLUMN told_late        boolean NOT NULL DEFAULT false,
    -- Known only from readings that a device had kept back: a record of the past, never an alarm.
    ADD COLUMN past             boolean NOT NULL DEFAULT false,
    ADD COLUMN cleared_at       timestamptz,
    ADD COLUMN closed_at        timestamptz,
    ADD COLUMN assigned_to      text,
    -- What several alarms may have in common, for example source:climate.
    ADD COLUMN common_cause     text COLLATE "C",
    ADD COLUMN member_of        uuid REFERENCES alarm (id),
    ADD COLUMN escalation_level integer NOT NULL DEFAULT 0,
    ADD COLUMN escalate_at      timestamptz;
UPDATE alarm SET
    subject = 'pack:' || pack_no,
    family = CASE kind WHEN 'unapproved-exit' THEN 'gate' ELSE 'tag' END,
    priority = CASE kind WHEN 'unapproved-exit' THEN 'high' ELSE 'medium' END,
    state = CASE WHEN acknowledged_at IS NULL THEN 'latched' ELSE 'normal' END,
    cleared_at = happened_at,
    closed_at = acknowledged_at;
ALTER TABLE alarm
    DROP COLUMN pack_no,
    ALTER COLUMN subject SET NOT NULL,
    ALTER COLUMN family SET NOT NULL,
    ALTER COLUMN priority SET NOT NULL,
    ALTER COLUMN state SET NOT NULL,
    ADD CHECK (state IN ('normal', 'unacknowledged', 'acknowledged', 'returned', 'latched')),
    ADD CHECK (quiet IN ('no', 'shelved', 'suppressed', 'out-of-service')),
    ADD CHECK ((quiet = 'no') = (quiet_by IS NULL) AND (quiet = 'no') = (quiet_reason IS NULL)),
    ADD CHECK ((quiet = 'shelved') = (quiet_until IS NOT NULL)),
    ADD CHECK (priority IN ('low', 'medium', 'high', 'critical')),
    ADD CHECK (closed_at IS NULL OR (state = 'normal' AND quiet = 'no'));
ALTER TABLE alarm
    ADD COLUMN pack_no text COLLATE "C" GENERATED ALWAYS AS
        (CASE WHEN starts_with(subject, 'pack:') THEN substr(subject, 6) END) STORED;
-- The same thing again is told again, as one alarm, until it is over.
CREATE UNIQUE INDEX alarm_open ON alarm (kind, subject, place, aspect) WHERE closed_at IS NULL;
-- What is told twice about the past is one record.
CREATE UNIQUE INDEX alarm_past ON alarm (kind, subject, place, aspect, happened_at) WHERE past;
CREATE INDEX alarm_changed ON alarm (changed_at);
CREATE INDEX alarm_raised ON alarm (raised_at);
CREATE INDEX alarm_cause ON alarm (common_cause) WHERE closed_at IS NULL AND common_cause IS NOT NULL;
CREATE INDEX alarm_member ON alarm (member_of) WHERE member_of IS NOT NULL;
CREATE INDEX alarm_shelved ON alarm (quiet_until) WHERE quiet = 'shelved';
CREATE INDEX alarm_escalates ON alarm (escalate_at) WHERE escalate_at IS NOT NULL;

-- What became of each alarm, for its page; the access log has the same, chained.
CREATE TABLE alarm_history (
    alarm    uuid NOT NULL REFERENCES alarm (id),
    revision integer NOT NULL,
    at       timestamptz NOT NULL,
    what     text NOT NULL,
    by_whom  text NOT NULL,
    why      text NOT NULL DEFAULT '',
    state    text NOT NULL,
    quiet    text NOT NULL,
    PRIMARY KEY (alarm, revision)
);

-- ------------------------------------------------------------------------------------ the rules
-- What each rule remembers of each sensor, so that a restart changes nothing.
CREATE TABLE alarm_rule (
    sensor   text COLLATE "C" NOT NULL,
    rule     text COLLATE "C" NOT NULL,
    state    jsonb NOT NULL,
    PRIMARY KEY (sensor, rule)
);
-- How long the server has been listening in all, in milliseconds; silence is counted on this, not on a wall clock, so that
-- nobody is called silent while it was the server that did not listen.
CREATE TABLE alarm_watch (
    only_row        boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    -- The process whose memory is that of alarm_rule.
    owner           uuid,
    listened_millis bigint NOT NULL DEFAULT 0,
    -- What that was when it had last been away: it listens a while before it takes an old value for one that still holds.
    settling_from   bigint NOT NULL DEFAULT 0,
    swept_at        timestamptz
);
INSERT INTO alarm_watch DEFAULT VALUES;
-- Spans that devices told about afterwards and that are yet to be looked at.
CREATE TABLE alarm_past_span (
    sensor   text COLLATE "C" NOT NULL,
    quantity text COLLATE "C" NOT NULL,
    span_from timestamptz NOT NULL,
    span_to   timestamptz NOT NULL,
    told_at   timestamptz NOT NULL,
    PRIMARY KEY (sensor, quantity)
);
-- ------------------------------------------------------------------------------------ notices
-- What is to be sent, until it has been or somebody has been told that it cannot be.
CREATE TABLE alarm_notice (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    alarm      uuid NOT NULL REFERENCES alarm (id),
    recipient  text NOT NULL,
    occasion   text NOT NULL,
    level      integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    body       jsonb NOT NULL,
    tries      integer NOT NULL DEFAULT 0,
    next_at    timestamptz,
    sent_at    timestamptz,
    given_up_at timestamptz,
    last_error text NOT NULL DEFAULT '',
    CHECK ((next_at IS NULL) = (sent_at IS NOT NULL OR given_up_at IS NOT NULL))
);
CREATE INDEX alarm_notice_due ON alarm_notice (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX alarm_notice_alarm ON alarm_notice (alarm);
