import { log } from '../platform/log.ts';
import type { Publications } from '../publications/index.ts';
import type { Recipients } from './records/recipients.ts';

export interface CountDeps {
  publications: Pick<Publications, 'list' | 'recordReaders'>;
  recipients: Pick<Recipients, 'count'>;
  now: () => Date;
}

/**
 * Counts who gets mail of each publication, which publishers are told when we ask them for news. Each is counted alone;
 * counting again is safe.
 */
export async function countSubscribers({ publications, recipients, now }: CountDeps): Promise<void> {
  const failures: unknown[] = [];
  for (const { id } of await publications.list()) {
    try {
      const at = now();
      await publications.recordReaders(id, await recipients.count(id), at);
    } catch (error) {
      log.error('The subscribers of a publication could not be counted', { publicationId: id });
      failures.push(error);
    }
  }
  if (failures.length) throw new AggregateError(failures, `${failures.length} publications could not be counted`);
}
