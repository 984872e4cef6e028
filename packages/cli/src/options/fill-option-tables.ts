import { EXPERIMENTS } from "@dark-knowledge/paper";
import { describeOptions } from "./describe-options.ts";

/**
 * Fills a document's option tables from the experiments: each table is between `<!-- options: name -->` and
 * `<!-- end -->`.
 */
export function fillOptionTables(text: string): string {
  return text.replace(/(<!-- options: (\w+) -->\n)[\s\S]*?(<!-- end -->)/g, (_, start, name, end) => {
    const rows = describeOptions(EXPERIMENTS[name]!).map(
      ({ flags, meaning, fallback = "" }) => `| \`${flags.replaceAll("|", "\\|")}\` | ${meaning} | ${fallback} |`,
    );
    return `${start}${["| option | meaning | default |", "|---|---|---|", ...rows].join("\n")}\n${end}`;
  });
}
