/** Names and values that decide what a training loop does. */
export type Settings = Readonly<Record<string, string | number | boolean>>;
