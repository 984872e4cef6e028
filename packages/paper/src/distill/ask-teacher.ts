import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Dataset, datasetSize } from "@dark-knowledge/datasets";
import { openSoftTargets } from "@dark-knowledge/soft-targets/node";
import { fingerprintDataset } from "@dark-knowledge/training";
import type { ExperimentData } from "../data/experiment-data.ts";
import { identifyData } from "../data/pin-data.ts";
import type { PrepareContext, Prepared } from "../experiment.ts";
import { type AnsweredPart, answeredTransferSet, answersOf, identifyAnswers } from "../nets/external-answers.ts";
import { openExternalTeacher } from "../nets/external-teacher.ts";
import { recordFolds } from "../nets/record-folds.ts";
import { assertAnswersAll, isSoftTargets } from "../nets/stored-teacher.ts";
import { isExternal } from "../nets/teacher-spec.ts";
import { transferSetOf } from "../nets/transfer-set.ts";
import { writeTrainingRows } from "../nets/write-training-rows.ts";
import { hashSpec } from "../spec/hash-spec.ts";
import { type DistillSpec, transferSpecOf } from "./distill-spec.ts";

/**
 * Records what a teacher from elsewhere says about the transfer set, the test set and the validation set, in the folder
 * `answers` of the run. What is there is not asked for again, and a teacher whose answers are complete is not even started.
 *
 * A command is also given the labelled training rows of a table, from which it may learn. With `folds` it answers the
 * transfer set once more, each row by a process that has not been given it.
 *
 * @returns where the answers are, and what identifies them; nothing for a teacher that is a net
 * @throws Error when it answered none of the examples that students learn from
 */
export async function askTeacher(
  spec: DistillSpec,
  { training, validation, test, layout }: ExperimentData,
  { directory, access = {}, signal, onAnswers }: PrepareContext,
): Promise<Prepared> {
  const { teacher, folds } = spec;
  if (!isExternal(teacher)) return {};
  const transfer = transferSpecOf(spec);
  // Other answers that were paid for stay where they are.
  const answers = join(
    directory,
    "answers",
    hashSpec({
      ...{ teacher: teacher.fingerprint ?? teacher.from, transfer, ...identifyData(spec) },
      ...(folds === undefined ? {} : { folds }),
    }),
  );
  const transferSet = transferSetOf(training, transfer);
  const parts: readonly (readonly [AnsweredPart, Dataset])[] = [
    ["transfer", transferSet],
    ["test", test],
    ...(validation === undefined ? [] : [["validation", validation] as const]),
    ...(folds === undefined ? [] : [["out-of-fold", transferSet] as const]),
  ];
  const identify = () => Promise.all(parts.map(([part, dataset]) => findComplete(answersOf(answers, part), dataset)));
  const found = await identify();
  const missing = parts.filter((_, index) => found[index] === undefined);
  const asked = missing.filter(([part]) => part !== "out-of-fold");
  if (asked.length > 0) {
    const datasets = parts.map(([, dataset]) => dataset);
    if (isSoftTargets(teacher.from)) await assertAnswersAll(teacher.from, datasets);
    const env = await writeTrainingRows(training, layout, join(answers, "training-rows.jsonl"));
    const recorder = await openExternalTeacher(access.url ?? teacher.from, test, access, signal, env);
    const { warning } = recorder;
    try {
      const [first] = asked as [(typeof asked)[number], ...typeof asked];
      if (warning !== undefined) onAnswers({ part: first[0], done: 0, total: datasetSize(first[1]), warning });
      for (const [part, dataset] of asked) {
        await recorder.record(dataset, answersOf(answers, part), {
          onProgress(done, total) {
            const usage = recorder.usage();
            onAnswers({ part, done, total, ...(usage ? { usage } : {}) });
          },
        });
      }
    } finally {
      await recorder.close();
    }
  }
  if (folds !== undefined && missing.length > asked.length) {
    await recordFolds(teacher.from, transferSet, answersOf(answers, "out-of-fold"), {
      ...{ folds, layout, signal, scratch: answers },
      onProgress: (done, total) => onAnswers({ part: "out-of-fold", done, total }),
    });
  }
  if (datasetSize(await answeredTransferSet(answers, "transfer", transferSet)) === 0) {
    throw new Error(
      `the teacher answered none of the ${datasetSize(transferSet)} examples of the transfer set, and students learn from its answers`,
    );
  }
  return { identity: await identify(), shared: { answers } };
}

/** Identifies the answers in a directory; undefined where some to a dataset are missing. */
async function findComplete(directory: string, dataset: Dataset): Promise<string | undefined> {
  if (!existsSync(join(directory, "manifest.json"))) return undefined;
  const softTargets = await openSoftTargets(directory, { allowIncomplete: true });
  try {
    const { isComplete, dataset: recorded } = softTargets.manifest;
    const fits = isComplete && recorded.fingerprint === (await fingerprintDataset(dataset));
    return fits ? identifyAnswers(softTargets) : undefined;
  } finally {
    await softTargets.close();
  }
}
