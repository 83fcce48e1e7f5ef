-- Statements compared with the ledger, periods that are locked once they agree, and balances that somebody vouches for.

-- From the first day until before the last. The opening balance is found anew as long as it is null: when locked, it is kept.
CREATE TABLE reconciliations (
    id uuid PRIMARY KEY,
    org_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    account_id uuid NOT NULL REFERENCES accounts,
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    statement_from date NOT NULL,
    statement_to date NOT NULL,
    opening_balance numeric,
    opening_source text CHECK (opening_source IN ('given', 'locked_period', 'assertion', 'running_balance', 'statement_balance')),
    closing_balance numeric NOT NULL,
    created_by uuid REFERENCES users ON DELETE SET NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    locked_by uuid REFERENCES users ON DELETE SET NULL,
    locked_at timestamptz,
    CHECK (statement_from < statement_to),
    CHECK ((opening_balance IS NULL) = (opening_source IS NULL)),
    CHECK (locked_at IS NULL OR opening_balance IS NOT NULL)
);
CREATE INDEX reconciliations_recent ON reconciliations (org_id, created_at DESC, id DESC);
CREATE INDEX reconciliations_locked ON reconciliations (account_id, statement_from) WHERE locked_at IS NOT NULL;
-- Rows that a person has found on the statement. Of a row that is gone the tick counts no more.
CREATE TABLE reconciliation_ticks (
    reconciliation_id uuid NOT NULL REFERENCES reconciliations ON DELETE CASCADE,
    transaction_id uuid NOT NULL,
    org_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    ticked_by uuid REFERENCES users ON DELETE SET NULL,
    ticked_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (reconciliation_id, transaction_id)
);
-- The balance at the beginning of the day, as in beancount.
CREATE TABLE balance_assertions (
    id uuid PRIMARY KEY,
    org_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    account_id uuid NOT NULL REFERENCES accounts,
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    date date NOT NULL,
    amount numeric NOT NULL,
    note text,
    created_by uuid REFERENCES users ON DELETE SET NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (account_id, currency, date)
);
CALL protect('reconciliations');
CALL protect('reconciliation_ticks');
CALL protect('balance_assertions');
CALL confine('reconciliations');
CALL confine('balance_assertions');
CREATE POLICY account ON reconciliation_ticks AS RESTRICTIVE
    USING ((SELECT visible_accounts()) IS NULL OR EXISTS (SELECT FROM reconciliations AS r WHERE r.id = reconciliation_id));
GRANT SELECT, INSERT, UPDATE, DELETE ON reconciliations, reconciliation_ticks, balance_assertions TO purser_app;

-- A row counts on the day the bank booked it: that is how statements are cut.
CREATE FUNCTION locked_period(account uuid, code text, day date) RETURNS uuid LANGUAGE sql STABLE
    RETURN (
        SELECT id FROM reconciliations AS r
        WHERE r.locked_at IS NOT NULL AND r.account_id = account AND r.currency = code
            AND r.statement_from <= day AND day < r.statement_to
        ORDER BY r.statement_from LIMIT 1
    );
-- What is booked in a locked period stays, and nothing is added: whoever tries, and by whichever way. What people note on a row
-- (its category, merchant, notes) they may note still. Raised with a state of its own, which the edge answers with 409.
CREATE FUNCTION keep_locked() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    broken reconciliations;
BEGIN
    IF NOT EXISTS (SELECT FROM reconciliations WHERE locked_at IS NOT NULL)
        OR EXISTS (SELECT FROM organizations WHERE id = current_org() AND erase_after <= now()) THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'INSERT' THEN
        SELECT r.* INTO broken FROM added AS t JOIN reconciliations AS r ON r.account_id = t.account_id AND r.currency = t.currency
            AND r.statement_from <= coalesce(t.posted, t.date) AND coalesce(t.posted, t.date) < r.statement_to
        WHERE r.locked_at IS NOT NULL AND t.status = 'booked' AND t.deleted_at IS NULL LIMIT 1;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT r.* INTO broken FROM removed AS t JOIN reconciliations AS r ON r.account_id = t.account_id AND r.currency = t.currency
            AND r.statement_from <= coalesce(t.posted, t.date) AND coalesce(t.posted, t.date) < r.statement_to
        WHERE r.locked_at IS NOT NULL AND t.status = 'booked' AND t.deleted_at IS NULL LIMIT 1;
    ELSE
        WITH locked AS (SELECT * FROM reconciliations WHERE locked_at IS NOT NULL
        ), was AS (
            SELECT l.id AS period, t.id, coalesce(t.posted, t.date) AS day, t.amount FROM removed AS t
            JOIN locked AS l ON l.account_id = t.account_id AND l.currency = t.currency
                AND l.statement_from <= coalesce(t.posted, t.date) AND coalesce(t.posted, t.date) < l.statement_to
            WHERE t.status = 'booked' AND t.deleted_at IS NULL
        ), is_now AS (
            SELECT l.id AS period, t.id, coalesce(t.posted, t.date) AS day, t.amount FROM added AS t
            JOIN locked AS l ON l.account_id = t.account_id AND l.currency = t.currency
                AND l.statement_from <= coalesce(t.posted, t.date) AND coalesce(t.posted, t.date) < l.statement_to
            WHERE t.status = 'booked' AND t.deleted_at IS NULL
        ), changed AS (
            (SELECT * FROM was EXCEPT SELECT * FROM is_now) UNION ALL (SELECT * FROM is_now EXCEPT SELECT * FROM was)
        )
        SELECT l.* INTO broken FROM changed AS c JOIN locked AS l ON l.id = c.period LIMIT 1;
    END IF;
    IF broken.id IS NOT NULL THEN
        RAISE EXCEPTION 'The account is reconciled and locked from % until before %. Unlock that period first: POST /api/reconciliation/%/unlock.',
            broken.statement_from, broken.statement_to, broken.id USING ERRCODE = 'PU409';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER keep_locked_added AFTER INSERT ON transactions
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION keep_locked();
CREATE TRIGGER keep_locked_changed AFTER UPDATE ON transactions
    REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION keep_locked();
CREATE TRIGGER keep_locked_removed AFTER DELETE ON transactions
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION keep_locked();
