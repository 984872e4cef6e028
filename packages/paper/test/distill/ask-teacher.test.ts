import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { datasetSize } from "@dark-knowledge/datasets";
import { BudgetError } from "@dark-knowledge/teachers";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { askTeacher } from "../../src/distill/ask-teacher.ts";
import { loadDistillData } from "../../src/distill/load-distill-data.ts";
import type { AnswersEvent, PrepareContext } from "../../src/experiment.ts";
import { storedLogits } from "../../src/nets/external-answers.ts";
import { dataSource } from "../fixtures/data-source.ts";
import { tinySpec } from "../fixtures/tiny-spec.ts";

const inside = useTemporaryDirectory();
/** The ids that were asked for, request by request. */
let asked: number[][] = [];
let authorizations = new Set<string | undefined>();

// The logits of an example are its first ten pixels of the middle row.
const server = createServer((request, response) => {
  let body = "";
  request.on("data", (chunk) => {
    body += chunk;
  });
  request.on("end", () => {
    const { ids, features } = JSON.parse(body) as { ids: number[]; features: number[][][][] };
    asked.push(ids);
    authorizations.add(request.headers.authorization);
    response.end(JSON.stringify({ logits: features.map((image) => image[14]!.slice(9, 19).flat()) }));
  });
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
beforeEach(() => {
  asked = [];
  authorizations = new Set();
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/ask`;

async function ask(over: Partial<PrepareContext> = {}, from = address()) {
  const spec = tinySpec({ teacher: { kind: "external", from } });
  const data = await loadDistillData(spec, dataSource());
  const events: AnswersEvent[] = [];
  const context = {
    ...{ directory: inside("run"), signal: new AbortController().signal },
    onAnswers: (event: AnswersEvent) => events.push(event),
    ...over,
  };
  return { data, events, prepared: await askTeacher(spec, data, context) };
}

test("a teacher is asked about transfer set and test set once, across a budget and without any need of it afterwards", async () => {
  const access = { token: "secret-token", url: `${address()}?key=secret-key`, requests: 3 };
  await expect(ask({ access })).rejects.toThrow(BudgetError);
  expect(asked).toHaveLength(3);
  const { data, events, prepared } = await ask({ access: { ...access, requests: 100 } });
  // 150 examples of the transfer set and 100 of the test set.
  expect(asked.map((ids) => ids.length).sort()).toEqual([...Array(4).fill(32), 32, 32, 32, 4, 22].sort());
  const [transfer, test] = [asked.slice(0, 5).flat(), asked.slice(5).flat()];
  expect([new Set(transfer).size, new Set(test).size]).toEqual([150, 100]);
  expect(events.at(0)).toMatchObject({ part: "transfer", total: 150 });
  expect(events.at(-1)).toEqual({
    ...{ part: "test", done: 100, total: 100 },
    usage: { requests: 6, retries: 0, cost: 0 },
  });
  expect(authorizations).toEqual(new Set(["Bearer secret-token"]));

  const { answers } = prepared.shared!;
  const { rows, data: logits } = await storedLogits(answers!, data.test);
  expect(rows).toBe(datasetSize(data.test));
  const { values, transforms } = data.test.columns.features!;
  expect(transforms).toHaveLength(1);
  const first = values.subarray(784 * data.test.rows[0]!).subarray(14 * 28 + 9, 14 * 28 + 19);
  expect(logits.subarray(0, 10)).toBeAllClose(
    Float32Array.from(first, (byte) => byte / 255),
    { rtol: 1e-6 },
  );

  asked = [];
  expect((await ask({ access: { requests: 0 } })).prepared).toEqual(prepared);
  expect(asked).toEqual([]);
  for (const entry of readdirSync(inside("run"), { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) expect(readFileSync(join(entry.parentPath, entry.name), "latin1")).not.toMatch(/secret/);
  }
});

test("a teacher that is a net is not asked", async () => {
  const spec = tinySpec();
  const context = { directory: inside("run"), signal: new AbortController().signal, onAnswers: () => {} };
  expect(await askTeacher(spec, await loadDistillData(spec, dataSource()), context)).toEqual({});
});
