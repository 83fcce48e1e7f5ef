-- What each file declares of itself, statement by statement: the days that it covers, also those on which nothing happened, and
-- the balances before the first and after the last of them.

CREATE TABLE import_statements (
    org_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    import_id uuid NOT NULL REFERENCES imports ON DELETE CASCADE,
    ordinal integer NOT NULL,              -- 1-based place among the file's statements
    account_id uuid NOT NULL REFERENCES accounts,
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    first date NOT NULL,
    last date NOT NULL,
    opening_balance numeric,
    closing_balance numeric,
    PRIMARY KEY (import_id, ordinal),
    CHECK (first <= last)
);
CREATE INDEX import_statements_account ON import_statements (account_id, last);
CALL protect('import_statements');
CALL confine('import_statements');
GRANT SELECT, INSERT, UPDATE, DELETE ON import_statements TO purser_app;
