import { leavingsInMemory, recipientsInMemory } from '../../lambdas/audience/index.ts';
import { campaignsInMemory } from '../../lambdas/delivery/campaigns-in-memory.ts';
import type { SendDeps } from '../../lambdas/delivery/chunk-work.ts';
import { isPipeProven } from '../../lambdas/delivery/event-pipe.ts';
import { evidenceInMemory } from '../../lambdas/delivery/evidence.ts';
import { ledgersInMemory } from '../../lambdas/delivery/ledgers.ts';
import { linesInMemory } from '../../lambdas/delivery/lines.ts';
import { manifestsInMemory } from '../../lambdas/delivery/manifests.ts';
import { messageIdsInMemory } from '../../lambdas/delivery/message-ids.ts';
import type { ChunkMessage, PlanMessage } from '../../lambdas/delivery/messages.ts';
import { paceInMemory } from '../../lambdas/delivery/pace.ts';
import { planAudience } from '../../lambdas/delivery/plan-audience.ts';
import { quotasInMemory } from '../../lambdas/delivery/quotas.ts';
import { recipientListsInMemory } from '../../lambdas/delivery/recipient-lists.ts';
import { reconcile } from '../../lambdas/delivery/reconcile.ts';
import { parseWaits, type ReconcilePolicy } from '../../lambdas/delivery/reconcile-policy.ts';
import { recordEvidence } from '../../lambdas/delivery/record-evidence.ts';
import { sendChunk } from '../../lambdas/delivery/send-chunk.ts';
import type { Publication } from '../../lambdas/domain/publication.ts';
import type { Subscription } from '../../lambdas/domain/subscription.ts';
import { outboxInMemory } from '../../lambdas/platform/queue.ts';
import { aCampaign, aSubscription, START } from './samples.ts';
import { type SesModel, sesModel } from './ses-model.ts';

const RUN_MS = 60_000;
export const RECONCILE_AFTER_SECONDS = 900;

/** As much of it as delivery reads. */
const aPublication: Pick<Publication, 'timeZone' | 'tracking'> = { timeZone: 'Europe/Berlin' };

/** Everything delivery works with, in memory, with a clock that only moves when somebody waits. */
export function aWorld({ readers = 25, ses = sesModel() }: { readers?: number | Subscription[]; ses?: SesModel } = {}) {
  const given = typeof readers === 'number' ? Array.from({ length: readers }, (_, n) => aSubscription(n)) : readers;
  const subscriptions = new Map(given.map((one) => [one.subscriberId, one]));
  const ledgers = ledgersInMemory();
  const campaigns = campaignsInMemory(ledgers);
  const plans = outboxInMemory<PlanMessage>();
  const chunks = outboxInMemory<ChunkMessage>();
  const markedSent: string[] = [];
  const quotas = quotasInMemory();
  const lines = linesInMemory();
  let time = START.getTime();
  const world = {
    ses,
    subscriptions,
    campaigns,
    ledgers,
    manifests: manifestsInMemory(),
    evidence: evidenceInMemory(),
    messageIds: messageIdsInMemory(),
    lists: recipientListsInMemory(),
    leavings: leavingsInMemory(),
    recipients: recipientsInMemory(subscriptions),
    quotas,
    quota: quotas.known,
    lines,
    pace: paceInMemory(50, quotas, lines.all),
    plans,
    chunks,
    markedSent,
    publications: { find: async () => aPublication },
    /** Who cannot be written to, by address. */
    unwritable: new Set<string>(),
    whenSilent: 'hold' as ReconcilePolicy['whenSilent'],
    /** Events that lie among the dead letters. */
    lostEvents: 0,
    /** Events that somebody is about to record. */
    eventsUnderWay: 0,
    reconcileAfterSeconds: RECONCILE_AFTER_SECONDS,
    now: () => new Date(time),
    sleep: async (ms: number) => {
      time += ms;
    },
    wait: (seconds: number) => {
      time += seconds * 1000;
    },

    html: async () => '',
    /** @param changes - of the campaign */
    start: (changes: Parameters<typeof aCampaign>[0] = {}) => campaigns.start(aCampaign(changes)),
    /** @param remainingMs - of the run; with few it cuts ten chunks and leaves the others to the next one */
    plan: (message: PlanMessage = { campaignId: 'ruhr-12', shard: 0 }, remainingMs = RUN_MS) =>
      planAudience(message, { ...world, remainingMs: () => remainingMs }),
    /** A sender's collaborators for one run that begins now. */
    senderDeps(): SendDeps {
      const end = time + RUN_MS;
      return {
        ...world,
        send: ses.send,
        configurationSet: 'bulk',
        pastListConfigurationSet: 'past-list',
        trackedConfigurationSet: 'tracked',
        trackedPastListConfigurationSet: 'tracked-past-list',
        remainingMs: () => end - time,
        letters: async () => ({
          from: 'news@mail.example.org',
          isFor: (topics) => topics.length === 0 || topics.includes('schule'),
          write: ({ address }) => {
            if (world.unwritable.has(address)) throw new RangeError('A slot is missing');
            return `To: ${address}`;
          },
        }),
      };
    },
    send: (chunk = '00-000001', changes: Partial<SendDeps> = {}) =>
      sendChunk({ campaignId: 'ruhr-12', chunk }, { ...world.senderDeps(), ...changes }),
    policy: (): ReconcilePolicy => ({
      ...parseWaits(String(world.reconcileAfterSeconds)),
      whenSilent: world.whenSilent,
      eventsUnderWay: async () => world.eventsUnderWay,
      isPipeProven: (campaign, until) =>
        isPipeProven(campaign, until, { ...world, lostEvents: async () => world.lostEvents }),
    }),
    sweep: () =>
      reconcile({
        ...world,
        policy: world.policy(),
        markSent: async ({ editionId }) => void markedSent.push(editionId),
      }),
    hear: (events: string[]) =>
      recordEvidence(
        events.map((body, id) => ({ id: String(id), body })),
        world,
      ),
    hearAll: () => world.hear(ses.events.splice(0)),
    ledger: async (chunk = '00-000001') => {
      const found = await ledgers.find('ruhr-12', chunk);
      if (!found) throw new Error(`There is no chunk ${chunk}`);
      return found;
    },
    campaign: async () => {
      const found = await campaigns.find('ruhr-12');
      if (!found) throw new Error('There is no campaign');
      return found;
    },
    totals: () => campaigns.totals('ruhr-12'),
    /** Started and planned, ready to send. */
    async ready(changes: Parameters<typeof aCampaign>[0] = {}) {
      await world.start(changes);
      await world.plan();
      return world;
    },
    /** Minutes pass, without faults: messages are handled, events heard, sweeps run. @returns when it has ended */
    async untilOver(minutes = 60) {
      for (let minute = 0; minute < minutes && !(await world.campaign()).totals; minute += 1) {
        for (const message of plans.sent.splice(0)) await world.plan(message);
        for (const { chunk } of chunks.sent.splice(0)) await world.send(chunk);
        await world.hearAll();
        await world.sweep();
        world.wait(60);
      }
      return world.campaign();
    },
  };
  return world;
}

export type World = ReturnType<typeof aWorld>;

/** Addresses that SES took more than once. */
export const duplicates = ({ ses }: World) => [...ses.accepted].filter(([, times]) => times > 1);
