import type { Detector } from "../../types.js";
import { contentApis } from "./content-apis.js";
import { customers } from "./customers.js";
import { developerServices } from "./developer-services.js";
import { markets } from "./markets.js";
import { operations } from "./operations.js";
import { travel } from "./travel.js";

/** Services whose keys have no mark and nothing else to say about them: told by the service's name, a row each. */
export const servicesByName: readonly Detector[] = [
  ...developerServices,
  ...markets,
  ...travel,
  ...customers,
  ...operations,
  ...contentApis,
];
