-- Who sees what within an organisation, a trail that cannot be rewritten, and how an organisation ends.

-- ── members limited to some accounts ────────────────────────────────────────────────────────────────────────────────
-- A person's transaction says who acts (app.user_id); a function that works for nobody in particular says nothing.
ALTER TABLE users ADD COLUMN all_accounts boolean NOT NULL DEFAULT true;
CREATE TABLE user_accounts (
    org_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
    PRIMARY KEY (user_id, account_id)
);
CALL protect('user_accounts');
GRANT SELECT, INSERT, DELETE ON user_accounts TO purser_app;

CREATE FUNCTION acting_user() RETURNS uuid LANGUAGE sql STABLE
    RETURN nullif(current_setting('app.user_id', true), '')::uuid;
-- Begin to act for a person; return what their role allows now, null if they may not act at all any more.
CREATE FUNCTION act_as(org uuid, person uuid) RETURNS text[] LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('app.org_id', org::text, true), set_config('app.user_id', person::text, true);
    RETURN (SELECT r.permissions FROM users AS u JOIN roles AS r ON r.id = u.role_id WHERE u.id = person AND u.active);
END $$;
-- The accounts that the acting person may see, null for all. Somebody unknown or switched off sees none.
CREATE FUNCTION visible_accounts() RETURNS uuid[] LANGUAGE sql STABLE
    BEGIN ATOMIC
        SELECT CASE
            WHEN acting_user() IS NULL THEN NULL
            WHEN EXISTS (SELECT FROM users WHERE id = acting_user() AND active AND all_accounts) THEN NULL
            ELSE ARRAY(SELECT a.account_id FROM user_accounts AS a JOIN users AS u ON u.id = a.user_id
                       WHERE u.id = acting_user() AND u.active)
        END;
    END;
-- Confine a table to the accounts that the acting person may see; restrictive: beside the tenant's policy, never instead of it.
CREATE PROCEDURE confine(account_table regclass, account_column text DEFAULT 'account_id') LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE POLICY account ON %s AS RESTRICTIVE'
                   ' USING ((SELECT visible_accounts()) IS NULL OR %I = ANY ((SELECT visible_accounts())::uuid[]))',
                   account_table, account_column);
END $$;
CALL confine('accounts', 'id');
CALL confine('transactions');
CALL confine('monthly_totals');
CALL confine('linked_accounts');
-- An import that is of no single account is seen by who sent it; its rows are seen with it.
CREATE POLICY account ON imports AS RESTRICTIVE
    USING ((SELECT visible_accounts()) IS NULL OR account_id = ANY ((SELECT visible_accounts())::uuid[])
           OR created_by = (SELECT acting_user()))
    WITH CHECK ((SELECT visible_accounts()) IS NULL OR account_id = ANY ((SELECT visible_accounts())::uuid[]));
CREATE POLICY account ON raw_records AS RESTRICTIVE
    USING ((SELECT visible_accounts()) IS NULL OR EXISTS (SELECT FROM imports AS i WHERE i.id = import_id));
CREATE POLICY account ON connections AS RESTRICTIVE
    USING ((SELECT visible_accounts()) IS NULL OR EXISTS (SELECT FROM linked_accounts AS l WHERE l.connection_id = connections.id));

-- Whoever is switched off is signed out, by whichever function it is done.
CREATE FUNCTION end_sessions() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    UPDATE sessions SET revoked_at = now() WHERE user_id = NEW.id AND revoked_at IS NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER end_sessions AFTER UPDATE OF active ON users
    FOR EACH ROW WHEN (OLD.active AND NOT NEW.active) EXECUTE FUNCTION end_sessions();

-- ── the end of an organisation ──────────────────────────────────────────────────────────────────────────────────────
ALTER TABLE organizations
    ADD COLUMN keep_originals_days integer CHECK (keep_originals_days BETWEEN 30 AND 36500), -- null: for ever
    ADD COLUMN erasure_requested_at timestamptz,
    ADD COLUMN erase_after timestamptz;
