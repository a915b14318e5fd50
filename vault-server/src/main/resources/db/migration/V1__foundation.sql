-- Users, sessions, sign-in throttle, access log. Portable core: no extension, no partition.

CREATE TABLE app_user (
    user_name            text PRIMARY KEY CHECK (user_name ~ '^[a-z0-9][a-z0-9._-]{0,39}$'),
    display_name         text NOT NULL CHECK (length(display_name) BETWEEN 1 AND 80),
    password_hash        text NOT NULL,
    must_change_password boolean NOT NULL,
    disabled             boolean NOT NULL DEFAULT false,
    roles                text[] NOT NULL
        CHECK (roles <@ ARRAY['archivist', 'approver', 'facilities', 'security', 'auditor', 'administrator']),
    created_at           timestamptz NOT NULL,
    created_by           text NOT NULL,
    -- Three administrators: who keeps the users, who watches the doors and who audits are never one account.
    CONSTRAINT roles_kept_apart CHECK (
        ('security' = ANY (roles))::int + ('auditor' = ANY (roles))::int + ('administrator' = ANY (roles))::int <= 1)
);

-- Only the SHA-256 of a token is kept: who reads this table can sign in as nobody.
CREATE TABLE session (
    token_hash   bytea PRIMARY KEY CHECK (length(token_hash) = 32),
    user_name    text NOT NULL REFERENCES app_user,
    created_at   timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL
);
CREATE INDEX session_by_user ON session (user_name);

-- Counts attempts on names, whether such a user exists or not, so that both are answered alike.
CREATE TABLE sign_in_throttle (
    user_name   text PRIMARY KEY,
    failures    integer NOT NULL,
    not_before  timestamptz NOT NULL,
    last_try_at timestamptz NOT NULL
);

-- docs/reference/access-log.md says how each hash is made. details is text, not jsonb: its very bytes are hashed.
CREATE TABLE access_log (
    seq       bigint PRIMARY KEY CHECK (seq > 0),
    at        timestamptz NOT NULL,
    kind      text NOT NULL,
    subject   text NOT NULL,
    object    text NOT NULL,
    result    text NOT NULL,
    details   text NOT NULL,
    algorithm text NOT NULL,
    prev_hash bytea NOT NULL CHECK (length(prev_hash) = 32),
    hash      bytea NOT NULL CHECK (length(hash) = 32)
);
CREATE INDEX access_log_by_object ON access_log (object, seq);
CREATE INDEX access_log_by_subject ON access_log (subject, seq);

-- One row: the end of the chain. Locked by whoever appends, so that the chain has one end.
CREATE TABLE access_log_head (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    seq      bigint NOT NULL,
    hash     bytea NOT NULL CHECK (length(hash) = 32)
);
INSERT INTO access_log_head (seq, hash) VALUES (0, decode(repeat('00', 32), 'hex'));

CREATE FUNCTION refuse_change_of_access_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the access log is append-only: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER access_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON access_log
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_access_log();
CREATE TRIGGER access_log_head_stays BEFORE DELETE OR TRUNCATE ON access_log_head
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_access_log();
