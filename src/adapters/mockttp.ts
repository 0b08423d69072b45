export { type BeforeRequestOptions, guardBeforeRequest } from "./before-request.js";
export { type CertificateAuthority, createGateway, type Gateway, type GatewayOptions } from "./gateway.js";
