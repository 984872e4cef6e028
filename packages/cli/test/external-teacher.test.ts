import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { parseRecord } from "@dark-knowledge/report";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCommand } from "./fixtures/run-command.ts";

const inside = useTemporaryDirectory();
/** The answers to each example, by its number; and the first requests that fail. */
const answered = new Map<number, number>();
let failing = 0;

interface Question {
  readonly ids: readonly number[];
  readonly raw: readonly { readonly x: number; readonly y: number }[];
}

// Knows that a point belongs to the class of its nearest corner; fails some requests.
const server = createServer((request, response) => {
  let body = "";
  request.on("data", (chunk) => {
    body += chunk;
  });
  request.on("end", () => {
    if (request.headers.authorization !== "Bearer secret-token") return response.writeHead(401).end();
    if (failing-- > 0) return response.writeHead(503, { "retry-after": "0.01" }).end();
    const { ids, raw } = JSON.parse(body) as Question;
    for (const id of ids) answered.set(id, (answered.get(id) ?? 0) + 1);
    const logits = raw.map(({ x, y }) => [-x - y, x + y].map((z) => z / 10));
    return response.end(JSON.stringify({ logits, unanswered: ids.map((id) => id % 10 === 7) }));
  });
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** 200 points in two classes. */
function writePoints(): string {
  const lines = Array.from({ length: 200 }, (_, row) => {
    const [x, y] = [((row * 37) % 101) - 50, ((row * 53) % 97) - 48];
    return `${x},${y},${x + y > 0 ? "up" : "down"}`;
  });
  writeFileSync(inside("points.csv"), `x,y,side\n${lines.join("\n")}\n`);
  return inside("points.csv");
}

test("distill asks a service about each example once, stops at its budget, and goes on where it was", async () => {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/predict`;
  const student = ["--student", "4", "--epochs", "2", "--seeds", "1", "--backend", "wasm"];
  const distill = (...more: string[]) =>
    runCommand(
      [
        ...["distill", "--data", writePoints(), "--label", "side", "--teacher", `${url}?key=secret-key`],
        ...[...student, "--out", inside("run"), ...more],
      ],
      { environment: { DARK_KNOWLEDGE_TEACHER_TOKEN: "secret-token" } },
    );
  // Training 144, test 40, validation 16: five, two and one requests.
  const first = await distill("--budget", "2");
  expect(first).toMatchObject({ code: 3, stdout: "" });
  expect(first.stderr).toMatch(
    /\nerror: the budget of 2 requests is spent; 64 of 144 answers are recorded; run the same command again to continue in .*run\n$/,
  );
  failing = 2;
  const second = await distill("--budget", "0.10", "--price", "0.01");
  expect(second).toMatchObject({ code: 0 });
  expect(second.stderr).toMatch(
    /teacher, transfer set: 100% .* 144 of 144 · [5-7] requests, 2 of them retries, 32 examples a request now\n/,
  );
  expect(second.stderr).toContain("teacher, test set: done in");
  expect([...answered.values()].every((times) => times === 1)).toBe(true);
  expect(answered.size).toBe(200);

  const { nets } = parseRecord(readFileSync(inside("run", "record.jsonl"), "utf8"));
  expect(nets.map(({ name, architecture }) => [name, architecture])).toEqual([
    ["teacher", url],
    ["hard", "2-4-2"],
    ["distilled", "2-4-2"],
  ]);
  // It leaves out every tenth row: a student does not learn from those, and they count as uniform in the test set.
  const silent = [...answered.keys()].filter((id) => id % 10 === 7).length;
  const missing = nets[1]!.transferSize! - nets[2]!.transferSize!;
  expect([nets[1]!.transferSize, missing > 0 && missing < silent]).toEqual([144, true]);
  expect(nets[0]!.figures.errors).toBeLessThanOrEqual(silent - missing);
  expect(nets[2]!.fidelity!.teacherErrors).toBe(nets[0]!.figures.errors);
  expect(readdirSync(inside("run"))).not.toContain("teacher");
  expect(readdirSync(inside("run", "student"))).toContain("student.json");
  expect(JSON.parse(readFileSync(inside("run", "spec.json"), "utf8")).teacher).toEqual({ kind: "external", from: url });

  // From its specification, without the service.
  const again = ["distill", "--spec", inside("run", "spec.json"), "--out", inside("run"), "--backend", "wasm"];
  const third = await runCommand(again);
  expect(third.stdout).toBe(second.stdout);
  for (const entry of readdirSync(inside("run"), { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) expect(readFileSync(join(entry.parentPath, entry.name), "latin1")).not.toMatch(/secret/);
  }
  expect(first.stderr + second.stdout + second.stderr).not.toMatch(/secret/);
});

/** Learns the slope of its rows by least squares, and says what it expects of others. */
const REGRESSOR = `
import { readFileSync } from "node:fs";
const lines = readFileSync(process.env.DARK_KNOWLEDGE_TRAINING_ROWS, "utf8").trim().split("\\n").map((line) => JSON.parse(line));
const slope = lines.reduce((sum, { x, price }) => sum + x * price, 0) / lines.reduce((sum, { x }) => sum + x * x, 0);
const say = (head, bytes = Buffer.alloc(0)) => process.stdout.write(Buffer.concat([Buffer.from(JSON.stringify(head) + "\\n"), bytes]));
let input = Buffer.alloc(0);
process.stdin.on("data", (chunk) => {
  input = Buffer.concat([input, chunk]);
  const end = input.indexOf("\\n") + 1;
  if (end === 0) return;
  const { raw, arrays } = JSON.parse(input.subarray(0, end));
  const bytes = arrays.reduce((sum, [, , shape]) => sum + 4 * shape.reduce((one, size) => one * size, 1), 0);
  if (input.length < end + bytes) return;
  input = Buffer.alloc(0);
  say({ numbers: raw.map(({ x }) => slope * x) });
});
say({ protocol: 1, classNames: ["price"], fingerprint: "least squares" });
`;

test("distill learns numbers from a command that has learned the rows, and from predictions in a file", async () => {
  const rows = Array.from({ length: 120 }, (_, row) => {
    const x = ((row * 37) % 101) - 50;
    return { x, price: 1000 * x + ((row * 53) % 97) - 48 };
  });
  writeFileSync(inside("prices.csv"), ["x,price", ...rows.map(({ x, price }) => `${x},${price}`)].join("\n"));
  writeFileSync(inside("regressor.mjs"), REGRESSOR);
  const learn = (teacher: string, out: string, ...more: string[]) =>
    runCommand([
      ...["distill", "--data", inside("prices.csv"), "--label", "price", "--task", "numbers", "--teacher", teacher],
      ...["--student", "8", "--epochs", "40", "--seeds", "1,2", "--backend", "wasm", "--out", inside(out), ...more],
    ]);
  const first = await learn(`cmd: "${process.execPath}" "${inside("regressor.mjs")}"`, "run", "--folds", "2");
  expect(first).toMatchObject({ code: 0 });
  const { nets, extras } = parseRecord(readFileSync(inside("run", "record.jsonl"), "utf8"));
  expect(nets.map(({ name }) => name)).toEqual([
    "teacher",
    "hard",
    "hard",
    "distilled",
    "distilled",
    "out-of-fold",
    "out-of-fold",
  ]);
  // What is left is the table's noise of 28, which nobody can know.
  expect(nets[0]!.figures.rmse).toBeLessThan(35);
  expect(nets[3]!.fidelity!.r2ToTeacher).toBeGreaterThan(0.9);
  expect((extras!.answered as { part: string }[]).map(({ part }) => part)).toEqual([
    "transfer",
    "out-of-fold",
    "validation",
    "test",
  ]);
  expect(first.stdout).toContain("distilled out of fold minus labels");
  expect(first.stdout).toContain("The teacher does about as well on the transfer set as on the validation set.");

  writeFileSync(inside("predictions.csv"), ["price", ...rows.map(({ x }) => String(1000 * x))].join("\n"));
  const from = ["soft-targets", "import", inside("predictions"), "--from", inside("predictions.csv")];
  const imported = await runCommand([...from, "--kind", "numbers"]);
  expect(imported.stdout).toContain("120 answers in ");
  expect(imported.stdout).toContain("\n1 output: price\n");
  const inspected = await runCommand(["soft-targets", "inspect", inside("predictions")]);
  expect(inspected.stdout).toMatch(/output +mean +smallest +largest\nprice +-?[\d.]+ +-50000 +50000\n$/);
  const second = await learn(inside("predictions"), "second");
  expect(second).toMatchObject({ code: 0 });
  const record = parseRecord(readFileSync(inside("second", "record.jsonl"), "utf8"));
  expect(record.nets[0]!.figures.rmse).toBeLessThan(35);
  expect(record.nets.at(-1)!.fidelity!.r2ToTeacher).toBeGreaterThan(0.9);
}, 120_000);
