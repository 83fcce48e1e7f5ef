-- Banks linked through an aggregator: who lets us in, and which of their accounts are which of ours.

CREATE TABLE connections (
    id uuid PRIMARY KEY,
    org_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    connector text NOT NULL,           -- the module of store/connectors
    item_id text NOT NULL,             -- the aggregator's name for one login at one bank
    institution text NOT NULL,
    access_token bytea NOT NULL,       -- encrypted by KMS, with the organisation as its context
    cursor text,                       -- where the next reading begins; null: from the beginning
    status text NOT NULL DEFAULT 'connected' CHECK (status IN ('connected', 'sign_in_needed', 'expiring', 'revoked')),
    error jsonb,                       -- {code, message}
    consent_expires_at timestamptz,
    created_by uuid REFERENCES users ON DELETE SET NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    synced_at timestamptz,
    UNIQUE (connector, item_id)
);
CREATE INDEX connections_org ON connections (org_id);
CREATE TABLE linked_accounts (
    org_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    connection_id uuid NOT NULL REFERENCES connections ON DELETE CASCADE,
    provider_account_id text NOT NULL,
    account_id uuid NOT NULL REFERENCES accounts,
    PRIMARY KEY (connection_id, provider_account_id)
);
CREATE INDEX linked_accounts_account ON linked_accounts (account_id);

-- An aggregator corrects date and amount under the same id, so here, unlike in files, the id alone finds the row.
CREATE UNIQUE INDEX transactions_feed ON transactions (account_id, provider_id) WHERE source = 'plaid';

CALL protect('connections');
CALL protect('linked_accounts');
-- A webhook names an item and the daily round names nothing: both must learn which organisation to work for, and no more.
CREATE POLICY sweep ON connections FOR SELECT TO purser_owner USING (true);
CREATE FUNCTION connections_of_item(connector_name text, item text) RETURNS TABLE (org_id uuid, connection_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
    BEGIN ATOMIC SELECT c.org_id, c.id FROM connections AS c WHERE c.connector = connector_name AND c.item_id = item; END;
CREATE FUNCTION connections_to_sync() RETURNS TABLE (org_id uuid, connection_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
    BEGIN ATOMIC SELECT c.org_id, c.id FROM connections AS c WHERE c.status <> 'revoked'; END;

GRANT SELECT, INSERT, UPDATE, DELETE ON connections, linked_accounts TO purser_app;
REVOKE ALL ON FUNCTION connections_of_item(text, text), connections_to_sync() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION connections_of_item(text, text), connections_to_sync() TO purser_app;
