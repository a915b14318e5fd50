-- Preservation figures: the climate of each zone hour by hour, kept for ever, and in which zone each block stood when.
-- The climate that a pack lived in is not stored: it follows from these two and the placement history.

-- ------------------------------------------------------------------------------------ zones
-- The plan's zones. One that has left the plan stays, with in_plan false: its hours are still some pack's past.
CREATE TABLE preservation_zone (
    zone    text COLLATE "C" PRIMARY KEY,
    vault   text COLLATE "C" NOT NULL,
    name_zh text NOT NULL,
    name_en text NOT NULL,
    keeps   text NOT NULL,
    -- Limits (JGJ 25-2010): °C and %RH; null where nobody sets any.
    coldest float8,
    warmest float8,
    driest  float8,
    dampest float8,
    in_plan boolean NOT NULL DEFAULT true
);

-- In which zone a block stands, from when to when: [valid_from, valid_to), open end = now. The first is -infinity: the block
-- had stood there before anybody measured.
CREATE TABLE preservation_block (
    block      text COLLATE "C" NOT NULL,
    zone       text COLLATE "C" NOT NULL REFERENCES preservation_zone (zone),
    valid_from timestamptz NOT NULL,
    valid_to   timestamptz,
    PRIMARY KEY (block, valid_from),
    CHECK (valid_to > valid_from)
);
CREATE UNIQUE INDEX preservation_block_now ON preservation_block (block) WHERE valid_to IS NULL;

-- ------------------------------------------------------------------------------------ hours
-- What each sensor adds to an hour: kept as long as late readings may come.
CREATE TABLE preservation_part (
    zone     text COLLATE "C" NOT NULL,
    hour     timestamptz NOT NULL,
    sensor   text COLLATE "C" NOT NULL,
    quantity text COLLATE "C" NOT NULL CHECK (quantity IN ('temperature', 'humidity')),
    total    float8 NOT NULL,
    readings integer NOT NULL CHECK (readings > 0),
    PRIMARY KEY (zone, hour, sensor, quantity)
) WITH (fillfactor = 70);

-- One row for each zone and hour in which both were measured; 8,766 rows a zone and year.
CREATE TABLE preservation_hour (
    zone               text COLLATE "C" NOT NULL,
    hour               timestamptz NOT NULL,
    temperature        float8 NOT NULL,
    humidity           float8 NOT NULL,
    -- Null outside of the range of its formula (docs/reference/preservation-figures.md).
    dew_point          float8,
    preservation_index float8 CHECK (preservation_index > 0),
    mould_limit        float8,
    mould              boolean NOT NULL,
    PRIMARY KEY (zone, hour)
) WITH (fillfactor = 90);

-- ------------------------------------------------------------------------------------ what dashboards may read
-- Its views are made by R__report_*.sql; docs/decisions/0016 says what is not in them.
CREATE SCHEMA report;
