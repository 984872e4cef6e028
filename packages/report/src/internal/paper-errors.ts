/** The paper's test errors on MNIST, by the names of our nets; all are of single runs on 10,000 examples. */
export const PAPER_ERRORS: Readonly<Record<string, string>> = {
  teacher: "67",
  hard: "146",
  distilled: "74",
  "without-3s": "206, 133 on 3s",
  "without-3s by test errors": "109, 14 on 3s; +3.5",
  "only-7s-and-8s": "47.3 %",
  "only-7s-and-8s by test errors": "13.2 %; −7.6",
};

/** The same as shares of the test examples, from 0 to 1. */
export const PAPER_ERROR_RATES: Readonly<Record<string, number>> = {
  teacher: 0.0067,
  hard: 0.0146,
  distilled: 0.0074,
  "without-3s": 0.0206,
  "without-3s by test errors": 0.0109,
  "only-7s-and-8s": 0.473,
  "only-7s-and-8s by test errors": 0.132,
};
