/** The one account and region that exist on this machine. */
export const region = 'us-east-1';
export const accountId = '000000000000';

/** Nothing here checks them; the AWS clients refuse to sign without. */
export const credentials = { accessKeyId: 'local', secretAccessKey: 'local' } as const;

/** Host and servers listen here and nowhere else. */
export const loopback = '127.0.0.1';
