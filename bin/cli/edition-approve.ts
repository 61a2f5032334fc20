import type { Command } from 'commander';
import * as z from 'zod';
import { type EditionAnswer, editionAnswer, publicationAnswer } from '../../lambdas/console/answers.ts';
import { type ApiClient, path } from './api-client.ts';
import { asSeen } from './edition-show.ts';
import { type Cli, does, verb } from './verbs.ts';

const publications = z.object({ publications: z.array(publicationAnswer) });

export function approvalVerbs(group: Command): void {
  verb(group, 'approve <edition>', 'say that a draft may go out as it is; any change of it voids that')
    .option(
      '--at <time>',
      'it goes out by itself then: 2026-11-24T07:00 by the clocks of the publication, or with an offset',
    )
    .option('--seen <hash>', 'the content as you saw it; refused when it has changed since')
    .action(does(approve));
  verb(group, 'withdraw <edition>', 'take an approval back, and the time it would go out at').action(does(withdraw));
}

async function approve({ out, api }: Cli, id: string, { at, seen }: { at?: string; seen?: string }): Promise<void> {
  const client = await api();
  const { contentHash } = asSeen(await client.get(path`/editions/${id}`, editionAnswer), seen);
  // With a blank, as people write it.
  const sendAt = at?.trim().replace(/^(\d{4}-\d{2}-\d{2}) +/, '$1T');
  const edition = await client.put(path`/editions/${id}/approval`, { contentHash, sendAt }, editionAnswer);
  const when = edition.sendAt && (await onItsClocks(edition, edition.sendAt, client));
  out.result({ id, contentHash, sendAt: edition.sendAt }, () => [
    when
      ? `${id} is approved and goes out on ${when}`
      : `${id} is approved. Send it with: rundbrief editions send ${id}`,
  ]);
}

async function withdraw({ out, api }: Cli, id: string): Promise<void> {
  const client = await api();
  const { contentHash } = await client.get(path`/editions/${id}`, editionAnswer);
  await client.delete(path`/editions/${id}/approval`, editionAnswer, { contentHash });
  out.result({ id, contentHash }, () => [`${id} is not approved any more, and does not go out by itself`]);
}

/** As the clocks of its publication show it, with their zone. */
async function onItsClocks({ publicationId }: EditionAnswer, at: string, client: ApiClient): Promise<string> {
  const { publications: all } = await client.get('/publications', publications);
  const timeZone = all.find(({ id }) => id === publicationId)?.timeZone ?? 'UTC';
  const clock = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone });
  return `${clock.format(new Date(at))} (${timeZone})`;
}
