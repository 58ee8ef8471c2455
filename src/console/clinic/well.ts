import { html } from 'hono/html'
import { z } from 'zod'
import { page, type Answer, type Html, type Visit } from '../http/visit.ts'

const Light = z.enum(['ok', 'warn', 'bad'])
type Light = z.infer<typeof Light>

/** What `doctor` answers. */
const Examined = z.object({
  findings: z.array(z.object({ check: z.string(), light: Light, says: z.string(), cure: z.string().nullable() })),
})
type Finding = z.infer<typeof Examined>['findings'][number]

/** Five questions, each over the checks of `doctor` that answer it; a check that is new stands under the last. */
const LIGHTS: readonly { readonly asks: string; readonly checks: readonly string[] }[] = [
  {
    asks: 'Does a person answer?',
    checks: ['chain', 'links', 'proof', 'steps', 'on-call', 'cover', 'cover-gap', 'cover-proof', 'escalations'],
  },
  { asks: 'Do messages arrive?', checks: ['waiting', 'standstill', 'deletion', 'auditor'] },
  {
    asks: 'Is what clients read signed and checked?',
    checks: ['scripts', 'drafts', 'directory', 'numbers', 'line-hours', 'night-lines'],
  },
  { asks: 'Would somebody outside notice if it stopped?', checks: ['heartbeat'] },
  { asks: 'Is the data safe?', checks: [] },
]

const NAMES: Readonly<Record<Light, string>> = { ok: 'All right', warn: 'Look at it', bad: 'Not all right' }

/** One screen for the person who looks once a week: five lights, and the cure beside each (care C23). */
export async function wellPage(visit: Visit): Promise<Answer> {
  const { findings } = Examined.parse(await visit.deps.commandsAs(visit.who.clinician)['people.doctor']?.({}))
  const known = new Set(LIGHTS.flatMap(({ checks }) => checks))
  return page(
    'Is it all right?',
    html`<p class="soft">Once a week is often enough, and after every change. The same as holdfast doctor.</p>
      ${LIGHTS.map(({ asks, checks }) =>
        lightCard(
          asks,
          findings.filter(({ check }) => (checks.length > 0 ? checks.includes(check) : !known.has(check))),
        ),
      )}`,
  )
}

function lightCard(asks: string, findings: readonly Finding[]): Html {
  const light = worst(findings)
  const wrong = findings.filter((found) => found.light !== 'ok')
  const right = findings.filter((found) => found.light === 'ok')
  return html`<section class="card">
    <h2>${asks}</h2>
    <ul class="findings">
      <li class="${light}"><strong>${NAMES[light]}</strong></li>
      ${wrong.map(({ light: one, says, cure }) => html`<li class="${one}">${says} <span class="soft">${cure}</span></li>`)}
    </ul>
    ${right.length > 0 ? looked(asks, right) : ''}
  </section>`
}

const looked = (asks: string, right: readonly Finding[]): Html =>
  html`<details>
    <summary>What else was looked at<span class="soft"> for “${asks}”</span></summary>
    <ul>
      ${right.map(({ says }) => html`<li>${says}</li>`)}
    </ul>
  </details>`

const worst = (findings: readonly Finding[]): Light =>
  Light.options.findLast((light) => findings.some((found) => found.light === light)) ?? 'ok'
