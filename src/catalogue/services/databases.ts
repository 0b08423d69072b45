import type { Detector } from "../../types.js";
import { sample, sampleUuid } from "../forms/alphabets.js";
import { prefixed } from "../forms/prefixed.js";
import { locateDatabasePasswords, URL_COST } from "../named/userinfo.js";

const password = sample("alnum", 14);

/** A password in a URL: RFC 3986 userinfo, without what templates are written with (`<`, `{`, `$(`). */
const PASSWORD = "[^\\s/?#\"'`<>{}()|\\\\^\\[\\]]{3,256}";

/** Databases, data warehouses and search engines. */
export const databases: readonly Detector[] = [
  // https://www.mongodb.com/docs/manual/reference/connection-string/
  {
    id: "mongodb-uri-password",
    service: "mongodb",
    title: "Password in a MongoDB connection string",
    literals: ["mongodb://", "mongodb+srv://"],
    shape: `(?i)mongodb(?:\\+srv)?://[^\\s/?#:@"'\`<>{}]{1,128}:(?P<token>${PASSWORD})@[0-9A-Za-z\\[]`,
    minEntropyBits: 2.8,
    examples: [
      `mongodb+srv://app:${password}@cluster0.example.mongodb.net/db`,
      `mongodb://root:${password}@10.0.0.5:27017,10.0.0.6`,
    ],
    counterExamples: [
      "mongodb://localhost:27017/db",
      "mongodb+srv://<user>:<password>@cluster0.example.net",
      "mongodb://u:xxxx@host/",
    ],
  },
  // https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS; and the others' own pages.
  {
    id: "database-uri-password",
    service: "database",
    title: "Password in a database, cache or message broker URL",
    literals: ["://"],
    shape: "[^\\s\"'`<>/?#\\\\|^]{3,512}",
    locate: locateDatabasePasswords,
    markCost: URL_COST,
    examples: [
      `DATABASE_URL=postgres://app:${password}@db.internal:5432/app`,
      `redis://:${password}@cache:6379/0`,
      `amqps://svc:${password}@mq.example.net/vhost`,
      `mysql+pymysql://root:${password}@127.0.0.1/shop`,
    ],
    counterExamples: [
      "postgres://localhost:5432/app",
      `postgres://app:\${PASSWORD}@db/app`,
      "postgresql://app:<password>@db/app",
    ],
  },
  // https://learn.microsoft.com/en-us/dotnet/api/system.data.sqlclient.sqlconnection.connectionstring
  {
    id: "connection-string-password",
    service: "database",
    title: "Password in a connection string",
    literals: ["password=", "pwd="],
    shape: "(?i)(?:^|[;\"'\\s])(?:password|pwd)=(?P<token>[^;\"'<>{}$%\\s]{5,127}[^;\"'<>{}$%\\s(])(?:;|[\"'])",
    context: {
      words: [
        "server=",
        "data source=",
        "user id=",
        "uid=",
        "initial catalog=",
        "database=",
        "accountendpoint=",
        "host=",
      ],
      within: 256,
    },
    minEntropyBits: 2.8,
    examples: [`Server=tcp:db.example.net,1433;Database=app;User ID=app;Password=${password};Encrypt=true;`],
    counterExamples: [
      "Server=db;User ID=app;Password=<password>;",
      `?password=${password}`,
      "Server=db;Password=***;",
      "host=host, password=self.get_option('remote_password')",
    ],
  },
  // https://learn.microsoft.com/en-us/sql/connect/jdbc/building-the-connection-url and the like.
  {
    id: "jdbc-url-password",
    service: "database",
    title: "Password in a JDBC URL",
    literals: ["jdbc:"],
    shape: "(?i)jdbc:[a-z0-9]{2,20}:[^\\s\"'<>]{1,300}[?&;:]password=(?P<token>[^\\s\"'<>{}&;$]{4,128})",
    minEntropyBits: 2.8,
    examples: [`jdbc:postgresql://db:5432/app?user=app&password=${password}&ssl=true`],
    counterExamples: ["jdbc:postgresql://db:5432/app", `jdbc:postgresql://db/app?user=app&password=\${DB_PASSWORD}`],
  },
  // https://planetscale.com/docs/concepts/service-tokens, /connection-strings
  planetscale("planetscale-password", "PlanetScale database password", "pscale_pw_"),
  planetscale("planetscale-service-token", "PlanetScale service token", "pscale_tkn_"),
  planetscale("planetscale-oauth-token", "PlanetScale OAuth token", "pscale_oauth_"),
  // https://neon.com/docs/manage/api-keys; and the passwords of its roles.
  prefixed({
    id: "neon-api-key",
    service: "neon",
    title: "Neon API key",
    prefix: "napi_",
    body: "alnum",
    length: 64,
    issuer: { hosts: ["console.neon.tech"], carriers: ["header authorization: Bearer"] },
  }),
  prefixed({
    id: "neon-role-password",
    service: "neon",
    title: "Password of a Neon database role",
    prefix: "npg_",
    body: "alnum",
    length: [12, 16],
  }),
  // https://supabase.com/docs/guides/api/api-keys and /guides/platform/access-tokens
  prefixed({
    id: "supabase-secret-key",
    service: "supabase",
    title: "Supabase secret API key",
    prefix: "sb_secret_",
    body: "base64url",
    length: [31, 36],
    issuer: { hosts: [], carriers: ["header apikey", "header authorization: Bearer"] },
  }),
  prefixed({
    id: "supabase-access-token",
    service: "supabase",
    title: "Supabase management access token",
    prefix: ["sbp_", "sbp_oauth_", "sbp_v0_"],
    body: "base64url",
    length: 40,
    issuer: { hosts: ["api.supabase.com"], carriers: ["header authorization: Bearer"] },
  }),
  // https://www.mongodb.com/docs/atlas/api/service-accounts-overview/
  prefixed({
    id: "mongodb-atlas-service-account-secret",
    service: "mongodb",
    title: "MongoDB Atlas service account secret",
    prefix: "mdb_sa_sk_",
    body: "base64url",
    length: 40,
    issuer: { hosts: ["cloud.mongodb.com"], carriers: ["basic auth"] },
  }),
  // https://docs.databricks.com/aws/en/dev-tools/auth/pat
  {
    id: "databricks-access-token",
    service: "databricks",
    title: "Databricks personal, service or key token",
    literals: ["dapi", "dsapi", "dkea"],
    shape: "(?:dapi|dsapi|dkea)[0-9a-f]{32}(?:-[0-9]{1,2})?",
    issuer: { hosts: [], carriers: ["header authorization: Bearer", "basic auth"] },
    examples: [`DATABRICKS_TOKEN=dapi${sample("hex", 32)}`, `Bearer dapi${sample("hex", 32)}-2`],
    counterExamples: [`dapi${sample("hex", 31)}`, `dapi-${sample("hex", 32)}`],
  },
  // https://docs.databricks.com/aws/en/dev-tools/auth/oauth-m2m
  prefixed({
    id: "databricks-oauth-secret",
    service: "databricks",
    title: "Databricks OAuth secret of a service principal",
    prefix: "dose",
    body: "hex",
    length: 32,
  }),
  // https://docs.datastax.com/en/astra-db-serverless/administration/manage-application-tokens.html
  {
    id: "datastax-astra-token",
    service: "datastax",
    title: "DataStax Astra application token",
    literals: ["AstraCS:"],
    shape: "AstraCS:[0-9A-Za-z]{20,40}(?::[0-9a-f]{40,80})?",
    issuer: { hosts: ["api.astra.datastax.com"], carriers: ["header token", "header authorization: Bearer"] },
    examples: [`Token: AstraCS:${sample("alnum", 24)}:${sample("hex", 64)}`],
    counterExamples: ["AstraCS:<token>", `AstraCS:${sample("alnum", 19)}`],
  },
  // https://clickhouse.com/docs/cloud/manage/openapi
  prefixed({
    id: "clickhouse-cloud-api-secret",
    service: "clickhouse",
    title: "ClickHouse Cloud API key secret",
    prefix: "4b1d",
    body: "alnum",
    length: 38,
    minEntropyBits: 4,
    issuer: { hosts: ["api.clickhouse.cloud"], carriers: ["basic auth"] },
  }),
  // https://www.cockroachlabs.com/docs/cockroachcloud/managing-access#api-access
  {
    id: "cockroachdb-cloud-api-key",
    service: "cockroachdb",
    title: "CockroachDB Cloud API key",
    literals: ["CCDB1_"],
    shape: "CCDB1_[0-9A-Za-z]{22}_[0-9A-Za-z]{40}",
    issuer: { hosts: ["cockroachlabs.cloud"], carriers: ["header authorization: Bearer"] },
    examples: [`CCDB1_${sample("alnum", 22)}_${sample("alnum", 40)}`],
    counterExamples: [`CCDB1_${sample("alnum", 22)}_${sample("alnum", 39)}`, `CCDB1_${sample("alnum", 22)}`],
  },
  // https://www.elastic.co/docs/deploy-manage/api-keys/elastic-cloud-api-keys
  {
    id: "elastic-cloud-api-key",
    service: "elastic",
    title: "Elastic Cloud API key",
    literals: ["essu_"],
    shape: "essu_[0-9A-Za-z+/_-]{60,200}={0,2}",
    issuer: { hosts: ["api.elastic-cloud.com"], carriers: ["header authorization: ApiKey"] },
    examples: [`Authorization: ApiKey essu_${sample("base64", 80)}==`],
    counterExamples: [`essu_${sample("base64", 59)}`, "essu_<key>"],
  },
  // https://docs.pinecone.io/guides/projects/manage-api-keys
  {
    id: "pinecone-api-key",
    service: "pinecone",
    title: "Pinecone API key",
    literals: ["pcsk_"],
    shape: "pcsk_[0-9A-Za-z]{5,6}_[0-9A-Za-z]{63}",
    issuer: { hosts: ["api.pinecone.io"], carriers: ["header api-key"] },
    examples: [`pcsk_${sample("alnum", 5)}_${sample("alnum", 63)}`],
    counterExamples: [`pcsk_${sample("alnum", 5)}_${sample("alnum", 62)}`, "pcsk_<key>"],
  },
  // https://docs.snowflake.com/en/user-guide/programmatic-access-tokens: a JWT; passwords have no mark.
  {
    id: "snowflake-password",
    service: "snowflake",
    title: "Snowflake password",
    literals: ["snowflake_password", "snowsql_pwd"],
    shape: "(?i)(?:snowflake_password|snowsql_pwd)[\"']?\\s*[=:]\\s*[\"']?(?P<token>[^\\s\"'<>{}$]{8,128})",
    minEntropyBits: 2.8,
    confidence: "medium",
    examples: [`SNOWSQL_PWD='${password}'`, `SNOWFLAKE_PASSWORD=${password}`],
    counterExamples: [`SNOWSQL_PWD=\${SECRET}`, "SNOWFLAKE_PASSWORD="],
  },
  // https://upstash.com/docs/redis/features/restapi
  {
    id: "upstash-redis-rest-token",
    service: "upstash",
    title: "Upstash Redis REST token",
    literals: ["upstash"],
    shape: "(?i)upstash[0-9a-z_-]{0,32}[\"']?\\s*[=:]\\s*[\"']?(?P<token>A[0-9A-Za-z_-]{40,64}={0,2})",
    minEntropyBits: 4,
    issuer: { hosts: [], carriers: ["header authorization: Bearer"] },
    examples: [`UPSTASH_REDIS_REST_TOKEN=AX${sample("base64url", 50)}`],
    counterExamples: [`AX${sample("base64url", 50)}`, `UPSTASH_REDIS_REST_URL=https://${sampleUuid()}.upstash.io`],
  },
];

function planetscale(id: string, title: string, prefix: string): Detector {
  return {
    id,
    service: "planetscale",
    title,
    literals: [prefix],
    shape: `${prefix}(?:[0-9A-Za-z_-]{32,64}|[0-9A-Za-z_.=-]{32,64})`,
    issuer: { hosts: ["api.planetscale.com"], carriers: ["header authorization"] },
    examples: [`value ${prefix}${sample("base64url", 43)}`],
    counterExamples: [`value ${prefix}${sample("base64url", 31)}`, `value ${prefix}<your-token>`],
  };
}
