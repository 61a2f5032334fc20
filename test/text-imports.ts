import { readFile } from 'node:fs/promises';
import type { Plugin } from 'vitest/config';

const MARK = '\0text:';

/** Style sheets and mail templates are imported as texts, as the bundles do it; vitest alone would take the former for something to apply. */
export function textImports(): Plugin {
  return {
    name: 'text-imports',
    enforce: 'pre',
    async resolveId(source, importer) {
      if (!/\.(?:css|mjml)$/.test(source)) return undefined;
      const found = await this.resolve(source, importer, { skipSelf: true });
      // An id that ends in .css would be treated as a style sheet after all.
      return found && `${MARK}${found.id}:`;
    },
    async load(id) {
      if (!id.startsWith(MARK)) return undefined;
      return `export default ${JSON.stringify(await readFile(id.slice(MARK.length, -1), 'utf8'))};`;
    },
  };
}
