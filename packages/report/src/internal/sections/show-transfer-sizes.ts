import type { MnistNetRecord, MnistRecord } from "../../mnist-record.ts";
import { mnistTables } from "../../mnist-tables.ts";
import type { ModelRole } from "../../run-record.ts";
import { drawLogCurves, type LogCurve } from "../charts/draw-log-curves.ts";
import { formatFixed } from "../format-number.ts";
import { type Html, html } from "../html.ts";
import { errorsBySeed, roleOf, studentsOf } from "../mnist-nets.ts";
import { ROLE_NAMES } from "../role-names.ts";
import { foldMnistTable } from "./show-mnist-table.ts";
import { showSection } from "./show-section.ts";

const TABLE = "transfer-size";

/** Errors against the share of the transfer set, on labels and on soft targets; nothing where no share was tried. */
export function showTransferSizes(record: MnistRecord): Html | undefined {
  const parts = studentsOf(record, TABLE);
  if (parts.length === 0) return undefined;
  const { trainSize } = record.dataset;
  const { architecture } = parts[0]!;
  // The whole set belongs to the curve.
  const whole = record.nets.filter((net) => net.name === "hard" || net.name === "distilled");
  const nets = [...parts, ...whole].filter((net) => net.architecture === architecture);
  const curves = (["hard", "distilled"] as const).flatMap((role) => curveOf(role, nets) ?? []);
  const percent = (examples: number) =>
    `${formatFixed((100 * examples) / trainSize, examples * 100 < trainSize ? 1 : 0)} %`;
  return showSection("transfer-size", "Fewer transfer examples", [
    html`<p>Test errors by the share of the training set that students learn from, with the classes in the same proportions. Fewer
examples are seen more often, as many times as the specification says. A teacher that was trained on the whole set tells the
student more about each example than its label does.</p>`,
    html`<ul class="legend">${curves.map(({ role, label }) => html`<li><span class="key ${role}"></span>${label}</li>`)}</ul>`,
    html`<figure class="spaced">${drawLogCurves(curves, {
      ...{ width: 560, height: 300 },
      title: "Test errors by share of the transfer set",
      axis: "share of the training set",
      formatX: percent,
    })}
<figcaption>Larger dots: means; bars behind them: one standard deviation to each side; small dots: single seeds.</figcaption></figure>`,
    foldMnistTable(mnistTables(record).find(({ name }) => name === TABLE)),
  ]);
}

function curveOf(role: ModelRole, all: readonly MnistNetRecord[]): LogCurve | undefined {
  const nets = all.filter((net) => roleOf(net) === role);
  if (nets.length === 0) return undefined;
  const sizes = [...new Set(nets.map(({ transferSize }) => transferSize))].sort((a, b) => a - b);
  const points = sizes.map((size) => ({
    x: size,
    values: errorsBySeed(nets.filter(({ transferSize }) => transferSize === size)),
  }));
  return { role, label: ROLE_NAMES[role], points };
}
