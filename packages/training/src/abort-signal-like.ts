/** The part of an `AbortSignal` that training needs. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  readonly reason?: unknown;
}
