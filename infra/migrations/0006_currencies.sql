-- What a bank paid or got in another currency, and the rates that tell one currency in another.

ALTER TABLE transactions
    ADD COLUMN original_amount numeric,    -- before the bank converted it, signed like amount
    ADD COLUMN original_currency text CHECK (original_currency ~ '^[A-Z]{3}$'),
    ADD COLUMN exchange_rate numeric CHECK (exchange_rate > 0), -- as the bank tells it, in whichever direction
    ADD CONSTRAINT transactions_original CHECK (original_amount IS NULL OR original_currency IS NOT NULL);

-- Units of a currency for one euro, as the European Central Bank tells them. A table of no organisation: what a central bank
-- publishes is the same for all, nobody's secret, and only the schedule writes it.
CREATE TABLE exchange_rates (
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$' AND currency <> 'EUR'),
    date date NOT NULL,
    rate numeric NOT NULL CHECK (rate > 0),
    source text NOT NULL,
    loaded_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (currency, date)
);
-- What an organisation loads by hand counts for itself alone.
CREATE TABLE organization_rates (
    org_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$' AND currency <> 'EUR'),
    date date NOT NULL,
    rate numeric NOT NULL CHECK (rate > 0),
    source text NOT NULL,
    loaded_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (org_id, currency, date)
);
CALL protect('organization_rates');
GRANT SELECT, INSERT, UPDATE ON exchange_rates TO purser_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON organization_rates TO purser_app;

-- The rate of a day, or the last one before it that is not older than `oldest` days. Of one day, the organisation's own counts.
CREATE FUNCTION rate_of(wanted text, day date, oldest integer) RETURNS TABLE (date date, rate numeric, source text)
    LANGUAGE sql STABLE
    BEGIN ATOMIC
        SELECT day, 1::numeric, 'by definition'::text WHERE wanted = 'EUR'
        UNION ALL
        SELECT found.date, found.rate, found.source FROM (
            (SELECT o.date, o.rate, o.source, 1 AS turn FROM organization_rates AS o
             WHERE o.org_id = current_org() AND o.currency = wanted AND o.date BETWEEN day - oldest AND day
             ORDER BY o.date DESC LIMIT 1)
            UNION ALL
            (SELECT e.date, e.rate, e.source, 2 FROM exchange_rates AS e
             WHERE e.currency = wanted AND e.date BETWEEN day - oldest AND day ORDER BY e.date DESC LIMIT 1)
            ORDER BY date DESC, turn LIMIT 1
        ) AS found;
    END;
-- amount × to / from, rounded half to even, exactly: purser.domain.exchange says the same in Python, and a test holds them together.
CREATE FUNCTION convert_money(amount numeric, from_rate numeric, to_rate numeric, digits integer) RETURNS numeric
    LANGUAGE sql IMMUTABLE STRICT
    RETURN (
        SELECT round(sign(amount) * (whole + CASE WHEN 2 * rest > from_rate OR (2 * rest = from_rate AND whole % 2 = 1)
                                             THEN 1 ELSE 0 END) / (10::numeric ^ digits), digits)
        FROM (SELECT div(n, from_rate) AS whole, n - div(n, from_rate) * from_rate AS rest
              FROM (SELECT abs(amount) * to_rate * (10::numeric ^ digits) AS n) AS shifted) AS divided
    );
