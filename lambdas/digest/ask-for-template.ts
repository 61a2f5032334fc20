import { randomUUID } from 'node:crypto';
import { RundbriefError } from '../domain/errors.ts';
import type { Outbox } from '../platform/queue.ts';
import type { TemplateMessage } from './messages.ts';
import type { OwnTemplates } from './own-templates.ts';
import { LONGEST_TEMPLATE } from './template-fault.ts';

interface AskingDeps {
  ownTemplates: Pick<OwnTemplates, 'propose'>;
  compositions: Outbox<TemplateMessage>;
  now: () => Date;
}

/**
 * Hands in a template: whoever renders looks at it, and takes it if nothing speaks against it. Until then the publication's
 * mails look as before.
 *
 * @param isTrial - only to be looked at
 * @returns the id under which its outcome will be noted
 * @throws RundbriefError `invalid` for one that is larger than any mail
 */
export async function askForTemplate(
  wish: { publicationId: string; source: string; by: string; isTrial: boolean },
  { ownTemplates, compositions, now }: AskingDeps,
): Promise<{ requestId: string }> {
  if (Buffer.byteLength(wish.source) > LONGEST_TEMPLATE) {
    throw new RundbriefError('invalid', 'The template is larger than 200 kB, more than any mail can hold');
  }
  const requestId = randomUUID();
  await ownTemplates.propose({ requestId, ...wish, at: now() });
  await compositions.send({ kind: 'template', requestId, publicationId: wish.publicationId });
  return { requestId };
}
