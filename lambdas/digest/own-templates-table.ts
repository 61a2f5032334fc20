import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import type { DynamoDBDocumentClient } from '../platform/dynamo.ts';
import { partitionOf } from './edition-item.ts';
import type { OwnTemplate, OwnTemplates, TemplateProposal } from './own-templates.ts';
import { tableAccess } from './table-access.ts';

const KEPT_SECONDS = 24 * 60 * 60;

interface Keys {
  pk: string;
  sk: string;
}
type TemplateRecord = Omit<OwnTemplate, 'takenAt'> & Keys & { takenAt: string };
type ProposalRecord = Omit<TemplateProposal, 'at'> & Keys & { at: string; ttl: number };

const templateKey = (publicationId: string): Keys => ({ pk: partitionOf(publicationId), sk: 'TEMPLATE' });
const proposalKey = (publicationId: string, requestId: string): Keys => ({
  pk: partitionOf(publicationId),
  sk: `TEMPLATE-CHECK#${requestId}`,
});

export function ownTemplatesTable(dynamo: DynamoDBDocumentClient, TableName: string): OwnTemplates {
  const { get, put } = tableAccess(dynamo, TableName);

  const putProposal = async (proposal: TemplateProposal) => {
    const { publicationId, requestId, at } = proposal;
    const ttl = Math.floor(at.getTime() / 1000) + KEPT_SECONDS;
    await put({ Item: { ...proposalKey(publicationId, requestId), ...proposal, at: at.toISOString(), ttl } });
  };

  return {
    async find(publicationId) {
      const record = await get<TemplateRecord>(templateKey(publicationId));
      if (!record) return undefined;
      const { pk, sk, takenAt, ...template } = record;
      return { ...template, takenAt: new Date(takenAt) };
    },
    async put(template) {
      const { publicationId, takenAt } = template;
      await put({ Item: { ...templateKey(publicationId), ...template, takenAt: takenAt.toISOString() } });
    },
    async remove(publicationId) {
      await dynamo.send(new DeleteCommand({ TableName, Key: templateKey(publicationId) }));
    },
    propose: putProposal,
    async findProposal(publicationId, requestId) {
      const record = await get<ProposalRecord>(proposalKey(publicationId, requestId));
      if (!record) return undefined;
      const { pk, sk, ttl, at, ...proposal } = record;
      return { ...proposal, at: new Date(at) };
    },
    answerProposal: (proposal, outcome) => putProposal({ ...proposal, outcome }),
  };
}
