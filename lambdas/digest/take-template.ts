/**
 * A template that somebody handed in is looked at, and taken if nothing blocks.
 *
 * A template in use is never broken by a worse one; and what was composed before stays as it was, so that no draft and no
 * sending changes under anybody's hands.
 */
import { log } from '../platform/log.ts';
import type { Publications } from '../publications/index.ts';
import { checkTemplate } from './check-template.ts';
import type { TemplateMessage } from './messages.ts';
import type { OwnTemplates, TemplateOutcome } from './own-templates.ts';
import { isUsable } from './template-fault.ts';

export interface TemplateDeps {
  publications: Pick<Publications, 'find'>;
  ownTemplates: OwnTemplates;
  siteUrl: string;
  now: () => Date;
}

/** Repeating a request is harmless. @returns what became of it, as it is noted; undefined when it, or its publication, is there no more */
export async function takeTemplate(
  { publicationId, requestId }: TemplateMessage,
  { publications, ownTemplates, siteUrl, now }: TemplateDeps,
): Promise<TemplateOutcome | undefined> {
  const proposal = await ownTemplates.findProposal(publicationId, requestId);
  if (!proposal || proposal.outcome) return proposal?.outcome;
  const publication = await publications.find(publicationId);
  if (!publication) return undefined;
  const { source, by, isTrial } = proposal;
  const faults = await checkTemplate(source, { publication, siteUrl });
  const kind = isUsable(faults) ? (isTrial ? 'checked' : 'taken') : 'refused';
  if (kind === 'taken') await ownTemplates.put({ publicationId, source, by, takenAt: now() });
  await ownTemplates.answerProposal(proposal, { kind, faults });
  log.info(`A template was ${kind}`, { publicationId, requestId, faults: faults.length });
  return { kind, faults };
}
