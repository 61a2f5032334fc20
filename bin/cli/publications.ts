import type { Command } from 'commander';
import * as z from 'zod';
import { publicationAnswer } from '../../lambdas/console/answers.ts';
import { CliFailure } from './failures.ts';
import { readText } from './files.ts';
import { columns } from './output.ts';
import { type Cli, does, verb } from './verbs.ts';

const applied = z.object({ id: z.string(), created: z.boolean() });
const listed = z.object({ publications: z.array(publicationAnswer) });

export function publicationsVerbs(root: Command): void {
  const group = root.command('publications').description('titled newsletters, each from a YAML file');
  verb(group, 'apply <file>', 'create or change a publication as the YAML file says (- reads from stdin)').action(
    does(apply),
  );
  verb(group, 'list', 'list the publications').action(does(listAll));
}

async function apply({ out, api }: Cli, file: string): Promise<void> {
  const yaml = await readText(file);
  try {
    const answer = await (await api()).post('/publications', { yaml }, applied);
    out.result(answer, () => [`${answer.id} ${answer.created ? 'created' : 'changed'}`]);
  } catch (error) {
    if (error instanceof CliFailure && error.details.length)
      throw new CliFailure(`${file}: ${error.message}`, error.details);
    throw error;
  }
}

async function listAll({ out, api }: Cli): Promise<void> {
  const { publications } = await (await api()).get('/publications', listed);
  out.result(publications, () =>
    publications.length
      ? columns(publications.map(({ id, language, timeZone, title }) => [id, language, timeZone, title]))
      : ['There is no publication yet. Make one with: rundbrief publications apply FILE'],
  );
}
