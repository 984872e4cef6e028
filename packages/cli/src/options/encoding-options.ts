import type { SoftTargetEncoding } from "@dark-knowledge/soft-targets";
import type { Command } from "commander";
import { parseChoice, parseCount } from "./shared-options.ts";

/** The values of {@link addEncodingOptions}. */
export interface EncodingFlags {
  readonly type: "float32" | "float16";
  readonly topK?: number;
}

/** Gives a command the options that decide how answers are stored. */
export function addEncodingOptions(command: Command): void {
  const parseType = (text: string) => parseChoice(text, ["float32", "float16"]);
  command
    .option("--type <type>", "float32, which keeps every bit, or float16", parseType, "float32")
    .option("--top-k <k>", "only the k largest logits and the mass of the rest", parseCount);
}

export function encodingOf({ type, topK }: EncodingFlags): SoftTargetEncoding {
  return topK === undefined ? { kind: "dense", dtype: type } : { kind: "top-k", dtype: type, k: topK };
}
