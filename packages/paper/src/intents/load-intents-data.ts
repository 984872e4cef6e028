import {
  columnOf,
  counts,
  createDataset,
  type Dataset,
  hashedText,
  selectRows,
  shareDataset,
} from "@dark-knowledge/datasets";
import { loadClinc150 } from "@dark-knowledge/datasets/node";
import type { DataSource } from "../data/data-source.ts";
import type { ExperimentData } from "../data/experiment-data.ts";
import { SpecError } from "../spec/spec-error.ts";
import { generatedIntents } from "./generated-intents.ts";
import type { IntentTexts } from "./intent-texts.ts";
import type { IntentsSpec } from "./intents-spec.ts";

/** The datasets of `reproduce intents`, and what their encoder reads. All are views of one storage. */
export interface IntentsData extends ExperimentData {
  /** The validation set, for choices between heads. Students have no learning curves on it: that would take longer than to train them. */
  readonly choosing: Dataset;
  readonly outside: Dataset;
  /** The sentence of each id. */
  readonly sentences: readonly string[];
}

/**
 * Loads or generates sentences, as bags of hashed words and runs of characters.
 *
 * @throws SpecError when CLINC-150 is asked for and its directory is not given
 */
export async function loadIntentsData(spec: IntentsSpec, source: DataSource): Promise<IntentsData> {
  const { classNames, ...parts } = spec.dataset === "generated" ? generatedIntents() : await readClinc150(source);
  const { size, words, characters } = spec.features;
  const { training, validation, test, outside } = parts;
  const all = [training, validation, test, outside];
  const sentences = all.flatMap(({ texts }) => texts);
  const column = columnOf(sentences, hashedText({ size, words, characters }));
  const dataset = shareDataset(
    createDataset({
      columns: { text: { ...column, transforms: [counts({ size, weighting: "unit" })] } },
      targets: { kind: "classes", labels: Int32Array.from(all.flatMap(({ labels }) => [...labels])), classNames },
    }),
  );
  let from = 0;
  const views = all.map(({ texts }) => {
    const view = selectRows(dataset, dataset.rows.subarray(from, from + texts.length));
    from += texts.length;
    return view;
  });
  const isChoice = spec.measuredOn === "validation";
  return {
    ...{ training: views[0]!, choosing: views[1]!, test: isChoice ? views[1]! : views[2]!, outside: views[3]! },
    sentences,
  };
}

async function readClinc150({ directory, shared }: DataSource): Promise<IntentTexts> {
  const folder = directory ?? (shared === undefined ? undefined : `${shared}/clinc150`);
  if (folder === undefined) {
    throw new SpecError("dataset", "must be generated if no folder with the files of CLINC-150 is given", "clinc150");
  }
  const { classNames, train, validation, test, outOfScope } = await loadClinc150({ directory: folder });
  // Nothing is chosen by sentences of no intent, so the few for validation are not needed.
  return { classNames, training: train, validation, test, outside: outOfScope.test };
}
