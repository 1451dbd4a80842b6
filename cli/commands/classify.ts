import { openClassifier } from '../../shared/classifier/create.ts';
import { parseClassifyLine } from '../classify-input.ts';
import { loadCodes, withConfig } from '../code-settings.ts';
import { meaningsIn } from '../codes.ts';
import { addExamples, CommandError, type CommandSetup } from '../command.ts';
import { printExplanation } from '../explanation.ts';
import { convertJsonLines } from '../lines.ts';
import { printJson } from '../terminal.ts';

export const classify: CommandSetup = (command) => {
  addExamples(
    command,
    'classify "550 5.1.1 <ann@example.com>: Recipient address rejected: User unknown"',
    'classify --jsonl < replies.jsonl',
  );
  withConfig(command.argument('[reply...]', 'the SMTP reply, in quotation marks'))
    .option('--status <x.y.z>', 'Enhanced status code beside the reply (RFC 3463).')
    .option('--provider <name>', 'The ESP that reports it.')
    .option(
      '--jsonl',
      'Read {"id","text"?,"reply"?,"status"?,"replycode"?,"provider"?} a line from standard input.',
    )
    .option('--json', 'Print JSON.')
    .action(async (replies, { status, provider, jsonl, json, config }) => {
      const codes = await loadCodes(config);
      const classifier = await openClassifier(codes);
      if (jsonl) {
        await convertJsonLines(process.stdin, process.stdout, (value) => {
          const { id, input } = parseClassifyLine(value);
          const { code, group, rule } = classifier.classify(input);
          return { id, code, group, rule };
        });
        return;
      }
      if (replies.length === 0)
        throw new CommandError('Give a reply, in quotation marks. See: bounce-ledger classify --help');
      const explanation = classifier.explain({
        diagnostic: replies.join(' '),
        ...(status && { status }),
        ...(provider && { provider }),
      });
      if (json) printJson(explanation);
      else printExplanation(explanation, meaningsIn(codes));
    });
};
