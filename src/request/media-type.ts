/** What a body's bytes are read as, for paths; the bytes themselves are scanned in any case. */
export interface MediaType {
  /** Lower case, without parameters; "" when the request says nothing. */
  readonly type: string;
  /** Of a multipart type (RFC 2046, section 5.1.1). */
  readonly boundary: string | undefined;
}

/** Reads a Content-Type (RFC 9110, section 8.3.1); tolerant. */
export function parseMediaType(value: string): MediaType {
  const type = (/^\s*([^\s;,]*)/.exec(value)?.[1] ?? "").toLowerCase();
  const quoted = /;\s*boundary\s*=\s*"([^"]{1,200})"/i.exec(value)?.[1];
  const plain = /;\s*boundary\s*=\s*([^\s;,"]{1,200})/i.exec(value)?.[1];
  return { type, boundary: type.startsWith("multipart/") ? (quoted ?? plain) : undefined };
}
