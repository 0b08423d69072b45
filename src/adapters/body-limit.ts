/** Bytes of body that an adapter reads unless told otherwise: as much as a scan does by default, 8 MiB. */
export const BODY_BYTES: number = 8 * 1024 * 1024;
