import { createDataset, type Dataset } from "@dark-knowledge/datasets";
import type { NeededStage } from "@dark-knowledge/pipeline";
import { readMatrix } from "../../nets/internal/matrix-file.ts";
import type { StageShared } from "../../nets/stage-shared.ts";
import type { IntentsData } from "../load-intents-data.ts";

/** The name of the vectors of all sentences, `[ids, dimension]`, in the folder of their stage. */
export const EMBEDDINGS = "embeddings";

/** Result of the stage that embeds all sentences. */
export interface EmbeddedSentences {
  /** The length of a vector. */
  readonly dimension: number;
}

/** The datasets of an experiment with the vectors of the sentences in place of their words. */
export async function embeddedData(
  shared: StageShared,
  needs: Readonly<Record<string, NeededStage>>,
): Promise<Pick<IntentsData, "training" | "choosing" | "test" | "outside">> {
  const { training, choosing, test, outside } = shared as StageShared & IntentsData;
  const [stage] = Object.values(needs);
  const { dimension } = stage!.result as EmbeddedSentences;
  const { data: values } = await readMatrix(stage!.directory, EMBEDDINGS, dimension);
  const all = createDataset({
    columns: { embedding: { values, shape: [dimension] } },
    targets: training.targets,
  });
  const view = ({ rows }: Dataset): Dataset => ({ ...all, rows });
  return { training: view(training), choosing: view(choosing), test: view(test), outside: view(outside) };
}
