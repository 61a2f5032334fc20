import { type Fault, RundbriefError } from '../domain/errors.ts';

/**
 * - `expired`: the way to the provider and back took too long, was walked twice, or began in another browser
 * - `cancelled`: the person or the provider said no
 * - `refused`: what the provider gave us does not hold
 * - `unreachable`: the provider does not answer
 */
export type SignInProblem = 'expired' | 'cancelled' | 'refused' | 'unreachable';

const FAULTS: Record<SignInProblem, Fault> = {
  expired: 'expired',
  cancelled: 'denied',
  refused: 'denied',
  unreachable: 'unavailable',
};

/** Why somebody could not sign in; the page says it in their language. */
export class SignInError extends RundbriefError {
  readonly problem: SignInProblem;

  constructor(problem: SignInProblem, options?: { cause?: unknown }) {
    super(FAULTS[problem], `Signing in failed: ${problem}`, options);
    this.problem = problem;
  }
}
