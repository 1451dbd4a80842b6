import { describe, expect, test } from 'vitest';
import { ConfigError } from '../../shared/config/config-error.ts';
import { defineLedger } from '../../shared/config/define.ts';
import localDefaults from '../../shared/config/local-defaults.ts';
import { resolveSettings } from '../../shared/config/resolve.ts';
import { defaultPolicy } from '../../shared/ledger/policy/default-policy.ts';
import { providerNames, providers } from '../../shared/providers/registry.ts';

const ses = { ses: 'ses' } as const;

describe('a configuration that is complete', () => {
  test('says only what it wants otherwise', () => {
    expect(resolveSettings(defineLedger({ sources: ses }))).toEqual({
      sources: [
        {
          name: 'ses',
          provider: 'ses',
          list: '*',
          lists: [],
          espLists: {},
          kinds: null,
          family: 'ses',
          topics: [],
          maxEventAgeDays: 15,
          ratePerSecond: 50,
          allow: null,
          sync: null,
        },
      ],
      lists: [],
      policy: defaultPolicy,
      codes: { custom: [], response: [], textBody: [], rules: [], words: {}, shipped: 'after-custom' },
      addresses: { stored: 'plain', foldPlusTags: false },
      archiveDays: 90,
      inboundMail: null,
      api: 'iam',
      reputation: { bouncePercent: [5, 10], complaintPercent: [0.1, 0.3, 0.5], minMessages: 1_000 },
      sesConfigurationSet: null,
    });
  });

  test('keeps what it says', () => {
    const topics = ['arn:aws:sns:eu-west-1:123456789012:bounces'];
    const jwt = { issuer: 'https://login.example.com/', audience: ['mail'], scopes: { read: 'ledger:read' } };
    const settings = resolveSettings(
      defineLedger({
        sources: {
          receipts: { provider: 'ses', list: 'receipts', topics, ratePerSecond: 9, allow: ['192.0.2.0/24'] },
        },
        lists: { receipts: { transactional: true } },
        addresses: { stored: 'hashed', foldPlusTags: true },
        api: { jwt },
        archiveDays: 30,
        inboundMail: { domain: 'bounces.example.com', buckets: ['returned-mail'] },
        reputation: { bouncePercent: [2], minMessages: 100 },
        sesConfigurationSet: { name: 'ledger', create: true },
      }),
    );

    expect(settings).toMatchObject({
      sources: [{ name: 'receipts', list: 'receipts', topics, ratePerSecond: 9, allow: ['192.0.2.0/24'] }],
      lists: [{ name: 'receipts', transactional: true, policy: defaultPolicy }],
      addresses: { stored: 'hashed', foldPlusTags: true },
      api: jwt,
      archiveDays: 30,
      inboundMail: {
        domain: 'bounces.example.com',
        mailbox: 'bounces',
        reporters: [],
        buckets: ['returned-mail'],
      },
      reputation: { bouncePercent: [2], complaintPercent: [0.1, 0.3, 0.5], minMessages: 100 },
      sesConfigurationSet: { name: 'ledger', create: true },
    });
  });

  test('keeps an ESP’s own list in step, as far as it says', () => {
    const sync = { every: '12 hours', push: ['complaint'], lift: true } as const;
    const settings = resolveSettings(
      defineLedger({
        sources: {
          news: { provider: 'sendgrid', sync },
          shop: { provider: 'mailgun', sync: { every: '1 day' } },
        },
      }),
    );
    expect(settings.sources.map((source) => source.sync)).toEqual([
      { everyMinutes: 720, takeIn: true, push: ['complaint'], lift: true },
      { everyMinutes: 1_440, takeIn: true, push: [], lift: false },
    ]);
  });

  test.each([
    ['10 minutes', 'from "15 minutes" to "30 days"'],
    ['31 days', 'from "15 minutes" to "30 days"'],
    ['daily', 'from "15 minutes" to "30 days"'],
    ['0 hours', 'from "15 minutes" to "30 days"'],
  ])('does not read a list every %s', (every, message) => {
    const config = { sources: { news: { provider: 'sendgrid', sync: { every } } } };
    expect(() => resolveSettings(config)).toThrow(message);
  });

  test('keeps no list in step that no API reads', () => {
    const config = { sources: { own: { provider: 'postal', sync: { every: '1 day' } } } };
    expect(() => resolveSettings(config)).toThrow('no API of it is known');
  });

  test('keeps the list of Amazon SES in step, which takes no API key', () => {
    const config = { sources: { ses: { provider: 'ses', sync: { every: '1 day' } } } };
    expect(resolveSettings(config).sources[0]?.sync).toMatchObject({ everyMinutes: 1_440 });
  });

  test('is plain JSON: it travels beside each bundle', () => {
    const settings = resolveSettings(localDefaults);
    expect(JSON.parse(JSON.stringify(settings))).toEqual(settings);
  });
});

