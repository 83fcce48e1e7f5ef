-- Imports as people want them: taken back, read again, repaired; drafts matched; suspected duplicates; mappings of unknown layouts.

ALTER TABLE imports
    ADD COLUMN heading jsonb,              -- {text, separator}: the lines of a CSV file down to its column names
    ADD COLUMN reader text,                -- the version of Purser that read the file
    ADD COLUMN rows_done integer NOT NULL DEFAULT 0;
CREATE INDEX imports_content ON imports (org_id, content_sha256);

-- What each file said of an account's balance, so that the account's can be told again when a file is taken back.
CREATE TABLE import_balances (
    org_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    import_id uuid NOT NULL REFERENCES imports ON DELETE CASCADE,
    account_id uuid NOT NULL REFERENCES accounts,
    date date NOT NULL,
    amount numeric NOT NULL,
    PRIMARY KEY (import_id, account_id)
);
CREATE INDEX import_balances_account ON import_balances (account_id, date DESC);

-- A draft that turned out to be a row of a bank is deleted, softly; `before` is what it changed of that row.
CREATE TABLE draft_matches (
    draft_id uuid PRIMARY KEY,
    org_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    account_id uuid NOT NULL REFERENCES accounts,
    transaction_id uuid NOT NULL UNIQUE,
    before jsonb NOT NULL,
    matched_at timestamptz NOT NULL DEFAULT now()
);
-- Pairs that a person told apart are not matched again.
CREATE TABLE draft_refusals (
    draft_id uuid NOT NULL,
    transaction_id uuid NOT NULL,
    org_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    PRIMARY KEY (draft_id, transaction_id)
);

-- Two rows that may be one. Both count until a person confirms it; then `transaction_id`, which came later, is deleted, softly.
CREATE TABLE duplicate_suspicions (
    id uuid PRIMARY KEY,
    org_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    account_id uuid NOT NULL REFERENCES accounts,
    transaction_id uuid NOT NULL,
    other_id uuid NOT NULL,
    import_id uuid NOT NULL,
    reason text NOT NULL,
    status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'confirmed', 'rejected')),
    created_at timestamptz NOT NULL DEFAULT now(),
    decided_at timestamptz,
    decided_by uuid REFERENCES users ON DELETE SET NULL,
    UNIQUE (transaction_id, other_id)
);
CREATE INDEX duplicate_suspicions_recent ON duplicate_suspicions (org_id, created_at DESC, id DESC);
CREATE INDEX duplicate_suspicions_other ON duplicate_suspicions (other_id);

-- A row that was known under another fingerprint, such as that of the same bank's other format; it is known again by this.
CREATE TABLE transaction_aliases (
    id uuid PRIMARY KEY,                   -- the fingerprint that the row would have had
    org_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    account_id uuid NOT NULL REFERENCES accounts,
    transaction_id uuid NOT NULL
);
CREATE INDEX transaction_aliases_account ON transaction_aliases (account_id);

-- How to read files of a layout that Purser does not know; `fingerprint` tells the layout.
CREATE TABLE mappings (
    id uuid PRIMARY KEY,
    org_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    fingerprint text NOT NULL,
    mapping jsonb NOT NULL,
    created_by uuid REFERENCES users ON DELETE SET NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (org_id, fingerprint)
);

CALL protect('import_balances');
CALL protect('draft_matches');
CALL protect('draft_refusals');
CALL protect('duplicate_suspicions');
CALL protect('transaction_aliases');
CALL protect('mappings');
CALL confine('import_balances');
CALL confine('draft_matches');
CALL confine('duplicate_suspicions');
CALL confine('transaction_aliases');
GRANT SELECT, INSERT, UPDATE, DELETE ON import_balances, draft_matches, draft_refusals, duplicate_suspicions, transaction_aliases, mappings
    TO purser_app;
