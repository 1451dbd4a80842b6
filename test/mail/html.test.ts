import { describe, expect, it } from 'vitest';
import { htmlToText } from '../../shared/mail/mime/html.ts';

describe('the text of an HTML part', () => {
  it('keeps the lines of preformatted text', () => {
    expect(htmlToText('<pre>From: a@b.example\nTo: c@d.example</pre>')).toContain(
      'From: a@b.example\nTo: c@d.example',
    );
  });

  it('joins the lines of all other text', () => {
    expect(htmlToText('<p>The mailbox\n  is full.</p>').trim()).toBe('The mailbox is full.');
  });

  it('has the address of a link that shows a name', () => {
    expect(htmlToText('<a href="mailto:ann@b.example">Ann</a> is unknown')).toBe(
      'Ann <ann@b.example> is unknown',
    );
  });

  it('has an address that a link shows only once', () => {
    expect(htmlToText("<a href='mailto:ann@b.example?subject=x'>ann@b.example</a>")).toBe('ann@b.example');
  });

  it('decodes character references', () => {
    expect(htmlToText('No se encontr&oacute; &laquo;Ni&ntilde;o&raquo; &Uuml; &#233; &#xe9; &unheard;')).toBe(
      'No se encontró «Niño» Ü é é &unheard;',
    );
  });

  it('drops invisible elements', () => {
    expect(htmlToText('<style>p { color: red }</style><p>Gone</p>').trim()).toBe('Gone');
  });
});
