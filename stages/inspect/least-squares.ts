/**
 * Weights whose sum of terms comes nearest to the values, by the normal equations. A term that the rows say nothing
 * about gets 0.
 * @param rows the terms of each value, equally many in all
 */
export function leastSquares(rows: readonly (readonly number[])[], values: readonly number[]): number[] {
  const size = rows[0]?.length ?? 0;
  const matrix = Array.from({ length: size }, () => new Array<number>(size + 1).fill(0));
  rows.forEach((terms, at) => {
    matrix.forEach((row, i) => {
      for (let j = 0; j < size; j++) row[j] = (row[j] as number) + (terms[i] as number) * (terms[j] as number);
      row[size] = (row[size] as number) + (terms[i] as number) * (values[at] as number);
    });
  });
  for (let column = 0; column < size; column++) eliminate(matrix, column);
  return matrix.map((row, i) => (row[i] === 1 ? (row[size] as number) : 0));
}

/** One step of Gauss and Jordan with the largest pivot: afterwards the column is 1 in its own row and 0 in all others. */
function eliminate(matrix: number[][], column: number): void {
  const sizeOf = (row: number): number => Math.abs(matrix[row]?.[column] as number);
  let pivot = column;
  for (let row = column + 1; row < matrix.length; row++) if (sizeOf(row) > sizeOf(pivot)) pivot = row;
  const chosen = matrix[pivot] as number[];
  matrix[pivot] = matrix[column] as number[];
  matrix[column] = chosen;
  const lead = chosen[column] as number;
  if (Math.abs(lead) < 1e-9) return;
  for (let i = 0; i < chosen.length; i++) chosen[i] = (chosen[i] as number) / lead;
  for (const row of matrix) if (row !== chosen) subtract(row, chosen, row[column] as number);
}

function subtract(from: number[], row: readonly number[], times: number): void {
  if (times === 0) return;
  for (let i = 0; i < from.length; i++) from[i] = (from[i] as number) - times * (row[i] as number);
}
