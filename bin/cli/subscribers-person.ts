import type { Command } from 'commander';
import { subscriptionAnswer } from '../../lambdas/console/answers.ts';
import {
  type ProofAnswer,
  proofAnswer,
  type SubscriberAnswer,
  subscriberAnswer,
} from '../../lambdas/console/answers-people.ts';
import { path } from './api-client.ts';
import { CliFailure, UsageFailure } from './failures.ts';
import { columns, moment } from './output.ts';
import { type Cli, does, verb } from './verbs.ts';

interface Where {
  publication: string;
}

/** One person: found by address, then known by an id that says nothing about them. */
export function personVerbs(group: Command): void {
  const about = (nameAndArguments: string, description: string) =>
    verb(group, nameAndArguments, description).requiredOption('--publication <id>', 'the publication');
  about('find <email>', 'find somebody by their address').action(does(find));
  about('show <subscriber>', 'what somebody gets, and since when').action(does(show));
  about('proof <subscriber>', 'the proof of consent, entry by entry').action(does(proof));
  about('set <subscriber>', 'note what you know besides; an empty value takes a field away')
    .requiredOption('--field <name=value>', 'a field, more than once if you like', field, {})
    .action(does(set));
  about('end <subscriber>', 'end a subscription for somebody who told you so').action(does(end));
  about('suppress <subscriber>', 'write to this address no more, in no publication').action(does(suppress));
}

function field(text: string, known: Record<string, string>): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageFailure(`"${text}" is no field; a field looks like City=Bochum`);
  return { ...known, [text.slice(0, at)]: text.slice(at + 1) };
}

async function find({ out, api }: Cli, address: string, { publication }: Where): Promise<void> {
  const client = await api();
  const found = await client.post(path`/publications/${publication}/subscribers/search`, { address }, subscriberAnswer);
  out.result(found, () => inWords(found, publication));
  if (!found.subscription) throw new CliFailure(`This address is not in ${publication}`);
}

async function show({ out, api }: Cli, id: string, { publication }: Where): Promise<void> {
  const found = await (await api()).get(path`/publications/${publication}/subscribers/${id}`, subscriberAnswer);
  out.result(found, () => inWords(found, publication));
}

function inWords({ subscriberId, subscription, suppression }: SubscriberAnswer, publication: string): string[] {
  const suppressed = suppression && `suppressed: ${suppression.reason}, since ${moment(suppression.since)}`;
  if (!subscription) return suppressed ? [suppressed] : [];
  const { cadence, cadences, topics, fields } = subscription;
  const paced = topics.map((topic) => (cadences[topic] ? `${topic} (${cadences[topic]})` : topic));
  const facts: [string, string | null][] = [
    ['id', subscriberId],
    ['status', subscription.status],
    ['gets', `${paced.join(', ') || 'all topics'}, ${cadence}`],
    ['language', subscription.language],
    ['time zone', subscription.timeZone],
    ['paused until', subscription.pausedUntil && moment(subscription.pausedUntil)],
    ['came by', subscription.origin],
    ['asked', moment(subscription.requestedAt)],
    ['confirmed', subscription.confirmedAt && moment(subscription.confirmedAt)],
    ['ended', subscription.endedAt && `${moment(subscription.endedAt)}, ${subscription.endedBecause ?? ''}`],
    ...Object.entries(fields).map(([name, value]): [string, string] => [name, value]),
  ];
  return [
    `${subscription.address} in ${publication}`,
    ...columns(facts.flatMap(([name, value]) => (value ? [[`  ${name}`, value]] : []))),
    ...(suppressed ? [suppressed] : []),
  ];
}

async function proof({ out, api }: Cli, id: string, { publication }: Where): Promise<void> {
  const found = await (await api()).get(path`/publications/${publication}/subscribers/${id}/proof`, proofAnswer);
  out.result(found, () => found.entries.flatMap(entryInWords));
}

function entryInWords({ kind, at, wording, ...said }: ProofAnswer['entries'][number]): string[] {
  const details = Object.entries(said).filter(([, value]) => typeof value === 'string');
  return [
    `${at} ${kind}`,
    ...(wording ? [`  wording ${wording.version}, SHA-256 ${wording.sha256}`] : []),
    ...(wording?.text ? [`  “${wording.text}”`] : []),
    ...details.map(([name, value]) => `  ${name}: ${value}`),
  ];
}

async function set(
  { out, api }: Cli,
  id: string,
  { publication, field: fields }: Where & { field: Record<string, string> },
): Promise<void> {
  const client = await api();
  const changed = await client.patch(
    path`/publications/${publication}/subscribers/${id}`,
    { fields },
    subscriptionAnswer,
  );
  out.result(changed, () => columns(Object.entries(changed.fields).map(([name, value]) => [name, value])));
}

async function end({ out, api }: Cli, id: string, { publication }: Where): Promise<void> {
  const client = await api();
  const ended = await client.post(
    path`/publications/${publication}/subscribers/${id}/end`,
    undefined,
    subscriptionAnswer,
  );
  out.result(ended, () => [`${ended.address} gets ${publication} no more`]);
}

async function suppress({ out, api }: Cli, id: string, { publication }: Where): Promise<void> {
  const client = await api();
  const found = await client.post(
    path`/publications/${publication}/subscribers/${id}/suppress`,
    undefined,
    subscriberAnswer,
  );
  out.result(found, () => [`Nobody writes to ${found.subscription?.address ?? id} any more`]);
}
