/** Connections that a server of ours takes at once unless told otherwise: twice as many as requests may be held. */
export const MOST_CONNECTIONS = 2_048;

/** Longest time in which the head of a request must have come, in milliseconds: Node's own over HTTP/1.1 (`server.headersTimeout`). */
export const HEAD_MS = 60_000;
