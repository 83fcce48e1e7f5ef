-- Sign-in beyond the password: links by mail, second factors, passkeys, API keys, and what slows guessing down.
-- Every secret is here as a hash, or sealed by KMS. purser_auth alone reads these tables.

ALTER TABLE organizations ADD COLUMN mfa_required boolean NOT NULL DEFAULT false;
ALTER TABLE users ADD COLUMN email_confirmed_at timestamptz;
ALTER TABLE users ADD COLUMN joined_at timestamptz DEFAULT now();  -- null: invited, has not accepted yet
ALTER TABLE users ALTER COLUMN joined_at DROP DEFAULT;
ALTER TABLE sessions ADD COLUMN second_factor boolean NOT NULL DEFAULT false;
CREATE INDEX sessions_family ON sessions (family);

CREATE TABLE mailed_links (
    id uuid PRIMARY KEY,               -- derived from the event that wanted the letter: the same event twice is one letter
    org_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    purpose text NOT NULL CHECK (purpose IN ('reset', 'invitation', 'confirmation')),
    token_hash bytea NOT NULL UNIQUE,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    used_from text                     -- whoever opened a letter at this address is known there
);
CREATE INDEX mailed_links_user ON mailed_links (user_id);
CREATE TABLE totp_devices (
    user_id uuid PRIMARY KEY REFERENCES users ON DELETE CASCADE,
    org_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    seed bytea NOT NULL,               -- sealed by KMS, with the organisation as its context
    confirmed_at timestamptz,          -- null: shown, no code seen yet
    last_counter bigint NOT NULL DEFAULT -1,  -- the 30-second step of the last code taken; none of it or before it counts again
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE recovery_codes (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    org_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    code_hash bytea NOT NULL,
    used_at timestamptz,
    PRIMARY KEY (user_id, code_hash)
);
CREATE TABLE passkeys (
    id uuid PRIMARY KEY,
    org_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    credential_id bytea NOT NULL UNIQUE,
    public_key bytea NOT NULL,         -- COSE
    sign_count bigint NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    last_used_at timestamptz
);
CREATE INDEX passkeys_user ON passkeys (user_id);
CREATE TABLE half_sign_ins (           -- the password was right, the second factor is awaited
    id uuid PRIMARY KEY,
    org_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    token_hash bytea NOT NULL UNIQUE,
    expires_at timestamptz NOT NULL
);
CREATE TABLE api_keys (
    id uuid PRIMARY KEY,
    org_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    prefix text NOT NULL,              -- the beginning of the key, by which its owner recognises it
    key_hash bytea NOT NULL UNIQUE,
    scopes text[] NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    last_used_at timestamptz
);
CREATE INDEX api_keys_user ON api_keys (user_id);

CALL protect('mailed_links');
CALL protect('totp_devices');
CALL protect('recovery_codes');
CALL protect('passkeys');
CALL protect('half_sign_ins');
CALL protect('api_keys');

-- Two tables of no organisation: both are written before anyone knows whose sign-in it is.
CREATE TABLE passkey_challenges (
    challenge bytea PRIMARY KEY,
    user_id uuid,                      -- null: whoever signs it
    expires_at timestamptz NOT NULL
);
CREATE TABLE sign_in_attempts (
    subject bytea PRIMARY KEY,         -- keyed hash of what is slowed down: an account, an address, both
    attempts integer NOT NULL,
    last_at timestamptz NOT NULL,
    free_at timestamptz NOT NULL
);

GRANT SELECT, INSERT, UPDATE, DELETE ON
    mailed_links, totp_devices, recovery_codes, passkeys, half_sign_ins, api_keys, passkey_challenges, sign_in_attempts
    TO purser_auth;
GRANT INSERT ON outbox TO purser_auth;

-- purser_app must know a key that it is shown, and may learn nothing of any other. Row-level security binds the function too:
-- the organisation is part of the key, and the transaction is that organisation's.
CREATE FUNCTION use_api_key(shown bytea) RETURNS TABLE (key_id uuid, owner_id uuid, key_scopes text[])
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public
    BEGIN ATOMIC
        UPDATE api_keys SET last_used_at = now()
        WHERE key_hash = shown AND expires_at > now() AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute');
        SELECT k.id, k.user_id, k.scopes FROM api_keys AS k WHERE k.key_hash = shown AND k.expires_at > now();
    END;
REVOKE ALL ON FUNCTION use_api_key(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION use_api_key(bytea) TO purser_app, purser_auth;
