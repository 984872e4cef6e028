/** As much of an `AbortSignal` as training needs. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  readonly reason?: unknown;
}
