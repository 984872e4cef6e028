import { axisY, gridY, type Markish, type PlotOptions } from "@observablehq/plot";
import { formatShortest } from "../format-number.ts";
import { logTicks } from "./log-ticks.ts";

/** The axis is logarithmic where the largest value is this many times the smallest. */
const LOG_SPAN = 20;

/** The smallest and largest value. */
export function rangeOf(values: readonly number[]): readonly [number, number] {
  return [Math.min(...values), Math.max(...values)];
}

/** The vertical axis of a chart, with its grid. */
interface VerticalAxis {
  readonly scale: NonNullable<PlotOptions["y"]>;
  readonly marks: readonly Markish[];
  /** A remark for the description. */
  readonly note: string;
}

/**
 * Makes the axis logarithmic where the range is long; else it starts at zero, unless the range is short and far from
 * zero.
 *
 * @param scale the factor of the values at the ticks
 */
export function verticalAxis([low, high]: readonly [number, number], scale = 1): VerticalAxis {
  const shared = { label: null, tickSize: 0 };
  if (low <= 0 || high / low < LOG_SPAN) {
    const scaled = scale === 1 ? {} : { tickFormat: (tick: number) => formatShortest(scale * tick) };
    const marks = [
      gridY({ ticks: 4, stroke: "var(--grid)", strokeOpacity: 1 }),
      axisY({ ...shared, ticks: 4, ...scaled }),
    ];
    return { scale: { domain: linearDomain(low, high), nice: 4 }, marks, note: "" };
  }
  const ticks = logTicks(low, high);
  const marks = [
    gridY(ticks, { stroke: "var(--grid)", strokeOpacity: 1 }),
    // Given as text, because a tick format on a logarithmic axis drops some of the ticks.
    axisY(ticks, { ...shared, text: (tick: number) => formatShortest(scale * tick) }),
  ];
  return { scale: { type: "log", domain: [low / 1.15, high * 1.15] }, marks, note: ", logarithmic axis" };
}

/** Starts at zero where the curve comes near it: with soft targets the loss never falls below their entropy. */
function linearDomain(low: number, high: number): [number, number] {
  if (high <= 0) return [low, low < 0 ? 0 : 1];
  return low > high / 2 && low < high ? [low, high] : [Math.min(0, low), high];
}
