import { NET_EXAMPLES, parseNet, type SpecOption, type SpecSchema, schemaAt } from "@dark-knowledge/paper";
import { UsageError } from "../usage-error.ts";
import { flagOf } from "./flag-of.ts";

/**
 * Parses an option's value for a field of the specification: numbers, comma-separated lists, nets. An invalid value
 * stays a string, which the schema rejects.
 *
 * @throws UsageError when the words do not describe a net
 */
export function parseWords({ name, path }: SpecOption, words: string, schema: SpecSchema): unknown {
  const field = schemaAt(schema, path.split("."));
  const type = field?._zod.def.type;
  if (type === "number") return parseNumber(words);
  if (type === "union")
    return parseNetOrFail(name, words, schemaAt(schema, [...path.split("."), "from"]) !== undefined);
  if (type !== "array") return words;
  const element = schemaAt(schema, [...path.split("."), 0]);
  // `3` seeds are the seeds 1, 2 and 3.
  if (/seeds$/i.test(path) && /^\d{1,6}$/.test(words))
    return Array.from({ length: Number(words) }, (_, index) => index + 1);
  const parts = words.split(",").map((part) => part.trim());
  return element?._zod.def.type === "number" ? parts.map(parseNumber) : parts;
}

function parseNumber(words: string): unknown {
  return words.trim() === "" || Number.isNaN(Number(words)) ? words : Number(words);
}

function parseNetOrFail(name: string, words: string, isFromAnywhere: boolean): object {
  const net = parseNet(words);
  if (net !== undefined) return net;
  const elsewhere = isFromAnywhere
    ? ', or FILE.onnx, an http(s) address, "cmd: COMMAND" or a directory of soft targets'
    : "";
  throw new UsageError(`${flagOf(name)} must be a net such as ${NET_EXAMPLES}${elsewhere}, got ${words}`);
}
