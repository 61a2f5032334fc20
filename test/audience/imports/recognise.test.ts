import { describe, expect, it } from 'vitest';
import type { ColumnMeaning } from '../../../lambdas/audience/index.ts';
import { ImportHouse } from './import-house.ts';

/** Column → meaning, of those that are proposed. */
async function proposalFor(text: string) {
  const house = new ImportHouse();
  const which = await house.upload(text);
  const { format, columns = [], proposed = [] } = await house.import(which);
  const named = columns.map((name, column): [string, ColumnMeaning | null] => [name, proposed[column] ?? null]);
  return { house, which, format, proposed: Object.fromEntries(named.filter(([, meaning]) => meaning)) };
}

const MAILCHIMP =
  'Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LATITUDE,LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION';
const TAIL = 'LEID,EUID,NOTES,TAGS';

describe('a list of Mailchimp', () => {
  const consent = { joined: '2018-02-12T10:54:27.000Z', network: '192.0.2.4', confirmed: '2018-02-12T10:55:00.000Z' };
  const row = (address: string, middle: string, tags: string) =>
    `${address},Ada,L,2,2018-02-12 10:54:27,192.0.2.4,2018-02-12 10:55:00,192.0.2.5,,,,,,,,${middle},1,2,,${tags}\n`;

  it('brings the first consent, and tags that are topics here', async () => {
    const list = `${MAILCHIMP},LAST_CHANGED,${TAIL}\n${row('ada@x.example', '', '"""Kita"",""Redaktion"""')}${row('bob@x.example', '', '')}`;
    const { house, which, format, proposed } = await proposalFor(list);
    expect(format).toBe('mailchimp');
    expect(proposed).toEqual({
      ...{ 'Email Address': 'address', OPTIN_TIME: 'joined', OPTIN_IP: 'network', CONFIRM_TIME: 'confirmed' },
      ...{ CONFIRM_IP: 'confirmed-network', TAGS: 'topics' },
    });
    await house.decide(which);
    await house.deliver();
    expect(await house.report(which)).toEqual(['2 added unknown-topics', '3 added']);
    const [proof] = await house.proofs('ada@x.example');
    expect(proof?.imported).toEqual({ line: 2, ...consent, confirmedNetwork: '192.0.2.5' });
    expect((await house.subscription('ada@x.example'))?.topics).toEqual(['kita']);
  });

  it('leaves tags out that have nothing to do with our topics: nobody chose them here', async () => {
    const list = `${MAILCHIMP},LAST_CHANGED,${TAIL}\n${row('ada@x.example', '', 'Redaktion')}`;
    expect((await proposalFor(list)).proposed).not.toHaveProperty('TAGS');
  });

  it.each([
    {
      whom: 'who unsubscribed',
      columns: 'UNSUB_TIME,UNSUB_CAMPAIGN_TITLE,UNSUB_CAMPAIGN_ID,UNSUB_REASON,UNSUB_REASON_OTHER',
      middle: '2018-07-23 12:19:27,,,,',
    },
    {
      whom: 'whose mail bounced',
      columns: 'CLEAN_TIME,CLEAN_CAMPAIGN_TITLE,CLEAN_CAMPAIGN_ID',
      middle: '2020-03-23 17:30:05,,',
    },
  ])('brings in nobody $whom there', async ({ columns, middle }) => {
    const { house, which, format } = await proposalFor(
      `${MAILCHIMP},${columns},${TAIL}\n${row('ada@x.example', middle, '')}`,
    );
    expect(format).toBe('mailchimp');
    await house.decide(which);
    await house.deliver();
    expect(await house.report(which)).toEqual(['2 unsubscribed-there left']);
    expect(house.addresses()).toEqual([]);
  });
});

