import type { Detector, LocatedValue, LocateHints } from "../../types.js";
import { sample } from "../forms/alphabets.js";
import { latin1 } from "../forms/spans.js";
import { judge } from "../named/judge.js";
import { lookOf, looksRandom, UUID } from "../named/values.js";
import { isEncodedText } from "./encoded.js";

/** Longest header, or line of one, that is read. */
const LONGEST = 8192;
/** Bytes behind the word in which its value begins. */
const LONGEST_SIGN = 64;

/**
 * Cookies that hold a login: those of PHP, Java, ASP.NET, Express, Django, Rails, Laravel, WordPress, and what others are called by
 * habit. Not those that only tell visitors apart.
 */
const SESSION =
  /^(?:__(?:Secure|Host)-)?(?:[\w.-]*sess(?:ion)?(?:[-_.]?(?:id|token|key|data))?|(?:[\w-]*[-_.])?sid|phpsessid|jsessionid\w*|asp\.net_sessionid|\.?aspxauth|\.aspnetcore\.[\w.]+|cfid|cftoken|(?:[\w-]+[-_.])?(?:auth|access|refresh|id|login|user|remember|remember_user|bearer|api|jwt|sso|secure)[-_.]?token|[\w-]*jwt|auth|authorization|sso|remember_?me|wordpress_(?:logged_in|sec)_\w+|remember_web_\w+|token|user_session|_gh_sess|li_at|xs|sb|sapisid|ssid|hsid)$/i;
const VISITOR =
  /^(?:_ga|_gid|_g[a-z]|_fb|_hj|_pk|_cl|ajs_|amplitude|mp_|optimizely|intercom|csrf|xsrf|_csrf|__cf|cf_|dd_|_dd|_sp_|hubspot|__hs|_shopify_s|awsalb|ak_bmsc|bm_)/i;
const LEAST = 12;
/** What ids and signed values are made of; of those that a cookie cannot hold, percent-encoded. */
const TOKEN = /^(?:[\w.+/=:|~!*-]|%(?:2[1bBfF]|3[aAdD]|7[cC]))+$/;
/** "in-2024-lazy-fox": words and numbers. */
const LABEL = /^(?:[a-z]+|[A-Z]+|\d+)(?:[._-](?:[a-z]+|[A-Z]+|\d+)){2,}$/;

const PAIR = /(?:^|[;,]\s*)([^\s=;,"']{1,96})=\\*"?([^\s;,"'\\]{1,4096})/dg;
/** Behind the word: what gives it its value, in a header line, an object, an assignment. */
const GIVEN = /^s?(?:\\*["'`])?\]?\s*(?:[:=,]|=>)\s*(?:\\*["'`])?/;

/** Names that no other thing has: a session stands behind them wherever that is. */
const OWN_NAMES = ["phpsessid=", "jsessionid=", "connect.sid=", "laravel_session=", "asp.net_sessionid="] as const;
const WORD = "cookie";

/** Sessions in the Cookie or Set-Cookie header, or where a text writes one down. */
function* locateSessions(bytes: Uint8Array, { marks, name }: LocateHints): Generator<LocatedValue> {
  if (/^(?:set-)?cookie2?$/i.test(name)) yield* sessionsIn(latin1(bytes, 0, Math.min(bytes.length, LONGEST)), 0);
  let done = 0;
  for (const mark of marks) {
    if (mark < done) continue;
    if (latin1(bytes, mark, mark + WORD.length).toLowerCase() !== WORD) {
      yield* sessionsIn(pairAt(bytes, mark), mark);
      continue;
    }
    const behind = mark + WORD.length;
    const given = GIVEN.exec(latin1(bytes, behind, Math.min(bytes.length, behind + LONGEST_SIGN)))?.[0].length;
    if (given === undefined) continue;
    const start = behind + given;
    const line = /^[^\r\n"'`]*/.exec(latin1(bytes, start, Math.min(bytes.length, start + LONGEST)))![0];
    yield* sessionsIn(line, start);
    done = start + line.length;
  }
}

/** The name that begins at a place, and its value. */
function pairAt(bytes: Uint8Array, at: number): string {
  return /^[^\s"'`;,&?#<>]*/.exec(latin1(bytes, at, Math.min(bytes.length, at + LONGEST)))![0];
}

function* sessionsIn(header: string, at: number): Generator<LocatedValue> {
  for (const match of header.matchAll(PAIR)) {
    const [, name = "", value = ""] = match;
    if (value.length < LEAST || !SESSION.test(name) || VISITOR.test(name)) continue;
    // Who sends a UUID may be told apart by it, and is asked about it in every request.
    if (!TOKEN.test(value) || UUID.test(value) || LABEL.test(value) || isEncodedText(value)) continue;
    const id = value.replace(/^s%3A/i, "");
    const told = looksRandom(lookOf(id)) ? judge("secret", id, "quoted") : undefined;
    const [start, end] = match.indices![2]!;
    if (told?.confidence === "medium") {
      yield [at + start, at + end, { confidence: "medium", because: "a cookie named as a session holds it" }];
    }
  }
}

/** What stands for a login until it expires: who has it is logged in. */
export const sessions: readonly Detector[] = [
  {
    id: "session-cookie",
    service: "http",
    title: "Session cookie",
    literals: [WORD, ...OWN_NAMES],
    shape: "[^\\s;,\"']{12,}",
    locate: (bytes, _runs, hints) => locateSessions(bytes, hints),
    confidence: "medium",
    examples: [
      `Cookie: theme=dark; PHPSESSID=${sample("lowerAlnum", 26)}; lang=en`,
      `curl -H "Cookie: sessionid=${sample("lowerAlnum", 32)}" https://example.net/`,
      `GET /start;jsessionid=${sample("upperAlnum", 32)}?page=2`,
      `Set-Cookie: connect.sid=s%3A${sample("alnum", 32)}.${sample("alnum", 43)}; Path=/; HttpOnly`,
    ],
    counterExamples: [
      "Cookie: theme=dark; lang=en; consent=accepted-all-cookies",
      `Cookie: _ga_session=GA1.2.1234567890.1234567890`,
      `session_id=${sample("lowerAlnum", 32)}`,
      "Cookie: sid==74=68=65=20=71=75=69=63=6B=20=66=6F=78",
      "Cookie: sid==74%3D68=65%3D20=71%3D75=69%3D63=6B",
    ],
  },
];
