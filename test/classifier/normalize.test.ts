import { describe, expect, it } from 'vitest';
import { normalizePhrase } from '../../shared/classifier/normalize.ts';
import { classifier } from './classifier.ts';

describe('normalized text', () => {
  it('reads letters that have no plain form in Unicode as their plain letter, small and capital', () => {
    expect(normalizePhrase('ŒÆĐŁØ')).toEqual(normalizePhrase('oadlo'));
    expect(normalizePhrase('œæđłø')).toEqual(normalizePhrase('oadlo'));
  });

  it('leaves the address out of a URL, and the rest of the URL in', () => {
    const diagnostic = '550 see https://www.spamhaus.org/query?mail=a@b.example';
    expect(classifier.classify({ diagnostic }).rule).toBe('blocklist/third-party-list');
  });

  it('does not mistake a queue id, an address or a host for words', () => {
    const same = [
      '550 5.1.1 User <ann@b.example> unknown q12si345.67',
      '550 5.1.1 USER unknown.',
      '550-5.1.1 User\r\n550 5.1.1 unknown (mx.example.net[192.0.2.5])',
    ];
    const rules = new Set(same.map((diagnostic) => classifier.classify({ diagnostic }).rule));
    expect([...rules]).toEqual(['address-unknown/user-unknown']);
  });
});