describe('a changed policy', () => {
  const causeOf = (settings: ReturnType<typeof resolveSettings>, reason: string) =>
    settings.policy.causes.find((cause) => cause.suppressionReason === reason);

  test('changes one cause and keeps the others', () => {
    const settings = resolveSettings({
      sources: ses,
      policy: { causes: { 'mailbox-full': { threshold: { count: 4 }, tiers: [{ holdHours: 24 }] } } },
    });

    expect(causeOf(settings, 'mailbox-full')).toMatchObject({
      threshold: { count: 4, spanDays: 14 },
      tiers: [{ holdHours: 24 }],
    });
    expect(causeOf(settings, 'complaint')).toEqual(
      defaultPolicy.causes.find(({ suppressionReason }) => suppressionReason === 'complaint'),
    );
  });

  test('can leave a cause, or the storm guard, out', () => {
    const settings = resolveSettings({
      sources: ses,
      policy: { causes: { 'domain-trouble': null }, storm: null },
    });

    expect(causeOf(settings, 'domain-trouble')).toBeUndefined();
    expect(settings.policy.storm).toBeNull();
  });

  test('can take the tiers, and what escalates, from a cause', () => {
    const settings = resolveSettings(
      defineLedger({
        sources: ses,
        policy: { causes: { inactive: { tiers: [{ holdHours: 24 }], escalation: null } } },
      }),
    );
    expect(causeOf(settings, 'inactive')).toMatchObject({ tiers: [{ holdHours: 24 }] });
    expect(causeOf(settings, 'inactive')).not.toHaveProperty('escalation');
  });

  test("of a list is a change of the ledger's own", () => {
    const settings = resolveSettings({
      sources: ses,
      policy: { storm: { addresses: 100 } },
      lists: { news: { policy: { causes: { inactive: null } } } },
    });

    expect(settings.lists[0]?.policy.storm).toMatchObject({ addresses: 100, withinMinutes: 10 });
    expect(settings.lists[0]?.policy.causes.map(({ suppressionReason }) => suppressionReason)).not.toContain(
      'inactive',
    );
    expect(causeOf(settings, 'inactive')).toBeDefined();
  });
});

describe('custom codes', () => {
  test('stand beside the shipped ones; a shipped one may have other words', () => {
    const { codes } = resolveSettings({
      sources: ses,
      codes: {
        custom: [{ code: 3100, meaning: 'on parental leave', effect: null }],
        rename: { 2001: 'no such name' },
      },
    });

    expect(codes).toMatchObject({
      custom: [
        { code: 2001, meaning: 'no such name' },
        { code: 3100, meaning: 'on parental leave', effect: null },
      ],
      shipped: 'after-custom',
    });
  });
});

