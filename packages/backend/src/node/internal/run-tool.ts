import { spawn } from "node:child_process";

/** The environment of a tool. */
export interface ToolContext {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
}

/** Result of a tool. */
export interface ToolResult {
  /** The exit code; undefined when it is not there, or was ended by a signal. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end and collects what it says. Never throws but when it is interrupted. */
export async function runTool(command: string, args: readonly string[], context: ToolContext): Promise<ToolResult> {
  const { environment, signal } = context;
  signal?.throwIfAborted();
  const result = await new Promise<ToolResult>((resolve) => {
    const child = spawn(command, args, {
      env: environment as NodeJS.ProcessEnv,
      stdio: ["ignore", "pipe", "pipe"],
      ...(signal === undefined ? {} : { signal }),
    });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (data) => {
      stdout += data;
    });
    child.stderr.on("data", (data) => {
      stderr += data;
    });
    child.on("error", (error) => resolve({ code: undefined, stdout, stderr: error.message }));
    child.on("close", (code) => resolve({ code: code ?? undefined, stdout, stderr }));
  });
  signal?.throwIfAborted();
  return result;
}

/** The first line that is not empty. */
export function firstLine(text: string): string {
  return (
    text
      .split("\n")
      .find((line) => line.trim() !== "")
      ?.trim() ?? ""
  );
}
