import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { parseRecord } from "@dark-knowledge/report";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { encode } from "fast-png";
import { parquetWriteBuffer } from "hyparquet-writer";
import { expect, test } from "vitest";
import { runCommand } from "../fixtures/run-command.ts";

// Whole runs on data of one's own: distil, then ask and measure the student, each through the command alone.
const inside = useTemporaryDirectory();

async function run(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runCommand([...args, "--backend", "wasm"]);
  if (code !== 0) throw new Error(stderr);
  return stdout;
}

async function distil(data: string, ...args: readonly string[]) {
  await run("distill", "--data", data, "--seeds", "1", "--quiet", "--out", inside("run"), ...args);
  return parseRecord(readFileSync(inside("run", "record.jsonl"), "utf8"));
}

const predict = async (input: string) =>
  (await run("predict", inside("run", "student"), input, "--json"))
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
const evaluate = async (data: string) => JSON.parse(await run("evaluate", inside("run", "student"), data, "--json"));

test("sentences: the student of a column of texts answers a table of them, and a file of lines", async () => {
  const [subjects, colds, hots] = [
    ["tea", "the soup", "my coffee", "this bath"],
    ["is ice-cold", "froze", "is far too cold", "was chilly"],
    ["is boiling", "burns", "is far too hot", "was steaming"],
  ];
  const rows = Array.from({ length: 160 }, (_, row) => {
    const [kind, ends] = row % 2 === 0 ? ["cold", colds!] : ["hot", hots!];
    return `"${subjects![row % 3]}, ${"so ".repeat(row % 5)}${ends[(row >> 1) % 4]}",${kind},${row}`;
  });
  writeFileSync(inside("drinks.csv"), ["sentence,kind,number", ...rows].join("\n"));
  const nets = ["--teacher", "embedding:16:16", "--student", "embedding:4", "--epochs", "40", "--teacher-epochs", "20"];
  const record = await distil(inside("drinks.csv"), "--text", "sentence", "--label", "kind", ...nets);
  expect(record.nets.map(({ architecture }) => architecture)).toEqual([
    "embedding 8192-16, dense 16-2",
    ...Array(2).fill("embedding 8192-4, dense 2"),
  ]);
  expect(record.examples[0]!.text).toMatch(/cold|froze|chilly/);
  expect((await evaluate(inside("drinks.csv"))).errors).toBeLessThan(8);
  writeFileSync(inside("new.txt"), "My beer froze!\nour tea is boiling\n");
  expect((await predict(inside("new.txt"))).map((row) => row.class)).toEqual(["cold", "hot"]);
});

test("pictures: a folder for each class", async () => {
  for (let index = 0; index < 60; index++) {
    const folder = index % 2 === 0 ? "rising" : "falling";
    mkdirSync(inside("pictures", folder), { recursive: true });
    const data = Uint8Array.from({ length: 64 }, (_, at) => {
      const [x, y] = [at % 8, Math.floor(at / 8)];
      return Math.abs((folder === "rising" ? 7 - y : y) - x) <= 1 ? 255 - index : index;
    });
    writeFileSync(inside("pictures", folder, `${index}.png`), encode({ width: 8, height: 8, channels: 1, data }));
  }
  const nets = ["--teacher", "cnn:8:16", "--student", "cnn:4", "--epochs", "4", "--teacher-epochs", "4"];
  const record = await distil(inside("pictures"), "--image-size", "8", ...nets);
  expect(record.dataset.classNames).toEqual(["falling", "rising"]);
  expect(record.nets[0]!.architecture).toBe("8×8×1, conv 8, dense 16-2");
  expect((await evaluate(inside("pictures"))).errors).toBeLessThan(6);
  const [answer] = await predict(inside("pictures", "rising", "2.png"));
  expect(answer).toMatchObject({ input: inside("pictures", "rising", "2.png"), class: "rising" });
});

test("Parquet: one file to learn from, another for the test", async () => {
  const file = (name: string, from: number, size: number) => {
    const rows = Array.from({ length: size }, (_, row) => from + row);
    const columnData = [
      { name: "width", data: Float64Array.from(rows, (row) => (row % 2 ? 3 : 9) + Math.sin(row)) },
      { name: "colour", data: rows.map((row) => ["red", "green", "blue"][row % 3]!) },
      { name: "kind", data: rows.map((row) => (row % 2 ? "slim" : "broad")) },
    ];
    writeFileSync(inside(name), new Uint8Array(parquetWriteBuffer({ columnData })));
    return inside(name);
  };
  const [train, held] = [file("train.parquet", 0, 120), file("test.parquet", 500, 30)];
  const nets = ["--teacher", "8", "--student", "4", "--epochs", "30", "--teacher-epochs", "10"];
  const record = await distil(train, "--test", held, "--label", "kind", ...nets);
  expect(record.dataset.sizes).toMatchObject({ training: 108, validation: 12, test: 30 });
  expect((await evaluate(held)).errors).toBeLessThan(4);
  expect(await predict(held)).toHaveLength(30);
});
