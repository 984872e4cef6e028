import { expect, it } from "vitest";
import { type NetRecord, type ShowSweepOptions, showSweep } from "../../src/index.ts";
import { parsePage } from "../parse-page.ts";
import { tinyNets, tinyRecord, withNets } from "../tiny-record.ts";

const parse = ({ markup }: { markup: string }) => parsePage(`<html><body>${markup}</body></html>`);
const bare = tinyRecord({ baseline: { 1: 30, 2: 32 } });
const swept = [1, 4, 20].flatMap((temperature) =>
  tinyNets(
    { role: "student", name: `t${temperature}`, temperature, transferSize: 10 * temperature },
    { 1: temperature, 2: 3 },
  ),
);
const record = { ...bare, nets: [...bare.nets, ...swept] };
const OPTIONS: ShowSweepOptions = {
  ...{ nets: record.nets, x: (net) => net.temperature, axis: "temperature T", formatX: String, title: "2-3-2" },
};

it("showSweep(record, options) is a panel with means by what was varied, and a level", () => {
  const page = parse(showSweep(record, { ...OPTIONS, level: { label: "on labels", nets: bare.nets } })!);
  expect(page.texts("figcaption")).toEqual(["2-3-2"]);
  expect(page.first("svg").getAttribute("aria-label")).toBe(
    "Test errors by temperature T, 2-3-2. students on soft targets: 1: 2.0 ± 1.4, 4: 3.5 ± 0.7, 20: 11.5 ± 12.0; on labels: 31.0.",
  );
});

it("showSweep(record, { isWide: true }) has a legend with a curve for each kind of net", () => {
  const nets = [...bare.nets.map((net) => ({ ...net, transferSize: 10 })), ...swept];
  const page = parse(
    showSweep(
      { ...bare, nets },
      {
        ...OPTIONS,
        ...{ nets, x: (net) => net.transferSize, isWide: true, labels: { student: "distilled" } },
      },
    )!,
  );
  expect(page.texts(".legend li")).toEqual(["students on labels", "distilled"]);
  expect(page.first("svg").getAttribute("aria-label")).toContain(
    "students on labels: 10: 31.0 ± 1.4; distilled: 10: 2.0",
  );
});

it("showSweep(record, { mark }) has a curve for each kind that the caller tells apart", () => {
  const mark = ({ temperature }: NetRecord) => (temperature === 20 ? "other" : "student");
  const page = parse(
    showSweep(record, { ...OPTIONS, nets: swept, isWide: true, mark, labels: { student: "cold", other: "hot" } })!,
  );
  expect(page.texts(".legend li")).toEqual(["cold", "hot"]);
  expect(page.first("svg").getAttribute("aria-label")).toContain("cold: 1: 2.0 ± 1.4, 4: 3.5 ± 0.7; hot: 20: 11.5");
});

it("showSweep(record, options) is nothing where nothing was varied or measured", () => {
  expect(showSweep(record, { ...OPTIONS, nets: bare.nets })).toBeUndefined();
  const blank = withNets(record, (net) => ({ ...net, figures: {} }));
  expect(showSweep(blank, { ...OPTIONS, nets: blank.nets })).toBeUndefined();
});
