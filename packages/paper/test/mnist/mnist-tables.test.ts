import type { NetRecord } from "@dark-knowledge/report";
import { describe, expect, it } from "vitest";
import { mnistTables } from "../../src/mnist/mnist-tables.ts";
import { MNIST_RECORD } from "../fixtures/mnist-record.ts";

const tables = mnistTables(MNIST_RECORD);
const withNets = (keep: (net: NetRecord) => boolean) =>
  mnistTables({ ...MNIST_RECORD, nets: MNIST_RECORD.nets.filter(keep) });

describe("mnistTables(record)", () => {
  it("has the tables in the order of the paper, with titles", () => {
    expect(tables.map(({ title }) => title)).toEqual([
      ...["The three nets of section 3", "Temperature and width", "A transfer set without 3s"],
      ...["A transfer set of 7s and 8s only", "Fewer transfer examples", "Ensembles as teachers, and no labels"],
      ...["Later losses on the same student", "Controls"],
    ]);
  });

  it("puts the paper's numbers next to ours, and the share of the gap that was closed", () => {
    expect(tables[0]!.columns.slice(0, 4).map(({ title }) => title)).toEqual([
      "net",
      "test errors",
      "paper",
      "gap closed",
    ]);
    // (21 − 11) of 21 − 8.
    expect(tables[0]!.rows.map(({ cells }) => cells.slice(0, 4))).toEqual([
      ["teacher", "8.0 ± 1.4", "67", "–"],
      ["student, hard labels", "21.0 ± 1.4", "146", "–"],
      ["student, distilled", "11.0 ± 1.4", "74", "77 %"],
    ]);
  });

  it("shows classes that were never seen before and after both corrections", () => {
    const [, , without, only] = tables;
    expect(without!.columns.map(({ title }) => title)).toEqual([
      ...["biases", "test errors", "paper", "errors on the classes concerned", "paper"],
      ...["error rate", "biases added", "paper", "seeds"],
    ]);
    expect(without!.rows).toEqual([
      {
        mark: "uncorrected",
        cells: ["as trained", "200.0 ± 0.0", "206", "150.0 ± 0.0", "133", "20.00 ± 0.00 %", "–", "–", "2"],
      },
      {
        mark: "student",
        cells: [
          "biases chosen without labels",
          "100.5 ± 0.7",
          "–",
          "7.5 ± 3.5",
          "–",
          "10.05 ± 0.07 %",
          "2.5 ± 0.0",
          "–",
          "2",
        ],
      },
      {
        mark: "student",
        cells: [
          "bias chosen on the test set",
          "95.5 ± 0.7",
          "109",
          "4.0 ± 0.0",
          "14",
          "9.55 ± 0.07 %",
          "3.0 ± 0.0",
          "3.5",
          "2",
        ],
      },
    ]);
    // Two classes have two biases; the paper gives rates.
    expect(only!.rows[1]!.cells[5]).toBe("−7.0 ± 0.0, −6.0 ± 0.0");
    expect(only!.rows.map(({ cells }) => cells[4])).toEqual(["47.3 %", "–", "13.2 %"]);
  });

  it("puts the plain student at T = 20 before those that are compared with it", () => {
    const controls = tables.find(({ title }) => title === "Controls")!;
    expect(controls.rows.map(({ cells }) => cells[0])).toEqual([
      ...["temperature-20-784-8-4", "label-smoothing", "shuffled-teacher"],
    ]);
    expect(controls.rows.map(({ mark }) => mark)).toEqual(["student", "baseline", "student"]);
  });

  it("says by how many errors a student exceeds the plain one of its seed that was trained for as long", () => {
    const controls = tables.find(({ title }) => title === "Controls")!;
    expect(controls.columns.slice(0, 3).map(({ title }) => title)).toEqual(["net", "test errors", "more than plain"]);
    // 12 and 13 fewer, 720 and 728 more: with one degree of freedom the interval is 12.7062 · s / √2 to each side.
    expect(controls.rows.map(({ cells }) => cells[2])).toEqual([
      ...["–", "−12.5 (−18.9 to −6.1)", "+724.0 (+673.2 to +774.8)"],
    ]);
  });

  it("compares losses with the paper's among them, with as many epochs each", () => {
    const [net] = MNIST_RECORD.nets.filter(({ table }) => table === "controls");
    const history = (epochs: number) =>
      Array.from({ length: epochs }, (_, index) => ({ epoch: index + 1, terms: { total: 1 } }));
    const loss = (name: string, epochs: number, seed: number, errors: number) => ({
      ...{ ...net!, table: "losses", name, seed, figures: { ...net!.figures, errors } },
      history: history(epochs),
    });
    const nets = [
      ...[loss("distillation", 2, 1, 10), loss("distillation", 2, 2, 12), loss("distillation-longer", 4, 1, 7)],
      ...[loss("other", 2, 1, 15), loss("other", 2, 2, 18), loss("other-longer", 4, 1, 7)],
    ];
    const record = { ...MNIST_RECORD, nets: [...MNIST_RECORD.nets.filter(({ table }) => table !== "losses"), ...nets] };
    const losses = mnistTables(record).find(({ title }) => title === "Later losses on the same student")!;
    // 5 and 6 more: 5.5 ± 12.7062 · √½ / √2.
    expect(losses.rows.map(({ cells }) => [cells[0], cells[2]])).toEqual([
      ...[
        ["distillation", "–"],
        ["distillation-longer", "–"],
      ],
      ...[
        ["other", "+5.5 (−0.9 to +11.9)"],
        ["other-longer", "0.0"],
      ],
    ]);
  });

  it("leaves out tables without nets, and takes one that it does not know", () => {
    expect(withNets(({ table }) => table === "controls").map(({ title }) => title)).toEqual(["Controls"]);
    expect(withNets(() => false)).toEqual([]);
    const [net] = MNIST_RECORD.nets.filter(({ table }) => table === "controls");
    const record = { ...MNIST_RECORD, nets: [{ ...net!, table: "mine" }] };
    expect(mnistTables(record).map(({ title }) => title)).toEqual(["mine"]);
  });
});
