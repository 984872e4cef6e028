import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Dataset } from "@dark-knowledge/datasets";
import { openSoftTargets } from "@dark-knowledge/soft-targets/node";
import { fingerprintDataset } from "@dark-knowledge/training";
import type { ExperimentData } from "../data/experiment-data.ts";
import { identifyData } from "../data/pin-data.ts";
import type { PrepareContext, Prepared } from "../experiment.ts";
import { ANSWERED_PARTS, answersOf, identifyAnswers } from "../nets/external-answers.ts";
import { openExternalTeacher } from "../nets/external-teacher.ts";
import { isExternal } from "../nets/teacher-spec.ts";
import { transferSetOf } from "../nets/transfer-set.ts";
import { hashSpec } from "../spec/hash-spec.ts";
import { type DistillSpec, transferSpecOf } from "./distill-spec.ts";

/**
 * Records what a teacher from elsewhere says about the transfer set and the test set, in the folder `answers` of the
 * run. What is there is not asked for again, and a teacher whose answers are complete is not even started.
 *
 * @returns where the answers are, and what identifies them; nothing for a teacher that is a net
 */
export async function askTeacher(
  spec: DistillSpec,
  { training, test }: ExperimentData,
  { directory, access, signal, onAnswers }: PrepareContext,
): Promise<Prepared> {
  const { teacher } = spec;
  if (!isExternal(teacher)) return {};
  const transfer = transferSpecOf(spec);
  // Other answers that were paid for stay where they are.
  const answers = join(
    directory,
    "answers",
    hashSpec({ teacher: teacher.fingerprint ?? teacher.from, transfer, ...identifyData(spec) }),
  );
  const datasets = { transfer: transferSetOf(training, transfer), test };
  const find = () => Promise.all(ANSWERED_PARTS.map((part) => findComplete(answersOf(answers, part), datasets[part])));
  if ((await find()).includes(undefined)) {
    const recorder = await openExternalTeacher(access?.url ?? teacher.from, test, access ?? {}, signal);
    try {
      for (const part of ANSWERED_PARTS) {
        await recorder.record(datasets[part], answersOf(answers, part), {
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
  return { identity: await find(), shared: { answers } };
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
