import type { Detector } from "../../types.js";
import { sample, sampleGroups } from "../forms/alphabets.js";
import { settingsOf } from "../forms/setting-words.js";
import { unmarked } from "../forms/unmarked.js";

const bearer = ["header authorization: Bearer"] as const;

/** Prices of shares, currencies and coins, and trading. */
export const marketData: readonly Detector[] = [
  // https://docs.data.nasdaq.com, formerly Quandl.
  unmarked({
    id: "nasdaq-data-link-api-key",
    service: "nasdaq-data-link",
    title: "Nasdaq Data Link API key",
    body: "base64url",
    length: 20,
    words: ["nasdaq", "quandl"],
    minEntropyBits: 3.4,
    issuer: { hosts: ["data.nasdaq.com"], carriers: ["query api_key"] },
  }),
  // The token of the v20 API has 32 digits, a hyphen and 32 more: https://developer.oanda.com/rest-live-v20/authentication/
  unmarked({
    id: "oanda-api-key",
    service: "oanda",
    title: "OANDA API key",
    body: "alnum",
    length: 24,
    words: ["oanda"],
    issuer: { hosts: ["web-services.oanda.com"], carriers: bearer },
  }),
  {
    id: "oanda-access-token",
    service: "oanda",
    title: "OANDA access token",
    literals: [],
    shape: "[0-9a-f]{32}-[0-9a-f]{32}",
    context: { words: ["oanda"], within: 48 },
    minEntropyBits: 3,
    issuer: { hosts: ["api-fxtrade.oanda.com", "api-fxpractice.oanda.com"], carriers: bearer },
    examples: [`OANDA_TOKEN=${sample("hex", 32)}-${sample("hex", 32)}`],
    counterExamples: [
      `${sample("hex", 32)}-${sample("hex", 32)}`,
      `OANDA_TOKEN=${sample("hex", 32)}-${sample("hex", 31)}`,
    ],
  },
  // https://polygon.io/docs, now Massive.
  unmarked({
    id: "polygon-io-api-key",
    service: "polygon-io",
    title: "Polygon.io API key",
    body: "alnum",
    length: 32,
    words: [...settingsOf("polygon"), "polygonio", "polygon_io"],
    issuer: { hosts: ["api.polygon.io", "api.massive.com"], carriers: ["query apikey", ...bearer] },
  }),
  {
    id: "poloniex-api-key",
    service: "poloniex",
    title: "Poloniex API key",
    literals: [],
    shape: "[0-9A-Z]{8}-[0-9A-Z]{8}-[0-9A-Z]{8}-[0-9A-Z]{8}",
    context: { words: ["poloniex"], within: 48 },
    minEntropyBits: 2.5,
    issuer: { hosts: ["poloniex.com"], carriers: ["header key", "header sign"] },
    examples: [`POLONIEX_KEY=${sampleGroups("upperAlnum", 8, 8, 8, 8)}`],
    counterExamples: [
      `POLONIEX_KEY=${sampleGroups("upperAlnum", 8, 8, 8, 7)}`,
      `${sampleGroups("upperAlnum", 8, 8, 8, 8)}`,
    ],
  },
  unmarked({
    id: "poloniex-api-secret",
    service: "poloniex",
    title: "Poloniex API secret",
    body: "hex",
    length: 128,
    words: ["poloniex"],
    issuer: { hosts: ["poloniex.com"], carriers: ["header key", "header sign"] },
  }),
  unmarked({
    id: "simfin-api-key",
    service: "simfin",
    title: "SimFin API key",
    body: "alnum",
    length: 32,
    words: ["simfin"],
    issuer: { hosts: ["simfin.com"], carriers: ["query api-key"] },
  }),
  unmarked({
    id: "stockdata-api-token",
    service: "stockdata",
    title: "StockData API token",
    body: "alnum",
    length: 40,
    words: ["stockdata"],
    issuer: { hosts: ["api.stockdata.org"], carriers: ["query api_token"] },
  }),
  unmarked({
    id: "technical-analysis-api-key",
    service: "technical-analysis-api",
    title: "Technical Analysis API key",
    body: "alnum",
    length: 48,
    words: [
      "technicalanalysisapi",
      "technical-analysis-api",
      "technical_analysis_api",
      "technical-analysis",
      "technicalanalysis",
    ],
    issuer: { hosts: ["technical-analysis-api.com"], carriers: ["query apiKey"] },
  }),
  // https://www.tiingo.com/documentation/general/connecting
  unmarked({
    id: "tiingo-api-token",
    service: "tiingo",
    title: "Tiingo API token",
    body: "alnum",
    length: 40,
    words: ["tiingo"],
    issuer: { hosts: ["api.tiingo.com"], carriers: ["header authorization: Token", "query token"] },
  }),
  // https://docs.tradier.com/docs/authentication
  unmarked({
    id: "tradier-access-token",
    service: "tradier",
    title: "Tradier access token",
    body: "alnum",
    length: 28,
    words: ["tradier"],
    issuer: { hosts: ["api.tradier.com"], carriers: bearer },
  }),
  // https://twelvedata.com/docs#authentication
  unmarked({
    id: "twelve-data-api-key",
    service: "twelve-data",
    title: "Twelve Data API key",
    body: "alnum",
    length: 32,
    words: ["twelvedata", "twelve_data", "twelve-data", "twelve data"],
    issuer: { hosts: ["api.twelvedata.com"], carriers: ["query apikey", "header authorization: apikey"] },
  }),
  unmarked({
    id: "worldcoinindex-api-key",
    service: "worldcoinindex",
    title: "WorldCoinIndex API key",
    body: "alnum",
    length: 35,
    words: ["worldcoinindex"],
    issuer: { hosts: ["www.worldcoinindex.com"], carriers: ["query key"] },
  }),
];
