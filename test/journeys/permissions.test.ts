import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { beginJourney, type Journey } from './local-run.ts';
import { openPublisher, type Publisher } from './publisher.ts';
import { applyPublication } from './steps.ts';

interface Statement {
  Action: string | string[];
}
interface Template {
  Resources: Record<string, { Type: string; Properties: { PolicyDocument?: { Statement: Statement[] } } }>;
}

/** The stage with one right less: the one that lets the API ask for polls, compositions and feeds. */
function withoutSending(assembly: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'rundbrief-permissions-'));
  cpSync(assembly, folder, { recursive: true });
  const [file = ''] = globSync('*.template.json', { cwd: folder });
  const template: Template = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const [policy] = Object.entries(template.Resources).filter(
    ([id, { Type }]) => Type === 'AWS::IAM::Policy' && id.includes('AnswerApi'),
  );
  const document = policy?.[1].Properties.PolicyDocument;
  if (!document) throw new Error('The API has no policy');
  const statements = document.Statement.length;
  document.Statement = document.Statement.filter(({ Action }) => ![Action].flat().includes('sqs:SendMessage'));
  expect(document.Statement.length).toBeLessThan(statements);
  writeFileSync(join(folder, file), JSON.stringify(template));
  return folder;
}

describe('a handler that asks for more than its role allows', () => {
  let journey: Journey;
  let publisher: Publisher;
  let assembly: string;
  beforeAll(async () => {
    publisher = await openPublisher([]);
    assembly = withoutSending(inject('assembly'));
    journey = await beginJourney(assembly);
  });
  afterAll(async () => {
    await journey.end();
    publisher.close();
    rmSync(assembly, { recursive: true });
  });

  it('is refused, and its name, the action and the resource are printed', async () => {
    await expect(applyPublication(journey, publisher.feedUrl)).rejects.toThrow(/Something went wrong on our side/);
    const denials = journey.printed.filter((line) => line.includes('sqs:SendMessage'));
    expect(denials).toEqual([expect.stringMatching(/ConsoleAnswerApi\w* .*sqs:SendMessage.*IngestFeeds/)]);
  });
});
