import { failureFinding, isBystander } from '../failure.ts';
import type { Finding } from '../finding.ts';
import type { Letter } from '../mime/letter.ts';
import { addressBlocks, type BlockOptions, reasonOfBlock } from './address-blocks.ts';

/**
 * Findings of the address blocks in `lines`. The addresses of the sender and of the host itself are no
 * recipients. Where `X-Failed-Recipients` lists them, that list decides who.
 */
export function findingsOfBlocks(
  letter: Letter,
  lines: readonly string[],
  options: BlockOptions = {},
): readonly Finding[] {
  const blocks = addressBlocks(lines, options).filter((block) => !isBystander(letter, block.recipient));
  const listed = letter.failedRecipients;
  const recipients = listed.length > 0 ? listed : blocks.map((block) => block.recipient);
  return recipients.map((recipient) => failureFinding(letter, recipient, reasonOfBlock(blocks, recipient)));
}
