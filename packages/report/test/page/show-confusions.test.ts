import { describe, expect, it } from "vitest";
import { groupNets, showConfusions } from "../../src/index.ts";
import { parsePage } from "../parse-page.ts";
import { tinyNets, tinyRecord, withNets } from "../tiny-record.ts";

const record = tinyRecord({ teacher: { 1: 10 }, baseline: { 1: 30, 2: 32 }, student: { 1: 20, 2: 20 } });
const parse = ({ markup }: { markup: string }) => parsePage(`<html><body>${markup}</body></html>`);

describe("showConfusions(record)", () => {
  it("has the matrices of baseline, student and teacher, and the most frequent confusions per seed", () => {
    const page = parse(showConfusions(record)!);
    expect(page.texts(".matrices figcaption")).toEqual(["plain, 2 seeds", "kd, 2 seeds", "big, 1 seed"]);
    expect(page.texts("thead th")).toEqual(["true class", "taken for", "plain", "kd", "big"]);
    expect(page.texts("tbody th, tbody td")).toEqual(["even", "odd", "31.0", "20.0", "10.0"]);
  });

  it("has those that it is told, and the first three where nothing is to be compared", () => {
    const [teacher] = groupNets(record.nets);
    expect(parse(showConfusions(record, [teacher!])!).texts(".matrices figcaption")).toEqual(["big, 1 seed"]);
    const rivals = [1, 2, 3, 4].flatMap((index) => tinyNets({ role: "rival", name: `rival ${index}` }, { 1: index }));
    expect(parse(showConfusions({ ...record, nets: rivals })!).all(".matrices figure")).toHaveLength(3);
  });

  it("is nothing where no net has a matrix", () => {
    const bare = withNets(record, ({ confusion: _, ...net }) => net);
    expect(showConfusions(bare)).toBeUndefined();
  });

  it("has no matrix that nobody could read", () => {
    const classNames = Array.from({ length: 129 }, (_, index) => String(index));
    const confusion = classNames.map((_, row) => classNames.map((__, column) => Number(row + 1 === column)));
    const wide = withNets({ ...record, dataset: { ...record.dataset, classNames } }, (net) => ({ ...net, confusion }));
    const page = parse(showConfusions(wide)!);
    expect(page.all("svg")).toHaveLength(0);
    expect(page.all("tbody tr")).toHaveLength(10);
  });
});
