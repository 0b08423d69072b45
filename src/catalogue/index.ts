import type { Detector } from "../types.js";
import { aws } from "./aws.js";
import { azure } from "./azure.js";
import { chat } from "./chat.js";
import { ciCd } from "./ci-cd.js";
import { codeHosts } from "./code-hosts.js";
import { databases } from "./databases.js";
import { generic } from "./generic.js";
import { google } from "./google.js";
import { modelProviders } from "./model-providers.js";
import { packageRegistries } from "./package-registries.js";
import { payment } from "./payment.js";
import { privateKeys } from "./private-keys.js";

/** Every detector. Of two that match the same span, the first is reported: a service's own before the generic ones. */
export const catalogue: readonly Detector[] = [
  ...modelProviders,
  ...codeHosts,
  ...aws,
  ...google,
  ...azure,
  ...payment,
  ...chat,
  ...packageRegistries,
  ...ciCd,
  ...databases,
  ...privateKeys,
  ...generic,
];
