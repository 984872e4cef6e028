import { type PlotOptions, plot } from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { Html } from "./html.ts";

/** The size of text in every chart, in pixels at the chart's natural width. */
export const FONT_SIZE = 12;

/**
 * Draws a chart as inline SVG. Colours are given as CSS variables of the page, so that a chart follows light and dark.
 *
 * @param description what the chart shows, for those who cannot see it
 */
export function drawChart(description: string, options: PlotOptions): Html {
  const { document } = parseHTML("<!doctype html><html></html>");
  const { style, ...rest } = options;
  const svg = plot({ ...rest, document, style: { fontSize: `${FONT_SIZE}px`, ...(style as object) } });
  // The page's style sheet has the few rules that Plot would repeat in every chart.
  svg.querySelector("style")?.remove();
  svg.setAttribute("class", "chart");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", description);
  return new Html(svg.outerHTML);
}

/** The CSS colour of a model. */
export function roleColour(role: string): string {
  return `var(--${role})`;
}
