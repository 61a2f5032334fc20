/**
 * An SES that only looks at its clock: a thread of its own, so that a sender that stands still does not keep it from seeing
 * when a mail arrives. Tells its port first, then, when it is asked, when each request was there as a whole.
 */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parentPort } from 'node:worker_threads';

/** SES takes about so long for an answer, sometimes longer. */
const ANSWER_MS = 60;
const SLOW_ANSWER_MS = 400;
const SLOW_EVERY = 25;

const arrivals: number[] = [];
const server = createServer((request, response) => {
  request.resume().on('end', () => {
    arrivals.push(performance.timeOrigin + performance.now());
    const answer = `<SendRawEmailResponse><SendRawEmailResult><MessageId>${randomUUID()}</MessageId></SendRawEmailResult></SendRawEmailResponse>`;
    const isSlow = arrivals.length % SLOW_EVERY === 0;
    setTimeout(() => response.end(answer), isSlow ? SLOW_ANSWER_MS : ANSWER_MS);
  });
});
server.listen(0, '127.0.0.1', () => parentPort?.postMessage((server.address() as AddressInfo).port));
parentPort?.on('message', () => {
  parentPort?.postMessage(arrivals.splice(0));
});
