-- Tags: where each pack was last seen, what left with which retrieval and how well that is proven, and alarms.
-- Times of sightings are the edge's wall clock; they order what one edge saw. Nothing here ever moves carriages.
-- Lock order: as in V3; rows of sightings in order of pack, after the blocks.

-- ------------------------------------------------------------------------------------ last seen
-- One narrow row a pack. seen_at is in no index, so that a tag that stays where it is costs a HOT update.
CREATE TABLE pack_sighting (
    pack_id    bigint PRIMARY KEY REFERENCES pack (id),
    seen_at    timestamptz NOT NULL,
    -- A read point of the plan, a gate, or a hand-held's name.
    read_point text COLLATE "C" NOT NULL,
    kind       text NOT NULL CHECK (kind IN ('shelf', 'desk', 'gate', 'hand-held')),
    face       text COLLATE "C",
    -- Whether it is there still, as far as the reader tells.
    present    boolean NOT NULL,
    rssi_dbm   smallint,
    tid        text COLLATE "C"
) WITH (fillfactor = 80);
CREATE INDEX pack_sighting_present ON pack_sighting (read_point) WHERE present;

-- What a pack's tag did, beyond being seen again: for the record of one pack.
CREATE TABLE tag_movement (
    pack_id    bigint NOT NULL REFERENCES pack (id),
    at         timestamptz NOT NULL,
    what       text NOT NULL,
    read_point text COLLATE "C" NOT NULL,
    face       text COLLATE "C",
    detail     text NOT NULL DEFAULT ''
);
CREATE INDEX tag_movement_pack ON tag_movement (pack_id, at);

-- Tags that are no pack's: counted and listed, never an error.
CREATE TABLE unknown_tag (
    epc        text COLLATE "C" PRIMARY KEY,
    first_seen timestamptz NOT NULL,
    last_seen  timestamptz NOT NULL,
    times      bigint NOT NULL DEFAULT 1,
    read_point text COLLATE "C" NOT NULL
);
CREATE INDEX unknown_tag_last_seen ON unknown_tag (last_seen);

-- Parts of scans that are not complete yet.
CREATE TABLE scan_part (
    read_point text COLLATE "C" NOT NULL,
    scan       uuid NOT NULL,
    part       integer NOT NULL,
    parts      integer NOT NULL,
    at         timestamptz NOT NULL,
    epcs       text[] NOT NULL,
    PRIMARY KEY (read_point, scan, part)
);

-- The newest complete scan of each read point.
CREATE TABLE read_point_scan (
    read_point  text COLLATE "C" PRIMARY KEY,
    scanned_at  timestamptz NOT NULL,
    scan_millis bigint NOT NULL,
    packs       integer NOT NULL,
    unknown     integer NOT NULL
);

-- ------------------------------------------------------------------------------------ alarms
CREATE TABLE alarm (
    id              uuid PRIMARY KEY,
    kind            text NOT NULL CHECK (kind IN ('unapproved-exit', 'clone-suspected', 'impossible-travel')),
    pack_no         text COLLATE "C" NOT NULL,
    epc             text COLLATE "C" NOT NULL,
    place           text COLLATE "C" NOT NULL,
    -- The retrieval that the pack left with without being asked for, if there is one.
    retrieval       uuid,
    detail          text NOT NULL DEFAULT '',
    -- When it happened, on the edge's clock; when it was raised, on the server's.
    happened_at     timestamptz NOT NULL,
    raised_at       timestamptz NOT NULL,
    changed_at      timestamptz NOT NULL,
    times           integer NOT NULL DEFAULT 1,
    revision        integer NOT NULL DEFAULT 1,
    acknowledged_at timestamptz,
    acknowledged_by text,
    reason          text,
    CHECK ((acknowledged_at IS NULL) = (acknowledged_by IS NULL) AND (acknowledged_at IS NULL) = (reason IS NULL))
);
-- The same thing again is told again, as one alarm, until a person has acknowledged it.
CREATE UNIQUE INDEX alarm_open ON alarm (kind, pack_no, place) WHERE acknowledged_at IS NULL;
CREATE INDEX alarm_changed ON alarm (changed_at);

-- ------------------------------------------------------------------------------------ proof of removal
-- proving: the block is given back, and the tags have yet to say whether the pack went with the person.
ALTER TABLE retrieval DROP CONSTRAINT retrieval_state_check;
ALTER TABLE retrieval ADD CONSTRAINT retrieval_state_check
    CHECK (state IN ('waiting', 'offered', 'opening', 'open', 'unknown', 'proving', 'taken',
                     'closed', 'refused', 'expired', 'stopped', 'cancelled'));

CREATE INDEX retrieval_let_go ON retrieval (block, changed_at) WHERE state IN ('proving', 'taken');

-- A pack that left with a retrieval that was not for it: out with it all the same (I21), but no gate lets it pass.
ALTER TABLE retrieval_pack ADD COLUMN asked_for boolean NOT NULL DEFAULT true;

-- What is known about how the pack of a retrieval left its place.
CREATE TABLE retrieval_removal (
    retrieval uuid PRIMARY KEY REFERENCES retrieval (id),
    -- The edge's clock when the aisle stood open: what was last seen before that left earlier.
    since     timestamptz NOT NULL,
    outcome   text CHECK (outcome IN ('taken', 'wrong-pack', 'extra-pack', 'not-taken', 'put-elsewhere', 'unproven')),
    proofs    text[] NOT NULL DEFAULT '{}',
    -- When the outcome is to be acted upon or the tags are to have spoken; the database's clock.
    due_at    timestamptz
);
CREATE INDEX retrieval_removal_due ON retrieval_removal (due_at) WHERE due_at IS NOT NULL;

-- The signs it is judged by, in the order in which they came; never changed.
CREATE TABLE removal_sign (
    retrieval uuid NOT NULL REFERENCES retrieval (id),
    no        bigint GENERATED ALWAYS AS IDENTITY,
    at        timestamptz NOT NULL,
    kind      text NOT NULL,
    pack_no   text COLLATE "C" NOT NULL,
    place     text NOT NULL,
    belongs   text,
    PRIMARY KEY (retrieval, no)
);
CREATE INDEX removal_sign_pack ON removal_sign (pack_no, no);
