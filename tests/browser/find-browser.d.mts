/** The path of a browser of this machine; undefined where there is none. */
export function findBrowser(kind: 'chromium' | 'firefox'): string | undefined