describe('what is wrong is named, with what to do', () => {
  const cases: ReadonlyArray<readonly [why: string, config: unknown, path: string, says: string]> = [
    ['no sources', {}, 'sources', 'This setting is missing.'],
    ['no source at all', { sources: {} }, 'sources', 'Name at least one source'],
    ['a misspelt ESP', { sources: { a: 'sendgird' } }, 'sources.a', 'Did you mean "sendgrid"?'],
    ['an ESP that is none', { sources: { a: 'carrier-pigeon' } }, 'sources.a', 'Give one of: ahasend, azure'],
    ['a name no URL has', { sources: { 'A b': 'ses' } }, "sources['A b']", 'lower-case letters'],
    ['a misspelt setting', { sources: ses, archiveDay: 9 }, 'archiveDay', 'Did you mean "archiveDays"?'],
    ['an unknown setting', { sources: ses, colour: 1 }, 'colour', 'Unknown setting. Use one of: sources'],
    ['a source without its ESP', { sources: { a: {} } }, 'sources.a.provider', 'This setting is missing.'],
    [
      'a list that is not there',
      { sources: { a: { provider: 'ses', list: 'news' } } },
      'sources.a.list',
      'Add it to lists',
    ],
    [
      'a rate of nothing',
      { sources: { a: { provider: 'ses', ratePerSecond: 0 } } },
      'sources.a.ratePerSecond',
      'from 1 to 10000',
    ],
    [
      'an address for a range',
      { sources: { a: { provider: 'ses', allow: ['192.0.2.1'] } } },
      'sources.a.allow[0]',
      'CIDR range',
    ],
    [
      'a queue for a topic',
      { sources: { a: { provider: 'ses', topics: ['arn:aws:sqs:eu-west-1:1:q'] } } },
      'sources.a.topics[0]',
      'ARN of an SNS topic',
    ],
    ['too short an archive', { sources: ses, archiveDays: 1 }, 'archiveDays', 'from 14 to 3650'],
    [
      'an issuer over http',
      { sources: ses, api: { jwt: { issuer: 'http://a.example', audience: ['x'], scopes: { read: 'r' } } } },
      'api.jwt.issuer',
      'https URL',
    ],
    [
      'a token without an audience',
      { sources: ses, api: { jwt: { issuer: 'https://a.example', audience: [], scopes: { read: 'r' } } } },
      'api.jwt.audience',
      'at least one audience',
    ],
    [
      'no scopes',
      { sources: ses, api: { jwt: { issuer: 'https://a.example', audience: ['x'], scopes: {} } } },
      'api.jwt.scopes',
      'Give at least one scope',
    ],
    [
      'a scope with a space',
      {
        sources: ses,
        api: { jwt: { issuer: 'https://a.example', audience: ['x'], scopes: { read: 'a b' } } },
      },
      'api.jwt.scopes.read',
      'A scope has 1 to 64',
    ],
    ['an open API', { sources: ses, api: 'open' }, 'api', 'Give "iam"'],
    [
      'a cause that is none',
      { sources: ses, policy: { causes: { 'mailbox-ful': null } } },
      'policy.causes.mailbox-ful',
      'Did you mean "mailbox-full"?',
    ],
    [
      'a policy that contradicts itself',
      { sources: ses, policy: { causes: { complaint: { tiers: [{ holdHours: 1 }] } } } },
      'policy.causes.complaint',
      'never ends by itself',
    ],
    ['a storm of one', { sources: ses, policy: { storm: { addresses: 1 } } }, 'policy.storm', 'from 2'],
    [
      "a list's policy that contradicts itself",
      { sources: ses, lists: { a: { policy: { causes: { inactive: { tiers: [] } } } } } },
      'lists.a.policy.causes.inactive',
      'no tier',
    ],
    [
      'a storm of one list',
      { sources: ses, lists: { a: { policy: { storm: { addresses: 100 } } } } },
      'lists.a.policy.storm',
      'Guards count once for all lists',
    ],
    [
      'a policy without the word of people',
      { sources: ses, policy: { causes: { manual: null } } },
      'policy.causes.manual',
      'an operator could suppress no address',
    ],
    [
      'a renamed code that is not shipped',
      { sources: ses, codes: { rename: { 3100: 'x' } } },
      'codes.rename.3100',
      'codes.custom',
    ],
    [
      'a code that is there twice',
      {
        sources: ses,
        codes: {
          custom: [
            { code: 3100, meaning: 'x' },
            { code: 3100, meaning: 'y' },
          ],
        },
      },
      'codes.custom[1].code',
      'Duplicate code 3100',
    ],
    [
      'no rules instead of the shipped ones',
      { sources: ses, codes: { mode: 'replace' } },
      'codes.mode',
      'every failure would get the code 9999',
    ],
    [
      'thresholds that are not in order',
      { sources: ses, reputation: { bouncePercent: [10, 5] } },
      'reputation.bouncePercent',
      'the lowest threshold first',
    ],
    [
      'a rate that is no percentage',
      { sources: ses, reputation: { complaintPercent: [0] } },
      'reputation.complaintPercent[0]',
      'above 0 and below 100',
    ],
    [
      'an effect that is none',
      { sources: ses, codes: { custom: [{ code: 3100, meaning: 'x', effect: 'inactiv' }] } },
      'codes.custom[0].effect',
      'Did you mean "inactive"?',
    ],
    [
      'an effect the policy left out',
      {
        sources: ses,
        policy: { causes: { inactive: null } },
        codes: { custom: [{ code: 3100, meaning: 'x', effect: 'inactive' }] },
      },
      'codes.custom[0].effect',
      'no cause "inactive" any more',
    ],
  ];

  test.each(cases)('%s', (_, config, path, says) => {
    const message = messageOf(config);
    expect(message).toContain(`configuration: ${path}: `);
    expect(message).toContain(says);
  });

  test("a fault of the ledger's policy is not said again of each list that changes another cause", () => {
    const causes = { 'mailbox-full': { threshold: { withinDays: 10 } } };
    const lists = { a: { policy: { causes: { 'domain-trouble': null } } } };
    expect(messageOf({ sources: ses, policy: { causes }, lists }).split('\n')).toHaveLength(1);
  });

  test('all of it at once', () => {
    expect(messageOf({ sources: { a: 'sez', b: {} }, archiveDays: 1 }).split('\n')).toHaveLength(3);
  });

  function messageOf(config: unknown): string {
    try {
      resolveSettings(config);
    } catch (error) {
      if (error instanceof ConfigError) return error.message;
      throw error;
    }
    throw new Error('The configuration was accepted.');
  }
});

test('the names of a configuration are the ESPs of the registry', () => {
  expect([...providerNames].sort()).toEqual([...providers.keys()].sort());
});

test('the local host has one source an ESP, named as the ESP', () => {
  const { sources } = resolveSettings(localDefaults);
  expect(sources.map(({ name }) => name)).toEqual([...providerNames]);
  expect(sources.every(({ name, provider }) => name === provider)).toBe(true);
});
