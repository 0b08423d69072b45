import type { Detector } from "../../types.js";
import { sample } from "../forms/alphabets.js";

/** Microsoft Azure: keys and signatures in URLs and in connection strings, told by what stands round them there. */
export const azureAddresses: readonly Detector[] = [
  // https://learn.microsoft.com/en-us/azure/azure-functions/function-keys-how-to: who has the URL may call the function.
  {
    id: "azure-function-url-code",
    service: "azure",
    title: "Azure Functions key in the URL of a function",
    literals: [".azurewebsites.net/"],
    shape:
      "\\.azurewebsites\\.net/[^\\s\"'<>?#]{0,200}\\?(?:[^\\s\"'<>#]{0,200}&)?code=(?P<token>[0-9A-Za-z_/+-]{20,80}(?:=|%3D|%3d){0,2})",
    minEntropyBits: 3.5,
    examples: [
      `https://acme.azurewebsites.net/api/orders?code=${sample("base64url", 54)}==`,
      `curl "https://acme.azurewebsites.net/api/orders?id=7&code=${sample("alnum", 54)}%3D%3D"`,
    ],
    counterExamples: [
      "https://acme.azurewebsites.net/api/orders?code=<key>",
      `https://acme.azurewebsites.net/api/orders?page=${sample("alnum", 54)}`,
    ],
  },
  // https://learn.microsoft.com/en-us/azure/service-bus-messaging/service-bus-sas
  {
    id: "azure-shared-access-key",
    service: "azure",
    title: "Shared access key in an Azure connection string",
    literals: ["SharedAccessKey"],
    shape: "(?i)SharedAccessKey\\s*=\\s*(?P<token>[0-9A-Za-z+/]{32,100}={0,2})",
    minEntropyBits: 3.5,
    examples: [
      `Endpoint=sb://contoso.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=${sample("base64", 43)}=`,
    ],
    counterExamples: ["SharedAccessKey=<key>", `SharedAccessKeyName=${sample("alnum", 43)}`],
  },
  // https://learn.microsoft.com/en-us/azure/storage/common/storage-sas-overview: who has the URL has the data.
  {
    id: "azure-sas-signature",
    service: "azure",
    title: "Signature of an Azure shared access signature URL",
    literals: ["sig="],
    shape: "(?:[?&;\"']|\\b)sig=(?P<token>[0-9A-Za-z+/%]{43,140}(?:=|%3[Dd]))",
    context: { words: ["sv=20", "se=20", "SharedAccessSignature"], within: 512 },
    minEntropyBits: 3.5,
    confidence: "medium",
    examples: [
      `https://contoso.blob.core.windows.net/c/b?sp=r&se=2030-01-01T00:00:00Z&sv=2022-11-02&sr=b&sig=${sample("alnum", 43)}%3D`,
    ],
    counterExamples: [
      `https://example.com/?sig=${sample("alnum", 43)}%3D`,
      "https://contoso.blob.core.windows.net/?sv=2022-11-02&sig=REDACTED",
    ],
  },
  // https://learn.microsoft.com/en-us/azure/azure-app-configuration/concept-config-connection: "Id=...;Secret=...".
  {
    id: "azure-app-configuration-secret",
    service: "azure",
    title: "Azure App Configuration secret",
    literals: [".azconfig.io"],
    shape: "https://[0-9A-Za-z-]{1,63}\\.azconfig\\.io;Id=[^;\\s]{1,64};Secret=(?P<token>[0-9A-Za-z+/]{36,100}={0,2})",
    examples: [`Endpoint=https://contoso.azconfig.io;Id=0-l0-s0:abcd;Secret=${sample("base64", 43)}=`],
    counterExamples: [
      "Endpoint=https://contoso.azconfig.io;Id=0-l0-s0:abcd;Secret=<secret>",
      "https://contoso.azconfig.io/kv",
    ],
  },
];