-- Nobody, not even who has taken over a function, can have an organisation erased without a day to notice it.
CREATE FUNCTION refuse_haste() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.erase_after < now() + interval '1 day' THEN
        RAISE EXCEPTION 'an organisation is erased a day after it is asked for, at the earliest'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER refuse_haste BEFORE INSERT OR UPDATE OF erase_after ON organizations FOR EACH ROW EXECUTE FUNCTION refuse_haste();
REVOKE DELETE ON organizations FROM purser_auth;
-- What is left of an organisation that was erased: that it was, when, and where its trail ended.
CREATE TABLE erasures (
    org_id uuid PRIMARY KEY,
    requested_at timestamptz,
    erased_at timestamptz NOT NULL DEFAULT now(),
    audit_seq bigint,
    audit_hash bytea
);
CALL protect('erasures');

-- ── the audit log ───────────────────────────────────────────────────────────────────────────────────────────────────
-- Each entry holds the hash of the one before it. audit_heads holds the latest, so that a tail that was cut off is missed too;
-- its row is the lock under which entries of one organisation are written, one after the other.
CREATE TABLE audit_heads (
    org_id uuid PRIMARY KEY,
    seq bigint NOT NULL,
    hash bytea NOT NULL
);
ALTER TABLE audit_log ADD COLUMN seq bigint, ADD COLUMN prev_hash bytea, ADD COLUMN hash bytea;
CREATE FUNCTION audit_time(at timestamptz) RETURNS text LANGUAGE sql IMMUTABLE
    RETURN to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
-- Every field with its length, or - for none: no two entries have the same text. `purser verify-audit` writes the same in Python.
CREATE FUNCTION audit_content(entry audit_log) RETURNS text LANGUAGE sql STABLE
    RETURN (
        SELECT string_agg(CASE WHEN value IS NULL THEN '-' ELSE octet_length(value) || ':' || value END, ',' ORDER BY n)
        FROM unnest(ARRAY[
            entry.seq::text, entry.id::text, entry.org_id::text,
            audit_time(entry.at),
            entry.actor_id::text, entry.action, entry.subject_type, entry.subject_id::text, entry.before::text, entry.after::text,
            entry.ip, entry.user_agent, entry.request_id
        ]) WITH ORDINALITY AS field (value, n)
    );
CREATE FUNCTION chain_audit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    head audit_heads;
BEGIN
    INSERT INTO audit_heads VALUES (NEW.org_id, 0, sha256(convert_to(NEW.org_id::text, 'UTF8'))) ON CONFLICT (org_id) DO NOTHING;
    SELECT * INTO STRICT head FROM audit_heads WHERE org_id = NEW.org_id FOR UPDATE;
    NEW.seq := head.seq + 1;
    NEW.at := clock_timestamp();
    NEW.prev_hash := head.hash;
    NEW.hash := sha256(head.hash || convert_to(audit_content(NEW), 'UTF8'));
    UPDATE audit_heads SET seq = NEW.seq, hash = NEW.hash WHERE org_id = NEW.org_id;
    RETURN NEW;
END $$;
-- Entries from before the chain become its beginning; without FORCE, for the owner must see them all.
ALTER TABLE audit_log NO FORCE ROW LEVEL SECURITY;
DO $$
DECLARE
    entry audit_log;
    head audit_heads;
BEGIN
    FOR entry IN SELECT * FROM audit_log ORDER BY org_id, at, id LOOP
        INSERT INTO audit_heads VALUES (entry.org_id, 0, sha256(convert_to(entry.org_id::text, 'UTF8'))) ON CONFLICT DO NOTHING;
        SELECT * INTO STRICT head FROM audit_heads WHERE org_id = entry.org_id;
        entry.seq := head.seq + 1;
        head.hash := sha256(head.hash || convert_to(audit_content(entry), 'UTF8'));
        UPDATE audit_log SET seq = entry.seq, hash = head.hash,
            prev_hash = (SELECT hash FROM audit_heads WHERE org_id = entry.org_id) WHERE id = entry.id;
        UPDATE audit_heads SET seq = entry.seq, hash = head.hash WHERE org_id = entry.org_id;
    END LOOP;
