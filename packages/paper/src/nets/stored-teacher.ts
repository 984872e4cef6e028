import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Dataset } from "@dark-knowledge/datasets";
import { type SoftTargets, spreadTail } from "@dark-knowledge/soft-targets";
import { openSoftTargets } from "@dark-knowledge/soft-targets/node";
import type { ExternalTeacher } from "@dark-knowledge/teachers";
import type { OpenedTeacher } from "@dark-knowledge/teachers/node";
import { answeredExamples, fingerprintDataset } from "@dark-knowledge/training";
import { SpecError } from "../spec/spec-error.ts";
import { identifyAnswers } from "./external-answers.ts";

/** Whether a path is a directory of soft targets, and not of a net. */
export function isSoftTargets(path: string): boolean {
  return existsSync(join(path, "manifest.json")) && !existsSync(join(path, "model.json"));
}

/** Identifies the soft targets in a directory by their bytes. */
export async function fingerprintSoftTargets(path: string): Promise<string> {
  const softTargets = await openSoftTargets(path);
  return softTargets.close().then(() => identifyAnswers(softTargets));
}

/** Opens soft targets as a teacher that is asked by the ids of the examples. The caller closes it. */
export async function openStoredTeacher(path: string): Promise<OpenedTeacher> {
  const softTargets = await openSoftTargets(path);
  const { classNames, task, unanswered = [], teacherFingerprint, givenAs } = softTargets.manifest;
  const left = new Set(unanswered.flatMap(({ ids }) => ids));
  const teacher: ExternalTeacher = {
    classNames,
    async answer({ ids }) {
      const asked = ids.filter((id) => !left.has(id));
      const read = await softTargets.read(asked);
      const width = classNames.length;
      const logits = read.kind === "dense" ? read.logits : spreadTail(read, { classCount: width });
      const rows = new Map(Array.from(asked, (id, row) => [id, logits.subarray(row * width, (row + 1) * width)]));
      const marks = left.size === 0 ? {} : { unanswered: Array.from(ids, (id) => left.has(id)) };
      const values = Array.from(ids, (id) => rows.get(id) ?? new Float32Array(width));
      return {
        ...(task === "numbers" ? { numbers: values } : { logits: values }),
        ...marks,
        ...(givenAs ? { givenAs } : {}),
      };
    },
  };
  return {
    ...{ teacher, fingerprint: teacherFingerprint, batchSize: 1024, concurrency: 1 },
    usage: () => undefined,
    close: () => softTargets.close(),
  };
}

/**
 * Throws a SpecError where soft targets cannot answer all parts of some data: answers belong to the rows of one table, by their ids.
 *
 * @param parts training examples first
 */
export async function assertAnswersAll(path: string, parts: readonly Dataset[]): Promise<void> {
  const refuse = (expected: string, received: string): never => {
    throw new SpecError("teacher.from", expected, received);
  };
  const softTargets = await openSoftTargets(path);
  try {
    const [stored, wanted] = [softTargets.manifest.task ?? "classes", parts[0]!.targets.kind];
    if (stored !== wanted)
      refuse(`must be answers for ${inWords(wanted)}`, `answers for ${inWords(stored)} in ${path}`);
    const prints = await Promise.all(parts.map(fingerprintDataset));
    if (prints.some((print) => print !== prints[0])) {
      refuse("must answer the rows of one table, from which the test set is split off", "a test set of another file");
    }
    const { fingerprint } = softTargets.manifest.dataset;
    if (fingerprint !== undefined && fingerprint !== prints[0])
      refuse("must be answers to this data", `those to other data in ${path}`);
    const [rows, last] = [storedRows(parts[0]!), lastIdOf(softTargets)];
    if (last >= rows) refuse(`must be answers to this data, of ${rows} rows`, `one to example ${last} in ${path}`);
    for (const part of parts) await assertAnswersPart(softTargets, part, refuse, path);
  } finally {
    await softTargets.close();
  }
}

/** The rows of the table that a part is of. */
function storedRows({ columns }: Dataset): number {
  const { values, shape, offsets } = Object.values(columns)[0]!;
  if (offsets !== undefined) return offsets.length - 1;
  return values.length / shape.reduce((product, size) => product * size, 1);
}

function lastIdOf({ manifest: { shards } }: SoftTargets): number {
  return shards.reduce((last, { lastId }) => Math.max(last, lastId), 0);
}

function inWords(task: string): string {
  return { classes: "one class each", "several-classes": "several classes" }[task] ?? task;
}

async function assertAnswersPart(
  softTargets: SoftTargets,
  part: Dataset,
  refuse: (expected: string, received: string) => never,
  path: string,
): Promise<void> {
  const missing = await softTargets.findMissing(answeredExamples(softTargets, part).rows);
  if (missing === undefined) return;
  refuse("must answer all rows of the data, those of the test set too", `none to example ${missing} in ${path}`);
}
