import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answerLogits } from "../../src/answer-logits.ts";
import type { ExternalTeacher, TeacherRequest } from "../../src/external-teacher.ts";
import { commandTeacher } from "../../src/node/command-teacher.ts";

const FIXTURE = fileURLToPath(new URL("fixtures/arrow-teacher.mjs", import.meta.url));
const REQUEST: TeacherRequest = {
  ids: Int32Array.of(3, 4),
  features: { values: Float32Array.of(1, 2, 9, 3, 4, 9), shape: [2, 3] },
};
const LOGITS = [1, 2, 3, 4];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "command-teacher-arrow-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
const logitsOf = async (teacher: ExternalTeacher, request = REQUEST) =>
  Array.from(answerLogits(await teacher.answer(request), { rows: request.ids.length, classCount: 2 }).logits);

test("a process that speaks Arrow is asked and answers in streams, and what it does wrong is one line", async () => {
  const teacher = await commandTeacher([process.execPath, FIXTURE, join(folder, "first")], { restarts: 0 });
  expect(teacher).toMatchObject({ classNames: ["left", "right"], fingerprint: "two" });
  const answer = (how: string) => logitsOf(teacher, { ...REQUEST, raw: [how, "é"] });
  for (let batch = 0; batch < 3; batch++) expect(await logitsOf(teacher)).toEqual(LOGITS);
  const [left, right] = [2 * Math.log(0.25), 2 * Math.log(0.75)];
  expect(await answer("doubles")).toBeAllClose([left, right, left, right]);
  expect(await answer("lacks")).toEqual([NaN, NaN, 3, 4]);
  await expect(answer("diesOnce")).rejects.toThrow(/ ended with code 3$/);
  expect(await answer("diesOnce")).toEqual(LOGITS);
  for (const [how, message] of [
    ["fails", /^commandTeacher: the command answered with an error: ValueError: not fitted$/],
    ["short", /^answerLogits: answer.logits must be 2 rows \(as there are examples\), got 1$/],
    ["noise", /^commandTeacher: [^\n]+ wrote a broken Arrow stream \([^\n]+\)$/],
    ["promises", / wrote what cannot be read \(readArrowTable: the stream is damaged, or no Arrow \([^\n]+\)\)$/],
  ] as const) {
    await expect(answer(how), how).rejects.toThrow(message);
  }
  expect(await answer("fine")).toEqual(LOGITS);
  await teacher.close();
});

/** A Python with pyarrow: that of the environment variable PYTHON, or python3. */
const python = process.env.PYTHON ?? "python3";
const hasPyarrow = spawnSync(python, ["-c", "import numpy, pyarrow"]).status === 0;

describe.skipIf(!hasPyarrow)(
  `dark_knowledge_arrow.py${hasPyarrow ? "" : " (no Python with pyarrow: set PYTHON)"}`,
  () => {
    const serving = async (body: string) => {
      const file = join(folder, `teacher-${files++}.py`);
      writeFileSync(file, `import numpy as np, pyarrow as pa\nfrom dark_knowledge_arrow import serve\n${body}\n`);
      return commandTeacher([python, file]);
    };

    test("serves logits, softened probabilities, the largest of them, and examples without an answer", async () => {
      const teacher = await serving(`
kinds = {
    0: lambda x: {"logits": x[:, :2]},
    1: lambda x: {"probs": [[0.5, 0.5], [0.5, 0.5]], "temperature": 3},
    2: lambda x: {"topKProbs": {"indices": [[1], [0]], "probs": [[0.75], [0.5]]}},
    3: lambda x: {"logits": [None, [5, 6]]},
    4: lambda x: {"logits": pa.array([[1.0, 2.0], [3.0, 4.0]], pa.list_(pa.float16()))},
    5: lambda x: {"logits": x[:, :2].astype(np.float64), "unanswered": np.array([False, True])},
}
print("a word on stdout")
serve(lambda features, ids, raw: kinds[raw[0]](features), ["left", "right"], "kinds")`);
      expect(teacher).toMatchObject({ classNames: ["left", "right"], fingerprint: "kinds" });
      const raw = (kind: number) => ({ ...REQUEST, raw: [kind, { text: "é" }] });
      expect(await logitsOf(teacher, raw(0))).toEqual(LOGITS);
      expect(await logitsOf(teacher, raw(1))).toBeAllClose(Array(4).fill(-3 * Math.LN2));
      expect((await logitsOf(teacher, raw(2))).map(Math.exp)).toBeAllClose([0.25, 0.75, 0.5, 0.5]);
      expect(await logitsOf(teacher, raw(3))).toEqual([NaN, NaN, 5, 6]);
      expect(await logitsOf(teacher, raw(4))).toEqual(LOGITS);
      expect(await logitsOf(teacher, raw(5))).toEqual([1, 2, NaN, NaN]);
      await expect(teacher.answer(raw(7))).rejects.toThrow(
        "commandTeacher: the command answered with an error: KeyError: 7",
      );
      expect(await logitsOf(teacher, raw(0))).toEqual(LOGITS);
      await teacher.close();
    });

    test("serves numbers, in arrays and in lists where None is an example without an answer", async () => {
      const teacher = await serving(`
kinds = {
    0: lambda x: 1000 * x[:, 0].astype(np.float64),
    1: lambda x: x[:, :1],
    2: lambda x: np.array([3_000_000_000, -1]),
    3: lambda x: [None, 5.5],
}
serve(lambda features, ids, raw: {"numbers": kinds[raw[0]](features)}, class_names=["price"])`);
      const numbersOf = async (kind: number) => {
        const answer = await teacher.answer({ ...REQUEST, raw: [kind, kind] });
        return Array.from(answerLogits(answer, { rows: 2, classCount: 1, task: "numbers" }).logits);
      };
      expect(await numbersOf(0)).toEqual([1000, 3000]);
      expect(await numbersOf(1)).toEqual([1, 3]);
      expect(await numbersOf(2)).toEqual([3_000_000_000, -1]);
      expect(await numbersOf(3)).toEqual([NaN, 5.5]);
      await teacher.close();
    });

    test("is given examples in their shape, and ids; 8 MB both ways", async () => {
      const teacher = await serving(`
def answer(features, ids, raw):
    assert features.dtype == np.float32 and ids.dtype == np.int32, (features.dtype, ids.dtype)
    return {"logits": np.stack([features[:, 1, 0, 0], ids], axis=1).astype(np.float32)}
serve(answer)`);
      const rows = 250_000;
      const ids = Int32Array.from({ length: rows }, (_, row) => row);
      const values = Float32Array.from({ length: 8 * rows }, (_, index) => index);
      const { logits } = answerLogits(await teacher.answer({ ids, features: { values, shape: [rows, 4, 2, 1] } }), {
        ...{ rows, classCount: 2 },
      });
      expect(Array.from(logits.slice(-2))).toEqual([8 * (rows - 1) + 2, rows - 1]);
      const flat = { ids: Int32Array.of(5), features: { values: Int32Array.of(7), shape: [1] } };
      await expect(teacher.answer(flat)).rejects.toThrow(/AssertionError: \(dtype\('int32'\)/);
      await teacher.close();
    });

    test("is at most 40 lines", () => {
      const file = fileURLToPath(new URL("../../src/node/python/dark_knowledge_arrow.py", import.meta.url));
      expect(readFileSync(file, "utf8").split("\n").length - 1).toBeLessThanOrEqual(40);
    });
  },
);
