import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { Metafile } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleHandlers, handlerEntries } from '../../lib/bundles.ts';

const PAGES = ['sign-up', 'confirm-subscription', 'change-preferences', 'confirm-address', 'end-subscription'];
/** Of what people wait for, and of what is started most often. */
const MOST_KILOBYTES = 500;
/** Handlers without a single service of AWS. */
const SPEAKS_TO_NOBODY = ['delivery/answer-test-link'];

describe('the bundles', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'rundbrief-bundles-'));
  let bundles: Map<string, Metafile['outputs'][string]>;
  beforeAll(async () => {
    const { outputs } = await bundleHandlers(outdir);
    bundles = new Map(
      Object.entries(outputs)
        .filter(([file]) => file.endsWith('/index.mjs'))
        .map(([file, output]) => [relative(outdir, join(process.cwd(), file)).replace('/index.mjs', ''), output]),
    );
  });
  afterAll(() => rmSync(outdir, { recursive: true, force: true }));

  /** Handlers whose bundle holds something of a package. */
  const holding = (name: string) =>
    [...bundles].filter(([, { inputs }]) => Object.keys(inputs).some((file) => file.includes(`node_modules/${name}/`)));

  it('are one for each handler', () => {
    expect([...bundles.keys()].sort()).toEqual(handlerEntries().sort());
  });

  it.each([
    { name: 'mjml', only: ['digest/compose-edition'] },
    { name: 'css-tree', only: ['digest/check-edition'] },
    { name: 'sanitize-html', only: ['ingest/explore-address', 'ingest/read-document'] },
    { name: 'rss-parser', only: ['ingest/explore-address', 'ingest/read-document'] },
  ])('carry $name only where it is used', ({ name, only }) => {
    expect(holding(name).map(([entry]) => entry)).toEqual(only);
  });

  it('leave out the SDK’s search for credentials', () => {
    expect(holding('@aws-sdk/credential-provider-node')).toEqual([]);
    const without = [...bundles.keys()].filter((entry) => !SPEAKS_TO_NOBODY.includes(entry));
    expect(holding('@aws-sdk/credential-provider-env').map(([entry]) => entry)).toEqual(without);
  });

  it.each([...PAGES.map((page) => `audience/${page}`), 'delivery/send-chunk'])(
    `keep %s below ${MOST_KILOBYTES} kB`,
    (entry) => {
      expect(bundles.get(entry)?.bytes).toBeLessThan(MOST_KILOBYTES * 1000);
    },
  );
});
