/** The shape of `codes` in the configuration. Apart from the rest, so that a classification loads no ESP. */
import * as v from 'valibot';
import { asFailureCode, MAX_FAILURE_CODE, MIN_FAILURE_CODE } from '../failure-codes/scheme.ts';
import { suppressionReasons } from '../ledger/policy/suppression-reason.ts';
import { settings, wholeBetween, word } from './settings-object.ts';

const meaning = v.pipe(
  v.string('Say in words what the code means.'),
  v.nonEmpty('Say in words what the code means.'),
);

const customCode = settings({
  code: v.pipe(wholeBetween(MIN_FAILURE_CODE, MAX_FAILURE_CODE), v.transform(asFailureCode)),
  meaning,
  effect: v.optional(v.nullable(word(suppressionReasons))),
});

/** The whole of `codes`. */
export const codesShape = settings({
  folder: v.optional(v.string('Give the path of a folder.')),
  mode: v.optional(word(['precede', 'replace'])),
  custom: v.optional(v.array(customCode, 'Give a list of codes.')),
  rename: v.optional(v.record(v.string(), meaning, 'Give an object of meanings, by code: { 2001: "..." }.')),
});

export type CodesConfig = v.InferOutput<typeof codesShape>;
