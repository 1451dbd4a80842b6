import { openClassifier } from '../../shared/classifier/create.ts';
import { questionOf } from '../classify-input.ts';
import { meaningsIn } from '../codes.ts';
import { CommandError, defineCommand, exitCodes } from '../command.ts';
import { configOption, loadConfiguration } from '../configuration.ts';
import { printExplanation } from '../explanation.ts';
import { convertJsonLines } from '../lines.ts';
import { printJson } from '../terminal.ts';

export const classify = defineCommand({
  usage: ['"<reply>" [options]', '--jsonl < replies.jsonl'],
  options: {
    status: { type: 'string', value: 'X.Y.Z', help: 'Enhanced status code beside the reply.' },
    provider: { type: 'string', value: 'NAME', help: 'The ESP that reports it.' },
    jsonl: {
      type: 'boolean',
      help: 'Reads {"id","text"?,"reply"?,"status"?,"replycode"?,"provider"?} a line from standard input.',
    },
    json: { type: 'boolean', help: 'Prints JSON.' },
    ...configOption,
  },
  examples: [
    'classify "550 5.1.1 <ann@example.com>: Recipient address rejected: User unknown"',
    'classify --jsonl < replies.jsonl',
  ],
  run: async (options, replies) => {
    const { codes } = loadConfiguration(options.config);
    const classifier = await openClassifier(codes);
    if (options.jsonl) {
      await convertJsonLines(process.stdin, process.stdout, (value) => {
        const { id, question } = questionOf(value);
        const { code, group, rule } = classifier.classify(question);
        return { id, code, group, rule };
      });
      return exitCodes.fine;
    }
    if (replies.length === 0)
      throw new CommandError('Give a reply, in quotation marks. See: ledger classify --help');
    const { status, provider } = options;
    const explanation = classifier.explain({
      diagnostic: replies.join(' '),
      ...(status && { status }),
      ...(provider && { provider }),
    });
    if (options.json) printJson(explanation);
    else printExplanation(explanation, meaningsIn(codes));
    return exitCodes.fine;
  },
});
