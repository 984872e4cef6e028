import { descriptionAt, type ExperimentFacts, type SpecOption, schemaAt } from "@dark-knowledge/paper";
import { flagOf } from "./flag-of.ts";
import { showWords } from "./show-words.ts";

/** An option as shown in help and tables. */
export interface DescribedOption {
  /** `--hard-weight <w>` */
  readonly flags: string;
  readonly meaning: string;
  /** The default, by dataset where it differs: `4; mnist: 20`; undefined where there is none. */
  readonly fallback: string | undefined;
}

/** Describes an option of an experiment from the schema of its field and the experiment's defaults. */
export function describeOption(experiment: ExperimentFacts, option: SpecOption): DescribedOption {
  const { name, path, argument, description } = option;
  const schema = experiment.schema();
  const keys = path.split(".");
  const meaning = description ?? descriptionAt(schema, keys) ?? "";
  const choices = choicesOf(schemaAt(schema, keys));
  return {
    flags: argument === undefined ? flagOf(name) : `${flagOf(name)} <${argument}>`,
    meaning: choices === undefined || description !== undefined ? meaning : `${meaning}: ${choices}`,
    // The user's own data has no default.
    fallback: argument === undefined || keys[0] === "data" ? undefined : fallbackOf(experiment, keys, option.fallback),
  };
}

/** Lists the values of a field if they are few and its description does not name them. */
function choicesOf(schema: ReturnType<typeof schemaAt>): string | undefined {
  const { type, entries } = (schema?._zod.def ?? {}) as { type?: string; entries?: Record<string, string> };
  return type === "enum" && Object.keys(entries!).length > 3 ? Object.keys(entries!).join(", ") : undefined;
}

function fallbackOf(
  { variants, resolve }: ExperimentFacts,
  keys: readonly string[],
  unset = "all",
): string | undefined {
  const shown = variants.map(({ name, given }) => {
    const value = keys.reduce<unknown>(
      (parent, key) => (parent as Record<string, unknown> | undefined)?.[key],
      resolve(given),
    );
    return {
      name,
      text: value === undefined ? unset : Array.isArray(value) && value.length === 0 ? "none" : showWords(value),
    };
  });
  const [first, ...rest] = shown;
  // The field by which variants differ has one default.
  const others = keys[0] === "dataset" ? [] : rest;
  const different = others.filter(({ text }) => text !== first!.text).map(({ name, text }) => `${name}: ${text}`);
  return [first!.text, ...different].join("; ");
}
