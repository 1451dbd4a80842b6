import { findingsOfBlocks } from '../layouts/by-address.ts';
import { textFormat } from './text-format.ts';

/** The heading of the technical part, in the languages Exchange writes it. Lower case. */
const headings: readonly string[] = [
  'diagnostic information for administrators',
  'diagnoseinformationen für administratoren',
  'informations de diagnostic pour les administrateurs',
  'información de diagnóstico para los administradores',
  'informazioni di diagnostica per gli amministratori',
  'informações de diagnóstico para administradores',
  'diagnostische gegevens voor beheerders',
  'informacje diagnostyczne dla administratorów',
  'diagnostické informace pro správce',
  'диагностические сведения для администраторов',
  '管理者向けの診断情報',
  '管理员的诊断信息',
  '供管理员使用的诊断信息',
  '系統管理員診斷資訊',
];

/** Exchange 2007 and later, Exchange Online: the address and the reply under a heading for administrators. */
export const exchange = textFormat({
  name: 'exchange',
  phrases: [
    ...headings,
    'delivery has failed to these recipients or groups',
    'delivery has failed to these recipients or distribution lists',
    'your message to the following recipients could not be delivered',
  ],
  read: (letter) => {
    const technical = findingsOfBlocks(letter, technicalPart(letter.notice.lines));
    return technical.length > 0
      ? technical
      : findingsOfBlocks(letter, letter.notice.lines, { acrossBlankLines: true });
  },
});

function technicalPart(lines: readonly string[]): readonly string[] {
  const start = lines.findIndex((line) => headings.some((heading) => line.toLowerCase().includes(heading)));
  return start < 0 ? [] : lines.slice(start + 1);
}
