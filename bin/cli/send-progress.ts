import { type ReportAnswer, reportAnswer } from '../../lambdas/console/answers.ts';
import { type ApiClient, path } from './api-client.ts';
import { CliFailure } from './failures.ts';
import type { Output } from './output.ts';
import { until } from './waiting.ts';

const START_TIMEOUT_MS = 120_000;
/** An unknown outcome may wait a quarter of an hour for evidence, and then some. */
const STANDSTILL_TIMEOUT_MS = 45 * 60_000;

const ENDS = new Set<ReportAnswer['status']>(['closed', 'paused', 'cancelled']);

/**
 * Watches a campaign until it is closed, paused or cancelled, or only waits for hours of its readers.
 *
 * @throws CliFailure when it does not begin, or when nothing moves for 45 minutes
 */
export async function awaitCampaign(out: Output, client: ApiClient, edition: string): Promise<ReportAnswer> {
  const look = () => client.find(path`/editions/${edition}/report`, reportAnswer);
  const begun = await until(look, { timeoutMs: START_TIMEOUT_MS });
  if (!begun) throw new CliFailure(`The campaign of ${edition} has not begun after ${START_TIMEOUT_MS / 1000} seconds`);
  const progress = out.progress('Sending', begun.audience);
  try {
    return await watch(look, {
      report: begun,
      onChange: (report) => progress.update(settled(report), report.audience),
    });
  } finally {
    progress.stop();
  }
}

async function watch(
  look: () => Promise<ReportAnswer | undefined>,
  { report, onChange }: { report: ReportAnswer; onChange: (report: ReportAnswer) => void },
): Promise<ReportAnswer> {
  let last = report;
  while (!ENDS.has(last.status) && !last.waitsUntil) {
    onChange(last);
    const before = JSON.stringify(last);
    const next = await until(
      async () => {
        const now = await look();
        return now && JSON.stringify(now) !== before ? now : undefined;
      },
      { timeoutMs: STANDSTILL_TIMEOUT_MS },
    );
    if (!next)
      throw new CliFailure(
        `The campaign of ${last.edition} stands still; see: rundbrief editions report ${last.edition}`,
      );
    last = next;
  }
  return last;
}

const settled = ({ accepted, skipped, failed, held }: ReportAnswer) => accepted + skipped + failed + held;
