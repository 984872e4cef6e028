import { type ExperimentFacts, SpecError, type SpecOption, type SpecParts } from "@dark-knowledge/paper";
import { UsageError } from "../usage-error.ts";
import { flagOf } from "./flag-of.ts";
import { parseWords } from "./parse-words.ts";

type Flags = Readonly<Record<string, unknown>>;

/**
 * Calls a function with the values that options set in a specification, and names the option if its value is wrong.
 *
 * @throws UsageError that names the option; SpecError for a field that no option has set
 */
export function resolveOptions<Result>(
  { schema }: Pick<ExperimentFacts, "schema">,
  options: readonly SpecOption[],
  flags: Flags,
  call: (parts: readonly SpecParts[]) => Result,
): Result {
  const given = options.filter(({ name }) => flags[name] !== undefined);
  try {
    return call(
      given.map((option) =>
        partAt(
          option.path,
          "value" in option ? option.value : parseWords(option, String(flags[option.name]), schema()),
        ),
      ),
    );
  } catch (error) {
    throw nameOption(given, error, options);
  }
}

/** Rewords the error of a field in terms of the option that has set it, or could set a missing field. */
export function nameOption(given: readonly SpecOption[], error: unknown, all: readonly SpecOption[] = []): unknown {
  if (!(error instanceof SpecError)) return error;
  const { path, expected, received } = error;
  const option =
    given.find((one) => path === one.path) ??
    given.find((one) => path.startsWith(`${one.path}.`)) ??
    all.find((one) => path === one.path && received === "nothing");
  if (option === undefined) return error;
  // What is typed for a teacher from elsewhere is `from` itself.
  const within = path.slice(option.path.length + 1).replace(/^from$/, "");
  // Only a choice that another option has made can lack a field that an option sets.
  if (!within && expected.startsWith("is not a field")) {
    const [owner] = path.split(".");
    return new UsageError(`${flagOf(option.name)} must be left out for this kind of ${owner}, got ${received}`);
  }
  if (/^\d+$/.test(within)) {
    const values =
      option.argument === "classes" ? "each class must be given by its number, counted from 0: it" : "each value";
    return new UsageError(`${flagOf(option.name)}: ${values} ${expected}, got ${received}`);
  }
  return new UsageError(`${flagOf(option.name)}${within ? `: ${within}` : ""} ${expected}, got ${received}`);
}

/** Makes `{ student: { epochs: 3 } }` from `student.epochs` and 3. */
function partAt(path: string, value: unknown): SpecParts {
  return path.split(".").reduceRight<unknown>((part, key) => ({ [key]: part }), value) as SpecParts;
}
