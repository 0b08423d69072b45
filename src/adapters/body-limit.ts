/** Bytes of body that an adapter reads unless told otherwise: as much as a scan does by default, 8 MiB. */
export const BODY_BYTES: number = 8 * 1024 * 1024;

/** Longest time in which a body must have come, in milliseconds: Node's own for a request over HTTP/1.1 (`server.requestTimeout`). */
export const ARRIVAL_MS = 300_000;
