import { existsSync } from "node:fs";
import { type SpecOption, type SpecSchema, schemaAt } from "@dark-knowledge/paper";
import { teacherKindOf } from "@dark-knowledge/teachers/node";
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
  if (type === "union") return parseNet(name, words);
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

const UNITS = String.raw`\d+(?:,\d+)*`;
const MLP = new RegExp(`^(?:mlp:)?(${UNITS})$|^mlp:$`);
const CNN = new RegExp(`^cnn:(${UNITS})(?::(${UNITS}))?$`);
const EMBEDDING = new RegExp(`^embedding:(\\d+)(?::(${UNITS}))?$`);

/**
 * Parses `800,800` or `mlp:800,800`, `cnn:16,32` or `cnn:16,32:64` with dense layers after the convolutions,
 * `embedding:32` or `embedding:32:64`, a file, or the name of a teacher from elsewhere.
 */
function parseNet(name: string, words: string): unknown {
  const sizes = (text = "") => (text === "" ? [] : text.split(",").map(Number));
  const mlp = MLP.exec(words);
  if (mlp) return { kind: "mlp", hidden: sizes(mlp[1]) };
  const cnn = CNN.exec(words);
  if (cnn) return { kind: "cnn", filters: sizes(cnn[1]), ...(cnn[2] === undefined ? {} : { hidden: sizes(cnn[2]) }) };
  if (teacherKindOf(words) !== undefined) return { kind: "external", from: words };
  const embedding = EMBEDDING.exec(words);
  if (embedding) {
    const hidden = embedding[2] === undefined ? {} : { hidden: sizes(embedding[2]) };
    return { kind: "embedding", units: Number(embedding[1]), ...hidden };
  }
  if (/\.json$/.test(words) || (words !== "" && existsSync(words))) return { kind: "file", path: words };
  throw new UsageError(
    `${flagOf(name)} must be a net such as 800,800, cnn:16,32, embedding:32 or a model.json, got ${words}`,
  );
}
