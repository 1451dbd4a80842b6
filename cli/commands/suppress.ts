import * as v from 'valibot';
import { addressSchema } from '../../shared/api/documents.ts';
import { addExamples, type CommandSetup } from '../command.ts';
import { makeChange, type Stated, withStatement } from '../manual-change.ts';
import { printJson } from '../terminal.ts';
import { printAnswer } from './explain.ts';

export const suppress: CommandSetup = (command) => {
  addExamples(command, 'suppress ann@example.com --actor support --reason "asked by letter"');
  withStatement(command.argument('<address>')).action(async (address, options) => change(options, address));
};

async function change({ json, ...options }: Stated, given: string): Promise<void> {
  const { target, answer } = await makeChange('PUT', options, given);
  if (json) printJson(answer);
  else await printAnswer(target, v.parse(addressSchema, answer));
}
