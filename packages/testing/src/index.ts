import "./matchers.ts";

export { expectGradient, type GradientCheckOptions, type Rows } from "./expect-gradient.ts";
export type { Numeric, Tolerance } from "./to-be-all-close.ts";
