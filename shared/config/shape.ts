/** The form of a configuration. What one setting means for another is checked in `resolve.ts`. */
import { isIPv4, isIPv6 } from 'node:net';
import * as v from 'valibot';
import { eventKinds } from '../events/event.ts';
import { providerNames } from '../providers/registry.ts';
import { codesShape } from './custom-codes-shape.ts';
import { policyShape } from './policy-changes.ts';
import { syncReasons } from './settings.ts';
import { flag, settings, wholeBetween, word } from './settings-object.ts';

/** A name as it stands in URLs, parameters and records. */
const name = v.pipe(
  v.string(),
  v.regex(
    /^[a-z0-9][a-z0-9-]{0,62}$/,
    'A name has at most 63 lower-case letters, digits and hyphens, and begins with no hyphen.',
  ),
);

const provider = word(providerNames);

const list = v.pipe(
  v.string('Give the name of a list, or "*" for every list.'),
  v.regex(
    /^(\*|[a-z0-9][a-z0-9-]{0,62})$/,
    'A list is "*" or a name of lower-case letters, digits and hyphens.',
  ),
);

const topicArn = v.pipe(
  v.string(),
  v.regex(
    /^arn:aws(-cn)?:sns:[a-z0-9-]+:[a-zA-Z0-9-]+:[\w-]{1,256}$/,
    'Give the ARN of an SNS topic: arn:aws:sns:eu-west-1:123456789012:name.',
  ),
);

const range = v.pipe(v.string(), v.check(isRange, 'Give a CIDR range: 198.51.100.0/24, 2001:db8::/32.'));

function isRange(text: string): boolean {
  const [address = '', bits = '', ...more] = text.split('/');
  if (more.length > 0 || !/^\d{1,3}$/.test(bits)) return false;
  return (isIPv4(address) && Number(bits) <= 32) || (isIPv6(address) && Number(bits) <= 128);
}

const ranges = v.pipe(
  v.array(range, 'Give a list of CIDR ranges.'),
  v.minLength(1, '"allow" must not be empty.'),
);

const MINUTES = { minute: 1, hour: 60, day: 1_440 } as const;
const MIN_SYNC_MINUTES = 15;
const MAX_SYNC_MINUTES = 30 * MINUTES.day;
const EVERY = 'Give an interval from "15 minutes" to "30 days": whole minutes, hours or days.';

/** `1 day`, as minutes. */
const interval = v.pipe(
  v.string(EVERY),
  v.regex(/^[1-9]\d{0,4} (minute|hour|day)s?$/, EVERY),
  v.transform((text) => {
    const [count, unit = ''] = text.split(' ');
    const minutes = unit.startsWith('day')
      ? MINUTES.day
      : unit.startsWith('hour')
        ? MINUTES.hour
        : MINUTES.minute;
    return Number(count) * minutes;
  }),
  v.minValue(MIN_SYNC_MINUTES, EVERY),
  v.maxValue(MAX_SYNC_MINUTES, EVERY),
);

const sync = settings({
  every: interval,
  takeIn: v.optional(flag),
  push: v.optional(v.array(word(syncReasons), `Give a list of reasons: ${syncReasons.join(', ')}.`)),
  lift: v.optional(flag),
});

export type SyncShape = v.InferOutput<typeof sync>;

const source = settings({
  provider,
  list: v.optional(list),
  lists: v.optional(v.array(list, 'Give a list of list names.')),
  espLists: v.optional(
    v.record(
      v.string(),
      list,
      "Give an object of lists, by the ESP's name for each: { 'group-7': 'newsletter' }.",
    ),
  ),
  kinds: v.optional(
    v.pipe(
      v.array(word(eventKinds), 'Give a list of kinds of event.'),
      v.minLength(1, 'A source without kinds reports nothing. Remove the source instead.'),
    ),
  ),
  family: v.optional(name),
  topics: v.optional(v.array(topicArn, 'Give a list of topic ARNs.')),
  ratePerSecond: v.optional(wholeBetween(1, 10_000)),
  maxEventAgeDays: v.optional(v.nullable(wholeBetween(1, 36_500))),
  allow: v.optional(ranges),
  sync: v.optional(sync),
});

const listSettings = settings({
  transactional: v.optional(flag),
  policy: v.optional(policyShape),
});

