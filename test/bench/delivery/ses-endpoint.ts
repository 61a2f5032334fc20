/**
 * SES in a process of its own, so that its work is nobody else's: takes messages over HTTP, answers as SES does or fails as
 * `ses-faults.ts` says, and tells its parent of every message that it took. Started by `startSes`.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { faultFor, isTaken, type SesFault } from './ses-faults.ts';
import type { SesNews, Taken } from './start-ses.ts';

const [mode = 'faultless'] = process.argv.slice(2);
/** How long a call that gets no answer is left alone, before the connection breaks. */
const SILENT_MS = 2_000;
const NAMESPACE = 'xmlns="http://ses.amazonaws.com/doc/2010-12-01/"';

const calls = new Map<string, number>();
let accepted = 0;
const tell = (news: SesNews) => process.send?.(news);

const server = createServer((request, response) => {
  if (mode === 'faultless') request.resume().on('end', () => accept(response));
  else readBody(request).then((body) => answerWithFaults(body, response));
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => tell({ port: (server.address() as AddressInfo).port }));
process.on('disconnect', () => process.exit());

function answerWithFaults(body: string, response: ServerResponse): void {
  const message = read(body);
  const call = (calls.get(message.to) ?? 0) + 1;
  calls.set(message.to, call);
  const fault = faultFor(message.to, call);
  if (isTaken(fault)) tell({ taken: message });
  if (fault) fail(fault, response);
  else accept(response);
}

function accept(response: ServerResponse): void {
  accepted += 1;
  const id = `0107${String(accepted).padStart(12, '0')}-000000`;
  answer(
    response,
    200,
    `<SendRawEmailResponse ${NAMESPACE}><SendRawEmailResult><MessageId>${id}</MessageId></SendRawEmailResult><ResponseMetadata><RequestId>${id}</RequestId></ResponseMetadata></SendRawEmailResponse>`,
  );
}

function fail(fault: SesFault, response: ServerResponse): void {
  if (fault === 'throttled') refuse(response, 400, 'Throttling', 'Maximum sending rate exceeded.');
  else if (fault.startsWith('error')) refuse(response, 500, 'InternalFailure', 'We encountered an internal error.');
  else if (fault.startsWith('reset')) response.socket?.resetAndDestroy();
  else setTimeout(() => response.socket?.resetAndDestroy(), SILENT_MS).unref();
}

function refuse(response: ServerResponse, status: number, code: string, sentence: string): void {
  answer(
    response,
    status,
    `<ErrorResponse ${NAMESPACE}><Error><Type>Sender</Type><Code>${code}</Code><Message>${sentence}</Message></Error><RequestId>r</RequestId></ErrorResponse>`,
  );
}

function answer(response: ServerResponse, status: number, xml: string): void {
  response.writeHead(status, { 'content-type': 'text/xml', 'content-length': Buffer.byteLength(xml) }).end(xml);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('latin1');
}

function read(body: string): Taken {
  // The message is most of the body, and nobody asks for it here.
  const fields = new URLSearchParams(body.replace(/RawMessage\.Data=[^&]*/, ''));
  const tags: Record<string, string> = {};
  for (let index = 1; ; index += 1) {
    const name = fields.get(`Tags.member.${index}.Name`);
    if (name === null) break;
    tags[name] = fields.get(`Tags.member.${index}.Value`) ?? '';
  }
  return { to: fields.get('Destinations.member.1') ?? '', tags };
}
