import { assertFields } from "@dark-knowledge/core";
import { loadError } from "./internal/load-error.ts";
import { readReleaseFile } from "./internal/read-release-file.ts";

/** Options of {@link loadClinc150}. */
export interface LoadClinc150Options {
  /** A directory with `data_full.json`, plain or as `.gz`. */
  readonly directory: string;
}

/** Sentences and, for each of them, a class number; −1 for a sentence of no class. */
export interface LabelledTexts {
  readonly texts: readonly string[];
  readonly labels: Int32Array;
}

/** Result of {@link loadClinc150}. */
export interface Clinc150 {
  /** The 150 intents in alphabetical order. */
  readonly classNames: readonly string[];
  readonly train: LabelledTexts;
  readonly validation: LabelledTexts;
  readonly test: LabelledTexts;
  /** Sentences of none of the intents. Their labels are −1. */
  readonly outOfScope: {
    readonly train: LabelledTexts;
    readonly validation: LabelledTexts;
    readonly test: LabelledTexts;
  };
}

const FILE = {
  name: "data_full.json",
  sha256: "36923c3705a59e08fe9c3883d8bc2dd966ef93e22cb78ac41171782a698d56e0",
  bytes: 2_495_390,
};

/**
 * Loads CLINC-150: requests to an assistant, each of one of 150 intents. 15,000 are to learn from, 3,000 for validation,
 * 4,500 to test; 100, 100 and 1,000 more are of none of the intents. Every intent is equally frequent.
 *
 * The sentences come as text: `columnOf` makes a column of them. The split is the published one. Nothing is downloaded; the file is
 * `data/data_full.json` of `github.com/clinc/oos-eval`, licence CC BY 3.0, and is known by its SHA-256.
 *
 * @throws Error that names the file, when it is missing or has other contents
 * @see Larson et al. (2019), "An evaluation dataset for intent classification and out-of-scope prediction"
 *
 * @example
 * ```ts
 * import { loadClinc150 } from "@dark-knowledge/datasets/node";
 *
 * const problem = await loadClinc150({ directory: "not-there" }).catch((error) => error.message);
 * problem.startsWith("loadClinc150: directory not-there lacks data_full.json"); // => true
 * ```
 */
export async function loadClinc150(options: LoadClinc150Options): Promise<Clinc150> {
  assertFields("loadClinc150", options, { directory: "text" });
  const { directory } = options;
  const bytes = await readReleaseFile(directory, FILE).catch((cause: Error) => {
    throw loadError("loadClinc150", `${cause.message}; replace it`, cause);
  });
  if (bytes === undefined) {
    throw loadError(
      "loadClinc150",
      `directory ${directory} lacks ${FILE.name} (plain or with .gz); put data/${FILE.name} of github.com/clinc/oos-eval there`,
    );
  }
  return clinc150Of(JSON.parse(new TextDecoder().decode(bytes)) as Clinc150File);
}

/** The parts of the file: pairs of a sentence and its intent, which is `oos` for none. */
export type Clinc150File = Readonly<
  Record<"train" | "val" | "test" | "oos_train" | "oos_val" | "oos_test", readonly (readonly [string, string])[]>
>;

/** Reads the content of the file. */
export function clinc150Of(parts: Clinc150File): Clinc150 {
  const classNames = [...new Set(parts.train.map(([, intent]) => intent))].sort();
  const part = (name: keyof Clinc150File): LabelledTexts => ({
    texts: parts[name].map(([text]) => text),
    labels: Int32Array.from(parts[name], ([, intent]) => classNames.indexOf(intent)),
  });
  return {
    classNames,
    ...{ train: part("train"), validation: part("val"), test: part("test") },
    outOfScope: { train: part("oos_train"), validation: part("oos_val"), test: part("oos_test") },
  };
}
