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

/** Describes options of an experiment, all unless some are given, from the schema of their fields and its defaults. */
export function describeOptions(
  experiment: ExperimentFacts,
  options: readonly SpecOption[] = experiment.options,
): DescribedOption[] {
  const schema = experiment.schema();
  const defaults = experiment.variants.map(({ name, given }) => ({ name, spec: experiment.resolve(given) }));
  return options.map(({ name, path, argument, description, fallback: unset }) => {
    const keys = path.split(".");
    const meaning = description ?? descriptionAt(schema, keys) ?? "";
    const choices = choicesOf(schemaAt(schema, keys));
    return {
      flags: argument === undefined ? flagOf(name) : `${flagOf(name)} <${argument}>`,
      meaning: choices === undefined || description !== undefined ? meaning : `${meaning}: ${choices}`,
      // The user's own data has no default.
      fallback: argument === undefined || keys[0] === "data" ? undefined : fallbackOf(defaults, keys, unset),
    };
  });
}

/** Lists the values of a field if they are few and its description does not name them. */
function choicesOf(schema: ReturnType<typeof schemaAt>): string | undefined {
  const { type, entries } = (schema?._zod.def ?? {}) as { type?: string; entries?: Record<string, string> };
  return type === "enum" && Object.keys(entries!).length > 3 ? Object.keys(entries!).join(", ") : undefined;
}

interface Defaults {
  readonly name: string;
  readonly spec: object;
}

function fallbackOf(defaults: readonly Defaults[], keys: readonly string[], unset = "all"): string | undefined {
  const shown = defaults.map(({ name, spec }) => {
    const value = keys.reduce<unknown>((parent, key) => (parent as Record<string, unknown> | undefined)?.[key], spec);
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
