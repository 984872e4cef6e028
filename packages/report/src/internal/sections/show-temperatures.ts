import type { MnistNetRecord, MnistRecord } from "../../mnist-record.ts";
import { mnistTables } from "../../mnist-tables.ts";
import { summarise } from "../../summarise.ts";
import { drawLogCurves, type LogCurve } from "../charts/draw-log-curves.ts";
import { type Html, html } from "../html.ts";
import { errorsBySeed, studentsOf } from "../mnist-nets.ts";
import { foldMnistTable } from "./show-mnist-table.ts";
import { showSection } from "./show-section.ts";

const TABLE = "temperature";

/** Errors against temperature, a panel for each width; nothing where no temperature was tried. */
export function showTemperatures(record: MnistRecord): Html | undefined {
  const nets = studentsOf(record, TABLE).filter(({ temperature }) => temperature !== undefined);
  if (nets.length === 0) return undefined;
  const architectures = [...new Set(nets.map(({ architecture }) => architecture))];
  const panels = architectures.map((architecture) => {
    const chart = drawLogCurves([curveOf(nets.filter((net) => net.architecture === architecture))], {
      ...{ width: 330, height: 240 },
      title: `Test errors of ${architecture} by temperature`,
      axis: "temperature T",
      formatX: String,
      level: levelOf(architecture, record),
    });
    return html`<figure><figcaption>${architecture}</figcaption>${chart}</figure>`;
  });
  return showSection("temperature", "Which temperature", [
    html`<p>Test errors of distilled students by the temperature of their soft targets, one panel for each width. The larger
dots are means, the bars behind them one standard deviation to each side, the small dots single seeds; the dashed line is the mean of the student of
the same layers on labels alone, where there is one. Each panel has its own axis, and not every one starts at zero.</p>`,
    html`<p>The paper reports that all temperatures above 8 do about equally well with 300 or more units in each layer, and that with 30
units temperatures from 2.5 to 4 work significantly better than higher or lower ones.</p>`,
    html`<div class="panels">${panels}</div>`,
    foldMnistTable(mnistTables(record).find(({ name }) => name === TABLE)),
  ]);
}

function curveOf(nets: readonly MnistNetRecord[]): LogCurve {
  const temperatures = [...new Set(nets.map(({ temperature }) => temperature!))].sort((a, b) => a - b);
  return {
    role: "distilled",
    label: "distilled",
    points: temperatures.map((temperature) => ({
      x: temperature,
      values: errorsBySeed(nets.filter((net) => net.temperature === temperature)),
    })),
  };
}

function levelOf(architecture: string, { nets }: MnistRecord) {
  const hard = nets.filter((net) => net.name === "hard" && net.architecture === architecture);
  if (hard.length === 0) return undefined;
  return { role: "hard" as const, label: "on labels", value: summarise(hard.map(({ errors }) => errors)).mean };
}
