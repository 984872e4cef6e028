import { type Dataset, firstExamples } from "@dark-knowledge/datasets";
import {
  predictLogits,
  type Student,
  type StudentDescription,
  type Teacher,
  taskFigures,
} from "@dark-knowledge/training";
import { isLabelled } from "../../data/is-labelled.ts";

/** A figure of a student and of what it was exported to. */
export interface ComparedFigure {
  readonly figure: string;
  /** Null where it only compares the two. */
  readonly student: number | null;
  readonly exported: number;
}

/** Runs a student and another net on the same examples: how often they agree, the figures of both, and the time that they take. */
export async function compareNets(
  student: Student,
  net: Teacher,
  examples: Dataset,
  { now, signal }: { readonly now?: () => number; readonly signal?: AbortSignal },
): Promise<readonly ComparedFigure[]> {
  const options = signal === undefined ? {} : { signal };
  const [own, other] = [await student.predictLogits(examples, options), await predictLogits(net, examples, options)];
  const rows: ComparedFigure[] = [{ figure: "examples", student: own.rows, exported: other.rows }];
  const { task } = student.description;
  if (task !== "numbers") {
    const [before, after] = [own, other].map(({ data, columns }) => choices(task, data, columns));
    const agreeing = before!.filter((choice, index) => choice === after![index]).length;
    rows.push({ figure: "same answer", student: null, exported: agreeing });
  }
  const largest = own.data.reduce((most, value, at) => Math.max(most, Math.abs(value - other.data[at]!)), 0);
  rows.push({ figure: "largest difference", student: null, exported: largest });
  if (examples.rows.some((row) => isLabelled(examples.targets, row))) {
    const [mine, theirs] = [
      await taskFigures(student.model, examples, options),
      await taskFigures(net, examples, options),
    ];
    for (const figure of Object.keys(mine).filter((name) => !["examples", "labels", "numbers"].includes(name))) {
      rows.push({ figure, student: mine[figure]!, exported: theirs[figure]! });
    }
  }
  if (now === undefined) return rows;
  for (const count of [1, 64]) {
    const some = firstExamples(examples, count);
    if (some.rows.length < count) continue;
    const [mine, theirs] = [await timeOf(student.model, some, now), await timeOf(net, some, now)];
    rows.push({ figure: `ms for ${count}`, student: mine, exported: theirs });
  }
  return rows;
}

/** The answer to each example: its most probable class, or the classes above one half, as a text. */
function choices(task: StudentDescription["task"], logits: Float32Array, columns: number): readonly string[] {
  return Array.from({ length: logits.length / columns }, (_, row) => {
    const own = logits.subarray(row * columns, (row + 1) * columns);
    return task === "classes" ? String(own.indexOf(Math.max(...own))) : own.map((logit) => Number(logit > 0)).join("");
  });
}

const [WARM_UPS, ROUNDS] = [3, 15];

/** The median time of answering examples that are prepared already. */
async function timeOf(net: Teacher, examples: Dataset, now: () => number): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < WARM_UPS + ROUNDS; round++) {
    const start = now();
    await predictLogits(net, examples);
    if (round >= WARM_UPS) times.push(now() - start);
  }
  return times.sort((a, b) => a - b)[ROUNDS >> 1]!;
}
