import type { SqlFunction } from "./schema.js";

/** Two tables for approved values, and a function for each call: see `schema.ts`. */
export const TOKEN_TABLES = `
CREATE TABLE IF NOT EXISTS tokens (
  id text PRIMARY KEY,
  fingerprint text NOT NULL,
  record text NOT NULL,
  unspent int8,
  uses_left int8,
  ends timestamptz,
  revoked_at timestamptz
);
CREATE TABLE IF NOT EXISTS token_state (
  only_row bool PRIMARY KEY DEFAULT true CHECK (only_row),
  state text NOT NULL
);
INSERT INTO token_state (state) VALUES (gen_random_uuid()::text) ON CONFLICT DO NOTHING;
`;

export function tokensChannel(schema: string): string {
  return `${schema}:tokens`;
}

const LIVE = "revoked_at IS NULL AND (ends IS NULL OR ends > clock_timestamp())";

export function tokenFunctions(schema: string): readonly SqlFunction[] {
  return [
    {
      head: "tokens_changed()",
      returns: "void",
      body: `UPDATE token_state SET state = gen_random_uuid()::text;
      PERFORM pg_notify('${tokensChannel(schema)}', '');`,
    },
    {
      // id, fingerprint, record, milliseconds or null, uses or null, most grants. A revoked one is remembered for an hour,
      // so that no call that was repeated brings it back.
      head: "tokens_put(text, text, text, int8, int8, int8)",
      returns: "text",
      body: `DELETE FROM tokens WHERE ends < clock_timestamp() OR revoked_at < clock_timestamp() - interval '1 hour';
      IF EXISTS (SELECT FROM tokens WHERE id = $1) THEN RETURN 'kept'; END IF;
      IF (SELECT count(*) >= $6 FROM tokens WHERE revoked_at IS NULL) THEN RETURN 'full'; END IF;
      INSERT INTO tokens VALUES ($1, $2, $3, $5, CASE WHEN $5 IS NOT NULL THEN 0 END, clock_timestamp() + $4 * interval '1 ms')
        ON CONFLICT DO NOTHING;
      PERFORM tokens_changed();
      RETURN 'kept';`,
    },
    {
      // The state, which is read first, so that it is never newer than the grants.
      head: "tokens_read(text)",
      returns: "TABLE (id text, record text, left_ms text, uses_left text)",
      body: `id := coalesce((SELECT state FROM token_state), '');
      RETURN NEXT;
      IF id IS DISTINCT FROM $1 THEN
        RETURN QUERY SELECT tokens.id, tokens.record,
          trunc(extract(epoch FROM tokens.ends - clock_timestamp()) * 1000)::text, tokens.uses_left::text
          FROM tokens WHERE ${LIVE};
      END IF;`,
    },
    {
      head: "tokens_take(text)", // id
      returns: "bool",
      body: `UPDATE tokens SET uses_left = uses_left - 1 WHERE id = $1 AND uses_left > 0 AND ${LIVE};
      IF NOT FOUND THEN RETURN false; END IF;
      IF EXISTS (SELECT FROM tokens WHERE id = $1 AND uses_left = 0) THEN PERFORM tokens_changed(); END IF;
      RETURN true;`,
    },
    {
      head: "tokens_give(text, int8)", // id, uses
      returns: "void",
      body: `UPDATE tokens SET uses_left = uses_left + $2 WHERE id = $1 AND uses_left IS NOT NULL AND revoked_at IS NULL;
      IF EXISTS (SELECT FROM tokens WHERE id = $1 AND uses_left = $2) THEN PERFORM tokens_changed(); END IF;`,
    },
    {
      head: "tokens_spent(text, int8)", // id, uses
      returns: "void",
      body: `UPDATE tokens SET unspent = unspent - $2 WHERE id = $1;
      UPDATE tokens SET revoked_at = clock_timestamp(), record = '' WHERE id = $1 AND unspent <= 0 AND revoked_at IS NULL;
      IF FOUND THEN PERFORM tokens_changed(); END IF;`,
    },
    {
      head: "tokens_named(text)", // fingerprint
      returns: "bool",
      body: `RETURN EXISTS (SELECT FROM tokens WHERE fingerprint = $1 AND ${LIVE});`,
    },
    {
      head: "tokens_revoke(text, text[])", // fingerprint, ids
      returns: "void",
      body: `UPDATE tokens SET revoked_at = clock_timestamp(), record = ''
        WHERE (fingerprint = $1 OR id = ANY ($2)) AND revoked_at IS NULL;
      IF FOUND THEN PERFORM tokens_changed(); END IF;`,
    },
  ];
}
