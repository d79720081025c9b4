import { createHash } from 'node:crypto'
import { escaped } from './escaped.ts'
import { PAGE_STYLE } from './generated/page-assets.ts'

/** What a page is made of; all but the title is HTML. */
export interface PageParts {
  readonly title: string
  readonly header: string
  readonly main: string
  readonly footer: string
  readonly style?: string
  /** JSON for the scripts, by the element's identity. */
  readonly data?: readonly (readonly [id: string, value: unknown])[]
  readonly scripts?: readonly string[]
}

/**
 * One HTML file that needs nothing else, light or dark as the reader's system is: it opens from the
 * disk and without a network, and its policy allows neither requests nor any script but its own.
 */
export function pageShell(parts: PageParts): string {
  const { title, header, main, footer, style = '', data = [], scripts = [] } = parts
  const policy = [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    ...(scripts.length > 0 ? [`script-src ${scripts.map(hashSource).join(' ')}`] : []),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${PAGE_STYLE}${style}</style>
</head>
<body>
<header>${header}</header>
<main>
${main}
</main>
<footer>${footer}</footer>
${data.map(([id, value]) => `<script type="application/json" id="${id}">${scriptData(value)}</script>\n`).join('')}${scripts.map((script) => `<script>${script}</script>\n`).join('')}</body>
</html>
`
}

/** A part of a page with its title. */
export function card(title: string, content: string): string {
  return `<section class="card"><div class="bar"><h2>${title}</h2></div>${content}</section>`
}

/** JSON as it may stand in a script element: nothing in it can end the element. */
function scriptData(value: unknown): string {
  return JSON.stringify(value).replace(/</g, '\\u003c')
}

function hashSource(script: string): string {
  return `'sha256-${createHash('sha256').update(script).digest('base64')}'`
}
