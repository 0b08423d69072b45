import { CALL_TABLES, callFunctions } from "./call-schema.js";
import { TOKEN_TABLES, tokenFunctions } from "./token-schema.js";

/**
 * A queue in PostgreSQL: tables, and a function for each call, so that each is one step and one round trip. The functions run
 * with their owner's rights: the roles of proxies and desks need EXECUTE on theirs, and no right on a table.
 * See https://www.postgresql.org/docs/current/sql-createfunction.html#SQL-CREATEFUNCTION-SECURITY
 */

/** Any number, but the same for all who make the schema. */
const LOCK = 0x6f646c70;

const TABLES = `
CREATE TABLE IF NOT EXISTS proxies (
  boot text PRIMARY KEY,
  lease_ends timestamptz NOT NULL
);
CREATE TABLE IF NOT EXISTS proposals (
  id text PRIMARY KEY,
  boot text NOT NULL,
  json text NOT NULL,
  answer_keys text NOT NULL,
  keep_until timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS proposals_boot ON proposals (boot);
CREATE INDEX IF NOT EXISTS proposals_keep_until ON proposals (keep_until);
CREATE TABLE IF NOT EXISTS answers (
  id text PRIMARY KEY,
  record text NOT NULL,
  keep_until timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS answers_keep_until ON answers (keep_until);
CREATE TABLE IF NOT EXISTS decisions (
  number int8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  line json NOT NULL
);
`;

/** A function's head, what it returns, and its body in PL/pgSQL, where $N is an argument. */
export interface SqlFunction {
  readonly head: string;
  readonly returns: string;
  readonly body: string;
}

const LEASED = "EXISTS (SELECT FROM proxies WHERE proxies.boot = proposals.boot AND lease_ends > clock_timestamp())";
const KEPT = "proposals.keep_until > clock_timestamp()";
const WAITING = `${KEPT} AND ${LEASED}
    AND NOT EXISTS (SELECT FROM answers WHERE answers.id = proposals.id AND answers.keep_until > clock_timestamp())`;
const STORED = "TABLE (boot text, json text, answer_keys text)";

