import type { SqlFunction } from "./schema.js";

/** Two tables for the calls of desks to proxies, and a function for each step: see `schema.ts`. */
export const CALL_TABLES = `
CREATE TABLE IF NOT EXISTS callable (
  boot text PRIMARY KEY,
  lease_ends timestamptz NOT NULL
);
CREATE TABLE IF NOT EXISTS calls (
  id text PRIMARY KEY,
  boot text NOT NULL,
  json text NOT NULL,
  reply text,
  keep_until timestamptz NOT NULL
);
`;

export function callsChannel(schema: string, boot: string): string {
  return `${schema}:calls:${boot}`;
}

export function callFunctions(schema: string): readonly SqlFunction[] {
  return [
    {
      // boot, lease in milliseconds. A young lease is left alone, so that a proxy at rest writes little.
      head: "calls(text, int8)",
      returns: "TABLE (call_id text, call_json text)",
      body: `IF NOT EXISTS (SELECT FROM callable WHERE boot = $1 AND lease_ends > clock_timestamp() + $2 * interval '0.75 ms') THEN
        INSERT INTO callable VALUES ($1, clock_timestamp() + $2 * interval '1 ms')
          ON CONFLICT ON CONSTRAINT callable_pkey DO UPDATE SET lease_ends = EXCLUDED.lease_ends;
        DELETE FROM callable WHERE lease_ends < clock_timestamp() - interval '1 day';
        DELETE FROM calls WHERE keep_until < clock_timestamp();
      END IF;
      RETURN QUERY SELECT calls.id, calls.json FROM calls
        WHERE calls.boot = $1 AND calls.reply IS NULL AND calls.keep_until > clock_timestamp();`,
    },
    {
      head: "reply(text, text, text)", // boot, id, json
      returns: "void",
      body: "UPDATE calls SET reply = $3 WHERE id = $2 AND boot = $1;",
    },
    {
      head: "callable()",
      returns: "SETOF text",
      body: "RETURN QUERY SELECT callable.boot FROM callable WHERE lease_ends > clock_timestamp();",
    },
    {
      head: "call(text, text, text, int8)", // boot, id, json, keep in milliseconds
      returns: "void",
      body: `INSERT INTO calls VALUES ($2, $1, $3, NULL, clock_timestamp() + $4 * interval '1 ms') ON CONFLICT DO NOTHING;
      PERFORM pg_notify('${callsChannel(schema, "")}' || $1, '');`,
    },
    {
      head: "reply_to(text, int8)", // id, most bytes of a reply
      returns: "SETOF text",
      body: "RETURN QUERY SELECT calls.reply FROM calls WHERE calls.id = $1 AND octet_length(calls.reply) <= $2;",
    },
    {
      head: "hang_up(text)", // id
      returns: "void",
      body: "DELETE FROM calls WHERE id = $1;",
    },
    {
      head: "note(text)", // line
      returns: "void",
      body: "INSERT INTO decisions (line) VALUES ($1::json);",
    },
  ];
}
