/** CPU of the send engine around that of a bare loop of SendRawEmail. */
import { bundled } from '../bundling.ts';
import { median } from '../cpu-time.ts';
import { startProgram } from './programs.ts';
import { startDatabase } from './start-database.ts';
import { startSes } from './start-ses.ts';

/** CPU milliseconds of one turn each. */
export interface EngineRound {
  bare: number;
  memory: number;
  dynamo: number;
}

const MESSAGES = 1_000;
/** Odd, so that there is one in the middle. */
const ROUNDS = 7;
const BUDGET = 1.3;
/** A thousand of an audience of ten thousand: as many lie in seven of its 64 shards. */
const SHARDS = 7;

const WAYS = [
  { of: 'bare', name: 'a bare loop of SendRawEmail, ten at a time' },
  { of: 'memory', name: 'our sender, stores in memory' },
  { of: 'dynamo', name: 'our sender, the DynamoDB client against a database' },
] as const;

export async function measureEngine(): Promise<void> {
  const { files, remove } = await bundled(['test/bench/delivery/engine-worker.ts']);
  const ses = await startSes('faultless');
  const { database, stop } = await startDatabase(MESSAGES, SHARDS);
  try {
    const rounds = await turns(files[0] ?? '', [ses.url, JSON.stringify(database), String(MESSAGES), String(ROUNDS)]);
    print(rounds);
  } finally {
    stop();
    ses.stop();
    remove();
  }
}

function turns(file: string, args: string[]): Promise<EngineRound[]> {
  return new Promise((ended, failed) => {
    const rounds: EngineRound[] = [];
    const child = startProgram(file, args);
    child.on('message', (round: EngineRound) => rounds.push(round));
    child.on('exit', (code) => (code === 0 ? ended(rounds) : failed(new Error(`The engine ended with ${code}`))));
  });
}

function print(rounds: EngineRound[]): void {
  console.log(`\n${MESSAGES} messages of an edition of 60 kB, the middle of ${ROUNDS} rounds in turns`);
  console.log('\n| way | CPU ms a message | of the bare loop | budget |\n| --- | --- | --- | --- |');
  for (const { of, name } of WAYS) {
    const each = median(rounds.map((round) => round[of] / MESSAGES));
    const times = median(rounds.map((round) => round[of] / round.bare));
    const budget = of === 'bare' ? '' : `${BUDGET} ×${times > BUDGET ? ': **over**' : ''}`;
    console.log(`| ${name} | ${each.toFixed(2)} | ${times.toFixed(2)} × | ${budget} |`);
  }
}
