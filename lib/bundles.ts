import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { build, type Metafile, stop } from 'esbuild';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** Where a handler's code comes from; `entry` is `<room>/<verb-noun>`. */
export type CodeOf = (entry: string) => Code;

// Bundled CommonJS asks for `require`, which an ES module lacks. The name is long and odd because esbuild, which does
// not see this line when it shortens names, would otherwise give it to something else.
export const BANNER =
  "import { createRequire as __rundbriefCreateRequire } from 'node:module'; const require = __rundbriefCreateRequire(import.meta.url);";

/** All handlers, as `<room>/<verb-noun>`. */
export function handlerEntries(): string[] {
  return globSync('*/*.handler.{ts,tsx}', { cwd: join(ROOT, 'lambdas') }).map((file) =>
    file.replaceAll('\\', '/').replace(/\.handler\.tsx?$/, ''),
  );
}

/**
 * Bundles every handler in one pass, each into a folder of its own, so that what they share is read only once.
 *
 * @param outdir - folder that will hold `<room>/<verb-noun>/index.mjs`
 * @returns esbuild's account of which file went into which bundle
 */
export async function bundleHandlers(outdir: string): Promise<Metafile> {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: Object.fromEntries(handlerEntries().map((entry) => [`${entry}/index`, sourceOf(entry)])),
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    minify: true,
    sourcemap: true,
    sourcesContent: false,
    metafile: true,
    // mjml asks for typescript only where it is installed; nothing of ours needs it at run time.
    external: ['typescript'],
    alias: { '@aws-sdk/credential-provider-node': join(ROOT, 'lib', 'lambda-credentials.ts') },
    loader: { '.css': 'text', '.mjml': 'text' },
    banner: { js: BANNER },
    logLevel: 'error',
    legalComments: 'none',
  });
  // Its service would stay in memory, half a gigabyte of it, for as long as we run.
  await stop();
  return metafile;
}

function sourceOf(entry: string): string {
  const [source] = globSync(`lambdas/${entry}.handler.{ts,tsx}`, { cwd: ROOT });
  if (!source) throw new Error(`There is no handler ${entry}`);
  return source;
}

/** The code of bundles that {@link bundleHandlers} made. */
export function bundledIn(outdir: string): CodeOf {
  return (entry) => Code.fromAsset(join(outdir, entry));
}

/** The text of a CloudFront function in `lib/edge`, which has no environment: its settings stand in front of it. */
export function edgeCode(name: string, settings?: Record<string, string>): string {
  const code = readFileSync(join(ROOT, 'lib', 'edge', `${name}.js`), 'utf8');
  return settings ? `const SETTINGS = ${JSON.stringify(settings)};\n${code}` : code;
}
