import type { LocatedValue, LocateHints } from "../../types.js";
import { latin1 } from "../forms/spans.js";
import { judge } from "../named/judge.js";

/** Bytes from the id's name on that are looked at. */
const REACH = 512;
/** What reading them costs, in bytes of work. */
const COST = 256;

const GIVEN = "[\"']?\\s?[=:]\\s?[\"']?";
/** RFC 6749, section 2.3.1, as a form or in JSON: the id, and right behind it the secret. */
const PAIR = new RegExp(
  `^client_id${GIVEN}[0-9A-Za-z._~@-]{6,128}["']?[&,;\\s]{1,12}["']?client_secret${GIVEN}([0-9A-Za-z._~+/-]{16,225})(?=[^0-9A-Za-z._~+/%-]|$)`,
  "d",
);

/** Secrets of OAuth clients behind their ids: what the id is for makes them sure, if the secret reads like one. */
export function* locateClientSecrets(bytes: Uint8Array, { marks, spend }: LocateHints): Generator<LocatedValue> {
  for (const mark of marks) {
    if (spend?.(COST) === false) return;
    const found = PAIR.exec(latin1(bytes, mark, Math.min(bytes.length, mark + REACH)));
    const secret = found?.[1] ?? "";
    if (!/\d/.test(secret) || judge("secret", secret, "quoted")?.confidence !== "medium") continue;
    const [start, end] = found!.indices![1]!;
    yield [mark + start, mark + end, { confidence: "high", because: "it stands behind the id of an OAuth client" }];
  }
}
