import type { Environment } from "./environment.ts";

/** Where the stages of a pipeline are kept, and what their results depend on besides their inputs. */
export interface PipelinePlace {
  /** Holds a folder for each stage. */
  readonly directory: string;
  /** What `shared` is, in a few words of plain data: stages whose results came of something else run again. */
  readonly identity?: unknown;
  /** What changes the last digits of results. Default: nothing. */
  readonly environment?: Environment;
}
