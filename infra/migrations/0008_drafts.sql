-- Drafts are few and looked for at every import; analysts may edit what they may import.
CREATE INDEX transactions_drafts ON transactions (org_id, amount) WHERE source = 'draft' AND deleted_at IS NULL;

-- Without FORCE for a moment: the owner must see the roles of all.
ALTER TABLE roles NO FORCE ROW LEVEL SECURITY;
UPDATE roles SET permissions = permissions || '{edit_transactions}'
WHERE built_in AND name = 'analyst' AND NOT permissions @> '{edit_transactions}';
ALTER TABLE roles FORCE ROW LEVEL SECURITY;