describe('a list of another system', () => {
  it.each([
    {
      of: 'listmonk',
      text:
        'uuid,email,name,attributes,status,created_at,updated_at\n' +
        'u1,ada@x.example,Ada,"{""city"": ""Bochum""}",enabled,2023-04-05 06:07:08+00,x\n' +
        'u2,bob@x.example,Bob,{},blocklisted,2023-04-05 06:07:08.123 +0000 UTC,x\n' +
        'u3,cem@x.example,Cem,{},disabled,2023-04-05 06:07:08+00,x\n',
      proposed: { email: 'address', status: 'status', created_at: 'joined' },
    },
    {
      of: 'ghost',
      text:
        'id,email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,deleted_at,labels,tiers\n' +
        'i1,ada@x.example,Ada,,true,false,,2022-01-02T03:04:05.000Z,,,\n' +
        'i2,bob@x.example,Bob,,false,false,,2022-01-02T03:04:05.000Z,,,\n' +
        'i3,cem@x.example,Cem,,true,false,,2022-01-02T03:04:05.000Z,2023-01-01T00:00:00.000Z,,\n',
      proposed: { email: 'address', subscribed_to_emails: 'status', created_at: 'joined', deleted_at: 'left' },
    },
    {
      of: 'mailpoet',
      text:
        '\ufeff"Email","First name","Last name","Subscription IP","Subscription time","Confirmation time","Confirmation IP","List status","Global status","List"\n' +
        '"ada@x.example","Ada \\"die Erste\\"","L","192.0.2.1","2021-02-03 04:05:06","2021-02-03 04:06:00","192.0.2.1","subscribed","subscribed","Kita"\n' +
        '"bob@x.example","Bob","","","2021-02-03 04:05:06","","","unsubscribed","subscribed","Kita"\n' +
        '"cem@x.example","Cem","","","2021-02-03 04:05:06","","","subscribed","unconfirmed","Kita"\n',
      proposed: {
        ...{
          Email: 'address',
          'Subscription IP': 'network',
          'Subscription time': 'joined',
          'Confirmation time': 'confirmed',
        },
        ...{
          'Confirmation IP': 'confirmed-network',
          'List status': 'status',
          'Global status': 'status',
          List: 'topics',
        },
      },
    },
  ])('is known as one of $of, and what it says of people is heeded', async ({ of, text, proposed }) => {
    const { house, which, ...found } = await proposalFor(text);
    expect(found).toEqual({ format: of, proposed });
    await house.decide(which);
    await house.deliver();
    expect(house.addresses()).toEqual(['ada@x.example']);
    expect((await house.import(which)).counters).toMatchObject({ added: 1, 'unsubscribed-there': 2 });
    expect((await house.subscription('ada@x.example'))?.requestedAt.getUTCFullYear()).toBeLessThan(2024);
  });
});

describe('a list made by hand', () => {
  it.each([
    {
      header: 'Name;E-Mail-Adresse;Sprache;Themen',
      row: 'Ada;ada@x.example;Deutsch;Kita',
      proposed: { 'E-Mail-Adresse': 'address', Sprache: 'language', Themen: 'topics' },
    },
    {
      header: 'Kontakt;Angemeldet am',
      row: 'ada@x.example;01.02.2024',
      proposed: { Kontakt: 'address', 'Angemeldet am': 'joined' },
    },
    // "Mail" holds no addresses, the other column does.
    { header: 'Mail;Kontakt', row: 'ja;ada@x.example', proposed: { Kontakt: 'address' } },
    { header: 'email;email', row: 'ada@x.example;b@x.example', proposed: { email: 'address' } },
    { header: 'email;Status', row: 'ada@x.example;abgemeldet', proposed: { email: 'address', Status: 'status' } },
    // Whether somebody is a teacher is no status of a subscription.
    { header: 'email;Status', row: 'ada@x.example;Lehrkraft', proposed: { email: 'address' } },
  ])('is understood by names and by what stands below them: $header', async ({ header, row, proposed }) => {
    const found = await proposalFor(`${header}\n${row}\n`);
    expect(found).toMatchObject({ format: 'other', proposed });
    expect(Object.keys(found.proposed)).toHaveLength(Object.keys(proposed).length);
  });
});
