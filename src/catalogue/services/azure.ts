import type { Detector } from "../../types.js";
import { sample } from "../forms/alphabets.js";

/**
 * Microsoft Azure. Keys made since about 2022 are "identifiable": a few fixed letters near the end name the service that made
 * them. Older ones are plain base64 and are told by the name of the setting that they stand in.
 */
export const azure: readonly Detector[] = [
  // https://learn.microsoft.com/en-us/entra/identity-platform/how-to-add-credentials
  {
    id: "azure-client-secret",
    service: "azure",
    title: "Microsoft Entra client secret",
    literals: ["Q~"],
    shape: "[0-9A-Za-z_~.-]{3}[0-9]Q~[0-9A-Za-z_~.-]{31,34}",
    issuer: { hosts: ["login.microsoftonline.com"], carriers: [] },
    examples: [`AZURE_CLIENT_SECRET=${sample("alnum", 3)}8Q~${sample("alnum", 34)}`],
    counterExamples: [
      `${sample("alnum", 3)}8Q~${sample("alnum", 30)}`,
      `${sample("alnum", 3)}xQ~${sample("alnum", 34)}`,
    ],
  },
  // Facts: keys of Azure AI services, Event Grid, SignalR and others: 52 characters, the signature, then who made it and when.
  {
    id: "azure-service-key",
    service: "azure",
    title: "Azure service key (OpenAI, AI services, Event Grid, and others)",
    literals: ["JQQJ9"],
    shape: "[0-9A-Za-z]{52}JQQJ9[0-9A-Z][0-9A-Za-z][A-L][0-9A-Za-z]{16}[A-Za-z][0-9A-Za-z]{7}(?:[0-9A-Za-z]{2}==)?",
    verify: (token) => token.startsWith("JQQJ99", 52),
    issuer: {
      hosts: ["api.cognitive.microsoft.com"],
      carriers: ["header api-key", "header ocp-apim-subscription-key", "header authorization: Bearer"],
    },
    examples: [`api-key: ${sample("alnum", 52)}JQQJ99BDACYeBjFXJ3w3AAABACOG${sample("alnum", 4)}`],
    counterExamples: [`${sample("alnum", 51)}JQQJ99BDACYeBjFXJ3w3AAABACOG`, "the signature JQQJ99 of a key"],
  },
  // https://learn.microsoft.com/en-us/azure/storage/common/storage-account-keys-manage: 64 bytes; new ones hold "+ASt".
  {
    id: "azure-storage-account-key",
    service: "azure",
    title: "Azure Storage or Cosmos DB account key",
    literals: [],
    shape: "[0-9A-Za-z+/]{86}==",
    context: {
      words: [
        "accountkey",
        "account_key",
        "account-key",
        "storage_key",
        "storage-key",
        "storagekey",
        "azure_storage",
        "cosmos_key",
        "cosmosdb",
        "documentdb",
        "accountendpoint",
        "azure_key",
      ],
      within: 96,
    },
    minEntropyBits: 4.5,
    confidence: "high",
    examples: [
      `DefaultEndpointsProtocol=https;AccountName=contoso;AccountKey=${sample("base64", 86)}==;EndpointSuffix=core.windows.net`,
    ],
    counterExamples: [
      `AccountKey=${sample("base64", 85)}==`,
      `"integrity": "sha512-${sample("base64", 86)}=="`,
      "AccountKey=<account-key>;EndpointSuffix=core.windows.net",
    ],
  },
  // https://learn.microsoft.com/en-us/azure/api-management/api-management-configuration-repository-git
  {
    id: "azure-api-management-git-password",
    service: "azure",
    title: "Password of an Azure API Management repository",
    literals: ["git&"],
    shape: "git&[0-9]{12}&[0-9A-Za-z+/]{86}==",
    examples: [
      `git clone https://apim:git&${sample("digits", 12)}&${sample("base64", 86)}==@contoso.scm.azure-api.net`,
    ],
    counterExamples: [`git&${sample("digits", 12)}&${sample("base64", 40)}`, "git&me"],
  },
  identifiable(
    "azure-storage-identifiable-key",
    "Azure Storage account key",
    "[0-9A-Za-z+/]{76}\\+ASt[0-9A-Za-z+/]{5}[AQgw]==",
    [76, "+ASt", 5, "A=="],
  ),
  identifiable("azure-cosmos-db-key", "Azure Cosmos DB key", "[0-9A-Za-z+/]{76}ACDb[0-9A-Za-z+/]{5}[AQgw]==", [
    76,
    "ACDb",
    5,
    "A==",
  ]),
  identifiable("azure-batch-key", "Azure Batch account key", "[0-9A-Za-z+/]{76}\\+ABa[0-9A-Za-z+/]{5}[AQgw]==", [
    76,
    "+ABa",
    5,
    "A==",
  ]),
  identifiable(
    "azure-api-management-key",
    "Azure API Management key",
    "[0-9A-Za-z+/]{76}APIM[0-9A-Za-z+/]{5}[AQgw]==",
    [76, "APIM", 5, "A=="],
  ),
  identifiable("azure-functions-key", "Azure Functions key", "[0-9A-Za-z_-]{44}AzFu[0-9A-Za-z_-]{5}[AQgw]==", [
    44,
    "AzFu",
    5,
    "A==",
  ]),
  identifiable("azure-search-key", "Azure AI Search key", "[0-9A-Za-z]{42}AzSe[A-D][0-9A-Za-z]{5}", [
    42,
    "AzSeA",
    5,
    "",
  ]),
  identifiable("azure-redis-key", "Azure Cache for Redis key", "[0-9A-Za-z]{33}AzCa[A-P][0-9A-Za-z]{5}=", [
    33,
    "AzCaA",
    5,
    "=",
  ]),
  // RFC 4648, section 4: 32 bytes have 44 characters in base64; keys with one fewer are told of too.
  identifiable(
    "azure-service-bus-key",
    "Azure Service Bus, Event Hubs or Relay key",
    "[0-9A-Za-z+/]{33}\\+A(?:Sb|Eh|Rm)[0-9A-Za-z+/]{5,6}=",
    [33, "+ASb", 6, "="],
    ["+ASb", "+AEh", "+ARm"],
  ),
  identifiable("azure-iot-hub-key", "Azure IoT Hub key", "[0-9A-Za-z+/]{33}AIoT[0-9A-Za-z+/]{5,6}=", [
    33,
    "AIoT",
    6,
    "=",
  ]),
  identifiable(
    "azure-container-registry-key",
    "Azure Container Registry password",
    "[0-9A-Za-z+/]{42}\\+ACR[0-9A-Za-z+/]{6}",
    [42, "+ACRA", 5, ""],
  ),
  // https://learn.microsoft.com/en-us/azure/devops/organizations/accounts/use-personal-access-tokens-to-authenticate
  identifiable(
    "azure-devops-personal-access-token",
    "Azure DevOps personal access token",
    "[0-9A-Za-z]{76}AZDO[0-9A-Za-z]{4}",
    [76, "AZDO", 4, ""],
  ),
  // https://learn.microsoft.com/en-us/entra/identity-platform/refresh-tokens
  {
    id: "azure-refresh-token",
    service: "azure",
    title: "Microsoft Entra refresh token",
    literals: ["0.A", "1.A"],
    shape: "[01]\\.A[0-9A-Za-z_-]{50,}\\.Ag[0-9A-Za-z_-]{250,}(?:\\.A[0-9A-Za-z_-]{200,})?",
    issuer: { hosts: ["login.microsoftonline.com"], carriers: [] },
    examples: [`refresh_token=0.AX${sample("base64url", 90)}.AgABAAEAAAD${sample("base64url", 600)}`],
    counterExamples: [`0.AX${sample("base64url", 90)}.Ag${sample("base64url", 100)}`, "1.A and 2.B"],
  },
];

/** A key with its maker's letters inside. `example`: characters before, the letters, characters after, the end. */
function identifiable(
  id: string,
  title: string,
  shape: string,
  example: readonly [before: number, letters: string, after: number, end: string],
  literals: readonly string[] = [example[1].slice(0, 4)],
): Detector {
  const [before, letters, after, end] = example;
  const tail = letters + sample("alnum", after) + end;
  return {
    id,
    service: "azure",
    title,
    literals,
    shape,
    examples: [`key ${sample("alnum", before)}${tail}`],
    counterExamples: [`key ${sample("alnum", before - 1)}${tail}`, `key ${sample("alnum", before)}${letters}`],
  };
}
