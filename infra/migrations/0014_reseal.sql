-- Seeds of authenticator apps are sealed anew by the one function that may open them.
GRANT EXECUTE ON FUNCTION organizations_sealed_before(timestamptz) TO purser_auth;
