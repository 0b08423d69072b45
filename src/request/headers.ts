/** One header as it came: nothing of it is dropped, whatever its type. */
export class HeaderField {
  readonly name: string;
  /** The value as a string; undefined where it came as bytes, which need not be UTF-8. */
  readonly text: string | undefined;
  #value: Buffer | undefined;

  constructor(name: string, value: string | Uint8Array) {
    this.name = name;
    if (typeof value === "string") this.text = value;
    else this.#value = Buffer.from(value);
  }

  get value(): Buffer {
    this.#value ??= Buffer.from(this.text ?? "", "utf8");
    return this.#value;
  }
}

/** What could be read of headers; `isWhole`: false when a getter or an iterator of the caller's threw, and more may have come. */
export interface HeaderFields {
  readonly fields: readonly HeaderField[];
  readonly isWhole: boolean;
}

/** Header pairs or a record as a list, in wire order. What is no string is read as its text; nothing here throws. */
export function headerFields(headers: unknown): HeaderFields {
  const fields: HeaderField[] = [];
  if (headers === undefined || headers === null) return { fields, isWhole: true };
  try {
    if (typeof headers !== "object") add(fields, "", headers);
    else if (Symbol.iterator in headers) addPairs(fields, headers as Iterable<unknown>);
    else for (const [name, value] of Object.entries(headers)) add(fields, name, value);
    return { fields, isWhole: true };
  } catch {
    return { fields, isWhole: false };
  }
}

function addPairs(fields: HeaderField[], pairs: Iterable<unknown>): void {
  for (const pair of pairs) {
    if (Array.isArray(pair)) add(fields, textOf(pair[0]), pair[1]);
    else add(fields, "", pair);
  }
}

function add(fields: HeaderField[], name: string, value: unknown): void {
  if (Array.isArray(value)) for (const one of value) add(fields, name, one);
  else fields.push(new HeaderField(name, value instanceof Uint8Array ? value : textOf(value)));
}

/** A value as text; "" for nothing and for what cannot be written as text. */
export function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === undefined || value === null) return "";
  try {
    return String(value);
  } catch {
    return "";
  }
}

/** Values of one header, which may come several times, joined by commas (RFC 9110, section 5.3); lower-case `name`. */
export function headerValue(fields: readonly HeaderField[], name: string): string {
  const values: string[] = [];
  for (const field of fields) if (field.name.toLowerCase() === name) values.push(field.value.toString("latin1"));
  return values.join(",");
}
