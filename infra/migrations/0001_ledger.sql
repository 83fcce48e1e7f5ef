-- The ledger of every organisation. Applied as purser_owner; core PostgreSQL features only.
-- Every tenant table: org_id, row-level security on app.org_id, FORCED, so that not even its owner can forget it.

CREATE FUNCTION current_org() RETURNS uuid LANGUAGE sql STABLE
    RETURN nullif(current_setting('app.org_id', true), '')::uuid;

-- ── people ──────────────────────────────────────────────────────────────────────────────────────────────────────────
CREATE TABLE organizations (
    id uuid PRIMARY KEY,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    base_currency text NOT NULL DEFAULT 'USD' CHECK (base_currency ~ '^[A-Z]{3}$'),
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE roles (
    id uuid PRIMARY KEY,
    org_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    name text NOT NULL,
    permissions text[] NOT NULL,
    built_in boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (org_id, name)
);
CREATE TABLE users (
    id uuid PRIMARY KEY,
    org_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    email text NOT NULL CHECK (email = lower(email) AND length(email) <= 254),
    role_id uuid NOT NULL REFERENCES roles,
    active boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX users_email ON users (email);
-- Only purser_auth may read these two.
CREATE TABLE credentials (
    user_id uuid PRIMARY KEY REFERENCES users ON DELETE CASCADE,
    org_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    password_hash text NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE sessions (
    id uuid PRIMARY KEY,
    org_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    family uuid NOT NULL,
    token_hash bytea NOT NULL UNIQUE,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    revoked_at timestamptz,
    user_agent text,
    ip text
);
CREATE INDEX sessions_user ON sessions (user_id);

-- ── the chart ───────────────────────────────────────────────────────────────────────────────────────────────────────
CREATE TABLE institutions (
    id uuid PRIMARY KEY,
    org_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    bank text NOT NULL,
    name text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (org_id, bank, name)
);
CREATE TABLE accounts (
    id uuid PRIMARY KEY,
    org_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    institution_id uuid NOT NULL REFERENCES institutions,
    bank text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('checking', 'savings', 'card', 'cash', 'investment', 'loan', 'other')),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    identity text,                     -- salted hash of the number or, where a file gives none, of its layout; how a file finds its account
    number_masked text,                -- '…1234'
    balance numeric,
    balance_date date,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (org_id, bank, identity)
);
CREATE TABLE categories (
    id uuid PRIMARY KEY,
    org_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    parent_id uuid REFERENCES categories,
    name text NOT NULL,
    type text NOT NULL CHECK (type IN ('income', 'expense', 'transfer')),
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE NULLS NOT DISTINCT (org_id, parent_id, name)
);

-- ── imports ─────────────────────────────────────────────────────────────────────────────────────────────────────────
CREATE TABLE imports (
    id uuid PRIMARY KEY,
    org_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    bank text NOT NULL,
    account_id uuid REFERENCES accounts,
    format text,
    filename text NOT NULL,
    object_key text NOT NULL,
    object_version text,
    content_sha256 bytea,
    size bigint,
    status text NOT NULL CHECK (status IN ('waiting', 'reading', 'done', 'rejected', 'failed', 'undone')),
    rows_read integer NOT NULL DEFAULT 0,
    imported integer NOT NULL DEFAULT 0,
    pending integer NOT NULL DEFAULT 0,
    duplicates integer NOT NULL DEFAULT 0,
    rejected integer NOT NULL DEFAULT 0,
    ignored integer NOT NULL DEFAULT 0,
    balance_check text NOT NULL DEFAULT 'absent' CHECK (balance_check IN ('ok', 'failed', 'absent')),
    totals jsonb NOT NULL DEFAULT '{}',
    first date,
    last date,
    error jsonb,                       -- {code, message, line}
    last_failure text,                 -- why the latest attempt failed, for the error log; not for the person who uploaded
    warnings jsonb NOT NULL DEFAULT '[]',
    created_by uuid REFERENCES users ON DELETE SET NULL,
    correlation_id text,
    created_at timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz,
    CONSTRAINT nothing_vanishes CHECK (rows_read = imported + pending + duplicates + rejected + ignored)
);
CREATE INDEX imports_recent ON imports (org_id, created_at DESC, id DESC);
CREATE TABLE raw_records (
    org_id uuid NOT NULL,
    import_id uuid NOT NULL,
    bank text NOT NULL,
    ordinal integer NOT NULL,          -- 1-based place among the file's rows
    line integer NOT NULL,             -- 1-based line of the file
    status text NOT NULL CHECK (status IN ('imported', 'pending', 'duplicate', 'rejected', 'ignored')),
    code text,
    reason text,
    text text NOT NULL,
    transaction_id uuid,
    PRIMARY KEY (bank, import_id, ordinal)
) PARTITION BY LIST (bank);
CREATE TABLE raw_records_chase PARTITION OF raw_records FOR VALUES IN ('chase');
CREATE TABLE raw_records_discover PARTITION OF raw_records FOR VALUES IN ('discover');
CREATE TABLE raw_records_capital_one PARTITION OF raw_records FOR VALUES IN ('capital_one');
CREATE TABLE raw_records_plaid PARTITION OF raw_records FOR VALUES IN ('plaid');
CREATE TABLE raw_records_draft PARTITION OF raw_records FOR VALUES IN ('draft');
CREATE TABLE raw_records_other PARTITION OF raw_records DEFAULT;

-- ── the ledger ──────────────────────────────────────────────────────────────────────────────────────────────────────
-- The id is derived from the fingerprint (organisation, account, key): the primary key is the duplicate check.
-- import_id has no foreign key: measured cost on bulk insert, and imports are never deleted, only undone.
CREATE TABLE transactions (
    id uuid PRIMARY KEY,
    org_id uuid NOT NULL,
    account_id uuid NOT NULL REFERENCES accounts,
    import_id uuid,
    bank text NOT NULL,
    date date NOT NULL,
    posted date,
    amount numeric NOT NULL,           -- signed, negative = money out
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    description text NOT NULL,
    original_description text NOT NULL,
    merchant text NOT NULL,
    category_id uuid REFERENCES categories,
    type text NOT NULL CHECK (type IN ('income', 'expense', 'transfer')),
    source text NOT NULL CHECK (source IN ('bank', 'draft', 'plaid')),
    status text NOT NULL CHECK (status IN ('booked', 'pending')),
    provider_id text,
    balance numeric,
    reference text,
    notes text,
    tags text[] NOT NULL DEFAULT '{}',
    provenance jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz             -- a row that a person deleted stays deleted when its file comes again
);
CREATE INDEX transactions_recent ON transactions (org_id, date DESC, id DESC);
CREATE INDEX transactions_import ON transactions (import_id);
CREATE INDEX transactions_pending ON transactions (account_id) WHERE status = 'pending';
CREATE TABLE merchants (
    org_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    name text NOT NULL,
    first_seen date NOT NULL,
    last_seen date NOT NULL,
    PRIMARY KEY (org_id, name)
);
CREATE TABLE monthly_totals (
    org_id uuid NOT NULL,
    month date NOT NULL,               -- its first day
    account_id uuid NOT NULL,
    category_id uuid,
    type text NOT NULL,
    currency text NOT NULL,
    count bigint NOT NULL,
    total numeric NOT NULL,
    UNIQUE NULLS NOT DISTINCT (org_id, month, account_id, category_id, type, currency)
);

-- The rollup is exact by construction: every statement that changes transactions changes it in the same breath.
-- Booked, undeleted rows count. Rows are touched in key order, so that two imports cannot deadlock here.
CREATE FUNCTION roll_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO monthly_totals AS m
        SELECT org_id, date_trunc('month', date)::date, account_id, category_id, type, currency, count(*), sum(amount)
        FROM added WHERE status = 'booked' AND deleted_at IS NULL
        GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6
        ON CONFLICT (org_id, month, account_id, category_id, type, currency)
        DO UPDATE SET count = m.count + excluded.count, total = m.total + excluded.total;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO monthly_totals AS m
        SELECT org_id, date_trunc('month', date)::date, account_id, category_id, type, currency, -count(*), -sum(amount)
        FROM removed WHERE status = 'booked' AND deleted_at IS NULL
        GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6
        ON CONFLICT (org_id, month, account_id, category_id, type, currency)
        DO UPDATE SET count = m.count + excluded.count, total = m.total + excluded.total;
    ELSE
        INSERT INTO monthly_totals AS m
        SELECT org_id, date_trunc('month', date)::date, account_id, category_id, type, currency, sum(n), sum(amount)
        FROM (
            SELECT org_id, date, account_id, category_id, type, currency, 1 AS n, amount
            FROM added WHERE status = 'booked' AND deleted_at IS NULL
            UNION ALL
            SELECT org_id, date, account_id, category_id, type, currency, -1, -amount
            FROM removed WHERE status = 'booked' AND deleted_at IS NULL
        ) AS change
        GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(n) <> 0 OR sum(amount) <> 0 ORDER BY 1, 2, 3, 4, 5, 6
        ON CONFLICT (org_id, month, account_id, category_id, type, currency)
        DO UPDATE SET count = m.count + excluded.count, total = m.total + excluded.total;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER roll_up_added AFTER INSERT ON transactions
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION roll_up();
CREATE TRIGGER roll_up_changed AFTER UPDATE ON transactions
    REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION roll_up();
CREATE TRIGGER roll_up_removed AFTER DELETE ON transactions
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION roll_up();

-- ── what happened ───────────────────────────────────────────────────────────────────────────────────────────────────
CREATE TABLE outbox (
    id uuid PRIMARY KEY,
    org_id uuid NOT NULL,
    type text NOT NULL,                -- EventBridge detail-type
    detail jsonb NOT NULL,
    correlation_id text,
    created_at timestamptz NOT NULL DEFAULT now(),
    published_at timestamptz
);
CREATE INDEX outbox_waiting ON outbox (created_at) WHERE published_at IS NULL;
CREATE TABLE error_log (
    id uuid PRIMARY KEY,
    org_id uuid,                       -- null when the failed message names no organisation
    source text NOT NULL,              -- the queue or function
    code text NOT NULL,
    message text NOT NULL,
    context jsonb NOT NULL DEFAULT '{}',
    correlation_id text,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX error_log_recent ON error_log (org_id, created_at DESC);
CREATE TABLE audit_log (
    id uuid PRIMARY KEY,
    org_id uuid NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    actor_id uuid,
    action text NOT NULL,
    subject_type text NOT NULL,
    subject_id uuid,
    before jsonb,
    after jsonb,
    ip text,
    user_agent text,
    request_id text
);
CREATE INDEX audit_log_recent ON audit_log (org_id, at DESC, id DESC);
CREATE TABLE idempotency_keys (
    org_id uuid NOT NULL,
    key text NOT NULL CHECK (length(key) <= 255),
    request_sha256 bytea NOT NULL,
    status integer,
    body text,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (org_id, key)
);

-- ── row-level security ──────────────────────────────────────────────────────────────────────────────────────────────
CREATE PROCEDURE protect(tenant_table regclass, tenant_column text DEFAULT 'org_id') LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('CREATE POLICY tenant ON %s USING (%I = (SELECT current_org())) WITH CHECK (%I = (SELECT current_org()))',
                   tenant_table, tenant_column, tenant_column);
END $$;
CALL protect('organizations', 'id');
CALL protect('roles');
CALL protect('users');
CALL protect('credentials');
CALL protect('sessions');
CALL protect('institutions');
CALL protect('accounts');
CALL protect('categories');
CALL protect('imports');
CALL protect('raw_records');
CALL protect('raw_records_chase');
CALL protect('raw_records_discover');
CALL protect('raw_records_capital_one');
CALL protect('raw_records_plaid');
CALL protect('raw_records_draft');
CALL protect('raw_records_other');
CALL protect('transactions');
CALL protect('merchants');
CALL protect('monthly_totals');
CALL protect('outbox');
CALL protect('error_log');
CALL protect('audit_log');
CALL protect('idempotency_keys');
-- A message without an organisation can still fail: anyone may write such a row, nobody of an organisation reads it.
CREATE POLICY unowned ON error_log FOR INSERT WITH CHECK (org_id IS NULL);
-- Signing in starts from an address or a token, before the organisation is known. Reading only.
CREATE POLICY sign_in ON users FOR SELECT TO purser_auth USING (true);
CREATE POLICY sign_in ON sessions FOR SELECT TO purser_auth USING (true);
-- The sweeper must learn which organisations have events waiting, and nothing else of them.
CREATE POLICY sweep ON outbox FOR SELECT TO purser_owner USING (true);
CREATE FUNCTION organizations_with_events() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
    BEGIN ATOMIC SELECT DISTINCT org_id FROM outbox WHERE published_at IS NULL; END;

-- ── privileges ──────────────────────────────────────────────────────────────────────────────────────────────────────
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO purser_app, purser_auth;
GRANT SELECT, INSERT, UPDATE, DELETE ON
    institutions, accounts, categories, imports, raw_records, transactions, merchants, monthly_totals, outbox, idempotency_keys
    TO purser_app;
GRANT SELECT, UPDATE ON organizations TO purser_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON roles, users TO purser_app;
GRANT SELECT, INSERT ON error_log, audit_log TO purser_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON organizations, roles, users, credentials, sessions TO purser_auth;
GRANT INSERT ON audit_log TO purser_auth;
GRANT SELECT, INSERT ON categories TO purser_auth;
REVOKE ALL ON FUNCTION organizations_with_events() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION organizations_with_events() TO purser_app;
