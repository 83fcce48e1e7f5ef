-- Large files: what one invocation has read of a file and a later one makes ledger of; how far an import is; and the period that
-- nobody writes to while it is being locked.

ALTER TABLE imports ADD COLUMN progress smallint NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 100);
UPDATE imports SET progress = 100 WHERE status NOT IN ('waiting', 'reading');

-- `rows` of the file have been read by this part and those before it; `proof` is a digest of what was made of them, by which the
-- invocation that goes on knows that it reads the same.
CREATE TABLE import_parts (
    org_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    import_id uuid NOT NULL REFERENCES imports ON DELETE CASCADE,
    part integer NOT NULL,
    rows integer NOT NULL,
    proof bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (import_id, part)
);
-- The columns of the temporary table that rows are staged in. Without foreign keys, like raw_records: they cost more than the rows.
CREATE TABLE part_rows (
    org_id uuid NOT NULL,
    import_id uuid NOT NULL,
    ordinal integer NOT NULL,
    line integer NOT NULL,
    status text NOT NULL,
    text text NOT NULL,
    code text,
    reason text,
    id uuid,
    account_id uuid,
    date date,
    posted date,
    amount numeric,
    currency text,
    description text,
    original_description text,
    merchant text,
    category_id uuid,
    type text,
    provider_id text,
    balance numeric,
    reference text,
    notes text,
    provenance jsonb,
    original_amount numeric,
    original_currency text,
    exchange_rate numeric,
    PRIMARY KEY (import_id, ordinal)
);
CALL protect('import_parts');
CALL protect('part_rows');
CALL confine('part_rows');
GRANT SELECT, INSERT, DELETE ON import_parts, part_rows TO purser_app;

-- keep_locked sees periods that are locked, not one that is being locked at this moment. So whoever writes says so first, together
-- with the others who do, and whoever locks waits for them all (`hold_account` in store/reconciliations.py) before it adds up.
CREATE FUNCTION announce_writing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM pg_advisory_xact_lock_shared(hashtextextended(account_id || '/period', 0))
        FROM (SELECT DISTINCT account_id FROM removed ORDER BY account_id) AS touched;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM pg_advisory_xact_lock_shared(hashtextextended(account_id || '/period', 0))
        FROM (SELECT DISTINCT account_id FROM added ORDER BY account_id) AS touched;
    END IF;
    RETURN NULL;
END $$;
-- Triggers fire in the order of their names: this one before keep_locked.
CREATE TRIGGER announce_writing_added AFTER INSERT ON transactions
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION announce_writing();
CREATE TRIGGER announce_writing_changed AFTER UPDATE ON transactions
    REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION announce_writing();
CREATE TRIGGER announce_writing_removed AFTER DELETE ON transactions
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION announce_writing();
