import type { Detector } from "../../types.js";
import { sample, sampleUuid, UUID } from "../forms/alphabets.js";

/** Addresses that whoever knows them may post to, of services that have no other detector. */
export const webhooks: readonly Detector[] = [
  // https://learn.microsoft.com/azure/logic-apps/logic-apps-securing-a-logic-app: the address is signed.
  {
    id: "azure-logic-apps-webhook",
    service: "azure",
    title: "Address of an Azure Logic App or a Power Automate flow",
    literals: [".logic.azure.com", ".api.powerplatform.com"],
    shape:
      "https://[0-9A-Za-z.-]{1,80}\\.(?:logic\\.azure|api\\.powerplatform)\\.com(?::443)?/[^\\s\"'<>]{1,300}[?&]sig=[0-9A-Za-z_%-]{40,60}",
    examples: [
      `https://prod-12.westeurope.logic.azure.com:443/workflows/${sample("hex", 32)}/triggers/manual/paths/invoke?api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=${sample("base64url", 43)}`,
    ],
    counterExamples: [
      `https://prod-12.westeurope.logic.azure.com/workflows/${sample("hex", 32)}`,
      "https://prod-12.westeurope.logic.azure.com/workflows/x?sig=<signature>",
    ],
  },
  // https://ifttt.com/maker_webhooks
  {
    id: "ifttt-webhook-key",
    service: "ifttt",
    title: "Key of IFTTT webhooks",
    literals: ["maker.ifttt.com/"],
    shape: "maker\\.ifttt\\.com/[^\\s\"'<>]{1,120}/with/key/(?P<token>[0-9A-Za-z_-]{20,64})",
    examples: [`https://maker.ifttt.com/trigger/door/with/key/${sample("base64url", 22)}`],
    counterExamples: ["https://maker.ifttt.com/trigger/door/with/key/YOUR_KEY", "https://maker.ifttt.com/use"],
  },
  // https://support.airtable.com: "When webhook received".
  {
    id: "airtable-webhook",
    service: "airtable",
    title: "Address of an Airtable automation",
    literals: ["hooks.airtable.com/workflows/"],
    shape:
      "(?:https?://)?hooks\\.airtable\\.com/workflows/v1/genericWebhook/app[0-9A-Za-z]{14}/wfl[0-9A-Za-z]{14}/wtr[0-9A-Za-z]{14}",
    examples: [
      `https://hooks.airtable.com/workflows/v1/genericWebhook/app${sample("alnum", 14)}/wfl${sample("alnum", 14)}/wtr${sample("alnum", 14)}`,
    ],
    counterExamples: ["https://hooks.airtable.com/workflows/v1/genericWebhook/appXXX/wflXXX/wtrXXX"],
  },
  // https://www.make.com/en/help/tools/webhooks
  {
    id: "make-webhook",
    service: "make",
    title: "Address of a Make webhook",
    literals: [".make.com/", "hook.integromat.com/"],
    shape: "(?:https?://)?hook\\.(?:[a-z]{2}[0-9]\\.make|integromat)\\.com/[0-9a-z]{30,36}",
    examples: [`https://hook.eu1.make.com/${sample("lowerAlnum", 32)}`],
    counterExamples: ["https://hook.eu1.make.com/your-webhook", `https://www.make.com/${sample("lowerAlnum", 32)}`],
  },
  // https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot
  {
    id: "lark-webhook",
    service: "lark",
    title: "Address of a Lark or Feishu bot",
    literals: ["/open-apis/bot/"],
    shape: `(?:https?://)?open\\.(?:feishu\\.cn|larksuite\\.com)/open-apis/bot/(?:v2/)?hook/(?:${UUID}|[0-9a-f]{32})`,
    examples: [`https://open.feishu.cn/open-apis/bot/v2/hook/${sampleUuid()}`],
    counterExamples: [
      "https://open.feishu.cn/open-apis/bot/v2/hook/xxxx",
      `https://open.example.net/open-apis/bot/v2/hook/${sampleUuid()}`,
    ],
  },
  // https://developer.work.weixin.qq.com/document/path/91770
  {
    id: "wecom-webhook-key",
    service: "wecom",
    title: "Key of a WeCom group robot",
    literals: ["qyapi.weixin.qq.com/"],
    shape: `qyapi\\.weixin\\.qq\\.com/cgi-bin/webhook/send\\?key=(?P<token>${UUID})`,
    examples: [`https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=${sampleUuid()}`],
    counterExamples: [
      "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=KEY",
      "https://qyapi.weixin.qq.com/cgi-bin/gettoken?corpid=ID",
    ],
  },
  // https://developers.mattermost.com/integrate/webhooks/incoming/: the last segment is an id of 26 characters.
  {
    id: "mattermost-webhook",
    service: "mattermost",
    title: "Address of a Mattermost incoming webhook",
    literals: ["/hooks/"],
    shape: "https?://[0-9A-Za-z.-]{3,200}(?::[0-9]{2,5})?(?:/[0-9A-Za-z_-]{1,40})?/hooks/[13-9a-km-uw-z]{26}",
    minEntropyBits: 4,
    examples: ["https://chat.example.net/hooks/", "http://10.0.0.1:8065/hooks/"].map(
      (address) =>
        address +
        sample("lowerAlnum", 80)
          .replace(/[02lv]/g, "")
          .slice(0, 26),
    ) as [string, ...string[]],
    counterExamples: [
      "https://chat.example.net/hooks/xxxxxxxxxxxxxxxxxxxxxxxxxx",
      "https://api.github.com/repos/acme/app/hooks/12345678",
      "/hooks/abc1234567890def1234567890",
    ],
  },
];
