import type { OwnTemplate, OwnTemplates, TemplateProposal } from './own-templates.ts';

/** The same promises in memory, for tests. */
export function ownTemplatesInMemory(...held: OwnTemplate[]): OwnTemplates {
  const templates = new Map(held.map((template) => [template.publicationId, template]));
  const proposals = new Map<string, TemplateProposal>();
  const keyOf = (publicationId: string, requestId: string) => `${publicationId}#${requestId}`;
  const propose: OwnTemplates['propose'] = async (proposal) => {
    proposals.set(keyOf(proposal.publicationId, proposal.requestId), structuredClone(proposal));
  };
  return {
    async find(publicationId) {
      return structuredClone(templates.get(publicationId));
    },
    async put(template) {
      templates.set(template.publicationId, structuredClone(template));
    },
    async remove(publicationId) {
      templates.delete(publicationId);
    },
    propose,
    async findProposal(publicationId, requestId) {
      return structuredClone(proposals.get(keyOf(publicationId, requestId)));
    },
    answerProposal: (proposal, outcome) => propose({ ...proposal, outcome }),
  };
}
