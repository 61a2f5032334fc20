import { describe, expect, it } from 'vitest';
import type { OwnTemplates, TemplateProposal } from '../../lambdas/digest/own-templates.ts';

const at = new Date('2026-11-23T10:00:00Z');

/** What every store of templates promises. */
export function ownTemplatesContract(where: string, empty: () => Promise<OwnTemplates> | OwnTemplates): void {
  describe(`templates of publications ${where}`, () => {
    it('are there from the moment they are put until they are removed, each publication’s for itself', async () => {
      const templates = await empty();
      const first = { publicationId: 'ruhr', source: '<mjml></mjml>', by: 'api', takenAt: at };
      expect(await templates.find('ruhr')).toBeUndefined();
      await templates.put(first);
      await templates.put({ ...first, publicationId: 'courier', source: 'another' });
      expect(await templates.find('ruhr')).toEqual(first);
      await templates.put({ ...first, source: 'x'.repeat(200_000) });
      expect((await templates.find('ruhr'))?.source).toHaveLength(200_000);
      await templates.remove('ruhr');
      await templates.remove('ruhr');
      expect(await templates.find('ruhr')).toBeUndefined();
      expect(await templates.find('courier')).toMatchObject({ source: 'another' });
    });

    it('can be handed in to be looked at, and answer for it by their request', async () => {
      const templates = await empty();
      const proposal: TemplateProposal = {
        ...{ publicationId: 'ruhr', requestId: 't1', source: '<mjml></mjml>', by: 'editor-1' },
        ...{ at, isTrial: true },
      };
      await templates.propose(proposal);
      expect(await templates.findProposal('ruhr', 't1')).toEqual(proposal);
      expect(await templates.findProposal('ruhr', 't2')).toBeUndefined();
      expect(await templates.findProposal('courier', 't1')).toBeUndefined();
      const faults = [
        { line: 3, column: 7, message: 'not closed', isBlocking: true },
        { message: 'no title', isBlocking: false },
      ];
      await templates.answerProposal(proposal, { kind: 'refused', faults });
      expect(await templates.findProposal('ruhr', 't1')).toEqual({ ...proposal, outcome: { kind: 'refused', faults } });
      expect(await templates.find('ruhr')).toBeUndefined();
    });
  });
}
