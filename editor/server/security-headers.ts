/** No other site may frame, embed, time or learn anything of what is served here. */
const ALWAYS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy':
    'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
}

const NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** Styles are set by Monaco and the charts while they run; scripts come from files alone. */
const PAGE = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The one place where text becomes code: it can load nothing and reach nobody. */
const STRATEGY_WORKER = "default-src 'none'; script-src 'self' 'unsafe-eval'"
const WORKER = "default-src 'none'; script-src 'self'"

/** The headers of an answer by its path, the same whether it is sent or known already (304). */
export function securityHeaders(path: string): Readonly<Record<string, string>> {
  return { ...ALWAYS, 'content-security-policy': policyOf(path) }
}

function policyOf(path: string): string {
  if (path === '/' || path.endsWith('.html')) return PAGE
  if (path.startsWith('/workers/strategy')) return STRATEGY_WORKER
  if (path.startsWith('/workers/')) return WORKER
  return NOTHING
}
