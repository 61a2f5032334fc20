/** The renderer, bundled and bundled again: Node runs neither .mjml nor .tsx by itself. */
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { context, type Plugin } from 'esbuild';

export type Renderer = typeof import('./render.ts');

const root = join(import.meta.dirname, '..', '..');
/** Below node_modules, so that packages are found from there. */
const folder = join(root, 'node_modules', '.cache', `rundbrief-templates-${process.pid}`);

/**
 * Builds the renderer and goes on doing so.
 *
 * @param onBuilt - each time it is there anew, or with what keeps it from being built
 * @returns how to end
 */
export async function watchRenderer(
  onBuilt: (built: { renderer: Renderer } | { problem: string }) => void,
): Promise<() => Promise<void>> {
  mkdirSync(folder, { recursive: true });
  let times = 0;
  const announce: Plugin = {
    name: 'announce',
    setup(build) {
      build.onEnd(async ({ errors, outputFiles }) => {
        const [first] = errors;
        if (first)
          return onBuilt({ problem: `${first.location?.file ?? ''}:${first.location?.line ?? ''} ${first.text}` });
        times += 1;
        // Under another name each time: a module that was imported once stays as it was.
        const file = join(folder, `render-${times}.mjs`);
        writeFileSync(file, outputFiles?.[0]?.contents ?? '');
        onBuilt({ renderer: (await import(pathToFileURL(file).href)) as Renderer });
      });
    },
  };
  const building = await context({
    absWorkingDir: root,
    entryPoints: [join('bin', 'templates', 'render.ts')],
    outdir: folder,
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    packages: 'external',
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    loader: { '.css': 'text', '.mjml': 'text' },
    plugins: [ownAddresses, announce],
    logLevel: 'silent',
  });
  await building.watch();
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return () => building.dispose();
}

/** Sources that read files beside them: in the bundle they would look beside it. */
const ownAddresses: Plugin = {
  name: 'own-addresses',
  setup(build) {
    build.onLoad({ filter: /templates[\\/]digest[\\/]sample\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)),
      loader: 'ts',
      watchFiles: globSync('*.json', { cwd: dirname(path) }).map((file) => join(dirname(path), file)),
    }));
  },
};
