import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import { SESClient } from '@aws-sdk/client-ses';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { classify, type SendAnswer, sendingClient, sendOnce } from '../../lambdas/platform/ses.ts';

const NAMESPACE = 'http://ses.amazonaws.com/doc/2010-12-01/';
const mail = {
  from: 'news@mail.example.org',
  to: 'erika@example.net',
  raw: 'Subject: Ausgabe 12\r\n\r\nGuten Tag',
  configurationSet: 'bulk',
  tags: { campaign: 'ruhr-12', chunk: '00-000001', index: '17' },
};

const servers: (Server | TcpServer)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const server of servers.splice(0)) {
    if ('closeAllConnections' in server) server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** What one send against this server ends in, and how many requests the server saw. */
async function sendTo(respond: RequestListener): Promise<{ answer: SendAnswer; bodies: URLSearchParams[] }> {
  const bodies: URLSearchParams[] = [];
  const server = createServer(async (request, response) => {
    bodies.push(new URLSearchParams(await textOf(request)));
    respond(request, response);
  });
  const answer = await sendOnce(await clientFor(server))(mail);
  return { answer, bodies };
}

async function clientFor(server: Server | TcpServer) {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  return sendingClient({ answerWithinMs: 300 });
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of request) text += piece;
  return text;
}

const xml = (status: number, body: string) => (_: IncomingMessage, response: ServerResponse) =>
  void response.writeHead(status, { 'content-type': 'text/xml' }).end(body);
const ACCEPTED = `<SendRawEmailResponse xmlns="${NAMESPACE}"><SendRawEmailResult><MessageId>0107-1</MessageId></SendRawEmailResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></SendRawEmailResponse>`;
const refusal = (status: number, code: string, message = 'No.') =>
  xml(
    status,
    `<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`,
  );
const html = (status: number) => (_: IncomingMessage, response: ServerResponse) =>
  void response.writeHead(status, { 'content-type': 'text/html' }).end('<html><body>Proxy</body></html>');

