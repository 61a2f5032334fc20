import type { AudienceRecords } from '../records/audience-records.ts';
import type { Trace } from '../records/traces.ts';
import { publicationsIn } from './publications-in.ts';

type FormerDeps = Pick<AudienceRecords, 'traces' | 'subscriptions'>;

/** A person under one id, with what lies there. */
export interface Self {
  subscriberId: string;
  traces: Trace[];
}

/**
 * The person and who they were before each change of their address, newest first. An address that was subscribed again
 * since belongs to whoever did that, so it is not among them.
 */
export async function selvesOf(subscriberId: string, deps: FormerDeps): Promise<Self[]> {
  const selves: Self[] = [];
  const toLookAt = [subscriberId];
  for (const id of toLookAt) {
    const self = { subscriberId: id, traces: await deps.traces.list(id) };
    if (id !== subscriberId && (await isSubscribedAgain(self, deps))) continue;
    selves.push(self);
    for (const former of formerIdsIn(self)) if (!toLookAt.includes(former)) toLookAt.push(former);
  }
  return selves;
}

/** A confirmed change is in the proofs, and those outlive an erasure: one that was cut off finds them again. */
function formerIdsIn({ traces }: Self): string[] {
  return traces
    .filter(({ kind, place }) => kind === 'proof' && place[2] === 'address-changed')
    .map(({ values }) => String(values.statement))
    .filter((id) => /^[\w-]{22}$/.test(id));
}

async function isSubscribedAgain({ subscriberId, traces }: Self, { subscriptions }: FormerDeps): Promise<boolean> {
  for (const publicationId of publicationsIn(traces)) {
    const subscription = await subscriptions.find(publicationId, subscriberId);
    if (subscription && subscription.status !== 'ended') return true;
  }
  return false;
}
