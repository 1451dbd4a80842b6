/** The form of a configuration. What one setting means for another is checked in `resolve.ts`. */
import { isIPv4, isIPv6 } from 'node:net';
import * as v from 'valibot';
import { nearest } from './nearest.ts';
import { isProviderName, providerNames } from './provider-names.ts';

const name = v.pipe(
  v.string('must be text'),
  v.regex(
    /^[a-z0-9][a-z0-9-]{0,62}$/,
    'A name has at most 63 lower-case letters, digits and hyphens, and begins with no hyphen.',
  ),
);

const provider = v.pipe(
  v.string('Give the name of an ESP.'),
  v.custom<(typeof providerNames)[number]>(
    (input) => typeof input === 'string' && isProviderName(input),
    ({ input }) => {
      const guess = typeof input === 'string' ? nearest(input, providerNames) : null;
      return guess === null
        ? `No ESP of that name is known. Known are: ${providerNames.join(', ')}.`
        : `No ESP of that name is known; did you mean "${guess}"?`;
    },
  ),
);

const list = v.union([v.literal('*'), name], 'A list is "*" or a name of lower-case letters, digits and hyphens.');

const topicArn = v.pipe(
  v.string(),
  v.regex(
    /^arn:aws(-cn)?:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/,
    'Give the ARN of a standard SNS topic: arn:aws:sns:eu-west-1:123456789012:name.',
  ),
);

const range = v.pipe(v.string(), v.check(isRange, 'Give a CIDR range: 198.51.100.0/24, 2001:db8::/32.'));

function isRange(text: string): boolean {
  const [address = '', bits = '', ...more] = text.split('/');
  if (more.length > 0 || !/^\d{1,3}$/.test(bits)) return false;
  return (isIPv4(address) && Number(bits) <= 32) || (isIPv6(address) && Number(bits) <= 128);
}

function wholeBetween(least: number, most: number) {
  const message = `Give a whole number from ${least} to ${most}.`;
  return v.pipe(v.number(message), v.integer(message), v.minValue(least, message), v.maxValue(most, message));
}

const flag = v.boolean('Give true or false.');
