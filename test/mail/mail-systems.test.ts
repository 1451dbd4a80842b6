import { describe, expect, it } from 'vitest';
import { openClassifier } from '../../shared/classifier/create.ts';
import { isFailure } from '../../shared/events/event.ts';
import { classifyEvent } from '../../shared/intake/classify-event.ts';
import { readMail } from '../../shared/mail/read.ts';
import { replies } from './responders.ts';
import { systemNames, systemSample } from './samples.ts';
import { bounces, others } from './systems.ts';

const classifier = await openClassifier();

describe('the bounces of mail systems', () => {
  it.each([...bounces, ...replies])('%s is parsed as %s', async (name, form, lines) => {
    const report = await readMail(systemSample(name));
    expect(report.form).toBe(form);
    expect(
      report.events.map((event) => [
        event.recipient,
        event.kind,
        classifyEvent(classifier, event, 'mail').classification?.code,
        isFailure(event) ? (event.evidence.diagnostic ?? '') : '',
      ]),
    ).toEqual(
      lines.map(([recipient, kind, code, words]) => [
        recipient,
        kind,
        code ?? expect.any(Number),
        expect.stringContaining(words),
      ]),
    );
  });

  it.each(others)('%s is no report', async (name) => {
    expect(await readMail(systemSample(name))).toEqual({ form: 'none', events: [] });
  });

  it('leaves no sample without an expectation', () => {
    const expected = [...[...bounces, ...replies].map(([name]) => name), ...others];
    expect(expected.toSorted()).toEqual([...systemNames].toSorted());
  });
});
