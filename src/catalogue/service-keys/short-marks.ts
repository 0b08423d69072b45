import type { Detector } from "../../types.js";
import { type ServiceKey, serviceKeys } from "./table.js";

const bearer = ["header authorization: Bearer"] as const;

/** Names that other words end with ("summarize", "modify"): where a word begins, and in the names of settings. */
function wordsOf(name: string): readonly [string, ...string[]] {
  const settings = ["api", "app", "key", "token"].flatMap((kind) =>
    ["_", "-", "", " "].map((mark) => name + mark + kind),
  );
  return [
    `${name}_api`,
    ...settings,
    `${name}.ai`,
    `${name}.com`,
    ...[" ", "\n", '"', "'", "#", "/", "_"].map((mark) => mark + name),
  ];
}

/** Keys whose mark is too short, or too common, to tell them alone: the service's name beside it does. */
const ROWS: readonly ServiceKey[] = [
  // https://arize.com/docs/ax/security-and-settings/api-keys
  {
    name: "Arize",
    only: true,
    words: wordsOf("arize"),
    parts: [
      "ak-",
      ["hex", 8],
      "-",
      ["hex", 4],
      "-",
      ["hex", 4],
      "-",
      ["hex", 4],
      "-",
      ["hex", 12],
      "-",
      ["base64url", 32],
    ],
    hosts: ["api.arize.com"],
    carriers: bearer,
  },
  // https://docs.composio.dev/reference/authenticating-to-composio: of a project, an organization, a user.
  {
    name: "Composio",
    parts: ["ak_", ["base64url", 20]],
    hosts: ["backend.composio.dev"],
    carriers: ["header x-api-key"],
  },
  {
    name: "Composio",
    kind: "organization API key",
    parts: ["oak_", ["base64url", 20]],
    hosts: ["backend.composio.dev"],
    carriers: ["header x-org-api-key"],
  },
  {
    name: "Composio",
    kind: "user API key",
    parts: ["uak_", ["base64url", 43]],
    hosts: ["backend.composio.dev"],
    carriers: ["header x-user-api-key"],
  },
  // https://www.coze.com/docs/developer_guides/pat
  {
    name: "Coze",
    kind: "personal access token",
    parts: ["pat_", ["alnum", 64]],
    hosts: ["api.coze.com", "api.coze.cn"],
    carriers: bearer,
  },
  // https://docs.dify.ai/en/api-reference
  {
    name: "Dify",
    kind: "app API key",
    only: true,
    words: wordsOf("dify"),
    parts: ["app-", ["alnum", 24]],
    hosts: ["api.dify.ai"],
    carriers: bearer,
  },
  {
    name: "Dify",
    only: true,
    words: wordsOf("dify"),
    kind: "knowledge API key",
    parts: ["dataset-", ["alnum", 24]],
    hosts: ["api.dify.ai"],
    carriers: bearer,
  },
  // https://docs.knock.app/developer-tools/api-keys
  {
    name: "Knock",
    kind: "secret API key",
    ordinary: true,
    parts: ["sk_", ["base64url", [40, 64]]],
    hosts: ["api.knock.app"],
    carriers: bearer,
  },
  // https://liveblocks.io/docs/authentication
  {
    name: "Liveblocks",
    kind: "secret key",
    parts: ["sk_prod_", ["base64url", [40, 80]]],
    hosts: ["api.liveblocks.io"],
    carriers: bearer,
  },
  {
    name: "Liveblocks",
    kind: "secret key for development",
    parts: ["sk_dev_", ["base64url", [40, 80]]],
    hosts: ["api.liveblocks.io"],
    carriers: bearer,
  },
  // https://docs.mollie.com/reference/authentication
  {
    name: "Mollie",
    kind: "live API key",
    parts: ["live_", ["alnum", [30, 40]]],
    hosts: ["api.mollie.com"],
    carriers: bearer,
  },
  {
    name: "Mollie",
    kind: "test API key",
    parts: ["test_", ["alnum", [30, 40]]],
    hosts: ["api.mollie.com"],
    carriers: bearer,
  },
  {
    name: "Mollie",
    kind: "organization access token",
    parts: ["access_", ["alnum", [30, 60]]],
    hosts: ["api.mollie.com"],
    carriers: bearer,
  },
  // https://novita.ai/docs/guides/quickstart
  { name: "Novita", parts: ["sk_", ["base64url", 43]], hosts: ["api.novita.ai"], carriers: bearer },
  // https://www.revenuecat.com/docs/projects/authentication
  {
    name: "RevenueCat",
    kind: "secret API key",
    parts: ["sk_", ["alnum", [24, 40]]],
    hosts: ["api.revenuecat.com"],
    carriers: bearer,
  },
  // https://docs.statsig.com/access-management/api-keys
  {
    name: "Statsig",
    kind: "server secret key",
    parts: ["secret-", ["alnum", [40, 48]]],
    hosts: ["api.statsig.com", "statsigapi.net"],
    carriers: ["header statsig-api-key"],
  },
  {
    name: "Statsig",
    kind: "console API key",
    parts: ["console-", ["alnum", [40, 48]]],
    hosts: ["statsigapi.net"],
    carriers: ["header statsig-api-key"],
  },
  // https://api.svix.com/docs: the region stands behind a dot.
  {
    name: "Svix",
    kind: "API token",
    parts: ["sk_", ["base64url", [24, 64]], ".", ["letters", [2, 4]]],
    hosts: ["api.svix.com", "api.us.svix.com", "api.eu.svix.com"],
    carriers: bearer,
  },
  {
    name: "Svix",
    kind: "test API token",
    parts: ["testsk_", ["base64url", [24, 64]], ".", ["letters", [2, 4]]],
    hosts: ["api.svix.com", "api.us.svix.com", "api.eu.svix.com"],
    carriers: bearer,
  },
];

export const shortMarks: readonly Detector[] = serviceKeys(ROWS);
