/**
 * Templates that publications have brought along, and those that are to be looked at first.
 *
 *   pk  PUB#<publicationId>      sk  TEMPLATE                     the one in use
 *                                sk  TEMPLATE-CHECK#<requestId>   one that was handed in, and what became of it; for a day
 *
 * What is handed in lies here and not in a queue: it may have 200 kB, and only whoever renders can look at it.
 */
import type { TemplateFault } from './template-fault.ts';

export interface OwnTemplate {
  publicationId: string;
  /** MJML with Liquid around it. */
  source: string;
  /** The subject of an editor's session, or `api`. */
  by: string;
  takenAt: Date;
}

export interface TemplateProposal {
  publicationId: string;
  requestId: string;
  source: string;
  by: string;
  at: Date;
  /** Nothing comes of it but the faults. */
  isTrial: boolean;
  /** Absent until it was looked at. */
  outcome?: TemplateOutcome;
}

export interface TemplateOutcome {
  /** `checked`: it could be taken, but was only to be looked at. */
  kind: 'taken' | 'checked' | 'refused';
  faults: TemplateFault[];
}

export interface OwnTemplates {
  /** @returns undefined for a publication that uses one of ours */
  find(publicationId: string): Promise<OwnTemplate | undefined>;
  /** From now on; editions that were composed stay as they are. */
  put(template: OwnTemplate): Promise<void>;
  /** Back to one of ours. Repeating it is harmless. */
  remove(publicationId: string): Promise<void>;

  propose(proposal: TemplateProposal): Promise<void>;
  findProposal(publicationId: string, requestId: string): Promise<TemplateProposal | undefined>;
  answerProposal(proposal: TemplateProposal, outcome: TemplateOutcome): Promise<void>;
}
