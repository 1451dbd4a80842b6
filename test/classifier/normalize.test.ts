import { describe, expect, it } from 'vitest';
import { normalizePhrase } from '../../shared/classifier/normalize.ts';
import { classifier } from './classifier.ts';

describe('normalized text', () => {
  it('has letters without a decomposition in Unicode as their plain letter, in either case', () => {
    expect(normalizePhrase('ŒÆĐŁØ')).toEqual(normalizePhrase('oadlo'));
    expect(normalizePhrase('œæđłø')).toEqual(normalizePhrase('oadlo'));
  });

  it('has a URL without the address in it', () => {
    const diagnostic = '550 see https://www.spamhaus.org/query?mail=a@b.example';
    expect(classifier.classify({ diagnostic }).rule).toBe('blocklist/third-party-list');
  });

  it('has no queue id, address or host', () => {
    const same = [
      '550 5.1.1 User <ann@b.example> unknown q12si345.67',
      '550 5.1.1 USER unknown.',
      '550-5.1.1 User\r\n550 5.1.1 unknown (mx.example.net[192.0.2.5])',
    ];
    const rules = new Set(same.map((diagnostic) => classifier.classify({ diagnostic }).rule));
    expect([...rules]).toEqual(['address-unknown/user-unknown']);
  });
});
