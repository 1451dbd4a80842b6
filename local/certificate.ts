/** Makes a self-signed X.509 certificate (RFC 5280, version 1) for an RSA key: Node can read them but not write them. */
import { createPrivateKey, createPublicKey, randomBytes, sign } from 'node:crypto';

const SEQUENCE = 0x30;
const SET = 0x31;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const NULL = 0x05;
const OBJECT_IDENTIFIER = 0x06;
const UTF8_STRING = 0x0c;
const GENERALIZED_TIME = 0x18;

const sha256WithRsa = '2a864886f70d01010b';
const commonName = '550403';

const YEAR_MS = 366 * 24 * 3_600_000;

/** PEM; valid from yesterday for ten years. `privateKey` is PEM. */
export function selfSignedCertificate(privateKey: string, subject: string): string {
  const key = createPrivateKey(privateKey);
  const algorithm = der(SEQUENCE, der(OBJECT_IDENTIFIER, Buffer.from(sha256WithRsa, 'hex')), der(NULL));
  const name = der(
    SEQUENCE,
    der(
      SET,
      der(
        SEQUENCE,
        der(OBJECT_IDENTIFIER, Buffer.from(commonName, 'hex')),
        der(UTF8_STRING, Buffer.from(subject)),
      ),
    ),
  );
  const now = Date.now();
  const signed = der(
    SEQUENCE,
    der(INTEGER, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    name,
    der(SEQUENCE, time(now - YEAR_MS / 366), time(now + 10 * YEAR_MS)),
    name,
    createPublicKey(key).export({ format: 'der', type: 'spki' }),
  );
  const signature = der(BIT_STRING, Buffer.from([0]), sign('RSA-SHA256', signed, key));
  const certificate = der(SEQUENCE, signed, algorithm, signature).toString('base64');
  const lines = certificate.match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function time(milliseconds: number): Buffer {
  const digits = new Date(milliseconds).toISOString().replace(/[-:T]|\.\d+/g, '');
  return der(GENERALIZED_TIME, Buffer.from(digits));
}

/** Tag, length, content (X.690, distinguished encoding). */
function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  if (content.length < 128) return Buffer.concat([Buffer.from([tag, content.length]), content]);
  const hex = content.length.toString(16);
  const length = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, content]);
}
