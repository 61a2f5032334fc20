import { programFile, startProgram } from './programs.ts';

/** A message that SES took, whatever it answered. */
export interface Taken {
  to: string;
  tags: Record<string, string>;
}

export type SesNews = { port: number } | { taken: Taken };

/** @param onTaken - told of every message, in order, in the mode `faulty` */
export async function startSes(mode: 'faultless' | 'faulty', onTaken: (message: Taken) => void = () => {}) {
  const child = startProgram(programFile('ses-endpoint.ts'), [mode]);
  const port = await new Promise<number>((listening, failed) => {
    child.on('message', (news: SesNews) => {
      if ('port' in news) listening(news.port);
      else onTaken(news.taken);
    });
    child.on('exit', () => failed(new Error('The SES of the bench has ended')));
  });
  return { url: `http://127.0.0.1:${port}`, stop: () => void child.kill() };
}
