import { descriptionAt, type ExperimentFacts, type SpecOption, schemaAt } from "@dark-knowledge/paper";
import { flagOf } from "./flag-of.ts";
import { showWords } from "./show-words.ts";

/** An option as help and tables show it. */
export interface DescribedOption {
  /** `--hard-weight <w>` */
  readonly flags: string;
  readonly meaning: string;
  /** The default, by data set where it differs: `4; mnist: 20`; undefined where there is none. */
  readonly fallback: string | undefined;
}

/** Describes an option of an experiment from the schema of the field that it sets, and from the experiment's defaults. */
export function describeOption(experiment: ExperimentFacts, option: SpecOption): DescribedOption {
  const { name, path, argument, description } = option;
  const schema = experiment.schema();
  const keys = path.split(".");
  const meaning = description ?? descriptionAt(schema, keys) ?? "";
  const choices = choicesOf(schemaAt(schema, keys));
  return {
    flags: argument === undefined ? flagOf(name) : `${flagOf(name)} <${argument}>`,
    meaning: choices === undefined || description !== undefined ? meaning : `${meaning}: ${choices}`,
    // What data of one's own is, nobody else knows.
    fallback: argument === undefined || keys[0] === "data" ? undefined : fallbackOf(experiment, keys),
  };
}

/** The values that a field can have, where they are few and its description does not name them. */
function choicesOf(schema: ReturnType<typeof schemaAt>): string | undefined {
  const { type, entries } = (schema?._zod.def ?? {}) as { type?: string; entries?: Record<string, string> };
  return type === "enum" && Object.keys(entries!).length > 3 ? Object.keys(entries!).join(", ") : undefined;
}

function fallbackOf({ variants, resolve }: ExperimentFacts, keys: readonly string[]): string | undefined {
  const shown = variants.map(({ name, given }) => {
    const value = keys.reduce<unknown>(
      (parent, key) => (parent as Record<string, unknown> | undefined)?.[key],
      resolve(given),
    );
    return {
      name,
      text: value === undefined ? "all" : Array.isArray(value) && value.length === 0 ? "none" : showWords(value),
    };
  });
  const [first, ...rest] = shown;
  // What the variants differ by has one default.
  const others = keys[0] === "dataset" ? [] : rest;
  const different = others.filter(({ text }) => text !== first!.text).map(({ name, text }) => `${name}: ${text}`);
  return [first!.text, ...different].join("; ");
}
