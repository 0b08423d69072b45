import { catalogue } from "../src/catalogue/index.js";
import type { Prepared } from "../src/prepared-types.js";
import { prepareDetectors } from "../src/scan/compile.js";

/** What is known of the catalogue, from its own source. */
export const prepared: Prepared = prepareDetectors(catalogue);
