-- Parts of files whose message is lost: queues keep one for fourteen days. The sweep must learn whose they are; no more than that.

CREATE POLICY sweep ON import_parts FOR SELECT TO purser_owner USING (true);
CREATE FUNCTION organizations_with_lost_parts() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
    BEGIN ATOMIC SELECT DISTINCT org_id FROM import_parts WHERE created_at < now() - interval '15 days'; END;
REVOKE ALL ON FUNCTION organizations_with_lost_parts() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION organizations_with_lost_parts() TO purser_app;
