import type { Prepared } from "../prepared-types.js";

/** What is known of the catalogue: the build puts it here (build/prepared-catalogue.ts). Without it, the same is found out at the first scan. */
export const prepared: Prepared | undefined = undefined;
