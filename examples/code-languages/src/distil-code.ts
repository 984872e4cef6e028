import { createMatrix, type Matrix } from "@dark-knowledge/core";
import { classNamesOf, inputShape, labelsOf, selectRows } from "@dark-knowledge/datasets";
import { openSoftTargets } from "@dark-knowledge/soft-targets/node";
import { adam, cosineDecay, createMlp, distill, predictLogits, trainClassifier } from "@dark-knowledge/training";
import { loadStudent, saveStudent } from "@dark-knowledge/training/node";
import { askTeacher } from "./ask-teacher.ts";
import type { Snippet } from "./snippet.ts";

/** The answers to the test snippets. */
export interface CodeResult {
  readonly labels: Int32Array;
  readonly classNames: readonly string[];
  /** Logits of the teacher, of the student on file names, and of the distilled one as it was saved. */
  readonly answers: Readonly<Record<"teacher" | "hard" | "distilled", Matrix<Float32Array>>>;
}

/** Distils a net that knows 54 languages into a smaller one, without labels; and trains the same one on the names of the files. It is saved as bytes. */
export async function distilCode(
  snippets: readonly Snippet[],
  { directory, epochs, seed }: { directory: string; epochs: number; seed: number },
): Promise<CodeResult> {
  const dataset = await askTeacher(snippets, `${directory}/answers`);
  const rows = (part: string) => Array.from(snippets.keys()).filter((row) => snippets[row]!.part === part);
  const [train, test] = [selectRows(dataset, rows("train")), selectRows(dataset, rows("test"))];
  const [labels, classNames] = [labelsOf(test), classNamesOf(test)];

  const options = () => ({ epochs, seed, batchSize: 32, optimizer: adam({ learningRate: cosineDecay(0.01) }) });
  const create = () =>
    createMlp({
      exampleShape: inputShape(train),
      hiddenUnits: [64],
      classCount: classNames.length,
      dropout: 0.3,
      seed,
    });
  const [hard, distilled] = [create(), create()];
  await trainClassifier(hard, train, options());
  const softTargets = await openSoftTargets(`${directory}/answers`);
  await distill(distilled, softTargets, train, { ...options(), temperature: 1, hardWeight: 0, softWeight: 1 });
  const place = `${directory}/student-${seed}`;
  await saveStudent(distilled, place, { dataset, weights: "uint8", overwrite: true });

  const saved = await loadStudent(place);
  const { logits } = await softTargets.read(test.rows);
  await softTargets.close();
  const answers = {
    teacher: createMatrix(labels.length, classNames.length, Float32Array.from(logits)),
    hard: await predictLogits(hard, test),
    distilled: await predictLogits(saved.model, test),
  };
  for (const one of [hard, distilled, saved]) one.dispose();
  return { labels, classNames, answers };
}
