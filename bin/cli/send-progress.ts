import { type CampaignAnswer, reportAnswer } from '../../lambdas/console/answers.ts';
import { type ApiClient, path } from './api-client.ts';
import { CliFailure } from './failures.ts';
import type { Output } from './output.ts';
import { until } from './waiting.ts';

const START_TIMEOUT_MS = 120_000;
/** An unknown outcome may wait a quarter of an hour for evidence, and then some. */
const STANDSTILL_TIMEOUT_MS = 45 * 60_000;

const ENDS = new Set<CampaignAnswer['status']>(['closed', 'paused', 'cancelled']);

/**
 * Watches one of an edition's campaigns, the first where nothing is said, until it is closed, paused or cancelled, or only waits for hours of its readers.
 *
 * @throws CliFailure when it does not begin, or when nothing moves for 45 minutes
 */
export async function awaitCampaign(
  out: Output,
  client: ApiClient,
  edition: string,
  campaign = edition,
): Promise<CampaignAnswer> {
  const look = async () => {
    const report = await client.find(path`/editions/${edition}/report`, reportAnswer);
    return report?.campaigns.find((one) => one.campaign === campaign);
  };
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
  look: () => Promise<CampaignAnswer | undefined>,
  { report, onChange }: { report: CampaignAnswer; onChange: (report: CampaignAnswer) => void },
): Promise<CampaignAnswer> {
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

const settled = ({ accepted, skipped, failed, held }: CampaignAnswer) => accepted + skipped + failed + held;
