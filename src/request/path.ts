/** Longest name that a path quotes, in characters. */
const LONGEST = 64;

const PLAIN = /^[A-Za-z_$][\w$-]*$/;

/** One step of a path: ".name", or ["a name"] where it has other characters. */
export function member(name: string): string {
  const short = name.length > LONGEST ? `${name.slice(0, LONGEST)}…` : name;
  return PLAIN.test(short) ? `.${short}` : `[${JSON.stringify(short)}]`;
}
