-- Requests of sign-in done once, exports that take their time, people who leave, secrets that are sealed anew, merchants confined.

-- ── requests of sign-in that carry an Idempotency-Key ───────────────────────────────────────────────────────────────
-- Of no organisation: many come before anyone knows whose they are. Both hashes are keyed, for what they are made of holds
-- passwords; an answer is not kept, for it holds tokens.
CREATE TABLE sign_in_requests (
    key bytea PRIMARY KEY,
    request bytea NOT NULL,
    status integer,                    -- null: still being answered
    silent boolean,                    -- whether the answer had no body, and can be given again
    created_at timestamptz NOT NULL DEFAULT now()
);
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_requests TO purser_auth;

-- ── exports ─────────────────────────────────────────────────────────────────────────────────────────────────────────
CREATE TABLE exports (
    id uuid PRIMARY KEY,
    org_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    requested_by uuid REFERENCES users ON DELETE SET NULL,
    status text NOT NULL DEFAULT 'working' CHECK (status IN ('working', 'ready')),
    object_key text,
    size bigint,
    tables jsonb,
    files integer,
    created_at timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz,
    collected_at timestamptz           -- given out; the next who asks gets a new one
);
CREATE INDEX exports_recent ON exports (org_id, created_at DESC);
CALL protect('exports');
GRANT SELECT, INSERT, UPDATE ON exports TO purser_app;

-- ── people who leave ────────────────────────────────────────────────────────────────────────────────────────────────
ALTER TABLE users ADD COLUMN erase_after timestamptz;
CREATE POLICY sweep ON users FOR SELECT TO purser_owner USING (true);
CREATE FUNCTION users_to_erase() RETURNS TABLE (org_id uuid, user_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
    BEGIN ATOMIC SELECT u.org_id, u.id FROM users AS u WHERE u.erase_after <= now(); END;

-- ── secrets that are sealed anew ────────────────────────────────────────────────────────────────────────────────────
-- When a secret was sealed says whether a round of `purser reseal-secrets` has been here; a trigger keeps it, whoever seals.
ALTER TABLE connections ADD COLUMN sealed_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE totp_devices ADD COLUMN sealed_at timestamptz NOT NULL DEFAULT now();
CREATE FUNCTION note_sealing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.sealed_at := clock_timestamp();
    RETURN NEW;
END $$;
CREATE TRIGGER note_sealing BEFORE UPDATE OF access_token ON connections FOR EACH ROW EXECUTE FUNCTION note_sealing();
CREATE TRIGGER note_sealing BEFORE UPDATE OF seed ON totp_devices FOR EACH ROW EXECUTE FUNCTION note_sealing();
CREATE POLICY sweep ON totp_devices FOR SELECT TO purser_owner USING (true);
CREATE FUNCTION organizations_sealed_before(moment timestamptz) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
    BEGIN ATOMIC
        SELECT c.org_id FROM connections AS c WHERE c.sealed_at < moment
        UNION SELECT t.org_id FROM totp_devices AS t WHERE t.sealed_at < moment;
    END;

REVOKE ALL ON FUNCTION users_to_erase(), organizations_sealed_before(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION users_to_erase(), organizations_sealed_before(timestamptz) TO purser_app;

-- ── merchants ───────────────────────────────────────────────────────────────────────────────────────────────────────
-- A merchant is of no account: whoever is limited to some sees those that the transactions they see are with. The dates are the
-- whole organisation's, so they are counted as nobody in particular, whoever edits.
CREATE POLICY account ON merchants AS RESTRICTIVE
    USING ((SELECT visible_accounts()) IS NULL
           OR EXISTS (SELECT FROM transactions AS t WHERE t.org_id = merchants.org_id AND t.merchant = merchants.name));
CREATE FUNCTION recount_merchants(names text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    person text := current_setting('app.user_id', true);
BEGIN
    PERFORM set_config('app.user_id', '', true);
    DELETE FROM merchants AS m WHERE m.name = ANY (names) AND NOT EXISTS (
        SELECT FROM transactions AS t
        WHERE t.org_id = m.org_id AND t.merchant = m.name AND t.status = 'booked' AND t.deleted_at IS NULL
    );
    INSERT INTO merchants (org_id, name, first_seen, last_seen)
    SELECT t.org_id, t.merchant, min(t.date), max(t.date) FROM transactions AS t
    WHERE t.merchant = ANY (names) AND t.status = 'booked' AND t.deleted_at IS NULL
    GROUP BY t.org_id, t.merchant ORDER BY t.merchant
    ON CONFLICT (org_id, name) DO UPDATE SET first_seen = excluded.first_seen, last_seen = excluded.last_seen;
    PERFORM set_config('app.user_id', coalesce(person, ''), true);
END $$;
