import { afterEach, describe, expect, it } from 'vitest';
import { cronMatches, readCron } from '../../lib/local/cron.ts';
import { startLocal } from '../../lib/local/index.ts';
import { arn, tinyAssembly } from './tiny-assembly.ts';

const closers: Array<() => unknown> = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const schedule = (fn: string, ScheduleExpression: string, role = 'CallerRole') => ({
  Type: 'AWS::Scheduler::Schedule',
  Properties: {
    FlexibleTimeWindow: { Mode: 'OFF' },
    ScheduleExpression,
    Target: { Arn: arn(fn), RoleArn: arn(role), RetryPolicy: { MaximumRetryAttempts: 0 } },
  },
});
const code =
  'export const handler = async (event) => { console.log(JSON.stringify({ level: "WARN", message: event["detail-type"] + " " + event.time })); };';
/** Its role is what the schedules call with. */
const caller = { code, allow: [{ Action: 'lambda:InvokeFunction', Resource: '*' }] };

async function start(resources: Record<string, ReturnType<typeof schedule>>) {
  const tiny = tinyAssembly({
    resources,
    functions: {
      Caller: caller,
      Tick: { code },
      Nightly: { code },
      Broken: { code: 'export const handler = () => { throw new Error("no"); };' },
    },
  });
  const lines: string[] = [];
  closers.push(tiny.remove);
  const run = await startLocal({
    assembly: tiny.assembly,
    port: 0,
    dataDir: tiny.dataDir,
    log: (line) => lines.push(line),
  });
  closers.push(() => run.stop());
  return { run, lines };
}

describe('the tick', () => {
  it('starts what runs every minute, waits for it, and names it', async () => {
    const { run, lines } = await start({
      A: schedule('Tick', 'rate(1 minute)'),
      B: schedule('Nightly', 'cron(0 3 * * ? *)'),
    });
    const answer = await fetch(`${run.url}/_local/tick`, { method: 'POST' });
    expect([answer.status, await answer.json()]).toEqual([200, { invoked: ['Tick'] }]);
    expect(lines.some((line) => line.startsWith('Tick: WARN Scheduled Event'))).toBe(true);
  });

  it('ends also when a function fails, which is told', async () => {
    const { run, lines } = await start({ A: schedule('Broken', 'rate(1 minute)') });
    expect((await fetch(`${run.url}/_local/tick`, { method: 'POST' })).status).toBe(200);
    expect(lines).toContain('✖ Broken: Error: no');
  });

  it('is not for pages elsewhere, nor for GET', async () => {
    const { run } = await start({ A: schedule('Tick', 'rate(1 minute)') });
    expect(
      (await fetch(`${run.url}/_local/tick`, { method: 'POST', headers: { origin: 'https://evil.example' } })).status,
    ).toBe(403);
    expect((await fetch(`${run.url}/_local/tick`)).status).toBe(404);
  });
});

describe('a schedule', () => {
  it('whose role may not call its function stops the start', async () => {
    await expect(start({ A: schedule('Tick', 'rate(1 minute)', 'TickRole') })).rejects.toThrow(
      'A: its role may not invoke Tick',
    );
  });

  it.each([
    { cron: 'cron(0 3 * * ? *)', at: '2026-07-01T01:00:00Z', zone: 'Europe/Berlin', due: true },
    { cron: 'cron(0 3 * * ? *)', at: '2026-12-01T01:00:00Z', zone: 'Europe/Berlin', due: false },
    { cron: 'cron(0/15 * * * ? *)', at: '2026-12-01T01:45:00Z', zone: 'UTC', due: true },
    { cron: 'cron(0/15 * * * ? *)', at: '2026-12-01T01:46:00Z', zone: 'UTC', due: false },
    { cron: 'cron(0 8 ? * MON-FRI *)', at: '2026-11-23T08:00:00Z', zone: 'UTC', due: true },
    { cron: 'cron(0 8 ? * MON-FRI *)', at: '2026-11-22T08:00:00Z', zone: 'UTC', due: false },
    { cron: 'cron(0 8 1,15 DEC ? 2026)', at: '2026-12-15T08:00:00Z', zone: 'UTC', due: true },
  ])('$cron in $zone at $at: $due', ({ cron, at, zone, due }) => {
    expect(cronMatches(readCron('S', cron), new Date(at), zone)).toBe(due);
  });

  it.each(['cron(0 8 L * ? *)', 'cron(0 8 * * MON#1 *)', 'cron(61 * * * ? *)', 'at(2026-01-01T00:00:00)'])(
    '%s is refused rather than guessed',
    (expression) => {
      expect(() => readCron('S', expression)).toThrow('does not know');
    },
  );
});
