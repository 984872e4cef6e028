import { MultiBar, Presets, type SingleBar } from "cli-progress";
import type { OutputStream } from "../command-context.ts";
import { fitLine } from "./fit-line.ts";

/** Shows the progress of several pieces of work, each named by its label. */
export interface Progress {
  /** `unit` is what `total` counts, such as "examples". A label that has already started starts again. */
  begin(label: string, total: number, unit: string): void;
  update(label: string, done: number): void;
  /** Prints a line if there are no bars, such as an epoch's result. */
  note(label: string, text: string): void;
  /** Always prints a line, such as a crash. */
  warn(label: string, text: string): void;
  end(label: string): void;
  /** Restores the terminal; nothing is shown afterwards. */
  stop(): void;
}

interface Task {
  readonly total: number;
  readonly unit: string;
  readonly started: number;
  done: number;
}

/**
 * Creates the progress display: bars with rate and time left on a terminal, plain lines in a pipe, nothing if `quiet`.
 */
export function createProgress(stream: OutputStream, { quiet }: { readonly quiet: boolean }): Progress {
  let shown = quiet ? SILENT : stream.isTTY ? createBars(stream) : createLines(stream);
  return {
    begin: (...args) => shown.begin(...args),
    update: (...args) => shown.update(...args),
    note: (...args) => shown.note(...args),
    warn: (...args) => shown.warn(...args),
    end: (...args) => shown.end(...args),
    stop() {
      shown.stop();
      // Work that is still running when a run is interrupted must not write after its last line.
      shown = SILENT;
    },
  };
}

const SILENT: Progress = { begin() {}, update() {}, note() {}, warn() {}, end() {}, stop() {} };

/** The width of a terminal that does not report one. */
const DEFAULT_COLUMNS = 80;

function createBars(stream: OutputStream): Progress {
  const bars = new MultiBar(
    {
      stream,
      format: (_options, { progress }, { task, label }) =>
        barLine(label, progress, task, stream.columns ?? DEFAULT_COLUMNS),
      hideCursor: true,
      clearOnComplete: false,
      stopOnComplete: false,
      emptyOnZero: true,
      fps: 8,
    },
    Presets.shades_classic,
  );
  const tasks = new Map<string, BarTask & { bar: SingleBar }>();
  return {
    begin(label, total, unit) {
      const known = tasks.get(label);
      const task = { total, unit, started: performance.now(), done: 0, note: "", ended: false };
      if (known) Object.assign(known, task);
      else tasks.set(label, Object.assign(task, { bar: bars.create(total, 0, { label, task }) }));
      tasks.get(label)!.bar.update(0, { label, task: tasks.get(label) });
    },
    update(label, done) {
      const task = tasks.get(label)!;
      task.done = done;
      task.bar.update(done);
    },
    note(label, text) {
      tasks.get(label)!.note = text;
    },
    warn(label, text) {
      bars.log(`${label}: ${text}\n`);
      bars.update();
    },
    end(label) {
      const task = tasks.get(label)!;
      task.ended = true;
      task.bar.update(task.total);
      task.bar.stop();
    },
    stop: () => bars.stop(),
  };
}

interface BarTask extends Task {
  note: string;
  ended: boolean;
}

const BAR_WIDTH = 12;

/**
 * Draws a bar with what fits next to it. The label, the percentage and the time left take precedence over the rate, the
 * last note and the bar itself.
 */
function barLine(label: string, progress: number, task: BarTask, columns: number): string {
  const full = Math.round(progress * BAR_WIDTH);
  const left = task.ended ? formatSeconds(elapsed(task)) : `${timeLeft(task)} left`;
  return fitLine(
    [
      { text: label.padEnd(25), short: label, weight: 6 },
      { text: "█".repeat(full).padEnd(BAR_WIDTH, "░"), weight: 1 },
      { text: `${Math.floor(100 * progress)}%`.padStart(4), weight: 5 },
      { text: task.ended ? "" : `${rateOf(task)} ${task.unit}/s`, weight: 3 },
      { text: left, weight: 4 },
      { text: task.note, weight: 2 },
    ],
    columns - 1,
  );
}

function createLines(stream: OutputStream): Progress {
  const tasks = new Map<string, Task>();
  const write = (label: string, text: string) => stream.write(`${label}: ${text}\n`);
  return {
    begin(label, total, unit) {
      tasks.set(label, { total, unit, started: performance.now(), done: 0 });
      write(label, `${total} ${unit} to go`);
    },
    update(label, done) {
      tasks.get(label)!.done = done;
    },
    note(label, text) {
      const task = tasks.get(label)!;
      const percent = Math.floor((100 * task.done) / task.total);
      write(label, `${percent}% · ${rateOf(task)} ${task.unit}/s · ${timeLeft(task)} left · ${text}`);
    },
    warn: write,
    end(label) {
      write(label, `done in ${formatSeconds(elapsed(tasks.get(label)!))}`);
    },
    stop() {},
  };
}

function elapsed({ started }: Task): number {
  return (performance.now() - started) / 1000;
}

function rateOf(task: Task): string {
  const rate = task.done / Math.max(elapsed(task), 1e-3);
  return rate >= 1e6 ? `${(rate / 1e6).toFixed(1)}M` : Math.round(rate).toLocaleString("en-US");
}

function timeLeft(task: Task): string {
  if (task.done === 0) return "…";
  return formatSeconds((elapsed(task) / task.done) * (task.total - task.done));
}

/** Formats a duration: `42 s`, `3 min 05 s`, `2 h 10 min`. */
export function formatSeconds(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const pad = (value: number) => String(value).padStart(2, "0");
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${pad(whole % 60)} s`;
  return `${Math.floor(whole / 3600)} h ${pad(Math.floor((whole % 3600) / 60))} min`;
}
