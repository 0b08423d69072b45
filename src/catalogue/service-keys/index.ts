import type { Detector } from "../../types.js";
import { applications } from "./applications.js";
import { communication } from "./communication.js";
import { contentApis } from "./content-apis.js";
import { customers } from "./customers.js";
import { developerServices } from "./developer-services.js";
import { markets } from "./markets.js";
import { operations } from "./operations.js";
import { platforms } from "./platforms.js";
import { shortKeys } from "./short-keys.js";
import { shortMarks } from "./short-marks.js";
import { support } from "./support.js";
import { travel } from "./travel.js";
import { widerFormsAToH } from "./wider-forms-a-to-h.js";
import { widerFormsIToZ } from "./wider-forms-i-to-z.js";

/** Services whose keys have no mark and nothing else to say about them: told by the service's name, a row each. */
export const servicesByName: readonly Detector[] = [
  ...platforms,
  ...applications,
  ...developerServices,
  ...markets,
  ...travel,
  ...customers,
  ...support,
  ...operations,
  ...contentApis,
  ...communication,
  ...shortKeys,
  ...shortMarks,
  ...widerFormsAToH,
  ...widerFormsIToZ,
];