END $$;
ALTER TABLE audit_log FORCE ROW LEVEL SECURITY;
CALL protect('audit_heads');
ALTER TABLE audit_log ALTER COLUMN seq SET NOT NULL, ALTER COLUMN prev_hash SET NOT NULL, ALTER COLUMN hash SET NOT NULL,
    ADD CONSTRAINT audit_log_one_chain UNIQUE (org_id, seq);
CREATE TRIGGER chain_audit BEFORE INSERT ON audit_log FOR EACH ROW EXECUTE FUNCTION chain_audit();
-- Privileges keep the functions from changing it; this keeps the owner of the tables from it, too.
CREATE FUNCTION keep_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF EXISTS (SELECT FROM organizations WHERE id = OLD.org_id AND erase_after <= now()) THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION 'the audit log is only ever added to' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER keep_audit BEFORE UPDATE OR DELETE ON audit_log FOR EACH ROW EXECUTE FUNCTION keep_audit();
CREATE TRIGGER keep_audit_whole BEFORE TRUNCATE ON audit_log FOR EACH STATEMENT EXECUTE FUNCTION keep_audit();
CREATE TRIGGER keep_audit BEFORE DELETE ON audit_heads FOR EACH ROW EXECUTE FUNCTION keep_audit();
CREATE TRIGGER keep_audit_whole BEFORE TRUNCATE ON audit_heads FOR EACH STATEMENT EXECUTE FUNCTION keep_audit();
GRANT SELECT ON audit_heads TO purser_app;
CREATE INDEX audit_log_actor ON audit_log (org_id, actor_id, seq);

-- ── erasing ─────────────────────────────────────────────────────────────────────────────────────────────────────────
-- Every table with an org_id, found in the catalogue, so that a new one is not forgotten. What is referred to goes later: a pass
-- deletes what it can, until a pass finds nothing.
CREATE FUNCTION erase_organization() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    tenant_table regclass;
    deleted bigint;
    left_over boolean := true;
BEGIN
    IF NOT EXISTS (SELECT FROM organizations WHERE id = current_org() AND erase_after <= now()) THEN
        RAISE EXCEPTION 'this organisation is not to be erased now' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO erasures (org_id, requested_at, audit_seq, audit_hash)
        SELECT o.id, o.erasure_requested_at, h.seq, h.hash FROM organizations AS o LEFT JOIN audit_heads AS h ON h.org_id = o.id
        WHERE o.id = current_org();
    WHILE left_over LOOP
        left_over := false;
        FOR tenant_table IN
            SELECT c.oid::regclass FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'org_id'
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
                AND c.relname <> 'erasures'
            ORDER BY c.relname DESC
        LOOP
            BEGIN
                EXECUTE format('DELETE FROM %s WHERE org_id = current_org()', tenant_table);
                GET DIAGNOSTICS deleted = ROW_COUNT;
                left_over := left_over OR deleted > 0;
            EXCEPTION WHEN foreign_key_violation THEN
                left_over := true;
            END;
        END LOOP;
    END LOOP;
    DELETE FROM organizations WHERE id = current_org();
END $$;
-- The sweep must learn whose time has come, who wants files forgotten, and whose files may have come late; no more than that.
CREATE POLICY sweep ON organizations FOR SELECT TO purser_owner USING (true);
CREATE POLICY sweep ON erasures FOR SELECT TO purser_owner USING (true);
CREATE FUNCTION organizations_to_erase() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
    BEGIN ATOMIC SELECT id FROM organizations WHERE erase_after <= now(); END;
CREATE FUNCTION organizations_erased_lately() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
    BEGIN ATOMIC SELECT org_id FROM erasures WHERE erased_at > now() - interval '7 days'; END;
CREATE FUNCTION organizations_that_forget() RETURNS TABLE (org_id uuid, days integer)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
    BEGIN ATOMIC SELECT id, keep_originals_days FROM organizations WHERE keep_originals_days IS NOT NULL; END;
REVOKE ALL ON FUNCTION erase_organization(), organizations_to_erase(), organizations_erased_lately(), organizations_that_forget()
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erase_organization(), organizations_to_erase(), organizations_erased_lately(),
    organizations_that_forget() TO purser_app;
