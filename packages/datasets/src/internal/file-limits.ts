/** Limits of what the bytes of a file may stand for when it is read. */
export interface FileLimits {
  /** Takes from what is left. @throws RangeError when there is not as much */
  take(what: "cells" | "bytes", count: number): void;
}

/** For what has taken from the limits of its file before. */
export const NO_LIMITS: FileLimits = { take() {} };

/** So much has room on every machine. */
const [SOME_CELLS, SOME_BYTES] = [2 ** 22, 2 ** 26];
/** A table of bits takes 8 cells a byte, and runs of equal cells less; deflate makes a byte of about 1,000 at most. */
const [CELLS_PER_BYTE, BYTES_PER_BYTE] = [128, 1024];

/** Limits for all cells, and all decompressed bytes, of a file of some length: a small file does not fill the memory. */
export function fileLimits(length: number): FileLimits {
  const left = {
    cells: Math.max(SOME_CELLS, CELLS_PER_BYTE * length),
    bytes: Math.max(SOME_BYTES, BYTES_PER_BYTE * length),
  };
  return {
    take(what, count) {
      left[what] -= count;
      if (left[what] < 0) throw new RangeError(`more ${what} than ${length} bytes may stand for`);
    },
  };
}
