import { existsSync } from "node:fs";
import { assertFields } from "@dark-knowledge/core";
import { teacherKindOf } from "@dark-knowledge/teachers/node";
import { isSoftTargets } from "./stored-teacher.ts";

const UNITS = String.raw`\d+(?:,\d+)*`;
const MLP = new RegExp(`^(?:mlp:)?(${UNITS})$|^mlp:$`);
const LAYERS = new RegExp(`^(cnn|gru|lstm):(${UNITS})(?::(${UNITS}))?$`);
const EMBEDDING = new RegExp(`^embedding:(\\d+)(?::(${UNITS}))?$`);

/** Some nets as words, for messages. */
export const NET_EXAMPLES = "800,800, cnn:16,32, embedding:32, gru:32 or a model.json";

/**
 * Parses a net as it is typed: `800,800` or `mlp:800,800`, `cnn:16,32` or `cnn:16,32:64` with dense layers after the convolutions,
 * `embedding:32`, `gru:32` and `lstm:32` likewise, a file, or the name of a teacher from elsewhere.
 *
 * @returns the part of a specification; undefined for words that describe no net
 * @throws ArgumentError when the words are no text
 *
 * @example
 * ```ts
 * import { parseNet } from "@dark-knowledge/paper";
 *
 * parseNet("cnn:16,32:64"); // => { kind: "cnn", filters: [16, 32], hidden: [64] }
 * parseNet("gru:32"); // => { kind: "gru", recurrent: [32] }
 * ```
 */
export function parseNet(words: string): object | undefined {
  assertFields("parseNet", { words }, { words: "text" });
  const mlp = MLP.exec(words);
  if (mlp) return { kind: "mlp", hidden: sizesOf(mlp[1]) };
  const [, kind, sizes, after] = LAYERS.exec(words) ?? [];
  if (kind !== undefined) {
    return { kind, [kind === "cnn" ? "filters" : "recurrent"]: sizesOf(sizes), ...hiddenOf(after) };
  }
  if (teacherKindOf(words) !== undefined || isSoftTargets(words)) return { kind: "external", from: words };
  const embedding = EMBEDDING.exec(words);
  if (embedding) return { kind: "embedding", units: Number(embedding[1]), ...hiddenOf(embedding[2]) };
  return /\.json$/.test(words) || (words !== "" && existsSync(words)) ? { kind: "file", path: words } : undefined;
}

function sizesOf(text = ""): readonly number[] {
  return text === "" ? [] : text.split(",").map(Number);
}

function hiddenOf(text: string | undefined): object {
  return text === undefined ? {} : { hidden: sizesOf(text) };
}
