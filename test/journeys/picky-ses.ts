/** An SES that refuses one address and never answers for another, until it is mended, and reports of all that it took. */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

interface Pickiness {
  refuses: string;
  /** Hangs up without an answer, and has not taken the message. */
  loses: string;
}

export interface PickySes {
  url: string;
  /** Ids of what it took, by address, in that order. */
  accepted: Map<string, string[]>;
  /** From now on it takes everything. */
  mend(): void;
  /** Where it reports to. */
  reportTo(url: string): void;
  close(): Promise<void>;
}

const QUOTA =
  '<GetSendQuotaResponse><GetSendQuotaResult><Max24HourSend>50000.0</Max24HourSend><MaxSendRate>50.0</MaxSendRate><SentLast24Hours>0.0</SentLast24Hours></GetSendQuotaResult></GetSendQuotaResponse>';

export async function openPickySes({ refuses, loses }: Pickiness): Promise<PickySes> {
  const accepted: PickySes['accepted'] = new Map();
  let isMended = false;
  let siteUrl = '';

  async function take(form: URLSearchParams, address: string): Promise<string> {
    const messageId = `0107${Date.now().toString(16).padStart(12, '0')}-${randomUUID()}-000000`;
    accepted.set(address, [...(accepted.get(address) ?? []), messageId]);
    const mail = { timestamp: new Date().toISOString(), messageId, destination: [address], tags: tagsOf(form) };
    for (const eventType of ['Send', 'Delivery']) {
      await fetch(`${siteUrl}/_local/ses-events`, { method: 'POST', body: JSON.stringify({ eventType, mail }) });
    }
    return messageId;
  }

  const server = createServer(async (request, response) => {
    const form = new URLSearchParams(await text(request));
    if (form.get('Action') === 'GetSendQuota') return void response.end(QUOTA);
    const address = form.get('Destinations.member.1') ?? '';
    if (!isMended && address === loses) return request.socket.resetAndDestroy();
    const isRefused = !isMended && address === refuses;
    const body = isRefused
      ? '<ErrorResponse><Error><Type>Sender</Type><Code>MessageRejected</Code><Message>No</Message></Error></ErrorResponse>'
      : `<SendRawEmailResponse><SendRawEmailResult><MessageId>${await take(form, address)}</MessageId></SendRawEmailResult></SendRawEmailResponse>`;
    response.writeHead(isRefused ? 400 : 200, { 'content-type': 'text/xml' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    accepted,
    mend: () => {
      isMended = true;
    },
    reportTo: (url) => {
      siteUrl = url;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function tagsOf(form: URLSearchParams): Record<string, string[]> {
  const tags: Record<string, string[]> = {};
  for (let n = 1; form.has(`Tags.member.${n}.Name`); n += 1) {
    tags[form.get(`Tags.member.${n}.Name`) as string] = [form.get(`Tags.member.${n}.Value`) ?? ''];
  }
  return tags;
}
