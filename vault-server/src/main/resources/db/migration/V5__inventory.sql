-- Labels and inventory rounds.

-- Serials of the EPCs that the server gives: they say in which order tags were given, and nothing else. 41 bits (GDTI-96).
CREATE SEQUENCE epc_serial AS bigint MINVALUE 1 MAXVALUE 2199023255551 NO CYCLE;

-- ------------------------------------------------------------------------------------ rounds
CREATE TABLE inventory_round (
    id         uuid PRIMARY KEY,
    -- A vault, block, carriage or face, in its printed form.
    scope      text COLLATE "C" NOT NULL,
    -- Its position codes: scope_from <= code < scope_to.
    scope_from text COLLATE "C" NOT NULL,
    scope_to   text COLLATE "C" NOT NULL,
    -- Reads from then on count.
    since      timestamptz NOT NULL,
    state      text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed')),
    opened_by  text NOT NULL,
    opened_at  timestamptz NOT NULL,
    closed_by  text,
    closed_at  timestamptz,
    -- As it was when it was closed: packs that should stand in the scope, how many of them were not judged because their
    -- face was not swept, and how many were put there too late to be judged.
    expected   bigint,
    unswept    bigint,
    too_new    bigint,
    CHECK ((state = 'closed') = (closed_at IS NOT NULL) AND (closed_at IS NULL) = (closed_by IS NULL)
           AND (closed_at IS NULL) = (expected IS NULL))
);
CREATE INDEX inventory_round_opened ON inventory_round (opened_at);

-- ------------------------------------------------------------------------------------ sweeps
-- A file of a hand-held.
CREATE TABLE inventory_upload (
    id           uuid PRIMARY KEY,
    round        uuid NOT NULL REFERENCES inventory_round (id),
    -- Identity of a sweep is what the file says: the same file again changes nothing.
    content_hash text COLLATE "C" NOT NULL,
    device       text COLLATE "C" NOT NULL,
    uploaded_by  text NOT NULL,
    uploaded_at  timestamptz NOT NULL,
    accepted     bigint NOT NULL,
    rejected     bigint NOT NULL,
    first_read   timestamptz,
    last_read    timestamptz,
    UNIQUE (round, content_hash)
);

CREATE TABLE inventory_rejection (
    upload  uuid NOT NULL REFERENCES inventory_upload (id),
    line_no bigint NOT NULL,
    code    text NOT NULL,
    zh      text NOT NULL,
    en      text NOT NULL,
    line    text NOT NULL,
    PRIMARY KEY (upload, line_no)
);

-- One row per read. No foreign key to pack: packs are never deleted, and a million checks would cost more than the rows.
CREATE TABLE inventory_read (
    round         uuid NOT NULL,
    -- The upload, or the scan of a fixed reader; null for a scan of which a part is lost: it saw what it saw, but is no sweep.
    sweep         uuid,
    -- Null when no pack carries the mark.
    pack_id       bigint,
    -- What was read, when no pack carries it; both null when a face was swept and answered nothing.
    epc           text COLLATE "C",
    barcode       text COLLATE "C",
    -- Where, as far as the reader knows.
    face          text COLLATE "C",
    position_code text COLLATE "C",
    read_at       timestamptz NOT NULL
);
CREATE INDEX inventory_read_round ON inventory_read (round);

-- When a closed round went over a face, from the first read of a sweep to the last. Made when the round is closed.
CREATE TABLE inventory_sweep (
    round      uuid NOT NULL REFERENCES inventory_round (id),
    sweep      uuid NOT NULL,
    face       text COLLATE "C" NOT NULL,
    swept_from timestamptz NOT NULL,
    swept_to   timestamptz NOT NULL,
    PRIMARY KEY (round, sweep, face)
);

-- The scans of fixed readers since a moment.
CREATE INDEX edge_event_scan ON edge_event (received_at) WHERE type = 'read-point-scanned';

-- ------------------------------------------------------------------------------------ discrepancies
CREATE TABLE inventory_discrepancy (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    round           uuid NOT NULL REFERENCES inventory_round (id),
    kind            text NOT NULL CHECK (kind IN ('missing', 'misplaced', 'unexpected')),
    pack_id         bigint REFERENCES pack (id),
    -- What was read, when no pack carries it.
    mark            text COLLATE "C",
    -- The state of the pack when the round was closed.
    pack_state      text,
    -- Where it belongs: the slot of its placement.
    belongs         text COLLATE "C",
    -- Where it was seen.
    seen_face       text COLLATE "C",
    seen_position   text COLLATE "C",
    -- Null when nobody and nothing has ever seen it.
    last_seen       timestamptz,
    resolution      text CHECK (resolution IN ('found', 'moved', 'missing', 'noted')),
    resolved_slot   text COLLATE "C",
    note            text NOT NULL DEFAULT '',
    resolved_by     text,
    resolved_at     timestamptz,
    CHECK ((pack_id IS NULL) <> (mark IS NULL)),
    CHECK ((resolution IS NULL) = (resolved_by IS NULL) AND (resolution IS NULL) = (resolved_at IS NULL))
);
CREATE INDEX inventory_discrepancy_round ON inventory_discrepancy (round, id);
CREATE UNIQUE INDEX inventory_discrepancy_pack ON inventory_discrepancy (round, pack_id) WHERE pack_id IS NOT NULL;