function functions(schema: string): readonly SqlFunction[] {
  return [
    {
      head: "changed()",
      returns: "void",
      body: `PERFORM pg_notify('${changesChannel(schema)}', '');`,
    },
    {
      head: "beat(text, int8)", // boot, lease in milliseconds
      returns: "void",
      body: `INSERT INTO proxies VALUES ($1, clock_timestamp() + $2 * interval '1 ms')
        ON CONFLICT (boot) DO UPDATE SET lease_ends = EXCLUDED.lease_ends;
      DELETE FROM proposals WHERE keep_until < clock_timestamp();
      DELETE FROM answers WHERE keep_until < clock_timestamp();
      DELETE FROM proxies WHERE lease_ends < clock_timestamp() - interval '1 day';`,
    },
    {
      // boot, id, json, answer keys, keep and lease in milliseconds. A young lease is left alone: all would wait for its row.
      head: "submit(text, text, text, text, int8, int8)",
      returns: "bool",
      body: `IF NOT EXISTS (SELECT FROM proxies WHERE boot = $1 AND lease_ends > clock_timestamp() + $6 * interval '0.75 ms') THEN
        PERFORM beat($1, $6);
      END IF;
      IF EXISTS (SELECT FROM proposals WHERE id = $2 AND boot = $1 AND json = $3) THEN RETURN true; END IF;
      IF EXISTS (SELECT FROM answers WHERE id = $2) THEN RETURN false; END IF;
      INSERT INTO proposals VALUES ($2, $1, $3, $4, clock_timestamp() + $5 * interval '1 ms') ON CONFLICT DO NOTHING;
      RETURN FOUND OR EXISTS (SELECT FROM proposals WHERE id = $2 AND boot = $1 AND json = $3);`,
    },
    {
      head: "read(text, text[], int8)", // boot, ids, most bytes of an answer
      returns: "SETOF text",
      body: `RETURN QUERY SELECT CASE
          WHEN octet_length(answers.record) <= $3 THEN 'a' || answers.record
          WHEN answers.id IS NOT NULL THEN 'malformed'
          WHEN proposals.boot = $1 THEN 'waiting'
          ELSE 'missing' END
        FROM unnest($2) WITH ORDINALITY AS asked (id, place)
        LEFT JOIN answers ON answers.id = asked.id AND answers.keep_until > clock_timestamp()
        LEFT JOIN proposals ON proposals.id = asked.id AND ${KEPT}
        ORDER BY place;`,
    },
    {
      head: "withdraw(text, text)", // boot, id
      returns: "bool",
      body: `DELETE FROM proposals WHERE id = $2 AND boot = $1;
      RETURN FOUND;`,
    },
    {
      head: "leave(text)", // boot
      returns: "void",
      body: `DELETE FROM proxies WHERE boot = $1;
      DELETE FROM callable WHERE boot = $1;
      DELETE FROM proposals WHERE boot = $1;
      PERFORM changed();`,
    },
    {
      head: "pending(int8)", // most bytes of a proposal
      returns: STORED,
      body: `RETURN QUERY SELECT proposals.boot, proposals.json, proposals.answer_keys FROM proposals
        WHERE octet_length(proposals.json) <= $1 AND ${WAITING};`,
    },
    {
      head: "pending_ids()",
      returns: "SETOF text",
      body: `RETURN QUERY SELECT proposals.id FROM proposals WHERE ${WAITING};`,
    },
    {
      head: "find(text, int8)", // id, most bytes of a proposal
      returns: STORED,
      body: `RETURN QUERY SELECT proposals.boot, proposals.json, proposals.answer_keys FROM proposals
        WHERE proposals.id = $1 AND octet_length(proposals.json) <= $2 AND ${KEPT};`,
    },
    {
      // id, boot, record, line. Desks that decide at once wait here for each other; the same record again has its first outcome.
      head: "decide(text, text, text, text)",
      returns: "text",
      body: `PERFORM FROM proposals WHERE id = $1 FOR UPDATE;
      IF EXISTS (SELECT FROM answers WHERE id = $1 AND record = $3) THEN RETURN 'recorded'; END IF;
      IF NOT EXISTS (SELECT FROM proposals WHERE id = $1 AND boot = $2 AND ${KEPT} AND ${LEASED}) THEN
        RETURN 'gone';
      END IF;
      INSERT INTO answers SELECT id, $3, keep_until FROM proposals WHERE id = $1 ON CONFLICT DO NOTHING;
      IF NOT FOUND THEN RETURN 'already-decided'; END IF;
      INSERT INTO decisions (line) VALUES ($4::json);
      PERFORM pg_notify('${answersChannel(schema, "")}' || $2, $1);
      PERFORM changed();
      RETURN 'recorded';`,
    },
  ];
}

/** Channels of notifications: all schemas of a database share them. At most 63 bytes. */
export function changesChannel(schema: string): string {
  return `${schema}:changes`;
}
export function answersChannel(schema: string, boot: string): string {
  return `${schema}:answers:${boot}`;
}

/** Makes what is missing: several statements, to be sent without values, which makes them one transaction. */
export function setupSql(schema: string): string {
  return [
    `SELECT pg_advisory_xact_lock(${LOCK});`,
    `CREATE SCHEMA IF NOT EXISTS "${schema}";`,
    `SET LOCAL search_path = "${schema}";`,
    TABLES,
    TOKEN_TABLES,
    CALL_TABLES,
    ...[...functions(schema), ...tokenFunctions(schema), ...callFunctions(schema)].map((one) =>
      functionSql(schema, one),
    ),
  ].join("\n");
}

function functionSql(schema: string, { head, returns, body }: SqlFunction): string {
  return `CREATE OR REPLACE FUNCTION ${head} RETURNS ${returns} LANGUAGE plpgsql SECURITY DEFINER
SET search_path = "${schema}", pg_temp AS $body$ BEGIN
${body}
END $body$;
REVOKE ALL ON FUNCTION ${head} FROM PUBLIC;`;
}
