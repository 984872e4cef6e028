import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createDataset } from "@dark-knowledge/datasets";
import { useBundle } from "@dark-knowledge/testing/node";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { answerLogits } from "../../src/answer-logits.ts";
import { collectAnswers } from "../../src/collect-answers.ts";
import type { ExternalTeacher, TeacherRequest } from "../../src/external-teacher.ts";
import { commandTeacher } from "../../src/node/command-teacher.ts";

const FIXTURE = fileURLToPath(new URL("fixtures/teacher.mjs", import.meta.url));
const REQUEST: TeacherRequest = {
  ids: Int32Array.of(3, 4),
  features: { values: Float32Array.of(1, 2, 9, 3, 4, 9), shape: [2, 3] },
};
const LOGITS = [
  [1, 2],
  [3, 4],
];

const bundled = useBundle(["test/node/fixtures/leave-open"], { packageFolder: new URL("../..", import.meta.url) });
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "command-teacher-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
const misbehaving = (how: string, options: Parameters<typeof commandTeacher>[1] = {}) =>
  commandTeacher([process.execPath, FIXTURE, how, join(folder, String(files++))], options);
const pidOf = async (teacher: ExternalTeacher) => ((await teacher.answer(REQUEST)) as unknown as { pid: number }).pid;
/** One that has ended, and whose parent has not asked how, is still listed. */
const isRunning = (pid: number) => {
  try {
    process.kill(pid, 0);
    const status = `/proc/${pid}/stat`;
    return !existsSync(status) || !/^.*\) [ZX] /s.test(readFileSync(status, "utf8"));
  } catch {
    return false;
  }
};
const hasEnded = (pid: number) => vi.waitFor(() => expect(isRunning(pid)).toBe(false), { timeout: 30_000 });

describe("commandTeacher", () => {
  test("starts a process once, which says its classes and answers one batch after the other", async () => {
    // By a shell, which is killed with what it has started.
    const teacher = await commandTeacher(`"${process.execPath}" "${FIXTURE}" fine`);
    expect(teacher).toMatchObject({ classNames: ["left", "right"], fingerprint: "two" });
    const answers = await Promise.all([teacher.answer(REQUEST), teacher.answer({ ...REQUEST, raw: ["a", "b"] })]);
    expect(answers).toMatchObject([{ logits: LOGITS }, { logits: LOGITS, raw: ["a", "b"] }]);
    const pid = await pidOf(teacher);
    expect((answers[0] as unknown as { pid: number }).pid).toBe(pid);
    await teacher.close();
    await hasEnded(pid);
    await expect(teacher.answer(REQUEST)).rejects.toThrow("commandTeacher: the teacher is closed");
  });

  test("starts it again when it dies, and asks the same batch", async () => {
    const teacher = await misbehaving("diesOnce");
    expect(await teacher.answer(REQUEST)).toMatchObject({ logits: LOGITS });
    await teacher.close();
  });

  test("shows the end of its stderr when it dies again and again", async () => {
    const teacher = await misbehaving("dies", { restarts: 1 });
    await expect(teacher.answer(REQUEST)).rejects.toThrow(
      /^commandTeacher: .* ended with code 3; the end of its stderr: loading CUDA out of memory$/,
    );
    await expect(misbehaving("refuses")).rejects.toThrow(
      /ended with code 1; the end of its stderr: ModuleNotFoundError: No module named 'torch'$/,
    );
    await expect(commandTeacher(["/no/such/program"])).rejects.toThrow(
      "commandTeacher: /no/such/program cannot be started (spawn /no/such/program ENOENT)",
    );
  });

  test("kills one that hangs, when its time is over or when the signal says so", async () => {
    const teacher = await misbehaving("hangsOnce", { answerTimeoutMs: 1000 });
    expect(await teacher.answer(REQUEST)).toMatchObject({ logits: LOGITS });
    await teacher.close();
    const hanging = await misbehaving("hangs", { answerTimeoutMs: 100, restarts: 0 });
    await expect(hanging.answer(REQUEST)).rejects.toThrow(/ gave no answer in 100 ms$/);
    await expect(misbehaving("silent", { startTimeoutMs: 200 })).rejects.toThrow(/ gave no answer in 200 ms$/);
  });

  test("is aborted, and answers again afterwards", async () => {
    const teacher = await misbehaving("hangsOnce");
    const controller = new AbortController();
    const answer = teacher.answer({ ...REQUEST, signal: controller.signal });
    setTimeout(() => controller.abort(new Error("enough")), 100);
    await expect(answer).rejects.toThrow("enough");
    await expect(teacher.answer({ ...REQUEST, signal: controller.signal })).rejects.toThrow("enough");
    expect(await teacher.answer(REQUEST)).toMatchObject({ logits: LOGITS });
    await teacher.close();
    await expect(misbehaving("silent", { signal: AbortSignal.timeout(100) })).rejects.toThrow("timeout");
  });

  test("tells what a process does that does not know the protocol", async () => {
    await expect(commandTeacher("echo hello")).rejects.toThrow(
      'commandTeacher: echo hello wrote "hello" where a line of JSON was expected; its output must be answers alone',
    );
    await expect(misbehaving("newer")).rejects.toThrow("commandTeacher: does not speak protocol 1, but protocol 2");
    const chatting = await misbehaving("chats", { restarts: 0 });
    await expect(chatting.answer(REQUEST)).rejects.toThrow(/ wrote "epoch 1 of 10" where a line of JSON was expected/);
    const failing = await misbehaving("fails");
    await expect(failing.answer(REQUEST)).rejects.toThrow(
      "commandTeacher: the command answered with an error: ValueError: not fitted",
    );
    await failing.close();
    await expect(commandTeacher([])).rejects.toThrow(
      "commandTeacher: command must be a command line, or a program and its arguments, got an array of length 0",
    );
  });

  test("does not keep Node alive, and ends with it", async () => {
    const pid = Number(execFileSync(process.execPath, [bundled("leave-open"), FIXTURE], { encoding: "utf8" }));
    await hasEnded(pid);
  });
});

