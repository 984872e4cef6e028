import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { oneLine } from "@dark-knowledge/core";
import { decodeMessage } from "./decode-message.ts";
import { lastWords } from "./last-words.ts";
import { createMessageReader, type Message } from "./message-reader.ts";

/** The process to start. */
export interface ProcessOptions {
  /** Read by a shell, or the program and its arguments. */
  readonly command: string | readonly string[];
  readonly cwd?: string;
  /** The whole environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A process that was started once and is asked one thing at a time. */
export interface TeacherProcess {
  readonly isAlive: boolean;
  /** Whether the last message was an Arrow stream. */
  readonly speaksArrow: boolean;
  /**
   * Given a signal that is not aborted yet, writes a message and gives what the next one says that comes. Rejects when
   * the process ends or writes something else; it is killed then.
   */
  exchange(parts: readonly Uint8Array[], limits: ExchangeLimits): Promise<Readonly<Record<string, unknown>>>;
  /** Ends the input, and the process where that does not end it. */
  close(): Promise<void>;
}

/** When to give a process up. */
interface ExchangeLimits {
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
}

const KEPT_STDERR = 2 ** 13;
const CLOSE_MS = 5000;

/** Starts a process. Nothing is known of its success before the first exchange. */
export function startProcess(options: ProcessOptions): TeacherProcess {
  const child = spawnGroup(options);
  const read = createMessageReader();
  let stderr = "";
  let speaksArrow = false;
  let waiting: { resolve(message: Message): void; reject(error: Error): void } | undefined;
  let ended: Error | undefined;

  const end = (why: string) => {
    if (ended !== undefined) return;
    const words = lastWords(stderr);
    const name = oneLine([options.command].flat().join(" "), 80);
    ended = new Error(`${name} ${why}${words === "" ? "" : `; the end of its stderr: ${words}`}`);
    kill(child);
    waiting?.reject(ended);
    waiting = undefined;
  };
  child.on("error", (error) => end(`cannot be started (${error.message})`));
  // Not "exit": by then its last words may not have been read.
  child.on("close", (code, signal) => end(code === null ? `was ended by ${signal}` : `ended with code ${code}`));
  // A process may end before it has read everything; its end is reported.
  child.stdin.on("error", () => {});
  child.stderr.on("data", (chunk: Buffer) => {
    stderr = (stderr + chunk.toString()).slice(-KEPT_STDERR);
  });
  child.stdout.on("data", (chunk: Buffer) => {
    try {
      for (const message of read(chunk)) {
        if (waiting === undefined) throw new Error("wrote an answer without a question");
        waiting.resolve(message);
        waiting = undefined;
      }
    } catch (error) {
      end((error as Error).message);
    }
  });

  return {
    get isAlive() {
      return ended === undefined;
    },
    get speaksArrow() {
      return speaksArrow;
    },
    async exchange(parts, { signal, timeoutMs }) {
      if (ended !== undefined) throw ended;
      const onAbort = () => end("was aborted");
      const timer =
        timeoutMs === undefined ? undefined : setTimeout(() => end(`gave no answer in ${timeoutMs} ms`), timeoutMs);
      signal?.addEventListener("abort", onAbort);
      keepsNodeAlive(child, true);
      try {
        const message = await new Promise<Message>((resolve, reject) => {
          waiting = { resolve, reject };
          for (const part of parts) child.stdin.write(part);
        });
        speaksArrow = "stream" in message;
        return await decodeMessage(message);
      } catch (error) {
        end((error as Error).message);
        throw signal?.aborted ? signal.reason : ended;
      } finally {
        clearTimeout(timer);
        signal?.removeEventListener("abort", onAbort);
        keepsNodeAlive(child, false);
      }
    },
    async close() {
      if (ended !== undefined) return;
      keepsNodeAlive(child, true);
      const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
      child.stdin.end();
      const timer = setTimeout(() => kill(child), CLOSE_MS);
      await closed;
      clearTimeout(timer);
    },
  };
}

function spawnGroup({ command, cwd, env }: ProcessOptions): ChildProcessWithoutNullStreams {
  const [file, args] = typeof command === "string" ? [command, []] : [command[0]!, command.slice(1)];
  return spawn(file, args, {
    stdio: "pipe",
    shell: typeof command === "string",
    // A group of its own, so that what a shell has started can be killed too.
    detached: process.platform !== "win32",
    env: env as NodeJS.ProcessEnv,
    ...(cwd === undefined ? {} : { cwd }),
  });
}

/**
 * An idle process does not keep this one alive: when this process ends, so does the input, and with it the teacher's
 * process.
 */
function keepsNodeAlive(child: ChildProcessWithoutNullStreams, keeps: boolean): void {
  const method = keeps ? "ref" : "unref";
  child[method]();
  for (const stream of [child.stdin, child.stdout, child.stderr])
    (stream as unknown as { ref(): void; unref(): void })[method]();
}

function kill(child: ChildProcessWithoutNullStreams): void {
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === "win32" ? child.pid : -child.pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}
