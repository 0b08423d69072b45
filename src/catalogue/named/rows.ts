import type { LocatedValue, LocateHints } from "../../types.js";
import { latin1 } from "../forms/spans.js";
import { judge } from "./judge.js";
import { kindOfName } from "./names.js";

/** Bytes of a statement that are read. */
const LONGEST = 4096;
/** What reading one costs, in bytes of work, beside its own. */
const COST = 256;

/** `INSERT INTO table (columns) VALUES`, in SQL of any kind. */
const HEAD = /^insert\s+into\s+[^\s()]{1,128}\s*\(([^()]{1,1024})\)\s*values\s*(?=\()/i;
/** A column's name as it is quoted in each: `"name"`, `[name]`, or with backticks. */
const NAME = /[\w.$-]+/;
/** A value with what ends it: a literal, with the quotes of a string in a string, or anything else without a comma, as NULL and a call have it. */
const VALUE = /\s*(?:[NEe]?(\\*')((?:[^'\\\r\n]|''|\\[^'])*)\\*'|([^\s,()'"]*(?:\([^()]*\))?))\s*([,)])/y;
const NEXT_ROW = /\s*,\s*(?=\()/y;

/** Values of the columns that are named as credentials, in the rows that a statement of SQL inserts. */
export function* locateRows(bytes: Uint8Array, { marks, spend }: LocateHints): Generator<LocatedValue> {
  let done = 0;
  for (const mark of marks) {
    if (mark < done) continue;
    const text = latin1(bytes, mark, Math.min(bytes.length, mark + LONGEST));
    const head = HEAD.exec(text);
    if (head === null) continue;
    const kinds = head[1]!.split(",").map((column) => kindOfName(NAME.exec(column)?.[0] ?? ""));
    if (kinds.every((kind) => kind === undefined)) continue;
    if (spend?.(COST + text.length) === false) return;
    for (const { column, start, end } of literalsIn(text, head[0].length)) {
      const kind = kinds[column];
      const told = kind && judge(kind, text.slice(start, end), "quoted");
      if (told !== undefined) yield [mark + start, mark + end, told];
      done = mark + end;
    }
  }
}

/** The literals of rows, each with the place of its column. */
function* literalsIn(text: string, from: number): Generator<{ column: number; start: number; end: number }> {
  for (let at = from; text[at] === "("; ) {
    at++;
    for (let column = 0; ; column++) {
      VALUE.lastIndex = at;
      const value = VALUE.exec(text);
      if (value === null) return;
      const literal = value[2];
      if (literal !== undefined && literal !== "") {
        const start = at + value[0].indexOf("'") + 1;
        yield { column, start, end: start + literal.length };
      }
      at = VALUE.lastIndex;
      if (value[4] === ")") break;
    }
    NEXT_ROW.lastIndex = at;
    if (!NEXT_ROW.test(text)) return;
    at = NEXT_ROW.lastIndex;
  }
}
