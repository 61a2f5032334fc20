import {
  askForTemplate,
  type OwnTemplate,
  ownTemplatesTable,
  type TemplateMessage,
  type TemplateProposal,
} from '../digest/index.ts';
import type { DynamoDBDocumentClient } from '../platform/dynamo.ts';
import { outbox } from '../platform/queue.ts';

/** Templates that publications bring along, with everything but the question bound. */
export interface TemplateDeps {
  /** @returns undefined for a publication that uses one of ours */
  findTemplate(publicationId: string): Promise<OwnTemplate | undefined>;
  removeTemplate(publicationId: string): Promise<void>;
  askForTemplate(wish: {
    publicationId: string;
    source: string;
    by: string;
    isTrial: boolean;
  }): Promise<{ requestId: string }>;
  /** @returns undefined when it was never handed in, or is forgotten */
  findProposal(publicationId: string, requestId: string): Promise<TemplateProposal | undefined>;
}

export function templateRoomsOf(
  dynamo: DynamoDBDocumentClient,
  { editionsTable, compositionsQueueUrl }: { editionsTable: string; compositionsQueueUrl: string },
  now: () => Date,
): TemplateDeps {
  const ownTemplates = ownTemplatesTable(dynamo, editionsTable);
  const compositions = outbox<TemplateMessage>(compositionsQueueUrl);
  return {
    findTemplate: (publicationId) => ownTemplates.find(publicationId),
    removeTemplate: (publicationId) => ownTemplates.remove(publicationId),
    askForTemplate: (wish) => askForTemplate(wish, { ownTemplates, compositions, now }),
    findProposal: (publicationId, requestId) => ownTemplates.findProposal(publicationId, requestId),
  };
}
