/** Every receiver whose codes or published wordings are known: one file a receiver, or a family that answers alike. */
import type { RuleFile } from '../../rule.ts';
import { apple } from './apple.ts';
import { att } from './att.ts';
import { barracuda } from './barracuda.ts';
import { chineseFreemail } from './chinese-freemail.ts';
import { cisco } from './cisco.ts';
import { cloudmark } from './cloudmark.ts';
import { comcast } from './comcast.ts';
import { cox } from './cox.ts';
import { exchange } from './exchange.ts';
import { facebook } from './facebook.ts';
import { frenchProviders } from './french-providers.ts';
import { germanFreemail } from './german-freemail.ts';
import { gmail } from './gmail.ts';
import { godaddy } from './godaddy.ts';
import { japaneseMobile } from './japanese-mobile.ts';
import { mcafee } from './mcafee.ts';
import { microsoft } from './microsoft.ts';
import { mimecast } from './mimecast.ts';
import { proofpoint } from './proofpoint.ts';
import { russianFreemail } from './russian-freemail.ts';
import { spectrum } from './spectrum.ts';
import { symantec } from './symantec.ts';
import { trendMicro } from './trend-micro.ts';
import { yahoo } from './yahoo.ts';

export const receivers: readonly RuleFile[] = [
  apple,
  att,
  barracuda,
  chineseFreemail,
  cisco,
  cloudmark,
  comcast,
  cox,
  exchange,
  facebook,
  frenchProviders,
  germanFreemail,
  gmail,
  godaddy,
  japaneseMobile,
  mcafee,
  microsoft,
  mimecast,
  proofpoint,
  russianFreemail,
  spectrum,
  symantec,
  trendMicro,
  yahoo,
];
