import type { Environment } from "./environment.ts";

/** Where the stages of a pipeline are stored, and what their results depend on besides their inputs. */
export interface PipelinePlace {
  /** The directory with a folder for each stage. */
  readonly directory: string;
  /** Identifies the shared data, as a little plain data. Stages with results from other data run again. */
  readonly identity?: unknown;
  /** Settings that change the last digits of results. Default: none. */
  readonly environment?: Environment;
}
