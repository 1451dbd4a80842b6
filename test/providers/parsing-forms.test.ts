import { describe, expect, it } from 'vitest';
import { payloadOf } from '../../shared/providers/delivery.ts';
import { parseForm } from '../../shared/providers/parsing/form.ts';
import { InvalidPayloadError } from '../../shared/providers/provider.ts';
import { post, postForm } from './requests.ts';

describe('parsing forms', () => {
  it('lets the last value of a name win', () => {
    expect(
      parseForm(
        payloadOf(
          postForm([
            ['event', 'of the sender'],
            ['event', 'of the ESP'],
          ]),
        ),
      ),
    ).toEqual({ event: 'of the ESP' });
  });

  it('decodes plus signs, percent signs and letters beyond ASCII', () => {
    const form = parseForm(
      payloadOf(
        post('a+b=%C3%BC%20%2B&empty&c=x%3Dy=z', { 'content-type': 'application/x-www-form-urlencoded' }),
      ),
    );
    expect(form).toEqual({ 'a b': 'ü +', empty: '', c: 'x=y=z' });
  });

  it('leaves out a field that is not UTF-8, and keeps a replacement character that is', () => {
    expect(parseForm(payloadOf(post('a=%FF&b=%EF%BF%BD&c=%ZZ', { 'content-type': 'x' })))).toEqual({
      b: '\ufffd',
    });
  });

  it('reads multipart bodies without their files', () => {
    const body = [
      '--xyz',
      'Content-Disposition: form-data; name="event"',
      '',
      'bounced',
      '--xyz',
      'Content-Disposition: form-data; name="attachment-1"; filename="message.mime"',
      'Content-Type: application/octet-stream',
      '',
      'event=delivered',
      '--xyz',
      'content-disposition: form-data; name="text"',
      '',
      'two\r\nlines',
      '--xyz--',
      '',
    ].join('\r\n');
    const request = post(body, { 'content-type': 'multipart/form-data; boundary="xyz"' });
    expect(parseForm(payloadOf(request))).toEqual({ event: 'bounced', text: 'two\r\nlines' });
  });

  it.each(['\r\n', '\n'])(
    'reads multipart bodies whose lines end with %j, up to a delimiter of its own line',
    (feed) => {
      const body = [
        '--b',
        'Content-Disposition: form-data; name="text"',
        '',
        'a --b is no end, and neither is an empty line:',
        '',
        'more',
        '--b',
        'Content-Disposition: form-data; name="empty"',
        '',
        '',
        '--b--',
      ].join(feed);
      const request = post(body, { 'content-type': 'multipart/form-data; boundary=b' });
      expect(parseForm(payloadOf(request))).toEqual({
        text: `a --b is no end, and neither is an empty line:${feed}${feed}more`,
        empty: '',
      });
    },
  );

  it('survives multipart bodies that end anywhere', () => {
    const body = '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--x--';
    for (let length = 0; length <= body.length; length += 1) {
      const request = post(body.slice(0, length), { 'content-type': 'multipart/form-data; boundary=x' });
      expect(() => parseForm(payloadOf(request))).not.toThrow();
    }
  });

  it('refuses over 10,000 fields', () => {
    expect(() => parseForm(payloadOf(post('a=1&'.repeat(10_001), { 'content-type': 'x' })))).toThrow(
      InvalidPayloadError,
    );
  });
});