describe('sending one mail through SES', () => {
  it('says who it is for in the parameters, not in the headers', async () => {
    const { answer, bodies } = await sendTo(xml(200, ACCEPTED));
    expect(answer).toEqual({ kind: 'accepted', messageId: '0107-1' });
    expect(Object.fromEntries(bodies[0] ?? [])).toMatchObject({
      Action: 'SendRawEmail',
      Source: 'news@mail.example.org',
      'Destinations.member.1': 'erika@example.net',
      ConfigurationSetName: 'bulk',
      'Tags.member.3.Name': 'index',
      'Tags.member.3.Value': '17',
      'RawMessage.Data': btoa(mail.raw),
    });
  });

  const NOT_SENT = (because: string) => ({ kind: 'not-sent', because });
  it.each<{ when: string; server: RequestListener; answer: object }>([
    { when: 'the answer is empty', server: xml(200, ''), answer: { kind: 'unknown' } },
    { when: 'a proxy answers 200', server: html(200), answer: { kind: 'unknown' } },
    { when: 'another answer came', server: xml(200, `<X xmlns="${NAMESPACE}"/>`), answer: { kind: 'unknown' } },
    { when: 'SES fails', server: refusal(500, 'InternalFailure'), answer: { kind: 'unknown' } },
    { when: 'SES is unavailable', server: refusal(503, 'ServiceUnavailable'), answer: { kind: 'unknown' } },
    { when: 'a proxy fails', server: html(502), answer: { kind: 'unknown' } },
    { when: 'a gateway gave up waiting', server: html(504), answer: { kind: 'unknown' } },
    { when: 'a proxy refuses in words of its own', server: html(400), answer: { kind: 'unknown' } },
    { when: 'a request took too long for a proxy', server: html(408), answer: { kind: 'unknown' } },
    { when: 'nobody answers', server: () => {}, answer: { kind: 'unknown' } },
    {
      when: 'the connection is reset',
      server: (request) => request.socket.resetAndDestroy(),
      answer: { kind: 'unknown' },
    },
    { when: 'the connection is closed', server: (request) => request.socket.destroy(), answer: { kind: 'unknown' } },
    {
      when: 'the answer is cut',
      server: (request, response) => {
        response.writeHead(200, { 'content-type': 'text/xml', 'content-length': '500' }).write(ACCEPTED.slice(0, 60));
        setTimeout(() => request.socket.destroy(), 20);
      },
      answer: { kind: 'unknown' },
    },
    {
      when: 'too many were sent this second',
      server: refusal(400, 'Throttling', 'Maximum sending rate exceeded.'),
      answer: NOT_SENT('throttled'),
    },
    {
      when: 'throttling has its long name',
      server: refusal(400, 'ThrottlingException'),
      answer: NOT_SENT('throttled'),
    },
    {
      when: 'there are too many requests',
      server: refusal(429, 'TooManyRequestsException'),
      answer: NOT_SENT('throttled'),
    },
    {
      when: 'too many were sent this day',
      server: refusal(400, 'Throttling', 'Daily message quota exceeded.'),
      answer: NOT_SENT('daily-quota'),
    },
    { when: 'the message is refused', server: refusal(400, 'MessageRejected'), answer: { kind: 'refused' } },
    { when: 'the address is none', server: refusal(400, 'InvalidParameterValue'), answer: { kind: 'refused' } },
    {
      when: 'the account is paused',
      server: refusal(400, 'AccountSendingPausedException'),
      answer: NOT_SENT('paused'),
    },
    {
      when: 'the set is paused',
      server: refusal(400, 'ConfigurationSetSendingPausedException'),
      answer: NOT_SENT('paused'),
    },
    {
      when: 'there is no such set',
      server: refusal(400, 'ConfigurationSetDoesNotExist'),
      answer: NOT_SENT('paused'),
    },
    {
      when: 'the MAIL FROM domain is not ready',
      server: refusal(400, 'MailFromDomainNotVerifiedException'),
      answer: NOT_SENT('paused'),
    },
    { when: 'the role may not', server: refusal(403, 'AccessDenied'), answer: NOT_SENT('paused') },
    { when: 'the signature is wrong', server: refusal(403, 'SignatureDoesNotMatch'), answer: NOT_SENT('paused') },
    { when: 'our clock is wrong', server: refusal(400, 'RequestExpired'), answer: NOT_SENT('paused') },
    { when: 'the key is unknown', server: refusal(403, 'InvalidClientTokenId'), answer: NOT_SENT('paused') },
  ])('$when: $answer, after one request and no more', async ({ server, answer }) => {
    const sent = await sendTo(server);
    expect(sent.answer).toMatchObject(answer);
    expect(sent.bodies).toHaveLength(1);
  });

  it('is certain that nothing was sent when nobody listens', async () => {
    const server = createTcpServer();
    const client = await clientFor(server);
    await new Promise((resolve) => servers.pop()?.close(resolve));
    expect(await sendOnce(client)(mail)).toMatchObject(NOT_SENT('unreachable'));
  });

  it('is certain that nothing was sent when the name is unknown', async () => {
    const client = new SESClient({
      endpoint: 'http://ses.invalid',
      region: 'eu-central-1',
      maxAttempts: 1,
      credentials,
    });
    expect(await sendOnce(client)(mail)).toMatchObject(NOT_SENT('unreachable'));
  });

  it('is certain that nothing was sent without credentials', async () => {
    const noCredentials = () => Promise.reject(Object.assign(new Error('none'), { name: 'CredentialsProviderError' }));
    const client = new SESClient({ region: 'eu-central-1', maxAttempts: 1, credentials: noCredentials });
    expect(await sendOnce(client)(mail)).toMatchObject(NOT_SENT('paused'));
  });

  it('never puts an address into the detail that is logged', async () => {
    const { answer } = await sendTo(refusal(400, 'MessageRejected', 'Address erika@example.net is not verified.'));
    expect(JSON.stringify(answer)).not.toContain('erika');
  });
});

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

/** Faults that no server on this machine can play, as the SDK was seen to report them. */
describe('reading an error of the sending client', () => {
  const failure = (name: string, message: string, code?: string) => Object.assign(new Error(message), { name, code });
  it.each([
    {
      error: failure('TimeoutError', 'Socket did not establish a connection with the server within 2000 ms'),
      answer: { kind: 'not-sent', because: 'unreachable' },
    },
    { error: failure('Error', 'no route', 'EHOSTUNREACH'), answer: { kind: 'not-sent', because: 'unreachable' } },
    { error: failure('Error', 'no network', 'ENETUNREACH'), answer: { kind: 'not-sent', because: 'unreachable' } },
    { error: failure('Error', 'DNS', 'EAI_AGAIN'), answer: { kind: 'not-sent', because: 'unreachable' } },
    { error: failure('TimeoutError', 'connection timed out', 'ETIMEDOUT'), answer: { kind: 'unknown' } },
    { error: failure('Error', 'write', 'EPIPE'), answer: { kind: 'unknown' } },
    { error: new Error('anything else'), answer: { kind: 'unknown' } },
    { error: 'no error at all', answer: { kind: 'unknown' } },
    { error: undefined, answer: { kind: 'unknown' } },
  ])('$error: $answer', ({ error, answer }) => {
    expect(classify(error)).toMatchObject(answer);
  });
});
