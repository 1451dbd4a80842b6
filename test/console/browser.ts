/** Chromium for the suites that look at pages. */
import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'] as const;

/**
 * The browser's program: `CHROMIUM_PATH`, or where Debian, Ubuntu and Google install it.
 * @throws Error that says how to install it
 */
export function chromiumPath(): string {
  const path = process.env.CHROMIUM_PATH ?? PLACES.find((place) => existsSync(place));
  if (path !== undefined) return path;
  throw new Error(
    'Chromium is missing. Install it with "apt-get install chromium", or name it in CHROMIUM_PATH.',
  );
}

/** @param more Switches of Chromium beside the usual ones. */
export async function launchBrowser(more: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...more,
    ],
  });
}

export interface Look {
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
  /** IANA name of the reader's zone. */
  readonly timeZone?: string;
}

export const defaultLook: Required<Look> = {
  width: 1280,
  height: 900,
  dark: false,
  timeZone: 'Europe/Berlin',
};

/** A browser profile of its own. */
export async function openContext(browser: Browser, look: Look = {}): Promise<BrowserContext> {
  const { width, height, dark, timeZone } = { ...defaultLook, ...look };
  return browser.newContext({
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
    timezoneId: timeZone,
    locale: 'en-GB',
    acceptDownloads: true,
  });
}

/** Collects what a page throws or logs as an error, violations of its Content-Security-Policy among them. */
export function collectErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    // The network panel's note of a refused call; what the page makes of it is what the tests look at.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      errors.push(message.text());
    }
  });
  return errors;
}
