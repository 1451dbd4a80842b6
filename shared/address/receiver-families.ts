/**
 * Receivers by the domains of their mailboxes. A company's domain at Google Workspace or Microsoft 365 belongs to no
 * family: its MX is not looked up, so that counting needs no network and a domain's family does not change.
 */

interface FamilyRow {
  /** Domains of the family. */
  readonly domains: readonly string[];
  /** Brands that the family has under several suffixes: `yahoo.fr`, `yahoo.co.uk`. */
  readonly brands?: Readonly<Record<string, readonly string[]>>;
}

const rows = {
  gmail: { domains: ['gmail.com', 'googlemail.com'] },
  microsoft: {
    domains: ['msn.com', 'passport.com', 'windowslive.com'],
    brands: {
      hotmail:
        'com be ca ch cl cz de dk es fi fr gr hu it jp nl no pt rs se sg co.id co.il co.in co.jp co.kr co.nz co.th co.uk com.ar com.au com.br com.hk com.tr com.tw com.vn'.split(
          ' ',
        ),
      live: 'com at be ca ch cl cn de dk fi fr hk ie in it jp nl no pt ru se co.kr co.uk co.za com.ar com.au com.mx com.my com.ph com.pt com.sg'.split(
        ' ',
      ),
      outlook:
        'com at be cl cz de dk es fr hu ie in it jp kr lv my ph pt sa sg sk co.id co.il co.nz co.th com.ar com.au com.br com.gr com.tr com.vn'.split(
          ' ',
        ),
    },
  },
  yahoo: {
    domains: ['rocketmail.com', 'ymail.com', 'verizon.net', 'netscape.net', 'aim.com', 'love.com', 'wow.com'],
    brands: {
      yahoo:
        'com at be bg ca cl cn cz de dk ee es fi fr gr hr hu ie in it jp lt lv nl no pl pt ro se sk co.id co.il co.in co.jp co.kr co.nz co.th co.uk co.za com.ar com.au com.br com.cn com.co com.hk com.mx com.my com.pe com.ph com.sg com.tr com.tw com.ve com.vn'.split(
          ' ',
        ),
      aol: 'com at be cl cz de dk es fi fr hk in it jp kr nl no pl ru se co.nz co.uk com.ar com.au com.br com.co com.mx com.tr com.ve'.split(
        ' ',
      ),
    },
  },
  apple: { domains: ['icloud.com', 'mac.com', 'me.com', 'privaterelay.appleid.com'] },
  'united-internet': {
    domains: ['web.de', 'mail.com', '1und1.de', 'online.de', 'email.com', 'usa.com', 'post.com'],
    brands: { gmx: ['at', 'ch', 'co.uk', 'com', 'de', 'es', 'eu', 'fr', 'info', 'net', 'org'] },
  },
  telekom: { domains: ['t-online.de', 'magenta.de'] },
  freenet: { domains: ['freenet.de'] },
  orange: { domains: ['orange.fr', 'wanadoo.fr', 'voila.fr'] },
  free: { domains: ['free.fr', 'aliceadsl.fr'] },
  sfr: { domains: ['sfr.fr', 'neuf.fr', 'cegetel.net', 'club-internet.fr', 'numericable.fr'] },
  laposte: { domains: ['laposte.net'] },
  italiaonline: { domains: ['libero.it', 'virgilio.it', 'iol.it', 'inwind.it', 'blu.it', 'giallo.it'] },
  'wirtualna-polska': { domains: ['wp.pl', 'o2.pl', 'tlen.pl', 'go2.pl'] },
  onet: { domains: ['onet.pl', 'onet.eu', 'op.pl', 'poczta.onet.pl', 'vp.pl'] },
  interia: { domains: ['interia.pl', 'interia.eu', 'poczta.fm'] },
  seznam: { domains: ['seznam.cz', 'email.cz', 'post.cz', 'spoluzaci.cz'] },
  bt: { domains: ['btinternet.com', 'btopenworld.com', 'talk21.com'] },
  sky: { domains: ['sky.com'] },
  'virgin-media': { domains: ['virginmedia.com', 'ntlworld.com', 'blueyonder.co.uk', 'virgin.net'] },
  telenet: { domains: ['telenet.be'] },
  kpn: { domains: ['kpnmail.nl', 'hetnet.nl', 'planet.nl', 'kpnplanet.nl', 'xs4all.nl'] },
  ziggo: { domains: ['ziggo.nl', 'home.nl', 'upcmail.nl', 'casema.nl', 'chello.nl'] },
  bluewin: { domains: ['bluewin.ch'] },
  comcast: { domains: ['comcast.net', 'xfinity.com'] },
  charter: { domains: ['charter.net', 'spectrum.net', 'rr.com', 'twc.com', 'brighthouse.com'] },
  cox: { domains: ['cox.net'] },
  att: {
    domains: ['att.net', 'sbcglobal.net', 'bellsouth.net', 'pacbell.net', 'ameritech.net', 'swbell.net'],
  },
  earthlink: { domains: ['earthlink.net', 'mindspring.com'] },
  bell: { domains: ['bell.net', 'sympatico.ca'] },
  rogers: { domains: ['rogers.com'] },
  shaw: { domains: ['shaw.ca'] },
  telstra: { domains: ['bigpond.com', 'bigpond.net.au', 'telstra.com'] },
  uol: { domains: ['uol.com.br', 'bol.com.br'] },
  terra: { domains: ['terra.com.br', 'terra.com'] },
  vk: { domains: ['mail.ru', 'bk.ru', 'inbox.ru', 'list.ru', 'internet.ru', 'vk.com'] },
  yandex: {
    domains: ['ya.ru', 'narod.ru'],
    brands: { yandex: ['by', 'com', 'com.tr', 'kz', 'ru', 'ua'] },
  },
  rambler: { domains: ['rambler.ru', 'lenta.ru', 'autorambler.ru', 'myrambler.ru', 'ro.ru'] },
  tencent: { domains: ['qq.com', 'foxmail.com', 'vip.qq.com'] },
  netease: { domains: ['163.com', '126.com', 'yeah.net', 'vip.163.com', '188.com'] },
  sina: { domains: ['sina.com', 'sina.cn', 'vip.sina.com'] },
  naver: { domains: ['naver.com'] },
  kakao: { domains: ['daum.net', 'hanmail.net', 'kakao.com'] },
  docomo: { domains: ['docomo.ne.jp'] },
  kddi: { domains: ['ezweb.ne.jp', 'au.com'] },
  softbank: { domains: ['softbank.ne.jp', 'i.softbank.jp', 'vodafone.ne.jp', 'ymobile.ne.jp'] },
  rediff: { domains: ['rediffmail.com'] },
  proton: { domains: ['proton.me', 'protonmail.com', 'protonmail.ch', 'pm.me'] },
  zoho: { domains: ['zoho.com', 'zohomail.com', 'zoho.eu', 'zohomail.eu', 'zoho.in', 'zohomail.in'] },
  fastmail: { domains: ['fastmail.com', 'fastmail.fm', 'sent.com', 'messagingengine.com'] },
  tuta: { domains: ['tuta.com', 'tutanota.com', 'tutanota.de', 'tutamail.com', 'tuta.io', 'keemail.me'] },
} as const satisfies Record<string, FamilyRow>;

/** A receiver by its mailbox domains; `other` is every domain that no family has. */
export type ReceiverFamily = keyof typeof rows | 'other';

/** The families that have domains, large ones first. */
export const receiverFamilies = /* @__PURE__ */ Object.keys(rows).filter(isFamily);

function isFamily(name: string): name is keyof typeof rows {
  return Object.hasOwn(rows, name);
}

let families: Map<string, ReceiverFamily> | undefined;

function familiesByDomain(): Map<string, ReceiverFamily> {
  const table: Readonly<Record<string, FamilyRow>> = rows;
  return new Map(
    receiverFamilies.flatMap((family) => {
      const { domains = [], brands = {} } = table[family] ?? {};
      const branded = Object.entries(brands).flatMap(([brand, suffixes]) =>
        suffixes.map((suffix) => `${brand}.${suffix}`),
      );
      return [...domains, ...branded].map((domain) => [domain, family] as const);
    }),
  );
}

/**
 * The family of a mail domain.
 * @param domain lower-case, in A-label form
 * @example
 * receiverFamilyOf('yahoo.co.uk'); // 'yahoo'
 */
export function receiverFamilyOf(domain: string): ReceiverFamily {
  families ??= familiesByDomain();
  return families.get(domain) ?? 'other';
}
