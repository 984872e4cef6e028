type Rows = readonly (readonly number[])[];

/** A recurrent layer with its weights, `[inputs, gates · units]`, in the order of TensorFlow.js: update, reset, candidate; or input, forget, candidate, output. */
export interface RecurrentOracleLayer {
  readonly cell: "gru" | "lstm";
  readonly kernel: Rows;
  readonly recurrentKernel: Rows;
  readonly bias: readonly number[];
  readonly activation: (sum: number) => number;
  readonly gateActivation: (sum: number) => number;
}

/** The states after each position of one sequence, unit by unit from the definition, in float64; positions that do not count keep the state. */
export function recurrentOracle(sequence: Rows, counts: readonly boolean[], layer: RecurrentOracleLayer): number[][] {
  const { cell, kernel, recurrentKernel, bias, activation, gateActivation } = layer;
  const units = recurrentKernel.length;
  const dot = (inputs: readonly number[], weights: Rows, column: number) =>
    inputs.reduce((sum, input, at) => sum + input * weights[at]![column]!, 0);
  let hidden = new Array<number>(units).fill(0);
  let cells = hidden;
  return sequence.map((inputs, position) => {
    if (counts[position] !== true) return hidden;
    const sum = (index: number, unit: number, state: readonly number[]) => {
      const column = index * units + unit;
      return bias[column]! + dot(inputs, kernel, column) + dot(state, recurrentKernel, column);
    };
    const gate = (index: number) => hidden.map((_, unit) => gateActivation(sum(index, unit, hidden)));
    if (cell === "gru") {
      const [update, reset] = [gate(0), gate(1)];
      const kept = hidden.map((one, unit) => reset[unit]! * one);
      hidden = hidden.map((one, unit) => one + (1 - update[unit]!) * (activation(sum(2, unit, kept)) - one));
      return hidden;
    }
    const [input, forget, output] = [gate(0), gate(1), gate(3)];
    cells = cells.map((one, unit) => forget[unit]! * one + input[unit]! * activation(sum(2, unit, hidden)));
    hidden = cells.map((one, unit) => output[unit]! * activation(one));
    return hidden;
  });
}
