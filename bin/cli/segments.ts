import { type Command, Option } from 'commander';
import * as z from 'zod';
import { type SegmentAnswer, segmentAnswer, segmentCountAnswer } from '../../lambdas/console/answers-people.ts';
import { path } from './api-client.ts';
import { countInWords, howCounted } from './counts.ts';
import { UsageFailure } from './failures.ts';
import { columns } from './output.ts';
import { type Cli, does, list, verb } from './verbs.ts';

const listed = z.object({ segments: z.array(segmentAnswer) });
const gone = z.object({ removed: z.string() });

interface Where {
  publication: string;
}

interface AddOptions extends Where {
  topics?: string[];
  cadences?: string[];
  languages?: string[];
  joinedFrom?: string;
  joinedUntil?: string;
  origins?: string[];
  field?: Record<string, string[]>;
  engagement?: string;
}

export function segmentsVerbs(root: Command): void {
  const group = root.command('segments').description('named parts of the readers');
  const about = (nameAndArguments: string, description: string) =>
    verb(group, nameAndArguments, description).requiredOption('--publication <id>', 'the publication');
  about('list', 'list the segments').action(does(listAll));
  about('add <title>', 'name everybody who meets every condition')
    .option('--topics <ids>', 'gets mail about one of these', list)
    .option('--cadences <cadences>', 'gets it at one of these paces: instant, daily, weekly, monthly', list)
    .option('--languages <languages>', 'reads one of these: de, en', list)
    .option('--joined-from <day>', 'confirmed on this day or later, such as 2026-03-01')
    .option('--joined-until <day>', 'confirmed on this day or earlier')
    .option('--origins <origins>', 'came by form, embedded, editor, import, import:ID or address-change', list)
    .option('--field <name=values>', 'what you know besides, such as City=Bochum,Essen; more than once', field)
    .addOption(new Option('--engagement <any>').hideHelp())
    .action(does(add));
  about('count <segment>', 'how many of a segment would get mail now')
    .option('--exact', 'count everybody instead of concluding from a sixteenth')
    .action(does(count));
  about('rename <segment> <title>', 'give it another name').action(does(rename));
  about('remove <segment>', 'forget a segment; what was sent to it stays as it was').action(does(remove));
}

function field(text: string, known: Record<string, string[]> = {}): Record<string, string[]> {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageFailure(`"${text}" is no field; a field looks like City=Bochum,Essen`);
  return { ...known, [text.slice(0, at)]: list(text.slice(at + 1)) };
}

async function listAll({ out, api }: Cli, { publication }: Where): Promise<void> {
  const { segments } = await (await api()).get(path`/publications/${publication}/segments`, listed);
  out.result(segments, () =>
    segments.length ? columns(segments.map(inWords)) : [`${publication} has no segments yet`],
  );
}

function inWords({ id, title, filter }: SegmentAnswer): string[] {
  const { fields = {}, ...conditions } = filter;
  const said = [...Object.entries(conditions), ...Object.entries(fields)];
  return [id, title, said.map(([name, value]) => `${name}: ${[value].flat().join(' or ')}`).join('; ')];
}

async function add({ out, api }: Cli, title: string, options: AddOptions): Promise<void> {
  const { publication, topics, cadences, languages, joinedFrom, joinedUntil, origins, engagement } = options;
  const filter = { topics, cadences, languages, joinedFrom, joinedUntil, origins, engagement, fields: options.field };
  const client = await api();
  const segment = await client.post(path`/publications/${publication}/segments`, { title, filter }, segmentAnswer);
  out.result(segment, () => [`${segment.id}: ${segment.title}`]);
}

async function count(
  { out, api }: Cli,
  id: string,
  { publication, exact }: Where & { exact?: boolean },
): Promise<void> {
  const where = path`/publications/${publication}/segments/${id}/count`;
  const answer = await (await api()).get(`${where}${exact ? '?exact=true' : ''}`, segmentCountAnswer);
  out.result(answer, () => [`${countInWords(answer)} get mail`, howCounted(answer)]);
}

async function rename({ out, api }: Cli, id: string, title: string, { publication }: Where): Promise<void> {
  const client = await api();
  const renamed = await client.patch(path`/publications/${publication}/segments/${id}`, { title }, segmentAnswer);
  out.result(renamed, () => [`${renamed.id}: ${renamed.title}`]);
}

async function remove({ out, api }: Cli, id: string, { publication }: Where): Promise<void> {
  const { removed } = await (await api()).delete(path`/publications/${publication}/segments/${id}`, gone);
  out.result({ removed }, () => [`${removed} is gone`]);
}
