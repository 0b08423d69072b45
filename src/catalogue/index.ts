import type { Detector } from "../types.js";
import { authorization } from "./generic/authorization.js";
import { calls } from "./generic/calls.js";
import { commandLines } from "./generic/command-lines.js";
import { disguised } from "./generic/disguised.js";
import { generic } from "./generic/generic.js";
import { kubernetesSecrets } from "./generic/kubernetes-secrets.js";
import { namedValues } from "./generic/named-values.js";
import { pairs } from "./generic/pairs.js";
import { privateKeys } from "./generic/private-keys.js";
import { sessions } from "./generic/sessions.js";
import { financialData } from "./numbers/financial-data.js";
import { servicesByName } from "./service-keys/index.js";
import { agentServices } from "./services/agent-services.js";
import { analytics } from "./services/analytics.js";
import { aws } from "./services/aws.js";
import { azure } from "./services/azure.js";
import { azureAddresses } from "./services/azure-addresses.js";
import { backOffice } from "./services/back-office.js";
import { blockchain } from "./services/blockchain.js";
import { boardsAndTables } from "./services/boards-and-tables.js";
import { chat } from "./services/chat.js";
import { ciCd } from "./services/ci-cd.js";
import { clouds } from "./services/clouds.js";
import { codeHosts } from "./services/code-hosts.js";
import { commerce } from "./services/commerce.js";
import { content } from "./services/content.js";
import { contentAndShops } from "./services/content-and-shops.js";
import { crm } from "./services/crm.js";
import { dataAndDevices } from "./services/data-and-devices.js";
import { dataApis } from "./services/data-apis.js";
import { databases } from "./services/databases.js";
import { devtools } from "./services/devtools.js";
import { documentsAndLanguage } from "./services/documents-and-language.js";
import { email } from "./services/email.js";
import { emailDelivery } from "./services/email-delivery.js";
import { everydayServices } from "./services/everyday-services.js";
import { finance } from "./services/finance.js";
import { gitlabTokens } from "./services/gitlab.js";
import { google } from "./services/google.js";
import { hosting } from "./services/hosting.js";
import { identity } from "./services/identity.js";
import { incidents } from "./services/incidents.js";
import { infrastructure } from "./services/infrastructure.js";
import { languageModels } from "./services/language-models.js";
import { longTokens } from "./services/long-tokens.js";
import { marketData } from "./services/market-data.js";
import { media } from "./services/media.js";
import { messaging } from "./services/messaging.js";
import { modelProviders } from "./services/model-providers.js";
import { modelTools } from "./services/model-tools.js";
import { monitoring } from "./services/monitoring.js";
import { networkAndSecurity } from "./services/network-and-security.js";
import { newerTokens } from "./services/newer-tokens.js";
import { olderForms } from "./services/older-forms.js";
import { otherForms } from "./services/other-forms.js";
import { otherLengths } from "./services/other-lengths.js";
import { packageRegistries } from "./services/package-registries.js";
import { payment } from "./services/payment.js";
import { places } from "./services/places.js";
import { planning } from "./services/planning.js";
import { platformTokens } from "./services/platform-tokens.js";
import { sales } from "./services/sales.js";
import { scraping } from "./services/scraping.js";
import { security } from "./services/security.js";
import { signaturesAndNotices } from "./services/signatures-and-notices.js";
import { signedTokens } from "./services/signed-tokens.js";
import { slack } from "./services/slack.js";
import { social } from "./services/social.js";
import { sportFoodScience } from "./services/sport-food-science.js";
import { statusPages } from "./services/status-pages.js";
import { surveys } from "./services/surveys.js";
import { telephony } from "./services/telephony.js";
import { testingAndDesign } from "./services/testing-and-design.js";
import { timeTracking } from "./services/time-tracking.js";
import { webhooks } from "./services/webhooks.js";

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
  ...signedTokens,
  ...everydayServices,
  ...languageModels,
  ...otherForms,
  ...olderForms,
  ...otherLengths,
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
