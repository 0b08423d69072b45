import type { Detector } from "../../types.js";
import { sample } from "../forms/alphabets.js";

/** A token of several parts, or of hundreds of characters, looked for behind the name of its service. */
interface SignedToken {
  readonly id: string;
  readonly title: string;
  /** The service's name in lower case, as settings and hosts have it. */
  readonly name: string;
  /** Least and most characters of each part; dots join them. The first begins with "ey" unless it is the only one. */
  readonly parts: readonly (readonly [least: number, most: number])[];
  readonly hosts: readonly string[];
}

/** Access tokens that their services sign: with dots and a beginning as a JSON Web Token's, but nothing that can be read inside. */
export const signedTokens: readonly Detector[] = (
  [
    // https://hygraph.com/docs/api-reference/basics/authorization: GraphCMS before.
    {
      id: "graphcms-access-token",
      title: "GraphCMS permanent auth token",
      name: "graphcms",
      parts: [
        [60, 140],
        [200, 420],
        [340, 690],
      ],
      hosts: ["api-eu-central-1.graphcms.com"],
    },
    // https://developer.bombbomb.com/auth
    {
      id: "bombbomb-access-token",
      title: "BombBomb access token",
      name: "bombbomb",
      parts: [
        [30, 140],
        [40, 420],
        [40, 171],
      ],
      hosts: ["api.bombbomb.com"],
    },
    // https://kontent.ai/learn/docs/apis/openapi/management-api-v2/#section/Authentication
    {
      id: "kontent-ai-management-key",
      title: "Kontent.ai API key",
      name: "kontent",
      parts: [
        [28, 34],
        [100, 400],
        [40, 43],
      ],
      hosts: ["manage.kontent.ai", "deliver.kontent.ai"],
    },
    {
      id: "caflou-api-key",
      title: "Caflou API key",
      name: "caflou",
      parts: [[155, 155]],
      hosts: ["app.caflou.com"],
    },
    {
      id: "lexigram-api-key",
      title: "Lexigram API key",
      name: "lexigram",
      parts: [[301, 301]],
      hosts: ["api.lexigram.io"],
    },
  ] as const satisfies readonly SignedToken[]
).map(signedToken);

function signedToken({ id, title, name, parts, hosts }: SignedToken): Detector {
  const shapes = parts.map(([least, most]) => `[0-9A-Za-z_${parts.length === 1 ? "." : ""}-]{${least},${most}}`);
  const first = parts.length === 1 ? "" : "ey";
  const token = `${first}${parts.map(([least]) => sample("alnum", least)).join(".")}`;
  return {
    id,
    service: name,
    title,
    literals: [name],
    shape: `(?i:${name})[^\\x00]{0,60}?[^0-9A-Za-z_.-](?P<token>${first}${shapes.join("\\.")})(?:[^0-9A-Za-z_.-]|$)`,
    minEntropyBits: 3.5,
    confidence: "medium",
    issuer: { hosts, carriers: ["header authorization: Bearer"] },
    examples: [`${name}_token: "${token}"`, `// ${name}\nreq.Header.Set("Authorization", "Bearer ${token}")`],
    counterExamples: [`${name}_token: "${sample("alnum", 40)}"`, `token: "${token}"`, `${name}: "${token}.${token}"`],
  };
}
