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
  const { code, stdout, stderr } = await runCommand(args);
  if (code !== 0) throw new Error(stderr);
  return stdout;
}

/** Few epochs, since each is kept on disk, of small batches. */
const FEW = { epochs: 5, batchSize: 4, learningRate: 0.05 };
const mlp = (...hidden: number[]) => ({ kind: "mlp", hidden, ...FEW });

async function distil(data: string, nets: object, ...args: readonly string[]) {
  writeFileSync(inside("spec.json"), JSON.stringify({ seeds: [1], ...nets }));
  const spec = ["--spec", inside("spec.json"), "--out", inside("run"), "--quiet", "--backend", "wasm"];
  await run("distill", "--data", data, ...spec, ...args);
  return parseRecord(readFileSync(inside("run", "record.jsonl"), "utf8"));
}

const predict = async (input: string) =>
  (await run("predict", inside("run", "student"), input, "--json", "--backend", "cpu"))
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
const evaluate = async (data: string) =>
  JSON.parse(await run("evaluate", inside("run", "student"), data, "--json", "--backend", "cpu"));

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
  const embedding = { kind: "embedding", ...FEW };
  const nets = {
    data: { textFeatures: 512 },
    teacher: { ...embedding, units: 16, hidden: [16] },
    student: { ...embedding, units: 4 },
  };
  const record = await distil(inside("drinks.csv"), nets, "--text", "sentence", "--label", "kind");
  expect(record.nets.map(({ architecture }) => architecture)).toEqual([
    "embedding 512-16, dense 16-2",
    ...Array(2).fill("embedding 512-4, dense 2"),
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
  const cnn = { kind: "cnn", ...FEW };
  const nets = { teacher: { ...cnn, filters: [8], hidden: [16] }, student: { ...cnn, filters: [4] } };
  const record = await distil(inside("pictures"), nets, "--image-size", "8");
  expect(record.dataset.classNames).toEqual(["falling", "rising"]);
  expect(record.nets[0]!.architecture).toBe("8×8×1, conv 8, dense 16-2");
  expect((await evaluate(inside("pictures"))).errors).toBeLessThan(6);
  const [answer] = await predict(inside("pictures", "rising", "2.png"));
  expect(answer).toMatchObject({ input: inside("pictures", "rising", "2.png"), class: "rising" });
});

test("Parquet: one file to learn from, another for the test, in memory or left where they are", async () => {
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
  const nets = { teacher: FEW, student: FEW };
  const args = ["--test", held, "--label", "kind", "--teacher", "8", "--student", "4"];
  const record = await distil(train, nets, ...args);
  const fromFiles = await distil(train, nets, ...args, "--storage", "files");
  expect(fromFiles.spec.data).toMatchObject({ storage: "files" });
  expect(fromFiles.nets).toEqual(record.nets);
  expect(record.dataset.sizes).toMatchObject({ training: 108, validation: 12, test: 30 });
  expect((await evaluate(held)).errors).toBeLessThan(4);
  expect(await predict(held)).toHaveLength(30);
});

test("numbers: a column of them is predicted in its unit, with errors in the record, the page and the table", async () => {
  const rows = Array.from({ length: 200 }, (_, row) => {
    const [size, floors] = [50 + ((row * 37) % 100), 1 + (row % 3)];
    return `${size},${floors},${row % 2},${(1000 * size + 20000 * floors + (row % 7)).toFixed(1)}`;
  });
  // Every second house is of weight 0; weights are no inputs.
  writeFileSync(inside("houses.csv"), ["size,floors,sold,price", ...rows].join("\n"));
  const nets = { teacher: { ...mlp(16), learningRate: 0.01 }, student: { ...mlp(4), learningRate: 0.01 } };
  const columns = ["--label", "price", "--task", "numbers", "--weight", "sold"];
  const record = await distil(inside("houses.csv"), nets, ...columns);
  expect(record.dataset.classNames).toEqual([]);
  expect(record.nets.map(({ architecture }) => architecture)).toEqual(["2-16-1", "2-4-1", "2-4-1"]);
  const [teacher, hard, distilled] = record.nets;
  expect(teacher!.figures.r2).toBeGreaterThan(0.95);
  expect(Object.keys(hard!.figures)).toEqual(["rmse", "mae", "r2"]);
  expect(distilled!.fidelity!.r2ToTeacher).toBeGreaterThan(0.8);
  expect(distilled!.history!.at(-1)!.validation).toMatchObject({ size: 16, rmse: expect.any(Number) });
  expect(readFileSync(inside("run", "table.md"), "utf8")).toMatch(/^\| net +\| +RMSE \| gap closed \|/);
  expect(readFileSync(inside("run", "report.html"), "utf8")).toContain("Root mean squared error");

  const { numbers, rmse, r2 } = await evaluate(inside("houses.csv"));
  expect(numbers).toBe(200);
  expect(r2).toBeGreaterThan(0.7);
  writeFileSync(inside("new.csv"), "size,floors\n100,2\n");
  const [answer] = await predict(inside("new.csv"));
  expect(Math.abs(answer.numbers.price - 140_000)).toBeLessThan(6 * rmse);
  const shown = await run("predict", inside("run", "student"), inside("new.csv"), "--backend", "cpu");
  expect(shown.split("\n")[0]).toBe("input,example,price");
});

