import { cp } from "node:fs/promises";
import { join } from "node:path";
import type { NeededStage, TaskContext } from "@dark-knowledge/pipeline";
import { readMatrix, writeMatrix } from "../../nets/internal/matrix-file.ts";
import { MODEL_FOLDER, TEST_LOGITS } from "../../nets/internal/stage-files.ts";
import type { NetResult } from "../../nets/net-result.ts";
import type { StageShared } from "../../nets/stage-shared.ts";
import type { TrainingEvent } from "../../nets/training-event.ts";
import type { SpeechData } from "../speech-data.ts";

/** Takes over a net that an earlier stage trained, with its answers to the test set, in place of training the same again. */
export async function takeOver(
  { directory, result }: NeededStage,
  context: TaskContext<StageShared, TrainingEvent>,
): Promise<NetResult> {
  const { stateCount } = (context.shared as StageShared & SpeechData).lexicon;
  await cp(join(directory, MODEL_FOLDER), join(context.directory, MODEL_FOLDER), { recursive: true });
  await writeMatrix(context.directory, TEST_LOGITS, await readMatrix(directory, TEST_LOGITS, stateCount));
  return result as NetResult;
}
