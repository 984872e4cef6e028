import { expect, it } from "vitest";
import { html, showRerun } from "../../src/index.ts";
import { parsePage } from "../parse-page.ts";
import { tinyRecord } from "../tiny-record.ts";

const parse = ({ markup }: { markup: string }) => parsePage(`<html><body>${markup}</body></html>`);
const record = { ...tinyRecord({}), spec: { note: "5 %", list: [1] } };

it("showRerun(record) has versions, and the specification folded for machines", () => {
  const page = parse(showRerun(record));
  expect(page.texts("dl dt, dl dd")).toEqual(["node", "20.20.0", "backend", "cpu"]);
  expect(JSON.parse(page.first("details.machine pre").textContent)).toEqual(record.spec);
  expect(page.all("details[open]")).toHaveLength(0);
  expect(page.text).toContain("The specification decides the result. It holds every seed.");
});

it("showRerun(record, remark) says the command, where there is one, and the remark", () => {
  const page = parse(showRerun({ ...record, command: "make it" }, html`<b>So.</b>`));
  expect(page.text).toContain("Save the specification as spec.json and run make it. It holds every seed.");
  expect(page.texts("b")).toEqual(["So."]);
});

it("showRerun(record) says which stages ran where, by what differs", () => {
  const environment = (backend: string, stages: string[]) => ({ settings: { backend, threads: 1 }, stages });
  const one = { ...record, environments: [environment("wasm 4", ["a", "b"])] };
  expect(parse(showRerun(one)).all("ul")).toHaveLength(0);
  const two = { ...record, environments: [environment("wasm 4", ["a", "b"]), environment("cpu 4", ["c"])] };
  expect(parse(showRerun(two)).texts("ul li")).toEqual(["backend wasm 4: a, b", "backend cpu 4: c"]);
});
