/** Formats a number of things: `1 view`, `1,200 views`. */
export function plural(amount: number, thing: string): string {
  return `${amount.toLocaleString("en-US")} ${thing}${amount === 1 ? "" : "s"}`;
}