test("numbers with variances: how sure a net is, in the record, and in what it predicts", async () => {
  const rows = Array.from({ length: 120 }, (_, row) => `${row % 30},${((row % 30) + 3 * Math.sin(row)).toFixed(2)}`);
  writeFileSync(inside("tides.csv"), ["hour,depth", ...rows].join("\n"));
  const nets = { teacher: mlp(8), student: mlp(4) };
  const columns = ["--label", "depth", "--task", "numbers", "--variances"];
  const [teacher, , distilled] = (await distil(inside("tides.csv"), nets, ...columns)).nets;
  expect([teacher!.architecture, distilled!.architecture]).toEqual(["1-8-2", "1-4-2"]);
  expect(Object.keys(distilled!.figures)).toEqual(["rmse", "mae", "r2", "nll"]);
  expect(distilled!.fidelity!.r2ToTeacher).toBeGreaterThan(0.5);
  expect(await evaluate(inside("tides.csv"))).toMatchObject({ numbers: 120, nll: expect.any(Number) });
  const [answer] = await predict(inside("tides.csv"));
  expect(answer).toMatchObject({ numbers: { depth: expect.any(Number) }, deviations: { depth: expect.any(Number) } });
  const shown = await run("predict", inside("run", "student"), inside("tides.csv"), "--backend", "cpu");
  expect(shown.split("\n")[0]).toBe("input,example,depth,depth deviation");
});

test("several classes: a column of lists", async () => {
  const rows = Array.from({ length: 160 }, (_, row) => {
    const [heat, light] = [(row * 29) % 50, (row * 13) % 70];
    return `${heat},${light},${[heat > 25 ? "warm" : "", light > 35 ? "bright" : ""].filter(Boolean).join(";") || "none"}`;
  });
  writeFileSync(inside("rooms.csv"), ["heat,light,tags", ...rows].join("\n"));
  const nets = { teacher: mlp(16), student: mlp(8) };
  const record = await distil(inside("rooms.csv"), nets, "--label", "tags", "--task", "several-classes");
  expect(record.dataset.classNames).toEqual(["bright", "none", "warm"]);
  expect(record.nets.every(({ figures }) => figures.microF1! > 0.8)).toBe(true);
  expect(record.nets.at(-1)!.fidelity!.agreement).toBeGreaterThan(0.8);
  expect((await evaluate(inside("rooms.csv"))).microF1).toBeGreaterThan(0.8);
  writeFileSync(inside("new.csv"), "heat,light\n48,60\n2,3\n");
  expect((await predict(inside("new.csv"))).map(({ classes }) => classes)).toEqual([["bright", "warm"], ["none"]]);
});

test("what is missing or does not fit is a usage error in one line, before anything is written", async () => {
  writeFileSync(inside("a.csv"), `x,y,w\n${"1,a,0.5\n2,b,1.5\n3,a,7\n".repeat(5)}`);
  for (const [args, message] of [
    [[], "error: --label must name the column of the classes or numbers, got nothing\n"],
    [
      ["--label", "w"],
      'error: --task must be "numbers" (regression) or "classes" for a label of numbers, got nothing\n',
    ],
    [["--label", "z"], `error: --label must name a column of ${inside("a.csv")} (x, y, w), got "z"\n`],
    [
      ["--label", "y", "--task", "sums"],
      'error: --task must be one of classes, several-classes, numbers, got "sums"\n',
    ],
    [
      ["--label", "x,y", "--task", "classes"],
      "error: --label must be one column where each row has one class, got x, y\n",
    ],
    [
      ["--label", "x", "--task", "numbers", "--omit", "0"],
      "error: --omit must be left out where examples have no class each, got 0\n",
    ],
  ] as const) {
    const { code, stderr } = await runCommand([
      "distill",
      "--data",
      inside("a.csv"),
      "--backend",
      "cpu",
      "--quiet",
      ...args,
      "--out",
      inside("none"),
    ]);
    expect([code, stderr]).toEqual([2, message]);
  }
});
