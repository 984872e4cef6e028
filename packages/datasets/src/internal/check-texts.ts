import { formatValue } from "@dark-knowledge/core";
import { fail } from "./fail.ts";

/** Throws unless `texts` is a list of different texts. */
export function checkTexts(functionName: string, argument: string, texts: unknown): readonly string[] {
  if (!Array.isArray(texts)) fail(functionName, "dtype", argument, "must be a list of texts", formatValue(texts));
  const list: readonly unknown[] = Array.from(texts);
  const wrong = list.findIndex((text) => typeof text !== "string");
  if (wrong >= 0) fail(functionName, "dtype", `${argument}[${wrong}]`, "must be a text", formatValue(list[wrong]));
  const seen = new Set<unknown>();
  list.forEach((text, index) => {
    if (seen.has(text)) {
      fail(functionName, "range", `${argument}[${index}]`, "must differ from those before", formatValue(text));
    }
    seen.add(text);
  });
  return list as readonly string[];
}
