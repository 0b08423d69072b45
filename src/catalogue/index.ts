import type { Detector } from "../types.js";
import { agentServices } from "./agent-services.js";
import { analytics } from "./analytics.js";
import { authorization } from "./authorization.js";
import { aws } from "./aws.js";
import { azure } from "./azure.js";
import { azureAddresses } from "./azure-addresses.js";
import { backOffice } from "./back-office.js";
import { blockchain } from "./blockchain.js";
import { boardsAndTables } from "./boards-and-tables.js";
import { calls } from "./calls.js";
import { chat } from "./chat.js";
import { ciCd } from "./ci-cd.js";
import { clouds } from "./clouds.js";
import { codeHosts } from "./code-hosts.js";
import { commandLines } from "./command-lines.js";
import { commerce } from "./commerce.js";
import { content } from "./content.js";
import { contentAndShops } from "./content-and-shops.js";
import { crm } from "./crm.js";
import { dataAndDevices } from "./data-and-devices.js";
import { dataApis } from "./data-apis.js";
import { databases } from "./databases.js";
import { devtools } from "./devtools.js";
import { disguised } from "./disguised.js";
import { documentsAndLanguage } from "./documents-and-language.js";
import { email } from "./email.js";
import { emailDelivery } from "./email-delivery.js";
import { everydayServices } from "./everyday-services.js";
import { finance } from "./finance.js";
import { financialData } from "./financial-data.js";
import { generic } from "./generic.js";
import { gitlabTokens } from "./gitlab.js";
import { google } from "./google.js";
import { hosting } from "./hosting.js";
import { identity } from "./identity.js";
import { incidents } from "./incidents.js";
import { infrastructure } from "./infrastructure.js";
import { kubernetesSecrets } from "./kubernetes-secrets.js";
import { languageModels } from "./language-models.js";
import { longTokens } from "./long-tokens.js";
import { marketData } from "./market-data.js";
import { media } from "./media.js";
import { messaging } from "./messaging.js";
import { modelProviders } from "./model-providers.js";
import { modelTools } from "./model-tools.js";
import { monitoring } from "./monitoring.js";
import { namedValues } from "./named-values.js";
import { networkAndSecurity } from "./network-and-security.js";
import { newerTokens } from "./newer-tokens.js";
import { olderForms } from "./older-forms.js";
import { otherForms } from "./other-forms.js";
import { packageRegistries } from "./package-registries.js";
import { pairs } from "./pairs.js";
import { payment } from "./payment.js";
import { places } from "./places.js";
import { planning } from "./planning.js";
import { platformTokens } from "./platform-tokens.js";
import { privateKeys } from "./private-keys.js";
import { sales } from "./sales.js";
import { scraping } from "./scraping.js";
import { security } from "./security.js";
import { servicesByName } from "./service-keys/index.js";
import { sessions } from "./sessions.js";
import { signaturesAndNotices } from "./signatures-and-notices.js";
import { slack } from "./slack.js";
import { social } from "./social.js";
import { sportFoodScience } from "./sport-food-science.js";
import { statusPages } from "./status-pages.js";
import { surveys } from "./surveys.js";
import { telephony } from "./telephony.js";
import { testingAndDesign } from "./testing-and-design.js";
import { timeTracking } from "./time-tracking.js";
import { webhooks } from "./webhooks.js";

/** Every detector. Of two that match the same span, the first is reported: a service's own before the generic ones. */
export const catalogue: readonly Detector[] = Object.freeze([
  ...pairs,
  ...modelProviders,
  ...modelTools,
  ...agentServices,
  ...platformTokens,
  ...newerTokens,
  ...codeHosts,
  ...gitlabTokens,
  ...aws,
  ...google,
  ...azure,
  ...azureAddresses,
  ...clouds,
  ...hosting,
  ...infrastructure,
  ...databases,
  ...packageRegistries,
  ...ciCd,
  ...monitoring,
  ...incidents,
  ...analytics,
  ...identity,
  ...security,
  ...payment,
  ...finance,
  ...commerce,
  ...crm,
  ...slack,
  ...chat,
  ...email,
  ...messaging,
  ...social,
  ...planning,
  ...content,
  ...devtools,
  ...dataApis,
  ...blockchain,
  ...emailDelivery,
  ...marketData,
  ...places,
  ...scraping,
  ...telephony,
  ...servicesByName,
  ...documentsAndLanguage,
  ...surveys,
  ...timeTracking,
  ...sales,
  ...boardsAndTables,
  ...backOffice,
  ...media,
  ...contentAndShops,
  ...signaturesAndNotices,
  ...sportFoodScience,
  ...dataAndDevices,
  ...networkAndSecurity,
  ...statusPages,
  ...testingAndDesign,
  ...longTokens,
  ...everydayServices,
  ...languageModels,
  ...otherForms,
  ...olderForms,
  ...webhooks,
  ...privateKeys,
  ...generic,
  ...authorization,
  ...sessions,
  ...kubernetesSecrets,
  ...commandLines,
  ...calls,
  ...namedValues,
  ...financialData,
  ...disguised,
]);
