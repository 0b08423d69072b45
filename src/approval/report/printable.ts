/** Text from a request as a report may show it: ASCII only, one line, bounded. */

/**
 * White space of every kind becomes one space: neither a line feed nor a row of spaces can forge a line of the report. Whatever
 * else is not printable ASCII (controls, terminal escapes, bidi, invisible and confusable characters, lone surrogates) is shown
 * by its code point, as `\u{202e}`. So are `<` and `>`: no text of a request is a tag, also where a desk forgets that it shows HTML.
 */
export function printable(text: string): string {
  return text.replace(/[\t\n\v\f\r ]+/g, " ").replace(/[^\x20-\x7e]|[<>]/gu, escaped);
}

function escaped(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}

/** The beginning of `text`, with "..." for what was cut. */
export function headOf(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 3)}...`;
}

/** The end of `text`: of a host's name, the end tells whose it is. */
export function tailOf(text: string, longest: number): string {
  return text.length <= longest ? text : `...${text.slice(text.length - longest + 3)}`;
}