const hasNumpy = spawnSync("python3", ["-c", "import numpy"]).status === 0;

describe.skipIf(!hasNumpy)("dark_knowledge_teacher.py", () => {
  const python = async (body: string) => {
    const file = join(folder, `teacher-${files++}.py`);
    writeFileSync(file, `import json, sys\nimport numpy as np\n${body}\n`);
    return commandTeacher(["python3", file]);
  };
  const logitsOf = async (teacher: ExternalTeacher, request = REQUEST) =>
    Array.from(answerLogits(await teacher.answer(request), { rows: request.ids.length, classCount: 2 }).logits);

  test("serves logits, softened probabilities, the largest of them, and examples without an answer", async () => {
    const teacher = await python(`
from dark_knowledge_teacher import serve
kinds = {
    0: lambda x: {"logits": x[:, :2]},
    1: lambda x: {"probs": np.full((2, 2), 0.5), "temperature": 3},
    2: lambda x: {"topKProbs": {"indices": [[1], [0]], "probs": [[0.75], [0.5]]}},
    3: lambda x: {"logits": [[0, 1], [5, 6]], "unanswered": [True, False]},
}
print("a word on stdout")
serve(lambda features, ids, raw: kinds[raw[0]](features), ["left", "right"], "kinds")`);
    expect(teacher).toMatchObject({ classNames: ["left", "right"], fingerprint: "kinds" });
    const raw = (kind: number) => ({ ...REQUEST, raw: [kind, kind] });
    expect(await logitsOf(teacher, raw(0))).toEqual(LOGITS.flat());
    expect(await logitsOf(teacher, raw(1))).toBeAllClose(Array(4).fill(-3 * Math.LN2));
    expect((await logitsOf(teacher, raw(2))).map(Math.exp)).toBeAllClose([0.25, 0.75, 0.5, 0.5]);
    expect(await logitsOf(teacher, raw(3))).toEqual([NaN, NaN, 5, 6]);
    await expect(teacher.answer(raw(7))).rejects.toThrow(
      "commandTeacher: the command answered with an error: KeyError: 7",
    );
    expect(await logitsOf(teacher, raw(0))).toEqual(LOGITS.flat());
    await teacher.close();
  });

  test("serves numbers in every form that regressors give, with outputs by name", async () => {
    const teacher = await python(`
from dark_knowledge_teacher import serve
kinds = {
    0: lambda x: 1000 * x[:, 0].astype(np.float64),
    1: lambda x: x[:, :1],
    2: lambda x: np.array([3_000_000_000, -1]),
    3: lambda x: [4, 5.5],
    4: lambda x: np.array([np.nan, 1]),
}
serve(lambda features, ids, raw: {"numbers": kinds[raw[0]](features)}, class_names=["price"])`);
    const houses = createDataset({
      columns: { x: { values: Float32Array.of(1, 2, 9, 3, 4, 9), shape: [3] } },
      targets: { kind: "numbers", names: ["price"], values: new Float32Array(2) },
    });
    const numbersOf = async (kind: number) => {
      const raw = [kind, kind];
      return Array.from((await collectAnswers(teacher, houses, { raw })).logits.data);
    };
    expect(await numbersOf(0)).toEqual([1000, 3000]);
    expect(await numbersOf(1)).toEqual([1, 3]);
    expect(await numbersOf(2)).toEqual([3_000_000_000, -1]);
    expect(await numbersOf(3)).toEqual([4, 5.5]);
    await expect(numbersOf(4)).rejects.toThrow(
      "answerLogits: answer.numbers must be a finite float32, got NaN for output 0 of example 0",
    );
    await teacher.close();
  });

  test("refuses a row for each output in place of one for each example", async () => {
    const teacher = await python(`
from dark_knowledge_teacher import serve
kinds = {
    "rows": lambda x: np.stack([x[:, 0], 10 * x[:, 0]], axis=1),
    "columns": lambda x: np.stack([x[:, 0], 10 * x[:, 0]]),
    "one column": lambda x: x.T,
}
serve(lambda features, ids, raw: {"numbers": kinds[raw[0]](features)})`);
    const numbersOf = async (kind: string, names: readonly string[]) => {
      const houses = createDataset({
        columns: { x: { values: Float32Array.of(1, 2, 3), shape: [1] } },
        targets: { kind: "numbers", names, values: new Float32Array(3 * names.length) },
      });
      return Array.from((await collectAnswers(teacher, houses, { raw: [kind, kind, kind] })).logits.data);
    };
    expect(await numbersOf("rows", ["price", "rent"])).toEqual([1, 10, 2, 20, 3, 30]);
    await expect(numbersOf("columns", ["price", "rent"])).rejects.toThrow(
      "answerLogits: answer.numbers must be 3 rows (as there are examples), got 2",
    );
    await expect(numbersOf("one column", ["price"])).rejects.toThrow(
      "answerLogits: answer.numbers must be 3 rows (as there are examples), got 1",
    );
    await teacher.close();
  });

  test("serves several classes, whose probabilities need not sum to one", async () => {
    const teacher = await python(`
from dark_knowledge_teacher import serve
serve(lambda features, ids, raw: {"probs": np.array([[0.5, 0.75], [1, 0]])}, class_names=["loud", "fast"])`);
    const tags = createDataset({
      columns: { x: { values: Float32Array.of(1, 2, 9, 3, 4, 9), shape: [3] } },
      targets: { kind: "several-classes", classNames: ["fast", "loud"], labels: new Int8Array(4) },
    });
    const { logits } = await collectAnswers(teacher, tags);
    // log 3, log 1, log 2⁻¹²⁶ and log (2²⁴ − 1).
    expect(logits.data).toBeAllClose([Math.log(3), 0, -126 * Math.LN2, Math.log(2 ** 24 - 1)]);
    await teacher.close();
  });

  test("gets through 8 MB both ways, with all pipes full", async () => {
    // It writes its answer, and much else, before it has read what it is asked.
    const teacher = await python(`
send = lambda head, more=b"": (sys.stdout.buffer.write(json.dumps(head).encode() + b"\\n" + more), sys.stdout.buffer.flush())
send({"protocol": 1})
while line := sys.stdin.buffer.readline():
    shapes = [shape for _, _, shape in json.loads(line)["arrays"]]
    sys.stderr.write("x" * 300_000)
    send({"arrays": [["logits", "float32", shapes[1]]]}, np.arange(np.prod(shapes[1]), dtype="<f4").tobytes())
    sys.stdin.buffer.read(4 * sum(int(np.prod(shape)) for shape in shapes))`);
    const rows = 1_000_000;
    const request = { ids: new Int32Array(rows), features: { values: new Float32Array(2 * rows), shape: [rows, 2] } };
    for (let batch = 0; batch < 2; batch++) {
      const { logits } = (await teacher.answer(request)) as { logits: Float32Array[] };
      expect([logits.length, logits.at(-1)!.at(-1)]).toEqual([rows, 2 * rows - 1]);
    }
    await teacher.close();
  });

  test("is at most 40 lines and needs nothing but NumPy", () => {
    const file = fileURLToPath(new URL("../../src/node/python/dark_knowledge_teacher.py", import.meta.url));
    const imports = execFileSync("grep", ["-E", "^(import|from)", file], { encoding: "utf8" });
    expect(imports.trim().split("\n")).toEqual([
      "import json",
      "import os",
      "import sys",
      "import traceback",
      "import numpy as np",
    ]);
    expect(Number(execFileSync("grep", ["-c", "", file], { encoding: "utf8" }))).toBeLessThanOrEqual(40);
  });
});
