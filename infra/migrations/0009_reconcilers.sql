-- Analysts of organisations that are there already may reconcile, as those of new ones may.
-- Without FORCE for a moment: the owner must see the roles of all.
ALTER TABLE roles NO FORCE ROW LEVEL SECURITY;
UPDATE roles SET permissions = permissions || '{reconcile}'
WHERE built_in AND name = 'analyst' AND NOT permissions @> '{reconcile}';
ALTER TABLE roles FORCE ROW LEVEL SECURITY;
