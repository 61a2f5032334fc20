import type { SourceAnswer } from '../../lambdas/console/answers.ts';

/** What the last poll brought, in plain words. */
export function pollInWords({ status, failures, lastError, lastResult }: SourceAnswer): string {
  if (failures > 0) return `failed: ${lastError ?? 'for an unknown reason'}`;
  if (status === 'held') return `held: ${lastError ?? 'it waits for an editor'}`;
  return lastResult ?? 'not polled yet';
}