/** RFC 6749, 3.3. */
const scope = v.pipe(
  v.string('Give the name of a scope.'),
  v.regex(/^[!#-[\]-~]{1,64}$/, 'A scope has 1 to 64 printable ASCII characters, without spaces and quotes.'),
);

const jwt = settings({
  issuer: v.pipe(
    v.string('Give the URL of the issuer.'),
    v.regex(
      /^https:\/\/[^\s/?#]+[^\s?#]*$/,
      'Give the https URL of the issuer, as its tokens state it in "iss".',
    ),
  ),
  audience: v.pipe(
    v.array(v.string(), 'Give a list of audiences.'),
    v.minLength(1, 'Give at least one audience.'),
  ),
  scopes: v.pipe(
    settings({
      read: v.optional(scope),
      list: v.optional(scope),
      write: v.optional(scope),
      erase: v.optional(scope),
    }),
    v.check(
      (scopes) => Object.values(scopes).some((value) => value !== undefined),
      'Give at least one scope: { read: "ledger:read" }.',
    ),
  ),
});

const bucket = v.pipe(
  v.string('Give the name of an S3 bucket.'),
  v.regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'Give the name of an S3 bucket, not its ARN.'),
);

const domain = v.pipe(
  v.string('Give a domain: bounces.shop.example.'),
  v.regex(
    /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/,
    'Give a domain in lower case, in A-label form: bounces.shop.example.',
  ),
);

const inboundMail = settings({
  domain,
  mailbox: v.optional(
    v.pipe(
      v.string('Give a mailbox: bounces.'),
      v.regex(/^[a-z0-9_-]{1,20}$/, 'A mailbox has at most 20 of the characters a-z, 0-9, _ and -.'),
    ),
  ),
  reporters: v.optional(v.array(domain, 'Give a list of domains.')),
  buckets: v.optional(v.array(bucket, 'Give a list of bucket names.')),
});

const configurationSetName = v.pipe(
  v.string('Give the name of a configuration set.'),
  v.regex(/^[\w-]{1,64}$/, 'A configuration set has at most 64 letters, digits, hyphens and underscores.'),
);

const MAX_THRESHOLDS = 3;

const thresholds = v.pipe(
  v.array(
    v.pipe(
      v.number('Give a percentage: 5.'),
      v.check((percent) => percent > 0 && percent < 100, 'Give a percentage above 0 and below 100.'),
    ),
    'Give a list of percentages: [5, 10].',
  ),
  v.maxLength(MAX_THRESHOLDS, `Give at most ${MAX_THRESHOLDS} thresholds: each is an alarm.`),
  v.check(
    (percents) => percents.every((percent, index) => percent > (percents[index - 1] ?? 0)),
    'Give the lowest threshold first, each once.',
  ),
);

const reputation = settings({
  bouncePercent: v.optional(thresholds),
  complaintPercent: v.optional(thresholds),
  minMessages: v.optional(wholeBetween(1, 1_000_000_000)),
});

/** The whole file. */
export const configShape = settings({
  sources: v.record(
    name,
    v.lazy((input) => (typeof input === 'string' ? provider : source)),
    'Give an object of sources, by name: { sendgrid: "sendgrid" }.',
  ),
  lists: v.optional(v.record(name, listSettings, 'Give an object of lists, by name.')),
  policy: v.optional(policyShape),
  codes: v.optional(codesShape),
  addresses: v.optional(
    settings({
      stored: v.optional(word(['plain', 'hashed'])),
      foldPlusTags: v.optional(flag),
    }),
  ),
  api: v.optional(
    v.lazy((input) =>
      typeof input === 'object'
        ? settings({ jwt })
        : v.literal('iam', 'Give "iam" or { jwt: { issuer, audience, scopes } }.'),
    ),
  ),
  inboundMail: v.optional(inboundMail),
  archiveDays: v.optional(wholeBetween(14, 3_650)),
  reputation: v.optional(
    v.lazy((input) =>
      typeof input === 'object' ? reputation : v.literal(false, 'Give thresholds, or false for no alarms.'),
    ),
  ),
  sesConfigurationSet: v.optional(
    v.lazy((input) =>
      typeof input === 'object'
        ? settings({ name: configurationSetName, create: flag })
        : configurationSetName,
    ),
  ),
});

export type CheckedConfig = v.InferOutput<typeof configShape>;
