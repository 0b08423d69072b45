/** What a value is called where it stands. */
export interface Named {
  /** The service, in lower case and without blanks. */
  readonly service: string;
  /** What it is: "api key", "token"; words in lower case. */
  readonly kind: string;
  readonly value: string;
  /** The issuer's host, or one that could be. */
  readonly host: string;
}

export const snake = ({ service, kind }: Named): string => `${service} ${kind}`.replace(/[^a-z0-9]+/g, "_");
export const shout = (named: Named): string => snake(named).toUpperCase();
export const kebab = (named: Named): string => snake(named).replaceAll("_", "-");
export const camel = (named: Named): string =>
  snake(named).replace(/_([a-z0-9])/g, (_underscore, letter: string) => letter.toUpperCase());
export const pascal = (named: Named): string => capital(camel(named));
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
export const pascalOf = (words: string): string =>
  words.replace(/(?:^|[^a-z0-9]+)([a-z0-9])/g, (_between, letter: string) => letter.toUpperCase());
export const kindSnake = ({ kind }: Named): string => kind.replaceAll(" ", "_");
export const kindKebab = ({ kind }: Named): string => kind.replaceAll(" ", "-");
export const kindShout = (named: Named): string => kindSnake(named).toUpperCase();
export const header = (named: Named): string =>
  `X-${kebab(named).replace(/\b[a-z]/g, (letter) => letter.toUpperCase())}`;
/** In a language's string, where a mark of the value would end it. */
export const quoted = (value: string): string => JSON.stringify(value);
export const xml = (value: string): string =>
  value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
