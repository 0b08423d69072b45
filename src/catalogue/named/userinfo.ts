import type { LocatedValue, LocateHints, Told } from "../../types.js";
import { byteTable, latin1 } from "../forms/spans.js";
import { judge } from "./judge.js";
import { NO_PASSWORD } from "./no-password.js";
import { lookOf, looksRandom } from "./values.js";

/** Longest scheme, and user with password, in bytes. */
const LONGEST_SCHEME = 32;
const LONGEST = 512;

const ENDS: Uint8Array = byteTable(" \t\r\n\"'`<>/?#\\|^");
const COLON = 0x3a;
const AT = 0x40;

/** Schemes of databases, caches and message brokers, with the driver that some libraries name behind a plus. */
const DATABASE =
  /^(?:postgres(?:ql)?|postgis|cockroachdb|redshift|mysqlx?|mariadb|mssql|sqlserver|oracle|db2|clickhouse|snowflake|redis|rediss|valkey|memcached|amqps?|mqtts?|nats|kafka|stomp|ldaps?|cassandra|couchbases?|neo4j(?:\+s)?|bolt(?:\+s)?|influxdb|elasticsearch|mongodb)(?:\+[a-z0-9_]{2,20})?$/;

/** What one URL costs, in bytes of work: most have no "@" before their path, and are read no farther. */
export const URL_COST = 16;

/** Passwords of databases in their URLs, whose "://" are marked. */
export function locateDatabasePasswords(
  bytes: Uint8Array,
  _runs: unknown,
  { marks }: LocateHints,
): Iterable<LocatedValue> {
  return locateUserinfo(bytes, marks, (scheme) => DATABASE.test(scheme));
}

/** Passwords in all URLs whose "://" are marked, but for "cvs", whose ":pserver:" is not a user. */
export function locateUrlPasswords(bytes: Uint8Array, _runs: unknown, { marks }: LocateHints): Iterable<LocatedValue> {
  return locateUserinfo(bytes, marks, (scheme) => scheme !== "cvs");
}

/**
 * Passwords in URLs (RFC 3986, section 3.2.1) whose "://" stands at one of `marks`. `isOwn`: whether the scheme, in lower case, is one of
 * the detector's.
 */
function* locateUserinfo(
  bytes: Uint8Array,
  marks: readonly number[],
  isOwn: (scheme: string) => boolean,
): Generator<LocatedValue> {
  for (const mark of marks) {
    const start = mark + 3;
    let colon = 0;
    let at = 0;
    let end = start;
    const last = Math.min(bytes.length, start + LONGEST);
    for (; end < last && ENDS[bytes[end]!] === 0; end++) {
      if (bytes[end] === COLON && colon === 0) colon = end;
      if (bytes[end] === AT) at = end;
    }
    if (at === 0 || !isHostByte(bytes[at + 1])) continue;
    const scheme = schemeBefore(bytes, mark);
    if (scheme === "" || !isOwn(scheme)) continue;
    const value = colon === 0 ? "" : latin1(bytes, colon + 1, at);
    if (STANDS_FOR_NONE.test(value)) {
      const user = latin1(bytes, start, colon === 0 ? at : colon);
      if (isToken(user) && !isEventAddress(bytes, at)) yield [start, start + user.length, TOKEN_AS_USER];
      continue;
    }
    // What images and tutorials are set up with: postgres:postgres, guest:guest.
    if (value === latin1(bytes, start, colon)) continue;
    const told = /^\d+$/.test(value) && value.length < 6 ? undefined : judge("password", value, "line");
    if (told !== undefined)
      yield [
        colon + 1,
        at,
        told.confidence === "low"
          ? told
          : {
              ...told,
              because: told.because.replace(
                "its name says that it is a password",
                "it stands in the place of a URL's password",
              ),
            },
      ];
  }
}

const STANDS_FOR_NONE = new RegExp(`^${NO_PASSWORD}$`, "i");
const TOKEN_AS_USER: Told = { confidence: "medium", because: "a URL has it as its user, and it looks random" };
const SHORTEST_TOKEN = 20;

function isToken(user: string): boolean {
  if (user.length < SHORTEST_TOKEN || !/^[\w.~-]+$/.test(user)) return false;
  const look = lookOf(user);
  return look.hasDigit && !look.isUuid && looksRandom(look) && judge("secret", user, "quoted")?.confidence === "medium";
}

/** Sentry's addresses for events have a public key as the user, and a project's number as the path: https://docs.sentry.io/concepts/key-terms/dsn-explainer/ */
function isEventAddress(bytes: Uint8Array, at: number): boolean {
  const behind = latin1(bytes, at, Math.min(bytes.length, at + 256));
  return /^@[\w.:-]{1,128}\/(?:[\w-]{1,32}\/){0,2}\d{1,20}(?![\w/-])/.test(behind);
}

function isHostByte(byte: number | undefined): boolean {
  return byte !== undefined && /[0-9A-Za-z[${%]/.test(String.fromCharCode(byte));
}

function schemeBefore(bytes: Uint8Array, mark: number): string {
  return /[a-z][a-z0-9+.-]*$/i.exec(latin1(bytes, Math.max(0, mark - LONGEST_SCHEME), mark))?.[0].toLowerCase() ?? "";
}
