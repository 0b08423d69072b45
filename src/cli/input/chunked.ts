/** A chunked body, decoded. */
export interface Chunked {
  readonly body: Uint8Array;
  /** Trailer field lines. */
  readonly trailer: readonly string[];
  /** All chunk extensions, one a line: they travel too, so they are scanned. */
  readonly extensions: string;
  /** What follows the message. */
  readonly after: Uint8Array;
}

const LINE_FEED = 0x0a;

/** Longest chunk-size line or trailer line, in bytes. */
const LINE_BYTES = 64 * 1024;

/** Decodes the chunked transfer coding (RFC 9112, section 7.1); undefined when `bytes` are not in it or end early. */
export function decodeChunked(bytes: Uint8Array): Chunked | undefined {
  const chunks: Uint8Array[] = [];
  const extensions: string[] = [];
  let at = 0;
  for (;;) {
    const line = readLine(bytes, at);
    const head = /^([0-9A-Fa-f]{1,12})[ \t]*(?:;(.*))?$/s.exec(line?.text.trimEnd() ?? "");
    if (line === undefined || head === null) return undefined;
    if (head[2] !== undefined) extensions.push(head[2]);
    const size = Number.parseInt(head[1] ?? "", 16);
    if (size === 0) return finish(bytes, line.next, chunks, extensions);
    const end = line.next + size;
    const close = readLine(bytes, end);
    if (close?.text !== "") return undefined;
    chunks.push(bytes.subarray(line.next, end));
    at = close.next;
  }
}

function finish(
  bytes: Uint8Array,
  from: number,
  chunks: readonly Uint8Array[],
  extensions: readonly string[],
): Chunked | undefined {
  const trailer: string[] = [];
  let at = from;
  for (;;) {
    const line = readLine(bytes, at);
    if (line === undefined) return undefined;
    at = line.next;
    if (line.text === "") break;
    trailer.push(line.text);
  }
  return { body: Buffer.concat(chunks), trailer, extensions: extensions.join("\n"), after: bytes.subarray(at) };
}

function readLine(bytes: Uint8Array, from: number): { readonly text: string; readonly next: number } | undefined {
  if (from > bytes.length) return undefined;
  const end = bytes.subarray(from, from + LINE_BYTES).indexOf(LINE_FEED);
  if (end < 0) return undefined;
  const text = new TextDecoder("utf-8").decode(bytes.subarray(from, from + end));
  return { text: text.endsWith("\r") ? text.slice(0, -1) : text, next: from + end + 1 };
}
