import type { Detector } from "../types.js";
import { aws } from "./aws.js";
import { azure } from "./azure.js";
import { chat } from "./chat.js";
import { ciCd } from "./ci-cd.js";
import { clouds } from "./clouds.js";
import { codeHosts } from "./code-hosts.js";
import { commerce } from "./commerce.js";
import { dataApis } from "./data-apis.js";
import { databases } from "./databases.js";
import { devtools } from "./devtools.js";
import { emailSms } from "./email-sms.js";
import { finance } from "./finance.js";
import { generic } from "./generic.js";
import { google } from "./google.js";
import { identity } from "./identity.js";
import { infrastructure } from "./infrastructure.js";
import { modelProviders } from "./model-providers.js";
import { modelTools } from "./model-tools.js";
import { monitoring } from "./monitoring.js";
import { packageRegistries } from "./package-registries.js";
import { payment } from "./payment.js";
import { privateKeys } from "./private-keys.js";
import { security } from "./security.js";

/** Every detector. Of two that match the same span, the first is reported: a service's own before the generic ones. */
export const catalogue: readonly Detector[] = [
  ...modelProviders,
  ...modelTools,
  ...codeHosts,
  ...aws,
  ...google,
  ...azure,
  ...clouds,
  ...infrastructure,
  ...databases,
  ...packageRegistries,
  ...ciCd,
  ...monitoring,
  ...identity,
  ...security,
  ...payment,
  ...finance,
  ...commerce,
  ...chat,
  ...emailSms,
  ...devtools,
  ...dataApis,
  ...privateKeys,
  ...generic,
];
