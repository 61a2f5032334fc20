import type { Command } from 'commander';
import { erasureAnswer, personFileAnswer } from '../../lambdas/console/answers-person.ts';
import { path } from './api-client.ts';
import { UsageFailure } from './failures.ts';
import { type Cli, does, verb } from './verbs.ts';

interface Options {
  publication: string;
}

/** What a person may ask for by law, for editors who were written a letter. */
export function erasureVerbs(group: Command): void {
  verb(group, 'access <address-or-id>', 'everything held about a person, in all publications, as JSON')
    .requiredOption('--publication <id>', 'any publication they may have to do with')
    .action(does(access));
  verb(group, 'erase <address-or-id>', 'erase a person in all publications; nobody can import them again')
    .requiredOption('--publication <id>', 'any publication they may have to do with')
    .option('--yes', 'you are sure: it cannot be taken back')
    .action(does(erase));
}

async function access({ out, api }: Cli, whom: string, { publication }: Options): Promise<void> {
  const client = await api();
  const file = isAddress(whom)
    ? await client.post(path`/publications/${publication}/subscribers/data`, { address: whom }, personFileAnswer)
    : await client.get(path`/publications/${publication}/subscribers/${whom}/data`, personFileAnswer);
  out.result(file, () => [JSON.stringify(file, null, 2)]);
}

async function erase(
  { out, api }: Cli,
  whom: string,
  { publication, yes }: Options & { yes?: boolean },
): Promise<void> {
  if (!yes) {
    throw new UsageFailure(
      'Missing --yes: erasing a person cannot be taken back. See what is held about them with: subscribers access',
    );
  }
  const client = await api();
  const erasure = isAddress(whom)
    ? await client.post(path`/publications/${publication}/subscribers/erasure`, { address: whom }, erasureAnswer)
    : await client.post(path`/publications/${publication}/subscribers/${whom}/erasure`, undefined, erasureAnswer);
  out.result(erasure, () => {
    if (!erasure.erased) return ['Nothing was erased: this person has signed up anew at this very moment'];
    const { publications, proofs, proofsEndAt } = erasure;
    const was = publications.length > 0 ? `was in ${publications.join(', ')}` : 'had no subscription';
    const kept = proofs > 0 ? `; ${proofs} entries of the proof remain until ${proofsEndAt.slice(0, 10)}` : '';
    return [`Erased and kept from being imported again (${was}${kept})`];
  });
}

const isAddress = (whom: string) => whom.includes('@');
