/** The lower half of a symmetric matrix: line i holds i + 1 numbers. */
export type Square = Float64Array[]

/**
 * x with matrix · x = right, for a positive definite matrix, by Cholesky's decomposition. The matrix is used up.
 * @see Golub and Van Loan, Matrix Computations, 4.2
 */
export function solve(matrix: Square, right: readonly number[]): number[] {
  matrix.forEach((line, i) => {
    for (let j = 0; j <= i; j++) {
      const other = matrix[j] ?? line
      let sum = line[j] ?? 0
      for (let k = 0; k < j; k++) sum -= (line[k] ?? 0) * (other[k] ?? 0)
      line[j] = i === j ? Math.sqrt(Math.max(sum, Number.MIN_VALUE)) : sum / (other[j] ?? 1)
    }
  })
  const found = [...right]
  matrix.forEach((line, i) => {
    let sum = found[i] ?? 0
    for (let k = 0; k < i; k++) sum -= (line[k] ?? 0) * (found[k] ?? 0)
    found[i] = sum / (line[i] ?? 1)
  })
  for (let i = matrix.length - 1; i >= 0; i--) {
    let sum = found[i] ?? 0
    for (let k = i + 1; k < matrix.length; k++) sum -= (matrix[k]?.[i] ?? 0) * (found[k] ?? 0)
    found[i] = sum / (matrix[i]?.[i] ?? 1)
  }
  return found
}
