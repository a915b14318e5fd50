-- Retrievals, the blocks they hold, the commands they give, and the events the edges send back.
-- Lock order, the same everywhere, so that no two transactions wait for each other:
-- edge_cursor, then block_lease in order of block, then anything else, then the access log's head.
-- All that concerns one block changes under the lock of its block_lease row.
-- Deadlines (offer_until, due_at) are judged by the database's clock: it is the one clock that several
-- server processes share. They decide who is next and what is told, never whether carriages move.

-- ------------------------------------------------------------------------------------ blocks
CREATE TABLE block_lease (
    block      text COLLATE "C" PRIMARY KEY,
    -- Highest fencing token ever given out. It only grows, and fits the controllers' 32-bit echo.
    token      bigint NOT NULL DEFAULT 0 CHECK (token BETWEEN 0 AND 4294967295),
    -- The retrieval that holds the block, from its command until the block is given back or the motion failed.
    held_by    uuid,
    held_since timestamptz,
    CHECK ((held_by IS NULL) = (held_since IS NULL))
);

CREATE FUNCTION block_lease_token_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.token < OLD.token THEN
        RAISE EXCEPTION 'fencing token of % would fall from % to %', OLD.block, OLD.token, NEW.token
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER block_lease_token_grows BEFORE UPDATE ON block_lease
    FOR EACH ROW EXECUTE FUNCTION block_lease_token_grows();

-- ------------------------------------------------------------------------------------ commands
CREATE TABLE shelving_command (
    id               uuid PRIMARY KEY,
    block            text COLLATE "C" NOT NULL,
    edge             text COLLATE "C" NOT NULL,
    kind             text NOT NULL,
    aisle            smallint,
    token            bigint,
    subject          text NOT NULL,
    reason_kind      text NOT NULL,
    reason_reference text NOT NULL,
    -- The retrieval it serves, if it serves one.
    retrieval        uuid,
    issued_at        timestamptz NOT NULL,
    -- Without an outcome by then it ends as unknown (I13).
    due_at           timestamptz NOT NULL,
    ended_at         timestamptz,
    outcome          text CHECK (outcome IN ('executed', 'refused', 'expired', 'unknown')),
    outcome_code     text,
    outcome_detail   text,
    -- What the edge said after it had ended here as unknown.
    late_outcome     text,
    late_at          timestamptz,
    CHECK ((ended_at IS NULL) = (outcome IS NULL)),
    CHECK (late_outcome IS NULL OR outcome IS NOT NULL)
);
-- At most one command that moves is under way in a block.
CREATE UNIQUE INDEX shelving_command_one_moving ON shelving_command (block) WHERE kind = 'open-aisle' AND ended_at IS NULL;
CREATE INDEX shelving_command_open ON shelving_command (due_at) WHERE ended_at IS NULL;
-- A token is given to one command only (I7).
CREATE UNIQUE INDEX shelving_command_token ON shelving_command (block, token) WHERE token IS NOT NULL;

CREATE FUNCTION shelving_command_ends_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.ended_at IS NOT NULL AND (NEW.ended_at, NEW.outcome) IS DISTINCT FROM (OLD.ended_at, OLD.outcome) THEN
        RAISE EXCEPTION 'command % has ended as % already', OLD.id, OLD.outcome USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER shelving_command_ends_once BEFORE UPDATE ON shelving_command
    FOR EACH ROW EXECUTE FUNCTION shelving_command_ends_once();

-- ------------------------------------------------------------------------------------ retrievals
CREATE TABLE retrieval (
    id            uuid PRIMARY KEY,
    -- The order of asking: who waits longest is offered the block first.
    ticket        bigint GENERATED ALWAYS AS IDENTITY,
    order_no      text COLLATE "C" NOT NULL,
    purpose       text NOT NULL,
    asked_by      text COLLATE "C" NOT NULL,
    asked_by_name text NOT NULL,
    -- Null when the request was refused before a pack was found.
    pack_no       text COLLATE "C",
    position_code text COLLATE "C",
    block         text COLLATE "C",
    -- 0: the face looks outwards and no aisle is needed.
    aisle         smallint,
    state         text NOT NULL CHECK (state IN ('waiting', 'offered', 'opening', 'open', 'unknown', 'taken',
                                                 'closed', 'refused', 'expired', 'stopped', 'cancelled')),
    code          text,
    detail        text NOT NULL DEFAULT '',
    -- Number of its newest change; also the id of its live events.
    revision      integer NOT NULL,
    command       uuid,
    offer_until   timestamptz,
    created_at    timestamptz NOT NULL,
    changed_at    timestamptz NOT NULL,
    CHECK ((state = 'offered') = (offer_until IS NOT NULL))
);
CREATE INDEX retrieval_of_block ON retrieval (block, ticket)
    WHERE state IN ('waiting', 'offered', 'opening', 'open', 'unknown');
CREATE INDEX retrieval_offered ON retrieval (offer_until) WHERE state = 'offered';
CREATE INDEX retrieval_opening ON retrieval (changed_at) WHERE state = 'opening';
CREATE INDEX retrieval_asked_by ON retrieval (asked_by, ticket DESC);

-- Every change, once and for ever.
CREATE TABLE retrieval_change (
    retrieval uuid NOT NULL REFERENCES retrieval (id),
    revision  integer NOT NULL,
    at        timestamptz NOT NULL,
    state     text NOT NULL,
    -- A user name, or edge:<id>, or server.
    by_whom   text NOT NULL,
    code      text,
    detail    text NOT NULL DEFAULT '',
    PRIMARY KEY (retrieval, revision)
);

-- The packs that a retrieval has out.
CREATE TABLE retrieval_pack (
    retrieval   uuid NOT NULL REFERENCES retrieval (id),
    pack_no     text COLLATE "C" NOT NULL,
    seal_no     text,
    taken_at    timestamptz NOT NULL,
    returned_at timestamptz,
    returned_by text,
    PRIMARY KEY (retrieval, pack_no)
);
-- A pack is out with one retrieval only (I21).
CREATE UNIQUE INDEX retrieval_pack_out ON retrieval_pack (pack_no) WHERE returned_at IS NULL;

-- ------------------------------------------------------------------------------------ edges
-- How far each lane of each outbox is committed. A new outbox file of an edge starts a new count.
CREATE TABLE edge_cursor (
    edge     text COLLATE "C" NOT NULL,
    outbox   uuid NOT NULL,
    lane     text NOT NULL,
    seq      bigint NOT NULL DEFAULT 0,
    moved_at timestamptz NOT NULL,
    PRIMARY KEY (edge, lane, outbox)
);

CREATE TABLE edge_event (
    edge        text COLLATE "C" NOT NULL,
    outbox      uuid NOT NULL,
    lane        text NOT NULL,
    seq         bigint NOT NULL,
    -- The edge's wall clock: for people, never for judging.
    at          timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    type        text NOT NULL,
    block       text COLLATE "C",
    command     uuid,
    -- As it came. Not jsonb: that refuses a NUL in a text, and one such event would stop its lane for ever.
    body        text NOT NULL,
    PRIMARY KEY (edge, lane, outbox, seq)
);
CREATE INDEX edge_event_command ON edge_event (command) WHERE command IS NOT NULL;
