import { fileURLToPath } from "node:url";
import { columnOf, counts, createDataset, type Dataset, hashedText } from "@dark-knowledge/datasets";
import { commandTeacher } from "@dark-knowledge/teachers/node";
import { toTeacherFunction } from "@dark-knowledge/teachers/tfjs";
import { recordSoftTargets } from "@dark-knowledge/training/node";
import type { Snippet } from "./snippet.ts";

/** Runs of one to three words; every sign of punctuation is a word. */
const SIZE = 4096;
const TEACHER = fileURLToPath(new URL("../teacher.mjs", import.meta.url));

/** Makes a dataset of snippets, with the classes of the teacher, and records what it says of all of them; what is there already is not asked again. */
export async function askTeacher(snippets: readonly Snippet[], answers: string): Promise<Dataset> {
  const teacher = await commandTeacher([process.execPath, TEACHER]);
  try {
    const texts = snippets.map(({ text }) => text);
    const classNames = teacher.classNames!;
    const labels = Int32Array.from(snippets, ({ language }) => classNames.indexOf(language));
    const words = columnOf(texts, hashedText({ size: SIZE, words: [1, 3], lowercase: false }));
    const code = { ...words, transforms: [counts({ size: SIZE, weighting: "unit" })] };
    const dataset = createDataset({ columns: { code }, targets: { kind: "classes", labels, classNames } });
    const ask = toTeacherFunction(teacher, dataset, { raw: texts });
    await recordSoftTargets(ask, dataset, answers, { teacherFingerprint: teacher.fingerprint!, batchSize: 64 });
    return dataset;
  } finally {
    await teacher.close();
  }
}
