import { createHash } from "node:crypto";

/** One field of a form. */
export interface FormField {
  readonly name: string;
  readonly value: string;
  /** Empty: the field is no file. */
  readonly fileName: string;
  /** Empty: not said. */
  readonly contentType: string;
}

/** A form as multipart/form-data (RFC 7578), with a boundary that stands in none of its fields. */
export function encodeMultipart(fields: readonly FormField[]): {
  readonly bytes: Uint8Array;
  readonly boundary: string;
} {
  const parts = fields.map((field) => Buffer.from(`${partHead(field)}\r\n\r\n${field.value}`));
  // A digest of the content: the same form has the same bytes, and nobody can put the boundary into what it is made from.
  const boundary = `form-${createHash("sha256").update(Buffer.concat(parts)).digest("hex").slice(0, 32)}`;
  const delimited = parts.flatMap((part) => [Buffer.from(`--${boundary}\r\n`), part, Buffer.from("\r\n")]);
  return { bytes: Buffer.concat([...delimited, Buffer.from(`--${boundary}--\r\n`)]), boundary };
}

function partHead({ name, fileName, contentType }: FormField): string {
  const file = fileName === "" ? "" : `; filename="${quote(fileName)}"`;
  const type = contentType === "" ? "" : `\r\nContent-Type: ${contentType.replace(/[\r\n]+/g, " ")}`;
  return `Content-Disposition: form-data; name="${quote(name)}"${file}${type}`;
}

/** The escapes of the HTML standard's multipart/form-data encoding. */
function quote(text: string): string {
  return text.replace(/\r/g, "%0D").replace(/\n/g, "%0A").replace(/"/g, "%22");
}
