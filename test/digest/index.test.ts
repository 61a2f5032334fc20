import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { askForEdition } from '../../lambdas/digest/index.ts';
import { outboxInMemory } from '../../lambdas/platform/queue.ts';
import type { CompositionMessage } from '../../lambdas/publications/index.ts';

describe('the door to the digest room', () => {
  it('brings no MJML into other rooms’ bundles', async () => {
    const { metafile } = await build({
      entryPoints: ['lambdas/digest/index.ts'],
      bundle: true,
      write: false,
      metafile: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'silent',
      jsx: 'automatic',
      jsxImportSource: 'hono/jsx',
    });
    const packages = new Set(
      Object.values(metafile.outputs)
        .flatMap(({ inputs }) => Object.entries(inputs))
        .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
        .flatMap(([path]) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []),
    );
    expect([...packages].filter((name) => /mjml|cheerio|sanitize-html|rss-parser/.test(name))).toEqual([]);
  });

  it('takes an editor’s wish for a draft', async () => {
    const compositions = outboxInMemory<CompositionMessage>();
    const { requestId } = await askForEdition({ publicationId: 'ruhr', digestId: 'woche' }, { compositions });
    expect(compositions.sent).toEqual([
      { requestId, publicationId: 'ruhr', digestId: 'woche', by: 'editor', mode: 'draft' },
    ]);
  });
});
