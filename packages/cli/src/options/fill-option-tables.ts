import { EXPERIMENTS } from "@dark-knowledge/paper";
import { describeOption } from "./describe-option.ts";

/**
 * Fills a document's option tables from the experiments: each table is between `<!-- options: name -->` and
 * `<!-- end -->`.
 */
export function fillOptionTables(text: string): string {
  return text.replace(/(<!-- options: (\w+) -->\n)[\s\S]*?(<!-- end -->)/g, (_, start, name, end) => {
    const experiment = EXPERIMENTS[name]!;
    const rows = experiment.options.map((option) => {
      const { flags, meaning, fallback = "" } = describeOption(experiment, option);
      return `| \`${flags.replaceAll("|", "\\|")}\` | ${meaning} | ${fallback} |`;
    });
    return `${start}${["| option | meaning | default |", "|---|---|---|", ...rows].join("\n")}\n${end}`;
  });
}
