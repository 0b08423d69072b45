/**
 * What stands for a password where the user is the token: nothing, or what the service's documents say.
 * https://github.blog/2012-09-21-easier-builds-and-deployments-using-git-over-https-and-oauth/, https://developers.freshdesk.com/api/#authentication
 */
export const NO_PASSWORD =
  "(?:[xX]{0,3}|x-oauth-basic|oauth2?|api[_-]?(?:token|key)|token|none|null|unused|ignored|blank)";
