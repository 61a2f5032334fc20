/**
 * An SES of our own over HTTP that misbehaves by chance, knows what it really took, and tells the local run of that as SES
 * does: late, in any order, sometimes twice.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type EventPost, eventPost } from './event-post.ts';

/** What goes wrong with a call; before: SES has not taken the message, after: it has. */
export const FAULTS = [
  'throttled',
  'reset before',
  'reset after',
  '500 before',
  '500 after',
  'hangs before',
  'hangs after',
  '200 without id',
] as const;
export type Fault = (typeof FAULTS)[number];

/** Of a thousand messages, how many meet each. Throttling is rare because the pace answers it: it halves a lane's. */
const PER_THOUSAND: Record<Fault, number> = {
  throttled: 1,
  'reset before': 6,
  'reset after': 6,
  '500 before': 4,
  '500 after': 4,
  'hangs before': 1,
  'hangs after': 1,
  '200 without id': 3,
};

/** One message that it took. */
export interface Acceptance {
  messageId: string;
  /** Chunk and index it was tagged with. */
  place: string;
  /** Whether nobody ever hears of it. */
  areEventsLost: boolean;
}

export interface FaultySes {
  url: string;
  /** Messages it was handed, taken or not. */
  calls(): number;
  /** By address: the truth. */
  accepted: Map<string, Acceptance[]>;
  faults: Record<Fault, number>;
  /** Where it tells of what it took. */
  reportTo(url: string): void;
  /** Events that nobody has taken yet. */
  untold(): number;
  close(): Promise<void>;
}

export interface Misbehaviour {
  chance: () => number;
  /** Of the messages that it took without a clear answer, the share whose every event is lost. */
  lostEvents: number;
  /** How many times as often as usual it misbehaves. */
  harshness: number;
  /** How late an event is, at most. */
  eventsLateMs: number;
}

export async function openFaultySes({ chance, harshness, lostEvents, eventsLateMs }: Misbehaviour): Promise<FaultySes> {
  const accepted: FaultySes['accepted'] = new Map();
  const faults = Object.fromEntries(FAULTS.map((fault) => [fault, 0])) as Record<Fault, number>;
  const post = eventPost({ chance, lateMs: eventsLateMs });
  let calls = 0;

  function take(form: URLSearchParams, isClear: boolean): string {
    const address = form.get('Destinations.member.1') ?? '';
    const messageId = `0107${Date.now().toString(16).padStart(12, '0')}-${randomUUID()}-000000`;
    const areEventsLost = !isClear && chance() < lostEvents;
    const tags = tagsOf(form);
    const place = `${tags.chunk?.[0]} ${tags.index?.[0]}`;
    accepted.set(address, [...(accepted.get(address) ?? []), { messageId, place, areEventsLost }]);
    if (!areEventsLost) tell(post, { source: form.get('Source') ?? '', address, messageId, tags });
    return messageId;
  }

  function send(form: URLSearchParams, request: IncomingMessage, response: ServerResponse): void {
    const fault = form.get('Tags.member.1.Name') === 'campaign' ? faultBy(chance() / harshness) : undefined;
    calls += 1;
    if (fault) faults[fault] += 1;
    const isTaken = fault === undefined || /after|without/.test(fault);
    const messageId = isTaken ? take(form, fault === undefined) : '';
    if (fault?.startsWith('reset')) request.socket.resetAndDestroy();
    else if (!fault?.startsWith('hangs')) reply(response, ...answerTo(fault, messageId));
  }

  const server = createServer(async (request, response) => {
    const form = new URLSearchParams((await read(request)).toString('utf8'));
    const action = form.get('Action');
    if (action === 'SendRawEmail') send(form, request, response);
    else if (action === 'GetSendQuota') reply(response, 200, answer(action, quota(calls)));
    else reply(response, 400, refusal('InvalidAction', `Could not find operation ${action}`));
  });
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: () => calls,
    accepted,
    faults,
    reportTo: post.to,
    untold: post.waiting,
    async close() {
      post.stop();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function faultBy(chance: number): Fault | undefined {
  let upTo = 0;
  return FAULTS.find((fault) => {
    upTo += PER_THOUSAND[fault] / 1_000;
    return chance < upTo;
  });
}

function tagsOf(form: URLSearchParams): Record<string, string[]> {
  const tags: Record<string, string[]> = { 'ses:configuration-set': [form.get('ConfigurationSetName') ?? ''] };
  for (let n = 1; form.has(`Tags.member.${n}.Name`); n += 1) {
    tags[form.get(`Tags.member.${n}.Name`) as string] = [form.get(`Tags.member.${n}.Value`) ?? ''];
  }
  return tags;
}

interface Taken {
  source: string;
  address: string;
  messageId: string;
  tags: Record<string, string[]>;
}

function tell(post: EventPost, { source, address, messageId, tags }: Taken): void {
  const timestamp = new Date().toISOString();
  const mail = { timestamp, source, messageId, destination: [address], headers: [], tags };
  post.add({ eventType: 'Send', send: {}, mail });
  post.add({ eventType: 'Delivery', delivery: { timestamp, recipients: [address] }, mail });
}

const quota = (sent: number): string =>
  `<Max24HourSend>1000000.0</Max24HourSend><MaxSendRate>500.0</MaxSendRate><SentLast24Hours>${sent}.0</SentLast24Hours>`;

const answer = (action: string, result: string): string =>
  `<${action}Response xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><${action}Result>${result}</${action}Result></${action}Response>`;

const refusal = (code: string, message: string): string =>
  `<ErrorResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;

/** Status and body. */
function answerTo(fault: Fault | undefined, messageId: string): [number, string] {
  if (fault === 'throttled') return [400, refusal('Throttling', 'Maximum sending rate exceeded.')];
  if (fault === '200 without id') return [200, '<html>A proxy says hello.</html>'];
  if (fault) return [500, refusal('InternalFailure', 'Try again later.')];
  return [200, answer('SendRawEmail', `<MessageId>${messageId}</MessageId>`)];
}

function reply(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'text/xml' }).end(body);
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
