import type { NoMailReason } from '../domain/edition-audience.ts';
import type { Subscription } from '../domain/subscription.ts';

type Sentence = (reader: Subscription) => string;

const SENTENCES: Record<NoMailReason, Sentence> = {
  pending: () => 'They have not confirmed their subscription yet',
  ended: ({ endedAt }) => `Their subscription has ended${endedAt ? ` on ${endedAt.toISOString()}` : ''}`,
  suppressed: ({ suppressedBecause = '' }) => `We must not write to their address (${suppressedBecause})`,
  paused: ({ pausedUntil }) => `They have paused${pausedUntil ? ` until ${pausedUntil.toISOString()}` : ''}`,
  'joined-later': () => 'They confirmed their subscription after this edition began to be sent',
  'other-segment': () => 'The edition goes only to a segment that they are not in',
  'other-topics': () => 'It holds nothing about the topics they chose',
  'other-cadence': ({ cadence }) => `They get what it is about at another pace (${cadence})`,
};

/** Why a reader gets nothing of an edition, for an editor. */
export const whyNoMailInWords = ({ because, reader }: { because: NoMailReason; reader: Subscription }): string =>
  `This reader gets nothing of this edition. ${SENTENCES[because](reader)}.`;
