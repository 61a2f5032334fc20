/** A reason why the local run cannot start or go on, in one line that says what to do. */
export class LocalError extends Error {
  override readonly name = 'LocalError';
}
