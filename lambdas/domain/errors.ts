/** What a caller can do about a failure; `platform/http.ts` holds the one table from fault to status code. */
export type Fault =
  | 'invalid' // mend the input
  | 'denied' // sign in, or ask for the right
  | 'not-found'
  | 'conflict' // somebody was faster: read again
  | 'expired'
  | 'limited' // come back later: too many requests
  | 'unavailable'; // the same call may succeed later

/** A failure the program expects and names. Anything else thrown is a defect, left to reach the alarm unchanged. */
export class RundbriefError extends Error {
  readonly fault: Fault;

  constructor(fault: Fault, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'RundbriefError';
    this.fault = fault;
  }

  /** True when the same call may succeed later; only these are retried. */
  get retryable(): boolean {
    return this.fault === 'unavailable';
  }
}
