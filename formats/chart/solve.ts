/**
 * The unknowns that fit all equations best, in least squares, or undefined when the equations do not determine them.
 * Each row holds the factors of the unknowns and, last, the value wanted. Normal equations by elimination with pivots:
 * good for the handful of well-scaled unknowns of this folder.
 */
export function leastSquares(rows: readonly (readonly number[])[]): readonly number[] | undefined {
  const unknowns = (rows[0]?.length ?? 1) - 1;
  if (unknowns < 1 || rows.length < unknowns) return undefined;
  const matrix = Array.from({ length: unknowns }, (_, i) =>
    Array.from({ length: unknowns + 1 }, (_, j) => rows.reduce((sum, row) => sum + (row[i] as number) * (row[j] as number), 0)),
  );
  for (let column = 0; column < unknowns; column++) if (!eliminate(matrix, column)) return undefined;
  return matrix.map((row, i) => (row[unknowns] as number) / (row[i] as number));
}

function eliminate(matrix: number[][], column: number): boolean {
  const rest = matrix.slice(column).map((row) => Math.abs(row[column] as number));
  const pivot = column + rest.indexOf(Math.max(...rest));
  const size = Math.max(...matrix.flat().map(Math.abs));
  if (Math.abs(matrix[pivot]?.[column] as number) < size * 1e-13) return false;
  [matrix[column], matrix[pivot]] = [matrix[pivot] as number[], matrix[column] as number[]];
  const from = matrix[column] as number[];
  matrix.forEach((row, i) => {
    if (i === column) return;
    const factor = (row[column] as number) / (from[column] as number);
    for (let j = column; j < row.length; j++) row[j] = (row[j] as number) - factor * (from[j] as number);
  });
  return true;
}
