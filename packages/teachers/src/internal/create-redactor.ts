import { oneLine } from "@dark-knowledge/core";

/** Makes a text fit for an error: one line, cut, and without secrets. */
export interface Redactor {
  (text: string, most: number): string;
  /** The address without what may be secret in it. */
  readonly address: string;
  /** Takes more secrets: values of headers, each of their words. */
  hide(values: readonly string[]): void;
}

/** Shorter words, such as "Bearer" without its token, are no secrets. */
const SHORTEST = 7;

/** Removes the secrets of an address, and those that are added later, from texts. */
export function createRedactor(url: string): Redactor {
  const { origin, pathname, searchParams } = new URL(url);
  const secrets = new Set<string>();
  const hide = (values: readonly string[]) => {
    for (const value of values) {
      for (const word of [value, ...value.split(/[\s,;=:]+/)]) if (word.length >= SHORTEST) secrets.add(word);
    }
  };
  hide([...searchParams.values()]);
  const redact = (text: string, most: number) => {
    // The longest first: one may be a part of another.
    const ordered = [...secrets].sort((one, other) => other.length - one.length);
    return oneLine(
      ordered.reduce((rest, secret) => rest.replaceAll(secret, "…"), text),
      most,
    );
  };
  return Object.assign(redact, { address: `${origin}${pathname}`, hide });
}
