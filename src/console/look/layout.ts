import { html } from 'hono/html'
import type { ClinicSettings } from '../../core/plan.ts'
import type { Session } from '../../ports/access.ts'
import type { ClinicianRole } from '../../ports/people.ts'
import { ALL_ROLES, CLINICAL, HOUSE, type Html, type Visit } from '../http/visit.ts'

interface Shown {
  readonly title: string
  readonly body: Html
  readonly who: Session
  readonly settings: ClinicSettings
  readonly csrf: string
  readonly path: string
  /** What must be seen on every page until it is cured. */
  readonly alarms: readonly string[]
}

const PLACES: readonly { readonly path: string; readonly name: string; readonly for: readonly ClinicianRole[] }[] = [
  { path: '/console', name: 'Queue', for: CLINICAL },
  { path: '/console/clients', name: 'Clients', for: CLINICAL },
  { path: '/console/flows', name: 'Flows', for: CLINICAL },
  { path: '/console/cover', name: 'Cover', for: ALL_ROLES },
  { path: '/console/numbers', name: 'Crisis numbers', for: ALL_ROLES },
  { path: '/console/clinic', name: 'Clinic', for: HOUSE },
  { path: '/console/well', name: 'Is it all right?', for: HOUSE },
  { path: '/console/audit', name: 'Audit', for: HOUSE },
]

/** A page of somebody who is signed in. */
export function layout({ title, body, who, settings, csrf, path, alarms }: Shown): Html {
  const isHere = (place: string) =>
    place === '/console' ? path === place || path === '/console/' : path.startsWith(place)
  return document(
    title,
    html`<a class="skip" href="#main">To the content</a>
      ${demoBanner(settings)}
      <header class="top">
        <a class="mark" href="/console"
          ><img src="/console/mark.svg" alt="" width="24" height="24" />${settings.name}</a
        >
        <nav aria-label="Pages">
          ${PLACES.filter((place) => place.for.includes(who.role)).map(
            ({ path: to, name }) => html`<a href="${to}" ${isHere(to) ? html`aria-current="page"` : ''}>${name}</a>`,
          )}
        </nav>
        <div class="me">
          <a href="/console/account">${who.name}</a>
          <form method="post" action="/console/sign-out">
            <input type="hidden" name="csrf" value="${csrf}" /><button class="quiet">Sign out</button>
          </form>
        </div>
      </header>
      <main id="main" tabindex="-1">
        ${alarms.map((alarm) => html`<p class="alarm" role="alert">${alarm} <a href="/console/cover">Cover</a></p>`)}
        <h1>${title}</h1>
        ${body}
      </main>`,
  )
}

/** A page of somebody who is not. */
export function plainLayout(title: string, body: Html, settings?: ClinicSettings): Html {
  return document(
    title,
    html`${settings ? demoBanner(settings) : ''}
      <main id="main" class="alone">
        <p class="mark"><img src="/console/mark.svg" alt="" width="28" height="28" />${settings?.name ?? 'Holdfast'}</p>
        <h1>${title}</h1>
        ${body}
      </main>`,
  )
}

const demoBanner = ({ demo }: ClinicSettings) =>
  demo ? html`<p class="demo">Demo clinic. For trying out: nobody here is a person, and nobody reads.</p>` : ''

function document(title: string, body: Html): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="htmx-config" content='{"includeIndicatorCSS":false}' />
        <title>${title} · Holdfast</title>
        <link rel="icon" href="/console/mark.svg" />
        <link rel="stylesheet" href="/console/console.css" />
        <script src="/console/htmx.js" defer></script>
        <script src="/console/changed.js" defer></script>
      </head>
      <body>
        ${body}
      </body>
    </html>`
}

export const notice = (text: string): Html => html`<p class="notice" role="status">${text}</p>`

/** A form of ours: a POST with the session's token. */
export const form = ({ csrf }: Pick<Visit, 'csrf'>, action: string, body: Html, style = ''): Html =>
  html`<form method="post" action="/console${action}" class="${style}">
    <input type="hidden" name="csrf" value="${csrf}" />${body}
  </form>`

interface Field {
  readonly name: string
  readonly label: string
  readonly value?: string | number | undefined
  readonly type?: 'text' | 'password' | 'number' | 'date' | 'time' | 'datetime-local' | 'tel'
  readonly hint?: string
  readonly required?: boolean
  readonly min?: number | string
  readonly max?: number | string
  readonly autocomplete?: string
  readonly id?: string
}

export function field(given: Field): Html {
  const {
    name,
    label,
    value = '',
    type = 'text',
    hint,
    required = false,
    min,
    max,
    autocomplete = 'off',
    id = name,
  } = given
  return html`<p class="field">
    <label for="${id}">${label}</label>
    <input
      id="${id}"
      name="${name}"
      type="${type}"
      value="${value}"
      autocomplete="${autocomplete}"
      ${required ? html`required` : ''}
      ${min === undefined ? '' : html`min="${min}"`}
      ${max === undefined ? '' : html`max="${max}"`}
      ${hint ? html`aria-describedby="${id}-hint"` : ''}
    />
    ${hint ? html`<span class="hint" id="${id}-hint">${hint}</span>` : ''}
  </p>`
}

export function choice(
  given: { readonly name: string; readonly label: string; readonly value: string; readonly id?: string },
  options: readonly (readonly [value: string, label: string])[],
): Html {
  const { name, label, value, id = name } = given
  return html`<p class="field">
    <label for="${id}">${label}</label>
    <select id="${id}" name="${name}">
      ${options.map(([one, text]) => html`<option value="${one}" ${one === value ? html`selected` : ''}>${text}</option>`)}
    </select>
  </p>`
}

export function tick(
  name: string,
  label: string,
  given: { value?: string; on?: boolean; disabled?: boolean } = {},
): Html {
  const { value = 'yes', on = false, disabled = false } = given
  return html`<label class="tick"
    ><input
      type="checkbox"
      name="${name}"
      value="${value}"
      ${on ? html`checked` : ''}
      ${disabled ? html`disabled` : ''}
    />${label}</label
  >`
}
