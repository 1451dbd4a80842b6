import { expect, test } from 'vitest';
import { fromBytes, packRules, toBytes, unpackRules } from '../../shared/classifier/packed-rules.ts';
import { readCompiledRules } from '../../shared/classifier/rule-files/cache.ts';
import { compileRuleFiles, shippedRules } from '../../shared/classifier/rule-files/shipped-rules.ts';
import { readRuleSources } from '../../shared/classifier/rule-files/sources.ts';

test('packed rules are the compiled rules', () => {
  const compiled = compileRuleFiles(readRuleSources());
  expect(unpackRules(packRules(compiled))).toEqual(compiled);
  expect(fromBytes(toBytes(compiled))).toEqual(compiled);
  expect(shippedRules()).toEqual(compiled);
  expect(readCompiledRules()).toEqual(compiled);
});

test('bytes that are no packed rules are refused', () => {
  expect(() => unpackRules(Buffer.from('no rules'))).toThrow();
  expect(() => fromBytes(Buffer.from('no rules at all'))).toThrow();
});

test('invalid rule files do not compile', () => {
  const sources = readRuleSources().map((source) =>
    source.name === 'causes/virus' ? { ...source, text: 'rules: 7' } : source,
  );
  expect(() => compileRuleFiles(sources)).toThrow(/causes\/virus\.yaml:1: rules: Give a list of rules/);
});
