/** The part of an `AbortSignal` that a long computation needs. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  readonly reason?: unknown;
}
