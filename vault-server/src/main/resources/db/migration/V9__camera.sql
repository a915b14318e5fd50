-- Cameras: whether each can be believed, what they noticed, and their stills. Nothing here ever moves carriages, and nothing
-- here lifts a refusal: the edge judges whether somebody is in an aisle.
-- Times are the edge's wall clock unless said otherwise: movements and gate crossings are on that clock too, so that they can
-- be laid side by side. What the camera's own clock said is kept beside it.
-- docs/decisions/0017 says why pictures are in the database.

-- ------------------------------------------------------------------------------------ cameras
CREATE TABLE camera_state (
    camera            text COLLATE "C" PRIMARY KEY,
    -- Null: it was heard of, but never said whether it can be believed.
    trusted           boolean,
    detail            text NOT NULL DEFAULT '',
    since             timestamptz,
    heard_at          timestamptz NOT NULL,
    -- Whether the book of alarms has been told that it is not believed.
    alarmed           boolean NOT NULL DEFAULT false,
    -- What became of its stills.
    stills_kept       bigint NOT NULL DEFAULT 0,
    stills_incomplete bigint NOT NULL DEFAULT 0,
    stills_damaged    bigint NOT NULL DEFAULT 0,
    stills_forgotten  bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 80);

-- Every change, so that "could it be believed at that time?" has an answer.
CREATE TABLE camera_change (
    camera  text COLLATE "C" NOT NULL,
    no      bigint GENERATED ALWAYS AS IDENTITY,
    at      timestamptz NOT NULL,
    trusted boolean NOT NULL,
    detail  text NOT NULL,
    PRIMARY KEY (camera, no)
);
CREATE INDEX camera_change_at ON camera_change (camera, at DESC);

-- ------------------------------------------------------------------------------------ what they noticed
CREATE TABLE camera_observation (
    camera      text COLLATE "C" NOT NULL,
    -- The camera system's own id.
    observation text COLLATE "C" NOT NULL,
    label       text NOT NULL,
    -- Where the camera hangs, by the plan of the time.
    zone        text COLLATE "C",
    aisles      text[] COLLATE "C" NOT NULL,
    began_at    timestamptz NOT NULL,
    -- False: the beginning was not told of (dropped, or before this server); it began earlier.
    began_known boolean NOT NULL,
    -- The newest word of it, and its end; null while it goes on, or when the end was not told of.
    seen_at     timestamptz NOT NULL,
    ended_at    timestamptz,
    -- When it began by the camera system's own clock.
    source_time timestamptz,
    PRIMARY KEY (camera, observation)
) WITH (fillfactor = 80);
CREATE INDEX camera_observation_began ON camera_observation (began_at);
CREATE INDEX camera_observation_going_on ON camera_observation (seen_at) WHERE ended_at IS NULL;

-- ------------------------------------------------------------------------------------ stills
-- One row for each picture ever told of, named by the SHA-256 of its bytes. It stays when the picture is forgotten: the hash
-- still says which picture there was.
CREATE TABLE still (
    sha256     text COLLATE "C" PRIMARY KEY CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    state      text NOT NULL CHECK (state IN ('arriving', 'kept', 'incomplete', 'damaged', 'forgotten')),
    -- Of the whole picture; 0 while that is not known.
    bytes      integer NOT NULL DEFAULT 0,
    detail     text NOT NULL DEFAULT '',
    -- The server's clock.
    told_at    timestamptz NOT NULL,
    settled_at timestamptz,
    -- Beyond the ordinary time, because something happened around it that is looked into.
    held_until timestamptz,
    held_why   text
);
CREATE INDEX still_arriving ON still (told_at) WHERE state = 'arriving';
CREATE INDEX still_kept ON still (told_at) WHERE state = 'kept';

CREATE TABLE still_content (
    sha256 text COLLATE "C" PRIMARY KEY REFERENCES still,
    jpeg   bytea NOT NULL
);
-- A JPEG does not get smaller by compressing it again.
ALTER TABLE still_content ALTER COLUMN jpeg SET STORAGE EXTERNAL;

-- Who took it, when, and what it shows. A camera system that tells of the same bytes again, for example after every
-- reconnection, adds nothing: its first word says when.
CREATE TABLE still_taken (
    sha256      text COLLATE "C" NOT NULL REFERENCES still,
    camera      text COLLATE "C" NOT NULL,
    -- The camera's clock, or the edge's when the camera's says nothing; and the edge's when it was told of.
    taken_at    timestamptz NOT NULL,
    told_at     timestamptz NOT NULL,
    observation text COLLATE "C",
    zone        text COLLATE "C",
    PRIMARY KEY (sha256, camera)
);
CREATE INDEX still_taken_told ON still_taken (told_at);
CREATE INDEX still_taken_observation ON still_taken (camera, observation) WHERE observation IS NOT NULL;

-- Parts of pictures that are not complete yet.
CREATE TABLE still_part (
    sha256      text COLLATE "C" NOT NULL REFERENCES still,
    parts       smallint NOT NULL,
    part        smallint NOT NULL,
    camera      text COLLATE "C" NOT NULL,
    content     bytea NOT NULL,
    PRIMARY KEY (sha256, parts, part)
);
ALTER TABLE still_part ALTER COLUMN content SET STORAGE EXTERNAL;

-- ------------------------------------------------------------------------------------ what is laid beside them
-- Movements of a block, and gate crossings, by time.
CREATE INDEX edge_event_motion ON edge_event (block, at) WHERE type IN ('motion-started', 'motion-stopped', 'stop-sent');
CREATE INDEX tag_movement_gate ON tag_movement (at) WHERE what LIKE 'gate-%';
