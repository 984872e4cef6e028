/** The bounds of the rows of a request, and what times it. */
export interface RowBounds {
  readonly min: number;
  readonly max: number;
  readonly start: number;
  /** The time of one try. Half of it is too long for an answer. */
  readonly timeoutMs: number;
}

/** Why a request was too much: its size, the time that it takes, or the requests of a time. */
export type Blame = "size" | "time" | "rate";

/** Finds how many rows a request had better have, from how the requests so far ended. */
export interface RowControl {
  readonly rows: number;
  /** The most rows that were ever answered. */
  readonly accepted: number;
  answered(rows: number, ms: number): void;
  failed(rows: number, blame: Blame): void;
}

/** Answers of one size before it is judged. */
const ANSWERS = 4;
/** So much faster, of what would be as many times faster as there are more rows, they must be answered to be worth it. */
const [LEAST_GAIN, LEAST_SHARE] = [0.05, 0.4];
/** After a size was found no better, or failed again, so many times {@link ANSWERS} come before the next trial. */
const PATIENCE = 8;

/**
 * Additive increase, multiplicative decrease: rows double until something goes wrong or they bring nothing, then they
 * grow by an eighth as long as a row takes less time than before. What fails halves them; what fails for once, as a
 * busy service may, lets them double again up to where they were. A size that was refused is not tried again; between
 * it and the largest that was answered at most the middle is.
 */
export function createRowControl({ min, max, start, timeoutMs }: RowBounds): RowControl {
  let rows = Math.min(max, Math.max(min, start));
  let [accepted, refused, waits] = [0, Number.POSITIVE_INFINITY, 0];
  /** Rows double up to here. */
  let known = max;
  let answersSinceFailure = Number.POSITIVE_INFINITY;
  /** The size that is kept unless another is better, and its rows per millisecond. */
  let kept: { readonly rows: number; readonly rate: number } | undefined;
  let seen = { answers: 0, ms: 0 };

  function go(to: number): void {
    rows = Math.min(max, Math.max(min, to));
    seen = { answers: 0, ms: 0 };
  }

  function grow(): void {
    const wanted = rows < known ? Math.min(2 * rows, known) : rows + Math.max(1, rows >> 3);
    go(wanted < refused ? wanted : rows + Math.floor((refused - rows) / 2));
  }

  function failed(count: number, blame: Blame): void {
    if (blame === "size") refuse(count);
    // Of several that were under way together one alone makes the rows fewer: the others have more than these.
    else if (count <= rows) {
      const isForOnce = answersSinceFailure >= PATIENCE * ANSWERS;
      [known, waits] = isForOnce ? [rows, 0] : [0, PATIENCE];
      answersSinceFailure = 0;
      go(count >> 1);
    }
    kept = undefined;
  }

  function refuse(count: number): void {
    [known, waits] = [0, 0];
    refused = Math.min(refused, count);
    // What was answered once may be refused later.
    if (accepted >= refused) accepted = 0;
    go(Math.min(rows, Math.max(count >> 1, accepted)));
  }

  function judge(rate: number): void {
    const more = kept === undefined ? 0 : rows / kept.rows - 1;
    if (more > 0 && rate < (1 + Math.min(LEAST_GAIN, LEAST_SHARE * more)) * kept!.rate) {
      [known, waits] = [0, PATIENCE];
      go(kept!.rows);
    } else if (waits === 0) {
      kept = { rows, rate };
      grow();
    } else {
      kept = { rows, rate };
      waits--;
      go(rows);
    }
  }

  function observe(ms: number): void {
    seen = { answers: seen.answers + 1, ms: seen.ms + ms };
    if (seen.answers === ANSWERS) judge((ANSWERS * rows) / Math.max(seen.ms, Number.MIN_VALUE));
  }

  return {
    get rows() {
      return rows;
    },
    get accepted() {
      return accepted;
    },
    failed,
    answered(count, ms) {
      accepted = Math.max(accepted, count);
      answersSinceFailure++;
      if (ms > timeoutMs / 2) failed(count, "time");
      // The last part of a batch, or one that was cut before the rows changed, says nothing about them.
      else if (count === rows) observe(ms);
    },
  };
}
