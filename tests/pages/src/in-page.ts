import type { AxeResults, RunOptions } from "axe-core";

/** The part of the DOM that is read here; the workspace has no types of the whole. */
interface PageElement {
  open: boolean;
  readonly childElementCount: number;
  readonly lastElementChild: PageElement | null;
  readonly textContent: string | null;
  readonly clientWidth: number;
  readonly scrollWidth: number;
  closest(selector: string): PageElement | null;
  getAttribute(name: string): string | null;
  getBoundingClientRect(): Readonly<Record<"left" | "right" | "top" | "bottom" | "width" | "height", number>>;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
  remove(): void;
}

declare const axe: { run(options: RunOptions): Promise<AxeResults> };
declare const document: PageElement & { readonly documentElement: PageElement };

// What runs in the page. Each function is sent there by itself and can use nothing from outside it.

/** Unfolds everything. */
export function unfold(): void {
  for (const details of document.querySelectorAll("details")) details.open = true;
}

/** Leaves a few of what is there by the thousand: charts of one kind, marks of a chart, rows of a table. */
export function thin(): void {
  for (const list of document.querySelectorAll(".examples, .panels, .matrices")) {
    while (list.childElementCount > 2) list.lastElementChild!.remove();
  }
  for (const group of document.querySelectorAll("svg g")) {
    while (group.childElementCount > 3) group.lastElementChild!.remove();
  }
  for (const rows of document.querySelectorAll("tbody")) {
    while (rows.childElementCount > 5) rows.lastElementChild!.remove();
  }
}

/** What axe-core finds by all its rules, or by those on colours alone. */
export async function audit(isOnColours: boolean): Promise<readonly string[]> {
  const rules = isOnColours ? { runOnly: ["color-contrast", "link-in-text-block"] } : {};
  const { violations } = await axe.run({ ...rules, resultTypes: ["violations"] });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.length} × ${nodes[0]!.html.slice(0, 120)}`);
}

/** Elements that scroll and do not say so, or say so and do not scroll. */
export function wrongHints(): readonly string[] {
  return Array.from(document.querySelectorAll(".scroller"), (scroller) => {
    const scrolls = scroller.scrollWidth > scroller.clientWidth + 1;
    const says = scroller.querySelector(".hint")!.getBoundingClientRect().width > 0;
    return scrolls === says ? "" : `${scroller.getAttribute("aria-label")}: scrolls ${scrolls}, says so ${says}`;
  }).filter((problem) => problem !== "");
}

/** By how many pixels the page is wider than the window. */
export function overhang(): number {
  return document.documentElement.scrollWidth - document.documentElement.clientWidth;
}

/** Texts of charts that reach beyond their chart, where they may be cut off. */
export function clippedLabels(): readonly string[] {
  return Array.from(document.querySelectorAll("svg.chart"), (chart) => {
    const frame = chart.getBoundingClientRect();
    const outside = Array.from(chart.querySelectorAll("text")).find((text) => {
      const box = text.getBoundingClientRect();
      return (
        box.left < frame.left - 1 ||
        box.right > frame.right + 1 ||
        box.top < frame.top - 1 ||
        box.bottom > frame.bottom + 1
      );
    });
    return outside ? `"${outside.textContent}" of ${chart.getAttribute("aria-label")!.slice(0, 60)}` : "";
  }).filter((problem) => problem !== "");
}

/** Tables whose first figure is not wholly in view beside the name of its row. */
export function hiddenFigures(): readonly string[] {
  return Array.from(document.querySelectorAll("table"), (table) => {
    const view = table.closest(".scroller")!.getBoundingClientRect();
    const hidden = Array.from(table.querySelectorAll("tr > :nth-child(2)")).some(
      (cell) => cell.getBoundingClientRect().right > view.right + 1,
    );
    return hidden ? table.closest(".scroller")!.getAttribute("aria-label")! : "";
  }).filter((name) => name !== "");
}

/** What is folded on paper, and tables that are wider than it. */
export function lostOnPaper(): readonly string[] {
  const folded = Array.from(document.querySelectorAll("details:not(.machine)")).filter(
    (details) => details.querySelector("table")!.getBoundingClientRect().height < 20,
  );
  const wide = Array.from(document.querySelectorAll("table, svg.chart")).filter(
    (table) => table.getBoundingClientRect().right > document.documentElement.clientWidth + 1,
  );
  return [
    ...folded.map((details) => `folded: ${details.querySelector("summary")!.textContent}`),
    ...wide.map((table) => `too wide: ${(table.closest("[aria-label]") ?? table).getAttribute("aria-label")}`),
  ];
}
