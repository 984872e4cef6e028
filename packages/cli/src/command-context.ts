/** The environment of a command: the process, or a test's substitute. */
export interface CommandContext {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** Whether tasks may run in worker threads; unbuilt sources cannot. */
  readonly threads: boolean;
}

/** An output stream, which may be a terminal with this many columns. */
export type OutputStream = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
