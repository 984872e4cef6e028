/** What surrounds a command: the process as it is, or what a test puts in its place. */
export interface CommandContext {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** Whether tasks may go to worker threads; sources that were not built cannot. */
  readonly threads: boolean;
}

/** A stream to write to, which may be a terminal of so many columns. */
export type OutputStream = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
