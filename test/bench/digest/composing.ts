/** What composing costs: an edition of 10 or 50 articles in each look, as the first of a function or later. */
import { LAYOUTS, type Layout } from '../../../lambdas/domain/publication.ts';
import { median } from '../cpu-time.ts';
import type { ComposingAnswer, ComposingQuestion } from './composing-program.ts';
import { editionOf, PUBLICATION } from './editions.ts';
import { SITE_URL } from './mail-writers/letter.ts';
import { RENDERER_MB, startProgram } from './processes.ts';

const SIZES = [10, 50];
/** Each can be cold but once. Odd, so that there is one in the middle. */
const PROGRAMS = 3;

const HEADER = `
Composing an edition: Liquid, MJML, text, archive page, encoded parts

| look | articles | cold, CPU ms | warm, CPU ms | HTML kB | shortened |
| --- | --- | --- | --- | --- | --- |`;

/** @param file - composing-program.ts, bundled */
export async function measureComposing(file: string): Promise<void> {
  console.log(HEADER);
  for (const look of LAYOUTS) {
    for (const articles of SIZES) {
      const answers: ComposingAnswer[] = [];
      for (let made = 0; made < PROGRAMS; made += 1) answers.push(await compose(file, look, articles));
      const [{ htmlBytes, shortened } = { htmlBytes: 0, shortened: 0 }] = answers;
      const cold = median(answers.map(({ coldMs }) => coldMs));
      const warm = median(answers.map(({ warmMs }) => warmMs));
      const cells = [look, articles, cold.toFixed(0), warm.toFixed(1), (htmlBytes / 1000).toFixed(1), shortened];
      console.log(`| ${cells.join(' | ')} |`);
    }
  }
}

async function compose(file: string, look: Layout, articles: number): Promise<ComposingAnswer> {
  const program = startProgram<ComposingQuestion, ComposingAnswer>(file, [], { memoryMb: RENDERER_MB });
  try {
    return await program.ask({ edition: editionOf(articles, look), publication: PUBLICATION, siteUrl: SITE_URL });
  } finally {
    program.end();
  }
}
