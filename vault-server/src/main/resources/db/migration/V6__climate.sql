-- Climate: every reading, the last value of each sensor, roll-ups, and how far each reader of the readings has come.
-- Partitioned by month, so that old months are dropped whole. docs/reference/climate-history.md says what each column means.

-- ------------------------------------------------------------------------------------ readings
CREATE TABLE reading (
    -- When it was measured: the source's clock where that can be believed, else the edge's.
    at          timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    stored_at   timestamptz NOT NULL,
    value       double precision NOT NULL,
    -- The transaction that stored it: readings are handed on in the order in which they were committed.
    tx          xid8 NOT NULL DEFAULT pg_current_xact_id(),
    historical  boolean NOT NULL,
    sensor      text COLLATE "C" NOT NULL,
    quantity    text COLLATE "C" NOT NULL,
    quality     text COLLATE "C" NOT NULL,
    -- As the plan had it at intake; null for a sensor that the plan did not name.
    zone        text COLLATE "C",
    PRIMARY KEY (sensor, quantity, at)
) PARTITION BY RANGE (at);
-- Whole zones over time: 24 kB for two million readings.
CREATE INDEX reading_at ON reading USING brin (at) WITH (autosummarize = on);
-- What came after a transaction. Equal keys are kept once a page, so it is small.
CREATE INDEX reading_tx ON reading (tx);

-- One row a sensor and quantity: DISTINCT ON over the readings took 1.4 s for two million of them.
CREATE TABLE sensor_latest (
    sensor      text COLLATE "C" NOT NULL,
    quantity    text COLLATE "C" NOT NULL,
    zone        text COLLATE "C",
    at          timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    value       double precision NOT NULL,
    quality     text COLLATE "C" NOT NULL,
    PRIMARY KEY (sensor, quantity)
) WITH (fillfactor = 50);

-- Whether a sensor is there, by its own word or its bridge's; and every such word.
CREATE TABLE sensor_state (
    sensor text COLLATE "C" PRIMARY KEY,
    online boolean NOT NULL,
    detail text NOT NULL,
    at     timestamptz NOT NULL
);
CREATE TABLE sensor_change (
    sensor    text COLLATE "C" NOT NULL,
    at        timestamptz NOT NULL,
    online    boolean NOT NULL,
    detail    text NOT NULL,
    stored_at timestamptz NOT NULL
);
CREATE INDEX sensor_change_sensor ON sensor_change (sensor, at);

-- ------------------------------------------------------------------------------------ handing on
-- The last reading that each consumer has taken. It moves in the consumer's own transaction.
CREATE TABLE reading_cursor (
    consumer text COLLATE "C" PRIMARY KEY,
    tx       xid8 NOT NULL DEFAULT '0',
    sensor   text COLLATE "C" NOT NULL DEFAULT '',
    quantity text COLLATE "C" NOT NULL DEFAULT '',
    at       timestamptz NOT NULL DEFAULT 'epoch',
    moved_at timestamptz NOT NULL DEFAULT now()
);

-- ------------------------------------------------------------------------------------ roll-ups
-- Of good readings only. A step's mean is the mean of its readings, not of its roll-ups.
CREATE TABLE reading_5min (
    step_start timestamptz NOT NULL,
    least      double precision NOT NULL,
    mean       double precision NOT NULL,
    most       double precision NOT NULL,
    readings   bigint NOT NULL,
    sensor     text COLLATE "C" NOT NULL,
    quantity   text COLLATE "C" NOT NULL,
    zone       text COLLATE "C",
    PRIMARY KEY (sensor, quantity, step_start)
) PARTITION BY RANGE (step_start);
CREATE INDEX reading_5min_step ON reading_5min USING brin (step_start) WITH (autosummarize = on);

CREATE TABLE reading_1h (LIKE reading_5min INCLUDING DEFAULTS, PRIMARY KEY (sensor, quantity, step_start))
    PARTITION BY RANGE (step_start);
CREATE INDEX reading_1h_step ON reading_1h USING brin (step_start) WITH (autosummarize = on);

-- ------------------------------------------------------------------------------------ months
-- Makes the partition of a month unless it is there. Made apart and then attached: that locks out other such changes,
-- and nobody who reads or writes readings.
CREATE FUNCTION ensure_month(parent text, month date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    part text := parent || to_char(month, '_YYYY_MM');
BEGIN
    IF EXISTS (SELECT FROM pg_inherits WHERE inhrelid = to_regclass(part) AND NOT inhdetachpending) THEN
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('ensure_month', 0));
    IF EXISTS (SELECT FROM pg_inherits WHERE inhrelid = to_regclass(part) AND NOT inhdetachpending) THEN
        RETURN;
    END IF;
    EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', part, parent);
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent, part,
        month::timestamp AT TIME ZONE 'UTC', (month + interval '1 month')::timestamp AT TIME ZONE 'UTC');
END $$;

-- ------------------------------------------------------------------------------------ mirror
-- Readings that the InfluxDB refused one by one: not there, and here is why.
CREATE TABLE mirror_refused (
    sensor     text COLLATE "C" NOT NULL,
    quantity   text COLLATE "C" NOT NULL,
    at         timestamptz NOT NULL,
    refused_at timestamptz NOT NULL,
    detail     text NOT NULL,
    PRIMARY KEY (sensor, quantity, at)
);
